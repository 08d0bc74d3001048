//! The whole command line as types: what may be typed, and the help for it.
//! It never decides anything; each command does that in its own file under `commands/`.

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::deferred::Deferred;
pub use super::design_args::{
    AdrArgs, AdrCommand, ArchitectureArgs, ArchitectureCommand, DesignArgs, NewAdrArgs, ReviseArgs,
    SheetArgs, SignedArgs, StateArgs,
};
pub use super::profile_args::{EditArgs, InitArgs, ProfileArgs, ProfileCommand};
pub use super::tasks_args::{ScaffoldArgs, TasksArgs, TasksCommand};
pub use super::work_args::{WorkArgs, WorkCommand};

/// Plans changes to cloud infrastructure from a knowledge base: same input, same bytes.
#[derive(Debug, Parser)]
#[command(
    name = "cloud-plan",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
pub struct Args {
    /// What every command understands.
    #[command(flatten)]
    pub global: Global,
    /// The command itself.
    #[command(subcommand)]
    pub command: Command,
}

/// The flags that may stand before or after any command.
#[derive(Debug, Clone, clap::Args)]
pub struct Global {
    /// Form of the output; each command says which ones it knows
    #[arg(long, global = true, value_enum)]
    pub format: Option<Format>,
    /// Work on the project in this directory instead of the current one
    #[arg(long, global = true, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// Add a directory of knowledge on top of the others; may be repeated, later wins
    #[arg(long, global = true, value_name = "DIR", action = ArgAction::Append)]
    pub kb: Vec<PathBuf>,
    /// Use this directory of knowledge instead of the built-in one
    #[arg(long, global = true, value_name = "DIR", hide = true)]
    pub builtin: Option<PathBuf>,
    /// Draw with ASCII letters only
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Print no messages, only the document and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// Every form in which something can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Markdown
    Md,
    /// One HTML page
    Html,
    /// JSON with a published schema
    Json,
    /// One JSON value a line
    Jsonl,
    /// The control matrix of a plan, one row a control
    Csv,
    /// An OSCAL component definition of a plan
    Oscal,
    /// An OSCAL plan of action and milestones of a plan
    OscalPoam,
    /// Plain text
    Text,
    /// Reports with the lines of source they are about
    Human,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
}

/// The commands, in the order in which a newcomer meets them.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Set up the profile of a project: seven questions
    Init(Deferred<InitArgs>),
    /// Show or change the profile
    Profile(Deferred<ProfileArgs>),
    /// Plan a change
    Plan(Deferred<PlanArgs>),
    /// Show what was understood of a request, without planning it
    Read(Deferred<ReadArgs>),
    /// List and show the plans that were saved
    Backlog(Deferred<BacklogArgs>),
    /// Put plans for different settings side by side
    Compare(Deferred<CompareArgs>),
    /// Look into the price book
    Price(Deferred<PriceArgs>),
    /// List compliance frameworks and what their controls ask for
    Framework(Deferred<FrameworkArgs>),
    /// Show what the knowledge base holds
    Kb(Deferred<KbArgs>),
    /// Check knowledge: every fault with its file and line
    Lint(Deferred<LintArgs>),
    /// Run the examples in rules and blueprints, and the test files beside them
    Test(Deferred<TestArgs>),
    /// Explain a diagnostic code, an id of the knowledge base, or a line of a plan
    Explain(Deferred<ExplainArgs>),
    /// Write the commented skeleton of a knowledge file
    New(Deferred<NewArgs>),
    /// Design the infrastructure of a feature
    #[command(alias = "arch")]
    Architecture(Deferred<ArchitectureArgs>),
    /// Record decisions
    Adr(Deferred<AdrArgs>),
    /// Walk through the tasks of a ticket: one item, one plan, one approval
    Work(Deferred<WorkArgs>),
    /// Keep the task list, and fill it from a document of requirements
    Tasks(Deferred<TasksArgs>),
    /// Lay out the code of what is to be built: modules, environments, state, pipeline
    Scaffold(Deferred<ScaffoldArgs>),
    /// Take a workload through seven steps, from its targets to what is improved later
    #[command(aliases = [
        "infra", "infrastructure", "devops", "platform",
        "provisioning", "provisioned", "scaling", "containerising", "containerizing",
    ])]
    Workflow(Deferred<DesignArgs>),
    /// Print a checklist
    Checklist(Deferred<SheetArgs>),
    /// Print a runbook
    Runbook(Deferred<SheetArgs>),
    /// Print a guide: what to do for a topic, and what is out of date about it
    Guide(Deferred<SheetArgs>),
    /// Print the completions for a shell
    Completions(Deferred<CompletionsArgs>),
    /// Print the manual page
    Man(Deferred<ManArgs>),
}

/// `plan`: what is wanted, and what to change about it.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(
    after_help = "Formats: md (default), html, json, csv (control matrix), oscal, oscal-poam"
)]
pub struct PlanArgs {
    /// The change in words; `-` reads it from standard input
    #[arg(value_name = "REQUEST")]
    pub request: Vec<String>,
    /// How big the change is; there is no default
    #[arg(long, short, value_enum, ignore_case = true)]
    pub scope: Option<ScopeArg>,
    /// Save the plan in the backlog and print its path (menu A)
    #[arg(long)]
    pub save: bool,
    /// Print how to start and stop there (menu B); with a date, the first working day: `--start=YYYY-MM-DD`
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date, num_args = 0..=1, require_equals = true)]
    pub start: Option<Option<Date>>,
    /// The day by which a feature or roadmap must be done
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub deadline: Option<Date>,
    /// Break one phase of a roadmap into a feature plan (menu B of a roadmap)
    #[arg(long, value_name = "N", conflicts_with = "summary")]
    pub phase: Option<usize>,
    /// Print the executive summary of a roadmap alone (menu C of a roadmap)
    #[arg(long)]
    pub summary: bool,
    /// Plan a saved plan again and print what changed
    #[arg(long, value_name = "FILE", conflicts_with_all = ["save", "summary", "phase"])]
    pub against: Option<PathBuf>,
    /// Plan again with something changed (menu C); may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
    pub refine: Vec<KeyValue>,
    /// Use another value than the profile for this plan only; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
    pub set: Vec<KeyValue>,
    /// Answer a question of the plan or replace an assumption; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
    pub assume: Vec<KeyValue>,
    /// The day the plan is made; today when not given
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
    /// Go on without asking when the budget tier is not the usual one
    #[arg(long)]
    pub accept_tier: bool,
}

/// The three sizes of a change, as words or first letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScopeArg {
    /// A single change, less than a day
    #[value(alias = "t")]
    Task,
    /// Substantial work, one to three weeks
    #[value(alias = "f")]
    Feature,
    /// A strategic plan, one to three months
    #[value(alias = "r")]
    Roadmap,
}

/// `read`: one request, or many.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text (default), json, jsonl")]
pub struct ReadArgs {
    /// The change in words; `-` reads it from standard input
    #[arg(value_name = "REQUEST", conflicts_with = "batch")]
    pub request: Vec<String>,
    /// Read requests from a file of JSON lines, or `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
    /// Do not fill in from the profile what the request leaves open
    #[arg(long)]
    pub no_profile: bool,
}

/// `backlog`: what was saved.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text (default), json; show also md")]
pub struct BacklogArgs {
    /// What to do; `list` when nothing is said
    #[command(subcommand)]
    pub command: Option<BacklogCommand>,
}

/// What `backlog` can do.
#[derive(Debug, Subcommand)]
pub enum BacklogCommand {
    /// List the saved plans
    List,
    /// Print one saved plan
    Show {
        /// Its id or number, such as CLOUD-007 or 7
        id: String,
    },
}

/// `compare`: one request under several settings.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: md (default), html, json")]
pub struct CompareArgs {
    /// The change in words; `-` reads it from standard input
    #[arg(value_name = "REQUEST")]
    pub request: Vec<String>,
    /// How big the change is; there is no default
    #[arg(long, short, value_enum, ignore_case = true)]
    pub scope: Option<ScopeArg>,
    /// The profile fields to vary, separated by commas
    #[arg(long, value_name = "KEYS", value_delimiter = ',', required = true)]
    pub vary: Vec<String>,
    /// The day the plans are made; today when not given
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
}

/// `price`: the price book.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text (default), json; list also jsonl")]
pub struct PriceArgs {
    /// What to do
    #[command(subcommand)]
    pub command: PriceCommand,
}

/// What `price` can do.
#[derive(Debug, Subcommand)]
pub enum PriceCommand {
    /// List every price
    List,
    /// Show one price, with its source and the day it was read
    Show {
        /// The id of the price
        id: String,
    },
    /// Price a list of quantities
    #[command(
        after_help = "The list is JSON: [{\"price\": ID, \"quantity\": NUMBER}, ...]; `region` names the place for an id without one"
    )]
    Quote {
        /// The file, or `-` for standard input
        #[arg(default_value = "-")]
        file: PathBuf,
    },
}

/// `framework`: what compliance asks for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text (default), json, jsonl")]
pub struct FrameworkArgs {
    /// What to do
    #[command(subcommand)]
    pub command: FrameworkCommand,
}

/// What `framework` can do.
#[derive(Debug, Subcommand)]
pub enum FrameworkCommand {
    /// List the frameworks, their editions and numbers of controls
    List,
    /// Print which control asks for which practice
    Mapping {
        /// Only this framework
        framework: Option<String>,
    },
}

/// `kb`: the knowledge that is loaded.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text (default), json")]
pub struct KbArgs {
    /// What to do; `list` when nothing is said
    #[command(subcommand)]
    pub command: Option<KbCommand>,
}

/// What `kb` can do.
#[derive(Debug, Subcommand)]
pub enum KbCommand {
    /// List what is known, by kind, with the layer it came from
    List {
        /// Only this kind
        kind: Option<String>,
    },
    /// Print one entry as it holds, each key with the layer that says it
    Show {
        /// The id of the entry
        id: String,
    },
    /// Print what the layers above the built-in knowledge add and change
    Diff,
    /// Print how each verb is planned for each capability at each provider
    #[command(after_help = "Formats: text (default), md, html, json")]
    Coverage {
        /// Only this provider
        provider: Option<String>,
    },
    /// List what was looked up longest ago, first what most plans rest on
    Age {
        /// The day to count from; today when not given
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
        date: Option<Date>,
        /// Print every line
        #[arg(long)]
        all: bool,
    },
    /// Write the built-in knowledge out as files
    Export {
        /// A directory that does not exist yet or is empty
        dir: PathBuf,
    },
}

/// `lint`: what to check.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats: human (default), json, sarif, github\n\nA comment takes a finding back, on its line or above it: `# lint: ignore CODE because REASON`"
)]
pub struct LintArgs {
    /// A directory or file of knowledge; all that is loaded when not given
    pub path: Option<PathBuf>,
    /// Mend what a machine can mend: near misses of keys and ids, first lines, order of keys
    #[arg(long)]
    pub fix: bool,
    /// Check again whenever a file changes
    #[arg(long, conflicts_with = "write_baseline")]
    pub watch: bool,
    /// Leave out the findings that this file holds
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    pub baseline: Option<PathBuf>,
    /// Write today's findings to a file for `--baseline`
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
    /// Also report prices, versions and requirements that are too old on this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
}

/// `test`: which examples to run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: human (default), json, github")]
pub struct TestArgs {
    /// A directory or file of knowledge; all that is loaded when not given
    pub path: Option<PathBuf>,
    /// Remove each required value in turn and report those whose loss no test notices
    #[arg(long)]
    pub mutate: bool,
    /// The day of the plans; today when not given
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
}

/// `explain`: what to explain.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text (default), json")]
pub struct ExplainArgs {
    /// A diagnostic code, an id of the knowledge base, or PLAN#LINE
    #[arg(value_name = "CODE|ID|PLAN#LINE")]
    pub subject: String,
}

/// `new`: which skeleton to write.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Writes into the last `--kb DIR`, or else into the `.heaptrace/kb` of the project"
)]
pub struct NewArgs {
    /// The kind of file
    #[arg(value_enum)]
    pub kind: NewKind,
    /// The id: of a service PROVIDER/NAME, of a rule NAME or TOPIC/NAME, else NAME
    pub id: String,
    /// The day that the file is dated; today when not given
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
}

/// What `new` can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NewKind {
    /// A provider with its regions
    Provider,
    /// A service of a provider
    Service,
    /// A blueprint of a task
    Blueprint,
    /// A rule
    Rule,
    /// A compliance framework
    Framework,
}

impl NewKind {
    /// As it is typed.
    pub fn word(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }
}

/// `completions`: for which shell.
#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// `man`: of which command.
#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// The command; the whole program when not given
    pub command: Option<String>,
}

/// One `KEY=VALUE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyValue {
    /// What stands before the first `=`.
    pub key: String,
    /// What stands after it; may be empty and may hold more `=`.
    pub value: String,
}

/// Reads `KEY=VALUE`; spaces around either part do not count.
pub fn key_value(text: &str) -> Result<KeyValue, String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok(KeyValue {
            key: key.trim().to_owned(),
            value: value.trim().to_owned(),
        }),
        _ => Err("write it as KEY=VALUE, for example region=eu-west-1".to_owned()),
    }
}

/// Reads a day, and only a day: a time of day in a plan would be noise.
pub fn date(text: &str) -> Result<Date, String> {
    let plain = text.len() == 10
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
    plain
        .then(|| text.parse::<Date>().ok())
        .flatten()
        .ok_or_else(|| "write the day as YYYY-MM-DD, for example 2026-04-24".to_owned())
}
