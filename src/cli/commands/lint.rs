//! `cloud-plan lint`: checks knowledge.

use crate::cli::args::LintArgs;
use crate::cli::{Context, Outcome, Stop};

/// Runs the command.
pub fn run(_context: &Context, _args: &LintArgs) -> Outcome {
    Err(Stop::not_available("lint"))
}
