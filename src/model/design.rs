//! What a design document knows: workloads, what services promise and carry, targets, decisions. Never: computing with it.

use super::condition::{Condition, Scalar};
use super::text::{Lines, Text};
use crate::map::IndexMap;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// `catalog/workloads/<id>.yaml`: a kind of application, in the numbers that a design rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Workload {
    /// Stable id.
    pub id: String,
    /// As printed.
    pub title: String,
    /// Why it is a kind of its own.
    pub why: String,
    /// Phrases that mean it.
    pub words: Vec<String>,
    /// The change that is planned for it.
    pub request: String,
    /// Facts it sets where nothing else is stated.
    #[serde(default)]
    pub facts: IndexMap<String, Scalar>,
    /// What callers do.
    #[serde(default)]
    pub calls: Vec<Call>,
    /// Time that its own code takes.
    #[serde(default)]
    pub delays: Vec<Delay>,
    /// Services whose effect on availability is shown, though they are not used.
    #[serde(default)]
    pub beside: Vec<String>,
    /// Peaks in requests a second that the table of sizes shows.
    #[serde(default)]
    pub peaks: Vec<Decimal>,
    /// Lines by topic of the document.
    #[serde(default)]
    pub topics: IndexMap<String, Lines>,
}

/// What callers do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Call {
    /// Stable within the workload.
    pub id: String,
    /// As in the head of a table.
    pub title: String,
    /// Share of all requests, in percent.
    pub share: Decimal,
    /// Processor time of one.
    pub cpu_ms: Decimal,
    /// Database calls of one.
    #[serde(default)]
    pub queries: Decimal,
}

/// Time that one thing takes on the way of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Delay {
    /// What takes it.
    pub say: Text,
    /// Milliseconds.
    pub ms: Decimal,
    /// The calls that it holds for; all, if none is named.
    #[serde(default)]
    pub calls: Vec<String>,
    /// Whether it is taken for each database call.
    #[serde(default)]
    pub per_query: bool,
    /// When it is taken.
    #[serde(default)]
    pub when: Option<Condition>,
}

/// `catalog/providers/<p>/design/<service>.yaml`: what a service promises, carries and needs in operation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Design {
    /// `<provider>/<service>`.
    pub id: String,
    /// How requests depend on it.
    #[serde(default)]
    pub role: Role,
    /// Why it has that role.
    #[serde(default)]
    pub role_why: Text,
    /// What it promises, the cheapest first.
    #[serde(default)]
    pub options: Vec<Commitment>,
    /// Time that it takes on the way of a request.
    #[serde(default)]
    pub delays: Vec<Delay>,
    /// What one instance carries.
    #[serde(default)]
    pub unit: Option<Unit>,
    /// Sizes, the smallest first.
    #[serde(default)]
    pub sizes: Vec<Size>,
    /// What happens when its region is lost, with the minutes it takes.
    #[serde(default)]
    pub recovery: Vec<Minutes>,
    /// Lines by topic of the document.
    #[serde(default)]
    pub topics: IndexMap<String, Lines>,
}

/// How requests depend on a service.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Every request needs it: its availability multiplies.
    Serial,
    /// It is needed when an instance starts.
    StartOnly,
    /// What it answers is kept; its loss is seen later.
    Cached,
    /// Losing it loses sight, not requests.
    ObserveOnly,
    /// No request passes it.
    #[default]
    Aside,
}

/// What a provider promises, and what it takes to get it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Commitment {
    /// Stable within the service.
    pub id: String,
    /// As in a product of availabilities.
    pub title: String,
    /// Percent of a month.
    pub percent: Decimal,
    /// Facts that the plan needs to get it.
    #[serde(default)]
    pub sets: IndexMap<String, Scalar>,
    /// When it can be had.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Where the figure comes from.
    pub source: String,
    /// When it was looked up, `YYYY-MM`.
    pub as_of: String,
    /// Whether it was read in the source.
    #[serde(default)]
    pub verified: bool,
}

/// What one instance of a service carries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Unit {
    /// Processors.
    pub vcpu: Decimal,
    /// How busy they may be, in percent.
    pub load_percent: Decimal,
    /// Database connections that it holds.
    #[serde(default)]
    pub connections: Decimal,
    /// How many there may be.
    #[serde(default)]
    pub most: Decimal,
    /// The quantity of the service that counts instances.
    #[serde(default)]
    pub usage: String,
    /// The quantity of the service that counts what its answers carry out, in GB a month.
    #[serde(default)]
    pub sends: String,
    /// Zones that it is spread over by hand, whose loss must be carried by what runs; none where the platform refills.
    #[serde(default)]
    pub zones: Decimal,
}

/// A size of a store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Size {
    /// As printed.
    pub title: String,
    /// Processors.
    pub vcpu: Decimal,
    /// Connections that it takes.
    pub connections: Decimal,
}

/// One thing that happens, with the time it takes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Minutes {
    /// Where it stands among what other services do.
    #[serde(default)]
    pub order: u32,
    /// What happens.
    pub say: Text,
    /// How long it takes.
    pub minutes: u32,
    /// When it happens.
    #[serde(default)]
    pub when: Option<Condition>,
}

/// `catalog/targets.yaml`: how targets are written in requirements.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    /// In the order in which they are printed.
    pub targets: Vec<Target>,
}

/// One target.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Target {
    /// The fact that holds it.
    pub id: String,
    /// The fact that holds the end of a range.
    #[serde(default)]
    pub end: String,
    /// Whether two numbers with a dash between them are one value, written `5-10`.
    #[serde(default)]
    pub range: bool,
    /// Whether every request is read for it, because quantities follow from it.
    #[serde(default)]
    pub load: bool,
    /// Phrases beside which it stands.
    #[serde(default)]
    pub words: Vec<String>,
    /// What each unit multiplies by.
    #[serde(default)]
    pub units: IndexMap<String, Decimal>,
    /// Numbers below are something else.
    #[serde(default)]
    pub least: Decimal,
    /// Numbers above are something else.
    #[serde(default)]
    pub most: Option<Decimal>,
    /// Whether its unit is enough, without a phrase.
    #[serde(default)]
    pub alone: bool,
    /// The value that a phrase stands for, where there is no number.
    #[serde(default)]
    pub value: String,
    /// What is asked where it is not stated.
    #[serde(default)]
    pub ask: String,
}

/// `catalog/decisions/<id>.yaml`: a decision that designs take, with the options and what came of each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Choice {
    /// Stable id.
    pub id: String,
    /// Where it stands among others.
    #[serde(default)]
    pub order: u32,
    /// The decision as a heading.
    pub title: Text,
    /// When it is taken.
    pub when: Condition,
    /// The capability that it speaks of.
    #[serde(default)]
    pub of: String,
    /// Why the question arises.
    pub context: Text,
    /// What is chosen.
    pub decision: Text,
    /// What is better then.
    pub positive: Text,
    /// What is worse then.
    pub negative: Text,
    /// What can go wrong.
    pub risks: Text,
    /// Options that were not chosen, each with the reason.
    pub alternatives: Lines,
}
