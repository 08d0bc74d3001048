//! A service: how one provider does a capability.

use super::condition::Scalar;
use super::later::Later;
use super::operation::{Cost, Operation, Part, Step};
use super::quantity::Range;
use super::text::{Check, Lines, Text};
use crate::map::IndexMap;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// `catalog/providers/<p>/services/<id>.yaml`; stored in this order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Service {
    /// `<provider>/<name>`.
    pub id: String,
    /// As in the heading of a plan.
    pub title: String,
    /// Capabilities, the main one first.
    pub provides: Vec<String>,
    /// Lower is preferred for its capability.
    #[serde(default = "usual_rank")]
    pub rank: u32,
    /// Phrases that mean exactly this service.
    #[serde(default)]
    pub words: Vec<String>,
    /// Engines that it runs; a request that names one takes it before services that do not.
    #[serde(default)]
    pub engines: Vec<String>,
    /// What one of it is called.
    #[serde(default)]
    pub noun: Option<String>,
    /// Where its facts come from.
    #[serde(default)]
    pub source: Option<String>,
    /// When they were looked up, `YYYY-MM`.
    #[serde(default)]
    pub as_of: Option<String>,
    /// Whether they were read in a source.
    #[serde(default)]
    pub verified: bool,
    /// Types of the infrastructure code.
    #[serde(default)]
    pub iac: Vec<String>,
    /// Meters of machines, with `*` for the type: where a request states a type, it is the one that is priced.
    #[serde(default)]
    pub machines: Vec<String>,
    /// What commands need.
    #[serde(default)]
    pub names: IndexMap<String, Name>,
    /// Quantities a month.
    #[serde(default)]
    pub usage: IndexMap<String, Usage>,
    /// Limits and other facts that texts rely on.
    #[serde(default)]
    pub facts: IndexMap<String, ServiceFact>,
    /// How each level of each setting is done.
    #[serde(default)]
    pub settings: IndexMap<String, IndexMap<String, Later<Realization>>>,
    /// What must not be combined.
    #[serde(default)]
    pub pairings: Vec<Pairing>,
    /// Dates on which something ends.
    #[serde(default)]
    pub lifecycle: Vec<Lifecycle>,
    /// What can be done with it.
    #[serde(default)]
    pub operations: IndexMap<String, Later<Operation>>,
    /// What cannot be done with it.
    #[serde(default)]
    pub lacks: Vec<Lack>,
}

impl Service {
    /// What it is found by without being decoded: its rank, then its capabilities, the main one first.
    pub fn key(&self) -> String {
        let mut key = vec![self.rank.to_string()];
        key.extend_from_slice(&self.provides);
        key.join(" ")
    }
}

/// The rank and the capabilities that such a key holds.
pub fn opened(key: &str) -> Option<(u32, impl Iterator<Item = &str>)> {
    let mut words = key.split(' ');
    let rank = words.next()?.parse().ok()?;
    Some((rank, words))
}

fn usual_rank() -> u32 {
    50
}

/// A name that commands need.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// Template used when the request does not state it.
    pub is: String,
    /// The fact that replaces it when the request states it.
    #[serde(default)]
    pub stated: Option<String>,
    /// Printed under Assumed when the template was used.
    #[serde(default)]
    pub assume: Option<String>,
}

/// A quantity a month: stated here, by the request, or as a multiple of another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usage {
    /// The usage that the three numbers multiply.
    #[serde(default)]
    pub of: Option<String>,
    /// The low end.
    pub low: Decimal,
    /// The value to expect.
    pub typical: Decimal,
    /// The high end.
    pub high: Decimal,
    /// Unit.
    #[serde(default)]
    pub unit: String,
    /// The fact that replaces it when the request states it.
    #[serde(default)]
    pub stated: Option<String>,
    /// The fact that says by how much it grows a month; the high end is what a year makes of what is stated.
    #[serde(default)]
    pub grows: Option<String>,
    /// How the input reads under the cost, with `{low}`, `{typical}`, `{high}`.
    #[serde(default)]
    pub say: Text,
}

impl Usage {
    /// The three numbers.
    pub fn range(&self) -> Range {
        Range {
            low: self.low,
            typical: self.typical,
            high: self.high,
        }
    }
}

/// A limit or other fact with where it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServiceFact {
    /// The value.
    pub is: Scalar,
    /// Where it comes from.
    #[serde(default)]
    pub source: Option<String>,
    /// When it was looked up.
    #[serde(default)]
    pub as_of: Option<String>,
    /// Whether it was read in a source.
    #[serde(default)]
    pub verified: bool,
}

/// How a service does one level of a setting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Realization {
    /// A noun phrase.
    pub say: Text,
    /// An extra step.
    #[serde(default)]
    pub step: Option<Step>,
    /// A configuration line.
    #[serde(default)]
    pub config: Lines,
    /// A check that proves it.
    #[serde(default)]
    pub check: Option<Check>,
    /// Companions it needs.
    #[serde(default)]
    pub adds: Vec<Part>,
    /// What it costs.
    #[serde(default)]
    pub costs: Vec<Cost>,
    /// A security note.
    #[serde(default)]
    pub note: Lines,
    /// What an auditor files it under.
    #[serde(default)]
    pub practices: Vec<String>,
}

/// Two services, and a level that does not work between them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pairing {
    /// The other service.
    pub with: String,
    /// The setting of this service.
    pub setting: String,
    /// Values that do not work.
    pub forbids: Vec<String>,
    /// Why.
    pub because: String,
    /// The value to take instead.
    pub instead: String,
}

/// A date on which something leaves support.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lifecycle {
    /// What ends.
    pub what: String,
    /// Facts that must match.
    #[serde(default, rename = "match")]
    pub matches: IndexMap<String, Scalar>,
    /// `YYYY-MM-DD`.
    pub until: String,
    /// What the plan says.
    #[serde(default)]
    pub say: Option<String>,
    /// Where it comes from.
    #[serde(default)]
    pub source: Option<String>,
    /// When it was looked up.
    #[serde(default)]
    pub as_of: Option<String>,
    /// Whether it was read in a source.
    #[serde(default)]
    pub verified: bool,
}

/// Something a service cannot do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lack {
    /// The operation.
    #[serde(rename = "do")]
    pub operation: String,
    /// Why.
    pub because: String,
    /// What to do instead.
    #[serde(default)]
    pub instead: Option<String>,
}
