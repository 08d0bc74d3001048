//! `cloud-plan kb show`: one entry as it holds, each key with the layer that says it.

use super::{name, names};
use crate::cli::args::Format;
use crate::cli::{Context, Outcome, Stop, knowledge};
use crate::diag::suggest;
use crate::kb::every::{Every, every};
use crate::kb::lineage::{Piece, pieces};
use serde_json::{Value, json};
use std::fmt::Write;

pub(super) fn run(context: &Context, id: &str) -> Outcome {
    let format = context.format(&[Format::Text, Format::Json])?;
    let kb = knowledge::load(context)?;
    let all = every(&kb);
    let found: Vec<&Every<'_>> = all.iter().filter(|one| one.id == id).collect();
    if found.is_empty() {
        let known: Vec<String> = all.iter().map(|one| one.id.to_owned()).collect();
        let stop = Stop::data(format!("nothing is called `{id}`"));
        return Err(match suggest::help(id, &known) {
            Some(help) => stop.help(help),
            None => stop.help("`cloud-plan kb list` prints all ids"),
        });
    }
    context.document(&match format {
        Format::Json => {
            let rows: Vec<Value> = found.iter().map(|one| value(one)).collect();
            serde_json::to_string_pretty(&rows).unwrap_or_default()
        }
        _ => {
            let texts: Vec<String> = found.iter().map(|one| text(one)).collect();
            texts.join("\n")
        }
    })
}

fn text(one: &Every<'_>) -> String {
    let mut out = format!("{} `{}`\n", one.kind.word(), one.id);
    let layers = names(one);
    let wide = layers.iter().map(|layer| layer.chars().count()).max();
    let wide = wide.unwrap_or_default();
    // Writing into a string cannot fail.
    for (layer, file) in one.files() {
        let _ = writeln!(out, "  {:<wide$}  {}", name(layer), file.path);
    }
    out.push('\n');
    if one.below.is_empty() {
        out.push_str(one.text);
        return out;
    }
    for piece in pieces(one) {
        let layer = layers.get(piece.file).map_or("", String::as_str);
        let indent = "  ".repeat(piece.keys.len().saturating_sub(1));
        for line in piece.text.lines() {
            let _ = writeln!(out, "{layer:<wide$} | {indent}{line}");
        }
    }
    out
}

fn value(one: &Every<'_>) -> Value {
    let files: Vec<Value> = one
        .files()
        .iter()
        .map(|(layer, file)| json!({"layer": name(layer), "file": file.path}))
        .collect();
    let layers = names(one);
    let key = |piece: &Piece| {
        json!({
            "key": piece.keys.join("."),
            "layer": layers.get(piece.file),
            "line": piece.line,
            "text": piece.text,
        })
    };
    let keys: Vec<Value> = pieces(one).iter().map(key).collect();
    json!({"kind": one.kind.word(), "id": one.id, "files": files, "keys": keys})
}
