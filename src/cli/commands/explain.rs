//! `cloud-plan explain`: explains a code, an id of the knowledge base, or a line of a saved plan.

use crate::cli::args::{ExplainArgs, Format};
use crate::cli::{Context, Outcome, Stop, knowledge};
use crate::diag::example::{Example, example};
use crate::diag::{Code, suggest};
use crate::kb::{Entry, Kb, Layer, Table};
use serde_json::json;
use std::str::FromStr;

/// Runs the command.
pub fn run(context: &Context, args: &ExplainArgs) -> Outcome {
    let format = context.format(&[Format::Text, Format::Json])?;
    if let Some((plan, line)) = args.subject.rsplit_once('#') {
        return super::line::run(context, plan, line, format);
    }
    if let Ok(code) = Code::from_str(&args.subject) {
        return context.document(&code_text(code, format));
    }
    let kb = knowledge::load(context)?;
    let found = entries(&kb)
        .into_iter()
        .filter(|entry| entry.id == args.subject)
        .collect::<Vec<_>>();
    if found.is_empty() {
        return Err(unknown(&kb, &args.subject));
    }
    let text = match format {
        Format::Json => {
            let rows: Vec<_> = found.iter().map(|entry| json!({"id": entry.id, "kind": entry.kind, "file": entry.path, "layers": entry.layers, "text": entry.text})).collect();
            serde_json::to_string_pretty(&rows).unwrap_or_default()
        }
        _ => found.iter().map(Named::text).collect::<Vec<_>>().join("\n"),
    };
    context.document(&text)
}

fn code_text(code: Code, format: Format) -> String {
    let example = example(code);
    if format == Format::Json {
        let example = example.map(|one: Example| json!({"wrong": one.wrong, "right": one.right}));
        return json!({"code": code.as_str(), "title": code.title(), "explanation": code.explanation(), "example": example})
            .to_string();
    }
    let mut text = format!(
        "{}: {}\n\n{}\n",
        code.as_str(),
        code.title(),
        code.explanation()
    );
    if let Some(example) = example {
        let (wrong, right) = (indented(&example.wrong), indented(&example.right));
        for (title, piece) in [("Wrong", wrong), ("Right", right)] {
            text.extend(["\n", title, ":\n\n", piece.as_str()]);
        }
    }
    text
}

/// A piece of a file, four columns to the right of where it stands.
fn indented(piece: &str) -> String {
    let least = piece
        .lines()
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or_default();
    let lines = piece
        .lines()
        .map(|line| format!("    {}\n", line.get(least..).unwrap_or(line)));
    lines.collect()
}

fn unknown(kb: &Kb, subject: &str) -> Stop {
    let mut known: Vec<String> = entries(kb).into_iter().map(|entry| entry.id).collect();
    known.extend(Code::all().iter().map(|code| code.as_str().to_owned()));
    let stop = Stop::data(format!("nothing is called `{subject}`"));
    match suggest::help(subject, &known) {
        Some(help) => stop.help(help),
        None => stop.help("name a diagnostic code, an id of the knowledge base, or a saved plan with a line: `PLAN.md#12`"),
    }
}

/// An entry of the knowledge base, whatever its kind.
struct Named {
    id: String,
    kind: &'static str,
    path: String,
    layers: Vec<String>,
    text: String,
}

impl Named {
    fn text(&self) -> String {
        format!(
            "{} `{}`\n  file   {}\n  layer  {}\n\n{}",
            self.kind,
            self.id,
            self.path,
            self.layers.join(", then "),
            self.text
        )
    }
}

fn entries(kb: &Kb) -> Vec<Named> {
    let mut list = Vec::new();
    add(&mut list, "capability", &kb.capabilities);
    add(&mut list, "setting", &kb.settings);
    add(&mut list, "provider", &kb.providers);
    add(&mut list, "service", &kb.services);
    add(&mut list, "framework", &kb.frameworks);
    add(&mut list, "skill", &kb.skills);
    add(&mut list, "budget tier", &kb.tiers);
    add(&mut list, "security posture", &kb.postures);
    add(&mut list, "blueprint", &kb.blueprints);
    add(&mut list, "rule", &kb.rules);
    add(&mut list, "document", &kb.documents);
    list
}

fn add<T>(list: &mut Vec<Named>, kind: &'static str, table: &Table<T>) {
    for id in table.iter_ids() {
        let Some(entry) = table.entry(id) else {
            continue;
        };
        list.push(Named {
            id: id.to_owned(),
            kind,
            path: entry.file.path().to_owned(),
            layers: layers(entry),
            text: entry.file.text().to_owned(),
        });
    }
}

fn layers<T>(entry: &Entry<T>) -> Vec<String> {
    let name = |layer: &Layer| match layer {
        Layer::BuiltIn => "built in".to_owned(),
        Layer::Directory(path) => path.clone(),
    };
    entry.file.layers().iter().map(name).collect()
}
