//! The words of the whole knowledge base, compiled for reading requests. Never: the request itself.
//!
//! Phrases are kept as hashes of their folded words in one sorted table, so that a request is read by looking up
//! its n-grams; nothing is built when the program starts.

pub mod compile;
pub mod fold;
mod inflect;
pub mod signal;
mod units;

use super::reading::role::Role;
use crate::map::IndexMap;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use signal::Signals;
use std::borrow::Cow;

/// Everything that a request is read with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lexicon {
    /// All phrases with their meanings.
    #[serde(skip)]
    pub phrases: Phrases,
    /// Ids and their tables.
    pub names: Names,
    /// Numbers, units and shapes.
    pub units: Units,
    /// What speaks for which reading.
    #[serde(skip)]
    pub signals: Signals,
    /// How many marks the signals look for.
    pub marks: u16,
    /// Weights in hundredths.
    pub weights: IndexMap<String, i32>,
    /// Sentences said to the user.
    pub wording: IndexMap<String, String>,
}

/// The phrases and what they mean; those of the built-in lexicon are part of the program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phrases {
    /// Hashes of all phrases, sorted.
    pub hashes: Cow<'static, [u64]>,
    /// Where the meanings of each phrase begin; one more at the end.
    pub starts: Cow<'static, [u32]>,
    /// Meanings of all phrases.
    pub meanings: Cow<'static, [Meaning]>,
    /// Hashes of all first words, sorted.
    pub firsts: Cow<'static, [u64]>,
    /// How many words the longest phrase with that first word has.
    pub reaches: Cow<'static, [u8]>,
}

/// Ids that meanings refer to by number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Capabilities.
    pub capabilities: Vec<String>,
    /// Services.
    pub services: Vec<ServiceName>,
    /// Providers.
    pub providers: Vec<String>,
    /// Products without a service file: provider and capability.
    pub products: Vec<(u16, u16)>,
    /// Actions.
    pub actions: Vec<String>,
    /// Environments.
    pub environments: Vec<String>,
    /// Frameworks.
    pub frameworks: Vec<String>,
    /// Qualifiers.
    pub qualifiers: Vec<String>,
    /// Engines.
    pub engines: Vec<String>,
    /// Classes of data, in the order of the file.
    pub data_classes: Vec<String>,
    /// Regions: provider and id.
    pub regions: Vec<(u16, String)>,
}

impl Names {
    /// Whether some meanings are services of several providers.
    pub fn ambiguous<'m>(&self, meanings: impl IntoIterator<Item = &'m Meaning>) -> bool {
        let mut first = None;
        meanings.into_iter().any(|meaning| {
            let Meaning::Service(at, _) = meaning else {
                return false;
            };
            let provider = self
                .services
                .get(usize::from(*at))
                .map(|service| service.provider);
            provider != *first.get_or_insert(provider)
        })
    }
}

/// A service that words can mean.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceName {
    /// Its id.
    pub id: String,
    /// Its provider.
    pub provider: u16,
    /// What it provides, the main capability first.
    pub provides: Vec<u16>,
}

/// Units, shapes and plain lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Units {
    /// Units of size and the GB in one.
    pub sizes: Vec<(String, Decimal)>,
    /// Units of time and the seconds in one.
    pub durations: Vec<(String, Decimal)>,
    /// Shapes of instance types with their provider.
    pub shapes: Vec<(Option<u16>, String)>,
    /// Shapes of plans with their provider.
    pub plan_shapes: Vec<(Option<u16>, String)>,
    /// Lists that shapes refer to.
    pub shape_lists: IndexMap<String, Vec<String>>,
    /// Special addresses: class, network, length of the prefix, whether it is the long form.
    pub addresses: Vec<AddressRange>,
    /// Signs that are not words.
    pub symbols: Vec<(String, Role)>,
    /// Pairs of capabilities that one change usually touches together.
    pub companions: Vec<(u16, u16)>,
    /// Plain lists.
    pub lists: IndexMap<String, Vec<String>>,
}

/// A range of special addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressRange {
    /// Its class.
    pub class: String,
    /// The network address.
    pub network: u128,
    /// Length of the prefix.
    pub bits: u8,
    /// Whether it is of the long form.
    pub long: bool,
}

/// What a phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Meaning {
    /// A capability, with its weight in hundredths.
    Capability(u16, u8),
    /// A service, with its weight in hundredths.
    Service(u16, u8),
    /// A product without a service file, with its weight in hundredths.
    Product(u16, u8),
    /// A provider.
    Provider(u16),
    /// A verb or noun of an action, with its strength.
    Verb(u8, Strength),
    /// An environment.
    Environment(u8, Standing),
    /// A framework.
    Framework(u16),
    /// A qualifier.
    Qualifier(u16),
    /// An engine.
    Engine(u16),
    /// A class of data.
    Data(u8),
    /// A region.
    Region(u16),
    /// A unit of size.
    Size(u8),
    /// A unit of time.
    Duration(u8),
    /// A number in words.
    Number(u32),
    /// A month, 1 to 12.
    Month(u8),
    /// A part in the sentence.
    Role(Role),
    /// A phrase that a signal looks for.
    Mark(u16),
}

/// How much a word says about the action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Strength {
    /// Decides only when nothing else does.
    Weak,
    /// A noun: migration, upgrade.
    Noun,
    /// A verb.
    Verb,
}

/// Where a word is an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Standing {
    /// Where it stands alone.
    Alone,
    /// Where an environment can be meant.
    Context,
    /// Inside a name as well.
    InName,
}

/// Kinds of meanings, for quick looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A capability, a service or a product.
    Content,
    /// A provider.
    Provider,
    /// A verb or noun of an action.
    Verb,
    /// An environment.
    Environment,
    /// A framework.
    Framework,
    /// A qualifier.
    Qualifier,
    /// An engine.
    Engine,
    /// A class of data.
    Data,
    /// A region.
    Region,
    /// A number, a unit or a month.
    Measure,
    /// A phrase that a signal looks for.
    Mark,
    /// A part in the sentence.
    Role,
}

/// What a list of meanings holds: a bit for each role and each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gist {
    roles: u64,
    sorts: u16,
}

impl Gist {
    /// Of a list.
    pub fn of(meanings: &[Meaning]) -> Self {
        let mut gist = Self::default();
        for meaning in meanings {
            gist.sorts |= 1 << meaning.sort() as u16;
            if let Meaning::Role(role) = meaning {
                gist.roles |= 1 << *role as u64;
            }
        }
        gist
    }

    /// Whether a role is among them.
    pub fn plays(self, role: Role) -> bool {
        self.roles & (1 << role as u64) != 0
    }

    /// Whether a kind of meaning is among them.
    pub fn holds(self, sort: Sort) -> bool {
        self.sorts & (1 << sort as u16) != 0
    }
}

impl Meaning {
    /// Its kind.
    pub fn sort(&self) -> Sort {
        match self {
            Self::Capability(..) | Self::Service(..) | Self::Product(..) => Sort::Content,
            Self::Provider(_) => Sort::Provider,
            Self::Verb(..) => Sort::Verb,
            Self::Environment(..) => Sort::Environment,
            Self::Framework(_) => Sort::Framework,
            Self::Qualifier(_) => Sort::Qualifier,
            Self::Engine(_) => Sort::Engine,
            Self::Data(_) => Sort::Data,
            Self::Region(_) => Sort::Region,
            Self::Size(_) | Self::Duration(_) | Self::Number(_) | Self::Month(_) => Sort::Measure,
            Self::Mark(_) => Sort::Mark,
            Self::Role(_) => Sort::Role,
        }
    }
}

impl Lexicon {
    /// The meanings of a phrase, given the hash of its folded words.
    pub fn meanings(&self, hash: u64) -> &[Meaning] {
        let known = &self.phrases;
        let Ok(at) = known.hashes.binary_search(&hash) else {
            return &[];
        };
        let from = known.starts.get(at).copied().unwrap_or(0) as usize;
        let to = known.starts.get(at + 1).copied().unwrap_or(0) as usize;
        known.meanings.get(from..to).unwrap_or_default()
    }

    /// How many words the longest phrase that begins with a word has; 0 if none does.
    pub fn reach(&self, first: u64) -> usize {
        match self.phrases.firsts.binary_search(&first) {
            Ok(at) => self.phrases.reaches.get(at).copied().unwrap_or(0).into(),
            Err(_) => 0,
        }
    }

    /// The meanings of a phrase as text.
    pub fn look_up(&self, phrase: &str) -> &[Meaning] {
        self.meanings(fold::phrase(phrase))
    }

    /// Whether a phrase has a part in the sentence.
    pub fn has_role(&self, phrase: &str, role: Role) -> bool {
        self.look_up(phrase).contains(&Meaning::Role(role))
    }

    /// Whether a plain list holds a word.
    pub fn listed(&self, list: &str, word: &str) -> bool {
        self.list(list).iter().any(|item| item == word)
    }

    /// A plain list; empty if no file gives it.
    pub fn list(&self, name: &str) -> &[String] {
        self.units.lists.get(name).map_or(&[], Vec::as_slice)
    }

    /// A weight in hundredths; 0 if no file gives it.
    pub fn weight(&self, name: &str) -> i32 {
        self.weights.get(name).copied().unwrap_or(0)
    }

    /// A sentence with its blanks filled.
    pub fn say(&self, name: &str, fill: &[(&str, &str)]) -> String {
        let mut text = self
            .wording
            .get(name)
            .cloned()
            .unwrap_or_else(|| name.to_owned());
        for (key, value) in fill {
            text = text.replace(&format!("{{{key}}}"), value);
        }
        text
    }
}
