//! Who may import whom.

use super::{files, lexer, read};

/// The modules in reading order; each may import those on earlier lines, never one of its own line.
///
/// `yaml` stands below `diag`: the build script reads YAML without any of our reports, so reading
/// has its own small error, which `diag` turns into a diagnostic.
const ORDER: &[&[&str]] = &[
    &["map"],
    &["yaml"],
    &["diag"],
    &["model"],
    &["schema"],
    &["kb"],
    &["request"],
    &["facts"],
    &["rules"],
    &["plan"],
    &["document", "project", "ruletest"],
    &["cli"],
];

/// Modules that may import less than their place allows: from, to, why.
const CLOSED: &[(&str, &[&str], &str)] = &[
    (
        "document",
        &["yaml", "model", "schema", "kb", "request", "facts", "rules"],
        "a document is drawn from the plan alone",
    ),
    ("rules", &["request"], "only facts see the user's words"),
    ("plan", &["request"], "only facts see the user's words"),
    (
        "project",
        &["kb", "rules"],
        "the user's files are kept without knowing what they mean",
    ),
];

/// Why this import is not allowed, if it is not.
fn verdict(from: &str, to: &str) -> Option<String> {
    let rank = |module: &str| ORDER.iter().position(|line| line.contains(&module));
    if from == to {
        return None;
    }
    let Some(from_rank) = rank(from) else {
        return Some(format!("`{from}` has no place in the order"));
    };
    let to_rank = rank(to)?;
    if let Some((.., why)) = CLOSED
        .iter()
        .find(|(module, closed, _)| *module == from && closed.contains(&to))
    {
        return Some(format!("`{from}` must not import `{to}`: {why}"));
    }
    (from_rank <= to_rank)
        .then(|| format!("`{from}` must not import `{to}`: it stands later in the order"))
}

/// The modules of the crate that a file names, through `crate::`, `super::` and groups of them.
fn imported(code: &str, depth: usize) -> Vec<String> {
    let compact: String = code
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(":: ", "::")
        .replace(" ::", "::");
    let mut found = Vec::new();
    for root in ["crate::".to_owned(), "super::".repeat(depth)] {
        for (at, _) in compact.match_indices(&root) {
            let before = compact.get(..at).unwrap_or_default();
            let is_part =
                before.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '_' | ':'));
            if !is_part {
                found.extend(heads(compact.get(at + root.len()..).unwrap_or_default()));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The first names of a path, or of every path of a group.
fn heads(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start()
            .chars()
            .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
            .collect()
    };
    let Some(group) = path.trim_start().strip_prefix('{') else {
        return vec![name(path)];
    };
    let mut depth = 0_usize;
    let mut starts = vec![0];
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => starts.push(at + 1),
            _ => {}
        }
    }
    starts
        .into_iter()
        .filter_map(|start| group.get(start..))
        .map(name)
        .collect()
}

/// What is wrong with the imports of one file, given as its path from `src/`.
fn check_file(path: &str, text: &str) -> Vec<String> {
    let parts: Vec<&str> = path
        .trim_end_matches(".rs")
        .split('/')
        .filter(|part| *part != "mod")
        .collect();
    let Some(module) = parts.first() else {
        return Vec::new();
    };
    let imports = imported(&lexer::take_apart(text).code, parts.len());
    let wrong = imports.iter().filter_map(|import| verdict(module, import));
    wrong
        .map(|problem| format!("src/{path}: {problem}"))
        .collect()
}

#[test]
fn modules_import_only_what_stands_before_them() {
    let problems: Vec<String> = files("src", "rs")
        .iter()
        .map(|path| (path.trim_start_matches("src/").to_owned(), read(path)))
        .filter(|(path, _)| !matches!(path.as_str(), "lib.rs" | "main.rs"))
        .flat_map(|(path, text)| check_file(&path, &text))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_crate_declares_its_modules_in_reading_order() {
    let code = lexer::take_apart(&read("src/lib.rs")).code;
    let declared: Vec<&str> = code
        .split("pub mod ")
        .skip(1)
        .filter_map(|rest| rest.split(';').next())
        .collect();
    let order: Vec<&str> = ORDER.iter().flat_map(|line| line.iter().copied()).collect();
    let mut places: Vec<Option<usize>> = Vec::new();
    for module in &declared {
        places.push(order.iter().position(|known| known == module));
    }
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{declared:?} is not in the order {order:?}"
    );
}

#[test]
fn planted_violations_are_found() {
    let check = |path: &str, text: &str, problems: usize| {
        assert_eq!(check_file(path, text).len(), problems, "{path}: {text}");
    };
    check(
        "plan/cost.rs",
        "use crate::rules::Decisions; use crate::kb::Kb;",
        0,
    );
    check("plan/cost.rs", "use crate::request::Request;", 1);
    check(
        "plan/cost.rs",
        "fn a() -> crate :: request :: Request {}",
        1,
    );
    check("plan/mod.rs", "use super::document;", 1);
    check("plan/cost.rs", "use super::super::document;", 1);
    check("plan/cost.rs", "use super::document;", 0);
    check("yaml/mod.rs", "use crate::{diag::Span, yaml::Node};", 1);
    check("diag/mod.rs", "use crate::{yaml::{Node, model}, diag};", 0);
    check(
        "document/json.rs",
        "use crate::{plan::{Plan, Step}, kb};",
        1,
    );
    check("document/json.rs", "use crate::facts::Facts;", 1);
    check(
        "document/mod.rs",
        "pub(crate) use crate::project::Backlog;",
        1,
    );
    check(
        "project/mod.rs",
        "use crate::{rules, diag}; use crate::kb::Kb;",
        2,
    );
    check(
        "rules/mod.rs",
        "// use crate::request::Request;\nlet a = \"crate::request\";",
        0,
    );
    check(
        "cli/mod.rs",
        "use crate::document; use my_crate::request;",
        0,
    );
    check("utils.rs", "use crate::diag;", 1);
}
