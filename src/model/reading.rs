//! The files of `rules/request/`: the words that requests are read with. Never: how they are matched.

pub mod role;

use crate::map::IndexMap;
use role::{FactKind, Measure, Role};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// `rules/request/*.yaml`; every file may hold any part, and all files are read as one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Reading {
    /// Verbs and the action they stand for.
    pub verbs: Vec<VerbWords>,
    /// Words for environments.
    pub environments: Vec<EnvironmentWords>,
    /// Words for frameworks and control sets.
    pub frameworks: Vec<IdWords>,
    /// Words for providers.
    pub providers: Vec<ProviderWords>,
    /// Further words for services.
    pub services: Vec<IdWords>,
    /// Products without a service file.
    pub products: Vec<ProductWords>,
    /// Tags that change how a plan is made.
    pub qualifiers: Vec<IdWords>,
    /// Engines.
    pub engines: Vec<IdWords>,
    /// Words about the data.
    pub data: Vec<DataWords>,
    /// Regions and their other names.
    pub regions: Vec<RegionWords>,
    /// Units of size.
    pub sizes: Vec<SizeUnit>,
    /// Units of time.
    pub durations: Vec<TimeUnit>,
    /// Numbers in words.
    pub number_words: IndexMap<String, u32>,
    /// Names of the months: twelve in full, then short forms.
    pub months: Vec<String>,
    /// Phrases with a part in the sentence.
    pub roles: IndexMap<Role, Vec<String>>,
    /// The same for signs that are not words.
    pub symbols: IndexMap<Role, Vec<String>>,
    /// Shapes of instance types.
    pub instance_types: Vec<Shapes>,
    /// Lists that shapes refer to.
    pub shape_lists: IndexMap<String, Vec<String>>,
    /// Shapes of plan names; they count only where a plan can be meant.
    pub plan_shapes: Vec<Shapes>,
    /// Addresses with a special purpose.
    pub address_classes: Vec<AddressClass>,
    /// Capabilities that one change usually touches together: the first with each of the others.
    pub companions: Vec<Vec<String>>,
    /// Plain lists, by name.
    pub lists: IndexMap<String, Vec<String>>,
    /// Words of the catalog that say little by themselves: half the weight.
    pub weak: Vec<String>,
    /// Words of the catalog that say next to nothing by themselves: a fifth of the weight.
    pub faint: Vec<String>,
    /// What speaks for an action.
    pub actions: Vec<Signal>,
    /// What speaks for a capability.
    pub capabilities: Vec<Signal>,
    /// What speaks for a scope.
    pub scopes: Vec<Signal>,
    /// What speaks for a verdict.
    pub verdicts: Vec<Signal>,
    /// Questions that a request raises.
    pub questions: Vec<Signal>,
    /// Numbers that weigh one thing against another.
    pub weights: IndexMap<String, Decimal>,
    /// Sentences said to the user.
    pub wording: IndexMap<String, String>,
}

/// An id and the phrases that mean it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdWords {
    /// Stable id.
    pub id: String,
    /// Phrases.
    pub words: Vec<String>,
}

/// Verbs of one action.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerbWords {
    /// The action.
    pub action: String,
    /// Verbs in their base form; inflections are derived.
    #[serde(default)]
    pub words: Vec<String>,
    /// Phrases taken as they stand.
    #[serde(default)]
    pub nouns: Vec<String>,
    /// Verbs that decide only when nothing stronger does.
    #[serde(default)]
    pub weak: Vec<String>,
}

/// Words for one environment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EnvironmentWords {
    /// Its usual name.
    pub id: String,
    /// Phrases that count wherever they stand alone.
    #[serde(default)]
    pub words: Vec<String>,
    /// Phrases that count only where an environment can be meant.
    #[serde(default)]
    pub context: Vec<String>,
    /// Words that count inside a name.
    #[serde(default)]
    pub in_names: Vec<String>,
}

/// Words for one provider.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderWords {
    /// The provider.
    pub id: String,
    /// Phrases.
    #[serde(default)]
    pub words: Vec<String>,
    /// How names of its resource types begin.
    #[serde(default)]
    pub prefixes: Vec<String>,
}

/// Words for products of one provider that have no service file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductWords {
    /// The provider.
    pub provider: String,
    /// What they are for.
    pub capability: String,
    /// Phrases.
    pub words: Vec<String>,
}

/// Words about data, and the class they put it in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataWords {
    /// The class.
    pub class: String,
    /// Phrases.
    pub words: Vec<String>,
}

/// A region and its other names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionWords {
    /// The provider.
    pub provider: String,
    /// The id.
    pub id: String,
    /// City or country.
    #[serde(default)]
    pub words: Vec<String>,
}

/// A unit of size.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SizeUnit {
    /// As printed.
    pub unit: String,
    /// As written.
    pub words: Vec<String>,
    /// GB in one; 0 if it is not about storage.
    pub gb: Decimal,
}

/// A unit of time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeUnit {
    /// As printed.
    pub unit: String,
    /// As written.
    pub words: Vec<String>,
    /// Seconds in one.
    pub seconds: Decimal,
}

/// Shapes of one provider's instance types.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shapes {
    /// The provider; none if several have it.
    #[serde(default)]
    pub provider: Option<String>,
    /// `@` letters, `#` digits, `*` anything, `[name]` a word of a list.
    pub shapes: Vec<String>,
}

/// Addresses that stand for something special.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressClass {
    /// The class.
    pub class: String,
    /// CIDR ranges.
    pub ranges: Vec<String>,
}

/// Something that speaks for a reading of the request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// The reading.
    #[serde(rename = "for")]
    pub reading: String,
    /// How strongly; negative speaks against it.
    #[serde(default)]
    pub weight: Decimal,
    /// When it holds.
    #[serde(default)]
    pub when: When,
    /// Said to the user.
    #[serde(default)]
    pub why: String,
}

/// A condition on the words of a request; every entry must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct When {
    /// One of these phrases stands anywhere.
    pub any: Vec<String>,
    /// One of these phrases stands in the title.
    pub title: Vec<String>,
    /// The title begins with one of these phrases.
    pub starts: Vec<String>,
    /// The title ends with one of these phrases.
    pub ends: Vec<String>,
    /// One of these nouns stands in the title, in the plural.
    pub plural: Vec<String>,
    /// A second phrase that must stand anywhere as well.
    pub also: Vec<String>,
    /// None of these phrases stands anywhere.
    pub none: Vec<String>,
    /// The leading verb stands for one of these actions.
    pub verb: Vec<String>,
    /// The leading verb stands for none of these actions.
    pub not_verb: Vec<String>,
    /// The action, once it is known.
    pub action: Vec<String>,
    /// The first capability.
    pub primary: Vec<String>,
    /// One of the capabilities.
    pub capability: Vec<String>,
    /// One of the qualifiers.
    pub qualifier: Vec<String>,
    /// Facts of one of these kinds are stated.
    pub fact: Vec<FactKind>,
    /// No facts of these kinds are stated.
    pub no_fact: Vec<FactKind>,
    /// Counts that must be reached.
    pub at_least: IndexMap<Measure, u32>,
    /// Counts that must not be passed.
    pub at_most: IndexMap<Measure, u32>,
}

macro_rules! extend_all {
    ($into:ident, $from:ident: $($field:ident),+) => { $( $into.$field.extend($from.$field); )+ };
}

impl Reading {
    /// Takes in another file. Later numbers and sentences replace earlier ones, everything else adds up.
    pub fn absorb(&mut self, other: Self) {
        for (role, words) in other.roles {
            self.roles.entry(role).or_default().extend(words);
        }
        for (role, signs) in other.symbols {
            self.symbols.entry(role).or_default().extend(signs);
        }
        for (name, list) in other.lists {
            self.lists.entry(name).or_default().extend(list);
        }
        extend_all!(
            self, other: verbs, environments, frameworks, providers, services, products, qualifiers, engines, data, regions, sizes,
            durations, number_words, months, instance_types, shape_lists, plan_shapes, address_classes, companions, weak,
            faint,
            actions, capabilities, scopes, verdicts, questions, weights, wording
        );
    }
}
