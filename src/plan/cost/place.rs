//! Which figure of a price stands for a place, and how far it may be off there. Never: quantities.

use super::book::{Figure, figure, figures};
use crate::map::IndexMap;
use crate::model::price::{Factor, Factors, GLOBAL, Price, Region, Regions, Widen};
use crate::model::quantity::Range;
use rust_decimal::Decimal;

/// A figure for a place: what to multiply it by, and whether the result was read in a source.
pub(super) struct Placed<'kb> {
    /// The figure.
    pub figure: Figure<'kb>,
    /// What to multiply it by.
    pub factor: Range,
    /// Whether it was read in a source, for this very place.
    pub verified: bool,
}

/// The figure for a place: its own, that of a scope it falls under, or the base one with the factor of the family.
pub(super) fn placed<'kb>(
    price: &'kb Price,
    family: &str,
    regions: Option<&'kb Regions>,
    place: &str,
) -> Option<Placed<'kb>> {
    let widen = regions.map(|regions| regions.widen).unwrap_or_default();
    let region =
        regions.and_then(|regions| regions.regions.iter().find(|region| region.id == place));
    let scopes = region
        .into_iter()
        .flat_map(|region| &region.scopes)
        .map(String::as_str);
    let own = std::iter::once(place)
        .chain([GLOBAL])
        .chain(scopes)
        .find_map(|place| figure(price, place));
    if let Some(figure) = own {
        return Some(as_it_is(figure, &widen));
    }
    let (regions, region) = (regions?, region?);
    let figure = figures(price).next()?;
    if regions.flat.iter().any(|flat| flat == family) {
        return Some(as_it_is(figure, &widen));
    }
    let base = regions
        .regions
        .iter()
        .find(|region| region.id == figure.place);
    let factor = relative(region, base, family, &widen)?;
    Some(Placed {
        figure,
        factor: wider(factor, spread(&figure, &widen)),
        verified: false,
    })
}

fn as_it_is<'kb>(figure: Figure<'kb>, widen: &Widen) -> Placed<'kb> {
    Placed {
        figure,
        factor: about(Decimal::ONE, spread(&figure, widen)),
        verified: figure.verified,
    }
}

/// How far a figure itself may be off: one that was not read in a source may be off like a factor from memory.
fn spread(figure: &Figure<'_>, widen: &Widen) -> Decimal {
    if figure.verified {
        Decimal::ZERO
    } else {
        figure.precision.unwrap_or_default().max(widen.from_memory)
    }
}

fn about(value: Decimal, off: Decimal) -> Range {
    Range {
        low: value * (Decimal::ONE - off),
        typical: value,
        high: value * (Decimal::ONE + off),
    }
}

fn wider(range: Range, off: Decimal) -> Range {
    Range {
        low: range.low * (Decimal::ONE - off),
        typical: range.typical,
        high: range.high * (Decimal::ONE + off),
    }
}

/// The prices of a region compared with those of another one.
fn relative(region: &Region, base: Option<&Region>, family: &str, widen: &Widen) -> Option<Range> {
    let over = base
        .and_then(|base| factor(&base.factors, family, widen))
        .map_or(Decimal::ONE, |range| range.typical);
    let own = factor(&region.factors, family, widen)?;
    (!over.is_zero()).then(|| Range {
        low: own.low / over,
        typical: own.typical / over,
        high: own.high / over,
    })
}

fn factor(factors: &Factors, family: &str, widen: &Widen) -> Option<Range> {
    let of = |table: &IndexMap<String, Factor>, off: Decimal| {
        table.get(family).map(|factor| range(*factor, off))
    };
    of(&factors.measured, widen.measured)
        .or_else(|| of(&factors.from_memory, widen.from_memory))
        .or_else(|| factors.any.map(|factor| range(factor, widen.fallback)))
}

fn range(factor: Factor, off: Decimal) -> Range {
    match factor {
        Factor::About(value) => about(value, off),
        Factor::Between(range) => range,
    }
}
