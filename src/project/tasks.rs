//! The task list of a project in its three sections, and the bullets of a document's section.
//! It never loses a line: what is no task stays where it is.

use std::path::Path;

use super::files::{FileError, Mode, Project};

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It is worked on.
    InProgress,
    /// It waits.
    ToDo,
    /// It is done.
    Completed,
}

/// All stages, in the order of the list.
pub const STAGES: [Stage; 3] = [Stage::InProgress, Stage::ToDo, Stage::Completed];

/// The words of a list.
#[derive(Debug, Clone)]
pub struct Words {
    /// The first heading.
    pub title: String,
    /// The headings of the stages, in their order.
    pub headings: [String; 3],
    /// What follows a completed task, with `{date}`.
    pub completed: String,
}

/// One task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its number in the list, from 1.
    pub number: usize,
    /// Where it stands.
    pub stage: Stage,
    /// Its words, without the day of completion.
    pub text: String,
    /// The day of completion.
    pub date: Option<String>,
    /// Its lines in the file, from 0.
    lines: std::ops::Range<usize>,
}

/// A list as it is in its file.
#[derive(Debug, Clone)]
pub struct List {
    lines: Vec<String>,
    ending: &'static str,
    last_ends: bool,
    words: Words,
}

impl List {
    /// The list of a file; a new one when there is none.
    pub fn read(project: &Project, path: &Path, words: Words) -> Result<Self, FileError> {
        let text = project.read(path)?;
        Ok(Self::parse(
            &text.unwrap_or_else(|| Self::empty(&words)),
            words,
        ))
    }

    fn empty(words: &Words) -> String {
        let [first, second, third] = &words.headings;
        format!(
            "# {}\n\n## {first}\n\n## {second}\n\n## {third}\n",
            words.title
        )
    }

    /// The list of a text.
    pub fn parse(text: &str, words: Words) -> Self {
        let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let lines = text.lines().map(str::to_owned).collect();
        let last_ends = text.is_empty() || text.ends_with('\n');
        let mut list = Self {
            lines,
            ending,
            last_ends,
            words,
        };
        for stage in STAGES {
            if list.heading(stage).is_none() {
                list.add_heading(stage);
            }
        }
        list
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = self.lines.join(self.ending);
        if self.last_ends && !text.is_empty() {
            text.push_str(self.ending);
        }
        text
    }

    /// Writes it, whole or not at all.
    pub fn write(&self, project: &Project, path: &Path) -> Result<(), FileError> {
        project.write(path, &self.text(), Mode::Replace).map(|_| ())
    }

    /// All tasks, in the order of the file.
    pub fn tasks(&self) -> Vec<Task> {
        let mut found: Vec<Task> = Vec::new();
        let mut stage = None;
        let mut open: Option<(usize, Stage, String)> = None;
        let mut close = |open: &mut Option<(usize, Stage, String)>, end: usize| {
            if let Some((start, stage, text)) = open.take() {
                let (text, date) = self.without_date(&text);
                found.push(Task {
                    number: found.len() + 1,
                    stage,
                    text,
                    date,
                    lines: start..end,
                });
            }
        };
        for (index, line) in self.lines.iter().enumerate() {
            if line.trim_start().starts_with('#') {
                close(&mut open, index);
                stage = self.stage_of(line);
            } else if let (Some(own), Some(text)) = (stage, task_of(line)) {
                close(&mut open, index);
                open = Some((index, own, text.to_owned()));
            } else if !line.starts_with([' ', '\t']) {
                // Only what is indented belongs to the task above it.
                close(&mut open, index);
            }
        }
        close(&mut open, self.lines.len());
        found
    }

    fn without_date(&self, text: &str) -> (String, Option<String>) {
        let (before, behind) = self
            .words
            .completed
            .split_once("{date}")
            .unwrap_or((&self.words.completed, ""));
        let found = text.rfind(before.trim_start()).and_then(|at| {
            let date = text
                .get(at + before.trim_start().len()..)?
                .strip_suffix(behind)?;
            let is_date = date.len() == 10 && date.parse::<jiff::civil::Date>().is_ok();
            is_date.then(|| {
                (
                    text.get(..at).unwrap_or_default().trim_end().to_owned(),
                    Some(date.to_owned()),
                )
            })
        });
        found.unwrap_or_else(|| (text.to_owned(), None))
    }

    /// Adds a task to those that wait.
    pub fn add(&mut self, text: &str) {
        self.insert(Stage::ToDo, vec![format!("- [ ] {text}")]);
    }

    /// Moves a task; a completed one gets its day.
    pub fn move_to(&mut self, task: &Task, stage: Stage, date: &str) {
        let mut lines: Vec<String> = self.lines.drain(task.lines.clone()).collect();
        let mark = if stage == Stage::Completed {
            "[x]"
        } else {
            "[ ]"
        };
        let suffix = self.words.completed.replace("{date}", date);
        let end = if stage == Stage::Completed {
            format!(" {}", suffix.trim_start())
        } else {
            String::new()
        };
        if let Some(first) = lines.first_mut() {
            *first = format!("- {mark} {}{end}", task.text);
        }
        self.insert(stage, lines);
    }

    /// Puts lines behind the last task of a stage.
    fn insert(&mut self, stage: Stage, lines: Vec<String>) {
        let after = self
            .tasks()
            .into_iter()
            .rfind(|task| task.stage == stage)
            .map(|task| task.lines.end);
        let at = after
            .or_else(|| self.heading(stage).map(|heading| heading + 1))
            .unwrap_or(self.lines.len());
        let needs_gap = self
            .lines
            .get(at)
            .is_some_and(|next| next.trim_start().starts_with('#'));
        let count = lines.len();
        for (offset, line) in lines.into_iter().enumerate() {
            self.lines.insert(at + offset, line);
        }
        if needs_gap {
            self.lines.insert(at + count, String::new());
        }
        self.last_ends |= at >= self.lines.len().saturating_sub(count);
    }

    fn heading(&self, stage: Stage) -> Option<usize> {
        self.lines
            .iter()
            .position(|line| self.stage_of(line) == Some(stage))
    }

    fn add_heading(&mut self, stage: Stage) {
        if self
            .lines
            .last()
            .is_some_and(|line| !line.trim().is_empty())
        {
            self.lines.push(String::new());
        }
        let words = self
            .words
            .headings
            .get(stage as usize)
            .cloned()
            .unwrap_or_default();
        self.lines.push(format!("## {words}"));
        self.last_ends = true;
    }

    fn stage_of(&self, line: &str) -> Option<Stage> {
        let words = line
            .trim_start_matches('\u{feff}')
            .trim()
            .strip_prefix("##")?
            .trim_matches(['#', ' ', '\t']);
        let at = self
            .words
            .headings
            .iter()
            .position(|heading| heading.eq_ignore_ascii_case(words))?;
        STAGES.get(at).copied()
    }
}

/// The words of a line that is a task.
fn task_of(line: &str) -> Option<&str> {
    let rest = line
        .strip_prefix("- ")
        .or_else(|| line.strip_prefix("* "))?
        .trim_start();
    let rest = rest.strip_prefix('[')?;
    let mut letters = rest.chars();
    let known = matches!(letters.next(), Some(' ' | 'x' | 'X'));
    let words = letters.as_str().strip_prefix(']')?.trim();
    (known && !words.is_empty()).then_some(words)
}

/// The bullets below one of these headings, each on one line; `None` when there is no such heading.
pub fn bullets(text: &str, headings: &[String]) -> Option<Vec<(usize, String)>> {
    let mut level = None;
    let mut seen = false;
    let mut found: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let trimmed = line.trim();
        let marks = trimmed.len() - trimmed.trim_start_matches('#').len();
        if (1..=6).contains(&marks) {
            let words = trimmed.trim_matches('#').trim();
            if headings
                .iter()
                .any(|heading| heading.eq_ignore_ascii_case(words))
            {
                level = Some(marks);
                seen = true;
            } else if level.is_some_and(|own| marks <= own) {
                level = None;
            }
            continue;
        }
        if level.is_none() || trimmed.is_empty() {
            continue;
        }
        let bullet = ["- ", "* ", "+ "]
            .iter()
            .find_map(|mark| trimmed.strip_prefix(mark));
        let indented = line.starts_with([' ', '\t']);
        match (bullet, found.last_mut()) {
            (Some(words), _) if !indented => found.push((index + 1, unmarked(words).to_owned())),
            (Some(words), Some((_, last))) => *last = format!("{last}; {}", unmarked(words)),
            (None, Some((_, last))) if indented => *last = format!("{last} {trimmed}"),
            _ => {}
        }
    }
    seen.then_some(found)
}

/// Words without the box of a checklist.
fn unmarked(words: &str) -> &str {
    let words = words.trim();
    ["[ ] ", "[x] ", "[X] "]
        .iter()
        .find_map(|mark| words.strip_prefix(mark))
        .unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use super::{List, STAGES, Stage, Words, bullets};

    fn words() -> Words {
        Words {
            title: "Infrastructure Engineer Tasks".to_owned(),
            headings: ["In Progress", "To Do", "Completed"].map(str::to_owned),
            completed: "(completed: {date})".to_owned(),
        }
    }

    const TEXT: &str = "# Infrastructure Engineer Tasks\n\nA note.\n\n## In Progress\n- [ ] a\n  - detail\n\n## To Do\n- [ ] b\n- [ ] c\n\n## Completed\n- [x] d (completed: 2026-08-24)\n";

    #[test]
    fn a_list_comes_back_as_it_was() {
        for text in [
            TEXT.to_owned(),
            TEXT.replace('\n', "\r\n"),
            TEXT.trim_end().to_owned(),
        ] {
            assert_eq!(List::parse(&text, words()).text(), text);
        }
    }

    #[test]
    fn a_task_moves_with_what_belongs_to_it_and_gets_its_day() {
        let mut list = List::parse(TEXT, words());
        let tasks = list.tasks();
        let first = tasks.first().expect("there is one").clone();
        assert_eq!((first.text.as_str(), first.stage), ("a", Stage::InProgress));
        list.move_to(&first, Stage::Completed, "2026-08-25");
        list.add("e");
        let wanted = "# Infrastructure Engineer Tasks\n\nA note.\n\n## In Progress\n\n## To Do\n- [ ] b\n- [ ] c\n- [ ] e\n\n## Completed\n- [x] d (completed: 2026-08-24)\n- [x] a (completed: 2026-08-25)\n  - detail\n";
        assert_eq!(list.text(), wanted);
        let tasks = list.tasks();
        let last = tasks.last().expect("there is one");
        assert_eq!(
            (last.text.as_str(), last.date.as_deref()),
            ("a", Some("2026-08-25"))
        );
    }

    #[test]
    fn an_empty_list_gets_its_three_sections() {
        let mut list = List::parse("", words());
        list.add("a");
        let task = list.tasks().first().expect("there is one").clone();
        list.move_to(&task, Stage::InProgress, "");
        assert_eq!(
            list.text(),
            "## In Progress\n- [ ] a\n\n## To Do\n\n## Completed\n"
        );
        assert_eq!(STAGES.len(), list.words.headings.len());
    }

    #[test]
    fn the_bullets_of_a_section_are_read_with_what_goes_on_below_them() {
        let text = "# R\n- z\n## Infrastructure Requirements\n- a\n  goes on\n* b\n  - c\n\n### Part\n+ d\n## Other\n- y\n";
        let found =
            bullets(text, &["infrastructure requirements".to_owned()]).expect("it is there");
        let found: Vec<&str> = found.iter().map(|(_, words)| words.as_str()).collect();
        assert_eq!(found, ["a goes on", "b; c", "d"]);
        assert_eq!(bullets(text, &["None".to_owned()]), None);
    }
}
