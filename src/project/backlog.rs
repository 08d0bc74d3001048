//! The backlog of a project: saves plans under numbers that are never used twice, lists and finds them.
//! It never changes a plan that was saved.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::digest::sha256;
use super::files::{FileError, Mode, Project};
use super::number::{self, PREFIX};
use crate::yaml;

/// Where plans are saved.
pub const DIRECTORY: &str = "tasks/cloud-backlog";

/// What the name of a saved roadmap begins with; it has no number.
const ROADMAP: &str = "CLOUD-ROADMAP-";

/// The longest name of a plan in the name of its file.
const LONGEST: usize = 60;

/// A plan to be saved.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// The title of the plan.
    pub title: &'a str,
    /// The scope, in one word.
    pub scope: &'a str,
    /// What was asked for.
    pub request: &'a str,
    /// The day of the plan, `YYYY-MM-DD`.
    pub date: &'a str,
    /// The profile it was made for, on one line.
    pub profile: &'a str,
    /// The plan without its menu, as Markdown.
    pub text: &'a str,
    /// How the file is called.
    pub name: Name<'a>,
}

/// How the file of a plan is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name<'a> {
    /// `CLOUD-NNN-{slug}.md`
    Numbered(&'a str),
    /// `CLOUD-ROADMAP-{slug}.md`
    Roadmap(&'a str),
}

/// What stands at the head of a saved plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Head {
    /// Such as `CLOUD-007`.
    pub id: String,
    /// The title of the plan.
    pub title: String,
    /// The scope, in one word.
    #[serde(default)]
    pub scope: String,
    /// `open` when saved; whoever does the work changes it.
    #[serde(default)]
    pub status: String,
    /// What was asked for.
    #[serde(default)]
    pub request: String,
    /// The day of the plan.
    #[serde(default)]
    pub date: String,
    /// The profile it was made for.
    #[serde(default)]
    pub profile: String,
    /// `sha256:` and the digest of everything below the head.
    #[serde(default)]
    pub plan_hash: String,
}

/// A plan that was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its head; only what the name and the first heading tell when there is none.
    pub head: Head,
    /// Its file, relative to the project.
    pub path: PathBuf,
    /// Everything below the head.
    pub text: String,
    /// Has it been edited since it was saved?
    pub edited: bool,
}

/// Saves a plan and tells what became of it. The lock is held from the look for a number to the end of the write.
pub fn save(project: &Project, draft: &Draft<'_>) -> Result<Entry, FileError> {
    let directory = Path::new(DIRECTORY);
    let _lock = project.lock(directory)?;
    let (id, name) = id_and_name(project, draft.name);
    write(project, draft, &id, &directory.join(name))
}

/// Where the next plan would be saved: what the menu of a plan shows.
pub fn next_path(project: &Project, name: Name<'_>) -> String {
    format!("{DIRECTORY}/{}", id_and_name(project, name).1)
}

fn id_and_name(project: &Project, name: Name<'_>) -> (String, String) {
    match name {
        Name::Numbered(slug) => {
            let id = number::id(number::next(project));
            let name = format!("{id}-{}.md", kebab(slug));
            (id, name)
        }
        Name::Roadmap(slug) => {
            let id = format!("{ROADMAP}{}", kebab(slug));
            let name = format!("{id}.md");
            (id, name)
        }
    }
}

/// Small letters, digits and single hyphens: what may stand in the name of a file everywhere.
fn kebab(slug: &str) -> String {
    let lower = slug.to_ascii_lowercase();
    let words = lower
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let name: String = words
        .collect::<Vec<_>>()
        .join("-")
        .chars()
        .take(LONGEST)
        .collect();
    if name.is_empty() {
        "plan".to_owned()
    } else {
        name.trim_end_matches('-').to_owned()
    }
}

fn write(project: &Project, draft: &Draft<'_>, id: &str, path: &Path) -> Result<Entry, FileError> {
    let text = format!("{}\n", draft.text.trim_end());
    let head = Head {
        id: id.to_owned(),
        title: draft.title.to_owned(),
        scope: draft.scope.to_owned(),
        status: "open".to_owned(),
        request: draft.request.to_owned(),
        date: draft.date.to_owned(),
        profile: draft.profile.to_owned(),
        plan_hash: hash(&text),
    };
    let written = yaml::to_string(&head).map_err(|error| FileError::Other {
        path: path.display().to_string(),
        source: std::io::Error::other(error.to_string()),
    })?;
    project.write(
        path,
        &format!("---\n{}\n---\n\n{text}", written.trim_end()),
        Mode::New,
    )?;
    Ok(Entry {
        head,
        path: path.to_path_buf(),
        text,
        edited: false,
    })
}

fn hash(text: &str) -> String {
    format!("sha256:{}", sha256(text))
}

/// The saved plans in the order of their names, and what is odd about them.
pub fn list(project: &Project) -> (Vec<Entry>, Vec<String>) {
    let files: Vec<PathBuf> = number::files(project)
        .into_iter()
        .filter(|path| is_plan(path))
        .collect();
    let mut notes: Vec<String> = number::collisions(&files)
        .into_iter()
        .map(|(number, files)| {
            let files: Vec<String> = files
                .iter()
                .map(|path| format!("`{}`", path.display()))
                .collect();
            format!(
                "{} is used {} times: {}",
                number::id(number),
                files.len(),
                files.join(", ")
            )
        })
        .collect();
    let mut entries = Vec::new();
    for path in files {
        match project.read(&path) {
            Ok(Some(text)) => entries.push(entry(&path, &text)),
            Ok(None) => {}
            Err(error) => notes.push(error.to_string()),
        }
    }
    (entries, notes)
}

fn is_plan(path: &Path) -> bool {
    let name = number::name(path);
    path.extension().is_some_and(|ending| ending == "md")
        && (number::number_of(&name).is_some() || name.starts_with(ROADMAP))
}

/// The plans that somebody means by `CLOUD-007`, `7`, `007-profile-images` or the name of a roadmap.
pub fn find<'a>(entries: &'a [Entry], wanted: &str) -> Vec<&'a Entry> {
    let wanted = wanted.trim().trim_end_matches(".md");
    let bare = |text: &str| text.to_uppercase().replace(ROADMAP, "").replace(PREFIX, "");
    let as_number = bare(wanted).parse::<u64>().ok();
    let fits = |entry: &&Entry| {
        let name = number::name(&entry.path);
        let stem = name.trim_end_matches(".md");
        as_number.is_some_and(|number| number::number_of(&name) == Some(number))
            || bare(stem) == bare(wanted)
    };
    entries.iter().filter(fits).collect()
}

/// A file of the backlog, whoever wrote it.
fn entry(path: &Path, text: &str) -> Entry {
    let name = number::name(path);
    let stem = name.trim_end_matches(".md");
    let id = number::number_of(&name).map_or_else(|| stem.to_owned(), number::id);
    let (head, body) = parts(text);
    let parsed = head.and_then(|head| yaml::parse(head, &yaml::Limits::default()).ok());
    let mut head: Head = parsed
        .and_then(|node| yaml::from_node(&node).ok())
        .unwrap_or_default();
    // The name decides: a copied file keeps the head of the one it was copied from.
    head.id = id;
    if head.title.is_empty() {
        let heading = body.lines().find_map(|line| line.strip_prefix("# "));
        heading.unwrap_or(stem).trim().clone_into(&mut head.title);
    }
    let edited = !head.plan_hash.is_empty() && head.plan_hash != hash(body);
    Entry {
        head,
        path: path.to_path_buf(),
        text: body.to_owned(),
        edited,
    }
}

/// The head and the rest.
fn parts(text: &str) -> (Option<&str>, &str) {
    let split = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"));
    match split {
        Some((head, body)) => (Some(head), body.strip_prefix('\n').unwrap_or(body)),
        None => (None, text),
    }
}
