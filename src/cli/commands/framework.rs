//! `cloud-plan framework`: lists frameworks, and which practice satisfies which control.

use crate::cli::args::{Format, FrameworkArgs, FrameworkCommand};
use crate::cli::{Context, Outcome, knowledge};
use crate::kb::Kb;
use serde_json::json;

/// Runs the command.
pub fn run(context: &Context, args: &FrameworkArgs) -> Outcome {
    let format = context.format(&[Format::Text, Format::Json, Format::Jsonl])?;
    let kb = knowledge::load(context)?;
    let rows = match &args.command {
        FrameworkCommand::List => list(&kb),
        FrameworkCommand::Mapping { framework } => mapping(&kb, framework.as_deref()),
    };
    context.document(&printed(&rows, format))
}

fn list(kb: &Kb) -> Vec<serde_json::Value> {
    kb.frameworks
        .iter()
        .map(|framework| {
            json!({
                "id": framework.id,
                "title": framework.title,
                "edition": framework.edition,
                "controls": framework.controls.len(),
                "as_of": framework.as_of,
            })
        })
        .collect()
}

/// One row per practice and framework that has a list of its own.
fn mapping(kb: &Kb, only: Option<&str>) -> Vec<serde_json::Value> {
    let wanted = |id: &str| only.is_none_or(|only| only == id);
    let own = kb
        .frameworks
        .iter()
        .filter(|framework| framework.extends.is_none() && wanted(&framework.id));
    own.flat_map(|framework| {
        framework.practices.iter().map(|(practice, found)| {
            let controls: Vec<&str> = found.controls.iter().map(|id| id.0.as_str()).collect();
            json!({
                "practice": practice,
                "framework": framework.id,
                "obligation": found.obligation,
                "controls": controls,
            })
        })
    })
    .collect()
}

fn printed(rows: &[serde_json::Value], format: Format) -> String {
    match format {
        Format::Json => serde_json::to_string_pretty(rows).unwrap_or_default(),
        Format::Jsonl => rows.iter().map(|row| format!("{row}\n")).collect(),
        _ => rows.iter().map(|row| format!("{}\n", text(row))).collect(),
    }
}

fn text(row: &serde_json::Value) -> String {
    let words = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(list) => list
            .iter()
            .filter_map(serde_json::Value::as_str)
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    };
    let fields: Vec<String> = row
        .as_object()
        .into_iter()
        .flat_map(|fields| fields.values().map(words))
        .collect();
    fields.join("  ")
}
