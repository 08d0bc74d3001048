//! Test files beside rules and blueprints: what a plan must hold and must not hold. Never: running them.

use super::condition::Scalar;
use super::framework::OneOrList;
use crate::map::IndexMap;
use serde::{Deserialize, Serialize};

/// `<name>.test.yaml`, anywhere below `rules/` or `catalog/`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// The cases.
    pub cases: Vec<Case>,
}

/// One request, and what must come of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// The document; the smallest, if absent.
    #[serde(default)]
    pub scope: Option<String>,
    /// The request.
    pub request: String,
    /// The day of the plan; the day of the run, if absent.
    #[serde(default)]
    pub date: Option<String>,
    /// Profile fields that differ from the usual profile.
    #[serde(default)]
    pub profile: IndexMap<String, OneOrList>,
    /// Facts, as `--assume` sets them.
    #[serde(default)]
    pub assume: IndexMap<String, Scalar>,
    /// What must be so.
    #[serde(default)]
    pub expect: Holds,
    /// What must not be so.
    #[serde(default)]
    pub forbid: Holds,
}

/// Statements about a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holds {
    /// The blueprint that is chosen.
    #[serde(default)]
    pub blueprint: Option<String>,
    /// Rules that apply.
    #[serde(default)]
    pub rules: Vec<String>,
    /// Settings with their values.
    #[serde(default)]
    pub settings: Vec<SettingHolds>,
    /// Texts that a step contains.
    #[serde(default)]
    pub steps: Vec<String>,
    /// Controls that are cited, as `framework/control`.
    #[serde(default)]
    pub controls: Vec<String>,
    /// Skills that are named.
    #[serde(default)]
    pub skills: Vec<String>,
    /// The monthly cost.
    #[serde(default)]
    pub cost: Option<CostHolds>,
}

/// The value of a setting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingHolds {
    /// The capability or service that has it; any part or the whole, if absent.
    #[serde(default)]
    pub of: Option<String>,
    /// The setting.
    pub setting: String,
    /// What it resolves to; with `cite` or `rule`, what those ask for.
    pub value: OneOrList,
    /// Who must be among those that ask for it, stricter or not.
    #[serde(default)]
    pub cite: Option<String>,
    /// The rule that must be among those that ask for it, stricter or not.
    #[serde(default)]
    pub rule: Option<String>,
}

/// Ends that the monthly cost keeps, in USD.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CostHolds {
    /// The low end is this or more.
    #[serde(default)]
    pub low_at_least: Option<u64>,
    /// The high end is this or less.
    #[serde(default)]
    pub high_at_most: Option<u64>,
}
