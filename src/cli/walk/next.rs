//! Plans the next open item and shows what has to be approved.
//! It never records an answer; `approve` does.

use std::path::PathBuf;

use super::proposal::{self, Proposal};
use super::{Bench, Desk, approve, atomic, block, short};
use crate::cli::{Outcome, Stop};
use crate::project::digest::sha256;
use crate::project::walk::checklist::{self, Item};
use crate::project::walk::ledger::{Answer, More};
use crate::project::walk::state::Draft;

/// What was typed.
pub struct Wanted<'a> {
    /// Changes of the code.
    pub changes: &'a [String],
    /// Files with the code.
    pub files: &'a [PathBuf],
    /// Steps of the way back.
    pub rollback: &'a [String],
    /// Pass over the item.
    pub skip: bool,
    /// End the approval that is under way.
    pub again: bool,
}

/// A plan that can be shown.
pub struct Shown {
    /// The plan.
    pub proposal: Proposal,
    /// The words that are approved.
    pub text: String,
    /// Their digest.
    pub plan: String,
    /// What it was made from.
    pub draft: Draft,
}

/// Runs the step, and asks at once when there is somebody to ask.
pub fn run(bench: &Bench<'_>, wanted: &Wanted<'_>) -> Outcome {
    let shown = {
        let mut desk = bench.open()?;
        if let Some(stop) = under_way(bench, &mut desk, wanted.again)? {
            return Err(stop);
        }
        if wanted.skip {
            skip(bench, &mut desk)?;
        }
        let Some(item) = checklist::next_open(&desk.items, &desk.state.skipped).cloned() else {
            return bench.context.document(&bench.words.say("next-none", &[]));
        };
        readable(&desk, &item)?;
        one_task(bench, &desk, &item)?;
        let draft = Draft {
            line: item.line,
            task: item.text.clone(),
            changes: wanted.changes.to_vec(),
            files: paths(wanted.files)?,
            rollback: wanted.rollback.to_vec(),
            ..Draft::default()
        };
        show(bench, &mut desk, &item, draft)?
    };
    offer(bench, &shown)
}

/// Asks, or says how to answer.
pub fn offer(bench: &Bench<'_>, shown: &Shown) -> Outcome {
    if bench.context.interactive() {
        return approve::ask(bench);
    }
    bench
        .context
        .document(&bench.words.say("piped", &[("plan", short(&shown.plan))]))
}

/// Makes the plan of an item, prints it with its question, and notes what it was made from.
pub fn show(bench: &Bench<'_>, desk: &mut Desk, item: &Item, draft: Draft) -> Result<Shown, Stop> {
    let shown = plan(bench, desk, item, draft)?;
    let list = desk.list.display().to_string();
    let prompt = block::prompt(&bench.words, &shown.proposal, &list);
    bench
        .context
        .document(&format!("{}\n{prompt}", shown.text))?;
    if let Some(why) = not_approvable(bench, &shown.proposal) {
        desk.notes.draft = None;
        bench.note(desk)?;
        return Err(why);
    }
    desk.notes.draft = Some(shown.draft.clone());
    bench.note(desk)?;
    Ok(shown)
}

/// Why nobody may say yes to it.
pub fn not_approvable(bench: &Bench<'_>, proposal: &Proposal) -> Option<Stop> {
    let (why, help) = if proposal.unknown {
        (
            "the exact change is not known, so it cannot be approved",
            "unknown-change-help",
        )
    } else if proposal.no_way_back {
        (
            "the task is risky and no way back is known, so it cannot be approved",
            "unknown-rollback-help",
        )
    } else {
        return None;
    };
    Some(Stop::data(why).help(bench.words.say(help, &[])))
}

/// The plan of an item; the same input gives the same words.
pub fn plan(bench: &Bench<'_>, desk: &Desk, item: &Item, draft: Draft) -> Result<Shown, Stop> {
    let proposal = proposal::make(bench, desk, item, &draft)?;
    let text = block::text(&bench.words, &proposal);
    let plan = sha256(&text);
    let draft = Draft {
        plan: plan.clone(),
        ..draft
    };
    Ok(Shown {
        proposal,
        text,
        plan,
        draft,
    })
}

/// An approval that still holds is finished first; one that does not is ended.
fn under_way(bench: &Bench<'_>, desk: &mut Desk, again: bool) -> Result<Option<Stop>, Stop> {
    let Some(current) = desk.state.current.clone() else {
        return Ok(None);
    };
    let why = match bench.void(desk, &current)? {
        Some(why) => why,
        None if again => "planned again".to_owned(),
        None => {
            let approval = &current.approval;
            return Ok(Some(
                Stop::data(format!("plan {} for line {} is approved and under way", short(&approval.plan), approval.line))
                    .help("finish it (`cloud-plan work status` says how), or end it with `cloud-plan work next --again`"),
            ));
        }
    };
    bench.context.note(&format!(
        "the approval of plan {} ended: {why}",
        short(&current.approval.plan)
    ));
    bench.end(desk, &current, &why)?;
    Ok(None)
}

/// Letters that a terminal does not show, or that change what it shows: nobody can approve what they cannot read.
fn readable(desk: &Desk, item: &Item) -> Result<(), Stop> {
    let hidden = |letter: &char| {
        let directs = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        directs || (letter.is_control() && *letter != '\t')
    };
    match item.text.chars().find(hidden) {
        None => Ok(()),
        Some(letter) => Err(Stop::data(format!(
            "line {} of `{}` has a letter that is not shown: {}",
            item.line,
            desk.list.display(),
            letter.escape_unicode()
        ))
        .help("take it out: what is approved has to be readable")),
    }
}

/// An item that is two is not worked on.
fn one_task(bench: &Bench<'_>, desk: &Desk, item: &Item) -> Result<(), Stop> {
    let parts = atomic::parts(bench, &item.text);
    if parts.is_empty() {
        return Ok(());
    }
    let list: Vec<String> = parts.iter().map(|part| format!("- [ ] {part}")).collect();
    Err(Stop::data(format!(
        "line {} of `{}` is {} tasks",
        item.line,
        desk.list.display(),
        parts.len()
    ))
    .help(format!(
        "write them as items of their own:\n  {}",
        list.join("\n  ")
    )))
}

fn skip(bench: &Bench<'_>, desk: &mut Desk) -> Result<(), Stop> {
    let Some(item) = checklist::next_open(&desk.items, &desk.state.skipped).cloned() else {
        return Ok(());
    };
    bench.record(
        desk,
        Answer::Skip,
        (item.line, &item.text, ""),
        More::default(),
    )?;
    bench
        .context
        .note(&format!("line {} is passed over and stays open", item.line));
    Ok(())
}

fn paths(files: &[PathBuf]) -> Result<Vec<String>, Stop> {
    let plain = |path: &PathBuf| {
        let text = path.to_string_lossy().replace('\\', "/");
        let inside = path
            .components()
            .all(|part| matches!(part, std::path::Component::Normal(_)));
        if inside {
            Ok(text)
        } else {
            Err(
                Stop::usage(format!("`{text}` is not a path in the project"))
                    .help("name it from the root of the project"),
            )
        }
    };
    files.iter().map(plain).collect()
}
