//! `cloud-plan lint` by its command line: mending, watching, the baseline and comments that take a finding back.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests may stop at the first surprise, and write their own files"
)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

/// A rule with nothing wrong.
const RULE: &str = r#"id: orders-kept
title: Orders are kept for 400 days
why: The tax office asks for the orders of the last year until the spring after it.
status: stable
when: { primary: relational-db, qualifier: orders }
then:
  require:
    - { setting: backup-retention, value: 400 d, cite: "Handbook of orders" }
examples:
  - { request: Create a PostgreSQL database for orders, applies: true }
  - { request: Create a VPC, applies: false }
"#;

/// Where it lies.
const FILE: &str = "kb/rules/orders/orders-kept.yaml";

/// Longer than one look at the knowledge takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

fn folder(rule: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), rule);
    folder
}

fn write(folder: &Path, rule: &str) {
    put(folder, FILE, rule.as_bytes());
}

/// Writes a file at once, so that nobody sees half of it.
fn put(folder: &Path, file: &str, bytes: &[u8]) {
    let (new, file) = (folder.join("new"), folder.join(file));
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&new, bytes).unwrap();
    fs::rename(new, file).unwrap();
}

fn read(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join(FILE)).unwrap()
}

fn command(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin("cloud-plan"));
    command
        .args(["lint", "kb"])
        .args(arguments)
        .current_dir(folder.path())
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn lint(folder: &TempDir, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn report(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Lint ended with this code and said this.
fn ends(output: &Output, code: i32, says: &str) {
    let all = format!("{}{}", report(output), said(output));
    assert_eq!(output.status.code(), Some(code), "{all}");
    assert!(all.contains(says), "no `{says}` in: {all}");
}

#[test]
fn a_good_rule_has_no_finding() {
    ends(&lint(&folder(RULE), &[]), 0, "0 errors, 0 warnings");
}

#[test]
fn mending_changes_what_is_wrong_and_nothing_else() {
    let wrong = RULE
        .replace("status: stable", "status: stabel")
        .replace("setting: backup-retention", "setting: backup-retentoin");
    let folder = folder(&wrong);
    ends(&lint(&folder, &[]), 1, "`--fix` mends 1 of them");
    // The second mistake shows once the first is mended.
    ends(&lint(&folder, &["--fix"]), 0, "2 changes made in 1 file");
    assert_eq!(read(&folder), RULE);
    ends(&lint(&folder, &["--fix"]), 0, "0 changes made in 0 files");
}

#[test]
fn mending_puts_keys_in_order_with_their_comments() {
    let title = "title: Orders are kept for 400 days\n";
    let good = RULE.replace("why:", "# Asked for twice in 2025.\nwhy:");
    let moved = good.replace(title, "");
    let moved = moved.replace("when:", &format!("{title}when:"));
    assert_ne!(moved, good);
    let folder = folder(&moved);
    ends(&lint(&folder, &["--fix"]), 0, "1 change made in 1 file");
    assert_eq!(read(&folder), good);
}

#[test]
fn what_no_machine_can_mend_stays_as_it_is() {
    let wrong = RULE.replace("applies: false", "applies: true");
    let folder = folder(&wrong);
    ends(&lint(&folder, &["--fix"]), 0, "0 changes made in 0 files");
    assert_eq!(read(&folder), wrong);
}

#[test]
fn a_comment_takes_a_finding_back_only_with_its_reason() {
    let wrong = RULE.replace("primary: relational-db", "primary: relational-database");
    let with = |comment: &str| folder(&wrong.replace("when:", &format!("{comment}\nwhen:")));
    let output = lint(&folder(&wrong), &[]);
    ends(&output, 1, "unknown-reference");
    let comment =
        "# lint: ignore unknown-reference because the pack with this capability comes next week";
    ends(&lint(&with(comment), &[]), 0, "0 errors, 0 warnings");
    let output = lint(&with("# lint: ignore unknown-reference"), &[]);
    ends(
        &output,
        1,
        "this does not say why `unknown-reference` is ignored",
    );
    assert!(
        !report(&output).contains("relational-database` is never"),
        "{}",
        report(&output)
    );
    let useless = RULE.replace("when:", &format!("{comment}\nwhen:"));
    let output = lint(&folder(&useless), &[]);
    ends(&output, 0, "there is no `unknown-reference` to ignore here");
}

#[test]
fn a_baseline_hides_what_is_known_and_only_that() {
    let wrong = RULE.replace("primary: relational-db", "primary: relational-database");
    let folder = folder(&wrong);
    ends(
        &lint(&folder, &["--write-baseline", "known.json"]),
        0,
        "1 finding written to known.json",
    );
    let known = ["--baseline", "known.json"];
    ends(&lint(&folder, &known), 0, "1 finding in the baseline");

    // A finding keeps its place in the baseline when its line moves.
    write(
        folder.path(),
        &wrong.replace("why:", "# Two lines\n# more.\nwhy:"),
    );
    ends(&lint(&folder, &known), 0, "1 finding in the baseline");

    // The same mistake once more is new.
    let twice = wrong.replace(
        "qualifier: orders }",
        "qualifier: orders, stated-capability: relational-database }",
    );
    write(folder.path(), &twice);
    let output = lint(&folder, &known);
    ends(&output, 1, "1 error, 0 warnings");
    assert!(
        report(&output).contains("stated-capability"),
        "{}",
        report(&output)
    );

    // What was mended should leave the baseline.
    write(folder.path(), RULE);
    ends(
        &lint(&folder, &known),
        0,
        "no finding matches 1 entry of the baseline any more",
    );
}

#[test]
fn a_baseline_that_is_none_is_told() {
    let folder = folder(RULE);
    let known = ["--baseline", "known.json"];
    ends(
        &lint(&folder, &known),
        1,
        "the baseline known.json cannot be read",
    );
    for (text, says) in [
        ("[]", "known.json is no baseline: line 1"),
        ("{", "known.json is no baseline: line 1"),
        (
            r#"{"version": 9, "findings": []}"#,
            "has version 9, and 1 is expected",
        ),
    ] {
        fs::write(folder.path().join("known.json"), text).unwrap();
        ends(&lint(&folder, &known), 1, says);
    }
}

/// A program that is stopped when the test ends, however it ends.
struct Watched {
    child: Child,
    lines: Receiver<String>,
}

impl Watched {
    fn start(folder: &TempDir) -> Self {
        let mut child = command(folder, &["--watch"]).spawn().unwrap();
        let errors = child.stderr.take().unwrap();
        let (send, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        Self { child, lines }
    }

    /// The counts of the next report.
    fn next(&self) -> String {
        let mut counts = String::new();
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) if line.starts_with("watching") => return counts,
                Ok(line) if line.contains(" error") => counts = line,
                Ok(_) => {}
                Err(error) => panic!("no report came: {error}"),
            }
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn watching_tells_every_change_of_a_file() {
    let folder = folder(RULE);
    let watched = Watched::start(&folder);
    assert_eq!(watched.next(), "0 errors, 0 warnings");
    write(
        folder.path(),
        &RULE.replace("status: stable", "status: stabel"),
    );
    assert_eq!(watched.next(), "1 error, 0 warnings");
    put(folder.path(), FILE, &[0xff, 0xfe, 0xff]);
    assert_eq!(watched.next(), "1 error, 0 warnings");
    write(folder.path(), RULE);
    assert_eq!(watched.next(), "0 errors, 0 warnings");
    // A second rule that repeats the first one.
    let other = FILE.replace("orders-kept", "orders-lost");
    let rule = RULE.replace("id: orders-kept", "id: orders-lost");
    put(folder.path(), &other, rule.as_bytes());
    assert_eq!(watched.next(), "0 errors, 1 warning");
    fs::remove_file(folder.path().join(other)).unwrap();
    assert_eq!(watched.next(), "0 errors, 0 warnings");
}
