//! A framework: its controls, and the practices that satisfy them. Never: what they require of settings (rules say that).

use super::condition::{Condition, Scalar};
use crate::map::IndexMap;
use serde::{Deserialize, Serialize};

/// `catalog/frameworks/<id>.yaml`; stored in this order, and `Head` reads the first fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Framework {
    /// Stable id.
    pub id: String,
    /// As in a sentence.
    pub title: String,
    /// Order of lines in a plan.
    #[serde(default)]
    pub order: u32,
    /// Whether a profile may name it.
    #[serde(default = "yes")]
    pub selectable: bool,
    /// Phrases that mean it.
    #[serde(default)]
    pub words: Vec<String>,
    /// What must be known beyond the name.
    #[serde(default)]
    pub asks: Vec<Ask>,
    /// The edition that is cited.
    #[serde(default)]
    pub edition: String,
    /// How a citation begins.
    pub cite: String,
    /// Where its facts come from.
    #[serde(default)]
    pub source: Option<String>,
    /// When they were looked up.
    #[serde(default)]
    pub as_of: Option<String>,
    /// The framework whose controls and practices it takes over.
    #[serde(default)]
    pub extends: Option<String>,
    /// Where the catalog of its controls is published as OSCAL.
    #[serde(default)]
    pub catalog: Option<String>,
    /// Levels with their controls.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// Groups of controls that are in scope only if named.
    #[serde(default)]
    pub categories: Vec<Category>,
    /// Classes of data it is about.
    #[serde(default)]
    pub data_classes: Vec<String>,
    /// The published controls.
    #[serde(default)]
    pub controls: Vec<Control>,
    /// What satisfies them.
    #[serde(default)]
    pub practices: IndexMap<String, Practice>,
    /// What changes when.
    #[serde(default)]
    pub dates: Vec<Dated>,
}

/// How a stored framework begins: what a profile needs of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Head {
    /// Stable id.
    pub id: String,
    /// As in a sentence.
    pub title: String,
    /// Order of lines in a plan.
    pub order: u32,
    /// Whether a profile may name it.
    pub selectable: bool,
    /// Phrases that mean it.
    pub words: Vec<String>,
    /// What must be known beyond the name.
    pub asks: Vec<Ask>,
}

impl Head {
    /// Of a framework.
    pub fn of(framework: &Framework) -> Self {
        Self {
            id: framework.id.clone(),
            title: framework.title.clone(),
            order: framework.order,
            selectable: framework.selectable,
            words: framework.words.clone(),
            asks: framework.asks.clone(),
        }
    }
}

fn yes() -> bool {
    true
}

/// A level of a framework.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Level {
    /// Stable id.
    pub id: String,
    /// As in a sentence.
    pub title: String,
    /// A second name.
    #[serde(default)]
    pub class: Option<String>,
    /// Whether it counts while the level is unknown.
    #[serde(default)]
    pub typical: bool,
    /// Controls of the level.
    #[serde(default)]
    pub controls: Vec<Scalar>,
}

/// A group of controls that is in scope only if named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Category {
    /// Stable id.
    pub id: String,
    /// As in a sentence.
    pub title: String,
}

/// One more answer that a framework needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Ask {
    /// The fact that holds the answer.
    pub id: String,
    /// The profile field that holds the answer.
    pub field: String,
    /// choice, set, flag or text.
    pub kind: String,
    /// Allowed answers.
    #[serde(default)]
    pub options: Vec<Scalar>,
    /// The question.
    pub question: String,
    /// What is taken while it is unanswered.
    #[serde(default)]
    pub default: Option<OneOrList>,
    /// Printed under Assumed while it is unanswered.
    #[serde(default)]
    pub assume: Option<String>,
}

/// One value or several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OneOrList(pub Vec<String>);

impl<'de> Deserialize<'de> for OneOrList {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor;
        impl<'de> serde::de::Visitor<'de> for ListVisitor {
            type Value = OneOrList;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("a value or a list of values")
            }
            fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<OneOrList, E> {
                Ok(OneOrList(vec![value.to_owned()]))
            }
            fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<OneOrList, E> {
                Ok(OneOrList(vec![value.to_string()]))
            }
            fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<OneOrList, E> {
                Ok(OneOrList(vec![value.to_string()]))
            }
            fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<OneOrList, E> {
                Ok(OneOrList(vec![value.to_string()]))
            }
            fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<OneOrList, E> {
                Ok(OneOrList(vec![value.to_string()]))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> Result<OneOrList, A::Error> {
                let mut list = Vec::new();
                while let Some(Scalar(value)) = seq.next_element()? {
                    list.push(value);
                }
                Ok(OneOrList(list))
            }
        }
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(ListVisitor)
        } else {
            Vec::deserialize(deserializer).map(OneOrList)
        }
    }
}

/// A published control.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Control {
    /// As published.
    pub id: Scalar,
    /// In our words.
    pub title: String,
    /// required or addressable.
    #[serde(default)]
    pub obligation: Option<String>,
    /// The group it belongs to.
    #[serde(default)]
    pub category: Option<String>,
    /// Whom it binds, if not everybody.
    #[serde(default)]
    pub scope: Option<String>,
    /// Never cited.
    #[serde(default)]
    pub withdrawn: bool,
    /// The control that took its place.
    #[serde(default)]
    pub superseded_by: Option<Scalar>,
    /// The id in OSCAL.
    #[serde(default)]
    pub oscal: Option<String>,
    /// Baselines that hold it.
    #[serde(default)]
    pub baselines: Vec<String>,
    /// The control above it.
    #[serde(default)]
    pub parent: Option<Scalar>,
}

/// What a framework says of a practice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Practice {
    /// required, addressable, conditional, supports or none.
    pub obligation: String,
    /// Core controls, the most telling first.
    #[serde(default)]
    pub controls: Vec<Scalar>,
    /// Words in brackets behind the ids.
    #[serde(default)]
    pub label: String,
    /// When a conditional practice is demanded.
    #[serde(default)]
    pub when: Option<Condition>,
    /// For the matrix.
    #[serde(default)]
    pub note: Option<String>,
}

/// A date and what changes on it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dated {
    /// `YYYY-MM-DD`.
    pub on: String,
    /// What changes.
    pub say: String,
}
