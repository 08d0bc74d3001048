//! Which settings a trial watches, so that only those trials run again that can notice a loss. Never: running them.

use super::Trial;
use crate::kb::Kb;
use crate::model::case::Holds;
use crate::model::condition::Condition;
use std::collections::{BTreeMap, BTreeSet};

/// What a trial can notice.
pub(super) enum Watched {
    /// Everything: it asks about steps, controls, skills or money.
    All,
    /// These settings.
    Settings(BTreeSet<String>),
}

impl Watched {
    /// What a trial asks about.
    pub(super) fn by(kb: &Kb, trial: &Trial) -> Self {
        match trial {
            // Facts alone choose a blueprint.
            Trial::Blueprint { .. } => Self::Settings(BTreeSet::new()),
            Trial::Rule { id, .. } => Self::Settings(of_rule(kb, id)),
            Trial::Case(at) => {
                let both = [&at.case.expect, &at.case.forbid];
                if both.into_iter().any(asks_for_a_plan) {
                    return Self::All;
                }
                let settings = both.into_iter().flat_map(|holds| {
                    let named = holds.settings.iter().map(|one| one.setting.clone());
                    let read = holds.rules.iter().flat_map(|id| of_rule(kb, id));
                    named.chain(read)
                });
                Self::Settings(settings.collect())
            }
        }
    }

    /// Whether it can notice no loss at all.
    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Settings(settings) if settings.is_empty())
    }

    /// Whether the loss of one of these settings can be noticed.
    pub(super) fn any_of(&self, lost: &BTreeSet<String>) -> bool {
        match self {
            Self::All => true,
            Self::Settings(settings) => !settings.is_disjoint(lost),
        }
    }
}

pub(super) fn asks_for_a_plan(holds: &Holds) -> bool {
    !(holds.steps.is_empty()
        && holds.controls.is_empty()
        && holds.skills.is_empty()
        && holds.cost.is_none())
}

/// The settings whose loss can take the say from a rule: those it asks about, and those it asks for.
fn of_rule(kb: &Kb, id: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    if let Some(rule) = kb.rules.get(id) {
        read(&rule.when, &mut keys);
        keys.extend(rule.then.require.iter().map(|row| row.setting.clone()));
    }
    keys
}

fn read(condition: &Condition, keys: &mut BTreeSet<String>) {
    match condition {
        Condition::All(list) | Condition::Any(list) => {
            list.iter().for_each(|inner| read(inner, keys));
        }
        Condition::Not(inner) => read(inner, keys),
        Condition::Test(test) => {
            keys.insert(test.key.clone());
        }
    }
}

/// By setting: those that rules derive from it.
pub(super) struct Derived(BTreeMap<String, BTreeSet<String>>);

impl Derived {
    pub(super) fn of(kb: &Kb) -> Self {
        let mut derived = BTreeMap::<String, BTreeSet<String>>::new();
        for rule in kb.rules.iter() {
            for row in &rule.then.require {
                let mut keys = BTreeSet::new();
                read(&rule.when, &mut keys);
                if let Some(condition) = &row.when {
                    read(condition, &mut keys);
                }
                for key in keys.into_iter().filter(|key| kb.settings.contains(key)) {
                    derived.entry(key).or_default().insert(row.setting.clone());
                }
            }
        }
        Self(derived)
    }

    /// A setting and everything that follows from it.
    pub(super) fn from(&self, setting: &str) -> BTreeSet<String> {
        let mut all = BTreeSet::from([setting.to_owned()]);
        let mut next = vec![setting.to_owned()];
        while let Some(one) = next.pop() {
            for more in self.0.get(&one).into_iter().flatten() {
                if all.insert(more.clone()) {
                    next.push(more.clone());
                }
            }
        }
        all
    }
}
