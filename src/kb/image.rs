//! The snapshot of the built-in knowledge: an index, one blob per entry, and the sources. The build script includes this file.

use super::kind::Kind;
use serde::{Deserialize, Serialize};

/// One entry of the index. Offsets count from the start of the body.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Head<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: &'a str,
    /// The file, relative to the root of the knowledge.
    pub path: &'a str,
    /// Start and end of the decoded form; both equal if there is none.
    pub blob: (u32, u32),
    /// Start and end of the file's text.
    pub source: (u32, u32),
}

/// How many bytes hold the length of the index.
pub const LENGTH: usize = 4;

/// Splits a snapshot into its index and its body.
pub fn open(bytes: &[u8]) -> Option<(Vec<Head<'_>>, &[u8])> {
    let (length, rest) = bytes.split_at_checked(LENGTH)?;
    let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
    let (index, body) = rest.split_at_checked(length)?;
    postcard::from_bytes(index).ok().map(|heads| (heads, body))
}
