//! Facts about the regions of a plan: where it happens, whose law holds there, what pairs with it. Never: prices.

use super::gather::{Answers, profile_origin};
use super::{Facts, Origin};
use crate::kb::Kb;
use crate::model::price::Region;
use crate::model::provider::Provider;

/// The regions of request and profile.
pub(super) fn regions(kb: &Kb, facts: &mut Facts, provider: &Provider, profile: &dyn Answers) {
    let mut all = profile.values("regions");
    let own_provider = profile
        .first("primary_provider")
        .or_else(|| profile.first("provider"));
    if own_provider.is_some_and(|own| own != provider.id) {
        all.clear();
    }
    let region = facts
        .first("region")
        .map(str::to_owned)
        .or_else(|| all.first().cloned())
        .unwrap_or_else(|| provider.default_region.clone());
    let region = in_area(kb, provider, &region, &all).unwrap_or(region);
    homes(facts, &region, &all);
    if let Some(second) = all.iter().find(|other| **other != region) {
        facts.fill("region-2", second.clone(), profile_origin("regions"));
    }
    second_provider(kb, facts, provider);
    let title = partition(facts, provider, &region);
    areas(kb, facts, provider, &region, &all);
    facts.put("region", region, profile_origin("regions"));
    facts.fill("regions", all.join(", "), profile_origin("regions"));
    facts.fill(
        "region-count",
        all.len().max(1).to_string(),
        profile_origin("regions"),
    );
    facts.fill(
        "provider-title",
        title,
        Origin::Knowledge(provider.id.clone()),
    );
}

/// The region meant by a word such as `EU`: the profile's first one there, else the provider's.
fn in_area(kb: &Kb, provider: &Provider, word: &str, all: &[String]) -> Option<String> {
    let known = &kb.regions.get(&provider.id)?.regions;
    if known.iter().any(|region| region.id == word) {
        return None;
    }
    let area = word.to_lowercase();
    let there = |region: &&Region| region.jurisdiction == area;
    let own = known.iter().filter(|region| all.contains(&region.id));
    own.chain(known.iter())
        .find(there)
        .map(|region| region.id.clone())
}

/// The region that serves today and the one that is added, where the two differ.
fn homes(facts: &mut Facts, region: &str, all: &[String]) {
    let stated = facts.get("region").is_some();
    let (home, new) = match all {
        [first, ..] if stated && first != region => (first.clone(), region.to_owned()),
        [first, second, ..] => (first.clone(), second.clone()),
        _ => return,
    };
    let origin = || Origin::Derived("regions of request and profile".to_owned());
    facts.fill("home-region", home, origin());
    facts.fill("new-region", new, origin());
}

/// Whose the second region is, where the profile has several clouds.
fn second_provider(kb: &Kb, facts: &mut Facts, provider: &Provider) {
    if facts.first("multi-provider").is_none() {
        return;
    }
    let Some(second) = facts.first("region-2").map(str::to_owned) else {
        return;
    };
    let there = |id: &&str| {
        let known = kb.regions.get(id);
        known.is_some_and(|known| known.regions.iter().any(|region| region.id == second))
    };
    let mut others = kb.regions.iter_ids().filter(|id| *id != provider.id);
    if let Some(other) = others.find(there) {
        let origin = Origin::Knowledge(format!("regions of {other}"));
        facts.fill("region-2-provider", other, origin);
    }
}

/// The partition that a region belongs to, and the provider's name as printed there.
fn partition(facts: &mut Facts, provider: &Provider, region: &str) -> String {
    let partition = provider
        .partitions
        .iter()
        .find(|partition| {
            partition
                .prefix
                .as_ref()
                .is_some_and(|prefix| region.starts_with(prefix.as_str()))
        })
        .or_else(|| {
            provider
                .partitions
                .iter()
                .find(|partition| partition.default)
        });
    let mut title = provider.title.clone();
    if let Some(partition) = partition {
        facts.fill(
            "partition",
            partition.id.clone(),
            Origin::Derived("region".to_owned()),
        );
        facts.fill(
            "arn-partition",
            partition
                .arn
                .clone()
                .unwrap_or_else(|| partition.id.clone()),
            Origin::Derived("region".to_owned()),
        );
        if partition.sovereign {
            facts.fill("sovereign", "true", Origin::Derived("region".to_owned()));
        }
        if !partition.default {
            title = format!("{title} {}", partition.title);
        }
    }
    title
}

/// The word for regions under several laws.
const MIXED: &str = "mixed";

/// Whose law holds in the main region, and whether it is the same in all; the region's pair.
fn areas(kb: &Kb, facts: &mut Facts, provider: &Provider, region: &str, all: &[String]) {
    let Some(known) = kb.regions.get(&provider.id) else {
        return;
    };
    let find = |id: &str| known.regions.iter().find(|region| region.id == id);
    let Some(main) = find(region) else { return };
    let origin = || Origin::Knowledge(format!("regions of {}", provider.id));
    facts.fill("region-area", main.jurisdiction.clone(), origin());
    if let Some(new) = facts.first("new-region").and_then(find) {
        facts.fill("new-area", new.jurisdiction.clone(), origin());
    }
    let same = all
        .iter()
        .filter_map(|id| find(id))
        .all(|other| other.jurisdiction == main.jurisdiction);
    let shared = if same {
        main.jurisdiction.clone()
    } else {
        MIXED.to_owned()
    };
    facts.fill("regions-in", shared, origin());
    if let Some(pair) = &main.pair {
        facts.fill("region-2", pair.clone(), origin());
    }
    if main.sovereign {
        facts.fill("sovereign", "true", origin());
    }
    if !main.zones.is_empty() {
        facts.fill("zone-count", main.zones.len().to_string(), origin());
    }
}
