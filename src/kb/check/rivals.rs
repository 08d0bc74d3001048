//! Finds rules that contradict or repeat each other, and blueprints that are never chosen. Never: one file alone.
//!
//! Conditions are compared as sets of tests. Of two rules whose sets contain one another, both apply wherever the longer
//! one does; every subset is looked up in a table, so the work grows with the number of rules, not with its square.

use super::{Extent, locate};
use crate::diag::{Code, Diagnostic};
use crate::kb::{Kb, Kind};
use crate::map::IndexMap;
use crate::model::condition::Condition;
use crate::model::rule::Strength;
use crate::model::setting;
use std::collections::{BTreeMap, BTreeSet};

/// Tests that a condition may have for its subsets to be looked up.
const MOST_TESTS: usize = 6;

/// What a rule requires, and when.
struct Wish<'kb> {
    rule: &'kb str,
    at: usize,
    /// The capabilities that the rule is of.
    of: Vec<String>,
    setting: String,
    values: Vec<String>,
    cite: Option<String>,
    strength: Strength,
    /// Whether it is a published limit with a name of its own.
    is_published: bool,
    /// The numbers of the tests that must all hold.
    tests: Vec<usize>,
}

/// Everything wrong between rules and between blueprints.
pub(super) fn check(kb: &Kb, extent: Extent) -> Vec<Diagnostic> {
    let wishes = wishes(kb);
    let mut groups: IndexMap<(&str, Vec<usize>), Vec<&Wish<'_>>> = IndexMap::default();
    for wish in &wishes {
        let key = (wish.setting.as_str(), wish.tests.clone());
        groups.entry(key).or_default().push(wish);
    }
    let mut out = Vec::new();
    for wish in &wishes {
        let rivals = subsets(&wish.tests)
            .into_iter()
            .filter_map(|subset| groups.get(&(wish.setting.as_str(), subset)))
            .flatten()
            .filter(|other| meets(other, wish));
        for rival in rivals.take(1 + usize::from(extent == Extent::All)) {
            out.extend(contradiction(kb, extent, rival, wish));
            out.extend(repetition(kb, extent, rival, wish));
        }
    }
    out.extend(blueprints(kb, extent));
    out
}

fn wishes(kb: &Kb) -> Vec<Wish<'_>> {
    let mut all = Vec::new();
    let mut texts = Vec::new();
    for entry in kb.rules.entries() {
        let Some(rule) = entry.glance().filter(|rule| rule.status.applies()) else {
            continue;
        };
        let of_rule = tests(&rule.when);
        for (at, wanted) in rule.then.require.iter().enumerate() {
            // A requirement that holds for a time may give way to the next one.
            if wanted.from.is_some() || wanted.until.is_some() {
                continue;
            }
            let mut tests_of_both = of_rule.clone();
            tests_of_both.extend(wanted.when.iter().flat_map(tests));
            all.push(Wish {
                rule: entry.id(),
                at,
                of: rule.of.0.clone(),
                setting: wanted.setting.clone(),
                values: wanted.value.0.clone(),
                cite: wanted.cite.clone(),
                strength: wanted.strength,
                is_published: wanted.id.is_some(),
                tests: Vec::new(),
            });
            texts.push(tests_of_both);
        }
    }
    number(&mut all, &texts);
    all
}

/// Gives every test a number, in the order of their texts: numbers are compared a million times, texts once.
fn number(wishes: &mut [Wish<'_>], texts: &[BTreeSet<String>]) {
    let distinct: BTreeSet<&String> = texts.iter().flatten().collect();
    let numbers: BTreeMap<&String, usize> = distinct.into_iter().zip(0..).collect();
    for (wish, tests) in wishes.iter_mut().zip(texts) {
        let known = tests.iter().filter_map(|test| numbers.get(test));
        wish.tests = known.copied().collect();
    }
}

/// The tests that must all hold, each as a text.
fn tests(condition: &Condition) -> BTreeSet<String> {
    match condition {
        Condition::All(list) => list.iter().flat_map(tests).collect(),
        other => BTreeSet::from([format!("{other:?}")]),
    }
}

fn joined(tests: &BTreeSet<String>) -> String {
    let list: Vec<&str> = tests.iter().map(String::as_str).collect();
    list.join("\n")
}

/// Every subset of the tests.
fn subsets(tests: &[usize]) -> Vec<Vec<usize>> {
    if tests.len() > MOST_TESTS {
        return vec![tests.to_vec(), Vec::new()];
    }
    let taken = |mask: usize| {
        let numbered = tests.iter().enumerate();
        let chosen = numbered.filter(|(at, _)| mask >> at & 1 == 1);
        chosen.map(|(_, test)| *test).collect()
    };
    (0..1_usize << tests.len()).map(taken).collect()
}

/// Whether the two speak of the same components, and are not one and the same.
fn meets(other: &Wish<'_>, wish: &Wish<'_>) -> bool {
    let same = other.rule == wish.rule && other.at == wish.at;
    // Of two with equal tests only the later one is told.
    let told =
        other.tests.len() < wish.tests.len() || (other.rule, other.at) < (wish.rule, wish.at);
    let (left, right) = (&other.of, &wish.of);
    let overlap = left.is_empty() || right.is_empty() || left.iter().any(|one| right.contains(one));
    !same && told && overlap && other.strength == wish.strength
}

/// Two hard values of a setting that holds one.
fn contradiction(
    kb: &Kb,
    extent: Extent,
    first: &Wish<'_>,
    second: &Wish<'_>,
) -> Option<Diagnostic> {
    let declared = kb.settings.get(&second.setting)?;
    let hard = second.strength == Strength::Must;
    let template = |wish: &Wish<'_>| wish.values.iter().any(|value| value.contains('{'));
    if declared.kind != setting::Kind::Choice
        || !hard
        || first.values == second.values
        || template(first)
        || template(second)
        || !told(kb, extent, first, second)
    {
        return None;
    }
    let (one, other) = both(kb, first, second)?;
    let (wanted, against) = (second.values.join(", "), first.values.join(", "));
    let finding = Diagnostic::error(
        Code::ContradictingRules,
        format!(
            "`{}` cannot be both `{wanted}` and `{against}`",
            second.setting
        ),
    )
    .label(&other.0, other.1, format!("requires `{wanted}`"))
    .label(
        &one.0,
        one.1,
        format!("requires `{against}` whenever the other rule applies"),
    )
    .help("let their `when:` exclude each other, or make one of them `strength: should`");
    Some(finding)
}

/// The same value required twice for the same reason.
fn repetition(kb: &Kb, extent: Extent, first: &Wish<'_>, second: &Wish<'_>) -> Option<Diagnostic> {
    let (wide, narrow) = (&first.of, &second.of);
    let covers =
        wide.is_empty() || (!narrow.is_empty() && narrow.iter().all(|one| wide.contains(one)));
    if first.values != second.values
        || first.cite != second.cite
        || !covers
        // Each published limit is named in the plan, so two of them may ask for the same.
        || first.is_published
        || second.is_published
        || !told(kb, extent, first, second)
    {
        return None;
    }
    let (one, other) = both(kb, first, second)?;
    let finding = Diagnostic::warning(
        Code::ShadowedRule,
        format!(
            "`{}` is `{}` here already, for the same reason",
            second.setting,
            second.values.join(", ")
        ),
    )
    .label(&other.0, other.1, "changes no plan")
    .label(&one.0, one.1, "applies wherever the other does")
    .help("remove one of the two, or cite what asks for it here");
    Some(finding)
}

fn told(kb: &Kb, extent: Extent, first: &Wish<'_>, second: &Wish<'_>) -> bool {
    [first, second].iter().any(|wish| {
        kb.rules
            .entry(wish.rule)
            .is_some_and(|entry| extent.holds(entry))
    })
}

fn both(kb: &Kb, first: &Wish<'_>, second: &Wish<'_>) -> Option<(locate::Spot, locate::Spot)> {
    let of = |wish: &Wish<'_>| {
        locate::rule(kb, wish.rule, &format!("/then/require/{}/setting", wish.at))
    };
    Some((of(first)?, of(second)?))
}

/// Blueprints with the condition and the parts of one that is always tried before.
fn blueprints(kb: &Kb, extent: Extent) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut out = Vec::new();
    for entry in kb.blueprints.entries() {
        let Some(blueprint) = entry.glance().filter(|found| found.status.applies()) else {
            continue;
        };
        let main = blueprint
            .parts
            .first()
            .map(|part| (&part.of, &part.operations));
        let key = format!(
            "{} {main:?}\n{}",
            blueprint.scope,
            joined(&tests(&blueprint.when))
        );
        let Some(first) = seen.get(key.as_str()).copied() else {
            seen.insert(key, entry.id());
            continue;
        };
        let added = extent.holds(entry)
            || kb
                .blueprints
                .entry(first)
                .is_some_and(|entry| extent.holds(entry));
        let place = |id| locate::at(&kb.blueprints, Kind::Blueprint, id, "/when");
        if let (true, Some(one), Some(other)) = (added, place(first), place(entry.id())) {
            let finding = Diagnostic::error(
                Code::ShadowedRule,
                format!("the blueprint `{}` is never chosen", entry.id()),
            )
            .label(&other.0, other.1, "asks for the same and begins with the same part")
            .label(&one.0, one.1, format!("`{first}` is tried first"))
            .help("add a test to this `when:` that makes it the more specific one, or remove the file");
            out.push(finding);
        }
    }
    out
}
