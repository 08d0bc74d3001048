//! Scripts compute and nothing else: every way out of the cage, or of its limits, is a clear error at its place.
#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use std::time::{Duration, Instant};

use cloud_plan::diag::render::{Color, render_human};
use cloud_plan::diag::{Diagnostic, Source};
use cloud_plan::kb::{Kb, Load, load};
use cloud_plan::plan::skills_order::order_skills;
use cloud_plan::rules::script::{self, Scripts};
use rhai::{Dynamic, Map};
use rust_decimal::Decimal;

fn run(text: &str) -> Result<i64, Diagnostic> {
    script::run(
        &Source::new("rules/scripts/attack.rhai", text),
        "attack",
        (),
    )
}

/// The script fails soon, with this message, on this line and column.
fn check(text: &str, message: &str, line: usize, column: usize) {
    let start = Instant::now();
    let error = run(text).expect_err("the script has to be stopped");
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{text}: took {:?}",
        start.elapsed()
    );
    assert!(
        error.message.contains(message),
        "{text}\nsays: {}",
        error.message
    );
    let label = error.labels.first().expect("a place");
    let position = label.source.position(label.span.start);
    assert_eq!(
        (position.line, position.column),
        (line, column),
        "{text}\n{}",
        error.message
    );
    let report = render_human(std::slice::from_ref(&error), 100, Color::Plain);
    assert!(report.contains("attack.rhai"), "{report}");
}

#[test]
fn what_computes_runs() {
    assert_eq!(
        run("fn attack() { let sum = 0; for i in 0..10 { sum += i; } sum }").unwrap(),
        45
    );
}

#[test]
fn an_endless_loop_is_stopped() {
    check(
        "fn attack() {\n    loop { }\n}",
        "more than 50000 steps",
        1,
        4,
    );
    check(
        "fn attack() {\n    let i = 0;\n    while true { i += 1; }\n}",
        "more than 50000 steps",
        1,
        4,
    );
}

#[test]
fn endless_recursion_is_stopped() {
    check("fn attack() {\n    attack()\n}", "levels deep", 1, 4);
    check(
        "fn one() { two() }\nfn two() { one() }\nfn attack() {\n    one()\n}",
        "levels deep",
        3,
        4,
    );
}

#[test]
fn endless_allocation_is_stopped() {
    check(
        "fn attack() {\n    let t = \"x\";\n    loop { t += t; }\n}",
        "too large",
        1,
        4,
    );
    check(
        "fn attack() {\n    let t = [];\n    loop { t.push(1); }\n}",
        "too large",
        1,
        4,
    );
    check(
        "fn attack() {\n    let t = [1];\n    loop { t.push(t); }\n}",
        "too large",
        1,
        4,
    );
    check(
        "fn attack() {\n    let t = #{};\n    let i = 0;\n    loop { i += 1; t[`k${i}`] = i; }\n}",
        "more than 50000 steps",
        1,
        4,
    );
    check(
        "fn attack() {\n    let t = [];\n    t.pad(1000000000, 0);\n    1\n}",
        "too large",
        1,
        4,
    );
}

#[test]
fn a_huge_range_is_stopped() {
    check(
        "fn attack() {\n    let n = 0;\n    for i in 0..1000000000000 { n += i; }\n    n\n}",
        "more than 50000 steps",
        1,
        4,
    );
}

#[test]
fn nobody_waits() {
    check(
        "fn attack() {\n    sleep(3);\n    1\n}",
        "cannot wait",
        2,
        5,
    );
}

#[test]
fn text_is_not_code() {
    let error = run("fn attack() { eval(\"1\") }").expect_err("eval is off");
    assert!(error.message.contains("eval"), "{}", error.message);
}

#[test]
fn there_are_no_files_and_no_modules() {
    check(
        "fn attack() {\n    open_file(\"/etc/passwd\")\n}",
        "no function `open_file",
        2,
        5,
    );
    let error =
        run("import \"/etc/passwd\" as p;\nfn attack() { 1 }").expect_err("modules are off");
    assert!(!error.message.is_empty());
    let error = run("fn attack() { import \"../x\" as p; p::f() }").expect_err("modules are off");
    assert!(!error.message.is_empty());
}

#[test]
fn arithmetic_that_has_no_result_is_an_error() {
    check(
        "fn attack() {\n    let n = 0;\n    1 / n\n}",
        "division by zero",
        3,
        7,
    );
    check(
        "fn attack() {\n    9223372036854775807 + 1\n}",
        "overflow",
        2,
        25,
    );
    check(
        "fn attack() {\n    let d = 79228162514264337593543950335.0;\n    d * d\n}",
        "overflow",
        3,
        7,
    );
}

#[test]
fn mistakes_are_told_at_their_place() {
    check(
        "fn attack() {\n    let a = #{ low: 1 };\n    a.hgih\n}",
        "hgih",
        3,
        7,
    );
    check("fn attack() {\n    tottal\n}", "tottal", 2, 5);
    check(
        "fn attack() {\n    let e = \"é\"; totl(e)\n}",
        "no function `totl",
        2,
        18,
    );
    check("fn attack() {\n    let a = ;\n}", "cannot be read", 2, 13);
    let error = run("fn attack() { \"text\" }").expect_err("a text is no number");
    assert!(
        error.message.contains("returns a value of type"),
        "{}",
        error.message
    );
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("(", ")"), ("[", "]"), ("!", ""), ("{", "}")] {
        let text = format!(
            "fn attack() {{ {}1{} }}",
            open.repeat(20_000),
            close.repeat(20_000)
        );
        run(&text).expect_err("too deep");
    }
}

#[test]
fn printing_is_silent() {
    assert_eq!(
        run("fn attack() { print(\"x\"); debug(\"y\"); 1 }").unwrap_or(1),
        1
    );
}

fn knowledge() -> Kb {
    let (kb, findings) = load(&Load::default());
    assert!(findings.is_empty(), "{findings:#?}");
    kb
}

#[test]
fn a_script_that_is_missing_is_an_error() {
    let kb = knowledge();
    let error = Scripts::new(&kb)
        .call::<Map>("no-such-script", ())
        .expect_err("there is none");
    assert!(
        error.message.contains("no-such-script"),
        "{}",
        error.message
    );
}

#[test]
fn every_script_of_the_knowledge_compiles() {
    let kb = knowledge();
    let scripts: Vec<&str> = kb
        .files
        .iter_ids()
        .filter(|path| path.ends_with(".rhai"))
        .collect();
    assert!(scripts.len() >= 5, "{scripts:?}");
    for path in scripts {
        let text = kb.files.entry(path).unwrap().file.text();
        // Nothing has this name, so a script that compiles says that.
        let error = script::run::<Dynamic>(&Source::new(path, text), "no_such_function", ())
            .expect_err("no function");
        assert!(
            error.message.contains("no function `no_such_function"),
            "{path}: {}",
            error.message
        );
    }
}

#[test]
fn rounding_goes_outward() {
    let kb = knowledge();
    let scripts = Scripts::new(&kb);
    for (low, high, shown) in [
        ("5.78", "22.92", (5, 23)),
        ("0", "0.30", (0, 1)),
        ("572.32", "694.60", (570, 700)),
        ("101", "444", (100, 445)),
        ("40.00", "44.27", (40, 45)),
        ("-3.2", "7.1", (-4, 8)),
        ("12345", "23456", (12300, 23500)),
    ] {
        let ends = (
            Decimal::from_str_exact(low).unwrap(),
            Decimal::from_str_exact(high).unwrap(),
        );
        let range: Map = scripts.call("cost-round", ends).unwrap();
        let end = |name: &str| range.get(name).unwrap().as_decimal().unwrap();
        assert_eq!(
            (end("low"), end("high")),
            (Decimal::from(shown.0), Decimal::from(shown.1)),
            "{low}-{high}"
        );
    }
}

#[test]
fn skills_are_ordered_by_edges_and_capped_by_fit() {
    let kb = knowledge();
    let scripts = Scripts::new(&kb);
    let check = |candidates: &[&str], edges: &[(&str, &str)], limit: usize, expected: &[&str]| {
        let ordered = order_skills(&scripts, candidates, edges, limit).unwrap();
        assert_eq!(ordered, expected, "{candidates:?} {edges:?} {limit}");
    };
    check(&["a", "b", "c"], &[], 2, &["a", "b"]);
    check(&["a", "b", "c"], &[("b", "a")], 2, &["b", "a"]);
    check(&["a", "b", "c"], &[("c", "a")], 2, &["a", "b"]);
    check(
        &["a", "b", "c"],
        &[("c", "b"), ("b", "a")],
        3,
        &["c", "b", "a"],
    );
    check(&["a", "b"], &[("a", "b"), ("b", "a")], 2, &["a", "b"]);
    check(&["a", "a", "b"], &[("x", "a")], 5, &["a", "b"]);
    check(&[], &[], 2, &[]);
}
