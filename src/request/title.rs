//! Finds where a request begins and where its title ends. Never: what it asks for.

use super::text::{Gap, Words, cut};
use crate::model::lexicon::{Lexicon, Meaning};
use crate::model::reading::role::Role;

/// Longest title, in words.
const LONGEST: usize = 18;
/// Longest label before a colon, in words.
const LABEL: usize = 5;

/// Cuts a text into words and finds its title.
pub fn words(lexicon: &Lexicon, text: &str) -> Words {
    let mut words = Words {
        tokens: cut(text),
        lead: 0,
        title_end: 0,
    };
    let start = skip_noise(lexicon, text);
    words.lead = words.tokens.partition_point(|token| token.start < start);
    if words.lead >= words.tokens.len() {
        words.lead = 0;
    }
    words.title_end = title_end(&words);
    words
}

/// The byte after ticket ids, tags and commit prefixes.
fn skip_noise(lexicon: &Lexicon, text: &str) -> usize {
    let mut at = 0;
    for _ in 0..6 {
        let rest = text.get(at..).unwrap_or_default();
        let trimmed = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '|')
        });
        at = text.len() - trimmed.len();
        let skipped = bracket(lexicon, trimmed)
            .or_else(|| ticket(trimmed))
            .or_else(|| prefix(lexicon, trimmed));
        match skipped {
            Some(length) if length < trimmed.len() => at += length,
            _ => break,
        }
    }
    at
}

/// A tag in brackets: `[bug]`, `[OPS-12]`.
fn bracket(lexicon: &Lexicon, text: &str) -> Option<usize> {
    let inner = text.strip_prefix('[')?;
    let end = inner.find(']').filter(|end| *end <= 40)?;
    let tag = inner.get(..end)?;
    let idle = lexicon.has_role(tag, Role::Tag) || lexicon.has_role(tag, Role::Prefix);
    let numbered = is_ticket(tag)
        || tag
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '#' | '.' | '-' | '/'));
    (idle || numbered).then_some(end + 2)
}

/// A ticket id: `OPS-123`, `#12`, `79:`.
fn ticket(text: &str) -> Option<usize> {
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, ':' | ']' | ')' | ','))
        .unwrap_or(text.len());
    let word = text.get(..end)?;
    let followed = text
        .get(end..)
        .is_some_and(|rest| rest.starts_with(':') || rest.trim_start().starts_with('-'));
    let digits = word.trim_start_matches('#');
    let number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    let short = word
        .split_once('-')
        .is_some_and(|(letters, _)| letters.len() < 2);
    let id = is_ticket(word) && (followed || !short);
    (id || (number && (followed || word.starts_with('#')))).then_some(end)
}

/// Whether a word is letters, a hyphen and digits.
pub fn is_ticket(word: &str) -> bool {
    word.split_once('-').is_some_and(|(letters, digits)| {
        (1..=10).contains(&letters.len())
            && letters.chars().all(|c| c.is_ascii_uppercase())
            && (1..=7).contains(&digits.len())
            && digits.chars().all(|c| c.is_ascii_digit())
    })
}

/// A commit prefix: `feat:`, `chore(deps):`, `Bug 123 -`.
fn prefix(lexicon: &Lexicon, text: &str) -> Option<usize> {
    let end = text.find([':', '(', '\n', '.']).filter(|end| *end <= 24);
    if let Some(end) = end
        && lexicon.has_role(text.get(..end)?, Role::Prefix)
    {
        let rest = text.get(end..)?;
        if let Some(scope) = rest.strip_prefix('(') {
            let close = scope.find(')').filter(|close| *close <= 60)?;
            return Some(end + close + 2);
        }
        return rest.starts_with(':').then_some(end + 1);
    }
    let (word, rest) = text.split_once(' ')?;
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let after = rest.get(digits..)?.trim_start();
    (digits >= 4 && lexicon.has_role(word, Role::Prefix) && after.starts_with(['-', ':']))
        .then_some(word.len() + 1 + digits)
}

fn title_end(words: &Words) -> usize {
    let limit = words.tokens.len().min(words.lead + LONGEST);
    for at in words.lead + 1..limit {
        match words.at(at).map(|token| token.gap) {
            Some(Gap::Stop) => return at,
            Some(Gap::Colon) if at - words.lead > LABEL => return at,
            _ => {}
        }
    }
    limit
}

/// Where a verb may lead: at the start, after a label, and at the start of each later sentence.
pub fn leads(lexicon: &Lexicon, words: &Words) -> Vec<usize> {
    let mut list = vec![words.lead];
    for (at, token) in words.tokens.iter().enumerate().skip(words.lead + 1) {
        let label = matches!(token.gap, Gap::Colon | Gap::Bracket) && at <= words.lead + LABEL;
        if label || token.gap == Gap::Stop {
            list.push(at);
        }
    }
    for lead in &mut list {
        *lead = first_word(lexicon, words, *lead);
    }
    list
}

/// Skips `please`, `we need to` and the like.
fn first_word(lexicon: &Lexicon, words: &Words, lead: usize) -> usize {
    for at in lead..lead + 6 {
        let Some(token) = words.at(at) else { break };
        let meanings = lexicon.meanings(token.hash);
        let verb = meanings
            .iter()
            .any(|meaning| matches!(meaning, Meaning::Verb(..)));
        let stop = meanings.contains(&Meaning::Role(Role::Stop));
        if !stop || (at > lead && token.gap != Gap::Space) {
            return at;
        }
        if verb
            && words.at(at + 1).is_some_and(|next| {
                !lexicon
                    .meanings(next.hash)
                    .contains(&Meaning::Role(Role::Stop))
            })
        {
            return at;
        }
    }
    lead
}
