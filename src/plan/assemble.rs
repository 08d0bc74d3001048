//! Puts the typed plan together from decisions: texts filled in, steps in order, one page. Never: deciding, printing.

use super::ast::{Check, Plan};
use super::desk::Desk;
use super::{compliance, conflicts, cost, matrix, menu, page, program, skills};
use crate::kb::Kb;
use crate::rules::Decisions;
use crate::rules::program::Program as Work;
use std::borrow::Cow;

/// The fact that names the phase of a roadmap that becomes a plan of its own.
pub const PHASE: &str = "phase";

/// Why no plan could be put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoDocument {
    /// The scope without a document.
    pub scope: String,
}

/// How far the controls of a plan are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Cited, which is all that a page shows.
    Page,
    /// To the lines that satisfy them, the checks and the evidence.
    Traced,
}

/// Puts the plan together.
pub fn assemble(kb: &Kb, decisions: &Decisions<'_>, detail: Detail) -> Result<Plan, NoDocument> {
    let scope = decisions.facts.first("scope").unwrap_or_default();
    let document = kb.document(scope).ok_or_else(|| NoDocument {
        scope: scope.to_owned(),
    })?;
    let desk = Desk::new(kb, decisions, &document);
    if let Some(work) = &decisions.program {
        return Ok(longer(&desk, work, detail));
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
    if detail == Detail::Traced {
        let on_page = |check: &Check| plan.checks.iter().any(|shown| shown.text == check.text);
        let spare: Vec<Check> = checks.into_iter().filter(|check| !on_page(check)).collect();
        plan.matrix = matrix::matrix(&desk, &plan, &spare);
    }
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
    plan.exceptions = matrix::exceptions(desk);
    plan.open = matrix::open(desk, &plan.exceptions);
    plan.facts = desk.facts();
    plan.words = desk.words();
    let unread = desk.decisions.facts.values("unread").join(", ");
    if !unread.is_empty() {
        plan.warnings
            .push(desk.document.say("unread", &[("list", &unread)]));
    }
}

/// A feature plan or a roadmap, or one phase of it as a plan of its own: figures first, since sentences quote them.
fn longer(desk: &Desk<'_, '_>, work: &Work<'_>, detail: Detail) -> Plan {
    let whole = program::groundwork(desk, work);
    let phase = desk
        .decisions
        .facts
        .first(PHASE)
        .and_then(|number| number.parse::<usize>().ok());
    let Some(number) = phase.filter(|number| (1..=work.phases.len()).contains(number)) else {
        return longer_from(desk, (work, whole), detail);
    };
    let part = program::phase::of(desk, work, &whole, number - 1);
    let document = desk
        .kb
        .document(&desk.document.say("phase-document", &[]))
        .unwrap_or(Cow::Borrowed(desk.document));
    let desk = Desk::new(desk.kb, &part.decisions, &document);
    let mut plan = longer_from(&desk, (&part.work, part.ground), detail);
    plan.title = format!("{} — {}", plan.title, part.title);
    if let Some(program) = &mut plan.program {
        program.part = Some(number);
        if let Some(said) = program.sections.get_mut("summary") {
            said.insert(0, part.link);
        }
    }
    plan
}

fn longer_from(
    desk: &Desk<'_, '_>,
    (work, ground): (&Work<'_>, program::Groundwork),
    detail: Detail,
) -> Plan {
    let decisions = program::with_figures(desk, &ground);
    let desk = &Desk::new(desk.kb, &decisions, desk.document);
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
    if detail == Detail::Traced {
        plan.matrix = matrix::matrix(desk, &plan, &[]);
    }
    plan
}
