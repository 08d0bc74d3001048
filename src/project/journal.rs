//! What became of documents: one line an event, bound to the text it was said about. Never: what the documents say.

use super::digest::sha256;
use super::files::{FileError, Mode, Project};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The file, relative to the project.
const PATH: &str = ".heaptrace/documents.jsonl";

/// Something that somebody said about a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The document, relative to the project.
    pub document: String,
    /// drafted, approved, skipped, revised, accepted or superseded.
    pub action: String,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// Who.
    pub by: String,
    /// In words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Digest of the text that it was said about.
    pub sha256: String,
    /// What the document was made from, so that it can be made again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made_from: Vec<String>,
}

/// All events, the oldest first; a line that nobody can read is an error, never passed over.
pub fn read(project: &Project) -> Result<Vec<Event>, FileError> {
    let Some(text) = project.read(Path::new(PATH))? else {
        return Ok(Vec::new());
    };
    let broken = |line: usize, error: &dyn std::fmt::Display| FileError::Other {
        path: format!("{PATH}:{line}"),
        source: std::io::Error::other(error.to_string()),
    };
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| serde_json::from_str(line).map_err(|error| broken(at + 1, &error)))
        .collect()
}

/// Adds an event.
pub fn add(project: &Project, event: &Event) -> Result<(), FileError> {
    let path = PathBuf::from(PATH);
    let directory = path.parent().unwrap_or(Path::new(""));
    let _lock = project.lock(directory)?;
    read(project)?;
    let mut text = project.read(&path)?.unwrap_or_default();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let line = serde_json::to_string(event).map_err(|error| FileError::Other {
        path: PATH.to_owned(),
        source: std::io::Error::other(error),
    })?;
    text.push_str(&line);
    text.push('\n');
    project.write(&path, &text, Mode::Replace).map(|_| ())
}

/// The last event of a document.
pub fn last<'a>(events: &'a [Event], document: &str) -> Option<&'a Event> {
    events.iter().rev().find(|event| event.document == document)
}

/// The digest of a text.
pub fn digest(text: &str) -> String {
    sha256(text)
}
