//! Environments, frameworks, qualifiers, engines, data, order, exclusions: what a request says around its subject.

use super::fact::{Found, Phrase, Span};
use super::find::Hit;
use super::scene::Scene;
use super::text::Gap;
use crate::model::lexicon::{Meaning, Sort, Standing};
use crate::model::reading::role::Role;

fn add(list: &mut Vec<Found>, id: &str, span: Span) {
    match list.iter_mut().find(|found| found.id == id) {
        Some(found) => found.spans.push(span),
        None => list.push(Found {
            id: id.to_owned(),
            score: 100,
            spans: vec![span],
        }),
    }
}

fn span(scene: &Scene<'_>, hit: &Hit<'_>) -> Span {
    let (start, end) = scene.bytes(hit);
    Span { start, end }
}

/// Ids that hits mean, in order.
pub fn ids(
    scene: &Scene<'_>,
    table: &[String],
    sort: Sort,
    pick: fn(&Meaning) -> Option<u16>,
) -> Vec<Found> {
    let mut list = Vec::new();
    for hit in scene
        .hits
        .iter()
        .filter(|hit| hit.holds(sort) && hit.whole && !hit.has_role(Role::Blank))
    {
        for id in hit
            .meanings
            .iter()
            .filter_map(pick)
            .filter_map(|at| table.get(usize::from(at)))
        {
            add(&mut list, id, span(scene, hit));
        }
    }
    list
}

/// Frameworks.
pub fn frameworks(scene: &Scene<'_>) -> Vec<Found> {
    ids(
        scene,
        &scene.lexicon.names.frameworks,
        Sort::Framework,
        |m| {
            if let Meaning::Framework(id) = m {
                Some(*id)
            } else {
                None
            }
        },
    )
}

/// Qualifiers.
pub fn qualifiers(scene: &Scene<'_>) -> Vec<Found> {
    ids(
        scene,
        &scene.lexicon.names.qualifiers,
        Sort::Qualifier,
        |m| {
            if let Meaning::Qualifier(id) = m {
                Some(*id)
            } else {
                None
            }
        },
    )
}

/// Engines.
pub fn engines(scene: &Scene<'_>) -> Vec<Found> {
    ids(scene, &scene.lexicon.names.engines, Sort::Engine, |m| {
        if let Meaning::Engine(id) = m {
            Some(*id)
        } else {
            None
        }
    })
}

/// The strictest class of data that is spoken of; the file lists the strictest first.
pub fn data_class(scene: &Scene<'_>) -> Option<Found> {
    let classes = &scene.lexicon.names.data_classes;
    let found = ids(scene, classes, Sort::Data, |m| {
        if let Meaning::Data(id) = m {
            Some(u16::from(*id))
        } else {
            None
        }
    });
    classes
        .iter()
        .find_map(|class| found.iter().find(|found| found.id == *class))
        .cloned()
}

/// Environments, in the order of their first mention.
pub fn environments(scene: &Scene<'_>) -> Vec<Found> {
    let mut list: Vec<Found> = Vec::new();
    let mut places: Vec<usize> = Vec::new();
    for round in 0..2 {
        for hit in scene
            .hits
            .iter()
            .filter(|hit| hit.holds(Sort::Environment) && !hit.covered)
            .filter(|hit| !within_longer(scene, hit))
        {
            if places.contains(&hit.first) {
                continue;
            }
            for meaning in hit.meanings {
                let Meaning::Environment(id, standing) = meaning else {
                    continue;
                };
                let stands = match standing {
                    Standing::Alone => hit.whole && !within_name(scene, hit),
                    Standing::InName => !hit.whole && !address(scene, hit),
                    Standing::Context => hit.whole && can_be_meant(scene, hit, &places),
                };
                if stands && let Some(name) = scene.lexicon.names.environments.get(usize::from(*id))
                {
                    add(&mut list, name, span(scene, hit));
                    places.push(hit.first);
                }
            }
        }
        if round == 0 && places.is_empty() {
            break;
        }
    }
    list.sort_by_key(|found| found.spans.first().copied());
    list
}

/// Whether a longer environment or phrase holds the hit: `non production` holds `production`.
fn within_longer(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    scene.hits.iter().any(|other| {
        other.count > hit.count
            && other.first <= hit.first
            && hit.end() <= other.end()
            && (other.holds(Sort::Environment) || other.has_role(Role::Blank))
    })
}

/// Whether the word is one piece of a path or host name.
fn within_name(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    scene.words.compound_start(hit.first) < hit.first && address(scene, hit)
}

/// Whether the compound around the hit holds a dot: a host name.
fn address(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    let (first, end) = (
        scene.words.compound_start(hit.first),
        scene.words.compound_end(hit.end() - 1),
    );
    let start = scene.words.at(first).map_or(0, |token| token.start);
    let stop = scene.words.at(end - 1).map_or(start, |token| token.end);
    scene.slice(start, stop).contains('.')
}

/// Whether an environment can be meant: after "in", before "environment", or in a list with another one.
fn can_be_meant(scene: &Scene<'_>, hit: &Hit<'_>, places: &[usize]) -> bool {
    let after = hit.end();
    if scene.word_is(after, Role::EnvironmentAfter)
        && scene.words.at(after).is_some_and(|t| t.gap == Gap::Space)
    {
        return true;
    }
    let beside = |at: usize| places.contains(&at);
    let list_before = hit.first > 0
        && (beside(hit.first - 1)
            || (hit.first > 1
                && scene.word_is(hit.first - 1, Role::Split)
                && beside(hit.first - 2)));
    let list_after = beside(after) || (scene.word_is(after, Role::Split) && beside(after + 1));
    let near = |at: usize| {
        scene
            .words
            .at(at)
            .is_some_and(|t| !matches!(t.gap, Gap::Stop | Gap::Bracket))
    };
    if (list_before && near(hit.first)) || (list_after && near(after)) {
        return true;
    }
    let before = hit.first > 0 && scene.word_is(hit.first - 1, Role::EnvironmentBefore);
    let boundary = scene.words.at(after).is_none_or(|token| {
        token.gap != Gap::Space
            || scene.word_is(after, Role::Stop)
            || scene.word_is(after, Role::Preposition)
    });
    before && boundary
}

/// The clauses around the phrases of a role.
pub fn clauses(scene: &Scene<'_>, role: Role) -> Vec<Phrase> {
    let mut list: Vec<Phrase> = Vec::new();
    for hit in scene.with_role(role).filter(|hit| hit.whole) {
        let (first, end) = clause(scene, hit.first);
        let start = scene.words.at(first).map_or(0, |token| token.start);
        let stop = scene
            .words
            .at(end.saturating_sub(1))
            .map_or(start, |token| token.end);
        if list.last().is_none_or(|last| last.span.start != start) {
            list.push(Phrase {
                text: scene.slice(start, stop).to_owned(),
                span: Span { start, end: stop },
            });
        }
    }
    list
}

/// The words between two commas, stops or brackets around a word.
fn clause(scene: &Scene<'_>, at: usize) -> (usize, usize) {
    let breaks = |gap: Gap| matches!(gap, Gap::Comma | Gap::Stop | Gap::Bracket | Gap::Colon);
    let mut first = at;
    while first > 0
        && scene
            .words
            .at(first)
            .is_some_and(|token| !breaks(token.gap))
    {
        first -= 1;
    }
    let mut end = at + 1;
    while scene.words.at(end).is_some_and(|token| !breaks(token.gap)) {
        end += 1;
    }
    (first, end)
}
