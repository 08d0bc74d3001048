//! The arguments of `work`: the steps of the walk through a ticket.
//! It never answers a question: no flag approves anything.

use std::path::PathBuf;

use clap::Subcommand;
use jiff::Timestamp;

/// `work`: which ticket, and which step.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text (default); status also json")]
pub struct WorkArgs {
    /// The ticket, when the branch does not name it
    #[arg(long, value_name = "TICKET", global = true)]
    pub ticket: Option<String>,
    /// The moment that is recorded; now when not given
    #[arg(long, value_name = "TIMESTAMP", global = true, value_parser = moment)]
    pub at: Option<Timestamp>,
    /// The step; `status` when nothing is said
    #[command(subcommand)]
    pub command: Option<WorkCommand>,
}

/// The steps.
#[derive(Debug, Subcommand)]
pub enum WorkCommand {
    /// Plan the next open item and ask for approval
    Next {
        /// A change of the code, such as `+ TYPE.NAME` or `TYPE.NAME: ATTRIBUTE OLD -> NEW`; may be repeated
        #[arg(long, value_name = "CHANGE", allow_hyphen_values = true)]
        change: Vec<String>,
        /// A file with the code of the change; may be repeated
        #[arg(long, value_name = "FILE")]
        file: Vec<PathBuf>,
        /// A step of the way back, where none is known; may be repeated
        #[arg(long, value_name = "STEP")]
        rollback: Vec<String>,
        /// Pass over the item that is next, and record that
        #[arg(long)]
        skip: bool,
        /// End the approval that is under way, and plan again
        #[arg(long)]
        again: bool,
    },
    /// Answer the plan that was shown: yes, no or revise, read from the terminal or standard input
    Approve,
    /// Compare the JSON form of a saved plan with what was approved
    Check {
        /// The file that `show -json` wrote
        #[arg(value_name = "PLAN.json")]
        plan: PathBuf,
    },
    /// Report the result, and set the mark of the item when all is well
    Done {
        /// What apply printed
        #[arg(long, value_name = "FILE")]
        apply: Option<PathBuf>,
        /// The checks with their marks, as `work check` lists them
        #[arg(long, value_name = "FILE")]
        smoke: Option<PathBuf>,
        /// Commit the list, the ledger and the code of the change
        #[arg(long)]
        commit: bool,
    },
    /// Print the last report again
    Report,
    /// Say where the walk stands, and check the ledger
    Status,
}

/// Reads a moment.
fn moment(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| {
        "write the moment as YYYY-MM-DDTHH:MM:SSZ, for example 2026-08-26T09:12:04Z".to_owned()
    })
}
