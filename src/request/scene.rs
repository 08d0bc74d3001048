//! A request with everything that was found in it, before any conclusion.

use super::clean::Clean;
use super::fact::{Phrase, Span};
use super::find::{Hit, Sense, find, senses};
use super::text::Words;
use super::title;
use crate::model::lexicon::{Lexicon, Meaning};
use crate::model::reading::role::Role;

/// What the conclusions are drawn from.
pub struct Scene<'a> {
    /// The words of the knowledge base.
    pub lexicon: &'a Lexicon,
    /// The text with its way back to the original.
    pub clean: &'a Clean,
    /// The words of the request.
    pub words: Words,
    /// What each word means by itself.
    pub senses: Vec<Sense<'a>>,
    /// The phrases in it.
    pub hits: Vec<Hit<'a>>,
    /// Where verbs may lead.
    pub leads: Vec<usize>,
}

impl<'a> Scene<'a> {
    /// Looks at a text.
    pub fn new(lexicon: &'a Lexicon, clean: &'a Clean) -> Self {
        let words = title::words(lexicon, &clean.text);
        let senses = senses(lexicon, &words);
        let hits = find(lexicon, &clean.text, &words, &senses);
        let leads = title::leads(lexicon, &words);
        Self {
            lexicon,
            clean,
            words,
            senses,
            hits,
            leads,
        }
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        &self.clean.text
    }

    /// A piece of the text.
    pub fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text().get(start..end).unwrap_or_default()
    }

    /// A range of the original for a range of the text.
    pub fn original(&self, span: Span) -> Span {
        let last = (span.start..span.end)
            .rev()
            .find(|at| self.text().is_char_boundary(*at))
            .unwrap_or(span.start);
        Span {
            start: self.clean.original(span.start),
            end: self.clean.original(last) + (span.end - last),
        }
    }

    /// The bytes of a hit.
    pub fn bytes(&self, hit: &Hit<'_>) -> (usize, usize) {
        let start = self.words.at(hit.first).map_or(0, |token| token.start);
        let end = self
            .words
            .at(hit.end().saturating_sub(1))
            .map_or(start, |token| token.end);
        (start, end)
    }

    /// A hit as words of the request.
    pub fn phrase(&self, hit: &Hit<'_>) -> Phrase {
        let (start, end) = self.bytes(hit);
        Phrase {
            text: self.slice(start, end).to_owned(),
            span: Span { start, end },
        }
    }

    /// Whether a single word has a part in the sentence.
    pub fn word_is(&self, index: usize, role: Role) -> bool {
        self.senses
            .get(index)
            .is_some_and(|sense| sense.gist.plays(role))
    }

    /// What a single word means.
    pub fn meanings(&self, index: usize) -> &'a [Meaning] {
        self.senses.get(index).map_or(&[], |sense| sense.meanings)
    }

    /// Whether a word is a verb, or part of one.
    pub fn doing(&self, index: usize) -> bool {
        let verb = |hit: &Hit<'_>| {
            hit.meanings
                .iter()
                .any(|meaning| matches!(meaning, Meaning::Verb(..)))
        };
        self.hits
            .iter()
            .any(|hit| hit.first <= index && index < hit.end() && verb(hit))
    }

    /// All hits with a part in the sentence that are not hidden.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Hit<'a>> {
        self.hits
            .iter()
            .filter(move |hit| !hit.covered && hit.has_role(role))
    }
}
