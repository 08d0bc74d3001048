//! Loads the layers of knowledge: built in, then every directory that overrides it. Never: what the knowledge means.
#![expect(
    clippy::disallowed_methods,
    reason = "the one place that reads knowledge files"
)]

use super::Kb;
use super::file::{ReadFile, Whole};
use super::image::Head;
use super::kind::Kind;
use super::overlay::{OVERRIDES, Tree, without_overrides};
use super::parallel;
use super::snapshot;
use super::table::{Table, tables};
use crate::diag::{Code, Diagnostic, Source, Span};
use crate::schema::builtin;
use crate::yaml::{Limits, Node, Packed};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Does something with the table of a kind; something else for kinds that have no type.
macro_rules! for_kind {
    ($kind:expr, $kb:expr, $table:ident => $with:expr, $otherwise:expr) => {
        tables!(for_kind { @match $kind, $kb, $table, $with, $otherwise })
    };
    (@match $kind:expr, $kb:expr, $table:ident, $with:expr, $otherwise:expr; $($name:ident $field:ident),*) => {
        match $kind {
            $(Kind::$name => { let $table = &mut $kb.$field; $with })*
            Kind::Script | Kind::Form => $otherwise,
        }
    };
}

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
                .label(&source, Span { start: 0, end: 0 }, "")
                .help("name a directory that holds `catalog/` or `rules/`"),
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
    let same_kind = |one: &Head, other: &Head| one.kind == other.kind;
    for heads in snapshot::heads().chunk_by(same_kind) {
        for head in heads {
            if snapshot::blob(head.blob).is_empty() && stored_whole(head.kind) {
                let file = Read::of(head.path, Source::new(head.path, snapshot::text(head)));
                place(kb, file, &Layer::BuiltIn, findings);
            } else {
                insert_stored(kb, head, heads.len());
            }
        }
    }
    kb.price_lists = super::prices::PriceLists::stored();
}

/// Whether entries of a kind are kept in decoded form.
pub fn stored_whole(kind: Kind) -> bool {
    !matches!(kind, Kind::Script | Kind::Form)
}

fn insert_stored(kb: &mut Kb, head: &'static Head, count: usize) {
    fn into<T>(table: &mut Table<T>, head: &'static Head, count: usize) {
        if table.is_empty() {
            table.reserve(count);
        }
        table.insert_stored(head);
    }
    for_kind!(
        head.kind,
        kb,
        table => into(table, head, count),
        into(&mut kb.files, head, count)
    );
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
    let read = parallel::map(files, |(relative, full)| {
        let shown = full.display().to_string();
        match fs::read_to_string(full) {
            Ok(text) => Read::of(relative, Source::new(shown, text)),
            Err(error) => Read::failed(relative, unreadable(shown, &error)),
        }
    });
    for file in read {
        place(kb, file, layer, findings);
    }
}

fn unreadable(shown: String, error: &std::io::Error) -> Diagnostic {
    let reason = match error.kind() {
        std::io::ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
        _ => error.to_string(),
    };
    let source = Source::new(shown, "");
    Diagnostic::error(
        Code::UnreadableFile,
        format!("this file cannot be read: {reason}"),
    )
    .label(
        &source,
        Span { start: 0, end: 0 },
        "nothing in it counts until it can be read",
    )
    .help("save it as UTF-8 text, or remove it")
}

/// A file that was read and parsed, on its way into its table.
struct Read {
    relative: String,
    content: Result<(Arc<Source>, Content), Vec<Diagnostic>>,
}

/// What a file holds.
enum Content {
    /// Text in a form of its own.
    Text,
    /// A value that changes nothing below it.
    Whole(Whole),
    /// A tree that is joined with those below it.
    Tree(Node),
}

impl Read {
    fn failed(relative: &str, finding: Diagnostic) -> Self {
        Self {
            relative: relative.to_owned(),
            content: Err(vec![finding]),
        }
    }

    /// Parses a file; what does not depend on other files is decoded here, where many are read at once.
    fn of(relative: &str, source: Arc<Source>) -> Self {
        let kind = Kind::of_path(relative).filter(|kind| stored_whole(*kind));
        let content = match kind {
            None => Ok(Content::Text),
            Some(kind) => crate::diag::parse(&source, &Limits::default()).and_then(|node| {
                if node.get(OVERRIDES).is_some() {
                    return Ok(Content::Tree(node));
                }
                let blob = decoded(kind, &source, &node)
                    .map_err(|finding| all_of(kind, &source, &node, finding))?;
                let tree = Packed::of(&node, &source.text);
                Ok(Content::Whole(Whole { tree, blob }))
            }),
        };
        Self {
            relative: relative.to_owned(),
            content: content.map(|content| (source, content)),
        }
    }
}

/// Everything wrong with a tree that could not be decoded: the schema finds all of it, decoding stops at the first.
fn all_of(kind: Kind, source: &Arc<Source>, node: &Node, finding: Diagnostic) -> Vec<Diagnostic> {
    let schema = kind.schema().and_then(builtin::shared);
    let found = schema.map(|schema| crate::schema::check(schema, source, node));
    found
        .filter(|found| !found.is_empty())
        .unwrap_or_else(|| vec![finding])
}

/// The value of a tree in its short form, whatever the type of its kind is.
fn decoded(kind: Kind, source: &Arc<Source>, node: &Node) -> Result<Vec<u8>, Diagnostic> {
    fn of<T: DeserializeOwned + Serialize>(
        _: &Table<T>,
        source: &Arc<Source>,
        node: &Node,
    ) -> Result<Vec<u8>, Diagnostic> {
        let value = crate::diag::decode::<T>(source, node)?;
        // Without a short form the value is read from the text each time.
        Ok(postcard::to_allocvec(&value).unwrap_or_default())
    }
    let mut none = Kb::default();
    for_kind!(kind, none, table => of(table, source, node), Ok(Vec::new()))
}

fn place(kb: &mut Kb, file: Read, layer: &Layer, findings: &mut Vec<Diagnostic>) {
    let Some(kind) = Kind::of_path(&file.relative) else {
        return;
    };
    let id = kind.id_of_path(&file.relative);
    let (source, content) = match file.content {
        Ok(content) => content,
        Err(errors) => return findings.extend(errors),
    };
    if !stored_whole(kind) {
        let relative = file.relative.as_str();
        let replaced = kb.files.entry(relative).map(|entry| entry.file.source());
        if let Some(below) = replaced.filter(|_| !says_overrides(&source.text, &id)) {
            findings.push(duplicate(&id, &source, &below));
            return;
        }
        kb.files.insert_read(read(relative, &source, layer), ());
        return;
    }
    let file = File {
        id: &id,
        source: &source,
        layer,
        content,
    };
    for_kind!(kind, kb, table => file.into_table(table, findings), ());
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
    content: Content,
}

impl File<'_> {
    fn into_table<T: DeserializeOwned>(self, table: &mut Table<T>, findings: &mut Vec<Diagnostic>) {
        if let Content::Tree(node) = self.content {
            return joined(table, node, (self.id, self.source, self.layer), findings);
        }
        if let Some(below) = table.entry(self.id) {
            findings.push(duplicate(self.id, self.source, &below.file.source()));
            return;
        }
        if let Content::Whole(whole) = self.content {
            table.insert_whole(ReadFile {
                whole: Some(whole),
                ..read(self.id, self.source, self.layer)
            });
        }
    }
}

/// A file of one layer.
fn read(id: &str, source: &Arc<Source>, layer: &Layer) -> ReadFile {
    ReadFile {
        id: id.to_owned(),
        source: Arc::clone(source),
        layers: vec![layer.clone()],
        below: Vec::new(),
        whole: None,
    }
}

/// Puts a file that changes an entry over what is known of that entry.
fn joined<T: DeserializeOwned>(
    table: &mut Table<T>,
    node: Node,
    (id, source, layer): (&str, &Arc<Source>, &Layer),
    findings: &mut Vec<Diagnostic>,
) {
    let (node, overrides) = without_overrides(node);
    let mut tree = Tree::of(source, node);
    let mut file = read(id, source, layer);
    if let Some(below) = table.entry(id) {
        if overrides.as_deref() != Some(id) {
            findings.push(duplicate(id, source, &below.file.source()));
            return;
        }
        file.below.extend_from_slice(below.file.below());
        file.below.push(below.file.source());
        tree.join(&file.below);
        let layers = below.file.layers().iter().cloned();
        file.layers = layers.chain(file.layers).collect();
    }
    match crate::diag::decode::<T>(source, &tree.node) {
        Ok(value) => table.insert_read(file, value),
        Err(mut finding) => {
            tree.place(&mut finding);
            findings.push(finding);
        }
    }
}

fn duplicate(id: &str, source: &Arc<Source>, below: &Arc<Source>) -> Diagnostic {
    Diagnostic::error(Code::DuplicateId, format!("`{id}` exists already"))
        .label(source, id_span(source), "nothing of this file counts")
        .label(below, id_span(below), "is here already")
        .help(format!(
            "to change it, add `overrides: {id}` as the first key; else give this one another name"
        ))
}

/// Where a file says its id; its start if it does not.
fn id_span(source: &Source) -> Span {
    let text = source.text.as_ref();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("id:") {
            return Span::new(start, start + line.trim_end().len());
        }
        start += line.len();
    }
    let first = text.lines().next().unwrap_or_default();
    Span::new(0, first.len())
}
