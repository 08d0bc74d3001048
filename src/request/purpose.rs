//! What a change is done to, what the thing is for, and what is there already.

use super::deed::Verb;
use super::fact::{Fact, Found, Phrase, Purpose, Span};
use super::find::Hit;
use super::name;
use super::scene::Scene;
use super::subject::{capabilities_of, describes};
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

/// What the thing is for: the phrase behind `for`, the words before its noun, or before a later noun that
/// is there already; at last the word behind a noun. `main` is the main capability.
pub fn purpose(scene: &Scene<'_>, facts: &[Fact], main: Option<u16>) -> Option<Purpose> {
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
    let told = |purpose: Option<Purpose>| purpose.filter(|purpose| !literal(purpose));
    let things = || {
        let things = scene.hits.iter().filter(|hit| hit.first >= noun.first);
        things.filter(|hit| hit.is_content() && !hit.covered)
    };
    scene
        .with_role(Role::Purpose)
        .filter(|hit| hit.first >= noun.end())
        .find_map(|hit| told(behind(scene, hit, main)))
        .or_else(|| told(before(scene, noun, main)))
        .or_else(|| {
            let known = things().filter(|hit| !describes(scene, hit));
            let mut known = known.filter(|hit| is_known(scene, start_before(scene, hit), main));
            known.find_map(|hit| {
                let range = trimmed(scene, (start_before(scene, hit), hit.first));
                told(before(scene, hit, main)).filter(|_| names(scene, range))
            })
        })
        .or_else(|| things().find_map(|hit| told(called(scene, hit, main))))
}

/// Whether a phrase speaks of something that is there: `the payments queue`, `Cloud SQL orders instance`.
fn is_known(scene: &Scene<'_>, first: usize, main: Option<u16>) -> bool {
    let Some(at) = first.checked_sub(1) else {
        return false;
    };
    let spaced = scene
        .words
        .at(first)
        .is_some_and(|token| token.gap == Gap::Space);
    let word = scene.words.text(scene.text(), at).to_lowercase();
    let named = |hit: &Hit<'_>| hit.end() == first && hit.is_content() && means(scene, hit, main);
    spaced && (scene.lexicon.listed("known", &word) || scene.hits.iter().any(named))
}

/// `queue payments`, `Cloud SQL orders instance`: one word behind the main noun that is no word of the trade.
fn called(scene: &Scene<'_>, noun: &Hit<'_>, main: Option<u16>) -> Option<Purpose> {
    let at = noun.end();
    let close = scene
        .words
        .at(at)
        .is_some_and(|token| token.gap == Gap::Space);
    let others = [
        Sort::Content,
        Sort::Verb,
        Sort::Environment,
        Sort::Qualifier,
    ];
    let mut hits = scene
        .hits
        .iter()
        .filter(|hit| hit.first <= at && at < hit.end());
    let plain = hits.clone().any(|hit| hit.holds(Sort::Data))
        && hits.all(|hit| !others.iter().any(|sort| hit.holds(*sort)));
    let last = scene.words.at(at + 1).is_none_or(|token| {
        let ends = [Role::Preposition, Role::Stop, Role::Count];
        !runs_on(token.gap) || ends.iter().any(|role| scene.word_is(at + 1, *role))
    });
    (close && plain && last && means(scene, noun, main))
        .then(|| kept(scene, (at, at + 1), main))
        .flatten()
}

/// Whether a phrase means the main capability.
fn means(scene: &Scene<'_>, hit: &Hit<'_>, main: Option<u16>) -> bool {
    capabilities_of(scene, hit)
        .iter()
        .any(|(id, _)| Some(*id) == main)
}

fn behind(scene: &Scene<'_>, marker: &Hit<'_>, main: Option<u16>) -> Option<Purpose> {
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
    kept(scene, (marker.end(), end), main)
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
fn kept(scene: &Scene<'_>, range: (usize, usize), main: Option<u16>) -> Option<Purpose> {
    let (first, stop) = without_thing(scene, trimmed(scene, range), main);
    let telling = tells(scene, (first, stop));
    if first >= stop || stop - first > LONGEST || !telling {
        return None;
    }
    let Phrase { text, span } = phrase(scene, first, stop)?;
    made(&text, span)
}

/// A phrase without words at its ends that say where, how or how many.
fn trimmed(scene: &Scene<'_>, (mut first, mut stop): (usize, usize)) -> (usize, usize) {
    while first < stop && skipped(scene, first) {
        first += 1;
    }
    while stop > first && skipped(scene, stop - 1) {
        stop -= 1;
    }
    (first, stop)
}

fn tells(scene: &Scene<'_>, (first, stop): (usize, usize)) -> bool {
    (first..stop).any(|at| !skipped(scene, at) && !resource(scene, at))
}

/// Whether a phrase can stand alone as a name: a word of it is none that everybody uses, and no number.
fn names(scene: &Scene<'_>, (first, stop): (usize, usize)) -> bool {
    (first..stop).any(|at| {
        let word = scene.words.text(scene.text(), at);
        let data = |hit: &Hit<'_>| hit.first <= at && at < hit.end() && hit.holds(Sort::Data);
        let trade = scene.word_is(at, Role::Filler) && !scene.hits.iter().any(data);
        let common = trade || says_how(scene, at);
        let digits = word.bytes().any(|byte| byte.is_ascii_digit());
        !skipped(scene, at) && !resource(scene, at) && !common && !digits
    })
}

/// A phrase without the thing itself at its ends: the orders of `orders RDS database`.
fn without_thing(
    scene: &Scene<'_>,
    mut range: (usize, usize),
    main: Option<u16>,
) -> (usize, usize) {
    let known = is_known(scene, range.0, main);
    let mut head = true;
    // `self-managed` is one word.
    let whole = |at: usize| {
        let gap = scene.words.at(at).map(|token| token.gap);
        gap != Some(Gap::Joined)
    };
    loop {
        let thing = |hit: &&Hit<'_>| {
            let service =
                |meaning: &Meaning| matches!(meaning, Meaning::Service(..) | Meaning::Engine(_));
            let named = hit.meanings.iter().any(service) || means(scene, hit, main);
            named || (known && head && hit.is_content())
        };
        let (first, stop) = range;
        let inside = |hit: &&Hit<'_>| first <= hit.first && hit.end() <= stop;
        let at_end = scene
            .hits
            .iter()
            .filter(inside)
            .filter(|hit| hit.end() == stop);
        let at_start = scene
            .hits
            .iter()
            .filter(inside)
            .filter(|hit| hit.first == first);
        let shorter = at_end
            .filter(thing)
            .map(|hit| (first, hit.first))
            .chain(
                at_start
                    .filter(|hit| means(scene, hit, main))
                    .map(|hit| (hit.end(), stop)),
            )
            .map(|range| trimmed(scene, range))
            .filter(|(first, stop)| whole(*first) && whole(*stop))
            .filter(|range| names(scene, *range))
            .min_by_key(|(first, stop)| stop - first);
        match shorter {
            Some(shorter) => range = shorter,
            None => return range,
        }
        head = false;
    }
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
        let software = hit.has_role(Role::Tool);
        tag && !software
            && first <= at
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
fn before(scene: &Scene<'_>, noun: &Hit<'_>, main: Option<u16>) -> Option<Purpose> {
    let mut words = start_before(scene, noun)..noun.first;
    if words.any(|at| name::people(scene, at)) {
        return None;
    }
    kept(scene, (start_before(scene, noun), noun.first), main)
}

/// Whether a word is a verb; behind an article it is a noun: `a documents bucket`.
fn does(scene: &Scene<'_>, at: usize) -> bool {
    let article = at
        .checked_sub(1)
        .is_some_and(|before| scene.word_is(before, Role::Article));
    scene.doing(at) && !(article && at > scene.words.lead)
}

/// The first word of the phrase that a noun ends.
fn start_before(scene: &Scene<'_>, noun: &Hit<'_>) -> usize {
    let mut first = noun.first;
    while first > scene.words.lead
        && scene
            .words
            .at(first)
            .is_some_and(|token| runs_on(token.gap))
    {
        let at = first - 1;
        if does(scene, at)
            || scene.word_is(at, Role::Stop)
            || scene.word_is(at, Role::Preposition)
            || resource(scene, at)
        {
            break;
        }
        first = at;
    }
    first
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
