//! Every value that is stated of a default, a budget tier or a security posture changes a plan: one row for each in `tests/grades/`.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test stops by panicking, and reads its own files"
)]

mod support;

use cloud_plan::document::{self, Menu};
use cloud_plan::yaml::{self, Limits};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use support::{Planner, profile};

/// One stated value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// The item of the list of stated values, with a letter where it needs several rows.
    id: String,
    /// What is stated.
    says: String,
    /// The provider; the first of the catalog's usual three where nothing is said.
    #[serde(default = "usual_provider")]
    at: String,
    request: String,
    /// Fields of the profile that differ from the usual one.
    #[serde(default, rename = "with")]
    fields: Option<Value>,
    /// What the plan says with them.
    #[serde(default)]
    shows: Vec<String>,
    /// What it does not say with them.
    #[serde(default)]
    hides: Vec<String>,
    /// Fields of another profile, for which the plan says none of `shows`.
    #[serde(default)]
    but: Option<Value>,
    /// What it says there.
    #[serde(default)]
    then: Vec<String>,
    /// The cost that the plan shows lies within these, in USD a month.
    #[serde(default)]
    usd: Option<(u32, u32)>,
}

fn usual_provider() -> String {
    "aws".to_owned()
}

fn rows(file: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/grades")
        .join(file);
    let text = std::fs::read_to_string(path).expect("the rows are there");
    let node = yaml::parse(&text, &Limits::default()).expect("the rows are YAML");
    yaml::from_node(&node).unwrap_or_else(|error| panic!("{file}: {}", error.message))
}

fn document_of(planner: &Planner, row: &Row, fields: Option<&Value>) -> String {
    let none = Value::Null;
    let profile = profile(&planner.kb, &row.at, fields.unwrap_or(&none));
    match planner.plan(&profile, "task", &row.request) {
        Ok(plan) => document::markdown(&plan, Menu::Shown),
        Err(none) => format!("no plan: {none:?}"),
    }
}

/// The two ends of the cost that a document shows: `~$5-23/month`.
fn cost_of(document: &str) -> Option<(u32, u32)> {
    let line = document.lines().find(|line| line.starts_with("~$"))?;
    let range = line
        .trim_start_matches("~$")
        .split('/')
        .next()?
        .replace(',', "");
    let (low, high) = range.split_once('-').unwrap_or((&range, &range));
    Some((low.parse().ok()?, high.parse().ok()?))
}

fn check(planner: &Planner, row: &Row) -> Vec<String> {
    let mut faults = Vec::new();
    let with = document_of(planner, row, row.fields.as_ref());
    for text in row
        .shows
        .iter()
        .filter(|text| !with.contains(text.as_str()))
    {
        faults.push(format!("does not show `{text}`"));
    }
    for text in row.hides.iter().filter(|text| with.contains(text.as_str())) {
        faults.push(format!("shows `{text}`"));
    }
    if let Some((low, high)) = row.usd {
        match cost_of(&with) {
            Some((from, to)) if low <= from && to <= high => {}
            found => faults.push(format!("costs {found:?}, not within {low}-{high}")),
        }
    }
    if let Some(but) = &row.but {
        let without = document_of(planner, row, Some(but));
        for text in row
            .shows
            .iter()
            .filter(|text| without.contains(text.as_str()))
        {
            faults.push(format!("shows `{text}` for {but} as well"));
        }
        for text in row
            .then
            .iter()
            .filter(|text| !without.contains(text.as_str()))
        {
            faults.push(format!("does not show `{text}` for {but}"));
        }
    }
    faults
}

/// Checks a file of rows, which must hold every id from the first to the last.
fn all_hold(file: &str, first: u32, last: u32) {
    let planner = Planner::new();
    let rows = rows(file);
    let mut report = String::new();
    for row in &rows {
        for fault in check(&planner, row) {
            writeln!(report, "{} ({}): {fault}", row.id, row.says).unwrap();
        }
    }
    assert!(report.is_empty(), "{report}");
    let number = |row: &Row| -> Option<u32> {
        row.id
            .strip_prefix("S0.")?
            .trim_end_matches(char::is_alphabetic)
            .parse()
            .ok()
    };
    let known: BTreeSet<u32> = rows.iter().filter_map(number).collect();
    let missing: Vec<u32> = (first..=last).filter(|id| !known.contains(id)).collect();
    assert!(missing.is_empty(), "no row for {missing:?}");
}

#[test]
fn defaults() {
    all_hold("defaults.yaml", 134, 141);
}

#[test]
fn tiers() {
    all_hold("tiers.yaml", 142, 162);
}

#[test]
fn postures() {
    all_hold("postures.yaml", 163, 189);
}
