//! A blueprint: how a kind of change is put together.

use super::condition::{Condition, Scalar};
use super::rule::{Example, Status};
use super::service::Part;
use super::text::{Line, Lines, Text};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// `rules/blueprints/<scope>/<id>.yaml`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Blueprint {
    /// Stable id.
    pub id: String,
    /// Which document it is for.
    pub scope: String,
    /// Title of the plan; else that of the main operation.
    #[serde(default)]
    pub title: Option<Text>,
    /// Why it is put together like this.
    #[serde(default)]
    pub why: String,
    /// Whether it may be used.
    #[serde(default)]
    pub status: Status,
    /// When it is chosen; the most conditions win.
    pub when: Condition,
    /// Facts it sets where the request states none.
    #[serde(default)]
    pub facts: IndexMap<String, Scalar>,
    /// What it is made of, the main part first.
    pub parts: Vec<Part>,
    /// Replaces what the parts say they change.
    #[serde(default)]
    pub what: Option<Text>,
    /// Added to the score of the estimate.
    #[serde(default)]
    pub estimate: i32,
    /// Ideas for option C of the menu.
    #[serde(default)]
    pub refine: Vec<Line>,
    /// Configuration lines of the whole.
    #[serde(default)]
    pub config: Lines,
    /// Security notes of the whole.
    #[serde(default)]
    pub security: Lines,
    /// What is taken for granted.
    #[serde(default)]
    pub assume: Lines,
    /// What must be asked first.
    #[serde(default)]
    pub confirm: Lines,
    /// Cases.
    #[serde(default)]
    pub examples: Vec<Example>,
}
