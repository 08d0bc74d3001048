//! Cuts a request into words, sentences and a title. Never: what the words mean.

use crate::model::lexicon::fold;

/// What stands before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nothing, or a hyphen, dot, underscore: part of the same compound.
    Joined,
    /// Blanks.
    Space,
    /// A slash.
    Slash,
    /// A comma.
    Comma,
    /// A colon, or a dash with blanks around it.
    Colon,
    /// A bracket or a quotation mark.
    Bracket,
    /// The end of a sentence.
    Stop,
    /// Any other sign: `+`, `&`, `>`.
    Sign,
}

/// A word of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Hash of the folded word.
    pub hash: u64,
    /// What stands before it.
    pub gap: Gap,
    /// Number of the sentence.
    pub sentence: u16,
}

/// The words of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// All words in order.
    pub tokens: Vec<Token>,
    /// First word that is not a ticket id, a tag or a commit prefix.
    pub lead: usize,
    /// Word after the title.
    pub title_end: usize,
}

/// Cuts a text into words.
pub fn cut(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut before = 0;
    let mut sentence = 0_u16;
    for (start, end) in fold::words(text) {
        let between = text.get(before..start).unwrap_or_default();
        let gap = if tokens.is_empty() {
            Gap::Stop
        } else {
            gap_of(between)
        };
        if gap == Gap::Stop && !tokens.is_empty() {
            sentence = sentence.saturating_add(1);
        }
        let hash = fold::hash(text.get(start..end).unwrap_or_default());
        tokens.push(Token {
            start,
            end,
            hash,
            gap,
            sentence,
        });
        before = end;
    }
    tokens
}

fn gap_of(between: &str) -> Gap {
    if matches!(between, " ") {
        return Gap::Space;
    }
    if matches!(between, "-" | "_" | "." | "@" | "") {
        return Gap::Joined;
    }
    let blank = between.contains([' ', '\n']);
    if between.contains(['\n', ';', '!', '?', '。', '…']) || (blank && between.contains('.')) {
        return Gap::Stop;
    }
    if between.contains(['(', ')', '[', ']', '"', '`', '“', '”', '{', '}', '*', '|']) {
        return Gap::Bracket;
    }
    if blank && between.contains([':', '–', '—']) || between.trim() == "-" || between == "):" {
        return Gap::Colon;
    }
    if between.contains(',') {
        return Gap::Comma;
    }
    if between.contains('/') {
        return Gap::Slash;
    }
    if between.trim().is_empty() {
        Gap::Space
    } else {
        Gap::Sign
    }
}

impl Words {
    /// The word at a place.
    pub fn at(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// The text of a word.
    pub fn text<'t>(&self, text: &'t str, index: usize) -> &'t str {
        self.at(index)
            .and_then(|token| text.get(token.start..token.end))
            .unwrap_or_default()
    }

    /// Whether a word stands in the title.
    pub fn in_title(&self, index: usize) -> bool {
        index < self.title_end
    }

    /// First word of the compound that a word is part of.
    pub fn compound_start(&self, index: usize) -> usize {
        let mut first = index;
        while first > 0 && self.at(first).is_some_and(|token| token.gap == Gap::Joined) {
            first -= 1;
        }
        first
    }

    /// Word after the compound that a word is part of.
    pub fn compound_end(&self, index: usize) -> usize {
        let mut end = index + 1;
        while self.at(end).is_some_and(|token| token.gap == Gap::Joined) {
            end += 1;
        }
        end
    }

    /// The number of the last word that begins at or before a byte.
    pub fn index_at(&self, byte: usize) -> usize {
        self.tokens
            .partition_point(|token| token.start <= byte)
            .saturating_sub(1)
    }
}
