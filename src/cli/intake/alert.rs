//! When somebody is called, from the objectives that bullets state and from what the month may cost. Never: who that is.

use rust_decimal::Decimal;

use super::{Bench, Requirement, Sorted, sizing};
use crate::plan::cost::money;
use crate::plan::paper::figures::BURNS;

/// The rows, in the forms of the knowledge.
pub fn rows(bench: &Bench<'_>, sorted: &Sorted) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for requirement in &sorted.requirements {
        rows.extend(burns(bench, requirement));
        rows.extend(slow(bench, requirement));
    }
    let most = money::whole(sorted.month.high);
    rows.push(bench.words.say("alert-spend", &[("most", &most)]));
    rows
}

/// How fast the error budget may be used.
fn burns(bench: &Bench<'_>, requirement: &Requirement) -> Vec<String> {
    let Some(target) = sizing::target_of(requirement) else {
        return Vec::new();
    };
    let left = Decimal::ONE_HUNDRED - target;
    let row = |(form, times): &(&str, Decimal)| {
        let (share, times, left) = (
            (left * times).normalize(),
            times.normalize(),
            left.normalize(),
        );
        let pairs = [
            ("label", requirement.label.clone()),
            ("share", share.to_string()),
            ("times", times.to_string()),
            ("left", left.to_string()),
        ];
        let pairs = pairs.each_ref().map(|(key, text)| (*key, text.as_str()));
        bench.words.say(form, &pairs)
    };
    BURNS.iter().map(row).collect()
}

fn slow(bench: &Bench<'_>, requirement: &Requirement) -> Option<String> {
    let pairs = [
        ("label", requirement.label.as_str()),
        ("ms", requirement.load.get("slo-latency")?),
    ];
    Some(bench.words.say("alert-latency", &pairs))
}
