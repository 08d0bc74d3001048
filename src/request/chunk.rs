//! Reads the pieces of a request that are no prose: addresses, URIs, domains, identifiers, instance types.

use super::clean::safe;
use super::fact::{Fact, Span};
use super::scene::Scene;
use super::shape;
use super::title::is_ticket;
use crate::model::lexicon::Meaning;
use crate::model::reading::role::{FactKind, Role};
use std::net::IpAddr;

/// A piece of text between blanks, without the signs around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk<'a> {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// The text.
    pub text: &'a str,
    /// Whether it stands between quotation marks or backticks.
    pub quoted: bool,
}

/// Cuts a text into pieces, at blanks, commas, brackets, quotation marks and signs of change.
pub fn chunks<'a>(scene: &Scene<'a>) -> Vec<Chunk<'a>> {
    let text = scene.text();
    let mut list = Vec::new();
    let mut start = 0;
    let mut quote = None;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let change = if c.is_alphanumeric() || c == ' ' {
            0
        } else {
            change_sign(scene, at)
        };
        if change > 0 || cuts(c) {
            push(&mut list, text, start, at, quote.is_some());
            quote = quote_after(quote, c);
            at += change.max(c.len_utf8());
            start = at;
        } else {
            at += c.len_utf8();
        }
    }
    push(&mut list, text, start, text.len(), false);
    list
}

fn cuts(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            ',' | ';'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '"'
                | '`'
                | '|'
                | '“'
                | '”'
                | '<'
                | '>'
                | '\''
                | '’'
        )
}

fn quote_after(open: Option<char>, c: char) -> Option<char> {
    match (open, c) {
        (None, '`' | '"' | '“') => Some(c),
        (Some('`'), '`') | (Some('"'), '"') | (Some('“'), '”') => None,
        _ => open,
    }
}

fn change_sign(scene: &Scene<'_>, at: usize) -> usize {
    let rest = scene.slice(at, scene.text().len());
    let found = scene
        .lexicon
        .units
        .symbols
        .iter()
        .find(|(sign, role)| *role == Role::Range && rest.starts_with(sign.as_str()));
    found.map_or(0, |(sign, _)| sign.len())
}

fn push<'a>(list: &mut Vec<Chunk<'a>>, text: &'a str, start: usize, end: usize, quoted: bool) {
    let Some(piece) = text.get(start..end) else {
        return;
    };
    let front = piece.len()
        - piece
            .trim_start_matches(|c: char| {
                matches!(c, ':' | '.' | '!' | '?' | '~' | '=' | '+' | '*' | '@')
            })
            .len();
    let back = piece.trim_end_matches([':', '.', '!', '?', '=', '+', '…', '/']);
    if back.len() > front
        && let Some(inner) = piece.get(front..back.len())
    {
        list.push(Chunk {
            start: start + front,
            end: start + back.len(),
            text: inner,
            quoted,
        });
    }
}

/// The facts in the pieces. What is not read here is left to the readers of numbers and names.
pub fn facts(scene: &Scene<'_>, chunks: &[Chunk<'_>]) -> Vec<Fact> {
    let mut list = Vec::new();
    for (at, chunk) in chunks.iter().enumerate() {
        let spaced = || {
            chunks
                .get(at + 1)
                .and_then(|next| spaced_type(scene, chunk, next))
        };
        // A plain word is most of what people write, and needs a sign or a digit to be anything below.
        if chunk.text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            list.extend(spaced());
            continue;
        }
        let found = uri(scene, chunk)
            .or_else(|| address(scene, chunk))
            .or_else(|| prefix(chunk))
            .or_else(|| time_of_day(chunk))
            .or_else(|| image_version(scene, chunk))
            .or_else(spaced)
            .or_else(|| instance_type(scene, chunk))
            .or_else(|| domain(scene, chunk))
            .or_else(|| account(chunk))
            .or_else(|| ticket(scene, chunk))
            .or_else(|| repository(scene, chunk));
        list.extend(found);
    }
    list
}

/// The version of an image that is put together from others: `composer-3-airflow-2.10.5-build.18`.
fn image_version(scene: &Scene<'_>, chunk: &Chunk<'_>) -> Option<Fact> {
    let mut numbers = 0;
    let mut systems = 0;
    let pieces = chunk.text.split(['-', '.', '_']);
    let known = pieces.clone().all(|piece| {
        let number = !piece.is_empty() && piece.bytes().all(|byte| byte.is_ascii_digit());
        let system = scene.lexicon.has_role(piece, Role::Version);
        numbers += usize::from(number);
        systems += usize::from(system);
        number || system || scene.lexicon.has_role(piece, Role::Filler)
    });
    let starts = pieces
        .clone()
        .next()
        .is_some_and(|first| scene.lexicon.has_role(first, Role::Version));
    (known && starts && numbers >= 2 && systems >= 2 && chunk.text.contains('-'))
        .then(|| fact(chunk, FactKind::Versions))
}

/// An instance type whose generation stands apart: `D4s v5`.
fn spaced_type(scene: &Scene<'_>, chunk: &Chunk<'_>, next: &Chunk<'_>) -> Option<Fact> {
    let digits = next.text.strip_prefix('v')?;
    let generation = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !generation || next.start != chunk.end + 1 || chunk.text.len() > 12 {
        return None;
    }
    let word = format!("{}_{}", chunk.text, next.text).to_ascii_lowercase();
    let units = &scene.lexicon.units;
    let shapes = units
        .shapes
        .iter()
        .find(|(_, shape)| shape::fits(shape, &word, &units.shape_lists));
    let provider = shapes?
        .0
        .and_then(|at| scene.lexicon.names.providers.get(usize::from(at)));
    let text = scene.slice(chunk.start, next.end);
    let mut fact = Fact::new(
        FactKind::InstanceTypes,
        text,
        Span::new(chunk.start, next.end),
    )
    .value(word);
    fact.class = provider.cloned();
    Some(fact)
}

fn fact(chunk: &Chunk<'_>, kind: FactKind) -> Fact {
    Fact::new(kind, chunk.text, Span::new(chunk.start, chunk.end))
}

fn uri(scene: &Scene<'_>, chunk: &Chunk<'_>) -> Option<Fact> {
    let scheme = chunk.text.split(':').next()?;
    let tail = chunk.text.get(scheme.len()..)?;
    let shaped = tail.starts_with("://") || (tail.matches(':').count() >= 4 && scheme.len() == 3);
    let known = scene
        .lexicon
        .listed("uri-schemes", &scheme.to_ascii_lowercase());
    (shaped && known).then(|| {
        let mut fact = fact(chunk, FactKind::Uris);
        fact.safe = Some(safe(tail.trim_start_matches([':', '/'])));
        fact
    })
}

fn address(scene: &Scene<'_>, chunk: &Chunk<'_>) -> Option<Fact> {
    let (address, bits) = chunk.text.split_once('/').unwrap_or((chunk.text, ""));
    if !address.contains(['.', ':']) || address.len() < 2 {
        return None;
    }
    let address: IpAddr = address.parse().ok()?;
    let longest = if address.is_ipv4() { 32 } else { 128 };
    let bits: u8 = if bits.is_empty() {
        longest
    } else {
        bits.parse().ok().filter(|bits| *bits <= longest)?
    };
    let class = address_class(scene, address, bits);
    Some(
        fact(chunk, FactKind::Cidrs)
            .value(format!("{address}/{bits}"))
            .class(class),
    )
}

/// The length of a range alone: `/22`.
fn prefix(chunk: &Chunk<'_>) -> Option<Fact> {
    let bits: u8 = chunk.text.strip_prefix('/')?.parse().ok()?;
    (8..=128)
        .contains(&bits)
        .then(|| fact(chunk, FactKind::Sizes))
}

/// `02:00`, `07:00-19:00`, `6:30pm`, `8am`.
fn time_of_day(chunk: &Chunk<'_>) -> Option<Fact> {
    let below = |part: &str, limit: u8| part.parse::<u8>().is_ok_and(|value| value < limit);
    let clock = |text: &str| {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let half = text.get(digits.len()..).unwrap_or_default().to_lowercase();
        let Some((hour, minute)) = digits.split_once(':') else {
            return matches!(half.as_str(), "am" | "pm") && below(digits, 13);
        };
        minute.len() == 2 && below(hour, 25) && below(minute, 60)
    };
    chunk
        .text
        .split(['-', '–'])
        .all(clock)
        .then(|| fact(chunk, FactKind::Times))
}

/// The special purpose of a range: the whole range lies inside the special one.
fn address_class<'a>(scene: &Scene<'a>, address: IpAddr, bits: u8) -> &'a str {
    let (number, long) = match address {
        IpAddr::V4(address) => (u128::from(u32::from(address)), false),
        IpAddr::V6(address) => (u128::from(address), true),
    };
    let width = if long { 128 } else { 32 };
    let lies_in = |network: u128, length: u8| {
        let shift = u32::from(width - length.min(width));
        length == 0 || number.checked_shr(shift) == network.checked_shr(shift)
    };
    let ranges = &scene.lexicon.units.addresses;
    let special = ranges.iter().find(|range| {
        range.long == long
            && if range.bits == 0 {
                bits == 0
            } else {
                range.bits <= bits && lies_in(range.network, range.bits)
            }
    });
    special.map_or("public", |range| range.class.as_str())
}

fn instance_type(scene: &Scene<'_>, chunk: &Chunk<'_>) -> Option<Fact> {
    let digit = chunk.text.bytes().any(|byte| byte.is_ascii_digit());
    if !digit || chunk.text.len() < 2 || chunk.text.len() > 40 {
        return None;
    }
    let word = chunk.text.to_ascii_lowercase();
    let lexicon = scene.lexicon;
    let matching = |shapes: &[(Option<u16>, String)]| {
        let fits = |shape: &str| shape::fits(shape, &word, &lexicon.units.shape_lists);
        shapes
            .iter()
            .find(|(_, shape)| fits(shape))
            .map(|(provider, _)| *provider)
    };
    let named = |provider: Option<u16>| {
        provider
            .and_then(|at| lexicon.names.providers.get(usize::from(at)))
            .cloned()
    };
    if let Some(provider) = matching(&lexicon.units.shapes) {
        let mut fact = fact(chunk, FactKind::InstanceTypes).value(word);
        fact.class = named(provider);
        return Some(fact);
    }
    let provider = matching(&lexicon.units.plan_shapes)?;
    let known = lexicon
        .look_up(chunk.text)
        .iter()
        .any(|meaning| matches!(meaning, Meaning::Capability(..) | Meaning::Service(..)));
    (!known && plan_context(scene, chunk)).then(|| {
        let mut fact = fact(chunk, FactKind::Sizes);
        fact.class = named(provider);
        fact
    })
}

/// Short plan names count only behind `to`, `from`, `tier` and the like, or beside a sign of change.
fn plan_context(scene: &Scene<'_>, chunk: &Chunk<'_>) -> bool {
    let index = scene.words.index_at(chunk.start);
    let noun = |at: usize| {
        let word = scene.words.text(scene.text(), at).to_lowercase();
        scene.word_is(at, Role::Plan) || scene.lexicon.listed("plan-nouns", &word)
    };
    let before = index > 0 && (scene.word_is(index - 1, Role::Range) || noun(index - 1));
    let from = index > 0
        && scene.word_is(index + 1, Role::Range)
        && scene.word_is(index - 1, Role::Preposition);
    let sign = |text: &str| {
        scene
            .lexicon
            .units
            .symbols
            .iter()
            .any(|(sign, role)| *role == Role::Range && text.ends_with(sign.as_str()))
    };
    let behind = scene.slice(chunk.end, scene.text().len()).trim_start();
    let arrow = scene
        .lexicon
        .units
        .symbols
        .iter()
        .any(|(sign, role)| *role == Role::Range && behind.starts_with(sign.as_str()));
    before || from || arrow || sign(scene.slice(0, chunk.start).trim_end())
}

fn domain(scene: &Scene<'_>, chunk: &Chunk<'_>) -> Option<Fact> {
    let text = chunk
        .text
        .split(['/', ':'])
        .next()?
        .trim_start_matches("*.");
    let mut labels = text.split('.');
    let valid = |label: &str| {
        !label.is_empty()
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    if text.len() > 253
        || text.contains('@')
        || !labels.clone().all(valid)
        || labels.clone().count() < 2
    {
        return None;
    }
    let last = labels.next_back()?.to_ascii_lowercase();
    let letters = text
        .split('.')
        .next_back()?
        .chars()
        .all(char::is_alphabetic);
    let name = labels
        .clone()
        .any(|label| label.chars().any(char::is_alphabetic));
    let file = scene.lexicon.listed("file-endings", &last) && text.matches('.').count() == 1;
    let known = !scene.lexicon.look_up(text).is_empty();
    if !letters || !name || file || known || !scene.lexicon.listed("top-level-domains", &last) {
        return None;
    }
    let end = chunk.start + chunk.text.find(text)? + text.len();
    Some(
        Fact::new(
            FactKind::Domains,
            scene.slice(chunk.start, end),
            Span::new(chunk.start, end),
        )
        .value(text.to_lowercase()),
    )
}

fn account(chunk: &Chunk<'_>) -> Option<Fact> {
    let digits = chunk.text.len() == 12 && chunk.text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<usize> = chunk.text.split('-').map(str::len).collect();
    let guid = parts == [8, 4, 4, 4, 12]
        && chunk
            .text
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    (digits || guid).then(|| fact(chunk, FactKind::Accounts))
}

fn ticket(scene: &Scene<'_>, chunk: &Chunk<'_>) -> Option<Fact> {
    let number = chunk
        .text
        .strip_prefix('#')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    let known = scene
        .lexicon
        .look_up(chunk.text)
        .iter()
        .any(|meaning| !matches!(meaning, Meaning::Role(_) | Meaning::Mark(_)));
    (number || (is_ticket(chunk.text) && !known)).then(|| fact(chunk, FactKind::Tickets))
}

/// `owner/name` beside a word such as repository.
fn repository(scene: &Scene<'_>, chunk: &Chunk<'_>) -> Option<Fact> {
    let (owner, name) = chunk.text.split_once('/')?;
    let plain = |part: &str| {
        part.len() > 1
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    let index = scene.words.index_at(chunk.start);
    let last = scene.words.index_at(chunk.end);
    let near = (index.saturating_sub(2)..index)
        .chain(last + 1..last + 3)
        .any(|at| scene.word_is(at, Role::Repository));
    (plain(owner) && plain(name) && near).then(|| fact(chunk, FactKind::Repos))
}
