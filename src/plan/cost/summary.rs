//! What a plan does to the bill as a whole: range, driver, shares, gaps, one-time costs. Never: sentences.

use super::book::PriceBook;
use super::item::{CostItem, CostLine, NoPrice, Priced, as_map, from_map, number};
use super::money;
use crate::diag::Diagnostic;
use crate::model::operation::CostEffect;
use crate::model::quantity::Range;
use crate::rules::script::Scripts;
use rhai::{Array, Dynamic, Map};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

/// What a plan does to the bill, in USD a month.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CostSummary {
    /// What is added to the month, or taken off it if `saved`; exact, not rounded.
    pub month: Range,
    /// The month as shown: rounded outward.
    pub shown: Shown,
    /// Whether the bill goes down.
    pub saved: bool,
    /// What it hangs on; none if nothing is priced.
    pub driver: Option<Driver>,
    /// The priced lines, in the order of the items.
    pub lines: Vec<CostLine>,
    /// What is paid once.
    pub once: Option<Once>,
    /// What is free, in words.
    pub free: Vec<String>,
    /// What has no price: named, never counted as zero.
    pub gaps: Vec<NoPrice>,
    /// The day of the oldest price.
    pub oldest: Option<String>,
}

/// Whole dollars, rounded outward.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The low end.
    pub low: Decimal,
    /// The high end.
    pub high: Decimal,
}

/// What a bill hangs on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Driver {
    /// In words.
    pub name: String,
    /// Percent of the typical month.
    pub share: u8,
    /// Percent of the low month.
    pub share_low: u8,
    /// Percent of the high month.
    pub share_high: u8,
}

/// What is paid once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Once {
    /// USD, exact.
    pub amount: Range,
    /// Rounded outward.
    pub shown: Shown,
    /// The lines.
    pub lines: Vec<CostLine>,
}

/// Prices the items and sums them up. Errors only if a script of the knowledge base fails.
pub fn summarize(
    book: &PriceBook<'_>,
    scripts: &Scripts<'_>,
    items: &[CostItem],
) -> Result<CostSummary, Diagnostic> {
    let mut summary = CostSummary::default();
    let mut once = Vec::new();
    for item in items {
        match item.price(book, scripts)? {
            Priced::Line(line) if line.effect == CostEffect::OneTime => once.push(*line),
            Priced::Line(line) => summary.lines.push(*line),
            Priced::Free(label) => push_new(&mut summary.free, label),
            Priced::Unknown(gap) => push_new(&mut summary.gaps, gap),
        }
    }
    summary.oldest = summary
        .lines
        .iter()
        .chain(&once)
        .map(|line| line.as_of.clone())
        .min();
    if !summary.lines.is_empty() {
        let total: Map = scripts.call("cost-total", (as_array(&summary.lines),))?;
        summary.take(&total);
        summary.shown = shown(scripts, summary.month)?;
    }
    if !once.is_empty() {
        let sum = |end: fn(&Range) -> Decimal| once.iter().map(|line| end(&line.amount)).sum();
        let amount = Range {
            low: sum(|r| r.low),
            typical: sum(|r| r.typical),
            high: sum(|r| r.high),
        };
        summary.once = Some(Once {
            amount,
            shown: shown(scripts, amount)?,
            lines: once,
        });
    }
    Ok(summary)
}

impl CostSummary {
    /// Whether the quantities are known only as a range, so that a typical month has a meaning.
    pub fn has_typical(&self) -> bool {
        self.lines.iter().any(|line| {
            let varies = |range: &Range| range.low != range.high;
            varies(&line.quantity) || line.times.iter().any(|times| varies(&times.amount))
        })
    }

    /// The lines that push the bill where it goes, the dearest first.
    pub fn leading(&self) -> Vec<&CostLine> {
        let mut lines: Vec<&CostLine> = self
            .lines
            .iter()
            .filter(|line| (line.effect == CostEffect::Save) == self.saved)
            .collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.amount.typical));
        lines
    }

    /// The lines that go the other way.
    pub fn against(&self) -> Vec<&CostLine> {
        self.lines
            .iter()
            .filter(|line| (line.effect == CostEffect::Save) != self.saved)
            .collect()
    }

    fn take(&mut self, total: &Map) {
        let percent = |name: &str| {
            total
                .get(name)
                .map_or(0, |share| number(share).to_u8().unwrap_or(0))
        };
        self.month = from_map(total);
        self.saved = total
            .get("saved")
            .and_then(|saved| saved.as_bool().ok())
            .unwrap_or_default();
        let saved = self.saved;
        let idle = self.month.typical.is_zero();
        let leads = |line: &CostLine| (line.effect == CostEffect::Save) == saved;
        let amount = |line: &CostLine| {
            if idle {
                line.amount.high
            } else {
                line.amount.typical
            }
        };
        let amounts: Vec<Decimal> = self
            .lines
            .iter()
            .map(|line| {
                if leads(line) {
                    amount(line)
                } else {
                    Decimal::ZERO
                }
            })
            .collect();
        for (line, share) in self.lines.iter_mut().zip(money::percentages(&amounts)) {
            line.share = share;
        }
        let index = total.get("driver").and_then(|driver| driver.as_int().ok());
        let line = index.and_then(|index| self.lines.get(usize::try_from(index).ok()?));
        self.driver = line.map(|line| Driver {
            name: line.driver.clone(),
            share: percent("share"),
            share_low: percent("share_low"),
            share_high: percent("share_high"),
        });
    }
}

fn shown(scripts: &Scripts<'_>, month: Range) -> Result<Shown, Diagnostic> {
    let rounded: Map = scripts.call("cost-round", (month.low, month.high))?;
    let ends = from_map(&rounded);
    Ok(Shown {
        low: ends.low,
        high: ends.high,
    })
}

/// The lines as the script sees them; lines of one driver carry the index of the first of them.
fn as_array(lines: &[CostLine]) -> Array {
    let names: Vec<&str> = lines.iter().map(|line| line.driver.as_str()).collect();
    let of = |line: &CostLine| {
        let mut map = as_map(line.amount);
        map.insert(
            "saves".into(),
            Dynamic::from_bool(line.effect == CostEffect::Save),
        );
        let first = names
            .iter()
            .position(|name| *name == line.driver)
            .unwrap_or(0);
        map.insert(
            "driver".into(),
            Dynamic::from_int(i64::try_from(first).unwrap_or(0)),
        );
        Dynamic::from_map(map)
    };
    lines.iter().map(of).collect()
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, entry: T) {
    if !list.contains(&entry) {
        list.push(entry);
    }
}
