//! Says in words why a condition does not hold. Never: whether it should.

use crate::model::condition::{Condition, Test};
use crate::rules::condition::{Lookup, holds};

/// The first question whose answer is another one; none if the condition holds.
pub(super) fn unmet(condition: &Condition, about: &dyn Lookup) -> Option<String> {
    if holds(condition, about) {
        return None;
    }
    let question = match condition {
        Condition::All(list) => return list.iter().find_map(|inner| unmet(inner, about)),
        Condition::Any(list) => return list.first().and_then(|inner| unmet(inner, about)),
        Condition::Not(inner) => first_question(inner)?,
        Condition::Test(test) => test,
    };
    let values = about.values(&question.key);
    Some(if values.is_empty() {
        format!("nothing is known about `{}`", question.key)
    } else {
        format!("`{}` is `{}`", question.key, values.join("`, `"))
    })
}

fn first_question(condition: &Condition) -> Option<&Test> {
    match condition {
        Condition::All(list) | Condition::Any(list) => list.iter().find_map(first_question),
        Condition::Not(inner) => first_question(inner),
        Condition::Test(test) => Some(test),
    }
}
