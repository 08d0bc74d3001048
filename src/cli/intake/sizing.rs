//! What the stated load takes, in words: processors, machines, growth, minutes of failure.
//! Never: what nobody stated or assumed openly.

use rust_decimal::Decimal;

use super::load::{given, processor_ms};
use super::{Bench, Requirement, Sorted};
use crate::kb::Kb;
use crate::model::design::{Commitment, Role};
use crate::model::quantity::number_and_unit;
use crate::plan::paper::paths::{self, Path};

/// What a requirement says about its size; nothing where no load is stated.
pub fn lines(bench: &Bench<'_>, requirement: &Requirement) -> Vec<String> {
    let sized = if is_listed(bench, "sized-by-processor", requirement) {
        processors(bench, requirement)
    } else if is_listed(bench, "sized-by-time", requirement) {
        machines(bench, requirement)
    } else {
        None
    };
    let load = &requirement.load;
    let label = ("label", requirement.label.clone());
    let hours = load.get("off-hours").zip(load.get("run-hours"));
    let hours = hours.map(|(off, run)| {
        let pairs = [
            label.clone(),
            ("off", off.to_owned()),
            ("run", run.to_owned()),
        ];
        said(bench, "off", &pairs)
    });
    let pause = load.get("slo-down").filter(|_| load.may_pause(bench));
    let pause = pause.map(|down| said(bench, "pause", &[label, ("down", down.to_owned())]));
    sized.into_iter().chain(pause).chain(hours).collect()
}

fn is_listed(bench: &Bench<'_>, list: &str, requirement: &Requirement) -> bool {
    bench.words.list(list).contains(&requirement.capability)
}

/// How a store grows, where the bullet says so.
pub fn growth(bench: &Bench<'_>, requirement: &Requirement) -> Option<String> {
    let month = requirement.load.number("growth-gb")?;
    let (size, _) = number_and_unit(requirement.fact("size-gb").first()?)?;
    let pairs = [
        ("label", requirement.label.clone()),
        ("size", shown(size)),
        ("month", shown(month)),
        ("year", shown(size + month * Decimal::from(12))),
    ];
    Some(said(bench, "growth", &pairs))
}

/// What is assumed of a size, as questions.
pub fn assumed(bench: &Bench<'_>, requirement: &Requirement) -> Option<String> {
    let sized = is_listed(bench, "sized-by-processor", requirement);
    let open = sized && requirement.load.get("slo-rate").is_some() && given(bench).is_none();
    let pairs = [
        ("label", requirement.label.clone()),
        ("ms", shown(bench.limit("cpu-ms"))),
    ];
    open.then(|| said(bench, "ask-processor", &pairs))
}

fn processors(bench: &Bench<'_>, requirement: &Requirement) -> Option<String> {
    let load = &requirement.load;
    let (need, spare) = load.processors(bench)?;
    let form = if given(bench).is_some() {
        "processors-given"
    } else {
        "processors"
    };
    let pairs = [
        ("label", requirement.label.clone()),
        ("rate", shown(load.number("slo-rate")?)),
        ("ms", shown(processor_ms(bench))),
        ("target", shown(bench.limit("cpu-target"))),
        ("need", shown(need)),
        ("spare", shown(spare)),
    ];
    let mut text = said(bench, form, &pairs);
    let main = requirement.plan.components.first()?;
    let design = bench.kb.designs.get(&main.service);
    let unit = design.and_then(|design| design.unit.as_ref());
    if let Some((count, unit)) = load.machines.zip(unit) {
        let pairs = [("count", shown(count)), ("vcpu", shown(unit.vcpu))];
        text.push(' ');
        text.push_str(&said(bench, "processors-run", &pairs));
    }
    Some(text)
}

/// A model answers one request at a time, so the time of one says how many a machine carries.
fn machines(bench: &Bench<'_>, requirement: &Requirement) -> Option<String> {
    let load = &requirement.load;
    let (each, kept, count) = load.served(bench)?;
    let pairs = [
        ("label", requirement.label.clone()),
        ("ms", shown(load.number("answer-ms")?)),
        ("each", shown(each)),
        ("target", shown(bench.limit("gpu-target"))),
        ("kept", shown(kept)),
        ("rate", shown(load.number("slo-rate")?)),
        ("count", shown(count)),
    ];
    let form = if count == Decimal::ONE {
        "machine"
    } else {
        "machines"
    };
    Some(said(bench, form, &pairs))
}

fn said(bench: &Bench<'_>, form: &str, pairs: &[(&str, String)]) -> String {
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(key, text)| (*key, text.as_str()))
        .collect();
    bench.words.say(form, &pairs)
}

/// At most one digit behind the point.
fn shown(number: Decimal) -> String {
    number.round_dp(1).normalize().to_string()
}

/// The availability that each bullet states, against what the services on the way of a request promise together.
pub fn availability(bench: &Bench<'_>, sorted: &Sorted) -> Vec<String> {
    let stated = sorted.requirements.iter().filter_map(|requirement| {
        let target = target_of(requirement)?;
        let links = links(bench, sorted, requirement);
        (links.len() > 1).then(|| verdict(bench, requirement, target, links))
    });
    stated.collect()
}

/// The share of a month that must be answered; more than all of it cannot be asked for.
pub fn target_of(requirement: &Requirement) -> Option<Decimal> {
    let stated = requirement.load.number("slo-availability");
    stated.filter(|percent| *percent <= Decimal::ONE_HUNDRED)
}

/// What the part itself and the parts that it needs for each request promise; each with the best that the plan buys.
fn links<'kb>(
    bench: &Bench<'kb>,
    sorted: &Sorted,
    requirement: &Requirement,
) -> Vec<&'kb Commitment> {
    let relations = bench.kb.relations.iter().next();
    let needs = |other: &&Requirement| {
        let holds = bench.kb.capabilities.get(&other.capability);
        let calls = relations.is_some_and(|known| {
            known.relations.iter().any(|relation| {
                relation.from.contains(&requirement.capability)
                    && relation.to.contains(&other.capability)
            })
        });
        calls && holds.is_some_and(|capability| capability.holds_data)
    };
    let others = sorted.requirements.iter().filter(needs);
    std::iter::once(requirement)
        .chain(others)
        .filter_map(|part| promised(bench.kb, part))
        .collect()
}

fn promised<'kb>(kb: &'kb Kb, requirement: &Requirement) -> Option<&'kb Commitment> {
    let main = requirement.plan.components.first()?;
    let design = kb.designs.get(&main.service)?;
    let serial = design.role == Role::Serial;
    let bought = |option: &&Commitment| {
        let mut sets = option.sets.iter();
        sets.all(|(key, value)| requirement.holds(key, &value.0))
    };
    design.options.iter().rfind(bought).filter(|_| serial)
}

fn verdict(
    bench: &Bench<'_>,
    requirement: &Requirement,
    target: Decimal,
    links: Vec<&Commitment>,
) -> String {
    let path = Path {
        id: String::new(),
        links,
    };
    let factors: Vec<String> = path
        .links
        .iter()
        .map(|link| format!("{} {}%", link.title, link.percent.normalize()))
        .collect();
    let (used, allowed) = (path.minutes(), paths::minutes(target));
    let pairs = [
        ("label", requirement.label.clone()),
        ("factors", factors.join(" x ")),
        ("all", path.percent().round_dp(3).normalize().to_string()),
        ("used", shown(used)),
        ("allowed", shown(allowed)),
        ("target", target.normalize().to_string()),
    ];
    let form = if used <= allowed {
        "availability-holds"
    } else {
        "availability-fails"
    };
    let unread = path.links.iter().any(|link| !link.verified);
    let mut text = said(bench, form, &pairs);
    if unread {
        text.push(' ');
        text.push_str(&bench.words.say("availability-unverified", &[]));
    }
    text
}
