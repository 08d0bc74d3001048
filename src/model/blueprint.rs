//! A blueprint: how a kind of change is put together.

use super::condition::{Condition, Operator, Scalar, Test};
use super::operation::Part;
use super::phase::{Capacity, Drawing, Phase};
use super::rule::{Example, Status};
use super::text::{Line, Lines, Skipped, Text};
use super::work::{Decision, Kpi, Risk};
use crate::map::IndexMap;
use serde::{Deserialize, Serialize};

/// `rules/blueprints/<scope>/<id>.yaml`; stored in this order, and `Head` reads the first fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Blueprint {
    /// Stable id.
    pub id: String,
    /// Which document it is for.
    pub scope: String,
    /// Whether it may be used.
    #[serde(default)]
    pub status: Status,
    /// When it is chosen; the most conditions win.
    pub when: Condition,
    /// Title of the plan; else that of the main operation.
    #[serde(default)]
    pub title: Option<Text>,
    /// Why it is put together like this.
    #[serde(default)]
    pub why: String,
    /// Facts it sets where the request states none.
    #[serde(default)]
    pub facts: IndexMap<String, Scalar>,
    /// What it is made of, the main part first.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// What a longer plan is made of, in order.
    #[serde(default)]
    pub phases: Vec<Phase>,
    /// What is built and how, in sentences.
    #[serde(default)]
    pub summary: Lines,
    /// Why it is done now.
    #[serde(default)]
    pub reason: Lines,
    /// Measurable results.
    #[serde(default)]
    pub goals: Lines,
    /// What is there today, a paragraph a line.
    #[serde(default)]
    pub current: Lines,
    /// The drawing.
    #[serde(default)]
    pub drawing: Drawing,
    /// Security lines by topic of the document, before what settings say.
    #[serde(default)]
    pub topics: IndexMap<String, Lines>,
    /// What the drawing does not say.
    #[serde(default)]
    pub architecture: Lines,
    /// Whether what is made for the main environment is made for the others too.
    #[serde(default)]
    pub copies: bool,
    /// Weeks that the calendar of the plan has; as many as the work needs, if absent.
    #[serde(default)]
    pub weeks: Option<u32>,
    /// What can go wrong, beyond what its work says.
    #[serde(default)]
    pub risks: Vec<Risk>,
    /// What leadership must decide.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// How success is measured.
    #[serde(default)]
    pub kpis: Vec<Kpi>,
    /// How much is needed, and how it grows.
    #[serde(default)]
    pub capacity: Vec<Capacity>,
    /// What is not bought, and why.
    #[serde(default)]
    pub left_out: Lines,
    /// What makes it cheaper later.
    #[serde(default)]
    pub optimize: Lines,
    /// What it does not do.
    #[serde(default)]
    pub out_of_scope: Lines,
    /// Replaces what the parts say they change.
    #[serde(default)]
    pub what: Option<Text>,
    /// Added to the score of the estimate.
    #[serde(default)]
    pub estimate: i32,
    /// Ideas for option C of the menu.
    #[serde(default)]
    pub refine: Vec<Line>,
    /// Configuration lines of the whole.
    #[serde(default)]
    pub config: Lines,
    /// Security notes of the whole.
    #[serde(default)]
    pub security: Lines,
    /// What is taken for granted.
    #[serde(default)]
    pub assume: Lines,
    /// What must be asked first.
    #[serde(default)]
    pub confirm: Lines,
    /// Cases.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// How a stored blueprint begins: enough to choose by.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Head {
    #[serde(rename = "id")]
    _id: Skipped,
    /// Which document it is for.
    pub scope: String,
    /// Whether it may be used.
    pub status: Status,
    /// When it is chosen.
    pub when: Condition,
}

/// The fact that most blueprints ask for, and by which they are found without being decoded.
const FOUND_BY: &str = "primary";

impl Blueprint {
    /// Its scope, then every capability one of which must be the main one; none if any may be.
    pub fn key(&self) -> String {
        let mut key = vec![self.scope.as_str()];
        let tests = match &self.when {
            Condition::All(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        let wanted = tests.iter().find_map(|test| match test {
            Condition::Test(Test {
                key,
                is: Operator::AnyOf(list),
            }) if key == FOUND_BY => Some(list),
            _ => None,
        });
        key.extend(wanted.into_iter().flatten().map(String::as_str));
        key.join(" ")
    }

    /// Whether a blueprint with such a key can be chosen.
    pub fn may_fit(key: &str, scope: &str, primary: &[String]) -> bool {
        let mut words = key.split(' ');
        if words.next() != Some(scope) {
            return false;
        }
        let mut wanted = words.peekable();
        wanted.peek().is_none() || wanted.any(|id| primary.iter().any(|known| known == id))
    }
}

impl Head {
    /// Of a blueprint.
    pub fn of(blueprint: &Blueprint) -> Self {
        Self {
            _id: Skipped,
            scope: blueprint.scope.clone(),
            status: blueprint.status,
            when: blueprint.when.clone(),
        }
    }
}
