//! `cloud-plan backlog`: lists and shows saved plans.

use crate::cli::args::BacklogArgs;
use crate::cli::{Context, Outcome, Stop};

/// Runs the command.
pub fn run(_context: &Context, _args: &BacklogArgs) -> Outcome {
    Err(Stop::not_available("backlog"))
}
