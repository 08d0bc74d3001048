//! `cloud-plan work`: walks through the tasks of a ticket, one approval at a time.

use crate::cli::args::{WorkArgs, WorkCommand};
use crate::cli::walk::{Bench, approve, check, done, next, report, status};
use crate::cli::{Context, Outcome, active};

/// Runs the command.
pub fn run(context: &Context, args: &WorkArgs) -> Outcome {
    let kb = context.knowledge()?;
    let vocabulary = crate::cli::vocabulary(&kb)?;
    let Some(stored) = active::saved_profile(context, &vocabulary)? else {
        return Err(active::no_profile());
    };
    let bench = Bench::new(context, args, &kb, &stored)?;
    match &args.command {
        Some(WorkCommand::Next {
            change,
            file,
            rollback,
            skip,
            again,
        }) => {
            let wanted = next::Wanted {
                changes: change,
                files: file,
                rollback,
                skip: *skip,
                again: *again,
            };
            next::run(&bench, &wanted)
        }
        Some(WorkCommand::Approve) => approve::run(&bench),
        Some(WorkCommand::Check { plan }) => check::run(&bench, plan),
        Some(WorkCommand::Done {
            apply,
            smoke,
            commit,
        }) => {
            let files = done::Files {
                apply: apply.as_deref(),
                smoke: smoke.as_deref(),
                commit: *commit,
            };
            done::run(&bench, &files)
        }
        Some(WorkCommand::Report) => report::again(&bench),
        None | Some(WorkCommand::Status) => status::run(&bench),
    }
}
