//! Something wrong with an answer or a field, before it is known in which file and line that stands.
//! It never prints itself.

use std::sync::Arc;

use super::json::Places;
use crate::diag::{Code, Diagnostic, Severity, Source};

/// A fault of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field of the profile.
    pub field: String,
    /// Which part of it.
    pub place: Place,
    /// What sort of fault.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// Why it matters there.
    pub label: String,
    /// What to type instead.
    pub help: Option<String>,
    /// Whether anything can go on.
    pub severity: Severity,
}

/// The part of a field that a fault is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The field is not there.
    File,
    /// Its name.
    Key,
    /// Its value.
    Value,
    /// One entry of its list.
    Item(usize),
}

impl Fault {
    /// An error.
    pub fn new(field: &str, place: Place, code: Code, message: impl Into<String>) -> Self {
        let (field, message, severity) = (field.to_owned(), message.into(), Severity::Error);
        Self {
            field,
            place,
            code,
            message,
            label: String::new(),
            help: None,
            severity,
        }
    }

    /// Says why it matters there.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Says what to type instead.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to type instead, if something is known.
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// About another part of the field.
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// Worth saying, but nothing has to stop.
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Does it stop the work?
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// With its place in a file.
    pub fn in_file(self, source: &Arc<Source>, places: &Places) -> Diagnostic {
        let span = places.span(&self.field, self.place);
        let label = self.label.clone();
        self.without_file().label(source, span, label)
    }

    /// Where there is no file to point into: answers by flag.
    pub fn without_file(self) -> Diagnostic {
        let diagnostic = match self.severity {
            Severity::Error => Diagnostic::error(self.code, self.message),
            Severity::Warning => Diagnostic::warning(self.code, self.message),
        };
        diagnostic.maybe_help(self.help)
    }
}
