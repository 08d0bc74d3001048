//! Joins a file with those of the same id in lower layers, and keeps every place pointing into the file it came from.
//! Never: what the files mean.

use super::table::Entry;
use crate::diag::{Diagnostic, Source, Span};
use crate::yaml::{self, Limits, Node, Value};
use std::sync::Arc;

/// The key that says which entry a file changes.
pub const OVERRIDES: &str = "overrides";

/// The tree of an entry that several files make.
#[derive(Debug)]
pub struct Tree {
    /// The joined tree. Spans of lower files begin behind the end of the files above them.
    pub node: Node,
    /// Where the spans of each file begin, the strongest first.
    sources: Vec<(usize, Arc<Source>)>,
}

impl Tree {
    /// The tree of one file.
    pub fn of(source: &Arc<Source>, node: Node) -> Self {
        Self {
            node,
            sources: vec![(0, Arc::clone(source))],
        }
    }

    /// The tree of an entry that several files make; `None` if it is made of one.
    pub fn of_entry<T>(entry: &Entry<T>) -> Option<Self> {
        if entry.file.below().is_empty() {
            return None;
        }
        let source = entry.file.source();
        let node = yaml::parse(&source.text, &Limits::default()).ok()?;
        Some(Self::joined(&source, node, entry.file.below()))
    }

    /// A tree put over those of the files below it.
    pub fn joined(source: &Arc<Source>, node: Node, below: &[Arc<Source>]) -> Self {
        let mut tree = Self::of(source, without_overrides(node).0);
        tree.join(below);
        tree
    }

    /// Puts the tree over files of lower layers, the weakest first.
    pub fn join(&mut self, below: &[Arc<Source>]) {
        for source in below.iter().rev() {
            let Ok(mut node) = yaml::parse(&source.text, &Limits::default()) else {
                continue;
            };
            let start = self.end();
            shift(&mut node, start);
            self.sources.push((start, Arc::clone(source)));
            let above = std::mem::replace(
                &mut self.node,
                Node {
                    span: node.span,
                    value: Value::Null,
                },
            );
            self.node = merged(without_overrides(node).0, above);
        }
    }

    /// The file that a place belongs to, and where its spans begin.
    pub fn home(&self, at: usize) -> Option<(&Arc<Source>, usize)> {
        let found = self.sources.iter().rev().find(|(start, _)| *start <= at);
        found.map(|(start, source)| (source, *start))
    }

    fn end(&self) -> usize {
        self.sources
            .last()
            .map_or(0, |(start, source)| start + source.text.len() + 1)
    }

    /// Moves labels of the strongest file that lie behind its end to the file that they belong to.
    pub fn place(&self, diagnostic: &mut Diagnostic) {
        let Some((_, top)) = self.sources.first() else {
            return;
        };
        for label in &mut diagnostic.labels {
            if label.source.path != top.path {
                continue;
            }
            let home = self
                .sources
                .iter()
                .rev()
                .find(|(start, _)| *start <= label.span.start);
            if let Some((start, source)) = home.filter(|(start, _)| *start > 0) {
                label.span = Span {
                    start: label.span.start - start,
                    end: label.span.end.saturating_sub(*start),
                };
                label.source = Arc::clone(source);
            }
        }
    }
}

/// A tree without the key that says which entry it changes, and that entry.
pub(super) fn without_overrides(node: Node) -> (Node, Option<String>) {
    let Node { span, value } = node;
    let Value::Map(pairs) = value else {
        return (Node { span, value }, None);
    };
    let mut overrides = None;
    let mut kept = Vec::with_capacity(pairs.len());
    for (key, value) in pairs {
        if key.as_str() == Some(OVERRIDES) {
            overrides = value.as_str().map(str::to_owned);
        } else {
            kept.push((key, value));
        }
    }
    (
        Node {
            span,
            value: Value::Map(kept),
        },
        overrides,
    )
}

fn shift(node: &mut Node, by: usize) {
    node.span.start += by;
    node.span.end += by;
    match &mut node.value {
        Value::Map(pairs) => {
            for (key, value) in pairs {
                shift(key, by);
                shift(value, by);
            }
        }
        Value::Seq(items) => items.iter_mut().for_each(|item| shift(item, by)),
        _ => {}
    }
}

/// The lower tree with everything that the upper one states: maps join key by key, all else is replaced.
fn merged(below: Node, above: Node) -> Node {
    match (below.value, above.value) {
        (Value::Map(mut pairs), Value::Map(changes)) => {
            for (key, value) in changes {
                let place = pairs
                    .iter()
                    .position(|(known, _)| known.as_str() == key.as_str());
                match place.map(|index| pairs.remove(index)).zip(place) {
                    Some(((_, old), index)) => pairs.insert(index, (key, merged(old, value))),
                    None => pairs.push((key, value)),
                }
            }
            Node {
                span: above.span,
                value: Value::Map(pairs),
            }
        }
        (_, value) => Node {
            span: above.span,
            value,
        },
    }
}
