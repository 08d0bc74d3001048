//! What a design is made from: words and files of the user, and the documents that lie beside it.
//! It never decides anything.

use std::path::{Path, PathBuf};

use super::args::{DesignArgs, KeyValue};
use super::{Context, Stop, active};
use crate::model::design::Workload;
use crate::model::document::Document;
use crate::project::Project;

/// Where approved requirements lie.
pub const PLANNING: &str = "docs/planning";

/// Texts of a document that is read for targets; longer ones are no requirements.
const LIMIT: usize = 1024 * 1024;

/// What was read from the words and files of the user.
pub struct Brief<'kb> {
    /// As typed, without the targets.
    pub feature: String,
    /// The kind of application.
    pub workload: &'kb Workload,
    /// Facts that it states.
    pub flags: Vec<(String, String)>,
    /// Approved documents: name and link.
    pub sources: Vec<(String, String)>,
    /// What nobody answered.
    pub open: Vec<String>,
}

/// The feature, and the targets behind it: `user-authentication, 99.9%, p95 200 ms`.
pub fn parts(words: &str) -> (String, String) {
    let head = words
        .split([',', ';', ':', '\n'])
        .next()
        .unwrap_or(words)
        .trim();
    (head.to_owned(), words.to_owned())
}

/// Small letters, digits and hyphens.
pub fn slug(feature: &str) -> String {
    let lower = feature.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// The feature as in a heading; a word with capitals of its own keeps them.
pub fn titled(feature: &str, small: &[String]) -> String {
    let words =
        feature.split(|letter: char| letter.is_whitespace() || letter == '-' || letter == '_');
    let titled: Vec<String> = words
        .filter(|word| !word.is_empty())
        .enumerate()
        .map(|(place, word)| {
            if place > 0 && small.iter().any(|known| known == word) {
                return word.to_owned();
            }
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_uppercase().to_string());
            format!("{}{}", first.unwrap_or_default(), letters.as_str())
        })
        .collect();
    titled.join(" ")
}

/// What belongs to other documents, as questions; each is noted.
pub fn deferred(document: &Document, text: &str, context: &Context) -> Vec<String> {
    let text = text.to_lowercase();
    let mut list = Vec::new();
    for hand in &document.hand_offs {
        let words = document.list(&format!("defer-{}", hand.target));
        let named: Vec<String> = words
            .iter()
            .filter(|word| text.contains(word.as_str()))
            .cloned()
            .collect();
        if !named.is_empty() {
            let pairs = [("words", named.join(", ")), ("target", hand.target.clone())];
            let pairs: Vec<(&str, &str)> = pairs
                .iter()
                .map(|(key, value)| (*key, value.as_str()))
                .collect();
            let said = document.say("deferred", &pairs);
            context.note(&format!("note: {said}"));
            list.push(said);
        }
    }
    list
}

/// The text of a file that the user named; relative paths count from the current directory, then from the project.
pub fn file(project: &Project, path: &Path) -> Result<String, Stop> {
    let here = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let read = |at: &Path| project.read(at).map_err(active::file_error);
    let text = match read(&here)? {
        Some(text) => Some(text),
        None => read(path)?,
    };
    match text {
        Some(text) if text.len() <= LIMIT => Ok(text),
        Some(_) => Err(
            Stop::data(format!("`{}` is longer than {LIMIT} bytes", path.display()))
                .help("name the requirements of this feature alone"),
        ),
        None => Err(Stop::data(format!("there is no file `{}`", path.display()))
            .help("nothing was written; name a file that exists")),
    }
}

/// The first file of a folder of the project that carries the feature in its name.
pub fn found(project: &Project, folder: &Path, slug: &str) -> Option<PathBuf> {
    let fits = |path: &PathBuf| {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().to_lowercase());
        path.extension().is_some_and(|ending| ending == "md")
            && name.is_some_and(|name| name.contains(slug))
    };
    project.files(folder).into_iter().find(fits)
}

/// Approved documents about the feature: name and link from where designs are saved.
pub fn sources(project: &Project, prd: Option<&Path>, slug: &str) -> Vec<(String, String)> {
    let folders = [
        "epics",
        "stories",
        "architecture/application",
        "architecture/data",
    ];
    let mut paths: Vec<PathBuf> = prd.map(Path::to_path_buf).into_iter().collect();
    for folder in folders {
        paths.extend(found(project, &Path::new(PLANNING).join(folder), slug));
    }
    paths
        .iter()
        .map(|path| {
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let inside = path.strip_prefix(PLANNING).ok();
            let link = inside.map_or_else(
                || path.display().to_string(),
                |rest| format!("../../{}", rest.display()),
            );
            (name, link)
        })
        .collect()
}

/// What was typed, so that the same design can be made again.
pub fn typed(args: &DesignArgs) -> Vec<String> {
    let pair = |flag: &str, pair: &KeyValue| format!("{flag}={}={}", pair.key, pair.value);
    let file = |flag: &str, path: &PathBuf| format!("{flag}={}", path.display());
    let mut list = vec![format!("feature={}", args.feature.join(" "))];
    list.extend(args.prd.iter().map(|path| file("prd", path)));
    list.extend(
        args.requirements
            .iter()
            .map(|path| file("requirements", path)),
    );
    list.extend(args.assume.iter().map(|one| pair("assume", one)));
    list
}

/// The arguments behind `typed`.
pub fn untyped(list: &[String]) -> DesignArgs {
    let mut args = DesignArgs::default();
    for entry in list {
        let Some((key, value)) = entry.split_once('=') else {
            continue;
        };
        match key {
            "feature" => args.feature = vec![value.to_owned()],
            "prd" => args.prd = Some(PathBuf::from(value)),
            "requirements" => args.requirements = Some(PathBuf::from(value)),
            "assume" => args.assume.extend(super::args::key_value(value).ok()),
            _ => {}
        }
    }
    args
}
