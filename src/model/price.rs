//! Prices and regions as the knowledge states them. Never: arithmetic (`plan::cost` does it).
//!
//! A printed price id is the meter, a dot and the place: `<meter>.<region>`, then `.<suffix>` if the price has one.
//! The place `global` is not printed.

use super::condition::Scalar;
use super::quantity::Range;
use crate::map::IndexMap;
use rust_decimal::Decimal;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::str::FromStr;

/// The place of prices that hold everywhere.
pub const GLOBAL: &str = "global";

/// How the name of a band that begins at zero goes on behind the name of its meter.
pub const FIRST_BAND: &str = ".0-";

/// `catalog/providers/<p>/prices/<family>.yaml`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PriceFile {
    /// What regional factors are kept by; the name of the file.
    pub family: String,
    /// The prices.
    pub prices: Vec<Price>,
}

/// What one unit of something costs, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Price {
    /// The meter: the price id without its place.
    pub id: String,
    /// What follows the place in the printed id.
    #[serde(default)]
    pub suffix: Option<String>,
    /// What is counted: `GB-month`, `hour`, `1M-requests`.
    pub unit: String,
    /// What is bought, in words.
    pub item: String,
    /// What fixes the price: operating system, edition, redundancy.
    #[serde(default)]
    pub attributes: IndexMap<String, Scalar>,
    /// USD per unit by place; the first one is what other regions are derived from.
    #[serde(default)]
    pub at: IndexMap<String, Decimal>,
    /// The price holds up to this many units a month; no bound if absent.
    #[serde(default)]
    pub up_to: Option<Decimal>,
    /// The bands above `up-to`, each with its own price.
    #[serde(default)]
    pub tiers: Vec<Band>,
    /// The meter that continues above `up-to`, when it has an id of its own.
    #[serde(default)]
    pub then: Option<String>,
    /// Sizes that are sold: the first that holds the quantity is bought. Takes the place of `at`.
    #[serde(default)]
    pub sizes: Vec<Size>,
    /// Other meters that this one is made of, each times a number. Takes the place of `at`.
    #[serde(default)]
    pub parts: Vec<MeterTimes>,
    /// Units a month that are part of what is bought; only what is above is billed.
    #[serde(default)]
    pub included: Option<Allowance>,
    /// Units a month that the account gets free: shown, not deducted.
    #[serde(default)]
    pub allowance: Option<Allowance>,
    /// How long one is bound, and what is paid when.
    #[serde(default)]
    pub commitment: Option<Commitment>,
    /// What is wrong with the price: `odd`, `stale`, `wrong`, `label`, `coarse`, `previous-generation`.
    #[serde(default)]
    pub flags: Vec<String>,
    /// What else to know.
    #[serde(default)]
    pub note: Option<String>,
    /// Half the width of the source's rounding, as a part of the price; left out below half a percent.
    #[serde(default)]
    pub precision: Option<Decimal>,
    /// When it was looked up: `YYYY-MM` or `YYYY-MM-DD`.
    pub as_of: String,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read in a source.
    #[serde(default)]
    pub verified: bool,
    /// The same meter at other places, from other sources.
    #[serde(default)]
    pub also: Vec<Also>,
}

impl Price {
    /// The meter under which it is known: its id, and its suffix if it has one.
    pub fn meter(&self) -> String {
        match &self.suffix {
            Some(suffix) => format!("{}.{suffix}", self.id),
            None => self.id.clone(),
        }
    }
}

/// A band of a graduated price.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Band {
    /// Where the band ends, in units a month from zero; no end if absent.
    #[serde(default)]
    pub up_to: Option<Decimal>,
    /// USD per unit by place.
    pub at: IndexMap<String, Decimal>,
}

/// A size that is sold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Size {
    /// The largest quantity that it holds; no bound if absent.
    #[serde(default)]
    pub up_to: Option<Decimal>,
    /// The meter that is paid.
    pub price: String,
    /// How much of it, whatever the quantity is; the quantity itself if absent.
    #[serde(default)]
    pub quantity: Option<Decimal>,
}

/// A meter, and how much of it one unit of another one holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MeterTimes {
    /// The meter.
    pub price: String,
    /// How much of it.
    pub times: Decimal,
}

/// Units a month that are not billed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Allowance {
    /// How many of the price's units.
    pub quantity: Decimal,
    /// In words.
    pub say: String,
}

/// A price for being bound.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Commitment {
    /// `reserved`, `committed-use`, `sustained-use`, `capacity`.
    pub kind: String,
    /// Years; absent where one is not bound.
    #[serde(default)]
    pub years: Option<u32>,
    /// `standard` or `convertible`.
    #[serde(default)]
    pub class: Option<String>,
    /// How much is paid at the start: `none`, `partial`, `all`.
    #[serde(default)]
    pub upfront: Option<String>,
    /// USD paid at the start, by place. The effective price is `at` plus this over the hours of the term.
    #[serde(default)]
    pub upfront_usd: IndexMap<String, Decimal>,
    /// What is taken off the usual price, as a part of it.
    #[serde(default)]
    pub discount: Option<Decimal>,
}

/// A meter at other places, from another source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Also {
    /// What is counted there, where the source calls it otherwise.
    #[serde(default)]
    pub unit: Option<String>,
    /// USD per unit by place.
    pub at: IndexMap<String, Decimal>,
    /// What is wrong with the price.
    #[serde(default)]
    pub flags: Vec<String>,
    /// What else to know.
    #[serde(default)]
    pub note: Option<String>,
    /// Half the width of the source's rounding, as a part of the price.
    #[serde(default)]
    pub precision: Option<Decimal>,
    /// When it was looked up.
    pub as_of: String,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read in a source.
    #[serde(default)]
    pub verified: bool,
}

/// `catalog/providers/<p>/regions.yaml`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Regions {
    /// When the factors were looked up.
    pub as_of: String,
    /// Where they come from.
    pub source: String,
    /// How far a derived price is off at most, as a part of it.
    pub widen: Widen,
    /// Families whose prices are the same in every region.
    #[serde(default)]
    pub flat: Vec<String>,
    /// Places of prices that are not regions.
    #[serde(default)]
    pub scopes: Vec<Scope>,
    /// The regions, the usual ones first.
    pub regions: Vec<Region>,
}

/// How far a derived price is off at most, as a part of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Widen {
    /// A price read from a source, through a factor measured in a source.
    pub measured: Decimal,
    /// A factor, or the price itself, from memory.
    pub from_memory: Decimal,
    /// Nothing is known of the family in this region.
    pub fallback: Decimal,
}

/// A region.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Region {
    /// As its programs write it.
    pub id: String,
    /// As its owner calls it.
    pub title: String,
    /// City or area, and country.
    pub place: String,
    /// ISO 3166 code.
    pub country: String,
    /// Whose law holds: `eu`, `us`, `uk`, ...
    pub jurisdiction: String,
    /// The separate cloud it belongs to, if not the usual one.
    #[serde(default)]
    pub partition: Option<String>,
    /// Whether it is run apart from the rest, under the law of the place.
    #[serde(default)]
    pub sovereign: bool,
    /// Its zones.
    #[serde(default)]
    pub zones: Vec<String>,
    /// Where copies go when nothing else is said.
    #[serde(default)]
    pub pair: Option<String>,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The places of prices that it falls under.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// What prices are, compared with the base region.
    #[serde(default)]
    pub factors: Factors,
}

/// Prices of a region compared with the base region, by family.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Factors {
    /// For families that nothing is known of.
    #[serde(default)]
    pub any: Option<Factor>,
    /// Computed from prices in a source.
    #[serde(default)]
    pub measured: IndexMap<String, Factor>,
    /// From memory.
    #[serde(default)]
    pub from_memory: IndexMap<String, Factor>,
}

/// A place of prices that is not a region: a geography, a zone of zones, a multi-region.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Scope {
    /// As it stands in price ids.
    pub id: String,
    /// In words.
    pub title: String,
}

/// A factor: one number, or how far it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Factor {
    /// About this.
    About(Decimal),
    /// Between these.
    Between(Range),
}

#[derive(Deserialize)]
enum Stored {
    About(Decimal),
    Between(Range),
}

impl<'de> Deserialize<'de> for Factor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FactorVisitor;
        impl<'de> Visitor<'de> for FactorVisitor {
            type Value = Factor;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a number or `{low, typical, high}`")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Factor, E> {
                Decimal::from_str(text)
                    .map(Factor::About)
                    .map_err(|_| E::custom(format!("`{text}` is not a number")))
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<Factor, E> {
                Ok(Factor::About(Decimal::from(value)))
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<Factor, E> {
                Ok(Factor::About(Decimal::from(value)))
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Factor, E> {
                self.visit_str(&value.to_string())
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Factor, A::Error> {
                Range::deserialize(MapAccessDeserializer::new(map)).map(Factor::Between)
            }
        }
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(FactorVisitor);
        }
        Ok(match Stored::deserialize(deserializer)? {
            Stored::About(value) => Self::About(value),
            Stored::Between(range) => Self::Between(range),
        })
    }
}
