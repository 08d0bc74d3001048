//! Everything that is known of one price: figures, bands, sizes, sources, factors, who uses it. Never: sums.

use super::book::{Entry, figures};
use super::quote::{Listed, key_of, of_entry};
use crate::kb::Kb;
use crate::map::IndexMap;
use crate::model::operation::Cost;
use crate::model::price::{Allowance, Band, Commitment, Factor, MeterTimes, Size};
use rust_decimal::Decimal;
use serde::Serialize;
use std::fmt::Write as _;

/// Everything that is known of one price.
#[derive(Debug, Clone, Serialize)]
pub struct View<'kb> {
    /// The meter: the id without its place.
    pub meter: String,
    /// What is bought.
    pub item: &'kb str,
    /// What is counted.
    pub unit: &'kb str,
    /// The file.
    pub file: &'kb str,
    /// What fixes the price.
    pub attributes: IndexMap<&'kb str, &'kb str>,
    /// The figures by place; only the one that was asked for, if one was.
    pub prices: Vec<Listed<'kb>>,
    /// Units a month that the price holds for.
    pub up_to: Option<Decimal>,
    /// The bands above.
    pub tiers: &'kb [Band],
    /// The meter that continues above.
    pub then: Option<&'kb str>,
    /// Sizes that are sold.
    pub sizes: &'kb [Size],
    /// Meters that it is made of.
    pub parts: &'kb [MeterTimes],
    /// Units that are part of what is bought.
    pub included: Option<&'kb Allowance>,
    /// Units that the account gets free; not deducted.
    pub allowance: Option<&'kb Allowance>,
    /// How long one is bound.
    pub commitment: Option<&'kb Commitment>,
    /// What prices of its family are in other regions, compared with the base.
    pub factors: Vec<RegionFactor<'kb>>,
    /// Services and rules whose costs refer to it.
    pub used_by: Vec<String>,
}

/// What prices of a family are in a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegionFactor<'kb> {
    /// The region.
    pub region: &'kb str,
    /// The factor, or its ends.
    pub factor: String,
    /// `measured`, `from memory`, `fallback` or `flat`.
    pub basis: &'static str,
}

/// What is known of a price, at all places or at one.
pub fn view<'kb>(kb: &'kb Kb, entry: &Entry<'kb>, place: Option<&str>) -> View<'kb> {
    let price = entry.price;
    let mut prices = of_entry(entry);
    if let Some(place) = place {
        prices.retain(|price| price.region.unwrap_or(crate::model::price::GLOBAL) == place);
    }
    View {
        meter: key_of(entry),
        item: &price.item,
        unit: &price.unit,
        file: entry.path,
        attributes: price
            .attributes
            .iter()
            .map(|(key, value)| (key.as_str(), value.0.as_str()))
            .collect(),
        prices,
        up_to: price.up_to,
        tiers: &price.tiers,
        then: price.then.as_deref(),
        sizes: &price.sizes,
        parts: &price.parts,
        included: price.included.as_ref(),
        allowance: price.allowance.as_ref(),
        commitment: price.commitment.as_ref(),
        factors: if place.is_none() {
            factors(kb, entry)
        } else {
            Vec::new()
        },
        used_by: used_by(kb, entry),
    }
}

fn factors<'kb>(kb: &'kb Kb, entry: &Entry<'kb>) -> Vec<RegionFactor<'kb>> {
    let Some(regions) = kb.regions.get(entry.provider) else {
        return Vec::new();
    };
    let has = |region: &str| {
        figures(entry.price).any(|figure| figure.place == region || figure.place == "global")
    };
    let flat = regions.flat.iter().any(|family| family == entry.family);
    let of = |region: &'kb crate::model::price::Region| {
        let factors = &region.factors;
        let (factor, basis) = if flat {
            ("1".to_owned(), "flat")
        } else if let Some(factor) = factors.measured.get(entry.family) {
            (in_words(factor), "measured")
        } else if let Some(factor) = factors.from_memory.get(entry.family) {
            (in_words(factor), "from memory")
        } else {
            (in_words(factors.any.as_ref()?), "fallback")
        };
        Some(RegionFactor {
            region: &region.id,
            factor,
            basis,
        })
    };
    regions
        .regions
        .iter()
        .filter(|region| !has(&region.id))
        .filter_map(of)
        .collect()
}

fn in_words(factor: &Factor) -> String {
    match factor {
        Factor::About(value) => value.to_string(),
        Factor::Between(range) => format!("{}-{}", range.low, range.high),
    }
}

fn used_by(kb: &Kb, entry: &Entry<'_>) -> Vec<String> {
    let meter = key_of(entry);
    let refers = |cost: &Cost| cost.meter == meter || is_placed(&cost.meter, &meter, entry);
    let mut users = Vec::new();
    for service in kb.services.iter() {
        for (id, operation) in &service.operations {
            if operation.costs.iter().any(refers) {
                users.push(format!("{} {id}", service.id));
            }
        }
        for (id, levels) in &service.settings {
            for (level, realization) in levels {
                if realization.costs.iter().any(refers) {
                    users.push(format!("{} {id} {level}", service.id));
                }
            }
        }
    }
    let rules = kb.rules.iter().filter(|rule| {
        rule.then
            .costs
            .iter()
            .any(|cost| cost.meter.as_deref().is_some_and(|used| used == meter))
    });
    users.extend(rules.map(|rule| rule.id.clone()));
    users
}

fn is_placed(used: &str, meter: &str, entry: &Entry<'_>) -> bool {
    let place = used
        .strip_prefix(meter)
        .and_then(|rest| rest.strip_prefix('.'));
    place.is_some_and(|place| figures(entry.price).any(|figure| figure.place == place))
}

/// The same as text.
pub fn text(view: &View<'_>) -> String {
    let mut text = format!(
        "{}\n  {}, per {}\n  {}\n",
        view.meter, view.item, view.unit, view.file
    );
    for (key, value) in &view.attributes {
        let _ = writeln!(text, "  {key}: {value}");
    }
    for price in &view.prices {
        let mark = if price.verified { "" } else { ", unverified" };
        let place = price.region.unwrap_or("everywhere");
        let _ = writeln!(
            text,
            "  ${} {place} ({}; {}{mark})",
            price.price_usd.normalize(),
            price.source,
            price.as_of
        );
        if let Some(note) = price.note {
            let _ = writeln!(text, "    {note}");
        }
    }
    bands(view, &mut text);
    if let Some(allowance) = view.allowance {
        let _ = writeln!(text, "  free and not deducted: {}", allowance.say);
    }
    if let Some(included) = view.included {
        let _ = writeln!(text, "  included: {}", included.say);
    }
    for factor in &view.factors {
        let _ = writeln!(
            text,
            "  {}: times {} ({})",
            factor.region, factor.factor, factor.basis
        );
    }
    for user in &view.used_by {
        let _ = writeln!(text, "  used by {user}");
    }
    text
}

fn bands(view: &View<'_>, text: &mut String) {
    if let Some(bound) = view.up_to {
        let _ = writeln!(text, "  up to {bound} {} a month", view.unit);
    }
    for tier in view.tiers {
        let bound = tier
            .up_to
            .map_or_else(|| "above that".to_owned(), |bound| format!("up to {bound}"));
        for (place, usd) in &tier.at {
            let _ = writeln!(text, "  {bound}: ${usd} {place}");
        }
    }
    if let Some(next) = view.then {
        let _ = writeln!(text, "  above that: {next}");
    }
    for size in view.sizes {
        let bound = size
            .up_to
            .map_or_else(|| "above that".to_owned(), |bound| format!("up to {bound}"));
        let _ = writeln!(text, "  {bound}: {}", size.price);
    }
    for part in view.parts {
        let _ = writeln!(text, "  {} times {}", part.times, part.price);
    }
}
