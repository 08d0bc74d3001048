//! Whether a condition holds. Never: why it was asked.

use crate::model::condition::{Condition, Operator, Test};
use crate::model::quantity::comparable;
use std::borrow::Cow;
use std::cmp::Ordering;

/// What conditions can ask about.
pub trait Lookup {
    /// All values of a fact or setting; empty if nothing is known.
    fn values(&self, key: &str) -> Cow<'_, [String]>;
    /// The possible values of an ordered fact or setting, weakest first.
    fn order(&self, key: &str) -> Vec<String>;
}

/// Whether the condition holds.
pub fn holds(condition: &Condition, about: &dyn Lookup) -> bool {
    match condition {
        Condition::All(list) => list.iter().all(|inner| holds(inner, about)),
        Condition::Any(list) => list.iter().any(|inner| holds(inner, about)),
        Condition::Not(inner) => !holds(inner, about),
        Condition::Test(test) => passes(test, about),
    }
}

/// Whether an optional condition holds; it does if there is none.
pub fn holds_or_absent(condition: Option<&Condition>, about: &dyn Lookup) -> bool {
    condition.is_none_or(|inner| holds(inner, about))
}

/// Whether the condition can no longer hold, whatever else becomes known: one of its tests is on a settled key and fails.
pub fn is_out(condition: &Condition, about: &dyn Lookup, settled: &dyn Fn(&str) -> bool) -> bool {
    match condition {
        Condition::All(list) => list.iter().any(|inner| is_out(inner, about, settled)),
        Condition::Any(list) => {
            !list.is_empty() && list.iter().all(|inner| is_out(inner, about, settled))
        }
        Condition::Not(inner) => match inner.as_ref() {
            Condition::Test(test) => settled(&test.key) && passes(test, about),
            _ => false,
        },
        Condition::Test(test) => settled(&test.key) && !passes(test, about),
    }
}

fn passes(test: &Test, about: &dyn Lookup) -> bool {
    let values = about.values(&test.key);
    let compared = |wanted: &str, fits: fn(Ordering) -> bool| {
        values
            .iter()
            .any(|value| compare(&test.key, value, wanted, about).is_some_and(fits))
    };
    match &test.is {
        Operator::AnyOf(list) => list
            .iter()
            .any(|wanted| values.iter().any(|value| same(value, wanted))),
        Operator::AllOf(list) => list
            .iter()
            .all(|wanted| values.iter().any(|value| same(value, wanted))),
        Operator::NoneOf(list) => !list
            .iter()
            .any(|wanted| values.iter().any(|value| same(value, wanted))),
        Operator::AtLeast(wanted) => compared(wanted, Ordering::is_ge),
        Operator::AtMost(wanted) => compared(wanted, Ordering::is_le),
        Operator::MoreThan(wanted) => compared(wanted, Ordering::is_gt),
        Operator::LessThan(wanted) => compared(wanted, Ordering::is_lt),
        Operator::Known(wanted) => values.is_empty() != *wanted,
    }
}

fn same(value: &str, wanted: &str) -> bool {
    value == wanted
        || matches!((comparable(value), comparable(wanted)), (Some(left), Some(right)) if left == right)
}

fn compare(key: &str, value: &str, wanted: &str, about: &dyn Lookup) -> Option<Ordering> {
    let order = about.order(key);
    let place = |word: &str| order.iter().position(|level| level == word);
    match (place(value), place(wanted)) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        _ => Some(comparable(value)?.cmp(&comparable(wanted)?)),
    }
}
