//! Checks conditions and required values: the names in them, and whether they can hold at all. Never: whether they do.

use super::walk::Walk;
use crate::diag::{Code, Diagnostic, Span, suggest};
use crate::kb::Kb;
use crate::model::setting::Kind;
use crate::yaml::{Node, Value};

/// Facts that have one value: two different ones cannot hold together.
const SINGLE: [&str; 6] = ["scope", "verb", "primary", "provider", "tier", "posture"];

/// Facts that may hold words beyond the entries of the catalog.
const OPEN: [&str; 3] = ["primary", "capability", "stated-capability"];

/// A test that must hold, or must not.
struct Must<'a> {
    key: &'a str,
    span: Span,
    value: &'a Node,
    holds: bool,
}

/// Everything wrong in a condition.
pub(super) fn check(walk: &Walk<'_>, node: &Node, out: &mut Vec<Diagnostic>) {
    let mut together = Vec::new();
    visit(walk, node, out);
    gather(node, true, &mut together);
    out.extend(never(walk, &together));
}

fn visit(walk: &Walk<'_>, node: &Node, out: &mut Vec<Diagnostic>) {
    for (key, value) in node.pairs() {
        match key.as_str().unwrap_or_default() {
            "all" | "any" => value
                .items()
                .iter()
                .for_each(|inner| visit(walk, inner, out)),
            "not" => visit(walk, value, out),
            name => test(walk, (name, key), value, out),
        }
    }
}

fn test(walk: &Walk<'_>, (name, key): (&str, &Node), value: &Node, out: &mut Vec<Diagnostic>) {
    let names = walk.names;
    let known = names.facts.contains(name)
        || names.settings.contains(name)
        || names.service_facts.contains(name);
    if !known {
        let list = names.facts.iter().chain(&names.settings);
        let list: Vec<&str> = list.map(String::as_str).collect();
        let finding = Diagnostic::error(
            Code::UnknownFact,
            format!("no fact or setting is called `{name}`"),
        )
        .label(walk.source, key.span, "this test never holds")
        .suggest(name, &list);
        return out.push(finding);
    }
    let Some(words) = vocabulary(walk.kb, name) else {
        return;
    };
    for word in named(value) {
        let text = word.as_str().unwrap_or_default();
        // What a request is about may also be a word of the readers of requests, such as "something else".
        let open = OPEN.contains(&name) && suggest::nearest(text, words.iter().copied()).is_none();
        if word.as_str().is_some() && !words.contains(&text) && !open {
            let finding = Diagnostic::error(
                Code::UnknownReference,
                format!("`{name}` is never `{text}`"),
            )
            .label(walk.source, word.span, "this test never holds")
            .suggest(text, &words);
            out.push(finding);
        }
    }
}

/// The values that a test names.
fn named(value: &Node) -> Vec<&Node> {
    match &value.value {
        Value::Str(_) => vec![value],
        Value::Seq(items) => items.iter().collect(),
        Value::Map(pairs) => pairs.iter().flat_map(|(_, inner)| named(inner)).collect(),
        _ => Vec::new(),
    }
}

/// The words that a fact or setting can be, where all of them are entries of the catalog.
fn vocabulary<'kb>(kb: &'kb Kb, key: &str) -> Option<Vec<&'kb str>> {
    if let Some(setting) = kb.settings.get(key) {
        let words = match setting.kind {
            Kind::Level => &setting.levels,
            Kind::Choice | Kind::Set => &setting.values,
            _ => return None,
        };
        return (!words.is_empty()).then(|| words.iter().map(String::as_str).collect());
    }
    let words: Vec<&str> = match key {
        "tier" => kb.tiers.iter_ids().collect(),
        "posture" => kb.postures.iter_ids().collect(),
        "provider" => kb.providers.iter_ids().collect(),
        "primary" | "capability" | "stated-capability" => kb.capabilities.iter_ids().collect(),
        "service" | "stated-service" => kb.services.iter_ids().collect(),
        _ => return None,
    };
    Some(words)
}

/// Tests that all have to hold for the condition to hold.
fn gather<'a>(node: &'a Node, holds: bool, out: &mut Vec<Must<'a>>) {
    for (key, value) in node.pairs() {
        match key.as_str().unwrap_or_default() {
            "all" if holds => value
                .items()
                .iter()
                .for_each(|inner| gather(inner, true, out)),
            "all" | "any" => {}
            // Not both is no statement about each of them.
            "not" if holds && value.pairs().len() == 1 => gather(value, false, out),
            "not" => {}
            name => out.push(Must {
                key: name,
                span: key.span,
                value,
                holds,
            }),
        }
    }
}

/// Two tests of one condition of which only one can hold.
fn never(walk: &Walk<'_>, tests: &[Must<'_>]) -> Option<Diagnostic> {
    let pairs = tests
        .iter()
        .enumerate()
        .flat_map(|(at, one)| tests.iter().skip(at + 1).map(move |other| (one, other)));
    let (one, other) = pairs
        .filter(|(one, other)| one.key == other.key)
        .find(|(one, other)| excludes(walk.kb, one, other))?;
    let finding = Diagnostic::error(
        Code::NeverApplies,
        format!("two tests of `{}` exclude each other", one.key),
    )
    .label(
        walk.source,
        other.span,
        "cannot hold together with the other",
    )
    .label(walk.source, one.span, "the other test")
    .help("remove one of the two, or put them under `any:`");
    Some(finding)
}

fn excludes(kb: &Kb, one: &Must<'_>, other: &Must<'_>) -> bool {
    let (Some(left), Some(right)) = (plain(one.value), plain(other.value)) else {
        return false;
    };
    match (one.holds, other.holds) {
        (true, true) => single(kb, one.key) && !left.iter().any(|word| right.contains(word)),
        (true, false) => single(kb, one.key) && left.iter().all(|word| right.contains(word)),
        (false, true) => single(kb, one.key) && right.iter().all(|word| left.contains(word)),
        (false, false) => false,
    }
}

fn single(kb: &Kb, key: &str) -> bool {
    SINGLE.contains(&key)
        || kb
            .settings
            .get(key)
            .is_some_and(|setting| setting.kind != Kind::Set)
}

/// A word or a list of words; `None` for every other kind of test.
fn plain(value: &Node) -> Option<Vec<&str>> {
    match &value.value {
        Value::Str(word) => Some(vec![word]),
        Value::Seq(items) => items.iter().map(Node::as_str).collect(),
        _ => None,
    }
}

/// A map with `setting` and `value`: the setting can have that value.
pub(super) fn requirement(walk: &Walk<'_>, node: &Node, out: &mut Vec<Diagnostic>) {
    let (Some(setting), Some(value)) = (node.get("setting"), node.get("value")) else {
        return;
    };
    let name = setting.as_str().unwrap_or_default();
    let Some(words) = walk
        .kb
        .settings
        .contains(name)
        .then(|| vocabulary(walk.kb, name))
        .flatten()
    else {
        return;
    };
    for word in named(value) {
        let text = word.as_str().unwrap_or_default();
        if word.as_str().is_some() && !words.contains(&text) && !text.contains('{') {
            let finding = Diagnostic::error(
                Code::UnknownValue,
                format!("`{text}` is not a value of `{name}`"),
            )
            .label(walk.source, word.span, "no service could do this")
            .suggest(text, &words);
            out.push(finding);
        }
    }
}
