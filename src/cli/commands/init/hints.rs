//! Reads a file of conventions for what it says plainly about provider, regions, frameworks and environments, and shows
//! the line of each. It never takes what two lines say differently, and nothing that somebody answered.

use std::path::Path;

use crate::cli::Context;
use crate::cli::Stop;
use crate::cli::answers::Known;
use crate::kb::Kb;
use crate::model::reading::role::FactKind;
use crate::project::answer::Given;
use crate::project::profile;
use crate::request::{self, Request};

/// What one line says about a field.
struct Hint {
    field: &'static str,
    values: Vec<String>,
    line: usize,
    text: String,
}

/// What separates the entries of an answer.
const BETWEEN: &str = ", ";

/// Marks the beginning and the end of a listing, in which nothing is said.
const FENCE: &str = "```";

/// Adds to the answers what the files say, and tells the user what was taken from which line.
pub fn take(
    context: &Context,
    kb: &Kb,
    files: &[std::path::PathBuf],
    known: &mut Known,
) -> Result<(), Stop> {
    for file in files {
        let source = profile::source(file).map_err(|fault| context.report(&[*fault]))?;
        let hints = hints(kb, &source.text);
        for field in FIELDS {
            let said: Vec<&Hint> = hints.iter().filter(|hint| hint.field == field).collect();
            settle(context, file, &said, known);
        }
    }
    Ok(())
}

/// The fields that a sentence can tell, in the order of the questions.
const FIELDS: [&str; 4] = ["provider", "regions", "compliance", "environments"];

/// Takes what every line says alike; says what is left to ask.
fn settle(context: &Context, file: &Path, said: &[&Hint], known: &mut Known) {
    let Some(first) = said.first() else { return };
    if known.answers.contains_key(first.field) {
        return;
    }
    let file = file.display();
    let place = |hint: &Hint| format!("line {}: `{}`", hint.line, hint.text);
    let values = first.values.join(BETWEEN);
    if let Some(other) = said.iter().find(|hint| hint.values != first.values) {
        context.note(&format!(
            "note: {} is not taken from {file}: {} says {values}, {} says {}",
            first.field,
            place(first),
            place(other),
            other.values.join(BETWEEN)
        ));
        return;
    }
    context.note(&format!(
        "note: {} {values} is taken from {file}, {}",
        first.field,
        place(first)
    ));
    let given = Given::Text(values);
    known.answers.insert(first.field.to_owned(), given);
}

/// What each line says; listings say nothing.
fn hints(kb: &Kb, text: &str) -> Vec<Hint> {
    let lexicon = request::lexicon::of(kb);
    let mut hints = Vec::new();
    let mut listing = false;
    for (index, line) in text.lines().enumerate() {
        let said = line.trim().trim_start_matches(['-', '*', '#', '>', ' ']);
        if said.starts_with(FENCE) {
            listing = !listing;
            continue;
        }
        if listing || said.is_empty() {
            continue;
        }
        let read = request::read(&lexicon, None, said);
        let values = [
            providers(&read),
            regions(kb, &read),
            ids(&read.frameworks),
            environments(&read),
        ];
        let found = FIELDS.into_iter().zip(values);
        let found = found.filter(|(_, values)| !values.is_empty());
        hints.extend(found.map(|(field, values)| Hint {
            field,
            values,
            line: index + 1,
            text: said.to_owned(),
        }));
    }
    hints
}

/// The provider, where a line speaks of one only.
fn providers(read: &Request) -> Vec<String> {
    let named = ids(&read.providers);
    if named.len() == 1 && read.exclusions.is_empty() {
        named
    } else {
        Vec::new()
    }
}

/// Regions that the provider of the line has, or any provider where none is named.
fn regions(kb: &Kb, read: &Request) -> Vec<String> {
    let known = |id: &str| {
        let mut tables = kb.regions.iter();
        tables.any(|table| table.regions.iter().any(|region| region.id == id))
    };
    let mut list: Vec<String> = Vec::new();
    for fact in read.facts_of(FactKind::Regions) {
        if fact.class.is_none() && known(&fact.value) && !list.contains(&fact.value) {
            list.push(fact.value.clone());
        }
    }
    list
}

/// Environments, where a line lists them: one alone is where something happens, not which there are.
fn environments(read: &Request) -> Vec<String> {
    let mut named: Vec<(usize, &str)> = read
        .environments
        .iter()
        .filter_map(|found| Some((found.spans.first()?.start, found.id.as_str())))
        .collect();
    named.sort_unstable();
    if named.len() < 2 {
        return Vec::new();
    }
    named.into_iter().map(|(_, id)| id.to_owned()).collect()
}

fn ids(found: &[crate::request::fact::Found]) -> Vec<String> {
    found.iter().map(|one| one.id.clone()).collect()
}
