//! `cloud-plan explain PLAN#LINE`: makes a saved plan again and says where one of its lines comes from.

use crate::cli::args::Format;
use crate::cli::planning::{self, Wanted};
use crate::cli::{Context, Outcome, Stop, active};
use crate::document::{self, Menu};
use crate::facts::stated::Existing;
use crate::plan::ast::Origin;
use crate::plan::{Detail, Plan};
use crate::project::backlog::{self, Entry};
use crate::request::{self, ProfileFacts};
use serde_json::json;
use std::fmt::Write as _;

/// Runs the command.
pub fn run(context: &Context, plan: &str, line: &str, format: Format) -> Outcome {
    let wanted: usize = line
        .parse()
        .map_err(|_| Stop::usage(format!("`{line}` is no line number")))?;
    let kb = context.knowledge()?;
    let vocabulary = crate::cli::vocabulary(&kb)?;
    let stored = active::profile(context, &vocabulary)?;
    let entry = saved(&backlog::list(&stored.project).0, plan)?;
    let Some(text) = entry
        .text
        .lines()
        .nth(wanted.saturating_sub(1))
        .map(str::to_owned)
    else {
        return Err(Stop::data(format!("the plan has no line {wanted}")));
    };
    let lexicon = request::lexicon::of(&kb);
    let own = ProfileFacts {
        providers: vec![stored.profile.primary_provider().to_owned()],
    };
    let made = request::read(&lexicon, Some(&own), &entry.head.request);
    let again = planning::make(
        &kb,
        &Wanted {
            profile: &stored.profile,
            request: &made,
            existing: Existing::in_notes(&lexicon, &stored.profile.existing_notes),
            flags: Vec::new(),
            scope: &entry.head.scope,
            date: entry.head.date.clone(),
            number: None,
            detail: Detail::Page,
        },
    )
    .map_err(|_| {
        Stop::data("the plan cannot be made again from its request and today's profile")
    })?;
    if document::markdown(&again, Menu::Hidden).trim() != entry.text.trim() {
        context.note("note: knowledge or profile changed since the plan was saved; the answer is that of today's plan");
    }
    let origins = origins(&again, &text);
    if origins.is_empty() {
        return Err(Stop::data(format!(
            "line {wanted} is part of the template: `{}`",
            text.trim()
        ))
        .help("name a line with a step, a setting, a check, a note or a cost"));
    }
    context.document(&printed(&text, &origins, format))
}

fn saved(entries: &[Entry], plan: &str) -> Result<Entry, Stop> {
    let by_path = entries
        .iter()
        .find(|entry| entry.path.display().to_string() == plan);
    let found = by_path.or_else(|| backlog::find(entries, plan).into_iter().next());
    found.cloned().ok_or_else(|| {
        Stop::data(format!("the backlog has no plan `{plan}`")).help(
            "save one with `cloud-plan plan --save`, then name it with a line: `CLOUD-001#12`",
        )
    })
}

/// Everything in the plan whose words stand in the line, with where it comes from.
fn origins(plan: &Plan, line: &str) -> Vec<(String, Origin)> {
    let mut list: Vec<(String, Origin)> = Vec::new();
    let mut add = |text: &str, origin: &Origin| {
        let text = text.trim_end_matches('.');
        if !text.is_empty() && line.contains(text) && !list.iter().any(|(_, known)| known == origin)
        {
            list.push((text.to_owned(), origin.clone()));
        }
    };
    plan.steps
        .iter()
        .for_each(|step| add(&step.text, &step.origin));
    plan.checks
        .iter()
        .for_each(|check| add(&check.text, &check.origin));
    let lists = [
        &plan.what,
        &plan.configuration,
        &plan.assumed,
        &plan.confirm,
        &plan.notes,
        &plan.cost.lines,
    ];
    for said in lists.into_iter().flatten() {
        add(&said.text, &said.origin);
    }
    if let Some(back) = &plan.rollback {
        add(&back.text, &back.origin);
    }
    plan.skills
        .iter()
        .for_each(|skill| add(&skill.purpose, &skill.origin));
    list
}

fn printed(line: &str, origins: &[(String, Origin)], format: Format) -> String {
    if format == Format::Json {
        let rows: Vec<_> = origins
            .iter()
            .map(|(text, origin)| json!({"text": text, "origin": origin}))
            .collect();
        return json!({"line": line, "from": rows}).to_string();
    }
    let mut text = format!("{}\n", line.trim());
    for (words, origin) in origins {
        let shown: String = words.chars().take(60).collect();
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "\n  `{shown}`\n    {}\n    {} {}",
            origin.id, origin.file, origin.field
        );
    }
    text
}
