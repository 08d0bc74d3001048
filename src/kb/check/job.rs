//! One file to check: which, its text, and what lies below it. Never: what is wrong with it.

use super::Extent;
use crate::diag::Source;
use crate::kb::file::KnowledgeFile;
use crate::kb::overlay::Tree;
use crate::kb::table::{self, Entry, Table, tables};
use crate::kb::{Kb, Kind, Layer};
use crate::yaml::Node;
use std::sync::Arc;

/// A file to check.
pub(super) struct Job<'kb> {
    pub kind: Kind,
    pub id: &'kb str,
    /// Whether it lies beside the schemas.
    pub shipped: bool,
    file: &'kb KnowledgeFile,
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
    /// Opens the tree that was kept, or reads it again; a file that cannot be read was reported when it was loaded.
    pub(super) fn open(&self) -> Option<File> {
        let source = self.file.source();
        let own = table::tree(&source.text, self.file.packed())?;
        let below = self.file.below();
        let joined = (!below.is_empty()).then(|| Tree::joined(&source, own.clone(), below));
        Some(File {
            source,
            own,
            joined,
        })
    }
}

/// Every file of an extent that holds YAML of a kind with a schema.
pub(super) fn all(kb: &Kb, extent: Extent) -> Vec<Job<'_>> {
    macro_rules! each {
        ($jobs:ident $kb:ident $extent:ident; $($name:ident $field:ident),*) => {
            $(add(&mut $jobs, &$kb.$field, (Kind::$name, $extent));)*
        };
    }
    let mut jobs = Vec::new();
    tables!(each { jobs kb extent });
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
        shipped: matches!(entry.file.layers().last(), Some(Layer::BuiltIn)),
        file: &entry.file,
    }
}
