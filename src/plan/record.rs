//! The parts of a plan that say what it was made from. Never: its sentences.

use super::ast::{Component, Fact, Place, Said, Section, Setting, Words as Headings};
use super::desk::{Desk, without_repeats};
use crate::facts;
use crate::model::rule::Strength;
use crate::rules::fill::{self, Words as _};

impl Desk<'_, '_> {
    /// The fixed words of the document.
    pub(super) fn words(&self) -> Headings {
        let section = |section: &crate::model::document::Section| Section {
            id: section.id.clone(),
            heading: section.heading.clone(),
        };
        Headings {
            title: self.document.title.clone(),
            sections: self.document.sections.iter().map(section).collect(),
            texts: self.document.texts.clone(),
            topics: self
                .document
                .list("security-topics")
                .iter()
                .cloned()
                .chain(["compliance".to_owned(), "resolved".to_owned()])
                .collect(),
        }
    }

    /// Where it happens.
    pub(super) fn place(&self) -> Place {
        let facts = &self.decisions.facts;
        let mut services: Vec<String> = Vec::new();
        for (at, part) in self.parts() {
            let named = facts.has("stated-service", &part.service.id);
            if (at == 0 || named) && !services.contains(&part.service.title) {
                services.push(part.service.title.clone());
            }
        }
        services.truncate(self.document.limit("services"));
        Place {
            provider: facts.first("provider-title").unwrap_or_default().to_owned(),
            region: facts.first("region").unwrap_or_default().to_owned(),
            services,
        }
    }

    /// Names and settings that nobody stated.
    pub(super) fn assumed(&self) -> Vec<Said> {
        let mut list = Vec::new();
        let used: Vec<(usize, String)> = self.assumed.borrow().iter().cloned().collect();
        for (at, key) in used {
            let Some(part) = self.decisions.components.get(at) else {
                continue;
            };
            let Some(words) = part
                .service
                .names
                .get(&key)
                .and_then(|name| name.assume.as_deref())
            else {
                continue;
            };
            let origin = self.at_service(part, &format!("names.{key}"));
            list.push(Said {
                text: fill::fill(words, &self.view(at)),
                origin,
                weight: 6,
                practices: Vec::new(),
            });
        }
        for (at, part) in self.parts() {
            list.extend(self.lines(
                &part.operation.assume.0,
                at,
                &self.at_operation(part, "assume"),
            ));
        }
        if let Some(blueprint) = self.decisions.blueprint {
            list.extend(self.lines(&blueprint.assume.0, 0, &self.at_blueprint("assume")));
        }
        for (rule, at) in &self.decisions.rules {
            list.extend(self.lines(&rule.then.assume.0, *at, &self.at_rule(rule, "assume")));
        }
        for said in &mut list {
            said.text = said.text.trim_end_matches('.').to_owned();
        }
        without_repeats(list)
    }

    /// The parts, as other programs read them.
    pub(super) fn components(&self) -> Vec<Component> {
        self.parts()
            .map(|(at, part)| Component {
                capability: part.capability.id.clone(),
                service: part.service.id.clone(),
                operation: part.operation_id.to_owned(),
                wanted_by: part.wanted_by.clone(),
                names: part
                    .service
                    .names
                    .keys()
                    .filter_map(|key| self.view(at).word(key).map(|word| (key.clone(), word)))
                    .collect(),
            })
            .collect()
    }

    /// The settings, as other programs read them.
    pub(super) fn settings(&self) -> Vec<Setting> {
        let mut list = Vec::new();
        let mut add = |of: &str,
                       setting: &str,
                       resolved: &crate::rules::lattice::Resolved,
                       realized: bool| {
            list.push(Setting {
                of: of.to_owned(),
                setting: setting.to_owned(),
                value: resolved.values.join(", "),
                required_by: resolved.by(|strength| strength == Strength::Must),
                suggested_by: resolved.by(|strength| strength != Strength::Must),
                beats: resolved
                    .beaten
                    .iter()
                    .map(|wish| format!("{}: {}", wish.values.join(", "), wish.by))
                    .collect(),
                realized,
            });
        };
        for (setting, resolved) in &self.decisions.shared {
            add("", setting, resolved, true);
        }
        for (_, part) in self.parts() {
            for (setting, resolved) in &part.settings {
                add(
                    &part.service.id,
                    setting,
                    resolved,
                    part.realizes.contains(setting),
                );
            }
        }
        list
    }

    /// The facts, as other programs read them.
    pub(super) fn facts(&self) -> Vec<Fact> {
        let origin = |origin: &facts::Origin| match origin {
            facts::Origin::Request { start, end } => format!("request {start}..{end}"),
            facts::Origin::Profile(field) => format!("profile {field}"),
            facts::Origin::Flag(flag) => format!("flag {flag}"),
            facts::Origin::Knowledge(id) => format!("knowledge {id}"),
            facts::Origin::Derived(from) => format!("derived from {from}"),
        };
        let known = self.decisions.facts.iter();
        known
            .map(|(key, fact)| Fact {
                key: key.to_owned(),
                values: fact.values.clone(),
                from: origin(&fact.origin),
            })
            .collect()
    }
}
