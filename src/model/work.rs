//! A piece of work: what a feature plan or a roadmap is made of. Never: dates, sums.

use super::condition::Condition;
use super::operation::{Cost, Part, Rollback, SkillUse, Step};
use super::rule::{Example, Many, Status};
use super::text::{Check, Lines, Text};
use crate::map::IndexMap;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// `rules/work/<id>.yaml`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Work {
    /// Stable id, the file's name.
    pub id: String,
    /// As in a table.
    pub title: Text,
    /// Why it is done like this.
    #[serde(default)]
    pub why: String,
    /// Whether it may be used.
    #[serde(default)]
    pub status: Status,
    /// When it is needed; always, if absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Work, a wait, or a decision to take.
    #[serde(default)]
    pub kind: WorkKind,
    /// Working days from start to end.
    #[serde(default)]
    pub days: u32,
    /// Person-days, by role.
    #[serde(default)]
    pub effort: IndexMap<String, Decimal>,
    /// Work that must be done before; what is not part of the plan does not hold it up.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Where it stands in an order that law and auditors ask for.
    #[serde(default)]
    pub stage: Stage,
    /// What the catalog contributes: services and what is done with them.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// What to do, beyond the steps of its parts.
    #[serde(default)]
    pub steps: Many<Step>,
    /// How many steps of each part are printed.
    #[serde(default)]
    pub shows: Option<u32>,
    /// What exists when it is done, for roadmaps.
    #[serde(default)]
    pub deliverable: Option<Text>,
    /// How to see that it is done.
    #[serde(default)]
    pub checks: Many<Check>,
    /// The way back.
    #[serde(default)]
    pub rollback: Option<Rollback>,
    /// What it costs beyond its parts.
    #[serde(default)]
    pub costs: Vec<Cost>,
    /// What an auditor files it under.
    #[serde(default)]
    pub practices: Vec<String>,
    /// Skills worth running.
    #[serde(default)]
    pub skills: Vec<SkillUse>,
    /// What can go wrong.
    #[serde(default)]
    pub risks: Vec<Risk>,
    /// What leadership must decide.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// How success is measured.
    #[serde(default)]
    pub kpis: Vec<Kpi>,
    /// Security lines by topic of the document.
    #[serde(default)]
    pub topics: IndexMap<String, Lines>,
    /// What must be asked first.
    #[serde(default)]
    pub confirm: Lines,
    /// What is taken for granted.
    #[serde(default)]
    pub assume: Lines,
    /// Cases.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// What kind of entry in the schedule it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkKind {
    /// People work on it.
    #[default]
    Work,
    /// Somebody else takes the time: a quota, an auditor, a circuit.
    Wait,
    /// A decision that holds up what needs it; takes no time.
    Gate,
}

/// Where work stands in an order that law and auditors ask for; a later stage never comes in an earlier phase.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Outside of the order.
    #[default]
    Any,
    /// Agreements with the provider and others.
    Contract,
    /// Risk analysis, scope, data map.
    Analysis,
    /// Controls are built.
    Safeguard,
    /// Controls run and leave evidence.
    Operation,
    /// Restore, failover, access review: proof that controls work.
    Proof,
    /// Evaluation, readiness assessment, sampling.
    Evaluation,
    /// Real data, real users, the audit window.
    Live,
}

/// High, medium or low.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Degree {
    /// 1
    Low,
    /// 2
    #[default]
    Medium,
    /// 3
    High,
}

impl Degree {
    /// 1 to 3.
    pub fn points(self) -> u32 {
        self as u32 + 1
    }
}

/// What can go wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// What happens.
    pub say: Text,
    /// How likely it is.
    pub likelihood: Degree,
    /// How bad it is.
    pub impact: Degree,
    /// What is done about it.
    pub mitigation: Text,
    /// The role that watches it.
    #[serde(default)]
    pub owner: Option<String>,
    /// When it is one.
    #[serde(default)]
    pub when: Option<Condition>,
}

/// What leadership must decide.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The question with its options.
    pub say: Text,
    /// What holds when nobody decides.
    pub default: Text,
    /// The role that decides.
    pub owner: String,
    /// When it is open.
    #[serde(default)]
    pub when: Option<Condition>,
}

/// How success is measured.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kpi {
    /// What is measured.
    pub say: Text,
    /// Where it stands today.
    #[serde(default)]
    pub baseline: Option<Text>,
    /// Where it must stand in the end.
    pub target: Text,
    /// When it counts.
    #[serde(default)]
    pub when: Option<Condition>,
}
