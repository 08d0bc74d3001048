//! The profile of a project: what its owners answered once, so that no request has to say it. Never: reading or writing it.

use crate::map::IndexMap;
use serde::{Deserialize, Serialize};

/// The nine fields that other tools read too, in their order, and what was added to them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// A provider of the catalog, or the word for several.
    pub provider: String,
    /// Regions, the usual one first.
    pub regions: Vec<String>,
    /// Frameworks, or the word for none.
    pub compliance: Vec<String>,
    /// The budget tier.
    pub budget_tier: String,
    /// The security posture.
    pub security_posture: String,
    /// Environments, in the order in which a change reaches them.
    pub environments: Vec<String>,
    /// What exists already.
    pub existing_infra: String,
    /// The same in words; may be empty.
    pub existing_notes: String,
    /// The day of the set-up, `YYYY-MM-DD`.
    pub set_up_at: String,
    /// Every other field that is known, by name.
    pub more: IndexMap<String, Extra>,
}

/// The value of an added field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Extra {
    /// Yes or no.
    Flag(bool),
    /// A text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
}

/// The nine fields, in their order.
pub const FIELDS: [&str; 9] = [
    "provider",
    "regions",
    "compliance",
    "budget_tier",
    "security_posture",
    "environments",
    "existing_infra",
    "existing_notes",
    "set_up_at",
];

impl Profile {
    /// The values of a field by its name; empty when it is not set. A flag reads `true` or `false`.
    pub fn values(&self, field: &str) -> Vec<&str> {
        let list = match field {
            "regions" => &self.regions,
            "compliance" => &self.compliance,
            "environments" => &self.environments,
            single => return self.single(single),
        };
        list.iter().map(String::as_str).collect()
    }

    fn single(&self, field: &str) -> Vec<&str> {
        match field {
            "provider" => vec![&self.provider],
            "budget_tier" => vec![&self.budget_tier],
            "security_posture" => vec![&self.security_posture],
            "existing_infra" => vec![&self.existing_infra],
            "existing_notes" if self.existing_notes.is_empty() => Vec::new(),
            "existing_notes" => vec![&self.existing_notes],
            "set_up_at" => vec![&self.set_up_at],
            other => match self.more.get(other) {
                None => Vec::new(),
                Some(Extra::Flag(true)) => vec!["true"],
                Some(Extra::Flag(false)) => vec!["false"],
                Some(Extra::Text(text)) => vec![text],
                Some(Extra::List(values)) => values.iter().map(String::as_str).collect(),
            },
        }
    }

    /// The first value of a field.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.values(field).into_iter().next()
    }

    /// The provider that a request without one goes to.
    pub fn primary_provider(&self) -> &str {
        self.value("primary_provider").unwrap_or(&self.provider)
    }
}

/// A setting that somebody decided to leave as it is, with the record of that decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exception {
    /// The setting.
    pub setting: String,
    /// Who accepted it.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// The last day on which it holds, `YYYY-MM-DD`.
    pub until: String,
}

/// What stands between the parts of an exception in one line.
const BETWEEN: &str = " | ";

impl Exception {
    /// Reads `setting | owner | reason | last day`; what is left out is not known.
    pub fn read(text: &str) -> Self {
        let mut parts = text.split('|').map(|part| part.trim().to_owned());
        let mut next = || parts.next().unwrap_or_default();
        Self {
            setting: next(),
            owner: next(),
            reason: next(),
            until: next(),
        }
    }

    /// The same as one line.
    pub fn line(&self) -> String {
        let parts = [&self.setting, &self.owner, &self.reason, &self.until];
        let parts: Vec<&str> = parts.iter().map(|part| part.as_str()).collect();
        parts.join(BETWEEN)
    }

    /// Whether it no longer holds on a day.
    pub fn is_over(&self, day: &str) -> bool {
        !self.until.is_empty() && self.until.as_str() < day
    }

    /// Whether somebody can be asked about it and knows when it ends.
    pub fn is_recorded(&self) -> bool {
        ![&self.owner, &self.reason, &self.until]
            .iter()
            .any(|part| part.is_empty())
    }
}
