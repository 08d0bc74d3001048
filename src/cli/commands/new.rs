//! `cloud-plan new`: writes the commented skeleton of a knowledge file. It never writes over a file.

use crate::cli::args::{NewArgs, NewKind};
use crate::cli::{Context, Outcome, Stop};
use crate::diag;
use crate::kb::every::every;
use crate::kb::{self, Kb, Layer};
use jiff::civil::Date;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// A file to write: where below the root, and its text.
struct Skeleton {
    path: String,
    text: String,
}

/// Runs the command.
pub fn run(context: &Context, args: &NewArgs) -> Outcome {
    let date = context.date(args.date)?;
    let root = context.own_knowledge()?;
    let mut load = context.load();
    // The directory may be the first thing that is written.
    load.layers.retain(|layer| layer.is_dir());
    let (kb, findings) = kb::load(&load);
    if diag::has_errors(&findings) {
        return Err(context.report(&findings));
    }
    let files = skeletons(&kb, args, date)?;
    free(&kb, args)?;
    let paths: Vec<PathBuf> = files.iter().map(|file| root.join(&file.path)).collect();
    if let Some(there) = paths.iter().find(|path| path.exists()) {
        return Err(Stop::data(format!("`{}` exists already", there.display()))
            .help("edit it, or name another id"));
    }
    for (path, file) in paths.iter().zip(&files) {
        write(path, &file.text).map_err(|error| {
            Stop::data(format!("`{}` cannot be written: {error}", path.display()))
        })?;
    }
    let said: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    context.document(&said.join("\n"))?;
    let todos: usize = files
        .iter()
        .map(|file| file.text.matches("\"TODO").count())
        .sum();
    let flag = match context.kb.last() {
        Some(directory) => format!(" --kb {}", directory.display()),
        None => String::new(),
    };
    context.note(&format!(
        "{todos} places are still to be written; `cloud-plan lint{flag}` lists them"
    ));
    Ok(())
}

/// A new file, never one that is there.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The files of a kind.
fn skeletons(kb: &Kb, args: &NewArgs, date: Date) -> Result<Vec<Skeleton>, Stop> {
    let id = args.id.as_str();
    let (folder, name) = id.rsplit_once('/').unwrap_or(("", id));
    let slashes = matches!(args.kind, NewKind::Service | NewKind::Rule);
    let whole = folder.is_empty() || (slashes && plain(folder));
    if !(plain(name) && whole) {
        return Err(Stop::usage(format!("`{id}` is no id")).help(
            "an id is lower-case letters, digits and hyphens, such as `backups-leave-the-account`",
        ));
    }
    let fill = |template: &str| {
        template
            .replace("<id>", id)
            .replace("<name>", name)
            .replace("<words>", &name.replace('-', " "))
            .replace("<month>", &date.strftime("%Y-%m").to_string())
    };
    let one = |path: String, template: &str| Skeleton {
        path,
        text: fill(template),
    };
    Ok(match args.kind {
        NewKind::Rule => {
            let topic = if folder.is_empty() { "house" } else { folder };
            vec![one(format!("rules/{topic}/{name}.yaml"), RULE)]
        }
        NewKind::Blueprint => vec![one(format!("rules/blueprints/task/{name}.yaml"), BLUEPRINT)],
        NewKind::Framework => vec![one(format!("catalog/frameworks/{name}.yaml"), FRAMEWORK)],
        NewKind::Service => {
            known_provider(kb, folder, name)?;
            let path = format!("catalog/providers/{folder}/services/{name}.yaml");
            vec![one(path, SERVICE)]
        }
        NewKind::Provider => {
            let folder = format!("catalog/providers/{name}");
            let provider = PROVIDER.replace("<lacks>\n", &lacks(kb));
            vec![
                one(format!("{folder}/provider.yaml"), &provider),
                one(format!("{folder}/regions.yaml"), REGIONS),
            ]
        }
    })
}

const RULE: &str = include_str!("../../../schemas/new/rule.yaml");
const BLUEPRINT: &str = include_str!("../../../schemas/new/blueprint.yaml");
const FRAMEWORK: &str = include_str!("../../../schemas/new/framework.yaml");
const SERVICE: &str = include_str!("../../../schemas/new/service.yaml");
const PROVIDER: &str = include_str!("../../../schemas/new/provider.yaml");
const REGIONS: &str = include_str!("../../../schemas/new/regions.yaml");

fn plain(name: &str) -> bool {
    let letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    name.starts_with(letter)
        && name.ends_with(letter)
        && name.chars().all(|one| letter(one) || one == '-')
}

fn known_provider(kb: &Kb, provider: &str, name: &str) -> Outcome {
    if kb.providers.contains(provider) {
        return Ok(());
    }
    let known: Vec<&str> = kb.providers.iter_ids().collect();
    let stop = if provider.is_empty() {
        Stop::usage(format!("`{name}` names no provider"))
    } else {
        Stop::data(format!("there is no provider called `{provider}`"))
    };
    Err(stop.help(format!(
        "write it as PROVIDER/{name}; providers are: {}",
        known.join(", ")
    )))
}

/// A line for each capability: a provider serves it or says why not.
fn lacks(kb: &Kb) -> String {
    let line = |id: &str| {
        format!(
            "  - {{ capability: {id}, because: \"TODO: a service for it, or why there is none\" }}\n"
        )
    };
    kb.capabilities.iter_ids().map(line).collect()
}

/// An id that nothing of the same kind has.
fn free(kb: &Kb, args: &NewArgs) -> Outcome {
    let kind = args.kind.word();
    let id = match args.kind {
        NewKind::Service => args.id.as_str(),
        _ => args.id.rsplit('/').next().unwrap_or_default(),
    };
    let all = every(kb);
    let Some(there) = all
        .iter()
        .find(|one| one.kind.word() == kind && one.id == id)
    else {
        return Ok(());
    };
    let place = match there.layers.last() {
        Some(Layer::Directory(_)) => there.path.to_owned(),
        _ => format!("{}, built in", there.path),
    };
    Err(
        Stop::data(format!("the {kind} `{id}` exists already ({place})")).help(format!(
            "to change it, write a file with `overrides: {id}` and what differs"
        )),
    )
}
