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
    let lists: Vec<_> = allowed
        .iter()
        .filter_map(|id| vocabulary.regions(id))
        .collect();
    // Knowledge without a list of regions cannot say that one is wrong.
    if lists
        .iter()
        .any(|regions| regions.is_empty() || regions.contains_key(region))
    {
        return None;
    }
    let fault = |message: String| Fault::new(&question.id, place, Code::UnknownValue, message);
    if let Some(owner) = vocabulary.provider_of(region) {
        let message = format!(
            "`{region}` is a region of {}; the profile says {}",
            vocabulary.provider_label(owner),
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
    if vocabulary.has_provider(region) {
        let message = format!("`{region}` is a provider, not a region");
        return Some(
            fault(message)
                .label("a provider")
                .maybe_help(first_region(vocabulary, region)),
        );
    }
    let names = allowed
        .iter()
        .map(|id| vocabulary.provider_label(id))
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
    if vocabulary.has_provider(provider) {
        return vec![provider];
    }
    let listed: Vec<&str> = texts(fields.get("providers"));
    let known = |id: &&str| vocabulary.has_provider(id);
    if vocabulary.several(provider) && listed.iter().any(known) {
        return listed.into_iter().filter(known).collect();
    }
    // Several without a list, or a provider that is a fault of its own: any region may be right.
    vocabulary.providers()
}

/// The regions of some providers.
pub fn regions_of<'a>(vocabulary: &'a Vocabulary<'_>, providers: &[&str]) -> Vec<&'a str> {
    let all = providers.iter().filter_map(|id| vocabulary.regions(id));
    all.flat_map(|regions| regions.keys().map(String::as_str))
        .collect()
}

/// The region that a word means among those of some providers.
pub fn meant_region<'a>(
    vocabulary: &'a Vocabulary<'_>,
    providers: &[&str],
    word: &str,
) -> Option<&'a str> {
    let all = providers.iter().filter_map(|id| vocabulary.regions(id));
    let offers: Vec<Offer<'a>> = all
        .flatten()
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
    let first = vocabulary.regions(provider)?.keys().next()?;
    Some(format!("write the name of a region, such as `{first}`"))
}
