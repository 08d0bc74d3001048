//! What a request states, as facts. Never: what it does not state.

use super::gather::Stated;
use crate::model::lexicon::{Lexicon, fold};
use crate::model::reading::role::FactKind;
use crate::request::fact::{BOUNDS, Fact, Found, GUESS, MEMORY, MORE, RATE, Span};
use crate::request::{self, Request};
use rust_decimal::Decimal;

/// Everything that the request states.
pub fn stated(request: &Request) -> Vec<Stated> {
    let mut list = List(Vec::new());
    list.one(
        "verb",
        request.action.as_deref(),
        request.verb.as_ref().map(|verb| verb.span),
    );
    list.found("stated-capability", &request.capabilities);
    list.found("capability", &request.capabilities);
    let primary = request.capabilities.first();
    list.one(
        "primary",
        primary.map(|found| found.id.as_str()),
        primary.and_then(span_of),
    );
    list.found("stated-service", &request.services);
    list.found("environment", &request.environments);
    list.found("qualifier", &request.qualifiers);
    list.found("engine", &request.engines);
    list.found("existing", &request.existing);
    list.found("stated-framework", &request.frameworks);
    list.one(
        "data-class",
        request.data_class.as_ref().map(|found| found.id.as_str()),
        request.data_class.as_ref().and_then(span_of),
    );
    providers(&mut list, request);
    if let Some(purpose) = &request.purpose {
        list.one("purpose", Some(&purpose.slug), Some(purpose.span));
        list.one("purpose-words", Some(&purpose.words), Some(purpose.span));
        list.one("purpose-title", Some(&purpose.title), Some(purpose.span));
    }
    if let Some(object) = &request.object {
        list.many("object", named_by(&object.text), Some(object.span));
        list.one("request-object", Some(&object.text), Some(object.span));
    }
    let phrases = |phrases: &[crate::request::fact::Phrase]| {
        phrases
            .iter()
            .map(|phrase| phrase.text.clone())
            .collect::<Vec<_>>()
    };
    list.many(
        "excluded",
        phrases(&request.exclusions),
        request.exclusions.first().map(|phrase| phrase.span),
    );
    list.many(
        "unread",
        phrases(&request.unread),
        request.unread.first().map(|phrase| phrase.span),
    );
    retention(&mut list, request);
    several(&mut list, request);
    for fact in &request.facts {
        literal(&mut list, fact);
    }
    list.0
}

/// What a request states several of, all at once: `RTO 30 minutes, RPO 5 minutes`.
fn several(list: &mut List, request: &Request) {
    for (key, kind) in [
        ("threshold", FactKind::Thresholds),
        ("tool", FactKind::Tools),
    ] {
        let first = request.facts_of(kind).next().map(|fact| fact.span);
        let all = request.facts_of(kind).map(|fact| fact.value.clone());
        list.many(key, all.collect(), first);
    }
}

/// Where the change is made, and where something that moves is now.
fn providers(list: &mut List, request: &Request) {
    let span = request.providers.first().and_then(span_of);
    let target = request.to_provider.as_ref().or(request.provider.as_ref());
    list.one("provider", target.map(String::as_str), span);
    list.one("from-provider", request.from_provider.as_deref(), span);
}

/// A noun phrase in lower case, with what it ends in: `old hosted zones` is a `hosted zone` and a `zone`.
fn named_by(phrase: &str) -> Vec<String> {
    let phrase = phrase.to_lowercase();
    let ends = phrase.match_indices(' ').map(|(at, _)| at + 1);
    let mut names: Vec<String> = Vec::new();
    for start in std::iter::once(0).chain(ends) {
        let plural = phrase.get(start..).unwrap_or_default().to_owned();
        let single = fold::last(&plural);
        for name in [plural, single] {
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// How long things are kept: the value after a change, else the longest that is stated.
fn retention(list: &mut List, request: &Request) {
    let days = |fact: &Fact| fact.to.as_deref().and_then(digits).or(fact.number);
    let longest = request
        .facts_of(FactKind::RetentionDays)
        .max_by_key(|fact| (fact.to.is_some(), days(fact)));
    let Some((fact, days)) = longest.and_then(|fact| Some((fact, days(fact)?))) else {
        return;
    };
    let span = Some(fact.span);
    let days = days.normalize().to_string();
    list.one("retention-days", Some(&days), span);
    list.one("retention", Some(&format!("{days} days")), span);
    list.one("from", fact.from.as_deref(), span);
    list.one("to", fact.to.as_deref(), span);
}

fn span_of(found: &Found) -> Option<Span> {
    found.spans.first().copied()
}

/// The facts of one literal.
fn literal(list: &mut List, fact: &Fact) {
    let span = Some(fact.span);
    let safe = fact.safe.as_deref().unwrap_or(&fact.value);
    match fact.kind {
        FactKind::Names if is_name(safe) && !is_guess(fact) => {
            list.one("name", Some(safe), span);
            list.one(
                "from",
                fact.from.as_deref().filter(|name| is_name(name)),
                span,
            );
            list.one("to", fact.to.as_deref().filter(|name| is_name(name)), span);
        }
        FactKind::Uris => {
            list.one("name", resource(safe), span);
            list.one("domain", host(&fact.value), span);
        }
        FactKind::Sizes => size(list, fact),
        FactKind::Counts => count(list, fact),
        FactKind::Times => list.one("time", Some(&fact.value), span),
        FactKind::Regions if fact.class.is_none() => list.one("region", Some(&fact.value), span),
        FactKind::InstanceTypes => change(list, "instance-type", fact),
        FactKind::Versions => change(list, "version", fact),
        FactKind::Durations => list.one("duration", Some(&fact.value), span),
        FactKind::Percent => list.one("percent", Some(fact.value.trim_end_matches('%')), span),
        FactKind::Cidrs => {
            list.one("cidr", Some(&fact.value), span);
            list.one("cidr-class", fact.class.as_deref(), span);
        }
        FactKind::Ports => list.one("port", Some(&fact.value), span),
        FactKind::Cost => cost(list, fact),
        FactKind::Deadline => list.one("deadline", Some(&fact.value), span),
        FactKind::Domains => list.one("domain", Some(safe), span),
        FactKind::Accounts => list.one("account", Some(safe), span),
        FactKind::Repos => list.one("repository", Some(safe), span),
        FactKind::RetentionDays
        | FactKind::Thresholds
        | FactKind::Tools
        | FactKind::Names
        | FactKind::Regions
        | FactKind::Tickets
        | FactKind::Parameters => {}
    }
}

/// What is counted as a key of its own: `30 services` is a `service-count`.
fn count_key(fact: &Fact) -> Option<String> {
    let single = fold::last(fact.value.to_lowercase().trim());
    let noun = single
        .rsplit(' ')
        .next()
        .filter(|noun| noun.chars().all(char::is_alphabetic))?;
    (!noun.is_empty()).then(|| format!("{noun}-count"))
}

/// What the notes of a profile say about what is there.
#[derive(Debug, Clone, Default)]
pub struct Existing {
    /// Capabilities and services.
    pub ids: Vec<String>,
    /// How many there are of what is counted, by key.
    pub counts: Vec<(String, String)>,
}

impl Existing {
    /// Reads the notes.
    pub fn in_notes(lexicon: &Lexicon, notes: &str) -> Self {
        let notes = request::read(lexicon, None, notes);
        let ids = notes.capabilities.iter().chain(&notes.services);
        let counts = notes.facts_of(FactKind::Counts);
        Self {
            ids: ids.map(|found| found.id.clone()).collect(),
            counts: counts
                .filter_map(|fact| Some((count_key(fact)?, fact.number?.normalize().to_string())))
                .collect(),
        }
    }
}

/// How many: the number alone, also before and after a change.
fn count(list: &mut List, fact: &Fact) {
    let span = Some(fact.span);
    let plain = |text: &Option<String>| {
        let number = text.as_deref().and_then(digits);
        number.map(|number| number.to_string())
    };
    let (from, to) = (plain(&fact.from), plain(&fact.to));
    let number = fact.number.map(|number| number.normalize().to_string());
    let number = to.as_deref().or(number.as_deref());
    if fact.class.as_deref() == Some(MORE) {
        return list.one("more-count", number, span);
    }
    if fact.class.as_deref() == Some(BOUNDS) {
        list.one("count-bounded", Some("true"), span);
    }
    if !is_guess(fact) && fact.class.as_deref() != Some(RATE) {
        list.one("count", number, span);
    }
    if let Some(key) = count_key(fact) {
        list.one(&key, number, span);
    }
    for (key, side) in [
        ("from-count", &from),
        ("to-count", &to),
        ("from", &from),
        ("to", &to),
    ] {
        list.one(key, side.as_deref(), span);
    }
}

/// A size: of storage with its number of GB, else under the name of its unit.
fn size(list: &mut List, fact: &Fact) {
    let unit = fact.unit.as_deref().unwrap_or_default();
    let stores = unit.to_lowercase().ends_with(['b', 'B']) || unit.to_lowercase().ends_with("ib");
    if stores && fact.class.as_deref() == Some(MEMORY) {
        change(list, "memory", fact);
        let number = fact.number.map(|number| number.normalize().to_string());
        list.one("memory-gb", number.as_deref(), Some(fact.span));
        return;
    }
    if stores {
        change(list, "size", fact);
        let number = fact.number.map(|number| number.normalize().to_string());
        list.one("size-gb", number.as_deref(), Some(fact.span));
        for (key, side) in [("from-size-gb", &fact.from), ("to-size-gb", &fact.to)] {
            let number = side
                .as_deref()
                .and_then(digits)
                .map(|number| number.to_string());
            list.one(key, number.as_deref(), Some(fact.span));
        }
        return;
    }
    let name = unit.to_lowercase();
    if name.is_empty() && fact.to.is_some() {
        for (key, side) in [("from", &fact.from), ("to", &fact.to)] {
            list.one(key, side.as_deref(), Some(fact.span));
            list.one(&format!("{key}-size"), side.as_deref(), Some(fact.span));
        }
        return;
    }
    if name.is_empty() {
        plan_size(list, fact);
        return;
    }
    if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let bare = |text: &Option<String>| {
            text.as_deref()
                .and_then(digits)
                .map(|number| number.to_string())
        };
        let now = fact
            .number
            .map(|number| number.normalize().to_string())
            .or_else(|| bare(&fact.to));
        list.one(&name, now.as_deref(), Some(fact.span));
        list.one(
            &format!("from-{name}"),
            bare(&fact.from).as_deref(),
            Some(fact.span),
        );
        list.one(
            &format!("to-{name}"),
            bare(&fact.to).or(now).as_deref(),
            Some(fact.span),
        );
        list.one("from", bare(&fact.from).as_deref(), Some(fact.span));
        list.one("to", bare(&fact.to).as_deref(), Some(fact.span));
    }
}

/// A plan such as `S6` is its own size; one such as `premium` is none.
fn plan_size(list: &mut List, fact: &Fact) {
    let number = fact.number.map(|number| number.normalize().to_string());
    let is_code = |text: &&str| {
        text.bytes().any(|byte| byte.is_ascii_digit()) && !text.contains(char::is_whitespace)
    };
    let code = Some(fact.value.as_str()).filter(is_code);
    list.one("to-size", number.as_deref().or(code), Some(fact.span));
}

fn digits(text: &str) -> Option<Decimal> {
    crate::model::quantity::number_and_unit(text).map(|(number, _)| number.normalize())
}

/// A value that may state what it was before.
fn change(list: &mut List, key: &str, fact: &Fact) {
    let span = Some(fact.span);
    match (&fact.from, &fact.to) {
        (from, Some(to)) => {
            list.one(key, Some(to), span);
            list.one(&format!("from-{key}"), from.as_deref(), span);
            list.one(&format!("to-{key}"), Some(to), span);
            list.one("from", from.as_deref(), span);
            list.one("to", Some(to), span);
        }
        _ => list.one(key, Some(&fact.value), span),
    }
}

/// Money: what is paid now, and what shall be paid.
fn cost(list: &mut List, fact: &Fact) {
    let span = Some(fact.span);
    let now = fact.from.as_deref().unwrap_or(&fact.value);
    list.one("cost", Some(now), span);
    list.one("to-cost", fact.to.as_deref(), span);
}

/// Whether a name is no more than an unknown word somewhere in the request.
fn is_guess(fact: &Fact) -> bool {
    fact.class.as_deref() == Some(GUESS)
}

/// Whether a word can be the name of a resource: one word that no shell and no Markdown takes for something else.
fn is_name(text: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "-._/:@".contains(letter);
    let starts = text
        .chars()
        .next()
        .is_some_and(|letter| letter.is_ascii_alphanumeric());
    starts && text.len() > 1 && text.len() <= 128 && text.chars().all(allowed)
}

/// The host of a page: `https://shop.example.com/health` is on `shop.example.com`.
fn host(uri: &str) -> Option<&str> {
    let rest = uri
        .strip_prefix("https://")
        .or_else(|| uri.strip_prefix("http://"))?;
    let end = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
    rest.get(..end)
        .filter(|host| host.contains('.') && is_name(host))
}

/// The resource that an address points at: `gs://name/path` is `name`.
fn resource(uri: &str) -> Option<&str> {
    let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let name = rest.split('/').next().unwrap_or(rest);
    is_name(name).then_some(name)
}

struct List(Vec<Stated>);

impl List {
    fn many(&mut self, key: &str, values: Vec<String>, span: Option<Span>) {
        let span = span.map_or((0, 0), |span| (span.start, span.end));
        if !values.is_empty() && !self.0.iter().any(|stated| stated.key == key) {
            self.0.push(Stated {
                key: key.to_owned(),
                values,
                span,
            });
        }
    }

    fn one(&mut self, key: &str, value: Option<&str>, span: Option<Span>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.many(key, vec![value.to_owned()], span);
        }
    }

    fn found(&mut self, key: &str, list: &[Found]) {
        let ids = list.iter().map(|found| found.id.clone()).collect();
        self.many(key, ids, list.first().and_then(span_of));
    }
}
