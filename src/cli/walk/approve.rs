//! Takes the answer to the plan that was shown, and records it word for word.
//! It never takes an answer from a flag: without a terminal the answer has to name the plan.

use std::io::{self, BufRead, IsTerminal, Read};

use super::next::{self, Shown};
use super::{Bench, Desk, block, check, kept_plan, short};
use crate::cli::context::print_error;
use crate::cli::{Outcome, Stop, active};
use crate::project::digest::sha256;
use crate::project::files::Mode;
use crate::project::walk::checklist::Item;
use crate::project::walk::ledger::{Answer, CodeFile, More};
use crate::project::walk::state::Draft;

/// An answer longer than this is none.
const LIMIT: u64 = 4096;

/// What was said.
enum Said {
    Yes,
    No(String),
    Revise(String),
    Unclear(String),
}

/// Shows the plan again and takes the answer.
pub fn run(bench: &Bench<'_>) -> Outcome {
    if bench.context.interactive() {
        let shown = reopen(bench)?;
        if let Some((_, shown)) = shown {
            let list = bench.list().display().to_string();
            let prompt = block::prompt(&bench.words, &shown.proposal, &list);
            bench
                .context
                .document(&format!("{}\n{prompt}", shown.text))?;
        }
    }
    ask(bench)
}

/// Takes the answer to the plan that was shown last.
pub fn ask(bench: &Bench<'_>) -> Outcome {
    let awaits = {
        let desk = bench.open()?;
        desk.state
            .current
            .as_ref()
            .is_some_and(|current| !current.confirmed)
    };
    if awaits {
        return confirm(bench);
    }
    loop {
        let line = read_line()?.ok_or_else(|| unanswered(bench))?;
        let Some((mut desk, shown)) = reopen(bench)? else {
            return Err(Stop::data("no plan waits for an answer").help("cloud-plan work next"));
        };
        match said(bench, &line, &shown) {
            Said::Yes => {
                yes(bench, &mut desk, &shown)?;
                drop(desk);
                return confirm(bench);
            }
            Said::No(text) => return no(bench, &mut desk, &shown, &text),
            Said::Revise(text) => {
                let again = revise(bench, &mut desk, &shown, &text)?;
                drop(desk);
                if !io::stdin().is_terminal() {
                    return next::offer(bench, &again);
                }
            }
            Said::Unclear(why) => {
                if !io::stdin().is_terminal() {
                    return Err(Stop::data(why)
                        .help(bench.words.say("piped", &[("plan", short(&shown.plan))])));
                }
                bench.context.note(&why);
            }
        }
    }
}

/// The plan that waits for an answer, made again: it must be the one that was shown.
fn reopen(bench: &Bench<'_>) -> Result<Option<(Desk, Shown)>, Stop> {
    let mut desk = bench.open()?;
    let Some(draft) = desk.notes.draft.clone() else {
        return Ok(None);
    };
    let gone = |desk: &mut Desk| -> Result<Stop, Stop> {
        desk.notes.draft = None;
        bench.note(desk)?;
        Ok(
            Stop::data("what the plan was made from has changed since it was shown")
                .help("cloud-plan work next"),
        )
    };
    let item = desk
        .items
        .iter()
        .find(|item| item.line == draft.line && !item.done && item.text == draft.task);
    let Some(item) = item.cloned() else {
        return Err(gone(&mut desk)?);
    };
    let shown = next::plan(
        bench,
        &desk,
        &item,
        Draft {
            plan: String::new(),
            ..draft.clone()
        },
    )?;
    let refused = next::not_approvable(bench, &shown.proposal).is_some();
    if shown.plan != draft.plan || refused {
        return Err(gone(&mut desk)?);
    }
    Ok(Some((desk, shown)))
}

/// One line of what is typed or piped; `None` at the end of input.
fn read_line() -> Result<Option<String>, Stop> {
    let mut line = String::new();
    // Byte by byte, so that a second answer in the same pipe is left for the second question.
    let mut input = io::stdin().lock();
    let read = input.by_ref().take(LIMIT).read_line(&mut line);
    let read = read.map_err(|error| Stop::data(format!("the answer cannot be read: {error}")))?;
    Ok((read > 0).then(|| line.trim().to_owned()))
}

/// The input ended before an answer: the terminal is gone or the pipe is empty. That is no answer, so nothing is
/// recorded, and the question stands.
fn unanswered(bench: &Bench<'_>) -> Stop {
    Stop::data(bench.words.say("unanswered", &[])).help("cloud-plan work approve")
}

/// What an answer means. Without a terminal it has to name the plan.
fn said(bench: &Bench<'_>, line: &str, shown: &Shown) -> Said {
    let words = &bench.words;
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let is = |list: &str| {
        words
            .list(list)
            .iter()
            .any(|word| word.eq_ignore_ascii_case(first))
    };
    let piped = !io::stdin().is_terminal();
    let (plan, rest) = match rest.trim().split_once(char::is_whitespace) {
        Some((plan, rest)) if piped => (plan, rest.trim()),
        None if piped => (rest.trim(), ""),
        _ => (short(&shown.plan), rest.trim()),
    };
    let named = plan == short(&shown.plan) || plan == shown.plan;
    if !named && (is("yes") || is("no") || is("revise")) {
        return Said::Unclear(format!(
            "the answer names plan `{plan}`, and plan {} was shown",
            short(&shown.plan)
        ));
    }
    if is("yes") && rest.is_empty() {
        Said::Yes
    } else if is("no") {
        Said::No(rest.to_owned())
    } else if is("revise") && !rest.is_empty() {
        Said::Revise(rest.to_owned())
    } else if is("revise") {
        Said::Unclear(
            "say what is to be different, for example: revise 14 days are enough".to_owned(),
        )
    } else {
        Said::Unclear(words.say("answers", &[]))
    }
}

/// Keeps the approved words, then records the approval.
fn yes(bench: &Bench<'_>, desk: &mut Desk, shown: &Shown) -> Result<(), Stop> {
    let proposal = &shown.proposal;
    let project = &bench.stored.project;
    bench.by()?;
    let kept = kept_plan(&desk.list, &shown.plan);
    project
        .write(&kept, &shown.text, Mode::Replace)
        .map_err(active::file_error)?;
    let files = proposal.files.iter().map(|file| CodeFile {
        path: file.path.clone(),
        line: file.line,
        approved: file.approved.clone(),
    });
    let more = More {
        changes: proposal.changes.clone(),
        iac_files: files.collect(),
        impact: Some(proposal.impact.clone()),
        new_task: Some(proposal.task.clone()).filter(|task| *task != shown.draft.task),
        text: shown.draft.revisions.last().cloned(),
        resource: Some(proposal.resource.clone()).filter(|_| proposal.production),
        branch: bench.branch.clone(),
        tasks: Some(sha256(&desk.text)),
        checks: proposal.checks.clone(),
        rollback: proposal.rollback.clone(),
        ..More::default()
    };
    desk.notes.draft = None;
    bench.record(
        desk,
        Answer::Yes,
        (shown.draft.line, &shown.draft.task, &shown.plan),
        more,
    )?;
    bench
        .context
        .note(&bench.words.say("approved", &[("plan", short(&shown.plan))]));
    Ok(())
}

/// Records that nothing is done. The item stays open.
fn no(bench: &Bench<'_>, desk: &mut Desk, shown: &Shown, text: &str) -> Outcome {
    desk.notes.draft = None;
    let more = More {
        text: Some(text.to_owned()).filter(|text| !text.is_empty()),
        ..More::default()
    };
    bench.record(
        desk,
        Answer::No,
        (shown.draft.line, &shown.draft.task, &shown.plan),
        more,
    )?;
    Err(Stop::data(
        bench
            .words
            .say("refused", &[("line", &shown.draft.line.to_string())]),
    )
    .help("`cloud-plan work next` offers the item again, `--skip` passes over it"))
}

/// Plans again with the words of the person. An earlier answer does not carry over.
fn revise(bench: &Bench<'_>, desk: &mut Desk, shown: &Shown, text: &str) -> Result<Shown, Stop> {
    let item: Option<Item> = desk
        .items
        .iter()
        .find(|item| item.line == shown.draft.line)
        .cloned();
    let Some(item) = item else {
        return Err(Stop::Bug("the item is gone".to_owned()));
    };
    let mut draft = shown.draft.clone();
    match crate::project::walk::Change::parse(text) {
        Ok(change) => draft.changes = vec![change.to_string()],
        Err(_) => draft.revisions.push(text.to_owned()),
    }
    let again = next::plan(bench, desk, &item, draft.clone())?;
    let more = More {
        text: Some(text.to_owned()),
        next_plan: Some(again.plan.clone()),
        ..More::default()
    };
    bench.record(
        desk,
        Answer::Revise,
        (item.line, &item.text, &shown.plan),
        more,
    )?;
    next::show(bench, desk, &item, draft)
}

/// Is it a yes to the plan, which is the answer to the first question?
fn answers_the_plan(bench: &Bench<'_>, typed: &str, plan: &str) -> bool {
    let is_yes = |word: &str| bench.words.list("yes").iter().any(|yes| yes == word);
    typed
        .split_once(char::is_whitespace)
        .is_some_and(|(word, named)| is_yes(word) && named.trim() == short(plan))
}

/// The second question, for what changes production.
fn confirm(bench: &Bench<'_>) -> Outcome {
    let resource = {
        let desk = bench.open()?;
        let Some(current) = desk.state.current.clone() else {
            return Err(Stop::data("no plan is approved").help("cloud-plan work next"));
        };
        if current.confirmed {
            drop(desk);
            return check::steps(bench);
        }
        current.approval.more.resource.unwrap_or_default()
    };
    // A question is asked even where messages are not wanted.
    print_error(&bench.words.say("confirm", &[("resource", &resource)]));
    let typed = read_line()?.ok_or_else(|| unanswered(bench))?;
    let mut desk = bench.open()?;
    let Some(current) = desk.state.current.clone() else {
        return Err(Stop::data("no plan is approved").help("cloud-plan work next"));
    };
    if let Some(why) = bench.void(&desk, &current)? {
        bench.end(&mut desk, &current, &why)?;
        return Err(
            Stop::data(format!("the approval does not hold any more: {why}"))
                .help("cloud-plan work next"),
        );
    }
    let approval = &current.approval;
    if answers_the_plan(bench, &typed, &approval.plan) {
        // Another walk said yes a moment before: that answer is taken, and this one says nothing about production.
        return Err(Stop::data(format!(
            "plan {} is approved already, and waits for the production confirmation",
            short(&approval.plan)
        ))
        .help("cloud-plan work approve"));
    }
    let about = (
        approval.line,
        approval.task.as_str(),
        approval.plan.as_str(),
    );
    if typed != resource || resource.is_empty() {
        let more = More {
            text: Some("the name of the resource was not typed".to_owned()),
            ..More::default()
        };
        bench.record(&mut desk, Answer::No, about, more)?;
        return Err(Stop::data(
            bench
                .words
                .say("refused", &[("line", &approval.line.to_string())]),
        )
        .help(format!(
            "type `{resource}` to confirm; `cloud-plan work next` offers the item again"
        )));
    }
    let more = More {
        resource: Some(resource),
        ..More::default()
    };
    bench.record(&mut desk, Answer::ProductionConfirmed, about, more)?;
    drop(desk);
    bench.context.note(&bench.words.say("confirmed", &[]));
    check::steps(bench)
}
