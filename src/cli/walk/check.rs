//! Says how an approved change is carried out, and compares the saved plan with what was approved.
//! It never runs anything, and one difference ends the approval.

use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;

use super::{Bench, Desk, short};
use crate::cli::{Outcome, Stop, active};
use crate::project::digest::sha256;
use crate::project::walk::change::{Change, Kind};
use crate::project::walk::compare::{Equal, compare};
use crate::project::walk::ledger::{Answer, Line, More};
use crate::project::walk::{Current, code, saved_plan};

/// A plan longer than this is not read.
const LIMIT: u64 = 256 * 1024 * 1024;

/// What to write and what to run, now that the change is approved.
pub fn steps(bench: &Bench<'_>) -> Outcome {
    let mut desk = bench.open()?;
    let current = bench.holding(&mut desk)?;
    bench
        .context
        .document(&instructions(bench, &desk, &current)?)
}

fn instructions(bench: &Bench<'_>, desk: &Desk, current: &Current) -> Result<String, Stop> {
    let words = &bench.words;
    let approval = &current.approval;
    let mut text = String::new();
    if approval.more.changes.is_empty() {
        let _ = writeln!(text, "{}", checklist(&approval.more.checks));
        text.push_str(&words.say("no-run", &[]));
        return Ok(text);
    }
    for file in &approval.more.iac_files {
        match edit(bench, file.line, &file.path, &approval.more.changes)? {
            Some((old, new)) => {
                let line = file.line.unwrap_or_default().to_string();
                let _ = writeln!(
                    text,
                    "{}",
                    words.say("edit", &[("line", &line), ("path", &file.path)])
                );
                let _ = writeln!(text, "- {}\n+ {}\n", old.trim_start(), new.trim_start());
            }
            None => {
                let _ = writeln!(text, "{}\n", words.say("write", &[("files", &file.path)]));
            }
        }
    }
    let _ = writeln!(text, "{}", words.say("run", &[]));
    for command in filled(bench, desk, approval, "commands") {
        let _ = writeln!(text, "  {command}");
    }
    let out = out_name(bench, desk, approval);
    let _ = write!(text, "{}", words.say("check-next", &[("out", &out)]));
    Ok(text)
}

/// The line of the code before and after; nothing when it is changed already.
fn edit(
    bench: &Bench<'_>,
    line: Option<usize>,
    path: &str,
    changes: &[Change],
) -> Result<Option<(String, String)>, Stop> {
    let text = bench
        .stored
        .project
        .read(Path::new(path))
        .map_err(active::file_error)?
        .unwrap_or_default();
    let old = line.and_then(|line| text.lines().nth(line.saturating_sub(1)));
    let change = changes.iter().find(|change| change.kind == Kind::Update);
    let parts = old.zip(change.and_then(|change| change.from.as_deref().zip(change.to.as_deref())));
    Ok(parts
        .and_then(|(old, (from, to))| code::edited(old, from, to).map(|new| (old.to_owned(), new))))
}

/// The commands of the walk, for the folder of the code.
fn filled(bench: &Bench<'_>, desk: &Desk, approval: &Line, list: &str) -> Vec<String> {
    let first = approval
        .more
        .iac_files
        .first()
        .map(|file| file.path.as_str())
        .unwrap_or_default();
    let folder = first.rsplit_once('/').map_or(".", |(folder, _)| folder);
    let out = out_name(bench, desk, approval);
    let fill = |command: &String| command.replace("{dir}", folder).replace("{out}", &out);
    bench.words.list(list).iter().map(fill).collect()
}

/// The name of the plan file: the ticket and the number of the item.
fn out_name(bench: &Bench<'_>, desk: &Desk, approval: &Line) -> String {
    format!("{}-{}", bench.ticket.to_lowercase(), number(desk, approval))
}

/// The number of the item in its list.
pub fn number(desk: &Desk, approval: &Line) -> usize {
    desk.items
        .iter()
        .position(|item| item.line == approval.line)
        .unwrap_or_default()
        + 1
}

/// The checks with an open mark each.
pub fn checklist(checks: &[String]) -> String {
    checks
        .iter()
        .map(|check| format!("- [ ] {check}\n"))
        .collect()
}

/// Runs the step.
pub fn run(bench: &Bench<'_>, file: &Path) -> Outcome {
    let bytes = bytes(file)?;
    let mut desk = bench.open()?;
    let current = bench.holding(&mut desk)?;
    let plan = saved_plan::read(&bytes)
        .map_err(|error| Stop::data(format!("{}: {error}", file.display())).help(error.help()))?;
    code_is_as_approved(bench, &mut desk, &current)?;
    match compare(&current.approval.more.changes, &plan) {
        Ok(equal) => passed(bench, &mut desk, &current, &equal, &bytes),
        Err(differences) => {
            let list: Vec<String> = differences
                .iter()
                .map(|difference| format!("- {difference}"))
                .collect();
            let why = format!(
                "the plan differs from what was approved:\n  {}",
                list.join("\n  ")
            );
            bench.end(&mut desk, &current, &why)?;
            Err(Stop::data(why)
                .help("do not apply it: the approval has ended; cloud-plan work next plans again"))
        }
    }
}

fn bytes(file: &Path) -> Result<Vec<u8>, Stop> {
    let failed = |error: std::io::Error| Stop::data(format!("{}: {error}", file.display()));
    let mut bytes = Vec::new();
    let open = std::fs::File::open(file).map_err(failed)?;
    open.take(LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > LIMIT {
        return Err(Stop::data(format!(
            "{}: a plan of more than {LIMIT} bytes is not read",
            file.display()
        )));
    }
    Ok(bytes)
}

/// Files whose change is known to the line hold that change and nothing else.
fn code_is_as_approved(bench: &Bench<'_>, desk: &mut Desk, current: &Current) -> Result<(), Stop> {
    for file in &current.approval.more.iac_files {
        let Some(approved) = &file.approved else {
            continue;
        };
        let text = bench
            .stored
            .project
            .read(Path::new(&file.path))
            .map_err(active::file_error)?
            .unwrap_or_default();
        if code::digest(&text, None) == *approved {
            continue;
        }
        let line = file.line.unwrap_or_default();
        let unchanged = edit(bench, file.line, &file.path, &current.approval.more.changes)?
            .is_some_and(|(_, new)| code::digest(&text, Some((line, &new))) == *approved);
        if unchanged {
            return Err(Stop::data(format!(
                "{}:{line} does not hold the approved change yet",
                file.path
            ))
            .help("cloud-plan work approve prints what to write and what to run"));
        }
        let why = format!(
            "{} holds something else than the approved change of line {line}",
            file.path
        );
        bench.end(desk, current, &why)?;
        return Err(
            Stop::data(why).help("the approval has ended; cloud-plan work next plans again")
        );
    }
    Ok(())
}

fn passed(
    bench: &Bench<'_>,
    desk: &mut Desk,
    current: &Current,
    equal: &Equal,
    bytes: &[u8],
) -> Outcome {
    let approval = &current.approval;
    let digest = sha256(&String::from_utf8_lossy(bytes));
    let more = More {
        plan_file: Some(digest),
        ..More::default()
    };
    bench.record(
        desk,
        Answer::Checked,
        (approval.line, &approval.task, &approval.plan),
        more,
    )?;
    let words = &bench.words;
    let mut text = counts(bench, equal);
    text.push('\n');
    for change in &approval.more.changes {
        let _ = writeln!(text, "  {change}");
    }
    for note in &equal.notes {
        let _ = writeln!(text, "  note: {note}");
    }
    if approval.more.changes.is_empty() {
        let _ = write!(
            text,
            "\n{}{}",
            checklist(&approval.more.checks),
            words.say("no-run", &[])
        );
        return bench.context.document(&text);
    }
    let _ = writeln!(
        text,
        "{}",
        words.say("equal", &[("plan", short(&approval.plan))])
    );
    for command in filled(bench, desk, approval, "apply") {
        let _ = writeln!(text, "  {command}");
    }
    let count = approval.more.checks.len().to_string();
    let _ = write!(
        text,
        "\n{}\n{}",
        checklist(&approval.more.checks),
        words.say("smoke", &[("count", &count)])
    );
    bench.context.document(&text)
}

/// How many resources are made, changed and destroyed.
pub fn counts(bench: &Bench<'_>, equal: &Equal) -> String {
    let (add, change, destroy) = (
        equal.add.to_string(),
        equal.change.to_string(),
        equal.destroy.to_string(),
    );
    bench.words.say(
        "counts",
        &[("add", &add), ("change", &change), ("destroy", &destroy)],
    )
}

/// What approved changes amount to.
pub fn expected(changes: &[Change]) -> Equal {
    let mut equal = Equal::default();
    let mut seen: Vec<&str> = Vec::new();
    for change in changes {
        let is_output = change.address.starts_with("output.");
        if is_output || seen.contains(&change.address.as_str()) {
            continue;
        }
        seen.push(&change.address);
        match change.kind {
            Kind::Create => equal.add += 1,
            Kind::Update => equal.change += 1,
            Kind::Destroy => equal.destroy += 1,
            Kind::Replace => {
                equal.add += 1;
                equal.destroy += 1;
            }
        }
    }
    equal
}
