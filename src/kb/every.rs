//! Every entry of the knowledge base, whatever its kind: for lists and for looking one up. Never: what an entry means.

use super::Kb;
use super::kind::Kind;
use super::layers::Layer;
use super::table::{Entry, Table, tables};
use crate::diag::Source;
use std::sync::Arc;

/// One entry, without its content.
#[derive(Debug, Clone)]
pub struct Every<'a> {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: &'a str,
    /// The strongest file.
    pub path: &'a str,
    /// The text of that file.
    pub text: &'a str,
    /// The layers that made it, the strongest last.
    pub layers: &'a [Layer],
    /// The files of lower layers, the weakest first.
    pub below: &'a [Arc<Source>],
}

impl Every<'_> {
    /// All of its files, the weakest first, each with its layer.
    pub fn files(&self) -> Vec<(&Layer, Arc<Source>)> {
        let own = Source::new(self.path, self.text);
        let sources = self.below.iter().cloned().chain([own]);
        self.layers.iter().zip(sources).collect()
    }
}

/// All entries, by kind and id.
pub fn every(kb: &Kb) -> Vec<Every<'_>> {
    fn of<T>(table: &Table<T>, kind: Kind) -> impl Iterator<Item = Every<'_>> {
        table.entries().map(move |entry| one(entry, kind))
    }
    macro_rules! add {
        ($list:ident $kb:ident; $($name:ident $field:ident),*) => {
            $($list.extend(of(&$kb.$field, Kind::$name));)*
        };
    }
    let mut list = Vec::new();
    tables!(add { list kb });
    let files = kb.files.entries().map(|entry| {
        let kind = Kind::of_path(entry.id()).unwrap_or(Kind::Form);
        one(entry, kind)
    });
    list.extend(files);
    list
}

fn one<T>(entry: &Entry<T>, kind: Kind) -> Every<'_> {
    Every {
        kind,
        id: entry.id(),
        path: entry.file.path(),
        text: entry.file.text(),
        layers: entry.file.layers(),
        below: entry.file.below(),
    }
}
