//! What the parts cost a month, with what is counted; those that nobody names and that the others stand on come too.
//! Never: a price of its own.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use serde_json::Value;

use super::page::{cell, fill};
use super::{Bench, Requirement, Sorted};
use crate::plan::cost::money;

/// Dollars that the copies are rounded outward to.
const STEP: Decimal = Decimal::TEN;

/// The section.
pub fn text(bench: &Bench<'_>, sorted: &Sorted) -> String {
    let words = &bench.words;
    let mut page = format!(
        "## {}\n\n| {} |\n|---|---|---|\n",
        words.say("heading-cost", &[]),
        words.say("cost-columns", &[])
    );
    let (mut low, mut high) = (Decimal::ZERO, Decimal::ZERO);
    for requirement in sorted.parts().filter(|part| !part.counted) {
        let (from, to) = ends(requirement);
        low += from;
        high += to;
        let _ = writeln!(
            page,
            "| {} ({}) | {} | {} |",
            requirement.label,
            requirement.service(),
            cell(&counted(requirement)),
            money::whole_range(from, to)
        );
    }
    if let Some((row, from, to)) = copies(bench, low, high) {
        page.push_str(&row);
        low += from;
        high += to;
    }
    let total = money::whole_range(low, high);
    let _ = write!(
        page,
        "| **{}** | | **{total}** |\n\n{}\n\n",
        words.say("total", &[]),
        fill(bench, sorted, &words.say("cost-note", &[]))
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

/// The same parts in the other environments, at a share of what the last one costs.
fn copies(bench: &Bench<'_>, low: Decimal, high: Decimal) -> Option<(String, Decimal, Decimal)> {
    let words = &bench.words;
    let (main, others) = bench.stored.profile.environments.split_last()?;
    let count = Decimal::from(others.len());
    let share = |limit: &str| Decimal::from(words.limit(limit)) * count / Decimal::ONE_HUNDRED;
    let from = (low * share("copy-low-percent") / STEP).floor() * STEP;
    let to = (high * share("copy-high-percent") / STEP).ceil() * STEP;
    let (least, most) = (
        words.limit("copy-low-percent").to_string(),
        words.limit("copy-high-percent").to_string(),
    );
    let list = others.join(", ");
    let pairs = [
        ("list", list.as_str()),
        ("env", main),
        ("low", &least),
        ("high", &most),
    ];
    let row = format!(
        "| {} | {} | {} |\n",
        words.say("copies", &pairs),
        words.say("copies-quantity", &pairs),
        money::whole_range(from, to)
    );
    (!others.is_empty()).then_some((row, from, to))
}
