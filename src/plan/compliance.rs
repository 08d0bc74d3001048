//! Cites the controls that a plan's lines support. Never: a control of a framework that the profile has not.

use super::ast::{Citation, ControlRow, Plan, Said};
use super::desk::Desk;
use crate::model::framework::{Control, Framework, Practice};
use crate::rules::condition::holds_or_absent;
use crate::rules::realize;

/// Controls by framework, for every practice that the plan puts into effect.
pub(super) fn citations(desk: &Desk<'_, '_>, plan: &Plan) -> Vec<Citation> {
    of_practices(desk, &practices(desk, plan))
}

/// Controls by framework for some practices.
pub(super) fn of_practices(desk: &Desk<'_, '_>, practices: &[String]) -> Vec<Citation> {
    let mut frameworks: Vec<&Framework> = desk
        .decisions
        .facts
        .values("framework")
        .iter()
        .filter_map(|id| desk.kb.frameworks.get(id))
        .collect();
    frameworks.sort_by_key(|framework| (framework.order, framework.id.clone()));
    frameworks
        .into_iter()
        .map(|framework| citation(desk, framework, practices))
        .collect()
}

/// Practices in the order in which they matter: of the operations, of the lines, of the settings.
fn practices(desk: &Desk<'_, '_>, plan: &Plan) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    let mut add = |names: &[String]| {
        for name in names {
            if !list.contains(name) {
                list.push(name.clone());
            }
        }
    };
    for (_, part) in desk.parts() {
        add(&part.operation.practices);
    }
    plan.steps.iter().for_each(|step| add(&step.practices));
    plan.checks.iter().for_each(|check| add(&check.practices));
    plan.configuration
        .iter()
        .chain(&plan.notes)
        .for_each(|said| add(&said.practices));
    for (_, part) in desk.parts() {
        for setting in &part.realizes {
            if let Some(how) = realize::realization(desk.kb, part, setting) {
                add(&how.practices);
            }
        }
    }
    for (rule, _) in &desk.decisions.rules {
        add(&rule.then.practices);
    }
    list
}

fn citation(desk: &Desk<'_, '_>, framework: &Framework, practices: &[String]) -> Citation {
    let base = framework
        .extends
        .as_deref()
        .and_then(|id| desk.kb.frameworks.get(id));
    let mut rows = Vec::new();
    let mut cited: Vec<String> = Vec::new();
    for name in practices {
        let practice = framework
            .practices
            .get(name)
            .or_else(|| base.and_then(|base| base.practices.get(name)));
        let Some(practice) = practice.filter(|practice| practice.obligation != "none") else {
            continue;
        };
        if !holds_or_absent(practice.when.as_ref(), &desk.view(0)) {
            continue;
        }
        let mut controls = in_scope(desk, framework, base, practice);
        controls.retain(|control| !cited.contains(control));
        controls.truncate(desk.document.limit("controls-per-practice"));
        if controls.is_empty() {
            continue;
        }
        cited.extend(controls.iter().cloned());
        rows.push(ControlRow {
            practice: name.clone(),
            label: practice.label.clone(),
            obligation: obligation(desk, practice),
            controls,
        });
    }
    rows.truncate(desk.document.limit("practices"));
    Citation {
        framework: framework.id.clone(),
        cite: framework.cite.clone(),
        rows,
    }
}

fn obligation(desk: &Desk<'_, '_>, practice: &Practice) -> String {
    let conditional = practice.obligation == "conditional";
    let demanded =
        practice.when.is_some() && holds_or_absent(practice.when.as_ref(), &desk.view(0));
    match (conditional, demanded) {
        (true, true) => "required".to_owned(),
        (true, false) => "supports".to_owned(),
        (false, _) => practice.obligation.clone(),
    }
}

/// The controls of a practice that count for this profile: published, not withdrawn, in the level and the categories.
fn in_scope(
    desk: &Desk<'_, '_>,
    framework: &Framework,
    base: Option<&Framework>,
    practice: &Practice,
) -> Vec<String> {
    let find = |id: &str| {
        let own = framework.controls.iter();
        own.chain(base.into_iter().flat_map(|base| base.controls.iter()))
            .find(|control| control.id.0 == id)
    };
    practice
        .controls
        .iter()
        .filter(|id| find(&id.0).is_none_or(|control| counts(desk, framework, control)))
        .filter(|id| in_level(desk, framework, &id.0))
        .map(|id| id.0.clone())
        .collect()
}

fn counts(desk: &Desk<'_, '_>, framework: &Framework, control: &Control) -> bool {
    let named = |category: &str| {
        framework
            .asks
            .iter()
            .any(|ask| desk.decisions.facts.has(&ask.id, category))
    };
    !control.withdrawn
        && control.superseded_by.is_none()
        && control.category.as_deref().is_none_or(named)
}

fn in_level(desk: &Desk<'_, '_>, framework: &Framework, control: &str) -> bool {
    if framework.levels.is_empty() {
        return true;
    }
    let chosen = |level: &&crate::model::framework::Level| {
        framework
            .asks
            .iter()
            .any(|ask| desk.decisions.facts.has(&ask.id, &level.id))
    };
    let holds =
        |level: &crate::model::framework::Level| level.controls.iter().any(|id| id.0 == control);
    match framework.levels.iter().find(chosen) {
        Some(level) => holds(level),
        None => framework
            .levels
            .iter()
            .filter(|level| level.typical)
            .all(holds),
    }
}

/// One line per framework.
pub(super) fn lines(desk: &Desk<'_, '_>, citations: &[Citation]) -> Vec<Said> {
    if citations.is_empty() {
        return vec![desk.own("no-framework", &[], 8)];
    }
    citations
        .iter()
        .map(|citation| line(desk, citation))
        .collect()
}

fn line(desk: &Desk<'_, '_>, citation: &Citation) -> Said {
    if citation.rows.is_empty() {
        return desk.own("controls-none", &[("cite", &citation.cite)], 9);
    }
    let words: Vec<String> = citation
        .rows
        .iter()
        .map(|row| format!("{} ({})", row.controls.join(" and "), row.label))
        .collect();
    desk.own(
        "controls",
        &[("cite", &citation.cite), ("list", &words.join(", "))],
        9,
    )
}
