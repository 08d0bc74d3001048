//! `cloud-plan new`: skeletons that lint clean but for their to-do list, and that never take the place of a file.
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

const DATE: &str = "2026-11-20";

fn run(directory: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(cargo_bin("cloud-plan"))
        .args(arguments)
        .current_dir(directory)
        .env_clear()
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

/// Writes a skeleton and gives the files.
fn new(directory: &TempDir, kind: &str, id: &str) -> Vec<String> {
    let arguments = ["new", kind, id, "--kb", "kb", "--date", DATE];
    let (code, files, said) = run(directory.path(), &arguments);
    assert_eq!(code, Some(0), "{kind} {id}: {said}");
    files.lines().map(str::to_owned).collect()
}

fn findings(directory: &TempDir) -> Vec<Value> {
    let arguments = ["lint", "--kb", "kb", "--format", "json"];
    let (code, said, errors) = run(directory.path(), &arguments);
    assert_eq!(code, Some(0), "{said}{errors}");
    serde_json::from_str(&said).unwrap_or_default()
}

/// What is new, and the files it is written as.
const NEW: [(&str, &str, &[&str]); 7] = [
    ("rule", "house-rule", &["kb/rules/house/house-rule.yaml"]),
    (
        "rule",
        "backup/far-away",
        &["kb/rules/backup/far-away.yaml"],
    ),
    (
        "blueprint",
        "my-own",
        &["kb/rules/blueprints/task/my-own.yaml"],
    ),
    ("framework", "nis2", &["kb/catalog/frameworks/nis2.yaml"]),
    (
        "service",
        "aws/own",
        &["kb/catalog/providers/aws/services/own.yaml"],
    ),
    (
        "provider",
        "own-cloud",
        &[
            "kb/catalog/providers/own-cloud/provider.yaml",
            "kb/catalog/providers/own-cloud/regions.yaml",
        ],
    ),
    (
        "service",
        "own-cloud/store",
        &["kb/catalog/providers/own-cloud/services/store.yaml"],
    ),
];

/// Everything that lint says of the skeletons is on their to-do lists, and each place is on one.
#[test]
fn skeletons_lint_clean_but_for_their_lists() {
    let directory = tempfile::tempdir().unwrap();
    for (kind, id, files) in NEW {
        assert_eq!(new(&directory, kind, id), files);
    }
    let found = findings(&directory);
    let text = |file: &str| fs::read_to_string(directory.path().join(file)).unwrap();
    for (_, _, files) in NEW {
        for file in files {
            let text = text(file);
            assert!(!text.contains('<'), "{file}: a blank is not filled");
            let places = text.matches("\"TODO").count();
            let of_file = found.iter().filter(|finding| finding["file"] == *file);
            assert_eq!(of_file.count(), places, "{file}: {found:#?}");
        }
    }
    for finding in &found {
        assert_eq!(finding["code"], "to-do", "{finding}");
        let file = text(finding["file"].as_str().unwrap());
        let line = usize::try_from(finding["line"].as_u64().unwrap()).unwrap();
        assert!(file.lines().nth(line - 1).unwrap().contains("\"TODO: "));
        assert!(finding["help"].as_str().unwrap().starts_with("write "));
    }
}

#[test]
fn a_file_is_never_written_over() {
    let directory = tempfile::tempdir().unwrap();
    let file = new(&directory, "rule", "house-rule").remove(0);
    let before = fs::read_to_string(directory.path().join(&file)).unwrap();
    let refused = |arguments: &[&str], code: i32, says: &str| {
        let (found, _, said) = run(directory.path(), arguments);
        assert_eq!(found, Some(code), "{arguments:?}: {said}");
        assert!(said.contains(says), "{arguments:?}: {said}");
    };
    let again = ["new", "rule", "house-rule", "--kb", "kb"];
    refused(&again, 1, "`house-rule` exists already (kb/rules/house");
    let built_in = ["new", "rule", "enterprise-siem", "--kb", "kb"];
    refused(
        &built_in,
        1,
        "write a file with `overrides: enterprise-siem`",
    );
    // What is no knowledge stays as well.
    fs::create_dir_all(directory.path().join("kb/catalog/frameworks/nis2.yaml")).unwrap();
    refused(
        &["new", "framework", "nis2", "--kb", "kb"],
        1,
        "exists already",
    );
    assert_eq!(
        fs::read_to_string(directory.path().join(&file)).unwrap(),
        before
    );
}

#[test]
fn what_is_no_id_is_refused_before_anything_is_written() {
    let directory = tempfile::tempdir().unwrap();
    for (kind, id, code) in [
        ("rule", "BigRule", 2),
        ("rule", "../../up", 2),
        ("provider", "a/b", 2),
        ("service", "store", 2),
        ("service", "nobody/store", 1),
        ("framework", "-x", 2),
        ("thing", "x", 2),
    ] {
        let (found, _, said) = run(directory.path(), &["new", kind, "--kb", "kb", "--", id]);
        assert_eq!(found, Some(code), "{kind} {id}: {said}");
    }
    let (code, _, said) = run(directory.path(), &["new", "rule", "house-rule"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("no project here"), "{said}");
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[test]
fn a_project_gets_the_file_where_it_is_loaded_from() {
    let directory = tempfile::tempdir().unwrap();
    let home = directory.path().join(".heaptrace");
    fs::create_dir(&home).unwrap();
    let profile = r#"{"provider":"aws","regions":["us-east-1"],"compliance":["none"],"budget_tier":"mid-market","security_posture":"balanced","environments":["prod"],"existing_infra":"greenfield","existing_notes":"","set_up_at":"2026-04-24"}"#;
    fs::write(home.join("cloud-plan.json"), profile).unwrap();
    let (code, _, said) = run(directory.path(), &["new", "rule", "house-rule"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("`cloud-plan lint` lists them"), "{said}");
    assert!(home.join("kb/rules/house/house-rule.yaml").is_file());
    let (code, listed, _) = run(directory.path(), &["kb", "list", "rule"]);
    assert_eq!(code, Some(0));
    assert!(listed.contains("house-rule"));
}

#[test]
fn a_rule_whose_list_is_done_decides() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory
        .path()
        .join(new(&directory, "rule", "house-rule").remove(0));
    let text = fs::read_to_string(&file).unwrap();
    let filled = [
        (
            "TODO: the outcome as a statement, such as: Buckets refuse public access",
            "Buckets keep two months",
        ),
        (
            "TODO: what goes wrong without it, in one or two sentences",
            "Mistakes are found late.",
        ),
        (
            "TODO: a capability, such as object-storage; `cloud-plan kb list capability` names them",
            "object-storage",
        ),
        (
            "TODO: a setting, such as backup-retention; `cloud-plan kb list setting` names them",
            "backup-retention",
        ),
        ("TODO: the value, such as 30 d", "60 d"),
        (
            "TODO: who asks for it, such as pci-dss/10.5.1 or House rules",
            "House rules",
        ),
        (
            "TODO: a request that it applies to",
            "Add a bucket for invoices",
        ),
        (
            "TODO: a request that it does not apply to",
            "Delete the old queue",
        ),
        ("status: proposed", "status: stable"),
    ];
    let done = filled.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    fs::write(&file, done).unwrap();
    assert_eq!(findings(&directory), Vec::<Value>::new());
    let (code, _, said) = run(directory.path(), &["test", "--date", DATE, "kb"]);
    assert_eq!(code, Some(0), "{said}");
}
