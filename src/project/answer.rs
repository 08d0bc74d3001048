//! Turns what somebody answered into the value of a field: other spellings, lists in one line, yes and no.
//! It never asks, and never keeps an answer that the check would refuse.

use jiff::civil::Date;
use serde_json::Value;

use super::check::Fields;
use super::fault::{Fault, Place};
use super::region::{meant_region, providers_of};
use super::value::check_field;
use super::vocabulary::{Vocabulary, meant};
use crate::diag::Code;
use crate::model::wizard::{Answer, Question};

/// An answer as it came: typed, from a flag, or from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A text; for a list its entries stand in one line.
    Text(String),
    /// A list.
    List(Vec<String>),
    /// Yes or no.
    Flag(bool),
}

/// What became of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Taken {
    /// The value of the field.
    Value(Value),
    /// It asks for more: this question, whose answer is the value.
    Specify(String),
    /// A consent was refused.
    Refused,
}

/// Takes an answer to a question. The other fields say which regions there are; the day is that of a consent.
pub fn take(
    vocabulary: &Vocabulary<'_>,
    question: &Question,
    given: &Given,
    fields: &Fields,
    date: Date,
) -> Result<Taken, Vec<Fault>> {
    let value = match (question.kind, given) {
        (Answer::YesNo, given) => Value::Bool(yes_or_no(question, given)?),
        (Answer::Consent, given) => return consent(question, given, date),
        (Answer::Text, Given::Text(text)) => Value::from(text.trim()),
        (Answer::One | Answer::Provider | Answer::Tier | Answer::Posture, Given::Text(text)) => {
            let offers = vocabulary.offers(question);
            match meant(&offers, text) {
                Some(offer) if offer.choice.is_some_and(|choice| choice.specify.is_some()) => {
                    return Ok(specify(
                        offer.choice.and_then(|choice| choice.specify.clone()),
                    ));
                }
                Some(offer) => Value::from(offer.value),
                None => Value::from(text.trim()),
            }
        }
        (_, Given::Text(text)) => match list(vocabulary, question, text, fields) {
            List::Words(words) => words.into(),
            List::Specify(prompt) => return Ok(specify(Some(prompt))),
        },
        (
            Answer::Text | Answer::One | Answer::Provider | Answer::Tier | Answer::Posture,
            Given::List(words),
        ) => {
            let [only] = words.as_slice() else {
                return Err(vec![one_only(question)]);
            };
            return take(
                vocabulary,
                question,
                &Given::Text(only.clone()),
                fields,
                date,
            );
        }
        (_, Given::List(words)) => words
            .iter()
            .map(|word| word_of(vocabulary, question, word, fields))
            .collect(),
        (_, Given::Flag(flag)) => Value::Bool(*flag),
    };
    let faults = check_field(vocabulary, question, &value, fields);
    if faults.is_empty() {
        Ok(Taken::Value(value))
    } else {
        Err(faults)
    }
}

fn specify(prompt: Option<String>) -> Taken {
    Taken::Specify(prompt.unwrap_or_default())
}

fn one_only(question: &Question) -> Fault {
    let message = format!("`{}` takes one answer", question.id);
    Fault::new(&question.id, Place::Value, Code::WrongType, message)
        .label("more than one")
        .help("choose one")
}

/// The words for yes and no that people type.
fn yes_or_no(question: &Question, given: &Given) -> Result<bool, Vec<Fault>> {
    let text = match given {
        Given::Flag(flag) => return Ok(*flag),
        Given::Text(text) => text.trim().to_lowercase(),
        Given::List(_) => return Err(vec![one_only(question)]),
    };
    match text.as_str() {
        "y" | "yes" | "true" | "1" => Ok(true),
        "n" | "no" | "false" | "0" => Ok(false),
        _ => {
            let message = format!("`{text}` is neither yes nor no");
            let fault = Fault::new(&question.id, Place::Value, Code::UnknownValue, message);
            Err(vec![fault.label("not known").help("answer yes or no")])
        }
    }
}

/// A yes is kept as its day; any other text than yes or no is kept as it is, since it says who agreed to what.
fn consent(question: &Question, given: &Given, date: Date) -> Result<Taken, Vec<Fault>> {
    match (yes_or_no(question, given), given) {
        (Ok(true), _) => Ok(Taken::Value(Value::from(date.to_string()))),
        (Ok(false), _) => Ok(Taken::Refused),
        (Err(_), Given::Text(text)) if !text.trim().is_empty() => {
            Ok(Taken::Value(Value::from(text.trim())))
        }
        (Err(faults), _) => Err(faults),
    }
}

enum List {
    Words(Vec<String>),
    Specify(String),
}

/// The entries of a line such as `hipaa + soc2`, `hipaa,soc2` or `hipaa and soc2`.
fn list(vocabulary: &Vocabulary<'_>, question: &Question, text: &str, fields: &Fields) -> List {
    let offers = vocabulary.offers(question);
    let whole = meant(&offers, text).and_then(|offer| offer.choice);
    if let Some(prompt) = whole.and_then(|choice| choice.specify.clone()) {
        return List::Specify(prompt);
    }
    let text = match whole {
        Some(choice) if question.kind == Answer::Names => choice.value.as_str(),
        _ => text,
    };
    let mut words: Vec<String> = Vec::new();
    for part in split(text) {
        let word = word_of(vocabulary, question, part, fields);
        // "us-east-1 eu-west-1" and "hipaa soc2": no word has a space in it, only labels have.
        let apart = word == part && part.contains(char::is_whitespace);
        let more = if apart {
            part.split_whitespace().collect()
        } else {
            vec![part]
        };
        words.extend(
            more.into_iter()
                .map(|part| word_of(vocabulary, question, part, fields)),
        );
    }
    let mut seen: Vec<String> = Vec::new();
    for word in words {
        if !seen.contains(&word) {
            seen.push(word);
        }
    }
    List::Words(seen)
}

/// The parts between the signs and the word that join entries.
fn split(text: &str) -> Vec<&str> {
    let signs = text.split([',', ';', '+', '&', '/', '\n']);
    signs
        .flat_map(split_at_and)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

fn split_at_and(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    let lower = text.trim().to_ascii_lowercase();
    // Lower case keeps the length of every letter here, so that the places agree.
    let mut places = lower
        .match_indices(" and ")
        .map(|(place, _)| place)
        .collect::<Vec<_>>();
    while let Some(place) = places.pop() {
        let (before, after) = rest.split_at_checked(place).unwrap_or((rest, ""));
        parts.insert(0, after.get(" and ".len()..).unwrap_or_default());
        rest = before;
    }
    parts.insert(0, rest.strip_prefix("and ").unwrap_or(rest));
    parts
}

/// The word of the vocabulary that a word means; the word itself when it means none, so that the check tells why.
fn word_of(
    vocabulary: &Vocabulary<'_>,
    question: &Question,
    word: &str,
    fields: &Fields,
) -> String {
    let word = word.trim();
    match question.kind {
        Answer::Names => word.to_lowercase(),
        Answer::Regions => {
            let providers = providers_of(vocabulary, fields);
            meant_region(vocabulary, &providers, word)
                .unwrap_or(word)
                .to_owned()
        }
        _ => meant(&vocabulary.offers(question), word)
            .map_or(word, |offer| offer.value)
            .to_owned(),
    }
}
