//! `cloud-plan explain`: explains a code, an id or a line of a plan.

use crate::cli::args::ExplainArgs;
use crate::cli::{Context, Outcome, Stop};

/// Runs the command.
pub fn run(_context: &Context, _args: &ExplainArgs) -> Outcome {
    Err(Stop::not_available("explain"))
}
