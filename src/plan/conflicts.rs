//! Says which demands differ or exclude each other, and which way the plan goes. Never: deciding it.

use super::ast::{Said, Settled};
use super::desk::Desk;
use crate::model::rule::Rule;
use crate::model::text::Line;
use crate::rules::condition::holds_or_absent;
use crate::rules::fill;
use crate::rules::lattice::Resolved;

/// Every conflict that a rule of the plan settles: those that moved a setting of the plan first.
pub(super) fn settled(desk: &Desk<'_, '_>) -> Vec<Settled> {
    let mut list: Vec<(u8, Settled)> = Vec::new();
    for (rule, at) in &desk.decisions.rules {
        let Some(conflict) = &rule.then.conflict else {
            continue;
        };
        let settled = Settled {
            between: sides(desk, &conflict.between.0, *at),
            said: Said {
                text: fill::fill(conflict.say.trim(), &desk.view(*at)),
                origin: desk.at_rule(rule, "conflict"),
                weight: 5,
                practices: rule.then.practices.clone(),
            },
        };
        // One side alone is no conflict.
        if settled.between.len() > 1 && !list.iter().any(|(_, known)| *known == settled) {
            list.push((distance(desk, rule), settled));
        }
    }
    list.sort_by_key(|(distance, _)| *distance);
    list.into_iter().map(|(_, settled)| settled).collect()
}

/// The sides that this profile knows.
fn sides(desk: &Desk<'_, '_>, between: &[Line], at: usize) -> Vec<String> {
    between
        .iter()
        .filter(|side| holds_or_absent(side.when.as_ref(), &desk.view(at)))
        .map(|side| desk.say(&side.say, at))
        .collect()
}

/// 0 if the rule moved a setting of the main part, 1 if it moved any other, 2 if it only speaks.
fn distance(desk: &Desk<'_, '_>, rule: &Rule) -> u8 {
    let decisions = desk.decisions;
    let of_main = |setting: &str| {
        let main = decisions.components.first();
        main.is_some_and(|part| part.capability.settings.iter().any(|one| one == setting))
    };
    let own = decisions.components.iter().flat_map(|part| &part.settings);
    let moved = decisions
        .shared
        .iter()
        .chain(own)
        .filter(|(_, resolved)| moved_by(rule, resolved));
    moved
        .map(|(setting, _)| u8::from(!of_main(setting)))
        .min()
        .unwrap_or(2)
}

fn moved_by(rule: &Rule, resolved: &Resolved) -> bool {
    resolved.winners.iter().any(|wish| wish.rule == rule.id)
        && (resolved.beaten.iter().chain(&resolved.against))
            .any(|wish| wish.values != resolved.values)
}

/// The first of them as lines of a document, and how many more there are.
pub(super) fn lines(desk: &Desk<'_, '_>, settled: &[Settled]) -> Vec<Said> {
    let limit = desk.document.limit("resolved");
    let mut list: Vec<Said> = settled
        .iter()
        .take(limit)
        .map(|one| {
            let sides = one.between.join(&desk.document.say("against", &[]));
            let pairs = [("sides", sides.as_str()), ("say", one.said.text.as_str())];
            Said {
                text: desk.document.say("resolved", &pairs),
                ..one.said.clone()
            }
        })
        .collect();
    let more = settled.len().saturating_sub(list.len());
    if more > 0 {
        list.push(desk.own("resolved-more", &[("count", &more.to_string())], 4));
    }
    list
}
