//! Puts the type of machine that a request states in the place of the usual one of a cost line.
//! Never: what a type costs.

use crate::kb::prices::PriceList;
use crate::model::operation::CostEffect;
use crate::plan::desk::Desk;
use crate::rules::component::Component;

/// What a request states of the machine that is wanted, and of the one that is there.
const WANTED: &str = "instance-type";
const THERE: &str = "from-instance-type";

/// The sign for the type in the meters of a service.
const TYPE: char = '*';

/// Meter and label with the stated type; none if the line is for no machine, or the request states none.
pub(super) fn stated(
    desk: &Desk<'_, '_>,
    at: usize,
    effect: CostEffect,
    (meter, label): (&str, &str),
) -> Option<(String, String)> {
    let part = desk.decisions.components.get(at)?;
    let (head, usual, tail) = split(part, meter)?;
    let facts = &desk.decisions.facts;
    let wanted = match effect {
        CostEffect::Save => facts
            .first(THERE)
            .or_else(|| facts.first(WANTED).filter(|_| !replaces(part))),
        _ => facts.first(WANTED),
    }?;
    let provider = crate::model::provider::provider_of(&part.service.id);
    let list = desk.kb.price_list(provider)?;
    let (meter, kind) = known(list, head, tail, wanted)
        .unwrap_or_else(|| (format!("{head}{wanted}{tail}"), wanted.to_owned()));
    let label = label.replace(usual, &kind);
    Some((meter, label.replace(short(usual), short(&kind))))
}

/// The meter of a type, however the request spells it: `d4s_v5` is `Standard_D4s_v5`.
fn known(list: &PriceList, head: &str, tail: &str, wanted: &str) -> Option<(String, String)> {
    let all = list.from(head).iter();
    let mut kinds = all.map_while(|meter| meter.id().strip_prefix(head));
    let same =
        |kind: &&str| kind.eq_ignore_ascii_case(wanted) || ends(kind, wanted) || ends(wanted, kind);
    let kind = kinds.find_map(|rest| rest.strip_suffix(tail).filter(same))?;
    Some((format!("{head}{kind}{tail}"), kind.to_owned()))
}

/// Whether a type is another one with something before it: `Standard_D4s_v5` and `d4s_v5`.
fn ends(long: &str, short: &str) -> bool {
    let Some(start) = long.len().checked_sub(short.len()) else {
        return false;
    };
    let (Some(before), Some(end)) = (long.get(..start), long.get(start..)) else {
        return false;
    };
    before.ends_with(['_', '.']) && end.eq_ignore_ascii_case(short)
}

/// The type of a meter, with what stands before and behind it.
fn split<'m>(part: &'m Component<'_>, meter: &'m str) -> Option<(&'m str, &'m str, &'m str)> {
    part.service.machines.iter().find_map(|pattern| {
        let (head, tail) = pattern.split_once(TYPE)?;
        let kind = meter.strip_prefix(head)?.strip_suffix(tail)?;
        Some((head, kind, tail)).filter(|_| !kind.is_empty())
    })
}

/// Whether the operation puts one machine in the place of another.
fn replaces(part: &Component<'_>) -> bool {
    let comes = |effect: CostEffect| matches!(effect, CostEffect::Add);
    let costs = &part.operation.costs;
    costs
        .iter()
        .any(|cost| comes(cost.effect) && split(part, &cost.meter).is_some())
}

/// A type without what its provider writes before it: `Standard_D4s_v5` is `D4s_v5`.
fn short(kind: &str) -> &str {
    match kind.split_once('_') {
        Some((first, rest)) if !first.bytes().any(|byte| byte.is_ascii_digit()) => rest,
        _ => kind,
    }
}
