//! Checks one text: its placeholders and its words.

use super::todo::MARK;
use super::walk::Walk;
use crate::diag::{Code, Diagnostic, Span};
use crate::model::text::placeholders;

/// Everything wrong in a text.
pub(super) fn check(walk: &Walk<'_>, span: Span, text: &str, out: &mut Vec<Diagnostic>) {
    if text.contains('{') {
        for key in placeholders(text) {
            if !filled(walk, key) {
                out.push(unfilled(walk, span, text, key));
            }
        }
    }
    if text.len() < SHORTEST || text.starts_with(MARK) {
        return;
    }
    let lower = text.to_ascii_lowercase();
    for word in walk
        .names
        .banned
        .iter()
        .filter(|word| lower.contains(word.as_str()))
    {
        let at = place(walk, span, text, word);
        let finding = Diagnostic::error(
            Code::BannedWords,
            format!("`{word}` says nothing a reader can use"),
        )
        .label(
            walk.source,
            at,
            "praise, filler or a click instead of a fact",
        )
        .help("say the setting, the number or the command; or leave the words out");
        out.push(finding);
    }
}

/// No banned word is shorter.
const SHORTEST: usize = 3;

/// The place of a word in a text as it stands in the file; the whole text where the file writes it otherwise.
fn place(walk: &Walk<'_>, span: Span, text: &str, word: &str) -> Span {
    let written = walk.source.slice(span).unwrap_or(text);
    let found = written.to_ascii_lowercase().find(word);
    found.map_or(span, |at| {
        Span::new(span.start + at, span.start + at + word.len())
    })
}

fn unfilled(walk: &Walk<'_>, span: Span, text: &str, key: &str) -> Diagnostic {
    let shown = format!("{{{key}}}");
    let mut known: Vec<&str> = walk.names.facts.iter().map(String::as_str).collect();
    let fillers = walk
        .service
        .or(walk.capability.as_deref())
        .and_then(|id| walk.names.fillers.get(id));
    known.extend(fillers.into_iter().flatten().map(String::as_str));
    let near = crate::diag::suggest::nearest(key, known.iter().copied());
    Diagnostic::error(
        Code::UnfilledPlaceholder,
        format!("nothing fills `{shown}`"),
    )
    .label(
        walk.source,
        place(walk, span, text, &shown),
        "would be printed as it is",
    )
    .help("add it under `names:` or `usage:` of the service, or name a fact of catalog/facts.yaml")
    .maybe_help(near.map(|near| format!("did you mean `{{{near}}}`?")))
}

fn filled(walk: &Walk<'_>, key: &str) -> bool {
    let mut parts = key.split('.');
    let first = parts.next().unwrap_or(key);
    match first {
        "set" | "why" => {
            return parts
                .next()
                .is_some_and(|setting| walk.names.settings.contains(setting));
        }
        "provider" | "program" | "step" | "this" => return true,
        // Inputs of a usage sentence, a cost label and a setting's words.
        "low" | "typical" | "high" | "q" | "value" => return true,
        _ => {}
    }
    let names = walk.names;
    if names.facts.contains(first) || names.capabilities.contains(first) {
        return true;
    }
    match walk.service.or(walk.capability.as_deref()) {
        Some(id) => {
            let fillers = names.fillers.get(id);
            fillers.is_some_and(|fillers| fillers.contains(first))
        }
        None => names.any_filler.contains(first),
    }
}
