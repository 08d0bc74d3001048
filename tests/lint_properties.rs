//! Whatever stands in a knowledge file, lint answers: with findings or with none, in time, and with places that exist.
//! Every case is drawn from a fixed seed, so that a failure comes back.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test stops by panicking, and reads and writes its own files"
)]

#[path = "support/dice.rs"]
mod dice;

use cloud_plan::cli::linting::Target;
use cloud_plan::diag::{Diagnostic, Fix, Severity, Source, Span, fix, render};
use cloud_plan::kb::check::{Extent, Options};
use cloud_plan::kb::{Kind, Load};
use dice::Dice;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// The day of the check, so that dates are checked too.
const DATE: &str = "2026-11-20";

/// Longer than any of these checks takes on a busy machine without optimization.
const PATIENCE: Duration = Duration::from_mins(5);

/// One file of every kind, with a name that nothing built in has where the kind allows one.
const PLACES: [&str; 30] = [
    "catalog/capabilities/odd.yaml",
    "catalog/settings/odd.yaml",
    "catalog/providers/odd/provider.yaml",
    "catalog/providers/odd/regions.yaml",
    "catalog/providers/odd/prices/odd.yaml",
    "catalog/providers/odd/services/odd.yaml",
    "catalog/providers/odd/changes/odd.yaml",
    "catalog/providers/odd/design/odd.yaml",
    "catalog/workloads/odd.yaml",
    "catalog/decisions/odd.yaml",
    "catalog/targets.yaml",
    "catalog/checklists/odd.yaml",
    "catalog/runbooks/odd.yaml",
    "catalog/guides/odd.yaml",
    "catalog/frameworks/odd.yaml",
    "catalog/skills/odd.yaml",
    "catalog/roles.yaml",
    "catalog/facts.yaml",
    "catalog/tiers/odd.yaml",
    "catalog/postures/odd.yaml",
    "catalog/relations.yaml",
    "rules/blueprints/task/odd.yaml",
    "rules/work/odd.yaml",
    "rules/request/odd.yaml",
    "rules/documents/wizard.yaml",
    "rules/documents/odd.yaml",
    "rules/documents/odd/odd.yaml",
    "rules/odd/odd.yaml",
    "rules/odd/odd.test.yaml",
    "rules/scripts/odd.rhai",
];

/// Texts that readers of YAML trip over.
const SPECIALS: [&str; 40] = [
    "\u{feff}",
    "\u{0}",
    "\t",
    "\r",
    "\r\n",
    "\u{85}",
    "\u{2028}",
    "---\n",
    "...\n",
    "- ",
    "? ",
    ": ",
    "&a ",
    "*a",
    "<<: *a\n",
    "!!binary ",
    "!odd ",
    "| \n",
    ">-\n",
    "'",
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    "#",
    "%YAML 1.1\n",
    "@",
    "`",
    "~",
    ".nan",
    "1e999",
    "0x7fffffffffffffffff",
    "é",
    "日本",
    "👩‍👩‍👧",
    "\u{202e}",
    "{key}",
    "{set.}",
];

/// Files of a layer, by path.
type Layer = BTreeMap<String, Vec<u8>>;

/// Checks a layer on top of what is built in, and everything that must hold of any report.
fn check(layer: &Layer) -> Vec<Diagnostic> {
    let folder = written(layer);
    let root = folder.path().to_owned();
    let (send, receive) = mpsc::channel();
    let worker = thread::spawn(move || {
        let findings = lint(&root);
        let _ = send.send(());
        findings
    });
    match receive.recv_timeout(PATIENCE) {
        Ok(()) => {}
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("lint hangs on {}", keep(folder)),
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("lint panics on {}", keep(folder)),
    }
    let findings = worker.join().unwrap();
    let wrong: Vec<String> = findings
        .iter()
        .flat_map(|one| misplaced(folder.path(), one))
        .collect();
    let wrong: Vec<String> = wrong.into_iter().chain(misreported(&findings)).collect();
    assert!(wrong.is_empty(), "{}:\n{}", keep(folder), wrong.join("\n"));
    mended(folder.path(), &findings);
    findings
}

fn written(layer: &Layer) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in layer {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    folder
}

/// Where a layer stays for whoever looks into the failure.
fn keep(folder: TempDir) -> String {
    folder.keep().display().to_string()
}

fn lint(root: &Path) -> Vec<Diagnostic> {
    let target = Target {
        load: Load {
            base: None,
            layers: vec![root.to_owned()],
        },
        options: Options {
            extent: Extent::Added,
            date: Some(DATE.to_owned()),
        },
        below: None,
    };
    target.findings()
}

/// What is wrong with the places of a finding.
fn misplaced(root: &Path, finding: &Diagnostic) -> Vec<String> {
    let told = |what: &str, source: &Source, span: Span| {
        format!(
            "{}: {what}: {} {span:?} of {} bytes: {}",
            finding.code,
            source.path,
            source.text.len(),
            finding.message
        )
    };
    let mut wrong = Vec::new();
    if finding.labels.is_empty() {
        wrong.push(format!("{}: no place: {}", finding.code, finding.message));
    }
    for label in &finding.labels {
        let (source, span) = (label.source.as_ref(), label.span);
        if source.slice(span).is_none() {
            wrong.push(told(
                "outside of the file, or inside of a letter",
                source,
                span,
            ));
            continue;
        }
        let own = Path::new(&source.path).starts_with(root);
        let on_disk = own.then(|| fs::read(&source.path).unwrap_or_default());
        // A file that is no text is pointed at as a whole.
        let shown =
            on_disk.is_none_or(|bytes| source.text.is_empty() || bytes == source.text.as_bytes());
        if !shown {
            wrong.push(told("another text than the file's", source, span));
        }
        for offset in [span.start, span.end] {
            if !exists(source, offset) {
                wrong.push(told("a line or column that is not there", source, span));
            }
        }
    }
    wrong
}

/// Whether the line and the column of a byte lie inside the text.
fn exists(source: &Source, offset: usize) -> bool {
    let place = source.position(offset);
    let line = source.text.split('\n').nth(place.line - 1);
    line.is_some_and(|line| (1..=line.chars().count() + 1).contains(&place.column))
}

/// What is wrong with the report in its forms.
fn misreported(findings: &[Diagnostic]) -> Vec<String> {
    let mut wrong = Vec::new();
    let text = render::render_human(findings, 90, render::Color::Plain);
    if text
        .chars()
        .any(|letter| letter.is_control() && letter != '\n')
    {
        wrong.push("the report carries control characters of a file".to_owned());
    }
    let json: serde_json::Value =
        serde_json::from_str(&render::render_json(findings)).expect("JSON");
    let told = json.as_array().expect("a list");
    if told.len() != findings.len() {
        wrong.push(format!(
            "{} findings, {} in JSON",
            findings.len(),
            told.len()
        ));
    }
    let number = |one: &serde_json::Value, key: &str| one[key].as_u64().unwrap_or_default();
    for one in told {
        let (start, end) = (
            (number(one, "line"), number(one, "column")),
            (number(one, "end_line"), number(one, "end_column")),
        );
        if start.0 == 0 || start.1 == 0 || end < start {
            wrong.push(format!("a place that is none: {one}"));
        }
    }
    let sarif: serde_json::Value =
        serde_json::from_str(&render::render_sarif(findings)).expect("SARIF is JSON");
    let results = sarif["runs"][0]["results"].as_array().map_or(0, Vec::len);
    if results != findings.len() {
        wrong.push(format!("{} findings, {results} in SARIF", findings.len()));
    }
    let lines = render::render_github(findings).lines().count();
    if lines != findings.len() {
        wrong.push(format!("{} findings, {lines} annotations", findings.len()));
    }
    wrong
}

/// Mending never fails, and never makes text of what was none.
fn mended(root: &Path, findings: &[Diagnostic]) {
    let fixes = |finding: &&Diagnostic| finding.fix.is_some();
    let paths: BTreeSet<&str> = findings
        .iter()
        .filter(fixes)
        .map(|finding| finding.labels[0].source.path.as_str())
        .collect();
    for path in paths
        .into_iter()
        .filter(|path| Path::new(path).starts_with(root))
    {
        let text = fs::read_to_string(path).unwrap();
        let (new, made) = fix::apply(&text, path, findings);
        assert!(made > 0 || new == text, "{path} was changed by no change");
    }
}

/// Bytes of one sort: noise, text of YAML's own signs, or a start of a file with noise behind it.
fn noise(dice: &mut Dice) -> Vec<u8> {
    let length = dice.below(200);
    match dice.below(3) {
        0 => (0..length).map(|_| dice.byte()).collect(),
        1 => (0..length / 4)
            .flat_map(|_| dice.one(&SPECIALS).bytes())
            .collect(),
        _ => {
            let start = "id: odd\ntitle: Odd\nwhen: { verb: create }\n".bytes();
            start
                .chain((0..length).map(|_| 32 + dice.byte() % 96))
                .collect()
        }
    }
}

#[test]
fn any_bytes_give_findings_or_nothing() {
    let mut dice = Dice(1);
    for _ in 0..4 {
        let mut layer = Layer::new();
        for place in PLACES {
            layer.insert(place.to_owned(), noise(&mut dice));
            for copy in 0..8 {
                let other = place.replace("odd.", &format!("odd-{copy}."));
                layer.insert(other, noise(&mut dice));
            }
        }
        check(&layer);
    }
}

#[test]
fn nothing_and_next_to_nothing_give_findings() {
    let texts: [&[u8]; 10] = [
        b"",
        b"\n",
        b"#",
        b"{}",
        b"[]",
        b"~",
        b"id:",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"overrides: odd\n",
    ];
    for text in texts {
        let files = PLACES.map(|place| (place.to_owned(), text.to_vec()));
        check(&Layer::from(files));
    }
}

/// The shipped files, by path relative to the knowledge.
fn shipped() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut open = vec![root.join("catalog"), root.join("rules")];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let relative = path
                .strip_prefix(root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            if path.is_dir() {
                open.push(path);
            } else if Kind::of_path(&relative).is_some() {
                found.push((relative, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// A shipped file as a new entry beside it, or as a change of it.
fn taken(dice: &mut Dice, (path, text): &(String, String)) -> (String, String) {
    let kind = Kind::of_path(path).unwrap();
    let id = kind.id_of_path(path);
    let single = matches!(
        kind,
        Kind::Provider
            | Kind::Regions
            | Kind::Roles
            | Kind::Facts
            | Kind::Relations
            | Kind::Wizard
            | Kind::Targets
    );
    if single || dice.below(3) == 0 {
        let line = text.find('\n').map_or(0, |at| at + 1);
        let (first, rest) = text.split_at(line);
        return (path.clone(), format!("{first}overrides: {id}\n{rest}"));
    }
    let stem = path.rsplit('/').next().unwrap().rsplit_once('.').unwrap().0;
    let number = dice.below(10_000);
    let new = path.replace(&format!("/{stem}."), &format!("/{stem}-{number}."));
    (
        new,
        text.replacen(&format!("id: {id}\n"), &format!("id: {id}-{number}\n"), 1),
    )
}

/// A text with one mistake more.
fn mutated(dice: &mut Dice, text: &[u8], others: &[(String, String)]) -> Vec<u8> {
    let mut bytes = text.to_vec();
    let at = dice.below(bytes.len());
    let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
    let line = dice.below(lines.len());
    let without: Vec<&[u8]> = lines
        .iter()
        .enumerate()
        .filter(|(number, _)| *number != line)
        .map(|(_, line)| *line)
        .collect();
    match dice.below(10) {
        0 => return without.concat(),
        1 => {
            let mut lines = lines;
            lines.insert(line, lines.get(line).copied().unwrap_or_default());
            return lines.concat();
        }
        2 => {
            let mut lines = lines;
            let other = dice.below(lines.len());
            lines.swap(line, other);
            return lines.concat();
        }
        3 => bytes.truncate(at),
        4 => bytes[at..]
            .iter_mut()
            .take(1)
            .for_each(|byte| *byte = dice.byte()),
        5 => bytes[at..]
            .iter_mut()
            .take(1)
            .for_each(|byte| *byte ^= 0x20),
        6 => drop(bytes.splice(at..at, dice.one(&SPECIALS).bytes())),
        7 => {
            let end = (at + dice.below(12)).min(bytes.len());
            drop(bytes.splice(at..end, []));
        }
        8 => {
            // A value in another place: one line of another file.
            let other = &dice.one(others).1;
            let borrowed: Vec<&str> = other.split_inclusive('\n').collect();
            let mut lines = lines;
            lines.insert(line, dice.one(&borrowed).as_bytes());
            return lines.concat();
        }
        _ => {
            // Deeper or flatter by a step, like a paste.
            let deeper: Vec<u8> = [b"  ", *lines.get(line).unwrap_or(&&b""[..])].concat();
            let mut lines = lines;
            if let Some(place) = lines.get_mut(line) {
                *place = &deeper;
            }
            return lines.concat();
        }
    }
    bytes
}

/// Checks shipped files with a few mistakes in each, some hundred at a time.
fn mutations(seed: u64, rounds: usize, files: usize) {
    let (mut dice, all) = (Dice(seed), shipped());
    for _ in 0..rounds {
        let mut layer = Layer::new();
        for _ in 0..files {
            let file = dice.one(&all).clone();
            let (path, text) = taken(&mut dice, &file);
            let mut bytes = text.into_bytes();
            for _ in 0..dice.below(3) {
                bytes = mutated(&mut dice, &bytes, &all);
            }
            layer.insert(path, bytes);
        }
        let findings = check(&layer);
        let errors = findings
            .iter()
            .filter(|one| one.severity == Severity::Error)
            .count();
        assert!(errors > 0, "no mistake was found among {files} files");
    }
}

#[test]
fn mistakes_in_shipped_files_are_told_where_they_are() {
    mutations(2, 4, 300);
}

#[test]
fn a_change_is_made_only_where_the_text_is_still_what_was_read() {
    let source = Source::new("a.yaml", "id: a\n");
    let mut finding = Diagnostic::error(cloud_plan::diag::Code::UnknownKey, "x").label(
        &source,
        Span::new(0, 2),
        "",
    );
    finding.fix = Some(Box::new(Fix {
        span: Span::new(0, 2),
        old: "id".to_owned(),
        new: "di".to_owned(),
    }));
    let findings = [finding];
    assert_eq!(
        fix::apply("id: a\n", "a.yaml", &findings),
        ("di: a\n".to_owned(), 1)
    );
    assert_eq!(
        fix::apply("x: a\n", "a.yaml", &findings),
        ("x: a\n".to_owned(), 0)
    );
    assert_eq!(fix::apply("", "a.yaml", &findings), (String::new(), 0));
}
