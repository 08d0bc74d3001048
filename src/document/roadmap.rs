//! A roadmap as a page: the summary for everybody between its rules, then the detail. Never: the menu.

mod order;
mod registers;

use order::dependencies;
use registers::{decisions, kpis, risks, team};

use super::feature::{architecture, assumptions, duration, head, heading, lines, range};
use super::tree::{Builder, Marks};
use crate::plan::Plan;
use crate::plan::ast::{Citation, Words};
use crate::plan::cost::money;
use crate::plan::desk::capitalized;
use crate::plan::program::ast::{Ends, Package, Phase, Program, WorkKind};

/// How wide the rules around a banner are.
const RULE: usize = 67;
/// How many risks the summary names.
const KEY_RISKS: usize = 2;
/// How many results the summary names.
const OUTCOMES: usize = 3;

/// Adds the page to a tree.
pub(super) fn build(build: &Builder<'_>, plan: &Plan, program: &Program) {
    build.heading(1, &format!("{}{}", plan.words.title, plan.title));
    for section in &plan.words.sections {
        match section.id.as_str() {
            "executive" => {
                build.heading(1, &plan.estimate);
                banner(build, &section.heading);
                executive_body(build, plan, program);
            }
            "detail" | "end" => banner(build, &section.heading),
            id => {
                build.heading(2, &section.heading);
                body(build, plan, program, id);
            }
        }
    }
}

/// The summary alone.
pub(super) fn executive(build: &Builder<'_>, plan: &Plan, program: &Program) {
    build.heading(1, &plan.title);
    build.heading(2, &plan.estimate);
    executive_body(build, plan, program);
}

fn banner(build: &Builder<'_>, text: &str) {
    let rule = "═".repeat(RULE);
    build.paragraph(&[rule.clone(), text.to_owned(), rule]);
}

fn executive_body(build: &Builder<'_>, plan: &Plan, program: &Program) {
    let words = &plan.words;
    let say = |id: &str, text: &str| build.paragraph(&[words.say(id, &[("text", text)])]);
    say("lead-what", &lines(program, "what").join(" "));
    say("lead-why", &lines(program, "reason").join(" "));
    say("lead-timeline", &timeline(words, program));
    say("lead-investment", &investment(words, program));
    build.paragraph(&[words.say("lead-outcomes", &[])]);
    build.list(Marks::Bullets, &outcomes(program));
    let risks: Vec<String> = program
        .risks
        .iter()
        .take(KEY_RISKS)
        .enumerate()
        .map(|(place, row)| format!("({}) {}: {}.", place + 1, row.risk.text, row.mitigation))
        .collect();
    say("lead-risks", &risks.join(" "));
}

fn timeline(words: &Words, program: &Program) -> String {
    let time = &program.timeline;
    let text = words.say(
        "timeline",
        &[
            ("phases", &program.phases.len().to_string()),
            ("weeks", &time.weeks.to_string()),
            ("start", &time.start),
            ("end", &time.end),
            ("days", &time.days.to_string()),
            ("all", &(time.days + time.slack).to_string()),
            ("slack", &time.slack.to_string()),
        ],
    );
    let Some(deadline) = &time.deadline else {
        return text;
    };
    let id = if deadline.late > 0 {
        "deadline-missed"
    } else {
        "deadline-met"
    };
    let verdict = words.say(
        id,
        &[
            ("date", &deadline.date),
            ("days", &deadline.late.to_string()),
            ("work", &program.critical.join(" → ")),
        ],
    );
    format!("{text} {verdict}")
}

fn investment(words: &Words, program: &Program) -> String {
    let bill = &program.money;
    words.say(
        "investment",
        &[
            ("once", &range(bill.one_time)),
            ("days", &money::quantity(bill.effort)),
            ("rate", &range(bill.day_rate)),
            ("monthly", &range(bill.monthly)),
            ("year", &range(bill.first_year)),
        ],
    )
}

/// The first measures, else the first objectives.
fn outcomes(program: &Program) -> Vec<String> {
    let mut list: Vec<String> = program
        .kpis
        .iter()
        .map(|row| format!("{}: {}", row.kpi.text, row.target))
        .collect();
    if list.is_empty() {
        list = lines(program, "goals");
    }
    list.truncate(OUTCOMES);
    list
}

fn body(build: &Builder<'_>, plan: &Plan, program: &Program, section: &str) {
    let words = &plan.words;
    match section {
        "objectives" => build.list(Marks::Numbers, &lines(program, "goals")),
        "current" => current(build, plan, program),
        "architecture" => architecture(build, words, program),
        "phases" => program
            .phases
            .iter()
            .for_each(|phase| phase_of(build, words, phase)),
        "capacity" => capacity(build, words, program),
        "cost" => cost(build, plan, program),
        "milestones" => milestones(build, words, program),
        "dependencies" => dependencies(build, words, program),
        "team" => team(build, words, program),
        "risks" => risks(build, words, program),
        "decisions" => decisions(build, words, program),
        "kpis" => kpis(build, words, program),
        "out-of-scope" => build.list(Marks::Bullets, &lines(program, "out-of-scope")),
        _ => {}
    }
}

fn current(build: &Builder<'_>, plan: &Plan, program: &Program) {
    let words = &plan.words;
    for paragraph in lines(program, "current") {
        build.paragraph(&[paragraph]);
    }
    let assumed = assumptions(plan, program);
    build.paragraph(&[words.say("assumptions-lead", &[])]);
    build.list(Marks::Bullets, &assumed);
    let questions = lines(program, "confirm");
    if !questions.is_empty() {
        build.paragraph(&[words.say("questions-lead", &[])]);
        build.list(Marks::Bullets, &questions);
    }
}

fn phase_of(build: &Builder<'_>, words: &Words, phase: &Phase) {
    build.heading(3, &heading(words, phase));
    build.paragraph(&[words.say("lead-goal", &[("text", &phase.goal)])]);
    build.paragraph(&[words.say("lead-deliverables", &[])]);
    let deliverables: Vec<String> = phase
        .deliverables
        .iter()
        .map(|said| said.text.clone())
        .collect();
    build.list(Marks::Bullets, &deliverables);
    let numbers: Vec<String> = phase.risks.iter().map(usize::to_string).collect();
    let risks = if numbers.is_empty() {
        words.say("no-top-risk", &[])
    } else {
        numbers.join(", ")
    };
    build.paragraph(&[words.say("lead-phase-risks", &[("text", &risks)])]);
    build.paragraph(&[words.say(
        "lead-cost",
        &[
            ("once", &range(phase.one_time)),
            ("days", &money::quantity(phase.effort)),
            ("monthly", &signed(phase.monthly)),
        ],
    )]);
    let back: Vec<String> = phase
        .rollback
        .iter()
        .map(|back| {
            format!(
                "{} ({})",
                capitalized(&back.text),
                duration(words, back.minutes)
            )
        })
        .collect();
    let back = if back.is_empty() {
        words.say("rollback-none", &[])
    } else {
        format!("{}.", back.join("; "))
    };
    build.paragraph(&[words.say("lead-rollback", &[("text", &back)])]);
    build.paragraph(&[words.say("lead-skills", &[])]);
    let skills: Vec<String> = phase
        .skills
        .iter()
        .map(|skill| format!("/{} — {}", skill.id, skill.purpose))
        .collect();
    if skills.is_empty() {
        build.list(Marks::Bullets, &[words.say("no-skill", &[])]);
    } else {
        build.list(Marks::Bullets, &skills);
    }
}

/// A change of the month: with its sign.
fn signed(ends: Ends) -> String {
    let text = range(ends);
    if ends.high.is_zero() && ends.low.is_zero() {
        "$0".to_owned()
    } else if text.starts_with('-') {
        text
    } else {
        format!("+{text}")
    }
}

fn capacity(build: &Builder<'_>, words: &Words, program: &Program) {
    let rows: Vec<Vec<String>> = program
        .capacity
        .iter()
        .map(|row| {
            let mut cells = vec![row.resource.clone()];
            cells.extend(row.values.iter().cloned());
            cells
        })
        .collect();
    if rows.is_empty() {
        build.paragraph(&[words.say("capacity-none", &[])]);
        return;
    }
    build.table(&head(words, "capacity-columns"), &rows);
    let notes: Vec<String> = program
        .capacity
        .iter()
        .map(|row| row.note.clone())
        .filter(|note| !note.is_empty())
        .collect();
    let mut text = lines(program, "growth").join(" ");
    if !notes.is_empty() {
        text = format!("{text} {}", notes.join(" "));
    }
    build.paragraph(&[text]);
}

fn cost(build: &Builder<'_>, plan: &Plan, program: &Program) {
    let (words, bill) = (&plan.words, &program.money);
    let mut rows: Vec<Vec<String>> = program
        .phases
        .iter()
        .map(|phase| {
            vec![
                words.say("phase-short", &[("number", &phase.number.to_string())]),
                range(phase.one_time),
                signed(phase.monthly),
            ]
        })
        .collect();
    rows.push(vec![
        words.say("total", &[]),
        format!("**{}**", range(bill.one_time)),
        format!("**{}/month**", signed(bill.monthly)),
    ]);
    build.table(&head(words, "cost-columns"), &rows);
    build.paragraph(&[words.say(
        "cost-note",
        &[
            ("days", &money::quantity(bill.effort)),
            ("rate", &range(bill.day_rate)),
            ("labor", &range(bill.labour)),
            ("once", &range(bill.one_time)),
            ("start", &program.timeline.start),
            ("year", &range(bill.first_year)),
        ],
    )]);
    lines_table(build, words, program);
    build.paragraph(&[words.say("drivers-lead", &[])]);
    let drivers: Vec<String> = bill
        .drivers
        .iter()
        .map(|(name, ends, share)| format!("{name}: {}/month, {share}%", range(*ends)))
        .collect();
    if drivers.is_empty() {
        build.list(Marks::Numbers, &[words.say("drivers-none", &[])]);
    } else {
        build.list(Marks::Numbers, &drivers);
    }
    let optimize = lines(program, "optimize");
    if !optimize.is_empty() {
        build.paragraph(&[words.say("optimize-lead", &[])]);
        build.list(Marks::Bullets, &optimize);
    }
    let left_out = lines(program, "left-out");
    if !left_out.is_empty() {
        build.paragraph(&[words.say("left-out-lead", &[])]);
        build.list(Marks::Bullets, &left_out);
    }
}

fn lines_table(build: &Builder<'_>, words: &Words, program: &Program) {
    let bill = &program.money;
    if bill.rows.is_empty() {
        return;
    }
    let mut rows: Vec<Vec<String>> = bill
        .rows
        .iter()
        .map(|row| {
            vec![
                row.reference.clone(),
                row.phase.to_string(),
                row.title.clone(),
                row.quantity.clone(),
                range(row.shown),
            ]
        })
        .collect();
    rows.push(vec![
        words.say("total", &[]),
        String::new(),
        String::new(),
        String::new(),
        format!("**{}**", range(bill.monthly)),
    ]);
    build.table(&head(words, "line-columns"), &rows);
}

fn milestones(build: &Builder<'_>, words: &Words, program: &Program) {
    let rows: Vec<Vec<String>> = program
        .phases
        .iter()
        .map(|phase| {
            let mut parts: Vec<String> = phase
                .controls
                .iter()
                .filter(|citation| !citation.rows.is_empty())
                .map(controls)
                .collect();
            if parts.is_empty() {
                let names: Vec<String> = packages_of(program, phase)
                    .filter(|package| package.kind == WorkKind::Work)
                    .take(4)
                    .map(|package| package.title.clone())
                    .collect();
                parts.push(words.say("milestone-work", &[("list", &names.join("; "))]));
            }
            vec![
                words.say("phase-short", &[("number", &phase.number.to_string())]),
                parts.join(". "),
            ]
        })
        .collect();
    build.table(&head(words, "milestone-columns"), &rows);
    let order = lines(program, "milestones");
    build.paragraph(&[order.join(" ")]);
    let resolved = lines(program, "resolved");
    if !resolved.is_empty() {
        build.paragraph(&[words.say("resolved-head", &[])]);
        build.list(Marks::Bullets, &resolved);
    }
}

fn controls(citation: &Citation) -> String {
    let rows: Vec<String> = citation
        .rows
        .iter()
        .map(|row| format!("{} {}", row.label, row.controls.join(" and ")))
        .collect();
    format!("{}: {}", citation.cite, rows.join(", "))
}

fn packages_of<'a>(program: &'a Program, phase: &Phase) -> impl Iterator<Item = &'a Package> {
    let number = phase.number;
    program
        .packages
        .iter()
        .filter(move |package| package.phase == number)
}
