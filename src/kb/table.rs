//! One kind of knowledge by id, decoded when first asked for. Never: where the bytes come from.

use super::image::Head;
use super::layers::Layer;
use crate::diag::{self, Source};
use crate::yaml::{self, Limits, Node, Packed};
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::ops::Deref;
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
    is_stored: bool,
    blob: Cow<'static, [u8]>,
    tree: Option<Packed>,
    value: OnceLock<Option<Box<T>>>,
}

/// A file that was read and changes nothing below it: its tree and its value, both in few bytes.
#[derive(Debug)]
pub(super) struct Whole {
    pub tree: Packed,
    pub blob: Vec<u8>,
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
        let stored = postcard::from_bytes(&self.blob).ok();
        // A value that its short form cannot hold is read from the text again.
        stored.or_else(|| self.read_again()).map(Box::new)
    }

    fn read_again(&self) -> Option<T> {
        let source = Source::new(self.path.to_string(), self.source.as_str());
        diag::decode(&source, &tree(&source.text, self.packed())?).ok()
    }

    /// The first fields, without decoding the rest.
    pub fn head<H: DeserializeOwned>(&self, whole: impl Fn(&T) -> H) -> Option<H> {
        match self.value.get() {
            Some(value) => value.as_deref().map(whole),
            None => match postcard::take_from_bytes(&self.blob) {
                Ok((head, _)) => Some(head),
                Err(_) => self.read_again().as_ref().map(whole),
            },
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
        self.is_stored
    }

    /// Its tree, if that was kept.
    pub(super) fn packed(&self) -> Option<&Packed> {
        self.tree.as_ref()
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
            is_stored: !blob.is_empty(),
            blob: Cow::Borrowed(blob),
            tree: None,
            value: OnceLock::new(),
        });
    }

    /// Puts in a file that changes nothing below it.
    pub(super) fn insert_whole(&mut self, id: &str, source: &Source, layer: &Layer, whole: Whole) {
        self.insert(Entry {
            id: Cow::Owned(id.to_owned()),
            layers: Cow::Owned(vec![layer.clone()]),
            path: Cow::Owned(source.path.clone()),
            source: Text::Owned(Arc::clone(&source.text)),
            key: "",
            below: Vec::new(),
            is_stored: false,
            blob: Cow::Owned(whole.blob),
            tree: Some(whole.tree),
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
            is_stored: false,
            blob: Cow::Borrowed(&[]),
            tree: None,
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
