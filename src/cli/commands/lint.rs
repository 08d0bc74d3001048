//! `cloud-plan lint`: checks knowledge, mends what a machine can mend, and watches it while it is edited.
#![expect(
    clippy::disallowed_methods,
    reason = "reads and writes the files that the user names"
)]

use crate::cli::args::{Format, LintArgs};
use crate::cli::baseline::Baseline;
use crate::cli::linting::Target;
use crate::cli::{Context, Outcome, Stop};
use crate::diag::{self, Diagnostic, Severity, fix, render};
use crate::project::files::{Mode, Project};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// How wide a report is.
const WIDTH: usize = 100;

/// How often files are looked at while they are watched.
const PAUSE: Duration = Duration::from_millis(300);

/// Rounds of mending: one change may uncover the next.
const ROUNDS: usize = 5;

/// Runs the command.
pub fn run(context: &Context, args: &LintArgs) -> Outcome {
    let format = context.format(&[Format::Human, Format::Json, Format::Sarif, Format::Github])?;
    if let Some(path) = args.path.as_deref().filter(|path| !path.exists()) {
        return Err(Stop::data(format!("there is no {}", path.display()))
            .help("name a directory that holds `catalog/` or `rules/`, or a file in one"));
    }
    let date = args.date.map(|date| date.to_string());
    let target = Target::of(context.load(), args.path.as_deref(), date);
    if args.fix {
        mend(context, &target)?;
    }
    if args.watch {
        return watch(context, args, (&target, format));
    }
    once(context, args, (&target, format))
}

fn once(context: &Context, args: &LintArgs, (target, format): (&Target, Format)) -> Outcome {
    let mut findings = target.findings();
    if let Some(path) = &args.write_baseline {
        let baseline = Baseline::of(&findings).text();
        write(path, &baseline)?;
        context.note(&format!(
            "{} written to {}",
            count(findings.len(), "finding"),
            path.display()
        ));
        return Ok(());
    }
    if let Some(path) = &args.baseline {
        let text = fs::read_to_string(path).map_err(|error| {
            Stop::data(format!(
                "the baseline {} cannot be read: {error}",
                path.display()
            ))
            .help("write one with `cloud-plan lint --write-baseline FILE`")
        })?;
        let (known, mended) = Baseline::read(path, &text)?.subtract(&mut findings);
        context.note(&format!("{} in the baseline", count(known, "finding")));
        if mended > 0 {
            context.note(&format!(
                "note: no finding matches {} of the baseline any more; write it again with `--write-baseline {}`",
                count(mended, "entry"),
                path.display()
            ));
        }
    }
    report(context, format, &findings)
}

fn report(context: &Context, format: Format, findings: &[Diagnostic]) -> Outcome {
    let text = match format {
        Format::Json => render::render_json(findings),
        Format::Sarif => render::render_sarif(findings),
        Format::Github => render::render_github(findings),
        _ => render::render_human(findings, WIDTH, context.color()),
    };
    if !text.trim().is_empty() {
        context.document(&text)?;
    }
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count();
    let fixable = findings.iter().filter(|finding| finding.fix.is_some());
    context.note(&format!(
        "{}, {}",
        count(errors, "error"),
        count(findings.len() - errors, "warning")
    ));
    match fixable.count() {
        0 => {}
        many => context.note(&format!("`--fix` mends {many} of them")),
    }
    if diag::has_errors(findings) {
        Err(Stop::Report(String::new()))
    } else {
        Ok(())
    }
}

fn count(many: usize, word: &str) -> String {
    match (many, word.strip_suffix('y')) {
        (1, _) => format!("1 {word}"),
        (_, Some(stem)) => format!("{many} {stem}ies"),
        _ => format!("{many} {word}s"),
    }
}

/// Mends what a machine can mend, in the files that were read from the user's directories.
fn mend(context: &Context, target: &Target) -> Outcome {
    let roots = target.roots();
    let (mut changes, mut files) = (0, BTreeSet::new());
    for _ in 0..ROUNDS {
        let findings = target.findings();
        let fixable = findings.iter().filter(|finding| finding.fix.is_some());
        let sources = fixable.filter_map(|finding| finding.labels.first());
        let paths: BTreeSet<&str> = sources.map(|label| label.source.path.as_str()).collect();
        let mut changed = 0;
        for path in paths {
            let file = Path::new(path);
            let own = roots.iter().any(|root| file.starts_with(root));
            let Some(text) = own.then(|| fs::read_to_string(file).ok()).flatten() else {
                continue;
            };
            let (fixed, made) = fix::apply(&text, path, &findings);
            if made > 0 && fixed != text {
                write(file, &fixed)?;
                files.insert(path.to_owned());
                changed += made;
            }
        }
        changes += changed;
        if changed == 0 {
            break;
        }
    }
    context.note(&format!(
        "{} made in {}",
        count(changes, "change"),
        count(files.len(), "file")
    ));
    Ok(())
}

/// Writes a file whole or not at all.
fn write(path: &Path, text: &str) -> Outcome {
    let stop = |error: crate::project::files::FileError| {
        let stop = Stop::data(error.to_string());
        match error.help() {
            Some(help) => stop.help(help),
            None => stop,
        }
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let name = path
        .file_name()
        .ok_or_else(|| Stop::data(format!("{} names no file", path.display())))?;
    let folder = Project::at(folder).map_err(stop)?;
    folder
        .write(Path::new(name), text, Mode::Replace)
        .map_err(stop)?;
    Ok(())
}

/// Checks again whenever a file changes, until it is interrupted. Looking at every file works on every system and disk.
fn watch(context: &Context, args: &LintArgs, what: (&Target, Format)) -> Outcome {
    let mut last = None;
    loop {
        let stamp = what.0.stamp();
        if last.as_ref() != Some(&stamp) {
            last = Some(stamp);
            match once(context, args, what) {
                Ok(()) => {}
                Err(Stop::Report(_)) => {}
                Err(stop) => return Err(stop),
            }
            context.note("watching; Ctrl-C ends");
        }
        thread::sleep(PAUSE);
    }
}
