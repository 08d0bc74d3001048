//! The command line: exit codes, streams, limits of what is typed in.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests may stop at the first surprise"
)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

const PROFILE: &str = r#"{
  "provider": "aws",
  "regions": ["us-east-1"],
  "compliance": ["none"],
  "budget_tier": "mid-market",
  "security_posture": "balanced",
  "environments": ["dev", "staging", "prod"],
  "existing_infra": "greenfield",
  "existing_notes": "",
  "set_up_at": "2026-04-24"
}
"#;

/// A project with a profile.
fn project() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join(".heaptrace")).unwrap();
    fs::write(directory.path().join(".heaptrace/cloud-plan.json"), PROFILE).unwrap();
    directory
}

/// Runs the program with something on standard input.
fn run(directory: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(cargo_bin("cloud-plan"));
    command.args(arguments).current_dir(directory).env_clear();
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // The program may stop reading before the end: that is what some of the tests are about.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

/// The exit code, and a part of what is said on standard error.
fn check(arguments: &[&str], code: i32, says: &str) {
    check_with(project().path(), arguments, b"", code, says);
}

fn check_with(directory: &Path, arguments: &[&str], input: &[u8], code: i32, says: &str) {
    let output = run(directory, arguments, input);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {error}");
    assert!(error.contains(says), "{arguments:?}: {error}");
    assert!(!error.contains("this is a bug"), "{arguments:?}: {error}");
    if code != 0 {
        assert!(output.stdout.is_empty(), "{arguments:?} printed a document");
    }
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    check(&[], 2, "Usage");
    check(&["paln"], 2, "'plan'");
    check(
        &["plan", "--scope", "weekend", "x"],
        2,
        "task, feature, roadmap",
    );
    check(
        &["plan", "--scope", "t", "--date", "24.4.2026", "x"],
        2,
        "YYYY-MM-DD",
    );
    check(
        &["plan", "--scope", "t", "--date", "2026-02-30", "x"],
        2,
        "YYYY-MM-DD",
    );
    check(
        &["plan", "--scope", "t", "--set", "budget_tier", "x"],
        2,
        "KEY=VALUE",
    );
    check(
        &["plan", "--scope", "t", "--assume", "=1", "x"],
        2,
        "KEY=VALUE",
    );
    check(
        &["profile", "--format", "sarif"],
        2,
        "it prints `text`, `json`",
    );
    check(
        &["plan", "--scope", "t", "--format", "jsonl", "x"],
        2,
        "it prints `md`",
    );
    check(&["man", "paln"], 2, "there is no command `paln`");
}

#[test]
fn help_and_version_end_with_0_on_standard_output() {
    let help = [
        "init", "profile", "plan", "read", "backlog", "price", "lint", "explain",
    ];
    for arguments in [vec!["--help"], vec!["--version"]]
        .into_iter()
        .chain(help.map(|name| vec![name, "--help"]))
    {
        let output = run(project().path(), &arguments, b"");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(
            !output.stdout.is_empty() && output.stderr.is_empty(),
            "{arguments:?}"
        );
    }
}

#[test]
fn completions_and_manual_pages_are_printed() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(project().path(), &["completions", shell], b"");
        assert_eq!(output.status.code(), Some(0), "{shell}");
        assert!(
            String::from_utf8(output.stdout)
                .unwrap()
                .contains("cloud-plan"),
            "{shell}"
        );
    }
    for arguments in [vec!["man"], vec!["man", "plan"]] {
        let output = run(project().path(), &arguments, b"");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(
            String::from_utf8(output.stdout)
                .unwrap()
                .contains(".TH cloud-plan")
        );
    }
}

/// As in `cloud-plan completions bash | head -1`.
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut command = Command::new(cargo_bin("cloud-plan"));
    command
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
fn what_is_no_request_is_refused() {
    let plan = ["plan", "--scope", "task", "-"];
    let check = |input: &[u8], says: &str| check_with(project().path(), &plan, input, 1, says);
    check(b"", "the request is empty");
    check(b" \n\t ", "the request is empty");
    check(&vec![b'a'; 1024 * 1024 + 1], "longer than 1048576 bytes");
    check(&vec![0xff; 3 * 1024 * 1024], "longer than 1048576 bytes");
    check(b"add a bucket \xff\xfe", "byte 14");
    check(b"\x7fELF\x02\x01\x01\x00\x00\xfe", "byte 10");
}

#[test]
fn a_request_cannot_drive_the_terminal() {
    let escape = "add \u{1b}]0;owned\u{7}\u{1b}[2J a \u{9b}31m bucket";
    for scope in ["task", "feature"] {
        let output = run(project().path(), &["plan", "--scope", scope, escape], b"");
        let said = [output.stdout, output.stderr].concat();
        let text = String::from_utf8(said).unwrap();
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{9b}']), "{text:?}");
    }
}

#[test]
fn a_plan_needs_its_scope_and_its_profile() {
    check(&["plan", "add a bucket"], 1, "What scope is this plan?");
    check(&["plan", "add a bucket"], 1, "Examples: add S3 bucket");
    check(&["plan", "--scope", "task"], 2, "there is no request");
    let nowhere = tempfile::tempdir().unwrap();
    check_with(
        nowhere.path(),
        &["plan", "--scope", "task", "add a bucket"],
        b"",
        1,
        "cloud-plan init",
    );
}

#[test]
fn the_profile_is_shown_before_a_plan_unless_told_otherwise() {
    let request = "Add an S3 bucket for user-uploaded profile images. Production only for now.";
    let shown = "Profile (saved):\n  AWS · us-east-1 · None · Mid-market";
    for scope in ["task", "t", "TASK"] {
        let arguments = ["plan", "--scope", scope, "--date", "2026-04-24", request];
        check_with(project().path(), &arguments, b"", 0, shown);
    }
    let output = run(
        project().path(),
        &[
            "plan",
            "-q",
            "--scope",
            "t",
            "--date",
            "2026-04-24",
            request,
        ],
        b"",
    );
    assert_eq!(
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap()
        ),
        (Some(0), String::new())
    );
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .starts_with("# Cloud Task: ")
    );
}

#[test]
fn answers_for_one_plan_are_checked_like_those_of_the_profile() {
    let plan = |pair: &'static str| {
        [
            "plan",
            "--scope",
            "task",
            "--date",
            "2026-04-24",
            "--set",
            pair,
            "Add an S3 bucket for logs in production",
        ]
    };
    check(
        &plan("budget_tier=cheap-as-chips"),
        1,
        "is not a value of `budget_tier`",
    );
    check(&plan("regions=westeurope"), 1, "is a region of Azure");
    check(
        &plan("provider=azure"),
        1,
        "is a region of AWS; the profile says `azure`",
    );
    check(
        &plan("compliance=none + hipaa"),
        1,
        "stands beside other values",
    );
    check(
        &plan("compliance=HIPAA and SOC 2"),
        0,
        "SOC 2: `soc2_categories` is not answered",
    );
    check(&plan("budget_tier=startup"), 0, "acknowledge");
    let directory = project();
    check_with(
        directory.path(),
        &plan("budget_tier=startup"),
        b"",
        0,
        "warning: ",
    );
    assert_eq!(
        fs::read_to_string(directory.path().join(".heaptrace/cloud-plan.json")).unwrap(),
        PROFILE
    );
}

#[test]
fn knowledge_that_is_broken_never_plans() {
    let directory = project();
    let rule = directory.path().join("kb/rules/x");
    fs::create_dir_all(&rule).unwrap();
    fs::write(rule.join("bad.yaml"), "id: [\n").unwrap();
    let arguments = ["plan", "--kb", "kb", "--scope", "task", "add a bucket"];
    check_with(directory.path(), &arguments, b"", 1, "bad.yaml");
}
