//! Finds dates and deadlines. Never: what day it is today.

use super::fact::{Fact, Span};
use super::scene::Scene;
use crate::model::lexicon::Meaning;
use crate::model::reading::role::{FactKind, Role};

/// All deadlines of a request, with the bytes they take.
pub fn facts(scene: &Scene<'_>) -> Vec<(Fact, (usize, usize))> {
    let mut list = Vec::new();
    let mut at = 0;
    while at < scene.words.tokens.len() {
        let found = iso(scene, at)
            .or_else(|| slashed(scene, at))
            .or_else(|| in_words(scene, at));
        match found {
            Some((end, value)) => {
                list.push(dated(scene, at, end, &value));
                at = end;
            }
            None => at += 1,
        }
    }
    for hit in scene.with_role(Role::Due).filter(|hit| hit.whole) {
        let (start, end) = scene.bytes(hit);
        let phrase = scene.phrase(hit);
        list.push((
            Fact::new(FactKind::Deadline, &phrase.text, phrase.span),
            (start, end),
        ));
    }
    list
}

fn dated(scene: &Scene<'_>, first: usize, end: usize, value: &str) -> (Fact, (usize, usize)) {
    let start = scene.words.at(first).map_or(0, |token| token.start);
    let stop = scene.words.at(end - 1).map_or(start, |token| token.end);
    let due = (1..=3).any(|back| first >= back && scene.word_is(first - back, Role::Deadline));
    let fact = Fact::new(
        FactKind::Deadline,
        scene.slice(start, stop),
        Span::new(start, stop),
    )
    .value(value);
    (
        fact.class(if due { "deadline" } else { "date" }),
        (start, stop),
    )
}

fn number(scene: &Scene<'_>, index: usize) -> Option<(u32, usize)> {
    let text = scene.words.text(scene.text(), index);
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = text.get(digits.len()..)?;
    if !matches!(ending, "" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    Some((digits.parse().ok()?, digits.len()))
}

fn month(scene: &Scene<'_>, index: usize) -> Option<u8> {
    let token = scene.words.at(index)?;
    if !scene
        .slice(token.start, token.end)
        .starts_with(char::is_uppercase)
    {
        return None;
    }
    scene
        .meanings(index)
        .iter()
        .find_map(|meaning| match meaning {
            Meaning::Month(month) => Some(*month),
            _ => None,
        })
}

/// `2024-07-05`.
fn iso(scene: &Scene<'_>, at: usize) -> Option<(usize, String)> {
    let ((year, 4), (month, 2), (day, 2)) = (
        number(scene, at)?,
        number(scene, at + 1)?,
        number(scene, at + 2)?,
    ) else {
        return None;
    };
    let text = scene.slice(scene.words.at(at)?.start, scene.words.at(at + 2)?.end);
    let plain = text.len() == 10 && matches!(text.as_bytes().get(4), Some(b'-' | b'/' | b'.'));
    let valid =
        (1990..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    (plain && valid).then(|| (at + 3, format!("{year:04}-{month:02}-{day:02}")))
}

/// `8/1/2025`, whichever of the two is the month.
fn slashed(scene: &Scene<'_>, at: usize) -> Option<(usize, String)> {
    let ((one, 1..=2), (two, 1..=2), (year, 4)) = (
        number(scene, at)?,
        number(scene, at + 1)?,
        number(scene, at + 2)?,
    ) else {
        return None;
    };
    let text = scene.slice(scene.words.at(at)?.start, scene.words.at(at + 2)?.end);
    let plain = text.matches('/').count() == 2 && !text.contains(' ');
    let valid = (1990..=2100).contains(&year) && (1..=31).contains(&one) && (1..=31).contains(&two);
    (plain && valid).then(|| (at + 3, text.to_owned()))
}

/// `March 25, 2024`, `9 Nov 2024`, `March 2025`, `25 March`.
fn in_words(scene: &Scene<'_>, at: usize) -> Option<(usize, String)> {
    let day = |index: usize| {
        number(scene, index)
            .filter(|(day, _)| (1..=31).contains(day))
            .map(|(day, _)| day)
    };
    let year = |index: usize| {
        number(scene, index)
            .filter(|(year, _)| (1990..=2100).contains(year))
            .map(|(year, _)| year)
    };
    if let Some(month) = month(scene, at) {
        if let Some(day) = day(at + 1) {
            return Some(match year(at + 2) {
                Some(year) => (at + 3, format!("{year:04}-{month:02}-{day:02}")),
                None => (at + 2, format!("{month:02}-{day:02}")),
            });
        }
        return year(at + 1).map(|year| (at + 2, format!("{year:04}-{month:02}")));
    }
    let (day, month) = (day(at)?, month(scene, at + 1)?);
    Some(match year(at + 2) {
        Some(year) => (at + 3, format!("{year:04}-{month:02}-{day:02}")),
        None => (at + 2, format!("{month:02}-{day:02}")),
    })
}
