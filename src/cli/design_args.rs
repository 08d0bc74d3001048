//! The arguments of designs, decisions, workflows and sheets.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::args::{KeyValue, date, key_value};

/// What every design is made from.
#[derive(Debug, Clone, Default, Args)]
pub struct DesignArgs {
    /// What it is for, in words, with the targets; `-` reads it from standard input
    #[arg(value_name = "FEATURE")]
    pub feature: Vec<String>,
    /// The approved product requirements that it rests on
    #[arg(long, value_name = "FILE")]
    pub prd: Option<PathBuf>,
    /// A file with requirements: availability, latency, recovery, instances
    #[arg(long, value_name = "FILE")]
    pub requirements: Option<PathBuf>,
    /// Use another value than the profile for this design only; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
    pub set: Vec<KeyValue>,
    /// Answer an open question or replace an assumption; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
    pub assume: Vec<KeyValue>,
    /// Who answers for it; the name that git knows when not given
    #[arg(long)]
    pub author: Option<String>,
    /// The day the document is made; today when not given
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
    /// Go on though the design changes what runs already
    #[arg(long)]
    pub confirm: bool,
    /// Print the document instead of saving it
    #[arg(long)]
    pub print: bool,
}

/// `architecture`: a design document and what becomes of it.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Formats: md (default), html, json"
)]
pub struct ArchitectureArgs {
    /// What to do with a document that is there
    #[command(subcommand)]
    pub command: Option<ArchitectureCommand>,
    /// What to design
    #[command(flatten)]
    pub design: DesignArgs,
}

/// What can be done with a design that was saved.
#[derive(Debug, Subcommand)]
pub enum ArchitectureCommand {
    /// Approve the newest design of a feature
    Approve(StateArgs),
    /// Leave it as it is and go on to the next phase
    Skip(StateArgs),
    /// Make the newest design of a feature again with changes
    Revise(Box<ReviseArgs>),
    /// List designs with their state
    List,
}

/// Who says something, and when.
#[derive(Debug, Clone, Default, Args)]
pub struct SignedArgs {
    /// Who says so; the name that git knows when not given
    #[arg(long)]
    pub author: Option<String>,
    /// The day; today when not given
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
}

/// Which design, and who says so.
#[derive(Debug, Args)]
pub struct StateArgs {
    /// The feature
    pub feature: String,
    /// Who and when
    #[command(flatten)]
    pub signed: SignedArgs,
}

/// `architecture revise`: what to change.
#[derive(Debug, Args)]
pub struct ReviseArgs {
    /// The feature
    pub feature: String,
    /// What is wrong with it, in words; targets in them count
    pub feedback: Vec<String>,
    /// Answer an open question or replace an assumption; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
    pub assume: Vec<KeyValue>,
    /// Who and when
    #[command(flatten)]
    pub signed: SignedArgs,
}

/// `adr`: decisions that are recorded once and never edited.
#[derive(Debug, Args)]
#[command(after_help = "Formats: text (default), json")]
pub struct AdrArgs {
    /// What to do
    #[command(subcommand)]
    pub command: AdrCommand,
}

/// What `adr` can do.
#[derive(Debug, Subcommand)]
pub enum AdrCommand {
    /// Write a record: one decision, with at least two options that were not taken
    New(Box<NewAdrArgs>),
    /// Accept a record; its text may not change from then on
    Accept(AdrStateArgs),
    /// Replace an accepted record by a newer one; both name each other
    Supersede {
        /// The record that is replaced
        old: String,
        /// The record that replaces it
        new: String,
        /// Who and when
        #[command(flatten)]
        signed: SignedArgs,
    },
    /// List records and check them: numbers, links, text as accepted
    List,
}

/// `adr new`: the record.
#[derive(Debug, Args)]
pub struct NewAdrArgs {
    /// The decision in one sentence
    pub title: Vec<String>,
    /// Write the decisions of a design instead, one record each
    #[arg(long, value_name = "FEATURE", conflicts_with = "title")]
    pub feature: Option<String>,
    /// Why the question arises
    #[arg(long, default_value = "")]
    pub context: String,
    /// What is chosen
    #[arg(long, default_value = "")]
    pub decision: String,
    /// What is better then; may be repeated
    #[arg(long)]
    pub positive: Vec<String>,
    /// What is worse then; may be repeated
    #[arg(long)]
    pub negative: Vec<String>,
    /// What can go wrong; may be repeated
    #[arg(long)]
    pub risk: Vec<String>,
    /// An option and why it was not taken, as `OPTION - REASON`; at least two
    #[arg(long, value_name = "OPTION - REASON")]
    pub option: Vec<String>,
    /// Who and when
    #[command(flatten)]
    pub signed: SignedArgs,
    /// What the decisions of the design are made with
    #[arg(long, value_name = "FILE", requires = "feature")]
    pub requirements: Option<PathBuf>,
}

/// Which record, and who says so.
#[derive(Debug, Args)]
pub struct AdrStateArgs {
    /// Its number or id, such as 3 or ADR-003
    pub id: String,
    /// Who and when
    #[command(flatten)]
    pub signed: SignedArgs,
}

/// `checklist`, `runbook` and `guide`: which sheet.
#[derive(Debug, Args)]
#[command(after_help = "Formats: md (default), html, json")]
pub struct SheetArgs {
    /// Which one; all are listed when not given
    pub topic: Vec<String>,
    /// The provider, where it is not that of the profile
    #[arg(long)]
    pub provider: Option<String>,
}
