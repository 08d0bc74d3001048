//! The control matrix as CSV (RFC 4180): control, decision, line, check, evidence. Never: what stands in a cell.

use crate::plan::Plan;
use crate::plan::matrix::{Link, Trace};

const COLUMNS: [&str; 22] = [
    "id",
    "framework",
    "edition",
    "control",
    "control_title",
    "obligation",
    "practice",
    "decision",
    "beats",
    "phase",
    "due",
    "lines",
    "line_text",
    "checks",
    "check_text",
    "evidence",
    "evidence_command",
    "kept",
    "origin",
    "exception_owner",
    "exception_reason",
    "exception_until",
];

/// The matrix: a row for each control, then a row for each conflict that was settled and for each exception.
pub fn csv(plan: &Plan) -> String {
    let mut text = line(&COLUMNS.map(str::to_owned));
    for trace in &plan.matrix {
        text.push_str(&line(&control(trace)));
    }
    for settled in &plan.conflicts {
        let said = &settled.said;
        text.push_str(&row(&[
            ("id", &format!("conflict/{}", said.origin.id)),
            ("obligation", "conflict"),
            ("decision", &said.text),
            ("beats", &settled.between.join("; ")),
            ("origin", &said.origin.file),
        ]));
    }
    for exception in &plan.exceptions {
        let over = if exception.over {
            "exception over"
        } else {
            "exception"
        };
        text.push_str(&row(&[
            ("id", &format!("exception/{}", exception.setting)),
            ("obligation", over),
            ("decision", &exception.said.text),
            ("origin", &exception.said.origin.file),
            ("exception_owner", &exception.owner),
            ("exception_reason", &exception.reason),
            ("exception_until", &exception.until),
        ]));
    }
    text
}

/// A row that fills some columns.
fn row(filled: &[(&str, &str)]) -> String {
    let cell = |column: &str| {
        let found = filled.iter().find(|(name, _)| *name == column);
        found.map_or_else(String::new, |(_, text)| (*text).to_owned())
    };
    line(&COLUMNS.map(cell))
}

fn control(trace: &Trace) -> [String; COLUMNS.len()] {
    let ids = |links: &[Link]| joined(links, " ", |link| &link.id);
    let texts = |links: &[Link]| joined(links, "; ", |link| &link.text);
    [
        trace.id.clone(),
        trace.cite.clone(),
        trace.edition.clone(),
        trace.control.clone(),
        trace.title.clone(),
        trace.obligation.clone(),
        trace.practice.clone(),
        trace.decided.join("; "),
        trace.beats.join("; "),
        trace
            .phase
            .map_or_else(String::new, |phase| phase.to_string()),
        trace.due.clone().unwrap_or_default(),
        ids(&trace.lines),
        texts(&trace.lines),
        ids(&trace.checks),
        texts(&trace.checks),
        ids(&trace.evidence),
        texts(&trace.evidence),
        trace.kept.clone(),
        joined(&trace.lines, " ", |link| &link.from),
        String::new(),
        String::new(),
        String::new(),
    ]
}

fn joined(links: &[Link], with: &str, of: fn(&Link) -> &String) -> String {
    let mut list: Vec<&str> = Vec::new();
    for link in links {
        if !list.contains(&of(link).as_str()) {
            list.push(of(link));
        }
    }
    list.join(with)
}

fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell that begins like a formula is text to a spreadsheet only behind an apostrophe.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t']);
    let safe = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if safe.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}
