//! One broken piece of knowledge for each diagnostic code, with the whole report as its golden file.
//! `UPDATE=1 cargo test --test bad_kb` writes the reports; the difference is read as the author of the file would read it.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stderr,
    missing_docs,
    reason = "a test stops by panicking, and reads its own files"
)]

use cloud_plan::cli::linting::Target;
use cloud_plan::diag::example::example;
use cloud_plan::diag::{Code, Diagnostic, render};
use cloud_plan::kb::check::{Extent, Options};
use cloud_plan::kb::{Load, layers};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, thread};

/// The day of the check.
const DATE: &str = "2026-11-20";

/// The width of the reports.
const WIDTH: usize = 90;

/// Codes about other files than knowledge, or about running it.
const ELSEWHERE: [(Code, &str); 7] = [
    (Code::JsonSyntax, "a profile"),
    (Code::ProfileVersion, "a profile"),
    (Code::RegionOfAnotherProvider, "a profile"),
    (Code::ConflictingValues, "a profile"),
    (Code::UnansweredQuestion, "a profile"),
    (Code::TestFailed, "a test that was run"),
    (Code::UntestedValue, "tests that were run"),
];

/// The folder of a code; relative, so that reports show paths as a reader of the repository knows them.
fn folder(code: Code) -> PathBuf {
    Path::new("tests/bad-kb").join(code.as_str())
}

fn codes() -> Vec<Code> {
    let elsewhere = |code: &Code| ELSEWHERE.iter().any(|(other, _)| other == code);
    let all = Code::all().iter().copied();
    all.filter(|code| !elsewhere(code)).collect()
}

fn lint(root: &Path) -> Vec<Diagnostic> {
    let target = Target {
        load: Load {
            base: None,
            layers: vec![root.to_owned()],
        },
        options: Options {
            extent: Extent::Added,
            date: Some(DATE.to_owned()),
        },
        below: None,
    };
    target.findings()
}

/// Does something with every code on two threads, and gives what was wrong.
fn each(check: impl Fn(Code) -> Option<String> + Sync) -> String {
    let (codes, next, wrong) = (codes(), AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(code) = codes.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(found) = check(*code) {
                        wrong.lock().unwrap().push(format!("{code}: {found}"));
                    }
                }
            });
        }
    });
    let mut wrong = wrong.into_inner().unwrap();
    wrong.sort();
    wrong.join("\n")
}

#[test]
fn every_code_has_its_report() {
    let update = env::var_os("UPDATE").is_some();
    let wrong = each(|code| {
        let root = folder(code);
        if !root.is_dir() {
            return Some(format!("there is no folder {}", root.display()));
        }
        let findings = lint(&root);
        let others: BTreeSet<&str> = findings
            .iter()
            .filter(|finding| finding.code != code)
            .map(|finding| finding.code.as_str())
            .collect();
        if findings.len() == others.len() || !others.is_empty() {
            let all: Vec<_> = findings
                .iter()
                .map(|one| (one.code, &one.message))
                .collect();
            return Some(format!(
                "must be the only code that is reported, not {all:?}"
            ));
        }
        let report = render::render_human(&findings, WIDTH, render::Color::Plain);
        let golden = root.join("report.txt");
        if update {
            fs::write(&golden, &report).unwrap();
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        (report != expected).then(|| format!("the report changed\n{report}"))
    });
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_folder_is_of_a_code() {
    for entry in fs::read_dir("tests/bad-kb").unwrap() {
        let name = entry.unwrap().file_name();
        let code = Code::from_str(name.to_str().unwrap()).unwrap_or_else(|_| panic!("{name:?}"));
        assert!(codes().contains(&code), "{code} is no code of knowledge");
    }
}

/// What `explain` shows is what really happens: the wrong text stands in the folder, and the right one in its place
/// ends the finding.
#[test]
fn examples_of_explain_hold() {
    let wrong = each(|code| {
        let Some(example) = example(code) else {
            return Some("there is no example for `explain`".to_owned());
        };
        let copy = tempfile::tempdir().unwrap();
        let mut replaced = false;
        for (relative, full) in layers::files_below(&folder(code)) {
            let target = copy.path().join(&relative);
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            let bytes = fs::read(full).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            if text.contains(&example.wrong) {
                replaced = true;
                fs::write(target, text.replace(&example.wrong, &example.right)).unwrap();
            } else {
                fs::write(target, bytes).unwrap();
            }
        }
        if !replaced {
            return Some(format!("no file holds the wrong text\n{}", example.wrong));
        }
        let left = lint(copy.path());
        let left: Vec<_> = left.iter().map(|one| (one.code, &one.message)).collect();
        (!left.is_empty()).then(|| format!("the right text is not right: {left:?}"))
    });
    assert!(wrong.is_empty(), "{wrong}");
}
