//! `cloud-plan init`: sets up the profile of a project.

use crate::cli::args::InitArgs;
use crate::cli::{Context, Outcome, Stop};

/// Runs the command.
pub fn run(_context: &Context, _args: &InitArgs) -> Outcome {
    Err(Stop::not_available("init"))
}
