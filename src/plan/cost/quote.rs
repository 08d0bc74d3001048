//! Answers questions to the price book: every price, one price, the sum of a shopping list. Never: printing.

use super::book::{Entry, Gap, PriceBook, effective, figures, printed_id};
use super::tariff::Tariff;
use crate::model::price::GLOBAL;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// One price as listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed<'kb> {
    /// The printed id.
    pub id: String,
    /// The provider.
    pub provider: &'kb str,
    /// The region or other place; none if it holds everywhere.
    pub region: Option<&'kb str>,
    /// What is counted.
    pub unit: &'kb str,
    /// USD a unit.
    #[serde(serialize_with = "as_number")]
    pub price_usd: Decimal,
    /// What is bought.
    pub item: &'kb str,
    /// The family: what regional factors are kept by.
    pub family: &'kb str,
    /// When it was looked up.
    pub as_of: &'kb str,
    /// Where it comes from.
    pub source: &'kb str,
    /// Whether it was read in a source.
    pub verified: bool,
    /// What is wrong with it.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub flags: &'kb [String],
    /// What else to know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'kb str>,
}

/// Every price with a figure, by id.
pub fn listed<'kb>(book: &PriceBook<'kb>) -> Vec<Listed<'kb>> {
    let mut list: Vec<Listed<'kb>> = book
        .meters()
        .flat_map(|(_, entry)| of_entry(&entry))
        .collect();
    list.sort_by(|one, other| one.id.cmp(&other.id));
    list
}

/// The figures of one meter, the base first.
pub fn of_entry<'kb>(entry: &Entry<'kb>) -> Vec<Listed<'kb>> {
    let price = entry.price;
    figures(price)
        .map(|figure| Listed {
            id: printed_id(price, figure.place),
            provider: entry.provider,
            region: Some(figure.place).filter(|place| *place != GLOBAL),
            unit: figure.unit,
            price_usd: effective(price, &figure),
            item: &price.item,
            family: entry.family,
            as_of: figure.as_of,
            source: figure.source,
            verified: figure.verified,
            flags: &price.flags,
            note: figure.note,
        })
        .collect()
}

/// How much of a price.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The price id with its place, or a meter.
    pub price: String,
    /// How many units.
    #[serde(deserialize_with = "number")]
    pub quantity: Decimal,
    /// The place, for a meter without one.
    #[serde(default)]
    pub region: Option<String>,
}

/// A shopping list with its sum.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// Rounded once, to cents, halves away from zero.
    #[serde(serialize_with = "as_number")]
    pub total_usd: Decimal,
    /// The lines, in the order asked for.
    pub lines: Vec<QuoteLine>,
}

/// A line of a quote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct QuoteLine {
    /// The price id as asked for.
    pub price: String,
    /// How many units.
    #[serde(serialize_with = "as_number")]
    pub quantity: Decimal,
    /// What is counted.
    pub unit: String,
    /// USD, exact.
    #[serde(serialize_with = "as_number")]
    pub amount_usd: Decimal,
    /// Whether the price was read in a source for this place.
    pub verified: bool,
    /// When it was looked up.
    pub as_of: String,
}

/// Prices a shopping list; the first line without a price stops it.
pub fn quote(book: &PriceBook<'_>, wanted: &[Wanted]) -> Result<Quote, Gap> {
    let mut lines = Vec::with_capacity(wanted.len());
    let mut total = Decimal::ZERO;
    for line in wanted {
        let tariff = tariff_of(book, line)?;
        let amount = tariff.at_place(line.quantity).typical;
        total += amount;
        lines.push(QuoteLine {
            price: line.price.clone(),
            quantity: line.quantity,
            unit: tariff.unit.clone(),
            amount_usd: amount.normalize(),
            verified: tariff.verified,
            as_of: tariff.as_of,
        });
    }
    let total_usd = total.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    Ok(Quote { total_usd, lines })
}

fn tariff_of(book: &PriceBook<'_>, line: &Wanted) -> Result<Tariff, Gap> {
    let place = line.region.as_deref().unwrap_or(GLOBAL);
    book.tariff(&line.price, place)
}

/// Ids of the book that look like one that it does not have.
pub fn nearest(book: &PriceBook<'_>, id: &str) -> Option<String> {
    let ids = book.meters().flat_map(|(meter, entry)| {
        figures(entry.price)
            .map(|figure| printed_id(entry.price, figure.place))
            .chain([meter.to_owned()])
            .collect::<Vec<_>>()
    });
    ids.map(|known| (strsim::damerau_levenshtein(&known, id), known))
        .filter(|(distance, _)| *distance * 3 <= id.len())
        .min()
        .map(|(_, known)| known)
}

/// The meter behind an id, whether or not the id carries a place.
pub fn entry_of<'kb>(book: &PriceBook<'kb>, id: &str) -> Option<(Entry<'kb>, Option<String>)> {
    if let Some(entry) = book.meter(id) {
        return Some((entry, None));
    }
    let (meter, place) = book.find(id)?;
    book.meter(&meter)
        .map(|entry| (entry, Some(place.to_owned())))
}

/// The key of a meter, for those who print it.
pub fn key_of(entry: &Entry<'_>) -> String {
    entry.price.meter()
}

/// A decimal as a JSON number, digit for digit.
fn as_number<S: serde::Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let text = value.normalize().to_string();
    match text.parse::<f64>() {
        Ok(number) => serializer.serialize_f64(number),
        Err(_) => serializer.serialize_str(&text),
    }
}

/// A number of JSON as a decimal; numbers such as `1e3` too.
fn number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let value = serde_json::Number::deserialize(deserializer)?;
    let text = value.to_string();
    Decimal::from_str_exact(&text)
        .or_else(|_| Decimal::from_scientific(&text))
        .map_err(|_| serde::de::Error::custom(format!("`{text}` is not a quantity")))
}
