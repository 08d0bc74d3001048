//! Finds the phrases of the lexicon in the words of a request. Never: what follows from them.

use super::text::{Gap, Token, Words};
use crate::model::lexicon::{Gist, Lexicon, Meaning, Sort, fold};
use crate::model::reading::role::Role;

/// What a word means by itself.
#[derive(Debug, Clone, Copy)]
pub struct Sense<'a> {
    /// Its meanings.
    pub meanings: &'a [Meaning],
    /// The same at a glance.
    pub gist: Gist,
}

/// What the words mean, one by one.
pub fn senses<'a>(lexicon: &'a Lexicon, words: &Words) -> Vec<Sense<'a>> {
    let sense = |token: &Token| {
        let meanings = lexicon.meanings(token.hash);
        Sense {
            meanings,
            gist: Gist::of(meanings),
        }
    };
    words.tokens.iter().map(sense).collect()
}

/// A phrase that was found.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'a> {
    /// First word.
    pub first: usize,
    /// Number of words.
    pub count: usize,
    /// Whether it is more than a piece of a longer name.
    pub whole: bool,
    /// Whether it is inside a phrase that means nothing, or something longer.
    pub covered: bool,
    /// Whether it is inside a phrase that means nothing.
    pub blank: bool,
    /// Whether the request says that it is not meant.
    pub negated: bool,
    /// Whether it is a service by its spelling only, in small letters: others have one of that name.
    pub generic: bool,
    /// What it means.
    pub meanings: &'a [Meaning],
    /// The same at a glance.
    pub gist: Gist,
}

impl<'a> Hit<'a> {
    fn new(first: usize, count: usize, meanings: &'a [Meaning]) -> Self {
        Self {
            first,
            count,
            whole: false,
            covered: false,
            blank: false,
            negated: false,
            generic: false,
            meanings,
            gist: Gist::of(meanings),
        }
    }

    /// Word after the last.
    pub fn end(&self) -> usize {
        self.first + self.count
    }

    /// Whether it has a part in the sentence.
    pub fn has_role(&self, role: Role) -> bool {
        self.gist.plays(role)
    }

    /// Whether it is a word of one provider that people use at others as well.
    pub fn is_shared(&self) -> bool {
        self.generic || self.has_role(Role::Shared)
    }

    /// Whether it is about infrastructure.
    pub fn is_content(&self) -> bool {
        self.gist.holds(Sort::Content)
    }

    /// Whether a kind of meaning is among its meanings.
    pub fn holds(&self, sort: Sort) -> bool {
        self.gist.holds(sort)
    }
}

/// Finds all phrases, in the order of the words; shorter ones first.
pub fn find<'a>(
    lexicon: &'a Lexicon,
    text: &str,
    words: &Words,
    senses: &[Sense<'a>],
) -> Vec<Hit<'a>> {
    let mut hits = Vec::with_capacity(words.tokens.len() * 2);
    for (first, token) in words.tokens.iter().enumerate() {
        let before = hits.len();
        let reach = lexicon.reach(token.hash);
        let mut hash = token.hash;
        for count in 1..=reach {
            if count > 1 {
                match words.at(first + count - 1).filter(|next| runs_on(next)) {
                    Some(next) => hash = fold::join(hash, next.hash),
                    None => break,
                }
            }
            let meanings = match senses.get(first).filter(|_| count == 1) {
                Some(sense) => sense.meanings,
                None => lexicon.meanings(hash),
            };
            if !meanings.is_empty() {
                hits.push(Hit::new(first, count, meanings));
            }
        }
        if hits.len() == before
            && let Some(meanings) = inside(lexicon, text, token)
        {
            hits.push(Hit::new(first, 1, meanings));
        }
    }
    for hit in &mut hits {
        hit.whole = is_whole(senses, words, hit);
        if hit.is_content() && lexicon.names.ambiguous(hit.meanings) {
            let written = spelling(text, words, hit);
            let spelled = lexicon.meanings(fold::exact(written));
            if !spelled.is_empty() {
                hit.generic = !written.chars().any(char::is_uppercase);
                hit.meanings = spelled;
                hit.gist = Gist::of(spelled);
            }
        }
    }
    cover(&mut hits, words.tokens.len());
    negate(&mut hits, words);
    hits
}

/// The text of a hit.
fn spelling<'t>(text: &'t str, words: &Words, hit: &Hit<'_>) -> &'t str {
    let start = words.at(hit.first).map_or(0, |token| token.start);
    let end = words.at(hit.end() - 1).map_or(start, |token| token.end);
    text.get(start..end).unwrap_or_default()
}

fn runs_on(token: &Token) -> bool {
    matches!(token.gap, Gap::Joined | Gap::Space | Gap::Slash)
}

/// Looks inside a word that is unknown as it stands: `AutoScalingGroup`, `postgres14`.
fn inside<'a>(lexicon: &'a Lexicon, text: &str, token: &Token) -> Option<&'a [Meaning]> {
    let word = text.get(token.start..token.end)?;
    if !word.is_ascii() || word.len() < 4 || word.len() > 64 {
        return None;
    }
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let found = if stem.len() < word.len() && stem.len() >= 3 {
        let meanings = lexicon.meanings(fold::hash(stem));
        let service = meanings
            .iter()
            .any(|meaning| matches!(meaning, Meaning::Service(..)));
        if stem.len() >= 4 || service {
            meanings
        } else {
            &[]
        }
    } else if word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase())
        && word.bytes().any(|b| b.is_ascii_lowercase())
    {
        lexicon.meanings(humps(word)?)
    } else {
        &[]
    };
    (!found.is_empty()).then_some(found)
}

/// The hash of the words inside `CamelCase`.
fn humps(word: &str) -> Option<u64> {
    let bytes = word.as_bytes();
    let mut cuts = vec![0];
    for at in 1..bytes.len() {
        let (before, here) = (bytes.get(at - 1)?, bytes.get(at)?);
        let next_lower = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        if here.is_ascii_uppercase()
            && (before.is_ascii_lowercase() || before.is_ascii_digit() || next_lower)
        {
            cuts.push(at);
        }
    }
    cuts.push(bytes.len());
    let mut hash = None;
    for pair in cuts.windows(2) {
        let (from, to) = (pair.first()?, pair.get(1)?);
        let part = fold::hash(word.get(*from..*to)?);
        hash = Some(hash.map_or(part, |before| fold::join(before, part)));
    }
    hash
}

/// A piece of a compound is whole if the other pieces add nothing: `EKS-hosted`, `redis-7`.
fn is_whole(senses: &[Sense<'_>], words: &Words, hit: &Hit<'_>) -> bool {
    let (start, end) = (
        words.compound_start(hit.first),
        words.compound_end(hit.end() - 1),
    );
    let idle = |index: usize| {
        senses
            .get(index)
            .is_none_or(|sense| sense.gist.plays(Role::Suffix) || sense.gist.plays(Role::Stop))
    };
    (start..hit.first).all(idle) && (hit.end()..end).all(idle)
}

/// Longer phrases hide the shorter ones inside them.
fn cover(hits: &mut [Hit<'_>], length: usize) {
    let mut claims: Vec<u8> = vec![0; length];
    let mut order: Vec<usize> = (0..hits.len())
        .filter(|at| {
            hits.get(*at)
                .is_some_and(|hit| hit.is_content() || hit.has_role(Role::Blank))
        })
        .collect();
    order.sort_by_key(|at| {
        hits.get(*at)
            .map(|hit| (std::cmp::Reverse(hit.count), !hit.is_content(), hit.first))
    });
    for at in order {
        let Some(hit) = hits.get_mut(at) else {
            continue;
        };
        let range = hit.first..hit.end();
        let Some(claimed) = claims.get_mut(range) else {
            continue;
        };
        if claimed.iter().any(|claim| *claim > 0) {
            hit.covered = true;
            hit.blank = claimed.contains(&2);
        } else {
            let blank = !hit.is_content();
            hit.covered = blank;
            claimed.fill(if blank { 2 } else { 1 });
        }
    }
    for hit in hits
        .iter_mut()
        .filter(|hit| !hit.is_content() && !hit.has_role(Role::Blank))
    {
        let inside = claims.get(hit.first..hit.end()).unwrap_or_default();
        hit.covered = inside.iter().all(|claim| *claim == 2) && !inside.is_empty();
    }
}

/// What follows a negation in the same clause, within three words, is not meant.
fn negate(hits: &mut [Hit<'_>], words: &Words) {
    let ends: Vec<usize> = hits
        .iter()
        .filter(|hit| hit.has_role(Role::Negation) && hit.whole)
        .map(Hit::end)
        .collect();
    for hit in hits.iter_mut() {
        let negated = ends.iter().any(|end| {
            *end <= hit.first
                && hit.first - end <= 2
                && (*end..=hit.first).all(|at| words.at(at).is_some_and(runs_on))
        });
        hit.negated = negated;
    }
}
