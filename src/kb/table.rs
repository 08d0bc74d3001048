//! One kind of knowledge by id, decoded when first asked for. Never: where the bytes come from.

use super::layers::Layer;
use serde::de::DeserializeOwned;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// Entries of one kind, by id.
#[derive(Debug)]
pub struct Table<T> {
    entries: BTreeMap<String, Entry<T>>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            entries: BTreeMap::new(),
        }
    }
}

/// One entry and where it comes from.
#[derive(Debug)]
pub struct Entry<T> {
    /// The layers that made it, the strongest last.
    pub layers: Vec<Layer>,
    /// The file, as shown to the user.
    pub path: String,
    /// The text of the file.
    pub source: Text,
    blob: &'static [u8],
    value: OnceCell<Option<T>>,
}

/// A text that is part of the program or was read from a file.
#[derive(Debug, Clone)]
pub enum Text {
    /// Part of the program.
    Static(&'static str),
    /// Read from a file.
    Owned(std::sync::Arc<str>),
}

impl Text {
    /// The text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Static(text) => text,
            Self::Owned(text) => text,
        }
    }
}

impl<T: DeserializeOwned> Table<T> {
    /// The entry's content.
    pub fn get(&self, id: &str) -> Option<&T> {
        let entry = self.entries.get(id)?;
        entry
            .value
            .get_or_init(|| postcard::from_bytes(entry.blob).ok())
            .as_ref()
    }

    /// The first fields of an entry, without decoding the rest; `whole` gives them for an entry that was read from a file.
    pub fn head<H: DeserializeOwned>(&self, id: &str, whole: impl Fn(&T) -> H) -> Option<H> {
        let entry = self.entries.get(id)?;
        match entry.value.get() {
            Some(value) => value.as_ref().map(whole),
            None => postcard::take_from_bytes(entry.blob)
                .ok()
                .map(|(head, _)| head),
        }
    }

    /// All contents, by id.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.entries.keys().filter_map(|id| self.get(id))
    }
}

impl<T> Table<T> {
    /// All ids in order.
    pub fn iter_ids(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Whether there is such an entry.
    pub fn contains(&self, id: &str) -> bool {
        self.entries.contains_key(id)
    }

    /// The entry with its origin.
    pub fn entry(&self, id: &str) -> Option<&Entry<T>> {
        self.entries.get(id)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn insert_stored(
        &mut self,
        id: &str,
        path: &str,
        source: &'static str,
        blob: &'static [u8],
    ) {
        let entry = Entry {
            layers: vec![Layer::BuiltIn],
            path: path.to_owned(),
            source: Text::Static(source),
            blob,
            value: OnceCell::new(),
        };
        self.entries.insert(id.to_owned(), entry);
    }

    pub(super) fn insert_read(
        &mut self,
        id: &str,
        path: &str,
        source: Text,
        layers: Vec<Layer>,
        value: T,
    ) {
        let entry = Entry {
            layers,
            path: path.to_owned(),
            source,
            blob: &[],
            value: OnceCell::from(Some(value)),
        };
        self.entries.insert(id.to_owned(), entry);
    }
}
