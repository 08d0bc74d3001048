//! Finds the number of the next plan: one above every number that was ever used.
//! It never gives a number back, whether its file was moved, completed, archived or deleted.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::files::Project;

/// Where saved plans are looked for: the backlog, and what stands beside it.
pub const TASKS: &str = "tasks";

/// What the name of every saved plan begins with.
pub const PREFIX: &str = "CLOUD-";

/// How deep the search for saved plans goes.
const DEPTH: usize = 6;

/// The next free number.
pub fn next(project: &Project) -> u64 {
    let on_disk = files(project)
        .into_iter()
        .filter_map(|path| number_of(&name(&path)));
    let highest = on_disk.chain(in_history(project)).max().unwrap_or_default();
    highest.saturating_add(1)
}

/// The next number that no file has. Quick, for showing: git's history counts only when a plan is saved.
pub fn next_on_disk(project: &Project) -> u64 {
    let on_disk = files(project)
        .into_iter()
        .filter_map(|path| number_of(&name(&path)));
    on_disk.max().unwrap_or_default().saturating_add(1)
}

/// A number as it stands in a name.
pub fn id(number: u64) -> String {
    format!("{PREFIX}{number:03}")
}

/// The number in the name of a file, if it is that of a saved plan.
pub fn number_of(name: &str) -> Option<u64> {
    let rest = name.strip_prefix(PREFIX)?;
    let digits = rest
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(rest.len());
    let (digits, after) = rest.split_at_checked(digits)?;
    let ends = after.is_empty() || after.starts_with(['-', '.', '_']);
    // Longer numbers are dates or ids of something else, and would use up all others.
    if ends && digits.len() <= 9 {
        digits.parse().ok()
    } else {
        None
    }
}

/// The numbers that more than one file has, each with its files.
pub fn collisions(files: &[PathBuf]) -> Vec<(u64, Vec<PathBuf>)> {
    let mut by_number: BTreeMap<u64, Vec<PathBuf>> = BTreeMap::new();
    for path in files {
        if let Some(number) = number_of(&name(path)) {
            by_number.entry(number).or_default().push(path.clone());
        }
    }
    by_number
        .into_iter()
        .filter(|(_, files)| files.len() > 1)
        .collect()
}

/// Every saved plan, in the order of names, relative to the project; symbolic links are not followed.
pub fn files(project: &Project) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(&project.root, Path::new(TASKS), DEPTH, &mut found);
    found.sort();
    found
}

fn walk(root: &Path, relative: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    // What cannot be read holds no plan of ours; the write itself will tell.
    let Ok(entries) = fs::read_dir(root.join(relative)) else {
        return;
    };
    for entry in entries.flatten() {
        let path = relative.join(entry.file_name());
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        if kind.is_dir() && depth > 0 {
            walk(root, &path, depth - 1, found);
        } else if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            found.push(path);
        }
    }
}

/// The name of a file.
pub fn name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The numbers in any commit of any branch. Without git, or outside a repository, there are none.
fn in_history(project: &Project) -> Vec<u64> {
    if !project
        .root
        .ancestors()
        .any(|directory| directory.join(".git").exists())
    {
        return Vec::new();
    }
    let mut git = Command::new("git");
    git.arg("-C")
        .arg(&project.root)
        .args(["--no-pager", "-c", "log.showSignature=false"]);
    git.args([
        "log",
        "--all",
        "--name-only",
        "--pretty=format:",
        "--no-ext-diff",
        "--no-textconv",
        "-z",
        "--",
        TASKS,
    ]);
    // A hook that calls us points these at another repository; a partial clone must not go to the network.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        git.env_remove(variable);
    }
    git.env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0");
    let output = git.stdin(Stdio::null()).stderr(Stdio::null()).output();
    let Ok(output) = output else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let names = text
        .split(['\0', '\n'])
        .map(|path| path.rsplit('/').next().unwrap_or(path));
    names.filter_map(number_of).collect()
}
