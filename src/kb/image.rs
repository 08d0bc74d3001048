//! The snapshot of the built-in knowledge: a row for each file and each price, which say where their decoded forms
//! lie. The rows are part of the program as they are, so nothing is read when it starts.
//! The build script includes this file.

use super::kind::Kind;

/// One file; the rows are sorted by kind and id.
#[derive(Debug)]
pub struct Head {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: &'static str,
    /// The file, relative to the root of the knowledge.
    pub path: &'static str,
    /// What it is found by without being decoded; empty for most kinds.
    pub key: &'static str,
    /// Start and end of the decoded form in the body; both equal if there is none.
    pub blob: (u32, u32),
    /// Start and end of the file's text among all texts.
    pub source: (u32, u32),
}

/// The prices of one provider, each to be decoded by itself.
#[derive(Debug)]
pub struct Shelf {
    /// The provider.
    pub provider: &'static str,
    /// Its prices, sorted by meter.
    pub meters: &'static [Meter],
}

/// Where one price lies.
#[derive(Debug)]
pub struct Meter {
    /// The meter.
    pub id: &'static str,
    /// The family: what regional factors are kept by.
    pub family: &'static str,
    /// The file.
    pub path: &'static str,
    /// Start and end of the decoded form in the body.
    pub blob: (u32, u32),
}
