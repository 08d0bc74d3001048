//! Checks what files say of each other: names, facts, placeholders, controls. Never: the form of a file (schema does that).

mod names;
mod parts;
mod prices;
mod texts;
mod walk;

use super::Kb;
use super::table::{Entry, Table};
use crate::diag::{Code, Diagnostic, Source};
use crate::yaml::{self, Limits, Node};
use names::Names;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use walk::Walk;

/// Everything that is wrong between the files of the knowledge base.
pub fn check(kb: &Kb) -> Vec<Diagnostic> {
    let names = Names::of(kb);
    let mut findings = Vec::new();
    files(&kb.services, |id, source, node| {
        let walk = Walk {
            kb,
            names: &names,
            source,
            service: kb.services.get(id),
            capability: None,
        };
        findings.extend(walk.file(node));
        findings.extend(parts::operations(&walk, node));
    });
    files(&kb.rules, |id, source, node| {
        let of = kb.rules.get(id).and_then(|rule| rule.of.0.first().cloned());
        findings.extend(
            Walk {
                kb,
                names: &names,
                source,
                service: None,
                capability: of,
            }
            .file(node),
        );
        findings.extend(parts::examples(source, node));
    });
    files(&kb.blueprints, |id, source, node| {
        let of = kb
            .blueprints
            .get(id)
            .and_then(|blueprint| blueprint.parts.first().map(|part| part.of.clone()));
        findings.extend(
            Walk {
                kb,
                names: &names,
                source,
                service: None,
                capability: of,
            }
            .file(node),
        );
        findings.extend(parts::examples(source, node));
    });
    files(&kb.providers, |id, source, node| {
        findings.extend(coverage(kb, id, source, node));
    });
    findings.extend(prices::check(kb));
    crate::diag::sort(&mut findings);
    findings
}

fn files<T: DeserializeOwned>(table: &Table<T>, mut each: impl FnMut(&str, &Arc<Source>, &Node)) {
    for id in table.iter_ids() {
        let Some(entry) = table.entry(id) else {
            continue;
        };
        let source = source_of(entry);
        if let Ok(node) = yaml::parse(&source.text, &Limits::default()) {
            each(id, &source, &node);
        }
    }
}

fn source_of<T>(entry: &Entry<T>) -> Arc<Source> {
    Source::new(entry.path.clone(), entry.source.as_str())
}

/// Capabilities that a provider neither serves nor declares to lack.
fn coverage(kb: &Kb, provider: &str, source: &Arc<Source>, node: &Node) -> Vec<Diagnostic> {
    let declared: Vec<&str> = kb
        .providers
        .get(provider)
        .map(|known| {
            known
                .lacks
                .iter()
                .map(|missing| missing.capability.as_str())
                .collect()
        })
        .unwrap_or_default();
    kb.capabilities
        .iter_ids()
        .filter(|capability| !declared.contains(capability) && kb.services_for(provider, capability).is_empty())
        .map(|capability| {
            Diagnostic::error(Code::NoService, format!("`{provider}` has no service for `{capability}`"))
                .label(source, node.head(), "a request for it cannot be planned here")
                .help(format!("describe one under services/, or add `lacks: [{{ capability: {capability}, because: ... }}]`"))
        })
        .collect()
}
