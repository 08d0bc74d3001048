//! `cloud-plan read`: shows what was understood of a request, without planning it.

use crate::cli::args::{Format, ReadArgs};
use crate::cli::{Context, Outcome, Stop, active, input, knowledge};
use crate::kb::Kb;
use crate::model::lexicon::Lexicon;
use crate::model::reading::role::FactKind;
use crate::request::fact::{Fact, Found, Phrase};
use crate::request::{self, KnownFrom, Part, ProfileFacts, Request, Verdict};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::num::NonZero;
use std::path::Path;
use std::thread;

/// Longest line of a batch, in bytes.
const LONGEST_LINE: u64 = 2 * 1024 * 1024;

/// Runs the command.
pub fn run(context: &Context, args: &ReadArgs) -> Outcome {
    let format = context.format(&[Format::Text, Format::Json, Format::Jsonl])?;
    let kb = knowledge::load(context)?;
    let lexicon = request::lexicon::of(&kb);
    let profile = if args.no_profile {
        None
    } else {
        profile(context, &kb)?
    };
    if let Some(batch) = &args.batch {
        return many(&lexicon, profile.as_ref(), batch, format);
    }
    let Some(text) = input::request_text(&args.request)? else {
        return Err(Stop::usage("there is no request")
            .help("cloud-plan read \"add a bucket for profile images\""));
    };
    let request = request::read(&lexicon, profile.as_ref(), &text);
    match format {
        Format::Json => context
            .document(&serde_json::to_string_pretty(&flat(&request, None)).unwrap_or_default()),
        Format::Jsonl => {
            context.document(&serde_json::to_string(&flat(&request, None)).unwrap_or_default())
        }
        _ => context.document(&text_of(&request)),
    }
}

/// What the project's profile contributes, if there is one.
fn profile(context: &Context, kb: &Kb) -> Result<Option<ProfileFacts>, Stop> {
    let vocabulary = crate::cli::vocabulary(kb)?;
    let stored = active::saved_profile(context, &vocabulary)?;
    Ok(stored.map(|stored| ProfileFacts {
        providers: vec![stored.profile.primary_provider().to_owned()],
    }))
}

/// How many lines are taken at once, and the fewest that are worth a thread of their own.
const BLOCK: usize = 2048;
const SHARE: usize = 64;

/// How a batch is read.
struct Batch<'a> {
    lexicon: &'a Lexicon,
    profile: Option<&'a ProfileFacts>,
    format: Format,
}

/// A line with its number.
type Line = (usize, Vec<u8>);

/// Reads one JSON object a line, and prints one for each, in the same order.
fn many(lexicon: &Lexicon, profile: Option<&ProfileFacts>, path: &Path, format: Format) -> Outcome {
    let mut input: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        let file = std::fs::File::open(path)
            .map_err(|error| Stop::data(format!("cannot read {}: {error}", path.display())))?;
        Box::new(std::io::BufReader::new(file))
    };
    let batch = Batch {
        lexicon,
        profile,
        format,
    };
    let mut out = std::io::stdout().lock();
    let (mut number, mut faulty) = (0, 0);
    loop {
        let lines = block(&mut *input, &mut number)?;
        if lines.is_empty() {
            break;
        }
        for (text, faults) in batch.answers(&lines) {
            out.write_all(&text)?;
            faulty += faults;
        }
    }
    out.flush()?;
    if faulty > 0 {
        return Err(Stop::data(format!(
            "{faulty} of {number} lines could not be read"
        )));
    }
    Ok(())
}

/// The next lines that are not blank.
fn block(input: &mut dyn BufRead, number: &mut usize) -> Result<Vec<Line>, Stop> {
    let mut lines = Vec::new();
    let mut line = Vec::new();
    while lines.len() < BLOCK && next_line(input, &mut line)? {
        *number += 1;
        if !line.iter().all(u8::is_ascii_whitespace) {
            lines.push((*number, std::mem::take(&mut line)));
        }
    }
    Ok(lines)
}

impl Batch<'_> {
    /// The answers to some lines, with the number of lines that could not be read; on all processors.
    fn answers(&self, lines: &[Line]) -> Vec<(Vec<u8>, usize)> {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let share = lines.len().div_ceil(threads).max(SHARE);
        thread::scope(|scope| {
            let (own, others) = lines.split_at(share.min(lines.len()));
            let work = |part| scope.spawn(move || self.some(part));
            let running: Vec<_> = others.chunks(share).map(work).collect();
            let mut answers = vec![self.some(own)];
            answers.extend(running.into_iter().filter_map(|one| one.join().ok()));
            answers
        })
    }

    fn some(&self, lines: &[Line]) -> (Vec<u8>, usize) {
        let mut text = Vec::with_capacity(lines.len() * 800);
        let mut faulty = 0;
        for (number, line) in lines {
            match item(line) {
                Ok((id, words)) => self.answer(&id, &words, &mut text),
                Err(message) => {
                    faulty += 1;
                    let answer = json!({ "line": number, "error": message });
                    text.extend_from_slice(answer.to_string().as_bytes());
                }
            }
            text.push(b'\n');
        }
        (text, faulty)
    }

    fn answer(&self, id: &Value, words: &str, text: &mut Vec<u8>) {
        let request = request::read(self.lexicon, self.profile, words);
        if self.format == Format::Text {
            text.extend_from_slice(text_of(&request).as_bytes());
            return;
        }
        let start = text.len();
        if serde_json::to_writer(&mut *text, &flat(&request, Some(id))).is_err() {
            text.truncate(start);
        }
    }
}

fn next_line(input: &mut dyn BufRead, line: &mut Vec<u8>) -> Result<bool, Stop> {
    use std::io::Read;
    line.clear();
    let read = input.take(LONGEST_LINE).read_until(b'\n', line);
    let count = read.map_err(|error| Stop::data(format!("cannot read the batch: {error}")))?;
    Ok(count > 0)
}

/// The id and the text of one line: an object with `text`, or a plain JSON string.
fn item(line: &[u8]) -> Result<(Value, String), String> {
    let parsed: Value =
        serde_json::from_slice(line).map_err(|error| format!("not a JSON value: {error}"))?;
    match parsed {
        Value::String(text) => Ok((Value::Null, text)),
        Value::Object(mut object) => {
            match object.remove("text").or_else(|| object.remove("request")) {
                Some(Value::String(text)) => Ok((object.remove("id").unwrap_or(Value::Null), text)),
                _ => Err("an object needs a `text`".to_owned()),
            }
        }
        _ => Err("a line is an object with `text`, or a string".to_owned()),
    }
}

fn ids(list: &[Found]) -> Vec<&str> {
    list.iter().map(|found| found.id.as_str()).collect()
}

fn texts(list: &[Phrase]) -> Vec<&str> {
    list.iter().map(|phrase| phrase.text.as_str()).collect()
}

/// The flat form that other programs read.
#[derive(Serialize)]
struct Flat<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a Value>,
    verdict: Verdict,
    reason: &'a str,
    provider: Option<&'a str>,
    provider_from: KnownFrom,
    services: Vec<&'a str>,
    products: Vec<&'a str>,
    capabilities: Vec<&'a str>,
    action: Option<&'a str>,
    scope: Option<&'a str>,
    scope_reasons: &'a [String],
    environments: Vec<&'a str>,
    frameworks: Vec<&'a str>,
    qualifiers: Vec<&'a str>,
    engines: Vec<&'a str>,
    data_class: Option<&'a str>,
    purpose: Option<&'a str>,
    object: Option<&'a str>,
    exclusions: Vec<&'a str>,
    order: Vec<&'a str>,
    questions: &'a [String],
    parts: &'a [Part],
    existing: Vec<&'a str>,
    unread: Vec<&'a str>,
    notes: &'a [String],
    facts: Facts<'a>,
}

fn flat<'a>(request: &'a Request, id: Option<&'a Value>) -> Flat<'a> {
    Flat {
        id,
        verdict: request.verdict,
        reason: &request.reason,
        provider: request.provider.as_deref(),
        provider_from: request.provider_from,
        services: ids(&request.services),
        products: texts(&request.products),
        capabilities: capabilities(request),
        action: request.action.as_deref(),
        scope: request.scope.as_deref(),
        scope_reasons: &request.scope_reasons,
        environments: ids(&request.environments),
        frameworks: ids(&request.frameworks),
        qualifiers: ids(&request.qualifiers),
        engines: ids(&request.engines),
        data_class: request.data_class.as_ref().map(|found| found.id.as_str()),
        purpose: request
            .purpose
            .as_ref()
            .map(|purpose| purpose.slug.as_str()),
        object: request.object.as_ref().map(|object| object.text.as_str()),
        exclusions: texts(&request.exclusions),
        order: texts(&request.order),
        questions: &request.questions,
        parts: &request.parts,
        existing: ids(&request.existing),
        unread: texts(&request.unread),
        notes: &request.notes,
        facts: Facts(&request.facts),
    }
}

/// The capabilities; `other` for a change of something that none of them covers.
fn capabilities(request: &Request) -> Vec<&str> {
    let known = request.capability_ids();
    if known.is_empty() && request.verdict != Verdict::NotInfrastructure {
        vec!["other"]
    } else {
        known
    }
}

/// Facts by kind, each in its usual form and as written.
struct Facts<'a>(&'a [Fact]);

impl Serialize for Facts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut kinds: Vec<(FactKind, Vec<&str>)> = Vec::new();
        for fact in self.0 {
            let at = kinds
                .iter()
                .position(|(kind, _)| *kind == fact.kind)
                .unwrap_or(kinds.len());
            if at == kinds.len() {
                kinds.push((fact.kind, Vec::new()));
            }
            let Some((_, forms)) = kinds.get_mut(at) else {
                continue;
            };
            for form in [fact.value.as_str(), fact.text.as_str()] {
                if !forms.contains(&form) {
                    forms.push(form);
                }
            }
        }
        serializer.collect_map(kinds)
    }
}

/// The form for people.
#[expect(
    clippy::too_many_lines,
    reason = "one row after another of the same table"
)]
fn text_of(request: &Request) -> String {
    let mut lines = Vec::new();
    let verdict = serde_json::to_value(request.verdict)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned));
    push(&mut lines, "verdict", &verdict.unwrap_or_default());
    push(&mut lines, "because", &request.reason);
    for part in &request.parts {
        push(&mut lines, "part", &part.text);
    }
    push(
        &mut lines,
        "provider",
        request
            .provider
            .as_deref()
            .unwrap_or("the request does not tell"),
    );
    push(&mut lines, "services", &ids(&request.services).join(", "));
    push(
        &mut lines,
        "capabilities",
        &ids(&request.capabilities).join(", "),
    );
    push(
        &mut lines,
        "action",
        request.action.as_deref().unwrap_or_default(),
    );
    push(
        &mut lines,
        "object",
        request
            .object
            .as_ref()
            .map_or("", |object| object.text.as_str()),
    );
    push(
        &mut lines,
        "purpose",
        request
            .purpose
            .as_ref()
            .map_or("", |purpose| purpose.words.as_str()),
    );
    push(
        &mut lines,
        "looks like",
        request.scope.as_deref().unwrap_or_default(),
    );
    push(&mut lines, "because", &request.scope_reasons.join("; "));
    push(
        &mut lines,
        "environments",
        &ids(&request.environments).join(", "),
    );
    push(
        &mut lines,
        "frameworks",
        &ids(&request.frameworks).join(", "),
    );
    push(
        &mut lines,
        "qualifiers",
        &ids(&request.qualifiers).join(", "),
    );
    push(&mut lines, "engines", &ids(&request.engines).join(", "));
    push(
        &mut lines,
        "data",
        request
            .data_class
            .as_ref()
            .map_or("", |found| found.id.as_str()),
    );
    push(&mut lines, "exists", &ids(&request.existing).join(", "));
    push(
        &mut lines,
        "must not change",
        &texts(&request.exclusions).join("; "),
    );
    push(&mut lines, "order", &texts(&request.order).join("; "));
    for fact in request
        .facts
        .iter()
        .filter(|fact| fact.kind != FactKind::Durations || fact.number.is_some())
    {
        let kind = serde_json::to_value(fact.kind)
            .ok()
            .and_then(|kind| kind.as_str().map(|kind| kind.replace('_', " ")));
        let shown = if fact.value == fact.text {
            fact.text.clone()
        } else {
            format!("{} ({})", fact.value, fact.text)
        };
        push(&mut lines, &kind.unwrap_or_default(), &shown);
    }
    for question in &request.questions {
        push(&mut lines, "question", question);
    }
    push(
        &mut lines,
        "not understood",
        &texts(&request.unread).join(", "),
    );
    for note in &request.notes {
        push(&mut lines, "note", note);
    }
    lines.join("\n")
}

fn push(lines: &mut Vec<String>, label: &str, value: &str) {
    if !value.is_empty() {
        lines.push(format!("{label:16} {value}"));
    }
}
