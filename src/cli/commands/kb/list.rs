//! `cloud-plan kb list`: every entry by kind, with its layers.

use super::names;
use crate::cli::args::Format;
use crate::cli::{Context, Outcome, Stop, knowledge};
use crate::diag::suggest;
use crate::kb::every::{Every, every};
use serde_json::json;

pub(super) fn run(context: &Context, kind: Option<&str>) -> Outcome {
    let format = context.format(&[Format::Text, Format::Json])?;
    let kb = knowledge::load(context)?;
    let mut entries = every(&kb);
    if let Some(kind) = kind {
        let mut known: Vec<String> = entries
            .iter()
            .map(|one| one.kind.word().to_owned())
            .collect();
        known.dedup();
        entries.retain(|one| one.kind.word() == kind);
        if entries.is_empty() {
            return Err(unknown(kind, &known));
        }
    }
    context.document(&match format {
        Format::Json => {
            let rows: Vec<_> = entries.iter().map(|one| json!({"kind": one.kind.word(), "id": one.id, "file": one.path, "layers": names(one)})).collect();
            serde_json::to_string_pretty(&rows).unwrap_or_default()
        }
        _ => entries.iter().map(line).collect(),
    })
}

fn unknown(kind: &str, known: &[String]) -> Stop {
    let stop = Stop::data(format!("there is no kind of knowledge called `{kind}`"));
    let help = suggest::help(kind, known);
    stop.help(help.unwrap_or_else(|| format!("kinds are: {}", known.join(", "))))
}

fn line(one: &Every<'_>) -> String {
    let layers = names(one).join(", then ");
    format!("{:<11} {:<48} {layers}\n", one.kind.word(), one.id)
}
