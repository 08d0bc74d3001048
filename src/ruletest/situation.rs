//! What is planned for an example or a case, and the decisions about it. Never: whether they are right.

use super::Bench;
use super::usual::{self, Usual};
use crate::facts::gather::{Answers, Input, gather};
use crate::facts::stated::{Existing, stated};
use crate::map::IndexMap;
use crate::model::case::Case;
use crate::model::condition::{Condition, Operator, Scalar};
use crate::model::rule::{Example, Rule};
use crate::request::{self, ProfileFacts};
use crate::rules::{self, Decisions, Undecided};

/// What is planned.
pub(super) struct Situation {
    scope: String,
    request: String,
    profile: Usual,
    assume: Vec<(String, String)>,
    date: Option<String>,
}

/// The fact that names the document.
const SCOPE: &str = "scope";

impl<'a> Bench<'a> {
    /// The situation of an example.
    pub(super) fn of_example(self, example: &Example, scope: &str) -> Situation {
        let changes = example.profile.iter().map(|(field, value)| {
            let values = value.0.split(',').map(|one| one.trim().to_owned());
            (field.clone(), values.collect())
        });
        Situation {
            scope: scope.to_owned(),
            request: example.request.clone(),
            profile: usual::profile(self.kb, changes),
            assume: assumed(&example.assume),
            date: None,
        }
    }

    /// The situation of an example of a rule: in a document that the rule is for.
    pub(super) fn of_rule(self, rule: &Rule, example: &Example) -> Situation {
        let scopes = self.lexicon.list("scopes");
        let scope = asked_scope(&rule.when, scopes).or_else(|| scopes.first().cloned());
        self.of_example(example, &scope.unwrap_or_default())
    }

    /// The situation of a case.
    pub(super) fn of_case(self, case: &Case) -> Situation {
        let usual_scope = self.lexicon.list("scopes").first().cloned();
        let changes = case.profile.iter();
        Situation {
            scope: case.scope.clone().or(usual_scope).unwrap_or_default(),
            request: case.request.clone(),
            profile: usual::profile(
                self.kb,
                changes.map(|(field, value)| (field.clone(), value.0.clone())),
            ),
            assume: assumed(&case.assume),
            date: case.date.clone(),
        }
    }

    /// The decisions about it.
    pub(super) fn decide(self, situation: &Situation) -> Result<Decisions<'a>, Undecided> {
        let profile = &situation.profile;
        let own = profile
            .first("primary_provider")
            .or_else(|| profile.first("provider"));
        let own = ProfileFacts {
            providers: own.into_iter().collect(),
        };
        let request = request::read(self.lexicon, Some(&own), &situation.request);
        let facts = gather(
            self.kb,
            &Input {
                profile,
                request: stated(&request),
                existing: Existing::in_notes(
                    self.lexicon,
                    &profile.first("existing_notes").unwrap_or_default(),
                ),
                flags: situation.assume.clone(),
                scope: situation.scope.clone(),
                date: situation
                    .date
                    .clone()
                    .unwrap_or_else(|| self.date.to_owned()),
            },
        );
        rules::decide(self.kb, facts)
    }
}

fn assumed(facts: &IndexMap<String, Scalar>) -> Vec<(String, String)> {
    let pairs = facts.iter();
    pairs
        .map(|(key, value)| (key.clone(), value.0.clone()))
        .collect()
}

/// The first document that a condition allows, if it asks about it.
fn asked_scope(condition: &Condition, scopes: &[String]) -> Option<String> {
    match condition {
        Condition::All(list) | Condition::Any(list) => {
            list.iter().find_map(|inner| asked_scope(inner, scopes))
        }
        Condition::Not(inner) => {
            let named = asked_scope(inner, scopes)?;
            scopes.iter().find(|scope| **scope != named).cloned()
        }
        Condition::Test(test) if test.key == SCOPE => match &test.is {
            Operator::AnyOf(list) | Operator::AllOf(list) => {
                list.iter().find(|scope| scopes.contains(scope)).cloned()
            }
            Operator::NoneOf(list) => scopes.iter().find(|scope| !list.contains(scope)).cloned(),
            _ => None,
        },
        Condition::Test(_) => None,
    }
}
