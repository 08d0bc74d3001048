//! A feature plan as a page: the template's headings in order. Never: the menu.

use super::drawing;
use super::task::texts;
use super::tree::{Builder, Marks};
use crate::plan::Plan;
use crate::plan::ast::{Said, Words};
use crate::plan::cost::money;
use crate::plan::desk::capitalized;
use crate::plan::program::ast::{Degree, Ends, MoneyRow, Phase, Program};

/// How many names taken from templates are listed.
const NAMES: usize = 8;
/// How many rows of the bill a sentence names.
const ROWS: usize = 6;

/// Adds the page to a tree.
pub(super) fn build(build: &Builder<'_>, plan: &Plan, program: &Program) {
    build.heading(1, &format!("{}{}", plan.words.title, plan.title));
    for section in &plan.words.sections {
        match section.id.as_str() {
            "estimate" => build.heading(2, &format!("{}{}", section.heading, plan.estimate)),
            id => {
                build.heading(2, &section.heading);
                body(build, plan, program, id);
            }
        }
    }
}

fn body(build: &Builder<'_>, plan: &Plan, program: &Program, section: &str) {
    let words = &plan.words;
    match section {
        "summary" => build.paragraph(&[lines(program, "summary").join(" ")]),
        "goals" => build.list(Marks::Bullets, &lines(program, "goals")),
        "current" => current(build, words, program),
        "architecture" => architecture(build, words, program),
        "phases" => program
            .phases
            .iter()
            .for_each(|phase| phase_of(build, words, phase)),
        "cost" => build.list(Marks::Bullets, &cost(plan, program)),
        "security" => build.list(Marks::Bullets, &security(words, program)),
        "risks" => risks(build, words, program),
        "rollback" => build.list(Marks::Bullets, &rollback(words, program)),
        "skills" => skills(build, plan, program),
        _ => {}
    }
}

/// The texts of a section.
pub(super) fn lines(program: &Program, section: &str) -> Vec<String> {
    program
        .sections
        .get(section)
        .map_or_else(Vec::new, |list: &Vec<Said>| texts(list))
}

fn current(build: &Builder<'_>, words: &Words, program: &Program) {
    for paragraph in lines(program, "current") {
        build.paragraph(&[paragraph]);
    }
    let questions = lines(program, "confirm").join(" ");
    if !questions.is_empty() {
        build.paragraph(&[words.say("confirm", &[("list", &questions)])]);
    }
}

/// Both drawings, and what they do not say.
pub(super) fn architecture(build: &Builder<'_>, words: &Words, program: &Program) {
    match drawing::ascii(&program.graph) {
        Ok(text) => {
            build.paragraph(&[words.say("drawing-ascii", &[])]);
            build.fence("", &text);
        }
        Err(why) => {
            let count = why.nodes.to_string();
            build.paragraph(&[words.say("drawing-too-large", &[("count", &count)])]);
        }
    }
    build.paragraph(&[words.say("drawing-mermaid", &[])]);
    build.fence("mermaid", &drawing::mermaid(&program.graph));
    build.list(Marks::Bullets, &lines(program, "architecture"));
}

/// `Week 1` or `Weeks 2-3`.
pub(super) fn weeks(words: &Words, phase: &Phase) -> String {
    let (from, to) = (phase.from_week.to_string(), phase.to_week.to_string());
    if from == to {
        words.say("week", &[("week", &from)])
    } else {
        words.say("weeks", &[("from", &from), ("to", &to)])
    }
}

/// The heading of a phase.
pub(super) fn heading(words: &Words, phase: &Phase) -> String {
    words.say(
        "phase",
        &[
            ("number", &phase.number.to_string()),
            ("title", &phase.title),
            ("weeks", &weeks(words, phase)),
        ],
    )
}

fn phase_of(build: &Builder<'_>, words: &Words, phase: &Phase) {
    build.heading(3, &heading(words, phase));
    let mut items: Vec<String> = phase.steps.iter().map(|step| step.text.clone()).collect();
    let checks: Vec<String> = phase
        .checks
        .iter()
        .map(|check| check.text.trim_end_matches('.').to_owned())
        .collect();
    items.push(words.say("acceptance", &[("list", &checks.join("; "))]));
    build.list(Marks::Boxes, &items);
}

/// Two ends as printed: `$100-200`.
pub(super) fn range(ends: Ends) -> String {
    money::signed_range(ends.low, ends.high)
}

/// The rows of a bill in one line: the dearest by name, the rest together.
fn in_line(words: &Words, rows: &[MoneyRow]) -> String {
    let mut order: Vec<&MoneyRow> = rows.iter().collect();
    order.sort_by_key(|row| std::cmp::Reverse(row.exact.typical));
    let (named, rest) = order.split_at(order.len().min(ROWS));
    let mut parts: Vec<String> = named
        .iter()
        .map(|row| format!("{} {}", row.title, range(row.shown)))
        .collect();
    if !rest.is_empty() {
        let sum: Ends = rest.iter().map(|row| row.shown).sum();
        parts.push(words.say(
            "rows-rest",
            &[("count", &rest.len().to_string()), ("sum", &range(sum))],
        ));
    }
    parts.join(", ")
}

fn cost(plan: &Plan, program: &Program) -> Vec<String> {
    let (words, bill) = (&plan.words, &program.money);
    let rows = |list: &[MoneyRow]| in_line(words, list);
    let once: Ends = bill.once.iter().map(|row| row.shown).sum();
    let mut list = vec![if bill.once.is_empty() {
        words.say(
            "provisioning-none",
            &[
                ("labor", &range(bill.labour)),
                ("days", &money::quantity(bill.effort)),
                ("rate", &range(bill.day_rate)),
            ],
        )
    } else {
        words.say(
            "provisioning",
            &[
                ("once", &range(once)),
                ("rows", &rows(&bill.once)),
                ("labor", &range(bill.labour)),
                ("days", &money::quantity(bill.effort)),
                ("rate", &range(bill.day_rate)),
            ],
        )
    }];
    list.push(words.say(
        "ongoing",
        &[
            ("monthly", &range(bill.monthly)),
            ("rows", &rows(&bill.rows)),
        ],
    ));
    let drivers: Vec<String> = bill
        .drivers
        .iter()
        .map(|(name, ends, share)| format!("{name} {} ({share}%)", range(*ends)))
        .collect();
    if !drivers.is_empty() {
        list.push(words.say(
            "drivers",
            &[
                ("typical", &money::whole(bill.typical)),
                ("list", &drivers.join(", ")),
            ],
        ));
    }
    list.push(words.say(
        "assumptions",
        &[("list", &assumptions(plan, program).join("; "))],
    ));
    let optimize = lines(program, "optimize");
    if !optimize.is_empty() {
        list.push(words.say("optimization", &[("list", &optimize.join(" "))]));
    }
    let left_out = lines(program, "left-out");
    if !left_out.is_empty() {
        list.push(words.say("not-paid-for", &[("list", &joined(&left_out))]));
    }
    list
}

/// Sentences and phrases in one line.
fn joined(list: &[String]) -> String {
    let plain: Vec<&str> = list.iter().map(|text| text.trim_end_matches('.')).collect();
    plain.join("; ")
}

/// How prices were taken, what was taken for granted, what has no price.
pub(super) fn assumptions(plan: &Plan, program: &Program) -> Vec<String> {
    let (words, bill) = (&plan.words, &program.money);
    let mut list = vec![words.say(
        "list-prices",
        &[
            ("region", &bill.places.join(", ")),
            ("oldest", bill.oldest.as_deref().unwrap_or_default()),
        ],
    )];
    if bill.unverified {
        list.push(words.say("unverified", &[]));
    }
    list.extend(lines(program, "assumed"));
    let names: Vec<String> = plan
        .assumed
        .iter()
        .filter(|said| said.origin.field.starts_with("names."))
        .take(NAMES)
        .map(|said| said.text.clone())
        .collect();
    if !names.is_empty() {
        list.push(words.say("names-assumed", &[("list", &names.join(", "))]));
    }
    if !bill.gaps.is_empty() {
        list.push(words.say("no-price", &[("list", &bill.gaps.join(", "))]));
    }
    let mut seen = std::collections::BTreeSet::new();
    list.retain(|line| !line.is_empty() && seen.insert(line.clone()));
    list
}

fn security(words: &Words, program: &Program) -> Vec<String> {
    words
        .topics
        .iter()
        .filter(|topic| *topic != "resolved" || !lines(program, topic).is_empty())
        .map(|topic| {
            let said = if topic == "compliance" || topic == "resolved" {
                lines(program, topic).join(" ")
            } else {
                joined(&lines(program, topic))
            };
            words.say(&format!("topic-{topic}"), &[("list", &said)])
        })
        .collect()
}

/// A degree as printed.
pub(super) fn degree(words: &Words, degree: Degree) -> String {
    let id = match degree {
        Degree::Low => "degree-low",
        Degree::Medium => "degree-medium",
        Degree::High => "degree-high",
    };
    words.say(id, &[])
}

/// The cells of a table's head, which the knowledge keeps in one line.
pub(super) fn head(words: &Words, id: &str) -> Vec<String> {
    words.say(id, &[]).split(" | ").map(str::to_owned).collect()
}

fn risks(build: &Builder<'_>, words: &Words, program: &Program) {
    let rows: Vec<Vec<String>> = program
        .risks
        .iter()
        .map(|row| {
            vec![
                row.risk.text.clone(),
                degree(words, row.likelihood),
                degree(words, row.impact),
                row.mitigation.clone(),
            ]
        })
        .collect();
    build.table(&head(words, "risk-columns"), &rows);
}

fn rollback(words: &Words, program: &Program) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    let mut longest = 0;
    for phase in &program.phases {
        let mut parts: Vec<String> = Vec::new();
        let mut minutes = 0;
        for back in &phase.rollback {
            parts.push(capitalized(&back.text));
            minutes += back.minutes;
        }
        longest = longest.max(minutes);
        let number = phase.number.to_string();
        if parts.is_empty() {
            list.push(words.say("rollback-phase-none", &[("number", &number)]));
            continue;
        }
        list.push(words.say(
            "rollback-phase",
            &[
                ("number", &number),
                ("list", &parts.join("; ")),
                ("time", &duration(words, minutes)),
            ],
        ));
    }
    list.push(words.say("rollback-total", &[("time", &duration(words, longest))]));
    list
}

/// Minutes as printed.
pub(super) fn duration(words: &Words, minutes: u32) -> String {
    if minutes == 0 {
        words.say("no-minutes", &[])
    } else if minutes < 120 {
        words.say("minutes", &[("count", &minutes.to_string())])
    } else {
        words.say("hours", &[("count", &minutes.div_ceil(60).to_string())])
    }
}

fn skills(build: &Builder<'_>, plan: &Plan, program: &Program) {
    for phase in &program.phases {
        if phase.skills.is_empty() {
            continue;
        }
        let number = phase.number.to_string();
        build.paragraph(&[plan.words.say(
            "skills-phase",
            &[("number", &number), ("title", &phase.title)],
        )]);
        let list: Vec<String> = phase
            .skills
            .iter()
            .map(|skill| format!("/{} — {}", skill.id, skill.purpose))
            .collect();
        build.list(Marks::Bullets, &list);
    }
    if let Some(gap) = &plan.skill_gap {
        build.paragraph(std::slice::from_ref(&gap.text));
    }
}
