//! What was answered on the way, one line each; every line holds the digest of the line before.
//! It never takes a line back, and a ledger that does not add up is not used.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::change::Change;
use crate::project::digest::sha256;
use crate::project::files::{FileError, Mode, Project};

/// What stands before the first line.
pub const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What a line records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The plan was approved.
    Yes,
    /// It was not.
    No,
    /// Another plan is wanted.
    Revise,
    /// The name of the resource in production was typed.
    ProductionConfirmed,
    /// The plan file is equal to what was approved.
    Checked,
    /// The result was reported.
    Reported,
    /// The item was passed over.
    Skip,
    /// The approval does not hold any more.
    Void,
    /// A ledger from elsewhere was taken over; no approval in it holds here.
    Adopted,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number, from 1.
    pub seq: u64,
    /// When it was written.
    pub at: String,
    /// The ticket.
    pub ticket: String,
    /// The line of the item.
    pub line: usize,
    /// The words of the item.
    pub task: String,
    /// The digest of the plan that the answer is about.
    pub plan: String,
    /// What was answered.
    pub answer: Answer,
    /// What else belongs to it.
    #[serde(flatten)]
    pub more: More,
    /// Who answered.
    pub by: String,
    /// The digest of the line before.
    pub prev: String,
}

/// What only some lines hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct More {
    /// The changes that were approved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// The files with infrastructure code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub iac_files: Vec<CodeFile>,
    /// low, medium or high.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// The words of the item after a revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_task: Option<String>,
    /// What was typed with a revision, or why an approval ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The plan that follows a revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_plan: Option<String>,
    /// The resource whose name has to be typed, or was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The branch at the time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// The digest of the list at the time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tasks: Option<String>,
    /// The digest of the list once the item is toggled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tasks_after: Option<String>,
    /// The digest of the plan file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_file: Option<String>,
    /// How to see that it worked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<String>,
    /// The way back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rollback: Vec<String>,
    /// What was applied, in the words of the tool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied: Option<String>,
    /// `done` or `failed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// How many checks passed, of how many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smoke: Option<String>,
}

/// A file with infrastructure code, as it was when the plan was approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeFile {
    /// Its path in the project.
    pub path: String,
    /// The line that changes, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The digest of the file with the approved change in it, line by line without outer spaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<String>,
}

/// All lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// In order.
    pub lines: Vec<Line>,
    /// The digest of the last one.
    pub head: String,
    text: String,
}

/// Why a ledger is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A line is not one.
    #[error("line {0} of the ledger is damaged: {1}")]
    NotALine(usize, String),
    /// A line is missing, or they stand in another order.
    #[error("line {0} of the ledger says that it is line {1}: a line was removed, added or moved")]
    Order(usize, u64),
    /// The line before is not the one that it was written after.
    #[error("line {0} of the ledger does not follow from line {1}: one of them was changed")]
    Chain(usize, usize),
    /// A line is about another ticket.
    #[error("line {0} of the ledger is about {1}")]
    Ticket(usize, String),
    /// Lines at the end are gone, or the last one was changed.
    #[error(
        "the ledger ends differently than when it was last written: its last lines were removed or changed"
    )]
    End,
}

/// Where the ledger of a ticket lies: beside its list.
pub fn path(list: &Path) -> PathBuf {
    list.with_file_name("approvals.jsonl")
}

impl Ledger {
    /// Reads a ledger; every line has to follow from the one before.
    pub fn read(
        project: &Project,
        path: &Path,
        ticket: &str,
    ) -> Result<Result<Self, Broken>, FileError> {
        let text = project.read(path)?.unwrap_or_default();
        Ok(Self::parse(text, ticket))
    }

    /// The lines of a text.
    pub fn parse(text: String, ticket: &str) -> Result<Self, Broken> {
        let mut lines: Vec<Line> = Vec::new();
        let mut head = START.to_owned();
        if !text.is_empty() && !text.ends_with('\n') {
            return Err(Broken::End);
        }
        for (index, raw) in text.lines().enumerate() {
            let number = index + 1;
            let line: Line = serde_json::from_str(raw)
                .map_err(|error| Broken::NotALine(number, error.to_string()))?;
            if line.seq != number as u64 {
                return Err(Broken::Order(number, line.seq));
            }
            if line.prev != head {
                return Err(Broken::Chain(number, index));
            }
            if line.ticket != ticket {
                return Err(Broken::Ticket(number, line.ticket));
            }
            head = sha256(raw);
            lines.push(line);
        }
        Ok(Self { lines, head, text })
    }

    /// Adds a line; its number and the digest of the line before are put in here.
    pub fn add(&mut self, mut line: Line) -> Result<(), serde_json::Error> {
        line.seq = self.lines.len() as u64 + 1;
        line.prev.clone_from(&self.head);
        let raw = serde_json::to_string(&line)?;
        self.head = sha256(&raw);
        self.text.push_str(&raw);
        self.text.push('\n');
        self.lines.push(line);
        Ok(())
    }

    /// Writes it, whole or not at all.
    pub fn write(&self, project: &Project, path: &Path) -> Result<(), FileError> {
        project.write(path, &self.text, Mode::Replace).map(|_| ())
    }

    /// The digest that stood before a line was added.
    pub fn before_last(&self) -> Option<&str> {
        self.lines.last().map(|line| line.prev.as_str())
    }
}
