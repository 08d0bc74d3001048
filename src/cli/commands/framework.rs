//! `cloud-plan framework`: lists frameworks and what their controls ask for.

use crate::cli::args::FrameworkArgs;
use crate::cli::{Context, Outcome, Stop};

/// Runs the command.
pub fn run(_context: &Context, _args: &FrameworkArgs) -> Outcome {
    Err(Stop::not_available("framework"))
}
