//! Asks the questions of the wizard in their order and collects the fields of a profile.
//! It never knows who answers: a terminal, a file, flags or a test.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::Value;

use super::answer::{Given, Taken, take};
use super::check::{Fields, check, follow_ups, texts};
use super::fault::{Fault, Place};
use super::flow::Flow;
use super::vocabulary::{Offer, Vocabulary};
use crate::diag::Code;
use crate::model::profile::FIELDS;
use crate::model::wizard::{Question, RegionWish};

/// One question as it is put to somebody.
#[derive(Debug, Clone)]
pub struct Prompt<'a> {
    /// The question.
    pub question: &'a Question,
    /// Its number among those that everybody is asked.
    pub number: Option<usize>,
    /// What is asked; differs from the question's own text after some answers.
    pub ask: &'a str,
    /// What can be answered; empty when any text can.
    pub offers: Vec<Offer<'a>>,
    /// What an empty answer means.
    pub default: Option<String>,
}

/// Whoever answers.
pub trait Asker {
    /// The answer; `None` when there is nobody to ask or nothing was said.
    fn ask(&mut self, prompt: &Prompt<'_>) -> Result<Option<Given>, Cancelled>;

    /// Tells something that is no question.
    fn say(&mut self, text: &str);

    /// Tells why an answer was refused. True when it will be asked again.
    fn refused(&mut self, prompt: &Prompt<'_>, faults: &[Fault]) -> bool;
}

/// The questions were broken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

/// Why there is no profile at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stopped {
    /// The questions were broken off.
    Cancelled,
    /// Answers are missing or wrong.
    Faults(Vec<Fault>),
}

impl From<Cancelled> for Stopped {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Asks all questions.
pub fn set_up(
    vocabulary: &Vocabulary<'_>,
    asker: &mut dyn Asker,
    date: Date,
) -> Result<Fields, Stopped> {
    asker.say(&vocabulary.wizard.intro);
    let mut flow = Flow {
        vocabulary,
        asker,
        date,
        fields: Fields::new(),
        before: None,
        faults: Vec::new(),
    };
    for (index, question) in vocabulary.wizard.questions.iter().enumerate() {
        flow.answer(question, Some(index + 1))?;
    }
    for question in &vocabulary.wizard.optional {
        flow.volunteer(question)?;
    }
    flow.fields
        .insert("set_up_at".to_owned(), Value::from(date.to_string()));
    flow.finish()
}

/// Asks some questions again; the other fields stay as they are.
pub fn change(
    vocabulary: &Vocabulary<'_>,
    asker: &mut dyn Asker,
    fields: &Fields,
    questions: &[String],
    date: Date,
) -> Result<Fields, Stopped> {
    let before = Some(fields.clone());
    let mut flow = Flow {
        vocabulary,
        asker,
        date,
        fields: fields.clone(),
        before,
        faults: Vec::new(),
    };
    for question in questions.iter().filter_map(|id| vocabulary.question(id)) {
        flow.answer(question, None)?;
    }
    let misfits = flow.misfits();
    if let (false, true, Some(question)) = (
        misfits.is_empty(),
        flow.faults.is_empty(),
        vocabulary.question("regions"),
    ) {
        for fault in &misfits {
            flow.asker.say(&fault.message);
        }
        flow.answer(question, None)?;
    }
    flow.finish()
}

/// Sets fields directly, such as `budget_tier=...`. Every fault is told, of what was set and of what no longer fits.
pub fn set(
    vocabulary: &Vocabulary<'_>,
    fields: &Fields,
    pairs: &[(&str, &str)],
    date: Date,
) -> Result<Fields, Vec<Fault>> {
    let mut changed = fields.clone();
    let mut faults = Vec::new();
    // A provider decides which regions there are, so the order of the questions counts, not that of the pairs.
    let known: Vec<&Question> = vocabulary.questions().collect();
    let place = |field: &str| known.iter().position(|question| question.id == field);
    let mut pairs = pairs.to_vec();
    pairs.sort_by_key(|(field, _)| place(field));
    for (field, text) in pairs {
        let Some(question) = vocabulary.question(field) else {
            faults.push(no_field(&known, field));
            continue;
        };
        if text.is_empty() && !FIELDS.contains(&field) {
            changed.shift_remove(field);
            continue;
        }
        match take(
            vocabulary,
            question,
            &Given::Text(text.to_owned()),
            &changed,
            date,
        ) {
            Ok(Taken::Value(value)) => drop(changed.insert(field.to_owned(), value)),
            Ok(Taken::Specify(prompt)) => faults.push(incomplete(question, text, &prompt)),
            Ok(Taken::Refused) => drop(changed.shift_remove(field)),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() {
        forget_stale(vocabulary, fields, &mut changed);
        faults = check(vocabulary, &changed)
            .into_iter()
            .filter(Fault::is_error)
            .collect();
    }
    if faults.is_empty() {
        Ok(changed)
    } else {
        Err(faults)
    }
}

fn no_field(known: &[&Question], field: &str) -> Fault {
    let names: Vec<&str> = known.iter().map(|question| question.id.as_str()).collect();
    let message = format!("the profile has no field `{field}`");
    Fault::new(field, Place::Key, Code::UnknownKey, message)
        .maybe_help(crate::diag::suggest::help(field, &names))
}

/// An answer that says too little.
pub(super) fn incomplete(question: &Question, answer: &str, prompt: &str) -> Fault {
    let message = format!("`{answer}` says too little about `{}`", question.id);
    Fault::new(&question.id, Place::Value, Code::UnknownValue, message)
        .label(prompt)
        .help("answer that instead")
}

/// Answers that questions led to which are no longer asked: they would be read as if they still held.
pub(super) fn forget_stale(vocabulary: &Vocabulary<'_>, before: &Fields, now: &mut Fields) {
    let asked = |fields: &Fields| -> BTreeSet<String> {
        follow_ups(vocabulary, fields)
            .into_iter()
            .map(|(question, _)| question.id.clone())
            .collect()
    };
    let still = asked(now);
    for field in asked(before).difference(&still) {
        if FIELDS.contains(&field.as_str()) {
            now.insert(field.clone(), Value::from(""));
        } else {
            now.shift_remove(field);
        }
    }
}

/// What is said about regions that a choice has a wish about.
pub fn region_remarks(vocabulary: &Vocabulary<'_>, fields: &Fields) -> Vec<String> {
    let regions = texts(fields.get("regions"));
    let remark = |wish: &RegionWish| {
        let has = |region: &&str| {
            vocabulary
                .region(region)
                .is_some_and(|region| region.tags.contains(&wish.tag))
        };
        let lacking: Vec<&str> = regions
            .iter()
            .copied()
            .filter(|region| !has(region))
            .collect();
        if lacking.is_empty() {
            wish.fits.replace("{regions}", &regions.join(", "))
        } else {
            wish.lacks.replace("{regions}", &lacking.join(", "))
        }
    };
    let chosen = vocabulary.wizard.questions.iter().flat_map(|question| {
        texts(fields.get(&question.id))
            .into_iter()
            .filter_map(|value| question.choice(value))
    });
    chosen
        .filter_map(|choice| choice.regions.as_ref())
        .map(remark)
        .collect()
}
