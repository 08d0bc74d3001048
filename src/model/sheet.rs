//! Checklists, runbooks and guides: what people do in an order, in the words of their provider. Never: choosing among them.

use super::condition::Condition;
use super::text::Text;
use serde::{Deserialize, Serialize};

/// `catalog/checklists/`, `catalog/runbooks/` or `catalog/guides/`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sheet {
    /// Stable id, as typed.
    pub id: String,
    /// As in the heading.
    pub title: String,
    /// Why it is worth following.
    pub why: String,
    /// Other words that mean it.
    #[serde(default)]
    pub words: Vec<String>,
    /// What is done or looked at, in order.
    pub items: Vec<Item>,
    /// Sheets worth opening next, as `<kind>/<id>`.
    #[serde(default)]
    pub see: Vec<String>,
    /// When it was last read against the sources, `YYYY-MM`.
    pub as_of: String,
}

/// One line of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Item {
    /// The heading it begins.
    #[serde(default)]
    pub part: String,
    /// When it applies.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What to do.
    pub say: Text,
    /// The command that does or proves it.
    #[serde(default)]
    pub run: Text,
    /// What the command shows.
    #[serde(default)]
    pub expect: Text,
    /// What it often is, and what to do about it.
    #[serde(default)]
    pub then: Text,
    /// Advice that is still found, and why it is replaced.
    #[serde(default)]
    pub replaces: String,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
}
