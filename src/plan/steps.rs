//! The steps of all parts in one safe order, few enough for one page. Never: dropping a step.

use super::ast::{Origin, Plan, Step};
use super::desk::{Desk, sentence};
use crate::model::operation::{self, Order};
use crate::rules::condition::holds_or_absent;
use crate::rules::fill;
use crate::rules::realize;

/// Stands around the name of a step until its number is known.
const MARK: char = '\u{1}';

struct Draft {
    keys: Vec<String>,
    at: usize,
    order: Order,
    weight: u8,
    text: String,
    undo: Option<String>,
    origin: Origin,
    practices: Vec<String>,
}

/// All steps in order, still without numbers in their texts.
pub(super) fn steps(desk: &Desk<'_, '_>) -> Vec<Step> {
    let mut drafts = Vec::new();
    for (at, part) in desk.parts() {
        for step in &part.operation.steps {
            drafts.extend(draft(
                desk,
                step,
                at,
                desk.at_operation(part, &format!("steps.{}", step.id)),
            ));
        }
        for setting in &part.realizes {
            let Some(how) = realize::realization(desk.kb, part, setting) else {
                continue;
            };
            let origin = desk.at_service(part, &format!("settings.{setting}.step"));
            drafts.extend(
                how.step
                    .as_ref()
                    .and_then(|step| draft(desk, step, at, origin)),
            );
        }
    }
    for (rule, at) in &desk.decisions.rules {
        for step in &rule.then.step.0 {
            drafts.extend(draft(desk, step, *at, desk.at_rule(rule, "step")));
        }
    }
    drafts.sort_by_key(|draft| draft.order);
    // Companions are made before the main part uses them.
    join_neighbors(&mut drafts, desk.document.limit("steps"));
    drafts
        .into_iter()
        .enumerate()
        .map(|(index, draft)| Step {
            id: format!("S{}{MARK}{}", index + 1, draft.keys.join(&MARK.to_string())),
            text: draft.text,
            undo: draft.undo,
            origin: draft.origin,
            practices: draft.practices,
        })
        .collect()
}

fn draft(desk: &Desk<'_, '_>, step: &operation::Step, at: usize, origin: Origin) -> Option<Draft> {
    let view = desk.view(at);
    if !holds_or_absent(step.when.as_ref(), &view) {
        return None;
    }
    let text = sentence(&fill::say(&step.say, &view, &view));
    (!text.is_empty()).then(|| Draft {
        keys: vec![step.id.clone()],
        at,
        order: step.order,
        weight: step.weight,
        text,
        undo: step.undo.as_ref().map(|undo| fill::say(undo, &view, &view)),
        origin,
        practices: step.practices.clone(),
    })
}

/// Joins neighbors of the same stage, the lightest first, until there are few enough.
fn join_neighbors(drafts: &mut Vec<Draft>, limit: usize) {
    while drafts.len() > limit {
        let cost = |pair: &[Draft]| match pair {
            [left, right] => {
                let apart = usize::from(left.at != right.at) * 40
                    + usize::from(left.order != right.order) * 400;
                apart
                    + (usize::from(left.weight) + usize::from(right.weight)) * 4
                    + (left.text.len() + right.text.len()) / 10
            }
            _ => usize::MAX,
        };
        let Some(place) = (0..drafts.len().saturating_sub(1))
            .min_by_key(|index| drafts.get(*index..index + 2).map_or(usize::MAX, cost))
        else {
            return;
        };
        let second = drafts.remove(place + 1);
        if let Some(first) = drafts.get_mut(place) {
            first.text = format!("{} {}", first.text, second.text);
            first.undo = match (first.undo.take(), second.undo) {
                (Some(one), Some(two)) => Some(format!("{}; {one}", two.trim_end_matches('.'))),
                (one, two) => one.or(two),
            };
            first.weight = first.weight.max(second.weight);
            first.practices.extend(second.practices);
            first.keys.extend(second.keys);
        }
    }
}

/// Puts numbers where texts name a step.
pub(super) fn number(plan: &mut Plan) {
    let mut numbers: Vec<(String, String)> = Vec::new();
    for step in &mut plan.steps {
        let (id, keys) = step
            .id
            .split_once(MARK)
            .map(|(id, keys)| (id.to_owned(), keys.to_owned()))
            .unwrap_or_default();
        numbers.extend(
            keys.split(MARK)
                .map(|key| (key.to_owned(), id.trim_start_matches('S').to_owned())),
        );
        step.id = id;
    }
    let last = plan.steps.len().to_string();
    let put = |text: &mut String| {
        while let Some((before, rest)) = text.split_once("<step ") {
            let Some((key, after)) = rest.split_once('>') else {
                return;
            };
            let wanted = key.replace(' ', "-");
            let number = numbers
                .iter()
                .find(|(known, _)| *known == wanted)
                .map_or(last.as_str(), |(_, number)| number);
            *text = format!("{before}{number}{after}");
        }
    };
    for step in &mut plan.steps {
        put(&mut step.text);
        step.undo.iter_mut().for_each(put);
    }
    plan.checks
        .iter_mut()
        .for_each(|check| put(&mut check.text));
    for list in [
        &mut plan.what,
        &mut plan.configuration,
        &mut plan.confirm,
        &mut plan.notes,
    ] {
        list.iter_mut().for_each(|said| put(&mut said.text));
    }
    if let Some(back) = &mut plan.rollback {
        put(&mut back.text);
    }
    plan.cost
        .lines
        .iter_mut()
        .for_each(|said| put(&mut said.text));
}
