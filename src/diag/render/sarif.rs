//! Diagnostics as SARIF 2.1.0, which code scanners and editors read.
//! It names each code once as a rule, with its explanation, and refers to it from the results.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::{Code, Diagnostic, Label};
use super::{ordered, positions, severity};

/// All diagnostics, sorted, as one SARIF run.
pub fn render_sarif(diagnostics: &[Diagnostic]) -> String {
    let ordered = ordered(diagnostics);
    let codes: BTreeSet<Code> = ordered.iter().map(|diagnostic| diagnostic.code).collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> = ordered
        .iter()
        .map(|diagnostic| result(diagnostic, &codes))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cloud-plan",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": code.title() },
        "fullDescription": { "text": code.explanation() },
    })
}

fn result(diagnostic: &Diagnostic, codes: &BTreeSet<Code>) -> Value {
    let help = diagnostic
        .help
        .as_deref()
        .map(|help| format!("\nhelp: {help}"))
        .unwrap_or_default();
    let mut result = json!({
        "ruleId": diagnostic.code.as_str(),
        "ruleIndex": codes.iter().position(|code| *code == diagnostic.code),
        "level": severity(diagnostic),
        "message": { "text": format!("{}{help}", diagnostic.message) },
    });
    let locations: Vec<Value> = diagnostic.labels.iter().map(location).collect();
    if let (Some((first, others)), Some(result)) = (locations.split_first(), result.as_object_mut())
    {
        result.insert("locations".to_owned(), json!([first]));
        if !others.is_empty() {
            result.insert("relatedLocations".to_owned(), json!(others));
        }
    }
    result
}

fn location(label: &Label) -> Value {
    let (start, end) = positions(label);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&label.source.path) },
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        },
    });
    if let (false, Some(location)) = (label.text.is_empty(), location.as_object_mut()) {
        location.insert("message".to_owned(), json!({ "text": label.text }));
    }
    location
}

/// A relative path as a URI reference: what is not plain is written in percent.
fn uri(path: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        b'\\' => "/".to_owned(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(encode).collect()
}
