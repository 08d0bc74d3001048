//! Finds what a meter costs at a place: its own price, one derived from another region, or a visible gap.
//! Never: how much of it a plan needs.

use super::place::placed;
use super::tariff::{Band, Form, Purchase, Tariff};
use crate::kb::prices::Meter;
use crate::kb::{Kb, PriceList};
use crate::model::price::{Allowance, Band as Tier, FIRST_BAND, GLOBAL, Price, Regions};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// How far meters may refer to other meters.
const MAX_NESTING: u8 = 6;

/// Hours in a year, as commitments count them.
const HOURS_A_YEAR: u32 = 8_760;

/// The prices of some providers, by meter.
#[derive(Debug, Default)]
pub struct PriceBook<'kb> {
    lists: Vec<(&'kb str, &'kb PriceList)>,
    regions: BTreeMap<&'kb str, &'kb Regions>,
}

/// A meter and where it stands in the knowledge.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'kb> {
    /// The provider.
    pub provider: &'kb str,
    /// The family: what regional factors are kept by.
    pub family: &'kb str,
    /// The file of the knowledge base.
    pub path: &'kb str,
    /// The price.
    pub price: &'kb Price,
}

/// A price at one place, with where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure<'kb> {
    /// USD a unit.
    pub usd: Decimal,
    /// What is counted.
    pub unit: &'kb str,
    /// A region, a scope, or `global`.
    pub place: &'kb str,
    /// When it was looked up.
    pub as_of: &'kb str,
    /// Where it comes from.
    pub source: &'kb str,
    /// Whether it was read in a source.
    pub verified: bool,
    /// Half the width of the source's rounding, as a part of the price.
    pub precision: Option<Decimal>,
    /// What else to know.
    pub note: Option<&'kb str>,
}

/// Why there is no price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// No meter has this id.
    UnknownMeter(String),
    /// The meter has no price that could stand for this place.
    UnknownPlace {
        /// The meter.
        meter: String,
        /// The place.
        place: String,
    },
}

impl<'kb> PriceBook<'kb> {
    /// The prices of all providers.
    pub fn new(kb: &'kb Kb) -> Self {
        Self::of(kb, |_| true)
    }

    /// The prices of some providers.
    pub fn of_providers(kb: &'kb Kb, providers: &[&str]) -> Self {
        Self::of(kb, |known| providers.contains(&known))
    }

    fn of(kb: &'kb Kb, wanted: impl Fn(&str) -> bool) -> Self {
        let mut book = Self::default();
        for provider in kb.priced_providers().filter(|id| wanted(id)) {
            if let Some(list) = kb.price_list(provider) {
                book.lists.push((provider, list));
            }
        }
        for provider in kb.regions.iter_ids().filter(|id| wanted(id)) {
            if let Some(regions) = kb.regions.get(provider) {
                book.regions.insert(provider, regions);
            }
        }
        book
    }

    /// All meters in order.
    pub fn meters(&self) -> impl Iterator<Item = (&'kb str, Entry<'kb>)> {
        self.lists.iter().flat_map(|(provider, list)| {
            list.from("")
                .iter()
                .filter_map(|meter| Some((meter.id(), entry(provider, meter)?)))
        })
    }

    /// One meter.
    pub fn meter(&self, meter: &str) -> Option<Entry<'kb>> {
        self.lists
            .iter()
            .find_map(|(provider, list)| entry(provider, list.get(meter)?))
    }

    /// The meter and the place behind a printed id such as `<meter>.<region>`; a bare meter has the place `global`.
    pub fn find<'i>(&self, id: &'i str) -> Option<(String, &'i str)> {
        let has = |meter: &str, place: &str| {
            self.meter(meter)
                .is_some_and(|entry| figure(entry.price, place).is_some())
        };
        if has(id, GLOBAL) {
            return Some((id.to_owned(), GLOBAL));
        }
        let (head, tail) = id.rsplit_once('.')?;
        if has(head, tail) {
            return Some((head.to_owned(), tail));
        }
        let (stem, place) = head.rsplit_once('.')?;
        let meter = format!("{stem}.{tail}");
        has(&meter, place).then_some((meter, place))
    }

    /// What a meter costs at a place. The meter may carry its place; then that one counts.
    pub fn tariff(&self, meter: &str, place: &str) -> Result<Tariff, Gap> {
        if self.meter(meter).is_some() {
            return self.nested(meter, place, 0);
        }
        if let Some((known, own)) = self.find(meter) {
            return self.nested(&known, own, 0);
        }
        match self.first_band(meter) {
            Some(known) => self.nested(known, place, 0),
            None => Err(Gap::UnknownMeter(meter.to_owned())),
        }
    }

    /// The band from zero of a meter whose bands have ids of their own: `<meter>.0-10TB` for `<meter>`.
    fn first_band(&self, meter: &str) -> Option<&'kb str> {
        let start = format!("{meter}{FIRST_BAND}");
        let bands = self
            .lists
            .iter()
            .filter_map(|(_, list)| list.from(&start).first());
        bands.map(Meter::id).find(|known| known.starts_with(&start))
    }

    fn nested(&self, meter: &str, place: &str, depth: u8) -> Result<Tariff, Gap> {
        let unknown = || Gap::UnknownMeter(meter.to_owned());
        let entry = self.meter(meter).ok_or_else(unknown)?;
        if depth > MAX_NESTING {
            return Err(unknown());
        }
        let price = entry.price;
        let form = if !price.sizes.is_empty() {
            self.sizes(price, place, depth)?
        } else if !price.parts.is_empty() {
            let parts = price
                .parts
                .iter()
                .map(|part| Ok((part.times, self.nested(&part.price, place, depth + 1)?)));
            Form::Parts(parts.collect::<Result<_, _>>()?)
        } else {
            return self.banded(meter, &entry, place, depth);
        };
        Ok(Tariff::composed(meter, &price.unit, included(price), form))
    }

    fn sizes(&self, price: &Price, place: &str, depth: u8) -> Result<Form, Gap> {
        let purchases = price.sizes.iter().map(|size| {
            let tariff = self.nested(&size.price, place, depth + 1)?;
            Ok(Purchase {
                up_to: size.up_to,
                quantity: size.quantity,
                tariff,
            })
        });
        Ok(Form::Sizes(purchases.collect::<Result<_, _>>()?))
    }

    fn banded(
        &self,
        meter: &str,
        entry: &Entry<'kb>,
        place: &str,
        depth: u8,
    ) -> Result<Tariff, Gap> {
        let price = entry.price;
        let regions = self.regions.get(entry.provider).copied();
        let placed =
            placed(price, entry.family, regions, place).ok_or_else(|| Gap::UnknownPlace {
                meter: meter.to_owned(),
                place: place.to_owned(),
            })?;
        let own = Band {
            up_to: price.up_to,
            usd: effective(price, &placed.figure),
        };
        let mut bands = vec![own];
        let at = placed.figure.place;
        bands.extend(price.tiers.iter().map(|tier| Band {
            up_to: tier.up_to,
            usd: tier_usd(price, tier, at, own.usd),
        }));
        if let (Some(bound), Some(next), false) = (
            price.up_to,
            price.then.as_deref(),
            placed.factor.typical.is_zero(),
        ) {
            // What follows is another meter, counted from where this one ends.
            let following = self.nested(next, place, depth + 1)?;
            let own = placed.factor.typical;
            bands.extend(following.bands_from(bound).into_iter().map(|band| Band {
                usd: band.usd / own,
                ..band
            }));
        }
        Ok(Tariff {
            meter: meter.to_owned(),
            place: placed.figure.place.to_owned(),
            unit: price.unit.clone(),
            included: included(price),
            factor: placed.factor,
            verified: placed.verified,
            as_of: placed.figure.as_of.to_owned(),
            source: placed.figure.source.to_owned(),
            form: Form::Bands(bands),
        })
    }
}

fn entry<'kb>(provider: &'kb str, meter: &'kb Meter) -> Option<Entry<'kb>> {
    Some(Entry {
        provider,
        family: meter.family(),
        path: meter.path(),
        price: meter.price()?,
    })
}

/// The id of a price at a place, as printed.
pub fn printed_id(price: &Price, place: &str) -> String {
    let mut id = price.id.clone();
    for part in [
        Some(place).filter(|place| *place != GLOBAL),
        price.suffix.as_deref(),
    ]
    .into_iter()
    .flatten()
    {
        id.push('.');
        id.push_str(part);
    }
    id
}

/// All figures of a price; the first is what other regions are derived from.
pub fn figures(price: &Price) -> impl Iterator<Item = Figure<'_>> {
    let own = price.at.iter().map(|(place, usd)| Figure {
        usd: *usd,
        unit: &price.unit,
        place,
        as_of: &price.as_of,
        source: &price.source,
        verified: price.verified,
        precision: price.precision,
        note: price.note.as_deref(),
    });
    let others = price.also.iter().flat_map(|also| {
        also.at.iter().map(|(place, usd)| Figure {
            usd: *usd,
            unit: also.unit.as_deref().unwrap_or(&price.unit),
            place,
            as_of: &also.as_of,
            source: &also.source,
            verified: also.verified,
            precision: also.precision,
            note: also.note.as_deref(),
        })
    });
    own.chain(others)
}

pub(super) fn figure<'p>(price: &'p Price, place: &str) -> Option<Figure<'p>> {
    figures(price).find(|figure| figure.place == place)
}

/// The figure, with what is paid at the start spread over the hours of the term.
pub fn effective(price: &Price, figure: &Figure<'_>) -> Decimal {
    let spread = price.commitment.as_ref().and_then(|commitment| {
        let hours = Decimal::from(commitment.years.filter(|years| *years > 0)? * HOURS_A_YEAR);
        commitment
            .upfront_usd
            .get(figure.place)
            .map(|paid| paid / hours)
    });
    figure.usd + spread.unwrap_or_default()
}

/// The price of a further band at a place; where it is not stated, in proportion to the first band.
fn tier_usd(price: &Price, tier: &Tier, place: &str, own: Decimal) -> Decimal {
    if let Some(usd) = tier.at.get(place) {
        return *usd;
    }
    let proportion = tier.at.iter().find_map(|(known, usd)| {
        let first = figure(price, known)?.usd;
        (!first.is_zero()).then(|| *usd / first)
    });
    own * proportion.unwrap_or(Decimal::ONE)
}

fn included(price: &Price) -> Decimal {
    price
        .included
        .as_ref()
        .map_or(Decimal::ZERO, |allowance: &Allowance| allowance.quantity)
}
