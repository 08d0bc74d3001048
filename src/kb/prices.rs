//! The prices of a provider by meter, each decoded when first asked for. Never: what they amount to.

use super::image::{self, Meters, Shelf};
use super::table::Table;
use crate::model::price::{Price, PriceFile};
use crate::model::provider::provider_of;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The price lists of the providers; each is put together when first asked for.
#[derive(Debug, Default)]
pub struct PriceLists {
    lists: BTreeMap<String, Lazy>,
}

#[derive(Debug, Default)]
struct Lazy {
    stored: Option<(&'static [u8], &'static [u8])>,
    list: OnceLock<PriceList>,
}

/// The prices of one provider, sorted by meter.
#[derive(Debug, Default)]
pub struct PriceList {
    meters: Vec<Meter>,
}

/// One price, and where it stands.
#[derive(Debug)]
pub struct Meter {
    /// The meter.
    pub id: Cow<'static, str>,
    /// The family: what regional factors are kept by.
    pub family: Cow<'static, str>,
    /// The file of the knowledge base.
    pub path: Cow<'static, str>,
    blob: &'static [u8],
    value: OnceLock<Option<Box<Price>>>,
}

impl PriceLists {
    pub(super) fn stored(shelves: &[Shelf<'static>], body: &'static [u8]) -> Self {
        let lists = shelves.iter().map(|shelf| {
            let lazy = Lazy {
                stored: Some((image::slice(body, shelf.meters), body)),
                list: OnceLock::new(),
            };
            (shelf.provider.to_owned(), lazy)
        });
        Self {
            lists: lists.collect(),
        }
    }

    /// Notes every provider with prices; one whose files were added to or replaced has no stored list any more.
    pub(super) fn complete(&mut self, files: &Table<PriceFile>) {
        for entry in files.entries() {
            let provider = provider_of(entry.id());
            if !self.lists.contains_key(provider) {
                self.lists.insert(provider.to_owned(), Lazy::default());
            }
            if let Some(lazy) = self.lists.get_mut(provider).filter(|_| !entry.is_stored()) {
                lazy.stored = None;
            }
        }
    }

    /// The providers with prices.
    pub fn providers(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }

    /// The prices of a provider.
    pub fn of<'a>(&'a self, provider: &str, files: &Table<PriceFile>) -> Option<&'a PriceList> {
        let lazy = self.lists.get(provider)?;
        Some(lazy.list.get_or_init(|| {
            let stored = lazy.stored.and_then(|(meters, body)| read(meters, body));
            stored.unwrap_or_else(|| put_together(provider, files))
        }))
    }
}

fn read(meters: &'static [u8], body: &'static [u8]) -> Option<PriceList> {
    let index: Meters<'static> = postcard::from_bytes(meters).ok()?;
    let meters = index.list.iter().map(|meter| {
        let (family, path) = *index.files.get(usize::from(meter.file))?;
        Some(Meter {
            id: Cow::Borrowed(meter.id),
            family: Cow::Borrowed(family),
            path: Cow::Borrowed(path),
            blob: image::slice(body, meter.blob),
            value: OnceLock::new(),
        })
    });
    meters
        .collect::<Option<Vec<_>>>()
        .map(|meters| PriceList { meters })
}

fn put_together(provider: &str, files: &Table<PriceFile>) -> PriceList {
    let mut meters: BTreeMap<String, Meter> = BTreeMap::new();
    for entry in files.entries() {
        let Some(file) = entry
            .value()
            .filter(|_| provider_of(entry.id()) == provider)
        else {
            continue;
        };
        for price in &file.prices {
            let id = price.meter();
            let meter = Meter {
                id: Cow::Owned(id.clone()),
                family: Cow::Owned(file.family.clone()),
                path: entry.path.clone(),
                blob: &[],
                value: OnceLock::from(Some(Box::new(price.clone()))),
            };
            meters.insert(id, meter);
        }
    }
    PriceList {
        meters: meters.into_values().collect(),
    }
}

impl PriceList {
    /// One meter.
    pub fn get(&self, id: &str) -> Option<&Meter> {
        let place = self
            .meters
            .binary_search_by(|meter| meter.id.as_ref().cmp(id));
        self.meters.get(place.ok()?)
    }

    /// The meters from an id on.
    pub fn from(&self, id: &str) -> &[Meter] {
        let start = self.meters.partition_point(|meter| meter.id.as_ref() < id);
        self.meters.get(start..).unwrap_or_default()
    }
}

impl Meter {
    /// The price.
    pub fn price(&self) -> Option<&Price> {
        self.value
            .get_or_init(|| postcard::from_bytes(self.blob).ok())
            .as_deref()
    }
}
