//! `cloud-plan test`: runs the examples that stand in the rules.

use crate::cli::args::TestArgs;
use crate::cli::{Context, Outcome, Stop};

/// Runs the command.
pub fn run(_context: &Context, _args: &TestArgs) -> Outcome {
    Err(Stop::not_available("test"))
}
