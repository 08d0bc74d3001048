//! One file of knowledge, part of the program or read when it started. Never: what stands in it.

use super::image::Head;
use super::layers::{self, Layer};
use super::snapshot;
use crate::diag::Source;
use crate::yaml::Packed;
use std::sync::Arc;

/// A file of knowledge.
#[derive(Debug)]
pub enum KnowledgeFile {
    /// Part of the program.
    Stored(&'static Head),
    /// Read when the program started.
    Read(Box<ReadFile>),
}

/// A file that was read.
#[derive(Debug)]
pub struct ReadFile {
    /// Its id.
    pub id: String,
    /// Its name as the user knows it, and its text.
    pub source: Arc<Source>,
    /// The layers that made it, the strongest last.
    pub layers: Vec<Layer>,
    /// The files of lower layers that it changes, the weakest first.
    pub below: Vec<Arc<Source>>,
    /// Its content, if it changes nothing below it.
    pub whole: Option<Whole>,
}

/// A file that was read and changes nothing below it: its tree and its value, both in few bytes.
#[derive(Debug)]
pub struct Whole {
    /// Where everything stands.
    pub tree: Packed,
    /// The decoded form.
    pub blob: Vec<u8>,
}

impl KnowledgeFile {
    /// The id; a file that has no type is known by its path.
    pub fn id(&self) -> &str {
        match self {
            Self::Stored(head) if layers::stored_whole(head.kind) => head.id,
            Self::Stored(head) => head.path,
            Self::Read(file) => &file.id,
        }
    }

    /// The layers that made it, the strongest last.
    pub fn layers(&self) -> &[Layer] {
        match self {
            Self::Stored(_) => &[Layer::BuiltIn],
            Self::Read(file) => &file.layers,
        }
    }

    /// The name as shown to the user.
    pub fn path(&self) -> &str {
        match self {
            Self::Stored(head) => head.path,
            Self::Read(file) => &file.source.path,
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        match self {
            Self::Stored(head) => snapshot::text(head),
            Self::Read(file) => &file.source.text,
        }
    }

    /// The name with the text.
    pub fn source(&self) -> Arc<Source> {
        match self {
            Self::Stored(head) => Source::new(head.path, snapshot::text(head)),
            Self::Read(file) => Arc::clone(&file.source),
        }
    }

    /// The files of lower layers that it changes, the weakest first.
    pub fn below(&self) -> &[Arc<Source>] {
        match self {
            Self::Stored(_) => &[],
            Self::Read(file) => &file.below,
        }
    }

    /// What it is found by without being decoded; `None` if that is not known.
    pub fn key(&self) -> Option<&'static str> {
        match self {
            Self::Stored(head) => Some(head.key).filter(|key| !key.is_empty()),
            Self::Read(_) => None,
        }
    }

    /// Whether it is part of the program in decoded form.
    pub fn is_stored(&self) -> bool {
        matches!(self, Self::Stored(head) if !snapshot::blob(head.blob).is_empty())
    }

    /// The decoded form; empty if there is none.
    pub(super) fn blob(&self) -> &[u8] {
        match self {
            Self::Stored(head) => snapshot::blob(head.blob),
            Self::Read(file) => file.whole.as_ref().map_or(&[], |whole| &whole.blob),
        }
    }

    /// Its tree, if that was kept.
    pub(super) fn packed(&self) -> Option<&Packed> {
        match self {
            Self::Stored(_) => None,
            Self::Read(file) => file.whole.as_ref().map(|whole| &whole.tree),
        }
    }
}
