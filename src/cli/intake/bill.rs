//! What the parts cost a month, with what is counted; those that nobody names and that the others stand on come too.
//! Never: a price of its own.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use serde_json::Value;

use super::page::{cell, fill};
use super::{Bench, Requirement, Sorted};
use crate::model::quantity::Range;
use crate::plan::cost::{copies, money};

/// Dollars that the copies are rounded outward to.
const STEP: Decimal = Decimal::TEN;

/// What a month costs.
#[derive(Default)]
pub struct Month {
    /// Label, what is counted, low and high end.
    rows: Vec<(String, String, Decimal, Decimal)>,
    low: Decimal,
    /// The most, in USD.
    pub high: Decimal,
}

impl Month {
    fn add(&mut self, label: String, counted: String, (low, high): (Decimal, Decimal)) {
        self.low += low;
        self.high += high;
        self.rows.push((label, counted, low, high));
    }

    /// The largest lines with their share of the high end.
    fn drivers(&self, count: usize) -> Vec<String> {
        let mut rows: Vec<_> = self.rows.iter().collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.3));
        let share = |high: Decimal| high * Decimal::ONE_HUNDRED / self.high.max(Decimal::ONE);
        let said = rows.into_iter().take(count);
        said.map(|(label, _, _, high)| format!("{label} {}%", share(*high).round()))
            .collect()
    }
}

/// What every part costs, and the copies of them all.
pub fn month(bench: &Bench<'_>, sorted: &Sorted) -> Month {
    let mut month = Month::default();
    for part in sorted.parts().filter(|part| !part.counted) {
        let label = format!("{} ({})", part.label, part.service());
        month.add(label, cell(&counted(part)), ends(part));
    }
    let Some((main, others)) = bench.stored.profile.environments.split_last() else {
        return month;
    };
    let all = Range {
        low: month.low,
        typical: month.low,
        high: month.high,
    };
    if let Some(copies) = copies::copies(&bench.words, main, others, all) {
        let low = (copies.exact.low / STEP).floor() * STEP;
        let high = (copies.exact.high / STEP).ceil() * STEP;
        month.add(copies.title, copies.quantity, (low, high));
    }
    month
}

/// The section.
pub fn text(bench: &Bench<'_>, sorted: &Sorted) -> String {
    let words = &bench.words;
    let mut page = format!(
        "## {}\n\n| {} |\n|---|---|---|\n",
        words.say("heading-cost", &[]),
        words.say("cost-columns", &[])
    );
    let month = &sorted.month;
    for (label, counted, low, high) in &month.rows {
        let range = money::whole_range(*low, *high);
        let _ = writeln!(page, "| {label} | {counted} | {range} |");
    }
    let drivers = month.drivers(words.limit("driver-count")).join(", ");
    let note = words.say("cost-note", &[("drivers", &drivers)]);
    let _ = write!(
        page,
        "| **{}** | | **{}** |\n\n{}\n\n",
        words.say("total", &[]),
        money::whole_range(month.low, month.high),
        fill(bench, sorted, &note)
    );
    page
}

/// The month as printed in the plan of the part.
fn ends(requirement: &Requirement) -> (Decimal, Decimal) {
    let end = |end: &str| {
        let shown = requirement.plan.cost.summary.get("shown");
        decimal(shown.and_then(|shown| shown.get(end)))
    };
    (end("low"), end("high"))
}

fn decimal(value: Option<&Value>) -> Decimal {
    let text = value.and_then(Value::as_str);
    text.and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// What the lines of a part count, in their own words; lines that cost nothing stay out.
fn counted(requirement: &Requirement) -> String {
    let lines = requirement.plan.cost.summary.get("lines");
    let lines = lines.and_then(Value::as_array).map(Vec::as_slice);
    let mut list: Vec<String> = Vec::new();
    for line in lines.unwrap_or_default() {
        let end = |of: &str, end: &str| decimal(line.get(of).and_then(|range| range.get(end)));
        if end("amount", "high").is_zero() {
            continue;
        }
        let (low, high) = (end("quantity", "low"), end("quantity", "high"));
        let quantity = if low == high {
            money::quantity(low)
        } else {
            format!("{}-{}", money::quantity(low), money::quantity(high))
        };
        let label = line.get("label").and_then(Value::as_str);
        let text = label.unwrap_or_default().replace("{q}", &quantity);
        if !text.is_empty() && !list.contains(&text) {
            list.push(text);
        }
    }
    list.join(", ")
}
