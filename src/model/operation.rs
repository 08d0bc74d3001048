//! What can be done with a service, and what it takes: steps, checks, the way back, cost. Never: the service itself.

use super::condition::{Condition, Scalar};
use super::quantity::Quantity;
use super::text::{Check, Line, Lines, Text};
use serde::{Deserialize, Serialize};

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
