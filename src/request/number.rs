//! Finds the numbers of a request with what is written around them. Never: what they are about.

use super::scene::Scene;
use crate::model::lexicon::Meaning;
use crate::model::reading::role::Role;
use rust_decimal::Decimal;

/// A number with what is written around it.
#[derive(Debug, Clone, Default)]
pub struct Number {
    /// First byte, with currency sign or `v`.
    pub start: usize,
    /// Byte after the last, with the unit.
    pub end: usize,
    /// First byte of the digits.
    pub digits: usize,
    /// Byte after the digits.
    pub digits_end: usize,
    /// Its value; none for things like `1.3.9`.
    pub value: Option<Decimal>,
    /// How many dots it has.
    pub dots: usize,
    /// Whether a `v` stands before it, or `.x` behind it.
    pub versioned: bool,
    /// A sign of currency beside it.
    pub money: bool,
    /// A percent sign behind it.
    pub percent: bool,
    /// Whether the unit or suffix is joined to it.
    pub joined: bool,
    /// Multiplier: `k`, `m`.
    pub times: u32,
    /// The word behind it: first and last byte.
    pub word: Option<(usize, usize)>,
    /// A comparator before it: its first byte.
    pub compared: Option<usize>,
    /// Whether a letter is joined before it: `n2`, `tf0.12`.
    pub tied: bool,
}

/// All numbers outside of the given ranges.
pub fn numbers(scene: &Scene<'_>, taken: &[(usize, usize)]) -> Vec<Number> {
    let text = scene.text();
    let bytes = text.as_bytes();
    let mut list = Vec::new();
    let mut at = 0;
    while let Some(offset) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(u8::is_ascii_digit))
    {
        let digits = at + offset;
        if let Some((_, end)) = taken
            .iter()
            .find(|(start, end)| (*start..*end).contains(&digits))
        {
            at = *end;
            continue;
        }
        let number = number_at(scene, bytes, digits);
        at = number.end.max(number.digits_end).max(digits + 1);
        list.push(number);
    }
    list
}

fn number_at(scene: &Scene<'_>, bytes: &[u8], digits: usize) -> Number {
    let (digits_end, dots) = digits_of(bytes, digits);
    let mut number = Number {
        start: digits,
        end: digits_end,
        digits,
        digits_end,
        dots,
        times: 1,
        ..Number::default()
    };
    let written: String = scene
        .slice(digits, digits_end)
        .chars()
        .filter(|c| *c != ',')
        .collect();
    number.value = if dots <= 1 {
        written.trim_end_matches(".x").parse().ok()
    } else {
        None
    };
    number.versioned = written.ends_with('x');
    look_before(scene, bytes, &mut number);
    look_behind(scene, bytes, &mut number);
    number
}

/// Digits with dots between them, thousands with commas, and `.x` at the end.
fn digits_of(bytes: &[u8], start: usize) -> (usize, usize) {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let (mut at, mut dots) = (start, 0);
    loop {
        while digit(at) {
            at += 1;
        }
        match bytes.get(at) {
            Some(b'.') if digit(at + 1) => dots += 1,
            Some(b'.')
                if matches!(bytes.get(at + 1), Some(b'x' | b'*')) && !letter(bytes, at + 2) =>
            {
                return (at + 2, dots + 1);
            }
            Some(b',') if dots == 0 && (1..=3).all(|n| digit(at + n)) && !digit(at + 4) => {}
            _ => return (at, dots),
        }
        at += 1;
    }
}

fn letter(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_alphanumeric)
}

fn look_before(scene: &Scene<'_>, bytes: &[u8], number: &mut Number) {
    let mut at = number.digits;
    let letters = bytes
        .get(..at)
        .unwrap_or_default()
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    let lead = scene.slice(at - letters, at);
    if lead.eq_ignore_ascii_case("v") {
        number.versioned = true;
        at -= 1;
    } else {
        number.tied = letters > 0;
    }
    for (sign, role) in &scene.lexicon.units.symbols {
        if *role == Role::Currency && scene.slice(0, at).ends_with(sign.as_str()) {
            number.money = true;
            at -= sign.len();
            break;
        }
    }
    if at > 0 && bytes.get(at - 1) == Some(&b'~') {
        at -= 1;
    }
    number.start = at;
    let before = scene.slice(0, at).trim_end();
    for (sign, role) in &scene.lexicon.units.symbols {
        if *role == Role::Comparator
            && before.ends_with(sign.as_str())
            && !before.ends_with("->")
            && !before.ends_with("=>")
        {
            number.compared = Some(before.len() - sign.len());
            break;
        }
    }
}

/// Words behind a number that multiply it.
pub const SCALES: [(&str, u32); 4] = [
    ("thousand", 1_000),
    ("mio", 1_000_000),
    ("million", 1_000_000),
    ("billion", 1_000_000_000),
];

fn look_behind(scene: &Scene<'_>, bytes: &[u8], number: &mut Number) {
    let mut at = number.digits_end;
    if bytes.get(at) == Some(&b'%') {
        number.percent = true;
        number.end = at + 1;
        return;
    }
    if let Some(times) = multiplier(scene, bytes, at) {
        number.times = times;
        at += 1;
    }
    for (sign, role) in &scene.lexicon.units.symbols {
        if *role == Role::Currency
            && scene
                .slice(at, scene.text().len())
                .starts_with(sign.as_str())
        {
            number.money = true;
            at += sign.len();
            break;
        }
    }
    number.end = at;
    number.joined = letter(bytes, at);
    let gap = bytes
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take_while(|b| matches!(b, b' ' | b'-'))
        .count();
    if gap > 1 {
        return;
    }
    let Some((start, end)) = word(scene, at + gap) else {
        return;
    };
    number.word = Some((start, end));
    // `20 million requests` counts requests.
    let said = scene.slice(start, end).to_lowercase();
    let scale = SCALES.iter().find(|(word, _)| *word == said);
    if let Some((_, times)) = scale
        && let Some(next) = word(scene, end + 1).filter(|_| bytes.get(end) == Some(&b' '))
    {
        number.times = number.times.saturating_mul(*times);
        number.word = Some(next);
    }
}

/// The word that starts at a byte.
fn word(scene: &Scene<'_>, start: usize) -> Option<(usize, usize)> {
    let rest = scene.text().get(start..)?;
    let length = rest.find(|c: char| !c.is_alphabetic());
    let length = length.unwrap_or(rest.len());
    (length > 0).then_some((start, start + length))
}

fn multiplier(scene: &Scene<'_>, bytes: &[u8], at: usize) -> Option<u32> {
    let times = match bytes.get(at)? {
        b'k' | b'K' => 1_000,
        b'm' | b'M' => 1_000_000,
        _ => return None,
    };
    let alone = !letter(bytes, at + 1);
    let million = times == 1_000_000
        && !scene
            .slice(at + 1, scene.text().len())
            .trim_start()
            .starts_with(['b', 'B']);
    (alone && (times == 1_000 || million)).then_some(times)
}

impl Number {
    /// The meanings of the word behind it.
    pub fn unit<'a>(&self, scene: &Scene<'a>) -> &'a [Meaning] {
        let Some((start, end)) = self.word else {
            return &[];
        };
        scene.lexicon.look_up(scene.slice(start, end))
    }

    /// Its value with the multiplier.
    pub fn amount(&self) -> Option<Decimal> {
        self.value
            .and_then(|value| value.checked_mul(Decimal::from(self.times)))
    }

    /// The digits as written.
    pub fn written<'a>(&self, scene: &Scene<'a>) -> &'a str {
        scene.slice(self.digits, self.digits_end)
    }
}
