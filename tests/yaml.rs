//! Reading never panics, never loses the place, and reports can always be drawn, whatever the text.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may stop at the first surprise"
)]

use std::sync::Arc;

use cloud_plan::diag::render::{Color, render_github, render_human, render_json, render_sarif};
use cloud_plan::diag::{self, Source};
use cloud_plan::yaml::{self, Limits, Node, Span, Value};
use proptest::prelude::*;
use serde::Serialize;

/// Texts that get past the first characters: pieces of YAML in any order.
fn yaml_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "a: ",
            "b:\n",
            "- ",
            "? ",
            "\n",
            "\n  ",
            "\n    ",
            "\t",
            "{",
            "}",
            "[",
            "]",
            ", ",
            "&x ",
            "*x",
            "<<: ",
            "!t ",
            "!!str ",
            "\"",
            "'",
            "|\n",
            ">-\n",
            "---\n",
            "...\n",
            "# c\n",
            "%YAML 1.2\n",
            "1.5",
            "0x1f",
            "~",
            "true",
            "é",
            "→",
            "\u{2028}",
            "\u{feff}",
            "\r\n",
            "\r",
            "\u{1b}[2J",
            "word",
            ".nan",
        ])
        .prop_map(str::to_owned),
        ".{0,3}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    let bytes = prop::collection::vec(any::<u8>(), 0..200);
    prop_oneof![
        yaml_like(),
        bytes.prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    ]
}

fn check_span(text: &str, span: Span) {
    assert!(
        span.start <= span.end,
        "{span:?} is turned round in {text:?}"
    );
    assert!(
        text.get(span.start..span.end).is_some(),
        "{span:?} does not lie in {text:?}"
    );
}

fn check_spans(text: &str, node: &Node) {
    check_span(text, node.span);
    check_span(text, node.head());
    node.items().iter().for_each(|item| check_spans(text, item));
    for (key, value) in node.pairs() {
        check_spans(text, key);
        check_spans(text, value);
        assert!(matches!(key.value, Value::Str(_)));
    }
}

fn check_reading(text: &str) {
    let source = Source::new("any.yaml", text);
    match diag::parse(&source, &Limits::default()) {
        Ok(root) => {
            check_spans(text, &root);
            yaml::to_json(&root);
            let wrong = diag::decode::<Vec<Vec<bool>>>(&source, &root);
            wrong
                .err()
                .into_iter()
                .for_each(|error| check_report(&source, &[error]));
        }
        Err(errors) => check_report(&source, &errors),
    }
}

fn check_report(source: &Arc<Source>, errors: &[diag::Diagnostic]) {
    assert!(!errors.is_empty());
    for error in errors {
        error
            .labels
            .iter()
            .for_each(|label| check_span(&source.text, label.span));
        assert!(!error.message.contains('\n'), "{}", error.message);
    }
    let human = render_human(errors, 90, Color::Plain);
    assert!(
        human
            .chars()
            .all(|letter| letter == '\n' || !letter.is_control()),
        "{human:?}"
    );
    render_json(errors);
    render_github(errors);
    render_sarif(errors);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_reported(text in any_text()) {
        check_reading(&text);
    }

    #[test]
    fn json_is_yaml(value in json()) {
        for text in [value.to_string(), with_tabs(&value)] {
            let root = yaml::parse(&text, &Limits::default());
            let root = root.map_err(|errors| format!("{errors:?} in {text}"));
            prop_assert_eq!(&yaml::to_json(&root.unwrap()), &value);
        }
    }

    #[test]
    fn written_yaml_reads_back(value in json()) {
        let text = yaml::to_string(&value).unwrap();
        let root = yaml::parse(&text, &Limits::default()).map_err(|errors| format!("{errors:?} in {text}"));
        prop_assert_eq!(yaml::to_json(&root.unwrap()), value);
    }
}

fn with_tabs(value: &serde_json::Value) -> String {
    let mut text = Vec::new();
    let tabs = serde_json::ser::PrettyFormatter::with_indent(b"\t");
    value
        .serialize(&mut serde_json::Serializer::with_formatter(&mut text, tabs))
        .unwrap();
    String::from_utf8(text).unwrap()
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let text = prop_oneof!["[a-z ]{0,8}", "[ -~]{0,12}", any::<String>()];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        text.clone().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::vec((text.clone(), inner), 0..6)
                .prop_map(|pairs| serde_json::Value::Object(pairs.into_iter().collect())),
        ]
    })
}
