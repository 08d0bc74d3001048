//! What a profile may say: the questions with their choices, the providers with their regions, the frameworks.
//! It never knows a name itself; whoever has loaded the knowledge fills it.

use indexmap::IndexMap;

use crate::model::wizard::{Answer, Choice, Question, Wizard};

/// The words that a profile is checked against.
#[derive(Debug, Clone)]
pub struct Vocabulary<'kb> {
    /// The questions and texts.
    pub wizard: &'kb Wizard,
    /// The providers, in the order of the catalog.
    pub providers: IndexMap<String, ProviderWords>,
    /// The frameworks that a profile may name, in the order of the catalog.
    pub frameworks: IndexMap<String, Words>,
    /// The budget tiers.
    pub tiers: IndexMap<String, Words>,
    /// The security postures.
    pub postures: IndexMap<String, Words>,
}

/// A provider and its regions.
#[derive(Debug, Clone, Default)]
pub struct ProviderWords {
    /// The provider.
    pub words: Words,
    /// Its regions.
    pub regions: IndexMap<String, RegionWords>,
}

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

impl<'kb> Vocabulary<'kb> {
    /// Only the questions; what the catalog holds is added.
    pub fn new(wizard: &'kb Wizard) -> Self {
        let (providers, frameworks) = (IndexMap::new(), IndexMap::new());
        Self {
            wizard,
            providers,
            frameworks,
            tiers: IndexMap::new(),
            postures: IndexMap::new(),
        }
    }

    /// Every question, with those that the catalog adds.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        let added = self
            .frameworks
            .values()
            .chain(self.tiers.values())
            .chain(self.postures.values());
        self.wizard.all().chain(added.flat_map(|words| &words.asks))
    }

    /// The question that fills a field.
    pub fn question(&self, field: &str) -> Option<&Question> {
        self.questions().find(|question| question.id == field)
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
        let catalog = self
            .catalog(question.kind)
            .into_iter()
            .find(|offer| offer.value == choice.value);
        let label = choice
            .label
            .as_deref()
            .or(catalog.and_then(|offer| offer.label));
        let own = Some(choice.aliases.as_slice()).filter(|aliases| !aliases.is_empty());
        let aliases = own
            .or(catalog.map(|offer| offer.aliases))
            .unwrap_or_default();
        Offer {
            value: &choice.value,
            label,
            aliases,
            choice: Some(choice),
        }
    }

    /// What the catalog offers for a kind of answer.
    fn catalog(&self, kind: Answer) -> Vec<Offer<'_>> {
        match kind {
            Answer::Provider | Answer::Providers => self
                .providers
                .iter()
                .map(|(id, provider)| catalog_offer(id, &provider.words))
                .collect(),
            other => self
                .words(other)
                .iter()
                .flat_map(|map| map.iter())
                .map(|(id, words)| catalog_offer(id, words))
                .collect(),
        }
    }

    /// The part of the catalog that answers of a kind come from.
    fn words(&self, kind: Answer) -> Option<&IndexMap<String, Words>> {
        match kind {
            Answer::Frameworks => Some(&self.frameworks),
            Answer::Tier => Some(&self.tiers),
            Answer::Posture => Some(&self.postures),
            _ => None,
        }
    }

    /// The questions that the catalog adds to a value.
    pub fn asks(&self, kind: Answer, value: &str) -> &[Question] {
        self.words(kind)
            .and_then(|map| map.get(value))
            .map_or(&[], |words| &words.asks)
    }

    /// The provider that has a region.
    pub fn provider_of(&self, region: &str) -> Option<&str> {
        let has = |(_, provider): &(&String, &ProviderWords)| provider.regions.contains_key(region);
        self.providers.iter().find(has).map(|(id, _)| id.as_str())
    }

    /// A region, whoever has it.
    pub fn region(&self, region: &str) -> Option<&RegionWords> {
        self.providers
            .values()
            .find_map(|provider| provider.regions.get(region))
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
        let offer = self
            .offers(question)
            .into_iter()
            .find(|offer| offer.value == value);
        offer.and_then(|offer| offer.label).unwrap_or(value)
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
