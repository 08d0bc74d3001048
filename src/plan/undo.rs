//! The way back of a task: of its main part, and of every companion that it makes. Never: the undo of single steps.

use super::ast::Rollback;
use super::desk::{Desk, sentence};
use crate::model::operation;
use crate::model::quantity::comparable;
use crate::rules::component::Component as Part;
use crate::rules::fill;

/// How an end may begin although the sentence says so already.
const UNTIL: &str = "until ";

/// The way back of all parts, the main one first.
pub(super) fn rollback(desk: &Desk<'_, '_>) -> Option<Rollback> {
    let mut written = desk.parts().filter_map(|(at, part)| {
        let back = part.operation.rollback.as_ref()?;
        Some((at, part, back))
    });
    let (at, part, back) = written.next()?;
    let mut text = desk.say(&back.say, at);
    let mut minutes = back.minutes;
    let others: Vec<_> = written
        .filter(|(_, other, _)| is_made(desk, other) && !mentions(&text, other))
        .take(desk.document.limit("companion-rollbacks"))
        .collect();
    // What was made last is undone first.
    for (at, other, back) in others.into_iter().rev() {
        let say = desk.say(&back.say, at);
        let pairs = [
            ("service", other.service.title.as_str()),
            ("say", say.trim_end_matches('.')),
        ];
        text = format!(
            "{} {}",
            sentence(&text),
            desk.document.say("rollback-companion", &pairs)
        );
        if minutes > 0 {
            minutes += back.minutes;
        }
    }
    if let Some(note) = &back.note {
        text = format!("{} {}", sentence(&text), desk.say(note, at));
    }
    Some(Rollback {
        minutes,
        text: sentence(&text),
        until: until(desk, back, at),
        origin: desk.at_operation(part, "rollback"),
    })
}

/// Until when the way back works, as it goes on behind its minutes; nothing where it always does.
pub(super) fn until(desk: &Desk<'_, '_>, back: &operation::Rollback, at: usize) -> Option<String> {
    let filled = fill::fill(back.until.as_deref()?, &desk.view(at));
    let end = filled.strip_prefix(UNTIL).unwrap_or(&filled).trim();
    let endless = desk.document.list("endless");
    if end.is_empty() || endless.iter().any(|word| end.starts_with(word.as_str())) {
        return None;
    }
    let form = if comparable(end).is_some() {
        "rollback-for"
    } else {
        "rollback-until"
    };
    Some(desk.document.say(form, &[("until", end)]))
}

/// Whether the plan makes the part: what was there before stays.
fn is_made(desk: &Desk<'_, '_>, part: &Part<'_>) -> bool {
    let making = desk.decisions.facts.values("making-verbs");
    making.iter().any(|verb| {
        part.operation_id
            .strip_prefix(verb.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    })
}

/// Whether a text speaks of a part already.
fn mentions(text: &str, part: &Part<'_>) -> bool {
    let text = text.to_lowercase();
    [
        part.service.noun.as_deref(),
        Some(part.service.title.as_str()),
    ]
    .into_iter()
    .flatten()
    .any(|word| !word.is_empty() && text.contains(&word.to_lowercase()))
}
