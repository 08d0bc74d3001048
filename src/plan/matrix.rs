//! Follows each control to the plan line, the check and the command that proves it. Never: which controls are cited.

use super::ast::{Check, Citation, ControlRow, Excepted, Origin, Plan, Said};
use super::desk::Desk;
use super::evidence;
use crate::model::framework::{Control, Framework};
use crate::model::profile::Exception;
use crate::rules::realize;
use serde::Serialize;

/// One control, as an auditor follows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// `<framework>/<control>/<practice>`; the same in every plan.
    pub id: String,
    /// The framework.
    pub framework: String,
    /// As cited.
    pub cite: String,
    /// The edition that is cited.
    pub edition: String,
    /// Where the catalog of controls is published as OSCAL, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog: Option<String>,
    /// The control, as published.
    pub control: String,
    /// Its id in OSCAL, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oscal: Option<String>,
    /// In our words.
    pub title: String,
    /// required, addressable, conditional or supports.
    pub obligation: String,
    /// What the plan does for it.
    pub practice: String,
    /// Values that it decided.
    pub decided: Vec<String>,
    /// Values that lost against them, and whose they are.
    pub beats: Vec<String>,
    /// The phase, in a longer plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<usize>,
    /// When the phase ends, in a longer plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// Lines of the plan.
    pub lines: Vec<Link>,
    /// Acceptance checks.
    pub checks: Vec<Link>,
    /// Commands whose output is the evidence, numbered like their checks.
    pub evidence: Vec<Link>,
    /// How long the evidence is kept.
    pub kept: String,
}

/// A line that a trace points at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Link {
    /// `S4`, `A3`, `E3`; with the phase before it in a longer plan.
    pub id: String,
    /// As printed.
    pub text: String,
    /// The rule, service or blueprint that it comes from.
    pub from: String,
}

/// A line that can stand in a trace.
struct Candidate<'a> {
    id: String,
    text: &'a str,
    run: Option<&'a str>,
    origin: &'a Origin,
    practices: &'a [String],
}

impl Candidate<'_> {
    fn link(&self) -> Link {
        Link {
            id: self.id.clone(),
            text: self.text.to_owned(),
            from: self.origin.id.clone(),
        }
    }
}

/// One stretch of a plan: the whole task, or a phase.
struct Stretch<'a> {
    citations: &'a [Citation],
    phase: Option<(usize, &'a str)>,
    lines: Vec<Candidate<'a>>,
    checks: Vec<Candidate<'a>>,
}

/// A row for every control that the plan cites. `spare` are checks that one page had no room for.
pub(super) fn matrix(desk: &Desk<'_, '_>, plan: &Plan, spare: &[Check]) -> Vec<Trace> {
    let more = beside_the_page(desk, plan);
    let stretches: Vec<Stretch<'_>> = match &plan.program {
        None => vec![task(plan, spare)],
        Some(program) => {
            let phases = program.phases.iter().zip(&more);
            phases.map(|(one, more)| phase(one, more)).collect()
        }
    };
    let mut rows = Vec::new();
    for stretch in &stretches {
        for citation in stretch.citations {
            let Some(framework) = desk.kb.frameworks.get(&citation.framework) else {
                continue;
            };
            for row in &citation.rows {
                for control in &row.controls {
                    rows.push(trace(
                        desk,
                        plan,
                        (stretch, &stretches),
                        framework,
                        row,
                        control,
                    ));
                }
            }
        }
    }
    rows
}

fn task<'a>(plan: &'a Plan, spare: &'a [Check]) -> Stretch<'a> {
    let steps = plan.steps.iter().map(|step| Candidate {
        id: step.id.clone(),
        text: &step.text,
        run: None,
        origin: &step.origin,
        practices: &step.practices,
    });
    let lines = steps
        .chain(numbered("C", &plan.configuration))
        .chain(numbered("N", &plan.notes))
        .chain(numbered("L", &plan.left_out))
        .collect();
    let checks = plan.checks.iter().chain(spare).enumerate();
    Stretch {
        citations: &plan.controls,
        phase: None,
        lines,
        checks: checks
            .map(|(index, check)| check_of(format!("A{}", index + 1), check))
            .collect(),
    }
}

/// Of each phase, the checks that it does not print.
fn beside_the_page(desk: &Desk<'_, '_>, plan: &Plan) -> Vec<Vec<Check>> {
    let (Some(program), Some(work)) = (&plan.program, &desk.decisions.program) else {
        return Vec::new();
    };
    let phases = program.phases.iter().enumerate();
    phases
        .map(|(place, phase)| {
            let mut list = evidence::of_phase(desk, work, place);
            list.retain(|check| !phase.checks.iter().any(|shown| shown.text == check.text));
            list
        })
        .collect()
}

fn phase<'a>(phase: &'a super::program::ast::Phase, spare: &'a [Check]) -> Stretch<'a> {
    let number = phase.number;
    let steps = phase
        .steps
        .iter()
        .enumerate()
        .map(|(index, step)| Candidate {
            id: format!("P{number}.S{}", index + 1),
            text: &step.text,
            run: None,
            origin: &step.origin,
            practices: &step.practices,
        });
    let due = numbered("D", &phase.deliverables).map(|line| Candidate {
        id: format!("P{number}.{}", line.id),
        ..line
    });
    let checks = phase.checks.iter().chain(spare).enumerate();
    Stretch {
        citations: &phase.controls,
        phase: Some((number, &phase.end)),
        lines: steps.chain(due).collect(),
        checks: checks
            .map(|(index, check)| check_of(format!("P{number}.A{}", index + 1), check))
            .collect(),
    }
}

fn numbered<'a>(letter: &'a str, list: &'a [Said]) -> impl Iterator<Item = Candidate<'a>> {
    list.iter().enumerate().map(move |(index, said)| Candidate {
        id: format!("{letter}{}", index + 1),
        text: &said.text,
        run: None,
        origin: &said.origin,
        practices: &said.practices,
    })
}

fn check_of(id: String, check: &Check) -> Candidate<'_> {
    Candidate {
        id,
        text: &check.text,
        run: check.run.as_deref(),
        origin: &check.origin,
        practices: &check.practices,
    }
}

fn trace(
    desk: &Desk<'_, '_>,
    plan: &Plan,
    (stretch, all): (&Stretch<'_>, &[Stretch<'_>]),
    framework: &Framework,
    row: &ControlRow,
    control: &str,
) -> Trace {
    let base = framework.extends.as_deref();
    let base = base.and_then(|id| desk.kb.frameworks.get(id));
    let published = published(framework, base, control);
    let sources = sources(desk, &row.practice);
    let mut lines = matching(&stretch.lines, &row.practice, &sources);
    if lines.is_empty() {
        lines = carried(&stretch.lines, &sources);
    }
    // An operation has checks of many kinds, and not each of them proves each of its practices.
    let mut narrow = sources.clone();
    narrow.retain(|(_, place)| !place.starts_with("operations."));
    let mut checks = matching(&stretch.checks, &row.practice, &narrow);
    // What one phase decides, another one builds: the command then stands there.
    if !checks.iter().any(|check| check.run.is_some()) {
        let others = all.iter().filter(|other| other.phase != stretch.phase);
        let found = others.flat_map(|other| matching(&other.checks, &row.practice, &narrow));
        checks.extend(found.filter(|check| check.run.is_some()));
    }
    let (decided, beats) = decided(desk, plan, &format!("{} {control}", framework.cite));
    let evidence = checks.iter().filter_map(|check| {
        check.run.map(|run| Link {
            id: check.id.replace('A', "E"),
            text: run.to_owned(),
            from: check.origin.id.clone(),
        })
    });
    Trace {
        id: format!("{}/{control}/{}", framework.id, row.practice),
        framework: framework.id.clone(),
        cite: framework.cite.clone(),
        edition: framework.edition.clone(),
        catalog: catalog(framework, base),
        control: control.to_owned(),
        oscal: published.and_then(|control| control.oscal.clone()),
        title: published.map_or_else(String::new, |control| control.title.clone()),
        obligation: row.obligation.clone(),
        practice: row.practice.clone(),
        decided,
        beats,
        phase: stretch.phase.map(|(number, _)| number),
        due: stretch.phase.map(|(_, end)| end.to_owned()),
        lines: lines.iter().map(|line| line.link()).collect(),
        evidence: evidence.collect(),
        checks: checks.iter().map(|check| check.link()).collect(),
        kept: kept(desk, plan),
    }
}

fn catalog(framework: &Framework, base: Option<&Framework>) -> Option<String> {
    let own = framework.catalog.clone();
    own.or_else(|| base.and_then(|base| base.catalog.clone()))
}

fn published<'a>(
    framework: &'a Framework,
    base: Option<&'a Framework>,
    id: &str,
) -> Option<&'a Control> {
    // The base knows titles and ids that a selection of its controls leaves out.
    let base = base.into_iter().flat_map(|base| base.controls.iter());
    base.chain(&framework.controls)
        .find(|control| control.id.0 == id)
}

/// Where a practice comes from: a file's id, and how the place in the file begins.
fn sources(desk: &Desk<'_, '_>, practice: &str) -> Vec<(String, String)> {
    let has = |list: &[String]| list.iter().any(|one| one == practice);
    let mut list = Vec::new();
    for (_, part) in desk.parts() {
        if has(&part.operation.practices) {
            let place = format!("operations.{}.", part.operation_id);
            list.push((part.service.id.clone(), place));
        }
        for setting in &part.realizes {
            let how = realize::realization(desk.kb, part, setting);
            if how.is_some_and(|how| has(&how.practices)) {
                list.push((part.service.id.clone(), format!("settings.{setting}.")));
            }
        }
    }
    let items = desk.decisions.program.iter().flat_map(|work| &work.items);
    list.extend(
        items
            .filter(|item| has(&item.work.practices))
            .map(|item| (item.work.id.clone(), String::new())),
    );
    let rules = desk.decisions.rules.iter();
    list.extend(
        rules
            .filter(|(rule, _)| has(&rule.then.practices))
            .map(|(rule, _)| (rule.id.clone(), "then.".to_owned())),
    );
    list
}

/// Lines filed under the practice; where there is none, those that come from where the practice does.
fn matching<'a, 'b>(
    list: &'b [Candidate<'a>],
    practice: &str,
    sources: &[(String, String)],
) -> Vec<&'b Candidate<'a>> {
    let filed: Vec<&Candidate<'_>> = list
        .iter()
        .filter(|line| line.practices.iter().any(|one| one == practice))
        .collect();
    if !filed.is_empty() {
        return filed;
    }
    let from_there = |line: &&Candidate<'_>| {
        sources
            .iter()
            .any(|(id, place)| line.origin.id == *id && line.origin.field.starts_with(place))
    };
    list.iter().filter(from_there).collect()
}

/// What builds the service or does the work that a practice comes with.
fn carried<'a, 'b>(
    list: &'b [Candidate<'a>],
    sources: &[(String, String)],
) -> Vec<&'b Candidate<'a>> {
    list.iter()
        .filter(|line| sources.iter().any(|(id, _)| line.origin.id == *id))
        .collect()
}

/// The values that a citation decided, and those that lost.
fn decided(desk: &Desk<'_, '_>, plan: &Plan, cite: &str) -> (Vec<String>, Vec<String>) {
    let (mut values, mut beats) = (Vec::new(), Vec::new());
    for setting in &plan.settings {
        let by = setting.required_by.iter().chain(&setting.suggested_by);
        if !by.clone().any(|by| by == cite) {
            continue;
        }
        let value = format!(
            "{}: {}",
            desk.setting_title(&setting.setting),
            setting.value
        );
        if !values.contains(&value) {
            values.push(value);
            beats.extend(setting.beats.iter().cloned());
        }
    }
    (values, beats)
}

/// How long evidence is kept: the longest of the settings that say so.
fn kept(desk: &Desk<'_, '_>, plan: &Plan) -> String {
    let names = desk.document.list("evidence-kept");
    let found = names.iter().find_map(|name| {
        let mut settings = plan.settings.iter();
        settings.find(|setting| setting.setting == *name)
    });
    found.map_or_else(String::new, |setting| setting.value.clone())
}

/// Exceptions with their records, or the wish for one; once one is over, that it no longer holds.
pub(super) fn exceptions(desk: &Desk<'_, '_>) -> Vec<Excepted> {
    let records = desk.decisions.facts.values("exception-record").iter();
    let records = records.map(|text| Exception::read(text));
    records.map(|record| exception(desk, record)).collect()
}

fn exception(desk: &Desk<'_, '_>, record: Exception) -> Excepted {
    let date = desk.decisions.facts.first("date").unwrap_or_default();
    let over = record.is_over(date);
    let form = match (over, record.is_recorded()) {
        (true, _) => "exception-over",
        (false, true) => "exception-recorded",
        (false, false) => "exception",
    };
    let title = desk.setting_title(&record.setting);
    let pairs = [
        ("setting", title.as_str()),
        ("owner", record.owner.as_str()),
        ("reason", record.reason.as_str()),
        ("until", record.until.as_str()),
    ];
    let said = desk.own(form, &pairs, 9);
    Excepted {
        setting: record.setting,
        owner: record.owner,
        reason: record.reason,
        until: record.until,
        over,
        said,
    }
}

/// What stays open when the plan is done: shortfalls, contradictions, decisions to record, exceptions.
pub(super) fn open(desk: &Desk<'_, '_>, exceptions: &[Excepted]) -> Vec<Said> {
    let mut list = Vec::new();
    for (rule, at) in &desk.decisions.rules {
        let then = &rule.then;
        list.extend(desk.lines(&then.gap.0, *at, &desk.at_rule(rule, "gap")));
        list.extend(desk.lines(&then.decision.0, *at, &desk.at_rule(rule, "decision")));
    }
    list.extend(super::trace::contradictions(desk));
    list.extend(super::trace::shortfalls(desk));
    list.extend(exceptions.iter().map(|one| one.said.clone()));
    super::desk::without_repeats(list)
}
