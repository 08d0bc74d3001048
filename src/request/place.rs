//! Finds regions and areas.

use super::chunk::Chunk;
use super::fact::{ELSEWHERE, Fact, Span};
use super::find::Hit;
use super::scene::Scene;
use crate::model::lexicon::{Lexicon, Meaning, Sort};
use crate::model::reading::role::{FactKind, Role};

/// Regions by id, zone, city or area, with the bytes they take.
pub fn facts(scene: &Scene<'_>, chunks: &[Chunk<'_>]) -> Vec<(Fact, (usize, usize))> {
    let mut list: Vec<(Fact, (usize, usize))> = Vec::new();
    for chunk in chunks
        .iter()
        .filter(|chunk| chunk.text.bytes().any(|byte| byte.is_ascii_digit()))
    {
        if let Some(id) = region_of_zone(scene.lexicon, chunk.text) {
            let fact = Fact::new(
                FactKind::Regions,
                chunk.text,
                Span::new(chunk.start, chunk.end),
            )
            .value(id);
            list.push((fact, (chunk.start, chunk.end)));
        }
    }
    for hit in scene.hits.iter().filter(|hit| hit.whole) {
        let region = hit.holds(Sort::Region);
        let area = hit.has_role(Role::Area) && area_stands(scene, hit.first);
        if !(region || area) {
            continue;
        }
        let (start, end) = scene.bytes(hit);
        let zoned = |chunk: &Chunk<'_>| {
            chunk.start <= start && end <= chunk.end && is_time_zone(scene.lexicon, chunk.text)
        };
        if list
            .iter()
            .any(|(_, (from, to))| start < *to && *from < end)
            || nested(scene, start, end)
            || chunks.iter().any(zoned)
        {
            continue;
        }
        let phrase = scene.phrase(hit);
        let ids: Vec<&str> = ids_of(scene.lexicon, hit.meanings)
            .map(|(_, id)| id)
            .collect();
        let value = if let [id] = ids.as_slice() {
            (*id).to_owned()
        } else {
            phrase.text.clone()
        };
        list.push((
            Fact::new(FactKind::Regions, &phrase.text, phrase.span).value(value),
            (start, end),
        ));
    }
    list
}

/// Whether a piece of text is a time zone of the tz database: `Europe/Berlin`.
fn is_time_zone(lexicon: &Lexicon, text: &str) -> bool {
    let Some((area, place)) = text.split_once('/') else {
        return false;
    };
    lexicon.listed("time-zone-areas", &area.to_lowercase())
        && place.starts_with(char::is_uppercase)
        && place
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '_' | '/' | '-'))
}

/// Short areas must be written in capitals: `US`, not `us`.
fn area_stands(scene: &Scene<'_>, first: usize) -> bool {
    let text = scene.words.text(scene.text(), first);
    text.starts_with(char::is_uppercase)
        && (text.len() > 3 || text.chars().all(|c| !c.is_lowercase()))
}

/// Whether a longer region holds the same bytes.
fn nested(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    scene.hits.iter().filter(|hit| hit.whole).any(|hit| {
        if !hit.has_role(Role::Area) && !hit.holds(Sort::Region) {
            return false;
        }
        let (from, to) = scene.bytes(hit);
        from <= start && end <= to && (from, to) != (start, end)
    })
}

/// Whether a region is written as its provider writes it, not as a city or a country that has others as well.
pub fn is_id(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    let (start, end) = scene.bytes(hit);
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|letter| letter.to_ascii_lowercase()).collect()
    };
    let written = plain(scene.slice(start, end));
    ids_of(scene.lexicon, hit.meanings).any(|(_, id)| plain(id) == written)
}

/// Makes regions that are named by their city those of a provider; where it has none, that is noted.
pub fn settle(lexicon: &Lexicon, provider: &str, facts: &mut [Fact]) -> Vec<String> {
    let known = lexicon.names.providers.iter().position(|id| id == provider);
    let Some(provider) = known.and_then(|at| u16::try_from(at).ok()) else {
        return Vec::new();
    };
    let mut missing = Vec::new();
    for fact in facts
        .iter_mut()
        .filter(|fact| fact.kind == FactKind::Regions)
    {
        let ids: Vec<(u16, &str)> = ids_of(lexicon, lexicon.look_up(&fact.text)).collect();
        if let Some((_, id)) = ids.iter().find(|(of, _)| *of == provider) {
            fact.value = (*id).to_owned();
        } else if !ids.is_empty() && !ids.iter().any(|(_, id)| fact.text.eq_ignore_ascii_case(id)) {
            fact.value.clone_from(&fact.text);
            fact.class = Some(ELSEWHERE.to_owned());
            missing.push(fact.text.clone());
        }
    }
    missing
}

/// The region ids, with their provider, among some meanings.
pub fn ids_of<'a>(
    lexicon: &'a Lexicon,
    meanings: &'a [Meaning],
) -> impl Iterator<Item = (u16, &'a str)> {
    meanings.iter().filter_map(|meaning| match meaning {
        Meaning::Region(at) => lexicon
            .names
            .regions
            .get(usize::from(*at))
            .map(|(provider, id)| (*provider, id.as_str())),
        _ => None,
    })
}

/// The region of `us-east-1a` or `europe-west1-b`.
fn region_of_zone(lexicon: &Lexicon, zone: &str) -> Option<String> {
    let folded = zone.to_ascii_lowercase();
    let region = |id: &str| {
        ids_of(lexicon, lexicon.look_up(id))
            .any(|(_, known)| known == id)
            .then(|| id.to_owned())
    };
    let stem = folded.strip_suffix(|c: char| matches!(c, 'a'..='f'))?;
    region(stem).or_else(|| region(stem.strip_suffix('-')?))
}
