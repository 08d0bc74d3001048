//! Targets in requirements: which share of a month, how fast, how soon back. Never: what they lead to.

use super::number::SCALES;
use crate::model::design::{Target, Targets, Workload};
use rust_decimal::Decimal;
use std::str::FromStr;

/// How far a number may stand from the phrase that says what it is.
const NEAR: usize = 48;

/// What ends a statement.
const ENDS: [char; 5] = ['\n', ';', '|', '(', ')'];

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Number {
    start: usize,
    end: usize,
    value: Decimal,
    /// What a word such as `million` made of the written number.
    times: Decimal,
    /// The letters or sign right behind it.
    unit: String,
}

/// Letters behind a number that multiply it; `m` only does where a unit follows.
const LETTERS: [(&str, u32); 2] = [("k", 1_000), ("m", 1_000_000)];

/// Everything that a text states about the targets, as facts.
pub fn read(targets: &Targets, text: &str) -> Vec<(String, String)> {
    of(targets.targets.iter(), text)
}

/// The loads alone: what quantities follow from in every plan.
pub fn loads(targets: &Targets, text: &str) -> Vec<(String, String)> {
    of(targets.targets.iter().filter(|target| target.load), text)
}

fn of<'a>(targets: impl Iterator<Item = &'a Target>, text: &str) -> Vec<(String, String)> {
    let text = text.to_lowercase();
    let numbers = numbers(&text);
    let mut found: Vec<(String, String)> = Vec::new();
    for target in targets {
        let stated = if target.value.is_empty() {
            number_of(target, &text, &numbers)
        } else {
            let named = target
                .words
                .iter()
                .any(|word| position(&text, word, 0).is_some());
            named.then(|| (target.value.clone(), None))
        };
        if let Some((value, end)) = stated {
            found.push((target.id.clone(), value));
            if let Some(end) = end.filter(|_| !target.end.is_empty()) {
                found.push((target.end.clone(), end));
            }
        }
    }
    found
}

/// The target's number: the nearest fitting one in the same statement as a phrase, else one whose unit tells.
fn number_of(target: &Target, text: &str, numbers: &[Number]) -> Option<(String, Option<String>)> {
    let fits = |number: &&Number| {
        let value = scaled(target, number);
        value.is_some_and(|value| {
            value >= target.least && target.most.is_none_or(|most| value <= most)
        })
    };
    let mut best: Option<(usize, usize)> = None;
    for word in &target.words {
        let mut from = 0;
        while let Some(at) = position(text, word, from) {
            from = at + word.len();
            for (place, number) in numbers
                .iter()
                .enumerate()
                .filter(|(_, number)| fits(number))
            {
                let (left, right) = if number.start >= from {
                    (from, number.start)
                } else {
                    (number.end, at)
                };
                // The phrase may be the unit itself, as in `2k rps`.
                let between = if left > right {
                    ""
                } else {
                    text.get(left..right).unwrap_or("\n")
                };
                let near = between.len() <= NEAR && !between.contains(ENDS);
                let distance = between.len();
                if near && best.is_none_or(|(known, _)| distance < known) {
                    best = Some((distance, place));
                }
            }
        }
    }
    let place = best.map(|(_, place)| place).or_else(|| {
        let known = |number: &Number| target.units.contains_key(&number.unit) && fits(&number);
        target
            .alone
            .then(|| numbers.iter().position(known))
            .flatten()
    })?;
    let number = numbers.get(place)?;
    let alone = || Some((written(scaled(target, number)?), None));
    if target.end.is_empty() && !target.range {
        return alone();
    }
    let next = numbers.get(place + 1);
    let next = next.and_then(|next| pair(target, text, number, next));
    let before = place.checked_sub(1).and_then(|place| numbers.get(place));
    let ends = next.or_else(|| before.and_then(|before| pair(target, text, before, number)));
    match ends {
        Some((low, high)) if target.range => Some((format!("{low}-{high}"), None)),
        Some((low, high)) => Some((low, Some(high))),
        None if target.range => alone(),
        None => None,
    }
}

/// Both ends of a range: two numbers with nothing but a dash between them; the unit stands behind the second one.
fn pair(target: &Target, text: &str, one: &Number, two: &Number) -> Option<(String, String)> {
    let between = text.get(one.end..two.start).unwrap_or_default().trim();
    if !matches!(between, "-" | "–" | "to") {
        return None;
    }
    let bare = one.unit.is_empty() && one.times == Decimal::ONE;
    let low = Number {
        value: one.value * if bare { two.times } else { Decimal::ONE },
        unit: two.unit.clone(),
        ..one.clone()
    };
    let ends = (scaled(target, &low)?, scaled(target, two)?);
    Some((written(ends.0), written(ends.1)))
}

fn written(value: Decimal) -> String {
    value.normalize().to_string()
}

/// The number in the unit of the target; none if its unit is another one.
fn scaled(target: &Target, number: &Number) -> Option<Decimal> {
    if target.units.is_empty() {
        return Some(number.value);
    }
    target
        .units
        .get(&number.unit)
        .map(|factor| number.value * factor)
}

/// Where a phrase stands as whole words.
fn position(text: &str, phrase: &str, from: usize) -> Option<usize> {
    let phrase = phrase.to_lowercase();
    let rest = text.get(from..)?;
    rest.match_indices(&phrase)
        .map(|(at, _)| at + from)
        .find(|at| {
            let letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
            let before = text.get(..*at).and_then(|head| head.chars().next_back());
            let after = text
                .get(at + phrase.len()..)
                .and_then(|tail| tail.chars().next());
            !letter(before) && !letter(after)
        })
}

/// All numbers: `99.95%`, `2,000`, `2k rps`, `200 ms`.
fn numbers(text: &str) -> Vec<Number> {
    let mut list: Vec<Number> = Vec::new();
    let mut at = 0;
    while let Some(found) = text
        .get(at..)
        .and_then(|rest| rest.find(|letter: char| letter.is_ascii_digit()))
    {
        let start = at + found;
        let rest = text.get(start..).unwrap_or_default();
        let length = rest
            .find(|letter: char| !letter.is_ascii_digit() && letter != '.' && letter != ',')
            .unwrap_or(rest.len());
        let raw = rest
            .get(..length)
            .unwrap_or_default()
            .trim_end_matches(['.', ',']);
        let end = start + raw.len();
        at = end.max(start + 1);
        let glued = text.get(..start).and_then(|head| head.chars().next_back());
        if glued.is_some_and(char::is_alphabetic) {
            continue;
        }
        let Ok(mut value) = Decimal::from_str(&raw.replace(',', "")) else {
            continue;
        };
        let behind = text.get(end..).unwrap_or_default();
        let mut skipped = 0;
        let (mut unit, mut length) = unit(behind);
        let mut times = Decimal::ONE;
        let known = LETTERS
            .iter()
            .chain(&SCALES)
            .find(|(word, _)| *word == unit);
        if let Some((_, factor)) = known.filter(|_| unit != "m" || unit_after(behind, length)) {
            times = Decimal::from(*factor);
            value *= times;
            skipped = length;
            (unit, length) = self::unit(behind.get(length..).unwrap_or_default());
        }
        list.push(Number {
            start,
            end: end + skipped + if unit.is_empty() { 0 } else { length },
            value,
            times,
            unit,
        });
    }
    list
}

/// Whether a rate follows, so that the letter before it counts millions.
fn unit_after(behind: &str, length: usize) -> bool {
    !unit(behind.get(length..).unwrap_or_default()).0.is_empty()
}

/// The unit at the start of a text, and how long it is with the space before it.
fn unit(text: &str) -> (String, usize) {
    let bare = text.trim_start_matches(' ');
    let space = text.len() - bare.len();
    if space > 1 {
        return (String::new(), 0);
    }
    if bare.starts_with('%') {
        return ("%".to_owned(), space + 1);
    }
    let length = bare
        .find(|letter: char| !letter.is_alphabetic() && letter != '/')
        .unwrap_or(bare.len());
    let unit = bare.get(..length).unwrap_or_default();
    // `5 to 10 million`: what lies between two ends is no unit.
    if unit == "to" {
        return (String::new(), 0);
    }
    (unit.to_owned(), space + length)
}

/// The kind of application that a text speaks of: the one with the longest phrase in it.
pub fn workload<'a>(known: impl Iterator<Item = &'a Workload>, text: &str) -> Option<&'a Workload> {
    let text = text.to_lowercase().replace(['-', '_'], " ");
    known
        .filter_map(|workload| {
            let words = workload.words.iter();
            let longest = words
                .filter(|word| position(&text, word, 0).is_some())
                .map(String::len)
                .max()?;
            Some((longest, workload))
        })
        .max_by(|(one, left), (other, right)| one.cmp(other).then(right.id.cmp(&left.id)))
        .map(|(_, workload)| workload)
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Target, Targets, numbers, read};

    fn target(id: &str, words: &[&str], units: &[(&str, i64)]) -> Target {
        Target {
            id: id.to_owned(),
            words: words.iter().map(ToString::to_string).collect(),
            units: units
                .iter()
                .map(|(unit, factor)| ((*unit).to_owned(), Decimal::from(*factor)))
                .collect(),
            ..Target::default()
        }
    }

    fn known() -> Targets {
        let share = Target {
            alone: true,
            least: Decimal::from(90),
            ..target("share", &["availability"], &[("%", 1)])
        };
        let range = Target {
            end: "most".to_owned(),
            ..target("least", &["instances"], &[])
        };
        let load = Target {
            range: true,
            ..target("load", &["requests a month"], &[("requests", 1)])
        };
        let team = Target {
            value: "small".to_owned(),
            ..target("team", &["small team"], &[])
        };
        Targets {
            targets: vec![
                share,
                target("fast", &["p95"], &[("ms", 1), ("s", 1000)]),
                target("back", &["rto"], &[("h", 60), ("min", 1)]),
                target("rate", &["rps"], &[("rps", 1)]),
                range,
                load,
                team,
            ],
        }
    }

    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = read(&known(), text);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn targets_are_read_as_people_write_them() {
        check(
            "availability 99.9%; p95 < 200 ms; RTO 1 h; 1-100 instances",
            &[
                ("share", "99.9"),
                ("fast", "200"),
                ("back", "60"),
                ("least", "1"),
                ("most", "100"),
            ],
        );
        check(
            "public REST API, 99.95%, p95 300 ms, 2k rps, small team",
            &[
                ("share", "99.95"),
                ("fast", "300"),
                ("rate", "2000"),
                ("team", "small"),
            ],
        );
        check(
            "| Availability | 99.5% |\n| RTO | 30 min |",
            &[("share", "99.5")],
        );
        check("p95 below 0.3 s", &[("fast", "300")]);
        check(
            "500 GB of transfer and 5-10 million requests a month",
            &[("load", "5000000-10000000")],
        );
        check(
            "800k to 1.5m requests a month",
            &[("load", "800000-1500000")],
        );
        check("2 million requests a month", &[("load", "2000000")]);
        check("PCI DSS 4.0.1 and 20% growth", &[]);
    }

    #[test]
    fn numbers_carry_their_units() {
        let found = numbers("p95 2,000 rps and 2k rps, 99.95%.");
        let found: Vec<(String, &str)> = found
            .iter()
            .map(|number| (number.value.to_string(), number.unit.as_str()))
            .collect();
        let expected = [
            ("2000".to_owned(), "rps"),
            ("2000".to_owned(), "rps"),
            ("99.95".to_owned(), "%"),
        ];
        assert_eq!(found, expected);
    }
}
