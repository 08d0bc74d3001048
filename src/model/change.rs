//! A change of one attribute of one resource: what it touches, what it costs, how it is proved and undone. Never: doing it.

use crate::map::IndexMap;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// `catalog/providers/<p>/changes/<id>.yaml`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Change {
    /// `<provider>/<name>`.
    pub id: String,
    /// As in a sentence.
    pub title: String,
    /// Where its facts come from.
    #[serde(default)]
    pub source: Option<String>,
    /// When they were looked up, `YYYY-MM`.
    #[serde(default)]
    pub as_of: Option<String>,
    /// Whether they were read in a source.
    #[serde(default)]
    pub verified: bool,
    /// The service it belongs to.
    pub service: String,
    /// Phrases of a task that mean it; one of them has to be there.
    pub words: Vec<String>,
    /// The change as a request to the planner.
    #[serde(default)]
    pub request: Option<String>,
    /// Type of the infrastructure code.
    pub resource: String,
    /// Attributes of the code that hold the name of the resource.
    #[serde(default)]
    pub named_by: Vec<String>,
    /// The attribute that changes.
    pub attribute: String,
    /// What the value is counted in, as tasks write it.
    #[serde(default)]
    pub units: Vec<String>,
    /// The setting whose value explains the change.
    #[serde(default)]
    pub setting: Option<String>,
    /// Values outside of these are refused.
    #[serde(default)]
    pub limits: Option<Limits>,
    /// What it does to people and data while it happens.
    pub impact: Impact,
    /// What has to be moved.
    #[serde(default)]
    pub migrations: Option<String>,
    /// Minutes, by what is done in them.
    pub minutes: IndexMap<String, u32>,
    /// What it does to the bill.
    #[serde(default)]
    pub cost: Option<ChangeCost>,
    /// How to see that it worked.
    pub checks: Vec<Proof>,
    /// The way back, in one sentence for the plan.
    pub undo: String,
    /// The way back, step by step for the report.
    pub rollback: Vec<String>,
}

/// The values that make sense.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// The smallest.
    #[serde(default)]
    pub least: Option<Decimal>,
    /// Why there is nothing below.
    #[serde(default)]
    pub least_why: Option<String>,
    /// The largest.
    #[serde(default)]
    pub most: Option<Decimal>,
    /// Why there is nothing above.
    #[serde(default)]
    pub most_why: Option<String>,
}

/// What a change does while it happens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Impact {
    /// In production: a word of the list of impacts.
    pub production: String,
    /// Elsewhere.
    pub elsewhere: String,
    /// What is touched and how.
    pub say: String,
    /// What a reader could get wrong.
    #[serde(default)]
    pub detail: Option<String>,
}

/// What the difference of the value costs a month: size times difference times share times price.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ChangeCost {
    /// The meter.
    pub meter: String,
    /// What of the size changes with each unit of the value, at least.
    pub low: Decimal,
    /// At most.
    pub high: Decimal,
    /// How it reads, with `{size}` and `{price}`.
    pub say: String,
}

/// A command and what it prints when all is well.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Proof {
    /// The command.
    pub run: String,
    /// What it prints.
    pub expect: String,
}
