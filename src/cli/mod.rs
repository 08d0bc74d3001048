//! The command line: parses, calls one command, prints what it says and turns it into an exit code.
//! It never decides what is in a plan; it is also the only place that may look at the clock.

use std::panic::PanicHookInfo;
use std::process::ExitCode;

use clap::Parser;

pub mod active;
mod answers;
pub mod args;
mod asker;
mod baseline;
pub mod brief;
mod change;
pub mod commands;
mod context;
mod deferred;
mod design_args;
pub mod designing;
mod git;
mod input;
pub mod intake;
pub mod knowledge;
pub mod linting;
mod menu;
mod plain;
pub mod planning;
mod profile_args;
mod prompt;
mod revisit;
mod schedule;
mod skill;
mod stop;
pub mod tasks_args;
mod vocabulary;
mod walk;
pub mod work_args;

pub use context::Context;
pub use input::request_text;
pub use stop::{Outcome, Stop};
pub use vocabulary::vocabulary;

use args::{Args, Command};

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(say_it_is_a_bug));
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Nobody is left to tell when this cannot be printed.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let context = Context::new(args.global);
    match run(&context, &args.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            context.complain(&stop);
            ExitCode::from(stop.exit_code())
        }
    }
}

/// Runs one command.
fn run(context: &Context, command: &Command) -> Outcome {
    match command {
        Command::Init(args) => commands::init::run(context, args),
        Command::Profile(args) => commands::profile::run(context, args),
        Command::Plan(args) => commands::plan::run(context, args),
        Command::Read(args) => commands::read::run(context, args),
        Command::Backlog(args) => commands::backlog::run(context, args),
        Command::Compare(args) => commands::compare::run(context, args),
        Command::Price(args) => commands::price::run(context, args),
        Command::Framework(args) => commands::framework::run(context, args),
        Command::Kb(args) => commands::kb::run(context, args),
        Command::Lint(args) => commands::lint::run(context, args),
        Command::Test(args) => commands::test::run(context, args),
        Command::Explain(args) => commands::explain::run(context, args),
        Command::New(args) => commands::new::run(context, args),
        Command::Architecture(args) => commands::architecture::run(context, args),
        Command::Adr(args) => commands::adr::run(context, args),
        Command::Workflow(args) => commands::workflow::run(context, args),
        Command::Checklist(args) => commands::sheet::run(context, args, "checklist"),
        Command::Runbook(args) => commands::sheet::run(context, args, "runbook"),
        Command::Guide(args) => commands::sheet::run(context, args, "guide"),
        Command::Tasks(args) => commands::tasks::run(context, args),
        Command::Scaffold(args) => commands::scaffold::run(context, args),
        Command::Work(args) => commands::work::run(context, args),
        Command::Completions(args) => commands::completions::run(context, args),
        Command::Man(args) => commands::man::run(context, args),
    }
}

/// A panic is never the user's fault: say so, and end with the exit code that means it.
fn say_it_is_a_bug(panic: &PanicHookInfo<'_>) {
    let place = panic
        .location()
        .map(ToString::to_string)
        .unwrap_or_default();
    context::print_error(&format!(
        "this is a bug in cloud-plan: {} ({place})\n  help: please report it with the command and the request",
        panic.payload_as_str().unwrap_or("no reason given")
    ));
    std::process::exit(3);
}
