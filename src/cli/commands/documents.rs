//! `cloud-plan documents`: the other documents.

use crate::cli::args::DocumentArgs;
use crate::cli::{Context, Outcome, Stop};

/// Runs the command.
pub fn run(_context: &Context, _args: &DocumentArgs) -> Outcome {
    Err(Stop::not_available("documents"))
}
