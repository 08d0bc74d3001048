//! Loads the knowledge base that a command works with, and stops where it is broken.

use super::{Context, Stop};
use crate::diag::{self, render};
use crate::kb::{self, Kb};

/// How wide a report is.
pub const WIDTH: usize = 100;

/// The knowledge base with all layers; a broken one never gets any further.
pub fn load(context: &Context) -> Result<Kb, Stop> {
    let (kb, findings) = kb::load(&context.load());
    if diag::has_errors(&findings) {
        let report = render::render_human(&findings, WIDTH, render::Color::Plain);
        return Err(Stop::Report(report));
    }
    Ok(kb)
}
