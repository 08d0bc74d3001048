//! The fixed words of a document: headings in order, sentence forms, limits. Never: what fills them.

use super::condition::{Condition, Scalar};
use super::design::Minutes;
use super::text::{Lines, Text};
use crate::map::IndexMap;
use serde::{Deserialize, Serialize};

/// `rules/documents/<scope>.yaml`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Document {
    /// The scope it is for.
    pub id: String,
    /// The document whose words it shares where it has none of its own.
    #[serde(default)]
    pub like: Option<String>,
    /// What stands before the title.
    pub title: String,
    /// Headings in order.
    pub sections: Vec<Section>,
    /// Sentence forms with placeholders.
    #[serde(default)]
    pub texts: IndexMap<String, String>,
    /// Lists of words.
    #[serde(default)]
    pub lists: IndexMap<String, Vec<String>>,
    /// For each verb, the verbs whose operation serves it when its own is missing.
    #[serde(default)]
    pub nearest: IndexMap<String, Vec<String>>,
    /// How much one page holds.
    #[serde(default)]
    pub limits: IndexMap<String, u32>,
    /// A document that is stated block by block.
    #[serde(default)]
    pub blocks: Vec<Block>,
    /// Requirements whose price is the difference between the plan with and without them.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Who goes on with the document.
    #[serde(default)]
    pub hand_offs: Vec<HandOff>,
    /// What people do when a region is lost, between the steps of the services.
    #[serde(default)]
    pub recovery: Vec<Minutes>,
}

/// A heading, a paragraph, a list, a table or a drawing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// Depth of the heading; no heading, if 0.
    #[serde(default)]
    pub level: u8,
    /// When it is printed.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The heading, or a paragraph.
    #[serde(default)]
    pub say: Text,
    /// How the lines below are printed.
    #[serde(default, rename = "as")]
    pub shape: Shape,
    /// The cells of a table's head, apart by ` | `.
    #[serde(default)]
    pub head: Text,
    /// Lines; cells of a row are apart by ` | `.
    #[serde(default)]
    pub lines: Lines,
    /// Topics whose lines follow: computed ones, or those that the knowledge states.
    #[serde(default)]
    pub of: Vec<String>,
    /// What is said when there are no lines; without it nothing is printed.
    #[serde(default)]
    pub empty: Text,
    /// Counted in the summary under this name.
    #[serde(default)]
    pub count: String,
}

/// How lines are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A paragraph each.
    #[default]
    Paragraphs,
    /// One paragraph with a line each.
    Lines,
    /// `-`
    Bullets,
    /// `1.`
    Numbers,
    /// `- [ ]`
    Boxes,
    /// Rows of a table.
    Table,
    /// The drawings of the plan.
    Drawing,
    /// Decisions, a heading each.
    Records,
}

/// A requirement with a price.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Stable within the document.
    pub id: String,
    /// When it is one.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The requirement.
    pub say: Text,
    /// What it buys.
    pub buys: Text,
    /// Facts that take it away.
    pub without: IndexMap<String, Scalar>,
}

/// Who goes on with the document, and with which words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOff {
    /// Who.
    pub target: String,
    /// What it is.
    pub label: String,
    /// What they are told.
    pub prompt: String,
    /// Whether it is sent without asking.
    #[serde(default)]
    pub send: bool,
}

/// A section and its heading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// What it holds.
    pub id: String,
    /// As printed.
    pub heading: String,
}

impl Document {
    /// The document with everything that it shares with another.
    pub fn with(&self, other: &Self) -> Self {
        let mut whole = self.clone();
        fill(&mut whole.texts, &other.texts);
        fill(&mut whole.lists, &other.lists);
        fill(&mut whole.nearest, &other.nearest);
        fill(&mut whole.limits, &other.limits);
        whole
    }

    /// A sentence form with its placeholders filled from pairs.
    pub fn say(&self, id: &str, pairs: &[(&str, &str)]) -> String {
        let mut text = self.texts.get(id).cloned().unwrap_or_default();
        for (key, value) in pairs {
            text = text.replace(&format!("{{{key}}}"), value);
        }
        text
    }

    /// A limit; none if the document does not state it.
    pub fn limit(&self, id: &str) -> usize {
        self.limits
            .get(id)
            .map_or(usize::MAX, |limit| *limit as usize)
    }

    /// A list of words; empty if the document does not state it.
    pub fn list(&self, id: &str) -> &[String] {
        self.lists.get(id).map_or(&[], Vec::as_slice)
    }
}

fn fill<T: Clone>(own: &mut IndexMap<String, T>, shared: &IndexMap<String, T>) {
    for (key, value) in shared {
        if !own.contains_key(key) {
            own.insert(key.clone(), value.clone());
        }
    }
}
