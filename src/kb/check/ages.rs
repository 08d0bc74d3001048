//! Compares dates in a file with the day of the check: sources that grew old, values that have ended. Never: the clock.

use super::job::File;
use crate::diag::{Code, Diagnostic, Source};
use crate::kb::Kb;
use crate::model::service::Service;
use crate::yaml::Node;
use std::sync::Arc;

/// How long a price or a fact may go without being looked up again, in months.
const OLDEST: i32 = 12;

/// A year, a month and perhaps a day.
#[derive(Clone, Copy)]
struct Day {
    months: i32,
    day: i32,
}

/// Everything that is too old on a day, given as `YYYY-MM-DD`.
pub(super) fn check(kb: &Kb, file: &File, service: Option<&str>, today: &str) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let Some(today) = day(today) else { return out };
    out.extend(sources(file, today));
    for wanted in file
        .own
        .pointer("/then/require")
        .map(|(node, _)| node.items())
        .unwrap_or_default()
    {
        ended(&file.source, wanted, today, &mut out);
    }
    let list = file.own.get("lifecycle").map(Node::items);
    let list = list.unwrap_or_default();
    if list.is_empty() {
        return out;
    }
    if let Some(service) = service.and_then(|id| kb.services.glance(id)) {
        for entry in list {
            default_ended(&file.source, entry, (&service, today), &mut out);
        }
    }
    out
}

fn day(text: &str) -> Option<Day> {
    let mut parts = text.split('-').map(str::parse::<i32>);
    let (year, month) = (parts.next()?.ok()?, parts.next()?.ok()?);
    let day = parts.next().map_or(Some(31), Result::ok)?;
    Some(Day {
        months: year.checked_mul(12)?.checked_add(month)?,
        day,
    })
}

fn passed(date: Day, today: Day) -> bool {
    (date.months, date.day) < (today.months, today.day)
}

/// What was looked up more than a year ago and does not say itself that it is old: one finding for the prices of a
/// file, one for its other facts.
fn sources(file: &File, today: Day) -> Vec<Diagnostic> {
    let (mut prices, mut facts) = (Vec::new(), Vec::new());
    for (key, value) in file.own.pairs() {
        let found = if key.as_str() == Some("prices") {
            &mut prices
        } else {
            &mut facts
        };
        if key.as_str() == Some("as-of") {
            found.push(value);
        }
        dates(value, found);
    }
    let help = "look them up again and write the new date";
    let flag = "look them up again and write the new date; or add `flags: [stale]` to what has no newer source";
    let found = [(prices, "price", flag), (facts, "fact", help)];
    let found = found.into_iter();
    found
        .filter_map(|(dates, what, help)| aged(file, today, dates, (what, help)))
        .collect()
}

/// Every date of a look-up below a node, but those of entries that admit their age.
fn dates<'n>(node: &'n Node, found: &mut Vec<&'n Node>) {
    if let Some(date) = node.get("as-of").filter(|_| !admits(node)) {
        found.push(date);
    }
    let values = node.pairs().iter().map(|(_, value)| value);
    for inner in node.items().iter().chain(values) {
        dates(inner, found);
    }
}

fn aged(
    file: &File,
    today: Day,
    dates: Vec<&Node>,
    (what, help): (&str, &str),
) -> Option<Diagnostic> {
    let dates = dates.into_iter();
    let mut old: Vec<(&str, &Node)> = dates
        .filter_map(|date| Some((date.as_str()?, date)))
        .filter(|(text, _)| is_old(text, today))
        .collect();
    old.sort_by_key(|(text, date)| (*text, date.span));
    let (oldest, first) = old.first()?;
    let said = match old.len() {
        1 => format!("a {what} of this file was"),
        many => format!("{many} {what}s of this file were"),
    };
    Some(
        Diagnostic::warning(
            Code::StaleSource,
            format!("{said} looked up more than a year ago"),
        )
        .label(
            &file.source,
            first.span,
            format!("the oldest is of {oldest}"),
        )
        .help(help),
    )
}

/// Whether an entry says itself that it is old.
fn admits(entry: &Node) -> bool {
    let flags = entry.get("flags").map(Node::items).unwrap_or_default();
    flags.iter().any(|flag| flag.as_str() == Some("stale"))
}

fn is_old(text: &str, today: Day) -> bool {
    day(text).is_some_and(|then| {
        let year_on = Day {
            months: then.months.saturating_add(OLDEST),
            ..then
        };
        passed(year_on, today)
    })
}

/// A requirement that no longer holds.
fn ended(source: &Arc<Source>, wanted: &Node, today: Day, out: &mut Vec<Diagnostic>) {
    let until = wanted.get("until");
    let date = until.and_then(Node::as_str).and_then(day);
    if let (Some(until), true) = (until, date.is_some_and(|date| passed(date, today))) {
        let finding = Diagnostic::warning(
            Code::PastDate,
            format!(
                "this requirement ended on {}",
                until.as_str().unwrap_or_default()
            ),
        )
        .label(source, until.span, "it changes no plan any more")
        .help("remove the requirement, or correct the date");
        out.push(finding);
    }
}

/// A version that left support and that plans take when the request names none.
fn default_ended(
    source: &Arc<Source>,
    entry: &Node,
    (service, today): (&Service, Day),
    out: &mut Vec<Diagnostic>,
) {
    let (Some(until), Some(matches)) = (entry.get("until"), entry.get("match")) else {
        return;
    };
    let date = until.as_str().and_then(day);
    if !date.is_some_and(|date| passed(date, today)) {
        return;
    }
    let usual = |fact: &str| {
        service
            .names
            .iter()
            .find(|(key, name)| name.stated.as_deref().unwrap_or(key) == fact)
            .map(|(_, name)| name.is.as_str())
    };
    let is_default = |(key, value): &(Node, Node)| {
        let usual = key.as_str().and_then(usual);
        usual.is_some_and(|usual| Some(usual) == value.as_str())
    };
    let pairs = matches.pairs();
    if pairs.is_empty() || !pairs.iter().all(is_default) {
        return;
    }
    let what = entry.get("what").and_then(Node::as_str).unwrap_or_default();
    let finding = Diagnostic::warning(
        Code::PastDate,
        format!(
            "{what} ended on {} and is still what plans take by default",
            until.as_str().unwrap_or_default()
        ),
    )
    .label(source, until.span, "this day has passed")
    .help("put the successor under `names:`, or correct the date");
    out.push(finding);
}
