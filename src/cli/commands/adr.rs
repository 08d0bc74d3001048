//! `cloud-plan adr`: records decisions, one each; an accepted one is replaced, never edited.

use std::path::Path;

use crate::cli::args::{AdrArgs, AdrCommand, DesignArgs, Format, NewAdrArgs, SignedArgs};
use crate::cli::brief::slug;
use crate::cli::commands::architecture::SCOPE;
use crate::cli::designing::Studio;
use crate::cli::{Context, Outcome, Stop, active};
use crate::plan::paper::ast::Record as Decision;
use crate::project::files::Mode;
use crate::project::journal::{self, Event};
use crate::project::profile;
use crate::project::records::{self, Record};
use crate::project::{Project, author};
use jiff::civil::Date;
use serde_json::json;

/// How many options a decision is made between, besides the one that is taken.
const FEWEST: usize = 2;

/// How long the title in a file name may be.
const LONGEST: usize = 60;

/// Runs the command.
pub fn run(context: &Context, args: &AdrArgs) -> Outcome {
    let format = context.format(&[Format::Text, Format::Json])?;
    let found = profile::find(context.start()).map_err(active::file_error)?;
    let project = match found {
        Some(project) => project,
        None => Project::at(context.start()).map_err(active::file_error)?,
    };
    let desk = Desk { context, project };
    match &args.command {
        AdrCommand::New(args) if args.feature.is_some() => desk.of_design(args),
        AdrCommand::New(args) => desk.propose(args),
        AdrCommand::Accept(args) => desk.accept(&args.id, &args.signed),
        AdrCommand::Supersede { old, new, signed } => desk.supersede((old, new), signed),
        AdrCommand::List => desk.list(format),
    }
}

struct Desk<'a> {
    context: &'a Context,
    project: Project,
}

impl Desk<'_> {
    fn who(&self, signed: &SignedArgs) -> Result<String, Stop> {
        let known = || author::author(&self.project);
        signed.author.clone().or_else(known).ok_or_else(|| {
            Stop::data("nobody is named who decides")
                .help("add --author NAME, or set user.name in git")
        })
    }

    fn propose(&self, args: &NewAdrArgs) -> Outcome {
        let title = args.title.join(" ");
        let mut missing: Vec<&str> = Vec::new();
        for (name, empty) in [
            ("a title", title.trim().is_empty()),
            ("--context", args.context.trim().is_empty()),
            ("--decision", args.decision.trim().is_empty()),
            ("--positive", args.positive.is_empty()),
            ("--negative", args.negative.is_empty()),
            ("--risk", args.risk.is_empty()),
        ] {
            if empty {
                missing.push(name);
            }
        }
        if !missing.is_empty() {
            return Err(
                Stop::usage(format!("the record lacks {}", missing.join(", "))).help(
                    "a decision without its reason, its price and its risk cannot be judged later",
                ),
            );
        }
        let reasoned = |option: &&String| {
            option
                .split_once(" - ")
                .is_some_and(|(_, why)| !why.trim().is_empty())
        };
        let options = args.option.iter().filter(reasoned).count();
        if options < FEWEST {
            return Err(Stop::usage(format!(
                "{options} options say why they were not taken; {FEWEST} are needed"
            ))
            .help("--option \"OPTION - why it was not taken\", twice"));
        }
        self.one(&title)?;
        let decision = Decision {
            title,
            context: args.context.clone(),
            decision: args.decision.clone(),
            positive: args.positive.join("; "),
            negative: args.negative.join("; "),
            risks: args.risk.join("; "),
            alternatives: args.option.clone(),
            ..Decision::default()
        };
        let by = self.who(&args.signed)?;
        self.save(&decision, &by, args.signed.date, None)
    }

    /// A title that names two decisions is refused with the two.
    fn one(&self, title: &str) -> Outcome {
        let kb = self.context.knowledge()?;
        let document = kb.document(SCOPE);
        let verbs = document
            .as_ref()
            .map(|known| known.list("decision-verbs").to_vec())
            .unwrap_or_default();
        let separated = title.replace(';', " and ");
        let parts: Vec<&str> = separated
            .split(" and ")
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let begins = |part: &&&str| {
            let first = part
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_lowercase();
            verbs.contains(&first)
        };
        let own = parts.iter().skip(1).filter(begins).count();
        if own == 0 {
            return Ok(());
        }
        Err(Stop::data(format!("`{title}` is {} decisions", own + 1))
            .help(format!("record each by itself:\n  {}", parts.join("\n  "))))
    }

    fn of_design(&self, args: &NewAdrArgs) -> Outcome {
        let kb = self.context.knowledge()?;
        let vocabulary = crate::cli::vocabulary(&kb)?;
        let stored = active::profile(self.context, &vocabulary)?;
        let design_args = DesignArgs {
            feature: args.feature.iter().cloned().collect(),
            requirements: args.requirements.clone(),
            author: args.signed.author.clone(),
            date: args.signed.date,
            print: true,
            ..DesignArgs::default()
        };
        let studio = Studio {
            context: self.context,
            kb: &kb,
            stored: &stored,
            vocabulary: &vocabulary,
            scope: SCOPE,
            args: &design_args,
        };
        let design = studio.design()?;
        let by = self.who(&args.signed)?;
        let known = records::all(&self.project).map_err(active::file_error)?;
        for decision in &design.paper.records {
            if known.iter().any(|record| record.title == decision.title) {
                self.context
                    .note(&format!("note: `{}` is recorded already", decision.title));
                continue;
            }
            self.save(decision, &by, args.signed.date, Some(&design.path))?;
        }
        Ok(())
    }

    fn save(
        &self,
        decision: &Decision,
        by: &str,
        date: Option<Date>,
        design: Option<&Path>,
    ) -> Outcome {
        let date = self.context.date(date)?.to_string();
        let name: String = slug(&decision.title).chars().take(LONGEST).collect();
        let text = |number: u32| text_of(decision, number, by, &date, design);
        let path = records::write(&self.project, name.trim_end_matches('-'), &text)
            .map_err(active::file_error)?;
        self.context
            .document(&format!("✓ Proposed: {}", path.display()))
    }

    fn record(&self, wanted: &str) -> Result<Record, Stop> {
        let all = records::all(&self.project).map_err(active::file_error)?;
        let number = records::number_of(wanted);
        let found = all.into_iter().find(|record| Some(record.number) == number);
        found.ok_or_else(|| {
            Stop::data(format!("there is no record `{wanted}`")).help("see `cloud-plan adr list`")
        })
    }

    fn note(&self, record: &Record, text: &str, action: &str, by: &str, date: &str) -> Outcome {
        let event = Event {
            document: record.path.display().to_string(),
            action: action.to_owned(),
            date: date.to_owned(),
            by: by.to_owned(),
            sha256: journal::digest(&records::core(text)),
            ..Event::default()
        };
        journal::add(&self.project, &event).map_err(active::file_error)
    }

    fn write(&self, record: &Record, text: &str) -> Outcome {
        let written = self.project.write(&record.path, text, Mode::Replace);
        written.map(|_| ()).map_err(active::file_error)
    }

    fn accept(&self, wanted: &str, signed: &SignedArgs) -> Outcome {
        let record = self.record(wanted)?;
        if record.status != "Proposed" {
            return Err(Stop::data(format!(
                "{} is {} already",
                records::id(record.number),
                record.status.to_lowercase()
            ))
            .help("an accepted decision is replaced: cloud-plan adr supersede OLD NEW"));
        }
        let (by, date) = (
            self.who(signed)?,
            self.context.date(signed.date)?.to_string(),
        );
        let text = records::with_status(&record.text, "Accepted");
        // The record of the acceptance comes first: a text without it would look edited by hand.
        self.note(&record, &text, "accepted", &by, &date)?;
        self.write(&record, &text)?;
        self.context
            .document(&format!("✓ Accepted: {}", record.path.display()))
    }

    fn supersede(&self, (old, new): (&str, &str), signed: &SignedArgs) -> Outcome {
        let (old, new) = (self.record(old)?, self.record(new)?);
        if old.number == new.number {
            return Err(Stop::data("a record cannot replace itself")
                .help("write the new decision first: cloud-plan adr new"));
        }
        if old.status != "Accepted" {
            return Err(Stop::data(format!(
                "{} is {}, and only an accepted record is superseded",
                records::id(old.number),
                old.status.to_lowercase()
            ))
            .help("a proposal can still be edited, or removed"));
        }
        if let Some(before) = new.supersedes {
            return Err(Stop::data(format!(
                "{} replaces {} already",
                records::id(new.number),
                records::id(before)
            ))
            .help("one decision each: write another record"));
        }
        let events = journal::read(&self.project).map_err(active::file_error)?;
        if let Some(fault) = records::faults(std::slice::from_ref(&old), &events).first() {
            return Err(Stop::data(fault.clone()));
        }
        let (by, date) = (
            self.who(signed)?,
            self.context.date(signed.date)?.to_string(),
        );
        let (gone, linked) = records::linked(&old, &new);
        self.write(&new, &linked)?;
        self.write(&old, &gone)?;
        self.note(&old, &gone, "superseded", &by, &date)?;
        self.context.document(&format!(
            "✓ {} is superseded by {}",
            records::id(old.number),
            records::id(new.number)
        ))
    }

    fn list(&self, format: Format) -> Outcome {
        let all = records::all(&self.project).map_err(active::file_error)?;
        let events = journal::read(&self.project).map_err(active::file_error)?;
        let faults = records::faults(&all, &events);
        let rows: Vec<serde_json::Value> = all
            .iter()
            .map(|record| {
                json!({
                    "id": records::id(record.number),
                    "title": record.title,
                    "status": record.status,
                    "path": record.path.display().to_string(),
                    "supersedes": record.supersedes.map(records::id),
                    "superseded_by": record.superseded_by.map(records::id),
                })
            })
            .collect();
        let text = if format == Format::Json {
            serde_json::to_string_pretty(&json!({ "records": rows, "faults": faults }))
                .unwrap_or_default()
        } else {
            let line = |record: &Record| {
                format!(
                    "{}  {:10}  {}",
                    records::id(record.number),
                    record.status,
                    record.title
                )
            };
            all.iter().map(line).collect::<Vec<_>>().join("\n")
        };
        self.context.document(&text)?;
        if faults.is_empty() {
            return Ok(());
        }
        Err(Stop::data(faults.join("\n")))
    }
}

/// The record as its file.
fn text_of(
    decision: &Decision,
    number: u32,
    by: &str,
    date: &str,
    design: Option<&Path>,
) -> String {
    let design = design.map_or_else(String::new, |path| {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        format!("\n**Design:** [{name}](../infrastructure/{name}.md)")
    });
    let options: Vec<String> = decision
        .alternatives
        .iter()
        .enumerate()
        .map(|(place, option)| format!("{}. {option}", place + 1))
        .collect();
    format!(
        "# {}: {}\n\n**Status:** Proposed\n**Date:** {date}\n**Decided by:** {by}{design}\n\n## Context\n\n{}\n\n## Decision\n\n{}\n\n## Consequences\n\n- Positive: {}\n- Negative: {}\n- Risks: {}\n\n## Alternatives Considered\n\n{}\n",
        records::id(number),
        decision.title,
        decision.context,
        decision.decision,
        decision.positive,
        decision.negative,
        decision.risks,
        options.join("\n"),
    )
}
