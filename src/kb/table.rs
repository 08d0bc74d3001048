//! One kind of knowledge by id, decoded when first asked for. Never: where the bytes come from.

use super::file::{KnowledgeFile, ReadFile};
use super::image::Head;
use crate::diag;
use crate::yaml::{self, Limits, Node, Packed};
use serde::de::DeserializeOwned;
use std::ops::Deref;
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
    /// Where it stands.
    pub file: KnowledgeFile,
    value: OnceLock<Option<Box<T>>>,
}

/// The content of an entry for one look: what is looked at once need not stay in memory.
#[derive(Debug)]
pub enum Glance<'a, T> {
    /// It is kept anyway.
    Kept(&'a T),
    /// It was decoded for this look.
    Own(Box<T>),
}

impl<T> Deref for Glance<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::Kept(value) => value,
            Self::Own(value) => value,
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

    /// The entry's content for one look.
    pub fn glance(&self, id: &str) -> Option<Glance<'_, T>> {
        self.entry(id)?.glance()
    }

    /// All contents for one look each, by id.
    pub fn glances(&self) -> impl Iterator<Item = Glance<'_, T>> {
        self.entries.iter().filter_map(Entry::glance)
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
}

impl<T: DeserializeOwned> Entry<T> {
    /// The content.
    pub fn value(&self) -> Option<&T> {
        self.value.get_or_init(|| self.decoded()).as_deref()
    }

    /// The content for one look.
    pub fn glance(&self) -> Option<Glance<'_, T>> {
        match self.value.get() {
            Some(value) => value.as_deref().map(Glance::Kept),
            None => self.decoded().map(Glance::Own),
        }
    }

    fn decoded(&self) -> Option<Box<T>> {
        let stored = postcard::from_bytes(self.file.blob()).ok();
        // A value that its short form cannot hold is read from the text again.
        stored.or_else(|| self.read_again()).map(Box::new)
    }

    fn read_again(&self) -> Option<T> {
        let source = self.file.source();
        diag::decode(&source, &tree(&source.text, self.file.packed())?).ok()
    }

    /// The first fields, without decoding the rest.
    pub fn head<H: DeserializeOwned>(&self, whole: impl Fn(&T) -> H) -> Option<H> {
        match self.value.get() {
            Some(value) => value.as_deref().map(whole),
            None => match postcard::take_from_bytes(self.file.blob()) {
                Ok((head, _)) => Some(head),
                Err(_) => self.read_again().as_ref().map(whole),
            },
        }
    }
}

impl<T> Entry<T> {
    /// Its id.
    pub fn id(&self) -> &str {
        self.file.id()
    }
}

/// What stands in a text, with its places.
pub(super) fn tree(text: &str, packed: Option<&Packed>) -> Option<Node> {
    let kept = packed.and_then(|packed| packed.open(text));
    kept.or_else(|| yaml::parse(text, &Limits::default()).ok())
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

    /// The file of an entry, as shown to the user; empty if there is none.
    pub fn path_of(&self, id: &str) -> &str {
        self.entry(id).map_or("", |entry| entry.file.path())
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

    pub(super) fn insert_stored(&mut self, head: &'static Head) {
        self.insert(Entry {
            file: KnowledgeFile::Stored(head),
            value: OnceLock::new(),
        });
    }

    /// Puts in a file that changes nothing below it; it is decoded when first asked for.
    pub(super) fn insert_whole(&mut self, file: ReadFile) {
        self.insert(Entry {
            file: KnowledgeFile::Read(Box::new(file)),
            value: OnceLock::new(),
        });
    }

    /// Puts in a file that was joined with those below it, or one in a form of its own.
    pub(super) fn insert_read(&mut self, file: ReadFile, value: T) {
        self.insert(Entry {
            file: KnowledgeFile::Read(Box::new(file)),
            value: OnceLock::from(Some(Box::new(value))),
        });
    }

    /// Entries mostly come in their order.
    fn insert(&mut self, entry: Entry<T>) {
        if self
            .entries
            .last()
            .is_none_or(|last| last.id() < entry.id())
        {
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
