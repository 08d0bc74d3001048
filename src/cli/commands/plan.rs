//! `cloud-plan plan`: plans a change.

use crate::cli::args::PlanArgs;
use crate::cli::{Context, Outcome, Stop};

/// Runs the command.
pub fn run(_context: &Context, _args: &PlanArgs) -> Outcome {
    Err(Stop::not_available("plan"))
}
