//! A setting: one value of the lattice, declared once. Never: how a provider realizes it.

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// `catalog/settings/<id>.yaml`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Setting {
    /// Stable id.
    pub id: String,
    /// As in a sentence.
    pub title: String,
    /// How values are compared and joined.
    pub kind: Kind,
    /// What it is resolved for.
    #[serde(default)]
    pub per: Per,
    /// Levels, weakest first.
    #[serde(default)]
    pub levels: Vec<String>,
    /// The values that a choice or a set may hold.
    #[serde(default)]
    pub values: Vec<String>,
    /// The words that stand for a value; without them it is printed as it is.
    #[serde(default)]
    pub says: crate::map::IndexMap<String, String>,
    /// The unit of numbers.
    #[serde(default)]
    pub unit: Option<String>,
    /// How it reads, with `{value}`.
    #[serde(default)]
    pub reads: Option<String>,
    /// What an auditor files it under.
    #[serde(default)]
    pub practice: Practices,
    /// Why it exists.
    #[serde(default)]
    pub why: String,
}

/// What a setting is resolved for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// Every component on its own.
    #[default]
    Component,
    /// The environment, once per plan.
    Environment,
    /// The organization, once per plan.
    Organization,
}

/// How the values of a setting are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Ordered values; the strictest wins.
    Level,
    /// A minimum; the largest wins.
    AtLeast,
    /// A maximum; the smallest wins.
    AtMost,
    /// Needed or not.
    Flag,
    /// All values together.
    Set,
    /// One value; two hard ones are a conflict.
    Choice,
}

/// The practices that a setting satisfies, each from a value on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Practices(pub Vec<PracticeFrom>);

/// A practice, from a value of the setting on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PracticeFrom {
    /// From this number on.
    #[serde(default)]
    pub at_least: Option<String>,
    /// Up to this number.
    #[serde(default)]
    pub at_most: Option<String>,
    /// From this level on.
    #[serde(default)]
    pub level: Option<String>,
    /// At any value.
    #[serde(default)]
    pub always: bool,
    /// The practice.
    pub practice: String,
}

struct PracticesVisitor;

impl<'de> Visitor<'de> for PracticesVisitor {
    type Value = Practices;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a practice, or a list of `{at-least, practice}`")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Practices, E> {
        Ok(Practices(vec![PracticeFrom {
            always: true,
            practice: name.to_owned(),
            ..PracticeFrom::default()
        }]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Practices, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = seq.next_element()? {
            list.push(entry);
        }
        Ok(Practices(list))
    }
}

impl<'de> Deserialize<'de> for Practices {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(PracticesVisitor)
        } else {
            Vec::deserialize(deserializer).map(Practices)
        }
    }
}
