//! `cloud-plan kb age`: what was looked up longest ago, first what most plans rest on.

use crate::cli::args::Format;
use crate::cli::{Context, Outcome, knowledge};
use crate::kb::Kb;
use crate::model::service::{Service, ServiceFact};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How many lines are printed when not all are asked for.
const LINES: usize = 40;

/// Something that was looked up, or that ends, on a day.
struct Old {
    kind: &'static str,
    id: String,
    /// `YYYY-MM` or `YYYY-MM-DD`; nothing if nobody wrote it down.
    date: String,
    days: i64,
    /// What rests on it, and how much.
    moves: usize,
    of: &'static str,
    verified: bool,
}

impl Old {
    /// Old and much used comes first.
    fn weight(&self) -> i64 {
        let moves = i64::try_from(self.moves).unwrap_or(i64::MAX);
        self.days.saturating_mul(moves.max(1))
    }
}

pub(super) fn run(context: &Context, date: Option<Date>, all: bool) -> Outcome {
    let format = context.format(&[Format::Text, Format::Json])?;
    let today = context.date(date)?;
    let kb = knowledge::load(context)?;
    let mut list = prices(&kb, today);
    list.extend(facts(&kb, today));
    list.extend(endings(&kb, today));
    list.sort_by(|one, other| {
        let order = other.weight().cmp(&one.weight());
        order.then_with(|| (one.kind, &one.id).cmp(&(other.kind, &other.id)))
    });
    context.document(&match format {
        Format::Json => {
            let rows: Vec<Value> = list.iter().map(value).collect();
            serde_json::to_string_pretty(&rows).unwrap_or_default()
        }
        _ => {
            let shown = if all { list.len() } else { LINES };
            let mut text: String = list.iter().take(shown).map(line).collect();
            if let Some(more) = list.len().checked_sub(shown).filter(|more| *more > 0) {
                let more = format!("and {more} more: `--all` prints them\n");
                text.push_str(&more);
            }
            text
        }
    })
}

fn line(old: &Old) -> String {
    let mark = if old.verified { "" } else { "  unverified" };
    let date = if old.date.is_empty() {
        "no date"
    } else {
        &old.date
    };
    let moves = format!("{} {}", old.moves, old.of);
    format!(
        "{:<10} {date:<10} {:>5} d  {moves:<18} {}{mark}\n",
        old.kind, old.days, old.id
    )
}

fn value(old: &Old) -> Value {
    json!({
        "kind": old.kind,
        "id": old.id,
        "date": old.date,
        "days": old.days,
        "moves": old.moves,
        "of": old.of,
        "verified": old.verified,
    })
}

/// How many days ago a day or the last day of a month was; a text without a date counts as ten years.
fn days(date: &str, today: Date) -> i64 {
    let whole = format!("{date}-01")
        .parse::<Date>()
        .map(Date::last_of_month);
    let Ok(day) = date.parse::<Date>().or(whole) else {
        return 3650;
    };
    let passed = today.since((jiff::Unit::Day, day));
    passed.map_or(0, |span| i64::from(span.get_days()))
}

/// Prices of one family that were looked up on the same day, by the lines of cost that use them.
fn prices(kb: &Kb, today: Date) -> Vec<Old> {
    let used = meters(kb);
    let mut groups = BTreeMap::<(&str, &str, bool), BTreeSet<&str>>::new();
    for entry in kb.prices.entries() {
        for price in entry.value().iter().flat_map(|file| &file.prices) {
            let key = (entry.id(), price.as_of.as_str(), price.verified);
            let names = used.keys().map(String::as_str);
            let asked = names.filter(|name| price.id.starts_with(name));
            groups.entry(key).or_default().extend(asked);
        }
    }
    let groups = groups.into_iter();
    groups
        .map(|((id, date, verified), asked)| Old {
            kind: "prices",
            id: id.to_owned(),
            date: date.to_owned(),
            days: days(date, today),
            moves: asked.iter().filter_map(|name| used.get(*name)).sum(),
            of: "cost lines",
            verified,
        })
        .collect()
}

/// How often the lines of cost of all services name a meter; up to the first blank of its name.
fn meters(kb: &Kb) -> BTreeMap<String, usize> {
    let mut used = BTreeMap::new();
    for service in kb.services.iter() {
        let operations = service.operations.values();
        let costs = operations.flat_map(|operation| &operation.costs);
        for cost in costs {
            let meter = cost.meter.split('{').next().unwrap_or_default();
            if !meter.is_empty() {
                *used.entry(meter.to_owned()).or_default() += 1;
            }
        }
    }
    used
}

/// Facts with a date, by the texts that quote them.
fn facts(kb: &Kb, today: Date) -> Vec<Old> {
    let mut list = Vec::new();
    for entry in kb.services.entries() {
        let text = entry.file.text();
        for (key, fact) in entry.value().iter().flat_map(|service| &service.facts) {
            let moves = text.matches(&format!("{{{key}}}")).count();
            list.extend(fact_of(
                &format!("{} {key}", entry.id()),
                fact,
                moves,
                today,
            ));
        }
    }
    for provider in kb.providers.iter() {
        for (key, fact) in &provider.facts {
            let quoted = format!("{{provider.{key}}}");
            let count = |text: &str| text.matches(quoted.as_str()).count();
            let rules = kb.rules.entries().map(|entry| count(entry.file.text()));
            let services = kb.services.entries().map(|entry| count(entry.file.text()));
            let moves = rules.chain(services).sum();
            list.extend(fact_of(
                &format!("{} {key}", provider.id),
                fact,
                moves,
                today,
            ));
        }
    }
    list
}

fn fact_of(id: &str, fact: &ServiceFact, moves: usize, today: Date) -> Option<Old> {
    let date = fact.as_of.clone()?;
    Some(Old {
        kind: "fact",
        id: id.to_owned(),
        days: days(&date, today),
        date,
        moves,
        of: "texts",
        verified: fact.verified,
    })
}

/// Dates on which something ends, once they have passed: plans for it warn, and nobody looked since.
fn endings(kb: &Kb, today: Date) -> Vec<Old> {
    let of = |service: &Service| {
        let rows = service.lifecycle.iter().map(|row| Old {
            kind: "lifecycle",
            id: format!("{} {}", service.id, row.what),
            date: row.until.clone(),
            days: days(&row.until, today),
            moves: service.operations.len(),
            of: "operations",
            verified: row.verified,
        });
        rows.filter(|row| row.days > 0).collect::<Vec<_>>()
    };
    kb.services.iter().flat_map(of).collect()
}
