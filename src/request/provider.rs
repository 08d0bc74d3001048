//! Says which provider a request is about, and how that is known.

use super::fact::{Fact, Found};
use super::find::Hit;
use super::place;
use super::scene::Scene;
use super::subject::{Scores, capabilities_of, place_weight, score, span_of};
use super::text::Gap;
use crate::model::lexicon::{Meaning, Sort};
use crate::model::reading::role::Role;
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
    /// A word is used that is common at it, and known at others.
    Shared,
    /// The profile says so.
    Profile,
}

/// The providers, strongest first, and how they are known.
pub struct Providers {
    /// Ids with weights.
    pub found: Vec<Found>,
    /// How the first one is known.
    pub from: KnownFrom,
    /// Whether the request means several.
    pub several: bool,
    /// Where something leaves, and where it goes.
    pub way: Way,
}

/// The providers between which something moves, as far as the request names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Way {
    /// Where it is now.
    pub from: Option<String>,
    /// Where it goes.
    pub to: Option<String>,
}

/// What speaks for each provider: names, services, details such as regions, words that others use as well.
#[derive(Default)]
struct Traces {
    named: Scores,
    implied: Scores,
    detail: Scores,
    shared: Scores,
    /// Where a provider is spoken of.
    places: Vec<Place>,
}

/// A provider in the request.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    start: usize,
    end: usize,
    provider: u16,
    negated: bool,
}

/// Finds the providers.
pub fn providers(scene: &Scene<'_>, facts: &[Fact], moves: bool) -> Providers {
    let mut traces = Traces::default();
    let named: Vec<(usize, usize)> = scene
        .hits
        .iter()
        .filter(|hit| named_provider(hit).is_some() && !hit.is_shared())
        .map(|hit| (hit.first, hit.end()))
        .collect();
    for hit in scene.hits.iter().filter(|hit| !hit.has_role(Role::Blank)) {
        let beside_name = named
            .iter()
            .any(|(first, end)| hit.first < *end && *first < hit.end());
        trace(scene, hit, beside_name, &mut traces);
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

/// `Cloud KMS key`: a phrase whose words already belong to a service of another provider says nothing.
fn belongs_elsewhere(scene: &Scene<'_>, hit: &Hit<'_>, provider: u16) -> bool {
    let takes =
        |other: &&Hit<'_>| !other.covered && other.first < hit.end() && hit.first < other.end();
    hit.covered
        && scene
            .hits
            .iter()
            .filter(takes)
            .any(|other| single_provider(scene, other).is_some_and(|(id, _)| id != provider))
}

/// Notes what a phrase says about the provider.
fn trace(scene: &Scene<'_>, hit: &Hit<'_>, beside_name: bool, traces: &mut Traces) {
    let tells = [Sort::Content, Sort::Provider, Sort::Region];
    if !tells.iter().any(|sort| hit.holds(*sort)) {
        return;
    }
    let named = named_provider(hit);
    let implied = single_provider(scene, hit)
        .filter(|(id, _)| !hit.blank && !belongs_elsewhere(scene, hit, *id));
    let mut regions = place::ids_of(scene.lexicon, hit.meanings).map(|(provider, _)| provider);
    let region = regions.next().filter(|_| regions.next().is_none());
    if named.or(implied.map(|(id, _)| id)).or(region).is_none() {
        return;
    }
    let weight = place_weight(scene, hit);
    let span = span_of(scene, hit);
    let shared = hit.is_shared();
    if let Some(id) = named.filter(|_| !shared) {
        let weight = weight * hosting(scene, hit) / 100;
        score(&mut traces.named, id, weight, span, 50);
    } else if let Some((id, share)) = implied
        .or(named.map(|id| (id, 100)))
        .filter(|_| !beside_name)
    {
        let scores = if shared {
            &mut traces.shared
        } else {
            &mut traces.implied
        };
        score(scores, id, weight * share / 100, span, 25);
    }
    if let Some(only) = region {
        let scores = if place::is_id(scene, hit) {
            &mut traces.detail
        } else {
            &mut traces.shared
        };
        score(scores, only, weight / 2, span, 0);
    }
    let Some(provider) = named.or(implied.map(|(id, _)| id)) else {
        return;
    };
    let uri = scene.slice(span.end, scene.text().len()).starts_with("://");
    let strong = implied.is_some_and(|(_, share)| share >= 100 || uri) && !hit.covered;
    let telling = (named.is_some() || strong) && !shared && hit.whole;
    if telling && !elsewhere(scene, hit) {
        traces.places.push(Place {
            start: span.start,
            end: span.end,
            provider,
            negated: hit.negated,
        });
    }
}

/// Whether a phrase is about something that one often has at another provider, such as sign-in.
fn elsewhere(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    let names = &scene.lexicon.names;
    let first = capabilities_of(scene, hit).into_iter().next();
    first
        .and_then(|(id, _)| names.capabilities.get(usize::from(id)))
        .is_some_and(|id| scene.lexicon.listed("elsewhere", id))
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

fn conclude(scene: &Scene<'_>, traces: Traces, moves: bool) -> Providers {
    let from = traces.known_from();
    let mut several = scene.with_role(Role::ManyProviders).next().is_some();
    several |= joined(scene, &traces.places) || linked(scene, &traces.places);
    let crossing = crosses(scene, &traces.places);
    several |= moves && crossing.is_some();
    let alone = traces.implied.is_empty() && traces.detail.is_empty();
    let way = way(scene, &traces.places, crossing, moves, alone);
    let mut all: Scores = Vec::new();
    for (scores, factor) in [
        (traces.named, scene.lexicon.weight("named")),
        (traces.implied, 100),
        (traces.detail, 100),
        (traces.shared, scene.lexicon.weight("shared")),
    ] {
        for (id, weight, spans) in scores {
            for (at, span) in spans.into_iter().enumerate() {
                let weight = if at == 0 { weight * factor / 100 } else { 0 };
                score(&mut all, id, weight, span, 100);
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
        way,
    }
}

/// Where a move leaves and where it goes; a single provider behind `from` is left for the one of the profile.
fn way(
    scene: &Scene<'_>,
    places: &[Place],
    crossing: Option<(u16, u16)>,
    moves: bool,
    alone: bool,
) -> Way {
    let name = |id: u16| scene.lexicon.names.providers.get(usize::from(id)).cloned();
    if !moves {
        return Way::default();
    }
    if let Some((from, to)) = crossing {
        return Way {
            from: name(from),
            to: name(to),
        };
    }
    let only = places.first().filter(|_| places.len() == 1 && alone);
    let left = only.filter(|place| direction(scene, place) == Some(Role::Source));
    Way {
        from: left.and_then(|place| name(place.provider)),
        to: None,
    }
}

/// Whether a request says no more than from where to where: `one to other`.
pub fn names_a_way(scene: &Scene<'_>) -> bool {
    let names: Vec<(u16, &Hit<'_>)> = scene
        .hits
        .iter()
        .filter(|hit| hit.whole && !hit.covered && scene.words.in_title(hit.first))
        .filter_map(|hit| Some((named_provider(hit)?, hit)))
        .collect();
    names.windows(2).any(|pair| {
        let [(one, left), (other, right)] = pair else {
            return false;
        };
        one != other && right.first == left.end() + 1 && scene.word_is(left.end(), Role::Range)
    })
}

impl Traces {
    fn known_from(&self) -> KnownFrom {
        if !self.named.is_empty() {
            KnownFrom::Name
        } else if !self.implied.is_empty() {
            KnownFrom::Service
        } else if !self.detail.is_empty() {
            KnownFrom::Detail
        } else if !self.shared.is_empty() {
            KnownFrom::Shared
        } else {
            KnownFrom::Nothing
        }
    }
}

/// Whether something leaves one provider for another one: one stands behind `to`, another one behind `from`,
/// or before the goal in the title.
fn crosses(scene: &Scene<'_>, places: &[Place]) -> Option<(u16, u16)> {
    let in_title = |place: &Place| scene.words.in_title(scene.words.index_at(place.start));
    let goals = places
        .iter()
        .filter(|place| direction(scene, place) == Some(Role::Range));
    let mut pairs = goals.flat_map(|goal| places.iter().map(move |other| (goal, other)));
    let crossing = pairs.find(|(goal, other)| {
        let leaves = other.negated || direction(scene, other) == Some(Role::Source);
        let precedes = other.end <= goal.start && in_title(goal);
        other.provider != goal.provider && (leaves || precedes)
    });
    crossing.map(|(goal, other)| (other.provider, goal.provider))
}

/// Whether a provider stands behind `to` or behind `from`.
fn direction(scene: &Scene<'_>, place: &Place) -> Option<Role> {
    let first = scene.words.index_at(place.start);
    for back in 1..=3 {
        let at = first.checked_sub(back)?;
        if !near(scene, at + 1) {
            return None;
        }
        for role in [Role::Range, Role::Source] {
            if scene.word_is(at, role) {
                return Some(role);
            }
        }
    }
    None
}

fn near(scene: &Scene<'_>, at: usize) -> bool {
    let token = scene.words.at(at);
    token.is_some_and(|token| !matches!(token.gap, Gap::Stop | Gap::Comma | Gap::Bracket))
}

/// Whether something connects two providers: `between Azure and AWS`.
fn linked(scene: &Scene<'_>, places: &[Place]) -> bool {
    const REACH: usize = 5;
    let mut sorted = places.to_vec();
    sorted.sort();
    let before = |index: usize, holds: &dyn Fn(usize) -> bool| {
        (index.saturating_sub(REACH)..index)
            .rev()
            .find(|at| holds(*at))
    };
    let opens = |at: usize| {
        let word = scene.words.text(scene.text(), at).to_ascii_lowercase();
        scene.lexicon.listed("linking", &word)
    };
    sorted.iter().enumerate().any(|(at, left)| {
        let first = scene.words.index_at(left.start);
        let opened = before(first, &opens).is_some();
        opened
            && sorted.iter().skip(at + 1).any(|right| {
                let index = scene.words.index_at(right.start);
                let and = before(index, &|at| scene.word_is(at, Role::Split));
                right.provider != left.provider && and.is_some_and(|and| and >= first)
            })
    })
}

/// Whether two providers stand side by side: `AWS and GCP`, `EKS/GKE`, `s3://one and gs://other`.
fn joined(scene: &Scene<'_>, places: &[Place]) -> bool {
    let mut sorted = places.to_vec();
    sorted.sort();
    sorted.windows(2).any(|pair| {
        let [left, right] = pair else {
            return false;
        };
        if left.provider == right.provider || left.end > right.start {
            return false;
        }
        let rest = scene.slice(left.end, right.start);
        let uri = if rest.starts_with("://") {
            rest.find(char::is_whitespace).unwrap_or(0)
        } else {
            0
        };
        let between = rest.get(uri..).unwrap_or_default();
        let between = between.trim_matches(|c: char| c.is_whitespace() || c == '`' || c == '"');
        matches!(between, "/" | "," | "&" | "+") || scene.lexicon.has_role(between, Role::Split)
    })
}
