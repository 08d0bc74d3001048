//! Availability: what the services on the way of a request promise together. Never: wording.

use crate::kb::Kb;
use crate::map::IndexMap;
use crate::model::condition::Scalar;
use crate::model::design::{Commitment, Design, Role, Workload};
use crate::model::provider::provider_of;
use crate::rules::Decisions;
use crate::rules::condition::holds_or_absent;
use rust_decimal::Decimal;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Minutes of a month of 730 hours.
pub const MONTH: Decimal = Decimal::from_parts(43800, 0, 0, false, 0);

/// How many ways to choose are tried; the services of one path have few options each.
const MOST_WAYS: usize = 4096;

/// A service that every request passes, with what it may promise.
#[derive(Debug, Clone)]
pub struct Link<'kb> {
    /// Its place among the parts.
    pub at: usize,
    /// The service.
    pub design: &'kb Design,
    /// What can be had, the cheapest first.
    pub options: Vec<&'kb Commitment>,
    /// The one that is chosen, by place.
    pub chosen: usize,
}

/// Commitments in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path<'kb> {
    /// What makes it differ from the chosen one; empty for that one.
    pub id: String,
    /// In the order of a request.
    pub links: Vec<&'kb Commitment>,
}

impl Path<'_> {
    /// Percent of the month that all of them promise together.
    pub fn percent(&self) -> Decimal {
        self.links.iter().fold(Decimal::ONE_HUNDRED, |all, link| {
            all * link.percent / Decimal::ONE_HUNDRED
        })
    }

    /// Minutes of the month that the rest is.
    pub fn minutes(&self) -> Decimal {
        minutes(self.percent())
    }

    /// Whether it meets a target.
    pub fn meets(&self, target: Option<Decimal>) -> bool {
        target.is_none_or(|target| self.percent() >= target)
    }
}

/// Minutes of a month that an availability leaves.
pub fn minutes(percent: Decimal) -> Decimal {
    MONTH * (Decimal::ONE_HUNDRED - percent) / Decimal::ONE_HUNDRED
}

/// The services that every request passes, chosen so that they meet the target at the least price.
pub fn links<'kb>(
    kb: &'kb Kb,
    decisions: &Decisions<'kb>,
    target: Option<Decimal>,
) -> Vec<Link<'kb>> {
    let mut list: Vec<Link<'kb>> = Vec::new();
    for (at, part) in decisions.components.iter().enumerate() {
        let known = |link: &Link<'_>| link.design.id == part.service.id;
        if part.outside || list.iter().any(known) {
            continue;
        }
        let Some(design) = kb.designs.get(&part.service.id) else {
            continue;
        };
        let options = options_of(kb, decisions, design, at);
        if design.role == Role::Serial && !options.is_empty() {
            list.push(Link {
                at,
                design,
                options,
                chosen: 0,
            });
        }
    }
    // A request passes the entry first and the store last.
    list.sort_by_key(|link| {
        decisions
            .components
            .get(link.at)
            .map(|part| (part.capability.holds_data, link.design.unit.is_some()))
    });
    choose(&mut list, target);
    list
}

fn options_of<'kb>(
    kb: &'kb Kb,
    decisions: &Decisions<'kb>,
    design: &'kb Design,
    at: usize,
) -> Vec<&'kb Commitment> {
    let assumed = RefCell::new(BTreeSet::new());
    let view = decisions.view(kb, at, &assumed);
    design
        .options
        .iter()
        .filter(|option| holds_or_absent(option.when.as_ref(), &view))
        .collect()
}

/// The fewest steps up from the cheapest options that meet the target; the best there is, if none does.
fn choose(links: &mut [Link<'_>], target: Option<Decimal>) {
    let Some(target) = target else { return };
    let counts: Vec<usize> = links.iter().map(|link| link.options.len()).collect();
    let ways: usize = counts.iter().product::<usize>().min(MOST_WAYS);
    let mut best: Option<(bool, usize, Decimal, Vec<usize>)> = None;
    for number in 0..ways {
        let mut rest = number;
        let mut way = Vec::with_capacity(counts.len());
        for count in &counts {
            way.push(rest % count);
            rest /= count;
        }
        let mut product = Decimal::ONE_HUNDRED;
        for (link, place) in links.iter().zip(&way) {
            let percent = link.options.get(*place).map(|option| option.percent);
            product *= percent.unwrap_or_default() / Decimal::ONE_HUNDRED;
        }
        let (meets, steps) = (product >= target, way.iter().sum::<usize>());
        let better = best
            .as_ref()
            .is_none_or(|(met, up, value, _)| match (meets, *met) {
                (true, false) => true,
                (false, true) => false,
                (true, true) => steps < *up || (steps == *up && product > *value),
                (false, false) => product > *value,
            });
        if better {
            best = Some((meets, steps, product, way));
        }
    }
    for (link, place) in links
        .iter_mut()
        .zip(best.map(|best| best.3).unwrap_or_default())
    {
        link.chosen = place;
    }
}

/// Facts that the chosen options need.
pub fn sets(links: &[Link<'_>]) -> IndexMap<String, String> {
    let chosen = links
        .iter()
        .filter_map(|link| link.options.get(link.chosen));
    chosen
        .flat_map(|option| &option.sets)
        .map(|(key, Scalar(value))| (key.clone(), value.clone()))
        .collect()
}

/// The chosen path, then what it would be with another option or with a further service.
pub fn paths<'kb>(kb: &'kb Kb, links: &[Link<'kb>], workload: &Workload) -> Vec<Path<'kb>> {
    let chosen: Vec<&Commitment> = links
        .iter()
        .filter_map(|link| link.options.get(link.chosen).copied())
        .collect();
    if chosen.is_empty() {
        return Vec::new();
    }
    let mut list = vec![Path {
        id: String::new(),
        links: chosen.clone(),
    }];
    for (place, link) in links.iter().enumerate() {
        for option in &link.options {
            let mut other = chosen.clone();
            if let Some(slot) = other.get_mut(place).filter(|slot| slot.id != option.id) {
                *slot = option;
                list.push(Path {
                    id: option.id.clone(),
                    links: other,
                });
            }
        }
    }
    let own = links.first().map(|link| provider_of(&link.design.id));
    for beside in &workload.beside {
        let design = kb
            .designs
            .get(beside)
            .filter(|design| Some(provider_of(&design.id)) == own);
        let used = links.iter().any(|link| link.design.id == *beside);
        let option = design.and_then(|design| design.options.first());
        if let Some(option) = option.filter(|_| !used) {
            let mut more = vec![option];
            more.extend(&chosen);
            list.push(Path {
                id: option.id.clone(),
                links: more,
            });
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::{Commitment, Decimal, Design, Link, Path, choose, minutes};

    fn commitment(id: &str, hundredths: i64) -> Commitment {
        Commitment {
            id: id.to_owned(),
            percent: Decimal::new(hundredths, 2),
            ..Commitment::default()
        }
    }

    #[test]
    fn promises_in_a_row_multiply() {
        let (entry, run, store) = (
            commitment("entry", 9999),
            commitment("run", 9995),
            commitment("store", 9999),
        );
        let path = Path {
            id: String::new(),
            links: vec![&entry, &run, &store],
        };
        assert_eq!(path.percent().round_dp(4), Decimal::new(999_300, 4));
        assert_eq!(path.minutes().round_dp(1), Decimal::new(307, 1));
        assert!(path.meets(Some(Decimal::new(999, 1))));
        assert!(!path.meets(Some(Decimal::new(9994, 2))));
        assert_eq!(minutes(Decimal::new(999, 1)), Decimal::new(438, 1));
    }

    #[test]
    fn the_cheapest_way_to_the_target_is_taken() {
        let design = Design::default();
        let (low, high) = (commitment("low", 9995), commitment("high", 9999));
        let (one, two) = (commitment("one", 9990), commitment("two", 9998));
        let link = |options| Link {
            at: 0,
            design: &design,
            options,
            chosen: 0,
        };
        let mut links = [link(vec![&low, &high]), link(vec![&one, &two])];
        choose(&mut links, Some(Decimal::new(9992, 2)));
        assert_eq!(
            links.iter().map(|link| link.chosen).collect::<Vec<_>>(),
            [0, 1]
        );
        choose(&mut links, Some(Decimal::new(9999, 2)));
        assert_eq!(
            links.iter().map(|link| link.chosen).collect::<Vec<_>>(),
            [1, 1]
        );
    }
}
