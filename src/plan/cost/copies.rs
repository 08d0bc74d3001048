//! What the same parts cost again in the other environments. Never: which environments there are.

use crate::model::document::Document;
use crate::model::quantity::Range;
use rust_decimal::Decimal;

/// Smaller copies of everything, as one row.
pub struct Copies {
    /// Where they are.
    pub title: String,
    /// What share of the original each one is.
    pub quantity: String,
    /// USD a month, before rounding.
    pub exact: Range,
}

/// Copies of what costs so much in the main environment, a share of it for each of the others.
pub fn copies(words: &Document, env: &str, others: &[String], all: Range) -> Option<Copies> {
    if others.is_empty() {
        return None;
    }
    let percent = |limit: &str| words.limits.get(limit).copied().unwrap_or_default();
    let (least, most) = (percent("copy-low-percent"), percent("copy-high-percent"));
    let share = |percent: u32| {
        let count = Decimal::from(others.len());
        Decimal::from(percent) / Decimal::ONE_HUNDRED * count
    };
    let (low, high) = (share(least), share(most));
    let (least, most, list) = (least.to_string(), most.to_string(), others.join(", "));
    let pairs = [
        ("low", least.as_str()),
        ("high", &most),
        ("env", env),
        ("list", &list),
    ];
    Some(Copies {
        title: words.say("copies", &pairs),
        quantity: words.say("copies-quantity", &pairs),
        exact: Range {
            low: all.low * low,
            typical: all.typical * (low + high) / Decimal::TWO,
            high: all.high * high,
        },
    })
}
