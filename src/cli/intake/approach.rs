//! The order of the work with its days and dates, and what is needed from whom by when. Never: what is built.

use std::fmt::Write as _;

use super::layers::{Layer, between};
use super::page::{cell, fill};
use super::{Bench, Sorted};

pub fn text(bench: &Bench<'_>, sorted: &Sorted, layers: &[Layer]) -> String {
    let words = &bench.words;
    let mut page = format!(
        "## {}\n\n| {} |\n|---|---|---|---|---|\n",
        words.say("heading-approach", &[]),
        words.say("approach-columns", &[])
    );
    for (index, layer) in layers.iter().enumerate() {
        let dates = layer.dates.map_or_else(String::new, |(from, to)| {
            if from == to {
                from.to_string()
            } else {
                format!("{from} to {to}")
            }
        });
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {dates} |",
            index + 1,
            layer.title,
            cell(&layer.delivers),
            layer.days
        );
    }
    page.push_str(&duration(bench, sorted, layers));
    let modules = modules(sorted);
    let layout = fill(
        bench,
        sorted,
        &words.say("layout", &[("modules", &modules.join(", "))]),
    );
    let _ = write!(page, " {layout}\n\n");
    page
}

/// How long it takes, and what is left until everything has to stand.
fn duration(bench: &Bench<'_>, sorted: &Sorted, layers: &[Layer]) -> String {
    let words = &bench.words;
    let mut page = String::new();
    let days = layers
        .iter()
        .map(|layer| layer.days)
        .sum::<i64>()
        .to_string();
    let end = layers
        .last()
        .and_then(|layer| layer.dates)
        .map(|(_, to)| to);
    let start = layers
        .first()
        .and_then(|layer| layer.dates)
        .map(|(from, _)| from);
    let (from, to) = (
        start.map(|day| day.to_string()).unwrap_or_default(),
        end.map(|day| day.to_string()).unwrap_or_default(),
    );
    let form = if end.is_some() {
        "approach-dated"
    } else {
        "approach-undated"
    };
    let _ = write!(
        page,
        "\n{}",
        words.say(form, &[("days", &days), ("from", &from), ("to", &to)])
    );
    if let (Some(end), Some(live)) = (end, go_live(bench, sorted)) {
        let left = between(end, live) - 1;
        let (left, live, late) = (left.to_string(), live.to_string(), left < 0);
        let form = if late { "late" } else { "slack" };
        let _ = write!(
            page,
            " {}",
            words.say(form, &[("left", &left), ("live", &live)])
        );
    }
    page
}

/// The modules of the code: the network, then each kind of part once.
fn modules(sorted: &Sorted) -> Vec<String> {
    let mut modules = vec!["network".to_owned()];
    for requirement in &sorted.requirements {
        if !modules.contains(&requirement.capability) {
            modules.push(requirement.capability.clone());
        }
    }
    modules
}

/// The day on which everything has to stand, if a bullet says so.
fn go_live(bench: &Bench<'_>, sorted: &Sorted) -> Option<jiff::civil::Date> {
    let names = bench.words.list("go-live");
    let own =
        |(label, _): &&(String, String)| names.iter().any(|name| name.eq_ignore_ascii_case(label));
    sorted
        .stated
        .iter()
        .find(own)
        .and_then(|(_, text)| text.split_whitespace().find_map(|word| word.parse().ok()))
}

pub fn teams(bench: &Bench<'_>, layers: &[Layer]) -> String {
    let words = &bench.words;
    let mut page = format!(
        "## {}\n\n| {} |\n|---|---|---|\n",
        words.say("heading-teams", &[]),
        words.say("team-columns", &[])
    );
    for row in words.list("teams") {
        let parts: Vec<&str> = row.split(" = ").collect();
        let [team, needed, step] = parts.as_slice() else {
            continue;
        };
        let due = layers
            .iter()
            .find(|layer| layer.title == *step)
            .and_then(|layer| layer.dates)
            .map(|(from, _)| format!(", {from}"));
        let number = layers
            .iter()
            .position(|layer| layer.title == *step)
            .map(|at| at + 1);
        let Some(number) = number else { continue };
        let due = words.say(
            "team-due",
            &[
                ("number", &number.to_string()),
                ("date", &due.unwrap_or_default()),
            ],
        );
        let _ = writeln!(page, "| {team} | {needed} | {due} |");
    }
    let _ = write!(page, "\n{}\n\n", words.say("boundary", &[]));
    page
}
