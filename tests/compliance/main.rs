//! What frameworks demand, how their conflicts end, what is cited, and how an auditor follows it.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test stops by panicking, and reads its own files"
)]

#[path = "../support/mod.rs"]
mod support;

mod citations;
mod conflicts;
mod hard_rules;
mod traceability;

use cloud_plan::kb::Kb;
use cloud_plan::model::rule::Example;
use cloud_plan::yaml;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// A file of this test.
fn own(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/compliance")
        .join(name)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// A YAML file as JSON.
fn yaml_file(path: &Path) -> Value {
    let node = yaml::parse(&read(path), &yaml::Limits::default());
    yaml::to_json(&node.unwrap_or_else(|why| panic!("{}: {why:?}", path.display())))
}

/// The words of a value that is one word or a list of words.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().flat_map(words).collect(),
        Value::String(text) => vec![text.clone()],
        Value::Null => Vec::new(),
        other => vec![other.to_string()],
    }
}

/// The profile that an example of a rule speaks of, with some fields replaced.
fn profile_of(kb: &Kb, example: &Example, changes: &Value) -> support::Profile {
    let mut fields = Map::new();
    for (key, value) in &example.profile {
        fields.insert(key.clone(), field(key, &value.0));
    }
    if let Some(changes) = changes.as_object() {
        fields.extend(changes.clone());
    }
    let provider = fields
        .get("provider")
        .and_then(Value::as_str)
        .unwrap_or("aws")
        .to_owned();
    support::profile(kb, &provider, &Value::Object(fields))
}

/// Fields that hold several values, written as one line.
const LISTS: [&str; 6] = [
    "compliance",
    "regions",
    "environments",
    "exceptions",
    "soc2_categories",
    "providers",
];

fn field(key: &str, text: &str) -> Value {
    if LISTS.contains(&key) {
        let parts = text.split([',', '+']).map(str::trim);
        json!(parts.collect::<Vec<_>>())
    } else {
        json!(text)
    }
}
