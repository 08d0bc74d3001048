//! Checks one text: its placeholders and its words.

use super::todo::MARK;
use super::walk::Walk;
use crate::diag::{Code, Diagnostic, Span};
use crate::model::text::placeholders;

/// Everything wrong in a text.
pub(super) fn check(walk: &Walk<'_>, span: Span, text: &str) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    if text.starts_with(MARK) {
        return out;
    }
    for key in placeholders(text) {
        if !filled(walk, key) {
            out.push(
                Diagnostic::error(
                    Code::UnfilledPlaceholder,
                    format!("nothing fills `{{{key}}}`"),
                )
                .label(walk.source, span, "would be printed as it is")
                .help("add it under `names:` or `usage:`, or name a fact of catalog/facts.yaml"),
            );
        }
    }
    let lower = text.to_lowercase();
    for word in walk
        .names
        .banned
        .iter()
        .filter(|word| lower.contains(word.as_str()))
    {
        out.push(
            Diagnostic::error(
                Code::BannedWords,
                format!("`{word}` says nothing a reader can use"),
            )
            .label(
                walk.source,
                span,
                "say the setting, the number or the command",
            ),
        );
    }
    out
}

fn filled(walk: &Walk<'_>, key: &str) -> bool {
    let first = key.split('.').next().unwrap_or(key);
    match first {
        "set" | "why" => {
            return key
                .split('.')
                .nth(1)
                .is_some_and(|setting| walk.names.settings.contains(setting));
        }
        "provider" | "program" | "step" | "this" => return true,
        // Inputs of a usage sentence, a cost label and a setting's words.
        "low" | "typical" | "high" | "q" | "value" => return true,
        _ => {}
    }
    let by_service = |service: &crate::model::service::Service| {
        service.names.contains_key(first)
            || service.usage.contains_key(first)
            || service.facts.contains_key(first)
    };
    if walk.names.facts.contains(first) || walk.names.capabilities.contains(first) {
        return true;
    }
    match (walk.service, &walk.capability) {
        (Some(service), _) => by_service(service),
        (None, Some(capability)) => {
            let serves = |service: &&crate::model::service::Service| {
                service.provides.contains(capability) || service.id == *capability
            };
            walk.kb.services.iter().filter(serves).any(by_service)
        }
        (None, None) => walk.kb.services.iter().any(by_service),
    }
}
