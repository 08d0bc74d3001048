//! Says what a request is about: providers, services, capabilities.

use super::evidence::{Evidence, Tally};
use super::fact::{Fact, Found, Phrase, Span};
use super::find::Hit;
use super::place;
use super::scene::Scene;
use super::text::Gap;
use crate::model::lexicon::Meaning;
use crate::model::reading::Role;
use serde::{Deserialize, Serialize};

/// How the provider is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KnownFrom {
    /// The request does not tell.
    #[default]
    Nothing,
    /// It is named.
    Name,
    /// A service of it is named.
    Service,
    /// A region, an instance type or a resource type of it is named.
    Detail,
    /// The profile says so.
    Profile,
}

/// What one phrase adds to a score, by where it stands.
fn place_weight(scene: &Scene<'_>, hit: &Hit<'_>) -> i32 {
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
type Scores = Vec<(u16, i32, Vec<Span>)>;

fn score(scores: &mut Scores, id: u16, weight: i32, span: Span, repeat: i32) {
    let Some((_, total, spans)) = scores.iter_mut().find(|(known, ..)| *known == id) else {
        scores.push((id, weight, vec![span]));
        return;
    };
    *total = (*total).max(weight) + (*total).min(weight) * repeat / 100;
    spans.push(span);
}

fn span_of(scene: &Scene<'_>, hit: &Hit<'_>) -> Span {
    let (start, end) = scene.bytes(hit);
    Span { start, end }
}

/// Services, in the order of their weight. Where a word means services of several providers, the named provider decides.
pub fn services(scene: &Scene<'_>) -> Vec<Found> {
    let mut scores: Scores = Vec::new();
    for hit in scene.hits.iter().filter(|hit| !hit.covered) {
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
pub fn capabilities(scene: &Scene<'_>, evidence: &Evidence) -> Vec<(u16, Found)> {
    let mut scores: Scores = Vec::new();
    for hit in scene.hits.iter().filter(|hit| !hit.covered) {
        if !hit.whole && hit.count == 1 && host_name(scene, hit) {
            continue;
        }
        let generic = follows_product(scene, hit);
        for (id, weight) in capabilities_of(scene, hit) {
            if generic && weight <= 50 {
                continue;
            }
            let weight = place_weight(scene, hit) * weight / 100;
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
fn capabilities_of(scene: &Scene<'_>, hit: &Hit<'_>) -> Vec<(u16, i32)> {
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

/// The providers, strongest first, and how they are known.
pub struct Providers {
    /// Ids with weights.
    pub found: Vec<Found>,
    /// How the first one is known.
    pub from: KnownFrom,
    /// Whether the request means several.
    pub several: bool,
}

/// What speaks for each provider: names, services, details such as regions.
#[derive(Default)]
struct Traces {
    named: Scores,
    implied: Scores,
    detail: Scores,
}

/// Finds the providers.
pub fn providers(scene: &Scene<'_>, facts: &[Fact], moves: bool) -> Providers {
    let mut traces = Traces::default();
    let named: Vec<(usize, usize)> = scene
        .hits
        .iter()
        .filter(|hit| named_provider(hit).is_some())
        .map(|hit| (hit.first, hit.end()))
        .collect();
    for hit in scene.hits.iter().filter(|hit| !hit.has_role(Role::Blank)) {
        let weight = place_weight(scene, hit);
        let span = span_of(scene, hit);
        let beside_name = named
            .iter()
            .any(|(first, end)| hit.first < *end && *first < hit.end());
        if let Some(id) = named_provider(hit) {
            let weight = weight * hosting(scene, hit) / 100;
            score(&mut traces.named, id, weight, span, 50);
        } else if let Some((id, share)) =
            single_provider(scene, hit).filter(|_| !hit.blank && !beside_name)
        {
            score(&mut traces.implied, id, weight * share / 100, span, 25);
        }
        let mut regions = place::ids_of(scene.lexicon, hit.meanings).map(|(provider, _)| provider);
        if let (Some(only), None) = (regions.next(), regions.next()) {
            score(&mut traces.detail, only, weight / 2, span, 0);
        }
    }
    for fact in facts.iter().filter(|fact| fact.class.is_some()) {
        let providers = &scene.lexicon.names.providers;
        let known = providers
            .iter()
            .position(|id| Some(id) == fact.class.as_ref());
        if let Some(id) = known.and_then(|at| u16::try_from(at).ok()) {
            score(&mut traces.detail, id, 30, fact.span, 0);
        }
    }
    conclude(scene, traces, moves)
}

fn named_provider(hit: &Hit<'_>) -> Option<u16> {
    hit.meanings.iter().find_map(|meaning| match meaning {
        Meaning::Provider(id) => Some(*id),
        _ => None,
    })
}

/// A provider behind `runs on` weighs more.
fn hosting(scene: &Scene<'_>, hit: &Hit<'_>) -> i32 {
    let behind = scene
        .with_role(Role::Hosting)
        .any(|marker| marker.end() == hit.first || marker.end() + 1 == hit.first);
    if behind {
        scene.lexicon.weight("hosting")
    } else {
        100
    }
}

/// The provider that all services and products of a phrase share, with the strongest weight.
fn single_provider(scene: &Scene<'_>, hit: &Hit<'_>) -> Option<(u16, i32)> {
    let names = &scene.lexicon.names;
    let mut found: Option<(u16, i32)> = None;
    for meaning in hit.meanings {
        let (provider, weight) = match meaning {
            Meaning::Service(at, weight) => {
                (names.services.get(usize::from(*at))?.provider, *weight)
            }
            Meaning::Product(at, weight) => (names.products.get(usize::from(*at))?.0, *weight),
            _ => continue,
        };
        let weight = i32::from(weight);
        found = match found {
            Some((known, _)) if known != provider => return None,
            Some((_, known)) => Some((provider, known.max(weight))),
            None => Some((provider, weight)),
        };
    }
    found
}

#[expect(
    clippy::too_many_lines,
    reason = "one decision table, read from top to bottom"
)]
fn conclude(scene: &Scene<'_>, traces: Traces, moves: bool) -> Providers {
    let Traces {
        named,
        implied,
        detail,
    } = traces;
    let from = if !named.is_empty() {
        KnownFrom::Name
    } else if !implied.is_empty() {
        KnownFrom::Service
    } else if detail.is_empty() {
        KnownFrom::Nothing
    } else {
        KnownFrom::Detail
    };
    let strong = |scores: &Scores| -> Vec<u16> {
        let floor = scene.lexicon.weight("provider-named");
        scores
            .iter()
            .filter(|(_, weight, _)| *weight >= floor)
            .map(|(id, ..)| *id)
            .collect()
    };
    let names = strong(&named);
    let mut several = scene.with_role(Role::ManyProviders).next().is_some();
    several |= names.len() > 1 && (moves || joined(scene, &named));
    several |= moves
        && strong(&implied).iter().any(|id| {
            names
                .iter()
                .chain(&strong(&implied))
                .any(|other| other != id)
        });
    let mut all: Scores = Vec::new();
    for (scores, factor) in [
        (named, scene.lexicon.weight("named")),
        (implied, 100),
        (detail, 100),
    ] {
        for (id, weight, spans) in scores {
            for (at, span) in spans.into_iter().enumerate() {
                score(
                    &mut all,
                    id,
                    if at == 0 { weight * factor / 100 } else { 0 },
                    span,
                    100,
                );
            }
        }
    }
    all.sort_by_key(|(id, weight, _)| (std::cmp::Reverse(*weight), *id));
    all.retain(|(_, weight, _)| *weight > 0);
    let name = |id: u16| scene.lexicon.names.providers.get(usize::from(id)).cloned();
    let found = all
        .into_iter()
        .filter_map(|(id, score, spans)| {
            Some(Found {
                id: name(id)?,
                score,
                spans,
            })
        })
        .collect();
    Providers {
        found,
        from,
        several,
    }
}

/// Whether two providers stand side by side: `AWS and GCP`, `AWS/Azure`.
fn joined(scene: &Scene<'_>, named: &Scores) -> bool {
    let mut spans: Vec<(Span, u16)> = named
        .iter()
        .flat_map(|(id, _, spans)| spans.iter().map(|span| (*span, *id)))
        .collect();
    spans.sort();
    spans.windows(2).any(|pair| {
        let [(left, a), (right, b)] = pair else {
            return false;
        };
        let between = scene.slice(left.end, right.start).trim();
        let link = matches!(between, "/" | "," | "&" | "+")
            || scene.lexicon.has_role(between, Role::Split);
        a != b && link
    })
}
