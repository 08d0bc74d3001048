use super::*;
use crate::diag::render::{Color, render_human};
use crate::yaml::Limits;

const COMMON: &str = r##"{
  "$defs": {
    "id": {
      "description": "Lower case words joined by hyphens.",
      "type": "string", "pattern": "^[a-z][a-z0-9-]*$", "examples": ["object-storage"]
    },
    "line": {
      "title": "a line",
      "anyOf": [
        { "type": "string", "minLength": 1 },
        { "$ref": "#/$defs/long-line" }
      ]
    },
    "long-line": {
      "type": "object", "additionalProperties": false, "required": ["say"],
      "properties": {
        "say": { "type": "string", "description": "The text." },
        "weight": { "type": "integer", "minimum": 1, "maximum": 9, "description": "How much it matters." }
      }
    }
  }
}"##;

const MAIN: &str = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://example.org/schemas/main.json",
  "type": "object", "additionalProperties": false, "required": ["id", "title"],
  "properties": {
    "id": { "$ref": "common.json#/$defs/id", "description": "The name of the file." },
    "title": { "type": "string", "description": "A statement.", "examples": ["Buckets refuse public access"] },
    "status": { "enum": ["draft", "stable", "deprecated"], "description": "How far it is." },
    "lines": { "type": "array", "minItems": 1, "uniqueItems": true, "items": { "$ref": "common.json#/$defs/line" } },
    "links": { "type": "object", "propertyNames": { "$ref": "common.json#/$defs/id" }, "additionalProperties": { "type": "number" } },
    "since": { "type": "string", "format": "date" },
    "old": false
  }
}"#;

fn schema() -> Schema {
    let files = |name: &str| match name {
        "main.json" => Some(MAIN),
        "common.json" => Some(COMMON),
        _ => None,
    };
    Schema::load("main.json", files).unwrap()
}

fn found(text: &str) -> Vec<Diagnostic> {
    let source = Source::new("a.yaml", text);
    let node = crate::diag::parse(&source, &Limits::default()).unwrap();
    check(&schema(), &source, &node)
}

/// The only mistake of a text: code, message, marked text and help.
fn check_one(text: &str, code: &str, message: &str, marked: &str, help: &str) {
    let all = found(text);
    let [one] = all.as_slice() else {
        panic!("{text}\n{}", render_human(&all, 100, Color::Plain));
    };
    let label = one.labels.first().unwrap();
    let place = label.source.slice(label.span).unwrap();
    let said = (
        one.code.as_str(),
        one.message.as_str(),
        place,
        one.help.as_deref().unwrap_or_default(),
    );
    assert_eq!(said, (code, message, marked, help), "{text}");
}

#[test]
fn a_fitting_tree_is_silent() {
    let text = "id: a-b\ntitle: x\nstatus: draft\nlines: [a, {say: b, weight: 3}]\nlinks: {a: 1.5}\nsince: 2026-11-20\n";
    assert_eq!(found(text), []);
}

#[test]
fn keys_are_explained() {
    check_one(
        "id: a\ntitle: b\nstatsu: draft\n",
        "unknown-key",
        "the key `statsu` has no meaning here",
        "statsu",
        "did you mean `status`?",
    );
    check_one(
        "id: a\n",
        "missing-key",
        "the key `title` is missing",
        "id",
        "A statement; for example `Buckets refuse public access`",
    );
    check_one(
        "id: a\ntitle: b\nold: 1",
        "unknown-key",
        "`old` cannot be used here",
        "old",
        "",
    );
    check_one(
        "id: a\ntitle: b\nlinks: {A: 1}",
        "wrong-format",
        "the key `A` is not written as a key must be here",
        "A",
        "Lower case words joined by hyphens; for example `object-storage`",
    );
}

#[test]
fn values_are_explained() {
    check_one(
        "id: A b\ntitle: b",
        "wrong-format",
        "`A b` is not written as `id` must be",
        "A b",
        "The name of the file; for example `object-storage`",
    );
    check_one(
        "id: a\ntitle: 5",
        "wrong-type",
        "`title` is the number `5`, and text is expected",
        "5",
        "put it in quotes to make it text",
    );
    check_one(
        "id: a\ntitle: b\nstatus: stabel",
        "unknown-value",
        "`stabel` is not a value of `status`",
        "stabel",
        "did you mean `stable`?",
    );
    check_one(
        "id: a\ntitle: b\nsince: yesterday",
        "wrong-format",
        "`yesterday` is not a date",
        "yesterday",
        "",
    );
    check_one(
        "id: a\ntitle: b\nlines: []",
        "out-of-range",
        "`lines` is empty",
        "lines",
        "",
    );
    check_one(
        "id: a\ntitle: b\nlines: [x, y, x]",
        "wrong-shape",
        "the list `lines` says the same twice",
        "x",
        "remove one of them",
    );
    check_one(
        "[]",
        "wrong-type",
        "a list stands where a map is expected",
        "[]",
        "",
    );
}

#[test]
fn the_form_that_was_meant_is_explained() {
    check_one(
        "id: a\ntitle: b\nlines:\n  - say: x\n    weight: 12\n",
        "out-of-range",
        "`weight` is 12, and the most is 9",
        "12",
        "How much it matters",
    );
    check_one(
        "id: a\ntitle: b\nlines:\n  - sya: x\n    say: y\n",
        "unknown-key",
        "the key `sya` has no meaning here",
        "sya",
        "write `weight`",
    );
    check_one(
        "id: a\ntitle: b\nlines: [5]",
        "wrong-type",
        "the number `5` stands where text or a map is expected",
        "5",
        "",
    );
}

#[test]
fn every_mistake_is_told() {
    assert_eq!(found("title: 1\nstatus: x\nlines: [3, {}]\n").len(), 5);
}

#[test]
fn a_broken_schema_says_which_one() {
    let load = |text: &'static str| {
        Schema::load("a.json", |name| (name == "a.json").then_some(text)).unwrap_err()
    };
    assert_eq!(
        load("{").to_string().split(':').next(),
        Some("the schema `a.json` is not JSON")
    );
    assert_eq!(
        load(r#"{"$ref": "b.json#/$defs/x"}"#),
        SchemaError::Missing("b.json".to_owned())
    );
    assert!(matches!(
        load(r#"{"type": "no-such-type"}"#),
        SchemaError::NotSchema(..)
    ));
}
