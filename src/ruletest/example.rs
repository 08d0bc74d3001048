//! Compares an example of a rule or blueprint with what is decided for it. Never: test files.

use super::collect::label;
use super::{Bench, applies, failure, undecided, why};
use crate::diag::Diagnostic;
use crate::model::blueprint::Blueprint;
use crate::model::rule::Rule;
use crate::rules::Decisions;
use crate::rules::condition::Lookup;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What fails about an example of a rule.
pub(super) fn rule(bench: Bench<'_>, id: &str, index: usize) -> Option<Diagnostic> {
    let entry = bench.kb.rules.entry(id)?;
    let rule = entry.value()?;
    let example = rule.examples.get(index)?;
    let at = format!("/examples/{index}/applies");
    let decided = bench.decide(&bench.of_rule(rule, example));
    let (message, here, there) = match decided {
        Err(_) if !example.applies => return None,
        Err(reason) => (
            format!("`{id}` cannot apply to this example"),
            undecided(&reason),
            None,
        ),
        Ok(decisions) if applies(&decisions, id) == example.applies => return None,
        Ok(decisions) if example.applies => (
            format!("`{id}` does not apply to this example"),
            unmet(bench, &decisions, rule),
            Some("asks for something else"),
        ),
        Ok(_) => (
            format!("`{id}` applies to this example"),
            "and should not".to_owned(),
            Some("all of this holds"),
        ),
    };
    let mut finding = failure(message).help(format!("the request is: {}", example.request));
    finding.labels.push(label(entry, &at, here));
    if let Some(text) = there {
        finding.labels.push(label(entry, "/when", text));
    }
    Some(finding)
}

/// Why a rule has no say.
fn unmet(bench: Bench<'_>, decisions: &Decisions<'_>, rule: &Rule) -> String {
    let assumed = RefCell::new(BTreeSet::new());
    let place = decisions
        .components
        .iter()
        .position(|part| rule.speaks_of(&part.capability.id));
    let Some(at) = place else {
        return "no part of the plan is one that it speaks of".to_owned();
    };
    let view = decisions.view(bench.kb, at, &assumed);
    why::unmet(&rule.when, &view).unwrap_or_else(|| "expected to apply".to_owned())
}

/// What fails about an example of a blueprint.
pub(super) fn blueprint(bench: Bench<'_>, id: &str, index: usize) -> Option<Diagnostic> {
    let entry = bench.kb.blueprints.entry(id)?;
    let blueprint = entry.value()?;
    let example = blueprint.examples.get(index)?;
    let decided = bench.decide(&bench.of_example(example, &blueprint.scope));
    let chosen = decided
        .as_ref()
        .ok()
        .and_then(|decisions| decisions.blueprint);
    if chosen.is_some_and(|chosen| chosen.id == id) == example.applies {
        return None;
    }
    let at = format!("/examples/{index}/applies");
    let here = match (&decided, example.applies) {
        (_, false) => "and should not be".to_owned(),
        (Err(reason), true) => undecided(reason),
        (Ok(decisions), true) => not_chosen(bench, decisions, blueprint),
    };
    let message = if example.applies {
        format!("`{id}` is not chosen for this example")
    } else {
        format!("`{id}` is chosen for this example")
    };
    let mut finding = failure(message).help(format!("the request is: {}", example.request));
    finding.labels.push(label(entry, &at, here));
    let other = chosen.and_then(|chosen| bench.kb.blueprints.entry(&chosen.id));
    if let Some(other) = other {
        let weight = other.value().map_or(0, |found| found.when.weight());
        let text = format!("`{}` is chosen: all {weight} conditions hold", other.id());
        finding.labels.push(label(other, "/when", text));
    }
    Some(finding)
}

/// Why another blueprint was chosen, or none.
fn not_chosen(bench: Bench<'_>, decisions: &Decisions<'_>, wanted: &Blueprint) -> String {
    let stated = Stated { bench, decisions };
    if let Some(reason) = why::unmet(&wanted.when, &stated) {
        return reason;
    }
    match decisions.blueprint {
        Some(other) => format!(
            "its {} conditions hold, but `{}` comes first",
            wanted.when.weight(),
            other.id
        ),
        None => "its conditions hold, but the provider cannot serve its main part".to_owned(),
    }
}

/// The facts alone, as blueprints are chosen by.
struct Stated<'a, 'kb> {
    bench: Bench<'a>,
    decisions: &'a Decisions<'kb>,
}

impl Lookup for Stated<'_, '_> {
    fn values(&self, key: &str) -> Cow<'_, [String]> {
        Cow::Borrowed(self.decisions.facts.values(key))
    }

    fn order(&self, key: &str) -> Vec<String> {
        self.bench.kb.order(key)
    }
}
