//! `cloud-plan new`: writes the commented skeleton of a knowledge file.

use crate::cli::args::NewArgs;
use crate::cli::{Context, Outcome, Stop};

/// Runs the command.
pub fn run(_context: &Context, _args: &NewArgs) -> Outcome {
    Err(Stop::not_available("new"))
}
