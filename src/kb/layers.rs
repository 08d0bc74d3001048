//! Loads the layers of knowledge: built in, then every directory that overrides it. Never: what the knowledge means.
#![expect(
    clippy::disallowed_methods,
    reason = "the one place that reads knowledge files"
)]

use super::Kb;
use super::image;
use super::kind::Kind;
use super::overlay::{Tree, without_overrides};
use super::table::{Table, Text};
use crate::diag::{Code, Diagnostic, Label, Source, Span};
use crate::yaml::{Limits, Node};
use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The snapshot that the build script made.
static IMAGE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.image"));

/// The texts of all files, one behind the other.
static TEXTS: &str = include_str!(concat!(env!("OUT_DIR"), "/knowledge.txt"));

/// The lexicon that the build script compiled.
pub static LEXICON: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.image"));

/// Where an entry comes from; later wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layer {
    /// Part of the program.
    BuiltIn,
    /// A directory, by the name it is known by.
    Directory(String),
}

/// What to load.
#[derive(Debug, Clone, Default)]
pub struct Load {
    /// A directory that takes the place of the built-in knowledge.
    pub base: Option<PathBuf>,
    /// Directories on top, weakest first.
    pub layers: Vec<PathBuf>,
}

/// Loads all layers. The knowledge is only fit for planning when there is no error among the findings.
pub fn load(what: &Load) -> (Kb, Vec<Diagnostic>) {
    let mut kb = Kb {
        built_in: what.base.is_none(),
        ..Kb::default()
    };
    let mut findings = Vec::new();
    match &what.base {
        None => built_in(&mut kb, &mut findings),
        Some(root) => directory(&mut kb, root, &Layer::BuiltIn, &mut findings),
    }
    for root in &what.layers {
        if !root.is_dir() {
            let source = Source::new(root.display().to_string(), "");
            findings.push(
                Diagnostic::error(
                    Code::UnreadableFile,
                    "there is no such directory of knowledge",
                )
                .label(
                    &source,
                    Span { start: 0, end: 0 },
                    "holds `catalog/` and `rules/`",
                ),
            );
            continue;
        }
        let layer = Layer::Directory(root.display().to_string());
        directory(&mut kb, root, &layer, &mut findings);
    }
    kb.complete();
    crate::diag::sort(&mut findings);
    (kb, findings)
}

fn built_in(kb: &mut Kb, findings: &mut Vec<Diagnostic>) {
    let Some((index, body)) = image::open(IMAGE) else {
        let source = Source::new("knowledge.image", "");
        findings.push(
            Diagnostic::error(
                Code::UnreadableFile,
                "the built-in knowledge cannot be opened",
            )
            .label(
                &source,
                Span { start: 0, end: 0 },
                "this program was not built properly",
            ),
        );
        return;
    };
    for heads in index.heads.chunk_by(|one, other| one.kind == other.kind) {
        for head in heads {
            let source = TEXTS
                .get(head.source.0 as usize..head.source.1 as usize)
                .unwrap_or_default();
            let blob = image::slice(body, head.blob);
            if blob.is_empty() && stored_whole(head.kind) {
                read_file(
                    kb,
                    head.path,
                    head.path,
                    &Arc::from(source),
                    &Layer::BuiltIn,
                    findings,
                );
            } else {
                insert_stored(kb, head, source, blob, heads.len());
            }
        }
    }
    kb.price_lists = super::prices::PriceLists::stored(&index.shelves, body);
}

/// Whether entries of a kind are kept in decoded form.
pub fn stored_whole(kind: Kind) -> bool {
    !matches!(kind, Kind::Script | Kind::Form)
}

fn insert_stored(
    kb: &mut Kb,
    head: &image::Head<'static>,
    source: &'static str,
    blob: &'static [u8],
    count: usize,
) {
    fn into<T>(
        table: &mut Table<T>,
        head: &image::Head<'static>,
        source: &'static str,
        blob: &'static [u8],
        count: usize,
    ) {
        if table.is_empty() {
            table.reserve(count);
        }
        let id = if stored_whole(head.kind) {
            head.id
        } else {
            head.path
        };
        table.insert_stored(id, head, source, blob);
    }
    match head.kind {
        Kind::Capability => into(&mut kb.capabilities, head, source, blob, count),
        Kind::Setting => into(&mut kb.settings, head, source, blob, count),
        Kind::Provider => into(&mut kb.providers, head, source, blob, count),
        Kind::Service => into(&mut kb.services, head, source, blob, count),
        Kind::Change => into(&mut kb.changes, head, source, blob, count),
        Kind::Framework => into(&mut kb.frameworks, head, source, blob, count),
        Kind::Skill => into(&mut kb.skills, head, source, blob, count),
        Kind::Roles => into(&mut kb.roles, head, source, blob, count),
        Kind::Facts => into(&mut kb.facts, head, source, blob, count),
        Kind::Tier => into(&mut kb.tiers, head, source, blob, count),
        Kind::Posture => into(&mut kb.postures, head, source, blob, count),
        Kind::Blueprint => into(&mut kb.blueprints, head, source, blob, count),
        Kind::Work => into(&mut kb.works, head, source, blob, count),
        Kind::Relations => into(&mut kb.relations, head, source, blob, count),
        Kind::Rule => into(&mut kb.rules, head, source, blob, count),
        Kind::Document => into(&mut kb.documents, head, source, blob, count),
        Kind::Wizard => into(&mut kb.wizards, head, source, blob, count),
        Kind::Regions => into(&mut kb.regions, head, source, blob, count),
        Kind::Prices => into(&mut kb.prices, head, source, blob, count),
        Kind::Request => into(&mut kb.words, head, source, blob, count),
        Kind::Workload => into(&mut kb.workloads, head, source, blob, count),
        Kind::Design => into(&mut kb.designs, head, source, blob, count),
        Kind::Choice => into(&mut kb.choices, head, source, blob, count),
        Kind::Targets => into(&mut kb.targets, head, source, blob, count),
        Kind::Sheet => into(&mut kb.sheets, head, source, blob, count),
        Kind::Script | Kind::Form => into(&mut kb.files, head, source, blob, count),
    }
}

/// What the name of a file with test cases ends in.
const TESTS: &str = ".test.yaml";

/// The files with test cases below a root.
pub fn tests_below(root: &Path) -> Vec<Arc<Source>> {
    let mut list: Vec<PathBuf> = walk(root)
        .filter(|path| path.to_string_lossy().ends_with(TESTS))
        .collect();
    list.sort();
    list.into_iter()
        .filter_map(|path| {
            let text = fs::read_to_string(&path).ok()?;
            Some(Source::new(path.display().to_string(), text))
        })
        .collect()
}

/// Every knowledge file below a root, as path relative to it and full path, in order.
pub fn files_below(root: &Path) -> Vec<(String, PathBuf)> {
    let mut list: Vec<(String, PathBuf)> = walk(root)
        .filter_map(|path| {
            let relative = path
                .strip_prefix(root)
                .ok()?
                .to_string_lossy()
                .replace('\\', "/");
            Kind::of_path(&relative).map(|_| (relative, path))
        })
        .collect();
    list.sort();
    list
}

/// Every file below the two folders of a root that hold knowledge.
fn walk(root: &Path) -> impl Iterator<Item = PathBuf> {
    ignore::WalkBuilder::new(root)
        .hidden(false)
        .git_ignore(false)
        .git_exclude(false)
        .git_global(false)
        .require_git(false)
        .max_depth(Some(8))
        .filter_entry(|entry| {
            let name = entry.file_name().to_string_lossy();
            entry.depth() != 1 || matches!(name.as_ref(), "catalog" | "rules")
        })
        .build()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
}

fn directory(kb: &mut Kb, root: &Path, layer: &Layer, findings: &mut Vec<Diagnostic>) {
    listed(kb, &files_below(root), layer, findings);
}

/// Loads files as the only knowledge, in the order given; what is loaded does not depend on that order.
pub fn load_listed(files: &[(String, PathBuf)]) -> (Kb, Vec<Diagnostic>) {
    let (mut kb, mut findings) = (Kb::default(), Vec::new());
    listed(&mut kb, files, &Layer::BuiltIn, &mut findings);
    kb.complete();
    crate::diag::sort(&mut findings);
    (kb, findings)
}

fn listed(kb: &mut Kb, files: &[(String, PathBuf)], layer: &Layer, findings: &mut Vec<Diagnostic>) {
    kb.built_in &= files.is_empty();
    for (relative, full) in files {
        let shown = full.display().to_string();
        match fs::read_to_string(full) {
            Ok(text) => read_file(
                kb,
                relative,
                &shown,
                &Arc::from(text.as_str()),
                layer,
                findings,
            ),
            Err(error) => {
                let source = Source::new(shown, "");
                findings.push(
                    Diagnostic::error(
                        Code::UnreadableFile,
                        format!("this file cannot be read: {error}"),
                    )
                    .label(
                        &source,
                        Span { start: 0, end: 0 },
                        "knowledge files are UTF-8 text",
                    ),
                );
            }
        }
    }
}

fn read_file(
    kb: &mut Kb,
    relative: &str,
    shown: &str,
    text: &Arc<str>,
    layer: &Layer,
    findings: &mut Vec<Diagnostic>,
) {
    let Some(kind) = Kind::of_path(relative) else {
        return;
    };
    let id = kind.id_of_path(relative);
    let source = Source::new(shown, Arc::clone(text));
    if !stored_whole(kind) {
        let replaced = kb.files.entry(relative).map(|below| below.path.to_string());
        if let Some(below) = replaced.filter(|_| !says_overrides(text, &id)) {
            findings.push(duplicate(&id, &source, &below));
            return;
        }
        kb.files.insert_read(
            relative,
            shown,
            Text::Owned(Arc::clone(text)),
            vec![layer.clone()],
            (),
        );
        return;
    }
    let node = match crate::diag::parse(&source, &Limits::default()) {
        Ok(node) => node,
        Err(errors) => return findings.extend(errors),
    };
    let file = File {
        id: &id,
        source: &source,
        layer,
        node,
    };
    match kind {
        Kind::Capability => file.into_table(&mut kb.capabilities, findings),
        Kind::Setting => file.into_table(&mut kb.settings, findings),
        Kind::Provider => file.into_table(&mut kb.providers, findings),
        Kind::Service => file.into_table(&mut kb.services, findings),
        Kind::Change => file.into_table(&mut kb.changes, findings),
        Kind::Framework => file.into_table(&mut kb.frameworks, findings),
        Kind::Skill => file.into_table(&mut kb.skills, findings),
        Kind::Roles => file.into_table(&mut kb.roles, findings),
        Kind::Facts => file.into_table(&mut kb.facts, findings),
        Kind::Tier => file.into_table(&mut kb.tiers, findings),
        Kind::Posture => file.into_table(&mut kb.postures, findings),
        Kind::Blueprint => file.into_table(&mut kb.blueprints, findings),
        Kind::Work => file.into_table(&mut kb.works, findings),
        Kind::Relations => file.into_table(&mut kb.relations, findings),
        Kind::Rule => file.into_table(&mut kb.rules, findings),
        Kind::Document => file.into_table(&mut kb.documents, findings),
        Kind::Wizard => file.into_table(&mut kb.wizards, findings),
        Kind::Regions => file.into_table(&mut kb.regions, findings),
        Kind::Prices => file.into_table(&mut kb.prices, findings),
        Kind::Request => file.into_table(&mut kb.words, findings),
        Kind::Workload => file.into_table(&mut kb.workloads, findings),
        Kind::Design => file.into_table(&mut kb.designs, findings),
        Kind::Choice => file.into_table(&mut kb.choices, findings),
        Kind::Targets => file.into_table(&mut kb.targets, findings),
        Kind::Sheet => file.into_table(&mut kb.sheets, findings),
        Kind::Script | Kind::Form => {}
    }
}

/// Whether a file that is no YAML says in a comment that it changes the entry of that id.
fn says_overrides(text: &str, id: &str) -> bool {
    let comments = text.lines().filter_map(|line| line.strip_prefix("//"));
    comments
        .filter_map(|comment| comment.trim().strip_prefix("overrides:"))
        .any(|named| named.trim() == id)
}

/// One parsed file on its way into a table.
struct File<'a> {
    id: &'a str,
    source: &'a Arc<Source>,
    layer: &'a Layer,
    node: Node,
}

impl File<'_> {
    fn into_table<T: DeserializeOwned>(self, table: &mut Table<T>, findings: &mut Vec<Diagnostic>) {
        let (node, overrides) = without_overrides(self.node);
        let mut layers = vec![self.layer.clone()];
        let mut tree = Tree::of(self.source, node);
        let mut sources = Vec::new();
        if let Some(below) = table.entry(self.id) {
            if overrides.as_deref() != Some(self.id) {
                findings.push(duplicate(self.id, self.source, &below.path));
                return;
            }
            sources.clone_from(&below.below);
            sources.push(Source::new(below.path.to_string(), below.source.as_str()));
            tree.join(&sources);
            layers = below.layers.iter().cloned().chain(layers).collect();
        }
        match crate::diag::decode::<T>(self.source, &tree.node) {
            Ok(value) => {
                let text = Text::Owned(Arc::clone(&self.source.text));
                table.insert_read(self.id, &self.source.path, text, layers, value);
                table.note_below(self.id, sources);
            }
            Err(mut finding) => {
                tree.place(&mut finding);
                findings.push(finding);
            }
        }
    }
}

fn duplicate(id: &str, source: &Arc<Source>, other: &str) -> Diagnostic {
    let label = Label {
        source: Arc::clone(source),
        span: Span { start: 0, end: 1 },
        text: format!("also in {other}"),
    };
    let mut finding = Diagnostic::error(Code::DuplicateId, format!("`{id}` exists already")).help(
        format!("to change it, add `overrides: {id}`; else give this one another name"),
    );
    finding.labels.push(label);
    finding
}
