//! The published conflicts, each as a case: who wins, who loses, and the sentence that says so.

use crate::support::{self, Planner, shared, skipped};
use crate::{own, read, words, yaml_file};
use cloud_plan::document::{self, Menu};
use cloud_plan::plan::Plan;
use serde_json::Value;
use std::collections::BTreeSet;

/// Every case of every file, in order.
fn cases() -> Vec<Value> {
    let mut files: Vec<_> = std::fs::read_dir(own("conflicts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .flat_map(|file| yaml_file(file).as_array().unwrap().clone())
        .collect()
}

fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key].as_str().unwrap_or_default()
}

fn plan(planner: &Planner, case: &Value) -> Plan {
    let provider = case["profile"]["provider"].as_str();
    // Where several clouds are named, the plan is for the first of them.
    let provider = match provider {
        Some("multi-cloud") | None => "aws",
        Some(one) => one,
    };
    let profile = support::profile(&planner.kb, provider, &case["profile"]);
    let flags: Vec<(&str, &str)> = case["flags"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.as_str(), value.as_str().unwrap()))
        .collect();
    let scope = case["scope"].as_str().unwrap_or("task");
    planner
        .plan_with(&profile, scope, text(case, "request"), &flags)
        .unwrap_or_else(|why| panic!("{}: {why:?}", text(case, "id")))
}

/// What of a setting is not as the case says.
fn setting_fault(plan: &Plan, row: &Value) -> Option<String> {
    let name = text(row, "setting");
    let found: Vec<_> = plan
        .settings
        .iter()
        .filter(|setting| setting.setting == name)
        .collect();
    let fits = |list: &[String], key: &str| {
        row[key]
            .as_str()
            .is_none_or(|wanted| list.iter().any(|one| one == wanted))
    };
    let holds = found.iter().any(|setting| {
        row["value"].as_str().is_none_or(|value| setting.value == value)
            && fits(&setting.required_by, "by")
            && fits(&setting.suggested_by, "default-of")
            && fits(&setting.beats, "beats")
            // What is only a default is never listed as required.
            && row["default-of"].as_str().is_none_or(|by| !setting.required_by.iter().any(|one| one == by))
    });
    (!holds).then(|| format!("{row}, but the plan has {found:?}"))
}

/// What is missing of the sentence and its two sides.
fn sentence_faults(plan: &Plan, case: &Value) -> Vec<String> {
    let Some(rule) = case["rule"].as_str() else {
        return Vec::new();
    };
    let Some(settled) = plan
        .conflicts
        .iter()
        .find(|settled| settled.said.origin.id == rule)
    else {
        return vec![format!("the plan settles no conflict of {rule}")];
    };
    let mut faults = Vec::new();
    if !settled.said.text.contains(text(case, "says")) || text(case, "says").is_empty() {
        faults.push(format!("it says: {}", settled.said.text));
    }
    for side in words(&case["sides"]) {
        if !settled.between.contains(&side) {
            faults.push(format!("{side} is not among {:?}", settled.between));
        }
    }
    if settled.between.len() < 2 {
        faults.push("a conflict has two sides".to_owned());
    }
    if !document::json::json(plan).contains(text(case, "says")) {
        faults.push("the sentence is not in the plan as JSON".to_owned());
    }
    faults
}

fn faults(planner: &Planner, case: &Value) -> Vec<String> {
    let plan = plan(planner, case);
    let mut faults: Vec<String> = case["settings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| setting_fault(&plan, row))
        .collect();
    faults.extend(sentence_faults(&plan, case));
    let markdown = document::markdown(&plan, Menu::Hidden);
    for wanted in words(&case["text"]) {
        if !markdown.contains(&wanted) {
            faults.push(format!("the document lacks: {wanted}"));
        }
    }
    for banned in words(&case["never"]) {
        if markdown.contains(&banned) {
            faults.push(format!("the document says: {banned}"));
        }
    }
    if markdown.to_lowercase().contains("is compliant") {
        faults.push("the document calls something compliant".to_owned());
    }
    faults
}

#[test]
fn every_conflict_ends_as_written() {
    let planner = Planner::new();
    let wrong: Vec<String> = cases()
        .iter()
        .flat_map(|case| {
            let id = text(case, "id").to_owned();
            let faults = faults(&planner, case);
            faults
                .into_iter()
                .map(move |fault| format!("{id}: {fault}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A case that names no winner proves nothing.
#[test]
fn every_case_names_winner_and_loser() {
    for case in cases().iter().filter(|case| case["rule"].is_string()) {
        let beats = case["settings"]
            .as_array()
            .into_iter()
            .flatten()
            .any(|row| row["beats"].is_string());
        let sides = words(&case["sides"]).len() >= 2;
        let again = cases()
            .iter()
            .filter(|other| other["id"] == case["id"] || other["rule"] == case["rule"])
            .any(|other| words(&other["sides"]).len() >= 2);
        assert!(beats || sides || again, "{}: no loser", text(case, "id"));
    }
}

#[test]
fn every_published_conflict_has_a_case() {
    let Some(shared) = shared() else {
        return skipped("the public conflicts are not there");
    };
    let list = read(&shared.join("data/compliance/conflicts.md"));
    let is_id = |cell: &&str| {
        let mut letters = cell.chars();
        cell.len() == 3
            && letters
                .next()
                .is_some_and(|first| first.is_ascii_uppercase())
            && letters.all(|digit| digit.is_ascii_digit())
    };
    let published: BTreeSet<String> = list
        .lines()
        .filter_map(|line| line.split('|').nth(1))
        .map(str::trim)
        .filter(is_id)
        .map(str::to_owned)
        .collect();
    assert_eq!(published.len(), 79);
    let told: BTreeSet<String> = cases()
        .iter()
        .filter(|case| case["rule"].is_string())
        .map(|case| text(case, "id").to_owned())
        .collect();
    assert_eq!(published, told);
}

/// A feature plan prints the conflicts that moved its settings, and counts the others.
#[test]
fn documents_print_the_weightiest_conflicts() {
    let planner = Planner::new();
    let case = serde_json::json!({
        "profile": { "compliance": ["pci-dss", "gdpr"] },
        "scope": "feature",
        "request": "Build a payments API with PostgreSQL for card orders",
    });
    let plan = plan(&planner, &case);
    let markdown = document::markdown(&plan, Menu::Hidden);
    let printed = plan
        .conflicts
        .iter()
        .filter(|settled| markdown.contains(&settled.said.text))
        .count();
    let more = plan.conflicts.len() - printed;
    assert!(printed >= 3, "only {printed} are printed");
    assert!(
        markdown.contains(&format!("lists {more} more")),
        "{markdown}"
    );
}
