//! One kind of knowledge by id, decoded when first asked for. Never: where the bytes come from.

use super::image::Head;
use super::layers::Layer;
use crate::diag::Source;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::sync::Arc;
use std::sync::OnceLock;

/// Hands every kind of file that has a table, with the field of [`Kb`](super::Kb) that holds it, to a macro:
/// the one list of tables.
macro_rules! tables {
    ($call:ident { $($given:tt)* }) => {
        $call! {
            $($given)*;
            Capability capabilities, Setting settings, Provider providers, Regions regions, Prices prices,
            Service services, Change changes, Framework frameworks, Skill skills, Roles roles, Facts facts,
            Tier tiers, Posture postures, Blueprint blueprints, Work works, Relations relations, Request words,
            Workload workloads, Design designs, Choice choices, Targets targets, Sheet sheets,
            Document documents, Wizard wizards, Rule rules
        }
    };
}
pub(super) use tables;

/// Entries of one kind, sorted by id.
#[derive(Debug)]
pub struct Table<T> {
    entries: Vec<Entry<T>>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
        }
    }
}

/// One entry and where it comes from.
#[derive(Debug)]
pub struct Entry<T> {
    id: Cow<'static, str>,
    /// The layers that made it, the strongest last.
    pub layers: Cow<'static, [Layer]>,
    /// The file, as shown to the user.
    pub path: Cow<'static, str>,
    /// The text of the file.
    pub source: Text,
    key: &'static str,
    /// The files of lower layers that it changes, the weakest first.
    pub below: Vec<Arc<Source>>,
    blob: &'static [u8],
    value: OnceLock<Option<Box<T>>>,
}

/// A text that is part of the program or was read from a file.
#[derive(Debug, Clone)]
pub enum Text {
    /// Part of the program.
    Static(&'static str),
    /// Read from a file.
    Owned(Arc<str>),
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
        self.entry(id)?.value()
    }

    /// The first fields of an entry, without decoding the rest; `whole` gives them for an entry that was read from a file.
    pub fn head<H: DeserializeOwned>(&self, id: &str, whole: impl Fn(&T) -> H) -> Option<H> {
        self.entry(id)?.head(whole)
    }

    /// All contents, by id.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().filter_map(Entry::value)
    }

    /// The first fields of all entries, by id, each with its entry.
    pub fn heads<H: DeserializeOwned>(
        &self,
        whole: impl Fn(&T) -> H,
    ) -> impl Iterator<Item = (&Entry<T>, H)> {
        self.entries
            .iter()
            .filter_map(move |entry| Some((entry, entry.head(&whole)?)))
    }

    /// The first fields of some entries, by id.
    pub fn heads_of<H: DeserializeOwned>(
        &self,
        wanted: impl Fn(&str) -> bool,
        whole: impl Fn(&T) -> H,
    ) -> impl Iterator<Item = (&str, H)> {
        let entries = self.entries.iter();
        entries
            .filter(move |entry| wanted(entry.id()))
            .filter_map(move |entry| Some((entry.id(), entry.head(&whole)?)))
    }
}

impl<T: DeserializeOwned> Entry<T> {
    /// The content.
    pub fn value(&self) -> Option<&T> {
        self.value
            .get_or_init(|| postcard::from_bytes(self.blob).ok())
            .as_deref()
    }

    /// The first fields, without decoding the rest.
    pub fn head<H: DeserializeOwned>(&self, whole: impl Fn(&T) -> H) -> Option<H> {
        match self.value.get() {
            Some(value) => value.as_deref().map(whole),
            None => postcard::take_from_bytes(self.blob)
                .ok()
                .map(|(head, _)| head),
        }
    }
}

impl<T> Entry<T> {
    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it is found by without being decoded; `None` if that is not known.
    pub fn key(&self) -> Option<&'static str> {
        Some(self.key).filter(|key| !key.is_empty())
    }

    /// Whether it is part of the program in decoded form.
    pub fn is_stored(&self) -> bool {
        !self.blob.is_empty()
    }
}

impl<T> Table<T> {
    /// All ids in order.
    pub fn iter_ids(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(Entry::id)
    }

    /// All entries, by id.
    pub fn entries(&self) -> impl Iterator<Item = &Entry<T>> {
        self.entries.iter()
    }

    /// Whether there is such an entry.
    pub fn contains(&self, id: &str) -> bool {
        self.place(id).is_ok()
    }

    /// The entry with its origin.
    pub fn entry(&self, id: &str) -> Option<&Entry<T>> {
        self.place(id)
            .ok()
            .and_then(|place| self.entries.get(place))
    }

    /// Puts another content in the place of an entry's own.
    pub fn replace(&mut self, id: &str, value: T) {
        if let Some(entry) = self.place(id).ok().and_then(|at| self.entries.get_mut(at)) {
            entry.value = OnceLock::from(Some(Box::new(value)));
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn place(&self, id: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|entry| entry.id().cmp(id))
    }

    pub(super) fn reserve(&mut self, count: usize) {
        self.entries.reserve_exact(count);
    }

    pub(super) fn insert_stored(
        &mut self,
        id: &'static str,
        head: &Head<'static>,
        source: &'static str,
        blob: &'static [u8],
    ) {
        let (path, key) = (head.path, head.key);
        self.insert(Entry {
            id: Cow::Borrowed(id),
            layers: Cow::Borrowed(&[Layer::BuiltIn]),
            path: Cow::Borrowed(path),
            source: Text::Static(source),
            key,
            below: Vec::new(),
            blob,
            value: OnceLock::new(),
        });
    }

    pub(super) fn insert_read(
        &mut self,
        id: &str,
        path: &str,
        source: Text,
        layers: Vec<Layer>,
        value: T,
    ) {
        self.insert(Entry {
            id: Cow::Owned(id.to_owned()),
            layers: Cow::Owned(layers),
            path: Cow::Owned(path.to_owned()),
            source,
            key: "",
            below: Vec::new(),
            blob: &[],
            value: OnceLock::from(Some(Box::new(value))),
        });
    }

    pub(super) fn note_below(&mut self, id: &str, below: Vec<Arc<Source>>) {
        if let Some(entry) = self.place(id).ok().and_then(|at| self.entries.get_mut(at)) {
            entry.below = below;
        }
    }

    /// Entries mostly come in their order.
    fn insert(&mut self, entry: Entry<T>) {
        if self.entries.last().is_none_or(|last| last.id < entry.id) {
            return self.entries.push(entry);
        }
        match self.place(entry.id()) {
            Ok(place) => {
                if let Some(known) = self.entries.get_mut(place) {
                    *known = entry;
                }
            }
            Err(place) => self.entries.insert(place, entry),
        }
    }
}
