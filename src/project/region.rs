//! Regions: which ones a profile may name, and what is said of one that it may not.
//! It never knows a region itself.

use serde_json::Value;

use super::check::{Fields, texts};
use super::fault::{Fault, Place};
use super::vocabulary::{Offer, Vocabulary, meant};
use crate::diag::{Code, suggest};
use crate::model::wizard::Question;

/// Checks one region against the providers of the profile.
pub(super) fn check_region(
    vocabulary: &Vocabulary<'_>,
    question: &Question,
    region: &str,
    fields: &Fields,
    place: Place,
) -> Option<Fault> {
    let allowed = providers_of(vocabulary, fields);
    let unknown = |id: &&str| {
        vocabulary
            .providers
            .get(*id)
            .is_none_or(|provider| provider.regions.is_empty())
    };
    if allowed.iter().any(unknown) {
        // Knowledge without a list of regions cannot say that one is wrong.
        return None;
    }
    let fault = |message: String| Fault::new(&question.id, place, Code::UnknownValue, message);
    if let Some(owner) = vocabulary.provider_of(region) {
        if allowed.contains(&owner) {
            return None;
        }
        let message = format!(
            "`{region}` is a region of {}; the profile says {}",
            label(vocabulary, owner),
            allowed
                .iter()
                .map(|id| format!("`{id}`"))
                .collect::<Vec<_>>()
                .join(", ")
        );
        let fault = Fault::new(&question.id, place, Code::RegionOfAnotherProvider, message);
        return Some(
            fault
                .label("not there")
                .maybe_help(twin(vocabulary, &allowed, region)),
        );
    }
    if vocabulary.providers.contains_key(region) {
        let message = format!("`{region}` is a provider, not a region");
        return Some(
            fault(message)
                .label("a provider")
                .maybe_help(first_region(vocabulary, region)),
        );
    }
    let names = allowed
        .iter()
        .map(|id| label(vocabulary, id))
        .collect::<Vec<_>>()
        .join(", ");
    let message = format!("`{region}` is not a region of {names}");
    let known: Vec<&str> = regions_of(vocabulary, &allowed);
    let help = meant_region(vocabulary, &allowed, region)
        .map(|id| format!("write `{id}`"))
        .or_else(|| suggest::help(region, &known));
    Some(fault(message).label("not known").maybe_help(help))
}

/// The providers whose regions a profile may name.
pub fn providers_of<'a>(vocabulary: &'a Vocabulary<'_>, fields: &'a Fields) -> Vec<&'a str> {
    let provider = fields
        .get("provider")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if vocabulary.providers.contains_key(provider) {
        return vec![provider];
    }
    let listed: Vec<&str> = texts(fields.get("providers"));
    let known = |id: &&str| vocabulary.providers.contains_key(*id);
    if vocabulary.several(provider) && listed.iter().any(known) {
        return listed.into_iter().filter(known).collect();
    }
    // Several without a list, or a provider that is a fault of its own: any region may be right.
    vocabulary.providers.keys().map(String::as_str).collect()
}

/// The regions of some providers.
pub fn regions_of<'a>(vocabulary: &'a Vocabulary<'_>, providers: &[&str]) -> Vec<&'a str> {
    let all = providers
        .iter()
        .filter_map(|id| vocabulary.providers.get(*id));
    all.flat_map(|provider| provider.regions.keys().map(String::as_str))
        .collect()
}

/// The region that a word means among those of some providers.
pub fn meant_region<'a>(
    vocabulary: &'a Vocabulary<'_>,
    providers: &[&str],
    word: &str,
) -> Option<&'a str> {
    let all = providers
        .iter()
        .filter_map(|id| vocabulary.providers.get(*id));
    let offers: Vec<Offer<'a>> = all
        .flat_map(|provider| &provider.regions)
        .map(|(id, region)| Offer {
            value: id,
            label: None,
            aliases: &region.aliases,
            choice: None,
        })
        .collect();
    meant(&offers, word).map(|offer| offer.value)
}

/// The region of another provider in the same place, known by a shared name.
fn twin(vocabulary: &Vocabulary<'_>, providers: &[&str], region: &str) -> Option<String> {
    let aliases = &vocabulary.region(region)?.aliases;
    let found = aliases
        .iter()
        .find_map(|alias| meant_region(vocabulary, providers, alias))?;
    Some(format!("in the same place there is `{found}`"))
}

fn first_region(vocabulary: &Vocabulary<'_>, provider: &str) -> Option<String> {
    let first = vocabulary.providers.get(provider)?.regions.keys().next()?;
    Some(format!("write the name of a region, such as `{first}`"))
}

/// How people read a provider.
pub(super) fn label(vocabulary: &Vocabulary<'_>, provider: &str) -> String {
    vocabulary
        .providers
        .get(provider)
        .map_or_else(|| provider.to_owned(), |entry| entry.words.label.clone())
}
