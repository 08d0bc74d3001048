//! Joins what rules require of a setting: the strictest wins, and everybody it beat is kept. Never: how it is realized.

use crate::model::quantity::{comparable, number_and_unit, seconds};
use crate::model::rule::Strength;
use crate::model::setting::{Kind, Setting};
use std::cmp::Ordering;

/// A value that somebody requires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The values; several only for sets.
    pub values: Vec<String>,
    /// Who requires it, as printed.
    pub by: String,
    /// The citation as written in the rule.
    pub cite: Option<String>,
    /// The rule.
    pub rule: String,
    /// Whether it binds.
    pub strength: Strength,
}

/// The value that a setting gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The values; several only for sets.
    pub values: Vec<String>,
    /// Those who require exactly this value.
    pub winners: Vec<Wish>,
    /// Those who require less.
    pub beaten: Vec<Wish>,
    /// Those who require something that cannot hold together with it.
    pub against: Vec<Wish>,
}

impl Resolved {
    /// The value of a setting that holds one.
    pub fn value(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    /// Those with a strength that ask for exactly this value.
    pub fn by(&self, strength: fn(Strength) -> bool) -> Vec<String> {
        let winners = self.winners.iter();
        winners
            .filter(|wish| strength(wish.strength))
            .map(|wish| wish.by.clone())
            .collect()
    }
}

/// The strictest of all wishes; `None` if there is none.
pub fn join(setting: &Setting, wishes: &[Wish]) -> Option<Resolved> {
    let binding: Vec<&Wish> = wishes
        .iter()
        .filter(|wish| wish.strength == Strength::Must)
        .collect();
    let counted: Vec<&Wish> = if binding.is_empty() {
        wishes.iter().collect()
    } else {
        binding
    };
    let first = counted.first()?;
    if setting.kind == Kind::Set {
        return Some(union(&counted));
    }
    let mut best = *first;
    for wish in &counted {
        if stricter(setting, value_of(wish), value_of(best)) == Some(Ordering::Greater) {
            best = wish;
        }
    }
    let mut resolved = Resolved {
        values: best.values.clone(),
        winners: Vec::new(),
        beaten: Vec::new(),
        against: Vec::new(),
    };
    for wish in wishes {
        let wish_counts = counted.iter().any(|counted| std::ptr::eq(*counted, wish));
        match stricter(setting, value_of(wish), value_of(best)) {
            Some(Ordering::Equal) => resolved.winners.push(wish.clone()),
            Some(_) => resolved.beaten.push(wish.clone()),
            None if wish_counts => resolved.against.push(wish.clone()),
            None => resolved.beaten.push(wish.clone()),
        }
    }
    Some(resolved)
}

fn union(wishes: &[&Wish]) -> Resolved {
    let mut values: Vec<String> = wishes
        .iter()
        .flat_map(|wish| wish.values.iter().cloned())
        .collect();
    values.sort();
    values.dedup();
    let winners = wishes.iter().map(|wish| (*wish).clone()).collect();
    Resolved {
        values,
        winners,
        beaten: Vec::new(),
        against: Vec::new(),
    }
}

fn value_of(wish: &Wish) -> &str {
    wish.values.first().map_or("", String::as_str)
}

/// How two values of a setting compare: greater is stricter; `None` if they exclude each other.
pub fn stricter(setting: &Setting, left: &str, right: &str) -> Option<Ordering> {
    match setting.kind {
        Kind::Level => {
            let place = |word: &str| setting.levels.iter().position(|level| level == word);
            Some(place(left).cmp(&place(right)))
        }
        Kind::AtLeast => Some(number(setting, left).cmp(&number(setting, right))),
        Kind::AtMost => Some(number(setting, right).cmp(&number(setting, left))),
        Kind::Flag => Some((left == "true").cmp(&(right == "true"))),
        Kind::Set => Some(Ordering::Equal),
        Kind::Choice => (left == right).then_some(Ordering::Equal),
    }
}

fn number(setting: &Setting, text: &str) -> Option<rust_decimal::Decimal> {
    let bare = number_and_unit(text).is_some_and(|(_, unit)| unit.is_empty());
    match (&setting.unit, bare) {
        (Some(unit), true) => comparable(&format!("{text} {unit}")),
        _ => comparable(text),
    }
}

/// A value as it reads in a sentence: `365 d` is `365 days`.
pub fn in_words(value: &str) -> String {
    let Some((number, unit)) = number_and_unit(value) else {
        return value.to_owned();
    };
    let word = match unit {
        "s" => "second",
        "min" => "minute",
        "h" => "hour",
        "d" => "day",
        "w" => "week",
        "mo" => "month",
        "y" => "year",
        _ => return value.to_owned(),
    };
    let plural = if number == rust_decimal::Decimal::ONE {
        ""
    } else {
        "s"
    };
    format!("{} {word}{plural}", number.normalize())
}

/// A duration in whole days, as text.
pub fn in_days(value: &str) -> Option<String> {
    let (number, unit) = number_and_unit(value)?;
    let days = match unit {
        "" | "d" => number,
        // A year of retention is 365 days in every rule that counts in days.
        "y" => number * rust_decimal::Decimal::from(365),
        "mo" => number * rust_decimal::Decimal::from(30),
        _ => {
            number * rust_decimal::Decimal::from(seconds(unit)?)
                / rust_decimal::Decimal::from(86_400)
        }
    };
    Some(days.round().normalize().to_string())
}
