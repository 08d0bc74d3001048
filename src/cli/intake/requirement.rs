//! The plan of each part that bullets ask for, and of the parts that these stand on. Never: what a bullet means.

use super::bullet::{self, Bullet};
use super::load::Load;
use super::{Bench, Requirement, Sorted};
use crate::cli::planning::{self, Wanted};
use crate::facts::stated::Existing;
use crate::kb::Kb;
use crate::model::reading::role::FactKind;
use crate::model::service::Service;
use crate::model::text::Lines;
use crate::plan::Detail;
use crate::request::{self, Request, Verdict};
use crate::rules::condition::holds_or_absent;
use crate::rules::{Decisions, fill, realize};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Words by setting.
type Spoken = BTreeMap<String, String>;

/// Plans every bullet that asks for a part, and the parts that these stand on.
pub fn sort(bench: &Bench<'_>, bullets: &[(usize, String)]) -> Sorted {
    let (asked, stated) = bullet::read(bench, bullets);
    let mut sorted = Sorted {
        count: bullets.len(),
        stated,
        ..Sorted::default()
    };
    for bullet in &asked {
        match planned(bench, bullet, &asked) {
            Some(requirement) => sorted.requirements.push(requirement),
            None => sorted.open.extend(bullet.lines.iter().cloned()),
        }
    }
    sorted.implied = implied(bench, &sorted.requirements);
    sorted
}

/// Parts that the requirements stand on without naming them: `capability = label = capabilities that stand on it`, and
/// services whose own plan counts its price already.
fn implied(bench: &Bench<'_>, requirements: &[Requirement]) -> Vec<Requirement> {
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
    let service = bench.kb.services_for(provider, capability);
    let service = service.first()?;
    let pairs = [("service", service.title.as_str())];
    let text = bench.words.say("implied-request", &pairs);
    let read = request::read(&bench.lexicon, Some(&bench.answers()), &text);
    let made = make(bench, &read, &Load::named(&bench.purpose))?;
    Some(Requirement {
        label: label.to_owned(),
        text,
        capability: capability.to_owned(),
        ..made
    })
}

fn planned(bench: &Bench<'_>, bullet: &Bullet, all: &[Bullet]) -> Option<Requirement> {
    let service = bullet.service(bench)?;
    let asked = sentence(bench, bullet, service);
    let again = request::read(&bench.lexicon, Some(&bench.answers()), &asked);
    let load = Load::of(bench, bullet, service, all);
    let made = make(bench, &again, &load).or_else(|| make(bench, &bullet.read, &load))?;
    Some(Requirement {
        label: bullet.title(),
        text: bullet.text().to_owned(),
        capability: bullet.capability.clone()?,
        load,
        counted: false,
        unread: bullet
            .more()
            .filter(|text| !Load::reads(bench, text))
            .map(ToOwned::to_owned)
            .collect(),
        ..made
    })
}

/// A bullet as a request: figures about load stay out of it, so that none is taken for a number of machines.
fn sentence(bench: &Bench<'_>, bullet: &Bullet, service: &Service) -> String {
    let read = &bullet.read;
    let engine = read.engines.first();
    let engine = engine.map_or_else(String::new, |found| format!("{} ", found.id));
    let words = &bench.words;
    let stores = bullet.is_in(words.list("stores"));
    let size = read.facts_of(FactKind::Sizes).next().filter(|_| stores);
    let size = size.map_or_else(String::new, |fact| format!(", {}", fact.value));
    let named = match bullet.label.as_str() {
        "" => String::new(),
        label => format!(" for {}", label.to_lowercase()),
    };
    let pairs = [
        ("engine", engine.as_str()),
        ("service", &service.title),
        ("for", &named),
        ("size", &size),
    ];
    words.say("request", &pairs)
}

/// What is planned for a request; who asked for it is filled in by the caller.
fn make(bench: &Bench<'_>, request: &Request, load: &Load) -> Option<Requirement> {
    if request.verdict == Verdict::NotInfrastructure {
        return None;
    }
    let scope = bench.lexicon.list("scopes").first()?.clone();
    let assumed = bench.wanted.assume.iter();
    let assumed = assumed.map(|pair| (pair.key.clone(), pair.value.clone()));
    let wanted = Wanted {
        profile: &bench.stored.profile,
        request,
        existing: Existing::in_notes(&bench.lexicon, &bench.stored.profile.existing_notes),
        flags: assumed.chain(load.facts.iter().cloned()).collect(),
        scope: &scope,
        date: bench.date.to_string(),
        number: None,
        detail: Detail::Page,
    };
    let decisions = planning::decided(bench.kb, &wanted).ok()?;
    let plan = planning::assembled(bench.kb, &decisions, wanted.detail).ok()?;
    Some(Requirement {
        plan,
        spoken: spoken(bench.kb, &decisions),
        topics: topics(bench, &decisions),
        ..Requirement::default()
    })
}

/// What the design of the main part says on the topics of the page; a line with an open placeholder stays out.
fn topics(bench: &Bench<'_>, decisions: &Decisions<'_>) -> BTreeMap<String, Vec<String>> {
    let assumed = RefCell::new(BTreeSet::new());
    let main = decisions.components.first();
    let design = main.and_then(|main| bench.kb.designs.get(&main.service.id));
    let Some(design) = design else {
        return BTreeMap::new();
    };
    let view = decisions.view(bench.kb, 0, &assumed);
    let said = |lines: &Lines| -> Vec<String> {
        let applies = lines.0.iter();
        let applies = applies.filter(|line| holds_or_absent(line.when.as_ref(), &view));
        let texts = applies.map(|line| fill::say(&line.say, &view, &view));
        texts.filter(|text| !is_open(text)).collect()
    };
    let own = bench.words.list("design-topics").iter();
    own.filter_map(|topic| Some((topic.clone(), said(design.topics.get(topic)?))))
        .collect()
}

/// Whether a placeholder stands open, in angle brackets.
fn is_open(text: &str) -> bool {
    let mut after = text.split('<').skip(1);
    after.any(|rest| rest.starts_with(|letter: char| letter.is_ascii_lowercase()))
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
