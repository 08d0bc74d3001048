//! Diagnostics as text: for a terminal, for programs, and for the places where changes are reviewed.
//! It never prints and never looks at the terminal; width and colour are given.

mod github;
mod human;
mod json;
mod sarif;

pub use github::render_github;
pub use human::{Color, render_human};
pub use json::render_json;
pub use sarif::render_sarif;

use super::source::Position;
use super::{Diagnostic, Label, Severity, sort};

/// The diagnostics in the order in which they are told, each one once.
fn ordered(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut ordered = diagnostics.to_vec();
    sort(&mut ordered);
    ordered
}

/// Where a label starts and ends, as people count it.
fn positions(label: &Label) -> (Position, Position) {
    let span = label.source.clamp(label.span);
    (
        label.source.position(span.start),
        label.source.position(span.end),
    )
}

/// The severity as the word that most formats use.
fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
