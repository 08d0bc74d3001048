//! Collects what a request states literally, and joins values to changes, thresholds and retention times.

use super::chunk::{self, Chunk};
use super::counted;
use super::date;
use super::fact::{Fact, MEMORY, MORE, RATE, Span};
use super::measure::{self, Measured, Sort};
use super::name;
use super::number::{self};
use super::place;
use super::scene::Scene;
use crate::model::reading::role::{FactKind, Role};
use rust_decimal::Decimal;

type Range = (usize, usize);

/// All facts, in the order in which they stand, without repetitions.
pub fn facts(scene: &Scene<'_>) -> Vec<Fact> {
    let chunks: Vec<Chunk<'_>> = chunk::chunks(scene);
    let mut list = chunk::facts(scene, &chunks);
    let mut taken: Vec<Range> = list
        .iter()
        .map(|fact| (fact.span.start, fact.span.end))
        .collect();
    for (fact, range) in date::facts(scene) {
        taken.push(range);
        list.push(fact);
    }
    for (fact, range) in place::facts(scene, &chunks) {
        taken.push(range);
        list.push(fact);
    }
    let identifiers: Vec<Range> = chunks
        .iter()
        .filter(|chunk| name::is_identifier(scene, chunk.text) && !starts_number(chunk.text))
        .map(|chunk| (chunk.start, chunk.end))
        .collect();
    let outside: Vec<Range> = taken.iter().chain(&identifiers).copied().collect();
    let measured = measure::measure(scene, number::numbers(scene, &outside));
    list.extend(measured.iter().filter_map(|one| measure::fact(scene, one)));
    list.extend(thresholds(scene, &measured));
    list.extend(retention(scene, &measured));
    list.extend(counted::in_words(scene));
    list.extend(counted::target(scene, &measured));
    list.extend(counted::nouns(scene, &measured));
    list.extend(counted::machines(scene, &list));
    rates(&mut list);
    more(scene, &mut list);
    list.extend(counted::bounds(scene, &measured));
    taken.extend(
        measured
            .iter()
            .filter(|one| one.sort != Sort::Bare)
            .map(|one| (one.start, one.end)),
    );
    list.extend(tools(scene));
    list.extend(plans(scene));
    list.extend(name::facts(scene, &chunks, &taken));
    join_changes(scene, &mut list);
    remember(scene, &mut list);
    list.sort_by_key(|fact| (fact.span, fact.kind));
    let mut seen: Vec<(FactKind, String, String)> = Vec::new();
    list.retain(|fact| {
        let key = (fact.kind, fact.value.clone(), fact.text.clone());
        let new = !seen.contains(&key);
        seen.push(key);
        new
    });
    list
}

fn starts_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '$' || c == '~')
        && !text.contains('_')
        && text.matches('-').count() < 2
}

fn tools(scene: &Scene<'_>) -> Vec<Fact> {
    scene
        .hits
        .iter()
        .filter(|hit| hit.has_role(Role::Tool) && hit.whole)
        .map(|hit| scene.phrase(hit))
        .map(|phrase| Fact::new(FactKind::Tools, &phrase.text, phrase.span))
        .collect()
}

/// Named plans: `Premium`.
fn plans(scene: &Scene<'_>) -> Vec<Fact> {
    let hits = scene
        .hits
        .iter()
        .filter(|hit| hit.has_role(Role::Plan) && hit.whole);
    hits.map(|hit| scene.phrase(hit))
        .map(|phrase| Fact::new(FactKind::Sizes, &phrase.text, phrase.span))
        .collect()
}

/// `> 300ms`, `RPO <= 24 h`, `5 errors in 10 minutes`.
fn thresholds(scene: &Scene<'_>, measured: &[Measured]) -> Vec<Fact> {
    let mut list = Vec::new();
    for (at, one) in measured.iter().enumerate() {
        if one.number.tied || matches!(one.sort, Sort::Version | Sort::Port) {
            continue;
        }
        let compared = one
            .number
            .compared
            .or_else(|| word_before(scene, one.start, Role::Comparator));
        let start = compared.unwrap_or(one.start);
        let objective = word_before(scene, start, Role::Objective);
        let rate = rate_end(scene, one, measured.get(at + 1));
        if compared.is_none() && objective.is_none() && rate.is_none() {
            continue;
        }
        let (number, unit) = measure::amount(scene, one);
        let start = objective.unwrap_or(start);
        let end = rate.unwrap_or(one.end);
        let fact = Fact::new(
            FactKind::Thresholds,
            scene.slice(start, end),
            Span::new(start, end),
        );
        list.push(fact.number(number, unit.as_deref()));
    }
    list
}

/// Marks counts that are part of a rate: the requests of `200 requests per second` are not things to run.
fn rates(list: &mut [Fact]) {
    let rates: Vec<Span> = list
        .iter()
        .filter(|fact| fact.kind == FactKind::Thresholds)
        .map(|fact| fact.span)
        .collect();
    let counts = list.iter_mut().filter(|fact| fact.kind == FactKind::Counts);
    for fact in counts {
        let part = |rate: &Span| rate.start <= fact.span.start && fact.span.end < rate.end;
        if rates.iter().any(part) {
            fact.class = Some(RATE.to_owned());
        }
    }
}

/// Marks counts that come on top of what is there: `2 more brokers`.
fn more(scene: &Scene<'_>, list: &mut [Fact]) {
    let counts = list.iter_mut().filter(|fact| fact.kind == FactKind::Counts);
    for fact in counts.filter(|fact| fact.class.is_none()) {
        let mut words = fact.text.split(' ');
        if words.any(|word| scene.lexicon.listed("more", &word.to_lowercase())) {
            fact.class = Some(MORE.to_owned());
        }
    }
}

/// The start of a phrase with a role that ends right before a byte.
pub fn word_before(scene: &Scene<'_>, byte: usize, role: Role) -> Option<usize> {
    let found = scene
        .hits
        .iter()
        .filter(|hit| hit.has_role(role))
        .map(|hit| scene.bytes(hit))
        .filter(|(_, end)| {
            *end <= byte
                && byte - end <= 4
                && !scene.slice(*end, byte).contains(['.', ',', ';'])
                && scene.slice(*end, byte).trim().len() <= 2
        });
    found.map(|(start, _)| start).min()
}

/// The end of `… in 10 minutes`, `… per hour`, `… / second` behind a number.
fn rate_end(scene: &Scene<'_>, one: &Measured, next: Option<&Measured>) -> Option<usize> {
    if !matches!(one.sort, Sort::Bare | Sort::Count | Sort::Percent) {
        return None;
    }
    let word_end = one.number.word.map_or(one.end, |(_, end)| end.max(one.end));
    if let Some(next) = next.filter(|next| matches!(next.sort, Sort::Time(_))) {
        let between = scene.slice(word_end, next.start).trim();
        if between.split_whitespace().count() <= 2
            && !between.is_empty()
            && !between.contains(['.', ','])
        {
            return Some(next.end);
        }
    }
    let rest = scene.slice(word_end, scene.text().len()).trim_start();
    let per = rest
        .strip_prefix('/')
        .or_else(|| rest.strip_prefix("per "))?
        .trim_start();
    let length = per.find(|c: char| !c.is_alphabetic()).unwrap_or(per.len());
    let unit = per.get(..length)?;
    let time = scene
        .lexicon
        .look_up(unit)
        .iter()
        .any(|meaning| matches!(meaning, crate::model::lexicon::Meaning::Duration(_)));
    (time && length > 0).then(|| scene.text().len() - per.len() + length)
}

/// How many words may lie between a time and the word that says it is a retention.
const NEAR: usize = 6;

/// The same where the time stands behind `for`: `keep backups of the orders database for 35 days`.
const FAR: usize = 12;

/// A time beside a word such as retention is how long something is kept.
fn retention(scene: &Scene<'_>, measured: &[Measured]) -> Vec<Fact> {
    let day = Decimal::from(86_400);
    let near = |one: &Measured| {
        let index = scene.words.index_at(one.number.digits);
        let led = index > 0 && scene.word_is(index - 1, Role::Purpose);
        scene.with_role(Role::Retention).any(|hit| {
            hit.first.abs_diff(index) <= NEAR
                || (led && hit.first < index && index - hit.first <= FAR)
        })
    };
    measured
        .iter()
        .filter(|one| matches!(one.sort, Sort::Time(_)) && near(one))
        .filter_map(|one| {
            let days = measure::amount(scene, one).0?.checked_div(day)?;
            (days >= Decimal::ONE).then(|| {
                let text = scene.slice(one.start, one.end);
                Fact::new(FactKind::RetentionDays, text, Span::new(one.start, one.end))
                    .value(days.normalize().to_string())
                    .number(Some(days.normalize()), Some("d"))
            })
        })
        .collect()
}

/// Marks sizes of memory: `16 GB RAM`, `memory to 16 GB`.
fn remember(scene: &Scene<'_>, list: &mut [Fact]) {
    let sizes = list
        .iter_mut()
        .filter(|fact| fact.kind == FactKind::Sizes && fact.number.is_some());
    for fact in sizes {
        let first = scene.words.index_at(fact.span.start);
        let last = scene.words.index_at(fact.span.end.saturating_sub(1));
        let behind = (last + 1..=last + 2).any(|at| scene.word_is(at, Role::Memory));
        let quiet = |at: usize| scene.word_is(at, Role::Stop);
        let before = (1..=3).any(|back| {
            first >= back
                && scene.word_is(first - back, Role::Memory)
                && (first - back + 1..first).all(quiet)
        });
        if behind || before {
            fact.class = Some(MEMORY.to_owned());
        }
    }
}

/// Kinds whose values can change into one another.
const CHANGING: [FactKind; 9] = [
    FactKind::Sizes,
    FactKind::InstanceTypes,
    FactKind::Versions,
    FactKind::Counts,
    FactKind::RetentionDays,
    FactKind::Names,
    FactKind::Durations,
    FactKind::Percent,
    FactKind::Cost,
];

/// Joins neighbors with a sign of change between them: `128G->256G`, `from db.r5.large to db.r6g.large`.
fn join_changes(scene: &Scene<'_>, list: &mut Vec<Fact>) {
    list.sort_by_key(|fact| (fact.kind, fact.span));
    let mut changes = Vec::new();
    let mut pairs = Vec::new();
    for (at, pair) in list.windows(2).enumerate() {
        let [left, right] = pair else { continue };
        let sign = || measure::is_range(scene, scene.slice(left.span.end, right.span.start));
        if unlike(left, right) && left.span.end <= right.span.start && sign() {
            changes.extend(crossed(list, at));
        } else if left.kind == right.kind
            && CHANGING.contains(&left.kind)
            && left.span.end <= right.span.start
        {
            match join(scene, left, right) {
                Some(change) if change.from.is_some() => changes.push(change),
                other => pairs.extend(other),
            }
        }
    }
    let inside = |changes: &[Fact], fact: &Fact| {
        changes.iter().any(|change| {
            change.kind == fact.kind
                && change.span.start <= fact.span.start
                && fact.span.end <= change.span.end
        })
    };
    list.retain(|fact| !inside(&changes, fact));
    changes.extend(versions_apart(scene, list));
    list.retain(|fact| !inside(&changes, fact));
    list.extend(changes);
    list.extend(pairs);
}

/// Whether one size holds bytes and the other one counts something.
fn unlike(left: &Fact, right: &Fact) -> bool {
    let bytes = |fact: &Fact| {
        let unit = fact.unit.as_deref().unwrap_or_default();
        (!unit.is_empty()).then(|| unit.ends_with(['b', 'B']))
    };
    let sizes = left.kind == FactKind::Sizes && right.kind == FactKind::Sizes;
    sizes
        && bytes(left)
            .zip(bytes(right))
            .is_some_and(|(left, right)| left != right)
}

/// `2 vCPU 8 GB -> 4 vCPU 16 GB`: two sizes in front of the sign become the two behind it, like by like.
fn crossed(list: &[Fact], at: usize) -> Vec<Fact> {
    let four = at.checked_sub(1).and_then(|first| list.get(first..at + 3));
    let Some([one, two, three, four]) = four else {
        return Vec::new();
    };
    if unlike(one, three) || unlike(two, four) {
        return Vec::new();
    }
    let change = |from: &Fact, to: &Fact| {
        let mut change = to.clone().change(&from.value, &to.value);
        change.value = format!("{}->{}", from.text, to.text);
        change.span = Span::new(one.span.start, four.span.end);
        change
    };
    vec![change(one, three), change(two, four)]
}

/// Two neighbors as a change, or as one value written in two parts: `10-15%`, `4 CPU / 32 GB`.
fn join(scene: &Scene<'_>, left: &Fact, right: &Fact) -> Option<Fact> {
    let (start, end) = (left.span.start, right.span.end);
    let between = scene.slice(left.span.end, right.span.start);
    let whole = Fact::new(left.kind, scene.slice(start, end), Span::new(start, end));
    let words = between.trim().chars().any(char::is_alphabetic);
    if measure::is_range(scene, between) && !(left.kind == FactKind::Names && words) {
        let mut change = whole.change(&left.value, &right.value);
        change.value = format!("{}->{}", left.text, right.text);
        change.number = right.number;
        change.class.clone_from(&right.class);
        change.unit.clone_from(&right.unit);
        return Some(change);
    }
    let range = matches!(between, "-" | "–");
    let parts = left.kind == FactKind::Sizes && matches!(between.trim(), "/" | "x" | "+" | "&");
    (range || parts).then_some(whole)
}

/// `to 1.19.6. The currently used 1.17.11`: the versions before and after stand apart.
fn versions_apart(scene: &Scene<'_>, list: &[Fact]) -> Vec<Fact> {
    let versions: Vec<&Fact> = list
        .iter()
        .filter(|fact| fact.kind == FactKind::Versions)
        .collect();
    let after = |fact: &Fact, role: Role, reach: usize| {
        let index = scene.words.index_at(fact.span.start);
        (1..=reach).any(|back| index >= back && scene.word_is(index - back, role))
    };
    let targets: Vec<&&Fact> = versions
        .iter()
        .filter(|fact| after(fact, Role::Range, 1))
        .collect();
    let [target] = targets.as_slice() else {
        return Vec::new();
    };
    let alone = only_earlier(scene, &versions, target);
    let sources = versions
        .iter()
        .filter(|fact| !std::ptr::eq(**fact, **target));
    let mut list: Vec<Fact> = Vec::new();
    let mut listed = false;
    for source in sources {
        let first = after(source, Role::Source, 3) || alone == Some(source.span);
        listed = first || (listed && source.span.start > target.span.start);
        if listed && source.text.len() <= 24 {
            let mut fact = Fact::new(FactKind::Versions, &target.text, target.span)
                .change(&source.value, &target.value);
            fact.span = source.span;
            fact.text.clone_from(&source.text);
            list.push(fact);
        }
    }
    list
}

/// `EKS 1.29: upgrade to 1.32`: the only version before one that a verb leads to is the one it changes.
fn only_earlier(scene: &Scene<'_>, versions: &[&Fact], target: &Fact) -> Option<Span> {
    let [source, last] = versions else {
        return None;
    };
    let index = scene.words.index_at(target.span.start);
    let led = index >= 2 && scene.doing(index - 2);
    let led = led || measure::about_versions(scene);
    (led && last.span == target.span).then_some(source.span)
}
