//! `cloud-plan test`: runs the examples in rules and blueprints, and the test files beside them.

use crate::cli::args::{Format, TestArgs};
use crate::cli::{Context, Outcome, Stop};
use crate::diag::{self, Diagnostic, render};
use crate::kb::{self, Kb, Load, layers};
use crate::model::lexicon::Lexicon;
use crate::request;
use crate::ruletest::{self, Bench, Report, Trial, mutate};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// How wide a report is.
const WIDTH: usize = 100;

/// Runs the command.
pub fn run(context: &Context, args: &TestArgs) -> Outcome {
    let format = context.format(&[Format::Human, Format::Json, Format::Github])?;
    let date = context.date(args.date)?.to_string();
    let load = load_for(context, args.path.as_deref());
    let (mut kb, mut findings) = kb::load(&load);
    let lexicon = request::lexicon::of(&kb);
    let wanted = |path: &str| {
        args.path
            .as_deref()
            .is_none_or(|below| lies_in(path, below))
    };
    let roots = load.base.iter().chain(&load.layers);
    let sources: Vec<_> = roots.flat_map(|root| layers::tests_below(root)).collect();
    let (cases, broken) = ruletest::cases(&sources);
    findings.extend(broken);
    if diag::has_errors(&findings) {
        return Err(context.report(&findings));
    }
    let run = Run {
        context,
        format,
        date: &date,
        lexicon: &lexicon,
    };
    if args.mutate {
        let mut all = ruletest::examples(&kb, &|_| true);
        all.extend(cases);
        return run.mutate(&mut kb, &all, &wanted);
    }
    let mut trials = ruletest::examples(&kb, &wanted);
    trials.extend(cases.into_iter().filter(|trial| match trial {
        Trial::Case(case) => wanted(case.path()),
        _ => true,
    }));
    if let Some(path) = args.path.as_deref().filter(|_| trials.is_empty()) {
        return Err(Stop::data(format!("no example and no case lies below `{}`", path.display()))
            .help("name a file or folder of knowledge: rules/, a folder in it, or the directory that holds it"));
    }
    run.trials(&kb, &trials)
}

/// What to load: a path outside of the usual layers is loaded with the knowledge around it.
fn load_for(context: &Context, path: Option<&Path>) -> Load {
    let mut load = context.load();
    let Some(root) = path.and_then(root_of) else {
        return load;
    };
    let same = |known: &PathBuf| known.canonicalize().ok() == root.canonicalize().ok();
    if load.layers.iter().any(same) || load.base.as_ref().is_some_and(same) {
        return load;
    }
    if root.join("catalog/capabilities").is_dir() {
        load.base = Some(root);
    } else {
        load.layers.push(root);
    }
    load
}

/// The directory of knowledge that a path lies in.
fn root_of(path: &Path) -> Option<PathBuf> {
    let holds =
        |directory: &Path| directory.join("rules").is_dir() || directory.join("catalog").is_dir();
    let above = |path: &Path| {
        let named = |directory: &Path| {
            if directory.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                directory.to_owned()
            }
        };
        path.ancestors()
            .map(named)
            .find(|directory| holds(directory))
    };
    if !path.exists() {
        return None;
    }
    above(path).or_else(|| above(&path.canonicalize().ok()?))
}

/// Whether a file is the one that is named or lies below it; built-in files go by their path alone.
fn lies_in(file: &str, below: &Path) -> bool {
    let file = Path::new(file);
    match (file.canonicalize(), below.canonicalize()) {
        (Ok(file), Ok(below)) => file.starts_with(below),
        _ => file.starts_with(below),
    }
}

/// How to run and to report.
struct Run<'a> {
    context: &'a Context,
    format: Format,
    date: &'a str,
    lexicon: &'a Lexicon,
}

impl Run<'_> {
    fn trials(&self, kb: &Kb, trials: &[Trial]) -> Outcome {
        let bench = Bench {
            kb,
            lexicon: self.lexicon,
            date: self.date,
        };
        let report = ruletest::run(bench, trials);
        let figures = figures(&report);
        self.report(&report.failures, &report.summary(), figures)?;
        if report.failed > 0 {
            return Err(Stop::Report(String::new()));
        }
        Ok(())
    }

    fn mutate(&self, kb: &mut Kb, all: &[Trial], wanted: &dyn Fn(&str) -> bool) -> Outcome {
        let score = mutate::mutate(kb, self.lexicon, self.date, all, wanted);
        let figures = json!({
            "values": score.rows,
            "noticed": score.noticed,
            "percent": score.percent(),
        });
        self.report(&score.missed, &score.summary(), figures)
    }

    /// Prints what was found, then how much it is.
    fn report(&self, found: &[Diagnostic], summary: &str, mut figures: Value) -> Outcome {
        let text = match self.format {
            Format::Json => {
                let found: Value =
                    serde_json::from_str(&render::render_json(found)).unwrap_or_default();
                if let Some(all) = figures.as_object_mut() {
                    all.insert("findings".to_owned(), found);
                }
                serde_json::to_string_pretty(&figures).unwrap_or_default()
            }
            Format::Github => format!("{}{summary}\n", render::render_github(found)),
            _ => {
                let report = render::render_human(found, WIDTH, render::Color::Plain);
                format!("{report}{summary}\n")
            }
        };
        self.context.document(&text)
    }
}

fn figures(report: &Report) -> Value {
    json!({
        "examples": report.examples,
        "cases": report.cases,
        "failed": report.failed,
    })
}
