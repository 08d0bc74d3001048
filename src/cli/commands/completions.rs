//! `cloud-plan completions`: prints the completions for a shell.

use clap::CommandFactory;

use crate::cli::args::{Args, CompletionsArgs};
use crate::cli::{Context, Outcome};

/// Runs the command. Collected first, because the generator panics when the reader goes away.
pub fn run(context: &Context, args: &CompletionsArgs) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "cloud-plan", &mut script);
    context.document(&String::from_utf8_lossy(&script))
}
