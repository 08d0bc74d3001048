//! Checks the names that the catalog's own files hold: settings, practices, controls, capabilities. Never: texts.

use super::walk::Walk;
use crate::diag::{Code, Diagnostic};
use crate::kb::Kind;
use crate::model::setting;
use crate::yaml::{Node, Value};
use std::collections::BTreeSet;

/// Level under which a service describes a number, and a flag.
const NUMBER: &str = "any";
const FLAG: &str = "required";

/// Every name in a file of a kind that points at nothing.
pub(super) fn check(walk: &Walk<'_>, kind: Kind, node: &Node) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    match kind {
        Kind::Capability => list(
            walk,
            node,
            "settings",
            ("setting", &walk.names.settings),
            &mut out,
        ),
        Kind::Setting => practices(walk, node, &mut out),
        Kind::Skill => skill(walk, node, &mut out),
        Kind::Service => service(walk, node, &mut out),
        Kind::Framework => framework(walk, node, &mut out),
        Kind::Roles => {
            let skills = ids(walk.kb.skills.iter_ids());
            for role in node.get("roles").map(Node::items).unwrap_or_default() {
                list(walk, role, "skills", ("skill", &skills), &mut out);
            }
        }
        Kind::Tier => inherits(
            walk,
            node,
            ("budget tier", ids(walk.kb.tiers.iter_ids())),
            &mut out,
        ),
        Kind::Posture => inherits(
            walk,
            node,
            ("security posture", ids(walk.kb.postures.iter_ids())),
            &mut out,
        ),
        _ => {}
    }
    out
}

fn ids<'a>(list: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    list.map(str::to_owned).collect()
}

fn list(
    walk: &Walk<'_>,
    node: &Node,
    key: &str,
    (what, known): (&str, &BTreeSet<String>),
    out: &mut Vec<Diagnostic>,
) {
    if let Some(list) = node.get(key) {
        walk.each_known(list, known, what, out);
    }
}

fn practices(walk: &Walk<'_>, node: &Node, out: &mut Vec<Diagnostic>) {
    let Some(practice) = node.get("practice") else {
        return;
    };
    let inner = practice
        .items()
        .iter()
        .filter_map(|item| item.get("practice"));
    let plain = practice.as_str().map(|_| practice);
    for name in inner.chain(plain) {
        walk.each_known(name, &walk.names.practices, "practice", out);
    }
}

fn skill(walk: &Walk<'_>, node: &Node, out: &mut Vec<Diagnostic>) {
    list(
        walk,
        node,
        "covers",
        ("capability", &walk.names.capabilities),
        out,
    );
    let skills = ids(walk.kb.skills.iter_ids());
    list(walk, node, "runs-after", ("skill", &skills), out);
    list(walk, node, "runs-before", ("skill", &skills), out);
}

fn inherits(
    walk: &Walk<'_>,
    node: &Node,
    (what, known): (&str, BTreeSet<String>),
    out: &mut Vec<Diagnostic>,
) {
    list(walk, node, "inherits", (what, &known), out);
}

fn service(walk: &Walk<'_>, node: &Node, out: &mut Vec<Diagnostic>) {
    list(
        walk,
        node,
        "provides",
        ("capability", &walk.names.capabilities),
        out,
    );
    for (key, levels) in node.get("settings").map(Node::pairs).unwrap_or_default() {
        walk.each_known(key, &walk.names.settings, "setting", out);
        for (level, _) in levels.pairs() {
            out.extend(unknown_level(walk, key, level));
        }
    }
}

/// A level that the setting does not have: the plan would never come to it.
fn unknown_level(walk: &Walk<'_>, key: &Node, level: &Node) -> Option<Diagnostic> {
    let name = key.as_str()?;
    let declared = walk.kb.settings.get(name)?;
    let possible: Vec<&str> = match declared.kind {
        setting::Kind::Level => declared.levels.iter().map(String::as_str).collect(),
        setting::Kind::Choice => declared.values.iter().map(String::as_str).collect(),
        setting::Kind::Flag => vec![FLAG],
        setting::Kind::AtLeast | setting::Kind::AtMost | setting::Kind::Set => vec![NUMBER],
    };
    let word = level.as_str()?;
    (!possible.is_empty() && !possible.contains(&word)).then(|| {
        Diagnostic::error(
            Code::UnknownValue,
            format!("`{word}` is not a value of `{name}`"),
        )
        .label(walk.source, level.span, "no rule can ask for it")
        .suggest(word, &possible)
    })
}

/// Controls that practices and levels name.
fn framework(walk: &Walk<'_>, node: &Node, out: &mut Vec<Diagnostic>) {
    let id = node.get("id").and_then(Node::as_str).unwrap_or_default();
    let of_practices = node.get("practices").map(Node::pairs).unwrap_or_default();
    let lists = of_practices
        .iter()
        .filter_map(|(_, one)| one.get("controls"));
    let of_levels = node.get("levels").map(Node::items).unwrap_or_default();
    let lists = lists.chain(of_levels.iter().filter_map(|one| one.get("controls")));
    for control in lists.flat_map(Node::items) {
        let written = match &control.value {
            Value::Str(text) | Value::Number(text) => text.clone(),
            Value::Int(number) => number.to_string(),
            _ => continue,
        };
        walk.control(id, &written, control, out);
    }
}
