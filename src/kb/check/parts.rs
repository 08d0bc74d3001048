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
    let serves = |service: &&crate::model::service::Service| {
        service.id == name || service.provides.iter().any(|provided| provided == name)
    };
    for operation in wanted.items() {
        let id = operation.as_str().unwrap_or_default();
        if !walk
            .kb
            .services
            .iter()
            .filter(serves)
            .any(|service| service.operations.contains_key(id))
        {
            out.push(
                Diagnostic::error(
                    Code::UnknownReference,
                    format!("no service for `{name}` has an operation `{id}`"),
                )
                .label(walk.source, operation.span, "is skipped at every provider"),
            );
        }
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
                        .label(
                            walk.source,
                            step.head(),
                            "add `undo:`, or `rollback:` to the operation",
                        ),
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
                        "`{}` has {checks} checks",
                        name.as_str().unwrap_or_default()
                    ),
                )
                .label(
                    walk.source,
                    name.span,
                    format!("needs at least {FEWEST_CHECKS}"),
                ),
            );
        }
    }
    out
}

/// A rule or blueprint without an example of both kinds.
pub(super) fn examples(source: &Arc<Source>, node: &Node) -> Vec<Diagnostic> {
    let list = node.get("examples").map(Node::items).unwrap_or_default();
    let has = |wanted: bool| {
        list.iter().any(|example| matches!(example.get("applies").map(|found| &found.value), Some(Value::Bool(applies)) if *applies == wanted))
    };
    if has(true) && has(false) {
        return Vec::new();
    }
    vec![
        Diagnostic::warning(Code::NoExample, "an example of each kind is missing")
            .label(source, node.get("examples").map_or_else(|| node.head(), Node::head), "needs one that applies and one that does not")
            .help("add `examples:` with `- { request: ..., applies: true }` and one with `applies: false`"),
    ]
}
