//! Finds the words of a request that nothing was made of.

use super::Request;
use super::fact::{Phrase, Span};
use super::scene::Scene;

/// Shortest word that is worth mentioning.
const SHORTEST: usize = 3;

/// Words that are in no phrase of the lexicon and in no fact, each once.
pub fn words(scene: &Scene<'_>, request: &Request) -> Vec<Phrase> {
    let mut read = vec![false; scene.words.tokens.len()];
    for hit in &scene.hits {
        if let Some(words) = read.get_mut(hit.first..hit.end()) {
            words.fill(true);
        }
    }
    let mut list: Vec<Phrase> = Vec::new();
    for (token, _) in scene
        .words
        .tokens
        .iter()
        .zip(read)
        .filter(|(_, read)| !read)
    {
        let text = scene.slice(token.start, token.end);
        let stated = request
            .facts
            .iter()
            .any(|fact| fact.span.start <= token.start && token.end <= fact.span.end);
        let long = text.chars().count() >= SHORTEST && text.chars().any(char::is_alphabetic);
        let new = !list
            .iter()
            .any(|known| known.text.eq_ignore_ascii_case(text));
        if !stated && long && new {
            list.push(Phrase {
                text: text.to_owned(),
                span: Span {
                    start: token.start,
                    end: token.end,
                },
            });
        }
    }
    list
}
