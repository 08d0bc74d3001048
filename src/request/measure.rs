//! Says what the numbers of a request are: sizes, counts, times, money, shares, ports, thresholds.

use super::fact::{Fact, Span};
use super::find::Hit;
use super::number::Number;
use super::scene::Scene;
use crate::model::lexicon::Meaning;
use crate::model::reading::role::{FactKind, Role};
use rust_decimal::Decimal;

/// What one number is.
#[derive(Debug, Clone, PartialEq)]
pub enum Sort {
    /// Money.
    Money,
    /// A share.
    Percent,
    /// A size, with the number of its unit.
    Size(u8),
    /// A time, with the number of its unit.
    Time(u8),
    /// A count of the word behind it.
    Count,
    /// A port.
    Port,
    /// A version.
    Version,
    /// Nothing that is known.
    Bare,
}

/// A number and what it is.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The number.
    pub number: Number,
    /// What it is.
    pub sort: Sort,
    /// First byte with all that belongs to it.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// Says what each number is.
pub fn measure(scene: &Scene<'_>, numbers: Vec<Number>) -> Vec<Measured> {
    let mut list: Vec<Measured> = numbers
        .into_iter()
        .map(|number| one(scene, number))
        .collect();
    share_units(scene, &mut list);
    for one in &mut list {
        if one.sort == Sort::Bare && bare_version(scene, &one.number) {
            one.sort = Sort::Version;
        }
    }
    share_units(scene, &mut list);
    for at in 1..list.len() {
        let Some([left, right]) = list.get_mut(at - 1..=at) else {
            continue;
        };
        if left.sort == Sort::Version && right.sort == Sort::Bare && next_version(scene, right) {
            right.sort = Sort::Version;
            continue;
        }
        let bare = left.sort == Sort::Bare && right.sort == Sort::Bare;
        let between = scene.slice(left.end, right.start);
        if bare && is_range(scene, between) && of_engine(scene, &left.number) {
            left.sort = Sort::Version;
            right.sort = Sort::Version;
        }
    }
    list
}

/// `upgrade PostgreSQL 13 on RDS to 16`: where the request is about versions, what comes behind `to` is one.
fn next_version(scene: &Scene<'_>, one: &Measured) -> bool {
    let index = scene.words.index_at(one.number.digits);
    let small = one
        .number
        .value
        .is_some_and(|value| value < Decimal::ONE_HUNDRED);
    let plain = !one.number.tied && !one.number.joined && one.number.times == 1;
    let behind = index > 0 && scene.word_is(index - 1, Role::Range);
    small && plain && behind && about_versions(scene)
}

/// Whether the leading verb is one that people use for versions.
pub fn about_versions(scene: &Scene<'_>) -> bool {
    let lead = scene.words.text(scene.text(), scene.words.lead);
    scene
        .lexicon
        .listed("version-changes", &lead.to_lowercase())
}

/// `PostgreSQL from 14 to 16`: what changes from one number to another right behind an engine is its version.
fn of_engine(scene: &Scene<'_>, number: &Number) -> bool {
    let index = scene.words.index_at(number.digits);
    let Some(before) = index.checked_sub(2) else {
        return false;
    };
    let engine = |hit: &Hit<'_>| {
        let meanings = &hit.meanings;
        let named = meanings
            .iter()
            .any(|meaning| matches!(meaning, Meaning::Engine(_)));
        named && hit.end() == before + 1
    };
    !number.tied && scene.word_is(index - 1, Role::Source) && scene.hits.iter().any(engine)
}

/// `from 13.9 to 16.4`, `upgrade to 1.32 incl. add-ons`: a number with one dot that measures nothing.
fn bare_version(scene: &Scene<'_>, number: &Number) -> bool {
    let plain = number.dots == 1
        && !number.joined
        && !number.tied
        && number.times == 1
        && number.compared.is_none();
    let quiet = number.word.is_none_or(|(start, _)| {
        let index = scene.words.index_at(start);
        [Role::Stop, Role::Preposition, Role::Range]
            .iter()
            .any(|role| scene.word_is(index, *role))
    });
    let index = scene.words.index_at(number.digits);
    let led = index >= 2 && scene.word_is(index - 1, Role::Range) && scene.doing(index - 2);
    plain && (quiet || led)
}

fn one(scene: &Scene<'_>, number: Number) -> Measured {
    let sort = sort_of(scene, &number);
    let mut end = number.end;
    if let (Sort::Size(_) | Sort::Time(_) | Sort::Count, Some((_, word_end))) = (&sort, number.word)
    {
        end = word_end;
    }
    let start = number.start;
    let mut measured = Measured {
        number,
        sort,
        start,
        end,
    };
    match measured.sort {
        Sort::Version => measured.start = version_before(scene, &measured.number).unwrap_or(start),
        Sort::Money => measured.end = money_end(scene, measured.end),
        Sort::Count => measured.end = count_end(scene, &measured),
        _ => {}
    }
    measured
}

fn sort_of(scene: &Scene<'_>, number: &Number) -> Sort {
    let unit = number.unit(scene);
    let has = |role: Role| unit.contains(&Meaning::Role(role));
    if number.money || (has(Role::Currency) && !rate_of_transfer(scene, number, unit)) {
        return Sort::Money;
    }
    if number.percent
        || number
            .word
            .is_some_and(|(start, end)| scene.slice(start, end).eq_ignore_ascii_case("percent"))
    {
        return Sort::Percent;
    }
    if number.versioned || number.dots > 1 || version_before(scene, number).is_some() {
        return Sort::Version;
    }
    if number.tied {
        return Sort::Bare;
    }
    if port_before(scene, number) {
        return Sort::Port;
    }
    unit_sort(scene, number, unit)
}

/// `1 Gbps` folds to the same word as a currency; codes of currencies have no plural, units of speed end in one.
fn rate_of_transfer(scene: &Scene<'_>, number: &Number, unit: &[Meaning]) -> bool {
    let sized = unit.iter().any(|one| matches!(one, Meaning::Size(_)));
    let word = number.word.map(|(start, end)| scene.slice(start, end));
    sized && word.is_some_and(|word| word.ends_with('s'))
}

fn unit_sort(scene: &Scene<'_>, number: &Number, unit: &[Meaning]) -> Sort {
    let single = number.word.is_some_and(|(start, end)| end - start == 1);
    let spaced_letter = single && !number.joined;
    for meaning in unit {
        match meaning {
            Meaning::Size(at) if !spaced_letter => return Sort::Size(*at),
            Meaning::Duration(at)
                if !spaced_letter || scene.slice(number.end, number.end + 1) == " " =>
            {
                return Sort::Time(*at);
            }
            _ => {}
        }
    }
    if !number.joined
        && !named(scene, number)
        && (unit.contains(&Meaning::Role(Role::Count)) || counted_later(scene, number))
    {
        return Sort::Count;
    }
    if number.dots == 1
        && !number.joined
        && number.times == 1
        && number.word.is_none()
        && number.compared.is_none()
    {
        return Sort::Version;
    }
    Sort::Bare
}

/// Whether a number belongs to the name of something: the 53 of Route 53, the 2 of SOC 2.
pub fn named(scene: &Scene<'_>, number: &Number) -> bool {
    let index = scene.words.index_at(number.digits);
    let known = |hit: &Hit<'_>| {
        hit.is_content()
            || hit
                .meanings
                .iter()
                .any(|meaning| matches!(meaning, Meaning::Framework(_) | Meaning::Region(_)))
    };
    scene
        .hits
        .iter()
        .any(|hit| hit.count > 1 && hit.first < index && index < hit.end() && known(hit))
}

/// Whether one of the next words can be counted: `1 public IPv4`.
fn counted_later(scene: &Scene<'_>, number: &Number) -> bool {
    let Some((start, _)) = number.word else {
        return false;
    };
    let first = scene.words.index_at(start);
    scene.hits.iter().any(|hit| {
        hit.has_role(Role::Count)
            && (first..=first + 1).contains(&hit.first)
            && (first..hit.end()).all(|at| {
                at == first
                    || scene
                        .words
                        .at(at)
                        .is_some_and(|t| t.gap == super::text::Gap::Space)
            })
    })
}

fn count_end(scene: &Scene<'_>, measured: &Measured) -> usize {
    let Some((start, end)) = measured.number.word else {
        return measured.end;
    };
    let first = scene.words.index_at(start);
    let near = scene
        .hits
        .iter()
        .filter(|hit| hit.has_role(Role::Count) && (first..=first + 1).contains(&hit.first));
    near.map(|hit| scene.bytes(hit).1).max().unwrap_or(end)
}

/// The version word right before a number: `Postgres 14`, `version 1.26`.
pub fn version_before(scene: &Scene<'_>, number: &Number) -> Option<usize> {
    let index = scene.words.index_at(number.digits);
    if number.tied {
        let token = scene.words.at(index)?;
        let lead = scene.slice(token.start, number.digits);
        return scene
            .lexicon
            .has_role(lead, Role::Version)
            .then_some(token.start);
    }
    if index == 0 || !plain_gap(scene, index) {
        return None;
    }
    let mut start = None;
    let mut at = index;
    while at > 0 && index - at < 3 && scene.word_is(at - 1, Role::Version) && plain_gap(scene, at) {
        at -= 1;
        start = scene.words.at(at).map(|token| token.start);
    }
    let counted = number.unit(scene).iter().any(|meaning| {
        matches!(
            meaning,
            Meaning::Role(Role::Count)
                | Meaning::Size(_)
                | Meaning::Duration(_)
                | Meaning::Role(Role::Currency)
        )
    });
    start.filter(|_| !counted || number.dots > 0)
}

fn plain_gap(scene: &Scene<'_>, index: usize) -> bool {
    scene.words.at(index).is_some_and(|token| {
        matches!(
            token.gap,
            super::text::Gap::Space | super::text::Gap::Joined
        )
    })
}

fn port_before(scene: &Scene<'_>, number: &Number) -> bool {
    let index = scene.words.index_at(number.digits);
    let small = number
        .value
        .is_some_and(|value| value <= Decimal::from(65_535));
    let near = (1..=2).any(|back| index >= back && scene.word_is(index - back, Role::Port))
        || opened(scene, number, index);
    let colon =
        scene.slice(0, number.digits).ends_with(':') && scene.slice(0, number.digits).len() > 1;
    small
        && (near
            || (colon
                && number.value.is_some_and(|value| value >= Decimal::from(20))
                && number.word.is_none()
                && !scene
                    .slice(number.digits_end, scene.text().len())
                    .starts_with(':')))
}

/// `allow 8080 from 10.0.0.0/8`: a number that is let through and counts nothing.
fn opened(scene: &Scene<'_>, number: &Number, index: usize) -> bool {
    let before = index.checked_sub(1);
    let verb = before.map(|at| scene.words.text(scene.text(), at).to_lowercase());
    let led = verb.is_some_and(|verb| scene.lexicon.listed("opens", &verb));
    let next = |(start, _): (usize, usize)| {
        let at = scene.words.index_at(start);
        scene.word_is(at, Role::Preposition) || scene.word_is(at, Role::Stop)
    };
    led && number.value.is_some_and(|value| value >= Decimal::from(20))
        && number.word.is_none_or(next)
}

/// Takes in `a month` and the like behind an amount of money.
fn money_end(scene: &Scene<'_>, end: usize) -> usize {
    let rest = scene.slice(end, scene.text().len());
    let mut reach = end;
    if let Some(word) = rest
        .split([' ', '/', ',', '.', ')'])
        .find(|word| !word.is_empty())
        && scene.lexicon.has_role(word, Role::Currency)
    {
        reach = end + rest.find(word).unwrap_or(0) + word.len();
    }
    let index = scene.words.index_at(reach.max(1));
    scene
        .hits
        .iter()
        .filter(|hit| hit.has_role(Role::Per) && hit.first >= index && hit.first <= index + 1)
        .map(|hit| scene.bytes(hit))
        .filter(|(start, _)| *start >= reach && *start <= reach + 2)
        .map(|(_, end)| end)
        .max()
        .unwrap_or(reach)
}

/// `from 4 to 8 vCores`, `from 7.4 to 8`, `10-15%`: a bare number takes the unit of its neighbor.
fn share_units(scene: &Scene<'_>, list: &mut [Measured]) {
    let fixed = |sort: &Sort| !matches!(sort, Sort::Bare | Sort::Port);
    for at in (1..list.len()).rev() {
        let Some([left, right]) = list.get_mut(at - 1..=at) else {
            continue;
        };
        let between = scene.slice(left.end, right.start);
        if left.sort == Sort::Bare && fixed(&right.sort) && joins(scene, between, &right.sort) {
            left.sort = right.sort.clone();
        } else if right.sort == Sort::Bare
            && fixed(&left.sort)
            && is_range(scene, between)
            && !right.number.joined
        {
            right.sort = left.sort.clone();
        }
    }
}

fn joins(scene: &Scene<'_>, between: &str, sort: &Sort) -> bool {
    let between = between.trim();
    let sign = between == "-" || between == "–" || is_range(scene, between);
    sign || (*sort != Sort::Count && matches!(between, "/" | "and" | "or"))
}

/// Whether a piece of text is a sign or word between two values of a change.
pub fn is_range(scene: &Scene<'_>, between: &str) -> bool {
    let between = between.trim();
    let sign = scene
        .lexicon
        .units
        .symbols
        .iter()
        .any(|(sign, role)| *role == Role::Range && sign == between);
    sign || (between.len() <= 8
        && scene.lexicon.has_role(between, Role::Range)
        && between.chars().all(char::is_alphanumeric))
}

/// Size in GB, time in seconds, or the plain amount; with the unit as printed.
pub fn amount(scene: &Scene<'_>, measured: &Measured) -> (Option<Decimal>, Option<String>) {
    let plain = measured.number.amount();
    let scaled = |table: &[(String, Decimal)], at: u8| {
        let Some((unit, factor)) = table.get(usize::from(at)) else {
            return (plain, None);
        };
        let number = if factor.is_zero() {
            plain
        } else {
            plain.and_then(|plain| plain.checked_mul(*factor))
        };
        (number.map(|number| number.normalize()), Some(unit.clone()))
    };
    match &measured.sort {
        Sort::Size(at) => scaled(&scene.lexicon.units.sizes, *at),
        Sort::Time(at) => scaled(&scene.lexicon.units.durations, *at),
        Sort::Percent => (plain, Some("%".to_owned())),
        Sort::Count => (
            plain,
            measured
                .number
                .word
                .map(|(start, _)| scene.slice(start, measured.end).to_lowercase()),
        ),
        _ => (plain, None),
    }
}

/// The kind of fact that a sort of number is.
pub fn kind_of(sort: &Sort) -> Option<FactKind> {
    Some(match sort {
        Sort::Money => FactKind::Cost,
        Sort::Percent => FactKind::Percent,
        Sort::Size(_) => FactKind::Sizes,
        Sort::Time(_) => FactKind::Durations,
        Sort::Count => FactKind::Counts,
        Sort::Port => FactKind::Ports,
        Sort::Version => FactKind::Versions,
        Sort::Bare => return None,
    })
}

/// The fact that a measured number is by itself.
pub fn fact(scene: &Scene<'_>, measured: &Measured) -> Option<Fact> {
    let kind = kind_of(&measured.sort)?;
    let text = scene.slice(measured.start, measured.end);
    let (number, unit) = amount(scene, measured);
    let value = match (&measured.sort, &unit) {
        (Sort::Size(_) | Sort::Time(_), Some(unit)) => {
            format!(
                "{} {unit}",
                measured.number.amount().unwrap_or_default().normalize()
            )
        }
        (Sort::Port, _) => measured.number.written(scene).to_owned(),
        (Sort::Version, _) => measured.number.written(scene).to_owned(),
        _ => text.trim_start_matches('~').to_owned(),
    };
    let mut fact = Fact::new(kind, text, Span::new(measured.start, measured.end))
        .value(value)
        .number(number, unit.as_deref());
    if kind == FactKind::Versions {
        fact.number = None;
    }
    Some(fact)
}
