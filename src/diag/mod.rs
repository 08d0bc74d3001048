//! What is wrong with a user's data, where, and what to type instead; every other layer reports through it.
//! It never decides what counts as wrong and never prints: rendering gives back text.

pub mod code;
pub mod example;
pub mod fix;
pub mod render;
pub mod source;
pub mod suggest;

use std::sync::Arc;

use serde::de::DeserializeOwned;

pub use crate::yaml::Span;
pub use code::Code;
pub use source::Source;

use crate::yaml::{self, ErrorKind, Limits, Node};

/// One thing to tell the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What sort of thing it is; `explain` says more about it.
    pub code: Code,
    /// What is wrong, in the user's terms.
    pub message: String,
    /// The places; the first is the one to go to.
    pub labels: Vec<Label>,
    /// What to type instead.
    pub help: Option<String>,
    /// Whether anything can go on.
    pub severity: Severity,
    /// The change that mends it, where a machine can be sure of it.
    pub fix: Option<Box<Fix>>,
}

/// A change of the file that the first label of a diagnostic points into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// The text that is expected there, as a guard; what stands in quotes keeps them.
    pub old: String,
    /// What takes its place.
    pub new: String,
}

/// A place in a source, with why it matters here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The file.
    pub source: Arc<Source>,
    /// The place in it.
    pub span: Span,
    /// Why it matters; may be empty.
    pub text: String,
}

/// Whether a diagnostic stops the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be planned before this is mended.
    Error,
    /// Worth mending.
    Warning,
}

impl Diagnostic {
    /// Something that has to be mended.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            code,
            message,
            labels: Vec::new(),
            help: None,
            severity: Severity::Error,
            fix: None,
        }
    }

    /// Something worth mending.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// Adds a place; the first one added is the one to go to.
    pub fn label(mut self, source: &Arc<Source>, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            source: Arc::clone(source),
            span,
            text: text.into(),
        });
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

    /// Says which of the possible words was meant. One that is near enough can be put in place by a machine.
    pub fn suggest<S: AsRef<str>>(mut self, word: &str, candidates: &[S]) -> Self {
        let near = suggest::nearest(word, candidates);
        if let (Some(near), Some(label)) = (near, self.labels.first()) {
            let fix = Fix {
                span: label.span,
                old: word.to_owned(),
                new: near.to_owned(),
            };
            self.fix = suggest::is_typo(word, near).then(|| Box::new(fix));
        }
        let help = suggest::help_with(near, candidates);
        self.maybe_help(help)
    }

    /// A mistake that reading YAML met in this source.
    pub fn from_yaml(source: &Arc<Source>, error: yaml::Error) -> Self {
        let mut diagnostic =
            Self::error(code_of(error.kind), error.message).label(source, error.span, error.label);
        if let Some(other) = error.other {
            diagnostic = diagnostic.label(source, other.0, other.1);
        }
        diagnostic = diagnostic.maybe_help(error.help);
        match error.choice {
            Some(choice) => diagnostic.suggest(&choice.found, &choice.options),
            None => diagnostic,
        }
    }
}

fn code_of(kind: ErrorKind) -> Code {
    match kind {
        ErrorKind::Syntax => Code::YamlSyntax,
        ErrorKind::Unsupported => Code::YamlUnsupported,
        ErrorKind::TooLarge => Code::YamlTooLarge,
        ErrorKind::DuplicateKey => Code::DuplicateKey,
        ErrorKind::WrongType => Code::WrongType,
        ErrorKind::UnknownKey => Code::UnknownKey,
        ErrorKind::MissingKey => Code::MissingKey,
        ErrorKind::UnknownValue => Code::UnknownValue,
    }
}

/// Reads a source as YAML or JSON.
pub fn parse(source: &Arc<Source>, limits: &Limits) -> Result<Node, Vec<Diagnostic>> {
    let place = |error| Diagnostic::from_yaml(source, error);
    yaml::parse(&source.text, limits).map_err(|errors| errors.into_iter().map(place).collect())
}

/// Reads a tree of this source into a type.
pub fn decode<T: DeserializeOwned>(source: &Arc<Source>, node: &Node) -> Result<T, Diagnostic> {
    yaml::from_node(node).map_err(|error| Diagnostic::from_yaml(source, error))
}

/// Whether any of them stops the work.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Sorts by file and place, and removes what is said twice.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|left, right| key(left).cmp(&key(right)));
    diagnostics.dedup();
}

fn key(diagnostic: &Diagnostic) -> (Option<(&str, Span)>, Severity, &str, &str) {
    let place = diagnostic
        .labels
        .first()
        .map(|label| (label.source.path.as_str(), label.span));
    (
        place,
        diagnostic.severity,
        diagnostic.code.as_str(),
        &diagnostic.message,
    )
}

#[cfg(test)]
mod tests;
