//! One priced line: from what a plan uses to dollars a month. Never: sums over lines, sentences.

use super::book::PriceBook;
use super::tariff::Tariff;
use crate::diag::Diagnostic;
use crate::model::operation::CostEffect;
use crate::model::quantity::Range;
use crate::plan::ast::Origin;
use crate::rules::script::Scripts;
use rhai::{Array, Dynamic, Map};
use rust_decimal::Decimal;
use serde::Serialize;

/// Something that costs money, with every number known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CostItem {
    /// Price id, with or without its place; `none` for what is free.
    pub meter: String,
    /// How it reads in the arithmetic, with `{q}` for the quantity.
    pub label: String,
    /// How it reads as a driver; the label if empty.
    pub driver: String,
    /// How much of it, in the unit of the price.
    pub quantity: Range,
    /// What multiplies the quantity.
    pub times: Vec<Times>,
    /// What it does to the bill.
    pub effect: CostEffect,
    /// The region or other place that it is bought in.
    pub place: String,
    /// The line of the knowledge that brought it.
    pub origin: Origin,
}

/// What multiplies a quantity: hours, servers, copies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Times {
    /// How many.
    pub amount: Range,
    /// What they are: `h`, `servers`; may be empty.
    pub unit: String,
}

/// A line of the bill. Money in USD a month, or once if the effect says so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CostLine {
    /// How it reads in the arithmetic, with `{q}`.
    pub label: String,
    /// How it reads as a driver.
    pub driver: String,
    /// How much of it, in units, without the factors.
    pub quantity: Range,
    /// What multiplies the quantity.
    pub times: Vec<Times>,
    /// What it costs.
    pub amount: Range,
    /// What a unit costs, from the cheapest to the dearest reading.
    pub unit_usd: Range,
    /// Whether every unit costs the same.
    pub flat: bool,
    /// What is counted.
    pub unit: String,
    /// Percent of the typical month, among the lines that push the bill the same way; they add up to 100.
    pub share: u8,
    /// What it does to the bill.
    pub effect: CostEffect,
    /// Whether the price was read in a source, for this very place.
    pub verified: bool,
    /// Whether the price was derived from another region.
    pub derived: bool,
    /// When the price was looked up.
    pub as_of: String,
    /// Where it comes from.
    pub source: String,
    /// The price id, with the place it was read for.
    pub price: String,
    /// The free allowance of the account, which is not deducted.
    pub allowance: Option<String>,
    /// The line of the knowledge that brought it.
    pub origin: Origin,
}

/// What became of an item.
pub(super) enum Priced {
    /// It has a price.
    Line(Box<CostLine>),
    /// It is free, and says so.
    Free(String),
    /// There is no price for it.
    Unknown(NoPrice),
}

/// Something that has no price in the book.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NoPrice {
    /// What it is, in words.
    pub label: String,
    /// The meter that was asked for.
    pub meter: String,
    /// The place that was asked for.
    pub place: String,
}

impl CostItem {
    /// The item's name without its quantity.
    pub fn short(&self) -> String {
        short(&self.label, &self.driver)
    }

    pub(super) fn price(
        &self,
        book: &PriceBook<'_>,
        scripts: &Scripts<'_>,
    ) -> Result<Priced, Diagnostic> {
        if self.effect == CostEffect::None || self.meter == "none" {
            return Ok(Priced::Free(self.label.clone()));
        }
        let Ok(tariff) = book.tariff(&self.meter, &self.place) else {
            let (meter, place) = (self.meter.clone(), self.place.clone());
            return Ok(Priced::Unknown(NoPrice {
                label: self.short(),
                meter,
                place,
            }));
        };
        let used = self.used(scripts)?;
        let list = Range {
            low: tariff.list(used.low),
            typical: tariff.list(used.typical),
            high: tariff.list(used.high),
        };
        let factor = tariff.factor_at(used.typical);
        let amount: Map = scripts.call("cost-line", (as_map(list), as_map(factor)))?;
        let allowance = book
            .meter(&tariff.meter)
            .and_then(|entry| entry.price.allowance.as_ref());
        Ok(Priced::Line(Box::new(CostLine {
            label: self.label.clone(),
            driver: if self.driver.is_empty() {
                self.short()
            } else {
                self.driver.clone()
            },
            quantity: self.quantity,
            times: self.times.clone(),
            amount: from_map(&amount),
            unit_usd: unit_usd(&tariff, used, factor),
            flat: tariff.is_flat_for(used.typical),
            unit: tariff.unit.clone(),
            share: 0,
            effect: self.effect,
            verified: tariff.verified,
            derived: tariff.place != self.place && factor != Range::of(Decimal::ONE),
            as_of: tariff.as_of.clone(),
            source: tariff.source.clone(),
            price: match book.meter(&tariff.meter) {
                Some(entry) => super::book::printed_id(entry.price, &tariff.place),
                None => tariff.meter.clone(),
            },
            allowance: allowance.map(|allowance| allowance.say.clone()),
            origin: self.origin.clone(),
        })))
    }

    fn used(&self, scripts: &Scripts<'_>) -> Result<Range, Diagnostic> {
        if self.times.is_empty() {
            return Ok(self.quantity);
        }
        let times: Array = self
            .times
            .iter()
            .map(|times| Dynamic::from_map(as_map(times.amount)))
            .collect();
        let used: Map = scripts.call("cost-quantity", (as_map(self.quantity), times))?;
        Ok(from_map(&used))
    }
}

/// What a unit costs: the figure itself, or the average where bands differ.
fn unit_usd(tariff: &Tariff, used: Range, factor: Range) -> Range {
    let one = if tariff.is_flat_for(used.typical) || used.typical.is_zero() {
        tariff.first_usd()
    } else {
        tariff.list(used.typical) / used.typical
    };
    Range {
        low: one * factor.low,
        typical: one * factor.typical,
        high: one * factor.high,
    }
}

/// A label without its quantity: what stands before `{q}`, else what stands behind it; the driver if there is one.
fn short(label: &str, driver: &str) -> String {
    if !driver.is_empty() {
        return driver.to_owned();
    }
    match label.split_once("{q}") {
        Some((before, _)) if !before.trim().is_empty() => before.trim().to_owned(),
        Some((_, after)) => without_count(after.trim()).to_owned(),
        None => label.to_owned(),
    }
}

/// What is left of `× 10k key requests` without the count that the quantity is in.
fn without_count(text: &str) -> &str {
    let rest = text.trim_start_matches(['×', 'x']).trim_start();
    if rest.len() == text.len() {
        return text;
    }
    match rest.split_once(' ') {
        Some((count, what)) if count.starts_with(|first: char| first.is_ascii_digit()) => what,
        _ => rest,
    }
}

pub(super) fn as_map(range: Range) -> Map {
    let ends = [
        ("low", range.low),
        ("typical", range.typical),
        ("high", range.high),
    ];
    ends.into_iter()
        .map(|(end, value)| (end.into(), Dynamic::from_decimal(value)))
        .collect()
}

/// The three ends of a map; whole numbers count as decimals.
pub(super) fn from_map(map: &Map) -> Range {
    let end = |name: &str| map.get(name).map_or(Decimal::ZERO, number);
    Range {
        low: end("low"),
        typical: end("typical"),
        high: end("high"),
    }
}

/// A number that a script gave back.
pub(super) fn number(value: &Dynamic) -> Decimal {
    value
        .as_decimal()
        .ok()
        .or_else(|| value.as_int().ok().map(Decimal::from))
        .unwrap_or_default()
}
