//! Quantities that follow from the load of a design, for the cost of its parts. Never: quantities of its own making.

use super::figures::{Figures, SECONDS, Source, figures, mean_rate, put, tenths};
use crate::rules::component::number_of;
use crate::rules::view::grouped;
use rust_decimal::Decimal;

/// Quantities that the load gives: instances, as `6-21` from what the mean needs to what the peak needs, and what the
/// answers of a month carry out.
pub(super) fn quantities(source: &Source<'_, '_>) -> Vec<(String, String)> {
    let designs = source.designs();
    let mut units = designs
        .iter()
        .filter_map(|(_, design)| Some((design, design.unit.as_ref()?)));
    let Some((design, unit)) = units.next() else {
        return Vec::new();
    };
    let figures = figures(source, Vec::new());
    let named = |key: &str| figures.named.iter().find(|(known, _)| known == key);
    let run = named("mean-run").zip(named("peak-run"));
    let sent = named("sent-gb").map(|(_, range)| range.replace(',', ""));
    let known = [
        (
            &unit.usage,
            run.map(|(mean, peak)| format!("{}-{}", mean.1, peak.1)),
        ),
        (&unit.sends, sent),
    ];
    let known = known.into_iter().filter(|(usage, _)| !usage.is_empty());
    known
        .filter_map(|(usage, range)| Some((format!("usage.{}.{usage}", design.id), range?)))
        .collect()
}

/// Puts what the answers of a month carry out: the mean rate all month, times the size of an answer.
pub(super) fn sent(source: &Source<'_, '_>, figures: &mut Figures<'_>) {
    let facts = source.facts();
    let size = facts.first("response-kb").and_then(ends);
    let Some(((least, most), mean)) = size.zip(mean_rate(source)) else {
        return;
    };
    let gb = |kb: Decimal| mean * SECONDS * kb / Decimal::from(1_000_000);
    let (low, high) = (gb(least), gb(most));
    let tb = |gb: Decimal| tenths(gb / Decimal::ONE_THOUSAND);
    put(
        figures,
        "sent-gb",
        range(&grouped(low.round()), &grouped(high.round())),
    );
    put(figures, "sent-tb", range(&tb(low), &tb(high)));
}

/// One figure where both ends are the same.
fn range(low: &str, high: &str) -> String {
    if low == high {
        low.to_owned()
    } else {
        format!("{low}-{high}")
    }
}

/// The ends of a stated size, such as `2-5`.
fn ends(text: &str) -> Option<(Decimal, Decimal)> {
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    let ends = number_of(low).zip(number_of(high));
    ends.filter(|(low, high)| low <= high)
}
