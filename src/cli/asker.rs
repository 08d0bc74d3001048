//! Who answers the questions of the wizard: flags and a file first, then a terminal if there is one.
//! It never judges an answer; `project::wizard` does.

use std::fmt;

use crate::map::IndexMap;
use inquire::{Confirm, InquireError, MultiSelect, Select, Text};

use super::context::Context;
use crate::model::wizard::Answer;
use crate::project::Fault;
use crate::project::answer::Given;
use crate::project::vocabulary::Offer;
use crate::project::wizard::{Asker, Cancelled, Prompt};

/// Answers that are known, and a terminal for the rest.
pub struct Answers<'a> {
    /// What messages go to.
    pub context: &'a Context,
    /// The answers by field; one that was refused is not used again.
    pub known: IndexMap<String, Given>,
    /// Has anything been asked in the terminal?
    pub asked: bool,
}

impl<'a> Answers<'a> {
    /// With these answers.
    pub fn new(context: &'a Context, known: IndexMap<String, Given>) -> Self {
        Self {
            context,
            known,
            asked: false,
        }
    }
}

impl Asker for Answers<'_> {
    fn ask(&mut self, prompt: &Prompt<'_>) -> Result<Option<Given>, Cancelled> {
        if let Some(given) = self.known.shift_remove(&prompt.question.id) {
            return Ok(Some(given));
        }
        // A question without a text is only there to take what was given.
        if prompt.ask.is_empty() || !self.context.interactive() {
            return Ok(None);
        }
        self.asked = true;
        let needed = prompt.number.is_some() || prompt.question.needed;
        loop {
            match terminal(prompt) {
                Ok(None) if needed => {}
                Ok(given) => return Ok(given),
                Err(InquireError::OperationCanceled) if !needed => return Ok(None),
                Err(_) => return Err(Cancelled),
            }
        }
    }

    fn say(&mut self, text: &str) {
        self.context.note(text);
    }

    fn refused(&mut self, _prompt: &Prompt<'_>, faults: &[Fault]) -> bool {
        if !self.context.interactive() {
            return false;
        }
        for fault in faults {
            self.context.note(&fault.message);
            if let Some(help) = &fault.help {
                self.context.note(&format!("  help: {help}"));
            }
        }
        true
    }
}

/// A choice as it is shown: its value and what it means.
struct Shown<'a>(Offer<'a>);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.value)?;
        match self.0.choice.and_then(|choice| choice.hint.as_ref()) {
            Some(hint) => write!(formatter, " ({hint})"),
            None => Ok(()),
        }
    }
}

/// Puts one question to the terminal. `None` when nothing was answered.
fn terminal(prompt: &Prompt<'_>) -> Result<Option<Given>, InquireError> {
    let message = match prompt.number {
        Some(number) => format!("{number}. {}", prompt.ask),
        None => prompt.ask.to_owned(),
    };
    let options: Vec<Shown<'_>> = prompt.offers.iter().copied().map(Shown).collect();
    let place = |value: &str| prompt.offers.iter().position(|offer| offer.value == value);
    match prompt.question.kind {
        Answer::YesNo | Answer::Consent => Ok(Some(Given::Flag(Confirm::new(&message).prompt()?))),
        Answer::Frameworks | Answer::Some | Answer::Providers if !options.is_empty() => {
            let chosen: Vec<usize> = prompt
                .default
                .iter()
                .flat_map(|list| list.split(", "))
                .filter_map(place)
                .collect();
            let picked = MultiSelect::new(&message, options)
                .with_default(&chosen)
                .prompt()?;
            let words: Vec<String> = picked
                .into_iter()
                .map(|shown| shown.0.value.to_owned())
                .collect();
            Ok(Some(Given::List(words)).filter(|given| *given != Given::List(Vec::new())))
        }
        Answer::Regions | Answer::Text => line(&message, prompt),
        _ if options.is_empty() => line(&message, prompt),
        _ => {
            let default = prompt
                .default
                .as_deref()
                .map(|value| value.replace(", ", "+"));
            let cursor = default.and_then(|value| place(&value)).unwrap_or_default();
            let picked = Select::new(&message, options)
                .with_starting_cursor(cursor)
                .prompt()?;
            Ok(Some(Given::Text(picked.0.value.to_owned())))
        }
    }
}

fn line(message: &str, prompt: &Prompt<'_>) -> Result<Option<Given>, InquireError> {
    let mut text = Text::new(message);
    if let Some(hint) = &prompt.question.hint {
        text = text.with_help_message(hint);
    }
    if let Some(default) = &prompt.default {
        text = text.with_default(default);
    }
    let typed = text.prompt()?;
    Ok(Some(typed)
        .filter(|typed| !typed.trim().is_empty())
        .map(Given::Text))
}
