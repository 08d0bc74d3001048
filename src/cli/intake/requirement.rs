//! What each bullet asks for: a part that can be planned, a statement about everything, or a question.
//! It never guesses a capability.

use super::{Bench, Requirement, Sorted};
use crate::cli::planning::{self, Wanted};
use crate::facts::stated::Existing;
use crate::kb::Kb;
use crate::model::reading::role::FactKind;
use crate::plan::{Detail, Plan};
use crate::request::{self, ProfileFacts, Request, Verdict};
use crate::rules::{Decisions, fill, realize};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Words by setting.
type Spoken = BTreeMap<String, String>;

/// Sorts the bullets.
pub fn sort(bench: &Bench<'_>, bullets: &[(usize, String)]) -> Sorted {
    let mut sorted = Sorted {
        count: bullets.len(),
        ..Sorted::default()
    };
    for (line, text) in bullets {
        let (label, rest) = text
            .split_once(':')
            .map_or(("", text.as_str()), |(label, rest)| {
                (label.trim(), rest.trim())
            });
        if bench
            .words
            .list("statements")
            .iter()
            .any(|known| known.eq_ignore_ascii_case(label))
        {
            sorted.stated.push((label.to_owned(), rest.to_owned()));
        } else if let Some(earlier) = about(&mut sorted, text) {
            earlier.more.push(text.clone());
        } else if let Some(requirement) = planned(bench, label, text) {
            sorted.requirements.push(requirement);
        } else {
            sorted.open.push((*line, text.clone()));
        }
    }
    sorted
}

/// Parts that the requirements stand on without naming them: `capability = label = capabilities that stand on it`, and
/// services whose own plan counts its price already.
pub fn implied(bench: &Bench<'_>, requirements: &[Requirement]) -> Vec<Requirement> {
    let named = |capability: &str| requirements.iter().any(|one| one.capability == capability);
    let rows = bench.words.list("implied").iter();
    let parts = rows.filter_map(|row| {
        let cells: Vec<&str> = row.split(" = ").collect();
        let [capability, label, above, rest @ ..] = cells.as_slice() else {
            return None;
        };
        let wanted = above.split(", ").any(named) && !named(capability);
        let mut part = wanted.then(|| part(bench, capability, label)).flatten()?;
        let counting = |service: &str| requirements.iter().any(|one| one.is(service));
        part.counted = rest.iter().flat_map(|list| list.split(", ")).any(counting);
        Some(part)
    });
    parts.collect()
}

fn part(bench: &Bench<'_>, capability: &str, label: &str) -> Option<Requirement> {
    let provider = bench.stored.profile.primary_provider();
    let service = bench
        .kb
        .services_for(provider, capability)
        .into_iter()
        .next()?;
    let facts = ProfileFacts {
        providers: vec![provider.to_owned()],
    };
    let asked = bench
        .words
        .say("implied-request", &[("service", &service.title)]);
    let read = request::read(&bench.lexicon, Some(&facts), &asked);
    let (plan, spoken) = make(bench, &read)?;
    Some(Requirement {
        label: label.to_owned(),
        text: asked,
        capability: capability.to_owned(),
        plan,
        spoken,
        more: Vec::new(),
        counted: false,
    })
}

/// The requirement that a bullet says more about: it begins with the same words.
fn about<'s>(sorted: &'s mut Sorted, text: &str) -> Option<&'s mut Requirement> {
    let lower = text.to_lowercase();
    sorted
        .requirements
        .iter_mut()
        .find(|known| !known.label.is_empty() && lower.starts_with(&known.label.to_lowercase()))
}

fn planned(bench: &Bench<'_>, label: &str, text: &str) -> Option<Requirement> {
    let facts = ProfileFacts {
        providers: vec![bench.stored.profile.primary_provider().to_owned()],
    };
    let read = request::read(&bench.lexicon, Some(&facts), text);
    let known = |found: &&crate::request::fact::Found| bench.kb.capabilities.contains(&found.id);
    // A service that is named says what is built, whatever else the words around it could mean.
    let named = read.services.first();
    let service = named.and_then(|found| bench.kb.services.get(&found.id));
    let own = service.and_then(|service| service.provides.first().cloned());
    let usual = read.capabilities.iter().find(known);
    let capability = own.or_else(|| usual.map(|found| found.id.clone()))?;
    let asked = sentence(bench, label, &read, &capability)?;
    let again = request::read(&bench.lexicon, Some(&facts), &asked);
    let plan = make(bench, &again).or_else(|| make(bench, &read));
    plan.map(|(plan, spoken)| Requirement {
        label: if label.is_empty() {
            text.split_whitespace()
                .take(6)
                .collect::<Vec<_>>()
                .join(" ")
        } else {
            label.to_owned()
        },
        text: text.to_owned(),
        capability,
        plan,
        spoken,
        more: Vec::new(),
        counted: false,
    })
}

/// A bullet as a request: figures about load stay out of it, so that none is taken for a number of machines.
fn sentence(bench: &Bench<'_>, label: &str, read: &Request, capability: &str) -> Option<String> {
    let provider = read.provider.as_deref()?;
    let own = read
        .services
        .first()
        .and_then(|found| bench.kb.services.get(&found.id));
    let usual = bench.kb.services_for(provider, capability);
    let named = |engine: &String| read.engines.iter().any(|found| found.id == *engine);
    let runs = usual.iter().find(|one| one.engines.iter().any(named));
    let service = own.or_else(|| runs.or(usual.first()).copied())?;
    let engine = read
        .engines
        .first()
        .map(|found| format!("{} ", found.id))
        .unwrap_or_default();
    let stores = bench
        .words
        .list("stores")
        .iter()
        .any(|known| known == capability);
    let size = read
        .facts_of(FactKind::Sizes)
        .next()
        .filter(|_| stores)
        .map(|fact| format!(", {}", fact.value))
        .unwrap_or_default();
    let named = if label.is_empty() {
        String::new()
    } else {
        format!(" for {}", label.to_lowercase())
    };
    let pairs = [
        ("engine", engine.as_str()),
        ("service", &service.title),
        ("for", &named),
        ("size", &size),
    ];
    Some(bench.words.say("request", &pairs))
}

fn make(bench: &Bench<'_>, request: &Request) -> Option<(Plan, Spoken)> {
    if request.verdict == Verdict::NotInfrastructure {
        return None;
    }
    let scope = bench.lexicon.list("scopes").first()?.clone();
    let flags = bench
        .wanted
        .assume
        .iter()
        .map(|pair| (pair.key.clone(), pair.value.clone()))
        .collect();
    let wanted = Wanted {
        profile: &bench.stored.profile,
        request,
        existing: Existing::in_notes(&bench.lexicon, &bench.stored.profile.existing_notes),
        flags,
        scope: &scope,
        date: bench.date.to_string(),
        number: None,
        detail: Detail::Page,
    };
    let decisions = planning::decided(bench.kb, &wanted).ok()?;
    let plan = planning::assembled(bench.kb, &decisions, wanted.detail).ok()?;
    Some((plan, spoken(bench.kb, &decisions)))
}

/// Every setting of the main part in the words of its service.
fn spoken(kb: &Kb, decisions: &Decisions<'_>) -> Spoken {
    let assumed = RefCell::new(BTreeSet::new());
    let Some(main) = decisions.components.first() else {
        return Spoken::new();
    };
    let view = decisions.view(kb, 0, &assumed);
    let said = main.settings.keys().filter_map(|setting| {
        let how = realize::realization(kb, main, setting)?;
        let text = fill::say(&how.say, &view, &view);
        (!text.is_empty()).then(|| (setting.clone(), text))
    });
    said.collect()
}
