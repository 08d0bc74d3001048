//! The schemas and the types agree, every shipped file fits both, and everything in a schema is explained.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests read the sources, and may stop at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cloud_plan::diag::render::{Color, render_human};
use cloud_plan::diag::{self, Source};
use cloud_plan::kb::Kind;
use cloud_plan::kb::layers::files_below;
use cloud_plan::model;
use cloud_plan::schema::{self, Schema, builtin};
use cloud_plan::yaml::{self, ErrorKind, Limits, Node};
use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Reads a tree into the type that belongs to a schema.
fn decode(name: &str, node: &Node) -> Result<(), yaml::Error> {
    fn ok<T: serde::de::DeserializeOwned>(node: &Node) -> Result<(), yaml::Error> {
        yaml::from_node::<T>(node).map(|_| ())
    }
    match name {
        "capability" => ok::<model::capability::Capability>(node),
        "change" => ok::<model::change::Change>(node),
        "setting" => ok::<model::setting::Setting>(node),
        "tier" | "posture" => ok::<model::grade::Grade>(node),
        "provider" => ok::<model::provider::Provider>(node),
        "service" => ok::<model::service::Service>(node),
        "prices" => ok::<model::price::PriceFile>(node),
        "regions" => ok::<model::price::Regions>(node),
        "framework" => ok::<model::framework::Framework>(node),
        "skill" => ok::<model::skill::Skill>(node),
        "roles" => ok::<model::skill::Roles>(node),
        "rule" => ok::<model::rule::Rule>(node),
        "blueprint" => ok::<model::blueprint::Blueprint>(node),
        "work" => ok::<model::work::Work>(node),
        "relations" => ok::<model::phase::Relations>(node),
        "document" => ok::<model::document::Document>(node),
        "facts" => ok::<model::vocabulary::FactWords>(node),
        "wizard" => ok::<model::wizard::Wizard>(node),
        "test" => ok::<model::case::CaseFile>(node),
        "workload" => ok::<model::design::Workload>(node),
        "design" => ok::<model::design::Design>(node),
        "decision" => ok::<model::design::Choice>(node),
        "targets" => ok::<model::design::Targets>(node),
        "sheet" => ok::<model::sheet::Sheet>(node),
        other => panic!("`{other}` has no type"),
    }
}

fn tree(value: &Value) -> Node {
    yaml::parse(&value.to_string(), &Limits::default()).unwrap()
}

/// Whether a value fits a schema, and whether it fits the type.
fn verdicts(schema: &Schema, name: &str, value: &Value) -> (bool, Result<(), yaml::Error>) {
    let node = tree(value);
    let source = Source::new("a.yaml", value.to_string());
    (
        schema::check(schema, &source, &node).is_empty(),
        decode(name, &node),
    )
}

/// The schemas by name, each built once.
fn schemas() -> BTreeMap<&'static str, Schema> {
    builtin::NAMES
        .iter()
        .map(|name| (*name, builtin::load(name).unwrap()))
        .collect()
}

/// The schemas whose type is part of the crate; the words of requests have theirs with their reader.
fn typed() -> BTreeMap<&'static str, Schema> {
    let mut all = schemas();
    all.retain(|name, _| *name != "request");
    all
}

fn example(schema: &Schema) -> Value {
    schema.json().pointer("/examples/0").unwrap().clone()
}

/// Pointers to every map in a value.
fn maps(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            found.push(at.to_owned());
            map.iter().for_each(|(key, value)| {
                maps(value, &format!("{at}/{}", key.replace('/', "~1")), found);
            });
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, value)| maps(value, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

#[test]
fn every_file_of_the_knowledge_fits_its_schema() {
    let schemas = schemas();
    let (mut findings, mut checked) = (Vec::new(), 0);
    for (path, full) in files_below(root()) {
        let text = std::fs::read_to_string(full).unwrap();
        let Some(name) = modeline(&path, &text) else {
            continue;
        };
        let Some(schema) = schemas.get(name.as_str()) else {
            panic!("{path}: there is no schema `{name}`")
        };
        let source = Source::new(path, text);
        checked += 1;
        match diag::parse(&source, &Limits::default()) {
            Ok(node) => findings.extend(schema::check(schema, &source, &node)),
            Err(errors) => findings.extend(errors),
        }
    }
    assert!(
        findings.is_empty(),
        "{}",
        render_human(&findings, 120, Color::Plain)
    );
    assert!(checked > 100, "only {checked} files were found");
}

/// The schema that the first line of a file names, for editors; scripts have none.
fn modeline(path: &str, text: &str) -> Option<String> {
    let kind = Kind::of_path(path).filter(|kind| *kind != Kind::Script)?;
    let up = "../".repeat(path.matches('/').count());
    let prefix = format!("# yaml-language-server: $schema={up}schemas/");
    let first = text.lines().next().unwrap_or_default();
    let name = first
        .strip_prefix(&prefix)
        .and_then(|rest| rest.strip_suffix(".json"));
    let name =
        name.unwrap_or_else(|| panic!("{path}: the first line must be `{prefix}<kind>.json`"));
    if let Some(expected) = kind.schema() {
        assert_eq!(
            name, expected,
            "{path}: a file in this folder is of another kind"
        );
    }
    Some(name.to_owned())
}

#[test]
fn examples_fit_schema_and_type() {
    for (name, schema) in typed() {
        let value = example(&schema);
        let source = Source::new(name, value.to_string());
        let findings = schema::check(&schema, &source, &tree(&value));
        assert!(
            findings.is_empty(),
            "{name}\n{}",
            render_human(&findings, 120, Color::Plain)
        );
        decode(name, &tree(&value)).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn unknown_keys_fail_in_schema_and_type() {
    let mut visited = BTreeSet::new();
    let mut closed = BTreeSet::new();
    for (name, schema) in typed() {
        let whole = example(&schema);
        closed.extend(
            closed_maps(schema.json(), "")
                .into_iter()
                .map(|at| place_name(name, &at)),
        );
        let mut places = Vec::new();
        maps(&whole, "", &mut places);
        for place in places {
            let mut changed = whole.clone();
            let map = changed
                .pointer_mut(&place)
                .and_then(Value::as_object_mut)
                .unwrap();
            map.insert("no-such-key".to_owned(), json!(1));
            let (fits, typed) = verdicts(&schema, name, &changed);
            assert_eq!(
                fits,
                typed.is_ok(),
                "{name}{place}: schema and type disagree: {typed:?}"
            );
            let Err(error) = typed else { continue };
            if let (ErrorKind::UnknownKey, Some(choice)) = (error.kind, error.choice) {
                let (at, keys) = rejecting_map(&schema, &changed, &place);
                let mut fields: BTreeSet<String> = choice.options.into_iter().collect();
                if place.is_empty() && name != "test" {
                    // Layers read this key before the type sees the file.
                    fields.insert("overrides".to_owned());
                }
                assert_eq!(
                    keys, fields,
                    "{name}{place}: left what the schema knows, right what the type knows"
                );
                visited.insert(place_name(name, &at));
            }
        }
    }
    let unseen: Vec<&String> = closed.difference(&visited).collect();
    assert!(
        unseen.is_empty(),
        "no example of a schema reaches {unseen:?}"
    );
}

#[test]
fn keys_that_a_type_needs_are_required() {
    for (name, schema) in typed() {
        let whole = example(&schema);
        let mut places = Vec::new();
        maps(&whole, "", &mut places);
        for place in places {
            let keys: Vec<String> = whole
                .pointer(&place)
                .and_then(Value::as_object)
                .unwrap()
                .keys()
                .cloned()
                .collect();
            for key in keys {
                let mut changed = whole.clone();
                changed
                    .pointer_mut(&place)
                    .and_then(Value::as_object_mut)
                    .unwrap()
                    .remove(&key);
                let (fits, typed) = verdicts(&schema, name, &changed);
                assert!(
                    !fits || typed.is_ok(),
                    "{name}{place}: the type needs `{key}`, the schema does not"
                );
            }
        }
    }
}

/// The part of the schema that refuses the planted key, and the keys that it knows.
fn rejecting_map(schema: &Schema, value: &Value, place: &str) -> (String, BTreeSet<String>) {
    let validator = jsonschema::options()
        .offline()
        .build(schema.json())
        .unwrap();
    let refusal = validator.iter_errors(value).find(|error| {
        let is_refusal = matches!(
            error.kind(),
            jsonschema::error::ValidationErrorKind::AdditionalProperties { .. }
        );
        is_refusal && error.instance_path().as_str() == place
    });
    let Some(refusal) = refusal else {
        panic!("the schema refuses nothing at {place}")
    };
    let at = refusal
        .schema_path()
        .as_str()
        .trim_end_matches("/additionalProperties")
        .to_owned();
    let part = schema
        .json()
        .pointer(&at)
        .unwrap_or_else(|| panic!("the schema has no {at}"));
    let keys = part
        .get("properties")
        .and_then(Value::as_object)
        .unwrap()
        .keys()
        .cloned()
        .collect();
    (at, keys)
}

/// Pointers to every part of a schema that describes a map with fixed keys.
fn closed_maps(part: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    if part.get("additionalProperties") == Some(&json!(false)) {
        found.push(at.to_owned());
    }
    let children: Vec<(String, &Value)> = match part {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| (key.replace('/', "~1"), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (key, value) in children {
        found.extend(closed_maps(value, &format!("{at}/{key}")));
    }
    found
}

/// The same name for a shared definition, whichever schema it was reached through.
fn place_name(schema: &str, at: &str) -> String {
    if at.starts_with("/$defs/common.") {
        at.to_owned()
    } else {
        format!("{schema}.json{at}")
    }
}

#[test]
fn every_property_has_a_description_and_a_fitting_example() {
    for (name, schema) in schemas() {
        let root = schema.json();
        let mut wrong = Vec::new();
        let mut parts = Vec::new();
        let mut values = Vec::new();
        for at in properties(root, "") {
            let part = root.pointer(&at).unwrap();
            match (
                explained(root, part, "description"),
                explained(root, part, "examples").and_then(|all| all.get(0)),
            ) {
                (Some(_), Some(value)) => {
                    parts.push(json!({ "$ref": format!("#{at}") }));
                    values.push(value.clone());
                }
                _ => wrong.push(format!("{at} lacks a description or an example")),
            }
        }
        let mut all = root.as_object().unwrap().clone();
        all.retain(|key, _| matches!(key.as_str(), "$defs" | "properties" | "$schema"));
        let all = json!({ "$schema": all.remove("$schema"), "$defs": all.remove("$defs"), "x": {},
            "prefixItems": parts, "properties": all.remove("properties") });
        let validator = jsonschema::options().offline().build(&all).unwrap();
        let values = Value::Array(values);
        for error in validator.iter_errors(&values) {
            wrong.push(format!("{}: {error}", error.schema_path()));
        }
        assert!(wrong.is_empty(), "{name}: {wrong:#?}");
    }
}

/// What a part says, or the definition that it refers to.
fn explained<'a>(root: &'a Value, part: &'a Value, key: &str) -> Option<&'a Value> {
    let target = part
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| root.pointer(&reference[1..]));
    part.get(key).or_else(|| target?.get(key))
}

/// Pointers to every property that a schema describes.
fn properties(part: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    let Some(map) = part.as_object() else {
        return found;
    };
    for (key, value) in map {
        let here = format!("{at}/{}", key.replace('/', "~1"));
        match (key.as_str(), value) {
            ("examples", _) => {}
            ("properties", Value::Object(all)) => {
                for (name, property) in all {
                    // A key that only narrows another description says nothing of its own.
                    let is_condition = at.contains("/if") || at.contains("/allOf");
                    let at = format!("{here}/{name}");
                    if !is_condition {
                        found.push(at.clone());
                    }
                    found.extend(properties(property, &at));
                }
            }
            (_, Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    found.extend(properties(item, &format!("{here}/{index}")));
                }
            }
            (_, value) => found.extend(properties(value, &here)),
        }
    }
    found
}
