//! What each bullet asks for: a part that can be planned, more about one, or a statement about everything.
//! It never guesses a capability.

use super::Bench;
use crate::model::service::Service;
use crate::request::{self, Request};

/// Words that stand for a bullet without a label.
const TITLE_WORDS: usize = 6;

/// One bullet with those that say more about the same part.
pub struct Bullet {
    /// Line and text; its own first.
    pub lines: Vec<(usize, String)>,
    /// What stands before its colon.
    pub label: String,
    /// As a request.
    pub read: Request,
    /// What it is in the catalog.
    pub capability: Option<String>,
}

impl Bullet {
    /// Its own text.
    pub fn text(&self) -> &str {
        self.lines.first().map_or("", |(_, text)| text)
    }

    /// The bullets that say more about it.
    pub fn more(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().skip(1).map(|(_, text)| text.as_str())
    }

    /// The label, or its first words.
    pub fn title(&self) -> String {
        if !self.label.is_empty() {
            return self.label.clone();
        }
        let words: Vec<&str> = self.text().split_whitespace().take(TITLE_WORDS).collect();
        words.join(" ")
    }

    /// Whether a list of capabilities holds its own.
    pub fn is_in(&self, list: &[String]) -> bool {
        let own = self.capability.as_ref();
        own.is_some_and(|own| list.contains(own))
    }

    /// The service that answers it: the one that is named, one that runs the engine, or the usual one.
    pub fn service<'kb>(&self, bench: &Bench<'kb>) -> Option<&'kb Service> {
        let named = self.read.services.first();
        let named = named.and_then(|found| bench.kb.services.get(&found.id));
        let provider = self.read.provider.as_deref()?;
        let usual = bench.kb.services_for(provider, self.capability.as_deref()?);
        let wanted = |engine: &String| self.read.engines.iter().any(|found| found.id == *engine);
        let runs = usual.iter().find(|one| one.engines.iter().any(wanted));
        named.or_else(|| runs.or(usual.first()).copied())
    }
}

/// Bullets that ask for a part, and those that state something about everything as label and words.
pub fn read(
    bench: &Bench<'_>,
    bullets: &[(usize, String)],
) -> (Vec<Bullet>, Vec<(String, String)>) {
    let (mut asked, mut stated) = (Vec::new(), Vec::new());
    let statements = bench.words.list("statements");
    for (line, text) in bullets {
        let (label, rest) = text.split_once(':').unwrap_or(("", text));
        let (label, rest) = (label.trim(), rest.trim());
        if statements.iter().any(|own| own.eq_ignore_ascii_case(label)) {
            stated.push((label.to_owned(), rest.to_owned()));
        } else if let Some(earlier) = about(&mut asked, text) {
            earlier.lines.push((*line, text.clone()));
        } else {
            asked.push(bullet(bench, *line, label, text));
        }
    }
    (asked, stated)
}

fn bullet(bench: &Bench<'_>, line: usize, label: &str, text: &str) -> Bullet {
    let read = request::read(&bench.lexicon, Some(&bench.answers()), text);
    // A service that is named says what is built, whatever else the words around it could mean.
    let named = read.services.first();
    let named = named.and_then(|found| bench.kb.services.get(&found.id));
    let own = named.and_then(|service| service.provides.first().cloned());
    let mut spoken = read.capabilities.iter().map(|found| &found.id);
    let usual = || {
        spoken
            .find(|id| bench.kb.capabilities.contains(id))
            .cloned()
    };
    Bullet {
        lines: vec![(line, text.to_owned())],
        label: label.to_owned(),
        capability: own.or_else(usual),
        read,
    }
}

/// The bullet that this one says more about: it begins with the same words.
fn about<'b>(asked: &'b mut [Bullet], text: &str) -> Option<&'b mut Bullet> {
    let lower = text.to_lowercase();
    let begins = |known: &&mut Bullet| {
        !known.label.is_empty() && lower.starts_with(&known.label.to_lowercase())
    };
    asked.iter_mut().find(begins)
}
