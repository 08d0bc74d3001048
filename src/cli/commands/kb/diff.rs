//! `cloud-plan kb diff`: what the layers above the built-in knowledge add and change.

use super::name;
use crate::cli::args::Format;
use crate::cli::{Context, Outcome, knowledge};
use crate::kb::Layer;
use crate::kb::every::{Every, every};
use crate::kb::lineage::{Change, changes};
use serde_json::{Value, json};
use std::fmt::Write;

/// What one file of a layer does.
struct Difference<'a> {
    entry: &'a Every<'a>,
    layer: &'a str,
    file: String,
    /// None if the entry is new.
    changes: Option<Vec<Change>>,
}

pub(super) fn run(context: &Context) -> Outcome {
    let format = context.format(&[Format::Text, Format::Json])?;
    let kb = knowledge::load(context)?;
    let all = every(&kb);
    let found: Vec<Difference<'_>> = all.iter().flat_map(differences).collect();
    let text = match format {
        Format::Json => {
            let rows: Vec<Value> = found.iter().map(value).collect();
            serde_json::to_string_pretty(&rows).unwrap_or_default()
        }
        _ if found.is_empty() => "no layer changes what is built in\n".to_owned(),
        _ => found.iter().map(text).collect(),
    };
    context.document(&text)
}

fn differences<'a>(entry: &'a Every<'a>) -> Vec<Difference<'a>> {
    let files = entry.files().into_iter().enumerate();
    files
        .filter(|(_, (layer, _))| **layer != Layer::BuiltIn)
        .map(|(number, (layer, file))| Difference {
            entry,
            layer: name(layer),
            file: file.path.clone(),
            changes: (number > 0).then(|| changes(entry, number)),
        })
        .collect()
}

fn text(found: &Difference<'_>) -> String {
    let (kind, id) = (found.entry.kind.word(), found.entry.id);
    let does = match found.changes {
        None => "adds",
        Some(_) => "changes",
    };
    let mut out = format!("{} {does} {kind} `{id}`\n", found.layer);
    // Writing into a string cannot fail.
    for change in found.changes.iter().flatten() {
        let _ = writeln!(out, "  {}:{} {}", found.file, change.line, said(change));
    }
    if found.changes.is_none() {
        let _ = writeln!(out, "  {}", found.file);
    }
    out
}

fn said(change: &Change) -> String {
    let key = change.keys.join(".");
    match &change.from {
        Some(_) if change.is_useless() => {
            format!("{key}: {} (the same as without this line)", change.to)
        }
        Some(from) => format!("{key}: {from} -> {}", change.to),
        None => format!("{key}: {} (new)", change.to),
    }
}

fn value(found: &Difference<'_>) -> Value {
    let row = |change: &Change| {
        json!({
            "key": change.keys.join("."),
            "line": change.line,
            "from": change.from,
            "to": change.to,
            "useless": change.is_useless(),
        })
    };
    let rows: Option<Vec<Value>> = found
        .changes
        .as_ref()
        .map(|list| list.iter().map(row).collect());
    json!({
        "kind": found.entry.kind.word(),
        "id": found.entry.id,
        "layer": found.layer,
        "file": found.file,
        "adds": rows.is_none(),
        "changes": rows.unwrap_or_default(),
    })
}
