//! What must hold for any bytes: the bodies of the fuzz targets, which the seeded loop runs too.
//! Each panics when something does not hold; none of them touches a file.

use cloud_plan::diag::render::{self, Color};
use cloud_plan::diag::{self, Diagnostic, Source};
use cloud_plan::model::lexicon::Lexicon;
use cloud_plan::model::{blueprint::Blueprint, price::PriceFile, rule::Rule, service::Service};
use cloud_plan::request;
use cloud_plan::rules::script;
use cloud_plan::schema::{self, builtin};
use cloud_plan::yaml::{self, Limits, Node, Packed};
use std::sync::{Arc, OnceLock};

/// The YAML loader: a tree with places inside the text, or findings that can be drawn; packing loses nothing.
pub fn yaml(bytes: &[u8]) {
    let source = source(bytes);
    match diag::parse(&source, &Limits::default()) {
        Ok(node) => {
            inside(&source, &node);
            let packed = Packed::of(&node, &source.text);
            assert_eq!(
                packed.open(&source.text).as_ref(),
                Some(&node),
                "packing changes the tree"
            );
            drop(packed.open("another text"));
            drop(yaml::to_json(&node));
        }
        Err(findings) => drawn(&source, &findings),
    }
}

/// The request reader: what it says was said stands in the text.
pub fn request(bytes: &[u8]) {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    let lexicon =
        LEXICON.get_or_init(|| request::lexicon::built_in().expect("the lexicon is built in"));
    let text = String::from_utf8_lossy(bytes);
    let read = request::read(lexicon, None, &text);
    assert_eq!(read.text, text, "the request itself is kept");
    for fact in &read.facts {
        assert!(
            text.get(fact.span.start..fact.span.end).is_some(),
            "{fact:?} stands nowhere"
        );
    }
}

/// The rule compiler: a file of knowledge by its schema and its type, or a script, by the first byte.
pub fn rule(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let source = source(rest);
    match first % 6 {
        0 | 1 => compiled::<Rule>("rule", &source),
        2 => compiled::<Blueprint>("blueprint", &source),
        3 => compiled::<Service>("service", &source),
        4 => compiled::<PriceFile>("prices", &source),
        _ => {
            if let Err(finding) = script::run::<i64>(&source, "main", ()) {
                drawn(&source, &[finding]);
            }
        }
    }
}

fn source(bytes: &[u8]) -> Arc<Source> {
    Source::new("odd.yaml", String::from_utf8_lossy(bytes).into_owned())
}

fn compiled<T>(name: &str, source: &Arc<Source>)
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let Ok(node) = diag::parse(source, &Limits::default()) else {
        return;
    };
    let schema = builtin::shared(name).expect("the schema is built in");
    drawn(source, &schema::check(schema, source, &node));
    match diag::decode::<T>(source, &node) {
        Ok(value) => {
            // What the short form cannot hold is read from the text again; what it holds must be the same.
            let short =
                postcard::to_allocvec(&value).expect("a value of knowledge has a short form");
            if let Ok(again) = postcard::from_bytes::<T>(&short) {
                assert_eq!(again, value, "the short form changes the value");
            }
        }
        Err(finding) => drawn(source, &[finding]),
    }
}

/// Every place of a tree lies inside the text.
fn inside(source: &Source, node: &Node) {
    assert!(
        source.slice(node.span).is_some(),
        "{:?} lies outside of the text",
        node.span
    );
    for item in node.items() {
        inside(source, item);
    }
    for (key, value) in node.pairs() {
        inside(source, key);
        inside(source, value);
    }
}

/// Findings point into the text, and can be shown in every form.
fn drawn(source: &Source, findings: &[Diagnostic]) {
    for label in findings.iter().flat_map(|finding| &finding.labels) {
        assert!(
            source.slice(label.span).is_some(),
            "{:?} lies outside of the text",
            label.span
        );
    }
    let report = render::render_human(findings, 80, Color::Plain);
    assert!(
        !report.contains('\u{1b}'),
        "an escape of the text reaches the terminal"
    );
    drop(render::render_json(findings));
    drop(render::render_sarif(findings));
    drop(render::render_github(findings));
}
