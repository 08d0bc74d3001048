//! Fills placeholders into texts. Never: choosing a text.

use super::condition::{Lookup, holds_or_absent};
use crate::model::text::{Text, placeholder};

/// What placeholders can name.
pub trait Words: Lookup {
    /// What a placeholder stands for; `None` if nothing is known.
    fn word(&self, key: &str) -> Option<String>;
}

/// The parts of a text that apply, with their placeholders.
pub fn applying<'t>(text: &'t Text, lookup: &dyn Lookup) -> impl Iterator<Item = &'t str> {
    let parts = text.0.iter();
    let parts = parts.filter(move |part| holds_or_absent(part.when.as_ref(), lookup));
    parts.map(|part| part.say.as_str())
}

/// The parts of a text that apply, filled in and joined.
pub fn say(text: &Text, about: &dyn Words, lookup: &dyn Lookup) -> String {
    let parts: Vec<String> = applying(text, lookup)
        .map(|part| fill(part, about))
        .filter(|part| !part.is_empty())
        .collect();
    tidy(&parts.join(" "))
}

/// One line: breaks of folded YAML texts become spaces.
fn tidy(text: &str) -> String {
    if text.contains('\n') {
        text.split('\n')
            .map(str::trim)
            .collect::<Vec<_>>()
            .join(" ")
            .trim()
            .to_owned()
    } else {
        text.to_owned()
    }
}

/// A template with every placeholder replaced, except for those that somebody else fills later.
pub fn fill_but(template: &str, about: &dyn Words, later: &[&str]) -> String {
    struct Except<'a>(&'a dyn Words, &'a [&'a str]);
    impl Lookup for Except<'_> {
        fn values(&self, key: &str) -> std::borrow::Cow<'_, [String]> {
            self.0.values(key)
        }
        fn order(&self, key: &str) -> Vec<String> {
            self.0.order(key)
        }
    }
    impl Words for Except<'_> {
        fn word(&self, key: &str) -> Option<String> {
            if self.1.contains(&key) {
                Some(format!("{{{key}}}"))
            } else {
                self.0.word(key)
            }
        }
    }
    fill(template, &Except(about, later))
}

/// A template with every placeholder replaced; what is not known is left for the reader as `<key>`.
pub fn fill(template: &str, about: &dyn Words) -> String {
    let mut filled = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        filled.push_str(before);
        match placeholder(from) {
            Some(key) => {
                match about.word(key) {
                    Some(word) => filled.push_str(&word),
                    None => {
                        filled.push('<');
                        filled.push_str(&key.replace(['-', '.'], " "));
                        filled.push('>');
                    }
                }
                rest = from.get(key.len() + 2..).unwrap_or_default();
            }
            None => {
                filled.push('{');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    filled.push_str(rest);
    filled
}
