//! One run through the questions: asks, takes answers, follows where they lead, completes the fields.
//! It never reads or writes a file.

use jiff::civil::Date;
use serde_json::Value;

use super::answer::{Given, Taken, take};
use super::check::{Fields, check, follow_ups_of, is_answered, texts};
use super::fault::{Fault, Place};
use super::region::{providers_of, regions_of};
use super::value::check_field;
use super::vocabulary::{Offer, Vocabulary};
use super::wizard::{Asker, Prompt, Stopped, forget_stale, incomplete, region_remarks};
use crate::diag::Code;
use crate::model::profile::FIELDS;
use crate::model::wizard::{Answer, Choice, Question};

/// How many possible answers are named to somebody who gave none.
const SHOWN: usize = 8;

/// The state of one run through the questions.
pub(super) struct Flow<'a, 'kb> {
    pub(super) vocabulary: &'a Vocabulary<'kb>,
    pub(super) asker: &'a mut dyn Asker,
    pub(super) date: Date,
    pub(super) fields: Fields,
    /// The profile that is being changed.
    pub(super) before: Option<Fields>,
    pub(super) faults: Vec<Fault>,
}

/// How a question ended.
enum End {
    Answered,
    Open,
    Refused,
}

impl Flow<'_, '_> {
    /// Asks a question and those that its answer leads to.
    pub(super) fn answer(
        &mut self,
        question: &Question,
        number: Option<usize>,
    ) -> Result<(), Stopped> {
        loop {
            self.ask(question, number, &question.ask, true)?;
            self.remark(question);
            if self.follow(question)? {
                return Ok(());
            }
        }
    }

    /// Asks the follow-up questions; false when one was answered in a way that takes the answer back.
    fn follow(&mut self, question: &Question) -> Result<bool, Stopped> {
        let values: Vec<String> = texts(self.fields.get(&question.id))
            .into_iter()
            .map(str::to_owned)
            .collect();
        let old: Vec<String> = self
            .before
            .as_ref()
            .map(|before| texts(before.get(&question.id)))
            .unwrap_or_default()
            .into_iter()
            .map(str::to_owned)
            .collect();
        for value in &values {
            let mut ask = question
                .choice(value)
                .and_then(|choice| choice.then_ask.as_deref());
            for next in follow_ups_of(self.vocabulary, question, value) {
                let answered = is_answered(next, self.fields.get(&next.id));
                if answered && (self.before.is_none() || old.contains(value)) {
                    continue;
                }
                let end = self.ask(next, None, ask.take().unwrap_or(&next.ask), next.needed)?;
                if matches!(end, End::Refused) {
                    self.fields.shift_remove(&question.id);
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Asks one question until its answer is taken, or nobody answers.
    fn ask(
        &mut self,
        question: &Question,
        number: Option<usize>,
        ask: &str,
        needed: bool,
    ) -> Result<End, Stopped> {
        // An answer that no longer fits is asked about because of that: it is no default.
        let fits =
            |value: &&Value| check_field(self.vocabulary, question, value, &self.fields).is_empty();
        let current = self.fields.get(&question.id).filter(fits).map(shown);
        let is_main = number.is_some();
        let mut offers = self.vocabulary.offers(question);
        let mut ask = ask.to_owned();
        loop {
            let default = current.clone().or_else(|| question.default.clone());
            let prompt = Prompt {
                question,
                number,
                ask: &ask,
                offers: offers.clone(),
                default,
            };
            let Some(given) = self
                .asker
                .ask(&prompt)?
                .or_else(|| silent(question, is_main))
            else {
                return Ok(self.unanswered(question, needed));
            };
            let faults = match take(self.vocabulary, question, &given, &self.fields, self.date) {
                Ok(Taken::Value(value)) => {
                    self.fields.insert(question.id.clone(), value);
                    return Ok(End::Answered);
                }
                Ok(Taken::Refused) => {
                    let fault = refusal(question);
                    if self.asker.refused(&prompt, std::slice::from_ref(&fault)) {
                        return Ok(End::Refused);
                    }
                    self.faults.push(fault);
                    return Ok(End::Open);
                }
                Ok(Taken::Specify(more)) => {
                    let fault = incomplete(question, &shown_given(&given), &more);
                    if self.asker.refused(&prompt, &[]) {
                        ask = more;
                        offers.clear();
                        continue;
                    }
                    vec![fault]
                }
                Err(faults) => faults,
            };
            if !self.asker.refused(&prompt, &faults) {
                self.faults.extend(faults);
                return Ok(End::Open);
            }
        }
    }

    /// Takes a field that nobody is asked about, if somebody has set it.
    pub(super) fn volunteer(&mut self, question: &Question) -> Result<(), Stopped> {
        let prompt = Prompt {
            question,
            number: None,
            ask: "",
            offers: Vec::new(),
            default: None,
        };
        let Some(given) = self.asker.ask(&prompt)? else {
            return Ok(());
        };
        match take(self.vocabulary, question, &given, &self.fields, self.date) {
            Ok(Taken::Value(value)) => drop(self.fields.insert(question.id.clone(), value)),
            Ok(_) => {}
            Err(faults) => self.faults.extend(faults),
        }
        Ok(())
    }

    fn unanswered(&mut self, question: &Question, needed: bool) -> End {
        if needed {
            let message = format!("there is no answer to `{}`: {}", question.id, question.ask);
            let fault = Fault::new(&question.id, Place::File, Code::UnansweredQuestion, message);
            self.faults
                .push(fault.maybe_help(self.how_to_answer(question)));
        }
        End::Open
    }

    fn how_to_answer(&self, question: &Question) -> Option<String> {
        let is_answer =
            |offer: &Offer<'_>| offer.choice.is_none_or(|choice| choice.specify.is_none());
        let offers = self
            .vocabulary
            .offers(question)
            .into_iter()
            .filter(is_answer);
        let mut values: Vec<String> = offers.map(|offer| format!("`{}`", offer.value)).collect();
        if question.kind == Answer::Regions {
            let providers = providers_of(self.vocabulary, &self.fields);
            values.extend(
                regions_of(self.vocabulary, &providers)
                    .iter()
                    .map(|region| format!("`{region}`")),
            );
        }
        let shown = values
            .iter()
            .take(SHOWN)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        match values.len() {
            0 => question
                .hint
                .as_ref()
                .map(|hint| format!("answer with {hint}")),
            many if many > SHOWN => Some(format!("answer with one or more of {shown}, ...")),
            _ => Some(format!("answer with {shown}")),
        }
    }

    /// What an answer is worth a remark for.
    fn remark(&mut self, question: &Question) {
        let values: Vec<&str> = texts(self.fields.get(&question.id));
        let joined = values.join("+");
        let says =
            |choice: &&Choice| values.contains(&choice.value.as_str()) || choice.value == joined;
        let remarks: Vec<String> = question
            .choices
            .iter()
            .filter(says)
            .filter_map(|choice| choice.says.clone())
            .collect();
        for remark in remarks {
            self.asker.say(&remark);
        }
        let changed = |field: &str| {
            self.before
                .as_ref()
                .is_none_or(|before| before.get(field) != self.fields.get(field))
        };
        if question
            .choices
            .iter()
            .any(|choice| choice.regions.is_some())
            || (self.before.is_some() && changed("regions"))
        {
            for text in region_remarks(self.vocabulary, &self.fields) {
                self.asker.say(&text);
            }
        }
    }

    /// Regions that the provider does not have.
    pub(super) fn misfits(&self) -> Vec<Fault> {
        let Some(question) = self.vocabulary.question("regions") else {
            return Vec::new();
        };
        let Some(value) = self.fields.get("regions") else {
            return Vec::new();
        };
        check_field(self.vocabulary, question, value, &self.fields)
    }

    /// Completes the fields and puts them in their order.
    pub(super) fn finish(mut self) -> Result<Fields, Stopped> {
        if !self.faults.is_empty() {
            return Err(Stopped::Faults(self.faults));
        }
        if let Some(before) = &self.before {
            forget_stale(self.vocabulary, before, &mut self.fields);
        }
        self.fields
            .entry("existing_notes")
            .or_insert_with(|| Value::from(""));
        self.list_providers();
        if self.before.is_none() {
            self.fields = in_order(&self.fields);
        }
        let faults: Vec<Fault> = check(self.vocabulary, &self.fields)
            .into_iter()
            .filter(Fault::is_error)
            .collect();
        if faults.is_empty() {
            Ok(self.fields)
        } else {
            Err(Stopped::Faults(faults))
        }
    }

    /// The providers that the regions belong to, when several were chosen and nobody said which.
    fn list_providers(&mut self) {
        let provider = self
            .fields
            .get("provider")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let primary = self.fields.get("primary_provider").and_then(Value::as_str);
        let (Some(primary), true) = (primary, self.vocabulary.several(provider)) else {
            return;
        };
        let mut providers = vec![primary.to_owned()];
        let listed = texts(self.fields.get("providers"));
        let regions = texts(self.fields.get("regions"));
        let of_regions = regions
            .into_iter()
            .filter_map(|region| self.vocabulary.provider_of(region));
        let more: Vec<&str> = if listed.is_empty() {
            of_regions.collect()
        } else {
            listed
        };
        for provider in more {
            if !providers.iter().any(|known| known == provider) {
                providers.push(provider.to_owned());
            }
        }
        self.fields.insert("providers".to_owned(), providers.into());
    }
}

/// The nine fields first, then the others in the order in which they were answered.
fn in_order(fields: &Fields) -> Fields {
    let nine = FIELDS
        .iter()
        .filter_map(|field| fields.get_key_value(*field));
    let more = fields
        .iter()
        .filter(|(field, _)| !FIELDS.contains(&field.as_str()));
    nine.chain(more)
        .map(|(field, value)| (field.clone(), value.clone()))
        .collect()
}

/// The default of a question that everybody is asked counts when nobody answers; that of a follow-up does not.
fn silent(question: &Question, is_main: bool) -> Option<Given> {
    question
        .default
        .clone()
        .filter(|_| is_main)
        .map(Given::Text)
}

fn refusal(question: &Question) -> Fault {
    let message = question
        .missing
        .clone()
        .unwrap_or_else(|| format!("`{}` was refused", question.id));
    let fault = Fault::new(
        &question.id,
        Place::Value,
        Code::UnansweredQuestion,
        message,
    )
    .label("refused");
    fault.help("answer yes, or choose something else")
}

/// A value as it would be typed.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(_) => texts(Some(value)).join(", "),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => other.to_string(),
    }
}

fn shown_given(given: &Given) -> String {
    match given {
        Given::Text(text) => text.clone(),
        Given::List(words) => words.join(", "),
        Given::Flag(flag) => flag.to_string(),
    }
}
