//! Reads a request: what is wanted, of what, where, with every literal it states. Never: what a plan would do.
//!
//! Everything it knows about words comes from the lexicon; here are only the shapes of sentences and of literals.

mod around;
mod chunk;
mod clean;
mod counted;
mod date;
mod deed;
mod evidence;
pub mod fact;
mod find;
pub mod fit;
pub mod lexicon;
mod measure;
mod name;
mod number;
mod part;
mod place;
mod provider;
mod purpose;
mod scene;
mod shape;
mod state;
mod subject;
pub mod target;
#[cfg(test)]
mod tests;
mod text;
mod title;
mod unread;
mod verdict;

pub use clean::safe;
pub use fit::{Refusal, fits};
pub use part::Part;
pub use provider::KnownFrom;

use crate::model::lexicon::Lexicon;
use crate::model::reading::role::{FactKind, Measure, Role};
use deed::Verb;
use evidence::Evidence;
use fact::{Fact, Found, Phrase, Purpose, Span};
use scene::Scene;
use serde::{Deserialize, Serialize};

/// What a request is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// One change that can be planned.
    Plan,
    /// Several changes; each has to be planned by itself.
    Split,
    /// Something must be known first.
    #[default]
    Ask,
    /// Nothing to plan.
    NotInfrastructure,
}

/// What a profile contributes where the request is silent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileFacts {
    /// Its providers, the primary one first.
    pub providers: Vec<String>,
}

/// A request as it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// As given.
    pub text: String,
    /// Without control characters, escapes and invisible characters.
    pub cleaned: String,
    /// What was taken out or left unread.
    pub notes: Vec<String>,
    /// What it is.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// Its parts, if it has to be split.
    pub parts: Vec<Part>,
    /// Questions that it raises.
    pub questions: Vec<String>,
    /// The provider; `multi` for several, none if nothing tells.
    pub provider: Option<String>,
    /// How the provider is known.
    pub provider_from: KnownFrom,
    /// Where something that moves is now.
    pub from_provider: Option<String>,
    /// Where it goes.
    pub to_provider: Option<String>,
    /// All providers that are spoken of.
    pub providers: Vec<Found>,
    /// Services that are spoken of.
    pub services: Vec<Found>,
    /// Products that are spoken of and have no service file: what is known of them is thin.
    pub products: Vec<Phrase>,
    /// Capabilities, the main one first.
    pub capabilities: Vec<Found>,
    /// The action.
    pub action: Option<String>,
    /// The verb as written.
    pub verb: Option<Phrase>,
    /// The size that the text suggests; the user chooses.
    pub scope: Option<String>,
    /// What speaks for it.
    pub scope_reasons: Vec<String>,
    /// Environments.
    pub environments: Vec<Found>,
    /// Frameworks and control sets.
    pub frameworks: Vec<Found>,
    /// Tags that change how a plan is made.
    pub qualifiers: Vec<Found>,
    /// Engines.
    pub engines: Vec<Found>,
    /// The strictest class of data that is spoken of.
    pub data_class: Option<Found>,
    /// What must not be changed, in the words of the request.
    pub exclusions: Vec<Phrase>,
    /// What comes before what, in the words of the request.
    pub order: Vec<Phrase>,
    /// Where the author is not sure.
    pub hedges: Vec<Phrase>,
    /// What exists already.
    pub existing: Vec<Found>,
    /// Everything that is stated literally.
    pub facts: Vec<Fact>,
    /// What the thing is for.
    pub purpose: Option<Purpose>,
    /// What the change is done to, in the words of the request.
    pub object: Option<Phrase>,
    /// Words that were not understood.
    pub unread: Vec<Phrase>,
}

impl Request {
    /// The facts of a kind.
    pub fn facts_of(&self, kind: FactKind) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(move |fact| fact.kind == kind)
    }

    /// The ids of the capabilities, the main one first.
    pub fn capability_ids(&self) -> Vec<&str> {
        self.capabilities
            .iter()
            .map(|found| found.id.as_str())
            .collect()
    }
}

/// Reads a request.
pub fn read(lexicon: &Lexicon, profile: Option<&ProfileFacts>, text: &str) -> Request {
    let clean = clean::clean(text);
    let scene = Scene::new(lexicon, &clean);
    let mut request = gather(&scene);
    request.text = text.to_owned();
    request.notes.extend(notes(lexicon, &clean));
    settle(&scene, profile, &mut request);
    if clean.cut {
        request.verdict = Verdict::Ask;
        request.reason = lexicon.say("too-long", &[("limit", &clean::LONGEST.to_string())]);
    }
    request.for_each_span(&mut |span| *span = scene.original(*span));
    request.cleaned = clean.text;
    request
}

/// Settles on a provider: the profile's where the request is silent, or says only what is left behind.
fn settle(scene: &Scene<'_>, profile: Option<&ProfileFacts>, request: &mut Request) {
    let leaves = request.provider.is_some() && request.from_provider == request.provider;
    let open = request.provider.is_none() || request.provider_from == KnownFrom::Shared || leaves;
    if let (true, Some(first)) = (open, profile.and_then(|profile| profile.providers.first())) {
        request.provider = Some(first.clone());
        request.provider_from = KnownFrom::Profile;
    }
    let target = request.to_provider.as_ref().or(request.provider.as_ref());
    let Some(provider) = target.cloned() else {
        return;
    };
    let prefix = format!("{provider}/");
    if scene.lexicon.names.providers.contains(&provider) {
        let generic = subject::generic_services(scene);
        request
            .services
            .retain(|found| found.id.starts_with(&prefix) || !generic.contains(&found.id));
    }
    for place in place::settle(scene.lexicon, &provider, &mut request.facts) {
        let note = scene.lexicon.say("no-region-there", &[("place", &place)]);
        request.notes.push(note);
    }
}

/// Everything that is in a request.
fn gather(scene: &Scene<'_>) -> Request {
    let lexicon = scene.lexicon;
    let verbs = deed::verbs(scene);
    let mut evidence = Evidence::new(scene);
    evidence.verb = deed::leading(&verbs);
    let mut request = Request {
        facts: state::facts(scene),
        environments: around::environments(scene),
        frameworks: around::frameworks(scene),
        qualifiers: around::qualifiers(scene),
        engines: around::engines(scene),
        data_class: around::data_class(scene),
        services: subject::services(scene),
        products: subject::products(scene),
        exclusions: around::clauses(scene, Role::Exclusion),
        order: around::clauses(scene, Role::Order),
        hedges: around::clauses(scene, Role::Hedge),
        ..Request::default()
    };
    let index = |ids: &[String], id: &str| {
        ids.iter()
            .position(|known| known == id)
            .and_then(|at| u16::try_from(at).ok())
    };
    evidence.facts = request.facts.iter().map(|fact| fact.kind).collect();
    evidence.qualifiers = request
        .qualifiers
        .iter()
        .filter_map(|found| index(&lexicon.names.qualifiers, &found.id))
        .collect();
    count(scene, &verbs, &request, &mut evidence);
    let moves = moves(scene, &evidence);
    let capabilities = subject::capabilities(scene, &evidence, &request.facts, moves);
    evidence.capabilities = capabilities.iter().map(|(id, _)| *id).collect();
    evidence
        .counts
        .push((Measure::Capabilities, number(capabilities.len())));
    request.capabilities = capabilities.into_iter().map(|(_, found)| found).collect();
    act(scene, &verbs, &mut evidence, &mut request);
    providers(scene, &mut evidence, &mut request);
    verdict::scope(scene, &evidence, &mut request);
    let main = evidence.capabilities.first().copied();
    request.purpose = purpose::purpose(scene, &request.facts, main);
    request.existing = purpose::existing(scene);
    request.unread = unread::words(scene, &request);
    request.parts = part::parts(scene, &verbs);
    verdict::verdict(scene, &evidence, &mut request);
    request
}

/// Whether the leading verb moves something.
fn moves(scene: &Scene<'_>, evidence: &Evidence) -> bool {
    let names = &scene.lexicon.names.actions;
    evidence
        .verb
        .and_then(|verb| names.get(usize::from(verb)))
        .is_some_and(|action| scene.lexicon.listed("moving-actions", action))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn count(scene: &Scene<'_>, verbs: &[Verb], request: &Request, evidence: &mut Evidence) {
    let words = scene.words.tokens.len() - scene.words.lead;
    let title = scene.words.title_end.saturating_sub(scene.words.lead);
    let strong = verbs
        .iter()
        .filter(|verb| verb.leads || verb.starts)
        .count();
    let hits = scene
        .hits
        .iter()
        .filter(|hit| hit.is_content() && !hit.covered && hit.whole)
        .count();
    let sized = [FactKind::Sizes, FactKind::InstanceTypes, FactKind::Counts];
    let changed = |kinds: &[FactKind]| {
        let facts = request.facts.iter();
        let changed = facts.filter(|fact| fact.to.is_some() && kinds.contains(&fact.kind));
        number(changed.count())
    };
    evidence.counts = vec![
        (Measure::Words, number(words)),
        (Measure::TitleWords, number(title)),
        (Measure::Services, number(request.services.len())),
        (Measure::Verbs, number(strong)),
        (Measure::Environments, number(request.environments.len())),
        (Measure::ListItems, number(part::longest_list(scene))),
        (Measure::Hits, number(hits)),
        (Measure::Changes, changed(&sized)),
        (Measure::Versions, changed(&[FactKind::Versions])),
        (Measure::Frameworks, number(request.frameworks.len())),
    ];
}

fn act(scene: &Scene<'_>, verbs: &[Verb], evidence: &mut Evidence, request: &mut Request) {
    request.object = purpose::object(scene, verbs);
    let tally = deed::actions(scene, verbs, request.object.as_ref(), evidence);
    let best = tally
        .best()
        .filter(|(_, weight, _)| *weight > 0)
        .map(|(action, ..)| *action);
    request.action = best.map(str::to_owned);
    evidence.action = best.and_then(|best| {
        scene
            .lexicon
            .names
            .actions
            .iter()
            .position(|known| known == best)
            .and_then(|at| u8::try_from(at).ok())
    });
    let spoken = verbs
        .iter()
        .find(|verb| Some(verb.action) == evidence.action);
    request.verb = spoken.or_else(|| verbs.first()).map(|verb| {
        let start = scene.words.at(verb.first).map_or(0, |token| token.start);
        let end = scene
            .words
            .at(verb.end - 1)
            .map_or(start, |token| token.end);
        Phrase {
            text: scene.slice(start, end).to_owned(),
            span: Span { start, end },
        }
    });
}

fn providers(scene: &Scene<'_>, evidence: &mut Evidence, request: &mut Request) {
    let moves = request
        .action
        .as_deref()
        .is_some_and(|action| scene.lexicon.listed("moving-actions", action));
    let providers = provider::providers(scene, &request.facts, moves);
    request.provider = if providers.several {
        Some(scene.lexicon.say("several-providers", &[]))
    } else {
        providers.found.first().map(|found| found.id.clone())
    };
    evidence
        .counts
        .push((Measure::Providers, number(providers.found.len())));
    request.provider_from = providers.from;
    request.from_provider = providers.way.from;
    request.to_provider = providers.way.to;
    request.providers = providers.found;
    if let Some(provider) = &request.provider {
        let prefix = format!("{provider}/");
        let own = request
            .services
            .iter()
            .any(|service| service.id.starts_with(&prefix));
        if own {
            request
                .services
                .sort_by_key(|service| !service.id.starts_with(&prefix));
        }
    }
}

fn notes(lexicon: &Lexicon, clean: &clean::Clean) -> Vec<String> {
    let mut notes = Vec::new();
    for (count, wording) in [
        (clean.controls, "controls"),
        (clean.invisible, "invisible"),
        (clean.broken, "broken"),
    ] {
        if count > 0 {
            notes.push(lexicon.say(wording, &[("count", &count.to_string())]));
        }
    }
    notes
}

impl Request {
    fn for_each_span(&mut self, change: &mut dyn FnMut(&mut Span)) {
        let lists = [
            &mut self.providers,
            &mut self.services,
            &mut self.capabilities,
            &mut self.environments,
            &mut self.frameworks,
            &mut self.qualifiers,
            &mut self.engines,
            &mut self.existing,
        ];
        lists
            .into_iter()
            .flatten()
            .chain(self.data_class.as_mut())
            .flat_map(|found| &mut found.spans)
            .for_each(&mut *change);
        let phrases = [
            &mut self.products,
            &mut self.exclusions,
            &mut self.order,
            &mut self.hedges,
            &mut self.unread,
        ];
        let single = self.object.as_mut().into_iter().chain(self.verb.as_mut());
        phrases
            .into_iter()
            .flatten()
            .chain(single)
            .for_each(|phrase| change(&mut phrase.span));
        self.facts
            .iter_mut()
            .for_each(|fact| change(&mut fact.span));
        self.parts
            .iter_mut()
            .for_each(|part| change(&mut part.span));
        self.purpose
            .iter_mut()
            .for_each(|purpose| change(&mut purpose.span));
    }
}
