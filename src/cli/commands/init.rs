//! `cloud-plan init`: sets up the profile of a project with the questions of the wizard.

mod hints;

use crate::cli::answers::Known;
use crate::cli::args::{Format, InitArgs, PlanArgs};
use crate::cli::asker::Answers;
use crate::cli::{Context, Outcome, Stop, active, skill};
use crate::kb::Kb;
use crate::project::files::Mode;
use crate::project::{Fields, Project, Vocabulary, json, profile, wizard, words};

/// Runs the command.
pub fn run(context: &Context, args: &InitArgs) -> Outcome {
    let kb = context.knowledge()?;
    let vocabulary = crate::cli::vocabulary(&kb)?;
    let format = context.format(&[Format::Text, Format::Json])?;
    if args.with_skill {
        skill::write(context, &kb, &place(context)?)?;
        if !args.force && place(context)?.root.join(profile::PATH).is_file() {
            return Ok(());
        }
    }
    let fields = set_up(context, args, Some(&kb), &vocabulary)?;
    if format == Format::Json {
        return context.document(&json::render(&fields));
    }
    context.document(&words::confirmation(&vocabulary, &fields, profile::PATH))?;
    if !context.interactive() {
        return Ok(());
    }
    // The last line asked for a request: it may be typed at once, or not.
    match super::plan::run(context, &PlanArgs::default()) {
        Err(Stop::Cancelled(_)) => Ok(()),
        other => other,
    }
}

/// Asks, writes, and gives back what was written. Hints are read with the knowledge.
pub fn set_up(
    context: &Context,
    args: &InitArgs,
    kb: Option<&Kb>,
    vocabulary: &Vocabulary<'_>,
) -> Result<Fields, Stop> {
    let project = place(context)?;
    let path = project.root.join(profile::PATH);
    let exists = path.symlink_metadata().is_ok();
    if exists && !args.force {
        return Err(
            Stop::data(format!("there is a profile already: {}", path.display())).help(
                "change it with `cloud-plan profile edit`, or set it up again with `--force`",
            ),
        );
    }
    let mut known = Known::read(context, &args.answers, vocabulary)?;
    if let Some(kb) = kb.filter(|_| !args.hints.is_empty()) {
        hints::take(context, kb, &args.hints, &mut known)?;
    }
    let date = context.date(args.date.or(known.date))?;
    let mut asker = Answers::new(context, known.answers.clone());
    let fields = wizard::set_up(vocabulary, &mut asker, date)
        .map_err(|why| active::stopped(context, &known, why))?;
    let mode = if args.force { Mode::Replace } else { Mode::New };
    let fields = if exists {
        with_foreign(&project, vocabulary, fields)
    } else {
        fields
    };
    profile::create(&project, &fields, mode).map_err(active::file_error)?;
    Ok(fields)
}

/// The directory that was named, or the project that the current one lies in, or the root of its repository.
fn place(context: &Context) -> Result<Project, Stop> {
    if let Some(directory) = &context.project {
        return Project::at(directory).map_err(active::file_error);
    }
    match profile::find(context.start()).map_err(active::file_error)? {
        Some(project) => Ok(project),
        None => profile::root_for(context.start()).map_err(active::file_error),
    }
}

/// Fields that other tools keep in the same file outlive a new set-up.
fn with_foreign(project: &Project, vocabulary: &Vocabulary<'_>, mut fields: Fields) -> Fields {
    let Ok(source) = profile::source(&project.root.join(profile::PATH)) else {
        return fields;
    };
    let Ok((old, _)) = json::read(&source) else {
        return fields;
    };
    for (field, value) in old {
        if vocabulary.question(&field).is_none() && !fields.contains_key(&field) {
            fields.insert(field, value);
        }
    }
    fields
}
