//! Providers as pure data: each pack below `tests/packs` lints clean and plans what its `requests.txt` asks for.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stderr,
    missing_docs,
    reason = "a test stops by panicking, and reads its own files"
)]

mod support;

use assert_cmd::cargo::cargo_bin;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use support::{shared, skipped};

/// Packs with a list of requests.
fn packs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs");
    let mut list: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.join("requests.txt").is_file())
        .collect();
    list.sort();
    assert!(list.len() >= 3, "{list:?}");
    list
}

fn run(pack: &Path, project: &Path, args: &[&str]) -> Output {
    Command::new(cargo_bin("cloud-plan"))
        .env("XDG_CONFIG_HOME", project.join("no-config"))
        .args(args)
        .arg("--kb")
        .arg(pack)
        .arg("--project")
        .arg(project)
        .output()
        .unwrap()
}

/// A project with the pack's profile.
fn project(pack: &Path) -> PathBuf {
    let name = pack.file_name().unwrap().to_string_lossy().into_owned();
    let root = std::env::temp_dir().join(format!("cloud-plan-pack-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&root);
    std::fs::create_dir_all(root.join(".heaptrace")).unwrap();
    std::fs::copy(
        pack.join("profile.json"),
        root.join(".heaptrace/cloud-plan.json"),
    )
    .unwrap();
    root
}

#[test]
fn packs_are_lint_clean() {
    for pack in packs() {
        let output = run(&pack, &project(&pack), &["lint"]);
        assert!(
            output.status.success(),
            "{}:\n{}{}",
            pack.display(),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn packs_plan_what_they_are_asked_for() {
    let mut wrong = String::new();
    for pack in packs() {
        let project = project(&pack);
        let requests = std::fs::read_to_string(pack.join("requests.txt")).unwrap();
        let mut scopes: Vec<&str> = Vec::new();
        for (number, line) in requests.lines().filter(|line| !line.is_empty()).enumerate() {
            let (scope, request) = line.split_once('\t').expect("a scope, a tab, a request");
            scopes.push(scope);
            let args = ["plan", "--scope", scope, "--date", "2026-11-20", request];
            let output = run(&pack, &project, &args);
            if !output.status.success() {
                let _ = writeln!(
                    wrong,
                    "{}: `{request}`: {}",
                    pack.display(),
                    String::from_utf8_lossy(&output.stderr)
                );
                continue;
            }
            let plan = project.join(format!("{number}.md"));
            std::fs::write(&plan, &output.stdout).unwrap();
            wrong.push_str(&check(&plan, &pack.join("profile.json")));
        }
        assert!(scopes.contains(&"task") && scopes.contains(&"feature"));
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What the public checker says of a plan; nothing if it is not there.
fn check(plan: &Path, profile: &Path) -> String {
    let Some(shared) = shared() else {
        skipped("the public checker is not there");
        return String::new();
    };
    Command::new("python3")
        .arg(shared.join("tools/check-plan"))
        .arg(plan)
        .arg("--profile")
        .arg(profile)
        .arg("--quiet")
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default()
}
