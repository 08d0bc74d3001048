//! Turns YAML (and so JSON) text into a tree with the place of every value, and values into YAML text.
//! It never reads a file and never decides whether a value makes sense.
//!
//! `read` stands apart because the build script includes it: it depends on the parser, serde and
//! nothing else of this crate. What needs more crates than that is written here.

mod pack;
pub mod read;

pub use pack::Packed;

// The build script includes `read` under the name `yaml`, so the model must find the names here too.
pub use read::{Choice, Error, ErrorKind, Limits, Node, Span, Value, from_node, parse};

use serde::Serialize;

/// The tree as plain JSON, without places; numbers with a fraction become floating point.
///
/// Meant for the schema check and for values that only pass through; amounts of money are read
/// with [`from_node`], which keeps every digit.
pub fn to_json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Int(value) => (*value).into(),
        Value::Number(raw) => {
            let number = raw
                .parse::<f64>()
                .ok()
                .and_then(serde_json::Number::from_f64);
            number.map_or_else(|| raw.as_str().into(), serde_json::Value::Number)
        }
        Value::Str(text) => text.as_str().into(),
        Value::Seq(items) => items.iter().map(to_json).collect(),
        Value::Map(pairs) => {
            let entry =
                |(key, value): &(Node, Node)| Some((key.as_str()?.to_owned(), to_json(value)));
            serde_json::Value::Object(pairs.iter().filter_map(entry).collect())
        }
    }
}

/// A value as YAML text that every YAML reader gives back unchanged.
pub fn to_string<T: Serialize>(value: &T) -> Result<String, WriteError> {
    serde_yaml::to_string(value).map_err(|error| WriteError(error.to_string()))
}

/// A value that has no YAML form, such as a map whose keys are maps.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this value cannot be written as YAML: {0}")]
pub struct WriteError(String);

#[cfg(test)]
mod tests;
