//! Finds the names in a request: what is quoted, looks like an identifier, or is a word that nobody knows.

use super::chunk::Chunk;
use super::clean::safe;
use super::fact::{Fact, GUESS, Span};
use super::find::Hit;
use super::measure;
use super::scene::Scene;
use super::text::Gap;
use crate::model::lexicon::{Meaning, fold};
use crate::model::reading::role::{FactKind, Role};

/// How sure it is that something is a name.
const STATED: &str = "stated";
const IDENTIFIER: &str = "identifier";
const PROPER: &str = "proper";
const LIKELY: &str = "likely";

/// All names outside of the ranges that other facts take.
pub fn facts(scene: &Scene<'_>, chunks: &[Chunk<'_>], taken: &[(usize, usize)]) -> Vec<Fact> {
    let mut list: Vec<Fact> = Vec::new();
    let free =
        |start: usize, end: usize| !taken.iter().any(|(from, to)| start < *to && *from < end);
    let mut used: Vec<(usize, usize)> = Vec::new();
    for (at, chunk) in chunks
        .iter()
        .enumerate()
        .filter(|(_, chunk)| free(chunk.start, chunk.end))
    {
        let index = scene.words.index_at(chunk.start);
        let after_naming = at > 0 && index > 0 && scene.word_is(index - 1, Role::Naming);
        if parameter(scene, chunk) || setting_value(scene, chunk) {
            used.push((chunk.start, chunk.end));
            let span = Span::new(chunk.start, chunk.end);
            list.push(Fact::new(FactKind::Parameters, chunk.text, span));
            continue;
        }
        let class = if chunk.quoted && quotable(scene, chunk.text) {
            STATED
        } else if after_naming && unknown_piece(scene, chunk.text) {
            STATED
        } else if is_identifier(scene, chunk.text) || beside_thing(scene, chunk) {
            IDENTIFIER
        } else {
            continue;
        };
        used.push((chunk.start, chunk.end));
        list.push(name(scene, chunk.start, chunk.end, class));
    }
    let unused = |start: usize, end: usize| {
        free(start, end) && !used.iter().any(|(from, to)| start < *to && *from < end)
    };
    change(scene, &mut list);
    list.extend(proper(scene, &unused));
    list
}

/// `acme-logs to acme-audit-logs`: what becomes what.
fn change(scene: &Scene<'_>, names: &mut [Fact]) {
    for at in 1..names.len() {
        let Some([left, right]) = names.get_mut(at - 1..=at) else {
            continue;
        };
        let plain = |fact: &Fact| fact.kind == FactKind::Names;
        let between = scene.slice(left.span.end, right.span.start);
        if plain(left) && plain(right) && measure::is_range(scene, between) {
            left.from = Some(left.value.clone());
            left.to = Some(right.value.clone());
        }
    }
}

/// Whether a piece of text is a setting: a known one, or words joined by `_` that are set to a value.
fn parameter(scene: &Scene<'_>, chunk: &Chunk<'_>) -> bool {
    if !chunk.text.contains('_') {
        return false;
    }
    if scene.lexicon.has_role(chunk.text, Role::Parameter) {
        return true;
    }
    let joined = chunk
        .text
        .chars()
        .all(|c| c.is_ascii_lowercase() || c == '_')
        && chunk.text.trim_matches('_').contains('_');
    if !joined {
        return false;
    }
    let first = scene.words.index_at(chunk.start);
    let after = scene.words.index_at(chunk.end.saturating_sub(1)) + 1;
    let value = scene.words.text(scene.text(), after + 1);
    let set = scene.word_is(after, Role::Range) && value.starts_with(|c: char| c.is_ascii_digit());
    let said = [first.wrapping_sub(1), after]
        .into_iter()
        .any(|at| scene.word_is(at, Role::Parameter));
    set || said
}

/// `maxmemory-policy to allkeys-lru`: what a setting is set to is no name.
fn setting_value(scene: &Scene<'_>, chunk: &Chunk<'_>) -> bool {
    let first = scene.words.index_at(chunk.start);
    first > 0
        && scene.word_is(first - 1, Role::Range)
        && scene
            .with_role(Role::Parameter)
            .any(|hit| hit.end() + 1 == first)
}

fn name(scene: &Scene<'_>, start: usize, end: usize, class: &str) -> Fact {
    let text = scene.slice(start, end);
    let mut fact = Fact::new(FactKind::Names, text, Span::new(start, end)).class(class);
    fact.safe = Some(safe(text)).filter(|slug| slug != text);
    fact
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

fn quotable(scene: &Scene<'_>, text: &str) -> bool {
    has_letter(text)
        && text.len() <= 80
        && (text.contains(['-', '_', '.', '/', '*']) || scene.lexicon.look_up(text).is_empty())
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    fold::words(text).filter_map(move |(start, end)| text.get(start..end))
}

fn known(scene: &Scene<'_>, word: &str) -> bool {
    !scene.lexicon.meanings(fold::hash(word)).is_empty()
        || word.bytes().all(|byte| byte.is_ascii_digit())
}

fn unknown_piece(scene: &Scene<'_>, text: &str) -> bool {
    has_letter(text) && pieces(text).any(|piece| !known(scene, piece))
}

/// Whether a piece of text is made like an identifier and is not a phrase that the lexicon knows.
pub fn is_identifier(scene: &Scene<'_>, text: &str) -> bool {
    let digits = text.bytes().any(|byte| byte.is_ascii_digit());
    if !(digits || text.contains(['_', '*', '/', '-']))
        || !has_letter(text)
        || text.len() > 80
        || versioned(scene, text)
        || !scene.lexicon.look_up(text).is_empty()
        || text.contains("//")
    {
        return false;
    }
    let count = pieces(text).count();
    if text.contains('_') || (text.contains('*') && count > 0) {
        return true;
    }
    if text.contains('/') {
        return count >= 3
            && text.matches('/').count() >= 2
            && !text.contains(' ')
            && unknown_piece(scene, text);
    }
    if !text.contains('-') {
        let letters = text.chars().filter(char::is_ascii_lowercase).count();
        return digits
            && letters >= 2
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
            && unknown_piece(scene, text);
    }
    if digits
        && pieces(text).any(|piece| has_letter(piece) && piece.len() > 1)
        && !measured(scene, text)
    {
        return true;
    }
    let marked = pieces(text).any(|piece| {
        scene
            .lexicon
            .meanings(fold::hash(piece))
            .iter()
            .any(|m| matches!(m, Meaning::Environment(..) | Meaning::Provider(_)))
    });
    let idle = pieces(text).any(|piece| {
        scene.lexicon.has_role(piece, Role::Suffix) || scene.lexicon.has_role(piece, Role::Stop)
    });
    let systems = count == 2 && pieces(text).all(|piece| system(scene, piece));
    let aged = count == 2 && aged(scene, text);
    aged || systems || (!idle && (count >= 3 || marked || unknown_piece(scene, text)))
}

/// `orders-old`: a word with its age is what people call the thing that the other one takes the place of.
fn aged(scene: &Scene<'_>, text: &str) -> bool {
    let mut parts = pieces(text);
    let (Some(thing), Some(age)) = (parts.next(), parts.next()) else {
        return false;
    };
    scene.lexicon.listed("name-ages", &age.to_lowercase())
        && !scene
            .lexicon
            .listed("no-names-with-age", &thing.to_lowercase())
}

/// `stacmeprod`: an unknown word in one piece that ends in an environment, as names without dashes do.
fn in_one_piece(scene: &Scene<'_>, text: &str) -> bool {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let mut environments = scene.lexicon.names.environments.iter();
    plain && environments.any(|known| text.len() > known.len() + 2 && text.ends_with(known))
}

/// `queue order-events`: joined words that stand alone behind a thing are its name.
fn beside_thing(scene: &Scene<'_>, chunk: &Chunk<'_>) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let idle = |piece: &str| {
        scene.lexicon.has_role(piece, Role::Suffix) || scene.lexicon.has_role(piece, Role::Stop)
    };
    let joined = chunk.text.contains('-') && chunk.text.chars().all(plain);
    let dashed = joined && pieces(chunk.text).count() >= 2;
    if !(dashed || in_one_piece(scene, chunk.text))
        || pieces(chunk.text).any(idle)
        || !scene.lexicon.look_up(chunk.text).is_empty()
        || starts_with_digit(chunk.text)
    {
        return false;
    }
    let first = scene.words.index_at(chunk.start);
    let after = scene.words.index_at(chunk.end.saturating_sub(1)) + 1;
    let thing = |hit: &Hit<'_>| hit.end() == first && hit.is_content() && hit.whole;
    let close = scene
        .words
        .at(first)
        .is_some_and(|token| token.gap == Gap::Space);
    let ends = scene
        .words
        .at(after)
        .is_none_or(|token| token.gap != Gap::Space)
        || scene.word_is(after, Role::Preposition)
        || scene.word_is(after, Role::Stop);
    // `rds orders-db enable PITR`, `orders-db enable PITR`: what is done to it follows.
    let told = scene.doing(after) && dashed;
    let led = close && scene.hits.iter().any(thing);
    led && (ends || told) || told && first == scene.words.lead
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// `nodejs24.x`: a runtime with its version, not a name.
fn versioned(scene: &Scene<'_>, text: &str) -> bool {
    let Some(at) = text.find(|c: char| c.is_ascii_digit()) else {
        return false;
    };
    let (runtime, number) = text.split_at(at);
    let dotted = number.contains('.')
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | 'x'));
    dotted && scene.lexicon.has_role(runtime, Role::Version)
}

/// Whether a word is about infrastructure or a tool.
fn system(scene: &Scene<'_>, word: &str) -> bool {
    scene
        .lexicon
        .meanings(fold::hash(word))
        .iter()
        .any(|meaning| {
            matches!(
                meaning,
                Meaning::Capability(_, 100)
                    | Meaning::Service(_, 100)
                    | Meaning::Role(Role::Tool)
                    | Meaning::Provider(_)
            )
        })
}

/// `14-day`, `3-node`: a number with a unit, not a name.
fn measured(scene: &Scene<'_>, text: &str) -> bool {
    let mut pieces = pieces(text);
    let (Some(first), Some(second)) = (pieces.next(), pieces.next()) else {
        return false;
    };
    first.bytes().all(|byte| byte.is_ascii_digit()) && known(scene, second)
}

/// Whether a word stands for people.
pub fn people(scene: &Scene<'_>, at: usize) -> bool {
    let word = scene.words.text(scene.text(), at).to_lowercase();
    scene.lexicon.listed("people", &word)
}

/// Words in capitals that the lexicon does not know, with their capitalized neighbors; and unknown words beside a noun.
fn proper(scene: &Scene<'_>, free: &dyn Fn(usize, usize) -> bool) -> Vec<Fact> {
    let mut list = Vec::new();
    let tokens = &scene.words.tokens;
    let mut at = scene.words.lead;
    while let Some(token) = tokens.get(at) {
        let Some(class) = class_of(scene, at).filter(|_| free(token.start, token.end)) else {
            at += 1;
            continue;
        };
        let (mut first, mut last) = (at, at);
        if class == LIKELY && noun_behind(scene, at) {
            last += 1;
        }
        while class == PROPER && last + 1 < tokens.len() && neighbor(scene, last + 1, last + 1) {
            last += 1;
        }
        if class == PROPER && scene.word_is(last + 1, Role::NameTail) && spaced(scene, last + 1) {
            last += 1;
        }
        while class == PROPER && first > scene.words.lead && neighbor(scene, first - 1, first) {
            first -= 1;
        }
        let (start, end) = (
            tokens.get(first).map_or(token.start, |t| t.start),
            tokens.get(last).map_or(token.end, |t| t.end),
        );
        // `the analytics team` says who, not what.
        let class = if people(scene, last) { GUESS } else { class };
        if free(start, end) {
            list.push(name(scene, start, end, class));
        } else {
            list.push(name(scene, token.start, token.end, class));
        }
        at = last + 1;
    }
    list
}

/// Whether a word may join a proper name: capitalized, in the same phrase, and not about infrastructure or doing.
fn neighbor(scene: &Scene<'_>, index: usize, gap_of: usize) -> bool {
    let text = scene.words.text(scene.text(), index);
    let space = scene
        .words
        .at(gap_of)
        .is_some_and(|token| matches!(token.gap, Gap::Space | Gap::Joined));
    let meanings = scene.meanings(index);
    let plain = !meanings.iter().any(|m| {
        matches!(
            m,
            Meaning::Service(..)
                | Meaning::Provider(_)
                | Meaning::Environment(..)
                | Meaning::Role(Role::Stop | Role::Preposition)
        )
    });
    let leads = scene.leads.contains(&index);
    space && plain && !leads && text.starts_with(char::is_uppercase)
}

fn class_of(scene: &Scene<'_>, at: usize) -> Option<&'static str> {
    let text = scene.words.text(scene.text(), at);
    let single = scene.words.compound_start(at) == at && scene.words.compound_end(at) == at + 1;
    if !has_letter(text) || text.chars().count() < 2 || !single {
        return None;
    }
    let upper = text.chars().filter(|c| c.is_uppercase()).count();
    let capitals = upper >= 3 && upper == text.chars().count();
    let hidden = scene
        .hits
        .iter()
        .any(|hit| hit.first <= at && at < hit.end() && telling(hit.meanings, capitals));
    if hidden {
        return None;
    }
    if scene.lexicon.listed("no-names", &text.to_ascii_lowercase()) {
        return None;
    }
    if !scene.meanings(at).is_empty() {
        return capitals.then_some(PROPER);
    }
    if upper > 0 {
        return Some(PROPER);
    }
    if !text.is_ascii() {
        return None;
    }
    if beside_noun(scene, at) {
        return Some(LIKELY);
    }
    odd(scene, at, text).then_some(GUESS)
}

/// Whether a phrase says so much that a word of it is no name; a word in capitals needs more.
fn telling(meanings: &[Meaning], capitals: bool) -> bool {
    meanings.iter().any(|meaning| match meaning {
        Meaning::Role(Role::Filler | Role::Stop | Role::Count | Role::Prefix | Role::Tag) => false,
        Meaning::Role(_) | Meaning::Mark(_) => !capitals,
        _ => true,
    })
}

/// Whether an unknown word is not made like an English one, in the title or behind a preposition.
fn odd(scene: &Scene<'_>, at: usize, text: &str) -> bool {
    let place = scene.words.in_title(at) || (at > 0 && scene.word_is(at - 1, Role::Preposition));
    let ending = |end: &String| text.len() > end.len() + 2 && text.ends_with(end.as_str());
    place && text.len() >= 3 && !scene.lexicon.list("word-endings").iter().any(ending)
}

/// Whether a noun of infrastructure follows, or the word is the object of the leading verb.
fn beside_noun(scene: &Scene<'_>, at: usize) -> bool {
    let noun = noun_behind(scene, at);
    let object = scene
        .leads
        .iter()
        .any(|lead| lead + 1 == at || (lead + 2 == at && scene.word_is(at - 1, Role::Stop)))
        && scene
            .words
            .at(at)
            .is_some_and(|token| token.gap == Gap::Space)
        && scene.words.in_title(at);
    noun || object
}

fn spaced(scene: &Scene<'_>, at: usize) -> bool {
    scene
        .words
        .at(at)
        .is_some_and(|token| token.gap == Gap::Space)
}

fn noun_behind(scene: &Scene<'_>, at: usize) -> bool {
    scene.hits.iter().any(|hit| {
        hit.first == at + 1
            && scene
                .words
                .at(at + 1)
                .is_some_and(|token| token.gap == Gap::Space)
            && (hit.is_content()
                || hit.has_role(Role::Count)
                || hit.has_role(Role::EnvironmentAfter))
    })
}
