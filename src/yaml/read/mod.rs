//! YAML text into a tree in which every value knows its place, and the tree into Rust values.
//! It never looks outside the text it is given: no files, no includes, no environment.
//!
//! The build script includes this folder, so it may use only the parser, serde and the standard library.

mod alias;
mod decode;
mod parse;
mod scalar;
mod tree;
mod wording;

pub use decode::from_node;
pub use parse::parse;
pub use tree::{Node, Span, Value};

/// What a text may cost to read; a user's file is never trusted to be small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How deep maps and lists may nest.
    pub max_depth: usize,
    /// How many values a file may hold, copies made by aliases included.
    pub max_nodes: usize,
    /// How many bytes of text a file may hold, copies made by aliases included.
    pub max_text: usize,
    /// How many values aliases and merge keys may copy.
    pub max_copied: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_depth: 64,
            max_nodes: 1_000_000,
            max_text: 16 << 20,
            max_copied: 10_000,
        }
    }
}

/// Why a text cannot be read, or a tree does not fit a type, in words for the person who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What sort of mistake it is.
    pub kind: ErrorKind,
    /// What is wrong, lower case and without a final period.
    pub message: String,
    /// Where it is.
    pub span: Span,
    /// What to say under the marked text; may be empty.
    pub label: String,
    /// What to type instead.
    pub help: Option<String>,
    /// A second place that belongs to the story, with what to say there.
    pub other: Option<Box<(Span, String)>>,
    /// The word that was found and those that were possible, for a "did you mean".
    pub choice: Option<Box<Choice>>,
    /// Whether `span` is set: the innermost value that fails decides.
    placed: bool,
}

/// A word that is not among the possible ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The word as the user wrote it.
    pub found: String,
    /// The words that would have been understood.
    pub options: Vec<String>,
}

/// The sorts of mistakes that reading can meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The text is not YAML.
    Syntax,
    /// The text is YAML, of a kind that is refused: several documents, tags, keys that are not text.
    Unsupported,
    /// A limit is exceeded.
    TooLarge,
    /// A map has the same key twice.
    DuplicateKey,
    /// A value is of another type than the one expected.
    WrongType,
    /// A map has a key that means nothing there.
    UnknownKey,
    /// A map lacks a key that it needs.
    MissingKey,
    /// A word is not one of the possible ones.
    UnknownValue,
}

impl Error {
    /// A mistake whose place is not known yet.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        let (span, label) = (Span::default(), String::new());
        Self {
            kind,
            message,
            span,
            label,
            help: None,
            other: None,
            choice: None,
            placed: false,
        }
    }

    /// Places the mistake, unless a value further inside has done so already.
    pub fn at(mut self, span: Span) -> Self {
        if !self.placed {
            self.span = span;
            self.placed = true;
        }
        self
    }

    /// Says something under the marked text.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Says what to type instead.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Shows a second place.
    pub fn other(mut self, span: Span, label: impl Into<String>) -> Self {
        self.other = Some(Box::new((span, label.into())));
        self
    }

    /// Remembers which words were possible.
    pub fn choice(mut self, found: impl Into<String>, options: &[&str]) -> Self {
        let options = options.iter().map(ToString::to_string).collect();
        self.choice = Some(Box::new(Choice {
            found: found.into(),
            options,
        }));
        self
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
