//! The text of a proposal: what is approved word for word, and the question below it.
//! It never adds anything that the proposal does not hold.

use std::fmt::Write as _;

use super::proposal::{Code, Proposal};
use crate::model::document::Document;

/// How wide the names of the rows are, and where their text ends.
const NAMES: usize = 12;
const WIDTH: usize = 88;

/// The plan of one item.
pub fn text(words: &Document, proposal: &Proposal) -> String {
    let mut text = format!("{}\n{}\n\n", proposal.heading, proposal.task);
    for section in &words.sections {
        let value = row(words, proposal, &section.id);
        let mut name = section.heading.as_str();
        for paragraph in value.split('\n') {
            for line in wrapped(paragraph) {
                let _ = writeln!(text, "{}", format!("{name:<NAMES$}{line}").trim_end());
                name = "";
            }
        }
    }
    text
}

fn row(words: &Document, proposal: &Proposal, id: &str) -> String {
    match id {
        "changes" => changes(words, proposal),
        "files" if proposal.files.is_empty() => words.say(
            if proposal.changes.is_empty() {
                "no-files"
            } else {
                "unknown-files"
            },
            &[],
        ),
        "files" => proposal
            .files
            .iter()
            .map(|file| file_line(words, file))
            .collect::<Vec<_>>()
            .join("\n"),
        "impact" => {
            let impact = words.say(
                "impact",
                &[("level", &proposal.impact), ("say", &proposal.impact_says)],
            );
            match &proposal.impact_detail {
                Some(detail) => format!("{impact}\n{detail}"),
                None => impact,
            }
        }
        "migrations" => proposal
            .migrations
            .clone()
            .unwrap_or_else(|| words.say("migrations-none", &[])),
        "time" => proposal.time.clone(),
        "cost" => proposal.cost.clone(),
        "reason" => proposal.reason.clone(),
        "checks" => words.say("checks", &[("count", &proposal.checks.len().to_string())]),
        "rollback" if proposal.undo.trim().is_empty() => words.say("unknown-rollback", &[]),
        "rollback" => proposal.undo.clone(),
        "approval" if proposal.production => words.say("approval-production", &[]),
        "approval" => words.say("approval", &[]),
        _ => String::new(),
    }
}

fn changes(words: &Document, proposal: &Proposal) -> String {
    if proposal.unknown {
        return words.say("unknown-change", &[]);
    }
    if proposal.changes.is_empty() {
        return words.say("no-change", &[]);
    }
    let lines: Vec<String> = proposal.changes.iter().map(ToString::to_string).collect();
    let only = words.say("nothing-else", &[]);
    match lines.as_slice() {
        [one] => format!("{one}. {only}"),
        several => format!("{}\n{only}", several.join("\n")),
    }
}

fn file_line(words: &Document, file: &Code) -> String {
    match file.line {
        Some(_) => words.say("file-lines", &[("path", &file.path), ("count", "1")]),
        None => words.say("file", &[("path", &file.path)]),
    }
}

/// The question below the plan.
pub fn prompt(words: &Document, proposal: &Proposal, list: &str) -> String {
    let files: Vec<&str> = proposal
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    let none = words.say("no-files", &[]);
    let files = if files.is_empty() {
        none
    } else {
        files.join(", ")
    };
    words.say(
        "prompt",
        &[
            ("task", &proposal.task),
            ("list", list),
            ("files", &files),
            ("impact", &proposal.impact),
        ],
    )
}

/// A paragraph in lines.
fn wrapped(paragraph: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in paragraph.split(' ') {
        let room = WIDTH - NAMES;
        let Some(line) = lines.last_mut() else {
            continue;
        };
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
