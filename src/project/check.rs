//! Checks the fields of a profile against the vocabulary: every fault at once, each with its place.
//! It never corrects anything and never fills in a default.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::fault::{Fault, Place};
use super::vocabulary::{Offer, Vocabulary, meant};
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
    for question in vocabulary.questions() {
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

/// Unknown fields belong to other tools and are left alone. One that looks like a field that must be there is an
/// error; one that looks like a field that may be there is only pointed out.
fn misspelt<'a>(vocabulary: &'a Vocabulary<'_>, fields: &Fields) -> (Vec<Fault>, Vec<&'a str>) {
    let absent = |field: &&str| !fields.contains_key(*field);
    let nine: Vec<&str> = FIELDS.into_iter().filter(absent).collect();
    let more: Vec<&str> = vocabulary
        .questions()
        .map(|question| question.id.as_str())
        .collect();
    let (mut faults, mut meant) = (Vec::new(), Vec::new());
    for field in fields
        .keys()
        .filter(|field| !FIELDS.contains(&field.as_str()) && !more.contains(&field.as_str()))
    {
        let must = suggest::nearest(field, nine.iter().copied());
        let Some(near) =
            must.or_else(|| suggest::nearest(field, more.iter().copied().filter(absent)))
        else {
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
            one(check_text(question, value).or_else(|| {
                let offers = vocabulary.offers(question);
                check_word(vocabulary, question, &offers, value.as_str()?, Place::Value)
            }))
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
        let alone = question.choices.iter().find(|choice| choice.alone);
        let fault = Fault::new(
            &question.id,
            Place::Value,
            Code::OutOfRange,
            format!("`{}` is empty", question.id),
        );
        let help = alone.map(|choice| format!("write [\"{}\"] if that is meant", choice.value));
        return vec![fault.label("needs at least one entry").maybe_help(help)];
    }
    let offers = vocabulary.offers(question);
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
            _ => check_word(vocabulary, question, &offers, text, place),
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
    offers: &[Offer<'_>],
    word: &str,
    place: Place,
) -> Option<Fault> {
    let found = meant(offers, word)
        .filter(|offer| offer.choice.is_none_or(|choice| choice.specify.is_none()));
    if found.is_some_and(|offer| offer.value == word) {
        return None;
    }
    let message = format!("`{word}` is not a value of `{}`", question.id);
    let fault = Fault::new(&question.id, place, Code::UnknownValue, message);
    if let Some(provider) = vocabulary.provider_of(word) {
        let message = format!(
            "`{word}` is a region of {}, not a value of `{}`",
            label(vocabulary, provider),
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

fn check_region(
    vocabulary: &Vocabulary<'_>,
    question: &Question,
    region: &str,
    fields: &Fields,
    place: Place,
) -> Option<Fault> {
    let allowed = providers_of(vocabulary, fields);
    let unknown = |id: &&str| {
        vocabulary
            .providers
            .get(*id)
            .is_none_or(|provider| provider.regions.is_empty())
    };
    if allowed.iter().any(unknown) {
        // Knowledge without a list of regions cannot say that one is wrong.
        return None;
    }
    let fault = |message: String| Fault::new(&question.id, place, Code::UnknownValue, message);
    if let Some(owner) = vocabulary.provider_of(region) {
        if allowed.contains(&owner) {
            return None;
        }
        let message = format!(
            "`{region}` is a region of {}; the profile says {}",
            label(vocabulary, owner),
            allowed
                .iter()
                .map(|id| format!("`{id}`"))
                .collect::<Vec<_>>()
                .join(", ")
        );
        let fault = Fault::new(&question.id, place, Code::RegionOfAnotherProvider, message);
        return Some(
            fault
                .label("not there")
                .maybe_help(twin(vocabulary, &allowed, region)),
        );
    }
    if vocabulary.providers.contains_key(region) {
        let message = format!("`{region}` is a provider, not a region");
        return Some(
            fault(message)
                .label("a provider")
                .maybe_help(first_region(vocabulary, region)),
        );
    }
    let names = allowed
        .iter()
        .map(|id| label(vocabulary, id))
        .collect::<Vec<_>>()
        .join(", ");
    let message = format!("`{region}` is not a region of {names}");
    let known: Vec<&str> = regions_of(vocabulary, &allowed);
    let help = meant_region(vocabulary, &allowed, region)
        .map(|id| format!("write `{id}`"))
        .or_else(|| suggest::help(region, &known));
    Some(fault(message).label("not known").maybe_help(help))
}

/// The providers whose regions a profile may name.
pub fn providers_of<'a>(vocabulary: &'a Vocabulary<'_>, fields: &'a Fields) -> Vec<&'a str> {
    let provider = fields
        .get("provider")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if vocabulary.providers.contains_key(provider) {
        return vec![provider];
    }
    let listed: Vec<&str> = texts(fields.get("providers"));
    let known = |id: &&str| vocabulary.providers.contains_key(*id);
    if vocabulary.several(provider) && listed.iter().any(known) {
        return listed.into_iter().filter(known).collect();
    }
    // Several without a list, or a provider that is a fault of its own: any region may be right.
    vocabulary.providers.keys().map(String::as_str).collect()
}

/// The regions of some providers.
pub fn regions_of<'a>(vocabulary: &'a Vocabulary<'_>, providers: &[&str]) -> Vec<&'a str> {
    let all = providers
        .iter()
        .filter_map(|id| vocabulary.providers.get(*id));
    all.flat_map(|provider| provider.regions.keys().map(String::as_str))
        .collect()
}

/// The region that a word means among those of some providers.
pub fn meant_region<'a>(
    vocabulary: &'a Vocabulary<'_>,
    providers: &[&str],
    word: &str,
) -> Option<&'a str> {
    let all = providers
        .iter()
        .filter_map(|id| vocabulary.providers.get(*id));
    let offers: Vec<Offer<'a>> = all
        .flat_map(|provider| &provider.regions)
        .map(|(id, region)| Offer {
            value: id,
            label: None,
            aliases: &region.aliases,
            choice: None,
        })
        .collect();
    meant(&offers, word).map(|offer| offer.value)
}

/// The region of another provider in the same place, known by a shared name.
fn twin(vocabulary: &Vocabulary<'_>, providers: &[&str], region: &str) -> Option<String> {
    let aliases = &vocabulary.region(region)?.aliases;
    let found = aliases
        .iter()
        .find_map(|alias| meant_region(vocabulary, providers, alias))?;
    Some(format!("in the same place there is `{found}`"))
}

fn first_region(vocabulary: &Vocabulary<'_>, provider: &str) -> Option<String> {
    let first = vocabulary.providers.get(provider)?.regions.keys().next()?;
    Some(format!("write the name of a region, such as `{first}`"))
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
        let other = primary.filter(|primary| {
            *primary != provider && vocabulary.providers.contains_key(provider)
        })?;
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
            .providers
            .keys()
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

fn describe(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => format!("`{value}`"),
        Value::String(text) => format!("the text `{text}`"),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

fn label(vocabulary: &Vocabulary<'_>, provider: &str) -> String {
    vocabulary
        .providers
        .get(provider)
        .map_or_else(|| provider.to_owned(), |entry| entry.words.label.clone())
}
