//! Runs the examples of rules and blueprints, and the test files beside them. Never: reading files, printing.

mod case;
mod collect;
mod example;
pub mod mutate;
mod situation;
mod usual;
mod watch;
mod why;

pub use collect::{Trial, cases, examples};

use crate::diag::{self, Code, Diagnostic};
use crate::facts::{Fact, Origin};
use crate::kb::Kb;
use crate::model::lexicon::Lexicon;
use crate::rules::lattice::{Resolved, Wish};
use crate::rules::{Decisions, Undecided};

/// What plans are made with.
#[derive(Clone, Copy)]
pub struct Bench<'a> {
    /// The knowledge.
    pub kb: &'a Kb,
    /// Its words.
    pub lexicon: &'a Lexicon,
    /// The day of all plans that name no other.
    pub date: &'a str,
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Report {
    /// Examples that were run.
    pub examples: usize,
    /// Cases that were run.
    pub cases: usize,
    /// How many of both failed.
    pub failed: usize,
    /// Every failure with its line.
    pub failures: Vec<Diagnostic>,
}

impl Report {
    /// In one line.
    pub fn summary(&self) -> String {
        format!(
            "{} examples, {} cases: {} failed",
            self.examples, self.cases, self.failed
        )
    }
}

/// Runs trials.
pub fn run(bench: Bench<'_>, trials: &[Trial]) -> Report {
    let mut report = Report::default();
    for trial in trials {
        let failures = trial.run(bench);
        match trial {
            Trial::Case(_) => report.cases += 1,
            _ => report.examples += 1,
        }
        report.failed += usize::from(!failures.is_empty());
        report.failures.extend(failures);
    }
    diag::sort(&mut report.failures);
    report
}

impl Trial {
    /// What fails.
    fn run(&self, bench: Bench<'_>) -> Vec<Diagnostic> {
        match self {
            Self::Rule { id, index } => example::rule(bench, id, *index).into_iter().collect(),
            Self::Blueprint { id, index } => {
                example::blueprint(bench, id, *index).into_iter().collect()
            }
            Self::Case(case) => case::run(bench, case),
        }
    }

    /// What is decided for it.
    fn decided<'a>(&self, bench: Bench<'a>) -> Option<Decisions<'a>> {
        let kb = bench.kb;
        match self {
            Self::Rule { id, index } => {
                let rule = kb.rules.get(id)?;
                let situation = bench.of_rule(rule, rule.examples.get(*index)?);
                bench.decide(&situation).ok()
            }
            Self::Blueprint { id, index } => {
                let blueprint = kb.blueprints.get(id)?;
                let example = blueprint.examples.get(*index)?;
                bench
                    .decide(&bench.of_example(example, &blueprint.scope))
                    .ok()
            }
            Self::Case(case) => bench.decide(&bench.of_case(&case.case)).ok(),
        }
    }
}

/// Everybody who asks for a value.
fn wishes(resolved: &Resolved) -> impl Iterator<Item = &Wish> {
    resolved
        .winners
        .iter()
        .chain(&resolved.beaten)
        .chain(&resolved.against)
}

/// Every setting of the plan: the part it belongs to, its name and what it resolves to.
fn settings<'a>(
    decisions: &'a Decisions<'_>,
) -> impl Iterator<Item = (Option<usize>, &'a str, &'a Resolved)> {
    let of_parts = decisions
        .components
        .iter()
        .enumerate()
        .flat_map(|(at, part)| {
            let own = part.settings.iter();
            own.map(move |(setting, resolved)| (Some(at), setting.as_str(), resolved))
        });
    let shared = decisions.shared.iter();
    of_parts.chain(shared.map(|(setting, resolved)| (None, setting.as_str(), resolved)))
}

/// Whether a rule has a say in the plan: it applies, asked for a value, or filled a fact and so answered its own question.
fn applies(decisions: &Decisions<'_>, rule: &str) -> bool {
    let filled = |fact: &Fact| fact.origin == Origin::Knowledge(rule.to_owned());
    decisions.rules.iter().any(|(known, _)| known.id == rule)
        || decisions.facts.iter().any(|(_, fact)| filled(fact))
        || settings(decisions)
            .any(|(_, _, resolved)| wishes(resolved).any(|wish| wish.rule == rule))
}

/// Why nothing was decided, in words.
fn undecided(why: &Undecided) -> String {
    match why {
        Undecided::NoProvider => "no provider is known".to_owned(),
        Undecided::NoCapability => "the request names nothing that can be planned".to_owned(),
        Undecided::Lacks {
            capability,
            because,
        } => {
            format!(
                "`{capability}` is not served: {}",
                because.trim_end_matches('.')
            )
        }
    }
}

/// A failure without a place.
fn failure(message: String) -> Diagnostic {
    Diagnostic::error(Code::TestFailed, message)
}
