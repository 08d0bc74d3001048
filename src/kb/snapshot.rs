//! The built-in knowledge as the build script wrote it. Never: what it means.
#![allow(
    clippy::unreadable_literal,
    clippy::large_stack_arrays,
    reason = "the build script writes the tables"
)]

use super::image::{Head, Meter, Shelf};
use super::kind::Kind;
use crate::model::lexicon::{Meaning, Phrases, Standing, Strength};
use crate::model::reading::role::Role;
use std::borrow::Cow;

include!(concat!(env!("OUT_DIR"), "/snapshot.rs"));

/// The decoded forms, one behind the other.
static BODY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.image"));

/// The texts of all files, one behind the other.
static TEXTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.txt"));

/// The lexicon that the build script compiled, without its phrases.
pub static LEXICON: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.image"));

/// Every file, by kind and id.
pub fn heads() -> &'static [Head] {
    &HEADS
}

/// The prices of every provider.
pub fn shelves() -> &'static [Shelf] {
    &SHELVES
}

/// The phrases of the lexicon.
pub fn phrases() -> Phrases {
    Phrases {
        hashes: Cow::Borrowed(&HASHES),
        starts: Cow::Borrowed(&STARTS),
        meanings: Cow::Borrowed(&MEANINGS),
        firsts: Cow::Borrowed(&FIRSTS),
        reaches: Cow::Borrowed(&REACHES),
    }
}

/// A decoded form.
pub fn blob(range: (u32, u32)) -> &'static [u8] {
    part(BODY, range)
}

/// The text of a file; only the part that is asked for is looked at.
pub fn text(head: &Head) -> &'static str {
    std::str::from_utf8(part(TEXTS, head.source)).unwrap_or_default()
}

fn part(bytes: &'static [u8], (start, end): (u32, u32)) -> &'static [u8] {
    bytes.get(start as usize..end as usize).unwrap_or_default()
}
