//! Expands a blueprint of phases into its work and the parts that the work brings. Never: dates, sums.

use super::component::Component;
use super::condition::holds_or_absent;
use super::select::{Plain, component};
use crate::facts::Facts;
use crate::kb::Kb;
use crate::model::blueprint::Blueprint;
use crate::model::operation::Part;
use crate::model::phase::{Phase, WorkUse};
use crate::model::provider::Provider;
use crate::model::work::Work;
use std::borrow::Cow;

/// How deep features stand within features.
const DEEPEST_FEATURE: u8 = 3;

/// The work of a longer plan.
#[derive(Debug, Clone)]
pub struct Program<'kb> {
    /// In order.
    pub phases: Vec<Cow<'kb, Phase>>,
    /// In reading order.
    pub items: Vec<Item<'kb>>,
}

/// A piece of work in a plan.
#[derive(Debug, Clone)]
pub struct Item<'kb> {
    /// Unique within the plan.
    pub id: String,
    /// The work.
    pub work: &'kb Work,
    /// What differs here.
    pub using: &'kb WorkUse,
    /// The phase it belongs to, by place.
    pub phase: usize,
    /// The part that its texts speak of, by place.
    pub main: Option<usize>,
}

/// Work with its parts.
#[derive(Debug)]
pub(super) struct Expanded<'kb> {
    /// The parts, the main one first.
    pub components: Vec<Component<'kb>>,
    /// Parts that the provider cannot serve.
    pub skipped: Vec<String>,
    /// The work.
    pub program: Program<'kb>,
}

/// Expands a blueprint; none if the provider can serve none of what the request is about.
pub(super) fn expand<'kb>(
    kb: &'kb Kb,
    facts: &Facts,
    provider: &'kb Provider,
    blueprint: &'kb Blueprint,
) -> Option<Expanded<'kb>> {
    let mut expansion = Expansion {
        kb,
        facts,
        provider,
        components: Vec::new(),
        skipped: Vec::new(),
        items: Vec::new(),
        phases: Vec::new(),
        by: blueprint.id.clone(),
        path: kb.blueprints.path_of(&blueprint.id).to_owned(),
    };
    for phase in &blueprint.phases {
        if holds_or_absent(phase.when.as_ref(), &Plain { kb, facts }) {
            expansion.phase(phase);
        }
    }
    expansion.finish()
}

struct Expansion<'a, 'kb> {
    kb: &'kb Kb,
    facts: &'a Facts,
    provider: &'kb Provider,
    components: Vec<Component<'kb>>,
    skipped: Vec<String>,
    items: Vec<Item<'kb>>,
    phases: Vec<Cow<'kb, Phase>>,
    by: String,
    path: String,
}

impl<'kb> Expansion<'_, 'kb> {
    fn phase(&mut self, phase: &'kb Phase) {
        let before = self.items.len();
        self.phases.push(Cow::Borrowed(phase));
        for using in &phase.work {
            self.using(using, DEEPEST_FEATURE);
        }
        if self.items.len() == before {
            self.phases.pop();
        }
    }

    fn holds(&self, when: Option<&crate::model::condition::Condition>) -> bool {
        holds_or_absent(
            when,
            &Plain {
                kb: self.kb,
                facts: self.facts,
            },
        )
    }

    fn using(&mut self, using: &'kb WorkUse, depth: u8) {
        if depth == 0 || !self.holds(using.when.as_ref()) {
            return;
        }
        if let Some(feature) = self.kb.blueprints.get(&using.feature) {
            for phase in &feature.phases {
                if self.holds(phase.when.as_ref()) {
                    for inner in &phase.work {
                        self.using(inner, depth - 1);
                    }
                }
            }
            return;
        }
        let Some(work) = self.kb.works.get(&using.id) else {
            return;
        };
        if !work.status.applies() || !self.holds(work.when.as_ref()) {
            return;
        }
        if using.each.is_empty() {
            self.item(work, using, &using.of);
            return;
        }
        for value in self.facts.values(&using.each) {
            self.item(work, using, value);
        }
    }

    /// Adds a piece of work, unless it is there already or none of its parts can be served.
    fn item(&mut self, work: &'kb Work, using: &'kb WorkUse, of: &str) {
        let id = match of {
            "" => work.id.clone(),
            of => format!("{}-{}", work.id, of.replace('/', "-")),
        };
        if self.items.iter().any(|item| item.id == id) {
            return;
        }
        let own = Part {
            of: of.to_owned(),
            operations: using.operations.clone(),
            ..Part::default()
        };
        let more = (!of.is_empty()).then_some(own);
        let place = self.items.len();
        let mut main = None;
        let mut wanted = 0;
        for part in more.iter().chain(&work.parts) {
            if !self.holds(part.when.as_ref()) {
                continue;
            }
            wanted += usize::from(!part.optional);
            let known = self
                .components
                .iter()
                .position(|component| component.answers(part));
            let at = known.or_else(|| self.part(part, place));
            main = main.or(at);
        }
        if wanted > 0 && main.is_none() {
            return;
        }
        self.items.push(Item {
            id,
            work,
            using,
            phase: self.phases.len().saturating_sub(1),
            main,
        });
    }

    fn part(&mut self, part: &Part, place: usize) -> Option<usize> {
        let Some(mut found) = component(self.kb, self.facts, self.provider, part) else {
            if !self.skipped.contains(&part.of) {
                self.skipped.push(part.of.clone());
            }
            return None;
        };
        let same = |known: &Component<'_>| {
            known.service.id == found.service.id && known.operation_id == found.operation_id
        };
        if let Some(known) = self.components.iter().position(same) {
            return Some(known);
        }
        found.wanted_by.clone_from(&self.by);
        found.wanted_in.clone_from(&self.path);
        found.item = Some(place);
        self.components.push(found);
        Some(self.components.len() - 1)
    }

    /// Puts what the request is about first.
    fn finish(mut self) -> Option<Expanded<'kb>> {
        let primary = self.facts.first("primary").unwrap_or_default();
        let about = self
            .components
            .iter()
            .position(|component| component.capability.id == primary);
        if let Some(at) = about {
            let main = self.components.remove(at);
            self.components.insert(0, main);
            for item in &mut self.items {
                item.main = item.main.map(|place| match place {
                    place if place == at => 0,
                    place if place < at => place + 1,
                    place => place,
                });
            }
        }
        self.skipped
            .retain(|of| !self.components.iter().any(|part| part.capability.id == *of));
        (!self.items.is_empty()).then_some(Expanded {
            components: self.components,
            skipped: self.skipped,
            program: Program {
                phases: self.phases,
                items: self.items,
            },
        })
    }
}
