//! `cloud-plan kb`: shows what the knowledge base holds, and which layer says it.

mod age;
mod coverage;
mod diff;
mod export;
mod list;
mod show;

use crate::cli::args::{KbArgs, KbCommand};
use crate::cli::{Context, Outcome};
use crate::kb::Layer;
use crate::kb::every::Every;

/// Runs the command.
pub fn run(context: &Context, args: &KbArgs) -> Outcome {
    match &args.command {
        None => list::run(context, None),
        Some(KbCommand::List { kind }) => list::run(context, kind.as_deref()),
        Some(KbCommand::Show { id }) => show::run(context, id),
        Some(KbCommand::Diff) => diff::run(context),
        Some(KbCommand::Coverage { provider }) => coverage::run(context, provider.as_deref()),
        Some(KbCommand::Age { date, all }) => age::run(context, *date, *all),
        Some(KbCommand::Export { dir }) => export::run(context, dir),
    }
}

/// A layer as people know it.
fn name(layer: &Layer) -> &str {
    match layer {
        Layer::BuiltIn => "built in",
        Layer::Directory(path) => path,
    }
}

/// The layers of an entry, the weakest first.
fn names(entry: &Every<'_>) -> Vec<String> {
    let layers = entry.layers.iter();
    layers.map(|layer| name(layer).to_owned()).collect()
}
