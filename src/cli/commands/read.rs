//! `cloud-plan read`: shows what was understood of a request.

use crate::cli::args::ReadArgs;
use crate::cli::{Context, Outcome, Stop};

/// Runs the command.
pub fn run(_context: &Context, _args: &ReadArgs) -> Outcome {
    Err(Stop::not_available("read"))
}
