//! What a change is done to, what the thing is for, and what is there already.

use super::deed::Verb;
use super::fact::{Fact, Found, Phrase, Purpose, Span};
use super::find::Hit;
use super::scene::Scene;
use super::subject::describes;
use super::text::Gap;
use crate::model::lexicon::{Meaning, Sort, fold};
use crate::model::reading::role::{FactKind, Role};

/// Longest purpose, in words.
const LONGEST: usize = 5;

/// Facts that say how much or how long, never what for.
const LITERAL: [FactKind; 12] = [
    FactKind::Sizes,
    FactKind::Counts,
    FactKind::InstanceTypes,
    FactKind::Versions,
    FactKind::Thresholds,
    FactKind::Durations,
    FactKind::Percent,
    FactKind::Cidrs,
    FactKind::Ports,
    FactKind::RetentionDays,
    FactKind::Cost,
    FactKind::Deadline,
];

/// The noun phrase behind the leading verb.
pub fn object(scene: &Scene<'_>, verbs: &[Verb]) -> Option<Phrase> {
    let first = verbs
        .iter()
        .find(|verb| verb.leads)
        .map_or(scene.words.lead, |verb| verb.end);
    let mut end = first;
    while scene
        .words
        .at(end)
        .is_some_and(|token| end == first || runs_on(token.gap))
        && !(end > first && scene.word_is(end, Role::Preposition))
    {
        end += 1;
    }
    phrase(scene, skip_stops(scene, first, end), end)
}

fn runs_on(gap: Gap) -> bool {
    matches!(gap, Gap::Space | Gap::Joined | Gap::Slash | Gap::Bracket)
}

fn skip_stops(scene: &Scene<'_>, mut first: usize, end: usize) -> usize {
    while first < end && scene.word_is(first, Role::Stop) {
        first += 1;
    }
    first
}

fn phrase(scene: &Scene<'_>, first: usize, end: usize) -> Option<Phrase> {
    if first >= end {
        return None;
    }
    let start = scene.words.at(first)?.start;
    let stop = scene.words.at(end - 1)?.end;
    Some(Phrase {
        text: scene.slice(start, stop).to_owned(),
        span: Span { start, end: stop },
    })
}

/// What the thing is for: the phrase behind `for`, or the words before its noun.
pub fn purpose(scene: &Scene<'_>, facts: &[Fact]) -> Option<Purpose> {
    let literal = |purpose: &Purpose| {
        facts.iter().any(|fact| {
            LITERAL.contains(&fact.kind)
                && fact.span.start < purpose.span.end
                && purpose.span.start < fact.span.end
        })
    };
    let noun = scene.hits.iter().find(|hit| {
        hit.is_content() && !hit.covered && hit.first >= scene.words.lead && !describes(scene, hit)
    })?;
    scene
        .with_role(Role::Purpose)
        .filter(|hit| hit.first >= noun.end())
        .find_map(|hit| behind(scene, hit).filter(|purpose| !literal(purpose)))
        .or_else(|| before(scene, noun).filter(|purpose| !literal(purpose)))
}

fn behind(scene: &Scene<'_>, marker: &Hit<'_>) -> Option<Purpose> {
    let mut end = marker.end();
    while scene.words.at(end).is_some_and(|token| runs_on(token.gap))
        && !ends_phrase(scene, end)
        && end < marker.end() + 8
    {
        end += 1;
    }
    let quality = scene.word_is(marker.first, Role::Quality)
        && (marker.end()..end).any(|at| says_how(scene, at));
    if quality {
        return None;
    }
    kept(scene, marker.end(), end)
}

/// Whether a word is part of a tag, of an objective or of a number: it says how, not what for.
fn says_how(scene: &Scene<'_>, at: usize) -> bool {
    let digits = scene
        .words
        .text(scene.text(), at)
        .starts_with(|c: char| c.is_ascii_digit());
    let tag = scene.hits.iter().any(|hit| {
        hit.first <= at
            && at < hit.end()
            && (hit.holds(Sort::Qualifier) || hit.has_role(Role::Objective))
    });
    digits || tag
}

fn ends_phrase(scene: &Scene<'_>, at: usize) -> bool {
    scene.word_is(at, Role::Preposition) || scene.word_is(at, Role::Order)
}

/// The words of a phrase that say what the thing is for; none if they are resources or places themselves.
fn kept(scene: &Scene<'_>, first: usize, end: usize) -> Option<Purpose> {
    let mut first = first;
    while first < end && skipped(scene, first) {
        first += 1;
    }
    let mut stop = end;
    while stop > first && skipped(scene, stop - 1) {
        stop -= 1;
    }
    let telling = (first..stop).any(|at| !skipped(scene, at) && !resource(scene, at));
    if first >= stop || stop - first > LONGEST || !telling {
        return None;
    }
    let Phrase { text, span } = phrase(scene, first, stop)?;
    made(&text, span)
}

fn made(text: &str, span: Span) -> Option<Purpose> {
    let words = text
        .split(' ')
        .map(|word| {
            if acronym(word) {
                word.to_owned()
            } else {
                word.to_lowercase()
            }
        })
        .collect::<Vec<String>>()
        .join(" ");
    let slug = super::safe(&words);
    if slug.is_empty() {
        return None;
    }
    let (head, last) = words
        .rsplit_once(' ')
        .map_or(("", words.as_str()), |(head, last)| (head, last));
    let single = if acronym(last) {
        last.strip_suffix('s').unwrap_or(last).to_owned()
    } else {
        fold::fold(last)
    };
    let phrase = if head.is_empty() {
        single
    } else {
        format!("{head} {single}")
    };
    let mut chars = phrase.chars();
    let title = chars
        .next()
        .map(|c| c.to_uppercase().chain(chars).collect())
        .unwrap_or_default();
    Some(Purpose {
        words,
        slug,
        title,
        span,
    })
}

/// Whether a word is written in capitals of its own: `API`, `APIs`.
fn acronym(word: &str) -> bool {
    let stem = word.strip_suffix('s').unwrap_or(word);
    stem.len() >= 2 && stem.chars().any(char::is_uppercase) && !stem.chars().any(char::is_lowercase)
}

/// Words that say where, how or how many, not what for.
fn skipped(scene: &Scene<'_>, at: usize) -> bool {
    scene.hits.iter().any(|hit| {
        hit.first <= at
            && at < hit.end()
            && hit.meanings.iter().any(|meaning| {
                matches!(
                    meaning,
                    Meaning::Environment(..)
                        | Meaning::Provider(_)
                        | Meaning::Region(_)
                        | Meaning::Number(_)
                        | Meaning::Role(
                            Role::Stop
                                | Role::Modifier
                                | Role::Existing
                                | Role::Negation
                                | Role::EnvironmentAfter
                        )
                )
            })
    }) || modifier(scene, at)
}

/// A tag such as `user-uploaded` in front of the thing.
fn modifier(scene: &Scene<'_>, at: usize) -> bool {
    scene.hits.iter().any(|hit| {
        let (first, end) = (hit.first, hit.end());
        let tag = hit
            .meanings
            .iter()
            .any(|meaning| matches!(meaning, Meaning::Qualifier(_)));
        tag && first <= at
            && at < end
            && scene.words.at(end).is_some_and(|token| runs_on(token.gap))
            && !ends_phrase(scene, end)
            && scene.words.compound_end(first) == end
    })
}

fn resource(scene: &Scene<'_>, at: usize) -> bool {
    let thing = |hit: &Hit<'_>| {
        (hit.is_content() && !hit.covered && !describes(scene, hit))
            || hit
                .meanings
                .iter()
                .any(|meaning| matches!(meaning, Meaning::Engine(_) | Meaning::Framework(_)))
    };
    scene
        .hits
        .iter()
        .any(|hit| hit.first <= at && at < hit.end() && thing(hit))
}

/// `payments queue`: the words between the verb and the noun.
fn before(scene: &Scene<'_>, noun: &Hit<'_>) -> Option<Purpose> {
    let mut first = noun.first;
    while first > scene.words.lead
        && scene
            .words
            .at(first)
            .is_some_and(|token| runs_on(token.gap))
    {
        let at = first - 1;
        let verb = scene.hits.iter().any(|hit| {
            hit.first <= at
                && at < hit.end()
                && hit
                    .meanings
                    .iter()
                    .any(|meaning| matches!(meaning, Meaning::Verb(..)))
        });
        if verb
            || scene.word_is(at, Role::Stop)
            || scene.word_is(at, Role::Preposition)
            || resource(scene, at)
        {
            break;
        }
        first = at;
    }
    kept(scene, first, noun.first)
}

/// Capabilities and services that the request says exist.
pub fn existing(scene: &Scene<'_>) -> Vec<Found> {
    let lexicon = scene.lexicon;
    let ends: Vec<usize> = scene.with_role(Role::Existing).map(Hit::end).collect();
    let mut list: Vec<Found> = Vec::new();
    for hit in scene
        .hits
        .iter()
        .filter(|hit| hit.is_content() && !hit.covered && hit.whole)
    {
        if !ends
            .iter()
            .any(|end| *end <= hit.first && hit.first - end <= 1)
        {
            continue;
        }
        let (start, end) = scene.bytes(hit);
        for meaning in hit.meanings {
            let id = match meaning {
                Meaning::Capability(id, _) => lexicon.names.capabilities.get(usize::from(*id)),
                Meaning::Service(id, _) => lexicon
                    .names
                    .services
                    .get(usize::from(*id))
                    .map(|service| &service.id),
                _ => None,
            };
            if let Some(id) = id.filter(|id| !list.iter().any(|found| found.id == **id)) {
                list.push(Found {
                    id: id.clone(),
                    score: 100,
                    spans: vec![Span { start, end }],
                });
            }
        }
    }
    list
}
