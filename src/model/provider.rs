//! A provider: its names, its programs, what it has not. Never: services (they stand on their own).

use super::service::ServiceFact;
use super::text::Line;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// `catalog/providers/<id>/provider.yaml`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Provider {
    /// Stable id.
    pub id: String,
    /// As in a heading.
    pub title: String,
    /// The company's full name for it.
    #[serde(default)]
    pub formal: String,
    /// Order among providers.
    #[serde(default)]
    pub order: u32,
    /// Phrases that mean it.
    #[serde(default)]
    pub words: Vec<String>,
    /// The region that prices without a factor hold for.
    pub base_region: String,
    /// Offered by the wizard.
    #[serde(default)]
    pub default_region: String,
    /// Its command line.
    #[serde(default)]
    pub cli: Cli,
    /// The provider of the infrastructure code.
    #[serde(default)]
    pub iac_provider: String,
    /// What a billing boundary is called.
    #[serde(default)]
    pub project_noun: String,
    /// Separate clouds under the same name.
    #[serde(default)]
    pub partitions: Vec<Partition>,
    /// Rules about names.
    #[serde(default)]
    pub naming: Vec<Line>,
    /// Capabilities without a service.
    #[serde(default)]
    pub lacks: Vec<Missing>,
    /// Levels that are another level at this provider.
    #[serde(default)]
    pub equivalents: Vec<Equivalent>,
    /// Facts that texts rely on.
    #[serde(default)]
    pub facts: IndexMap<String, ServiceFact>,
    /// Contracts and authorizations, one per framework.
    #[serde(default)]
    pub programs: Vec<Program>,
    /// Standing per service.
    #[serde(default)]
    pub eligibility: Vec<Eligibility>,
}

/// A command line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Cli {
    /// Its name.
    pub command: String,
    /// Shows who is signed in where.
    #[serde(default)]
    pub identity: String,
    /// What that must show.
    #[serde(default)]
    pub expect: String,
}

/// A separate cloud under the same name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Partition {
    /// Stable id.
    pub id: String,
    /// As in a sentence.
    pub title: String,
    /// Whether it is the usual one.
    #[serde(default)]
    pub default: bool,
    /// How its regions begin.
    #[serde(default)]
    pub prefix: Option<String>,
    /// Whether it meets sovereign requirements.
    #[serde(default)]
    pub sovereign: bool,
    /// How its resource names begin.
    #[serde(default)]
    pub arn: Option<String>,
}

/// A capability without a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Missing {
    /// The capability.
    pub capability: String,
    /// Why.
    pub because: String,
    /// What to do instead.
    #[serde(default)]
    pub instead: Option<String>,
}

/// A contract or an authorization.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Program {
    /// The framework.
    pub framework: String,
    /// The contract.
    #[serde(default)]
    pub agreement: Option<String>,
    /// What a plan says of it.
    #[serde(default)]
    pub say: String,
    /// What has to be done.
    #[serde(default)]
    pub step: Option<String>,
    /// The partition it holds for.
    #[serde(default)]
    pub partition: Option<String>,
    /// The level it holds for.
    #[serde(default)]
    pub level: Option<String>,
    /// When it was looked up.
    #[serde(default)]
    pub as_of: Option<String>,
    /// Where it comes from.
    #[serde(default)]
    pub source: Option<String>,
    /// Whether it was read in a source.
    #[serde(default)]
    pub verified: bool,
}

/// The standing of one service: `listed`, `not-listed` or `unknown` per column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Eligibility {
    /// The service.
    pub service: String,
    /// Health data.
    #[serde(default)]
    pub hipaa: Option<String>,
    /// Commercial boundary.
    #[serde(default)]
    pub fedramp_moderate: Option<String>,
    /// Government boundary.
    #[serde(default)]
    pub fedramp_high: Option<String>,
    /// Card data.
    #[serde(default)]
    pub pci_dss: Option<String>,
    /// When it was looked up.
    #[serde(default)]
    pub as_of: Option<String>,
    /// What else to know.
    #[serde(default)]
    pub note: Option<String>,
}

/// A level that is another level at a provider.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Equivalent {
    /// The setting.
    pub setting: String,
    /// The level that the provider does not have.
    pub level: String,
    /// The level that it is.
    pub is: String,
    /// Why.
    #[serde(default)]
    pub because: String,
}
