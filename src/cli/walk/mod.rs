//! The walk through a ticket, put together: what it works on is loaded and proved here before any step.
//! It never runs what it plans.

pub mod approve;
mod around;
mod atomic;
mod block;
pub mod check;
pub mod done;
pub mod next;
mod proposal;
pub mod report;
pub mod status;
mod values;
mod why;

use std::borrow::Cow;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::work_args::WorkArgs;
use super::{Context, Stop, active, git, knowledge};
use crate::kb::Kb;
use crate::model::document::Document;
use crate::model::lexicon::Lexicon;
use crate::project::digest::sha256;
use crate::project::files::{Lock, Mode};
use crate::project::profile::Stored;
use crate::project::walk::checklist::{self, Item};
use crate::project::walk::ledger::{self, Answer, Ledger, Line, More};
use crate::project::walk::state::{Fit, Notes, State, fit};
use crate::project::walk::{Current, ticket};
use crate::request;

/// How many digits of a digest people read.
const SHORT: usize = 12;

/// What all steps work with.
pub struct Bench<'a> {
    /// Where to work.
    pub context: &'a Context,
    /// What was typed.
    pub args: &'a WorkArgs,
    /// The knowledge.
    pub kb: &'a Kb,
    /// The profile.
    pub stored: &'a Stored,
    /// The words of the walk.
    pub words: Cow<'a, Document>,
    /// The words of requests.
    pub lexicon: ManuallyDrop<Lexicon>,
    /// The ticket.
    pub ticket: String,
    /// The branch that is checked out.
    pub branch: Option<String>,
}

/// A ticket as it is on disk, held against other walks.
pub struct Desk {
    /// Where the list lies.
    pub list: PathBuf,
    /// The list.
    pub text: String,
    /// Its items.
    pub items: Vec<Item>,
    /// What was answered so far.
    pub ledger: Ledger,
    /// What this machine noted.
    pub notes: Notes,
    /// Where the walk stands.
    pub state: State,
    _lock: Lock,
}

impl Desk {
    /// How many items are done, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        let done = self.items.iter().filter(|item| item.done);
        (done.count(), self.items.len())
    }
}

impl<'a> Bench<'a> {
    /// Everything at its place.
    pub fn new(
        context: &'a Context,
        args: &'a WorkArgs,
        kb: &'a Kb,
        stored: &'a Stored,
    ) -> Result<Self, Stop> {
        let words = knowledge::words(kb, "work", "the walk")?;
        let branch = git::branch(&stored.project.root);
        let pattern = words.say("ticket-pattern", &[]);
        let ticket = match &args.ticket {
            Some(text) => ticket::typed(text, &pattern),
            None => ticket::of_branch(branch.as_deref(), &pattern),
        };
        let ticket = ticket.map_err(|error| {
            Stop::data(error.to_string())
                .help("name the ticket, for example: cloud-plan work --ticket OPS-42")
        })?;
        let lexicon = ManuallyDrop::new(request::lexicon::of(kb));
        Ok(Self {
            context,
            args,
            kb,
            stored,
            words,
            lexicon,
            ticket,
            branch,
        })
    }

    /// The list of the ticket, as a path in the project.
    pub fn list(&self) -> PathBuf {
        PathBuf::from(self.words.say("list", &[("ticket", &self.ticket)]))
    }

    /// Who works here; without a name nothing is recorded.
    pub fn by(&self) -> Result<String, Stop> {
        git::email(&self.stored.project.root).ok_or_else(|| {
            Stop::data("git does not know who you are, and an approval needs a name")
                .help("git config user.email you@example.com")
        })
    }

    /// The moment that is recorded; never before the last one.
    pub fn now(&self, ledger: &Ledger) -> Result<Timestamp, Stop> {
        let now = self.context.now()?;
        let at = self.args.at.unwrap_or(now);
        let last = ledger
            .lines
            .last()
            .and_then(|line| line.at.parse::<Timestamp>().ok());
        if let Some(last) = last.filter(|last| *last > at) {
            return Err(Stop::data(format!(
                "{at} lies before the last line of the ledger, {last}"
            ))
            .help("set the clock of this machine, or name a later moment with --at"));
        }
        Ok(at)
    }

    /// Opens the ticket: nobody else can while this lives.
    pub fn open(&self) -> Result<Desk, Stop> {
        let project = &self.stored.project;
        let list = self.list();
        let folder = list.parent().unwrap_or(Path::new(""));
        if !project.root.join(&list).is_file() {
            return Err(Stop::data(format!("there is no `{}`", list.display())).help(
                "write the list there, with its items as `- [ ]` below the heading of the steps",
            ));
        }
        let lock = project.lock(folder).map_err(active::file_error)?;
        let text = project
            .read(&list)
            .map_err(active::file_error)?
            .unwrap_or_default();
        let headings = self.words.list("headings");
        let items = checklist::items(&text, headings).ok_or_else(|| {
            Stop::data(format!(
                "`{}` has no section `{}`",
                list.display(),
                headings.join("` or `")
            ))
            .help("put the items below a heading of this name: only they are worked on")
        })?;
        let ledger = Ledger::read(project, &ledger::path(&list), &self.ticket)
            .map_err(active::file_error)?;
        let ledger = ledger.map_err(|broken| damaged(&list, &broken))?;
        let noted = Notes::read(project, &self.ticket).map_err(active::file_error)?;
        let fits = fit(&ledger, noted.as_ref()).map_err(|broken| damaged(&list, &broken))?;
        let state = State::of(&ledger.lines);
        let notes = noted.unwrap_or_default();
        let mut desk = Desk {
            list,
            text,
            items,
            ledger,
            notes,
            state,
            _lock: lock,
        };
        self.recover(&mut desk, fits)?;
        Ok(desk)
    }

    /// Finishes what a run that was broken off had begun, and takes over a ledger from elsewhere.
    fn recover(&self, desk: &mut Desk, fits: Fit) -> Result<(), Stop> {
        match fits {
            Fit::Same => Ok(()),
            Fit::OneMore => {
                if let Some(last) = desk.ledger.lines.last().cloned() {
                    self.finish_mark(desk, &last)?;
                }
                self.note(desk)
            }
            Fit::Foreign => {
                self.context
                    .note("the ledger comes from elsewhere: no approval in it holds here");
                let text = "taken over; approvals have to be given again".to_owned();
                let line = desk.ledger.lines.last().cloned();
                let (number, task, plan) = line
                    .map(|line| (line.line, line.task, line.plan))
                    .unwrap_or_default();
                let more = More {
                    text: Some(text),
                    ..More::default()
                };
                self.record(desk, Answer::Adopted, (number, &task, &plan), more)
            }
        }
    }

    /// The ledger says done, and the mark was not set any more.
    fn finish_mark(&self, desk: &mut Desk, last: &Line) -> Result<(), Stop> {
        let done = last.answer == Answer::Reported && last.more.result.as_deref() == Some("done");
        if !done || last.more.tasks_after.as_deref() == Some(sha256(&desk.text).as_str()) {
            return Ok(());
        }
        let item = desk
            .items
            .iter()
            .find(|item| item.line == last.line && !item.done && item.text == last.task);
        let Some(item) = item.cloned() else {
            self.context.note(&format!(
                "warning: line {} was reported as done, and the list was changed before its mark was set: set it by hand",
                last.line
            ));
            return Ok(());
        };
        self.context.note(&format!(
            "line {} was reported as done: its mark is set now",
            last.line
        ));
        self.set_mark(desk, &item, last.more.new_task.as_deref())
    }

    /// Sets the mark of an item, and leaves every other byte of the list as it is.
    pub fn set_mark(&self, desk: &mut Desk, item: &Item, words: Option<&str>) -> Result<(), Stop> {
        let text = checklist::toggled(&desk.text, item, words).ok_or_else(|| {
            Stop::data(format!(
                "line {} of the list is not as it was read",
                item.line
            ))
        })?;
        let project = &self.stored.project;
        project
            .write(&desk.list, &text, Mode::Replace)
            .map_err(active::file_error)?;
        desk.items = checklist::items(&text, self.words.list("headings")).unwrap_or_default();
        desk.text = text;
        Ok(())
    }

    /// Adds a line to the ledger, and notes its end.
    pub fn record(
        &self,
        desk: &mut Desk,
        answer: Answer,
        about: (usize, &str, &str),
        more: More,
    ) -> Result<(), Stop> {
        self.append(desk, answer, about, more)?;
        self.note(desk)
    }

    /// Adds a line to the ledger; what follows from it is not done yet.
    pub fn append(
        &self,
        desk: &mut Desk,
        answer: Answer,
        about: (usize, &str, &str),
        more: More,
    ) -> Result<(), Stop> {
        let (line, task, plan) = about;
        let line = Line {
            seq: 0,
            at: self.now(&desk.ledger)?.to_string(),
            ticket: self.ticket.clone(),
            line,
            task: task.to_owned(),
            plan: plan.to_owned(),
            answer,
            more,
            by: self.by()?,
            prev: String::new(),
        };
        desk.ledger
            .add(line)
            .map_err(|error| Stop::Bug(error.to_string()))?;
        let path = ledger::path(&desk.list);
        desk.ledger
            .write(&self.stored.project, &path)
            .map_err(active::file_error)?;
        desk.state = State::of(&desk.ledger.lines);
        Ok(())
    }

    /// Notes the end of the ledger.
    pub fn note(&self, desk: &mut Desk) -> Result<(), Stop> {
        desk.notes.head.clone_from(&desk.ledger.head);
        desk.notes
            .write(&self.stored.project, &self.ticket)
            .map_err(active::file_error)
    }

    /// Why an approval does not hold any more; `None` when it does.
    pub fn void(&self, desk: &Desk, current: &Current) -> Result<Option<String>, Stop> {
        let approval = &current.approval;
        let more = &approval.more;
        if more.tasks.as_deref() != Some(sha256(&desk.text).as_str()) {
            return Ok(Some(format!(
                "`{}` was changed after the approval",
                desk.list.display()
            )));
        }
        if more.branch != self.branch {
            return Ok(Some(
                "another branch is checked out than when the plan was approved".to_owned(),
            ));
        }
        let kept = self
            .stored
            .project
            .read(&kept_plan(&desk.list, &approval.plan))
            .map_err(active::file_error)?;
        if kept.map(|text| sha256(&text)).as_deref() != Some(approval.plan.as_str()) {
            return Ok(Some(
                "the text of the approved plan was changed or removed".to_owned(),
            ));
        }
        let hours = i64::try_from(self.words.limit("approval-hours")).unwrap_or(i64::MAX);
        let given = approval.at.parse::<Timestamp>().ok();
        let age = given
            .map(|given| {
                self.now(&desk.ledger)
                    .map(|now| now.as_second() - given.as_second())
            })
            .transpose()?;
        if current.checked.is_none() && age.is_none_or(|age| age > hours.saturating_mul(3600)) {
            return Ok(Some(format!("the approval is older than {hours} hours")));
        }
        Ok(None)
    }

    /// Ends an approval, and says why.
    pub fn end(&self, desk: &mut Desk, current: &Current, why: &str) -> Result<(), Stop> {
        let approval = &current.approval;
        let more = More {
            text: Some(why.to_owned()),
            ..More::default()
        };
        self.record(
            desk,
            Answer::Void,
            (approval.line, &approval.task, &approval.plan),
            more,
        )
    }

    /// The approval under way, if it still holds. One that does not is ended.
    pub fn holding(&self, desk: &mut Desk) -> Result<Current, Stop> {
        let Some(current) = desk.state.current.clone() else {
            return Err(Stop::data("no plan is approved").help("cloud-plan work next"));
        };
        if let Some(why) = self.void(desk, &current)? {
            self.end(desk, &current, &why)?;
            return Err(
                Stop::data(format!("the approval does not hold any more: {why}"))
                    .help("cloud-plan work next"),
            );
        }
        if !current.confirmed {
            return Err(Stop::data("the production confirmation is missing")
                .help("cloud-plan work approve"));
        }
        Ok(current)
    }
}

/// Where the text of an approved plan is kept.
pub fn kept_plan(list: &Path, plan: &str) -> PathBuf {
    list.with_file_name("plans")
        .join(format!("{}.txt", short(plan)))
}

/// The digits of a digest that people read.
pub fn short(plan: &str) -> &str {
    plan.get(..SHORT).unwrap_or(plan)
}

/// A ledger that does not add up is never mended here.
fn damaged(list: &Path, broken: &ledger::Broken) -> Stop {
    let path = ledger::path(list);
    Stop::data(format!("`{}`: {broken}", path.display())).help(format!(
        "nothing was changed; put the ledger back as it was written, for example: git checkout -- {}",
        path.display()
    ))
}
