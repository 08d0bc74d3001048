//! No name of the knowledge base is written in Rust: whoever adds a provider adds a folder, not code.

use std::collections::BTreeMap;

use super::{files, lexer, read};
use cloud_plan::yaml::{self, Limits};

/// How surely a word in a Rust string is the name of something in the catalog.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Names that mean nothing else: any text that has the word is a mistake.
    Proper,
    /// Names that may be ordinary words (`queue`, `maximum`): a mistake when the word is the whole
    /// text or stands in backticks. A name with a hyphen is never ordinary.
    Common,
}

/// Where the names are, and of which kind they are.
const FOLDERS: &[(&str, Kind)] = &[
    ("catalog/providers", Kind::Proper),
    ("catalog/frameworks", Kind::Proper),
    ("catalog/skills", Kind::Proper),
    ("catalog/tiers", Kind::Common),
    ("catalog/postures", Kind::Common),
    ("catalog/capabilities", Kind::Common),
];

/// Words that are names in the catalog and also part of the engine's own vocabulary: word, why.
const ALLOWED: &[(&str, &str)] = &[
    ("budget", "the flag that names what the user wants to spend"),
    (
        "cloud-plan",
        "the name of this program, which is also a skill",
    ),
    ("network", "a shape of the drawings"),
    ("queue", "a shape of the drawings"),
];

/// The names of the catalog, in lower case.
fn catalog() -> BTreeMap<String, Kind> {
    let mut names = BTreeMap::new();
    for (folder, kind) in FOLDERS {
        for path in files(folder, "yaml") {
            // Services, prices and regions belong to a provider, whose own name begins their ids.
            let file = path
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .trim_end_matches(".yaml");
            let is_entry = path.matches('/').count() == 2 || file == "provider";
            let root = yaml::parse(&read(&path), &Limits::default());
            let id = root.ok().and_then(|root| {
                root.get("id")
                    .and_then(|id| id.as_str().map(str::to_lowercase))
            });
            if let (true, Some(id)) = (is_entry, id) {
                names.insert(id, *kind);
            }
        }
    }
    names.retain(|name, _| ALLOWED.iter().all(|(allowed, _)| allowed != name));
    names
}

/// The names that a text of Rust mentions.
fn mentioned<'a>(text: &str, names: &'a BTreeMap<String, Kind>) -> Vec<&'a str> {
    let text = text.to_lowercase();
    let mentions = |name: &str, kind: Kind| {
        if kind == Kind::Proper || name.contains('-') {
            has_word(&text, name)
        } else {
            text == name || text.contains(&format!("`{name}`"))
        }
    };
    names
        .iter()
        .filter(|(name, kind)| mentions(name, **kind))
        .map(|(name, _)| name.as_str())
        .collect()
}

/// Whether the word stands in the text on its own; a hyphen or underscore makes it part of another.
fn has_word(text: &str, word: &str) -> bool {
    let joins = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + word.len()..).unwrap_or_default();
        !before.ends_with(joins) && !after.starts_with(joins)
    })
}

#[test]
fn no_name_of_the_catalog_is_written_in_rust() {
    let names = catalog();
    assert!(names.len() > 20, "the catalog was not found");
    let mut problems = Vec::new();
    for path in files("src", "rs") {
        // Tests may name things: they need samples.
        if path.ends_with("/tests.rs") || path.contains("/tests/") {
            continue;
        }
        let text = read(&path);
        for (line, literal) in lexer::take_apart(lexer::without_tests(&text)).strings {
            for name in mentioned(&literal, &names) {
                problems.push(format!(
                    "{path}:{line}: `{name}` is a name of the catalog; Rust knows shapes only"
                ));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn planted_names_are_found() {
    let names = [
        ("acme", Kind::Proper),
        ("queue", Kind::Common),
        ("object-store", Kind::Common),
    ];
    let names: BTreeMap<String, Kind> = names
        .into_iter()
        .map(|(name, kind)| (name.to_owned(), kind))
        .collect();
    let check =
        |text: &str, expected: &[&str]| assert_eq!(mentioned(text, &names), expected, "{text}");
    check("needs Acme today", &["acme"]);
    check("acme/s3", &["acme"]);
    check("acme-like, pacme, acme_x", &[]);
    check("the queue is empty", &[]);
    check("queue", &["queue"]);
    check("use a `queue`", &["queue"]);
    check("an object-store or an object-stores", &["object-store"]);
}
