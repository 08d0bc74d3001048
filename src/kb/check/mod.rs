//! Checks what files say of each other: names, facts, placeholders, controls. Never: the form of a file (schema does that).

mod forms;
mod names;
mod parts;
mod prices;
mod texts;
mod walk;
mod work;

use super::Kb;
use super::table::{Entry, Table};
use crate::diag::{Code, Diagnostic, Source};
use crate::yaml::{self, Limits, Node};
use names::Names;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use walk::Walk;

/// Everything that is wrong in and between the files of the knowledge base.
pub fn check(kb: &Kb) -> Vec<Diagnostic> {
    let names = Names::of(kb);
    let mut findings = forms::check(kb);
    services(kb, &names, &mut findings);
    rules(kb, &names, &mut findings);
    blueprints(kb, &names, &mut findings);
    works(kb, &names, &mut findings);
    files(&kb.providers, |id, source, node| {
        findings.extend(coverage(kb, id, source, node));
    });
    findings.extend(prices::check(kb));
    crate::diag::sort(&mut findings);
    findings
}

fn services(kb: &Kb, names: &Names, findings: &mut Vec<Diagnostic>) {
    files(&kb.services, |id, source, node| {
        let walk = Walk {
            service: kb.services.get(id),
            ..Walk::new(kb, names, source)
        };
        findings.extend(walk.file(node));
        findings.extend(parts::operations(&walk, node));
    });
}

fn rules(kb: &Kb, names: &Names, findings: &mut Vec<Diagnostic>) {
    files(&kb.rules, |id, source, node| {
        let walk = Walk {
            capability: kb.rules.get(id).and_then(|rule| rule.of.0.first().cloned()),
            ..Walk::new(kb, names, source)
        };
        findings.extend(walk.file(node));
        findings.extend(parts::examples(source, node));
    });
}

fn blueprints(kb: &Kb, names: &Names, findings: &mut Vec<Diagnostic>) {
    files(&kb.blueprints, |id, source, node| {
        let main = kb
            .blueprints
            .get(id)
            .and_then(|blueprint| blueprint.parts.first().map(|part| part.of.clone()));
        let walk = Walk {
            capability: main,
            ..Walk::new(kb, names, source)
        };
        findings.extend(walk.file(node));
        findings.extend(parts::examples(source, node));
        findings.extend(work::phases(&walk, node));
    });
}

fn works(kb: &Kb, names: &Names, findings: &mut Vec<Diagnostic>) {
    files(&kb.works, |id, source, node| {
        let walk = Walk::new(kb, names, source);
        findings.extend(walk.file(node));
        findings.extend(work::work(&walk, id, node));
    });
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
    Source::new(entry.path.to_string(), entry.source.as_str())
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
