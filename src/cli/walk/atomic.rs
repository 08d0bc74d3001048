//! Tells whether an item is one task, and into which it falls when it is not.
//! It never changes the list.

use super::Bench;
use crate::request::{self, Verdict};

/// The tasks that an item holds, when it holds more than one.
pub fn parts(bench: &Bench<'_>, text: &str) -> Vec<String> {
    let pieces = split(bench, text);
    if pieces.len() > 1 {
        return pieces;
    }
    let request = request::read(&bench.lexicon, None, text);
    let parts: Vec<String> = request.parts.iter().map(|part| part.text.clone()).collect();
    let whole = parts.iter().all(|part| !is_quoted(part));
    if request.verdict == Verdict::Split && parts.len() > 1 && whole {
        parts
    } else {
        Vec::new()
    }
}

/// Pieces that each begin with something to do.
fn split(bench: &Bench<'_>, text: &str) -> Vec<String> {
    for joint in bench.words.list("joints") {
        for (at, found) in text.match_indices(joint.as_str()) {
            let (left, right) = (
                text.get(..at).unwrap_or_default(),
                text.get(at + found.len()..).unwrap_or_default(),
            );
            if is_quoted(left) || !begins_with_deed(bench, left) || !begins_with_deed(bench, right)
            {
                continue;
            }
            let mut pieces = whole(bench, left);
            pieces.extend(whole(bench, right).iter().map(|piece| capital(piece)));
            return pieces;
        }
    }
    Vec::new()
}

/// The pieces of a text, or the text itself when it is one.
fn whole(bench: &Bench<'_>, text: &str) -> Vec<String> {
    let pieces = split(bench, text);
    if pieces.is_empty() {
        vec![text.trim().to_owned()]
    } else {
        pieces
    }
}

/// Inside of backticks or quotation marks nothing is joined.
fn is_quoted(left: &str) -> bool {
    ['`', '"']
        .iter()
        .any(|mark| left.matches(*mark).count() % 2 == 1)
}

fn begins_with_deed(bench: &Bench<'_>, text: &str) -> bool {
    let text = text.trim_start();
    let first = text
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_lowercase();
    if bench.words.list("belongs").contains(&first) {
        return false;
    }
    let request = request::read(&bench.lexicon, None, text);
    let begins = request.verb.is_some_and(|verb| verb.span.start == 0);
    begins && text.split_whitespace().count() > 1
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
