//! `cloud-plan profile`: shows or changes the profile.

use crate::cli::args::ProfileArgs;
use crate::cli::{Context, Outcome, Stop};

/// Runs the command.
pub fn run(_context: &Context, _args: &ProfileArgs) -> Outcome {
    Err(Stop::not_available("profile"))
}
