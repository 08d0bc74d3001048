use super::render::{Color, render_github, render_human, render_json, render_sarif};
use super::*;

const RULE: &str = "id: bucket-public-access-blocked\ntitle: Buckets refuse public access\nstatus: stable\nwhen:\n  capability: object-store\n";

fn sample() -> Diagnostic {
    let source = Source::new("rules/storage/bucket-public-access-blocked.yaml", RULE);
    let start = RULE.find("object-store").unwrap();
    let message = "no capability is called `object-store`";
    Diagnostic::error(Code::UnknownValue, message)
        .label(&source, Span::new(start, start + 12), "the rule can never apply")
        .help("did you mean `object-storage`? It is defined in catalog/capabilities/object-storage.yaml")
}

#[test]
fn people_see_the_line_with_the_place_underlined() {
    let expected = "\
unknown-value (cloud-plan explain unknown-value)

  × no capability is called `object-store`
   ╭─[rules/storage/bucket-public-access-blocked.yaml:5:15]
 4 │ when:
 5 │   capability: object-store
   ·               ──────┬─────
   ·                     ╰── the rule can never apply
   ╰────
  help: did you mean `object-storage`? It is defined in
        catalog/capabilities/object-storage.yaml

1 error
";
    assert_eq!(
        render_human(&[sample(), sample()], 90, Color::Plain),
        expected
    );
    assert!(render_human(&[sample()], 90, Color::Ansi).contains("\u{1b}["));
    assert_eq!(render_human(&[], 90, Color::Plain), "");
}

#[test]
fn a_place_in_another_file_is_a_note() {
    let first = Source::new("a.yaml", "id: one\n");
    let other = Source::new("b.yaml", "# b\nid: one\n");
    let diagnostic = Diagnostic::warning(Code::DuplicateKey, "`one` is declared twice")
        .label(&first, Span::new(4, 7), "")
        .label(&other, Span::new(8, 11), "it is declared here already");
    let expected = "\
duplicate-key (cloud-plan explain duplicate-key)

  ⚠ `one` is declared twice
   ╭─[a.yaml:1:5]
 1 │ id: one
   ·     ───
   ╰────

Advice:
  ☞ it is declared here already
   ╭─[b.yaml:2:5]
 1 │ # b
 2 │ id: one
   ·     ───
   ╰────

1 warning
";
    assert_eq!(render_human(&[diagnostic], 90, Color::Plain), expected);
}

#[test]
fn marks_at_odd_places_are_drawn() {
    for text in [
        "",
        "\n",
        "a:",
        "a:\n",
        "a: |\n  x\n  y\n",
        "é",
        "a:\r\nb:\r\n",
        "\u{1b}[31m: x",
        "\ta",
    ] {
        let source = Source::new("a.yaml", text);
        for start in 0..=text.len() + 2 {
            for end in start..=text.len() + 2 {
                let diagnostic = Diagnostic::error(Code::WrongType, "m").label(
                    &source,
                    Span::new(start, end),
                    "l",
                );
                let all = [diagnostic];
                let human = render_human(&all, 90, Color::Plain);
                assert!(
                    human.contains("a.yaml:"),
                    "{text:?} {start}..{end}\n{human}"
                );
                assert!(!human.contains('\u{1b}'));
                render_json(&all);
                render_sarif(&all);
                render_github(&all);
            }
        }
    }
}

#[test]
fn an_empty_place_at_the_end_of_a_line_is_visible() {
    let source = Source::new("a.yaml", "id:\nb: 1\n");
    let diagnostic =
        Diagnostic::error(Code::WrongType, "m").label(&source, Span::new(3, 3), "nothing here");
    let human = render_human(&[diagnostic], 90, Color::Plain);
    assert!(human.contains("╰── nothing here"), "{human}");
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let text = format!(
        "{{\"a\": \"{}\", \"tier\": \"x\", \"b\": \"{}\"}}",
        "é".repeat(5_000),
        "z".repeat(5_000)
    );
    let source = Source::new("profile.json", text.clone());
    let start = text.find("\"x\"").unwrap();
    let diagnostic = Diagnostic::error(Code::UnknownValue, "m").label(
        &source,
        Span::new(start, start + 3),
        "here",
    );
    let human = render_human(&[diagnostic], 90, Color::Plain);
    assert!(human.contains("[profile.json:1:5019]"), "{human}");
    assert!(
        human.contains("\"tier\": \"x\"") && human.len() < 1_000,
        "{human}"
    );
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let source = Source::new("a.yaml", "a: \u{1b}[2Jx\u{202e}y\u{85}\n");
    let diagnostic = Diagnostic::error(Code::WrongType, "bad \u{1b}[2J").label(
        &source,
        Span::new(3, 8),
        "\u{7}here",
    );
    let human = render_human(&[diagnostic], 90, Color::Plain);
    assert!(
        human
            .chars()
            .all(|letter| letter == '\n' || !letter.is_control()),
        "{human:?}"
    );
    assert!(!human.contains('\u{202e}'));
    assert!(human.contains("a: ?[2Jx"));
}

#[test]
fn diagnostics_are_sorted_and_told_once() {
    let (a, b) = (
        Source::new("a.yaml", "x: 1\ny: 2\n"),
        Source::new("b.yaml", "x: 1\n"),
    );
    let at = |source, start| {
        Diagnostic::error(Code::WrongType, "m").label(source, Span::new(start, start + 1), "")
    };
    let mut all = vec![
        at(&b, 0),
        at(&a, 5),
        at(&a, 0),
        at(&a, 5),
        Diagnostic::warning(Code::UnreadableFile, "n"),
    ];
    sort(&mut all);
    let order: Vec<_> = all
        .iter()
        .map(|one| {
            one.labels
                .first()
                .map(|label| (label.source.path.as_str(), label.span.start))
        })
        .collect();
    assert_eq!(
        order,
        [
            None,
            Some(("a.yaml", 0)),
            Some(("a.yaml", 5)),
            Some(("b.yaml", 0))
        ]
    );
}

#[test]
fn programs_get_lines_and_columns() {
    let value: serde_json::Value = serde_json::from_str(&render_json(&[sample()])).unwrap();
    let entry = value.get(0).unwrap();
    let get = |key: &str| entry.get(key).unwrap().to_string();
    assert_eq!(
        (get("line"), get("column"), get("end_column")),
        ("5".into(), "15".into(), "27".into())
    );
    assert_eq!(get("code"), "\"unknown-value\"");
    let sarif: serde_json::Value = serde_json::from_str(&render_sarif(&[sample()])).unwrap();
    assert_eq!(sarif.pointer("/runs/0/results/0/ruleIndex").unwrap(), 0);
    assert_eq!(
        sarif
            .pointer("/runs/0/results/0/locations/0/physicalLocation/region/startColumn")
            .unwrap(),
        15
    );
}

#[test]
fn workflow_commands_stay_on_one_line() {
    let source = Source::new("a,b:c.yaml", "x: 1\n");
    let diagnostic = Diagnostic::error(Code::WrongType, "100%\nbad")
        .label(&source, Span::new(3, 4), "")
        .help("h");
    let expected = "::error file=a%2Cb%3Ac.yaml,line=1,col=4,endLine=1,endColumn=5,title=wrong-type::100%25%0Abad%0Ahelp: h\n";
    assert_eq!(render_github(&[diagnostic]), expected);
}

#[test]
fn suggestions_are_near_or_absent() {
    let candidates = ["object-storage", "block-storage", "queue", "cdn"];
    let check = |word: &str, expected: Option<&str>| {
        assert_eq!(suggest::nearest(word, &candidates), expected, "{word}");
    };
    check("object-store", Some("object-storage"));
    check("Queue", Some("queue"));
    check("quue", Some("queue"));
    check("storage", Some("block-storage"));
    check("kubernetes", None);
    check("cd", Some("cdn"));
    check("", None);
    assert_eq!(
        suggest::help("kubernetes", &candidates).unwrap(),
        "write one of `object-storage`, `block-storage`, `queue`, `cdn`"
    );
}

#[test]
fn codes_are_words_and_found_again() {
    for code in Code::all() {
        assert_eq!(code.as_str().parse(), Ok(*code));
        assert!(
            code.as_str()
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter == '-')
        );
        assert!(
            !code.title().ends_with('.') && code.explanation().ends_with('.'),
            "{code}"
        );
    }
    assert!("no-such-code".parse::<Code>().is_err());
}

#[test]
fn mistakes_in_yaml_become_diagnostics() {
    let source = Source::new("a.yaml", "a: 1\na: 2\n");
    let found = parse(&source, &yaml::Limits::default()).unwrap_err();
    let human = render_human(&found, 90, Color::Plain);
    assert!(
        human.contains("only one of the two could count") && human.contains("it is here already"),
        "{human}"
    );
}
