//! Answers questions of the profile again, from a command or in the middle of a conversation.
//! It never changes a field that was not asked about, unless it no longer fits.

use crate::map::IndexMap;
use inquire::MultiSelect;

use super::asker::Answers;
use super::{Context, Stop, active};
use crate::project::answer::Given;
use crate::project::phrase::{self, Meant};
use crate::project::profile::{self, Stored, UpdateError};
use crate::project::wizard::{self, Stopped};
use crate::project::{Fault, Fields, Vocabulary, words};

/// Does what a sentence such as "different cloud" asks for. `None` when it says something else.
pub fn on_phrase(
    context: &Context,
    vocabulary: &Vocabulary<'_>,
    stored: &Stored,
    text: &str,
) -> Result<Option<Stored>, Stop> {
    let Some(meant) = phrase::spoken(vocabulary.wizard, text) else {
        return Ok(None);
    };
    let changed = match answered(context, vocabulary, stored, &meant) {
        Ok(changed) => changed,
        // The conversation goes on with the profile as it was.
        Err(stop) => {
            context.complain(&stop);
            return Ok(Some(stored.clone()));
        }
    };
    context.note(&words::saved(vocabulary, &changed, profile::PATH));
    let stored = active::saved_profile(context, vocabulary)?;
    stored.map(Some).ok_or_else(active::no_profile)
}

fn answered(
    context: &Context,
    vocabulary: &Vocabulary<'_>,
    stored: &Stored,
    meant: &Meant,
) -> Result<Fields, Stop> {
    let questions = if meant.questions.is_empty() {
        pick(context, vocabulary)?
    } else {
        meant.questions.clone()
    };
    let first = questions.first().cloned().unwrap_or_default();
    let said = meant.answer.clone().map(|text| (first, Given::Text(text)));
    ask(
        context,
        vocabulary,
        stored,
        &questions,
        said.into_iter().collect(),
    )
}

/// Asks questions, writes the answers, and gives back all fields.
pub fn ask(
    context: &Context,
    vocabulary: &Vocabulary<'_>,
    stored: &Stored,
    questions: &[String],
    known: IndexMap<String, Given>,
) -> Result<Fields, Stop> {
    let mut asker = Answers::new(context, known);
    let date = context.date(None)?;
    let changed = wizard::change(vocabulary, &mut asker, &stored.fields, questions, date);
    let fields = changed.map_err(|why| match why {
        Stopped::Cancelled => {
            Stop::Cancelled("the questions were broken off, and nothing was saved")
        }
        Stopped::Faults(faults) => {
            let faults: Vec<_> = faults.into_iter().map(Fault::without_file).collect();
            context.report(&faults)
        }
    })?;
    save(stored, &fields)?;
    Ok(fields)
}

/// Writes changed fields.
pub fn save(stored: &Stored, fields: &Fields) -> Result<(), Stop> {
    profile::update(stored, fields).map_err(|error| match error {
        UpdateError::Changed => Stop::data(error.to_string()).help("look at it and try again"),
        UpdateError::File(error) => active::file_error(error),
    })
}

/// Asks which questions to ask.
pub fn pick(context: &Context, vocabulary: &Vocabulary<'_>) -> Result<Vec<String>, Stop> {
    let questions = &vocabulary.wizard.questions;
    if !context.interactive() {
        let names: Vec<String> = questions
            .iter()
            .map(|question| format!("`{}`", question.id))
            .collect();
        let names = names.join(", ");
        return Err(
            Stop::usage("there is nobody to ask which answers to change").help(format!(
                "name them: {names}; or use `cloud-plan profile set KEY=VALUE`"
            )),
        );
    }
    let names: Vec<&str> = questions
        .iter()
        .map(|question| question.ask.as_str())
        .collect();
    let picked = MultiSelect::new(&vocabulary.wizard.which, names)
        .raw_prompt()
        .map_err(|_| Stop::Cancelled("nothing was changed"))?;
    let ids = picked
        .into_iter()
        .filter_map(|option| questions.get(option.index));
    Ok(ids.map(|question| question.id.clone()).collect())
}
