//! The figures of a design: error budget, availability, latency, capacity, recovery. Never: sentences.

use super::paths::{self, Path};
use super::volume;
use crate::facts::{Facts, Origin};
use crate::kb::Kb;
use crate::model::design::{Call, Delay, Design, Minutes, Size, Unit, Workload};
use crate::model::document::Document;
use crate::plan::cost::money::quantity;
use crate::rules::Decisions;
use crate::rules::condition::holds_or_absent;
use crate::rules::fill;
use crate::rules::view::grouped;
use rust_decimal::Decimal;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::str::FromStr;

/// How many times faster than allowed the budget is used when somebody is called at once, and in working hours.
pub const BURNS: [(&str, Decimal); 2] = [
    ("burn-fast", Decimal::from_parts(144, 0, 0, false, 1)),
    ("burn-slow", Decimal::from_parts(6, 0, 0, false, 0)),
];

/// Seconds of a month of 730 hours.
pub(super) const SECONDS: Decimal = Decimal::from_parts(2_628_000, 0, 0, false, 0);

/// Everything that is computed before a text quotes it.
#[derive(Debug, Default)]
pub struct Figures<'kb> {
    /// By the name that texts use.
    pub named: Vec<(String, String)>,
    /// The chosen path first.
    pub paths: Vec<Path<'kb>>,
    /// What takes time, with the time for each call.
    pub delays: Vec<(String, Vec<Decimal>)>,
    /// The calls.
    pub calls: Vec<&'kb Call>,
    /// What happens when the region is lost, with the minutes.
    pub recovery: Vec<(String, u32)>,
    /// Peak, instances, size of the store, connections, connections that the size takes.
    pub growth: Vec<[String; 5]>,
    /// Targets that are missed: which one, by how much.
    pub misses: Vec<(&'static str, String)>,
}

/// What figures are computed from.
pub(super) struct Source<'a, 'kb> {
    pub kb: &'kb Kb,
    pub decisions: &'a Decisions<'kb>,
    pub workload: &'kb Workload,
    pub document: &'a Document,
}

impl<'kb> Source<'_, 'kb> {
    pub(super) fn facts(&self) -> &Facts {
        &self.decisions.facts
    }

    fn number(&self, key: &str) -> Option<Decimal> {
        self.facts()
            .first(key)
            .and_then(|text| Decimal::from_str(text).ok())
    }

    /// Each design once, with the place of its part.
    pub(super) fn designs(&self) -> Vec<(usize, &'kb Design)> {
        let mut list: Vec<(usize, &Design)> = Vec::new();
        for (at, part) in self.decisions.components.iter().enumerate() {
            let known = list.iter().any(|(_, design)| design.id == part.service.id);
            if let Some(design) = self.kb.designs.get(&part.service.id).filter(|_| !known) {
                list.push((at, design));
            }
        }
        list
    }

    fn delays(&self, calls: &[&Call]) -> Vec<(String, Vec<Decimal>)> {
        let mut list = Vec::new();
        for (at, design) in self.designs() {
            list.extend(self.delays_of(&design.delays, at, calls));
        }
        list.extend(self.delays_of(&self.workload.delays, 0, calls));
        list
    }

    fn delays_of(
        &self,
        delays: &[Delay],
        at: usize,
        calls: &[&Call],
    ) -> Vec<(String, Vec<Decimal>)> {
        let assumed = RefCell::new(BTreeSet::new());
        let view = self.decisions.view(self.kb, at, &assumed);
        let applies = |delay: &&Delay| holds_or_absent(delay.when.as_ref(), &view);
        let row = |delay: &Delay| {
            let of_call = |call: &&Call| {
                let named = delay.calls.is_empty() || delay.calls.contains(&call.id);
                let times = if delay.per_query {
                    call.queries
                } else {
                    Decimal::ONE
                };
                if named {
                    delay.ms * times
                } else {
                    Decimal::ZERO
                }
            };
            let times = calls.iter().map(of_call).collect();
            (fill::say(&delay.say, &view, &view), times)
        };
        delays.iter().filter(applies).map(row).collect()
    }

    fn recovery(&self) -> Vec<(String, u32)> {
        let own = self.document.recovery.iter().map(|step| (0, step));
        let mut steps: Vec<(usize, &Minutes)> = own.collect();
        for (at, design) in self.designs() {
            steps.extend(design.recovery.iter().map(|step| (at, step)));
        }
        steps.sort_by_key(|(_, step)| step.order);
        let assumed = RefCell::new(BTreeSet::new());
        steps
            .into_iter()
            .filter_map(|(at, step)| {
                let view = self.decisions.view(self.kb, at, &assumed);
                holds_or_absent(step.when.as_ref(), &view)
                    .then(|| (fill::say(&step.say, &view, &view), step.minutes))
            })
            .collect()
    }
}

/// Computes everything.
pub(super) fn figures<'kb>(source: &Source<'_, 'kb>, paths: Vec<Path<'kb>>) -> Figures<'kb> {
    let calls: Vec<&Call> = source.workload.calls.iter().collect();
    let mut figures = Figures {
        paths,
        delays: source.delays(&calls),
        recovery: source.recovery(),
        calls,
        ..Figures::default()
    };
    budget(source, &mut figures);
    latency(source, &mut figures);
    recovered(source, &mut figures);
    capacity(source, &mut figures);
    volume::sent(source, &mut figures);
    figures
}

pub(super) fn put(figures: &mut Figures<'_>, key: &str, value: impl Into<String>) {
    figures.named.push((key.to_owned(), value.into()));
}

/// Percent as printed, never better than it is.
pub(super) fn percent(value: Decimal) -> String {
    value.trunc_with_scale(3).normalize().to_string()
}

/// Minutes as printed.
pub(super) fn tenths(value: Decimal) -> String {
    value.round_dp(1).normalize().to_string()
}

fn budget(source: &Source<'_, '_>, figures: &mut Figures<'_>) {
    let target = source.number("slo-availability");
    if let Some(target) = target {
        let left = Decimal::ONE_HUNDRED - target;
        let allowed = paths::minutes(target);
        put(figures, "budget-percent", left.normalize().to_string());
        put(figures, "allowed-minutes", tenths(allowed));
        for (key, share) in [("budget-half", 50_i64), ("budget-most", 75)] {
            let part = allowed * Decimal::from(share) / Decimal::ONE_HUNDRED;
            put(figures, key, tenths(part));
        }
        for (key, times) in BURNS {
            put(figures, key, (left * times).normalize().to_string());
        }
        if let Some(mean) = mean_rate(source) {
            let failed = mean * SECONDS * left / Decimal::ONE_HUNDRED;
            put(figures, "allowed-failures", grouped(failed.round()));
        }
    }
    for path in figures.paths.clone() {
        let (value, minutes) = (percent(path.percent()), tenths(path.minutes()));
        let tail = if path.id.is_empty() {
            String::new()
        } else {
            format!(".{}", path.id)
        };
        put(figures, &format!("composite{tail}"), value);
        put(figures, &format!("path-minutes{tail}"), minutes);
    }
    let Some(chosen) = figures.paths.first().cloned() else {
        return;
    };
    let words: Vec<String> = chosen
        .links
        .iter()
        .map(|link| format!("{} {}", link.title, link.percent.normalize()))
        .collect();
    put(figures, "path-words", words.join(" x "));
    if let Some(target) = target {
        let left = paths::minutes(target) - chosen.minutes();
        put(figures, "path-left", tenths(left));
        if !chosen.meets(Some(target)) {
            figures.misses.push(("miss-availability", tenths(-left)));
        }
    }
}

fn latency(source: &Source<'_, '_>, figures: &mut Figures<'_>) {
    let sums: Vec<Decimal> = (0..figures.calls.len())
        .map(|call| {
            let times = figures.delays.iter().filter_map(|(_, row)| row.get(call));
            times.copied().sum()
        })
        .collect();
    let Some(slowest) = sums.iter().max().copied() else {
        return;
    };
    let titles: Vec<&str> = figures
        .calls
        .iter()
        .map(|call| call.title.as_str())
        .collect();
    put(figures, "call-titles", titles.join(" | "));
    put(figures, "latency-sum", quantity(slowest));
    if let Some(target) = source.number("slo-latency") {
        put(figures, "latency-left", quantity(target - slowest));
        if slowest > target {
            figures
                .misses
                .push(("miss-latency", quantity(slowest - target)));
        }
    }
}

fn recovered(source: &Source<'_, '_>, figures: &mut Figures<'_>) {
    let sum: u32 = figures.recovery.iter().map(|(_, minutes)| minutes).sum();
    if sum == 0 {
        return;
    }
    put(figures, "recovery-sum", sum.to_string());
    if let Some(target) = source.number("slo-rto") {
        let left = target - Decimal::from(sum);
        put(figures, "recovery-left", quantity(left));
        if left < Decimal::ZERO {
            figures.misses.push(("miss-rto", quantity(-left)));
        }
    }
}

pub(super) fn mean_rate(source: &Source<'_, '_>) -> Option<Decimal> {
    let share = source.number("mean-share")?;
    Some(source.number("slo-rate")? * share / Decimal::ONE_HUNDRED)
}

/// Processor time and database calls of the mean request.
fn mix(calls: &[&Call]) -> (Decimal, Decimal) {
    let mean = |of: fn(&Call) -> Decimal| -> Decimal {
        calls
            .iter()
            .map(|call| call.share * of(call) / Decimal::ONE_HUNDRED)
            .sum()
    };
    (mean(|call| call.cpu_ms), mean(|call| call.queries))
}

/// Instances for a rate, and instances that carry it with one zone gone.
fn instances(unit: &Unit, each: Decimal, rate: Decimal) -> (Decimal, Decimal) {
    let needed = (rate / each).ceil();
    if unit.zones < Decimal::TWO {
        return (needed, needed);
    }
    let spare = (needed * unit.zones / (unit.zones - Decimal::ONE)).ceil();
    (needed, (spare / unit.zones).ceil() * unit.zones)
}

fn capacity(source: &Source<'_, '_>, figures: &mut Figures<'_>) {
    let designs = source.designs();
    let unit = designs.iter().find_map(|(_, design)| design.unit.as_ref());
    let sizes = designs.iter().map(|(_, design)| &design.sizes);
    let sizes: &[Size] = sizes
        .into_iter()
        .find(|list| !list.is_empty())
        .map_or(&[], Vec::as_slice);
    let (own, queries) = mix(&figures.calls);
    let stated = source.number("cpu-ms");
    let cpu = stated.unwrap_or(own);
    let Some(unit) = unit.filter(|_| cpu > Decimal::ZERO) else {
        return;
    };
    let busy = unit.load_percent / Decimal::ONE_HUNDRED;
    let each = (unit.vcpu * Decimal::ONE_THOUSAND / cpu * busy)
        .floor()
        .max(Decimal::ONE);
    put(figures, "mix-ms", tenths(cpu));
    put(figures, "mix-queries", tenths(queries));
    put(figures, "unit-rate", quantity(each));
    put(figures, "unit-vcpu", quantity(unit.vcpu));
    put(figures, "unit-load", quantity(unit.load_percent));
    put(figures, "unit-connections", quantity(unit.connections));
    put(figures, "unit-most", quantity(unit.most));
    if unit.zones >= Decimal::TWO {
        let load = unit.load_percent * (unit.zones - Decimal::ONE) / unit.zones;
        put(figures, "scale-load", quantity(load.floor()));
    } else {
        put(figures, "scale-load", quantity(unit.load_percent));
    }
    rates(source, figures, unit, each);
    stores(source, figures, (unit, each, queries), sizes);
}

/// Instances for the peak and for the mean.
fn rates(source: &Source<'_, '_>, figures: &mut Figures<'_>, unit: &Unit, each: Decimal) {
    let rates = [
        ("peak", source.number("slo-rate")),
        ("mean", mean_rate(source)),
    ];
    for (name, rate) in rates {
        let Some(rate) = rate else { continue };
        let (needed, run) = instances(unit, each, rate);
        put(figures, &format!("{name}-rate"), grouped(rate.normalize()));
        put(
            figures,
            &format!("{name}-month"),
            grouped((rate * SECONDS / Decimal::ONE_HUNDRED / Decimal::from(10_000)).round()),
        );
        put(figures, &format!("{name}-needed"), quantity(needed));
        put(figures, &format!("{name}-run"), quantity(run));
        if name == "peak" && unit.most > Decimal::ZERO && run > unit.most {
            figures
                .misses
                .push(("miss-instances", quantity(run - unit.most)));
        }
        let (needed, run) = instances(unit, each * Decimal::TWO, rate);
        put(figures, &format!("{name}-needed-half"), quantity(needed));
        put(figures, &format!("{name}-run-half"), quantity(run));
    }
}

/// What the store carries, and the size for each peak.
fn stores(
    source: &Source<'_, '_>,
    figures: &mut Figures<'_>,
    (unit, each, queries): (&Unit, Decimal, Decimal),
    sizes: &[Size],
) {
    let busy = unit.load_percent / Decimal::ONE_HUNDRED;
    let query_ms = source.number("query-cpu-ms").unwrap_or(Decimal::ONE);
    let load = (queries * query_ms).max(Decimal::new(1, 3));
    let carried = |size: &Size| (size.vcpu * Decimal::ONE_THOUSAND * busy / load).floor();
    if let Some(first) = sizes.first() {
        put(figures, "store-rate", grouped(carried(first)));
        put(figures, "store-size", first.title.clone());
        put(figures, "store-connections", quantity(first.connections));
        let most = source.number("slo-most").unwrap_or(unit.most);
        put(figures, "most-rate", grouped((most * each).normalize()));
        put(
            figures,
            "most-connections",
            quantity(most * unit.connections),
        );
        let stated = source.number("slo-most").is_some();
        if stated && most * unit.connections > first.connections {
            figures
                .misses
                .push(("miss-connections", quantity(most * unit.connections)));
        }
    }
    for peak in &source.workload.peaks {
        let (_, run) = instances(unit, each, *peak);
        let Some(size) = sizes.iter().find(|size| carried(size) >= *peak) else {
            continue;
        };
        figures.growth.push([
            grouped(*peak),
            quantity(run),
            size.title.clone(),
            quantity(run * unit.connections),
            grouped(size.connections),
        ]);
    }
}

/// The decisions with the figures as facts, so that texts can name them.
pub(super) fn with_figures<'kb>(
    decisions: &Decisions<'kb>,
    figures: &Figures<'kb>,
) -> Decisions<'kb> {
    let mut known = decisions.clone();
    let others = figures.paths.iter().skip(1).map(|path| path.id.clone());
    let origin = Origin::Derived("the figures of the design".to_owned());
    known.facts.extend("beside", others, origin);
    for (key, value) in &figures.named {
        let origin = Origin::Derived("the figures of the design".to_owned());
        known.facts.put(key, value.clone(), origin);
    }
    known
}
