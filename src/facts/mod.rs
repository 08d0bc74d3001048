//! What is known about one request, each fact with where it came from. Never: decisions.

pub mod gather;
mod regions;
pub mod stated;

pub use gather::gather;

use crate::map::IndexMap;

/// Everything known before a decision is taken, in the order in which it became known.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    known: IndexMap<String, Fact>,
}

/// One fact: one value, or several for facts that hold sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The values.
    pub values: Vec<String>,
    /// Where they come from.
    pub origin: Origin,
}

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Words of the request, as a byte range.
    Request {
        /// First byte.
        start: usize,
        /// Byte after the last.
        end: usize,
    },
    /// A field of the profile.
    Profile(String),
    /// A flag of the command line.
    Flag(String),
    /// An entry of the knowledge base.
    Knowledge(String),
    /// Computed from other facts.
    Derived(String),
}

impl Facts {
    /// Adds or replaces a fact.
    pub fn set(&mut self, key: &str, values: Vec<String>, origin: Origin) {
        self.known.insert(key.to_owned(), Fact { values, origin });
    }

    /// Adds or replaces a fact of one value.
    pub fn put(&mut self, key: &str, value: impl Into<String>, origin: Origin) {
        self.set(key, vec![value.into()], origin);
    }

    /// Forgets a fact.
    pub fn forget(&mut self, key: &str) {
        self.known.shift_remove(key);
    }

    /// Adds a fact unless something is known already.
    pub fn fill(&mut self, key: &str, value: impl Into<String>, origin: Origin) {
        if !self.known.contains_key(key) {
            self.put(key, value, origin);
        }
    }

    /// Adds values to a set.
    pub fn extend(&mut self, key: &str, values: impl IntoIterator<Item = String>, origin: Origin) {
        let fact = self.known.entry(key.to_owned()).or_insert_with(|| Fact {
            values: Vec::new(),
            origin,
        });
        for value in values {
            if !fact.values.contains(&value) {
                fact.values.push(value);
            }
        }
    }

    /// All values of a fact; none if nothing is known.
    pub fn values(&self, key: &str) -> &[String] {
        self.known
            .get(key)
            .map_or(&[], |fact| fact.values.as_slice())
    }

    /// The first value.
    pub fn first(&self, key: &str) -> Option<&str> {
        self.values(key).first().map(String::as_str)
    }

    /// Whether a fact holds a value.
    pub fn has(&self, key: &str, value: &str) -> bool {
        self.values(key).iter().any(|known| known == value)
    }

    /// The fact with its origin.
    pub fn get(&self, key: &str) -> Option<&Fact> {
        self.known.get(key)
    }

    /// All facts in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Fact)> {
        self.known.iter().map(|(key, fact)| (key.as_str(), fact))
    }
}
