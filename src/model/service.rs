//! A service: how one provider does a capability.

use super::condition::{Condition, Scalar};
use super::quantity::{Quantity, Range};
use super::text::{Check, Line, Lines, Text};
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
    pub settings: IndexMap<String, IndexMap<String, Realization>>,
    /// What must not be combined.
    #[serde(default)]
    pub pairings: Vec<Pairing>,
    /// Dates on which something ends.
    #[serde(default)]
    pub lifecycle: Vec<Lifecycle>,
    /// What can be done with it.
    #[serde(default)]
    pub operations: IndexMap<String, Operation>,
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
    /// How the input reads under the cost, with `{low}`, `{typical}`, `{high}`.
    #[serde(default)]
    pub say: Option<String>,
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

/// One thing that can be done with a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Operation {
    /// Title of a plan whose main part this is.
    #[serde(default)]
    pub title: Option<Text>,
    /// What changes and why.
    #[serde(default)]
    pub what: Text,
    /// What it does to the running system.
    #[serde(default)]
    pub effect: Effect,
    /// Settings realized by it.
    #[serde(default)]
    pub applies: Option<Vec<String>>,
    /// Settings that it keeps and mentions.
    #[serde(default)]
    pub keeps: Vec<String>,
    /// In order.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// The way back.
    #[serde(default)]
    pub rollback: Option<Rollback>,
    /// How to see that it worked.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// Settings worth a line.
    #[serde(default)]
    pub config: Lines,
    /// Security notes.
    #[serde(default)]
    pub security: Lines,
    /// What is taken for granted.
    #[serde(default)]
    pub assume: Lines,
    /// What must be asked first.
    #[serde(default)]
    pub confirm: Lines,
    /// What it costs.
    #[serde(default)]
    pub costs: Vec<Cost>,
    /// Inputs, allowances, switch-over points.
    #[serde(default)]
    pub cost_notes: Lines,
    /// What an auditor files it under.
    #[serde(default)]
    pub practices: Vec<String>,
    /// Skills worth running next.
    #[serde(default)]
    pub skills: Vec<SkillUse>,
    /// Ideas for option C of the menu.
    #[serde(default)]
    pub refine: Vec<Line>,
    /// Said when the knowledge is thin.
    #[serde(default)]
    pub thin: Option<String>,
}

/// What an operation does to the running system.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Effect {
    /// Interruption of service.
    #[serde(default)]
    pub outage: Outage,
    /// Whether it can be undone.
    #[serde(default)]
    pub reversible: Reversible,
    /// Whether a second system changes with it.
    #[serde(default)]
    pub second_system: bool,
    /// Hands-on minutes.
    #[serde(default)]
    pub minutes: u32,
    /// Days on the calendar, beyond the hands-on time.
    #[serde(default)]
    pub calendar_days: u32,
}

/// How long service is interrupted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outage {
    /// Not at all.
    #[default]
    None,
    /// Below a minute.
    Seconds,
    /// Below an hour.
    Minutes,
    /// A maintenance window.
    Window,
}

/// Whether a change can be undone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Reversible {
    /// Wholly.
    #[default]
    True,
    /// In part.
    Partly,
    /// Not at all.
    False,
}

impl<'de> Deserialize<'de> for Reversible {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            #[derive(Deserialize)]
            enum Stored {
                True,
                Partly,
                False,
            }
            return Stored::deserialize(deserializer).map(|stored| match stored {
                Stored::True => Self::True,
                Stored::Partly => Self::Partly,
                Stored::False => Self::False,
            });
        }
        match Scalar::deserialize(deserializer)?.0.as_str() {
            "true" => Ok(Self::True),
            "partly" => Ok(Self::Partly),
            "false" => Ok(Self::False),
            other => Err(serde::de::Error::custom(format!(
                "`{other}` is none of true, partly, false"
            ))),
        }
    }
}

/// One step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Stable within the operation.
    #[serde(default)]
    pub id: String,
    /// Where it stands among the steps of all parts.
    #[serde(default)]
    pub order: Order,
    /// What to do.
    pub say: Text,
    /// How to undo it.
    #[serde(default)]
    pub undo: Option<Text>,
    /// When it is needed.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What an auditor files it under.
    #[serde(default)]
    pub practices: Vec<String>,
    /// 1 to 9; below 5 it may share a number with its neighbor.
    #[serde(default = "usual_weight")]
    pub weight: u8,
}

fn usual_weight() -> u8 {
    super::text::USUAL_WEIGHT
}

/// Where a step stands among the steps of all parts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Must be settled before anything else.
    Blocker,
    /// Read, check, record.
    Prepare,
    /// Make.
    #[default]
    Build,
    /// Join what was made.
    Connect,
    /// Watch it.
    Observe,
    /// Move the traffic or the data.
    Cutover,
    /// Prove it.
    Verify,
    /// Remove what is left over.
    Cleanup,
    /// What has no way back.
    Irreversible,
}

/// The way back of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rollback {
    /// Minutes until the old state is back.
    #[serde(default)]
    pub minutes: u32,
    /// What to do.
    pub say: Text,
    /// Until when it works.
    #[serde(default)]
    pub until: Option<String>,
    /// What holds after that.
    #[serde(default)]
    pub note: Option<Text>,
}

/// One cost item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Price id without its region, or `none`.
    pub meter: String,
    /// How much of it.
    #[serde(default)]
    pub quantity: Option<Quantity>,
    /// How it reads in the arithmetic, with `{q}`.
    #[serde(default)]
    pub label: Option<String>,
    /// How it reads as a driver.
    #[serde(default)]
    pub driver: Option<String>,
    /// When it applies.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Further factors.
    #[serde(default)]
    pub times: Vec<Quantity>,
    /// What it does to the bill.
    #[serde(default)]
    pub effect: CostEffect,
    /// A scope of the price that is not the plan's region.
    #[serde(default)]
    pub region: Option<String>,
}

/// What a cost item does to the bill.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CostEffect {
    /// Adds to the month.
    #[default]
    Add,
    /// Takes away from the month.
    Save,
    /// Paid once.
    OneTime,
    /// Costs nothing, and says so.
    None,
}

/// A skill named by an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkillUse {
    /// The skill.
    pub id: String,
    /// What for, in this change.
    #[serde(rename = "for")]
    pub purpose: String,
    /// When it is worth naming.
    #[serde(default)]
    pub when: Option<Condition>,
}

/// A part of a plan: a capability and what to do with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The capability, or a service id.
    pub of: String,
    /// Operations in order of preference.
    #[serde(rename = "do")]
    pub operations: Vec<String>,
    /// When it is part of the plan.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Whether the plan holds without it.
    #[serde(default)]
    pub optional: bool,
    /// A line to say beside it.
    #[serde(default)]
    pub note: Option<Line>,
}
