//! Puts a cost into sentences; the sentence forms stand in `rules/documents/cost.yaml`. Never: arithmetic.

use super::item::{CostLine, Times};
use super::money;
use super::summary::CostSummary;
use crate::model::document::Document;
use crate::model::quantity::Range;
use rust_decimal::Decimal;

/// One sentence under the headline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Which form it has: the key in `texts` of `cost.yaml`.
    pub form: &'static str,
    /// The words.
    pub text: String,
    /// 1 (first to go on a full page) to 9.
    pub weight: u8,
}

/// The first line of a cost section.
pub fn headline(words: &Document, cost: &CostSummary) -> String {
    let Some(driver) = &cost.driver else {
        return without_driver(words, cost);
    };
    let share = if driver.share == 100 {
        words.say("share", &[("share", "100")])
    } else if cost.has_typical() {
        let pairs = [
            ("share", driver.share.to_string()),
            ("typical", money::whole(cost.month.typical)),
        ];
        say(words, "share-of-typical", &pairs)
    } else if driver.share_low.abs_diff(driver.share_high) > 1 {
        let (low, high) = (
            driver.share_low.min(driver.share_high),
            driver.share_low.max(driver.share_high),
        );
        say(
            words,
            "share-range",
            &[("low", low.to_string()), ("high", high.to_string())],
        )
    } else {
        say(words, "share", &[("share", driver.share.to_string())])
    };
    let shown = cost.shown;
    let pairs = [
        ("range", money::whole_range(shown.low, shown.high)),
        ("low", money::whole(-shown.low)),
        ("high", money::whole(shown.high)),
        ("driver", driver.name.clone()),
        ("share", share),
    ];
    let form = match (shown.low < Decimal::ZERO, cost.saved) {
        (true, _) => "headline-either-way",
        (false, true) => "headline-saved",
        (false, false) => "headline",
    };
    say(words, form, &pairs)
}

fn without_driver(words: &Document, cost: &CostSummary) -> String {
    if !cost.gaps.is_empty() {
        return say(
            words,
            "headline-unknown",
            &[("list", joined(words, &gaps(cost)))],
        );
    }
    if let Some(once) = &cost.once {
        let range = money::whole_range(once.shown.low, once.shown.high);
        return say(words, "headline-once", &[("range", range)]);
    }
    say(
        words,
        "headline-free",
        &[("list", cost.free.first().cloned().unwrap_or_default())],
    )
}

/// The sentences under the headline: arithmetic, gaps, one-time costs, allowances, dates.
pub fn sentences(words: &Document, cost: &CostSummary) -> Vec<Sentence> {
    let fixed = !cost.has_typical();
    let month = if fixed {
        "every-month"
    } else {
        "typical-month"
    };
    let lines: Vec<&CostLine> = cost
        .lines
        .iter()
        .chain(cost.once.iter().flat_map(|once| &once.lines))
        .collect();
    let unverified = names(lines.iter().copied().filter(|line| !line.verified));
    let free = if cost.driver.is_some() {
        capital_if(true, joined(words, &cost.free))
    } else {
        String::new()
    };
    let list = |form, weight, text| sentence(words, form, weight, "list", text);
    [
        list(month, 8, capital_if(fixed, arithmetic(words, cost))),
        list("against", 7, against(words, cost)),
        list("gap", 9, joined(words, &gaps(cost))),
        paid_once(words, cost),
        list("unverified", 6, joined(words, &unverified)),
        list("allowance", 5, joined(words, &allowances(&lines))),
        list("free", 3, free),
        sentence(
            words,
            "oldest",
            2,
            "date",
            cost.oldest.clone().unwrap_or_default(),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A sentence with one thing filled in; none if there is nothing to fill in.
fn sentence(
    words: &Document,
    form: &'static str,
    weight: u8,
    key: &str,
    value: String,
) -> Option<Sentence> {
    (!value.is_empty()).then(|| Sentence {
        form,
        text: say(words, form, &[(key, value)]),
        weight,
    })
}

fn paid_once(words: &Document, cost: &CostSummary) -> Option<Sentence> {
    let once = cost.once.as_ref()?;
    let pairs = [
        ("range", money::whole_range(once.shown.low, once.shown.high)),
        ("list", joined(words, &names(once.lines.iter()))),
    ];
    Some(Sentence {
        form: "once",
        text: say(words, "once", &pairs),
        weight: 7,
    })
}

fn arithmetic(words: &Document, cost: &CostSummary) -> String {
    let lines = cost.leading();
    let shown = words.limit("items").max(1);
    let alone = lines.len() == 1;
    let rest = lines.get(shown..).unwrap_or_default();
    // A rest of one line says no less when it is shown itself.
    let (first, rest) = if rest.len() == 1 {
        (lines.as_slice(), &[][..])
    } else {
        (lines.get(..shown).unwrap_or(&lines), rest)
    };
    let remaining: Decimal = rest.iter().map(|line| line.amount.typical).sum();
    let amounts: Vec<Decimal> = first
        .iter()
        .map(|line| line.amount.typical)
        .chain([remaining])
        .collect();
    let shares = money::percentages(&amounts);
    let mut items: Vec<String> = first
        .iter()
        .zip(&shares)
        .map(|(line, share)| item(words, line, *share, alone))
        .collect();
    if let (Some(share), false) = (shares.last(), rest.is_empty()) {
        let label = joined(words, &names(rest.iter().copied()));
        let pairs = [
            ("label", label),
            ("amount", amount_of(words, Range::of(remaining))),
            ("share", percent(words, *share)),
        ];
        items.push(say(words, "rest", &pairs));
    }
    items.join("; ")
}

fn item(words: &Document, line: &CostLine, share: u8, alone: bool) -> String {
    let plain = line.quantity.typical == Decimal::ONE
        && !line.label.trim_start_matches("{q}").contains("{q}")
        && line.times.is_empty()
        && line.unit_usd.low == line.unit_usd.high;
    let form = match (line.flat, alone) {
        (true, true) if plain => "once-a-month-alone",
        (true, false) if plain => "rest",
        (true, true) => "item-alone",
        (true, false) => "item",
        (false, true) => "item-in-bands-alone",
        (false, false) => "item-in-bands",
    };
    // The arithmetic is that of the typical quantity; what is left of the range is the price's.
    let typical = line.amount.typical;
    let part = |end: Decimal| {
        if line.unit_usd.typical.is_zero() {
            typical
        } else {
            typical * end / line.unit_usd.typical
        }
    };
    let amount = Range {
        low: part(line.unit_usd.low),
        typical,
        high: part(line.unit_usd.high),
    };
    let pairs = [
        ("label", label(words, line)),
        ("price", money::unit_price(line.unit_usd)),
        ("per", per(words, &line.unit)),
        ("amount", amount_of(words, amount)),
        ("share", percent(words, share)),
    ];
    say(words, form, &pairs)
}

fn percent(words: &Document, share: u8) -> String {
    let form = if share == 0 { "share-tiny" } else { "share" };
    say(words, form, &[("share", share.to_string())])
}

fn against(words: &Document, cost: &CostSummary) -> String {
    let items: Vec<String> = cost
        .against()
        .into_iter()
        .map(|line| {
            let pairs = [
                ("label", line.driver.clone()),
                ("amount", amount_of(words, line.amount)),
            ];
            say(words, "against-item", &pairs)
        })
        .collect();
    items.join("; ")
}

/// The label with its quantity in it or before it, and what multiplies it.
fn label(words: &Document, line: &CostLine) -> String {
    let count = money::quantity(line.quantity.typical);
    let mut text = if line.label.contains("{q}") {
        line.label.replace("{q}", &count)
    } else if line.quantity.typical == Decimal::ONE {
        line.label.clone()
    } else {
        say(
            words,
            "counted",
            &[("count", count), ("label", line.label.clone())],
        )
    };
    for Times { amount, unit } in line
        .times
        .iter()
        .filter(|times| times.amount.typical != Decimal::ONE)
    {
        let form = if unit.is_empty() {
            "times-bare"
        } else {
            "times"
        };
        let pairs = [
            ("label", text),
            ("count", money::quantity(amount.typical)),
            ("unit", unit.clone()),
        ];
        text = say(words, form, &pairs);
    }
    text
}

/// ` per 10k` for prices in bulk; nothing where the label says the unit.
fn per(words: &Document, unit: &str) -> String {
    let bulk = unit.split_once('-').map_or(unit, |(head, _)| head);
    if words.list("bulk").iter().any(|known| known == bulk) {
        return say(words, "per", &[("unit", bulk.to_owned())]);
    }
    String::new()
}

fn amount_of(words: &Document, amount: Range) -> String {
    let cent = Decimal::new(5, 3);
    if amount.high < cent && !amount.high.is_zero() {
        return words.say("tiny", &[]);
    }
    if amount.low == amount.high {
        money::usd(amount.typical)
    } else {
        money::usd_range(amount.low, amount.high)
    }
}

fn gaps(cost: &CostSummary) -> Vec<String> {
    cost.gaps.iter().map(|gap| gap.label.clone()).collect()
}

fn names<'l>(lines: impl Iterator<Item = &'l CostLine>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in lines {
        if !names.contains(&line.driver) {
            names.push(line.driver.clone());
        }
    }
    names
}

fn allowances(lines: &[&CostLine]) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for allowance in lines.iter().filter_map(|line| line.allowance.clone()) {
        if !said.contains(&allowance) {
            said.push(allowance);
        }
    }
    said
}

/// `a, b and c`.
fn joined(words: &Document, list: &[String]) -> String {
    match list {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}{}{last}", first.join(", "), words.say("and", &[])),
    }
}

fn capital_if(wanted: bool, text: String) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if wanted => first.to_uppercase().chain(letters).collect(),
        _ => text,
    }
}

fn say(words: &Document, form: &str, pairs: &[(&str, String)]) -> String {
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(key, value)| (*key, value.as_str()))
        .collect();
    words.say(form, &pairs)
}
