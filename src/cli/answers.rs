//! Reads the answers to the wizard's questions from flags and from a YAML or JSON file.
//! It never decides whether an answer fits; it only says where it stood.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::map::IndexMap;
use jiff::civil::Date;

use super::args::date;
use super::context::Context;
use super::profile_args::AnswerArgs;
use super::stop::Stop;
use crate::diag::{self, Code, Diagnostic, Source, Span};
use crate::project::answer::Given;
use crate::project::fault::Place;
use crate::project::{Fault, Vocabulary, profile};
use crate::yaml::{Limits, Node, Value};

/// No file of answers is this long.
const LIMIT: u64 = 1024 * 1024;

/// What is known before anybody is asked.
#[derive(Debug, Default)]
pub struct Known {
    /// The answers by field.
    pub answers: IndexMap<String, Given>,
    /// The day that the file gives.
    pub date: Option<Date>,
    /// The file, to point into.
    file: Option<(Arc<Source>, Node)>,
}

impl Known {
    /// From the file and the flags; a flag wins.
    pub fn read(
        context: &Context,
        args: &AnswerArgs,
        vocabulary: &Vocabulary<'_>,
    ) -> Result<Self, Stop> {
        let mut known = match &args.answers {
            Some(path) => {
                Self::of_file(path, vocabulary).map_err(|found| context.report(&found))?
            }
            None => Self::default(),
        };
        let mut unknown = Vec::new();
        for (field, text) in args.pairs() {
            if vocabulary.question(field).is_none() {
                unknown.push(no_question(vocabulary, field));
            }
            known
                .answers
                .insert(field.to_owned(), Given::Text(text.to_owned()));
        }
        if unknown.is_empty() {
            Ok(known)
        } else {
            Err(context.report(&unknown))
        }
    }

    fn of_file(path: &Path, vocabulary: &Vocabulary<'_>) -> Result<Self, Vec<Diagnostic>> {
        let source = if path == Path::new("-") {
            standard_input()
        } else {
            profile::source(path)
        };
        let source = source.map_err(|fault| vec![*fault])?;
        let node = diag::parse(&source, &Limits::default())?;
        if !matches!(node.value, Value::Map(_)) {
            let fault = Diagnostic::error(
                Code::WrongType,
                "the answers are not a map of fields and values",
            );
            let fault = fault.label(&source, node.head(), "should be `field: value`");
            return Err(vec![fault.help(
                "write one line for every answer, such as `regions: [eu-west-1]`",
            )]);
        }
        let mut known = Self::default();
        let mut faults = Vec::new();
        for (key, value) in node.pairs() {
            let field = key.as_str().unwrap_or_default();
            if field == "set_up_at" {
                known.date = value.as_str().and_then(|text| date(text).ok());
                continue;
            }
            if vocabulary.question(field).is_none() {
                faults.push(no_question(vocabulary, field).label(
                    &source,
                    key.span,
                    "not a question",
                ));
                continue;
            }
            match given(value) {
                Ok(Some(given)) => drop(known.answers.insert(field.to_owned(), given)),
                Ok(None) => {}
                Err(()) => {
                    let fault = Diagnostic::error(
                        Code::WrongType,
                        format!("`{field}` cannot be {}", value.describe()),
                    );
                    let fault = fault.label(&source, value.head(), "of the wrong type");
                    faults.push(fault.help("write a text, a list of texts, or `true` or `false`"));
                }
            }
        }
        known.file = Some((source, node));
        if faults.is_empty() {
            Ok(known)
        } else {
            Err(faults)
        }
    }

    /// Did answers come from a file?
    pub fn has_file(&self) -> bool {
        self.file.is_some()
    }

    /// Faults of answers with the place where they stood, if that was a file.
    pub fn placed(&self, faults: Vec<Fault>) -> Vec<Diagnostic> {
        faults.into_iter().map(|fault| self.place(fault)).collect()
    }

    fn place(&self, fault: Fault) -> Diagnostic {
        let Some((source, node)) = &self.file else {
            return fault.without_file();
        };
        let span = match node.pair(&fault.field) {
            None => Span::new(0, 0),
            Some((key, _)) if fault.place == Place::Key => key.span,
            Some((_, value)) => match fault.place {
                Place::Item(index) => value
                    .items()
                    .get(index)
                    .map_or(value.head(), |item| item.span),
                _ => value.head(),
            },
        };
        let label = fault.label.clone();
        if node.pair(&fault.field).is_none() {
            return fault.without_file();
        }
        fault.without_file().label(source, span, label)
    }
}

fn no_question(vocabulary: &Vocabulary<'_>, field: &str) -> Diagnostic {
    let names: Vec<&str> = vocabulary
        .questions()
        .map(|question| question.id.as_str())
        .collect();
    let fault = Diagnostic::error(Code::UnknownKey, format!("there is no question `{field}`"));
    fault.maybe_help(diag::suggest::help(field, &names))
}

/// A value of the file as an answer; `Err` when it can be none.
fn given(value: &Node) -> Result<Option<Given>, ()> {
    Ok(Some(match &value.value {
        Value::Null => return Ok(None),
        Value::Bool(flag) => Given::Flag(*flag),
        Value::Seq(items) => {
            let words: Option<Vec<String>> = items.iter().map(scalar).collect();
            Given::List(words.ok_or(())?)
        }
        _ => Given::Text(scalar(value).ok_or(())?),
    }))
}

fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::Str(text) | Value::Number(text) => Some(text.clone()),
        Value::Int(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Seq(_) | Value::Map(_) => None,
    }
}

fn standard_input() -> Result<Arc<Source>, Box<Diagnostic>> {
    let mut text = String::new();
    let read = std::io::stdin()
        .lock()
        .take(LIMIT)
        .read_to_string(&mut text);
    read.map_err(|error| {
        Box::new(Diagnostic::error(
            Code::UnreadableFile,
            format!("standard input: {error}"),
        ))
    })?;
    Ok(Source::new("standard input", text))
}
