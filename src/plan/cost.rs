//! What a plan does to the bill: prices, arithmetic, range, driver, sentences. Never: how much a plan uses.

pub mod book;
pub mod copies;
pub mod item;
mod machine;
pub mod money;
mod place;
pub mod quote;
pub mod show;
pub mod summary;
pub mod tariff;
pub mod words;

use super::ast::{Cost, Origin, Said};
use super::desk::Desk;
use crate::model::operation::{self, CostEffect};
use crate::model::provider::provider_of;
use crate::model::quantity::{Quantity, Range};
use crate::rules::component::{Component, number_of};
use crate::rules::condition::{Lookup, holds_or_absent};
use crate::rules::script::Scripts;
use crate::rules::{fill, realize};
use book::PriceBook;
use item::{CostItem, Times};
use rust_decimal::Decimal;
use summary::CostSummary;

/// The document that holds the sentences of every cost section.
const WORDS: &str = "cost";

/// The cost of a plan.
pub(super) fn of_plan(desk: &Desk<'_, '_>) -> Cost {
    let book = book(desk);
    let scripts = Scripts::new(desk.kb);
    let items = items(desk);
    let Some(words) = desk.kb.documents.get(WORDS) else {
        return Cost::default();
    };
    let summary = match summary::summarize(&book, &scripts, &items) {
        Ok(summary) => summary,
        Err(fault) => {
            return Cost {
                fault: Some(fault),
                ..Cost::default()
            };
        }
    };
    let file = desk.kb.documents.path_of(WORDS).to_owned();
    let mut lines = inputs(desk);
    lines.extend(
        words::sentences(words, &summary)
            .into_iter()
            .map(|sentence| Said {
                text: sentence.text,
                origin: Origin {
                    id: WORDS.to_owned(),
                    file: file.clone(),
                    field: format!("texts.{}", sentence.form),
                },
                weight: sentence.weight,
                practices: Vec::new(),
            }),
    );
    lines.extend(notes(desk));
    Cost {
        headline: words::headline(words, &summary),
        lines: super::desk::without_repeats(lines),
        summary: serde_json::to_value(&summary).unwrap_or_default(),
        fault: None,
    }
}

/// Everything that costs something: of the operations, of the settings they put into effect, of the rules.
fn items(desk: &Desk<'_, '_>) -> Vec<CostItem> {
    let mut list: Vec<CostItem> = desk
        .parts()
        .flat_map(|(at, part)| items_of_part(desk, at, part))
        .collect();
    list.extend(items_of_rules(desk).into_iter().map(|(_, item)| item));
    list
}

fn items_of_part(desk: &Desk<'_, '_>, at: usize, part: &Component<'_>) -> Vec<CostItem> {
    let mut list = Vec::new();
    for (index, cost) in part.operation.costs.iter().enumerate() {
        let origin = desk.at_operation(part, &format!("costs[{index}]"));
        list.extend(item_of(desk, cost, at, origin));
    }
    for setting in &part.realizes {
        let Some(how) = realize::realization(desk.kb, part, setting) else {
            continue;
        };
        for (index, cost) in how.costs.iter().enumerate() {
            let origin = desk.at_service(part, &format!("settings.{setting}.costs[{index}]"));
            list.extend(item_of(desk, cost, at, origin));
        }
    }
    list
}

/// What rules cost, with the part they speak of.
fn items_of_rules(desk: &Desk<'_, '_>) -> Vec<(usize, CostItem)> {
    let mut list = Vec::new();
    for (rule, at) in &desk.decisions.rules {
        for (index, row) in rule.then.costs.iter().enumerate() {
            let Some(meter) = &row.meter else { continue };
            let cost = operation::Cost {
                meter: meter.clone(),
                quantity: row.quantity.clone(),
                label: row.label.clone(),
                driver: row.driver.clone(),
                when: row.when.clone(),
                times: Vec::new(),
                effect: CostEffect::Add,
                region: None,
            };
            let origin = desk.at_rule(rule, &format!("costs[{index}]"));
            list.extend(item_of(desk, &cost, *at, origin).map(|item| (*at, item)));
        }
    }
    list
}

/// What every part and every piece of work costs by itself, with its title and its phase, from 1 on.
pub(super) fn by_part(desk: &Desk<'_, '_>) -> Vec<(String, usize, CostSummary)> {
    let book = book(desk);
    let scripts = Scripts::new(desk.kb);
    let work = desk
        .decisions
        .program
        .iter()
        .flat_map(|program| &program.items);
    let work: Vec<_> = work.collect();
    let phase_of = |item: Option<usize>| {
        item.and_then(|place| work.get(place))
            .map_or(1, |item| item.phase + 1)
    };
    let mut groups: Vec<(String, usize, Vec<CostItem>)> = Vec::new();
    let by_rules = items_of_rules(desk);
    for (at, part) in desk.parts() {
        let mut items = items_of_part(desk, at, part);
        let own = by_rules.iter().filter(|(of, _)| *of == at);
        items.extend(own.map(|(_, item)| item.clone()));
        groups.push((part.service.title.clone(), phase_of(part.item), items));
    }
    for item in &work {
        let at = item.main.unwrap_or_default();
        let mut items = Vec::new();
        for (index, cost) in item.work.costs.iter().enumerate() {
            let origin = desk.at_work(item.work, &format!("costs[{index}]"));
            items.extend(item_of(desk, cost, at, origin));
        }
        groups.push((desk.say(&item.work.title, at), item.phase + 1, items));
    }
    groups
        .into_iter()
        .filter(|(_, _, items)| !items.is_empty())
        .filter_map(|(title, phase, items)| {
            let summary = summary::summarize(&book, &scripts, &items).ok()?;
            Some((title, phase, summary))
        })
        .collect()
}

/// The prices of every provider that a part of the plan belongs to.
fn book<'kb>(desk: &Desk<'_, 'kb>) -> PriceBook<'kb> {
    let own = desk.decisions.provider.id.as_str();
    let parts = desk.parts().map(|(_, part)| provider_of(&part.service.id));
    let wanted: Vec<&str> = std::iter::once(own).chain(parts).collect();
    PriceBook::of_providers(desk.kb, &wanted)
}

/// Where prices are taken: the region of the plan, then those of parts at other providers.
pub(super) fn places(desk: &Desk<'_, '_>) -> Vec<String> {
    let own = desk.decisions.facts.first("region").unwrap_or_default();
    let mut list = vec![own.to_owned()];
    for (at, _) in desk
        .parts()
        .filter(|(_, part)| !part.operation.costs.is_empty())
    {
        let there = place(desk, at);
        if !list.contains(&there) {
            list.push(there);
        }
    }
    list
}

/// Where a part stands: the region of the plan, or that of the profile which its own provider knows.
fn place(desk: &Desk<'_, '_>, at: usize) -> String {
    let facts = &desk.decisions.facts;
    let own = || facts.first("region").unwrap_or_default().to_owned();
    let Some(part) = desk.decisions.components.get(at) else {
        return own();
    };
    let provider = provider_of(&part.service.id);
    if provider == desk.decisions.provider.id {
        return own();
    }
    let known = desk.kb.regions.get(provider);
    let stated = facts.first("regions").unwrap_or_default().split(", ");
    let there = |id: &&str| known.is_some_and(|all| all.regions.iter().any(|one| one.id == *id));
    let usual = || {
        let provider = desk.kb.providers.get(provider);
        provider.map_or_else(own, |provider| provider.default_region.clone())
    };
    stated
        .into_iter()
        .find(there)
        .map_or_else(usual, str::to_owned)
}

fn item_of(
    desk: &Desk<'_, '_>,
    cost: &operation::Cost,
    at: usize,
    origin: Origin,
) -> Option<CostItem> {
    let view = desk.view(at);
    if !holds_or_absent(cost.when.as_ref(), &view) {
        return None;
    }
    let filled = |text: &Option<String>| {
        text.as_ref()
            .map(|text| crate::rules::fill::fill_but(text, &view, &["q"]))
            .unwrap_or_default()
    };
    let one = Quantity::Stated(Range::of(Decimal::ONE));
    let quantity = amount(desk, cost.quantity.as_ref().unwrap_or(&one), at);
    let (meter, label) = (fill::fill(&cost.meter, &view), filled(&cost.label));
    let (meter, label) =
        machine::stated(desk, at, cost.effect, (&meter, &label)).unwrap_or((meter, label));
    Some(CostItem {
        meter,
        label,
        driver: filled(&cost.driver),
        quantity,
        times: cost
            .times
            .iter()
            .map(|times| factor(desk, times, at))
            .collect(),
        effect: cost.effect,
        place: cost.region.clone().unwrap_or_else(|| place(desk, at)),
        origin,
    })
}

fn factor(desk: &Desk<'_, '_>, times: &Quantity, at: usize) -> Times {
    let unit = match times {
        Quantity::Named(name) => desk.document.say(&format!("unit-{name}"), &[]),
        Quantity::Stated(_) => String::new(),
    };
    Times {
        amount: amount(desk, times, at),
        unit,
    }
}

/// The three ends of a quantity: stated, or the usage, fact, setting or fixed number of that name.
fn amount(desk: &Desk<'_, '_>, quantity: &Quantity, at: usize) -> Range {
    let name = match quantity {
        Quantity::Stated(range) => return *range,
        Quantity::Named(name) => name,
    };
    let usage = |at: usize| {
        desk.decisions
            .components
            .get(at)
            .and_then(|part| part.usage.get(name.as_str()))
    };
    if let Some(range) = usage(at).or_else(|| usage(0)) {
        return *range;
    }
    let view = desk.view(at);
    let known = view.values(name).first().and_then(|value| number_of(value));
    let fixed = || {
        desk.document
            .limits
            .get(name)
            .map(|limit| Decimal::from(*limit))
    };
    Range::of(known.or_else(fixed).unwrap_or(Decimal::ONE))
}

/// What the quantities rest on, in the words of the services.
fn inputs(desk: &Desk<'_, '_>) -> Vec<Said> {
    let mut said: Vec<String> = Vec::new();
    let mut origin = Origin::default();
    for (at, part) in desk.parts() {
        let counted = |key: &str| {
            part.operation.costs.iter().any(|cost| {
                let named =
                    |quantity: &Quantity| matches!(quantity, Quantity::Named(name) if name == key);
                cost.quantity.as_ref().is_some_and(named) || cost.times.iter().any(named)
            })
        };
        let used = |key: &str| {
            counted(key)
                || part
                    .service
                    .usage
                    .iter()
                    .any(|(other, usage)| usage.of.as_deref() == Some(key) && counted(other))
        };
        for (key, usage) in &part.service.usage {
            let Some(range) = part.usage.get(key.as_str()).filter(|_| used(key)) else {
                continue;
            };
            let words: Vec<&str> = fill::applying(&usage.say, &desk.view(at)).collect();
            let words = words.join(" ");
            if words.is_empty() {
                continue;
            }
            let ends = [
                ("{low}", range.low),
                ("{typical}", range.typical),
                ("{high}", range.high),
            ];
            // A stated number is one number.
            let mut text = if range.low == range.high {
                words.replace("{low} / {typical} / {high}", "{typical}")
            } else {
                words
            };
            for (end, value) in ends {
                text = text.replace(end, &crate::rules::view::grouped(value));
            }
            let text = fill::fill(&text, &desk.view(at));
            if !said.contains(&text) {
                said.push(text);
            }
            origin = desk.at_service(part, &format!("usage.{key}"));
        }
    }
    if said.is_empty() {
        return Vec::new();
    }
    let text = desk.document.say("inputs", &[("list", &said.join(", "))]);
    vec![Said {
        text,
        origin,
        weight: 7,
        practices: Vec::new(),
    }]
}

/// Switch-over points and other notes.
fn notes(desk: &Desk<'_, '_>) -> Vec<Said> {
    let mut list = Vec::new();
    for (at, part) in desk.parts() {
        list.extend(desk.lines(
            &part.operation.cost_notes.0,
            at,
            &desk.at_operation(part, "cost-notes"),
        ));
    }
    for (rule, at) in &desk.decisions.rules {
        list.extend(desk.lines(
            &rule.then.cost_note.0,
            *at,
            &desk.at_rule(rule, "cost-note"),
        ));
    }
    list
}
