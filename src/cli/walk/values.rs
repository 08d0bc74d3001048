//! Values of an item and of the code: read, bounded, revised, put into words.
//! It never decides whether a change is made.

use rust_decimal::Decimal;

use super::Bench;
use super::proposal::Code;
use crate::cli::Stop;
use crate::model::change as known;
use crate::project::walk::code::{self, Place};

/// Minutes and what they are spent on.
pub(super) fn minutes(bench: &Bench<'_>, entry: &known::Change) -> String {
    let total: u32 = entry.minutes.values().sum();
    let list: Vec<String> = entry
        .minutes
        .iter()
        .map(|(what, minutes)| {
            bench.words.say(
                "minutes-one",
                &[("minutes", &minutes.to_string()), ("what", what)],
            )
        })
        .collect();
    bench.words.say(
        "minutes",
        &[("total", &total.to_string()), ("list", &list.join(", "))],
    )
}

/// The value before and after, without their unit.
pub(super) fn values(
    bench: &Bench<'_>,
    task: &str,
    entry: &known::Change,
) -> Option<(String, String)> {
    let pattern = regex::Regex::new(&bench.words.say("from-to", &[])).ok()?;
    let found = pattern.captures(task)?;
    let bare = |index: usize| {
        let text = found
            .get(index)
            .map(|part| part.as_str())
            .unwrap_or_default();
        let mut bare = text
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .trim_matches('`');
        for unit in &entry.units {
            bare = bare.strip_suffix(unit.as_str()).map_or(bare, str::trim_end);
        }
        Some(bare.to_owned()).filter(|text| !text.is_empty())
    };
    Some((bare(1)?, bare(2)?))
}

/// A value that makes no sense stops here.
pub(super) fn limits(entry: &known::Change, to: &str) -> Result<(), Stop> {
    let (Some(limits), Ok(value)) = (&entry.limits, to.parse::<Decimal>()) else {
        return Ok(());
    };
    let low = limits
        .least
        .filter(|least| value < *least)
        .map(|_| &limits.least_why);
    let high = limits
        .most
        .filter(|most| value > *most)
        .map(|_| &limits.most_why);
    match low.or(high) {
        Some(why) => {
            let why = why.clone().unwrap_or_default();
            Err(
                Stop::data(format!("`{}` cannot be {to}: {why}", entry.attribute))
                    .help("name another value"),
            )
        }
        None => Ok(()),
    }
}

/// The line of the code that changes; one that says something else than the item is not changed.
pub(super) fn edit(place: &Place, text: &str, values: (&str, &str)) -> Result<Code, Stop> {
    let (from, to) = values;
    let path = place.path.clone();
    let Some((line, value)) = &place.attribute else {
        return Ok(Code {
            path,
            ..Code::default()
        });
    };
    // The change may be written already, when an earlier approval of it ended.
    if value == to {
        let approved = Some(code::digest(text, None));
        return Ok(Code {
            path,
            line: Some(*line),
            approved,
        });
    }
    if value != from {
        return Err(Stop::data(format!(
            "{path}:{line} says {value}, and the item says from {from}"
        ))
        .help("correct the item, or look for what changed the code"));
    }
    let old = text.lines().nth(line - 1).unwrap_or_default().to_owned();
    let new = code::edited(&old, from, to);
    let approved = new
        .as_ref()
        .map(|new| code::digest(text, Some((*line, new))));
    Ok(Code {
        path,
        line: Some(*line),
        approved,
    })
}

/// The words of an item with the value that a revision names.
pub(super) fn revised(bench: &Bench<'_>, task: &str, text: &str) -> String {
    let (Ok(item), Ok(value)) = (
        regex::Regex::new(&bench.words.say("from-to", &[])),
        regex::Regex::new(&bench.words.say("revised-value", &[])),
    ) else {
        return task.to_owned();
    };
    let new = value.captures(text).and_then(|found| found.get(1));
    match (item.captures(task).and_then(|found| found.get(2)), new) {
        (Some(old), Some(new)) => {
            let number: String = old
                .as_str()
                .chars()
                .take_while(|letter| letter.is_ascii_digit() || *letter == '.')
                .collect();
            let end = old.start() + number.len();
            match (number.is_empty(), task.get(..old.start()), task.get(end..)) {
                (false, Some(before), Some(after)) => format!("{before}{}{after}", new.as_str()),
                _ => task.to_owned(),
            }
        }
        _ => task.to_owned(),
    }
}

/// A price with all of its digits.
pub(super) fn exact(price: Decimal) -> String {
    format!("${}", price.normalize())
}

/// A label of the code.
pub(super) fn snake(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join("_")
}
