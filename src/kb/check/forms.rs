//! Checks the form of a file: its schema, its first line, the order of its keys. Never: what files say of each other.

use super::job::{File, Job};
use crate::diag::{Code, Diagnostic, Fix, Source, Span};
use crate::kb::overlay::OVERRIDES;
use crate::schema::{self, Schema, builtin};
use crate::yaml::Node;
use std::fmt::Write as _;
use std::sync::Arc;

/// How the line begins that tells an editor which schema a file has.
const MODELINE: &str = "# yaml-language-server: $schema=";

/// Everything wrong with the form of a file.
pub(super) fn check(job: &Job<'_>, file: &File) -> Vec<Diagnostic> {
    let Some(name) = job.kind.schema() else {
        return Vec::new();
    };
    let Some(schema) = builtin::shared(name) else {
        return Vec::new();
    };
    // An overlay holds only what differs, so what it leaves away is not missing.
    let overlay = file.own.get(OVERRIDES).is_some();
    let mut found = schema::check(schema, &file.source, &file.own);
    found.retain(|finding| !overlay || finding.code != Code::MissingKey);
    // Files of a user lie where no schema is; a line that names the wrong one is wrong anywhere.
    let line = modeline(name, &file.source);
    found.extend(line.filter(|_| job.shipped || file.source.text.starts_with(MODELINE)));
    found.extend(order(schema, &file.source, &file.own));
    found
}

/// Without the line editors neither complete nor check.
fn modeline(name: &str, source: &Arc<Source>) -> Option<Diagnostic> {
    let first = source.text.lines().next().unwrap_or_default();
    let schema = format!("{name}.json");
    if let Some(named) = first.strip_prefix(MODELINE) {
        let file = named.trim().rsplit('/').next().unwrap_or_default();
        if file == schema {
            return None;
        }
        let end = first.len();
        let mut found = Diagnostic::warning(
            Code::MissingModeline,
            "the first line names the schema of another kind of file",
        )
        .label(
            source,
            Span::new(end - file.len().min(end), end),
            "editors complete the wrong keys",
        )
        .help(format!("write `{MODELINE}.../schemas/{schema}`"));
        found.fix = Some(Box::new(Fix {
            span: Span::new(end - file.len().min(end), end),
            old: file.to_owned(),
            new: schema,
        }));
        return Some(found);
    }
    let line = format!("{MODELINE}{}schemas/{schema}", up(&source.path));
    let mut found = Diagnostic::warning(
        Code::MissingModeline,
        "the first line does not name the schema of the file",
    )
    .label(
        source,
        Span::default(),
        "editors neither complete nor check it",
    )
    .help(format!("begin the file with `{line}`"));
    found.fix = Some(Box::new(Fix {
        span: Span::default(),
        old: String::new(),
        new: format!("{line}\n"),
    }));
    Some(found)
}

/// The way from a file to the folder that holds `catalog` and `rules`.
fn up(path: &str) -> String {
    let path = path.replace('\\', "/");
    let parts: Vec<&str> = path.split('/').collect();
    let top = parts
        .iter()
        .rposition(|part| matches!(*part, "catalog" | "rules"))
        .unwrap_or_default();
    "../".repeat(parts.len().saturating_sub(top + 1))
}

/// Files of a kind read alike when their keys come in one order, that of the schema.
fn order(schema: &Schema, source: &Arc<Source>, node: &Node) -> Option<Diagnostic> {
    let known = schema.json().get("properties")?.as_object()?;
    let place = |key: &Node| {
        known
            .keys()
            .position(|name| Some(name.as_str()) == key.as_str())
    };
    let mut before: Option<(usize, &Node)> = None;
    for (key, _) in node.pairs() {
        let Some(at) = place(key) else { continue };
        match before {
            Some((last, other)) if at < last => {
                let (name, other_name) = (key.as_str()?, other.as_str()?);
                let mut found = Diagnostic::warning(
                    Code::KeyOrder,
                    format!("`{name}` stands after `{other_name}`"),
                )
                .label(source, key.span, format!("comes before `{other_name}`"))
                .help("run `cloud-plan lint --fix`, which puts the keys in order");
                found.fix = reordered(source, node, &place).map(Box::new);
                return Some(found);
            }
            _ => before = Some((at, key)),
        }
    }
    None
}

/// The file with its top keys in order, each with its value and the comments above it.
fn reordered(source: &Source, node: &Node, place: &dyn Fn(&Node) -> Option<usize>) -> Option<Fix> {
    let text = source.text.as_ref();
    let keys: Vec<&Node> = node.pairs().iter().map(|(key, _)| key).collect();
    let starts: Vec<usize> = keys
        .iter()
        .map(|key| block_start(text, key.span.start))
        .collect();
    // A map in braces, or two keys on one line, is left to the author.
    let first = *starts.first()?;
    if starts.windows(2).any(|pair| pair.first() >= pair.get(1)) {
        return None;
    }
    let mut blocks: Vec<(usize, &str)> = Vec::new();
    let mut last = 0;
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        last = keys.get(index).and_then(|key| place(key)).unwrap_or(last);
        blocks.push((last, text.get(*start..end)?));
    }
    blocks.sort_by_key(|(at, _)| *at);
    let mut new = String::with_capacity(text.len());
    for (_, block) in blocks {
        let ending = if block.ends_with('\n') { "" } else { "\n" };
        // Writing into a string cannot fail.
        let _ = write!(new, "{block}{ending}");
    }
    Some(Fix {
        span: Span::new(first, text.len()),
        old: text.get(first..)?.to_owned(),
        new,
    })
}

/// The start of the line of a key, or of the comments right above it; the first line of a file stays where it is.
fn block_start(text: &str, key: usize) -> usize {
    let line_start = |at: usize| {
        text.get(..at)
            .and_then(|before| before.rfind('\n'))
            .map_or(0, |found| found + 1)
    };
    let mut start = line_start(key);
    while start > 0 {
        let above = line_start(start - 1);
        let line = text.get(above..start).unwrap_or_default();
        if above == 0 || !line.starts_with('#') || line.starts_with(MODELINE) {
            break;
        }
        start = above;
    }
    start
}
