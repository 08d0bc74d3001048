use std::collections::BTreeMap;

use crate::map::IndexMap;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::ErrorKind::{MissingKey, Syntax, UnknownKey, UnknownValue, Unsupported, WrongType};
use super::*;

fn tree(text: &str) -> Node {
    parse(text, &Limits::default()).unwrap()
}

/// The first mistake of a text: its kind, its message and the marked text.
fn mistake(text: &str) -> (ErrorKind, String, &str) {
    let error = parse(text, &Limits::default()).unwrap_err().remove(0);
    (
        error.kind,
        error.message,
        text.get(error.span.start..error.span.end).unwrap(),
    )
}

fn marked<'a>(text: &'a str, pointer: &str) -> &'a str {
    let span = tree(text).pointer(pointer).unwrap().0.span;
    text.get(span.start..span.end).unwrap()
}

#[test]
fn scalars_follow_the_core_schema() {
    let check = |text: &str, expected: Value| assert_eq!(tree(text).value, expected, "{text}");
    let number = |raw: &str| Value::Number(raw.to_owned());
    let text = |text: &str| Value::Str(text.to_owned());
    for word in [
        "yes",
        "no",
        "on",
        "off",
        "y",
        "1_000",
        "2026-11-20",
        "8.0.32",
        "365 d",
        "-a",
        "0x",
        "1e",
        ".",
    ] {
        check(
            &format!("[{word}]"),
            Value::Seq(vec![Node {
                span: Span::new(1, 1 + word.len()),
                value: text(word),
            }]),
        );
    }
    check("014", Value::Int(14));
    check("+5", Value::Int(5));
    check("0x1F", Value::Int(31));
    check("0o17", Value::Int(15));
    check("0.10", number("0.10"));
    check("-.5", number("-.5"));
    check("1e3", number("1e3"));
    check("9223372036854775808", number("9223372036854775808"));
    check("~", Value::Null);
    check("", Value::Null);
    check("True", Value::Bool(true));
    check("'true'", text("true"));
    check("!!str 12", text("12"));
    check("|\n  a\n  b\n\n", text("a\nb\n"));
}

#[test]
fn spans_mark_exactly_what_was_written() {
    let text =
        "a: \"é→\" # note\nb:\n  - one\n  - {c: 2, d: [x]}\ne: |\n  first\n  last\n\nf:\ng: end\n";
    assert_eq!(marked(text, "/a"), "\"é→\"");
    assert_eq!(marked(text, "/b/0"), "one");
    assert_eq!(marked(text, "/b/1"), "{c: 2, d: [x]}");
    assert_eq!(marked(text, "/b/1/d/0"), "x");
    assert_eq!(marked(text, "/b"), "- one\n  - {c: 2, d: [x]}");
    assert_eq!(marked(text, "/e"), "first\n  last");
    assert_eq!(marked(text, "/f"), "");
    assert!(marked(text, "").ends_with("end"));
    let root = tree(text);
    let (_, key) = root.pointer("/b/1/d").unwrap();
    assert_eq!(key.unwrap().as_str(), Some("d"));
    assert!(root.pointer("/b/7").is_none());
    assert!(root.pointer("/a/x").is_none());
}

#[test]
fn pointers_are_unescaped() {
    let root = tree("{a/b: {'~': 1}}");
    assert_eq!(root.pointer("/a~1b/~0").unwrap().0.value, Value::Int(1));
}

#[test]
fn json_is_read_with_tabs_and_escapes() {
    let text =
        "{\n\t\"org\": \"acme\\/\\u00e9\",\n\t\"n\":1,\"list\":[\n\t\t1.50,\n\t\tnull\n\t]\n}\n";
    let root = tree(text);
    assert_eq!(root.get("org").unwrap().as_str(), Some("acme/é"));
    assert_eq!(root.get("n").unwrap().value, Value::Int(1));
    assert_eq!(marked(text, "/list/0"), "1.50");
}

#[test]
fn a_byte_order_mark_moves_nothing() {
    assert_eq!(marked("\u{feff}a: word\n", "/a"), "word");
}

#[test]
fn duplicate_keys_are_reported_with_both_places() {
    let text = "a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n";
    let errors = parse(text, &Limits::default()).unwrap_err();
    assert_eq!(errors.len(), 3);
    assert!(
        errors
            .iter()
            .all(|error| error.kind == ErrorKind::DuplicateKey && error.other.is_some())
    );
    let last = errors.last().unwrap();
    assert_eq!(
        (last.span.start, last.other.as_ref().unwrap().0.start),
        (26, 21)
    );
}

#[test]
fn refusals_say_what_and_where() {
    let check = |text: &str, kind: ErrorKind, message: &str, at: &str| {
        let (found_kind, found, place) = mistake(text);
        assert_eq!(
            (found_kind, found.as_str(), place),
            (kind, message, at),
            "{text}"
        );
    };
    check(
        "a: 1\n---\nb: 2\n",
        Unsupported,
        "a file holds one document",
        "---",
    );
    check(
        "404: x",
        Unsupported,
        "a key is text, and this is the number `404`",
        "404",
    );
    check(
        "? [a]\n: 1",
        Unsupported,
        "a key is text, and this is a list",
        "a",
    );
    check(
        "a: !ref b",
        Unsupported,
        "the tag `!ref` has no meaning here",
        "b",
    );
    check(
        "a: .inf",
        Unsupported,
        "`.inf` is not a number to compute with",
        ".inf",
    );
    check(
        "a: &x [*x]",
        Unsupported,
        "an alias refers to the value it stands in",
        "*x",
    );
    check(
        "<<: 1",
        Unsupported,
        "`<<` merges maps, and this is the number `1`",
        "1",
    );
    check("a: [1, 2", Syntax, "`[` is never closed", "[");
    check("a: \"x", Syntax, "a quotation mark is never closed", "\"");
    check(
        "a: *x",
        Syntax,
        "an alias refers to an anchor that does not exist",
        "*",
    );
    check("a:\n\tb: 1", Syntax, "a tab cannot indent", "\t");
}

#[test]
fn aliases_and_merge_keys_copy_values() {
    let text = "base: &b {x: 1, y: 2}\nown: {<<: *b, y: 3}\nall: [*b]\n";
    let root = tree(text);
    let own = root.get("own").unwrap();
    assert_eq!(own.get("y").unwrap().value, Value::Int(3));
    assert_eq!(own.get("x").unwrap().value, Value::Int(1));
    assert_eq!(marked(text, "/all/0"), "*b");
}

#[test]
fn limits_stop_what_grows() {
    let too_large = |text: &str| assert_eq!(mistake(text).0, ErrorKind::TooLarge, "{}", text.len());
    too_large(&"[".repeat(100_000));
    too_large(&"- ".repeat(65));
    too_large(&(0..70).fold(String::new(), |text, depth| {
        text + " ".repeat(depth).as_str() + "a:\n"
    }));
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let alias = format!("*a{}", level - 1);
        let line = format!("a{level}: &a{level} [{}]\n", vec![alias; 9].join(", "));
        bomb.push_str(&line);
    }
    too_large(&bomb);
    let heavy = format!(
        "a: &a {}\nb: [{}]\n",
        "x".repeat(100_000),
        vec!["*a"; 9_000].join(", ")
    );
    too_large(&heavy);
    let limits = Limits {
        max_nodes: 3,
        ..Limits::default()
    };
    assert!(parse("[1, 2, 3]", &limits).is_err());
    assert!(parse("[1, 2]", &limits).is_ok());
    let limits = Limits {
        max_text: 3,
        ..Limits::default()
    };
    assert!(parse("abcd", &limits).is_err());
}

#[test]
fn a_deep_alias_cannot_pass_the_depth_limit() {
    let mut text = format!("a: &a {}{}\n", "[".repeat(40), "]".repeat(40));
    let line = format!("b: {}*a{}\n", "[".repeat(40), "]".repeat(40));
    text.push_str(&line);
    assert_eq!(mistake(&text).0, ErrorKind::TooLarge);
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Sample {
    id: String,
    #[serde(default)]
    price: Option<Decimal>,
    #[serde(default)]
    count: u8,
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    order: IndexMap<String, f64>,
    #[serde(default)]
    pair: Option<(i64, bool)>,
    #[serde(default)]
    inner: Option<Box<Sample>>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Plain,
    AtLeast(Decimal),
    Both { low: i64, high: i64 },
}

fn sample(text: &str) -> Result<Sample, Error> {
    from_node(&tree(text))
}

#[test]
fn trees_become_typed_values() {
    let text = "id: a\nprice: 0.0230\ncount: 7\nkind: {at-least: \"1.50\"}\norder: {z: 1, a: 2.5}\npair: [1, true]\ninner:\n  id: b\n  kind: plain\n  price: 12\n";
    let value = sample(text).unwrap();
    assert_eq!(value.price.unwrap().to_string(), "0.0230");
    assert_eq!(value.kind, Some(Kind::AtLeast("1.50".parse().unwrap())));
    assert_eq!(value.order.keys().collect::<Vec<_>>(), ["z", "a"]);
    assert_eq!(value.pair, Some((1, true)));
    let inner = value.inner.unwrap();
    assert_eq!(
        (inner.kind, inner.price),
        (Some(Kind::Plain), Some(Decimal::from(12)))
    );
    let both = sample("{id: a, kind: {both: {low: 1, high: 2}}}")
        .unwrap()
        .kind;
    assert_eq!(both, Some(Kind::Both { low: 1, high: 2 }));
    assert_eq!(sample("{id: a, price: null}").unwrap().price, None);
    assert_eq!(
        sample("{id: a, price: 1e3}").unwrap().price,
        Some(Decimal::from(1000))
    );
}

/// What is said about a text that does not fit, and where.
fn check_misfit(text: &str, kind: ErrorKind, message: &str, at: &str) {
    let error = sample(text).unwrap_err();
    let place = text.get(error.span.start..error.span.end).unwrap();
    let found = (error.kind, error.message.as_str(), place);
    assert_eq!(found, (kind, message, at), "{text}");
}

#[test]
fn the_innermost_value_gives_the_place() {
    let check = |text, message, at| check_misfit(text, WrongType, message, at);
    check("id: 5", "the number `5` stands where text is expected", "5");
    check(
        "id: a\ncount: 300",
        "the number `300` is too large or too small here",
        "300",
    );
    let fraction = "the number `1.5` stands where a whole number that is not negative is expected";
    check("id: a\ncount: 1.5", fraction, "1.5");
    check(
        "id: a\nprice: cheap",
        "the text `cheap` stands where a number is expected",
        "cheap",
    );
    check(
        "id: a\norder: {z: [1]}",
        "a list stands where a number is expected",
        "1",
    );
    check(
        "id: a\norder: 7",
        "the number `7` stands where a map is expected",
        "7",
    );
    check("[]", "a list stands where a map is expected", "[]");
}

#[test]
fn lists_and_words_with_values_are_checked_to_the_end() {
    let check = |text, message, at| check_misfit(text, WrongType, message, at);
    check(
        "id: a\nkind: at-least",
        "`at-least` needs a value",
        "at-least",
    );
    check("id: a\nkind: {plain: 1}", "`plain` takes no value", "1");
    check(
        "id: a\nkind: {plain: 1, both: 2}",
        "one key is expected here, and there are 2",
        "plain",
    );
    check(
        "id: a\npair: [1, true, 2]",
        "the list has more items than are expected here",
        "2",
    );
    check("id: a\npair: [1]", "1 items do not make a list", "1");
}

#[test]
fn unknown_and_missing_names_are_told_apart() {
    check_misfit(
        "id: a\ninner: {id: b, cout: 1}",
        UnknownKey,
        "the key `cout` has no meaning here",
        "cout",
    );
    check_misfit(
        "id: a\ninner:\n  count: 1\n",
        MissingKey,
        "the key `id` is missing",
        "count",
    );
    check_misfit(
        "id: a\nkind: plan",
        UnknownValue,
        "`plan` is not a word that is known here",
        "plan",
    );
    let unknown = sample("id: a\nkind: plan").unwrap_err();
    assert_eq!(
        unknown.choice.unwrap().options,
        ["plain", "at-least", "both"]
    );
}

#[test]
fn a_tree_becomes_json() {
    let root = tree("{b: [1, 1.5, null, true], a: x}");
    assert_eq!(
        to_json(&root).to_string(),
        r#"{"b":[1,1.5,null,true],"a":"x"}"#
    );
}

#[test]
fn written_text_reads_back_unchanged() {
    let hostile = [
        "on",
        "no",
        "=",
        "1_000",
        "1.0",
        "~",
        "a: b",
        "# c",
        "é\u{2028}x",
        " lead",
        "two\nlines\n",
        "",
    ];
    let value: BTreeMap<String, String> = hostile
        .iter()
        .enumerate()
        .map(|(index, text)| (format!("k{index}"), (*text).to_owned()))
        .collect();
    let written = to_string(&value).unwrap();
    assert_eq!(
        from_node::<BTreeMap<String, String>>(&tree(&written)).unwrap(),
        value,
        "{written}"
    );
}
