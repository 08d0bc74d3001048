//! Compares a case of a test file with its plan, statement by statement. Never: examples inside rules.

use super::collect::{CaseAt, label};
use super::watch::asks_for_a_plan;
use super::{Bench, applies, failure, settings, undecided, wishes};
use crate::diag::{Diagnostic, Label};
use crate::kb::Kb;
use crate::model::case::{CostHolds, Holds, SettingHolds};
use crate::model::setting::{Kind, Setting};
use crate::plan::{self, Detail, Plan};
use crate::rules::Decisions;
use crate::rules::lattice::{Resolved, Wish, stricter};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::str::FromStr;

/// What fails about a case.
pub(super) fn run(bench: Bench<'_>, at: &CaseAt) -> Vec<Diagnostic> {
    let decisions = match bench.decide(&bench.of_case(&at.case)) {
        Ok(decisions) => decisions,
        Err(reason) => return vec![failed(at, "/request", &undecided(&reason), None)],
    };
    let plan = if asks_for_a_plan(&at.case.expect) || asks_for_a_plan(&at.case.forbid) {
        match plan::assemble(bench.kb, &decisions, Detail::Page) {
            Ok(plan) => plan,
            Err(none) => {
                let reason = format!("there is no document for `{}`", none.scope);
                return vec![failed(at, "/request", &reason, None)];
            }
        }
    } else {
        Plan::default()
    };
    let seen = Seen {
        kb: bench.kb,
        decisions: &decisions,
        plan: &plan,
    };
    let expected = statements("/expect", &at.case.expect);
    let forbidden = statements("/forbid", &at.case.forbid);
    let broken = expected
        .iter()
        .map(|one| (one, true))
        .chain(forbidden.iter().map(|one| (one, false)));
    broken
        .filter_map(|((pointer, statement), must)| {
            let found = seen.judge(statement);
            (found.holds != must).then(|| failed(at, pointer, &found.says, found.by))
        })
        .collect()
}

fn failed(at: &CaseAt, pointer: &str, says: &str, by: Option<Label>) -> Diagnostic {
    let mut finding = failure(format!("the case `{}` fails", at.case.name))
        .help(format!("the request is: {}", at.case.request));
    finding.labels.push(at.label(pointer, says));
    finding.labels.extend(by);
    finding
}

/// One thing that is said about a plan.
enum Statement<'a> {
    Blueprint(&'a str),
    Rule(&'a str),
    Setting(&'a SettingHolds),
    Step(&'a str),
    Control(&'a str),
    Skill(&'a str),
    Cost(&'a CostHolds),
}

/// All statements, each with the keys that lead to it.
fn statements<'a>(root: &str, holds: &'a Holds) -> Vec<(String, Statement<'a>)> {
    fn list<'a, T>(
        root: &str,
        key: &str,
        items: &'a [T],
        make: impl Fn(&'a T) -> Statement<'a>,
    ) -> Vec<(String, Statement<'a>)> {
        let numbered = items.iter().enumerate();
        numbered
            .map(|(index, item)| (format!("{root}/{key}/{index}"), make(item)))
            .collect()
    }
    let one = holds.blueprint.iter();
    let cost = holds.cost.iter();
    one.map(|id| (format!("{root}/blueprint"), Statement::Blueprint(id)))
        .chain(list(root, "rules", &holds.rules, |id| Statement::Rule(id)))
        .chain(list(root, "settings", &holds.settings, Statement::Setting))
        .chain(list(root, "steps", &holds.steps, |text| {
            Statement::Step(text)
        }))
        .chain(list(root, "controls", &holds.controls, |id| {
            Statement::Control(id)
        }))
        .chain(list(root, "skills", &holds.skills, |id| {
            Statement::Skill(id)
        }))
        .chain(cost.map(|cost| (format!("{root}/cost"), Statement::Cost(cost))))
        .collect()
}

/// Whether a statement holds, what is the case, and who decided it.
struct Found {
    holds: bool,
    says: String,
    by: Option<Label>,
}

impl Found {
    fn new(holds: bool, says: impl Into<String>) -> Self {
        Self {
            holds,
            says: says.into(),
            by: None,
        }
    }
}

/// What a case is compared with.
struct Seen<'a, 'kb> {
    kb: &'kb Kb,
    decisions: &'a Decisions<'kb>,
    plan: &'a Plan,
}

impl Seen<'_, '_> {
    fn judge(&self, statement: &Statement<'_>) -> Found {
        match statement {
            Statement::Blueprint(id) => self.blueprint(id),
            Statement::Rule(id) => {
                let holds = applies(self.decisions, id);
                let says = if holds { "applies" } else { "does not apply" };
                let entry = self.kb.rules.entry(id);
                Found {
                    by: entry.map(|entry| label(entry, "/when", "its condition")),
                    ..Found::new(holds, says)
                }
            }
            Statement::Setting(wanted) => self.setting(wanted),
            Statement::Step(text) => self.step(text),
            Statement::Control(id) => self.control(id),
            Statement::Skill(id) => self.skill(id),
            Statement::Cost(cost) => self.cost(cost),
        }
    }

    fn blueprint(&self, id: &str) -> Found {
        let Some(chosen) = self.decisions.blueprint else {
            return Found::new(false, "no blueprint is chosen");
        };
        let entry = self.kb.blueprints.entry(&chosen.id);
        Found {
            by: entry.map(|entry| label(entry, "/when", "all of this holds")),
            ..Found::new(chosen.id == id, format!("`{}` is chosen", chosen.id))
        }
    }

    fn setting(&self, wanted: &SettingHolds) -> Found {
        let Some(declared) = self.kb.settings.get(&wanted.setting) else {
            return Found::new(false, "there is no such setting");
        };
        let there: Vec<&Resolved> = settings(self.decisions)
            .filter(|(at, setting, _)| *setting == wanted.setting && self.is_of(*at, wanted))
            .map(|(_, _, resolved)| resolved)
            .collect();
        if let Some(resolved) = there.iter().find(|one| fits(declared, one, wanted)) {
            return Found {
                by: self.decider(wanted, resolved),
                ..Found::new(true, said(resolved))
            };
        }
        match there.first() {
            None => Found::new(false, "no part of the plan has this setting"),
            Some(resolved) => {
                let says = match wanted.rule.as_ref().or(wanted.cite.as_ref()) {
                    Some(who) => format!("`{who}` does not ask for it; it {}", said(resolved)),
                    None => said(resolved),
                };
                Found {
                    by: self.decider(wanted, resolved),
                    ..Found::new(false, says)
                }
            }
        }
    }

    fn is_of(&self, at: Option<usize>, wanted: &SettingHolds) -> bool {
        let Some(of) = &wanted.of else { return true };
        at.and_then(|at| self.decisions.components.get(at))
            .is_some_and(|part| part.capability.id == *of || part.service.id == *of)
    }

    /// The row of the rule that gave a setting its value.
    fn decider(&self, wanted: &SettingHolds, resolved: &Resolved) -> Option<Label> {
        let winner = resolved.winners.iter().find(|wish| !wish.rule.is_empty())?;
        let entry = self.kb.rules.entry(&winner.rule)?;
        let rows = &entry.value()?.then.require;
        let row = rows.iter().position(|row| row.setting == wanted.setting)?;
        let text = format!("`{}` decides", winner.rule);
        Some(label(entry, &format!("/then/require/{row}"), text))
    }

    fn step(&self, text: &str) -> Found {
        let phases = self.plan.program.iter().flat_map(|found| &found.phases);
        let mut steps = self
            .plan
            .steps
            .iter()
            .chain(phases.flat_map(|phase| &phase.steps));
        let has = |found: &str| found.contains(text);
        let found = steps.find(|step| has(&step.text) || step.undo.as_deref().is_some_and(has));
        match found {
            Some(step) => Found::new(true, format!("{} says it ({})", step.id, step.origin.id)),
            None => Found::new(false, "no step says it"),
        }
    }

    fn control(&self, id: &str) -> Found {
        let (framework, control) = id.split_once('/').unwrap_or((id, ""));
        let of_program = self.plan.program.iter().flat_map(|found| &found.controls);
        let cited = self
            .plan
            .controls
            .iter()
            .chain(of_program)
            .filter(|citation| citation.framework == framework)
            .flat_map(|citation| &citation.rows)
            .find(|row| row.controls.iter().any(|known| known == control));
        match cited {
            Some(row) => Found::new(true, format!("is cited for `{}`", row.practice)),
            None => Found::new(false, "is not cited"),
        }
    }

    fn skill(&self, id: &str) -> Found {
        let phases = self.plan.program.iter().flat_map(|found| &found.phases);
        let mut skills = self
            .plan
            .skills
            .iter()
            .chain(phases.flat_map(|phase| &phase.skills));
        match skills.find(|skill| skill.id == id) {
            Some(skill) => Found::new(true, format!("is named ({})", skill.origin.id)),
            None => Found::new(false, "is not named"),
        }
    }

    fn cost(&self, wanted: &CostHolds) -> Found {
        let Some((low, high)) = self.month() else {
            return Found::new(false, "the plan shows no cost");
        };
        let holds = wanted
            .low_at_least
            .is_none_or(|least| low >= Decimal::from(least))
            && wanted
                .high_at_most
                .is_none_or(|most| high <= Decimal::from(most));
        Found::new(holds, format!("the plan says ${low}-{high} a month"))
    }

    fn month(&self) -> Option<(Decimal, Decimal)> {
        if let Some(program) = &self.plan.program {
            let month = program.money.monthly;
            return Some((month.low, month.high));
        }
        let shown = self.plan.cost.summary.get("shown")?;
        let end = |key: &str| {
            let value = shown.get(key)?;
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            Decimal::from_str(&text).ok()
        };
        Some((end("low")?, end("high")?))
    }
}

/// Whether a setting is what a case says.
fn fits(declared: &Setting, resolved: &Resolved, wanted: &SettingHolds) -> bool {
    if wanted.cite.is_none() && wanted.rule.is_none() {
        return equal(declared, &resolved.values, &wanted.value.0);
    }
    let cited = |wish: &Wish| wanted.cite.is_none() || wish.cite == wanted.cite;
    let ruled = |wish: &Wish| wanted.rule.as_ref().is_none_or(|rule| wish.rule == *rule);
    wishes(resolved)
        .filter(|wish| cited(wish) && ruled(wish))
        .any(|wish| equal(declared, &wish.values, &wanted.value.0))
}

fn equal(declared: &Setting, found: &[String], wanted: &[String]) -> bool {
    if found == wanted {
        return true;
    }
    match (declared.kind, found, wanted) {
        (Kind::Set, ..) => wanted.iter().all(|value| found.contains(value)),
        (Kind::AtLeast | Kind::AtMost, [one], [other]) => {
            stricter(declared, one, other) == Some(Ordering::Equal)
        }
        _ => false,
    }
}

fn said(resolved: &Resolved) -> String {
    let value = resolved.values.join("`, `");
    match resolved.winners.first() {
        Some(winner) => format!("is `{value}` ({})", winner.by),
        None => format!("is `{value}`, since nobody asks for more"),
    }
}
