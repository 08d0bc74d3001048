//! Checks the fields of a profile against the vocabulary: every fault at once, each with its place.
//! It never corrects anything and never fills in a default.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::fault::{Fault, Place};
use super::value::{check_field, describe};
use super::vocabulary::Vocabulary;
use crate::diag::{Code, suggest};
use crate::model::profile::FIELDS;
use crate::model::wizard::{Answer, Question};

/// The fields of a profile as its file holds them, in the order of the file.
pub type Fields = Map<String, Value>;

/// The form of a profile that this program reads; a file that names no version has this one.
const VERSION: u64 = 1;

/// The one field that is no question.
const SET_UP_AT: &str = "set_up_at";

/// Everything that is wrong with a profile, or that is missing for a good plan.
pub fn check(vocabulary: &Vocabulary<'_>, fields: &Fields) -> Vec<Fault> {
    if let Some(fault) = version(fields) {
        return vec![fault];
    }
    let (mut faults, meant) = misspelt(vocabulary, fields);
    faults.extend(missing(fields, &meant));
    for question in answered(vocabulary, fields) {
        if let Some(value) = fields.get(&question.id) {
            faults.extend(check_field(vocabulary, question, value, fields));
        }
    }
    if let Some(day) = fields.get(SET_UP_AT) {
        faults.extend(check_day(day));
    }
    faults.extend(check_primary(vocabulary, fields));
    faults.extend(unanswered(vocabulary, fields));
    faults
}

/// The follow-up questions that the values of a profile lead to, each with the field that leads there.
pub fn follow_ups<'a>(
    vocabulary: &'a Vocabulary<'_>,
    fields: &Fields,
) -> Vec<(&'a Question, String)> {
    let mut found = Vec::new();
    for question in &vocabulary.wizard.questions {
        for value in texts(fields.get(&question.id)) {
            found.extend(
                follow_ups_of(vocabulary, question, value)
                    .into_iter()
                    .map(|next| (next, question.id.clone())),
            );
        }
    }
    found
}

/// The follow-up questions that one value leads to.
pub fn follow_ups_of<'a>(
    vocabulary: &'a Vocabulary<'_>,
    question: &'a Question,
    value: &str,
) -> Vec<&'a Question> {
    let then = question
        .choice(value)
        .map(|choice| choice.then.as_slice())
        .unwrap_or_default();
    let mut found: Vec<&Question> = then
        .iter()
        .filter_map(|id| vocabulary.question(id))
        .collect();
    found.extend(vocabulary.asks(question.kind, value));
    found
}

/// The texts of a value: itself, or the entries of a list.
pub fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// A profile of a later form must not be read as if it were of this one.
fn version(fields: &Fields) -> Option<Fault> {
    let (field, value) = ["version", "profile_version", "schema_version"]
        .iter()
        .find_map(|field| fields.get_key_value(*field))?;
    if value.as_u64() == Some(VERSION) || value.as_str() == Some("1") {
        return None;
    }
    let message =
        format!("this profile is of version {value}, and cloud-plan reads version {VERSION}");
    Some(
        Fault::new(field, Place::Value, Code::ProfileVersion, message)
            .label("a version that is not known")
            .help("use a newer cloud-plan, or set the profile up again with `cloud-plan init --force`"),
    )
}

/// The nine fields that are not there, except those that are there under a wrong name.
fn missing(fields: &Fields, meant: &[&str]) -> Option<Fault> {
    let is_missing = |field: &&str| !fields.contains_key(*field) && !meant.contains(field);
    let names: Vec<String> = FIELDS
        .into_iter()
        .filter(is_missing)
        .map(|field| format!("`{field}`"))
        .collect();
    let first = names.first()?.trim_matches('`');
    let message = format!("the profile has no {}", names.join(", no "));
    let help = match first {
        SET_UP_AT => "add the day of the set-up, such as \"2026-04-24\"".to_owned(),
        first => format!(
            "add what is missing, or answer the questions again: `cloud-plan profile edit {first}`"
        ),
    };
    Some(
        Fault::new(first, Place::File, Code::MissingKey, message)
            .label("nine fields belong here")
            .help(help),
    )
}

/// The questions that the fields answer. Those that the catalog adds are looked up only for fields that
/// no question of the wizard fills: mostly there are none.
fn answered<'a>(vocabulary: &'a Vocabulary<'_>, fields: &Fields) -> Vec<&'a Question> {
    let own = vocabulary
        .wizard
        .all()
        .filter(|question| fields.contains_key(&question.id));
    let others = others(vocabulary, fields);
    own.chain(
        others
            .into_iter()
            .filter_map(|field| vocabulary.question(field)),
    )
    .collect()
}

/// The fields that are neither among the nine nor filled by a question of the wizard.
fn others<'a>(vocabulary: &Vocabulary<'_>, fields: &'a Fields) -> Vec<&'a str> {
    let names = fields.keys().map(String::as_str);
    names
        .filter(|field| !FIELDS.contains(field) && vocabulary.wizard.question(field).is_none())
        .collect()
}

/// Unknown fields belong to other tools and are left alone. One that looks like a field that must be there is an
/// error; one that looks like a field that may be there is only pointed out.
fn misspelt<'a>(vocabulary: &'a Vocabulary<'_>, fields: &Fields) -> (Vec<Fault>, Vec<&'a str>) {
    let absent = |field: &&str| !fields.contains_key(*field);
    let nine: Vec<&str> = FIELDS.into_iter().filter(absent).collect();
    let (mut faults, mut meant) = (Vec::new(), Vec::new());
    for field in others(vocabulary, fields) {
        if vocabulary.question(field).is_some() {
            continue;
        }
        let must = suggest::nearest(field, nine.iter().copied());
        let may = vocabulary
            .questions()
            .map(|question| question.id.as_str())
            .filter(absent);
        let Some(near) = must.or_else(|| suggest::nearest(field, may)) else {
            continue;
        };
        let message = format!("`{field}` is not a field of the profile");
        let fault = Fault::new(field, Place::Key, Code::UnknownKey, message).label("has no effect");
        let fault = fault.help(format!("did you mean `{near}`?"));
        faults.push(if must.is_some() {
            fault
        } else {
            fault.warning()
        });
        meant.extend(must);
    }
    (faults, meant)
}

fn check_day(value: &Value) -> Option<Fault> {
    let day = value
        .as_str()
        .filter(|text| text.len() == 10)
        .and_then(|text| text.parse::<Date>().ok());
    if day.is_some() {
        return None;
    }
    let message = format!("`set_up_at` is not a day: {}", describe(value));
    let fault = Fault::new(SET_UP_AT, Place::Value, Code::WrongFormat, message);
    Some(
        fault
            .label("not a day of the calendar")
            .help("write it as \"YYYY-MM-DD\", for example \"2026-04-24\""),
    )
}

/// Several providers need one that comes first, and it must be one of them.
fn check_primary(vocabulary: &Vocabulary<'_>, fields: &Fields) -> Option<Fault> {
    let provider = fields.get("provider").and_then(Value::as_str)?;
    let primary = fields.get("primary_provider").and_then(Value::as_str);
    if !vocabulary.several(provider) {
        let other =
            primary.filter(|primary| *primary != provider && vocabulary.has_provider(provider))?;
        let message =
            format!("the primary provider is `{other}`, and the only provider is `{provider}`");
        let fault = Fault::new(
            "primary_provider",
            Place::Value,
            Code::ConflictingValues,
            message,
        );
        return Some(
            fault
                .label("not the provider")
                .help("remove the field, or say that there are several providers"),
        );
    }
    let Some(primary) = primary else {
        let message = format!("`{provider}` needs a primary provider");
        let fault = Fault::new("provider", Place::Value, Code::MissingKey, message)
            .label("which one comes first?");
        let names: Vec<String> = vocabulary
            .providers()
            .into_iter()
            .map(|id| format!("`{id}`"))
            .collect();
        return Some(fault.help(format!(
            "add \"primary_provider\" with one of {}",
            names.join(", ")
        )));
    };
    let listed = texts(fields.get("providers"));
    if listed.is_empty() || listed.contains(&primary) {
        return None;
    }
    let message = format!("the primary provider `{primary}` is not among the providers");
    let fault = Fault::new(
        "primary_provider",
        Place::Value,
        Code::ConflictingValues,
        message,
    );
    Some(
        fault
            .label("not in the list")
            .help(format!("add `{primary}` to `providers`")),
    )
}

/// Follow-up questions without an answer: a plan can be made, and says so.
fn unanswered(vocabulary: &Vocabulary<'_>, fields: &Fields) -> Vec<Fault> {
    let open = |(question, from): (&Question, String)| {
        let missing = question.missing.as_ref()?;
        if is_answered(question, fields.get(&question.id)) {
            return None;
        }
        let fault = Fault::new(
            &from,
            Place::Value,
            Code::UnansweredQuestion,
            missing.clone(),
        )
        .warning();
        Some(fault.label("needs one more answer").help(format!(
            "answer with `cloud-plan profile edit {}`",
            question.id
        )))
    };
    follow_ups(vocabulary, fields)
        .into_iter()
        .filter_map(open)
        .collect()
}

/// Does a value answer its question? An empty text and a consent that was refused do not.
pub fn is_answered(question: &Question, value: Option<&Value>) -> bool {
    match (question.kind, value) {
        (_, None) => false,
        (Answer::Consent, Some(value)) => value
            .as_bool()
            .unwrap_or_else(|| value.as_str().is_some_and(|text| !text.is_empty())),
        (Answer::Text, Some(value)) => value.as_str().is_some_and(|text| !text.trim().is_empty()),
        _ => true,
    }
}
