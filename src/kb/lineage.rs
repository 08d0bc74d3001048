//! Which layer each key of an entry comes from, and what a layer changes. Never: which of them is right.

use super::every::Every;
use super::overlay::{Tree, without_overrides};
use crate::diag::Source;
use crate::yaml::{self, Limits, Node, Value};
use serde_json::Value as Json;
use std::sync::Arc;

/// A part of an entry that one file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The keys that lead to it.
    pub keys: Vec<String>,
    /// Its file by number, the weakest first.
    pub file: usize,
    /// The line in that file.
    pub line: usize,
    /// Its text, without the indentation it stood at.
    pub text: String,
}

/// The entry in pieces, each the text of one file; none if a file is no map.
pub fn pieces(entry: &Every<'_>) -> Vec<Piece> {
    let files: Vec<Arc<Source>> = entry.files().into_iter().map(|(_, file)| file).collect();
    let mut out = Vec::new();
    if let Some(tree) = joined(&files) {
        walk(&tree, &files, &tree.node, &mut Vec::new(), &mut out);
    }
    out
}

/// The tree of files, the weakest first.
fn joined(files: &[Arc<Source>]) -> Option<Tree> {
    let (top, below) = files.split_last()?;
    let node = yaml::parse(&top.text, &Limits::default()).ok()?;
    let mut tree = Tree::of(top, without_overrides(node).0);
    tree.join(below);
    Some(tree)
}

fn walk(
    tree: &Tree,
    files: &[Arc<Source>],
    node: &Node,
    keys: &mut Vec<String>,
    out: &mut Vec<Piece>,
) {
    for (key, value) in node.pairs() {
        keys.push(key.as_str().unwrap_or_default().to_owned());
        let home = home_of(tree, files, key.span.start);
        let whole = only_in(tree, files, value, home);
        let end = if whole { value.span.end } else { key.span.end };
        if let Some(mut piece) = cut(tree, files, (key.span.start, end.max(key.span.end)), keys) {
            if !whole {
                piece.text.push(':');
            }
            out.push(piece);
        }
        if !whole {
            walk(tree, files, value, keys, out);
        }
        keys.pop();
    }
}

fn home_of(tree: &Tree, files: &[Arc<Source>], at: usize) -> usize {
    let home = tree.home(at).map(|(source, _)| source);
    let same = |file: &Arc<Source>| home.is_some_and(|home| Arc::ptr_eq(file, home));
    files.iter().position(same).unwrap_or_default()
}

/// Whether all values below come from one file.
fn only_in(tree: &Tree, files: &[Arc<Source>], node: &Node, home: usize) -> bool {
    match &node.value {
        Value::Map(pairs) => pairs.iter().all(|(key, value)| {
            home_of(tree, files, key.span.start) == home && only_in(tree, files, value, home)
        }),
        Value::Seq(items) => items.iter().all(|item| only_in(tree, files, item, home)),
        _ => home_of(tree, files, node.span.start) == home,
    }
}

fn cut(
    tree: &Tree,
    files: &[Arc<Source>],
    (start, end): (usize, usize),
    keys: &[String],
) -> Option<Piece> {
    let (source, shift) = tree.home(start)?;
    let text = source.text.get(start - shift..end - shift)?;
    let place = source.position(start - shift);
    let mut lines = text.lines();
    let mut flush = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let deep = line.len() - line.trim_start_matches(' ').len();
        let skip = deep.min(place.column - 1);
        flush.push('\n');
        flush.push_str(line.get(skip..).unwrap_or_default());
    }
    Some(Piece {
        keys: keys.to_vec(),
        file: home_of(tree, files, start),
        line: place.line,
        text: flush.trim_end().to_owned(),
    })
}

/// What one file says otherwise than the files below it.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The keys that lead to it.
    pub keys: Vec<String>,
    /// The line in the file.
    pub line: usize,
    /// What was said below; nothing if it is new.
    pub from: Option<Json>,
    /// What is said here.
    pub to: Json,
}

impl Change {
    /// Whether the file repeats what holds without it.
    pub fn is_useless(&self) -> bool {
        self.from.as_ref() == Some(&self.to)
    }
}

/// The changes of one of the entry's files; the first has none, since nothing lies below it.
pub fn changes(entry: &Every<'_>, file: usize) -> Vec<Change> {
    let files: Vec<Arc<Source>> = entry.files().into_iter().map(|(_, file)| file).collect();
    let mut out = Vec::new();
    let own = files.get(file);
    let below = files.get(..file).and_then(joined);
    let node = own.and_then(|own| yaml::parse(&own.text, &Limits::default()).ok());
    if let (Some(own), Some(below), Some(node)) = (own, below, node) {
        let above = without_overrides(node).0;
        compare(own, Some(&below.node), &above, &mut Vec::new(), &mut out);
    }
    out
}

fn compare(
    source: &Source,
    below: Option<&Node>,
    above: &Node,
    keys: &mut Vec<String>,
    out: &mut Vec<Change>,
) {
    for (key, value) in above.pairs() {
        let name = key.as_str().unwrap_or_default();
        keys.push(name.to_owned());
        let old = below.and_then(|map| map.get(name));
        let maps = |node: &Node| matches!(node.value, Value::Map(_));
        if old.is_some_and(maps) && maps(value) {
            compare(source, old, value, keys, out);
        } else {
            out.push(Change {
                keys: keys.clone(),
                line: source.position(key.span.start).line,
                from: old.map(yaml::to_json),
                to: yaml::to_json(value),
            });
        }
        keys.pop();
    }
}
