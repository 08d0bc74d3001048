//! `cloud-plan checklist`, `runbook` and `guide`: prints a sheet in the words of the provider.

use crate::cli::args::{Format, SheetArgs};
use crate::cli::{Context, Outcome, Stop, active, knowledge};
use crate::diag::suggest;
use crate::document;
use crate::facts::gather::{Input, gather};
use crate::facts::stated::Existing;
use crate::kb::Kb;
use crate::model::profile::Profile;
use crate::model::sheet::Sheet;
use crate::plan::paper::ast::{Block, Marks, Paper};
use crate::plan::paper::sheet::sheet;

/// The fact that holds the prefix of names.
const ORGANIZATION: &str = "org";

/// Runs the command for one kind of sheet.
pub fn run(context: &Context, args: &SheetArgs, kind: &str) -> Outcome {
    let format = context.format(&[Format::Md, Format::Html, Format::Json])?;
    let kb = context.knowledge()?;
    let list = of_kind(&kb, kind);
    let topic = args.topic.join(" ");
    if topic.is_empty() {
        return context.document(&overview(&list, format));
    }
    let Some((id, found)) = chosen(&list, &topic) else {
        return Err(unknown(&list, kind, &topic));
    };
    let paper = made(context, args.provider.as_deref(), &kb, (id, found))?;
    context.document(&printed(&paper, format))
}

/// What a sheet tells to do: each line with the heading it stands under.
pub fn lines(
    context: &Context,
    kb: &Kb,
    kind: &str,
    topic: &str,
) -> Result<Vec<(String, String)>, Stop> {
    let list = of_kind(kb, kind);
    let found = chosen(&list, topic).ok_or_else(|| unknown(&list, kind, topic))?;
    let paper = made(context, None, kb, found)?;
    let mut part = found.1.title.clone();
    let mut lines = Vec::new();
    for block in paper.blocks {
        match block {
            Block::Heading { text, .. } => part = text,
            Block::List { marks, items } if marks != Marks::Bullets => {
                lines.extend(items.into_iter().map(|item| (part.clone(), item)));
            }
            _ => {}
        }
    }
    Ok(lines)
}

fn unknown(list: &[(&str, &Sheet)], kind: &str, topic: &str) -> Stop {
    let known: Vec<&str> = list.iter().map(|(_, sheet)| sheet.id.as_str()).collect();
    let wanted = topic.to_lowercase().replace(' ', "-");
    let help = suggest::help(&wanted, &known);
    Stop::data(format!("there is no {kind} `{topic}`"))
        .help(help.unwrap_or_else(|| format!("choose one of: {}", known.join(", "))))
}

/// The sheets of one kind, by id.
fn of_kind<'a>(kb: &'a Kb, kind: &str) -> Vec<(&'a str, &'a Sheet)> {
    let own = |id: &str| id.split('/').next() == Some(kind);
    let entries = kb.sheets.entries().filter(|entry| own(entry.id()));
    entries
        .filter_map(|entry| Some((entry.id(), entry.value()?)))
        .collect()
}

/// The sheet with that id, or with that word.
fn chosen<'a>(list: &[(&'a str, &'a Sheet)], topic: &str) -> Option<(&'a str, &'a Sheet)> {
    let topic = topic.to_lowercase();
    let slug = topic.replace([' ', '_'], "-");
    let named = |(_, sheet): &&(&str, &Sheet)| sheet.id == slug || sheet.words.contains(&topic);
    list.iter().find(named).copied()
}

fn made(
    context: &Context,
    named: Option<&str>,
    kb: &Kb,
    (id, found): (&str, &Sheet),
) -> Result<Paper, Stop> {
    let vocabulary = crate::cli::vocabulary(kb)?;
    let stored = active::saved_profile(context, &vocabulary)?;
    let profile = stored.map(|stored| stored.profile).unwrap_or_default();
    let provider = match named {
        Some(named) => named.to_lowercase(),
        None => profile.primary_provider().to_owned(),
    };
    let known: Vec<&str> = kb.providers.iter_ids().collect();
    if provider.is_empty() || !known.contains(&provider.as_str()) {
        let what = if provider.is_empty() {
            "no profile names a provider".to_owned()
        } else {
            format!("there is no provider `{provider}`")
        };
        return Err(Stop::data(what).help(format!("name one: --provider {}", known.join(" | "))));
    }
    let own = profile.primary_provider() == provider;
    let profile = if own {
        profile
    } else {
        Profile {
            regions: Vec::new(),
            provider: provider.clone(),
            ..profile
        }
    };
    let facts = gather(
        kb,
        &Input {
            profile: &profile,
            request: Vec::new(),
            existing: Existing::default(),
            flags: vec![
                ("provider".to_owned(), provider),
                (ORGANIZATION.to_owned(), organization(kb)),
            ],
            scope: "sheet".to_owned(),
            date: String::new(),
        },
    );
    let document = knowledge::words(kb, "sheet", "sheets")?;
    Ok(sheet(kb, &facts, &document, id, found))
}

/// The prefix of names where the project states none: what the rules take.
fn organization(kb: &Kb) -> String {
    let named = |rule: &crate::model::rule::Rule| rule.then.facts.get(ORGANIZATION).cloned();
    kb.rules
        .iter()
        .find_map(named)
        .map(|named| named.0)
        .unwrap_or_default()
}

fn overview(list: &[(&str, &Sheet)], format: Format) -> String {
    if format == Format::Json {
        let rows: Vec<serde_json::Value> = list
            .iter()
            .map(|(_, sheet)| serde_json::json!({"id": sheet.id, "title": sheet.title, "items": sheet.items.len(), "as-of": sheet.as_of}))
            .collect();
        return serde_json::to_string_pretty(&rows).unwrap_or_default();
    }
    let width = list
        .iter()
        .map(|(_, sheet)| sheet.id.len())
        .max()
        .unwrap_or_default();
    let rows: Vec<String> = list
        .iter()
        .map(|(_, sheet)| format!("{:width$}  {}", sheet.id, sheet.title))
        .collect();
    rows.join("\n")
}

/// The paper in a form of output.
pub fn printed(paper: &Paper, format: Format) -> String {
    match format {
        Format::Html => document::paper_html(paper),
        Format::Json => serde_json::to_string_pretty(paper).unwrap_or_default(),
        _ => document::paper_markdown(paper),
    }
}
