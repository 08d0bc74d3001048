//! Finds the place of a value in the file of an entry, for findings that compare decoded entries. Never: what is wrong there.

use crate::diag::{Source, Span};
use crate::kb::overlay::Tree;
use crate::kb::table::{Entry, Table};
use crate::kb::{Kb, Kind};
use std::sync::Arc;

/// A file and a place in it.
pub(super) type Spot = (Arc<Source>, Span);

/// The place that a route of keys leads to, or the nearest one above it.
pub(super) fn spot<T>(kind: Kind, entry: &Entry<T>, route: &str) -> Option<Spot> {
    let file = super::job::of(kind, entry).open()?;
    let mut route = route;
    let (node, key) = loop {
        match file.node().pointer(route) {
            Some(found) => break found,
            None => route = route.rsplit_once('/')?.0,
        }
    };
    let span = match (&node.value, key) {
        (crate::yaml::Value::Map(_) | crate::yaml::Value::Seq(_), Some(key)) => key.span,
        _ => node.head(),
    };
    Some(placed(&file.source, span, file.joined.as_ref()))
}

/// A place of a joined tree as a place of the file it came from.
fn placed(source: &Arc<Source>, span: Span, joined: Option<&Tree>) -> Spot {
    let mut finding = crate::diag::Diagnostic::error(crate::diag::Code::UnreadableFile, "")
        .label(source, span, "");
    if let Some(tree) = joined {
        tree.place(&mut finding);
    }
    match finding.labels.pop() {
        Some(label) => (label.source, label.span),
        None => (Arc::clone(source), span),
    }
}

/// A place in an entry of a table.
pub(super) fn at<T>(table: &Table<T>, kind: Kind, id: &str, route: &str) -> Option<Spot> {
    spot(kind, table.entry(id)?, route)
}

/// A place in a price file.
pub(super) fn price(kb: &Kb, id: &str, route: &str) -> Option<Spot> {
    at(&kb.prices, Kind::Prices, id, route)
}

/// A place in a rule.
pub(super) fn rule(kb: &Kb, id: &str, route: &str) -> Option<Spot> {
    at(&kb.rules, Kind::Rule, id, route)
}
