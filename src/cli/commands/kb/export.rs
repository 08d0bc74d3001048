//! `cloud-plan kb export`: writes the knowledge out as files. It never writes over anything.
#![expect(
    clippy::disallowed_methods,
    reason = "writes files into a directory that the user names"
)]

use crate::cli::{Context, Outcome, Stop, knowledge};
use crate::kb::every::every;
use std::fs;
use std::path::Path;

pub(super) fn run(context: &Context, dir: &Path) -> Outcome {
    if fs::read_dir(dir).is_ok_and(|mut inside| inside.next().is_some()) {
        return Err(Stop::data(format!("`{}` is not empty", dir.display()))
            .help("name a directory that does not exist yet"));
    }
    let kb = knowledge::load(context)?;
    let mut count = 0;
    for one in every(&kb) {
        if one.layers != [crate::kb::Layer::BuiltIn] || Path::new(one.path).is_absolute() {
            continue;
        }
        let path = dir.join(one.path.trim_start_matches("./"));
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, one.text));
        written.map_err(|error| {
            Stop::data(format!("`{}` cannot be written: {error}", path.display()))
        })?;
        count += 1;
    }
    context.document(&format!("{count} files in {}\n", dir.display()))
}
