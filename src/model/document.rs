//! The fixed words of a document: headings in order, sentence forms, limits. Never: what fills them.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// `rules/documents/<scope>.yaml`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The scope it is for.
    pub id: String,
    /// What stands before the title.
    pub title: String,
    /// Headings in order.
    pub sections: Vec<Section>,
    /// Sentence forms with placeholders.
    pub texts: IndexMap<String, String>,
    /// Lists of words.
    pub lists: IndexMap<String, Vec<String>>,
    /// For each verb, the verbs whose operation serves it when its own is missing.
    pub nearest: IndexMap<String, Vec<String>>,
    /// How much one page holds.
    pub limits: IndexMap<String, u32>,
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
