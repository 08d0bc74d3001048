//! Takes the result of an approved change, reports it with the way back, and sets the mark of the item.
//! It never sets a mark for what did not pass.

use std::path::Path;

use regex::Regex;

use super::{Bench, Desk, check, report};
use crate::cli::{Outcome, Stop, git};
use crate::project::digest::sha256;
use crate::project::walk::Current;
use crate::project::walk::checklist::{self, Item};
use crate::project::walk::ledger::{Answer, More};

/// No output of a tool is longer than this.
const LIMIT: u64 = 16 * 1024 * 1024;

/// What was typed.
pub struct Files<'a> {
    /// What apply printed.
    pub apply: Option<&'a Path>,
    /// The checks with their marks.
    pub smoke: Option<&'a Path>,
    /// Commit what belongs to the item.
    pub commit: bool,
}

/// How it went.
struct Judged {
    applied: Option<String>,
    /// Every check with its mark.
    smoke: Vec<(bool, String)>,
    /// What is wrong, if anything is.
    wrong: Vec<String>,
}

/// Runs the step.
pub fn run(bench: &Bench<'_>, files: &Files<'_>) -> Outcome {
    let (apply, smoke) = (text_of(files.apply)?, text_of(files.smoke)?);
    let mut desk = bench.open()?;
    let current = bench.holding(&mut desk)?;
    let more = &current.approval.more;
    if !more.changes.is_empty() && current.checked.is_none() {
        return Err(
            Stop::data("the plan file was not checked").help("cloud-plan work check PLAN.json")
        );
    }
    if !more.changes.is_empty() && apply.is_none() {
        return Err(Stop::usage("the output of apply is missing")
            .help("cloud-plan work done --apply apply.txt --smoke smoke.txt"));
    }
    if !more.checks.is_empty() && smoke.is_none() {
        return Err(Stop::usage("the checks with their marks are missing")
            .help("cloud-plan work done --smoke smoke.txt"));
    }
    let result = judged(bench, &current, apply.as_deref(), smoke.as_deref())?;
    if result.wrong.is_empty() {
        succeeded(bench, &mut desk, &current, &result, files.commit)
    } else {
        failed(bench, &mut desk, &current, &result)
    }
}

fn text_of(file: Option<&Path>) -> Result<Option<String>, Stop> {
    let Some(file) = file else { return Ok(None) };
    let bad = |error: std::io::Error| Stop::data(format!("{}: {error}", file.display()));
    let mut bytes = Vec::new();
    let open = std::fs::File::open(file).map_err(bad)?;
    std::io::Read::read_to_end(&mut std::io::Read::take(open, LIMIT), &mut bytes).map_err(bad)?;
    Ok(Some(plain(&String::from_utf8_lossy(&bytes))))
}

/// A text without the colours of a terminal.
fn plain(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            let _ = letters.by_ref().find(char::is_ascii_alphabetic);
        } else if letter != '\r' {
            clean.push(letter);
        }
    }
    clean
}

fn judged(
    bench: &Bench<'_>,
    current: &Current,
    apply: Option<&str>,
    smoke: Option<&str>,
) -> Result<Judged, Stop> {
    let more = &current.approval.more;
    let mut wrong = Vec::new();
    let mut applied = None;
    if let Some(text) = apply.filter(|_| !more.changes.is_empty()) {
        match complete(bench, text)? {
            Some((line, counts)) => {
                let expected = check::expected(&more.changes);
                if counts != [expected.add, expected.change, expected.destroy] {
                    wrong.push(format!(
                        "apply did something else than was approved: {line}"
                    ));
                }
                applied = Some(line);
            }
            None => wrong.push(
                "apply did not end as complete: look at its output for what did change".to_owned(),
            ),
        }
    }
    let smoke = marks(&more.checks, smoke.unwrap_or_default());
    for (passed, check) in &smoke {
        if !passed {
            wrong.push(format!("not passed: {check}"));
        }
    }
    Ok(Judged {
        applied,
        smoke,
        wrong,
    })
}

/// The last line that says that apply is complete, and its three numbers.
fn complete(bench: &Bench<'_>, text: &str) -> Result<Option<(String, [usize; 3])>, Stop> {
    let pattern = Regex::new(&bench.words.say("apply-complete", &[]))
        .map_err(|error| Stop::data(format!("the text `apply-complete` is no pattern: {error}")))?;
    let found = pattern.captures_iter(text).last();
    Ok(found.map(|found| {
        let number = |index: usize| {
            found
                .get(index)
                .and_then(|part| part.as_str().parse().ok())
                .unwrap_or(usize::MAX)
        };
        let whole = found
            .get(0)
            .map(|part| part.as_str().trim().to_owned())
            .unwrap_or_default();
        (whole, [number(1), number(2), number(3)])
    }))
}

/// Every check with the mark that its line has; one that has no line is not passed.
fn marks(checks: &[String], text: &str) -> Vec<(bool, String)> {
    let bare = |text: &str| {
        text.replace('`', "")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let lines: Vec<(bool, String)> = text
        .lines()
        .filter_map(|line| {
            let line = line.trim().trim_start_matches(['-', '*', '+']).trim_start();
            let (mark, rest) = line.strip_prefix('[')?.split_once(']')?;
            Some((matches!(mark.trim(), "x" | "X"), bare(rest)))
        })
        .collect();
    checks
        .iter()
        .map(|check| {
            let wanted = bare(check);
            let own: Vec<bool> = lines
                .iter()
                .filter(|(_, line)| line.starts_with(&wanted))
                .map(|(mark, _)| *mark)
                .collect();
            (
                !own.is_empty() && own.iter().all(|mark| *mark),
                check.clone(),
            )
        })
        .collect()
}

/// Records the result first, then sets the mark: a run that is broken off between the two is finished by the next.
fn succeeded(
    bench: &Bench<'_>,
    desk: &mut Desk,
    current: &Current,
    result: &Judged,
    commit: bool,
) -> Outcome {
    let approval = current.approval.clone();
    let item = desk
        .items
        .iter()
        .find(|item| item.line == approval.line && item.text == approval.task)
        .cloned();
    let Some(item) = item else {
        return Err(Stop::data(format!(
            "line {} of the list is not the approved item any more",
            approval.line
        )));
    };
    let words = approval
        .more
        .new_task
        .clone()
        .filter(|_| !item.several_lines);
    let after = checklist::toggled(&desk.text, &item, words.as_deref())
        .ok_or_else(|| Stop::data(format!("line {} of the list is not open", item.line)))?;
    let more = More {
        tasks: Some(sha256(&desk.text)),
        tasks_after: Some(sha256(&after)),
        new_task: words.clone(),
        changes: approval.more.changes.clone(),
        iac_files: approval.more.iac_files.clone(),
        checks: approval.more.checks.clone(),
        rollback: approval.more.rollback.clone(),
        applied: result.applied.clone(),
        ..outcome("done", result)
    };
    bench.append(
        desk,
        Answer::Reported,
        (approval.line, &approval.task, &approval.plan),
        more,
    )?;
    bench.set_mark(desk, &item, words.as_deref())?;
    bench.note(desk)?;
    let last = desk
        .ledger
        .lines
        .last()
        .cloned()
        .ok_or_else(|| Stop::Bug("an empty ledger".to_owned()))?;
    bench.context.document(&report::text(bench, desk, &last))?;
    if commit {
        let files = report::committed(desk, &last);
        git::commit(
            &bench.stored.project.root,
            &report::message(bench, &last),
            &files,
        )
        .map_err(|error| {
            Stop::data(format!(
                "the item is done, and git refuses the commit: {error}"
            ))
        })?;
    }
    go_on(bench, desk)
}

fn outcome(result: &str, smoke: &Judged) -> More {
    let passed = smoke.smoke.iter().filter(|(passed, _)| *passed).count();
    More {
        result: Some(result.to_owned()),
        smoke: Some(format!("{passed}/{}", smoke.smoke.len())),
        ..More::default()
    }
}

/// The way back comes first, and no next item is offered.
fn failed(bench: &Bench<'_>, desk: &mut Desk, current: &Current, result: &Judged) -> Outcome {
    let approval = &current.approval;
    let more = More {
        text: Some(result.wrong.join("; ")),
        applied: result.applied.clone(),
        ..outcome("failed", result)
    };
    bench.record(
        desk,
        Answer::Reported,
        (approval.line, &approval.task, &approval.plan),
        more,
    )?;
    let mut text = format!("{}\n", bench.words.say("rollback-report", &[]));
    text.push_str(&report::rollback(bench, desk, approval));
    bench.context.document(&text)?;
    Err(Stop::data(format!(
        "line {} stays open:\n  {}",
        approval.line,
        result.wrong.join("\n  ")
    ))
    .help("roll back or repair, then plan the item again: cloud-plan work next"))
}

/// Offers the next item, or says where the walk stopped.
fn go_on(bench: &Bench<'_>, desk: &Desk) -> Outcome {
    let words = &bench.words;
    let next: Option<&Item> = checklist::next_open(&desk.items, &desk.state.skipped);
    let Some(next) = next else {
        return bench.context.document(&words.say("next-none", &[]));
    };
    let (done, count) = desk.progress();
    let (done, count) = (done.to_string(), count.to_string());
    let next = words.say("next", &[("task", &next.text)]);
    let stopped = words.say("stopped", &[("done", &done), ("count", &count)]);
    bench.context.document(&format!(
        "\n{}\n  {next}\n{stopped}",
        words.say("continue", &[])
    ))
}

#[cfg(test)]
mod tests {
    use super::{marks, plain};

    #[test]
    fn a_check_passes_only_with_its_own_mark() {
        let checks = vec!["`a b` → 1".to_owned(), "`c` → 2".to_owned()];
        let check = |text: &str, passed: [bool; 2]| {
            let found: Vec<bool> = marks(&checks, text)
                .into_iter()
                .map(|(mark, _)| mark)
                .collect();
            assert_eq!(found, passed, "{text}");
        };
        check("- [x] `a b` → 1\n- [x] `c` → 2\n", [true, true]);
        check("  [X] a b → 1\n      -> 1\n  [x] c → 2", [true, true]);
        check("- [ ] `a b` → 1\n- [x] `c` → 2\n", [false, true]);
        check("- [x] `a b` → 1\n- [ ] `a b` → 1\n", [false, false]);
        check("", [false, false]);
        check("`a b` → 1 [x]", [false, false]);
    }

    #[test]
    fn colours_are_taken_out() {
        assert_eq!(plain("\u{1b}[0m\u{1b}[1mApply\u{1b}[0m\r\n"), "Apply\n");
    }
}
