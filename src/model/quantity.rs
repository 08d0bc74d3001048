//! Quantities and durations as the knowledge states them. Never: money.

use super::condition::Scalar;
use rust_decimal::Decimal;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::str::FromStr;

/// How much of something: the name of a usage, fact or setting, or three numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Quantity {
    /// A usage, fact or setting by name.
    Named(String),
    /// Stated here.
    Stated(Range),
}

/// A low, a typical and a high value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The low end.
    pub low: Decimal,
    /// The value to expect.
    pub typical: Decimal,
    /// The high end.
    pub high: Decimal,
}

impl Range {
    /// The same value three times.
    pub fn of(value: Decimal) -> Self {
        Self {
            low: value,
            typical: value,
            high: value,
        }
    }
}

#[derive(Deserialize)]
enum Stored {
    Named(String),
    Stated(Range),
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct QuantityVisitor;
        impl<'de> Visitor<'de> for QuantityVisitor {
            type Value = Quantity;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a number, `{low, typical, high}`, or the name of a usage or fact")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Quantity, E> {
                Ok(Decimal::from_str(text).map_or_else(
                    |_| Quantity::Named(text.to_owned()),
                    |value| Quantity::Stated(Range::of(value)),
                ))
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<Quantity, E> {
                Ok(Quantity::Stated(Range::of(Decimal::from(value))))
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<Quantity, E> {
                Ok(Quantity::Stated(Range::of(Decimal::from(value))))
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Quantity, E> {
                self.visit_str(&value.to_string())
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Quantity, A::Error> {
                Range::deserialize(MapAccessDeserializer::new(map)).map(Quantity::Stated)
            }
        }
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(QuantityVisitor);
        }
        Ok(match Stored::deserialize(deserializer)? {
            Stored::Named(name) => Self::Named(name),
            Stored::Stated(range) => Self::Stated(range),
        })
    }
}

/// The number at the head of a value such as `365 d`, and its unit.
pub fn number_and_unit(text: &str) -> Option<(Decimal, &str)> {
    let text = text.trim();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .unwrap_or(text.len());
    if end == 0 {
        return None;
    }
    let (number, unit) = text.split_at(end);
    Decimal::from_str(number)
        .ok()
        .map(|value| (value, unit.trim()))
}

/// Seconds in one of a unit of time, if it is one.
pub fn seconds(unit: &str) -> Option<u64> {
    Some(match unit {
        "s" | "second" | "seconds" => 1,
        "min" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 3600,
        "d" | "day" | "days" => 86_400,
        "w" | "week" | "weeks" => 604_800,
        "mo" | "month" | "months" => 2_629_800,
        "y" | "year" | "years" => 31_557_600,
        _ => return None,
    })
}

/// A value in comparable form: durations in seconds, other numbers as they are.
pub fn comparable(text: &str) -> Option<Decimal> {
    let (value, unit) = number_and_unit(text)?;
    Some(match seconds(unit) {
        Some(factor) => value * Decimal::from(factor),
        None => value,
    })
}

/// A scalar written in YAML, kept as text.
pub type Written = Scalar;
