//! The built-in knowledge as the build script wrote it. Never: what it means.
#![allow(
    clippy::unreadable_literal,
    clippy::large_stack_arrays,
    reason = "the build script writes the tables"
)]

use super::image::{Head, Meter, Shelf};
use super::kind::Kind;
use crate::model::lexicon::signal::{Group, Marks, Signals, Test};
use crate::model::lexicon::{Meaning, Phrases, Standing, Strength};
use crate::model::reading::role::{FactKind, Measure, Role};
use std::borrow::Cow;

include!(concat!(env!("OUT_DIR"), "/snapshot.rs"));

/// The decoded forms, one behind the other.
static BODY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.image"));

/// The texts of all files, one behind the other.
static TEXTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.txt"));

/// The lexicon that the build script compiled, without its phrases and signals.
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

/// What the lexicon looks for in a request.
pub fn signals() -> Signals {
    let group = |tests, by_mark, free| Group {
        tests: Cow::Borrowed(tests),
        by_mark: Cow::Borrowed(by_mark),
        free: Cow::Borrowed(free),
    };
    Signals {
        actions: group(&ACTIONS, &ACTIONS_BY_MARK, &ACTIONS_FREE),
        capabilities: group(&CAPABILITIES, &CAPABILITIES_BY_MARK, &CAPABILITIES_FREE),
        scopes: group(&SCOPES, &SCOPES_BY_MARK, &SCOPES_FREE),
        verdicts: group(&VERDICTS, &VERDICTS_BY_MARK, &VERDICTS_FREE),
        questions: group(&QUESTIONS, &QUESTIONS_BY_MARK, &QUESTIONS_FREE),
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
