//! What a request states literally. Never: what it means for a plan.

use crate::model::reading::role::FactKind;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A range of bytes in the request as it was given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl Span {
    /// A range.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }
}

/// Words of the request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// An id of the knowledge base that the request speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The id.
    pub id: String,
    /// How strongly, in hundredths.
    pub score: i32,
    /// Where.
    pub spans: Vec<Span>,
}

/// The class of a size that is memory.
pub const MEMORY: &str = "memory";
/// The class of a place where the provider has no region.
pub const ELSEWHERE: &str = "elsewhere";
/// The class of a name that is an unknown word and nothing more.
pub const GUESS: &str = "guess";

/// The class of a count that may move between its two numbers.
pub const BOUNDS: &str = "bounds";

/// The class of a count that is part of a rate.
pub const RATE: &str = "rate";

/// The class of a count that comes on top of what is there.
pub const MORE: &str = "more";

/// One thing that a request states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What kind of thing.
    pub kind: FactKind,
    /// As written.
    pub text: String,
    /// In its usual form: `256 GB`, `11->16`, an id.
    pub value: String,
    /// A form that is safe in a shell and in Markdown, for names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safe: Option<String>,
    /// The number in it; sizes of storage in GB, times in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Decimal>,
    /// Its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The value before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The value after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Its class: of an address, or how sure a name is (`stated`, `identifier`, `proper`, `likely`, `guess`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Where.
    pub span: Span,
}

impl Fact {
    /// A fact that is its own value.
    pub fn new(kind: FactKind, text: &str, span: Span) -> Self {
        Self {
            kind,
            text: text.to_owned(),
            value: text.to_owned(),
            safe: None,
            number: None,
            unit: None,
            from: None,
            to: None,
            class: None,
            span,
        }
    }

    /// Sets the usual form.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Sets the class.
    pub fn class(mut self, class: &str) -> Self {
        self.class = Some(class.to_owned());
        self
    }

    /// Sets number and unit.
    pub fn number(mut self, number: Option<Decimal>, unit: Option<&str>) -> Self {
        self.number = number;
        self.unit = unit.map(str::to_owned);
        self
    }

    /// Sets the values before and after.
    pub fn change(mut self, from: &str, to: &str) -> Self {
        self.value = format!("{from}->{to}");
        self.from = Some(from.to_owned());
        self.to = Some(to.to_owned());
        self
    }
}

/// What the thing is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purpose {
    /// In words: `profile images`.
    pub words: String,
    /// For names: `profile-images`.
    pub slug: String,
    /// For titles: `Profile image`.
    pub title: String,
    /// Where.
    pub span: Span,
}
