//! Finds, reads and writes the profile of a project, `.heaptrace/cloud-plan.json`.
//! It never guesses: a profile that is wrong is told line by line, and not used.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where the profile is read"
)]

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::Value;

use super::check::{Fields, check, texts};
use super::fault::Fault;
use super::files::{FileError, Mode, Project};
use super::json::{self, Places};
use super::vocabulary::Vocabulary;
use super::wizard;
use crate::diag::{Code, Diagnostic, Source, Span};
use crate::model::profile::{Exception, Extra, FIELDS, Profile};

/// The directory of the profile in a project.
pub const DIRECTORY: &str = ".heaptrace";

/// The file of the profile in a project.
pub const PATH: &str = ".heaptrace/cloud-plan.json";

/// No profile is this long.
const LIMIT: u64 = 1024 * 1024;

/// A profile that was read and is right.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The project it belongs to.
    pub project: Project,
    /// Its file as it is.
    pub text: String,
    /// All of its fields, in the order of the file, with those of other tools.
    pub fields: Fields,
    /// What plans are made with.
    pub profile: Profile,
    /// What a plan has to be told about it; none of them is an error.
    pub warnings: Vec<Diagnostic>,
}

/// The project that a directory lies in: the nearest one above it, or itself, with a profile.
pub fn find(start: &Path) -> Result<Option<Project>, FileError> {
    let start = Project::at(start)?;
    let has_profile = |directory: &&Path| directory.join(PATH).symlink_metadata().is_ok();
    start
        .root
        .ancestors()
        .find(has_profile)
        .map(Project::at)
        .transpose()
}

/// The directory that a new profile goes into: the root of the repository, or the directory itself.
pub fn root_for(start: &Path) -> Result<Project, FileError> {
    let start = Project::at(start)?;
    let is_root = |directory: &&Path| directory.join(".git").exists();
    let root = start.root.ancestors().find(is_root).map(Path::to_path_buf);
    Ok(root.map_or(start, |root| Project { root }))
}

/// Reads the profile of a project. On failure every fault is told, with its line.
pub fn read(project: &Project, vocabulary: &Vocabulary<'_>) -> Result<Stored, Vec<Diagnostic>> {
    let source = source(&project.root.join(PATH)).map_err(|fault| vec![*fault])?;
    parse(project.clone(), &source, vocabulary)
}

/// Reads a profile that may be wrong, so that it can be mended: only its form as JSON is checked.
pub fn read_loosely(project: &Project) -> Result<Loose, Vec<Diagnostic>> {
    let source = source(&project.root.join(PATH)).map_err(|fault| vec![*fault])?;
    let (fields, places) = json::read(&source)?;
    let stored = Stored {
        project: project.clone(),
        text: source.text.to_string(),
        profile: typed(&fields),
        fields,
        warnings: Vec::new(),
    };
    Ok(Loose {
        stored,
        source,
        places,
    })
}

/// A profile whose values were not checked, and where they stand.
#[derive(Debug, Clone)]
pub struct Loose {
    /// What was read.
    pub stored: Stored,
    source: Arc<Source>,
    places: Places,
}

impl Loose {
    /// Faults with their lines, except those of fields that were answered just now.
    pub fn placed(&self, faults: Vec<Fault>, answered: &[&str]) -> Vec<Diagnostic> {
        let place = |fault: Fault| {
            let is_old = self.stored.fields.contains_key(&fault.field)
                && !answered.contains(&fault.field.as_str());
            if is_old {
                fault.in_file(&self.source, &self.places)
            } else {
                fault.without_file()
            }
        };
        faults.into_iter().map(place).collect()
    }
}

impl Stored {
    /// With some fields set to other values, for one plan only.
    pub fn with(
        &self,
        vocabulary: &Vocabulary<'_>,
        pairs: &[(&str, &str)],
        date: Date,
    ) -> Result<Self, Vec<Fault>> {
        let fields = wizard::set(vocabulary, &self.fields, pairs, date)?;
        let warnings = check(vocabulary, &fields)
            .into_iter()
            .map(Fault::without_file)
            .collect();
        Ok(Self {
            profile: typed(&fields),
            fields,
            warnings,
            ..self.clone()
        })
    }
}

/// Reads the text of a profile.
pub fn parse(
    project: Project,
    source: &Arc<Source>,
    vocabulary: &Vocabulary<'_>,
) -> Result<Stored, Vec<Diagnostic>> {
    let (mut fields, places) = json::read(source)?;
    let mut found: Vec<Diagnostic> = check(vocabulary, &fields)
        .into_iter()
        .map(|fault| fault.in_file(source, &places))
        .collect();
    crate::diag::sort(&mut found);
    if crate::diag::has_errors(&found) {
        return Err(found);
    }
    say_none(vocabulary, &mut fields);
    let profile = typed(&fields);
    Ok(Stored {
        project,
        text: source.text.to_string(),
        fields,
        profile,
        warnings: found,
    })
}

/// An empty list of an answer that can be "none" says none.
fn say_none(vocabulary: &Vocabulary<'_>, fields: &mut Fields) {
    for question in vocabulary.questions() {
        let empty = |value: &&mut Value| value.as_array().is_some_and(Vec::is_empty);
        let Some(value) = fields.get_mut(&question.id).filter(empty) else {
            continue;
        };
        if let Some(none) = question.alone() {
            *value = Value::Array(vec![none.value.clone().into()]);
        }
    }
}

/// Writes a new profile.
pub fn create(project: &Project, fields: &Fields, mode: Mode) -> Result<PathBuf, FileError> {
    let _lock = project.lock(Path::new(DIRECTORY))?;
    project.write(Path::new(PATH), &json::render(fields), mode)
}

/// Writes what has changed into the profile; every other byte of the file stays. Not written when nothing changed.
pub fn update(stored: &Stored, fields: &Fields) -> Result<(), UpdateError> {
    let _lock = stored.project.lock(Path::new(DIRECTORY))?;
    let now = stored.project.read(Path::new(PATH))?;
    if now.as_ref() != Some(&stored.text) {
        return Err(UpdateError::Changed);
    }
    let text = updated(&stored.text, &stored.fields, fields);
    if text != stored.text {
        stored
            .project
            .write(Path::new(PATH), &text, Mode::Replace)?;
    }
    Ok(())
}

/// Why a profile could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// Somebody else changed it while the questions were asked.
    #[error("the profile was changed by somebody else in the meantime, so nothing was saved")]
    Changed,
    /// It cannot be written.
    #[error(transparent)]
    File(#[from] FileError),
}

fn updated(text: &str, before: &Fields, after: &Fields) -> String {
    let removed = before
        .keys()
        .filter(|field| !after.contains_key(*field))
        .map(|field| (field, None));
    let new = after
        .iter()
        .filter(|(field, value)| before.get(*field) != Some(value));
    let changes = removed.chain(new.map(|(field, value)| (field, Some(value))));
    changes.fold(text.to_owned(), |text, (field, value)| {
        json::with(&text, field, value)
    })
}

/// The fields as a typed profile; what is not set is empty.
pub fn typed(fields: &Fields) -> Profile {
    let text = |field: &str| {
        fields
            .get(field)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let list = |field: &str| {
        texts(fields.get(field))
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    let more = fields
        .iter()
        .filter(|(field, _)| !FIELDS.contains(&field.as_str()));
    Profile {
        provider: text("provider"),
        regions: list("regions"),
        compliance: list("compliance"),
        budget_tier: text("budget_tier"),
        security_posture: text("security_posture"),
        environments: list("environments"),
        existing_infra: text("existing_infra"),
        existing_notes: text("existing_notes"),
        set_up_at: text("set_up_at"),
        more: more
            .filter_map(|(field, value)| Some((field.clone(), extra(value)?)))
            .collect(),
    }
}

/// An added field that a plan can ask for; objects belong to other tools.
fn extra(value: &Value) -> Option<Extra> {
    Some(match value {
        Value::Bool(flag) => Extra::Flag(*flag),
        Value::String(text) => Extra::Text(text.clone()),
        Value::Number(number) => Extra::Text(number.to_string()),
        Value::Array(list) => Extra::List(list.iter().filter_map(entry).collect()),
        Value::Null | Value::Object(_) => return None,
    })
}

/// An entry of a list: a text, or the record of an exception.
fn entry(value: &Value) -> Option<String> {
    let text = |field: &str| {
        let text = value.get(field).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(_) => Some(Exception {
            setting: text("setting"),
            owner: text("owner"),
            reason: text("reason"),
            until: text("until"),
        })
        .filter(|exception| !exception.setting.is_empty())
        .map(|exception| exception.line()),
        _ => None,
    }
}

/// A file that a diagnostic can point into: it must be there, be text, and be no longer than a profile can be.
pub fn source(path: &Path) -> Result<Arc<Source>, Box<Diagnostic>> {
    let name = shown(path);
    let unreadable = |why: String| {
        Box::new(Diagnostic::error(
            Code::UnreadableFile,
            format!("`{name}` {why}"),
        ))
    };
    let length = fs::metadata(path)
        .map(|metadata| metadata.len())
        .unwrap_or_default();
    if length > LIMIT {
        return Err(unreadable(format!("is longer than {LIMIT} bytes")));
    }
    let bytes = fs::read(path).map_err(|error| {
        unreadable(match error.kind() {
            ErrorKind::NotFound => "is not there".to_owned(),
            ErrorKind::PermissionDenied => "cannot be read: permission denied".to_owned(),
            ErrorKind::IsADirectory => "is a directory, not a file".to_owned(),
            _ => format!("cannot be read: {error}"),
        })
    })?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let source = Source::new(name.clone(), text);
            let fault =
                Diagnostic::error(Code::UnreadableFile, format!("`{name}` is not UTF-8 text"));
            let fault = fault.label(&source, Span::new(at, at + 1), "this byte means nothing");
            Err(Box::new(fault.help("save the file as UTF-8")))
        }
    }
}

/// A path as short as it can be said from here.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir()
        .and_then(|here| here.canonicalize())
        .unwrap_or_default();
    path.strip_prefix(&here)
        .unwrap_or(path)
        .display()
        .to_string()
}
