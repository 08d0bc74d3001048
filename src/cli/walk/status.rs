//! Says where the walk stands and whether its ledger adds up.
//! It never takes a step.

use std::fmt::Write as _;

use serde_json::json;

use super::{Bench, Desk, check, short};
use crate::cli::args::Format;
use crate::cli::{Outcome, Stop};
use crate::project::walk::{checklist, ledger};

/// Runs the step.
pub fn run(bench: &Bench<'_>) -> Outcome {
    let format = bench.context.format(&[Format::Text, Format::Json])?;
    let desk = bench.open()?;
    if format == Format::Json {
        return bench.context.document(&as_json(bench, &desk)?);
    }
    let words = &bench.words;
    let from = match (&bench.args.ticket, &bench.branch) {
        (None, Some(branch)) => words.say("from-branch", &[("branch", branch)]),
        _ => words.say("from-flag", &[]),
    };
    let mut text = words.say("status-list", &[("ticket", &bench.ticket), ("from", &from)]);
    let list = desk.list.display().to_string();
    let (done, count) = desk.progress();
    let (done, count) = (done.to_string(), count.to_string());
    let _ = writeln!(text, "\n{}", words.say("status-file", &[("list", &list)]));
    let next = checklist::next_open(&desk.items, &desk.state.skipped);
    let counts = [("done", done.as_str()), ("count", count.as_str())];
    let _ = match next {
        Some(item) => {
            let line = item.line.to_string();
            let mut pairs = counts.to_vec();
            pairs.push(("line", &line));
            writeln!(text, "{}", words.say("status-open", &pairs))
        }
        None => writeln!(text, "{}", words.say("status-done", &counts)),
    };
    let (state, plan) = stands(&desk);
    let _ = writeln!(text, "{}", words.say(state, &[("plan", short(&plan))]));
    let path = ledger::path(&desk.list).display().to_string();
    let lines = desk.ledger.lines.len().to_string();
    let form = if desk.ledger.lines.is_empty() {
        "ledger-none"
    } else {
        "ledger"
    };
    text.push_str(&words.say(form, &[("path", &path), ("count", &lines)]));
    bench.context.document(&text)
}

/// The text that says where the walk stands, and the plan that it is about.
fn stands(desk: &Desk) -> (&'static str, String) {
    match (&desk.state.current, &desk.notes.draft) {
        (Some(current), _) => {
            let state = match (current.confirmed, &current.checked) {
                (false, _) => "state-confirm",
                (true, None) if current.approval.more.changes.is_empty() => "state-exercise",
                (true, None) => "state-approved",
                (true, Some(_)) => "state-checked",
            };
            (state, current.approval.plan.clone())
        }
        (None, Some(draft)) => ("state-planned", draft.plan.clone()),
        (None, None) => ("state-idle", String::new()),
    }
}

fn as_json(bench: &Bench<'_>, desk: &Desk) -> Result<String, Stop> {
    let next = checklist::next_open(&desk.items, &desk.state.skipped);
    let (state, plan) = stands(desk);
    let current = desk.state.current.as_ref();
    let value = json!({
        "ticket": bench.ticket,
        "branch": bench.branch,
        "list": desk.list,
        "items": desk.items.len(),
        "done": desk.progress().0,
        "next": next.map(|item| json!({ "line": item.line, "task": item.text })),
        "state": state.trim_start_matches("state-"),
        "plan": Some(short(&plan)).filter(|plan| !plan.is_empty()),
        "number": current.map(|current| check::number(desk, &current.approval)),
        "ledger": { "path": ledger::path(&desk.list), "lines": desk.ledger.lines.len(), "head": desk.ledger.head },
    });
    serde_json::to_string_pretty(&value).map_err(|error| Stop::Bug(error.to_string()))
}
