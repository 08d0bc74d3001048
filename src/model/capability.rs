//! A capability: what a service is for, independent of the provider.

use serde::{Deserialize, Serialize};

/// `catalog/capabilities/<id>.yaml`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Capability {
    /// Stable id.
    pub id: String,
    /// As in a heading.
    pub title: String,
    /// What one of it is called.
    pub noun: String,
    /// Phrases that mean it in a request.
    #[serde(default)]
    pub words: Vec<String>,
    /// Whether it keeps state.
    #[serde(default)]
    pub holds_data: bool,
    /// Whether it usually answers requests from outside.
    #[serde(default)]
    pub public_facing: bool,
    /// How it is drawn.
    #[serde(default)]
    pub shape: String,
    /// Settings it understands, in the order in which they are printed.
    #[serde(default)]
    pub settings: Vec<String>,
    /// The class of the data it holds when nothing is said.
    #[serde(default)]
    pub default_data_class: Option<String>,
}
