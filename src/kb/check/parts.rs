//! Checks parts, operations and examples.

use super::walk::Walk;
use crate::diag::{Code, Diagnostic, Source};
use crate::yaml::{Node, Value};
use std::sync::Arc;

/// How many checks an operation needs.
const FEWEST_CHECKS: usize = 2;

/// A map with `of` and `do`: the capability exists, and some service has one of the operations.
pub(super) fn part(walk: &Walk<'_>, node: &Node, out: &mut Vec<Diagnostic>) {
    let (Some(of), Some(wanted)) = (node.get("of"), node.get("do")) else {
        return;
    };
    let name = of.as_str().unwrap_or_default();
    if !walk.names.capabilities.contains(name) && !walk.kb.services.contains(name) {
        let known: Vec<&str> = walk.names.capabilities.iter().map(String::as_str).collect();
        out.push(walk.unknown(of, "capability or service", name, &known));
        return;
    }
    let known = walk.names.operations.get(name);
    for operation in wanted.items() {
        let id = operation.as_str().unwrap_or_default();
        if known.is_some_and(|known| known.contains(id)) {
            continue;
        }
        let possible: Vec<&str> = known.into_iter().flatten().map(String::as_str).collect();
        let finding = Diagnostic::error(
            Code::UnknownReference,
            format!("no service for `{name}` has an operation `{id}`"),
        )
        .label(walk.source, operation.span, "is skipped at every provider")
        .suggest(id, &possible);
        out.push(finding);
    }
}

/// Operations whose steps have no way back, or that cannot be seen to have worked.
pub(super) fn operations(walk: &Walk<'_>, node: &Node) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let Some(Value::Map(operations)) = node.get("operations").map(|found| &found.value) else {
        return out;
    };
    for (name, operation) in operations {
        let steps = operation.get("steps").map(Node::items).unwrap_or_default();
        let has_way_back = operation.get("rollback").is_some();
        for step in steps {
            let order = step.get("order").and_then(Node::as_str).unwrap_or("build");
            let reads = matches!(
                order,
                "blocker" | "prepare" | "observe" | "verify" | "irreversible"
            );
            if !reads && !has_way_back && step.get("undo").is_none() {
                out.push(
                    Diagnostic::error(Code::NoUndo, "this step says nothing about the way back")
                        .label(walk.source, step.head(), "whoever starts it cannot leave it again")
                        .help("add `undo:` to the step or `rollback:` to the operation; if it only reads or has no way back, say so with `order: prepare` or `order: irreversible`"),
                );
            }
        }
        let checks = operation
            .get("checks")
            .map_or(0, |checks| checks.items().len());
        if !steps.is_empty() && checks < FEWEST_CHECKS {
            out.push(
                Diagnostic::warning(
                    Code::NoCheck,
                    format!(
                        "the operation `{}` has {}",
                        name.as_str().unwrap_or_default(),
                        count(checks)
                    ),
                )
                .label(
                    walk.source,
                    name.span,
                    format!("needs at least {FEWEST_CHECKS}, or nobody sees that it worked"),
                )
                .help("add `checks:` with `- { run: COMMAND, expect: WHAT IT PRINTS }`"),
            );
        }
    }
    out
}

fn count(checks: usize) -> String {
    match checks {
        0 => "no check".to_owned(),
        1 => "only one check".to_owned(),
        many => format!("only {many} checks"),
    }
}

/// A rule or blueprint without an example of both kinds.
pub(super) fn examples(source: &Arc<Source>, node: &Node) -> Vec<Diagnostic> {
    let list = node.get("examples").map(Node::items).unwrap_or_default();
    let has = |wanted: bool| {
        list.iter().any(|example| matches!(example.get("applies").map(|found| &found.value), Some(Value::Bool(applies)) if *applies == wanted))
    };
    let (missing, applies) = match (has(true), has(false)) {
        (true, true) => return Vec::new(),
        (false, false) => ("there is no example", "true"),
        (false, true) => ("there is no example to which it applies", "true"),
        (true, false) => ("there is no example to which it does not apply", "false"),
    };
    let place = node
        .pair("examples")
        .map_or_else(|| node.head(), |(key, _)| key.span);
    vec![
        Diagnostic::warning(Code::NoExample, missing)
            .label(source, place, "nobody would notice if the condition broke")
            .help(format!(
                "add `- {{ request: A REQUEST IN WORDS, applies: {applies} }}` under `examples:`"
            )),
    ]
}
