//! How much is needed in the months to come, by a stated formula. Never: what it costs.

use super::ast::CapacityRow;
use crate::model::phase::{Capacity, Growth};
use crate::model::quantity::{Quantity, Range};
use crate::plan::desk::Desk;
use crate::rules::component::number_of;
use crate::rules::condition::holds_or_absent;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The months of the table's columns after today.
pub const MONTHS: [u32; 3] = [6, 12, 24];
/// How full a floor is at launch, and how full it may get, in percent.
const FLOOR_USED: u32 = 40;
/// See [`FLOOR_USED`].
const FLOOR_FULL: u32 = 60;
/// Months that are searched for the one in which a limit is hit.
const HORIZON: u32 = 60;

/// Growth a month, as a factor.
#[derive(Debug, Clone, Copy)]
pub struct Rates {
    /// Of the traffic, in percent.
    pub traffic: Decimal,
    /// Of what is stored, in percent.
    pub storage: Decimal,
    /// The month of the launch.
    pub launch: u32,
}

/// Growth as stated or as usual, and the month in which the work is done.
pub(super) fn rates(desk: &Desk<'_, '_>, weeks: u32) -> Rates {
    let stated = |fact: &str, limit: &str| {
        desk.decisions
            .facts
            .first(fact)
            .and_then(number_of)
            .unwrap_or_else(|| {
                Decimal::from(desk.document.limits.get(limit).copied().unwrap_or_default())
            })
    };
    Rates {
        traffic: stated("growth", "growth-percent"),
        storage: stated("storage-growth", "storage-growth-percent"),
        launch: weeks.div_ceil(4),
    }
}

/// The rows of the blueprint.
pub(super) fn capacity(desk: &Desk<'_, '_>, rates: Rates) -> Vec<CapacityRow> {
    desk.decisions
        .blueprint
        .into_iter()
        .flat_map(|blueprint| &blueprint.capacity)
        .filter(|row| holds_or_absent(row.when.as_ref(), &desk.view(0)))
        .map(|row| row_of(desk, row, rates))
        .collect()
}

fn row_of(desk: &Desk<'_, '_>, row: &Capacity, rates: Rates) -> CapacityRow {
    let number = |fact: &Option<String>| {
        let value = desk.decisions.facts.first(fact.as_deref()?)?;
        number_of(value)
    };
    let usual = || {
        let one = range_of(desk, &row.launch);
        let times = number(&row.times).unwrap_or(Decimal::ONE);
        Range {
            low: one.low * times,
            typical: one.typical * times,
            high: one.high * times,
        }
    };
    let launch = number(&row.stated).map_or_else(usual, Range::of);
    let today = row
        .today
        .as_ref()
        .map(|today| range_of(desk, today))
        .unwrap_or_default();
    let mut values = vec![printed(today, row.places)];
    for month in MONTHS {
        let at = |value: Decimal| value * factor(row.grows, rates, month);
        values.push(printed(
            Range {
                low: at(launch.low),
                typical: at(launch.typical),
                high: at(launch.high),
            },
            row.places,
        ));
    }
    CapacityRow {
        resource: row.resource.clone(),
        values,
        note: note(desk, row, launch, rates),
    }
}

/// What the launch value is multiplied by in a month.
fn factor(grows: Growth, rates: Rates, month: u32) -> Decimal {
    let since = month.saturating_sub(rates.launch);
    match grows {
        Growth::Flat => Decimal::ONE,
        Growth::Flow => power(rates.traffic, since),
        Growth::Stock => power(rates.storage, since),
        Growth::Floor => {
            let load =
                power(rates.traffic, since) * Decimal::from(FLOOR_USED) / Decimal::from(FLOOR_FULL);
            load.max(Decimal::ONE)
        }
    }
}

/// The factor after so many months of growth.
fn power(percent: Decimal, months: u32) -> Decimal {
    let step = Decimal::ONE + percent / Decimal::ONE_HUNDRED;
    (0..months).fold(Decimal::ONE, |product, _| (product * step).round_dp(8))
}

/// The month in which a limit is hit, or in which a floor is left.
fn note(desk: &Desk<'_, '_>, row: &Capacity, launch: Range, rates: Rates) -> String {
    if let Some(limit) = row.limit.as_ref().and_then(|limit| number_of(&limit.0)) {
        let hit = (rates.launch..=HORIZON)
            .find(|month| launch.high * factor(row.grows, rates, *month) > limit);
        let what = row.limit_is.clone().unwrap_or_default();
        let (id, month) = match hit {
            Some(month) => ("limit-hit", month),
            None => ("limit-holds", HORIZON),
        };
        return desk.document.say(
            id,
            &[
                ("resource", &row.resource),
                ("limit", &crate::rules::view::grouped(limit)),
                ("what", &what),
                ("month", &month.to_string()),
            ],
        );
    }
    if row.grows == Growth::Floor {
        let left =
            (rates.launch..=HORIZON).find(|month| factor(row.grows, rates, *month) > Decimal::ONE);
        if let Some(month) = left {
            return desk.document.say(
                "floor-left",
                &[("resource", &row.resource), ("month", &month.to_string())],
            );
        }
    }
    String::new()
}

fn range_of(desk: &Desk<'_, '_>, quantity: &Quantity) -> Range {
    match quantity {
        Quantity::Stated(range) => *range,
        Quantity::Named(name) => desk
            .decisions
            .components
            .iter()
            .find_map(|part| part.usage.get(name.as_str()))
            .copied()
            .or_else(|| {
                desk.decisions
                    .facts
                    .first(name)
                    .and_then(number_of)
                    .map(Range::of)
            })
            .unwrap_or_default(),
    }
}

fn printed(range: Range, places: u32) -> String {
    let show = |value: Decimal| {
        let rounded = value
            .round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        if places == 0 {
            crate::rules::view::grouped(Decimal::from(rounded.to_i64().unwrap_or_default()))
        } else {
            format!("{rounded:.*}", places as usize)
        }
    };
    let (low, high) = (show(range.low), show(range.high));
    if low == high {
        low
    } else {
        format!("{low}-{high}")
    }
}
