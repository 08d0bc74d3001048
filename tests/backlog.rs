//! The backlog: numbers that are never used twice, files that are never overwritten.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use assert_cmd::cargo::cargo_bin;
use cloud_plan::project::backlog::{self, Draft, Name};
use cloud_plan::project::{FileError, Project};
use tempfile::TempDir;

const PLAN: &str = "# Cloud Task: Profile image bucket\n\n## What\nCreate a bucket.\n";

fn draft(name: Name<'_>) -> Draft<'_> {
    Draft {
        title: "Profile image bucket",
        scope: "task",
        request: "Add a bucket: \"yes\"\n--- # no head",
        date: "2026-04-24",
        profile: "AWS · us-east-1 · SOC 2",
        text: PLAN,
        name,
    }
}

fn empty() -> (TempDir, Project) {
    let directory = tempfile::tempdir().unwrap();
    let project = Project::at(directory.path()).unwrap();
    (directory, project)
}

fn save(project: &Project, slug: &str) -> String {
    backlog::save(project, &draft(Name::Numbered(slug)))
        .unwrap()
        .path
        .display()
        .to_string()
}

/// The id that comes next when these files are there.
fn check_next(files: &[&str], expected: &str) {
    let (directory, project) = empty();
    for file in files {
        let path = directory.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    let path = backlog::next_path(&project, Name::Numbered("a-b"));
    assert_eq!(
        path,
        format!("tasks/cloud-backlog/{expected}-a-b.md"),
        "{files:?}"
    );
    assert_eq!(save(&project, "a-b"), path);
}

fn git(directory: &Path, arguments: &[&str]) -> bool {
    let identity = [
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.org",
        "-c",
        "commit.gpgsign=false",
    ];
    let git = Command::new("git")
        .arg("-C")
        .arg(directory)
        .args(identity)
        .args(arguments)
        .output();
    git.is_ok_and(|output| output.status.success())
}

/// The program, in a directory: exit code and everything it says.
fn run(directory: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(cargo_bin("cloud-plan"))
        .args(arguments)
        .current_dir(directory)
        .env_clear()
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(text).unwrap(),
    )
}

#[test]
fn a_saved_plan_has_a_head_and_the_plan() {
    let (directory, project) = empty();
    let entry = backlog::save(&project, &draft(Name::Numbered("profile-images"))).unwrap();
    assert_eq!(
        entry.path,
        Path::new("tasks/cloud-backlog/CLOUD-001-profile-images.md")
    );
    let text = fs::read_to_string(directory.path().join(&entry.path)).unwrap();
    let (head, body) = text
        .strip_prefix("---\n")
        .unwrap()
        .split_once("\n---\n\n")
        .unwrap();
    let keys: Vec<&str> = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(key, _)| key.trim())
        .collect();
    for key in [
        "id",
        "title",
        "scope",
        "status",
        "request",
        "date",
        "profile",
        "plan-hash",
    ] {
        assert!(keys.contains(&key), "{key}: {head}");
    }
    assert_eq!(body, PLAN);
    let (entries, notes) = backlog::list(&project);
    assert_eq!((entries, notes), (vec![entry], Vec::new()));
}

#[test]
fn the_next_number_is_above_every_number_there_is() {
    check_next(&[], "CLOUD-001");
    check_next(&["tasks/cloud-backlog/CLOUD-041-a-b.md"], "CLOUD-042");
    check_next(
        &[
            "tasks/cloud-backlog/CLOUD-003-a-b.md",
            "tasks/cloud-backlog/archive/CLOUD-017-c-d.md",
        ],
        "CLOUD-018",
    );
    check_next(
        &[
            "tasks/cloud-backlog/completed/2026/CLOUD-009-c-d.md",
            "tasks/completed/CLOUD-010.md",
        ],
        "CLOUD-011",
    );
    check_next(&["tasks/cloud-backlog/CLOUD-999-a-b.md"], "CLOUD-1000");
    check_next(
        &["tasks/cloud-backlog/CLOUD-ROADMAP-eu-region.md"],
        "CLOUD-001",
    );
    check_next(
        &[
            "tasks/cloud-backlog/CLOUD-20260424120000-x.md",
            "tasks/cloud-backlog/CLOUD-12abc.md",
        ],
        "CLOUD-001",
    );
}

#[test]
fn a_number_from_any_branch_of_the_history_is_not_used_again() {
    let (directory, project) = empty();
    if !git(directory.path(), &["init", "-q", "-b", "main"]) {
        // Without git there is no history to look at.
        return;
    }
    fs::create_dir_all(directory.path().join("tasks/cloud-backlog")).unwrap();
    let commit = |name: &str| {
        fs::write(
            directory.path().join("tasks/cloud-backlog").join(name),
            name,
        )
        .unwrap();
        assert!(
            git(directory.path(), &["add", "-A"])
                && git(directory.path(), &["commit", "-qm", name])
        );
    };
    commit("CLOUD-001-a-b.md");
    assert!(git(directory.path(), &["checkout", "-qb", "other"]));
    commit("CLOUD-007-c-d.md");
    assert!(git(directory.path(), &["checkout", "-q", "main"]));
    fs::remove_file(
        directory
            .path()
            .join("tasks/cloud-backlog/CLOUD-001-a-b.md"),
    )
    .unwrap();
    assert_eq!(
        save(&project, "e-f"),
        "tasks/cloud-backlog/CLOUD-008-e-f.md"
    );
    let below = directory.path().join("services/api");
    fs::create_dir_all(&below).unwrap();
    assert_eq!(
        save(&Project::at(&below).unwrap(), "e-f"),
        "tasks/cloud-backlog/CLOUD-001-e-f.md"
    );
}

#[test]
fn two_threads_never_get_the_same_number() {
    let (_directory, project) = empty();
    let names = thread::scope(|scope| {
        let writers: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| (0..5).map(|_| save(&project, "a-b")).collect::<Vec<_>>()))
            .collect();
        writers
            .into_iter()
            .flat_map(|writer| writer.join().unwrap())
            .collect::<BTreeSet<_>>()
    });
    assert_eq!(names.len(), 40);
    assert_eq!(
        names.last().unwrap(),
        "tasks/cloud-backlog/CLOUD-040-a-b.md"
    );
}

/// Started by the test below, several times at once; does nothing when it is run as a test of its own.
#[test]
fn save_in_a_process_of_its_own() {
    if let Some(directory) = std::env::var_os("CLOUD_PLAN_TEST_SAVE_IN") {
        let project = Project::at(Path::new(&directory)).unwrap();
        for _ in 0..5 {
            save(&project, "a-b");
        }
    }
}

#[test]
fn two_processes_never_get_the_same_number() {
    let (directory, project) = empty();
    let start = || {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "save_in_a_process_of_its_own"])
            .env("CLOUD_PLAN_TEST_SAVE_IN", directory.path());
        command.stdout(std::process::Stdio::null()).spawn().unwrap()
    };
    let processes: Vec<_> = (0..4).map(|_| start()).collect();
    for mut process in processes {
        assert!(process.wait().unwrap().success());
    }
    let (entries, notes) = backlog::list(&project);
    let ids: BTreeSet<&str> = entries.iter().map(|entry| entry.head.id.as_str()).collect();
    assert_eq!((entries.len(), ids.len(), notes.len()), (20, 20, 0));
    let left: Vec<_> = fs::read_dir(directory.path().join(backlog::DIRECTORY))
        .unwrap()
        .collect();
    assert_eq!(left.len(), 20, "{left:?}");
}

#[test]
fn a_roadmap_has_a_name_and_is_never_overwritten() {
    let (_directory, project) = empty();
    let entry = backlog::save(&project, &draft(Name::Roadmap("eu-region"))).unwrap();
    assert_eq!(
        entry.path,
        Path::new("tasks/cloud-backlog/CLOUD-ROADMAP-eu-region.md")
    );
    let again = backlog::save(&project, &draft(Name::Roadmap("eu-region")));
    assert!(matches!(again, Err(FileError::Exists(_))), "{again:?}");
}

#[test]
fn a_name_cannot_leave_the_backlog() {
    let (_directory, project) = empty();
    assert_eq!(
        save(&project, "../../etc/passwd"),
        "tasks/cloud-backlog/CLOUD-001-etc-passwd.md"
    );
    assert_eq!(
        save(&project, "Ünïcode `rm -rf`\n"),
        "tasks/cloud-backlog/CLOUD-002-n-code-rm-rf.md"
    );
    assert_eq!(save(&project, ""), "tasks/cloud-backlog/CLOUD-003-plan.md");
}

#[test]
fn collisions_and_edits_are_told() {
    let (directory, project) = empty();
    let first = save(&project, "a-b");
    fs::copy(
        directory.path().join(&first),
        directory
            .path()
            .join("tasks/cloud-backlog/CLOUD-001-c-d.md"),
    )
    .unwrap();
    let second = directory
        .path()
        .join("tasks/cloud-backlog/CLOUD-001-c-d.md");
    fs::write(
        &second,
        fs::read_to_string(&second)
            .unwrap()
            .replace("Create a bucket", "Create two buckets"),
    )
    .unwrap();
    let (entries, notes) = backlog::list(&project);
    assert_eq!(
        entries.iter().map(|entry| entry.edited).collect::<Vec<_>>(),
        [false, true]
    );
    assert!(
        notes[0].starts_with("CLOUD-001 is used 2 times"),
        "{notes:?}"
    );
}

#[test]
fn list_and_show_read_what_others_wrote_too() {
    let (directory, project) = empty();
    save(&project, "profile-images");
    let by_hand = "# Cloud Task: By hand\n\nText.\n";
    fs::write(
        directory
            .path()
            .join("tasks/cloud-backlog/CLOUD-002-by-hand.md"),
        by_hand,
    )
    .unwrap();
    fs::write(
        directory
            .path()
            .join("tasks/cloud-backlog/CLOUD-003-bad-head.md"),
        "---\nid: [\n---\n# Odd\n",
    )
    .unwrap();
    let (code, text) = run(directory.path(), &["backlog"]);
    assert_eq!(code, 0);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "CLOUD-001  open  task  2026-04-24  Profile image bucket"
    );
    assert!(
        lines[1].contains("Cloud Task: By hand") && lines[2].contains("Odd"),
        "{text}"
    );
    for id in [
        "CLOUD-001",
        "1",
        "cloud-001",
        "001",
        "CLOUD-001-profile-images",
        "CLOUD-001-profile-images.md",
    ] {
        assert_eq!(
            run(directory.path(), &["backlog", "show", id]),
            (0, PLAN.to_owned()),
            "{id}"
        );
    }
    assert_eq!(
        run(directory.path(), &["backlog", "show", "2"]),
        (0, by_hand.to_owned())
    );
    let (code, text) = run(directory.path(), &["backlog", "show", "9"]);
    assert_eq!(
        (code, text.contains("has no plan `9`")),
        (1, true),
        "{text}"
    );
}

#[test]
fn the_list_can_be_read_by_programs() {
    let (directory, project) = empty();
    save(&project, "profile-images");
    let (code, text) = run(directory.path(), &["backlog", "list", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (code, &json[0]["id"], json[0]["request"].as_str()),
        (
            0,
            &"CLOUD-001".into(),
            Some(draft(Name::Roadmap("")).request)
        )
    );
}

#[test]
fn an_empty_backlog_is_no_error() {
    let (directory, _project) = empty();
    let (code, text) = run(directory.path(), &["backlog", "list"]);
    assert_eq!((code, text.contains("empty")), (0, true));
    assert!(!directory.path().join("tasks").exists());
}
