//! Checks knowledge: the form of every file, and what files say of each other. Never: what a plan makes of it.
//!
//! Files are opened and checked one by one on all processors; what needs several files works on the decoded entries.

mod ages;
mod claims;
mod conditions;
mod forms;
mod ignores;
mod job;
mod letters;
mod locate;
mod names;
mod parts;
mod prices;
mod references;
mod rivals;
mod texts;
mod todo;
mod unused;
mod walk;
mod work;

use super::table::Entry;
use super::{Kb, Kind, parallel};
use crate::diag::{Code, Diagnostic};
use job::{File, Job};
use names::Names;
use prices::Meters;
use unused::{Used, Wanted};
use walk::Walk;

/// Which files are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// Every file.
    #[default]
    All,
    /// Files that are no part of the program.
    Added,
}

impl Extent {
    fn holds<T>(self, entry: &Entry<T>) -> bool {
        self == Self::All || !entry.file.is_stored()
    }
}

/// What to check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Which files.
    pub extent: Extent,
    /// The day, as `YYYY-MM-DD`; without it nothing is too old.
    pub date: Option<String>,
}

/// Everything that is wrong in and between the files of the knowledge base.
pub fn check(kb: &Kb) -> Vec<Diagnostic> {
    check_with(kb, &Options::default())
}

/// The same for files that are no part of the program: what must be known before a plan rests on them.
pub fn check_added(kb: &Kb) -> Vec<Diagnostic> {
    check_with(
        kb,
        &Options {
            extent: Extent::Added,
            date: None,
        },
    )
}

/// What all files are checked against.
struct Known<'kb> {
    kb: &'kb Kb,
    names: Names,
    meters: Meters,
    wanted: Wanted,
    date: Option<&'kb str>,
}

/// What one file says.
struct Checked<'kb> {
    job: &'kb Job<'kb>,
    findings: Vec<Diagnostic>,
    used: Used,
    has_comments: bool,
}

/// Everything that is wrong, as far as it is asked for.
pub fn check_with(kb: &Kb, options: &Options) -> Vec<Diagnostic> {
    let extent = options.extent;
    let (names, meters) = parallel::both(|| Names::of(kb), || Meters::of(kb));
    let wanted = Wanted::of(kb, &names);
    let known = Known {
        kb,
        names,
        meters,
        wanted,
        date: options.date.as_deref(),
    };
    let jobs = job::all(kb, extent);
    let checked = parallel::map(&jobs, |job| one(&known, job));
    let mut used = Used::default();
    let mut findings = Vec::new();
    let mut commented = Vec::new();
    for file in checked {
        used.add(file.used);
        findings.extend(file.findings);
        if file.has_comments {
            commented.push(file.job);
        }
    }
    findings.extend(letters::check(kb, extent));
    let todos = todo::check(kb, extent);
    findings = todo::without(findings, &todos);
    findings.extend(todos);
    findings.extend(between(&known, extent, &used));
    for job in commented {
        if let Some(file) = job.open() {
            ignores::apply(&file, &mut findings);
        }
    }
    crate::diag::sort(&mut findings);
    findings
}

/// Everything wrong between files.
fn between(known: &Known<'_>, extent: Extent, used: &Used) -> Vec<Diagnostic> {
    let kb = known.kb;
    let (mut findings, others) = parallel::both(
        || {
            let mut findings = prices::twice(kb, extent);
            findings.extend(claims::check(kb, extent));
            findings.extend(unused::check(kb, extent, &known.wanted, used));
            findings.extend(unused::unrealized(kb, extent, &known.names));
            findings
        },
        || rivals::check(kb, extent),
    );
    findings.extend(others);
    findings
}

/// Everything wrong in one file.
fn one<'kb>(known: &Known<'kb>, job: &'kb Job<'kb>) -> Checked<'kb> {
    let mut checked = Checked {
        job,
        findings: Vec::new(),
        used: Used::default(),
        has_comments: false,
    };
    let Some(file) = job.open() else {
        return checked;
    };
    checked.findings = contents(known, job, &file);
    if let Some(tree) = &file.joined {
        let places = checked.findings.iter_mut();
        places.for_each(|finding| tree.place(finding));
    }
    checked.used = known.wanted.used(job.kind, job.id, &file);
    checked.has_comments = file.source.text.contains(ignores::MARK);
    checked
}

fn contents(known: &Known<'_>, job: &Job<'_>, file: &File) -> Vec<Diagnostic> {
    let (kb, node, source) = (known.kb, file.node(), &file.source);
    let service = Some(job.id)
        .filter(|id| matches!(job.kind, Kind::Service | Kind::Design) && kb.services.contains(id));
    let walk = Walk {
        service,
        capability: capability(kb, job),
        ..Walk::new(kb, &known.names, source)
    };
    let mut findings = forms::check(job, file);
    findings.extend(references::check(&walk, job.kind, node));
    if let Some(date) = known.date {
        findings.extend(ages::check(kb, file, service, date));
    }
    match job.kind {
        Kind::Service => {
            findings.extend(walk.file(node));
            findings.extend(parts::operations(&walk, node));
            known.meters.costs(source, node, &mut findings);
        }
        Kind::Rule => {
            findings.extend(walk.file(node));
            findings.extend(parts::examples(source, node));
            known.meters.costs(source, node, &mut findings);
        }
        Kind::Blueprint => {
            findings.extend(walk.file(node));
            findings.extend(parts::examples(source, node));
            findings.extend(work::phases(&walk, node));
            known.meters.costs(source, node, &mut findings);
        }
        Kind::Work => {
            findings.extend(walk.file(node));
            findings.extend(work::work(&walk, job.id, node));
            known.meters.costs(source, node, &mut findings);
        }
        Kind::Design => {
            if service.is_none() {
                let known: Vec<&str> = kb.services.iter_ids().collect();
                findings.push(walk.unknown(node, "service", job.id, &known));
            }
            findings.extend(walk.file(node));
        }
        Kind::Workload | Kind::Choice | Kind::Sheet => findings.extend(walk.file(node)),
        Kind::Document => {
            let parts = ["blocks", "needs", "recovery"];
            for part in parts.into_iter().filter_map(|part| node.get(part)) {
                findings.extend(walk.file(part));
            }
        }
        Kind::Provider => findings.extend(coverage(kb, job.id, file)),
        Kind::Prices => {
            findings.extend(prices::book(kb, &known.meters, (job.id, source, node)));
        }
        _ => {}
    }
    findings
}

/// The main capability that a rule or a blueprint speaks of.
fn capability(kb: &Kb, job: &Job<'_>) -> Option<String> {
    match job.kind {
        Kind::Rule => kb.rules.glance(job.id)?.of.0.first().cloned(),
        Kind::Blueprint => {
            let blueprint = kb.blueprints.glance(job.id)?;
            blueprint.parts.first().map(|part| part.of.clone())
        }
        _ => None,
    }
}

/// Capabilities that a provider neither serves nor declares to lack.
fn coverage(kb: &Kb, provider: &str, file: &File) -> Vec<Diagnostic> {
    let known = kb.providers.get(provider);
    let declared: Vec<&str> = known
        .into_iter()
        .flat_map(|known| &known.lacks)
        .map(|missing| missing.capability.as_str())
        .collect();
    let missing = kb.capabilities.iter_ids().filter(|capability| {
        !declared.contains(capability) && kb.service_ids_for(provider, capability).next().is_none()
    });
    missing
        .map(|capability| {
            Diagnostic::error(Code::NoService, format!("`{provider}` has no service for `{capability}`"))
                .label(&file.source, file.node().head(), "a request for it cannot be planned here")
                .help(format!("describe one under services/, or add `{{ capability: {capability}, because: REASON, instead: WHAT TO DO }}` to `lacks:`"))
        })
        .collect()
}
