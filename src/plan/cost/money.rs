//! How money and quantities look in a sentence. Never: which sentence.

use crate::model::quantity::Range;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

/// From here on amounts are shown without cents.
const WHOLE_FROM: u32 = 100;

/// An amount: `$8.50`, `$572`, `$1,234`.
pub fn usd(amount: Decimal) -> String {
    format!("${}", plain(amount, decimals(amount)))
}

/// An amount that may go from one to another: `$572-624`, `$0.50-2.50`, or one amount if they look the same.
pub fn usd_range(low: Decimal, high: Decimal) -> String {
    let places = if low >= Decimal::TEN {
        0
    } else {
        decimals(high)
    };
    let (from, to) = (plain(low, places), plain(high, places));
    if from == to {
        usd(high)
    } else {
        format!("${from}-{to}")
    }
}

/// Whole dollars: `$6`, `$1,230`.
pub fn whole(amount: Decimal) -> String {
    format!("${}", plain(amount, 0))
}

/// Whole dollars from one to another: `$6-23`, or one amount.
pub fn whole_range(low: Decimal, high: Decimal) -> String {
    let (from, to) = (plain(low, 0), plain(high, 0));
    if from == to {
        format!("${from}")
    } else {
        format!("${from}-{to}")
    }
}

/// Whole dollars that may lie below zero: `$6-23`, `-$955 to -$345`, `-$10 to $5`.
pub fn signed_range(low: Decimal, high: Decimal) -> String {
    let one = |amount: Decimal| {
        if amount < Decimal::ZERO {
            format!("-{}", whole(-amount))
        } else {
            whole(amount)
        }
    };
    if low >= Decimal::ZERO {
        whole_range(low, high)
    } else if low == high {
        one(low)
    } else {
        format!("{} to {}", one(low), one(high))
    }
}

/// What a unit costs: the figure as it is, or three digits of a range.
pub fn unit_price(price: Range) -> String {
    if price.low == price.high {
        return format!("${}", significant(price.typical, 6));
    }
    let places = match places_for(price.high, 3) {
        1 => 2,
        places => places,
    };
    let (mut from, mut to) = (rounded(price.low, places), rounded(price.high, places));
    // Two decimals look like money; zeros beyond them say nothing.
    let decimals = |text: &str| text.split_once('.').map_or(0, |(_, rest)| rest.len());
    while from.ends_with('0') && to.ends_with('0') && decimals(&to) > 2 {
        from.pop();
        to.pop();
    }
    if from == to {
        format!("${to}")
    } else {
        format!("${from}-{to}")
    }
}

/// A quantity: `730`, `1,460`, `0.5`, `2M`.
pub fn quantity(value: Decimal) -> String {
    let value = value.normalize();
    for (from, letter) in [(1_000_000_000_u64, "B"), (1_000_000, "M")] {
        let unit = Decimal::from(from);
        let short = (value / unit).normalize();
        if value >= unit && short.scale() <= 2 {
            return format!("{short}{letter}");
        }
    }
    let places = if value >= Decimal::TEN {
        0
    } else {
        value.scale().min(2)
    };
    let text = plain(value, places);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// How much each amount is of all, in whole percent that add up to 100 (to 0 if nothing is there):
/// what rounding down leaves over goes to those that lost most by it.
pub fn percentages(amounts: &[Decimal]) -> Vec<u8> {
    let sum: Decimal = amounts.iter().sum();
    if sum.is_zero() {
        return vec![0; amounts.len()];
    }
    let exact: Vec<Decimal> = amounts
        .iter()
        .map(|amount| amount * Decimal::ONE_HUNDRED / sum)
        .collect();
    let mut whole: Vec<u8> = exact
        .iter()
        .map(|share| share.floor().to_u8().unwrap_or(0))
        .collect();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(exact.get(*at).map(Decimal::fract)));
    let left = 100_usize.saturating_sub(whole.iter().map(|share| usize::from(*share)).sum());
    for at in order.into_iter().take(left) {
        if let Some(share) = whole.get_mut(at) {
            *share += 1;
        }
    }
    whole
}

fn decimals(amount: Decimal) -> u32 {
    if amount.abs() >= Decimal::from(WHOLE_FROM) {
        0
    } else {
        2
    }
}

/// With thousands separated, halves away from zero.
fn plain(amount: Decimal, places: u32) -> String {
    let text = rounded(amount, places);
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text.as_str()), |digits| ("-", digits));
    let (integer, fraction) = digits
        .split_once('.')
        .map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::with_capacity(integer.len() + integer.len() / 3);
    for (index, digit) in integer.chars().enumerate() {
        if index > 0 && (integer.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction {
        Some(fraction) => format!("{sign}{grouped}.{fraction}"),
        None => format!("{sign}{grouped}"),
    }
}

fn rounded(amount: Decimal, places: u32) -> String {
    let exact = amount.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    let places = places as usize;
    format!("{exact:.places$}")
}

/// At most so many digits that count, without zeros at the end.
fn significant(amount: Decimal, digits: u32) -> String {
    let text = rounded(amount, places_for(amount, digits));
    let (integer, fraction) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let fraction = fraction.trim_end_matches('0');
    let whole = plain(Decimal::from_str_exact(integer).unwrap_or_default(), 0);
    match fraction.len() {
        0 => whole,
        // Two decimals look like money, one does not.
        1 => format!("{whole}.{fraction}0"),
        _ => format!("{whole}.{fraction}"),
    }
}

/// The decimals that show so many digits that count.
fn places_for(amount: Decimal, digits: u32) -> u32 {
    let mut places = digits.saturating_sub(1);
    let mut bound = Decimal::ONE;
    let amount = amount.abs();
    if amount.is_zero() {
        return 2;
    }
    while amount < bound && places < 20 {
        bound /= Decimal::TEN;
        places += 1;
    }
    let mut above = Decimal::TEN;
    while amount >= above && places > 0 {
        above *= Decimal::TEN;
        places -= 1;
    }
    places
}
