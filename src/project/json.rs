//! JSON with places: where each field of a profile stands, and how to change one without touching the others.
//! It never decides whether a value makes sense.

use std::iter::Peekable;
use std::str::CharIndices;
use std::sync::Arc;

use crate::map::IndexMap;
use serde_json::{Map, Value};

use super::fault::Place;
use crate::diag::{Code, Diagnostic, Source, Span};

/// Where the fields of an object stand.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The brace that opens the object.
    open: Span,
    /// The brace that closes it.
    close: Span,
    fields: IndexMap<String, Field>,
    /// Names that stand there twice, with both places.
    twice: Vec<(String, Span, Span)>,
}

#[derive(Debug, Clone, Default)]
struct Field {
    key: Span,
    value: Span,
    items: Vec<Span>,
}

impl Places {
    /// The place to point at.
    pub fn span(&self, field: &str, place: Place) -> Span {
        let Some(found) = self.fields.get(field) else {
            return self.open;
        };
        match place {
            Place::File => self.open,
            Place::Key => found.key,
            Place::Value => found.value,
            Place::Item(index) => found.items.get(index).copied().unwrap_or(found.value),
        }
    }
}

/// Reads an object and where its fields stand; what is not JSON is told with its place.
pub fn read(source: &Arc<Source>) -> Result<(Map<String, Value>, Places), Vec<Diagnostic>> {
    // Some editors put a mark before the text that JSON does not know.
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let skipped = source.text.len() - text.len();
    let value: Value =
        serde_json::from_str(text).map_err(|error| vec![syntax(source, text, skipped, &error)])?;
    let Value::Object(fields) = value else {
        let error = Diagnostic::error(Code::WrongType, "this is JSON, but not an object");
        let span = Span::new(skipped, source.text.len());
        return Err(vec![
            error
                .label(source, span, "should begin with `{`")
                .help("write the fields in braces"),
        ]);
    };
    let places = places(text, skipped);
    if places.twice.is_empty() {
        return Ok((fields, places));
    }
    Err(places
        .twice
        .iter()
        .map(|(name, first, second)| twice(source, name, *first, *second))
        .collect())
}

fn twice(source: &Arc<Source>, name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(
        Code::DuplicateKey,
        format!("`{name}` stands twice in the profile"),
    )
    .label(source, second, "the second time")
    .label(source, first, "the first time")
    .help("remove one of the two")
}

/// What serde says, with its place.
fn syntax(
    source: &Arc<Source>,
    text: &str,
    skipped: usize,
    error: &serde_json::Error,
) -> Diagnostic {
    let raw = error.to_string();
    let raw = raw.split(" at line ").next().unwrap_or_default();
    let lines = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1));
    let found = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
    // A comma too many or too few is noticed only at what follows it.
    let before = text.get(..found).unwrap_or_default().trim_end();
    let late = raw.contains("comma") || raw.contains("`,`");
    let place = skipped
        + if late {
            before.len().saturating_sub(1)
        } else {
            found
        };
    let rest = text.get(found..).unwrap_or_default();
    let (message, help) = match rest.chars().next() {
        _ if text.trim().is_empty() => (
            "the profile is empty",
            "set it up again with `cloud-plan init --force`",
        ),
        Some('/' | '#') => (
            "JSON has no comments",
            "remove it, or keep it in a field of your own",
        ),
        Some('\'') => (
            "a text begins with a single quote",
            "write it in double quotes",
        ),
        _ => in_words(raw),
    };
    Diagnostic::error(Code::JsonSyntax, message)
        .label(source, Span::new(place, place + 1), "here")
        .help(help)
}

/// What serde says, in words for the person who wrote the file, and what to do.
fn in_words(raw: &str) -> (&str, &str) {
    match raw {
        "trailing comma" => (
            "a comma stands before a closing bracket",
            "remove the comma",
        ),
        "expected `,` or `}`" | "expected `,` or `]`" => (
            "a comma or a closing bracket is missing",
            "put a comma after every value but the last",
        ),
        "expected `:`" => ("a colon is missing after a name", "write \"name\": value"),
        "key must be a string" => (
            "a name of a field must stand in double quotes",
            "write \"name\": value",
        ),
        "expected value" | "expected ident" => (
            "something stands here that is no value",
            "write a text in double quotes, a list in brackets, or a number",
        ),
        "trailing characters" => ("something follows after the closing brace", "remove it"),
        "recursion limit exceeded" => (
            "the brackets nest too deep",
            "a profile needs no more than one list in a field",
        ),
        other if other.starts_with("EOF") => (
            "the file ends too early",
            "close every quote, bracket and brace",
        ),
        other if other.starts_with("control character") => (
            "a line breaks off inside a text",
            "close the quotes on the same line",
        ),
        other => (
            other,
            "see the places around it for a quote or a bracket too many",
        ),
    }
}

/// A value of the text and the values in it; an object holds its names and values by turns.
struct Tree {
    span: Span,
    inside: Vec<Tree>,
}

/// Where everything stands in a text that is known to be a JSON object.
fn places(text: &str, skipped: usize) -> Places {
    let Some(root) = tree(&mut text.char_indices().peekable(), text.len()) else {
        return Places::default();
    };
    let moved = |span: Span| Span::new(span.start + skipped, span.end + skipped);
    let (first, last) = (root.span.start, root.span.end.saturating_sub(1));
    let mut places = Places {
        open: moved(Span::new(first, first + 1)),
        close: moved(Span::new(last, last + 1)),
        ..Places::default()
    };
    let mut inside = root.inside.into_iter();
    while let (Some(key), Some(value)) = (inside.next(), inside.next()) {
        let name = text.get(key.span.start..key.span.end).unwrap_or_default();
        let name: String = serde_json::from_str(name).unwrap_or_default();
        if let Some(first) = places.fields.get(&name) {
            places.twice.push((name, first.key, moved(key.span)));
            continue;
        }
        let items = value.inside.iter().map(|item| moved(item.span)).collect();
        places.fields.insert(
            name,
            Field {
                key: moved(key.span),
                value: moved(value.span),
                items,
            },
        );
    }
    places
}

/// The next value of the text. serde has seen the text before, so it is JSON and does not nest without end.
fn tree(letters: &mut Peekable<CharIndices<'_>>, length: usize) -> Option<Tree> {
    let between = |letter: char| letter.is_ascii_whitespace() || matches!(letter, ',' | ':');
    while letters.next_if(|(_, letter)| between(*letter)).is_some() {}
    let (start, first) = letters.next()?;
    let mut inside = Vec::new();
    match first {
        '"' => {
            while let Some((_, letter)) = letters.next() {
                match letter {
                    '\\' => drop(letters.next()),
                    '"' => break,
                    _ => {}
                }
            }
        }
        '{' | '[' => {
            while let Some((_, letter)) = letters.peek() {
                match letter {
                    '}' | ']' => break,
                    letter if between(*letter) => drop(letters.next()),
                    _ => inside.push(tree(letters, length)?),
                }
            }
            letters.next();
        }
        _ => {
            while letters
                .next_if(|(_, letter)| !between(*letter) && !matches!(letter, '}' | ']'))
                .is_some()
            {}
        }
    }
    let end = letters.peek().map_or(length, |(offset, _)| *offset);
    Some(Tree {
        span: Span::new(start, end),
        inside,
    })
}

/// The text with one field changed, added or, without a value, removed. Everything else keeps its bytes.
pub fn with(text: &str, field: &str, value: Option<&Value>) -> String {
    let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
    let places = places(text.get(skipped..).unwrap_or_default(), skipped);
    let (span, new) = match (places.fields.get_full(field), value) {
        (Some((_, _, found)), Some(value)) => (found.value, render_value(value)),
        (Some((index, ..)), None) => (places.whole(index), String::new()),
        (None, Some(value)) => places.addition(text, field, value),
        (None, None) => return text.to_owned(),
    };
    let mut changed = text.to_owned();
    changed.replace_range(span.start..span.end, &new);
    changed
}

impl Places {
    /// A field with the comma that belongs to it.
    fn whole(&self, index: usize) -> Span {
        let at = |index: usize| self.fields.get_index(index).map(|(_, field)| field);
        let (Some(field), next) = (at(index), at(index + 1)) else {
            return Span::default();
        };
        match (next, index.checked_sub(1).and_then(at)) {
            (Some(next), _) => Span::new(field.key.start, next.key.start),
            (None, Some(previous)) => Span::new(previous.value.end, field.value.end),
            (None, None) => Span::new(field.key.start, field.value.end),
        }
    }

    /// Where a new field goes, and its text: last, laid out like the field before it.
    fn addition(&self, text: &str, field: &str, value: &Value) -> (Span, String) {
        let new = format!("{}: {}", Value::from(field), render_value(value));
        let Some((_, last)) = self.fields.last() else {
            return (
                Span::new(self.open.end, self.close.start),
                format!("\n  {new}\n"),
            );
        };
        let before = text.get(..last.key.start).unwrap_or_default();
        let indent = before
            .rsplit_once('\n')
            .map(|(_, indent)| indent)
            .filter(|indent| indent.trim().is_empty());
        let gap = indent.map_or(" ".to_owned(), |indent| format!("\n{indent}"));
        (
            Span::new(last.value.end, last.value.end),
            format!(",{gap}{new}"),
        )
    }
}

/// A whole profile as text: a field a line, lists on one line.
pub fn render(fields: &Map<String, Value>) -> String {
    let line = |(name, value): (&String, &Value)| {
        format!("  {}: {}", Value::from(name.as_str()), render_value(value))
    };
    let lines: Vec<String> = fields.iter().map(line).collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

fn render_value(value: &Value) -> String {
    match value {
        Value::Array(items) => format!(
            "[{}]",
            items
                .iter()
                .map(render_value)
                .collect::<Vec<_>>()
                .join(", ")
        ),
        other => other.to_string(),
    }
}
