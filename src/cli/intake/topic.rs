//! What the plans of the parts say on one topic, with what follows from the stated load. Never: the order of the page.

use std::fmt::Write as _;

use super::page::fill;
use super::{Bench, Requirement, Sorted, alert, firewall, sizing};

/// The topics of the plan with their headings, in the order of the knowledge.
pub fn all(bench: &Bench<'_>) -> Vec<(String, String)> {
    let pairs = bench.pairs("topics");
    let pairs = pairs.map(|(topic, heading)| (topic.to_owned(), heading.to_owned()));
    pairs.collect()
}

/// The topic that a statement about everything belongs to: `label = topic`.
pub fn home<'a>(bench: &'a Bench<'_>, label: &str) -> Option<&'a str> {
    let own = bench
        .pairs("stated-in")
        .find(|(known, _)| known.eq_ignore_ascii_case(label));
    own.map(|(_, topic)| topic)
}

/// What the plans say on a topic: what is stated and reckoned, the settings that belong to it by requirement, tables.
pub fn text(bench: &Bench<'_>, sorted: &Sorted, topic: &str, heading: &str) -> String {
    let standing = bench.words.list(&format!("{topic}-lines")).iter();
    let mut lines: Vec<String> = standing.map(|line| fill(bench, sorted, line)).collect();
    let stated = sorted.stated.iter();
    let stated = stated.filter(|(label, _)| home(bench, label) == Some(topic));
    lines.extend(stated.map(|(label, text)| format!("{label}: {text}")));
    lines.extend(counted(bench, sorted, topic));
    for own in bench.words.list(&format!("{topic}-design")) {
        lines.extend(designed(sorted, own));
    }
    lines.extend(set(bench, sorted, topic));
    let mut page = format!("## {heading}\n\n");
    for line in lines {
        let _ = writeln!(page, "- {line}");
    }
    page.push('\n');
    for (own, head) in bench.pairs(&format!("{topic}-tables")) {
        page.push_str(&tabled(&rows(bench, sorted, own), head));
    }
    if bench.lists("firewall-in", topic) {
        page.push_str(&firewall::text(bench, sorted));
    }
    page
}

/// The settings of a topic, a line for each part.
fn set(bench: &Bench<'_>, sorted: &Sorted, topic: &str) -> Vec<String> {
    let settings = bench.words.list(&format!("{topic}-settings"));
    let line = |requirement: &Requirement| {
        let values = settings.iter();
        let values = values.filter_map(|setting| value(bench, requirement, setting));
        let values: Vec<String> = values.collect();
        let (label, service) = (&requirement.label, requirement.service());
        (!values.is_empty()).then(|| format!("{label} ({service}): {}.", values.join("; ")))
    };
    sorted.requirements.iter().filter_map(line).collect()
}

/// What the designs of all parts say on a topic of theirs, each line once.
fn designed(sorted: &Sorted, topic: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in sorted
        .parts()
        .filter_map(|part| part.topics.get(topic))
        .flatten()
    {
        if !lines.contains(line) {
            lines.push(line.clone());
        }
    }
    lines
}

/// The rows of a table: those of the objectives come before those of the parts.
fn rows(bench: &Bench<'_>, sorted: &Sorted, topic: &str) -> Vec<String> {
    let mut rows = Vec::new();
    if bench.lists("objectives-in", topic) {
        rows.extend(alert::rows(bench, sorted));
    }
    rows.extend(designed(sorted, topic));
    rows
}

/// A table; nothing without a row.
fn tabled(rows: &[String], head: &str) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let cells = head.split(" | ").count();
    let mut page = format!("| {head} |\n|{}\n", "---|".repeat(cells));
    for row in rows {
        let _ = writeln!(page, "| {row} |");
    }
    page.push('\n');
    page
}

/// What a topic reckons from the stated load.
fn counted(bench: &Bench<'_>, sorted: &Sorted, topic: &str) -> Vec<String> {
    let reckons = |name: &str| bench.lists(name, topic);
    let sizes = sorted
        .requirements
        .iter()
        .filter(|_| reckons("sizes-in"))
        .flat_map(|requirement| sizing::lines(bench, requirement));
    let mut list: Vec<String> = sizes.collect();
    if reckons("growth-in") {
        let stores = sorted.requirements.iter();
        list.extend(stores.filter_map(|requirement| sizing::growth(bench, requirement)));
    }
    if reckons("availability-in") {
        list.extend(sizing::availability(bench, sorted));
    }
    list
}

/// The services that answer a requirement, the first with the engine that it runs.
pub fn services(bench: &Bench<'_>, requirement: &Requirement) -> String {
    let mut titles = requirement.plan.place.services.clone();
    let engine = requirement.fact("engine").first();
    let name = engine.and_then(|engine| bench.pairs("engine-names").find(|(id, _)| id == engine));
    if let (Some(first), Some((_, name))) = (titles.first_mut(), name)
        && !first.contains(name)
    {
        let pairs = [("service", first.as_str()), ("engine", name)];
        *first = bench.words.say("with-engine", &pairs);
    }
    titles.join(", ")
}

/// One setting of a part in words, with who asks for it.
fn value(bench: &Bench<'_>, requirement: &Requirement, setting: &str) -> Option<String> {
    if let Some(stated) = stated(bench, requirement, setting) {
        return Some(stated);
    }
    let text = self::setting(bench, requirement, setting)?;
    let who = requirement.set(setting)?.required_by.join(", ");
    Some(if who.is_empty() {
        text
    } else {
        format!("{text} ({who})")
    })
}

/// One setting of a part in the words of its service; only what the service can do is said of it.
pub fn setting(bench: &Bench<'_>, requirement: &Requirement, setting: &str) -> Option<String> {
    let service = bench.kb.services.get(&requirement.set(setting)?.of)?;
    service.settings.get(setting)?;
    requirement.spoken.get(setting).cloned()
}

/// A value that the bullet states by the name of its setting, such as `RPO 15 minutes`: it comes before any default.
fn stated(bench: &Bench<'_>, requirement: &Requirement, setting: &str) -> Option<String> {
    bench
        .words
        .list("by-name")
        .iter()
        .find(|known| *known == setting)?;
    let words: Vec<&str> = requirement
        .words()
        .filter(|word| !word.is_empty())
        .collect();
    let at = words
        .iter()
        .position(|word| word.eq_ignore_ascii_case(setting))?;
    let (number, unit) = (words.get(at + 1)?, words.get(at + 2)?);
    number.chars().next().filter(char::is_ascii_digit)?;
    let value = format!("{number} {unit}");
    Some(bench.words.say(
        "stated",
        &[("setting", &setting.to_uppercase()), ("value", &value)],
    ))
}
