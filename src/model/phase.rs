//! Phases of a longer plan, its drawing and its growth: what a blueprint states about them. Never: computing them.

use super::condition::{Condition, Scalar};
use super::quantity::Quantity;
use super::text::Text;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A phase of a feature plan or a roadmap.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Stable within the blueprint.
    pub id: String,
    /// As in the heading.
    pub title: Text,
    /// What it reaches.
    #[serde(default)]
    pub goal: Text,
    /// When it is part of the plan.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What is done in it, in reading order.
    pub work: Vec<WorkUse>,
}

/// Work in a phase: its id, or its id with what differs here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct WorkUse {
    /// The work; none where a feature is taken over.
    pub id: String,
    /// A feature blueprint whose work is all taken over.
    pub feature: String,
    /// A fact; the work is done once for each of its values, with the value as the capability.
    pub each: String,
    /// The capability or service it is done with.
    pub of: String,
    /// Operations, in order of preference.
    pub operations: Vec<String>,
    /// When it is part of the phase.
    pub when: Option<Condition>,
    /// Working days, where they differ.
    pub days: Option<u32>,
    /// The title, where it differs.
    pub title: Option<Text>,
    /// Further work that must be done before.
    pub needs: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UseForm {
    #[serde(default)]
    id: String,
    #[serde(default)]
    feature: String,
    #[serde(default)]
    each: String,
    #[serde(default)]
    of: String,
    #[serde(default, rename = "do")]
    operations: Vec<String>,
    #[serde(default)]
    when: Option<Condition>,
    #[serde(default)]
    days: Option<u32>,
    #[serde(default)]
    title: Option<Text>,
    #[serde(default)]
    needs: Vec<String>,
}

impl From<UseForm> for WorkUse {
    fn from(form: UseForm) -> Self {
        Self {
            id: form.id,
            feature: form.feature,
            each: form.each,
            of: form.of,
            operations: form.operations,
            when: form.when,
            days: form.days,
            title: form.title,
            needs: form.needs,
        }
    }
}

struct UseVisitor;

impl<'de> Visitor<'de> for UseVisitor {
    type Value = WorkUse;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the id of a work, or a map with `id` or `feature`")
    }

    fn visit_str<E: Error>(self, id: &str) -> Result<WorkUse, E> {
        Ok(WorkUse {
            id: id.to_owned(),
            ..WorkUse::default()
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<WorkUse, A::Error> {
        UseForm::deserialize(MapAccessDeserializer::new(map)).map(WorkUse::from)
    }
}

impl<'de> Deserialize<'de> for WorkUse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(UseVisitor)
        } else {
            UseForm::deserialize(deserializer).map(Self::from)
        }
    }
}

/// What a drawing shows beyond the parts of the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawing {
    /// Things that no part stands for: people, systems outside, what exists already.
    #[serde(default)]
    pub nodes: Vec<NodeForm>,
    /// What flows between them, by node id or capability.
    #[serde(default)]
    pub edges: Vec<EdgeForm>,
    /// Capabilities that are left out of the drawing.
    #[serde(default)]
    pub hide: Vec<String>,
    /// Whether the usual relations of capabilities are drawn too.
    #[serde(default = "yes")]
    pub usual: bool,
}

fn yes() -> bool {
    true
}

/// A thing in a drawing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeForm {
    /// Stable within the drawing; the capability's id to word the node of that part anew.
    pub id: String,
    /// First line.
    pub label: Text,
    /// Second line.
    #[serde(default)]
    pub note: Option<Text>,
    /// Whether it is there already.
    #[serde(default)]
    pub state: Option<NodeState>,
    /// What it stands in: a region, an account, a network.
    #[serde(default, rename = "in")]
    pub within: Option<Text>,
    /// When it is drawn.
    #[serde(default)]
    pub when: Option<Condition>,
}

/// What the plan does with a thing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeState {
    /// Outside of the plan.
    Outside,
    /// There already.
    Existing,
    /// Made by the plan.
    #[default]
    New,
    /// Changed by the plan.
    Changed,
    /// Removed by the plan.
    Removed,
}

/// What flows from one thing to another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EdgeForm {
    /// Where it starts: a node or a capability.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// What flows.
    #[serde(default)]
    pub label: Text,
    /// Whether it holds for a time only, or in the background.
    #[serde(default)]
    pub dashed: bool,
    /// When it is drawn.
    #[serde(default)]
    pub when: Option<Condition>,
}

/// `catalog/relations.yaml`: what usually flows between capabilities.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relations {
    /// Stated from the caller to the called.
    pub relations: Vec<Relation>,
    /// Capabilities that no drawing shows.
    #[serde(default)]
    pub hidden: Vec<String>,
}

/// What usually flows between capabilities.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Capabilities that call.
    pub from: Vec<String>,
    /// Capabilities that are called.
    pub to: Vec<String>,
    /// What flows.
    #[serde(default)]
    pub label: String,
}

/// A row of the capacity table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Capacity {
    /// As in the table, with its unit.
    pub resource: String,
    /// What there is at launch.
    pub launch: Quantity,
    /// What there is today; zero, if absent.
    #[serde(default)]
    pub today: Option<Quantity>,
    /// How it grows.
    pub grows: Growth,
    /// The row stands under this condition; always, if absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The fact that the launch value is multiplied by, where it is known.
    #[serde(default)]
    pub times: Option<String>,
    /// The fact that replaces the launch value.
    #[serde(default)]
    pub stated: Option<String>,
    /// Places behind the point.
    #[serde(default)]
    pub places: u32,
    /// The limit that it must stay below, if one is known.
    #[serde(default)]
    pub limit: Option<Scalar>,
    /// What the limit is.
    #[serde(default)]
    pub limit_is: Option<String>,
}

/// How something grows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Growth {
    /// With the traffic.
    #[default]
    Flow,
    /// Adds up: data that stays.
    Stock,
    /// Stays at its floor until the traffic fills it.
    Floor,
    /// Not at all.
    Flat,
}
