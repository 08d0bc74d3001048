//! Diagnostics for programs: one array, one object each.
//! Its keys are a promise: none is ever renamed or left out.

use serde::Serialize;

use super::super::{Diagnostic, Label};
use super::{ordered, positions, severity};

#[derive(Serialize)]
struct Entry<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    label: Option<&'a str>,
    help: Option<&'a str>,
    related: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    label: &'a str,
}

/// All diagnostics, sorted, as a JSON array; lines and columns count from 1, columns in characters.
pub fn render_json(diagnostics: &[Diagnostic]) -> String {
    let ordered = ordered(diagnostics);
    let entries: Vec<Entry<'_>> = ordered.iter().map(entry).collect();
    // Plain structs of text and numbers always have a JSON form.
    serde_json::to_string_pretty(&entries).unwrap_or_default() + "\n"
}

fn entry(diagnostic: &Diagnostic) -> Entry<'_> {
    let first = diagnostic.labels.first();
    let place = first.map(positions);
    Entry {
        file: first.map(|label| label.source.path.as_str()),
        line: place.map(|(start, _)| start.line),
        column: place.map(|(start, _)| start.column),
        end_line: place.map(|(_, end)| end.line),
        end_column: place.map(|(_, end)| end.column),
        severity: severity(diagnostic),
        code: diagnostic.code.as_str(),
        message: &diagnostic.message,
        label: first
            .map(|label| label.text.as_str())
            .filter(|text| !text.is_empty()),
        help: diagnostic.help.as_deref(),
        related: diagnostic.labels.iter().skip(1).map(related).collect(),
    }
}

fn related(label: &Label) -> Place<'_> {
    let (start, _) = positions(label);
    Place {
        file: &label.source.path,
        line: start.line,
        column: start.column,
        label: &label.text,
    }
}
