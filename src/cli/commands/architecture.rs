//! `cloud-plan architecture`: designs the infrastructure of a feature, and records what became of the design.

use std::path::{Path, PathBuf};

use crate::cli::args::{
    ArchitectureArgs, ArchitectureCommand, DesignArgs, Format, ReviseArgs, SignedArgs, StateArgs,
};
use crate::cli::brief::{slug, typed, untyped};
use crate::cli::commands::sheet::printed;
use crate::cli::designing::{Design, Studio};
use crate::cli::{Context, Outcome, Stop, active};
use crate::kb::Kb;
use crate::model::document::Document;
use crate::project::files::Mode;
use crate::project::journal::{self, Event};
use crate::project::profile::Stored;
use crate::project::{FileError, Vocabulary};
use serde_json::json;

/// The document that it makes.
pub const SCOPE: &str = "architecture";

/// Runs the command.
pub fn run(context: &Context, args: &ArchitectureArgs) -> Outcome {
    let format = context.format(&[Format::Md, Format::Html, Format::Json])?;
    let kb = context.knowledge()?;
    let vocabulary = crate::cli::vocabulary(&kb)?;
    let stored = active::profile(context, &vocabulary)?;
    let desk = Desk {
        context,
        kb: &kb,
        stored: &stored,
        vocabulary: &vocabulary,
        format,
    };
    match &args.command {
        None => desk.draft(&args.design),
        Some(ArchitectureCommand::Approve(args)) => desk.say(args, "approved"),
        Some(ArchitectureCommand::Skip(args)) => desk.say(args, "skipped"),
        Some(ArchitectureCommand::Revise(args)) => desk.revise(args),
        Some(ArchitectureCommand::List) => desk.list(),
    }
}

struct Desk<'a> {
    context: &'a Context,
    kb: &'a Kb,
    stored: &'a Stored,
    vocabulary: &'a Vocabulary<'a>,
    format: Format,
}

impl Desk<'_> {
    fn document(&self) -> Result<Document, Stop> {
        let known = self.kb.document(SCOPE);
        known
            .map(std::borrow::Cow::into_owned)
            .ok_or_else(|| Stop::data(format!("no document is described for `{SCOPE}`")))
    }

    fn design(&self, args: &DesignArgs) -> Result<Design, Stop> {
        active::show(self.context, self.vocabulary, self.stored);
        let studio = Studio {
            context: self.context,
            kb: self.kb,
            stored: self.stored,
            vocabulary: self.vocabulary,
            scope: SCOPE,
            args,
        };
        let design = studio.design()?;
        for miss in &design.paper.misses {
            self.context.note(&format!("warning: {miss}"));
        }
        Ok(design)
    }

    fn draft(&self, args: &DesignArgs) -> Outcome {
        let design = self.design(args)?;
        if args.print {
            return self.context.document(&printed(&design.paper, self.format));
        }
        let text = crate::document::paper_markdown(&design.paper);
        let project = &self.stored.project;
        let written = project.write(&design.path, &text, Mode::New);
        written.map_err(|error| match error {
            FileError::Exists(path) => Stop::data(format!("`{path}` exists already, and a design is never written over"))
                .help("change it with `cloud-plan architecture revise`, or look at the new one with --print"),
            other => active::file_error(other),
        })?;
        self.record(&design, &text, ("drafted", ""), typed(args))?;
        self.ask(&design, "generated")
    }

    fn record(
        &self,
        design: &Design,
        text: &str,
        (action, note): (&str, &str),
        made_from: Vec<String>,
    ) -> Outcome {
        let event = Event {
            document: shown(&design.path),
            action: action.to_owned(),
            date: design.date.clone(),
            by: design.author.clone(),
            note: note.to_owned(),
            sha256: journal::digest(text),
            made_from,
        };
        journal::add(&self.stored.project, &event).map_err(active::file_error)
    }

    /// Says what was written, and asks what to do with it.
    fn ask(&self, design: &Design, form: &str) -> Outcome {
        let paper = &design.paper;
        let path = shown(&design.path);
        if self.format == Format::Json {
            let value = json!({
                "path": path,
                "status": form,
                "counts": paper.counts,
                "figures": paper.figures,
                "misses": paper.misses,
                "questions": paper.questions,
                "hand_offs": paper.hand_offs,
                "document": paper,
            });
            let text = serde_json::to_string_pretty(&value).unwrap_or_default();
            return self.context.document(&text);
        }
        let document = self.document()?;
        let counts: Vec<String> = paper
            .counts
            .iter()
            .map(|(name, count)| format!("- {name}: {count}"))
            .collect();
        let pairs = [("path", path.as_str()), ("counts", &counts.join("\n"))];
        let text = document.say(&format!("prompt-{form}"), &pairs);
        self.context.document(&text)
    }

    /// The newest design of a feature with what was said about it last.
    fn newest(&self, feature: &str) -> Result<(PathBuf, Event), Stop> {
        let document = self.document()?;
        let slug = slug(feature);
        let pattern = document.say("file", &[("feature", &slug), ("day", "")]);
        let head = pattern.trim_end_matches(".md").to_owned();
        let folder = Path::new(&pattern)
            .parent()
            .map(Path::to_path_buf)
            .unwrap_or_default();
        let project = &self.stored.project;
        let path = project
            .files(&folder)
            .into_iter()
            .rfind(|path| shown(path).starts_with(&head));
        let none = || {
            Stop::data(format!("there is no design of `{feature}`")).help(format!(
                "make one: cloud-plan architecture {slug} --requirements FILE"
            ))
        };
        let path = path.ok_or_else(none)?;
        let events = journal::read(project).map_err(active::file_error)?;
        let event = journal::last(&events, &shown(&path))
            .cloned()
            .ok_or_else(|| {
                Stop::data(format!(
                    "`{}` was not made here: nothing is recorded about it",
                    path.display()
                ))
                .help(
                    "only designs that `cloud-plan architecture` wrote can be approved or revised",
                )
            })?;
        Ok((path, event))
    }

    fn text(&self, path: &Path) -> Result<String, Stop> {
        let text = self.stored.project.read(path).map_err(active::file_error)?;
        text.ok_or_else(|| Stop::data(format!("`{}` is gone", path.display())))
    }

    fn who(&self, signed: &SignedArgs) -> Result<(String, String), Stop> {
        let known = || crate::project::author::author(&self.stored.project);
        let by = signed.author.clone().or_else(known).ok_or_else(|| {
            Stop::data("nobody is named who says so")
                .help("add --author NAME, or set user.name in git")
        })?;
        Ok((by, self.context.date(signed.date)?.to_string()))
    }

    /// The newest design of a feature, unless it is approved: an approved one never changes.
    fn newest_open(&self, feature: &str) -> Result<(PathBuf, Event), Stop> {
        let (path, event) = self.newest(feature)?;
        if event.action == "approved" {
            return Err(Stop::data(format!(
                "`{}` is approved since {}",
                path.display(),
                event.date
            ))
            .help("a change is a new design: run `cloud-plan architecture` on another day"));
        }
        Ok((path, event))
    }

    fn say(&self, args: &StateArgs, action: &str) -> Outcome {
        let (path, event) = self.newest_open(&args.feature)?;
        let document = self.document()?;
        let text = self.text(&path)?;
        let mut new = text.clone();
        if action == "approved" {
            let to = document.say("status-approved", &[]);
            new = self.with_status(&text, &to)?;
            self.stored
                .project
                .write(&path, &new, Mode::Replace)
                .map_err(active::file_error)?;
        }
        let (by, date) = self.who(&args.signed)?;
        let event = Event {
            document: shown(&path),
            action: action.to_owned(),
            date,
            by,
            sha256: journal::digest(&new),
            made_from: event.made_from,
            note: String::new(),
        };
        journal::add(&self.stored.project, &event).map_err(active::file_error)?;
        let path = shown(&path);
        self.context
            .document(&document.say(&format!("prompt-{action}"), &[("path", &path)]))
    }

    /// The text with another state in its head; every other byte stays.
    fn with_status(&self, text: &str, to: &str) -> Result<String, Stop> {
        let document = self.document()?;
        let mark = document.say("status-mark", &[]);
        let line = text.lines().find(|line| line.starts_with(&mark));
        let Some(line) = line else {
            return Err(Stop::data(format!("the document has no line `{mark}`"))
                .help("put it back; it says what the document may be used for"));
        };
        Ok(text.replacen(line, &format!("{mark}{to}"), 1))
    }

    fn revise(&self, args: &ReviseArgs) -> Outcome {
        let (path, event) = self.newest_open(&args.feature)?;
        let feedback = args.feedback.join(" ");
        if feedback.is_empty() && args.assume.is_empty() {
            return Err(Stop::usage("nothing says what to change").help(
                "say it: cloud-plan architecture revise FEATURE \"RTO 4 h\" --assume KEY=VALUE",
            ));
        }
        let text = self.text(&path)?;
        if journal::digest(&text) != event.sha256 {
            return Err(Stop::data(format!(
                "`{}` was edited since it was written",
                path.display()
            ))
            .help("keep the edits: move the file away first, or undo them"));
        }
        let mut design_args = untyped(&event.made_from);
        if !feedback.is_empty() {
            design_args.feature.push(format!("; {feedback}"));
        }
        design_args.assume.extend(args.assume.iter().cloned());
        design_args.author.clone_from(&args.signed.author);
        design_args.date = Some(self.context.date(args.signed.date)?);
        design_args.confirm = true;
        let mut design = self.design(&design_args)?;
        design.path = path;
        let document = self.document()?;
        let text = self.with_status(
            &crate::document::paper_markdown(&design.paper),
            &document.say("status-review", &[]),
        )?;
        self.stored
            .project
            .write(&design.path, &text, Mode::Replace)
            .map_err(active::file_error)?;
        self.record(&design, &text, ("revised", &feedback), typed(&design_args))?;
        self.ask(&design, "revised")
    }

    fn list(&self) -> Outcome {
        let events = journal::read(&self.stored.project).map_err(active::file_error)?;
        let document = self.document()?;
        let folder = document.say("file", &[]);
        let folder = Path::new(&folder).parent().map(shown).unwrap_or_default();
        let mut rows: Vec<&Event> = Vec::new();
        for event in &events {
            if event.document.starts_with(&folder) {
                rows.retain(|known| known.document != event.document);
                rows.push(event);
            }
        }
        if self.format == Format::Json {
            let text = serde_json::to_string_pretty(&rows).unwrap_or_default();
            return self.context.document(&text);
        }
        let lines: Vec<String> = rows
            .iter()
            .map(|event| {
                format!(
                    "{}  {}  {}  {}",
                    event.date, event.action, event.document, event.by
                )
            })
            .collect();
        self.context.document(&lines.join("\n"))
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
