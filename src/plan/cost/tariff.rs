//! What a quantity of one meter costs: bands, sizes and parts, in exact decimals. Never: rounding, printing.

use crate::model::quantity::Range;
use rust_decimal::Decimal;

/// A meter at a place, ready to be multiplied by a quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tariff {
    /// The meter.
    pub meter: String,
    /// The place of the figure that was used.
    pub place: String,
    /// What is counted.
    pub unit: String,
    /// Units a month that are part of what is bought.
    pub included: Decimal,
    /// What the figures are multiplied by for the place that was asked for.
    pub factor: Range,
    /// Whether the price was read in a source, for this very place.
    pub verified: bool,
    /// The day of the oldest figure in it.
    pub as_of: String,
    /// Where the figure comes from.
    pub source: String,
    /// How the price depends on the quantity.
    pub form: Form,
}

/// How a price depends on the quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// Each band has its own price; one without a bound is the usual case.
    Bands(Vec<Band>),
    /// The first size that holds the quantity is bought.
    Sizes(Vec<Purchase>),
    /// Several other meters, each times a number.
    Parts(Vec<(Decimal, Tariff)>),
}

/// A band of a graduated price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// Where it ends, in units from zero.
    pub up_to: Option<Decimal>,
    /// USD a unit.
    pub usd: Decimal,
}

/// A size that is sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    /// The largest quantity it holds.
    pub up_to: Option<Decimal>,
    /// How much is paid for, whatever the quantity is.
    pub quantity: Option<Decimal>,
    /// What is paid.
    pub tariff: Tariff,
}

impl Tariff {
    /// A tariff that is made of others.
    pub(super) fn composed(meter: &str, unit: &str, included: Decimal, form: Form) -> Self {
        let mut tariff = Self {
            meter: meter.to_owned(),
            place: String::new(),
            unit: unit.to_owned(),
            included,
            factor: Range::of(Decimal::ONE),
            verified: true,
            as_of: String::new(),
            source: String::new(),
            form,
        };
        let (mut verified, mut oldest) = (true, None::<&Self>);
        for inner in tariff.inner() {
            verified &= inner.verified;
            if oldest.is_none_or(|known| inner.as_of < known.as_of) {
                oldest = Some(inner);
            }
        }
        let origin = oldest.map(|inner| {
            (
                inner.place.clone(),
                inner.as_of.clone(),
                inner.source.clone(),
            )
        });
        if let Some((place, as_of, source)) = origin {
            (tariff.place, tariff.as_of, tariff.source) = (place, as_of, source);
        }
        tariff.verified = verified;
        tariff
    }

    fn inner(&self) -> Vec<&Self> {
        match &self.form {
            Form::Bands(_) => Vec::new(),
            Form::Sizes(purchases) => purchases.iter().map(|purchase| &purchase.tariff).collect(),
            Form::Parts(parts) => parts.iter().map(|(_, part)| part).collect(),
        }
    }

    /// USD for a quantity: at the figures themselves (typical 1), before any factor of the place.
    pub fn list(&self, quantity: Decimal) -> Decimal {
        self.amount(quantity, &|_| Decimal::ONE)
    }

    /// USD for a quantity at the place: the cheapest, the likely and the dearest reading of the factor.
    pub fn at_place(&self, quantity: Decimal) -> Range {
        Range {
            low: self.amount(quantity, &|factor| factor.low),
            typical: self.amount(quantity, &|factor| factor.typical),
            high: self.amount(quantity, &|factor| factor.high),
        }
    }

    /// What the place makes of the figures, for a quantity; one of a single meter does not depend on it.
    pub fn factor_at(&self, quantity: Decimal) -> Range {
        if let Form::Bands(_) = self.form {
            return self.factor;
        }
        let list = self.list(quantity);
        if list.is_zero() {
            return Range::of(Decimal::ONE);
        }
        let amount = self.at_place(quantity);
        Range {
            low: amount.low / list,
            typical: amount.typical / list,
            high: amount.high / list,
        }
    }

    /// USD a unit where the quantity begins.
    pub fn first_usd(&self) -> Decimal {
        match &self.form {
            Form::Bands(bands) => bands.first().map_or(Decimal::ZERO, |band| band.usd),
            Form::Sizes(_) | Form::Parts(_) => self.list(Decimal::ONE),
        }
    }

    /// Whether all of a quantity has one price a unit.
    pub fn is_flat_for(&self, quantity: Decimal) -> bool {
        match &self.form {
            Form::Bands(bands) => bands
                .first()
                .is_none_or(|band| band.up_to.is_none_or(|bound| quantity <= bound)),
            Form::Sizes(_) => false,
            Form::Parts(parts) => parts
                .iter()
                .all(|(times, part)| part.is_flat_for(quantity * times)),
        }
    }

    fn amount(&self, quantity: Decimal, pick: &dyn Fn(&Range) -> Decimal) -> Decimal {
        let billed = (quantity - self.included).max(Decimal::ZERO);
        match &self.form {
            Form::Bands(bands) => graduated(bands, billed) * pick(&self.factor),
            Form::Sizes(purchases) => whole(purchases, billed, pick),
            Form::Parts(parts) => parts
                .iter()
                .map(|(times, part)| part.amount(billed * times, pick))
                .sum(),
        }
    }

    /// The bands of this tariff with its factor in them, moved up to begin at a quantity.
    pub(super) fn bands_from(&self, start: Decimal) -> Vec<Band> {
        let moved = |band: &Band| Band {
            up_to: band.up_to.map(|bound| bound + start),
            usd: band.usd * self.factor.typical,
        };
        match &self.form {
            Form::Bands(bands) => bands.iter().map(moved).collect(),
            Form::Sizes(_) | Form::Parts(_) => vec![Band {
                up_to: None,
                usd: self.first_usd(),
            }],
        }
    }
}

/// Each band at its own price. The last band has no end, whatever it says.
fn graduated(bands: &[Band], quantity: Decimal) -> Decimal {
    let mut from = Decimal::ZERO;
    let mut total = Decimal::ZERO;
    for (index, band) in bands.iter().enumerate() {
        let last = index + 1 == bands.len();
        let to = band
            .up_to
            .filter(|_| !last)
            .map_or(quantity, |bound| bound.min(quantity));
        if to > from {
            total += (to - from) * band.usd;
            from = to;
        }
    }
    total
}

/// The whole quantity in the first size that holds it; beyond the largest, as many of that as are needed.
fn whole(purchases: &[Purchase], quantity: Decimal, pick: &dyn Fn(&Range) -> Decimal) -> Decimal {
    if quantity.is_zero() {
        return Decimal::ZERO;
    }
    let fits = |purchase: &&Purchase| purchase.up_to.is_none_or(|bound| quantity <= bound);
    if let Some(purchase) = purchases.iter().find(fits) {
        return purchase
            .tariff
            .amount(purchase.quantity.unwrap_or(quantity), pick);
    }
    let Some((purchase, bound)) = purchases.last().and_then(|last| Some((last, last.up_to?)))
    else {
        return Decimal::ZERO;
    };
    if bound.is_zero() {
        return Decimal::ZERO;
    }
    let count = (quantity / bound).ceil();
    purchase.tariff.amount(
        purchase.quantity.map_or(quantity, |each| each * count),
        pick,
    )
}
