//! Says what a request is about: services, products, capabilities. Never: the provider.

use super::evidence::{Evidence, Tally};
use super::fact::{Fact, Found, Phrase, Span};
use super::find::Hit;
use super::scene::Scene;
use super::text::Gap;
use crate::model::lexicon::Meaning;
use crate::model::reading::role::{FactKind, Role};

/// What one phrase adds to a score, by where it stands.
pub(super) fn place_weight(scene: &Scene<'_>, hit: &Hit<'_>) -> i32 {
    let lexicon = scene.lexicon;
    let mut weight = if scene.words.in_title(hit.first) {
        100
    } else {
        lexicon.weight("body")
    };
    if scene.words.in_title(hit.first) {
        weight = weight * segment(scene, hit) / 100;
    }
    if !hit.whole {
        weight = weight * lexicon.weight("inside-a-name") / 100;
    }
    if hit.negated {
        weight = weight * lexicon.weight("negated") / 100;
    }
    weight
}

/// Whether a phrase is one piece of a host name.
fn host_name(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    let (first, end) = (
        scene.words.compound_start(hit.first),
        scene.words.compound_end(hit.first),
    );
    let start = scene.words.at(first).map_or(0, |token| token.start);
    let stop = scene.words.at(end - 1).map_or(start, |token| token.end);
    scene.slice(start, stop).contains('.')
}

/// The head of the title weighs most; what stands behind prepositions less.
fn segment(scene: &Scene<'_>, hit: &Hit<'_>) -> i32 {
    let before = scene
        .hits
        .iter()
        .filter(|other| {
            other.first < hit.first && other.first >= scene.words.lead && other.count == 1
        })
        .filter(|other| other.has_role(Role::Preposition) && other.whole)
        .count();
    let content = scene.hits.iter().any(|other| {
        other.is_content()
            && !other.covered
            && other.first < hit.first
            && other.first >= scene.words.lead
    });
    match (content, before) {
        (false, _) | (_, 0) => 100,
        (true, 1) => scene.lexicon.weight("second-phrase"),
        _ => scene.lexicon.weight("later-phrase"),
    }
}

/// Ids with their weight and where they stand.
pub(super) type Scores = Vec<(u16, i32, Vec<Span>)>;

pub(super) fn score(scores: &mut Scores, id: u16, weight: i32, span: Span, repeat: i32) {
    let Some((_, total, spans)) = scores.iter_mut().find(|(known, ..)| *known == id) else {
        scores.push((id, weight, vec![span]));
        return;
    };
    *total = (*total).max(weight) + (*total).min(weight) * repeat / 100;
    spans.push(span);
}

pub(super) fn span_of(scene: &Scene<'_>, hit: &Hit<'_>) -> Span {
    let (start, end) = scene.bytes(hit);
    Span { start, end }
}

/// The phrases about infrastructure that count.
fn content<'s, 'a>(scene: &'s Scene<'a>) -> impl Iterator<Item = &'s Hit<'a>> {
    scene
        .hits
        .iter()
        .filter(|hit| hit.is_content() && !hit.covered)
}

/// Services, in the order of their weight. Where a word means services of several providers, the named provider decides.
pub fn services(scene: &Scene<'_>) -> Vec<Found> {
    let mut scores: Scores = Vec::new();
    for hit in content(scene) {
        for meaning in hit.meanings {
            if let Meaning::Service(id, weight) = meaning {
                let weight = place_weight(scene, hit) * i32::from(*weight) / 100;
                score(&mut scores, *id, weight, span_of(scene, hit), 25);
            }
        }
    }
    scores.sort_by_key(|(id, weight, _)| (std::cmp::Reverse(*weight), *id));
    let name = |id: u16| {
        scene
            .lexicon
            .names
            .services
            .get(usize::from(id))
            .map(|service| service.id.clone())
    };
    scores
        .into_iter()
        .filter_map(|(id, score, spans)| {
            Some(Found {
                id: name(id)?,
                score,
                spans,
            })
        })
        .collect()
}

/// Products without a service file, as they are called in the request.
pub fn products(scene: &Scene<'_>) -> Vec<Phrase> {
    let product = |hit: &&Hit<'_>| {
        hit.meanings
            .iter()
            .any(|m| matches!(m, Meaning::Product(..)))
    };
    let hits = scene
        .hits
        .iter()
        .filter(|hit| !hit.covered && hit.whole && !hit.negated);
    hits.filter(product).map(|hit| scene.phrase(hit)).collect()
}

/// Capabilities, in the order of their weight, above the floor.
pub fn capabilities(
    scene: &Scene<'_>,
    evidence: &Evidence,
    facts: &[Fact],
    moves: bool,
) -> Vec<(u16, Found)> {
    let mut scores: Scores = Vec::new();
    for hit in content(scene) {
        let part = stated_in(scene, hit, facts, FactKind::InstanceTypes);
        let versioned = stated_in(scene, hit, facts, FactKind::Versions);
        let piece = !hit.whole && hit.count == 1 && host_name(scene, hit);
        if (piece && !part) || describes(scene, hit) {
            continue;
        }
        let generic = follows_product(scene, hit) || versioned;
        let left = moves && left_behind(scene, hit);
        for (id, weight) in capabilities_of(scene, hit) {
            if generic && weight <= 50 {
                continue;
            }
            let mut weight = if part {
                scene.lexicon.weight("inside-a-type")
            } else {
                place_weight(scene, hit) * weight / 100
            };
            if left {
                weight = weight * scene.lexicon.weight("left-behind") / 100;
            }
            score(
                &mut scores,
                id,
                weight,
                span_of(scene, hit),
                scene.lexicon.weight("repeated"),
            );
        }
    }
    let mut tally = Tally::default();
    evidence.weigh(&scene.lexicon.signals.capabilities, &mut tally);
    for (reading, weight, _) in tally.rows {
        let known = scene
            .lexicon
            .names
            .capabilities
            .iter()
            .position(|known| known == reading);
        let Some(id) = known.and_then(|at| u16::try_from(at).ok()) else {
            continue;
        };
        match scores.iter_mut().find(|(known, ..)| *known == id) {
            Some((_, total, _)) => *total += weight,
            None => scores.push((id, weight, Vec::new())),
        }
    }
    rank(scene, scores)
}

/// Whether a phrase is a piece of a fact: of a size of machine, of a version.
fn stated_in(scene: &Scene<'_>, hit: &Hit<'_>, facts: &[Fact], kind: FactKind) -> bool {
    let (start, end) = scene.bytes(hit);
    facts.iter().any(|fact| {
        let (from, to) = (fact.span.start, fact.span.end);
        fact.kind == kind && from <= start && end <= to && (from, to) != (start, end)
    })
}

/// Whether a phrase only says what the thing right behind it is for, and the two do not belong together.
pub(super) fn describes(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    if !hit.has_role(Role::Describing) {
        return false;
    }
    let near = scene
        .words
        .at(hit.end())
        .is_some_and(|token| matches!(token.gap, Gap::Space | Gap::Joined));
    let companions = &scene.lexicon.units.companions;
    let own = capabilities_of(scene, hit);
    let apart = |other: &Hit<'_>| {
        capabilities_of(scene, other).iter().all(|(id, _)| {
            own.iter().all(|(known, _)| {
                id != known
                    && !companions.contains(&(*id, *known))
                    && !companions.contains(&(*known, *id))
            })
        })
    };
    near && scene.hits.iter().any(|other| {
        other.first == hit.end() && other.is_content() && !other.covered && apart(other)
    })
}

/// Whether a phrase stands behind `from`: what is left for something else.
fn left_behind(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    (1..=2).any(|back| {
        hit.first >= back
            && scene.word_is(hit.first - back, Role::Source)
            && scene.word_is(hit.first - back, Role::Preposition)
            && (hit.first - back + 1..=hit.first).all(|at| {
                scene
                    .words
                    .at(at)
                    .is_some_and(|token| token.gap == Gap::Space)
            })
    })
}

/// The services that the request names only in words that others use as well.
pub fn generic_services(scene: &Scene<'_>) -> Vec<String> {
    let (mut generic, mut own): (Vec<u16>, Vec<u16>) = (Vec::new(), Vec::new());
    for hit in content(scene) {
        for meaning in hit.meanings {
            if let Meaning::Service(id, _) = meaning {
                let list = if hit.is_shared() {
                    &mut generic
                } else {
                    &mut own
                };
                list.push(*id);
            }
        }
    }
    generic.retain(|id| !own.contains(id));
    generic
        .into_iter()
        .filter_map(|id| scene.lexicon.names.services.get(usize::from(id)))
        .map(|service| service.id.clone())
        .collect()
}

/// Whether a phrase stands right behind the name of something else: the cluster of a Redis cluster is none by itself.
fn follows_product(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    let near = scene
        .words
        .at(hit.first)
        .is_some_and(|token| matches!(token.gap, Gap::Space | Gap::Joined));
    near && scene
        .hits
        .iter()
        .any(|other| other.is_content() && !other.covered && other.end() == hit.first)
}

fn rank(scene: &Scene<'_>, mut scores: Scores) -> Vec<(u16, Found)> {
    let lexicon = scene.lexicon;
    scores.sort_by_key(|(_, weight, spans)| (std::cmp::Reverse(*weight), spans.first().copied()));
    let top = scores.first().map_or(0, |(_, weight, _)| *weight).min(100);
    let floor = lexicon
        .weight("capability-floor")
        .max(top * lexicon.weight("capability-share") / 100);
    let last = usize::try_from(lexicon.weight("most-capabilities") / 100).unwrap_or(8);
    scores.retain(|(_, weight, _)| *weight >= floor && *weight > 0);
    scores.truncate(last);
    scores
        .into_iter()
        .filter_map(|(id, score, spans)| {
            let name = lexicon.names.capabilities.get(usize::from(id))?;
            Some((
                id,
                Found {
                    id: name.clone(),
                    score,
                    spans,
                },
            ))
        })
        .collect()
}

/// The capabilities that a phrase means, by itself or through its services.
pub(super) fn capabilities_of(scene: &Scene<'_>, hit: &Hit<'_>) -> Vec<(u16, i32)> {
    let mut list: Vec<(u16, i32)> = Vec::new();
    let mut put = |id: u16, weight: i32| match list.iter_mut().find(|(known, _)| *known == id) {
        Some((_, known)) => *known = (*known).max(weight),
        None => list.push((id, weight)),
    };
    for meaning in hit.meanings {
        match meaning {
            Meaning::Capability(id, weight) => put(*id, i32::from(*weight)),
            Meaning::Product(at, weight) => {
                if let Some((_, id)) = scene.lexicon.names.products.get(usize::from(*at)) {
                    put(*id, i32::from(*weight));
                }
            }
            Meaning::Service(at, weight) => {
                let Some(service) = scene.lexicon.names.services.get(usize::from(*at)) else {
                    continue;
                };
                for (rank, id) in service.provides.iter().enumerate() {
                    let share = if rank == 0 {
                        100
                    } else {
                        scene.lexicon.weight("second-capability")
                    };
                    put(*id, i32::from(*weight) * share / 100);
                }
            }
            _ => {}
        }
    }
    list
}
