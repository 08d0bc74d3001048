//! A rule: what holds when something is the case.

use super::condition::{Condition, Scalar};
use super::framework::OneOrList;
use super::operation::{Part, Step};
use super::quantity::Quantity;
use super::text::{Check, Lines, Skipped, Text};
use crate::map::IndexMap;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// `rules/<topic>/<id>.yaml`; stored in this order, and `Head` reads the first fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// Stable id, the file's name.
    pub id: String,
    /// Whether it is applied.
    #[serde(default)]
    pub status: Status,
    /// When it applies; always, if absent.
    #[serde(default)]
    pub when: Condition,
    /// The only capabilities it speaks of; all, if empty.
    #[serde(default)]
    pub of: OneOrList,
    /// The outcome as a statement.
    pub title: String,
    /// Why.
    #[serde(default)]
    pub why: String,
    /// What follows.
    pub then: Consequence,
    /// Cases.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// Whether a rule is applied or only explained.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Applied; may still change.
    Draft,
    /// Applied.
    #[default]
    Stable,
    /// Applied; a successor exists.
    Deprecated,
    /// Explained, never applied: no longer in force.
    Superseded,
    /// Explained, never applied: not yet in force.
    Proposed,
}

/// How a stored rule begins: enough to see whether it can apply.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Head {
    #[serde(rename = "id")]
    _id: Skipped,
    /// Whether it is applied.
    pub status: Status,
    /// When it applies.
    pub when: Condition,
}

impl Head {
    /// Of a rule.
    pub fn of(rule: &Rule) -> Self {
        Self {
            _id: Skipped,
            status: rule.status,
            when: rule.when.clone(),
        }
    }
}

impl Rule {
    /// Whether it speaks of a capability.
    pub fn speaks_of(&self, capability: &str) -> bool {
        self.of.0.is_empty() || self.of.0.iter().any(|one| one == capability)
    }
}

impl Status {
    /// Whether it takes part in decisions.
    pub fn applies(self) -> bool {
        matches!(self, Self::Draft | Self::Stable | Self::Deprecated)
    }
}

/// What follows from a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Consequence {
    /// Values that settings must have.
    #[serde(default)]
    pub require: Vec<Requirement>,
    /// Facts that are set where nothing is stated.
    #[serde(default)]
    pub facts: IndexMap<String, Scalar>,
    /// Parts added to the plan.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// Sentences about what changes.
    #[serde(default)]
    pub what: Lines,
    /// Extra steps.
    #[serde(default)]
    pub step: Many<Step>,
    /// Configuration lines.
    #[serde(default)]
    pub config: Lines,
    /// Security notes.
    #[serde(default)]
    pub security: Lines,
    /// Checks.
    #[serde(default)]
    pub check: Many<Check>,
    /// Questions.
    #[serde(default)]
    pub ask: Lines,
    /// Assumptions.
    #[serde(default)]
    pub assume: Lines,
    /// Things that stay short of a posture or framework.
    #[serde(default)]
    pub gap: Lines,
    /// Decisions that must be recorded: who, why, until when.
    #[serde(default)]
    pub decision: Lines,
    /// Dates that a longer plan must hold.
    #[serde(default)]
    pub milestone: Many<Milestone>,
    /// A conflict that this rule resolves.
    #[serde(default)]
    pub conflict: Option<Conflict>,
    /// Risks.
    #[serde(default)]
    pub risk: Lines,
    /// Notes under the cost.
    #[serde(default)]
    pub cost_note: Lines,
    /// Costs.
    #[serde(default)]
    pub costs: Vec<RuleCost>,
    /// What an auditor files it under.
    #[serde(default)]
    pub practices: Vec<String>,
}

/// A date that a longer plan must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// What is due.
    pub say: Text,
    /// How often.
    #[serde(default)]
    pub every: Option<String>,
    /// When it applies.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What an auditor files it under.
    #[serde(default)]
    pub practices: Vec<String>,
}

/// A conflict and how it is resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// The sides, each where it has a say.
    pub between: Lines,
    /// The resolution.
    pub say: String,
}

/// A cost that a rule brings: a priced item, or a sentence under the cost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleCost {
    /// A sentence.
    #[serde(default)]
    pub say: Option<Text>,
    /// Price id without its region.
    #[serde(default)]
    pub meter: Option<String>,
    /// How much of it.
    #[serde(default)]
    pub quantity: Option<Quantity>,
    /// How it reads in the arithmetic.
    #[serde(default)]
    pub label: Option<String>,
    /// How it reads as a driver.
    #[serde(default)]
    pub driver: Option<String>,
    /// When it applies.
    #[serde(default)]
    pub when: Option<Condition>,
}

/// A value that a setting must have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// The stable name of a published limit.
    #[serde(default)]
    pub id: Option<String>,
    /// The setting.
    pub setting: String,
    /// The value.
    pub value: OneOrList,
    /// Where it is written: `<framework>/<control>` or the name of a tier or posture.
    #[serde(default)]
    pub cite: Option<String>,
    /// Whether it binds.
    #[serde(default)]
    pub strength: Strength,
    /// Applied from this date on.
    #[serde(default)]
    pub from: Option<String>,
    /// Applied until this date.
    #[serde(default)]
    pub until: Option<String>,
    /// The only case in which it is required.
    #[serde(default)]
    pub when: Option<Condition>,
}

/// Whether a requirement binds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// Allowed.
    May,
    /// A decision must be recorded.
    Addressable,
    /// A default.
    Should,
    /// Binding.
    #[default]
    Must,
}

/// A request and whether the rule applies to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The request.
    pub request: String,
    /// Whether it applies.
    pub applies: bool,
    /// Profile fields that differ from the default profile.
    #[serde(default)]
    pub profile: IndexMap<String, Scalar>,
    /// Facts, as `--assume` sets them.
    #[serde(default)]
    pub assume: IndexMap<String, Scalar>,
}

/// One or several of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Many<T>(pub Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ManyVisitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ManyVisitor<T> {
            type Value = Many<T>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("one entry or a list of entries")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(|one| Many(vec![one]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Many)
            }
        }
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(ManyVisitor(std::marker::PhantomData))
        } else {
            Vec::deserialize(deserializer).map(Many)
        }
    }
}
