//! Where a walk stands: read from the ledger, and from the end of it that this machine wrote last.
//! It never opens a door: what is not understood is not approved.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::ledger::{Answer, Broken, Ledger, Line, START};
use crate::project::files::{FileError, Mode, Project};

/// Where the notes on walks are kept.
const DIRECTORY: &str = ".heaptrace/walk";

/// What this machine knows of a walk beyond its ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notes {
    /// The digest of the last line of the ledger.
    #[serde(default)]
    pub head: String,
    /// The plan that was shown and not answered yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
}

/// What a plan was made from, so that it can be made again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The line of the item.
    pub line: usize,
    /// The words of the item.
    pub task: String,
    /// The digest of the plan.
    pub plan: String,
    /// What was typed to revise it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<String>,
    /// Changes that were named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<String>,
    /// Files that were named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// Steps of the way back that were named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rollback: Vec<String>,
}

/// Where the notes on a ticket are.
pub fn notes_path(ticket: &str) -> PathBuf {
    Path::new(DIRECTORY).join(format!("{ticket}.json"))
}

impl Notes {
    /// The notes on a ticket; `None` when there are none or nobody can read them.
    pub fn read(project: &Project, ticket: &str) -> Result<Option<Self>, FileError> {
        let text = project.read(&notes_path(ticket))?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Writes them.
    pub fn write(&self, project: &Project, ticket: &str) -> Result<(), FileError> {
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        project
            .write(&notes_path(ticket), &format!("{text}\n"), Mode::Replace)
            .map(|_| ())
    }
}

/// How the ledger fits to the notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It ends where it did.
    Same,
    /// One line more: the program ended between the ledger and the notes.
    OneMore,
    /// There are no notes: it comes from another machine.
    Foreign,
}

/// Compares the end of the ledger with the notes.
pub fn fit(ledger: &Ledger, notes: Option<&Notes>) -> Result<Fit, Broken> {
    let Some(notes) = notes else {
        return Ok(if ledger.lines.is_empty() {
            Fit::Same
        } else {
            Fit::Foreign
        });
    };
    let head = if notes.head.is_empty() {
        START
    } else {
        &notes.head
    };
    if ledger.head == head {
        Ok(Fit::Same)
    } else if ledger.before_last() == Some(head) {
        Ok(Fit::OneMore)
    } else {
        Err(Broken::End)
    }
}

/// The approval under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    /// The line of the approval.
    pub approval: Line,
    /// Is nothing missing?
    pub confirmed: bool,
    /// The digest of the plan file that was found equal, if one was.
    pub checked: Option<String>,
}

/// Where a walk stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// The approval under way.
    pub current: Option<Current>,
    /// The last item that was reported as done.
    pub finished: Option<Line>,
    /// Items that were passed over since, by line.
    pub skipped: Vec<usize>,
}

impl State {
    /// What the lines of a ledger amount to.
    pub fn of(lines: &[Line]) -> Self {
        let mut state = Self::default();
        lines.iter().for_each(|line| state.take(line));
        state
    }

    fn take(&mut self, line: &Line) {
        let own = self
            .current
            .as_ref()
            .is_some_and(|current| current.approval.plan == line.plan);
        match line.answer {
            Answer::Yes => {
                self.current = Some(Current {
                    confirmed: line.more.resource.is_none(),
                    approval: line.clone(),
                    checked: None,
                });
            }
            Answer::ProductionConfirmed if own => {
                if let Some(current) = &mut self.current {
                    current.confirmed = current.approval.more.resource == line.more.resource;
                }
            }
            Answer::Checked if own => {
                if let Some(current) = self.current.as_mut().filter(|current| current.confirmed) {
                    current.checked.clone_from(&line.more.plan_file);
                }
            }
            Answer::Reported => {
                if line.more.result.as_deref() == Some("done") && own {
                    self.finished = Some(line.clone());
                    self.skipped.clear();
                }
                self.current = None;
            }
            Answer::Skip => {
                self.skipped.push(line.line);
                self.current = None;
            }
            Answer::No
            | Answer::Revise
            | Answer::Void
            | Answer::Adopted
            | Answer::ProductionConfirmed
            | Answer::Checked => self.current = None,
        }
    }
}
