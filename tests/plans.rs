//! Whole plans, one folder each: a profile, a request, and the document that a reader has approved.
//! `UPDATE=1 cargo test --release --test plans` writes them anew; the change is for people to read.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test stops by panicking, and reads its own files"
)]

mod support;

use cloud_plan::document::{self, Menu};
use cloud_plan::plan::Plan;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{Planner, Profile, shared, skipped};

fn scenarios() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans");
    let entries = std::fs::read_dir(root).map(|list| {
        list.filter_map(Result::ok)
            .map(|entry| entry.path())
            .collect()
    });
    let mut list: Vec<PathBuf> = entries.unwrap_or_default();
    list.retain(|path| path.join("request.txt").is_file());
    list.sort();
    list
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Lines of a request file that are not the request.
const HEAD: [&str; 3] = ["scope: ", "date: ", "framework: "];

fn plan(planner: &Planner, scenario: &Path) -> Plan {
    let profile = Profile(
        serde_json::from_str(&read(&scenario.join("profile.json"))).expect("the profile is JSON"),
    );
    let text = read(&scenario.join("request.txt"));
    let (head, request): (Vec<&str>, Vec<&str>) = text
        .lines()
        .partition(|line| HEAD.iter().any(|key| line.starts_with(key)));
    let said = |key: &str| head.iter().find_map(|line| line.strip_prefix(key));
    let scope = said("scope: ").unwrap_or("task");
    let date = said("date: ").unwrap_or(support::DATE);
    planner
        .plan_on(&profile, scope, request.join("\n").trim(), &[], date)
        .unwrap_or_else(|why| panic!("{}: {why:?}", scenario.display()))
}

#[test]
fn documents_are_as_approved() {
    let planner = Planner::new();
    let scenarios = scenarios();
    assert!(scenarios.len() >= 12, "the scenarios are there");
    for scenario in scenarios {
        let text = document::markdown(&plan(&planner, &scenario), Menu::Shown);
        let path = scenario.join("plan.md");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, text).expect("the scenario is writable");
        } else {
            assert_eq!(read(&path), text, "{} changed", path.display());
        }
    }
}

#[test]
fn the_public_checker_finds_nothing() {
    let Some(shared) = shared() else {
        return skipped("the public checker is not there");
    };
    for scenario in scenarios() {
        let text = read(&scenario.join("request.txt"));
        // A framework that the request names, beside those of the profile.
        let named = text
            .lines()
            .filter_map(|line| line.strip_prefix("framework: "));
        let run = Command::new("python3")
            .arg(shared.join("tools/check-plan"))
            .arg(scenario.join("plan.md"))
            .arg("--profile")
            .arg(scenario.join("profile.json"))
            .args(named.flat_map(|id| ["--framework", id]))
            .output();
        let Ok(output) = run else {
            return skipped("python3 is not there");
        };
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}

#[test]
fn every_line_says_where_it_comes_from() {
    let planner = Planner::new();
    for scenario in scenarios() {
        let plan = plan(&planner, &scenario);
        let lists = [
            &plan.what,
            &plan.configuration,
            &plan.assumed,
            &plan.confirm,
            &plan.notes,
        ];
        for said in lists.into_iter().flatten() {
            assert!(
                !said.origin.file.is_empty(),
                "{}: nobody says `{}`",
                scenario.display(),
                said.text
            );
        }
        assert!(plan.steps.iter().all(|step| !step.origin.file.is_empty()));
    }
}
