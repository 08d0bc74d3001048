//! The examples and test cases of the shipped knowledge, and `cloud-plan test` as users run it.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test stops by panicking, and reads its own files"
)]

mod support;

use assert_cmd::cargo::cargo_bin;
use cloud_plan::diag::render::{Color, render_human};
use cloud_plan::kb::layers;
use cloud_plan::ruletest::{self, Bench, Trial, mutate};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use support::{DATE, Planner};
use tempfile::TempDir;

/// Percent of the required values whose loss a test notices.
const LEAST_NOTICED: usize = 95;

fn cases() -> Vec<Trial> {
    let sources = layers::tests_below(Path::new(env!("CARGO_MANIFEST_DIR")));
    let (cases, findings) = ruletest::cases(&sources);
    assert!(
        findings.is_empty(),
        "{}",
        render_human(&findings, 100, Color::Plain)
    );
    cases
}

fn bench(planner: &Planner) -> Bench<'_> {
    Bench {
        kb: &planner.kb,
        lexicon: &planner.lexicon,
        date: DATE,
    }
}

#[test]
fn examples_come_out_as_they_say() {
    let planner = Planner::new();
    let report = ruletest::run(bench(&planner), &ruletest::examples(&planner.kb, &|_| true));
    eprintln!("{}", report.summary());
    assert!(report.examples > 1000);
    assert_eq!(
        report.failed,
        0,
        "{}",
        render_human(&report.failures, 100, Color::Plain)
    );
}

#[test]
fn cases_hold() {
    let planner = Planner::new();
    let report = ruletest::run(bench(&planner), &cases());
    assert_eq!(
        report.failed,
        0,
        "{}",
        render_human(&report.failures, 100, Color::Plain)
    );
}

#[test]
fn a_lost_value_is_noticed() {
    let Planner { mut kb, lexicon } = Planner::new();
    let mut trials = ruletest::examples(&kb, &|path| !path.contains("/blueprints/"));
    trials.extend(cases());
    let score = mutate::mutate(&mut kb, &lexicon, DATE, &trials, &|_| true);
    eprintln!("{}", score.summary());
    assert!(score.rows > 300);
    assert!(
        score.percent() >= LEAST_NOTICED,
        "{}",
        render_human(&score.missed, 100, Color::Plain)
    );
}

/// Knowledge of a user: one rule with two examples, and what a test file says of it.
fn knowledge(value: &str, applies: bool, cases: &str) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path().join("kb/rules/house");
    fs::create_dir_all(&folder).unwrap();
    let rule = format!(
        "id: house-keeps-logs
title: Logs are kept for the house
when: {{ capability: object-storage }}
then:
  require:
    - {{ setting: versioning, value: {value}, cite: House }}
examples:
  - {{ request: Add a bucket for invoice PDFs in production, applies: {applies} }}
  - {{ request: Open port 5432 from the app servers to the database servers, applies: false }}
"
    );
    fs::write(folder.join("house-keeps-logs.yaml"), rule).unwrap();
    if !cases.is_empty() {
        fs::write(folder.join("house.test.yaml"), cases).unwrap();
    }
    directory
}

fn run(directory: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(cargo_bin("cloud-plan"))
        .args(["test", "--date", DATE])
        .args(arguments)
        .current_dir(directory)
        .env_clear()
        .output()
        .unwrap();
    let said = String::from_utf8([stdout, stderr].concat()).unwrap();
    (status.code(), said)
}

fn check(directory: &TempDir, arguments: &[&str], code: i32, says: &[&str]) {
    let (found, said) = run(directory.path(), arguments);
    assert_eq!(found, Some(code), "{arguments:?}: {said}");
    for text in says {
        assert!(
            said.contains(text),
            "{arguments:?} does not say `{text}`: {said}"
        );
    }
}

const CASES: &str = "cases:
  - name: the house asks for versions
    request: Add a bucket for invoice PDFs in production
    expect:
      rules: [house-keeps-logs]
      settings:
        - { of: object-storage, setting: versioning, value: true, cite: House }
    forbid:
      blueprint: no-such-blueprint
      steps: [words that no step has]
";

#[test]
fn examples_and_cases_that_hold_end_with_0() {
    let kb = knowledge("true", true, CASES);
    check(&kb, &["kb"], 0, &["2 examples, 1 cases: 0 failed"]);
    check(
        &kb,
        &["kb/rules/house/house.test.yaml"],
        0,
        &["0 examples, 1 cases"],
    );
}

#[test]
fn a_wrong_example_is_shown_with_its_line() {
    let kb = knowledge("true", false, "");
    let says = [
        "test-failed",
        "`house-keeps-logs` applies to this example",
        "house-keeps-logs.yaml:8:",
        "2 examples, 0 cases: 1 failed",
    ];
    check(&kb, &["kb"], 1, &says);
    check(&kb, &["kb", "--format", "json"], 1, &["\"failed\": 1"]);
    check(&kb, &["kb", "--format", "github"], 1, &["::error"]);
}

#[test]
fn a_case_that_fails_says_who_decided() {
    let cases = CASES
        .replace("value: true", "value: false")
        .replace("cite: House", "cite: Nobody");
    let kb = knowledge("true", true, &cases);
    let says = [
        "the case `the house asks for versions` fails",
        "`Nobody` does not ask for it",
        "house.test.yaml:7:",
    ];
    check(&kb, &["kb"], 1, &says);
}

#[test]
fn what_no_test_names_is_reported_when_it_is_lost() {
    let says = ["untested-value", "house-keeps-logs.yaml:6:", "0 of 1"];
    check(&knowledge("true", true, ""), &["kb", "--mutate"], 0, &says);
    check(
        &knowledge("true", true, CASES),
        &["kb", "--mutate"],
        0,
        &["1 of 1"],
    );
}

#[test]
fn what_cannot_be_run_is_refused() {
    let kb = knowledge("true", true, "cases:\n  - { nam: x, request: y }\n");
    check(&kb, &["kb"], 1, &["unknown-key", "house.test.yaml:2:"]);
    let none = tempfile::tempdir().unwrap();
    check(
        &none,
        &["nowhere"],
        1,
        &["no example and no case lies below `nowhere`"],
    );
}

#[test]
fn the_report_is_json_when_asked() {
    let kb = knowledge("true", true, CASES);
    let (_, said) = run(kb.path(), &["kb", "--format", "json"]);
    let report: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(report["cases"], 1);
    assert_eq!(report["failed"], 0);
}
