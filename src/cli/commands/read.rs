//! `cloud-plan read`: shows what was understood of a request, without planning it.

use crate::cli::args::{Format, ReadArgs};
use crate::cli::{Context, Outcome, Stop, input, knowledge};
use crate::model::lexicon::Lexicon;
use crate::model::reading::FactKind;
use crate::request::fact::{Found, Phrase};
use crate::request::{self, ProfileFacts, Request, Verdict};
use serde_json::{Map, Value, json};
use std::io::{BufRead, Write};
use std::path::Path;

/// Longest line of a batch, in bytes.
const LONGEST_LINE: u64 = 2 * 1024 * 1024;

/// Runs the command.
pub fn run(context: &Context, args: &ReadArgs) -> Outcome {
    let format = context.format(&[Format::Text, Format::Json, Format::Jsonl])?;
    let kb = knowledge::load(context)?;
    let lexicon = request::lexicon::of(&kb);
    let profile: Option<ProfileFacts> = None;
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
            .document(&serde_json::to_string_pretty(&value(&request, None)).unwrap_or_default()),
        Format::Jsonl => context.document(&value(&request, None).to_string()),
        _ => context.document(&text_of(&request)),
    }
}

/// Reads one JSON object a line, and prints one for each, in the same order.
fn many(lexicon: &Lexicon, profile: Option<&ProfileFacts>, path: &Path, format: Format) -> Outcome {
    let mut input: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        let file = std::fs::File::open(path)
            .map_err(|error| Stop::data(format!("cannot read {}: {error}", path.display())))?;
        Box::new(std::io::BufReader::new(file))
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut line = Vec::new();
    let mut number = 0;
    let mut faulty = 0;
    while next_line(&mut *input, &mut line)? {
        number += 1;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match item(&line) {
            Ok((id, text)) => {
                let request = request::read(lexicon, profile, &text);
                if format == Format::Text {
                    writeln!(out, "{}", text_of(&request))?;
                } else {
                    writeln!(out, "{}", value(&request, Some(id)))?;
                }
            }
            Err(message) => {
                faulty += 1;
                writeln!(out, "{}", json!({ "line": number, "error": message }))?;
            }
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

/// The flat form that other programs read, with everything else under `detail`.
fn value(request: &Request, id: Option<Value>) -> Value {
    let mut object = Map::new();
    if let Some(id) = id {
        object.insert("id".to_owned(), id);
    }
    let flat = json!({
        "verdict": request.verdict,
        "reason": request.reason,
        "provider": request.provider,
        "provider_from": request.provider_from,
        "services": ids(&request.services),
        "products": texts(&request.products),
        "capabilities": capabilities(request),
        "action": request.action,
        "scope": request.scope,
        "scope_reasons": request.scope_reasons,
        "environments": ids(&request.environments),
        "frameworks": ids(&request.frameworks),
        "qualifiers": ids(&request.qualifiers),
        "engines": ids(&request.engines),
        "data_class": request.data_class.as_ref().map(|found| &found.id),
        "purpose": request.purpose.as_ref().map(|purpose| &purpose.slug),
        "object": request.object.as_ref().map(|object| &object.text),
        "exclusions": texts(&request.exclusions),
        "order": texts(&request.order),
        "questions": request.questions,
        "parts": request.parts,
        "existing": ids(&request.existing),
        "unread": texts(&request.unread),
        "notes": request.notes,
        "facts": facts(request),
    });
    if let Value::Object(flat) = flat {
        object.extend(flat);
    }
    Value::Object(object)
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

/// Facts by kind, each as written and in its usual form.
fn facts(request: &Request) -> Value {
    let mut object: Map<String, Value> = Map::new();
    for fact in &request.facts {
        let kind = serde_json::to_value(fact.kind)
            .ok()
            .and_then(|kind| kind.as_str().map(str::to_owned));
        let list = object
            .entry(kind.unwrap_or_default())
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            for form in [&fact.value, &fact.text] {
                if !list
                    .iter()
                    .any(|known| known.as_str() == Some(form.as_str()))
                {
                    list.push(Value::String(form.clone()));
                }
            }
        }
    }
    Value::Object(object)
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
