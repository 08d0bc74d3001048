//! Checks the price book against itself and against those who refer to it. Never: figures.

use super::{Extent, locate};
use crate::diag::{Code, Diagnostic, Source};
use crate::kb::Kb;
use crate::model::price::{FIRST_BAND, GLOBAL, Price};
use crate::model::provider::provider_of;
use crate::yaml::{Node, Value};
use indexmap::IndexSet;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a cost says when it has no price on purpose.
const FREE: &str = "none";

/// Every meter and the places that it has a price for.
pub(super) struct Meters {
    /// By meter: the numbers of its places.
    places: BTreeMap<String, Vec<usize>>,
    names: IndexSet<String>,
}

/// Everything wrong in a file of prices, beyond what other files say.
pub(super) fn book(
    kb: &Kb,
    meters: &Meters,
    (id, source, node): (&str, &Arc<Source>, &Node),
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let places = places_of(kb, provider_of(id));
    family(id, source, node, &mut out);
    for price in node.get("prices").map(Node::items).unwrap_or_default() {
        meters.references(source, price, &mut out);
        unknown_places(&places, source, price, &mut out);
    }
    out
}

/// Prices that stand in the book twice, with both places.
pub(super) fn twice(kb: &Kb, extent: Extent) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    let mut out = Vec::new();
    for entry in kb.prices.entries() {
        let Some(file) = entry.glance() else { continue };
        for (at, price) in file.prices.iter().enumerate() {
            let first = seen.insert(price.meter(), (entry.id(), at));
            let Some((other, other_at)) = first.filter(|_| extent.holds(entry)) else {
                continue;
            };
            let places = [(entry.id(), at), (other, other_at)]
                .map(|(id, at)| locate::price(kb, id, &format!("/prices/{at}/id")));
            let [Some((source, span)), Some((first, first_span))] = places else {
                continue;
            };
            let finding = Diagnostic::error(
                Code::DuplicateId,
                format!("the price `{}` stands in the book twice", price.meter()),
            )
            .label(&source, span, "only one of the two would count")
            .label(&first, first_span, "is here already")
            .help("put further places under `at` or `also` of the first one, or give this one a `suffix:`");
            out.push(finding);
        }
    }
    out
}

impl Meters {
    pub(super) fn of(kb: &Kb) -> Self {
        let mut meters = Self {
            places: BTreeMap::new(),
            names: IndexSet::new(),
        };
        for file in kb.prices.glances() {
            file.prices.iter().for_each(|price| meters.add(price));
        }
        meters
    }

    fn add(&mut self, price: &Price) {
        let also = price.also.iter().flat_map(|also| also.at.keys());
        let known = self.places.entry(price.meter()).or_default();
        for place in price.at.keys().chain(also) {
            let number = match self.names.get_index_of(place) {
                Some(number) => number,
                None => self.names.insert_full(place.clone()).0,
            };
            known.push(number);
        }
    }

    fn has(&self, meter: &str) -> bool {
        let placed = || {
            let (stem, place) = meter.rsplit_once('.')?;
            let number = self.names.get_index_of(place)?;
            self.places.get(stem).map(|places| places.contains(&number))
        };
        let banded = format!("{meter}{FIRST_BAND}");
        let has_band = || {
            self.places
                .range(banded.clone()..)
                .next()
                .is_some_and(|(known, _)| known.starts_with(&banded))
        };
        self.places.contains_key(meter) || placed().unwrap_or_default() || has_band()
    }

    /// Costs of services and rules: every `meter` has a price.
    pub(super) fn costs(&self, source: &Arc<Source>, node: &Node, out: &mut Vec<Diagnostic>) {
        match &node.value {
            Value::Seq(items) => items.iter().for_each(|item| self.costs(source, item, out)),
            Value::Map(pairs) => {
                for (key, value) in pairs {
                    if key.as_str() == Some("meter") {
                        self.meter(Code::NoPrice, source, value, out);
                    } else {
                        self.costs(source, value, out);
                    }
                }
            }
            _ => {}
        }
    }

    /// Prices that are made of others.
    fn references(&self, source: &Arc<Source>, price: &Node, out: &mut Vec<Diagnostic>) {
        let lists = ["sizes", "parts"]
            .into_iter()
            .filter_map(|key| price.get(key));
        let inner = lists
            .flat_map(Node::items)
            .filter_map(|item| item.get("price"));
        for meter in inner.chain(price.get("then")) {
            self.meter(Code::UnknownReference, source, meter, out);
        }
    }

    fn meter(&self, code: Code, source: &Arc<Source>, node: &Node, out: &mut Vec<Diagnostic>) {
        let Some(meter) = node.as_str() else { return };
        // A meter with a placeholder is known only when a plan fills it in.
        if meter == FREE || meter.contains('{') || self.has(meter) {
            return;
        }
        let known: Vec<&str> = self.places.keys().map(String::as_str).collect();
        out.push(
            Diagnostic::error(code, format!("no price is called `{meter}`"))
                .label(source, node.span, "the plan would show a gap here")
                .suggest(meter, &known),
        );
    }
}

/// Places that prices of a provider can have.
fn places_of<'kb>(kb: &'kb Kb, provider: &str) -> BTreeSet<&'kb str> {
    let regions = kb.regions.get(provider).into_iter();
    regions
        .flat_map(|regions| {
            let scopes = regions.scopes.iter().map(|scope| scope.id.as_str());
            regions
                .regions
                .iter()
                .map(|region| region.id.as_str())
                .chain(scopes)
        })
        .chain([GLOBAL])
        .collect()
}

fn family(id: &str, source: &Arc<Source>, node: &Node, out: &mut Vec<Diagnostic>) {
    let stem = id.rsplit('/').next().unwrap_or_default();
    let Some(family) = node
        .get("family")
        .filter(|family| family.as_str() != Some(stem))
    else {
        return;
    };
    out.push(
        Diagnostic::error(
            Code::UnknownReference,
            "the family is not named after the file",
        )
        .label(source, family.span, "regional factors would not be found")
        .help(format!("write `family: {stem}`, or rename the file")),
    );
}

fn unknown_places(
    places: &BTreeSet<&str>,
    source: &Arc<Source>,
    price: &Node,
    out: &mut Vec<Diagnostic>,
) {
    let also = price.get("also").map(Node::items).unwrap_or_default();
    let tables = std::iter::once(price)
        .chain(also)
        .filter_map(|table| table.get("at"));
    for (key, _) in tables.flat_map(Node::pairs) {
        let Some(place) = key.as_str().filter(|place| !places.contains(place)) else {
            continue;
        };
        let known: Vec<&str> = places.iter().copied().collect();
        out.push(
            Diagnostic::error(
                Code::UnknownReference,
                format!("no region or scope is called `{place}`"),
            )
            .label(source, key.span, "this price could never be used")
            .suggest(place, &known),
        );
    }
}
