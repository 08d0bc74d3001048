//! The arguments of `tasks` and `scaffold`.
//! It never knows what a task is about.

use std::path::PathBuf;

use clap::Subcommand;
use jiff::civil::Date;

use super::args::{KeyValue, date, key_value};

/// `tasks`: the list, and what to do with it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text (default); list also json; from also md")]
pub struct TasksArgs {
    /// The file of the list, from the root of the project
    #[arg(long, value_name = "FILE", global = true)]
    pub list: Option<PathBuf>,
    /// The day that is recorded; today when not given
    #[arg(long, value_name = "YYYY-MM-DD", global = true, value_parser = date)]
    pub date: Option<Date>,
    /// What to do; `list` when nothing is said
    #[command(subcommand)]
    pub command: Option<TasksCommand>,
}

/// What `tasks` can do.
#[derive(Debug, Subcommand)]
pub enum TasksCommand {
    /// Print the list with its numbers
    List,
    /// Add a task to those that wait
    Add {
        /// Its words
        #[arg(required = true)]
        text: Vec<String>,
    },
    /// Add what a guide tells to do, each line with the heading it stands under, such as how often it comes back
    Guide {
        /// The guide, as `cloud-plan guide` lists it
        #[arg(required = true)]
        topic: Vec<String>,
    },
    /// Begin a task
    Start {
        /// Its number, or words that only it has
        #[arg(required = true)]
        task: Vec<String>,
    },
    /// Complete a task
    Done {
        /// Its number, or words that only it has
        #[arg(required = true)]
        task: Vec<String>,
    },
    /// Read the infrastructure requirements of a document, and plan their work in layers
    From {
        /// The document, such as requirements.md
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The first working day
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
        start: Option<Date>,
        /// Write the tasks to the list
        #[arg(long)]
        save: bool,
        /// Answer a question or replace an assumption; may be repeated
        #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
        assume: Vec<KeyValue>,
    },
}

/// `scaffold`: what to lay out.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text")]
pub struct ScaffoldArgs {
    /// What is to be built, in words; `-` reads it from standard input
    #[arg(value_name = "REQUEST")]
    pub request: Vec<String>,
    /// The folder, from the root of the project; it must not hold any of the files
    #[arg(long, value_name = "DIR", default_value = "infrastructure")]
    pub dir: PathBuf,
    /// Print the files instead of writing them
    #[arg(long)]
    pub dry_run: bool,
}
