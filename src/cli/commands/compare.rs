//! `cloud-plan compare`: puts plans for different settings side by side.

use crate::cli::args::CompareArgs;
use crate::cli::{Context, Outcome, Stop};

/// Runs the command.
pub fn run(_context: &Context, _args: &CompareArgs) -> Outcome {
    Err(Stop::not_available("compare"))
}
