//! Budget tiers and security postures: named grades in an order. Never: what they require (rules say that).

use serde::{Deserialize, Serialize};

/// `catalog/tiers/<id>.yaml` and `catalog/postures/<id>.yaml`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Grade {
    /// Stable id.
    pub id: String,
    /// As printed where it is cited.
    pub title: String,
    /// Larger is stricter.
    pub order: u32,
    /// Whether it is taken when nothing is said.
    #[serde(default)]
    pub default: bool,
    /// The grade whose rules apply too.
    #[serde(default)]
    pub inherits: Option<String>,
    /// Phrases that mean it.
    #[serde(default)]
    pub words: Vec<String>,
    /// One sentence for the wizard.
    #[serde(default)]
    pub says: String,
    /// What a small service costs a month, USD.
    #[serde(default)]
    pub typical_small_service: Option<Span>,
    /// What choosing it needs.
    #[serde(default)]
    pub needs: Needs,
    /// The prompt for what it needs.
    #[serde(default)]
    pub asks: Option<String>,
    /// Printed when what it needs is missing.
    #[serde(default)]
    pub warns: Option<String>,
    /// What suggests it.
    #[serde(default)]
    pub suits: Suits,
    /// The sentence of that suggestion.
    #[serde(default)]
    pub hint: Option<String>,
}

/// A range of whole dollars.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// USD a month.
    pub low: u32,
    /// USD a month.
    pub high: u32,
}

/// What choosing a grade needs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Needs {
    /// Nothing.
    #[default]
    None,
    /// An explicit acknowledgement.
    Acknowledgement,
    /// A reason.
    Reason,
}

/// What suggests a grade.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Suits {
    /// Frameworks in the profile.
    #[serde(default)]
    pub frameworks: Vec<String>,
    /// Classes of data.
    #[serde(default)]
    pub data_classes: Vec<String>,
}
