//! The profile that a command works with: found, checked, shown.
//! It never plans; it only makes sure that there is something to plan for.

use super::answers::Known;
use super::args::InitArgs;
use super::commands::init;
use super::context::Context;
use super::stop::Stop;
use crate::facts::gather::Answers;
use crate::model::profile::Profile;
use crate::project::profile::{self, Stored};
use crate::project::wizard::Stopped;
use crate::project::{FileError, Vocabulary, words};

impl Answers for Profile {
    fn values(&self, field: &str) -> Vec<String> {
        Profile::values(self, field)
            .into_iter()
            .map(str::to_owned)
            .collect()
    }
}

/// The profile of the project. Without one the questions are asked, if there is somebody to ask.
pub fn profile(context: &Context, vocabulary: &Vocabulary<'_>) -> Result<Stored, Stop> {
    if let Some(stored) = saved_profile(context, vocabulary)? {
        return Ok(stored);
    }
    if !context.interactive() {
        return Err(no_profile());
    }
    let fields = init::set_up(context, &InitArgs::default(), None, vocabulary)?;
    context.note(&words::saved(vocabulary, &fields, profile::PATH));
    saved_profile(context, vocabulary)?.ok_or_else(|| Stop::Bug("the profile is gone".to_owned()))
}

/// The profile of the project, if there is one.
pub fn saved_profile(
    context: &Context,
    vocabulary: &Vocabulary<'_>,
) -> Result<Option<Stored>, Stop> {
    let Some(project) = profile::find(context.start()).map_err(file_error)? else {
        return Ok(None);
    };
    profile::read(&project, vocabulary)
        .map(Some)
        .map_err(|found| context.report(&found))
}

/// Shows the profile before anything is made with it, and what a plan has to be told about it.
pub fn show(context: &Context, vocabulary: &Vocabulary<'_>, stored: &Stored) {
    context.note(&words::active(vocabulary, &stored.fields));
    context.warn(&stored.warnings);
}

/// Why a file of the project could not be used.
#[expect(clippy::needless_pass_by_value, reason = "made for `map_err`")]
pub fn file_error(error: FileError) -> Stop {
    let stop = Stop::data(error.to_string());
    match error.help() {
        Some(help) => stop.help(help),
        None => stop,
    }
}

/// Why there are no answers.
pub fn stopped(context: &Context, known: &Known, why: Stopped) -> Stop {
    match why {
        Stopped::Cancelled => {
            Stop::Cancelled("the questions were broken off, and nothing was saved")
        }
        Stopped::Faults(faults) => context.report(&known.placed(faults)),
    }
}

/// There is no profile, and nobody to ask.
pub fn no_profile() -> Stop {
    Stop::data("this project has no profile").help("set it up with `cloud-plan init`")
}
