//! The report on a finished item: what was done, what proves it, and the way back.
//! It never changes anything.

use std::fmt::Write as _;

use super::{Bench, Desk, check, kept_plan, short};
use crate::cli::{Outcome, Stop};
use crate::project::walk::ledger::{self, Line};

pub(super) fn rollback(bench: &Bench<'_>, desk: &Desk, line: &Line) -> String {
    let at = desk
        .ledger
        .lines
        .last()
        .map(|last| last.at.clone())
        .unwrap_or_default();
    let next_day = at
        .get(..10)
        .and_then(|day| day.parse::<jiff::civil::Date>().ok())
        .and_then(|day| day.tomorrow().ok())
        .map(|day| day.to_string())
        .unwrap_or_default();
    if line.more.rollback.is_empty() {
        return format!("  {}\n", bench.words.say("rollback-none", &[]));
    }
    let steps = line.more.rollback.iter().enumerate();
    steps
        .map(|(index, step)| {
            format!(
                "  {}. {}\n",
                index + 1,
                step.replace("{next-day}", &next_day)
            )
        })
        .collect()
}

/// Prints the last report again.
pub fn again(bench: &Bench<'_>) -> Outcome {
    let desk = bench.open()?;
    let Some(last) = desk.state.finished.clone() else {
        return Err(Stop::data("nothing was reported yet").help("cloud-plan work status"));
    };
    bench.context.document(&text(bench, &desk, &last))
}

pub(super) fn text(bench: &Bench<'_>, desk: &Desk, line: &Line) -> String {
    let words = &bench.words;
    let more = &line.more;
    let task = more.new_task.as_ref().unwrap_or(&line.task);
    let (number, count) = (
        check::number(desk, line).to_string(),
        desk.items.len().to_string(),
    );
    let pairs = [
        ("ticket", bench.ticket.as_str()),
        ("number", &number),
        ("count", &count),
        ("task", task),
    ];
    let mut text = format!(
        "{}\n\n{}\n",
        words.say("report", &pairs),
        words.say("actions", &[])
    );
    text.push_str(&actions(bench, line));
    text.push_str(&proof(bench, line));
    let _ = write!(
        text,
        "\n{}\n{}",
        words.say("rollback-report", &[]),
        rollback(bench, desk, line)
    );
    let list = desk.list.display().to_string();
    let pairs = [("list", list.as_str()), ("line", &line.line.to_string())];
    let _ = writeln!(
        text,
        "\n{}\n  {}",
        words.say("checklist", &[]),
        words.say("checklist-line", &pairs)
    );
    let _ = writeln!(text, "  -- [ ] {}\n  +- [x] {task}", line.task);
    let _ = write!(
        text,
        "\n{}\n  {}\n  {}",
        words.say("commit", &[]),
        message(bench, line),
        committed(desk, line).join(", ")
    );
    text
}

pub(super) fn message(bench: &Bench<'_>, line: &Line) -> String {
    format!(
        "{}: {}",
        bench.ticket,
        line.more.new_task.as_ref().unwrap_or(&line.task)
    )
}

/// The files that belong to the item.
pub(super) fn committed(desk: &Desk, line: &Line) -> Vec<String> {
    let own = [
        desk.list.clone(),
        ledger::path(&desk.list),
        kept_plan(&desk.list, &line.plan),
    ];
    let code = line.more.iac_files.iter().map(|file| file.path.clone());
    code.chain(own.iter().map(|path| path.display().to_string()))
        .collect()
}

/// What was done to the code.
fn actions(bench: &Bench<'_>, line: &Line) -> String {
    let (words, more) = (&bench.words, &line.more);
    let mut text = String::new();
    let files: Vec<&str> = more
        .iac_files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    let form = if more.changes.is_empty() {
        "action-none"
    } else {
        "action-done"
    };
    let files = files.join(", ");
    let pairs = [
        ("files", files.as_str()),
        ("plan", short(&line.plan)),
        ("at", &line.at),
        ("by", &line.by),
    ];
    let _ = writeln!(text, "  {}", words.say(form, &pairs));
    if !more.changes.is_empty() {
        let _ = writeln!(text, "\n{}", words.say("plan-output", &[]));
        let _ = writeln!(
            text,
            "  {}",
            check::counts(bench, &check::expected(&more.changes))
        );
        for change in &more.changes {
            let _ = writeln!(text, "  {change}");
        }
        let applied = more.applied.as_deref().unwrap_or_default();
        let _ = writeln!(text, "{}\n  {applied}", words.say("apply-output", &[]));
    }
    text
}

/// What proves it.
fn proof(bench: &Bench<'_>, line: &Line) -> String {
    let (words, more) = (&bench.words, &line.more);
    let mut text = String::new();
    if !more.checks.is_empty() {
        let count = more.checks.len().to_string();
        let _ = writeln!(
            text,
            "\n{}",
            words.say("smoke-report", &[("passed", &count), ("count", &count)])
        );
        for check in &more.checks {
            let _ = writeln!(text, "  [x] {check}");
        }
    }
    text
}
