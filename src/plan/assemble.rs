//! Puts the typed plan together from decisions: texts filled in, steps in order, one page. Never: deciding, printing.

use super::ast::{
    Check, Component, Fact, Origin, Place, Plan, Said, Section, Setting, Words as Headings,
};
use super::{compliance, conflicts, cost, matrix, menu, page, program, skills};
use crate::facts;
use crate::kb::Kb;
use crate::model::document::Document;
use crate::model::rule::{Rule, Strength};
use crate::model::service;
use crate::model::text::{Line, Text};
use crate::rules::Decisions;
use crate::rules::component::Component as Part;
use crate::rules::condition::holds_or_absent;
use crate::rules::fill::{self, Words};
use crate::rules::lattice::in_words;
use crate::rules::program::Program as Work;
use crate::rules::realize;
use crate::rules::view::View;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The fact that names the phase of a roadmap that becomes a plan of its own.
pub const PHASE: &str = "phase";

/// What every stage of the assembly sees.
pub(super) struct Desk<'a, 'kb> {
    /// The knowledge base.
    pub kb: &'kb Kb,
    /// The decisions.
    pub decisions: &'a Decisions<'kb>,
    /// The fixed words of the document.
    pub document: &'a Document,
    /// Names taken from a template because nothing was stated.
    pub assumed: RefCell<BTreeSet<(usize, String)>>,
}

/// Why no plan could be put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoDocument {
    /// The scope without a document.
    pub scope: String,
}

/// Puts the plan together.
pub fn assemble(kb: &Kb, decisions: &Decisions<'_>) -> Result<Plan, NoDocument> {
    let scope = decisions.facts.first("scope").unwrap_or_default();
    let document = kb.document(scope).ok_or_else(|| NoDocument {
        scope: scope.to_owned(),
    })?;
    let desk = Desk {
        kb,
        decisions,
        document: &document,
        assumed: RefCell::new(BTreeSet::new()),
    };
    if let Some(work) = &decisions.program {
        return Ok(longer(&desk, work));
    }
    let mut plan = common(&desk);
    plan.what = desk.what();
    plan.steps = super::steps::steps(&desk);
    plan.rollback = super::undo::rollback(&desk);
    plan.checks = desk.checks();
    plan.configuration = desk.configuration();
    plan.notes = desk.notes();
    plan.confirm = desk.confirm();
    plan.controls = compliance::citations(&desk, &plan);
    plan.notes.extend(compliance::lines(&desk, &plan.controls));
    plan.notes.extend(desk.gaps());
    plan.cost = cost::of_plan(&desk);
    plan.skills = skills::next(&desk);
    plan.skill_gap = skills::gap(&desk, &plan.skills);
    plan.estimate = desk.estimate();
    super::steps::number(&mut plan);
    plan.assumed = desk.assumed();
    plan.menu = menu::menu(&desk, &plan);
    complete(&desk, &mut plan);
    let checks = plan.checks.clone();
    page::fit(&desk, &mut plan);
    let on_page = |check: &Check| plan.checks.iter().any(|shown| shown.text == check.text);
    let spare: Vec<Check> = checks.into_iter().filter(|check| !on_page(check)).collect();
    plan.matrix = matrix::matrix(&desk, &plan, &spare);
    Ok(plan)
}

/// What every plan begins with.
fn common(desk: &Desk<'_, '_>) -> Plan {
    let decisions = desk.decisions;
    Plan {
        scope: decisions
            .facts
            .first("scope")
            .unwrap_or_default()
            .to_owned(),
        place: desk.place(),
        title: desk.title(),
        blueprint: decisions.blueprint.map(|blueprint| blueprint.id.clone()),
        ..Plan::default()
    }
}

/// What every plan ends with: what it was made from.
fn complete(desk: &Desk<'_, '_>, plan: &mut Plan) {
    plan.components = desk.components();
    plan.settings = desk.settings();
    plan.conflicts = conflicts::settled(desk);
    plan.open = matrix::open(desk);
    plan.facts = desk.facts();
    plan.words = desk.words();
    let unread = desk.decisions.facts.values("unread").join(", ");
    if !unread.is_empty() {
        plan.warnings
            .push(desk.document.say("unread", &[("list", &unread)]));
    }
}

/// A feature plan or a roadmap, or one phase of it as a plan of its own: figures first, since sentences quote them.
fn longer(desk: &Desk<'_, '_>, work: &Work<'_>) -> Plan {
    let whole = program::groundwork(desk, work);
    let phase = desk
        .decisions
        .facts
        .first(PHASE)
        .and_then(|number| number.parse::<usize>().ok());
    let Some(number) = phase.filter(|number| (1..=work.phases.len()).contains(number)) else {
        return longer_from(desk, work, whole);
    };
    let part = program::phase::of(desk, work, &whole, number - 1);
    let document = desk
        .kb
        .document(&desk.document.say("phase-document", &[]))
        .unwrap_or(Cow::Borrowed(desk.document));
    let desk = Desk {
        kb: desk.kb,
        decisions: &part.decisions,
        document: &document,
        assumed: RefCell::new(BTreeSet::new()),
    };
    let mut plan = longer_from(&desk, &part.work, part.ground);
    plan.title = format!("{} — {}", plan.title, part.title);
    if let Some(program) = &mut plan.program {
        program.part = Some(number);
        if let Some(said) = program.sections.get_mut("summary") {
            said.insert(0, part.link);
        }
    }
    plan
}

fn longer_from(desk: &Desk<'_, '_>, work: &Work<'_>, ground: program::Groundwork) -> Plan {
    let decisions = program::with_figures(desk, &ground);
    let desk = &Desk {
        kb: desk.kb,
        decisions: &decisions,
        document: desk.document,
        assumed: RefCell::new(BTreeSet::new()),
    };
    let mut plan = common(desk);
    let made = program::assemble(desk, work, ground);
    plan.controls = made.controls.clone();
    plan.skills = made
        .phases
        .iter()
        .flat_map(|phase| phase.skills.iter().cloned())
        .collect();
    plan.skill_gap = skills::gap(desk, &plan.skills);
    plan.estimate = program::estimate(desk);
    plan.assumed = desk.assumed();
    plan.program = Some(made);
    plan.menu = menu::menu(desk, &plan);
    complete(desk, &mut plan);
    plan.matrix = matrix::matrix(desk, &plan, &[]);
    plan
}

impl<'kb> Desk<'_, 'kb> {
    /// The plan as seen from one of its parts.
    pub(super) fn view(&self, at: usize) -> View<'_, 'kb> {
        self.decisions.view(self.kb, at, &self.assumed)
    }

    /// A text as it reads from one of the parts.
    pub(super) fn say(&self, text: &Text, at: usize) -> String {
        let view = self.view(at);
        fill::say(text, &view, &view)
    }

    /// A line as it reads from one of the parts, if it applies.
    pub(super) fn line(&self, line: &Line, at: usize, origin: &Origin) -> Option<Said> {
        if !holds_or_absent(line.when.as_ref(), &self.view(at)) {
            return None;
        }
        let text = self.say(&line.say, at);
        (!text.is_empty()).then(|| Said {
            text,
            origin: origin.clone(),
            weight: line.weight,
            practices: line.practices.clone(),
        })
    }

    /// All lines of a list that apply.
    pub(super) fn lines(&self, lines: &[Line], at: usize, origin: &Origin) -> Vec<Said> {
        lines
            .iter()
            .enumerate()
            .filter_map(|(index, line)| {
                let place = Origin {
                    field: format!("{}[{index}]", origin.field),
                    ..origin.clone()
                };
                self.line(line, at, &place)
            })
            .collect()
    }

    /// The parts with their place, the main one first.
    pub(super) fn parts(&self) -> impl Iterator<Item = (usize, &Part<'kb>)> {
        self.decisions
            .components
            .iter()
            .enumerate()
            .filter(|(_, part)| !part.outside)
    }

    /// Where something in a service's operation stands.
    pub(super) fn at_operation(&self, part: &Part<'_>, field: &str) -> Origin {
        self.at_service(part, &format!("operations.{}.{field}", part.operation_id))
    }

    /// Where something in a service stands.
    pub(super) fn at_service(&self, part: &Part<'_>, field: &str) -> Origin {
        let file = self
            .kb
            .services
            .entry(&part.service.id)
            .map(|entry| entry.path.to_string())
            .unwrap_or_default();
        Origin {
            id: part.service.id.clone(),
            file,
            field: field.to_owned(),
        }
    }

    /// Where something in a rule stands.
    pub(super) fn at_rule(&self, rule: &Rule, field: &str) -> Origin {
        let file = self
            .kb
            .rules
            .entry(&rule.id)
            .map(|entry| entry.path.to_string())
            .unwrap_or_default();
        Origin {
            id: rule.id.clone(),
            file,
            field: format!("then.{field}"),
        }
    }

    /// Where something in a piece of work stands.
    pub(super) fn at_work(&self, work: &crate::model::work::Work, field: &str) -> Origin {
        let file = self
            .kb
            .works
            .entry(&work.id)
            .map(|entry| entry.path.to_string())
            .unwrap_or_default();
        Origin {
            id: work.id.clone(),
            file,
            field: field.to_owned(),
        }
    }

    /// Where something in the blueprint stands.
    pub(super) fn at_blueprint(&self, field: &str) -> Origin {
        let Some(blueprint) = self.decisions.blueprint else {
            return self.at_document(field);
        };
        let file = self
            .kb
            .blueprints
            .entry(&blueprint.id)
            .map(|entry| entry.path.to_string())
            .unwrap_or_default();
        Origin {
            id: blueprint.id.clone(),
            file,
            field: field.to_owned(),
        }
    }

    /// Where something in the document's words stands.
    pub(super) fn at_document(&self, field: &str) -> Origin {
        let file = self
            .kb
            .documents
            .entry(&self.document.id)
            .map(|entry| entry.path.to_string())
            .unwrap_or_default();
        Origin {
            id: self.document.id.clone(),
            file,
            field: format!("texts.{field}"),
        }
    }

    /// A line of the document's own words.
    pub(super) fn own(&self, id: &str, pairs: &[(&str, &str)], weight: u8) -> Said {
        Said {
            text: self.document.say(id, pairs),
            origin: self.at_document(id),
            weight,
            practices: Vec::new(),
        }
    }

    fn words(&self) -> Headings {
        let section = |section: &crate::model::document::Section| Section {
            id: section.id.clone(),
            heading: section.heading.clone(),
        };
        Headings {
            title: self.document.title.clone(),
            sections: self.document.sections.iter().map(section).collect(),
            texts: self.document.texts.clone(),
            topics: self
                .document
                .list("security-topics")
                .iter()
                .cloned()
                .chain(["compliance".to_owned(), "resolved".to_owned()])
                .collect(),
        }
    }

    fn place(&self) -> Place {
        let facts = &self.decisions.facts;
        let mut services: Vec<String> = Vec::new();
        for (at, part) in self.parts() {
            let named = facts.has("stated-service", &part.service.id);
            if (at == 0 || named) && !services.contains(&part.service.title) {
                services.push(part.service.title.clone());
            }
        }
        services.truncate(self.document.limit("services"));
        Place {
            provider: facts.first("provider-title").unwrap_or_default().to_owned(),
            region: facts.first("region").unwrap_or_default().to_owned(),
            services,
        }
    }

    pub(super) fn title(&self) -> String {
        let own = self
            .decisions
            .blueprint
            .and_then(|blueprint| blueprint.title.as_ref());
        let main = self.decisions.components.first();
        let text = own.or_else(|| main.and_then(|part| part.operation.title.as_ref()));
        let title = text
            .map(|text| self.say(text, 0))
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| {
                let noun = main
                    .and_then(|part| part.service.noun.clone())
                    .unwrap_or_default();
                format!(
                    "{} {noun}",
                    self.decisions.facts.first("verb-title").unwrap_or_default()
                )
            });
        capitalized(title.trim().trim_end_matches('.'))
    }

    fn what(&self) -> Vec<Said> {
        let mut list = Vec::new();
        let mut add = |text: String, origin: Origin| {
            if !text.is_empty() {
                list.push(Said {
                    text,
                    origin,
                    weight: 9,
                    practices: Vec::new(),
                });
            }
        };
        match self
            .decisions
            .blueprint
            .and_then(|blueprint| blueprint.what.as_ref())
        {
            Some(what) => add(self.say(what, 0), self.at_blueprint("what")),
            None => {
                if let Some(main) = self.decisions.components.first() {
                    add(
                        self.say(&main.operation.what, 0),
                        self.at_operation(main, "what"),
                    );
                }
            }
        }
        for (rule, at) in &self.decisions.rules {
            for said in self.lines(&rule.then.what.0, *at, &self.at_rule(rule, "what")) {
                add(said.text, said.origin);
            }
        }
        list
    }

    fn checks(&self) -> Vec<Check> {
        let mut list = Vec::new();
        for (at, part) in self.parts() {
            for (index, check) in part.operation.checks.iter().enumerate() {
                let origin = self.at_operation(part, &format!("checks[{index}]"));
                list.extend(self.check(check, at, origin));
            }
        }
        for (at, part) in self.parts() {
            for setting in &part.realizes {
                let Some(how) = realize::realization(self.kb, part, setting) else {
                    continue;
                };
                let origin = self.at_service(part, &format!("settings.{setting}.check"));
                list.extend(
                    how.check
                        .as_ref()
                        .and_then(|check| self.check(check, at, origin)),
                );
            }
        }
        for (rule, at) in &self.decisions.rules {
            for check in &rule.then.check.0 {
                list.extend(self.check(check, *at, self.at_rule(rule, "check")));
            }
        }
        let mut seen = BTreeSet::new();
        list.retain(|check| seen.insert(check.text.clone()));
        list
    }

    pub(super) fn check(
        &self,
        check: &crate::model::text::Check,
        at: usize,
        origin: Origin,
    ) -> Option<Check> {
        let view = self.view(at);
        if !holds_or_absent(check.when.as_ref(), &view) {
            return None;
        }
        let run = check
            .run
            .as_deref()
            .map(|command| fill::fill(command.trim(), &view));
        let expect = check
            .expect
            .as_ref()
            .map(|text| fill::say(text, &view, &view));
        let text = match (&run, &expect, &check.say) {
            (Some(run), Some(expect), _) => format!("`{run}` → {expect}"),
            (Some(run), None, Some(say)) => format!("`{run}` {}", fill::say(say, &view, &view)),
            (Some(run), None, None) => format!("`{run}`"),
            (None, _, Some(say)) => fill::say(say, &view, &view),
            (None, _, None) => return None,
        };
        Some(Check {
            id: String::new(),
            text,
            run,
            negative: check.negative,
            origin,
            weight: check.weight,
            practices: check.practices.clone(),
        })
    }

    fn configuration(&self) -> Vec<Said> {
        let mut list = Vec::new();
        for (at, part) in self.parts() {
            list.extend(self.lines(
                &part.operation.config.0,
                at,
                &self.at_operation(part, "config"),
            ));
        }
        if let Some(blueprint) = self.decisions.blueprint {
            list.extend(self.lines(&blueprint.config.0, 0, &self.at_blueprint("config")));
        }
        for (at, part) in self.parts() {
            for setting in &part.realizes {
                let Some(how) = realize::realization(self.kb, part, setting) else {
                    continue;
                };
                list.extend(self.lines(
                    &how.config.0,
                    at,
                    &self.at_service(part, &format!("settings.{setting}.config")),
                ));
            }
            list.extend(part.moved.iter().map(|because| self.moved(part, because)));
            list.extend(self.kept(at, part));
        }
        for (rule, at) in &self.decisions.rules {
            list.extend(self.lines(&rule.then.config.0, *at, &self.at_rule(rule, "config")));
        }
        let excluded = self.decisions.facts.values("excluded").join("; ");
        if !excluded.is_empty() {
            list.insert(0, self.own("excluded", &[("list", &excluded)], 9));
        }
        list.extend(self.infrastructure_code());
        without_repeats(list)
    }

    fn moved(&self, part: &Part<'_>, because: &str) -> Said {
        let by_pairing = part
            .pairing_wishes
            .iter()
            .find(|(_, wish)| wish.by == because);
        let setting = by_pairing
            .map(|(setting, _)| setting.clone())
            .unwrap_or_default();
        let value = part
            .settings
            .get(&setting)
            .map(|resolved| self.worded(&setting, resolved.value()))
            .unwrap_or_default();
        self.own(
            "moved",
            &[
                ("setting", &self.setting_title(&setting)),
                ("value", &value),
                ("why", because),
            ],
            7,
        )
    }

    fn kept(&self, at: usize, part: &Part<'_>) -> Option<Said> {
        let view = self.view(at);
        let list: Vec<String> = part
            .operation
            .keeps
            .iter()
            .filter(|setting| part.settings.contains_key(*setting))
            .filter_map(|setting| view.word(&format!("set.{setting}")))
            .collect();
        let origin = self.at_operation(part, "keeps");
        (!list.is_empty()).then(|| Said {
            origin,
            ..self.own("kept", &[("list", &list.join(", "))], 5)
        })
    }

    fn infrastructure_code(&self) -> Option<Said> {
        let mut types: Vec<String> = Vec::new();
        for (_, part) in self.parts() {
            for name in &part.service.iac {
                let quoted = format!("`{name}`");
                if !types.contains(&quoted) {
                    types.push(quoted);
                }
            }
        }
        types.truncate(self.document.limit("iac-types"));
        let facts = &self.decisions.facts;
        let tool = facts.first("iac-tool-title").unwrap_or_default();
        let own_types = facts.first("iac-tool").is_none_or(|id| {
            let same = self.document.list("tools-with-these-types");
            same.iter().any(|known| known == id)
        });
        let form = if own_types {
            "infrastructure-code"
        } else {
            "infrastructure-code-other"
        };
        (!types.is_empty())
            .then(|| self.own(form, &[("tool", tool), ("list", &types.join(", "))], 6))
    }

    fn notes(&self) -> Vec<Said> {
        let mut list = Vec::new();
        for (at, part) in self.parts() {
            list.extend(self.lines(
                &part.operation.security.0,
                at,
                &self.at_operation(part, "security"),
            ));
        }
        if let Some(blueprint) = self.decisions.blueprint {
            list.extend(self.lines(&blueprint.security.0, 0, &self.at_blueprint("security")));
        }
        for (at, part) in self.parts() {
            for setting in &part.realizes {
                let Some(how) = realize::realization(self.kb, part, setting) else {
                    continue;
                };
                list.extend(self.lines(
                    &how.note.0,
                    at,
                    &self.at_service(part, &format!("settings.{setting}.note")),
                ));
            }
        }
        for (rule, at) in &self.decisions.rules {
            list.extend(self.lines(&rule.then.security.0, *at, &self.at_rule(rule, "security")));
            list.extend(self.lines(&rule.then.decision.0, *at, &self.at_rule(rule, "decision")));
        }
        list.extend(self.limits_of_knowledge());
        list.extend(super::trace::contradictions(self));
        list.extend(super::trace::raised(self));
        without_repeats(list)
    }

    /// What the plan does not rest on: no blueprint, thin knowledge, parts without a service.
    fn limits_of_knowledge(&self) -> Vec<Said> {
        let mut list = super::lifecycle::notices(self);
        list.extend(super::standing_in::notices(self));
        if let (None, Some(main)) = (self.decisions.blueprint, self.decisions.components.first()) {
            list.push(self.own("thin", &[("service", &main.service.title)], 9));
        }
        for (at, part) in self.parts() {
            if let Some(thin) = &part.operation.thin {
                let text = fill::fill(thin, &self.view(at));
                let origin = self.at_operation(part, "thin");
                list.push(Said {
                    text,
                    origin,
                    weight: 8,
                    practices: Vec::new(),
                });
            }
        }
        for capability in &self.decisions.skipped {
            let title = self
                .kb
                .capabilities
                .get(capability)
                .map_or(capability.as_str(), |found| found.title.as_str());
            let provider = &self.decisions.provider.title;
            list.push(self.own(
                "skipped",
                &[
                    ("provider", provider),
                    ("capability", &title.to_lowercase()),
                ],
                7,
            ));
        }
        list
    }

    fn gaps(&self) -> Vec<Said> {
        let mut list = super::trace::shortfalls(self);
        for (rule, at) in &self.decisions.rules {
            list.extend(self.lines(&rule.then.gap.0, *at, &self.at_rule(rule, "gap")));
            list.extend(self.lines(&rule.then.risk.0, *at, &self.at_rule(rule, "risk")));
        }
        without_repeats(list)
    }

    fn confirm(&self) -> Vec<Said> {
        let mut list = Vec::new();
        for (at, part) in self.parts() {
            list.extend(self.lines(
                &part.operation.confirm.0,
                at,
                &self.at_operation(part, "confirm"),
            ));
        }
        if let Some(blueprint) = self.decisions.blueprint {
            list.extend(self.lines(&blueprint.confirm.0, 0, &self.at_blueprint("confirm")));
        }
        for (rule, at) in &self.decisions.rules {
            list.extend(self.lines(&rule.then.ask.0, *at, &self.at_rule(rule, "ask")));
        }
        without_repeats(list)
    }

    fn assumed(&self) -> Vec<Said> {
        let mut list = Vec::new();
        let used: Vec<(usize, String)> = self.assumed.borrow().iter().cloned().collect();
        for (at, key) in used {
            let Some(part) = self.decisions.components.get(at) else {
                continue;
            };
            let Some(words) = part
                .service
                .names
                .get(&key)
                .and_then(|name| name.assume.as_deref())
            else {
                continue;
            };
            let origin = self.at_service(part, &format!("names.{key}"));
            list.push(Said {
                text: fill::fill(words, &self.view(at)),
                origin,
                weight: 6,
                practices: Vec::new(),
            });
        }
        for (at, part) in self.parts() {
            list.extend(self.lines(
                &part.operation.assume.0,
                at,
                &self.at_operation(part, "assume"),
            ));
        }
        if let Some(blueprint) = self.decisions.blueprint {
            list.extend(self.lines(&blueprint.assume.0, 0, &self.at_blueprint("assume")));
        }
        for (rule, at) in &self.decisions.rules {
            list.extend(self.lines(&rule.then.assume.0, *at, &self.at_rule(rule, "assume")));
        }
        for said in &mut list {
            said.text = said.text.trim_end_matches('.').to_owned();
        }
        without_repeats(list)
    }

    fn estimate(&self) -> String {
        let mut score = self
            .decisions
            .blueprint
            .map_or(0, |blueprint| blueprint.estimate);
        let effects = || {
            self.decisions
                .components
                .iter()
                .map(|part| &part.operation.effect)
        };
        score += i32::from(effects().any(|effect| effect.outage > service::Outage::None));
        score += i32::from(effects().any(|effect| effect.reversible > service::Reversible::True));
        score += i32::from(effects().any(|effect| effect.second_system));
        let letters = self.document.list("estimates");
        let place = usize::try_from(score.max(0))
            .unwrap_or_default()
            .min(letters.len().saturating_sub(1));
        letters.get(place).cloned().unwrap_or_default()
    }

    fn components(&self) -> Vec<Component> {
        self.parts()
            .map(|(at, part)| Component {
                capability: part.capability.id.clone(),
                service: part.service.id.clone(),
                operation: part.operation_id.to_owned(),
                wanted_by: part.wanted_by.clone(),
                names: part
                    .service
                    .names
                    .keys()
                    .filter_map(|key| self.view(at).word(key).map(|word| (key.clone(), word)))
                    .collect(),
            })
            .collect()
    }

    fn settings(&self) -> Vec<Setting> {
        let mut list = Vec::new();
        let mut add = |of: &str,
                       setting: &str,
                       resolved: &crate::rules::lattice::Resolved,
                       realized: bool| {
            list.push(Setting {
                of: of.to_owned(),
                setting: setting.to_owned(),
                value: resolved.values.join(", "),
                required_by: resolved.by(|strength| strength == Strength::Must),
                suggested_by: resolved.by(|strength| strength != Strength::Must),
                beats: resolved
                    .beaten
                    .iter()
                    .map(|wish| format!("{}: {}", wish.values.join(", "), wish.by))
                    .collect(),
                realized,
            });
        };
        for (setting, resolved) in &self.decisions.shared {
            add("", setting, resolved, true);
        }
        for (_, part) in self.parts() {
            for (setting, resolved) in &part.settings {
                add(
                    &part.service.id,
                    setting,
                    resolved,
                    part.realizes.contains(setting),
                );
            }
        }
        list
    }

    fn facts(&self) -> Vec<Fact> {
        let origin = |origin: &facts::Origin| match origin {
            facts::Origin::Request { start, end } => format!("request {start}..{end}"),
            facts::Origin::Profile(field) => format!("profile {field}"),
            facts::Origin::Flag(flag) => format!("flag {flag}"),
            facts::Origin::Knowledge(id) => format!("knowledge {id}"),
            facts::Origin::Derived(from) => format!("derived from {from}"),
        };
        let known = self.decisions.facts.iter();
        known
            .map(|(key, fact)| Fact {
                key: key.to_owned(),
                values: fact.values.clone(),
                from: origin(&fact.origin),
            })
            .collect()
    }

    /// A setting's name as it begins a line.
    pub(super) fn setting_title(&self, setting: &str) -> String {
        self.kb
            .settings
            .get(setting)
            .map_or_else(|| setting.to_owned(), |declared| declared.title.clone())
    }

    /// A value in the words that the setting declares for it.
    pub(super) fn worded(&self, setting: &str, value: &str) -> String {
        let declared = self.kb.settings.get(setting);
        declared
            .and_then(|declared| declared.says.get(value).cloned())
            .unwrap_or_else(|| in_words(value))
    }
}

/// The text with its first letter in upper case, unless it begins with code.
pub(crate) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The text with a final period.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '?', '!', ':']) || text.is_empty() {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// The lines without those that say the same again.
pub(super) fn without_repeats(list: Vec<Said>) -> Vec<Said> {
    let mut seen = BTreeSet::new();
    list.into_iter()
        .filter(|said| seen.insert(said.text.clone()))
        .collect()
}
