//! What conditions and placeholders of one component can see. Never: changing anything.

use super::component::Component;
use super::condition::Lookup;
use super::fill::{Words, fill};
use super::lattice::{Resolved, in_days, in_words};
use crate::facts::{Facts, Origin};
use crate::kb::Kb;
use crate::map::IndexMap;
use crate::model::provider::Provider;
use crate::model::quantity::Range;
use crate::model::rule::Strength;
use crate::model::service::Name;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// The plan as seen from one of its components, or from none.
pub struct View<'a, 'kb> {
    /// The knowledge base.
    pub kb: &'kb Kb,
    /// The facts.
    pub facts: &'a Facts,
    /// All parts of the plan, the main one first.
    pub components: &'a [Component<'kb>],
    /// Settings of the environment and the organization.
    pub shared: &'a IndexMap<String, Resolved>,
    /// The provider.
    pub provider: Option<&'kb Provider>,
    /// The component that is looked from; the main one where nothing else is said.
    pub at: usize,
    /// Names that were taken from a template, as `service key`, because nothing was stated.
    pub assumed: &'a RefCell<BTreeSet<(usize, String)>>,
    /// How deep names refer to names.
    pub depth: Cell<u8>,
}

const DEEPEST_NAME: u8 = 6;

/// How placeholders name what the part itself is called.
const OWN: &str = "this.";

impl<'kb> View<'_, 'kb> {
    fn component(&self) -> Option<&Component<'kb>> {
        self.components.get(self.at)
    }

    /// What the component's capability says of itself.
    fn of_capability(&self, key: &str) -> Option<Cow<'_, [String]>> {
        let capability = self.component()?.capability;
        let flag = match key {
            "holds-data" => capability.holds_data,
            "public-facing" => capability.public_facing,
            _ => return None,
        };
        Some(Cow::Owned(if flag {
            vec!["true".to_owned()]
        } else {
            Vec::new()
        }))
    }

    /// What a contract or an authorization of the provider says: `program.<framework>.say`.
    fn program(&self, key: &str) -> Option<String> {
        let (framework, part) = key.split_once('.')?;
        let provider = self.provider?;
        let partition = self.facts.first("partition");
        let fits = |row: &&crate::model::provider::Program| {
            row.framework == framework
                && (row.partition.is_none() || row.partition.as_deref() == partition)
        };
        let row = provider.programs.iter().find(fits)?;
        match part {
            "say" => Some(row.say.trim().to_owned()),
            "step" => row.step.clone(),
            "as-of" => row.as_of.clone(),
            _ => None,
        }
    }

    fn resolved(&self, setting: &str) -> Option<&Resolved> {
        self.component()
            .and_then(|component| component.settings.get(setting))
            .or_else(|| self.shared.get(setting))
            .or_else(|| {
                self.components
                    .iter()
                    .find_map(|other| other.settings.get(setting))
            })
    }

    /// Whether a rule set a fact because nobody stated it: what the service usually takes says more.
    fn assumed_by_rule(&self, fact: &str) -> bool {
        let origin = self.facts.get(fact).map(|fact| &fact.origin);
        matches!(origin, Some(Origin::Knowledge(id)) if self.kb.rules.contains(id))
    }

    fn name(&self, at: usize, key: &str) -> Option<String> {
        let name: &Name = self.components.get(at)?.service.names.get(key)?;
        // What a name of the same fact stands in for holds for every part; other names belong to the main one.
        let stated = name
            .stated
            .as_deref()
            .filter(|fact| at == 0 || *fact == key);
        if let Some(stated) = stated
            .filter(|fact| !self.assumed_by_rule(fact))
            .and_then(|fact| self.facts.first(fact))
        {
            return Some(stated.to_owned());
        }
        if self.depth.get() >= DEEPEST_NAME {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        let there = View {
            at,
            depth: Cell::new(self.depth.get()),
            ..*self
        };
        let filled = fill(&name.is, &there);
        self.depth.set(self.depth.get() - 1);
        if name.assume.is_some() {
            self.assumed.borrow_mut().insert((at, key.to_owned()));
        }
        Some(filled)
    }

    fn usage(&self, key: &str) -> Option<String> {
        let (name, part) = key.split_once('.').unwrap_or((key, "typical"));
        let range: &Range = self.component()?.usage.get(name)?;
        let value = match part {
            "low" => range.low,
            "typical" => range.typical,
            "high" => range.high,
            _ => return None,
        };
        Some(grouped(value))
    }

    fn setting(&self, key: &str) -> Option<String> {
        let (name, part) = key.split_once('.').unwrap_or((key, "say"));
        let resolved = self.resolved(name)?;
        match part {
            "say" => self
                .realization(name)
                .or_else(|| Some(in_words(resolved.value()))),
            "value" => Some(in_words(resolved.value())),
            "days" => in_days(resolved.value()),
            _ => None,
        }
    }

    fn realization(&self, setting: &str) -> Option<String> {
        let component = self.component()?;
        let realization = super::realize::realization(self.kb, component, setting)?;
        if self.depth.get() >= DEEPEST_NAME {
            return None;
        }
        let there = View {
            depth: Cell::new(self.depth.get() + 1),
            ..*self
        };
        Some(super::fill::say(&realization.say, &there, &there)).filter(|said| !said.is_empty())
    }

    fn why(&self, setting: &str) -> Option<String> {
        let winners = &self.resolved(setting)?.winners;
        // What is only recommended is never called required, and goes unsaid beside what is.
        let strongest = winners.iter().map(|wish| wish.strength).max()?;
        let mut by: Vec<&str> = winners
            .iter()
            .filter(|wish| wish.strength == strongest)
            .map(|wish| wish.by.as_str())
            .collect();
        by.dedup();
        let list = match by.as_slice() {
            [] => return None,
            [one] => (*one).to_owned(),
            [most @ .., last] => format!("{} and {last}", most.join(", ")),
        };
        let verb = match strongest {
            Strength::Must => "required by",
            Strength::Should => "our default for",
            Strength::Addressable => "addressable under",
            Strength::May => "allowed by",
        };
        Some(format!("{verb} {list}"))
    }

    /// What a part is called.
    fn own(&self, at: usize, key: &str) -> Option<String> {
        let part = self.components.get(at)?;
        match key {
            "title" => Some(part.service.title.clone()),
            "noun" => Some(
                part.service
                    .noun
                    .clone()
                    .unwrap_or_else(|| part.capability.noun.clone()),
            ),
            "capability" => Some(part.capability.title.clone()),
            _ => None,
        }
    }

    /// What the provider's usual service is called, where the plan has no part of the capability.
    fn usual(&self, capability: &str, key: &str) -> Option<String> {
        let provider = &self.provider?.id;
        let usual = self.kb.services_for(provider, capability);
        let service = usual.first().filter(|_| key == "title")?;
        Some(service.title.clone())
    }

    fn of_another(&self, key: &str) -> Option<String> {
        let (capability, name) = key.split_once('.')?;
        let at = self
            .components
            .iter()
            .position(|other| other.capability.id == capability);
        let Some(at) = at else {
            return self.usual(capability, name.strip_prefix(OWN)?);
        };
        if let Some(own) = name.strip_prefix(OWN) {
            return self.own(at, own);
        }
        self.name(at, name).or_else(|| {
            let there = View {
                at,
                depth: Cell::new(self.depth.get()),
                ..*self
            };
            (at != self.at).then(|| there.word(name)).flatten()
        })
    }
}

impl Lookup for View<'_, '_> {
    fn values(&self, key: &str) -> Cow<'_, [String]> {
        let known = self.facts.values(key);
        if !known.is_empty() {
            return Cow::Borrowed(known);
        }
        let own = self
            .component()
            .and_then(|component| component.settings.get(key))
            .or_else(|| self.shared.get(key));
        if let Some(resolved) = own {
            return Cow::Borrowed(&resolved.values);
        }
        if let Some(shape) = self.of_capability(key) {
            return shape;
        }
        let fact = self
            .component()
            .and_then(|component| component.service.facts.get(key));
        fact.map(|fact| Cow::Owned(vec![fact.is.0.clone()]))
            .unwrap_or_default()
    }

    fn order(&self, key: &str) -> Vec<String> {
        self.kb.order(key)
    }
}

impl Words for View<'_, '_> {
    fn word(&self, key: &str) -> Option<String> {
        if let Some(rest) = key.strip_prefix("set.") {
            return self.setting(rest);
        }
        if let Some(rest) = key.strip_prefix(OWN) {
            return self.own(self.at, rest);
        }
        if let Some(rest) = key.strip_prefix("why.") {
            return self.why(rest);
        }
        if let Some(rest) = key.strip_prefix("program.") {
            return self.program(rest);
        }
        if let Some(rest) = key.strip_prefix("provider.") {
            let provider = self.provider?;
            match rest {
                "title" => return Some(provider.title.clone()),
                "project-noun" => return Some(provider.project_noun.clone()),
                "cli" => return Some(provider.cli.command.clone()),
                _ => {}
            }
            return provider.facts.get(rest).map(|fact| fact.is.0.clone());
        }
        self.name(self.at, key)
            .or_else(|| self.usage(key))
            .or_else(|| self.facts.first(key).map(str::to_owned))
            .or_else(|| {
                self.component()?
                    .service
                    .facts
                    .get(key)
                    .map(|fact| fact.is.0.clone())
            })
            .or_else(|| self.of_another(key))
            .or_else(|| (self.at != 0).then(|| self.name(0, key)).flatten())
    }
}

/// A number with its thousands apart: `10,000`.
pub fn grouped(value: Decimal) -> String {
    let plain = value.normalize().to_string();
    let (whole, fraction) = plain
        .split_once('.')
        .map_or((plain.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::with_capacity(plain.len() + 4);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0
            && (whole.len() - index).is_multiple_of(3)
            && whole.len() > 3
            && !out.ends_with('-')
        {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}
