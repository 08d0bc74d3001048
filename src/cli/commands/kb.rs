//! `cloud-plan kb`: shows what the knowledge base holds.

use crate::cli::args::KbArgs;
use crate::cli::{Context, Outcome, Stop};

/// Runs the command.
pub fn run(_context: &Context, _args: &KbArgs) -> Outcome {
    Err(Stop::not_available("kb"))
}
