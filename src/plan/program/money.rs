//! What a longer plan costs: a row a part, rounded outward once before anything is summed. Never: sentences.

use super::ast::{Ends, Money, MoneyRow};
use super::schedule::phase_starts;
use crate::model::operation::CostEffect;
use crate::model::quantity::Range;
use crate::plan::cost::money as words;
use crate::plan::cost::{self, summary::CostSummary};
use crate::plan::desk::Desk;
use crate::rules::component::number_of;
use rust_decimal::Decimal;

/// Weeks of a year.
const YEAR: u32 = 52;

/// Adds up everything that the parts, the work and the people cost.
pub(super) fn money(desk: &Desk<'_, '_>, effort: &[Decimal]) -> Money {
    let mut money = Money {
        day_rate: day_rate(desk),
        effort: effort.iter().copied().sum(),
        places: cost::places(desk),
        ..Money::default()
    };
    let step = step(desk, "rounding");
    for (title, phase, summary) in cost::by_part(desk) {
        add(&mut money, &title, phase, &summary, step);
    }
    copies(desk, &mut money, step);
    for (place, row) in money.rows.iter_mut().enumerate() {
        row.reference = format!("C{:02}", place + 1);
    }
    money.labour = effort
        .iter()
        .map(|days| labour(*days, money.day_rate))
        .sum();
    money.gaps.dedup();
    summed(Money {
        step,
        most_drivers: desk.document.limit("drivers"),
        ..money
    })
}

/// The sums of the rows.
pub(super) fn summed(mut money: Money) -> Money {
    money.one_time = money.labour + money.once.iter().map(|row| row.shown).sum();
    money.monthly = money.rows.iter().map(|row| row.shown).sum();
    let typical = Range::of(money.rows.iter().map(|row| row.exact.typical).sum());
    money.typical = outward(typical, money.step).high;
    money.drivers = drivers(&money.rows, money.most_drivers);
    money
}

fn step(desk: &Desk<'_, '_>, limit: &str) -> Decimal {
    let stated = desk.document.limits.get(limit).copied().unwrap_or(10);
    Decimal::from(stated.max(1))
}

/// What a day of work costs: stated, or the catalog's range.
fn day_rate(desk: &Desk<'_, '_>) -> Ends {
    let stated = desk
        .decisions
        .facts
        .first("day-rate")
        .and_then(number_of)
        .map(Range::of);
    let usual = desk.kb.roles.iter().next().map(|roles| roles.day_rate);
    let rate = stated.or(usual).unwrap_or_default();
    Ends {
        low: rate.low,
        high: rate.high,
    }
}

/// What so many days cost.
pub(super) fn labour(days: Decimal, rate: Ends) -> Ends {
    outward(
        Range {
            low: days * rate.low,
            typical: days * rate.low,
            high: days * rate.high,
        },
        Decimal::ONE_HUNDRED,
    )
}

/// Adds what one part costs: its gaps, what is paid once, and its row of the month.
fn add(money: &mut Money, title: &str, phase: usize, summary: &CostSummary, step: Decimal) {
    push_new(&mut money.gaps, summary.gaps.iter().map(|gap| &gap.label));
    push_new(&mut money.free, summary.free.iter());
    money.unverified |= summary.lines.iter().any(|line| !line.verified);
    money.oldest = [money.oldest.take(), summary.oldest.clone()]
        .into_iter()
        .flatten()
        .min();
    if let Some(once) = &summary.once {
        money.once.push(MoneyRow {
            phase,
            title: title.to_owned(),
            quantity: quantities(&once.lines),
            exact: once.amount,
            shown: outward(once.amount, step),
            ..MoneyRow::default()
        });
    }
    if !summary.lines.is_empty() {
        add_row(money, title, phase, summary, step);
    }
}

fn push_new<'a>(list: &mut Vec<String>, more: impl Iterator<Item = &'a String>) {
    for text in more {
        if !list.contains(text) {
            list.push(text.clone());
        }
    }
}

fn add_row(money: &mut Money, title: &str, phase: usize, summary: &CostSummary, step: Decimal) {
    let exact = sum_of(&summary.lines);
    if outward(exact, step) == Ends::default() {
        return;
    }
    let quantity = quantities(&summary.lines);
    let known = money
        .rows
        .iter_mut()
        .find(|row| row.title == title && row.phase == phase);
    if let Some(row) = known {
        row.exact.low += exact.low;
        row.exact.typical += exact.typical;
        row.exact.high += exact.high;
        row.shown = outward(row.exact, step);
        row.quantity = format!("{}, {quantity}", row.quantity);
        return;
    }
    money.rows.push(MoneyRow {
        phase,
        title: title.to_owned(),
        quantity,
        exact,
        shown: outward(exact, step),
        saves: exact.typical < Decimal::ZERO,
        ..MoneyRow::default()
    });
}

/// What lines add to the month, less what they take off it.
fn sum_of(lines: &[cost::item::CostLine]) -> Range {
    let mut exact = Range::default();
    for line in lines {
        let sign = match line.effect {
            CostEffect::Save => Decimal::NEGATIVE_ONE,
            _ => Decimal::ONE,
        };
        exact.low += sign * line.amount.low;
        exact.typical += sign * line.amount.typical;
        exact.high += sign * line.amount.high;
    }
    if exact.low > exact.high {
        std::mem::swap(&mut exact.low, &mut exact.high);
    }
    exact
}

/// The same parts in the other environments, at a share of what the main one costs.
fn copies(desk: &Desk<'_, '_>, money: &mut Money, step: Decimal) {
    let sum = |end: fn(&Range) -> Decimal| -> Decimal {
        let adding = money.rows.iter().filter(|row| !row.saves);
        adding.map(|row| end(&row.exact)).sum()
    };
    let all = Range {
        low: sum(|range| range.low),
        typical: sum(|range| range.typical),
        high: sum(|range| range.high),
    };
    let env = desk.decisions.facts.first("env").unwrap_or_default();
    let others = other_environments(desk);
    let Some(copies) = cost::copies::copies(desk.document, env, &others, all) else {
        return;
    };
    let shown = outward(copies.exact, step);
    if shown.high.is_zero() {
        return;
    }
    money.rows.push(MoneyRow {
        phase: phase_of_largest(&money.rows),
        title: copies.title,
        quantity: copies.quantity,
        exact: copies.exact,
        shown,
        copy: true,
        ..MoneyRow::default()
    });
}

/// The phase in which most of the month's cost begins: the copies are made beside what they copy.
fn phase_of_largest(rows: &[MoneyRow]) -> usize {
    let adding = rows.iter().filter(|row| !row.saves);
    let largest = adding.max_by_key(|row| row.exact.typical);
    largest.map_or(1, |row| row.phase)
}

/// Environments that the blueprint repeats its parts in: those of the profile, unless the request names its own.
fn other_environments(desk: &Desk<'_, '_>) -> Vec<String> {
    let facts = &desk.decisions.facts;
    let repeated = desk
        .decisions
        .blueprint
        .is_some_and(|blueprint| blueprint.copies);
    if !repeated || facts.first("environment-stated").is_some() {
        return Vec::new();
    }
    let main = facts.first("env").unwrap_or_default();
    facts
        .first("profile-environments")
        .unwrap_or_default()
        .split(", ")
        .filter(|env| !env.is_empty() && *env != main)
        .map(str::to_owned)
        .collect()
}

/// What the lines count, in their own words.
fn quantities(lines: &[cost::item::CostLine]) -> String {
    let mut list: Vec<String> = Vec::new();
    for line in lines {
        let (low, high) = (line.quantity.low, line.quantity.high);
        let amount = if low == high {
            words::quantity(low)
        } else {
            format!("{}-{}", words::quantity(low), words::quantity(high))
        };
        let text = line.label.replace("{q}", &amount);
        if !list.contains(&text) {
            list.push(text);
        }
    }
    list.join(", ")
}

/// Low down and high up to the next step, so that the exact range lies within.
pub(super) fn outward(exact: Range, step: Decimal) -> Ends {
    Ends {
        low: (exact.low / step).floor() * step,
        high: (exact.high / step).ceil() * step,
    }
}

/// One-time, and every phase's month from the first day of its weeks on.
pub(super) fn first_year(money: &Money, phase_ends: &[u32]) -> Ends {
    let mut sum = money.one_time;
    let starts = phase_starts(phase_ends);
    for row in &money.rows {
        let before = starts
            .get(row.phase.saturating_sub(1))
            .copied()
            .unwrap_or(1)
            .saturating_sub(1);
        let months =
            Decimal::from(YEAR.saturating_sub(before)) * Decimal::from(12) / Decimal::from(YEAR);
        sum.low += row.shown.low * months;
        sum.high += row.shown.high * months;
    }
    outward(
        Range {
            low: sum.low,
            typical: sum.low,
            high: sum.high,
        },
        Decimal::ONE_HUNDRED,
    )
}

/// The rows with the largest share of the month to expect.
fn drivers(rows: &[MoneyRow], limit: usize) -> Vec<(String, Ends, u8)> {
    let adding: Vec<&MoneyRow> = rows
        .iter()
        .filter(|row| row.exact.typical > Decimal::ZERO && !row.copy)
        .collect();
    let amounts: Vec<Decimal> = adding.iter().map(|row| row.exact.typical).collect();
    let mut list: Vec<(String, Ends, u8)> = adding
        .iter()
        .zip(words::percentages(&amounts))
        .map(|(row, share)| (row.title.clone(), row.shown, share))
        .collect();
    list.sort_by_key(|(_, _, share)| std::cmp::Reverse(*share));
    list.truncate(limit);
    list
}
