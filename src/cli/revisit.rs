//! Plans a saved plan again with today's knowledge and profile, and tells what changed. Never: changing the saved file.

use super::Stop;
use super::args::{PlanArgs, ScopeArg};
use crate::project::backlog::{self, Entry};
use crate::project::profile::Stored;
use clap::ValueEnum;
use std::fmt::Write;
use std::path::Path;

/// The saved plan that a path or an id means.
pub fn saved(stored: &Stored, wanted: &Path) -> Result<Entry, Stop> {
    let (entries, _) = backlog::list(&stored.project);
    let name = wanted
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let found = backlog::find(&entries, &name);
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Stop::data(format!("no saved plan is called `{name}`"))
            .help("see `cloud-plan backlog list`")),
        [_, ..] => {
            Err(Stop::data(format!("`{name}` means several saved plans"))
                .help("name the whole file"))
        }
    }
}

/// The flags of the plan that was saved: its request and its scope.
pub fn args(args: &PlanArgs, entry: &Entry) -> Result<PlanArgs, Stop> {
    let scope = ScopeArg::from_str(&entry.head.scope, true).map_err(|_| {
        Stop::data(format!("{} does not say its scope", entry.path.display()))
            .help("its head needs `scope:` and `request:`, as `plan --save` writes them")
    })?;
    if entry.head.request.is_empty() {
        return Err(
            Stop::data(format!("{} does not say its request", entry.path.display()))
                .help("its head needs `scope:` and `request:`, as `plan --save` writes them"),
        );
    }
    Ok(PlanArgs {
        request: vec![entry.head.request.clone()],
        scope: Some(scope),
        ..args.clone()
    })
}

/// What stands in one of the texts only, heading by heading.
pub fn changes(entry: &Entry, new: &str, date: &str) -> String {
    let (old, new) = (sections(&entry.text), sections(new));
    let mut out = format!(
        "{}, saved {}, planned again {date}\n",
        entry.head.id, entry.head.date
    );
    let mut changed = false;
    let headings = old.iter().chain(&new).map(|(heading, _)| heading);
    let mut seen: Vec<&String> = Vec::new();
    for heading in headings {
        if seen.contains(&heading) {
            continue;
        }
        seen.push(heading);
        let of = |all: &[(String, Vec<String>)]| -> Vec<String> {
            all.iter()
                .filter(|(other, _)| other == heading)
                .flat_map(|(_, lines)| lines.clone())
                .collect()
        };
        let (before, after) = (of(&old), of(&new));
        let gone = before.iter().filter(|line| !after.contains(line));
        let added = after.iter().filter(|line| !before.contains(line));
        let lines: Vec<String> = gone
            .map(|line| format!("- {line}"))
            .chain(added.map(|line| format!("+ {line}")))
            .collect();
        if !lines.is_empty() {
            changed = true;
            let _ = writeln!(out, "\n{heading}\n{}", lines.join("\n"));
        }
    }
    if !changed {
        out.push_str("nothing changed\n");
    }
    out
}

/// The lines below each heading, without empty ones.
fn sections(text: &str) -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = vec![(String::new(), Vec::new())];
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if line.starts_with('#') {
            // A phase that moved by a week is still the same phase.
            let heading = line.rsplit_once(" (").map_or(line, |(heading, _)| heading);
            all.push((heading.to_owned(), Vec::new()));
        } else if let Some((_, lines)) = all.last_mut() {
            lines.push(line.to_owned());
        }
    }
    all
}
