//! `cloud-plan kb coverage`: capability x provider x verb, and how each is planned.

use crate::cli::args::Format;
use crate::cli::{Context, Outcome, Stop, knowledge};
use crate::diag::suggest;
use crate::document::page;
use crate::facts::{Facts, Origin};
use crate::kb::Kb;
use crate::model::provider::Provider;
use crate::rules::Undecided;
use crate::rules::select::select;
use serde_json::{Value, json};
use std::fmt::Write;

/// How a change is planned.
enum By {
    /// By a blueprint of its own.
    Blueprint(String),
    /// From the operations of a service.
    Operations(String),
    /// Not at all.
    Nothing(String),
}

impl By {
    fn letter(&self) -> char {
        match self {
            Self::Blueprint(_) => 'B',
            Self::Operations(_) => 'c',
            Self::Nothing(_) => '-',
        }
    }

    fn words(&self) -> (&'static str, &str) {
        match self {
            Self::Blueprint(id) => ("blueprint", id),
            Self::Operations(id) => ("operations", id),
            Self::Nothing(why) => ("lacks", why),
        }
    }
}

/// The whole matrix.
struct Matrix<'a> {
    providers: Vec<&'a Provider>,
    verbs: Vec<String>,
    /// By capability, then provider, then verb.
    rows: Vec<(&'a str, Vec<Vec<By>>)>,
}

pub(super) fn run(context: &Context, provider: Option<&str>) -> Outcome {
    let format = context.format(&[Format::Text, Format::Md, Format::Html, Format::Json])?;
    let kb = knowledge::load(context)?;
    let mut providers: Vec<&Provider> = kb.providers.iter().collect();
    providers.sort_by_key(|provider| provider.order);
    if let Some(id) = provider {
        providers.retain(|provider| provider.id == id);
        if providers.is_empty() {
            let known: Vec<String> = kb.providers.iter_ids().map(str::to_owned).collect();
            let stop = Stop::data(format!("there is no provider called `{id}`"));
            return Err(stop.help(suggest::help(id, &known).unwrap_or_else(|| known.join(", "))));
        }
    }
    let matrix = matrix(&kb, providers);
    context.document(&match format {
        Format::Json => matrix.json(),
        Format::Md => matrix.markdown(),
        Format::Html => page::of_markdown("Coverage", &matrix.markdown()),
        _ => matrix.text(),
    })
}

fn matrix<'a>(kb: &'a Kb, providers: Vec<&'a Provider>) -> Matrix<'a> {
    let verbs = verbs(kb);
    let scope = kb
        .words
        .iter()
        .find_map(|words| words.lists.get("scopes")?.first().cloned())
        .unwrap_or_default();
    let rows = kb.capabilities.iter_ids().map(|capability| {
        let cells = providers.iter().map(|provider| {
            let cell = |verb: &String| cell(kb, provider, (&scope, verb), capability);
            verbs.iter().map(cell).collect()
        });
        (capability, cells.collect())
    });
    Matrix {
        rows: rows.collect(),
        providers,
        verbs,
    }
}

/// The actions that words of a request stand for, in the order of the file.
fn verbs(kb: &Kb) -> Vec<String> {
    let mut verbs = Vec::new();
    for verb in kb.words.iter().flat_map(|words| &words.verbs) {
        if !verb.words.is_empty() && !verbs.contains(&verb.action) {
            verbs.push(verb.action.clone());
        }
    }
    verbs
}

/// What is chosen when the request says nothing but this.
fn cell(kb: &Kb, provider: &Provider, (scope, verb): (&str, &str), capability: &str) -> By {
    let mut facts = Facts::default();
    let pairs = [
        ("scope", scope),
        ("verb", verb),
        ("provider", provider.id.as_str()),
        ("primary", capability),
        ("capability", capability),
    ];
    for (key, value) in pairs {
        facts.put(key, value, Origin::Flag(key.to_owned()));
    }
    match select(kb, &mut facts, provider) {
        Ok(chosen) => match (chosen.blueprint, chosen.components.first()) {
            (Some(blueprint), _) => By::Blueprint(blueprint.id.clone()),
            (None, Some(part)) => By::Operations(part.service.id.clone()),
            (None, None) => By::Nothing(String::new()),
        },
        Err(Undecided::Lacks { because, .. }) => By::Nothing(because),
        Err(_) => By::Nothing(String::new()),
    }
}

const LEGEND: &str =
    "B: a blueprint of its own. c: composed from the operations of a service. -: lacks.";

impl Matrix<'_> {
    fn count(&self, place: usize) -> [usize; 3] {
        let mut count = [0; 3];
        for by in self
            .rows
            .iter()
            .filter_map(|(_, row)| row.get(place))
            .flatten()
        {
            let at = match by {
                By::Blueprint(_) => 0,
                By::Operations(_) => 1,
                By::Nothing(_) => 2,
            };
            if let Some(number) = count.get_mut(at) {
                *number += 1;
            }
        }
        count
    }

    fn sums(&self) -> Vec<String> {
        let providers = self.providers.iter().enumerate();
        providers
            .map(|(place, provider)| {
                let [own, composed, lacks] = self.count(place);
                format!(
                    "{}: {own} blueprints, {composed} composed, {lacks} lacks",
                    provider.title
                )
            })
            .collect()
    }

    fn text(&self) -> String {
        let wide = self.rows.iter().map(|(id, _)| id.len()).max();
        let wide = wide.unwrap_or_default();
        let mut out = format!(
            "{LEGEND}\nVerbs, from left to right: {}.\n\n",
            self.verbs.join(", ")
        );
        // Writing into a string cannot fail.
        let _ = write!(out, "{:<wide$}", "");
        let column = self.verbs.len();
        for provider in &self.providers {
            let _ = write!(out, "  {:<column$}", provider.id);
        }
        for (capability, cells) in &self.rows {
            let _ = write!(out, "\n{capability:<wide$}");
            for cell in cells {
                let letters: String = cell.iter().map(By::letter).collect();
                let _ = write!(out, "  {letters:<column$}");
            }
        }
        let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
        format!("{}\n\n{}\n", lines.join("\n"), self.sums().join("\n"))
    }

    fn markdown(&self) -> String {
        let mut out = format!("# Coverage\n\n{LEGEND}\n");
        // Writing into a string cannot fail.
        for (place, provider) in self.providers.iter().enumerate() {
            let _ = writeln!(
                out,
                "\n## {}\n\n| Capability | {} |",
                provider.title,
                self.verbs.join(" | ")
            );
            let _ = writeln!(out, "|---|{}", "---|".repeat(self.verbs.len()));
            for (capability, cells) in &self.rows {
                let letters = cells
                    .get(place)
                    .into_iter()
                    .flatten()
                    .map(|by| by.letter().to_string());
                let letters: Vec<String> = letters.collect();
                let _ = writeln!(out, "| {capability} | {} |", letters.join(" | "));
            }
        }
        let _ = writeln!(out, "\n{}", self.sums().join(".\n\n"));
        out
    }

    fn json(&self) -> String {
        let mut rows: Vec<Value> = Vec::new();
        for (capability, cells) in &self.rows {
            for (provider, cell) in self.providers.iter().zip(cells) {
                for (verb, by) in self.verbs.iter().zip(cell) {
                    let (by, what) = by.words();
                    rows.push(json!({"capability": capability, "provider": provider.id, "verb": verb, "by": by, "what": what}));
                }
            }
        }
        serde_json::to_string_pretty(&rows).unwrap_or_default()
    }
}
