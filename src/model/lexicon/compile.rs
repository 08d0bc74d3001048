//! Compiles the words of the knowledge base into a lexicon. Never: files.

use super::super::capability::Capability;
use super::super::framework::Framework;
use super::super::provider::{Provider, provider_of};
use super::super::reading::{Reading, Signal, When};
use super::super::service::Service;
use super::signal::{Group, Marks, Signals, Test};
use super::{Lexicon, Meaning, Names, Phrases, ServiceName, Standing, Strength};
use super::{fold, inflect, units};
use crate::map::IndexMap;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What a lexicon is made of.
#[derive(Debug, Clone, Default)]
pub struct Inputs<'a> {
    /// Id and words of every capability.
    pub capabilities: Vec<(&'a str, &'a [String])>,
    /// Every service.
    pub services: Vec<ServiceInput<'a>>,
    /// Id and words of every provider.
    pub providers: Vec<(&'a str, &'a [String])>,
    /// Id and words of every framework.
    pub frameworks: Vec<(&'a str, &'a [String])>,
    /// All files of `rules/request/`, taken together.
    pub reading: Reading,
}

/// A service with its words.
#[derive(Debug, Clone, Copy)]
pub struct ServiceInput<'a> {
    /// Its id, `<provider>/<name>`.
    pub id: &'a str,
    /// What it provides.
    pub provides: &'a [String],
    /// Its words.
    pub words: &'a [String],
    /// Its types of infrastructure code.
    pub iac: &'a [String],
}

impl<'a> Inputs<'a> {
    /// From the entries of a knowledge base in any order, and the files of `rules/request/` in the order of their paths.
    pub fn new(
        capabilities: impl IntoIterator<Item = &'a Capability>,
        services: impl IntoIterator<Item = &'a Service>,
        providers: impl IntoIterator<Item = &'a Provider>,
        frameworks: impl IntoIterator<Item = &'a Framework>,
        readings: impl IntoIterator<Item = Reading>,
    ) -> Self {
        let mut reading = Reading::default();
        for file in readings {
            reading.absorb(file);
        }
        let service = |service: &'a Service| ServiceInput {
            id: &service.id,
            provides: &service.provides,
            words: &service.words,
            iac: &service.iac,
        };
        let mut inputs = Self {
            capabilities: capabilities
                .into_iter()
                .map(|one| (one.id.as_str(), one.words.as_slice()))
                .collect(),
            services: services.into_iter().map(service).collect(),
            providers: providers
                .into_iter()
                .map(|one| (one.id.as_str(), one.words.as_slice()))
                .collect(),
            frameworks: frameworks
                .into_iter()
                .map(|one| (one.id.as_str(), one.words.as_slice()))
                .collect(),
            reading,
        };
        inputs.capabilities.sort();
        inputs.services.sort_by_key(|service| service.id);
        inputs.providers.sort();
        inputs.frameworks.sort();
        inputs
    }
}

/// Longest phrase, in words.
const LONGEST: usize = 10;

/// Compiles. Pure: the same inputs in any order give the same meanings.
pub fn compile(inputs: &Inputs<'_>) -> Lexicon {
    let mut builder = Builder::default();
    builder.names(inputs);
    builder.catalog(inputs);
    builder.sentences(&inputs.reading);
    builder.numbers(&inputs.reading);
    let signals = builder.signals(&inputs.reading);
    let companions = builder.companions(&inputs.reading);
    let mut lexicon = builder.finish();
    lexicon.signals = signals;
    lexicon.units = units::units(inputs);
    lexicon.units.companions = companions;
    lexicon.weights = hundredths(&inputs.reading);
    lexicon.wording.clone_from(&inputs.reading.wording);
    lexicon
}

#[derive(Default)]
struct Builder {
    phrases: BTreeMap<u64, BTreeSet<Meaning>>,
    reaches: BTreeMap<u64, u8>,
    names: Names,
    marks: IndexMap<String, u16>,
    spellings: Vec<(u64, u64, Meaning)>,
}

fn small(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn tiny(number: usize) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

pub(super) fn place(list: &mut Vec<String>, id: &str) -> u16 {
    let at = list
        .iter()
        .position(|known| known == id)
        .unwrap_or_else(|| {
            list.push(id.to_owned());
            list.len() - 1
        });
    small(at)
}

impl Builder {
    fn add(&mut self, phrase: &str, meaning: Meaning) {
        let words: Vec<u64> = fold::words(phrase)
            .filter_map(|(start, end)| phrase.get(start..end))
            .map(fold::hash)
            .collect();
        let Some(first) = words.first().copied().filter(|_| words.len() <= LONGEST) else {
            return;
        };
        let hash = words
            .iter()
            .skip(1)
            .fold(first, |hash, word| fold::join(hash, *word));
        self.phrases.entry(hash).or_default().insert(meaning);
        let reach = self.reaches.entry(first).or_default();
        *reach = (*reach).max(tiny(words.len()));
    }

    fn add_all(&mut self, phrases: &[String], meaning: Meaning) {
        for phrase in phrases {
            self.add(phrase, meaning);
        }
    }

    fn names(&mut self, inputs: &Inputs<'_>) {
        let reading = &inputs.reading;
        let names = &mut self.names;
        for (id, _) in &inputs.capabilities {
            place(&mut names.capabilities, id);
        }
        for signal in &reading.capabilities {
            place(&mut names.capabilities, &signal.reading);
        }
        for id in reading.verbs.iter().map(|verb| &verb.action) {
            place(&mut names.actions, id);
        }
        for signal in &reading.actions {
            place(&mut names.actions, &signal.reading);
        }
        for environment in &reading.environments {
            place(&mut names.environments, &environment.id);
        }
        for data in &reading.data {
            place(&mut names.data_classes, &data.class);
        }
    }

    fn catalog(&mut self, inputs: &Inputs<'_>) {
        let weight_of = weights_of(&inputs.reading);
        for (id, words) in &inputs.capabilities {
            let at = place(&mut self.names.capabilities, id);
            for word in *words {
                self.add(word, Meaning::Capability(at, weight_of(word)));
            }
        }
        for (id, words) in &inputs.providers {
            let at = place(&mut self.names.providers, id);
            self.add_all(words, Meaning::Provider(at));
        }
        for provider in &inputs.reading.providers {
            let at = place(&mut self.names.providers, &provider.id);
            self.add_all(&provider.words, Meaning::Provider(at));
            self.add_all(&provider.prefixes, Meaning::Provider(at));
        }
        for service in &inputs.services {
            self.service(service, &weight_of);
        }
        for extra in &inputs.reading.services {
            let known = self
                .names
                .services
                .iter()
                .position(|service| service.id == extra.id);
            let Some(at) = known.map(small) else { continue };
            for word in &extra.words {
                self.add(word, Meaning::Service(at, weight_of(word)));
            }
        }
        for product in &inputs.reading.products {
            let provider = place(&mut self.names.providers, &product.provider);
            let capability = place(&mut self.names.capabilities, &product.capability);
            let at = small(self.names.products.len());
            self.names.products.push((provider, capability));
            for word in &product.words {
                self.add(word, Meaning::Product(at, weight_of(word)));
            }
        }
        for (id, words) in &inputs.frameworks {
            let at = place(&mut self.names.frameworks, id);
            self.add_all(words, Meaning::Framework(at));
        }
    }

    fn service(&mut self, service: &ServiceInput<'_>, weight_of: &dyn Fn(&str) -> u8) {
        let provider = provider_of(service.id);
        let provider = place(&mut self.names.providers, provider);
        let provides = service
            .provides
            .iter()
            .map(|id| place(&mut self.names.capabilities, id))
            .collect();
        let at = small(self.names.services.len());
        self.names.services.push(ServiceName {
            id: service.id.to_owned(),
            provider,
            provides,
        });
        for word in service.words.iter().chain(service.iac) {
            let meaning = Meaning::Service(at, weight_of(word));
            self.add(word, meaning);
            self.spellings
                .push((fold::phrase(word), fold::exact(word), meaning));
        }
    }

    fn sentences(&mut self, reading: &Reading) {
        for verb in &reading.verbs {
            let action = tiny(place(&mut self.names.actions, &verb.action).into());
            for (words, strength) in [(&verb.words, Strength::Verb), (&verb.weak, Strength::Weak)] {
                for form in words.iter().flat_map(|word| inflect::forms(word)) {
                    self.add(&form, Meaning::Verb(action, strength));
                }
            }
            self.add_all(&verb.nouns, Meaning::Verb(action, Strength::Noun));
        }
        for environment in &reading.environments {
            let at = tiny(place(&mut self.names.environments, &environment.id).into());
            self.add_all(
                &environment.words,
                Meaning::Environment(at, Standing::Alone),
            );
            self.add_all(
                &environment.context,
                Meaning::Environment(at, Standing::Context),
            );
            self.add_all(
                &environment.in_names,
                Meaning::Environment(at, Standing::InName),
            );
        }
        for (role, words) in &reading.roles {
            self.add_all(words, Meaning::Role(*role));
        }
        for framework in &reading.frameworks {
            let at = place(&mut self.names.frameworks, &framework.id);
            self.add_all(&framework.words, Meaning::Framework(at));
        }
        for qualifier in &reading.qualifiers {
            let at = place(&mut self.names.qualifiers, &qualifier.id);
            self.add_all(&qualifier.words, Meaning::Qualifier(at));
        }
        for engine in &reading.engines {
            let at = place(&mut self.names.engines, &engine.id);
            self.add_all(&engine.words, Meaning::Engine(at));
        }
        for data in &reading.data {
            let at = tiny(place(&mut self.names.data_classes, &data.class).into());
            self.add_all(&data.words, Meaning::Data(at));
        }
    }

    fn numbers(&mut self, reading: &Reading) {
        for region in &reading.regions {
            let provider = place(&mut self.names.providers, &region.provider);
            let at = small(self.names.regions.len());
            self.names.regions.push((provider, region.id.clone()));
            self.add(&region.id, Meaning::Region(at));
            self.add_all(&region.words, Meaning::Region(at));
        }
        for (at, size) in reading.sizes.iter().enumerate() {
            self.add_all(&size.words, Meaning::Size(tiny(at)));
        }
        for (at, duration) in reading.durations.iter().enumerate() {
            self.add_all(&duration.words, Meaning::Duration(tiny(at)));
        }
        for (word, number) in &reading.number_words {
            self.add(word, Meaning::Number(*number));
        }
        for (at, month) in reading.months.iter().enumerate() {
            self.add(month, Meaning::Month(month_of(&reading.months, at, month)));
        }
    }

    fn signals(&mut self, reading: &Reading) -> Signals {
        Signals {
            actions: self.group(&reading.actions),
            capabilities: self.group(&reading.capabilities),
            scopes: self.group(&reading.scopes),
            verdicts: self.group(&reading.verdicts),
            questions: self.group(&reading.questions),
        }
    }

    fn companions(&mut self, reading: &Reading) -> Vec<(u16, u16)> {
        let mut list = Vec::new();
        for group in &reading.companions {
            let ids: Vec<u16> = group
                .iter()
                .map(|id| place(&mut self.names.capabilities, id))
                .collect();
            if let Some((first, others)) = ids.split_first() {
                list.extend(others.iter().map(|other| (*first, *other)));
            }
        }
        list
    }

    fn group(&mut self, signals: &[Signal]) -> Group {
        Group::of(signals.iter().map(|signal| self.test(signal)).collect())
    }

    fn test(&mut self, signal: &Signal) -> Test {
        let when = &signal.when;
        Test {
            reading: signal.reading.clone().into(),
            weight: whole(signal.weight),
            why: signal.why.clone().into(),
            marks: self.marks_of(when),
            verb: self.actions(&when.verb),
            not_verb: self.actions(&when.not_verb),
            action: self.actions(&when.action),
            primary: when
                .primary
                .iter()
                .map(|id| place(&mut self.names.capabilities, id))
                .collect(),
            capability: when
                .capability
                .iter()
                .map(|id| place(&mut self.names.capabilities, id))
                .collect(),
            qualifier: when
                .qualifier
                .iter()
                .map(|id| place(&mut self.names.qualifiers, id))
                .collect(),
            fact: when.fact.clone().into(),
            no_fact: when.no_fact.clone().into(),
            at_least: when
                .at_least
                .iter()
                .map(|(measure, count)| (*measure, *count))
                .collect(),
            at_most: when
                .at_most
                .iter()
                .map(|(measure, count)| (*measure, *count))
                .collect(),
        }
    }

    fn actions(&mut self, ids: &[String]) -> Cow<'static, [u8]> {
        ids.iter()
            .map(|id| tiny(place(&mut self.names.actions, id).into()))
            .collect()
    }

    fn marks_of(&mut self, when: &When) -> Marks {
        Marks {
            any: self.marked(&when.any),
            title: self.marked(&when.title),
            starts: self.marked(&when.starts),
            ends: self.marked(&when.ends),
            plural: self.marked(&when.plural),
            also: self.marked(&when.also),
            none: self.marked(&when.none),
        }
    }

    fn marked(&mut self, phrases: &[String]) -> Cow<'static, [u16]> {
        let mut list = Vec::with_capacity(phrases.len());
        for phrase in phrases {
            let next = small(self.marks.len());
            let mark = *self.marks.entry(phrase.clone()).or_insert(next);
            self.add(phrase, Meaning::Mark(mark));
            list.push(mark);
        }
        list.into()
    }

    /// Where services of several providers fold together (`secret manager`), the spelling tells them apart.
    fn spell(&mut self) {
        for (folded, exact, meaning) in std::mem::take(&mut self.spellings) {
            if self
                .phrases
                .get(&folded)
                .is_some_and(|meanings| self.names.ambiguous(meanings))
            {
                self.phrases.entry(exact).or_default().insert(meaning);
            }
        }
    }

    fn finish(mut self) -> Lexicon {
        self.spell();
        let (mut hashes, mut starts, mut all) = (Vec::new(), Vec::new(), Vec::new());
        let place = |list: &Vec<Meaning>| u32::try_from(list.len()).unwrap_or(u32::MAX);
        for (hash, mut meanings) in self.phrases {
            if meanings
                .iter()
                .any(|meaning| matches!(meaning, Meaning::Product(..)))
            {
                meanings.retain(|meaning| !matches!(meaning, Meaning::Service(..)));
            }
            hashes.push(hash);
            starts.push(place(&all));
            all.extend(meanings);
        }
        starts.push(place(&all));
        let (firsts, reaches): (Vec<u64>, Vec<u8>) = self.reaches.into_iter().unzip();
        Lexicon {
            phrases: Phrases {
                hashes: hashes.into(),
                starts: starts.into(),
                meanings: all.into(),
                firsts: firsts.into(),
                reaches: reaches.into(),
            },
            names: self.names,
            marks: small(self.marks.len()),
            ..Lexicon::default()
        }
    }
}

fn month_of(months: &[String], at: usize, month: &str) -> u8 {
    let same = |full: &String| month.get(..3).is_some_and(|short| full.starts_with(short));
    tiny(months.iter().take(12).position(same).unwrap_or(at % 12) + 1)
}

/// Full weight unless a file calls the word weak or faint.
fn weights_of(reading: &Reading) -> impl Fn(&str) -> u8 + use<> {
    let folded = |phrase: &String| -> Vec<String> {
        fold::words(phrase)
            .filter_map(|(start, end)| phrase.get(start..end))
            .map(fold::fold)
            .collect()
    };
    let weak: BTreeSet<Vec<String>> = reading.weak.iter().map(folded).collect();
    let faint: BTreeSet<Vec<String>> = reading.faint.iter().map(folded).collect();
    move |word| {
        let word = folded(&word.to_owned());
        if faint.contains(&word) {
            20
        } else if weak.contains(&word) {
            50
        } else {
            100
        }
    }
}

fn whole(number: rust_decimal::Decimal) -> i32 {
    let hundred = (number * rust_decimal::Decimal::ONE_HUNDRED).round();
    i32::try_from(hundred.mantissa() / 10_i128.pow(hundred.scale())).unwrap_or(0)
}

fn hundredths(reading: &Reading) -> IndexMap<String, i32> {
    reading
        .weights
        .iter()
        .map(|(name, weight)| (name.clone(), whole(*weight)))
        .collect()
}
