//! Checks what files say of each other: names, facts, placeholders, controls. Never: the form of a file (schema does that).

mod forms;
mod names;
mod parts;
mod prices;
mod texts;
mod todo;
mod walk;
mod work;

use super::Kb;
use super::overlay::Tree;
use super::table::{Entry, Table};
use crate::diag::{Code, Diagnostic, Source};
use crate::yaml::{self, Limits, Node};
use names::Names;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use walk::Walk;

/// Which files are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Every file.
    All,
    /// Files that are no part of the program.
    Added,
}

impl Extent {
    fn holds<T>(self, entry: &Entry<T>) -> bool {
        self == Self::All || !entry.is_stored()
    }
}

/// Everything that is wrong in and between the files of the knowledge base.
pub fn check(kb: &Kb) -> Vec<Diagnostic> {
    check_files(kb, Extent::All)
}

/// The same for files that are no part of the program: what must be known before a plan rests on them.
pub fn check_added(kb: &Kb) -> Vec<Diagnostic> {
    check_files(kb, Extent::Added)
}

fn check_files(kb: &Kb, extent: Extent) -> Vec<Diagnostic> {
    let names = Names::of(kb);
    let mut findings = forms::check(kb, extent);
    services(kb, &names, extent, &mut findings);
    rules(kb, &names, extent, &mut findings);
    blueprints(kb, &names, extent, &mut findings);
    works(kb, &names, extent, &mut findings);
    papers(kb, &names, extent, &mut findings);
    files(&kb.providers, extent, |id, source, node| {
        findings.extend(coverage(kb, id, source, node));
    });
    findings.extend(prices::check(kb, extent));
    let todos = todo::check(kb, extent);
    findings = todo::without(findings, &todos);
    findings.extend(todos);
    for tree in trees(kb) {
        findings.iter_mut().for_each(|finding| tree.place(finding));
    }
    crate::diag::sort(&mut findings);
    findings
}

fn services(kb: &Kb, names: &Names, extent: Extent, findings: &mut Vec<Diagnostic>) {
    files(&kb.services, extent, |id, source, node| {
        let walk = Walk {
            service: kb.services.get(id),
            ..Walk::new(kb, names, source)
        };
        findings.extend(walk.file(node));
        findings.extend(parts::operations(&walk, node));
    });
}

fn rules(kb: &Kb, names: &Names, extent: Extent, findings: &mut Vec<Diagnostic>) {
    files(&kb.rules, extent, |id, source, node| {
        let walk = Walk {
            capability: kb.rules.get(id).and_then(|rule| rule.of.0.first().cloned()),
            ..Walk::new(kb, names, source)
        };
        findings.extend(walk.file(node));
        findings.extend(parts::examples(source, node));
    });
}

fn blueprints(kb: &Kb, names: &Names, extent: Extent, findings: &mut Vec<Diagnostic>) {
    files(&kb.blueprints, extent, |id, source, node| {
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

fn works(kb: &Kb, names: &Names, extent: Extent, findings: &mut Vec<Diagnostic>) {
    files(&kb.works, extent, |id, source, node| {
        let walk = Walk::new(kb, names, source);
        findings.extend(walk.file(node));
        findings.extend(work::work(&walk, id, node));
    });
}

/// What designs, workflows and sheets are made from.
fn papers(kb: &Kb, names: &Names, extent: Extent, findings: &mut Vec<Diagnostic>) {
    files(&kb.designs, extent, |id, source, node| {
        let walk = Walk {
            service: kb.services.get(id),
            ..Walk::new(kb, names, source)
        };
        if walk.service.is_none() {
            let known: Vec<&str> = kb.services.iter_ids().collect();
            findings.push(walk.unknown(node, "service", id, &known));
        }
        findings.extend(walk.file(node));
    });
    let mut plain = |source: &Arc<Source>, node: &Node| {
        findings.extend(Walk::new(kb, names, source).file(node));
    };
    files(&kb.workloads, extent, |_, source, node| plain(source, node));
    files(&kb.choices, extent, |_, source, node| plain(source, node));
    files(&kb.sheets, extent, |_, source, node| plain(source, node));
    files(&kb.documents, extent, |_, source, node| {
        for part in ["blocks", "needs", "recovery"] {
            node.get(part)
                .into_iter()
                .for_each(|part| plain(source, part));
        }
    });
}

fn files<T: DeserializeOwned>(
    table: &Table<T>,
    extent: Extent,
    mut each: impl FnMut(&str, &Arc<Source>, &Node),
) {
    for entry in table.entries().filter(|entry| extent.holds(entry)) {
        let id = entry.id();
        let source = source_of(entry);
        if let Some(tree) = Tree::of_entry(entry) {
            each(id, &source, &tree.node);
        } else if let Ok(node) = yaml::parse(&source.text, &Limits::default()) {
            each(id, &source, &node);
        }
    }
}

/// The trees of all entries that several files make.
fn trees(kb: &Kb) -> Vec<Tree> {
    fn of<T>(table: &Table<T>) -> impl Iterator<Item = Tree> {
        table.entries().filter_map(Tree::of_entry)
    }
    of(&kb.services)
        .chain(of(&kb.works))
        .chain(of(&kb.rules))
        .chain(of(&kb.blueprints))
        .chain(of(&kb.providers))
        .chain(of(&kb.prices))
        .collect()
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
