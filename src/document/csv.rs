//! The control matrix as CSV (RFC 4180): control, decision, line, check, evidence. Never: what stands in a cell.

use crate::plan::Plan;
use crate::plan::matrix::{Link, Trace};

const COLUMNS: [&str; 19] = [
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
];

/// The matrix: a row for each control, then a row for each conflict that was settled.
pub fn csv(plan: &Plan) -> String {
    let mut text = line(&COLUMNS.map(str::to_owned));
    for trace in &plan.matrix {
        text.push_str(&line(&control(trace)));
    }
    for settled in &plan.conflicts {
        let mut cells = [const { String::new() }; COLUMNS.len()];
        let said = &settled.said;
        let filled = [
            ("id", format!("conflict/{}", said.origin.id)),
            ("obligation", "conflict".to_owned()),
            ("decision", said.text.clone()),
            ("beats", settled.between.join("; ")),
            ("origin", said.origin.file.clone()),
        ];
        for (column, cell) in filled {
            let place = COLUMNS.iter().position(|name| *name == column);
            if let Some(slot) = place.and_then(|place| cells.get_mut(place)) {
                *slot = cell;
            }
        }
        text.push_str(&line(&cells));
    }
    text
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
