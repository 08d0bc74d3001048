//! Loads the knowledge base that a command works with, and stops where it is broken.

use super::{Context, Stop};
use crate::diag::{self, render};
use crate::kb::{self, Kb};
use crate::model::document::Document;
use std::borrow::Cow;

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

/// The fixed words of a document, said as what they are for when there are none.
pub fn words<'kb>(kb: &'kb Kb, id: &str, purpose: &str) -> Result<Cow<'kb, Document>, Stop> {
    kb.document(id).ok_or_else(|| {
        Stop::data(format!("the knowledge base has no words for {purpose}"))
            .help(format!("add rules/documents/{id}.yaml"))
    })
}
