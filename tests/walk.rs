//! The walk through a ticket: the scenario as people see it, every attack on it, and every place where it can break off.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    clippy::format_push_string,
    reason = "tests may stop at the first surprise"
)]

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;
use serde_json::{Value, json};
use tempfile::TempDir;

mod support;

const AT: &str = "2026-08-26T09:12:04Z";
const LIST: &str = "specs/jira-tickets/OPS-42/tasks.md";
const LEDGER: &str = "specs/jira-tickets/OPS-42/approvals.jsonl";
const NOTES: &str = ".heaptrace/walk/OPS-42.json";
const CODE: &str = "infrastructure/environments/production/main.tf";

/// A project with a ticket, made from the files of a scenario.
struct Project {
    directory: TempDir,
}

impl Project {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/walks/w2/project");
        copy(&from, directory.path());
        let project = Self { directory };
        project.git(&["init", "-q", "-b", "feature/OPS-42-orders-db-recovery"]);
        project.git(&["config", "user.email", "oncall@acme.com"]);
        project.git(&["config", "user.name", "On call"]);
        project
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    fn git(&self, arguments: &[&str]) {
        let status = Command::new("git")
            .arg("-C")
            .arg(self.path())
            .args(arguments)
            .status()
            .unwrap();
        assert!(status.success(), "git {arguments:?}");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_default()
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path().join(path), text).unwrap();
    }

    fn start(&self, arguments: &[&str]) -> Child {
        Command::new(cargo_bin("cloud-plan"))
            .args(["-q", "work"])
            .args(arguments)
            .current_dir(self.path())
            .env("HOME", self.path())
            .env("XDG_CONFIG_HOME", self.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    fn run_at(&self, at: &str, arguments: &[&str], input: &str) -> (i32, String, String) {
        let mut child = self.start(&[&["--at", at], arguments].concat());
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let Output {
            status,
            stdout,
            stderr,
        } = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let (out, error) = (text(stdout), text(stderr));
        assert!(!error.contains("this is a bug"), "{arguments:?}: {error}");
        (status.code().unwrap_or(-1), out, error)
    }

    fn run(&self, arguments: &[&str], input: &str) -> (i32, String, String) {
        self.run_at(AT, arguments, input)
    }

    /// A step that has to go well.
    fn ok(&self, arguments: &[&str], input: &str) -> String {
        let (code, out, error) = self.run(arguments, input);
        assert_eq!(code, 0, "{arguments:?}: {error}");
        out
    }

    /// A step that has to be refused, with a reason.
    fn refused(&self, arguments: &[&str], input: &str, why: &str) -> String {
        let (code, _, error) = self.run(arguments, input);
        assert_eq!(code, 1, "{arguments:?}: {error}");
        assert!(error.contains(why), "{arguments:?} says: {error}");
        error
    }

    fn status(&self) -> Value {
        serde_json::from_str(&self.ok(&["status", "--format", "json"], "")).unwrap()
    }

    fn state(&self) -> String {
        self.status()["state"].as_str().unwrap().to_owned()
    }

    /// The plan that was shown.
    fn plan(&self) -> String {
        self.status()["plan"].as_str().unwrap().to_owned()
    }

    /// Up to the first question.
    fn planned(&self) -> String {
        self.ok(&["next"], "");
        self.plan()
    }

    /// Up to the approval, with the production confirmation.
    fn approved(&self) -> String {
        let plan = self.planned();
        self.ok(&["approve"], &format!("yes {plan}\norders-prod\n"));
        plan
    }

    /// The approved change, written into the code.
    fn coded(&self) {
        let code = self.read(CODE).replace(
            "backup_retention_period = 7",
            "backup_retention_period = 30",
        );
        self.write(CODE, &code);
    }

    /// Up to the plan file that was found equal.
    fn checked(&self) -> String {
        let plan = self.approved();
        self.coded();
        self.ok(&["check", &self.plan_file(&equal_plan())], "");
        plan
    }

    fn plan_file(&self, plan: &Value) -> String {
        self.write("plan.json", &plan.to_string());
        "plan.json".to_owned()
    }

    /// The two files of a result.
    fn result(&self, apply: &str, passed: bool) {
        self.write("apply.txt", apply);
        let mark = if passed { "[x]" } else { "[ ]" };
        let checks: Vec<String> = checks(&self.read(LEDGER))
            .into_iter()
            .map(|check| format!("- {mark} {check}\n"))
            .collect();
        self.write("smoke.txt", &checks.concat());
    }

    fn done(&self) -> (i32, String, String) {
        self.run(
            &["done", "--apply", "apply.txt", "--smoke", "smoke.txt"],
            "",
        )
    }

    /// Everything that the walk keeps.
    fn kept(&self) -> Vec<(String, String)> {
        [LIST, LEDGER, NOTES, CODE]
            .iter()
            .map(|path| ((*path).to_owned(), self.read(path)))
            .collect()
    }

    fn restore(&self, kept: &[(String, String)]) {
        for (path, text) in kept {
            self.write(path, text);
        }
    }
}

const APPLIED: &str = "\u{1b}[1maws_db_instance.orders: Modifications complete after 1m24s\n\nApply complete! Resources: 0 added, 1 changed, 0 destroyed.\u{1b}[0m\n";

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        // A name with a dot in front is kept without it, so that no tool takes the scenario for its own project.
        let target = to.join(
            name.strip_prefix("dot-")
                .map_or(name.clone(), |name| format!(".{name}")),
        );
        if entry.path().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::write(&target, fs::read(entry.path()).unwrap()).unwrap();
        }
    }
}

/// The checks of the last approval.
fn checks(ledger: &str) -> Vec<String> {
    let lines = ledger
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let last = lines.rev().find(|line| line["answer"] == "yes").unwrap();
    last["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| check.as_str().unwrap().to_owned())
        .collect()
}

/// A plan in its JSON form, with one update.
fn equal_plan() -> Value {
    json!({
        "format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {}, "complete": true, "errored": false,
        "resource_changes": [change("aws_db_instance.orders", &["update"], &json!(7), &json!(30))],
        "configuration": { "root_module": { "resources": [{
            "address": "aws_db_instance.orders", "mode": "managed", "type": "aws_db_instance", "name": "orders",
            "expressions": { "identifier": {}, "backup_retention_period": {} }
        }] } }
    })
}

fn change(address: &str, actions: &[&str], before: &Value, after: &Value) -> Value {
    let side =
        |value: &Value| json!({ "identifier": "orders-prod", "backup_retention_period": value });
    let (kind, name) = address.split_once('.').unwrap();
    json!({ "address": address, "mode": "managed", "type": kind, "name": name, "change": {
        "actions": actions, "before": side(before), "after": side(after),
        "after_unknown": { "latest_restorable_time": true }, "before_sensitive": {}, "after_sensitive": {} } })
}

// ---- the scenario ----

/// The walk as a transcript, with what it keeps: `tests/walks/w2/expected.md`.
#[test]
fn the_walk_reads_as_people_see_it() {
    let project = Project::new();
    let mut text = String::new();
    let mut step = |title: &str, command: &str, input: &str, out: &str| {
        let typed = if input.is_empty() {
            String::new()
        } else {
            format!("{}\n", input.trim_end())
        };
        text.push_str(&format!(
            "## {title}\n\n```text\n$ {command}\n{typed}{}\n```\n\n",
            out.trim_end()
        ));
    };
    step(
        "Where the walk stands",
        "cloud-plan work",
        "",
        &project.ok(&[], ""),
    );
    step(
        "The plan",
        "cloud-plan work next",
        "",
        &project.ok(&["next"], ""),
    );
    let answer = format!("revise {} 14 days are enough\n", project.plan());
    step(
        "Another value",
        "cloud-plan work approve",
        &answer,
        &project.ok(&["approve"], &answer),
    );
    let answer = format!("revise {} 0 days\n", project.plan());
    step(
        "A value that is refused",
        "cloud-plan work approve",
        &answer,
        &project.refused(&["approve"], &answer, "cannot be 0"),
    );
    let answer = format!("no {}\n", project.plan());
    step(
        "No",
        "cloud-plan work approve",
        &answer,
        &project.refused(&["approve"], &answer, "Not approved"),
    );
    let plan = project.planned();
    let answer = format!("yes {plan}\norders-prod\n");
    step(
        "Yes, and production",
        "cloud-plan work approve",
        &answer,
        &project.ok(&["approve"], &answer),
    );
    project.coded();
    let file = project.plan_file(&equal_plan());
    step(
        "The plan file",
        "cloud-plan work check plan.json",
        "",
        &project.ok(&["check", &file], ""),
    );
    project.result(APPLIED, true);
    let (code, out, error) = project.done();
    assert_eq!(code, 0, "{error}");
    step(
        "The report",
        "cloud-plan work done --apply apply.txt --smoke smoke.txt",
        "",
        &out,
    );
    step(
        "A new resource",
        "cloud-plan work next",
        "",
        &project.ok(&["next"], ""),
    );
    step(
        "An exercise",
        "cloud-plan work next --skip",
        "",
        &project.ok(&["next", "--skip"], ""),
    );
    text.push_str(&format!(
        "## What is kept\n\n```json\n{}```\n\n```markdown\n{}```\n",
        project.read(LEDGER),
        project.read(LIST)
    ));
    golden("tests/walks/w2/expected.md", &text);
}

fn golden(path: &str, text: &str) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, text).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap_or_default(),
        text,
        "UPDATE=1 rewrites {}",
        path.display()
    );
}

/// The example beside the repository, where it is there: the same change, impact, money and question.
#[test]
fn the_plan_says_what_the_example_says() {
    let Some(shared) = support::shared() else {
        return support::skipped("there is no ../shared");
    };
    let Ok(example) = fs::read_to_string(shared.join("examples/w2/plan.md")) else {
        return support::skipped("there is no example w2");
    };
    let out = Project::new().ok(&["next"], "");
    for words in [
        "Changes     aws_db_instance.orders: backup_retention_period 7 -> 30. Nothing else.",
        "Migrations  none",
        "Time        20 minutes: 5 plan and review, 5 apply, 10 checks",
        "Cost        +$4-18/month: backup storage",
        "Checks      4, listed in the report",
        "Approval    yours, then the production confirmation",
        "Planned infra task: 'Raise automated backup retention of `orders-prod` from 7 to 30 days' from `specs/jira-tickets/OPS-42/tasks.md`. IaC files: infrastructure/environments/production/main.tf. Impact: medium. Approve? (yes / no / revise)",
    ] {
        assert!(example.contains(words), "the example does not say: {words}");
        assert!(out.contains(words), "{out}");
    }
}

// ---- the ticket and its items ----

#[test]
fn without_a_ticket_in_the_branch_the_walk_stops_and_says_how_to_name_one() {
    let project = Project::new();
    project.git(&["checkout", "-q", "-b", "main"]);
    let error = project.refused(&["next"], "", "names no ticket");
    assert!(error.contains("--ticket OPS-42"), "{error}");
    project.ok(&["--ticket", "OPS-42", "next"], "");
    project.refused(
        &["--ticket", "../OPS-42", "next"],
        "",
        "is not the name of a ticket",
    );
    project.refused(
        &["--ticket", "OPS-43", "next"],
        "",
        "there is no `specs/jira-tickets/OPS-43/tasks.md`",
    );
}

#[test]
fn an_item_that_is_two_is_refused_with_the_two() {
    let project = Project::new();
    let check = |item: &str, parts: &[&str]| {
        project.write(
            LIST,
            &format!("# OPS-42\nEnvironment: prod\n\n## Implementation Steps\n- [ ] {item}\n"),
        );
        let (code, _, error) = project.run(&["next", "--change", "+ a.b", "--file", "main.tf"], "");
        assert_eq!(
            (code, error.contains(" tasks\n")),
            (i32::from(!parts.is_empty()), !parts.is_empty()),
            "{item}: {error}"
        );
        for part in parts {
            assert!(
                error.contains(&format!("- [ ] {part}\n")),
                "{item}: {error}"
            );
        }
    };
    check(
        "Add the bucket and update the policy",
        &["Add the bucket", "Update the policy"],
    );
    check(
        "Create the queue, then delete the old topic",
        &["Create the queue", "Delete the old topic"],
    );
    check(
        "Rotate the key; remove the old user and enable the trail",
        &["Rotate the key", "Remove the old user", "Enable the trail"],
    );
    check("Add alarms for CPU and memory", &[]);
    check("Add an S3 bucket for static assets and test it", &[]);
    check("Set the tag of `a and delete b` on the bucket", &[]);
}

#[test]
fn an_item_with_hidden_letters_is_refused() {
    for hidden in ["\u{1b}[2K", "\u{202e}", "\u{200b}", "\u{8}"] {
        let project = Project::new();
        let list = project
            .read(LIST)
            .replace("Raise", &format!("Raise{hidden}"));
        project.write(LIST, &list);
        project.refused(&["next"], "", "has a letter that is not shown");
    }
}

#[test]
fn a_change_that_is_not_known_cannot_be_approved() {
    let project = Project::new();
    project.write(CODE, "# nothing here\n");
    let error = project.refused(&["next"], "", "the exact change is not known");
    assert!(error.contains("--change"), "{error}");
    assert_eq!(project.state(), "idle");
    project.refused(&["approve"], "yes\n", "no plan waits for an answer");
}

/// Risky work, by its words or because something is destroyed, needs a way back; a named one is approved and recorded.
#[test]
fn a_risky_task_without_a_way_back_cannot_be_approved() {
    let file = ["--file", CODE];
    for (task, change, risky) in [
        ("Migrate the flurbos", "flurbo.main: size 1 -> 2", true),
        ("Resize the flurbos", "- flurbo.main", true),
        ("Resize the flurbos", "flurbo.main: size 1 -> 2", false),
    ] {
        let project = Project::new();
        project.write(
            LIST,
            &format!("Environment: prod\n\n## Implementation Steps\n- [ ] {task}\n"),
        );
        let next = [&["next", "--change", change][..], &file[..]].concat();
        if !risky {
            project.ok(&next, "");
            assert_eq!(project.state(), "planned", "{task}, {change}");
            continue;
        }
        let error = project.refused(&next, "", "no way back is known");
        assert!(error.contains("--rollback"), "{error}");
        assert_eq!(project.state(), "idle");
        project.refused(&["approve"], "yes\n", "no plan waits for an answer");
        project.refused(
            &[&next[..], &["--rollback", "  "]].concat(),
            "",
            "no way back is known",
        );
        let way = ["--rollback", "apply the previous commit"];
        let shown = project.ok(&[&next[..], &way[..]].concat(), "");
        assert!(
            shown.contains("Rollback    apply the previous commit"),
            "{shown}"
        );
        let plan = project.plan();
        project.ok(&["approve"], &format!("yes {plan}\nflurbos\n"));
        let ledger = project.read(LEDGER);
        assert!(ledger.contains("apply the previous commit"), "{ledger}");
    }
}

#[test]
fn a_line_of_code_that_says_something_else_than_the_item_stops_the_walk() {
    let project = Project::new();
    project.write(CODE, &project.read(CODE).replace("= 7", "= 5"));
    project.refused(&["next"], "", "says 5, and the item says from 7");
}

#[test]
fn the_mark_changes_one_byte_of_any_list() {
    let lists: [&[u8]; 5] = [
        b"\xef\xbb\xbf# OPS-42\r\nEnvironment: prod\r\nRDS\r\n\r\n## Implementation Steps\r\n- [ ] Raise automated backup retention of `orders-prod` from 7 to 30 days\r\n- [ ] b\r\n",
        b"# OPS-42\nEnvironment: prod\n\tRDS\t\n## Implementation Steps\n*\t[ ]\tRaise automated backup retention of `orders-prod` from 7 to 30 days\t\n\t- [ ] b",
        b"Environment: prod, RDS\n### Implementation Steps\n- [x] parent\n    - [x] child\n    - [ ] Raise automated backup retention of `orders-prod` from 7 to 30 days\n- [ ] c\n\n\n## End\n- [ ] not mine\n\n",
        b"Environment: prod, RDS\n## Implementation Steps\n\n1. [ ] Raise automated backup retention of `orders-prod` from 7 to 30 days",
        "Environment: prod, RDS \u{201e}Bestellungen\u{201c}\n## Implementation Steps\n- [ ] Raise automated backup retention of `orders-prod` from 7 to 30 days\n   caf\u{e9} \u{1f600}\n".as_bytes(),
    ];
    for list in lists {
        let project = Project::new();
        fs::write(project.path().join(LIST), list).unwrap();
        // The second list has an open child below the item, which comes first: name it done.
        if String::from_utf8_lossy(list).contains("\t- [ ] b") {
            let text = String::from_utf8_lossy(list).replace("\t- [ ] b", "\t- [x] b");
            fs::write(project.path().join(LIST), &text).unwrap();
        }
        let before = fs::read(project.path().join(LIST)).unwrap();
        project.checked();
        project.result(APPLIED, true);
        let (code, _, error) = project.done();
        assert_eq!(code, 0, "{error}");
        let after = fs::read(project.path().join(LIST)).unwrap();
        let differ: Vec<usize> = (0..before.len())
            .filter(|at| before[*at] != after[*at])
            .collect();
        assert_eq!(
            (after.len(), differ.len()),
            (before.len(), 1),
            "{}",
            String::from_utf8_lossy(&after)
        );
        assert_eq!((before[differ[0]], after[differ[0]]), (b' ', b'x'));
    }
}

// ---- answers ----

#[test]
fn only_yes_with_the_plan_that_was_shown_approves() {
    let project = Project::new();
    let plan = project.planned();
    for answer in [
        "yes\n",
        "yes 000000000000\n",
        &format!("yes please {plan}\n"),
        &format!("y {plan}\n"),
        &format!("{plan}\n"),
        "\n",
        "sure\n",
    ] {
        let (code, _, error) = project.run(&["approve"], answer);
        assert_eq!(
            (code, project.state().as_str()),
            (1, "planned"),
            "{answer:?}: {error}"
        );
    }
    assert_eq!(project.read(LEDGER), "", "nothing was recorded");
    project.ok(&["approve"], &format!("yes {plan}\norders-prod\n"));
    assert_eq!(project.state(), "approved");
}

/// The input ends at each of the two questions: that is no answer, nothing is recorded, and the walk goes on from there.
#[test]
fn a_closed_input_at_a_question_records_nothing() {
    let project = Project::new();
    let plan = project.planned();
    let before = project.kept();
    project.refused(&["approve"], "", "Nothing was recorded");
    assert_eq!(
        (project.kept(), project.state().as_str()),
        (before, "planned")
    );
    project.refused(
        &["approve"],
        &format!("yes {plan}\n"),
        "Nothing was recorded",
    );
    assert_eq!(project.state(), "confirm");
    let answers = |project: &Project| project.read(LEDGER).matches("\"answer\"").count();
    assert_eq!(answers(&project), 1, "the yes, and nothing beside it");
    project.refused(
        &["check", &project.plan_file(&equal_plan())],
        "",
        "the production confirmation is missing",
    );
    project.ok(&["approve"], "orders-prod\n");
    assert_eq!(
        (answers(&project), project.state().as_str()),
        (2, "approved")
    );
}

#[test]
fn production_is_confirmed_by_the_name_of_the_resource_and_nothing_else() {
    for input in ["\n", "orders\n", "ORDERS-PROD\n", "yes\n"] {
        let project = Project::new();
        let plan = project.planned();
        project.refused(
            &["approve"],
            &format!("yes {plan}\n{input}"),
            "Not approved",
        );
        assert_eq!(project.state(), "idle", "{input:?}");
        project.refused(
            &["check", &project.plan_file(&equal_plan())],
            "",
            "no plan is approved",
        );
    }
}

#[test]
fn outside_production_nobody_asks_twice() {
    let project = Project::new();
    let list = project
        .read(LIST)
        .replace("prod, us-east-1", "staging, us-east-1")
        .replace("orders-prod", "orders-main");
    project.write(LIST, &list);
    project.write(
        CODE,
        &project.read(CODE).replace("orders-prod", "orders-main"),
    );
    let plan = project.planned();
    project.ok(&["approve"], &format!("yes {plan}\n"));
    assert_eq!(project.state(), "approved");
}

#[test]
fn a_revision_is_another_plan_and_the_item_gets_its_words_only_with_the_mark() {
    let project = Project::new();
    let first = project.planned();
    project.ok(
        &["approve"],
        &format!("revise {first} 14 days are enough\n"),
    );
    let second = project.plan();
    assert_ne!(first, second);
    project.refused(&["approve"], &format!("yes {first}\n"), "was shown");
    let before = project.read(LIST);
    project.ok(&["approve"], &format!("yes {second}\norders-prod\n"));
    assert_eq!(project.read(LIST), before);
    project.write(CODE, &project.read(CODE).replace("= 7", "= 14"));
    let mut plan = equal_plan();
    plan["resource_changes"][0]["change"]["after"]["backup_retention_period"] = json!(14);
    project.ok(&["check", &project.plan_file(&plan)], "");
    project.result(APPLIED, true);
    assert_eq!(project.done().0, 0);
    let wanted = before.replace(
        "- [ ] Raise automated backup retention of `orders-prod` from 7 to 30 days",
        "- [x] Raise automated backup retention of `orders-prod` from 7 to 14 days",
    );
    assert_eq!(project.read(LIST), wanted);
}

#[test]
fn nobody_without_a_name_approves() {
    let project = Project::new();
    let plan = project.planned();
    project.git(&["config", "--unset", "user.email"]);
    project.refused(
        &["approve"],
        &format!("yes {plan}\norders-prod\n"),
        "does not know who you are",
    );
    assert_eq!(project.read(LEDGER), "");
}

// ---- attacks on the ledger ----

fn attack_ledger(change: impl Fn(Vec<String>) -> Vec<String>, why: &str) {
    let project = Project::new();
    project.checked();
    let lines: Vec<String> = project.read(LEDGER).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 3);
    let text: String = change(lines)
        .into_iter()
        .map(|line| format!("{line}\n"))
        .collect();
    project.write(LEDGER, &text);
    let before = project.kept();
    project.result_if_possible();
    for step in [
        &["next"][..],
        &["approve"],
        &["check", "plan.json"],
        &["done", "--apply", "apply.txt", "--smoke", "smoke.txt"],
        &["status"],
    ] {
        project.refused(step, "", why);
    }
    assert_eq!(project.kept(), before, "nothing may change");
}

impl Project {
    /// The files of a result, for a ledger that may not be readable.
    fn result_if_possible(&self) {
        self.write("apply.txt", APPLIED);
        self.write("smoke.txt", "");
    }
}

#[test]
fn a_ledger_with_a_line_removed_is_not_used() {
    attack_ledger(
        |mut lines| {
            lines.remove(1);
            lines
        },
        "line 2 of the ledger says that it is line 3",
    );
    attack_ledger(
        |mut lines| {
            lines.remove(0);
            lines
        },
        "line 1 of the ledger says that it is line 2",
    );
}

#[test]
fn a_ledger_without_its_last_line_is_not_used() {
    attack_ledger(
        |mut lines| {
            lines.truncate(2);
            lines
        },
        "the ledger ends differently",
    );
    attack_ledger(|_| Vec::new(), "the ledger ends differently");
}

#[test]
fn a_ledger_with_a_line_edited_is_not_used() {
    attack_ledger(
        |mut lines| {
            lines[0] = lines[0].replace("\"to\":\"30\"", "\"to\":\"1\"");
            lines
        },
        "does not follow from line 1",
    );
    attack_ledger(
        |mut lines| {
            lines[2] = lines[2].replace("oncall", "mallory");
            lines
        },
        "the ledger ends differently",
    );
    attack_ledger(
        |mut lines| {
            lines[1] = "{".to_owned();
            lines
        },
        "line 2 of the ledger is damaged",
    );
}

#[test]
fn a_ledger_in_another_order_is_not_used() {
    attack_ledger(
        |mut lines| {
            lines.swap(0, 1);
            lines
        },
        "line 1 of the ledger says that it is line 2",
    );
}

#[test]
fn a_ledger_with_a_line_of_somebody_else_is_not_used() {
    attack_ledger(
        |mut lines| {
            let forged = lines[1].replace("\"seq\":2", "\"seq\":4");
            lines.push(forged);
            lines
        },
        "does not follow from line 3",
    );
    attack_ledger(
        |mut lines| {
            lines[0] = lines[0].replace("OPS-42", "OPS-43");
            lines
        },
        "is about OPS-43",
    );
}

#[test]
fn a_ledger_from_elsewhere_carries_no_approval() {
    let project = Project::new();
    project.checked();
    fs::remove_file(project.path().join(NOTES)).unwrap();
    assert_eq!(project.state(), "idle");
    project.refused(&["check", "plan.json"], "", "no plan is approved");
    assert!(project.read(LEDGER).contains("\"answer\":\"adopted\""));
}

// ---- attacks on what was approved ----

#[test]
fn a_plan_text_that_was_changed_after_the_approval_ends_it() {
    let project = Project::new();
    let plan = project.approved();
    project.coded();
    let kept = format!("specs/jira-tickets/OPS-42/plans/{plan}.txt");
    project.write(&kept, &project.read(&kept).replace("7 -> 30", "7 -> 1"));
    project.refused(
        &["check", &project.plan_file(&equal_plan())],
        "",
        "the text of the approved plan was changed",
    );
    assert_eq!(project.state(), "idle");
}

#[test]
fn a_plan_that_would_read_differently_at_the_answer_is_not_approved() {
    let project = Project::new();
    let plan = project.planned();
    project.write(
        CODE,
        &format!(
            "\n{}",
            project.read(CODE).replace("\"orders\"", "\"other\"")
        ),
    );
    project.refused(
        &["approve"],
        &format!("yes {plan}\norders-prod\n"),
        "has changed since it was shown",
    );
    assert_eq!(project.read(LEDGER), "");
}

#[test]
fn a_list_that_was_changed_after_the_approval_ends_it() {
    let project = Project::new();
    project.checked();
    project.result(APPLIED, true);
    project.write(
        LIST,
        &project.read(LIST).replace("above 60 s", "above 90 s"),
    );
    let list = project.read(LIST);
    let (code, _, error) = project.done();
    assert_eq!(code, 1);
    assert!(error.contains("was changed after the approval"), "{error}");
    assert_eq!(
        (project.read(LIST), project.state().as_str()),
        (list, "idle")
    );
}

#[test]
fn another_branch_ends_the_approval() {
    let project = Project::new();
    project.approved();
    project.git(&["checkout", "-q", "-b", "feature/OPS-42-other"]);
    project.refused(
        &["check", &project.plan_file(&equal_plan())],
        "",
        "another branch is checked out",
    );
}

#[test]
fn an_approval_grows_old() {
    let project = Project::new();
    project.approved();
    project.coded();
    let file = project.plan_file(&equal_plan());
    let (code, _, error) = project.run_at("2026-08-27T09:12:05Z", &["check", &file], "");
    assert_eq!(code, 1);
    assert!(error.contains("older than 24 hours"), "{error}");
    // The code holds the change by now: the same plan can be approved again.
    let (code, _, error) = project.run_at("2026-08-27T09:12:05Z", &["next"], "");
    assert_eq!(code, 0, "{error}");
    let (code, _, error) = project.run_at(
        "2026-08-25T09:12:04Z",
        &["approve"],
        &format!("yes {}\norders-prod\n", project.plan()),
    );
    assert!(
        code == 1 && error.contains("lies before the last line of the ledger"),
        "{error}"
    );
}

#[test]
fn code_that_holds_more_than_the_approved_line_ends_the_approval() {
    let project = Project::new();
    project.approved();
    let file = project.plan_file(&equal_plan());
    project.refused(
        &["check", &file],
        "",
        "does not hold the approved change yet",
    );
    assert_eq!(project.state(), "approved", "an early check costs nothing");
    project.coded();
    project.write(
        CODE,
        &format!(
            "{}\nresource \"aws_s3_bucket\" \"more\" {{}}\n",
            project.read(CODE)
        ),
    );
    project.refused(
        &["check", &file],
        "",
        "holds something else than the approved change",
    );
    assert_eq!(project.state(), "idle");
}

// ---- two walks ----

#[test]
fn of_two_walks_at_once_one_approves() {
    let project = Project::new();
    let plan = project.planned();
    let answer = format!("yes {plan}\norders-prod\n");
    let mut children: Vec<Child> = (0..4)
        .map(|_| project.start(&["--at", AT, "approve"]))
        .collect();
    for child in &mut children {
        child
            .stdin
            .take()
            .unwrap()
            .write_all(answer.as_bytes())
            .unwrap();
    }
    let codes: Vec<Option<i32>> = children
        .into_iter()
        .map(|child| child.wait_with_output().unwrap().status.code())
        .collect();
    let approved = codes.iter().filter(|code| **code == Some(0)).count();
    assert_eq!(approved, 1, "{codes:?}");
    assert_eq!(project.state(), "approved");
    let ledger = project.read(LEDGER);
    assert_eq!(ledger.matches("\"answer\":\"yes\"").count(), 1, "{ledger}");
    assert_eq!(
        ledger.lines().count() as u64,
        project.status()["ledger"]["lines"].as_u64().unwrap()
    );
}

#[test]
fn a_second_plan_is_not_made_while_one_is_approved() {
    let project = Project::new();
    project.approved();
    project.refused(&["next"], "", "is approved and under way");
    project.ok(&["next", "--again"], "");
    assert_eq!(project.state(), "planned");
    project.refused(
        &["check", &project.plan_file(&equal_plan())],
        "",
        "no plan is approved",
    );
}

// ---- results ----

#[test]
fn no_mark_is_set_for_what_did_not_pass() {
    let cases: [(&str, bool, &str); 3] = [
        (APPLIED, false, "not passed"),
        ("Error: something\n", true, "apply did not end as complete"),
        (
            "Apply complete! Resources: 1 added, 1 changed, 0 destroyed.\n",
            true,
            "apply did something else",
        ),
    ];
    for (apply, passed, why) in cases {
        let project = Project::new();
        project.checked();
        project.result(apply, passed);
        let list = project.read(LIST);
        let (code, out, error) = project.done();
        assert_eq!(code, 1, "{error}");
        assert!(error.contains(why), "{error}");
        assert!(
            out.starts_with("Rollback"),
            "the way back comes first: {out}"
        );
        assert!(
            !out.contains("Next:") && !error.contains("Next:"),
            "no next item is offered"
        );
        assert_eq!(
            (project.read(LIST), project.state().as_str()),
            (list, "idle")
        );
    }
}

#[test]
fn nothing_is_done_before_the_plan_file_was_checked() {
    let project = Project::new();
    project.approved();
    project.result(APPLIED, true);
    let (code, _, error) = project.done();
    assert_eq!(code, 1);
    assert!(error.contains("the plan file was not checked"), "{error}");
}

#[test]
fn a_commit_holds_the_files_of_the_item_and_no_others() {
    let project = Project::new();
    project.git(&["add", "-A"]);
    project.git(&["commit", "-q", "-m", "start"]);
    project.checked();
    project.result(APPLIED, true);
    project.write("other.txt", "not mine");
    project.ok(
        &[
            "done",
            "--apply",
            "apply.txt",
            "--smoke",
            "smoke.txt",
            "--commit",
        ],
        "",
    );
    let shown = Command::new("git")
        .arg("-C")
        .arg(project.path())
        .args(["show", "--name-only", "--format=%s"])
        .output()
        .unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    let mut lines = shown.lines();
    assert_eq!(
        lines.next(),
        Some("OPS-42: Raise automated backup retention of `orders-prod` from 7 to 30 days")
    );
    let files: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    assert_eq!(files.len(), 4, "{files:?}");
    assert!(
        files
            .iter()
            .all(|file| file.starts_with("specs/") || *file == CODE),
        "{files:?}"
    );
}

// ---- breaking off ----

/// A run that is killed leaves the files of a prefix of its writes, since each of them is whole or not there.
/// Every such prefix has to lead on without loss: the ledger, the list, the notes, in this order.
#[test]
fn a_run_that_breaks_off_between_two_writes_is_finished_by_the_next() {
    let project = Project::new();
    project.checked();
    project.result(APPLIED, true);
    let before = project.kept();
    let (code, _, error) = project.done();
    assert_eq!(code, 0, "{error}");
    let after = project.kept();
    // The ledger alone; the ledger and the list; all three.
    for written in [vec![LEDGER], vec![LEDGER, LIST], vec![LEDGER, LIST, NOTES]] {
        project.restore(&before);
        for (path, text) in after
            .iter()
            .filter(|(path, _)| written.contains(&path.as_str()))
        {
            project.write(path, text);
        }
        assert_eq!(project.state(), "idle", "{written:?}");
        assert_eq!(project.kept(), after, "{written:?}");
    }
    // Nothing at all: the approval still stands, and the step can be taken again.
    project.restore(&before);
    assert_eq!(project.state(), "checked");
    assert_eq!(project.done().0, 0);
    assert_eq!(project.kept(), after);
}

#[test]
fn an_answer_that_breaks_off_between_two_writes_is_kept_or_asked_again() {
    let project = Project::new();
    let plan = project.planned();
    let before = project.kept();
    let (code, ..) = project.run(&["approve"], &format!("yes {plan}\n"));
    assert_eq!(code, 1, "the confirmation is missing: that is a no");
    let lines: Vec<String> = project.read(LEDGER).lines().map(str::to_owned).collect();
    // The kept text and nothing else: it is asked again.
    project.restore(&before);
    fs::remove_file(project.path().join(LEDGER)).unwrap();
    assert_eq!(
        (project.state().as_str(), project.plan()),
        ("planned", plan.clone())
    );
    // The approval, and no notes on it: production is still asked.
    project.write(LEDGER, &format!("{}\n", lines[0]));
    assert_eq!(project.state(), "confirm");
    project.refused(
        &["check", &project.plan_file(&equal_plan())],
        "",
        "the production confirmation is missing",
    );
    project.ok(&["approve"], "orders-prod\n");
    assert_eq!(project.state(), "approved");
}

/// Kills the program at many moments of every step; whatever was there is there, and the walk goes on.
#[test]
fn a_killed_run_loses_nothing_at_any_moment() {
    for delay in [0_u64, 1, 2, 3, 5, 8, 12, 18, 26, 40, 60, 90] {
        let project = Project::new();
        let kill = |arguments: &[&str], input: &str| {
            let mut child = project.start(&[&["--at", AT], arguments].concat());
            let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
            std::thread::sleep(std::time::Duration::from_millis(delay));
            let _ = child.kill();
            let _ = child.wait();
        };
        let list = project.read(LIST);
        kill(&["next"], "");
        let plan = project.planned();
        kill(&["approve"], &format!("yes {plan}\norders-prod\n"));
        match project.state().as_str() {
            "planned" => drop(project.ok(&["approve"], &format!("yes {plan}\norders-prod\n"))),
            "confirm" => drop(project.ok(&["approve"], "orders-prod\n")),
            other => assert_eq!(other, "approved", "{delay} ms"),
        }
        project.coded();
        let file = project.plan_file(&equal_plan());
        kill(&["check", &file], "");
        if project.state() != "checked" {
            project.ok(&["check", &file], "");
        }
        project.result(APPLIED, true);
        assert_eq!(project.read(LIST), list, "{delay} ms");
        kill(
            &["done", "--apply", "apply.txt", "--smoke", "smoke.txt"],
            "",
        );
        if project.state() == "checked" {
            assert_eq!(project.done().0, 0, "{delay} ms");
        }
        let wanted = list.replace("- [ ] Raise", "- [x] Raise");
        assert_eq!(project.read(LIST), wanted, "{delay} ms");
        let ledger = project.read(LEDGER);
        assert_eq!(
            ledger.matches("\"answer\":\"reported\"").count(),
            1,
            "{delay} ms: {ledger}"
        );
    }
}

/// Nobody types anything, and the program is killed while the question stands.
#[test]
fn a_run_that_is_killed_at_the_question_records_nothing() {
    let project = Project::new();
    project.planned();
    let before = project.kept();
    let mut child = project.start(&["--at", AT, "approve"]);
    std::thread::sleep(std::time::Duration::from_millis(300));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(project.kept(), before);
    assert_eq!(project.state(), "planned");
}

/// A run in a terminal of its own, made by `script`; everything shown until `wait` is read.
/// `None` where there is no `script` that makes one.
fn in_terminal(project: &Project, wait: &str) -> Option<(Child, String)> {
    let binary = cargo_bin("cloud-plan");
    let line = format!("{} work --at {AT} approve", binary.display());
    let mut child = Command::new("script")
        .args(["-qefc", &line, "/dev/null"])
        .current_dir(project.path())
        .env("HOME", project.path())
        .env("XDG_CONFIG_HOME", project.path())
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("SHELL", "/bin/sh")
        .env("TERM", "dumb")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let shown = read_until(&mut child, wait);
    Some((child, shown))
}

/// What a program says until it has said `wait`.
fn read_until(child: &mut Child, wait: &str) -> String {
    let mut shown = Vec::new();
    let mut byte = [0_u8];
    let out = child.stdout.as_mut().unwrap();
    while !String::from_utf8_lossy(&shown).contains(wait) {
        assert_eq!(
            out.read(&mut byte).unwrap(),
            1,
            "ended before `{wait}`: {}",
            String::from_utf8_lossy(&shown)
        );
        shown.push(byte[0]);
    }
    String::from_utf8(shown).unwrap()
}

/// The terminal is closed while the question stands, first at the approval, then at the production confirmation:
/// nothing is recorded, and the next terminal goes on at that very question.
#[test]
#[cfg(target_os = "linux")]
fn a_terminal_that_is_closed_at_a_question_records_nothing() {
    const QUESTION: &str = "Approve? (yes / no / revise)";
    const SECOND: &str = "Type the name of the resource to confirm: orders-prod";
    let project = Project::new();
    project.planned();
    let before = project.kept();
    let Some((mut terminal, shown)) = in_terminal(&project, QUESTION) else {
        return;
    };
    assert!(shown.contains("orders-prod"), "{shown}");
    terminal.kill().unwrap();
    terminal.wait().unwrap();
    settled(&project);
    assert_eq!(project.kept(), before);
    assert_eq!(project.state(), "planned");

    let (mut terminal, _) = in_terminal(&project, QUESTION).unwrap();
    terminal
        .stdin
        .as_mut()
        .unwrap()
        .write_all(b"yes\n")
        .unwrap();
    read_until(&mut terminal, SECOND);
    let before = project.kept();
    terminal.kill().unwrap();
    terminal.wait().unwrap();
    settled(&project);
    assert_eq!(project.kept(), before);
    assert_eq!(project.state(), "confirm");

    let (mut terminal, _) = in_terminal(&project, SECOND).unwrap();
    let keys = terminal.stdin.as_mut().unwrap();
    keys.write_all(b"orders-prod\n").unwrap();
    read_until(&mut terminal, "Confirmed for production");
    drop(terminal.stdin.take());
    terminal.wait().unwrap();
    assert_eq!(project.state(), "approved");
}

/// Until no run of the walk is left in this project: the end of a terminal reaches its programs a moment later.
#[cfg(target_os = "linux")]
fn settled(project: &Project) {
    let home = fs::canonicalize(project.path()).unwrap();
    let here = |entry: fs::DirEntry| {
        fs::read_link(entry.path().join("cwd")).is_ok_and(|place| place == home)
    };
    for _ in 0..200 {
        let mut programs = fs::read_dir("/proc").unwrap().flatten();
        if !programs.any(here) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("the walk still runs after its terminal was closed");
}

// ---- plan files ----

/// A plan with something else in it is refused, the approval ends, and nothing is applied.
fn attack_plan(why: &str, change: impl Fn(&mut Value)) {
    let project = Project::new();
    project.approved();
    project.coded();
    let mut plan = equal_plan();
    change(&mut plan);
    let error = project.refused(&["check", &project.plan_file(&plan)], "", why);
    assert!(
        !error.contains("geheim"),
        "a value that must not be shown: {error}"
    );
    assert_eq!(project.state(), "idle", "{why}");
    project.refused(
        &["check", &project.plan_file(&equal_plan())],
        "",
        "no plan is approved",
    );
}

fn push(plan: &mut Value, change: Value) {
    plan["resource_changes"]
        .as_array_mut()
        .unwrap()
        .push(change);
}

#[test]
fn a_plan_with_an_extra_change_is_refused() {
    attack_plan(
        "`aws_s3_bucket.more` is created, and nobody approved that",
        |plan| {
            push(
                plan,
                change("aws_s3_bucket.more", &["create"], &json!(null), &json!(1)),
            );
        },
    );
    attack_plan("`aws_s3_bucket.more` is destroyed", |plan| {
        push(
            plan,
            change("aws_s3_bucket.more", &["delete"], &json!(1), &json!(null)),
        );
    });
    attack_plan("`aws_s3_bucket.more` is imported", |plan| {
        let mut import = change("aws_s3_bucket.more", &["no-op"], &json!(1), &json!(1));
        import["change"]["importing"] = json!({ "id": "more" });
        push(plan, import);
    });
    attack_plan("`forget` is not an action that can be approved", |plan| {
        push(plan, change("a.b", &["forget"], &json!(1), &json!(null)));
    });
    attack_plan("`output.password` changes", |plan| {
        plan["output_changes"] =
            json!({ "password": { "actions": ["create"], "before": null, "after": "geheim" } });
    });
    attack_plan("`action.aws_lambda_invoke.x` is run beside", |plan| {
        plan["action_invocations"] = json!([{ "address": "action.aws_lambda_invoke.x" }]);
    });
}

#[test]
fn a_plan_with_another_attribute_or_value_is_refused() {
    attack_plan(
        "deletion_protection true -> false, and nobody approved that",
        |plan| {
            let change = &mut plan["resource_changes"][0]["change"];
            change["before"]["deletion_protection"] = json!(true);
            change["after"]["deletion_protection"] = json!(false);
        },
    );
    attack_plan("backup_retention_period 7 -> 0; approved was", |plan| {
        plan["resource_changes"][0]["change"]["after"]["backup_retention_period"] = json!(0);
    });
    attack_plan("backup_retention_period 5 -> 30; approved was", |plan| {
        plan["resource_changes"][0]["change"]["before"]["backup_retention_period"] = json!(5);
    });
    attack_plan("backup_retention_period 7 -> (known after apply)", |plan| {
        plan["resource_changes"][0]["change"]["after_unknown"]["backup_retention_period"] =
            json!(true);
    });
    attack_plan(
        "password (sensitive) -> (sensitive), and nobody approved that",
        |plan| {
            let change = &mut plan["resource_changes"][0]["change"];
            change["before"]["password"] = json!("geheim-1");
            change["after"]["password"] = json!("geheim-2");
            change["after_sensitive"]["password"] = json!(true);
        },
    );
    attack_plan("tags.env prod -> dev", |plan| {
        let change = &mut plan["resource_changes"][0]["change"];
        change["before"]["tags"] = json!({ "env": "prod" });
        change["after"]["tags"] = json!({ "env": "dev" });
    });
}

#[test]
fn a_plan_that_replaces_is_refused() {
    for actions in [["delete", "create"], ["create", "delete"]] {
        attack_plan(
            "`aws_db_instance.orders` is destroyed and created again; approved was",
            |plan| {
                plan["resource_changes"][0]["change"]["actions"] = json!(actions);
            },
        );
    }
}

#[test]
fn a_plan_with_a_deferred_change_is_refused() {
    attack_plan("`aws_db_instance.late` is deferred", |plan| {
        plan["deferred_changes"] = json!([{ "reason": "provider_config_unknown", "resource_change": change("aws_db_instance.late", &["create"], &json!(null), &json!(1)) }]);
    });
    attack_plan("the plan is not complete", |plan| {
        plan["complete"] = json!(false);
    });
    attack_plan("the plan broke off with an error", |plan| {
        plan["errored"] = json!(true);
    });
}

#[test]
fn a_plan_with_a_renamed_resource_is_refused() {
    attack_plan(
        "`aws_db_instance.old` becomes `aws_db_instance.orders`",
        |plan| {
            plan["resource_changes"][0]["previous_address"] = json!("aws_db_instance.old");
        },
    );
    attack_plan("`a.b` becomes `a.c`", |plan| {
        let mut moved = change("a.c", &["no-op"], &json!(1), &json!(1));
        moved["previous_address"] = json!("a.b");
        push(plan, moved);
    });
}

#[test]
fn a_plan_that_does_not_do_what_was_approved_is_refused() {
    attack_plan("was approved, and the plan does not do it", |plan| {
        plan["resource_changes"] = json!([]);
    });
    attack_plan("was approved, and the plan does not do it", |plan| {
        plan["resource_changes"][0] =
            change("aws_db_instance.orders", &["no-op"], &json!(30), &json!(30));
    });
}

#[test]
fn a_file_that_is_no_plan_costs_no_approval() {
    let project = Project::new();
    project.approved();
    project.coded();
    for (text, why) in [
        ("", "not the JSON form of a plan"),
        (
            "{\"format_version\":\"1.0\",\"values\":{}}",
            "JSON form of a state",
        ),
        (
            "{\"format_version\":\"1.2\",\"planned_values\":{},\"resource_changes\":[],\"resource_changes\":[]}",
            "duplicate field",
        ),
        (
            "{\"format_version\":\"9.0\",\"planned_values\":{}}",
            "format version 9.0",
        ),
    ] {
        project.write("plan.json", text);
        project.refused(&["check", "plan.json"], "", why);
        assert_eq!(project.state(), "approved", "{text}");
    }
    project.refused(&["check", "missing.json"], "", "missing.json");
}

// ---- plans made by the tool itself ----

/// A working directory of the tool with two resources that need no download.
struct Real {
    project: Project,
}

impl Real {
    /// `None` where the tool is not installed.
    fn new(code: &str) -> Option<Self> {
        let there = Command::new("terraform")
            .arg("version")
            .output()
            .is_ok_and(|output| output.status.success());
        if !there {
            support::skipped("terraform is not installed");
            return None;
        }
        let project = Project::new();
        fs::create_dir_all(project.path().join("infra")).unwrap();
        project.write("infra/main.tf", code);
        let real = Self { project };
        real.terraform(&["init", "-input=false"]);
        real.terraform(&["apply", "-auto-approve", "-input=false"]);
        Some(real)
    }

    fn terraform(&self, arguments: &[&str]) -> String {
        let output = Command::new("terraform")
            .arg("-chdir=infra")
            .args(arguments)
            .arg("-no-color")
            .current_dir(self.project.path())
            .env("CHECKPOINT_DISABLE", "1")
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// Plans new code and writes the JSON form.
    fn plan(&self, code: &str) -> String {
        self.project.write("infra/main.tf", code);
        self.terraform(&["plan", "-input=false", "-out=p.tfplan"]);
        let shown = self.terraform(&["show", "-json", "p.tfplan"]);
        self.project.write("plan.json", &shown);
        "plan.json".to_owned()
    }

    /// Approves a change that was named.
    fn approve(&self, changes: &[&str]) {
        let mut arguments = vec!["next", "--again", "--file", "infra/main.tf"];
        for change in changes {
            arguments.extend(["--change", change]);
        }
        self.project.ok(&arguments, "");
        let plan = self.project.plan();
        self.project
            .ok(&["approve"], &format!("yes {plan}\norders-prod\n"));
    }
}

const REAL: &str = "resource \"terraform_data\" \"orders\" {\n  input = { name = \"orders-prod\", retention = 7 }\n}\n\nresource \"terraform_data\" \"key\" {\n  triggers_replace = [\"a\"]\n}\n";

#[test]
fn a_real_plan_with_the_approved_update_is_equal() {
    let Some(real) = Real::new(REAL) else { return };
    real.approve(&["terraform_data.orders: input.retention 7 -> 30"]);
    let file = real.plan(&REAL.replace("retention = 7", "retention = 30"));
    let out = real.project.ok(&["check", &file], "");
    assert!(
        out.starts_with("Plan: 0 to add, 1 to change, 0 to destroy."),
        "{out}"
    );
    assert!(
        out.contains("`terraform_data.orders.output` is computed when the plan is applied"),
        "{out}"
    );
    let applied = real.terraform(&["apply", "-input=false", "p.tfplan"]);
    real.project.result(&applied, true);
    let (code, out, error) = real.project.done();
    assert_eq!(code, 0, "{error}");
    assert!(
        out.contains("Apply complete! Resources: 0 added, 1 changed, 0 destroyed"),
        "{out}"
    );
}

#[test]
fn a_real_plan_with_another_change_is_refused() {
    let Some(real) = Real::new(REAL) else { return };
    let check = |approved: &str, code: String, why: &str| {
        real.approve(&[approved]);
        let file = real.plan(&code);
        real.project.refused(&["check", &file], "", why);
        real.project.write("infra/main.tf", REAL);
    };
    let update = "terraform_data.orders: input.retention 7 -> 30";
    check(
        update,
        REAL.replace("retention = 7", "retention = 31"),
        "input.retention 7 -> 31; approved was",
    );
    check(
        update,
        REAL.replace("retention = 7", "retention = 30")
            .replace("orders-prod", "x"),
        "input.name orders-prod -> x, and nobody approved that",
    );
    check(
        update,
        REAL.replace("retention = 7", "retention = 30")
            .replace("[\"a\"]", "[\"b\"]"),
        "`terraform_data.key` is destroyed and created again, and nobody approved that",
    );
    check(
        update,
        REAL.replace("\"orders\"", "\"renamed\""),
        "`terraform_data.renamed` is created",
    );
    let moved = format!(
        "{}\nmoved {{\n  from = terraform_data.orders\n  to   = terraform_data.renamed\n}}\n",
        REAL.replace("\"orders\"", "\"renamed\"")
    );
    check(
        update,
        moved,
        "`terraform_data.orders` becomes `terraform_data.renamed`",
    );
    check(
        update,
        format!("{REAL}\noutput \"x\" {{\n  value = 1\n}}\n"),
        "`output.x` changes",
    );
    check(
        update,
        REAL.to_owned(),
        "was approved, and the plan does not do it",
    );
    check(
        "+ terraform_data.new",
        format!("{REAL}\nresource \"terraform_data\" \"new\" {{\n  count = 2\n}}\n"),
        "`terraform_data.new[0]` is created",
    );
}

#[test]
fn a_real_plan_that_creates_replaces_or_destroys_as_approved_is_equal() {
    let Some(real) = Real::new(REAL) else { return };
    let check = |approved: &str, code: &str, counts: &str| {
        real.approve(&[approved]);
        let file = real.plan(code);
        let out = real.project.ok(&["check", &file], "");
        assert!(out.starts_with(counts), "{out}");
        real.project.write("infra/main.tf", REAL);
    };
    let new = format!(
        "{REAL}\nresource \"terraform_data\" \"new\" {{\n  for_each = toset([\"a b\"])\n}}\n"
    );
    check(
        "+ terraform_data.new[\"a b\"]",
        &new,
        "Plan: 1 to add, 0 to change, 0 to destroy.",
    );
    check(
        "-/+ terraform_data.key",
        &REAL.replace("[\"a\"]", "[\"b\"]"),
        "Plan: 1 to add, 0 to change, 1 to destroy.",
    );
    check(
        "- terraform_data.key",
        REAL.split("\n\n").next().unwrap(),
        "Plan: 0 to add, 0 to change, 1 to destroy.",
    );
}
