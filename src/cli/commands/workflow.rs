//! `cloud-plan workflow`: seven steps for a workload, each with what is decided and what is open.

use crate::cli::args::{DesignArgs, Format};
use crate::cli::commands::sheet::printed;
use crate::cli::designing::Studio;
use crate::cli::{Context, Outcome, active};

/// The document that it makes.
const SCOPE: &str = "workflow";

/// Runs the command.
pub fn run(context: &Context, args: &DesignArgs) -> Outcome {
    let format = context.format(&[Format::Md, Format::Html, Format::Json])?;
    let kb = context.knowledge()?;
    let vocabulary = crate::cli::vocabulary(&kb)?;
    let stored = active::profile(context, &vocabulary)?;
    active::show(context, &vocabulary, &stored);
    // It changes nothing and saves nothing, so there is nothing to confirm.
    let args = &DesignArgs {
        print: true,
        ..args.clone()
    };
    let studio = Studio {
        context,
        kb: &kb,
        stored: &stored,
        vocabulary: &vocabulary,
        scope: SCOPE,
        args,
    };
    let design = studio.design()?;
    for miss in &design.paper.misses {
        context.note(&format!("warning: {miss}"));
    }
    context.document(&printed(&design.paper, format))
}
