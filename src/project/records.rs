//! Decision records: one file each, numbered, with links both ways. Never: what is decided.

use super::files::{FileError, Mode, Project};
use super::journal;
use std::path::{Path, PathBuf};

/// Where records lie, relative to the project.
pub const DIRECTORY: &str = "docs/planning/architecture/decisions";

/// What stands before the number.
pub const PREFIX: &str = "ADR-";

/// A record as it lies in its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// From 1 on.
    pub number: u32,
    /// As in the heading.
    pub title: String,
    /// Proposed, Accepted, Deprecated or Superseded.
    pub status: String,
    /// The record that replaces it.
    pub superseded_by: Option<u32>,
    /// The record that it replaces.
    pub supersedes: Option<u32>,
    /// The file, relative to the project.
    pub path: PathBuf,
    /// All of it.
    pub text: String,
}

/// The states that a record can be in.
pub const STATES: [&str; 4] = ["Proposed", "Accepted", "Deprecated", "Superseded"];

const STATUS: &str = "**Status:** ";
const SUPERSEDED_BY: &str = "**Superseded by:** ";
const SUPERSEDES: &str = "**Supersedes:** ";

/// `ADR-007`
pub fn id(number: u32) -> String {
    format!("{PREFIX}{number:03}")
}

/// The number in `ADR-007`, `7` or `ADR-007-title.md`.
pub fn number_of(text: &str) -> Option<u32> {
    let upper = text.trim().to_uppercase();
    let rest = upper.strip_prefix(PREFIX).unwrap_or(&upper);
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// All records, by number.
pub fn all(project: &Project) -> Result<Vec<Record>, FileError> {
    let mut list = Vec::new();
    for path in project.files(Path::new(DIRECTORY)) {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let is_record = name.starts_with(PREFIX) && name.ends_with(".md");
        let Some(number) = number_of(&name).filter(|_| is_record) else {
            continue;
        };
        if let Some(text) = project.read(&path)? {
            list.push(read(number, path, text));
        }
    }
    list.sort_by_key(|record| record.number);
    Ok(list)
}

fn read(number: u32, path: PathBuf, text: String) -> Record {
    let after = |mark: &str| text.lines().find_map(|line| line.strip_prefix(mark));
    let heading = text.lines().find_map(|line| line.strip_prefix("# "));
    let title = heading.unwrap_or_default();
    let title = title.split_once(": ").map_or(title, |(_, rest)| rest);
    let linked = |line: &str| number_of(line.trim_start_matches('['));
    Record {
        number,
        title: title.to_owned(),
        status: after(STATUS).unwrap_or_default().trim().to_owned(),
        superseded_by: after(SUPERSEDED_BY).and_then(linked),
        supersedes: after(SUPERSEDES).and_then(linked),
        path,
        text,
    }
}

/// What may not change once a record is accepted: everything but its state and its links.
pub fn core(text: &str) -> String {
    let movable = [STATUS, SUPERSEDED_BY, SUPERSEDES];
    let lines = text
        .lines()
        .filter(|line| !movable.iter().any(|mark| line.starts_with(mark)));
    lines.collect::<Vec<_>>().join("\n")
}

/// Writes a new record under the next number; the lock is held from the look for it to the end of the write.
pub fn write(
    project: &Project,
    slug: &str,
    text: &dyn Fn(u32) -> String,
) -> Result<PathBuf, FileError> {
    let directory = Path::new(DIRECTORY);
    let _lock = project.lock(directory)?;
    let number = all(project)?.last().map_or(1, |last| last.number + 1);
    let path = directory.join(format!("{}-{slug}.md", id(number)));
    project.write(&path, &text(number), Mode::New)?;
    Ok(path)
}

/// The text with another state.
pub fn with_status(text: &str, to: &str) -> String {
    with_line(text, STATUS, to)
}

fn with_line(text: &str, mark: &str, to: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let known = text.lines().any(|line| line.starts_with(mark));
    for line in text.lines() {
        if line.starts_with(mark) {
            out.push(format!("{mark}{to}"));
        } else {
            out.push(line.to_owned());
            if !known && line.starts_with(STATUS) {
                out.push(format!("{mark}{to}"));
            }
        }
    }
    format!("{}\n", out.join("\n"))
}

/// A link to a record from beside it.
fn link(record: &Record) -> String {
    let name = record
        .path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    format!("[{}]({name})", id(record.number))
}

/// Both files, each naming the other.
pub fn linked(old: &Record, new: &Record) -> (String, String) {
    let gone = with_line(
        &with_status(&old.text, "Superseded"),
        SUPERSEDED_BY,
        &link(new),
    );
    (gone, with_line(&new.text, SUPERSEDES, &link(old)))
}

/// Everything that is wrong with the records: numbers, states, links, and texts that changed after they were accepted.
pub fn faults(records: &[Record], events: &[journal::Event]) -> Vec<String> {
    let mut list = Vec::new();
    for (place, record) in records.iter().enumerate() {
        let own = id(record.number);
        let before = place.checked_sub(1).and_then(|place| records.get(place));
        if before.is_some_and(|before| before.number == record.number) {
            list.push(format!("{own} is used twice"));
        }
        if !STATES.contains(&record.status.as_str()) {
            list.push(format!(
                "{own} has the state `{}`; it is one of {}",
                record.status,
                STATES.join(", ")
            ));
        }
        let find = |number: u32| records.iter().find(|other| other.number == number);
        match record.superseded_by {
            Some(by) if find(by).and_then(|new| new.supersedes) != Some(record.number) => {
                list.push(format!(
                    "{own} names {} as its successor, which does not name it",
                    id(by)
                ));
            }
            None if record.status == "Superseded" => {
                list.push(format!("{own} is superseded and does not say by what"));
            }
            _ => {}
        }
        let back = record
            .supersedes
            .and_then(|old| find(old).map(|found| (old, found.superseded_by)));
        if let Some((old, by)) = back.filter(|(_, by)| *by != Some(record.number)) {
            list.push(format!(
                "{own} replaces {}, which names {}",
                id(old),
                by.map_or_else(|| "nothing".to_owned(), id)
            ));
        }
        let shown = record.path.display().to_string();
        let accepted = events
            .iter()
            .rev()
            .find(|event| event.document == shown && event.action == "accepted");
        let changed =
            accepted.is_some_and(|event| event.sha256 != journal::digest(&core(&record.text)));
        if changed {
            list.push(format!(
                "{own} was changed after it was accepted: put the text back and supersede it"
            ));
        }
        if accepted.is_none() && matches!(record.status.as_str(), "Accepted" | "Superseded") {
            list.push(format!(
                "{own} is {} and nobody recorded its acceptance",
                record.status.to_lowercase()
            ));
        }
    }
    list
}
