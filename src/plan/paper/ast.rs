//! A document that is stated block by block, complete: no text left to fill in, no sum left to do. Never: how it is printed.

use crate::map::IndexMap;
use crate::model::document::HandOff;
use crate::plan::program::ast::Graph;
use serde::Serialize;

/// A design document or a workflow.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Paper {
    /// Which document it is.
    pub document: String,
    /// One line.
    pub title: String,
    /// In order.
    pub blocks: Vec<Block>,
    /// What the summary counts.
    pub counts: IndexMap<String, usize>,
    /// The decisions in it.
    pub records: Vec<Record>,
    /// What is open.
    pub questions: Vec<String>,
    /// Targets that the design misses.
    pub misses: Vec<String>,
    /// The figures that the texts quote, by name.
    pub figures: IndexMap<String, String>,
    /// Who goes on with it.
    pub hand_offs: Vec<HandOff>,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
        /// As printed.
        text: String,
    },
    /// A paragraph; each entry begins a new line.
    Paragraph {
        /// Inline Markdown.
        lines: Vec<String>,
    },
    /// A list.
    List {
        /// What stands before each entry.
        marks: Marks,
        /// Inline Markdown.
        items: Vec<String>,
    },
    /// A table.
    Table {
        /// Cells of the head.
        head: Vec<String>,
        /// Cells of the rows.
        rows: Vec<Vec<String>>,
    },
    /// The drawing of the plan, twice.
    Drawing {
        /// What it shows.
        graph: Graph,
        /// Said instead of a drawing that nobody can read.
        too_large: String,
    },
    /// A line between two parts.
    Rule,
}

/// What stands before the entries of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Marks {
    /// `-`
    Bullets,
    /// `1.`
    Numbers,
    /// `- [ ]`
    Boxes,
}

/// A decision with its options.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Record {
    /// The id of the knowledge it comes from.
    pub id: String,
    /// As in the heading.
    pub title: String,
    /// Why the question arises.
    pub context: String,
    /// What is chosen.
    pub decision: String,
    /// What is better then.
    pub positive: String,
    /// What is worse then.
    pub negative: String,
    /// What can go wrong.
    pub risks: String,
    /// Options with the reason against each.
    pub alternatives: Vec<String>,
}
