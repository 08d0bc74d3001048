//! One file to check: which, its text, and what lies below it. Never: what is wrong with it.

use super::Extent;
use crate::diag::Source;
use crate::kb::overlay::Tree;
use crate::kb::table::{Entry, Table, Text};
use crate::kb::{Kb, Kind, Layer};
use crate::yaml::{self, Limits, Node};
use std::sync::Arc;

/// A file to check.
pub(super) struct Job<'kb> {
    pub kind: Kind,
    pub id: &'kb str,
    /// Whether it lies beside the schemas.
    pub shipped: bool,
    path: &'kb str,
    text: &'kb Text,
    below: &'kb [Arc<Source>],
}

/// A file with its trees.
pub(super) struct File {
    pub source: Arc<Source>,
    /// What stands in the file itself.
    pub own: Node,
    /// The same joined with the files below it, if there are any.
    pub joined: Option<Tree>,
}

impl File {
    /// The tree that counts.
    pub(super) fn node(&self) -> &Node {
        self.joined.as_ref().map_or(&self.own, |tree| &tree.node)
    }
}

impl Job<'_> {
    /// Reads the tree again; a file that cannot be read was reported when it was loaded.
    pub(super) fn open(&self) -> Option<File> {
        let text = match self.text {
            Text::Static(text) => Arc::from(*text),
            Text::Owned(text) => Arc::clone(text),
        };
        let source = Source::new(self.path, text);
        let own = yaml::parse(&source.text, &Limits::default()).ok()?;
        let joined =
            (!self.below.is_empty()).then(|| Tree::joined(&source, own.clone(), self.below));
        Some(File {
            source,
            own,
            joined,
        })
    }
}

/// Every file of an extent that holds YAML of a kind with a schema.
pub(super) fn all(kb: &Kb, extent: Extent) -> Vec<Job<'_>> {
    let mut jobs = Vec::new();
    add(&mut jobs, &kb.capabilities, (Kind::Capability, extent));
    add(&mut jobs, &kb.settings, (Kind::Setting, extent));
    add(&mut jobs, &kb.providers, (Kind::Provider, extent));
    add(&mut jobs, &kb.regions, (Kind::Regions, extent));
    add(&mut jobs, &kb.prices, (Kind::Prices, extent));
    add(&mut jobs, &kb.services, (Kind::Service, extent));
    add(&mut jobs, &kb.changes, (Kind::Change, extent));
    add(&mut jobs, &kb.frameworks, (Kind::Framework, extent));
    add(&mut jobs, &kb.skills, (Kind::Skill, extent));
    add(&mut jobs, &kb.roles, (Kind::Roles, extent));
    add(&mut jobs, &kb.facts, (Kind::Facts, extent));
    add(&mut jobs, &kb.tiers, (Kind::Tier, extent));
    add(&mut jobs, &kb.postures, (Kind::Posture, extent));
    add(&mut jobs, &kb.blueprints, (Kind::Blueprint, extent));
    add(&mut jobs, &kb.works, (Kind::Work, extent));
    add(&mut jobs, &kb.relations, (Kind::Relations, extent));
    add(&mut jobs, &kb.rules, (Kind::Rule, extent));
    add(&mut jobs, &kb.documents, (Kind::Document, extent));
    add(&mut jobs, &kb.wizards, (Kind::Wizard, extent));
    add(&mut jobs, &kb.words, (Kind::Request, extent));
    add(&mut jobs, &kb.workloads, (Kind::Workload, extent));
    add(&mut jobs, &kb.designs, (Kind::Design, extent));
    add(&mut jobs, &kb.choices, (Kind::Choice, extent));
    add(&mut jobs, &kb.targets, (Kind::Targets, extent));
    add(&mut jobs, &kb.sheets, (Kind::Sheet, extent));
    jobs
}

fn add<'kb, T>(jobs: &mut Vec<Job<'kb>>, table: &'kb Table<T>, (kind, extent): (Kind, Extent)) {
    let entries = table.entries().filter(|entry| extent.holds(entry));
    jobs.extend(entries.map(|entry| of(kind, entry)));
}

/// The file of one entry.
pub(super) fn of<T>(kind: Kind, entry: &Entry<T>) -> Job<'_> {
    Job {
        kind,
        id: entry.id(),
        shipped: matches!(entry.layers.last(), Some(Layer::BuiltIn)),
        path: &entry.path,
        text: &entry.source,
        below: &entry.below,
    }
}
