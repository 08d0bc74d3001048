//! Takes all decisions about a request: parts, settings, companions. Never: reading words, writing texts.

use super::component::Component;
use super::condition::{holds, holds_or_absent, is_out};
use super::lattice::{Resolved, Wish};
use super::program::Program;
use super::realize;
use super::select::{self, Selection};
use super::view::View;
use super::wish;
use crate::facts::{Facts, Origin};
use crate::kb::Kb;
use crate::map::IndexMap;
use crate::model::blueprint::Blueprint;
use crate::model::condition::Condition;
use crate::model::operation::Part;
use crate::model::provider::Provider;
use crate::model::rule::{Head, Requirement, Rule, Strength};
use crate::model::setting::Per;
use crate::model::text::placeholders;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// Everything that was decided, with who decided it.
#[derive(Debug, Clone)]
pub struct Decisions<'kb> {
    /// What was known, and what rules added.
    pub facts: Facts,
    /// The blueprint; none if the plan was put together from operations alone.
    pub blueprint: Option<&'kb Blueprint>,
    /// The provider.
    pub provider: &'kb Provider,
    /// The parts, the main one first.
    pub components: Vec<Component<'kb>>,
    /// Settings of the environment and the organization.
    pub shared: IndexMap<String, Resolved>,
    /// Rules that apply, with the component they speak of.
    pub rules: Vec<(&'kb Rule, usize)>,
    /// Parts that the provider has no service for.
    pub skipped: Vec<String>,
    /// The work of a longer plan.
    pub program: Option<Program<'kb>>,
}

/// Why nothing could be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undecided {
    /// No provider is known.
    NoProvider,
    /// The request names no capability.
    NoCapability,
    /// The provider has no service for the capability.
    Lacks {
        /// The capability.
        capability: String,
        /// Why, and what to do instead.
        because: String,
    },
}

/// How often parts may bring further parts.
const ROUNDS: usize = 6;

/// The word for a service that a list does not hold.
const NOT_LISTED: &str = "not-listed";

/// Tags of requests for something that nobody outside reaches.
const PRIVATE: [&str; 1] = ["private-only"];

/// Decides.
pub fn decide(kb: &Kb, facts: Facts) -> Result<Decisions<'_>, Undecided> {
    let provider = facts
        .first("provider")
        .and_then(|id| kb.providers.get(id))
        .ok_or(Undecided::NoProvider)?;
    let mut facts = facts;
    let mut live = live_rules(kb, &facts);
    let plain_rules = applicable_rules(kb, &live, &facts, provider, &[], &IndexMap::default());
    add_facts(&mut facts, &plain_rules);
    let Selection {
        blueprint,
        components,
        skipped,
        program,
    } = select::select(kb, &mut facts, provider)?;
    let mut decisions = Decisions {
        facts,
        blueprint,
        provider,
        components,
        shared: IndexMap::default(),
        rules: Vec::new(),
        skipped,
        program,
    };
    live.retain(|rule| can_apply(kb, &rule.when, &decisions.facts));
    for _ in 0..ROUNDS {
        decisions.remember_parts();
        decisions.settle(kb, &live);
        let added = decisions.add_companions(kb);
        let moved = decisions.check_pairings();
        if !added && !moved {
            break;
        }
    }
    decisions.remember_parts();
    decisions.settle(kb, &live);
    Ok(decisions)
}

fn add_facts(facts: &mut Facts, rules: &[(&Rule, usize)]) {
    for (rule, _) in rules {
        for (key, value) in &rule.then.facts {
            if let Some(value) = filled(&value.0, facts) {
                facts.fill(key, value, Origin::Knowledge(rule.id.clone()));
            }
        }
    }
}

/// The value of a fact, where placeholders stand for other facts; none while one of those is not known.
fn filled(value: &str, facts: &Facts) -> Option<String> {
    placeholders(value)
        .into_iter()
        .try_fold(value.to_owned(), |text, key| {
            Some(text.replace(&format!("{{{key}}}"), facts.first(key)?))
        })
}

/// Facts that grow while parts are added; every other fact stays as it is once it is known.
const GROWING: [&str; 2] = ["capability", "service"];

/// Rules that can still apply; the others are not even decoded.
fn live_rules<'kb>(kb: &'kb Kb, facts: &Facts) -> Vec<&'kb Rule> {
    kb.rules
        .heads(Head::of)
        .filter(|(_, head)| head.status.applies() && can_apply(kb, &head.when, facts))
        .filter_map(|(entry, _)| entry.value())
        .collect()
}

fn can_apply(kb: &Kb, when: &Condition, facts: &Facts) -> bool {
    let plain = select::Plain { kb, facts };
    let settled = |key: &str| facts.get(key).is_some() && !GROWING.contains(&key);
    !is_out(when, &plain, &settled)
}

fn applicable_rules<'kb>(
    kb: &'kb Kb,
    live: &[&'kb Rule],
    facts: &Facts,
    provider: &'kb Provider,
    components: &[Component<'kb>],
    shared: &IndexMap<String, Resolved>,
) -> Vec<(&'kb Rule, usize)> {
    let assumed = RefCell::new(BTreeSet::new());
    let mut found = Vec::new();
    for rule in live.iter().copied() {
        let place = if rule.of.0.is_empty() {
            Some(0)
        } else {
            components
                .iter()
                .position(|component| rule.speaks_of(&component.capability.id))
        };
        let Some(at) = place else { continue };
        let view = View {
            kb,
            facts,
            components,
            shared,
            provider: Some(provider),
            at,
            assumed: &assumed,
            depth: Cell::new(0),
        };
        if holds(&rule.when, &view) {
            found.push((rule, at));
        }
    }
    found
}

impl<'kb> Decisions<'kb> {
    /// The plan as seen from a component.
    pub fn view<'a>(
        &'a self,
        kb: &'kb Kb,
        at: usize,
        assumed: &'a RefCell<BTreeSet<(usize, String)>>,
    ) -> View<'a, 'kb> {
        View {
            kb,
            facts: &self.facts,
            components: &self.components,
            shared: &self.shared,
            provider: Some(self.provider),
            at,
            assumed,
            depth: Cell::new(0),
        }
    }

    fn remember_parts(&mut self) {
        let capabilities: Vec<String> = self
            .components
            .iter()
            .map(|part| part.capability.id.clone())
            .collect();
        let services: Vec<String> = self
            .components
            .iter()
            .map(|part| part.service.id.clone())
            .collect();
        let origin = || Origin::Derived("parts of the plan".to_owned());
        self.facts.extend("capability", capabilities, origin());
        self.facts.set("service", services, origin());
        self.remember_standing();
        self.remember_public();
    }

    /// Which services of the plan a framework's list does not hold, as far as it was recorded.
    fn remember_standing(&mut self) {
        let partition = self.facts.first("partition").map(str::to_owned);
        for framework in self.facts.values("framework").to_vec() {
            let program = self.provider.programs.iter().find(|row| {
                row.framework == framework
                    && (row.partition.is_none() || row.partition == partition)
            });
            let level = program.and_then(|row| row.level.clone());
            // What holds for a partition goes before what holds for a level.
            let narrower = [partition.as_ref(), level.as_ref()];
            let narrower = narrower.into_iter().flatten();
            let mut lists: Vec<String> = narrower.map(|one| format!("{framework}-{one}")).collect();
            lists.push(framework.clone());
            let mut unlisted: Vec<String> = Vec::new();
            let mut oldest: Option<String> = None;
            for part in &self.components {
                let Some((standing, as_of)) = self.standing(&part.service.id, &lists) else {
                    continue;
                };
                if standing == NOT_LISTED && !unlisted.contains(&part.service.title) {
                    unlisted.push(part.service.title.clone());
                    oldest = [oldest, as_of].into_iter().flatten().min();
                }
            }
            let origin = || Origin::Knowledge(self.provider.id.clone());
            if let Some(level) = level {
                self.facts
                    .fill(&format!("{framework}-authorized"), level, origin());
            }
            if !unlisted.is_empty() {
                self.facts.put(
                    &format!("{framework}-unlisted"),
                    unlisted.join(", "),
                    origin(),
                );
                self.facts.put(
                    &format!("{framework}-listed-as-of"),
                    oldest.unwrap_or_default(),
                    origin(),
                );
            }
        }
    }

    /// How a service stands on the first of these lists that names it, and when that was recorded.
    fn standing(&self, service: &str, lists: &[String]) -> Option<(&str, Option<String>)> {
        let rows = &self.provider.eligibility;
        lists.iter().find_map(|list| {
            let mut own = rows.iter().filter(|row| row.service == service);
            own.find_map(|row| Some((row.standing.get(list)?.as_str(), row.as_of.clone())))
        })
    }

    /// Whether a part answers the internet.
    fn remember_public(&mut self) {
        let private = PRIVATE.iter().any(|tag| self.facts.has("qualifier", tag));
        if !private
            && self
                .components
                .iter()
                .any(|part| part.capability.public_facing)
        {
            self.facts.fill(
                "public-web",
                "true",
                Origin::Derived("parts of the plan".to_owned()),
            );
        }
    }

    /// Resolves every setting of every component, twice, since conditions may ask about settings.
    fn settle(&mut self, kb: &'kb Kb, live: &[&'kb Rule]) {
        for _ in 0..2 {
            self.rules = applicable_rules(
                kb,
                live,
                &self.facts,
                self.provider,
                &self.components,
                &self.shared,
            );
            let rules = self.rules.clone();
            add_facts(&mut self.facts, &rules);
            self.shared = self.shared_settings(kb);
            for at in 0..self.components.len() {
                let settings = self.settings_of(kb, live, at);
                let realizes = self.realized_by(at);
                if let Some(component) = self.components.get_mut(at) {
                    component.settings = settings;
                    component.realizes = realizes;
                }
            }
        }
    }

    fn shared_settings(&self, kb: &'kb Kb) -> IndexMap<String, Resolved> {
        let mut wishes: IndexMap<String, Vec<Wish>> = IndexMap::default();
        for (rule, at) in &self.rules {
            for requirement in self.required(kb, rule, *at) {
                if kb
                    .settings
                    .get(&requirement.setting)
                    .is_some_and(|setting| setting.per != Per::Component)
                {
                    wishes
                        .entry(requirement.setting.clone())
                        .or_default()
                        .push(wish::wanted(kb, rule, requirement));
                }
            }
        }
        wish::resolve(kb, self.provider, wishes)
    }

    fn settings_of(
        &self,
        kb: &'kb Kb,
        live: &[&'kb Rule],
        at: usize,
    ) -> IndexMap<String, Resolved> {
        let Some(component) = self.components.get(at) else {
            return IndexMap::default();
        };
        let mut wishes: IndexMap<String, Vec<Wish>> = IndexMap::default();
        for setting in &component.capability.settings {
            wishes.insert(setting.clone(), Vec::new());
        }
        let assumed = RefCell::new(BTreeSet::new());
        for rule in live.iter().filter(|rule| !rule.then.require.is_empty()) {
            if !rule.speaks_of(&component.capability.id) {
                continue;
            }
            if !holds(&rule.when, &self.view(kb, at, &assumed)) {
                continue;
            }
            for requirement in self.required(kb, rule, at) {
                if let Some(list) = wishes.get_mut(&requirement.setting) {
                    list.push(wish::wanted(kb, rule, requirement));
                }
            }
        }
        for (setting, wanted) in &component.pairing_wishes {
            wishes.insert(setting.clone(), vec![wanted.clone()]);
        }
        for (setting, list) in &mut wishes {
            if let Some(stated) = self.facts.get(setting) {
                list.push(wish::stated(&stated.values));
            }
        }
        wish::resolve(kb, self.provider, wishes)
    }

    fn required<'r>(&self, kb: &'kb Kb, rule: &'r Rule, at: usize) -> Vec<&'r Requirement> {
        let assumed = RefCell::new(BTreeSet::new());
        let date = self.facts.first("date").unwrap_or_default();
        rule.then
            .require
            .iter()
            .filter(|row| row.from.as_deref().is_none_or(|from| from <= date))
            .filter(|row| row.until.as_deref().is_none_or(|until| date <= until))
            .filter(|row| holds_or_absent(row.when.as_ref(), &self.view(kb, at, &assumed)))
            .collect()
    }

    /// Settings whose realization belongs into the plan.
    fn realized_by(&self, at: usize) -> Vec<String> {
        let Some(component) = self.components.get(at) else {
            return Vec::new();
        };
        if let Some(listed) = &component.operation.applies {
            return listed.clone();
        }
        let makes = self.facts.values("making-verbs");
        let changes = self.facts.values("changing-verbs");
        let named = |list: &[String], exact: bool| {
            list.iter().any(|verb| {
                component.operation_id == verb
                    || (!exact && component.operation_id.starts_with(&format!("{verb}-")))
            })
        };
        if named(makes, false) || (at == 0 && !named(changes, false)) {
            component.capability.settings.clone()
        } else {
            Vec::new()
        }
    }

    fn add_companions(&mut self, kb: &'kb Kb) -> bool {
        let mut wanted: Vec<(Part, String, String, usize)> = Vec::new();
        let assumed = RefCell::new(BTreeSet::new());
        for (rule, at) in &self.rules {
            let path = kb.rules.path_of(&rule.id).to_owned();
            for part in &rule.then.parts {
                if holds_or_absent(part.when.as_ref(), &self.view(kb, *at, &assumed)) {
                    wanted.push((part.clone(), rule.id.clone(), path.clone(), *at));
                }
            }
        }
        for (at, component) in self.components.iter().enumerate() {
            for setting in &component.realizes {
                let Some(how) = realize::realization(kb, component, setting) else {
                    continue;
                };
                for part in &how.adds {
                    if holds_or_absent(part.when.as_ref(), &self.view(kb, at, &assumed)) {
                        let path = kb.services.path_of(&component.service.id).to_owned();
                        wanted.push((part.clone(), component.service.id.clone(), path, at));
                    }
                }
            }
        }
        let mut added = false;
        for (part, by, path, at) in wanted {
            if self
                .components
                .iter()
                .any(|component| component.answers(&part) || component.capability.id == part.of)
            {
                continue;
            }
            if let Some(mut component) = select::component(kb, &self.facts, self.provider, &part) {
                component.wanted_by = by;
                component.wanted_in = path;
                component.item = self.components.get(at).and_then(|wanting| wanting.item);
                self.components.push(component);
                added = true;
            }
        }
        added
    }

    /// Moves settings that do not work between two services of the plan.
    fn check_pairings(&mut self) -> bool {
        let mut moves = Vec::new();
        for (at, component) in self.components.iter().enumerate() {
            for pairing in &component.service.pairings {
                let together = self
                    .components
                    .iter()
                    .any(|other| other.service.id == pairing.with);
                let Some(resolved) = component.settings.get(&pairing.setting) else {
                    continue;
                };
                let forbidden = pairing
                    .forbids
                    .iter()
                    .any(|value| value == resolved.value());
                if together && forbidden {
                    moves.push((at, pairing));
                }
            }
        }
        let moved = !moves.is_empty();
        for (at, pairing) in moves {
            if let Some(component) = self.components.get_mut(at) {
                let wish = Wish {
                    values: vec![pairing.instead.clone()],
                    by: pairing.because.clone(),
                    cite: None,
                    rule: component.service.id.clone(),
                    strength: Strength::Must,
                };
                component.moved.push(pairing.because.clone());
                component
                    .pairing_wishes
                    .push((pairing.setting.clone(), wish));
            }
        }
        moved
    }
}
