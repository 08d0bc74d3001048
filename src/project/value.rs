//! Checks the value of one field: its type, its words, its names.
//! It never looks at what other fields say, except at the provider that regions belong to.

use serde_json::Value;

use super::check::Fields;
use super::fault::{Fault, Place};
use super::region::check_region;
use super::vocabulary::{Vocabulary, meant};
use crate::diag::{Code, suggest};
use crate::model::wizard::{Answer, Question};

/// Checks the value of one field.
pub fn check_field(
    vocabulary: &Vocabulary<'_>,
    question: &Question,
    value: &Value,
    fields: &Fields,
) -> Vec<Fault> {
    let one = |fault: Option<Fault>| fault.into_iter().collect();
    match question.kind {
        Answer::One | Answer::Provider | Answer::Tier | Answer::Posture => {
            one(check_text(question, value)
                .or_else(|| check_word(vocabulary, question, value.as_str()?, Place::Value)))
        }
        Answer::Text => one(check_text(question, value)),
        Answer::YesNo => {
            one((!value.is_boolean()).then(|| wrong_type(question, value, "`true` or `false`")))
        }
        Answer::Consent => {
            let fits = value.is_boolean() || value.is_string();
            one((!fits)
                .then(|| wrong_type(question, value, "`true`, or the day of the acknowledgement")))
        }
        Answer::Some | Answer::Providers | Answer::Regions | Answer::Frameworks | Answer::Names => {
            check_list(vocabulary, question, value, fields)
        }
    }
}

fn check_text(question: &Question, value: &Value) -> Option<Fault> {
    (!value.is_string()).then(|| wrong_type(question, value, "a text in double quotes"))
}

fn check_list(
    vocabulary: &Vocabulary<'_>,
    question: &Question,
    value: &Value,
    fields: &Fields,
) -> Vec<Fault> {
    let Value::Array(items) = value else {
        return vec![wrong_type(
            question,
            value,
            "a list of texts in brackets, such as [\"...\"]",
        )];
    };
    if items.is_empty() {
        // An empty list says "none" where that can be answered.
        if question.alone().is_some() {
            return Vec::new();
        }
        let fault = Fault::new(
            &question.id,
            Place::Value,
            Code::OutOfRange,
            format!("`{}` is empty", question.id),
        );
        return vec![fault.label("needs at least one entry")];
    }
    let mut faults = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let place = Place::Item(index);
        let Some(text) = item.as_str() else {
            faults.push(wrong_type(question, item, "a text in double quotes").at(place));
            continue;
        };
        let repeated = items.iter().take(index).any(|other| other == item);
        faults.extend(match question.kind {
            _ if repeated => Some(twice(question, text, place)),
            Answer::Regions => check_region(vocabulary, question, text, fields, place),
            Answer::Names => check_name(question, text, place),
            _ => check_word(vocabulary, question, text, place),
        });
    }
    faults.extend(check_alone(question, items));
    faults
}

/// An answer such as "none" cannot stand beside others.
fn check_alone(question: &Question, items: &[Value]) -> Option<Fault> {
    let is_alone = |item: &Value| {
        item.as_str()
            .and_then(|text| question.choice(text))
            .is_some_and(|choice| choice.alone)
    };
    let index = items
        .iter()
        .position(is_alone)
        .filter(|_| items.len() > 1)?;
    let value = items.get(index).and_then(Value::as_str).unwrap_or_default();
    let message = format!("`{value}` stands beside other values of `{}`", question.id);
    let fault = Fault::new(
        &question.id,
        Place::Item(index),
        Code::ConflictingValues,
        message,
    );
    Some(
        fault
            .label("excludes all others")
            .help(format!("remove `{value}`, or everything else")),
    )
}

fn check_word(
    vocabulary: &Vocabulary<'_>,
    question: &Question,
    word: &str,
    place: Place,
) -> Option<Fault> {
    if vocabulary.offers_value(question, word) {
        return None;
    }
    let offers = vocabulary.offers(question);
    let found = meant(&offers, word)
        .filter(|offer| offer.choice.is_none_or(|choice| choice.specify.is_none()));
    let message = format!("`{word}` is not a value of `{}`", question.id);
    let fault = Fault::new(&question.id, place, Code::UnknownValue, message);
    if let Some(provider) = vocabulary.provider_of(word) {
        let message = format!(
            "`{word}` is a region of {}, not a value of `{}`",
            vocabulary.provider_label(provider),
            question.id
        );
        let help = format!("write `{provider}` here and `{word}` under `regions`");
        let fault = Fault::new(&question.id, place, Code::UnknownValue, message).label("a region");
        return Some(if question.kind == Answer::Provider {
            fault.help(help)
        } else {
            fault
        });
    }
    let values: Vec<&str> = offers.iter().map(|offer| offer.value).collect();
    let help = match found {
        Some(offer) => Some(format!("write `{}`", offer.value)),
        None => suggest::help(word, &values),
    };
    Some(fault.label("not known").maybe_help(help))
}

fn check_name(question: &Question, name: &str, place: Place) -> Option<Fault> {
    let starts = name.starts_with(|letter: char| letter.is_ascii_lowercase());
    let rest = name
        .chars()
        .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
    if starts && rest && name.len() <= 32 {
        return None;
    }
    let message = format!("`{name}` cannot be a name under `{}`", question.id);
    let fault = Fault::new(&question.id, place, Code::WrongFormat, message)
        .label("becomes part of resource names");
    Some(fault.help("use at most 32 small letters, digits and hyphens, beginning with a letter"))
}

fn twice(question: &Question, text: &str, place: Place) -> Fault {
    let message = format!("`{text}` stands twice under `{}`", question.id);
    Fault::new(&question.id, place, Code::ConflictingValues, message)
        .label("the second time")
        .help("remove one")
}

fn wrong_type(question: &Question, value: &Value, wanted: &str) -> Fault {
    let message = format!("`{}` needs {wanted}, not {}", question.id, describe(value));
    Fault::new(&question.id, Place::Value, Code::WrongType, message)
        .label("of the wrong type")
        .help(format!("write {wanted}"))
}

pub(super) fn describe(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => format!("`{value}`"),
        Value::String(text) => format!("the text `{text}`"),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
