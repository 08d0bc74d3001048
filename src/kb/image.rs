//! The snapshot of the built-in knowledge: an index and one blob per entry. The texts of the files lie apart.
//! The build script includes this file.

use super::kind::Kind;
use serde::{Deserialize, Serialize};

/// One entry of the index, which is sorted by kind and id.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Head<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: &'a str,
    /// The file, relative to the root of the knowledge.
    pub path: &'a str,
    /// What it is found by without being decoded; empty for most kinds.
    pub key: &'a str,
    /// Start and end of the decoded form in the body; both equal if there is none.
    pub blob: (u32, u32),
    /// Start and end of the file's text among all texts.
    pub source: (u32, u32),
}

/// The prices of one provider, each to be decoded by itself.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Shelf<'a> {
    /// The provider.
    pub provider: &'a str,
    /// Start and end of its `Meters` in the body.
    pub meters: (u32, u32),
}

/// Where each price of a provider lies.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Meters<'a> {
    /// Family and file of the price files.
    #[serde(borrow)]
    pub files: Vec<(&'a str, &'a str)>,
    /// Sorted by meter.
    #[serde(borrow)]
    pub list: Vec<Meter<'a>>,
}

/// Where one price lies.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Meter<'a> {
    /// The meter.
    pub id: &'a str,
    /// Which of the files.
    pub file: u16,
    /// Start and end of the decoded form in the body.
    pub blob: (u32, u32),
}

/// Everything that is decoded when the program starts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Index<'a> {
    /// Every file.
    #[serde(borrow)]
    pub heads: Vec<Head<'a>>,
    /// Every provider with prices.
    #[serde(borrow)]
    pub shelves: Vec<Shelf<'a>>,
}

/// How many bytes hold the length of the index.
pub const LENGTH: usize = 4;

/// Splits a snapshot into its index and its body.
pub fn open(bytes: &[u8]) -> Option<(Index<'_>, &[u8])> {
    let (length, rest) = bytes.split_at_checked(LENGTH)?;
    let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
    let (index, body) = rest.split_at_checked(length)?;
    postcard::from_bytes(index).ok().map(|index| (index, body))
}

/// A part of a body.
pub fn slice(body: &[u8], range: (u32, u32)) -> &[u8] {
    body.get(range.0 as usize..range.1 as usize)
        .unwrap_or_default()
}
