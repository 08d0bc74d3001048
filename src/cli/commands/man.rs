//! `cloud-plan man`: prints the manual page of the program or of one command.

use clap::CommandFactory;

use crate::cli::args::{Args, ManArgs};
use crate::cli::{Context, Outcome, Stop};

/// Runs the command.
pub fn run(context: &Context, args: &ManArgs) -> Outcome {
    let mut command = Args::command();
    // Names the pages of the commands `cloud-plan-plan` and so on, as `git` does.
    command.build();
    let command = match &args.command {
        None => command,
        Some(name) => command
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| Stop::usage(format!("there is no command `{name}`")))?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    context.document(&String::from_utf8_lossy(&page))
}
