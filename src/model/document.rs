//! The fixed words of a document: headings in order, sentence forms, limits. Never: what fills them.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// `rules/documents/<scope>.yaml`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
