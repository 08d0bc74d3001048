//! `cloud-plan backlog`: lists and shows saved plans.

use serde::Serialize;

use crate::cli::args::{BacklogArgs, BacklogCommand, Format};
use crate::cli::{Context, Outcome, Stop, active};
use crate::project::backlog::{self, Entry, Head};
use crate::project::{Project, profile};

/// Runs the command.
pub fn run(context: &Context, args: &BacklogArgs) -> Outcome {
    let found = profile::find(context.start()).map_err(active::file_error)?;
    let project = match found {
        Some(project) => project,
        None => Project::at(context.start()).map_err(active::file_error)?,
    };
    let (entries, notes) = backlog::list(&project);
    match &args.command {
        None | Some(BacklogCommand::List) => {
            for note in notes {
                context.note(&format!("warning: {note}"));
            }
            list(context, &entries)
        }
        Some(BacklogCommand::Show { id }) => show(context, &entries, id),
    }
}

/// An entry as JSON.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Printed<'a> {
    #[serde(flatten)]
    head: &'a Head,
    path: String,
    edited: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

impl<'a> Printed<'a> {
    fn of(entry: &'a Entry, text: Option<&'a str>) -> Self {
        Self {
            head: &entry.head,
            path: entry.path.display().to_string(),
            edited: entry.edited,
            text,
        }
    }
}

fn list(context: &Context, entries: &[Entry]) -> Outcome {
    if context.format(&[Format::Text, Format::Json])? == Format::Json {
        let printed: Vec<Printed<'_>> = entries
            .iter()
            .map(|entry| Printed::of(entry, None))
            .collect();
        return context.document(&as_json(&printed)?);
    }
    if entries.is_empty() {
        context.note("the backlog is empty; `cloud-plan plan --save` puts a plan into it");
        return Ok(());
    }
    let width = |text: fn(&Entry) -> &str| {
        entries
            .iter()
            .map(|entry| text(entry).chars().count())
            .max()
            .unwrap_or(0)
    };
    let (ids, states, scopes) = (
        width(|entry| &entry.head.id),
        width(|entry| &entry.head.status),
        width(|entry| &entry.head.scope),
    );
    let line = |entry: &Entry| {
        let Head {
            id,
            status,
            scope,
            date,
            title,
            ..
        } = &entry.head;
        let edited = if entry.edited { " (edited)" } else { "" };
        format!("{id:<ids$}  {status:<states$}  {scope:<scopes$}  {date:<10}  {title}{edited}\n")
    };
    context.document(&entries.iter().map(line).collect::<String>())
}

fn show(context: &Context, entries: &[Entry], id: &str) -> Outcome {
    let found = backlog::find(entries, id);
    let entry = match found.as_slice() {
        [entry] => *entry,
        [] => {
            return Err(Stop::data(format!("the backlog has no plan `{id}`"))
                .help("see `cloud-plan backlog list` for those it has"));
        }
        several => {
            let paths: Vec<String> = several
                .iter()
                .map(|entry| format!("`{}`", entry.path.display()))
                .collect();
            return Err(Stop::data(format!("`{id}` can be {}", paths.join(" or ")))
                .help("give one of them another number"));
        }
    };
    match context.format(&[Format::Md, Format::Text, Format::Json])? {
        Format::Json => context.document(&as_json(&Printed::of(entry, Some(&entry.text)))?),
        _ => context.document(&entry.text),
    }
}

fn as_json<T: Serialize>(value: &T) -> Result<String, Stop> {
    serde_json::to_string_pretty(value).map_err(|error| Stop::Bug(error.to_string()))
}
