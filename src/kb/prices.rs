//! The prices of a provider by meter, each decoded when first asked for. Never: what they amount to.

use super::image;
use super::snapshot;
use super::table::Table;
use crate::model::price::{Price, PriceFile};
use crate::model::provider::provider_of;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The price lists of the providers; each is put together when first asked for.
#[derive(Debug, Default)]
pub struct PriceLists {
    lists: BTreeMap<String, Lazy>,
}

#[derive(Debug, Default)]
struct Lazy {
    stored: Option<&'static [image::Meter]>,
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
    origin: Origin,
    value: OnceLock<Option<Box<Price>>>,
}

#[derive(Debug)]
enum Origin {
    /// Part of the program.
    Stored(&'static image::Meter),
    /// From a file that was read.
    Read(Box<Row>),
}

#[derive(Debug)]
struct Row {
    id: String,
    family: String,
    path: String,
}

impl PriceLists {
    pub(super) fn stored() -> Self {
        let lists = snapshot::shelves().iter().map(|shelf| {
            let lazy = Lazy {
                stored: Some(shelf.meters),
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
            if let Some(lazy) = self
                .lists
                .get_mut(provider)
                .filter(|_| !entry.file.is_stored())
            {
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
            lazy.stored
                .map_or_else(|| put_together(provider, files), PriceList::stored)
        }))
    }
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
            let row = Row {
                id: id.clone(),
                family: file.family.clone(),
                path: entry.file.path().to_owned(),
            };
            let meter = Meter {
                origin: Origin::Read(Box::new(row)),
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
    fn stored(meters: &'static [image::Meter]) -> Self {
        let meters = meters.iter().map(|meter| Meter {
            origin: Origin::Stored(meter),
            value: OnceLock::new(),
        });
        Self {
            meters: meters.collect(),
        }
    }

    /// One meter.
    pub fn get(&self, id: &str) -> Option<&Meter> {
        let place = self.meters.binary_search_by(|meter| meter.id().cmp(id));
        self.meters.get(place.ok()?)
    }

    /// The meters from an id on.
    pub fn from(&self, id: &str) -> &[Meter] {
        let start = self.meters.partition_point(|meter| meter.id() < id);
        self.meters.get(start..).unwrap_or_default()
    }
}

impl Meter {
    /// The meter.
    pub fn id(&self) -> &str {
        match &self.origin {
            Origin::Stored(meter) => meter.id,
            Origin::Read(row) => &row.id,
        }
    }

    /// The family: what regional factors are kept by.
    pub fn family(&self) -> &str {
        match &self.origin {
            Origin::Stored(meter) => meter.family,
            Origin::Read(row) => &row.family,
        }
    }

    /// The file of the knowledge base.
    pub fn path(&self) -> &str {
        match &self.origin {
            Origin::Stored(meter) => meter.path,
            Origin::Read(row) => &row.path,
        }
    }

    /// The price.
    pub fn price(&self) -> Option<&Price> {
        let decoded = || match &self.origin {
            Origin::Stored(meter) => postcard::from_bytes(snapshot::blob(meter.blob)).ok(),
            Origin::Read(_) => None,
        };
        self.value.get_or_init(decoded).as_deref()
    }
}
