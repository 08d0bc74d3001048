//! Wishes: who wants which value of a setting, and why. Never: which rules apply.

use super::lattice::{Resolved, Wish, join};
use crate::kb::Kb;
use crate::map::IndexMap;
use crate::model::provider::Provider;
use crate::model::rule::{Requirement, Rule, Strength};
use crate::model::setting::Setting;

/// Who wants a value that the request states.
pub const THE_REQUEST: &str = "the request";

/// What the request itself states.
pub fn stated(values: &[String]) -> Wish {
    Wish {
        values: values.to_vec(),
        by: THE_REQUEST.to_owned(),
        cite: None,
        rule: String::new(),
        strength: Strength::Must,
    }
}

/// What a rule requires.
pub fn wanted(kb: &Kb, rule: &Rule, requirement: &Requirement) -> Wish {
    Wish {
        values: requirement.value.0.clone(),
        by: requirement
            .cite
            .as_deref()
            .map_or_else(|| rule.title.clone(), |cite| cited(kb, cite)),
        cite: requirement.cite.clone(),
        rule: rule.id.clone(),
        strength: requirement.strength,
    }
}

/// A citation as printed: `pci-dss/10.5.1` becomes the framework's own form.
pub fn cited(kb: &Kb, cite: &str) -> String {
    match cite.split_once('/') {
        Some((framework, control)) => match kb.frameworks.get(framework) {
            Some(framework) => format!("{} {control}", framework.cite),
            None => cite.to_owned(),
        },
        None => cite.to_owned(),
    }
}

/// The value of every setting that somebody wants, joined.
pub fn resolve(
    kb: &Kb,
    provider: &Provider,
    wishes: IndexMap<String, Vec<Wish>>,
) -> IndexMap<String, Resolved> {
    wishes
        .into_iter()
        .filter_map(|(setting, mut list)| {
            let declared = kb.settings.get(&setting)?;
            list.iter_mut()
                .for_each(|wish| at_provider(provider, &setting, wish));
            let resolved = join(declared, &list).or_else(|| weakest(declared))?;
            Some((setting, resolved))
        })
        .collect()
}

/// Takes the level that a provider has in place of one that it does not tell apart.
fn at_provider(provider: &Provider, setting: &str, wish: &mut Wish) {
    for row in provider
        .equivalents
        .iter()
        .filter(|row| row.setting == setting)
    {
        for value in wish.values.iter_mut().filter(|value| **value == row.level) {
            value.clone_from(&row.is);
        }
    }
}

/// The weakest level, for a level that nobody asked for.
fn weakest(setting: &Setting) -> Option<Resolved> {
    let value = setting.levels.first()?;
    Some(Resolved {
        values: vec![value.clone()],
        winners: Vec::new(),
        beaten: Vec::new(),
        against: Vec::new(),
    })
}
