//! The tables at the end of a roadmap: team, risks, decisions, measures. Never: phases.

use super::super::feature::{degree, head, range};
use super::super::tree::{Builder, Marks};
use crate::plan::ast::Words;
use crate::plan::cost::money;
use crate::plan::program::ast::Program;

pub(super) fn team(build: &Builder<'_>, words: &Words, program: &Program) {
    let rows: Vec<Vec<String>> = program
        .team
        .iter()
        .map(|load| {
            let shares: Vec<String> = load
                .by_phase
                .iter()
                .map(|share| share.normalize().to_string())
                .collect();
            let phases: Vec<String> = load
                .by_phase
                .iter()
                .enumerate()
                .filter(|(_, share)| !share.is_zero())
                .map(|(place, _)| (place + 1).to_string())
                .collect();
            let all = phases.len() == program.phases.len();
            vec![
                load.title.clone(),
                words.say(
                    "capacity-needed",
                    &[
                        ("shares", &shares.join(" / ")),
                        ("days", &money::quantity(load.days)),
                    ],
                ),
                if all {
                    words.say("all-phases", &[])
                } else {
                    phases.join(", ")
                },
            ]
        })
        .collect();
    build.table(&head(words, "team-columns"), &rows);
    build.paragraph(&[words.say("team-note", &[])]);
}

pub(super) fn risks(build: &Builder<'_>, words: &Words, program: &Program) {
    let rows: Vec<Vec<String>> = program
        .risks
        .iter()
        .enumerate()
        .map(|(place, row)| {
            vec![
                (place + 1).to_string(),
                row.risk.text.clone(),
                degree(words, row.likelihood),
                degree(words, row.impact),
                row.mitigation.clone(),
                row.owner.clone(),
            ]
        })
        .collect();
    build.table(&head(words, "risk-columns"), &rows);
    let points: Vec<String> = program
        .risks
        .iter()
        .map(|row| (row.likelihood.points() * row.impact.points()).to_string())
        .collect();
    build.paragraph(&[words.say("risk-note", &[("points", &points.join(", "))])]);
}

pub(super) fn decisions(build: &Builder<'_>, words: &Words, program: &Program) {
    let list: Vec<String> = program
        .decisions
        .iter()
        .map(|row| {
            words.say(
                "decision",
                &[
                    ("reference", &row.reference),
                    ("phase", &row.phase.to_string()),
                    ("due", &row.due),
                    ("owner", &row.owner),
                    ("question", &row.question.text),
                    ("default", &row.default),
                ],
            )
        })
        .collect();
    if list.is_empty() {
        build.list(Marks::Bullets, &[words.say("no-decision", &[])]);
    } else {
        build.list(Marks::Bullets, &list);
    }
}

pub(super) fn kpis(build: &Builder<'_>, words: &Words, program: &Program) {
    let mut rows: Vec<Vec<String>> = program
        .kpis
        .iter()
        .map(|row| {
            vec![
                row.kpi.text.clone(),
                row.baseline.clone(),
                row.target.clone(),
            ]
        })
        .collect();
    rows.push(vec![
        words.say("kpi-cost", &[]),
        words.say("kpi-cost-baseline", &[]),
        words.say(
            "kpi-cost-target",
            &[("monthly", &range(program.money.monthly))],
        ),
    ]);
    build.table(&head(words, "kpi-columns"), &rows);
}
