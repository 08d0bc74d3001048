//! `cloud-plan profile`: shows the profile, asks some of its questions again, or sets fields.

use crate::cli::answers::Known;
use crate::cli::args::{EditArgs, Format, KeyValue, ProfileArgs, ProfileCommand};
use crate::cli::asker::Answers;
use crate::cli::{Context, Outcome, Stop, active, change, vocabulary};
use crate::project::answer::Given;
use crate::project::profile::{self, Loose, Stored};
use crate::project::wizard::Stopped;
use crate::project::{Fields, Vocabulary, json, phrase, wizard, words};

/// Runs the command.
pub fn run(context: &Context, args: &ProfileArgs) -> Outcome {
    let kb = context.knowledge()?;
    let vocabulary = vocabulary(&kb)?;
    if matches!(args.command, None | Some(ProfileCommand::Show)) {
        let stored = active::saved_profile(context, &vocabulary)?.ok_or_else(active::no_profile)?;
        return show(context, &vocabulary, &stored);
    }
    // What is wrong with a profile must not keep anybody from mending it.
    let project = profile::find(context.start())
        .map_err(active::file_error)?
        .ok_or_else(active::no_profile)?;
    let loose = profile::read_loosely(&project).map_err(|found| context.report(&found))?;
    match &args.command {
        Some(ProfileCommand::Edit(args)) => edit(context, args, &vocabulary, &loose),
        Some(ProfileCommand::Set { pairs }) => set(context, pairs, &vocabulary, &loose),
        None | Some(ProfileCommand::Show) => Ok(()),
    }
}

fn show(context: &Context, vocabulary: &Vocabulary<'_>, stored: &Stored) -> Outcome {
    if context.format(&[Format::Text, Format::Json])? == Format::Json {
        context.document(&json::render(&stored.fields))?;
    } else {
        let path = stored.project.root.join(profile::PATH);
        context.document(&format!(
            "{}\n{}",
            path.display(),
            words::table(vocabulary, &stored.fields)
        ))?;
    }
    context.warn(&stored.warnings);
    Ok(())
}

fn edit(context: &Context, args: &EditArgs, vocabulary: &Vocabulary<'_>, loose: &Loose) -> Outcome {
    let known = Known::read(context, &args.answers, vocabulary)?;
    let (questions, answers) = asked(context, args, vocabulary, &known)?;
    let mut asker = Answers::new(context, answers);
    let changed = wizard::change(
        vocabulary,
        &mut asker,
        &loose.stored.fields,
        &questions,
        context.date(None)?,
    );
    let fields = changed.map_err(|why| match why {
        Stopped::Faults(faults) if !known.has_file() => {
            let answered: Vec<&str> = questions.iter().map(String::as_str).collect();
            context.report(&loose.placed(faults, &answered))
        }
        why => active::stopped(context, &known, why),
    })?;
    save(context, vocabulary, &loose.stored, &fields)
}

type Asked = (Vec<String>, crate::map::IndexMap<String, Given>);

/// The questions to ask again: those that were named, those that were answered, or those that are picked now.
fn asked(
    context: &Context,
    args: &EditArgs,
    vocabulary: &Vocabulary<'_>,
    known: &Known,
) -> Result<Asked, Stop> {
    let wizard = vocabulary.wizard;
    let mut questions: Vec<String> = Vec::new();
    let mut answers = known.answers.clone();
    let all = args.questions.join(" ");
    let whole = phrase::named(wizard, &all).filter(|_| !all.is_empty());
    let texts = if whole.is_some() {
        vec![all]
    } else {
        args.questions.clone()
    };
    for text in &texts {
        if vocabulary.question(text).is_some() {
            questions.push(text.clone());
            continue;
        }
        let Some(meant) = phrase::named(wizard, text) else {
            let names: Vec<&str> = wizard.all().map(|question| question.id.as_str()).collect();
            let stop = Stop::usage(format!("`{text}` is no question of the profile"));
            return Err(match crate::diag::suggest::help(text, &names) {
                Some(help) => stop.help(help),
                None => stop,
            });
        };
        if let (Some(answer), Some(question)) = (meant.answer, meant.questions.first()) {
            answers.insert(question.clone(), Given::Text(answer));
        }
        questions.extend(meant.questions);
    }
    if questions.is_empty() {
        questions = answers.keys().cloned().collect();
    }
    if questions.is_empty() {
        questions = change::pick(context, vocabulary)?;
    }
    Ok((questions, answers))
}

fn set(
    context: &Context,
    pairs: &[KeyValue],
    vocabulary: &Vocabulary<'_>,
    loose: &Loose,
) -> Outcome {
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|pair| (pair.key.as_str(), pair.value.as_str()))
        .collect();
    let answered: Vec<&str> = pairs.iter().map(|(field, _)| *field).collect();
    let fields = wizard::set(
        vocabulary,
        &loose.stored.fields,
        &pairs,
        context.date(None)?,
    )
    .map_err(|faults| context.report(&loose.placed(faults, &answered)))?;
    save(context, vocabulary, &loose.stored, &fields)
}

fn save(
    context: &Context,
    vocabulary: &Vocabulary<'_>,
    stored: &Stored,
    fields: &Fields,
) -> Outcome {
    change::save(stored, fields)?;
    for text in wizard::region_remarks(vocabulary, fields) {
        context.note(&text);
    }
    match context.format(&[Format::Text, Format::Json])? {
        Format::Json => context.document(&json::render(fields)),
        _ => context.document(&words::saved(vocabulary, fields, profile::PATH)),
    }
}
