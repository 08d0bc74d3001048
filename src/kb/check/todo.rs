//! Lists what a file still leaves to do, each place with what belongs there. Never: whether what stands there is right.

use super::Extent;
use crate::diag::{Code, Diagnostic, Source};
use crate::kb::every::{Every, every};
use crate::kb::{Kb, Layer};
use crate::yaml::{self, Limits, Node, Value};
use std::sync::Arc;

/// How a text begins that stands where something is still to be written.
pub(super) const MARK: &str = "TODO";

/// Everything that is still to do.
pub(super) fn check(kb: &Kb, extent: Extent) -> Vec<Diagnostic> {
    let looked_at = |one: &Every<'_>| {
        extent == Extent::All || one.layers.iter().any(|layer| *layer != Layer::BuiltIn)
    };
    let mut findings = Vec::new();
    for one in every(kb).iter().filter(|one| looked_at(one)) {
        if !one.text.contains(MARK) {
            continue;
        }
        let source = Source::new(one.path, one.text);
        if let Ok(node) = yaml::parse(&source.text, &Limits::default()) {
            visit(&source, &node, "", &mut findings);
        }
    }
    findings
}

/// The findings without those about a text that is itself still to do.
pub(super) fn without(findings: Vec<Diagnostic>, todos: &[Diagnostic]) -> Vec<Diagnostic> {
    let same = |finding: &Diagnostic, todo: &Diagnostic| {
        let pair = finding.labels.first().zip(todo.labels.first());
        pair.is_some_and(|(one, other)| {
            one.source.path == other.source.path
                && one.span.start <= other.span.start
                && other.span.end <= one.span.end
        })
    };
    let kept = findings.into_iter();
    kept.filter(|finding| !todos.iter().any(|todo| same(finding, todo)))
        .collect()
}

fn visit(source: &Arc<Source>, node: &Node, key: &str, findings: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::Str(text) if text.starts_with(MARK) => {
            let what = text.trim_start_matches(MARK).trim_start_matches(':').trim();
            let finding =
                Diagnostic::warning(Code::ToDo, format!("`{key}` is still to be written"));
            let finding = finding.label(source, node.span, "replace this text");
            findings.push(if what.is_empty() {
                finding
            } else {
                finding.help(format!("write {what}"))
            });
        }
        Value::Seq(items) => {
            for item in items {
                visit(source, item, key, findings);
            }
        }
        Value::Map(pairs) => {
            for (name, value) in pairs {
                visit(source, value, name.as_str().unwrap_or(key), findings);
            }
        }
        _ => {}
    }
}
