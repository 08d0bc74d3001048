//! Says what leaves support soon: a version that the request names, at the service that the plan uses. Never: which version to take.

use super::ast::Said;
use super::desk::Desk;
use crate::model::service::Lifecycle;

/// How the same fact is called before and after a change.
const SIDES: [&str; 3] = ["", "from-", "to-"];

/// Everything that the request names and that is out of support, or will be within a year.
pub(super) fn notices(desk: &Desk<'_, '_>) -> Vec<Said> {
    let facts = &desk.decisions.facts;
    let Some(limit) = facts.first("date").and_then(in_a_year) else {
        return Vec::new();
    };
    let mut list = Vec::new();
    for (_, part) in desk.parts() {
        for (index, row) in part.service.lifecycle.iter().enumerate() {
            if row.until.as_str() > limit.as_str() || !is_named(desk, row) {
                continue;
            }
            let said = row.say.clone().unwrap_or_else(|| {
                let pairs = [("what", row.what.as_str()), ("until", row.until.as_str())];
                desk.document.say("leaves-support", &pairs)
            });
            list.push(Said {
                text: desk.document.say("support", &[("say", &said)]),
                origin: desk.at_service(part, &format!("lifecycle[{index}]")),
                weight: 8,
                practices: Vec::new(),
            });
        }
    }
    list
}

/// Whether all facts of a row are stated. A row without facts is for readers of the catalog: no request names what it ends.
fn is_named(desk: &Desk<'_, '_>, row: &Lifecycle) -> bool {
    let facts = &desk.decisions.facts;
    !row.matches.is_empty()
        && row.matches.iter().all(|(key, wanted)| {
            SIDES.iter().any(|side| {
                let stated = facts.values(&format!("{side}{key}"));
                stated.iter().any(|value| fits(value, &wanted.0))
            })
        })
}

/// The value itself, or a closer one: `13.4` for `13`.
fn fits(value: &str, wanted: &str) -> bool {
    value
        .strip_prefix(wanted)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The same day of the next year.
fn in_a_year(date: &str) -> Option<String> {
    let (year, rest) = date.split_once('-')?;
    Some(format!("{}-{rest}", year.parse::<u32>().ok()? + 1))
}
