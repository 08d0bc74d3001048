//! What a profile may say: the questions with their choices, the providers with their regions, the frameworks.
//! It never knows a name itself, and looks into the catalog only for what is asked: a profile without faults
//! needs a few words of it, and reading all of them would take longer than planning.

use std::cell::OnceCell;
use std::fmt;

use crate::map::IndexMap;

use crate::model::wizard::{Answer, Choice, Question, Wizard};

/// The regions of a provider.
pub type Regions = IndexMap<String, RegionWords>;

/// Where the words of a profile come from.
pub trait Catalog {
    /// The names that answers of a kind can have; none for kinds that the catalog knows nothing of.
    fn ids(&self, kind: Answer) -> Vec<String>;

    /// What is known of one of them; nothing when a profile may not name it.
    fn words(&self, kind: Answer, id: &str) -> Option<Words>;

    /// The regions of a provider, the usual ones first.
    fn regions(&self, provider: &str) -> Regions;
}

/// The words that a profile is checked against.
pub struct Vocabulary<'kb> {
    /// The questions and texts.
    pub wizard: &'kb Wizard,
    catalog: &'kb dyn Catalog,
    providers: Part,
    frameworks: Part,
    tiers: Part,
    postures: Part,
    regions: IndexMap<String, OnceCell<Regions>>,
}

/// One part of the catalog, each entry filled when it is first asked for.
type Part = IndexMap<String, OnceCell<Option<Words>>>;

/// A region.
#[derive(Debug, Clone, Default)]
pub struct RegionWords {
    /// Other ways to say it, such as its city.
    pub aliases: Vec<String>,
    /// Properties that an answer may ask for.
    pub tags: Vec<String>,
}

/// Something that a profile may name.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// How people read it.
    pub label: String,
    /// Its place among the others.
    pub order: u32,
    /// Other ways to say it.
    pub aliases: Vec<String>,
    /// What must be known beyond its name.
    pub asks: Vec<Question>,
}

/// One value that can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer<'a> {
    /// What the profile holds.
    pub value: &'a str,
    /// How people read it, if that differs.
    pub label: Option<&'a str>,
    /// Other ways to say it.
    pub aliases: &'a [String],
    /// What the wizard says about it.
    pub choice: Option<&'a Choice>,
}

impl fmt::Debug for Vocabulary<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Vocabulary")
            .field("wizard", &self.wizard.id)
            .finish_non_exhaustive()
    }
}

impl<'kb> Vocabulary<'kb> {
    /// The questions, and the catalog that their answers come from.
    pub fn new(wizard: &'kb Wizard, catalog: &'kb dyn Catalog) -> Self {
        let part = |kind| -> Part {
            catalog
                .ids(kind)
                .into_iter()
                .map(|id| (id, OnceCell::new()))
                .collect()
        };
        let providers = part(Answer::Provider);
        Self {
            wizard,
            catalog,
            regions: providers
                .keys()
                .map(|id| (id.clone(), OnceCell::new()))
                .collect(),
            providers,
            frameworks: part(Answer::Frameworks),
            tiers: part(Answer::Tier),
            postures: part(Answer::Posture),
        }
    }

    /// Every question, with those that the catalog adds.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        let kinds = [Answer::Frameworks, Answer::Tier, Answer::Posture];
        let added = kinds.into_iter().flat_map(|kind| self.entries(kind));
        self.wizard
            .all()
            .chain(added.flat_map(|(_, words)| &words.asks))
    }

    /// The question that fills a field.
    pub fn question(&self, field: &str) -> Option<&Question> {
        self.wizard
            .question(field)
            .or_else(|| self.questions().find(|question| question.id == field))
    }

    /// What can be answered, in the order of the wizard and then of the catalog. Regions are not here.
    pub fn offers<'a>(&'a self, question: &'a Question) -> Vec<Offer<'a>> {
        let mut offers: Vec<Offer<'a>> = question
            .choices
            .iter()
            .map(|choice| self.of_choice(question, choice))
            .collect();
        for catalog in self.catalog(question.kind) {
            if offers.iter().all(|offer| offer.value != catalog.value) {
                offers.push(catalog);
            }
        }
        offers
    }

    /// A choice of the wizard, with the words that the catalog has for it.
    fn of_choice<'a>(&'a self, question: &'a Question, choice: &'a Choice) -> Offer<'a> {
        let words = self.entry(question.kind, &choice.value);
        let label = choice
            .label
            .as_deref()
            .or(words.map(|words| words.label.as_str()));
        let own = Some(choice.aliases.as_slice()).filter(|aliases| !aliases.is_empty());
        let aliases = own
            .or(words.map(|words| words.aliases.as_slice()))
            .unwrap_or_default();
        Offer {
            value: &choice.value,
            label,
            aliases,
            choice: Some(choice),
        }
    }

    /// What the catalog offers for a kind of answer, in its own order.
    fn catalog(&self, kind: Answer) -> Vec<Offer<'_>> {
        let mut entries: Vec<(&str, &Words)> = self.entries(kind).collect();
        entries.sort_by_key(|(_, words)| words.order);
        entries
            .into_iter()
            .map(|(value, words)| catalog_offer(value, words))
            .collect()
    }

    /// The part of the catalog that answers of a kind come from.
    fn part(&self, kind: Answer) -> Option<&Part> {
        match kind {
            Answer::Provider | Answer::Providers => Some(&self.providers),
            Answer::Frameworks => Some(&self.frameworks),
            Answer::Tier => Some(&self.tiers),
            Answer::Posture => Some(&self.postures),
            _ => None,
        }
    }

    fn entries(&self, kind: Answer) -> impl Iterator<Item = (&str, &Words)> {
        let ids = self.part(kind).into_iter().flat_map(|part| part.keys());
        ids.filter_map(move |id| Some((id.as_str(), self.entry(kind, id)?)))
    }

    /// What the catalog knows of a value; nothing when a profile may not name it.
    fn entry(&self, kind: Answer, value: &str) -> Option<&Words> {
        let cell = self.part(kind)?.get(value)?;
        // Lists of providers draw on the same words as single ones.
        let kind = if kind == Answer::Providers {
            Answer::Provider
        } else {
            kind
        };
        cell.get_or_init(|| self.catalog.words(kind, value))
            .as_ref()
    }

    /// Is this exactly a value that the question offers?
    pub fn offers_value(&self, question: &Question, value: &str) -> bool {
        match question.choice(value) {
            Some(choice) => choice.specify.is_none(),
            None => self.entry(question.kind, value).is_some(),
        }
    }

    /// The questions that the catalog adds to a value.
    pub fn asks(&self, kind: Answer, value: &str) -> &[Question] {
        self.entry(kind, value).map_or(&[], |words| &words.asks)
    }

    /// The providers, in the order of the catalog.
    pub fn providers(&self) -> Vec<&str> {
        self.catalog(Answer::Provider)
            .into_iter()
            .map(|offer| offer.value)
            .collect()
    }

    /// Is there such a provider?
    pub fn has_provider(&self, id: &str) -> bool {
        self.providers.contains_key(id)
    }

    /// How people read a provider.
    pub fn provider_label<'a>(&'a self, id: &'a str) -> &'a str {
        self.entry(Answer::Provider, id)
            .map_or(id, |words| &words.label)
    }

    /// The regions of a provider; none when there is no such provider.
    pub fn regions(&self, provider: &str) -> Option<&Regions> {
        let cell = self.regions.get(provider)?;
        Some(cell.get_or_init(|| self.catalog.regions(provider)))
    }

    /// The provider that has a region.
    pub fn provider_of(&self, region: &str) -> Option<&str> {
        let has = |provider: &&str| {
            self.regions(provider)
                .is_some_and(|regions| regions.contains_key(region))
        };
        self.providers.keys().map(String::as_str).find(has)
    }

    /// A region, whoever has it.
    pub fn region(&self, region: &str) -> Option<&RegionWords> {
        self.providers
            .keys()
            .find_map(|provider| self.regions(provider)?.get(region))
    }

    /// Does this value of the field stand for several providers?
    pub fn several(&self, provider: &str) -> bool {
        let question = self.wizard.question("provider");
        question
            .and_then(|question| question.choice(provider))
            .is_some_and(|choice| choice.several)
    }

    /// How people read a value of a field.
    pub fn label<'a>(&'a self, field: &str, value: &'a str) -> &'a str {
        let Some(question) = self.question(field) else {
            return value;
        };
        let own = question
            .choice(value)
            .and_then(|choice| choice.label.as_deref());
        own.or_else(|| {
            self.entry(question.kind, value)
                .map(|words| words.label.as_str())
        })
        .unwrap_or(value)
    }
}

fn catalog_offer<'a>(value: &'a str, words: &'a Words) -> Offer<'a> {
    Offer {
        value,
        label: Some(&words.label),
        aliases: &words.aliases,
        choice: None,
    }
}

/// A word without case, spaces and signs: what two ways to write the same thing have in common.
pub fn plain(word: &str) -> String {
    word.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The offer that a word means: its value, its label or another way to say it.
pub fn meant<'a>(offers: &[Offer<'a>], word: &str) -> Option<Offer<'a>> {
    let exact = offers.iter().find(|offer| offer.value == word);
    let wanted = plain(word);
    let same = |text: &str| plain(text) == wanted;
    let alike = |offer: &&Offer<'_>| {
        same(offer.value)
            || offer.label.is_some_and(same)
            || offer.aliases.iter().any(|alias| same(alias))
    };
    exact
        .or_else(|| offers.iter().find(alike).filter(|_| !wanted.is_empty()))
        .copied()
}
