//! `cloud-plan tasks`: keeps the task list, and fills it from a document of requirements.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use serde_json::json;

use super::sheet;
use crate::cli::args::{Format, TasksArgs, TasksCommand};
use crate::cli::{Context, Outcome, Stop, active, intake, knowledge};
use crate::kb::Kb;
use crate::model::document::Document;
use crate::project::profile::Stored;
use crate::project::tasks::{List, Stage, Task, Words};

/// The sheets that tasks are taken from.
const GUIDE: &str = "guide";

/// Runs the command.
pub fn run(context: &Context, args: &TasksArgs) -> Outcome {
    let kb = context.knowledge()?;
    let vocabulary = crate::cli::vocabulary(&kb)?;
    let Some(stored) = active::saved_profile(context, &vocabulary)? else {
        return Err(active::no_profile());
    };
    let desk = Desk::new(context, args, &kb, &stored)?;
    match &args.command {
        None | Some(TasksCommand::List) => desk.list(),
        Some(TasksCommand::Add { text }) => desk.add(&text.join(" ")),
        Some(TasksCommand::Guide { topic }) => {
            let lines = sheet::lines(context, &kb, GUIDE, &topic.join(" "))?;
            let task = |(part, item): &(String, String)| {
                desk.words
                    .say("from-guide", &[("part", part), ("task", item)])
            };
            desk.fill(&lines.iter().map(task).collect::<Vec<_>>(), false)
        }
        Some(TasksCommand::Start { task }) => desk.step(&task.join(" "), Stage::InProgress),
        Some(TasksCommand::Done { task }) => desk.step(&task.join(" "), Stage::Completed),
        Some(TasksCommand::From {
            file,
            start,
            save,
            assume,
        }) => {
            let wanted = intake::Wanted {
                file,
                start: *start,
                date: args.date,
                assume,
                list: &desk.path,
            };
            let read = intake::read(context, &kb, &stored, &wanted)?;
            context.document(&read.page)?;
            if *save {
                desk.fill(&read.tasks, true)
            } else {
                Ok(())
            }
        }
    }
}

struct Desk<'a> {
    context: &'a Context,
    args: &'a TasksArgs,
    stored: &'a Stored,
    words: std::borrow::Cow<'a, Document>,
    path: PathBuf,
}

impl<'a> Desk<'a> {
    fn new(
        context: &'a Context,
        args: &'a TasksArgs,
        kb: &'a Kb,
        stored: &'a Stored,
    ) -> Result<Self, Stop> {
        let words = knowledge::words(kb, "tasks", "the task list")?;
        let path = place(args, stored, &words)?;
        Ok(Self {
            context,
            args,
            stored,
            words,
            path,
        })
    }

    fn words(&self) -> Words {
        let heading = |index: usize| {
            self.words
                .sections
                .get(index)
                .map(|section| section.heading.clone())
                .unwrap_or_default()
        };
        Words {
            title: self.words.title.clone(),
            headings: [heading(0), heading(1), heading(2)],
            completed: self.words.say("completed", &[]),
        }
    }

    fn read(&self) -> Result<List, Stop> {
        List::read(&self.stored.project, &self.path, self.words()).map_err(active::file_error)
    }

    fn list(&self) -> Outcome {
        let tasks = self.read()?.tasks();
        if self.context.format(&[Format::Text, Format::Json])? == Format::Json {
            let all: Vec<_> = tasks.iter().map(|task| json!({ "number": task.number, "stage": self.heading(task.stage), "task": task.text, "completed": task.date })).collect();
            let text =
                serde_json::to_string_pretty(&all).map_err(|error| Stop::Bug(error.to_string()))?;
            return self.context.document(&text);
        }
        if tasks.is_empty() {
            self.context.note(
                &self
                    .words
                    .say("empty", &[("path", &self.path.display().to_string())]),
            );
            return Ok(());
        }
        let mut text = String::new();
        let mut last = None;
        for task in &tasks {
            if last != Some(task.stage) {
                let _ = writeln!(text, "{}", self.heading(task.stage));
                last = Some(task.stage);
            }
            let date = task
                .date
                .as_ref()
                .map(|date| format!("  {date}"))
                .unwrap_or_default();
            let _ = writeln!(text, "{:>4}  {}{date}", task.number, task.text);
        }
        self.context.document(&text)
    }

    fn heading(&self, stage: Stage) -> &str {
        self.words
            .sections
            .get(stage as usize)
            .map_or("", |section| section.heading.as_str())
    }

    fn add(&self, text: &str) -> Outcome {
        let text = one_line(text)?;
        self.change(|list| {
            list.add(&text);
            Ok(self.words.say(
                "added",
                &[("path", &self.path.display().to_string()), ("task", &text)],
            ))
        })
    }

    fn step(&self, wanted: &str, stage: Stage) -> Outcome {
        let date = self.context.date(self.args.date)?.to_string();
        self.change(|list| {
            let task = find(&list.tasks(), wanted)?;
            if task.stage == stage {
                return Err(
                    Stop::data(format!("this task is there already: {}", task.text))
                        .help("cloud-plan tasks list"),
                );
            }
            list.move_to(&task, stage, &date);
            let form = if stage == Stage::Completed {
                "done"
            } else {
                "started"
            };
            Ok(self
                .words
                .say(form, &[("task", &task.text), ("date", &date)]))
        })
    }

    /// Tasks that are not there yet, in their order; the first without needs is begun when nothing is, if that is wanted.
    fn fill(&self, tasks: &[String], begin: bool) -> Outcome {
        self.change(|list| {
            let mut added = 0_usize;
            for text in tasks {
                let known = list.tasks().iter().any(|task| task.text == *text);
                if !known {
                    list.add(text);
                    added += 1;
                }
            }
            let all = list.tasks();
            let begun = all.iter().any(|task| task.stage == Stage::InProgress);
            let first = all
                .iter()
                .find(|task| task.stage == Stage::ToDo && tasks.contains(&task.text));
            if let Some(first) = first.filter(|_| begin && !begun) {
                list.move_to(first, Stage::InProgress, "");
            }
            let (path, count) = (self.path.display().to_string(), added.to_string());
            Ok(self
                .words
                .say("filled", &[("path", &path), ("count", &count)]))
        })
    }

    fn change(&self, change: impl FnOnce(&mut List) -> Result<String, Stop>) -> Outcome {
        let project = &self.stored.project;
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let _lock = project.lock(folder).map_err(active::file_error)?;
        let mut list = self.read()?;
        let said = change(&mut list)?;
        list.write(project, &self.path)
            .map_err(active::file_error)?;
        self.context.note(&said);
        Ok(())
    }
}

/// Where the list is: named, in the profile, found, or where it is made.
fn place(args: &TasksArgs, stored: &Stored, words: &Document) -> Result<PathBuf, Stop> {
    let named = args.list.clone();
    let field = stored
        .fields
        .get(&words.say("field", &[]))
        .and_then(|value| value.as_str())
        .map(PathBuf::from);
    let known = words.list("paths").iter().map(PathBuf::from);
    let there = known
        .clone()
        .find(|path| stored.project.root.join(path).is_file());
    let path = named
        .or(field)
        .or(there)
        .or_else(|| known.clone().next())
        .unwrap_or_default();
    let inside = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if inside && !path.as_os_str().is_empty() {
        Ok(path)
    } else {
        Err(
            Stop::usage(format!("`{}` is not a path in the project", path.display()))
                .help("name the file from the root of the project"),
        )
    }
}

/// A task is one line: what could end it or begin another is taken out.
fn one_line(text: &str) -> Result<String, Stop> {
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return Err(Stop::usage("the task has no words")
            .help("cloud-plan tasks add \"Create the state bucket\""));
    }
    Ok(words.join(" "))
}

/// The task of a number, or the only one with these words.
fn find(tasks: &[Task], wanted: &str) -> Result<Task, Stop> {
    if let Ok(number) = wanted.trim().parse::<usize>() {
        return tasks
            .iter()
            .find(|task| task.number == number)
            .cloned()
            .ok_or_else(|| {
                Stop::data(format!("the list has no task {number}")).help("cloud-plan tasks list")
            });
    }
    let lower = wanted.trim().to_lowercase();
    let found: Vec<&Task> = tasks
        .iter()
        .filter(|task| task.stage != Stage::Completed && task.text.to_lowercase().contains(&lower))
        .collect();
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Stop::data(format!("no open task says `{}`", wanted.trim()))
            .help("cloud-plan tasks list")),
        several => {
            let list: Vec<String> = several
                .iter()
                .map(|task| format!("{}  {}", task.number, task.text))
                .collect();
            Err(Stop::data(format!(
                "several tasks say `{}`:\n  {}",
                wanted.trim(),
                list.join("\n  ")
            ))
            .help("name it by its number"))
        }
    }
}
