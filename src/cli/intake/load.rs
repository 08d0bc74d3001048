//! What the stated load takes: processors, machines, minutes of failure. Never: what nobody stated or assumed openly.

use rust_decimal::Decimal;

use super::{Bench, Requirement, Sorted};
use crate::kb::Kb;
use crate::model::design::{Commitment, Role};
use crate::model::quantity::number_and_unit;
use crate::plan::paper::paths::{self, Path};

/// Zones that carry the load; one of them may be gone.
const ZONES: u32 = 3;

/// What a requirement says about its size; nothing where no load is stated.
pub fn line(bench: &Bench<'_>, requirement: &Requirement) -> Option<String> {
    let rate = rate(bench, requirement)?;
    if is_listed(bench, "sized-by-processor", requirement) {
        processors(bench, requirement, rate)
    } else if is_listed(bench, "sized-by-time", requirement) {
        machines(bench, requirement, rate)
    } else {
        None
    }
}

fn is_listed(bench: &Bench<'_>, list: &str, requirement: &Requirement) -> bool {
    bench.words.list(list).contains(&requirement.capability)
}

/// What is assumed of a size, as questions.
pub fn assumed(bench: &Bench<'_>, requirement: &Requirement) -> Option<String> {
    let sized = is_listed(bench, "sized-by-processor", requirement);
    let open = sized && rate(bench, requirement).is_some() && given(bench).is_none();
    let ms = bench.words.limit("cpu-ms").to_string();
    open.then(|| {
        let pairs = [("label", requirement.label.as_str()), ("ms", &ms)];
        bench.words.say("ask-processor", &pairs)
    })
}

/// Requests a second, if the bullet states them.
fn rate(bench: &Bench<'_>, requirement: &Requirement) -> Option<Decimal> {
    let units = bench.words.list("per-second");
    let text = requirement.text.to_lowercase();
    let at = units.iter().filter_map(|unit| text.find(unit.as_str()));
    // `1,000` is one number.
    let before = text.get(..at.min()?)?.replace(',', "");
    let mut words = before.split([' ', ';', ':']).rev();
    words.find_map(number_and_unit).map(|(number, _)| number)
}

/// Milliseconds of processor time that were given for a request.
fn given(bench: &Bench<'_>) -> Option<Decimal> {
    let key = bench.words.list("assumed-processor").first()?;
    let pair = bench.wanted.assume.iter().find(|pair| pair.key == *key)?;
    number_and_unit(&pair.value).map(|(number, _)| number)
}

fn limit(bench: &Bench<'_>, name: &str) -> Decimal {
    Decimal::from(bench.words.limit(name))
}

fn processors(bench: &Bench<'_>, requirement: &Requirement, rate: Decimal) -> Option<String> {
    let given = given(bench);
    let ms = given.unwrap_or_else(|| limit(bench, "cpu-ms"));
    let target = limit(bench, "cpu-target");
    let busy = rate.checked_mul(ms)? / Decimal::ONE_THOUSAND;
    let need = busy.checked_div(target / Decimal::ONE_HUNDRED)?;
    let zones = Decimal::from(ZONES);
    let spare = need.checked_mul(zones)? / (zones - Decimal::ONE);
    let pairs = [
        ("label", requirement.label.clone()),
        ("rate", shown(rate)),
        ("ms", shown(ms)),
        ("target", shown(target)),
        ("need", shown(need)),
        ("spare", shown(spare)),
    ];
    let form = if given.is_some() {
        "processors-given"
    } else {
        "processors"
    };
    Some(said(bench, form, &pairs))
}

/// A model answers one request at a time, so the time of one says how many a machine carries.
fn machines(bench: &Bench<'_>, requirement: &Requirement, rate: Decimal) -> Option<String> {
    let words: Vec<&str> = requirement.words().collect();
    let own = bench.words.list("time-of-one");
    let at = words.windows(3).position(
        |three| matches!(three, [_, "ms", word] if own.iter().any(|known| known == word)),
    )?;
    let (ms, _) = number_and_unit(words.get(at)?)?;
    let target = limit(bench, "gpu-target");
    let each = Decimal::ONE_THOUSAND.checked_div(ms)?;
    let kept = each.checked_mul(target)? / Decimal::ONE_HUNDRED;
    let count = rate.checked_div(kept)?.ceil();
    let pairs = [
        ("label", requirement.label.clone()),
        ("ms", shown(ms)),
        ("each", shown(each)),
        ("target", shown(target)),
        ("kept", shown(kept)),
        ("rate", shown(rate)),
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
        let target = target(bench, requirement)?;
        let links = links(bench, sorted, requirement);
        (links.len() > 1).then(|| verdict(bench, requirement, target, links))
    });
    stated.collect()
}

/// `99.9% availability`
fn target(bench: &Bench<'_>, requirement: &Requirement) -> Option<Decimal> {
    let words: Vec<&str> = requirement.words().collect();
    let own = bench.words.list("availability");
    let stated = words.windows(2).find_map(|two| {
        let [number, word] = two else { return None };
        own.iter().find(|known| known.eq_ignore_ascii_case(word))?;
        number_and_unit(number.strip_suffix('%')?).map(|(number, _)| number)
    });
    // More than all of the time cannot be asked for.
    stated.filter(|percent| *percent <= Decimal::ONE_HUNDRED)
}

/// What the part itself and the parts that it needs for each request promise; each with the best that can be had.
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
    design.options.last().filter(|_| serial)
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
