//! Diagnostics as workflow commands, which GitHub shows beside the changed lines.
//! Every diagnostic is one line, whatever its texts hold.

use super::super::Diagnostic;
use super::{ordered, positions, severity};

/// All diagnostics, sorted, one `::error` or `::warning` line each.
pub fn render_github(diagnostics: &[Diagnostic]) -> String {
    ordered(diagnostics).iter().map(line).collect()
}

fn line(diagnostic: &Diagnostic) -> String {
    let mut place = String::new();
    let mut message = diagnostic.message.clone();
    if let Some(label) = diagnostic.labels.first() {
        let (start, end) = positions(label);
        place = format!(
            "file={},line={},col={},",
            property(&label.source.path),
            start.line,
            start.column
        );
        // GitHub reads an end column only when it is on the same line.
        if end.line == start.line && end.column > start.column {
            let end = format!("endLine={},endColumn={},", end.line, end.column);
            place.push_str(&end);
        }
        if !label.text.is_empty() {
            message = format!("{message}: {}", label.text);
        }
    }
    if let Some(help) = &diagnostic.help {
        message = format!("{message}\nhelp: {help}");
    }
    let (severity, code) = (severity(diagnostic), diagnostic.code);
    format!("::{severity} {place}title={code}::{}\n", data(&message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
