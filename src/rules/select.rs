//! Chooses the blueprint, and services and operations for its parts. Never: settings.

use super::component::Component;
use super::condition::{Lookup, holds, holds_or_absent};
use super::decide::Undecided;
use super::program::{self, Program};
use crate::facts::{Facts, Origin};
use crate::kb::{Entry, Kb};
use crate::model::blueprint::{Blueprint, Head};
use crate::model::operation::Part;
use crate::model::provider::Provider;
use crate::model::service::Service;
use std::borrow::Cow;
use std::cmp::Reverse;

/// What was chosen.
#[derive(Debug)]
pub struct Selection<'kb> {
    /// The blueprint, if one fits.
    pub blueprint: Option<&'kb Blueprint>,
    /// Its parts, the main one first.
    pub components: Vec<Component<'kb>>,
    /// Optional parts that the provider cannot serve.
    pub skipped: Vec<String>,
    /// The work of a longer plan.
    pub program: Option<Program<'kb>>,
}

/// Facts alone, before there are components.
pub(super) struct Plain<'a> {
    pub kb: &'a Kb,
    pub facts: &'a Facts,
}

impl Lookup for Plain<'_> {
    fn values(&self, key: &str) -> Cow<'_, [String]> {
        Cow::Borrowed(self.facts.values(key))
    }

    fn order(&self, key: &str) -> Vec<String> {
        self.kb.order(key)
    }
}

/// Chooses the most specific blueprint whose main part the provider can serve, else puts the parts together from the verb.
pub fn select<'kb>(
    kb: &'kb Kb,
    facts: &mut Facts,
    provider: &'kb Provider,
) -> Result<Selection<'kb>, Undecided> {
    for blueprint in candidates(kb, facts) {
        let mut known = facts.clone();
        for (key, value) in &blueprint.facts {
            known.fill(
                key,
                value.0.clone(),
                Origin::Knowledge(blueprint.id.clone()),
            );
        }
        if !blueprint.phases.is_empty() {
            if let Some(expanded) = program::expand(kb, &known, provider, blueprint) {
                *facts = known;
                usual_data_class(facts, &expanded.components);
                return Ok(Selection {
                    blueprint: Some(blueprint),
                    components: expanded.components,
                    skipped: expanded.skipped,
                    program: Some(expanded.program),
                });
            }
            continue;
        }
        if let Some((components, skipped)) = parts_of(kb, &known, provider, blueprint) {
            *facts = known;
            usual_data_class(facts, &components);
            return Ok(Selection {
                blueprint: Some(blueprint),
                components,
                skipped,
                program: None,
            });
        }
    }
    composed(kb, facts, provider)
}

/// Blueprints that fit, the most specific first, each decoded when its turn comes.
fn candidates<'kb>(kb: &'kb Kb, facts: &Facts) -> impl Iterator<Item = &'kb Blueprint> + use<'kb> {
    let scope = facts.first("scope").unwrap_or_default();
    let plain = Plain { kb, facts };
    let primary = facts.values("primary");
    let may_fit = |entry: &&Entry<Blueprint>| {
        let fits = |key| Blueprint::may_fit(key, scope, primary);
        entry.file.key().is_none_or(fits)
    };
    let mut list: Vec<_> = kb
        .blueprints
        .entries()
        .filter(may_fit)
        .filter_map(|entry| Some((entry, entry.head(Head::of)?)))
        .filter(|(_, head)| {
            head.scope == scope && head.status.applies() && holds(&head.when, &plain)
        })
        .map(|(entry, head)| (Reverse(head.when.weight()), entry))
        .collect();
    list.sort_by(|(one, left), (other, right)| {
        one.cmp(other).then_with(|| left.id().cmp(right.id()))
    });
    list.into_iter().filter_map(|(_, entry)| entry.value())
}

fn parts_of<'kb>(
    kb: &'kb Kb,
    facts: &Facts,
    provider: &'kb Provider,
    blueprint: &'kb Blueprint,
) -> Option<(Vec<Component<'kb>>, Vec<String>)> {
    let plain = Plain { kb, facts };
    let path = kb.blueprints.path_of(&blueprint.id).to_owned();
    let mut components: Vec<Component<'kb>> = Vec::new();
    let mut skipped = Vec::new();
    for (index, part) in blueprint.parts.iter().enumerate() {
        if !holds_or_absent(part.when.as_ref(), &plain) {
            continue;
        }
        match component(kb, facts, provider, part) {
            Some(mut found) => {
                if components.iter().any(|known| known.answers(part)) {
                    continue;
                }
                found.wanted_by.clone_from(&blueprint.id);
                found.wanted_in.clone_from(&path);
                components.push(found);
            }
            None if index == 0 => return None,
            None => skipped.push(part.of.clone()),
        }
    }
    (!components.is_empty()).then_some((components, skipped))
}

/// The component for a part, if the provider has a service with one of the operations.
pub fn component<'kb>(
    kb: &'kb Kb,
    facts: &Facts,
    provider: &'kb Provider,
    part: &Part,
) -> Option<Component<'kb>> {
    for service in services(kb, facts, provider, &part.of) {
        let capability = kb
            .capabilities
            .get(&part.of)
            .or_else(|| kb.capabilities.get(service.provides.first()?))?;
        for wanted in &part.operations {
            if let Some((id, operation)) = service.operations.get_key_value(wanted) {
                let mut component = Component::new(capability, service, id, operation);
                component.measure(facts);
                return Some(component);
            }
        }
    }
    None
}

/// Services for a capability or a service id: those the request names first, then those that run the engine that it
/// names, then by rank.
fn services<'kb>(
    kb: &'kb Kb,
    facts: &Facts,
    provider: &'kb Provider,
    of: &str,
) -> impl Iterator<Item = &'kb Service> + use<'kb> {
    let mut found: Vec<&str> = match kb.services.entry(of) {
        Some(entry) => vec![entry.id()],
        None => kb.service_ids_for(&provider.id, of).collect(),
    };
    let named = facts.values("stated-service");
    let existing = facts.values("existing");
    let engines = facts.values("engine");
    let runs = |id: &str| {
        let service = kb.services.get(id).filter(|_| !engines.is_empty());
        let known = service.map(|service| service.engines.iter());
        known.is_some_and(|mut known| known.any(|engine| engines.contains(engine)))
    };
    if found.len() > 1 {
        found.sort_by_cached_key(|id| {
            let stated = named.iter().position(|known| known == id);
            let exists = existing.iter().any(|known| known == id);
            (stated.unwrap_or(usize::MAX), !exists, !runs(id))
        });
    }
    // Each is decoded when its turn comes, unless an engine is named: which ones run it has to be known before.
    found.into_iter().filter_map(|id| kb.services.get(id))
}

/// Parts for a request that no blueprint is made for: the operation named by the verb, or the nearest one.
fn composed<'kb>(
    kb: &'kb Kb,
    facts: &mut Facts,
    provider: &'kb Provider,
) -> Result<Selection<'kb>, Undecided> {
    let primary = facts.first("primary").ok_or(Undecided::NoCapability)?;
    let verb = facts.first("verb").unwrap_or_default();
    let mut operations = vec![verb.to_owned()];
    operations.extend(facts.values("nearest-verbs").iter().cloned());
    let part = Part {
        of: primary.to_owned(),
        operations,
        ..Part::default()
    };
    if let Some(mut main) = component(kb, facts, provider, &part) {
        main.wanted_by.clone_from(&main.service.id);
        let components = vec![main];
        usual_data_class(facts, &components);
        return Ok(Selection {
            blueprint: None,
            components,
            skipped: Vec::new(),
            program: None,
        });
    }
    Err(Undecided::Lacks {
        capability: primary.to_owned(),
        because: lack(kb, provider, primary),
    })
}

/// The class of the data where nothing is said: what the main part usually holds.
fn usual_data_class(facts: &mut Facts, components: &[Component<'_>]) {
    let main = components.first().map(|component| component.capability);
    if let Some((capability, class)) = main.and_then(|found| {
        found
            .default_data_class
            .as_ref()
            .map(|class| (found, class))
    }) {
        facts.fill(
            "data-class",
            class.clone(),
            Origin::Knowledge(capability.id.clone()),
        );
    }
}

fn lack(kb: &Kb, provider: &Provider, capability: &str) -> String {
    let declared = provider
        .lacks
        .iter()
        .find(|missing| missing.capability == capability);
    let title = kb
        .capabilities
        .get(capability)
        .map_or(capability, |found| found.title.as_str());
    match declared {
        Some(missing) => match &missing.instead {
            Some(instead) => format!("{}; {instead}", missing.because.trim_end_matches('.')),
            None => missing.because.clone(),
        },
        None => format!(
            "no service for {} is described at {}",
            title.to_lowercase(),
            provider.title
        ),
    }
}
