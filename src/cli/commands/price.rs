//! `cloud-plan price`: looks into the price book.

use crate::cli::args::PriceArgs;
use crate::cli::{Context, Outcome, Stop};

/// Runs the command.
pub fn run(_context: &Context, _args: &PriceArgs) -> Outcome {
    Err(Stop::not_available("price"))
}
