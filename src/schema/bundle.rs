//! Brings the definitions that a schema takes from other files into it.
//! It never follows an address out of the folder of schemas.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::SchemaError;

/// The schema of this name, with `other.json#/$defs/name` turned into `#/$defs/other.name`.
pub(super) fn bundle<'a>(
    name: &str,
    read: &dyn Fn(&str) -> Option<&'a str>,
) -> Result<Value, SchemaError> {
    let mut loaded: BTreeMap<String, Value> = BTreeMap::new();
    let mut wanted = vec![name.to_owned()];
    while let Some(file) = wanted.pop() {
        if loaded.contains_key(&file) {
            continue;
        }
        let text = read(&file).ok_or_else(|| SchemaError::Missing(file.clone()))?;
        let mut schema: Value = serde_json::from_str(text)
            .map_err(|error| SchemaError::NotJson(file.clone(), error.to_string()))?;
        let own = if file == name { "" } else { stem(&file) };
        wanted.extend(redirect(&mut schema, own));
        loaded.insert(file, schema);
    }
    let mut root = loaded.remove(name).unwrap_or_default();
    for (file, schema) in loaded {
        add_definitions(&mut root, stem(&file), schema);
    }
    // An address would make the validator look references up there instead of inside the schema.
    if let Some(root) = root.as_object_mut() {
        root.remove("$id");
    }
    Ok(root)
}

fn stem(file: &str) -> &str {
    file.trim_end_matches(".json")
}

/// Rewrites every reference to its place in the bundle, and gives the files that are referred to.
fn redirect(schema: &mut Value, own: &str) -> Vec<String> {
    let mut files = Vec::new();
    match schema {
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| files.extend(redirect(item, own))),
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match value {
                    Value::String(reference) if key == "$ref" => {
                        let (file, target, file_stem) = split(reference, own);
                        files.extend(file);
                        *reference = target_in_bundle(&target, &file_stem);
                    }
                    other => files.extend(redirect(other, own)),
                }
            }
        }
        _ => {}
    }
    files
}

/// The file of a reference if it is another one, the pointer in it, and the name it has in the bundle.
fn split(reference: &str, own: &str) -> (Option<String>, String, String) {
    let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    if file.is_empty() {
        return (None, pointer.to_owned(), own.to_owned());
    }
    (
        Some(file.to_owned()),
        pointer.to_owned(),
        stem(file).to_owned(),
    )
}

fn target_in_bundle(pointer: &str, stem: &str) -> String {
    match pointer.strip_prefix("/$defs/") {
        _ if stem.is_empty() => format!("#{pointer}"),
        Some(rest) => format!("#/$defs/{stem}.{rest}"),
        None => format!("#/$defs/{stem}"),
    }
}

/// Adds the definitions of another file, and that file's own schema, under its name.
fn add_definitions(root: &mut Value, stem: &str, mut schema: Value) {
    let inner = schema
        .as_object_mut()
        .and_then(|schema| schema.remove("$defs"));
    let Some(root) = root.as_object_mut() else {
        return;
    };
    let definitions = root
        .entry("$defs")
        .or_insert_with(|| Value::Object(Map::new()));
    let Some(definitions) = definitions.as_object_mut() else {
        return;
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.retain(|key, _| !matches!(key.as_str(), "$id" | "$schema"));
    }
    definitions.insert(stem.to_owned(), schema);
    if let Some(Value::Object(inner)) = inner {
        definitions.extend(
            inner
                .into_iter()
                .map(|(name, value)| (format!("{stem}.{name}"), value)),
        );
    }
}
