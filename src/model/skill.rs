//! Skills that a plan may name, and the roles that do the work. Never: ordering (a script does that).

use super::quantity::Range;
use serde::{Deserialize, Serialize};

/// `catalog/skills/<id>.yaml`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Skill {
    /// Stable id, without the slash.
    pub id: String,
    /// As in a sentence.
    pub title: String,
    /// Words behind the arrow when the operation has none.
    pub purpose: String,
    /// Providers it fits; `any` for all.
    pub providers: super::framework::OneOrList,
    /// The pack it belongs to.
    #[serde(default)]
    pub pack: String,
    /// Skills that come first.
    #[serde(default)]
    pub runs_after: Vec<String>,
    /// Skills that come later.
    #[serde(default)]
    pub runs_before: Vec<String>,
    /// Where it stands in the chain of a longer plan.
    #[serde(default)]
    pub stage: String,
    /// Capabilities that it builds or operates.
    #[serde(default)]
    pub covers: Vec<String>,
    /// Engines, where it is narrower than the capability.
    #[serde(default)]
    pub engines: Vec<String>,
    /// Documents it may be named in.
    #[serde(default)]
    pub scope_limit: Scopes,
    /// Said when it nearly fits.
    #[serde(default)]
    pub gap: Option<String>,
    /// How it is installed.
    #[serde(default)]
    pub source: Option<String>,
}

/// Documents in which a skill may be named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scopes {
    /// Task plans.
    pub task: bool,
    /// Feature plans.
    pub feature: bool,
    /// Roadmaps.
    pub roadmap: bool,
}

impl Default for Scopes {
    fn default() -> Self {
        Self {
            task: true,
            feature: true,
            roadmap: true,
        }
    }
}

/// `catalog/roles.yaml`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Roles {
    /// Who does what.
    pub roles: Vec<Role>,
    /// What a person's day costs, in USD, where the profile does not say.
    #[serde(default)]
    pub day_rate: Range,
    /// Said when no build skill covers a service.
    #[serde(default)]
    pub gap: String,
}

/// Who does what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Stable id.
    pub id: String,
    /// As in a table.
    pub title: String,
    /// Phrases that mean it.
    #[serde(default)]
    pub words: Vec<String>,
    /// What it does.
    #[serde(default)]
    pub does: String,
    /// Skills it runs.
    #[serde(default)]
    pub skills: Vec<String>,
}
