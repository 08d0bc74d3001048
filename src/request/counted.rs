//! Finds how many of something a request speaks of. Never: how large one of them is.

use super::fact::{BOUNDS, Fact, GUESS, Span};
use super::measure::{self, Measured, Sort};
use super::number::Number;
use super::scene::Scene;
use super::state::word_before;
use super::text::Gap;
use crate::model::lexicon::Meaning;
use crate::model::reading::role::{FactKind, Role};
use rust_decimal::Decimal;

/// Shortest noun that is taken for a plural, in letters.
const SHORTEST: usize = 4;

/// `two buckets`, `third replica`.
pub fn in_words(scene: &Scene<'_>) -> Vec<Fact> {
    let mut list = Vec::new();
    for hit in &scene.hits {
        let Some(number) = hit.meanings.iter().find_map(|m| {
            if let Meaning::Number(n) = m {
                Some(*n)
            } else {
                None
            }
        }) else {
            continue;
        };
        let noun = scene.hits.iter().filter(|noun| {
            noun.has_role(Role::Count)
                && (hit.end()..=hit.end() + 2).contains(&noun.first)
                && (noun.first < hit.end() + 2 || described(scene, hit.end()))
        });
        if let Some(noun) = noun.max_by_key(|noun| noun.count) {
            let (start, end) = (scene.bytes(hit).0, scene.bytes(noun).1);
            let unit = scene.phrase(noun).text.to_lowercase();
            let fact = Fact::new(
                FactKind::Counts,
                scene.slice(start, end),
                Span::new(start, end),
            );
            list.push(
                fact.value(number.to_string())
                    .number(Some(Decimal::from(number)), Some(&unit)),
            );
        }
    }
    list
}

/// Whether two words describe the noun behind them: `three regional web apps`.
fn described(scene: &Scene<'_>, first: usize) -> bool {
    let plain = |at: usize| {
        let close = scene
            .words
            .at(at)
            .is_some_and(|token| token.gap == Gap::Space);
        let quiet = [Role::Stop, Role::Preposition, Role::Split, Role::Count]
            .iter()
            .any(|role| scene.word_is(at, *role));
        close && !quiet
    };
    (first..first + 2).all(plain)
}

/// `storage to 20`: a number without a unit that something is set to; `instances 2` as well.
pub fn target(scene: &Scene<'_>, measured: &[Measured]) -> Vec<Fact> {
    let mut list = Vec::new();
    for (at, one) in measured.iter().enumerate().filter(|(_, one)| bare(one)) {
        let range = word_before(scene, one.start, Role::Range)
            .or_else(|| in_pair(scene, measured, at).then_some(one.start));
        let behind = scene.slice(one.number.digits_end, scene.text().len());
        if range.is_none() && behind.starts_with([')', ':']) {
            continue;
        }
        let counted = counted_before(scene, range.unwrap_or(one.start))
            .or_else(|| counted_earlier(scene, one.start));
        let kind = match (range, &counted) {
            (_, Some(_)) => FactKind::Counts,
            (Some(_), None) => FactKind::Sizes,
            (None, None) => continue,
        };
        let (start, end) = (one.start, one.number.digits_end);
        let fact = Fact::new(kind, scene.slice(start, end), Span::new(start, end));
        list.push(fact.number(one.number.amount(), counted.as_deref()));
    }
    list
}

fn bare(one: &Measured) -> bool {
    one.sort == Sort::Bare && !one.number.tied && !one.number.joined
}

/// `4 -> 8`: whether a number changes into its neighbor, or the neighbor into it.
fn in_pair(scene: &Scene<'_>, measured: &[Measured], at: usize) -> bool {
    let joined = |left: usize, right: usize| {
        let (Some(left), Some(right)) = (measured.get(left), measured.get(right)) else {
            return false;
        };
        let between = scene.slice(left.number.digits_end, right.start);
        let sign = !between.contains(char::is_alphabetic);
        sign && bare(left) && bare(right) && measure::is_range(scene, between)
    };
    joined(at, at + 1) || at.checked_sub(1).is_some_and(|left| joined(left, at))
}

/// The noun that is counted right before a byte, also before `from 4`: the shards of `shards to 8`.
fn counted_before(scene: &Scene<'_>, byte: usize) -> Option<String> {
    let mut last = scene.words.index_at(byte).checked_sub(1)?;
    let digits = |at: usize| {
        let text = scene.words.text(scene.text(), at);
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if digits(last) && last >= 1 {
        last -= 1 + usize::from(scene.word_is(last - 1, Role::Source));
    }
    let noun = scene
        .hits
        .iter()
        .find(|hit| hit.end() == last + 1 && hit.has_role(Role::Count))?;
    let text = scene.phrase(noun).text.to_lowercase();
    let joined = scene.words.at(last + 1).map(|token| token.gap);
    let close = matches!(joined, Some(Gap::Space | Gap::Colon | Gap::Joined));
    (text.ends_with('s') && close).then_some(text)
}

/// `desired count of the checkout service from 4 to 8`: a noun earlier in the clause that is a number by itself.
fn counted_earlier(scene: &Scene<'_>, byte: usize) -> Option<String> {
    let last = scene.words.index_at(byte);
    let led = last
        .checked_sub(1)
        .is_some_and(|at| scene.word_is(at, Role::Range) || scene.word_is(at, Role::Source));
    let joined = |first: usize| {
        (first..=last).all(|at| {
            let gap = scene.words.at(at).map(|token| token.gap);
            at == first || matches!(gap, Some(Gap::Space | Gap::Joined | Gap::Bracket))
        })
    };
    let mut nouns = scene.hits.iter().rev().filter(|hit| {
        let near = hit.end() <= last && last - hit.end() <= MOST_EARLIER;
        near && hit.has_role(Role::Count) && joined(hit.first)
    });
    let listed = |text: &String| led && scene.lexicon.listed("counters", text);
    nouns.find_map(|noun| Some(scene.phrase(noun).text.to_lowercase()).filter(listed))
}

/// How far before its number such a noun may stand, in words.
const MOST_EARLIER: usize = 10;

/// `12 sources`, `15 data scientists`, `4 x A100`: a number before a plural that nobody listed.
pub fn nouns(scene: &Scene<'_>, measured: &[Measured]) -> Vec<Fact> {
    let mut list = Vec::new();
    for one in measured.iter().filter(|one| bare(one)) {
        if one.number.dots > 0 || labeled(scene, &one.number) || measure::named(scene, &one.number)
        {
            continue;
        }
        let Some((unit, end)) = plural(scene, &one.number).or_else(|| times(scene, &one.number))
        else {
            continue;
        };
        let text = scene.slice(one.start, end);
        list.push(
            Fact::new(FactKind::Counts, text, Span::new(one.start, end))
                .number(one.number.amount(), Some(&unit))
                .class(GUESS),
        );
    }
    list
}

/// `between 3 and 10 tasks`, `at least 2 and at most 20`, `min 2 max 20`: the ends between which a count may move.
pub fn bounds(scene: &Scene<'_>, measured: &[Measured]) -> Vec<Fact> {
    let mut list = Vec::new();
    for pair in measured.windows(2) {
        let [low, high] = pair else { continue };
        let plain = |one: &Measured| matches!(one.sort, Sort::Bare | Sort::Count);
        let between = scene.slice(low.number.digits_end, high.start);
        let near =
            !between.contains(['.', ';']) && between.split_whitespace().count() <= MOST_BETWEEN;
        let spans = said(scene, low.number.digits, "span").filter(|_| !between.contains(','));
        let ends = || {
            let start = said(scene, low.number.digits, "least")?;
            said(scene, high.number.digits, "most").map(|_| start)
        };
        let start = spans.or_else(ends).or_else(|| dashed(scene, low, high));
        let (Some(start), true) = (start, near && plain(low) && plain(high)) else {
            continue;
        };
        let (Some(from), Some(to)) = (low.number.amount(), high.number.amount()) else {
            continue;
        };
        let unit = measure::amount(scene, high).1;
        let text = scene.slice(start, high.end);
        let fact = Fact::new(FactKind::Counts, text, Span::new(start, high.end));
        list.push(
            fact.change(&from.normalize().to_string(), &to.normalize().to_string())
                .number(Some(to), unit.as_deref())
                .class(BOUNDS),
        );
    }
    list
}

/// `2-10 tasks`: two numbers with a dash before what is scaled by count.
fn dashed(scene: &Scene<'_>, low: &Measured, high: &Measured) -> Option<usize> {
    let between = scene.slice(low.number.digits_end, high.start);
    let (start, end) = high.number.word?;
    let counted = scene
        .lexicon
        .listed("counters", &scene.slice(start, end).to_lowercase());
    (matches!(between, "-" | "–") && counted).then_some(low.start)
}

/// Most words between two bounds: `2 instances and at most 20`.
const MOST_BETWEEN: usize = 5;

/// The start of the one or two words right before a number, if they are on a list.
fn said(scene: &Scene<'_>, byte: usize, list: &str) -> Option<usize> {
    let index = scene.words.index_at(byte);
    (1..=2).find_map(|count| {
        let start = scene.words.at(index.checked_sub(count)?)?.start;
        let words = scene.slice(start, byte).trim_end_matches([' ', '=', ':']);
        let words = words.to_lowercase();
        scene.lexicon.listed(list, &words).then_some(start)
    })
}

/// Whether the word before a number makes it an ordinal: `phase 2 services`.
fn labeled(scene: &Scene<'_>, number: &Number) -> bool {
    let index = scene.words.index_at(number.digits);
    let before = index
        .checked_sub(1)
        .map(|at| scene.words.text(scene.text(), at).to_ascii_lowercase());
    before.is_some_and(|word| scene.lexicon.listed("numbered", &word))
}

/// The plural right behind a number, or behind one or two more words, with the byte where it ends.
fn plural(scene: &Scene<'_>, number: &Number) -> Option<(String, usize)> {
    let first = scene.words.index_at(number.word?.0);
    let quiet = |at: usize| {
        [Role::Stop, Role::Preposition, Role::Order, Role::Currency]
            .iter()
            .any(|role| scene.word_is(at, *role))
    };
    for at in first..=first + 2 {
        let token = scene.words.at(at)?;
        let text = scene.words.text(scene.text(), at);
        if quiet(at) || (at > first && token.gap != Gap::Space) {
            return None;
        }
        let letters = text.chars().all(char::is_alphabetic);
        let odd = text.ends_with("ss") || text.ends_with("us") || text.ends_with("is");
        if letters && text.len() >= SHORTEST && text.ends_with('s') && !odd {
            return Some((text.to_lowercase(), token.end));
        }
    }
    None
}

/// The type of machine behind `4 x`.
fn times(scene: &Scene<'_>, number: &Number) -> Option<(String, usize)> {
    let (start, end) = number.word?;
    let sign = scene.slice(start, end).eq_ignore_ascii_case("x");
    let next = scene.words.at(scene.words.index_at(start) + 1)?;
    (sign && next.gap == Gap::Space).then(|| {
        (
            scene.slice(next.start, next.end).to_lowercase(),
            number.digits_end,
        )
    })
}

/// `3 m6i.2xlarge`: a small number right before a type of machine is how many there are of it.
pub fn machines(scene: &Scene<'_>, facts: &[Fact]) -> Vec<Fact> {
    let counted = |fact: &Fact| {
        let before = scene.slice(0, fact.span.start);
        let plain = before.trim_end().trim_end_matches(['x', '×']).trim_end();
        let digits = plain.len() - plain.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let start = plain.len() - digits;
        let alone = plain
            .get(..start)?
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace);
        let number = plain.get(start..)?.parse::<u16>().ok()?;
        if !alone || number == 0 || plain.len() == before.len() {
            return None;
        }
        let span = Span::new(start, fact.span.end);
        let text = scene.slice(span.start, span.end);
        Some(Fact::new(FactKind::Counts, text, span).number(Some(number.into()), None))
    };
    let types = facts
        .iter()
        .filter(|fact| fact.kind == FactKind::InstanceTypes);
    types.filter_map(counted).collect()
}
