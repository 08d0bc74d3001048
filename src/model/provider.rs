//! A provider: its names, its programs, what it has not. Never: services (they stand on their own).

use super::condition::Scalar;
use super::service::ServiceFact;
use super::text::Line;
use crate::map::IndexMap;
use serde::{Deserialize, Serialize};

/// The provider in an id that starts with one, such as that of a service, a change or a price file.
#[must_use]
pub fn provider_of(id: &str) -> &str {
    id.split('/').next().unwrap_or_default()
}

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

/// The standing of one service: `listed`, `not-listed` or `unknown` per list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Eligibility {
    /// The service.
    pub service: String,
    /// When it was looked up.
    pub as_of: Option<String>,
    /// What else to know.
    pub note: Option<String>,
    /// By list: the framework, with the level where it has levels.
    pub standing: IndexMap<String, String>,
}

/// What a list can say of a service.
const STANDINGS: [&str; 3] = ["listed", "not-listed", "unknown"];

#[derive(Deserialize)]
struct StoredEligibility {
    service: String,
    as_of: Option<String>,
    note: Option<String>,
    standing: IndexMap<String, String>,
}

impl<'de> Deserialize<'de> for Eligibility {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            let stored = StoredEligibility::deserialize(deserializer)?;
            return Ok(Self {
                service: stored.service,
                as_of: stored.as_of,
                note: stored.note,
                standing: stored.standing,
            });
        }
        let mut standing = IndexMap::<String, Scalar>::deserialize(deserializer)?;
        let mut take = |key: &str| standing.shift_remove(key).map(|value| value.0);
        let service = take("service").ok_or_else(|| serde::de::Error::missing_field("service"))?;
        let as_of = take("as-of");
        let note = take("note");
        let odd = |(_, value): &(&String, &Scalar)| !STANDINGS.contains(&value.0.as_str());
        if let Some((list, value)) = standing.iter().find(odd) {
            let words = STANDINGS.join(", ");
            return Err(serde::de::Error::custom(format!(
                "`{list}` is `{}`, and can be {words}",
                value.0
            )));
        }
        let standing = standing
            .into_iter()
            .map(|(list, value)| (list, value.0))
            .collect();
        Ok(Self {
            service,
            as_of,
            note,
            standing,
        })
    }
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
