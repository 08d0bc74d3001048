//! Writes the files that let an editor or an agent call this program.
//! It never writes over a file that says something else.

use std::path::Path;

use super::{Context, Outcome, Stop, active, knowledge};
use crate::kb::Kb;
use crate::project::Project;
use crate::project::files::Mode;

/// Writes them into a project; files that are the same already are left alone.
pub fn write(context: &Context, kb: &Kb, project: &Project) -> Outcome {
    let words = knowledge::words(kb, "skill", "the skill")?;
    let rows = words
        .list("files")
        .iter()
        .filter_map(|row| row.split_once(" = "));
    let mut wanted: Vec<(&str, String)> = Vec::new();
    for (path, text) in rows.map(|(path, id)| (path, words.say(id, &[]))) {
        match project.read(Path::new(path)).map_err(active::file_error)? {
            Some(there) if there == text => {}
            Some(_) => {
                return Err(Stop::data(format!("`{path}` exists already and says something else"))
                    .help("nothing was written; move the file away, or keep it and leave out --with-skill"));
            }
            None => wanted.push((path, text)),
        }
    }
    for (path, text) in &wanted {
        project
            .write(Path::new(path), text, Mode::New)
            .map_err(active::file_error)?;
    }
    let paths: Vec<&str> = wanted.iter().map(|(path, _)| *path).collect();
    if !paths.is_empty() {
        context.note(&words.say("written", &[("files", &paths.join(", "))]));
    }
    Ok(())
}
