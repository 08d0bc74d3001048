//! Finds words that two things claim, so that a request with them means neither. Never: how requests are read.

use super::{Extent, locate};
use crate::diag::{Code, Diagnostic};
use crate::kb::table::Table;
use crate::kb::{Kb, Kind};
use crate::model::provider::provider_of;
use std::collections::BTreeMap;

/// A word, and where it is claimed.
struct Claim<'kb> {
    id: &'kb str,
    at: usize,
    added: bool,
}

/// Words that two capabilities, or two services of one provider, claim.
pub(super) fn check(kb: &Kb, extent: Extent) -> Vec<Diagnostic> {
    let mut out = table(&kb.capabilities, (Kind::Capability, extent), |capability| {
        (String::new(), capability.words.clone())
    });
    out.extend(table(&kb.services, (Kind::Service, extent), |service| {
        let provider = provider_of(&service.id);
        (provider.to_owned(), service.words.clone())
    }));
    out
}

fn table<T: serde::de::DeserializeOwned>(
    table: &Table<T>,
    (kind, extent): (Kind, Extent),
    words: impl Fn(&T) -> (String, Vec<String>),
) -> Vec<Diagnostic> {
    let mut claims: BTreeMap<(String, String), Claim<'_>> = BTreeMap::new();
    let mut out = Vec::new();
    for entry in table.entries() {
        let Some((group, list)) = entry.glance().map(|value| words(&value)) else {
            continue;
        };
        for (at, word) in list.iter().enumerate() {
            let own = Claim {
                id: entry.id(),
                at,
                added: extent.holds(entry),
            };
            let key = (group.clone(), word.to_lowercase());
            let Some(first) = claims.get(&key) else {
                claims.insert(key, own);
                continue;
            };
            if first.added || own.added {
                out.extend(finding(table, kind, word, (first, &own)));
            }
        }
    }
    out
}

fn finding<T>(
    table: &Table<T>,
    kind: Kind,
    word: &str,
    (first, second): (&Claim<'_>, &Claim<'_>),
) -> Option<Diagnostic> {
    let place =
        |claim: &Claim<'_>| locate::at(table, kind, claim.id, &format!("/words/{}", claim.at));
    let (one, other) = (place(first)?, place(second)?);
    let finding = Diagnostic::warning(Code::ClaimedTwice, format!("`{word}` is claimed twice"))
        .label(&other.0, other.1, format!("means `{}`", second.id))
        .label(&one.0, one.1, format!("means `{}`", first.id))
        .help("leave it to the one that most people mean, and write a longer phrase for the other");
    Some(finding)
}
