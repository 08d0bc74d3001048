//! `cloud-plan kb`: what is known, which layer says it, how it is planned and how old it is.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test stops by panicking, and reads its own files"
)]

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A layer that changes a rule and a provider, and adds a rule.
fn layer() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let files = [
        (
            "rules/tiers/enterprise-recovery.yaml",
            "overrides: enterprise-recovery\nwhy: Our contracts promise this.\nthen:\n  require:\n    - { setting: rpo, value: 5 min, cite: Enterprise }\n",
        ),
        (
            "catalog/providers/aws/provider.yaml",
            "overrides: aws\ncli:\n  command: aws\n  expect: our account\n",
        ),
        (
            "rules/house/house-rule.yaml",
            "id: house-rule\ntitle: The house decides\nwhy: It does.\nstatus: stable\nwhen: { env: prod }\nthen:\n  require:\n    - { setting: rpo, value: 1 h, cite: House }\nexamples: []\n",
        ),
    ];
    for (path, text) in files {
        let path = directory.path().join("kb").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    directory
}

fn run(directory: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(cargo_bin("cloud-plan"))
        .arg("kb")
        .args(arguments)
        .current_dir(directory)
        .env_clear()
        .output()
        .unwrap();
    let said = String::from_utf8([stdout, stderr].concat()).unwrap();
    (status.code(), said)
}

fn check(directory: &TempDir, arguments: &[&str], code: i32, says: &[&str]) -> String {
    let (found, said) = run(directory.path(), arguments);
    assert_eq!(found, Some(code), "{arguments:?}: {said}");
    for text in says {
        assert!(
            said.contains(text),
            "{arguments:?} does not say `{text}`: {said}"
        );
    }
    said
}

fn json(directory: &TempDir, arguments: &[&str]) -> Value {
    let said = check(directory, arguments, 0, &[]);
    serde_json::from_str(&said).expect("JSON")
}

#[test]
fn a_list_names_the_layers_of_each_entry() {
    let kb = layer();
    let said = check(&kb, &["list", "rule", "--kb", "kb"], 0, &[]);
    let line = |id: &str| said.lines().find(|line| line.contains(id)).unwrap();
    assert!(line(" enterprise-recovery ").ends_with("built in, then kb"));
    assert!(line(" house-rule ").ends_with(" kb"));
    assert!(line(" enterprise-siem ").ends_with("built in"));
    let all = check(&kb, &["list"], 0, &[]);
    assert!(all.lines().count() > said.lines().count());
    assert!(!all.contains("house-rule"));
    check(&kb, &["list", "ruel"], 1, &["called `ruel`", "`rule`"]);
}

#[test]
fn an_entry_shows_the_layer_of_each_key() {
    let kb = layer();
    let says = [
        "built in | title: Enterprise recovers within an hour",
        "kb       | why: Our contracts promise this.",
        "kb       |     - { setting: rpo, value: 5 min, cite: Enterprise }",
        "built in | examples:",
    ];
    let said = check(
        &kb,
        &["show", "enterprise-recovery", "--kb", "kb"],
        0,
        &says,
    );
    assert!(!said.contains("overrides"), "{said}");
    assert!(!said.contains("rto"), "{said}");
    let said = check(&kb, &["show", "aws", "--kb", "kb"], 0, &[]);
    let cli: Vec<&str> = said
        .lines()
        .skip_while(|line| !line.ends_with("| cli:"))
        .take(4)
        .collect();
    assert_eq!(cli[1], "kb       |   command: aws");
    assert!(cli[2].starts_with("built in |   identity: "), "{cli:?}");
    assert_eq!(cli[3], "kb       |   expect: our account");
    let shown = json(
        &kb,
        &[
            "show",
            "enterprise-recovery",
            "--kb",
            "kb",
            "--format",
            "json",
        ],
    );
    let keys = shown[0]["keys"].as_array().unwrap();
    let why = keys.iter().find(|key| key["key"] == "why").unwrap();
    assert_eq!((&why["layer"], &why["line"]), (&"kb".into(), &2.into()));
    check(&kb, &["show", "house-rule"], 1, &["called `house-rule`"]);
}

#[test]
fn a_difference_names_file_line_and_both_values() {
    let kb = layer();
    check(&kb, &["diff"], 0, &["no layer changes what is built in"]);
    let says = [
        "kb changes rule `enterprise-recovery`",
        "kb/rules/tiers/enterprise-recovery.yaml:2 why: \"Fifteen minutes",
        "-> \"Our contracts promise this.\"",
        "provider.yaml:3 cli.command: \"aws\" (the same as without this line)",
        "cli.expect: \"the twelve digits of the target account\" -> \"our account\"",
        "kb adds rule `house-rule`",
    ];
    check(&kb, &["diff", "--kb", "kb"], 0, &says);
    let rows = json(&kb, &["diff", "--kb", "kb", "--format", "json"]);
    assert_eq!(rows.as_array().unwrap().len(), 3);
}

#[test]
fn the_matrix_has_every_capability_and_verb() {
    let kb = layer();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/hetzner");
    let pack = pack.to_str().unwrap();
    let cells = |arguments: &[&str]| json(&kb, arguments).as_array().unwrap().clone();
    let all = cells(&["coverage", "--format", "json"]);
    let count = |by: &str, list: &[Value]| list.iter().filter(|cell| cell["by"] == by).count();
    let known = count("blueprint", &all) + count("operations", &all) + count("lacks", &all);
    assert_eq!(known, all.len());
    assert!(count("blueprint", &all) > 900);
    let small = cells(&["coverage", "hetzner", "--kb", pack, "--format", "json"]);
    assert_eq!(small.len() * 3, all.len());
    assert!(count("lacks", &small) > count("blueprint", &small));
    let reason = small
        .iter()
        .find(|cell| cell["capability"] == "cache" && cell["verb"] == "create")
        .unwrap();
    assert!(reason["what"].as_str().unwrap().contains("Redis"));
    check(&kb, &["coverage"], 0, &["object-storage       B", "GCP: "]);
    let page = ["coverage", "--format", "html"];
    check(
        &kb,
        &page,
        0,
        &["<!DOCTYPE html>", "<td>object-storage</td>"],
    );
    check(&kb, &["coverage", "awss"], 1, &["did you mean `aws`"]);
}

#[test]
fn what_is_oldest_and_most_used_comes_first() {
    let kb = layer();
    let rows = |date: &str| {
        let all = ["age", "--date", date, "--format", "json"];
        json(&kb, &all).as_array().unwrap().clone()
    };
    let weight =
        |row: &Value| row["days"].as_i64().unwrap() * row["moves"].as_i64().unwrap().max(1);
    let now = rows("2026-11-20");
    assert!(
        now.windows(2)
            .all(|pair| weight(&pair[0]) >= weight(&pair[1]))
    );
    for kind in ["prices", "fact", "lifecycle"] {
        assert!(now.iter().any(|row| row["kind"] == kind), "no {kind}");
    }
    let later = rows("2027-11-20");
    let days = |list: &[Value], id: &Value| {
        let row = list
            .iter()
            .find(|row| row["id"] == *id && row["date"] == now[0]["date"]);
        row.unwrap()["days"].as_i64().unwrap()
    };
    let first = &now[0]["id"];
    assert_eq!(days(&later, first) - days(&now, first), 365);
    check(
        &kb,
        &["age", "--date", "2026-11-20"],
        0,
        &["`--all` prints them"],
    );
    let all = check(&kb, &["age", "--date", "2026-11-20", "--all"], 0, &[]);
    assert_eq!(all.lines().count(), now.len());
}

#[test]
fn what_is_exported_can_be_loaded_again() {
    let kb = layer();
    check(&kb, &["export", "out"], 0, &["files in out"]);
    let built_in = check(&kb, &["list"], 0, &[]);
    assert_eq!(check(&kb, &["list", "--builtin", "out"], 0, &[]), built_in);
    check(&kb, &["export", "out"], 1, &["`out` is not empty"]);
}
