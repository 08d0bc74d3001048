//! The table of what waits for what, and its chains. Never: dates.

use super::super::feature::head;
use super::super::tree::Builder;
use super::packages_of;
use crate::plan::ast::Words;
use crate::plan::cost::money;
use crate::plan::program::ast::Program;
use std::fmt::Write;

pub(super) fn dependencies(build: &Builder<'_>, words: &Words, program: &Program) {
    build.fence("", &chains(words, program));
    let rows: Vec<Vec<String>> = program
        .packages
        .iter()
        .map(|package| {
            let days = match package.days {
                0 => words.say("on-day", &[("day", &package.end.to_string())]),
                _ => words.say(
                    "days-from-to",
                    &[
                        ("from", &package.start.to_string()),
                        ("to", &package.end.to_string()),
                    ],
                ),
            };
            let effort: Vec<String> = package
                .effort
                .iter()
                .map(|(role, days)| {
                    format!("{} {}", short_of(program, role), money::quantity(*days))
                })
                .collect();
            vec![
                package.reference.clone(),
                package.title.clone(),
                package.days.to_string(),
                or_dash(package.needs.join(", ")),
                or_dash(effort.join(", ")),
                days,
                if package.float == 0 {
                    "**0**".to_owned()
                } else {
                    package.float.to_string()
                },
            ]
        })
        .collect();
    build.table(&head(words, "package-columns"), &rows);
    let time = &program.timeline;
    build.paragraph(&[words.say(
        "critical-path",
        &[
            ("path", &program.critical.join(" → ")),
            ("days", &time.days.to_string()),
            ("weeks", &weeks_of_days(time.days)),
            ("slack", &time.slack.to_string()),
            ("all", &(time.days + time.slack).to_string()),
            ("total-weeks", &time.weeks.to_string()),
            ("roles", &roles(program)),
        ],
    )]);
}

/// Weeks of five days, with one digit behind the point.
fn weeks_of_days(days: u32) -> String {
    let tenths = days * 2;
    if tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

fn or_dash(text: String) -> String {
    if text.is_empty() {
        "-".to_owned()
    } else {
        text
    }
}

/// Roles in narrow columns: the initials of their id, or its first letters where another role has the same initials.
fn short_of(program: &Program, role: &str) -> String {
    let initials = |role: &str| -> String {
        let letters = role.split('-').filter_map(|word| word.chars().next());
        letters.collect::<String>().to_uppercase()
    };
    let own = initials(role);
    let others = program.team.iter().filter(|load| load.role != role);
    if others
        .map(|load| initials(&load.role))
        .all(|other| other != own)
    {
        return own;
    }
    role.chars().take(SHORT).collect::<String>().to_uppercase()
}

/// Letters that tell roles with the same initials apart.
const SHORT: usize = 3;

/// What the initials stand for.
fn roles(program: &Program) -> String {
    let list: Vec<String> = program
        .team
        .iter()
        .map(|load| format!("{} {}", short_of(program, &load.role), load.title))
        .collect();
    list.join(", ")
}

/// What waits for what, phase by phase; the chain that decides the end is drawn double.
fn chains(words: &Words, program: &Program) -> String {
    let mut out = String::new();
    let critical = |from: &str, to: &str| {
        program
            .critical
            .iter()
            .zip(program.critical.iter().skip(1))
            .any(|(one, two)| one == from && two == to)
    };
    for phase in &program.phases {
        let title = words.say("phase-short", &[("number", &phase.number.to_string())]);
        let mut first = true;
        for package in packages_of(program, phase) {
            if package.needs.is_empty() {
                continue;
            }
            let (hard, soft): (Vec<&String>, Vec<&String>) = package
                .needs
                .iter()
                .partition(|need| critical(need, &package.reference));
            let mut parts: Vec<String> = Vec::new();
            if !soft.is_empty() {
                let list: Vec<&str> = soft.iter().map(|need| need.as_str()).collect();
                parts.push(format!("{} ─▶ {}", list.join(" + "), package.reference));
            }
            for need in hard {
                parts.push(format!("{need} ═▶ {}", package.reference));
            }
            let lead = if first { title.as_str() } else { "" };
            first = false;
            let _ = writeln!(out, "{lead:<10}{}", parts.join("    "));
        }
    }
    let _ = writeln!(out, "\n{}", words.say("arrows", &[]));
    out
}
