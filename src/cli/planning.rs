//! The five stages in a row: request, facts, rules, plan. It never prints and never touches a file.

use crate::diag::Diagnostic;
use crate::facts::gather::{Answers, Input, gather};
use crate::facts::stated::{counted, stated};
use crate::kb::Kb;
use crate::plan::{self, Plan};
use crate::request::Request;
use crate::rules::{self, Decisions, Undecided};

/// What a plan is made from, besides the knowledge base.
pub struct Wanted<'a> {
    /// The profile.
    pub profile: &'a dyn Answers,
    /// The request as it was understood.
    pub request: &'a Request,
    /// What exists already, read from the notes of the profile.
    pub existing: Existing,
    /// Facts set by flags.
    pub flags: Vec<(String, String)>,
    /// Which document is wanted.
    pub scope: &'a str,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// The number that the plan gets when it is saved.
    pub number: Option<String>,
}

/// What the notes of a profile say about what is there.
#[derive(Debug, Clone, Default)]
pub struct Existing {
    /// Capabilities and services.
    pub ids: Vec<String>,
    /// How many there are of what is counted, by key.
    pub counts: Vec<(String, String)>,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPlan {
    /// Something could not be decided.
    Undecided(Undecided),
    /// The scope has no document.
    NoDocument(String),
    /// No blueprint of a longer scope covers the change.
    NoProgram(String),
    /// A script of the knowledge failed.
    Broken(Box<Diagnostic>),
}

/// The section that only longer documents have.
const PHASES: &str = "phases";

/// Makes the plan.
pub fn make(kb: &Kb, wanted: &Wanted<'_>) -> Result<Plan, NoPlan> {
    let decisions = decided(kb, wanted)?;
    let mut plan = plan::assemble(kb, &decisions).map_err(|none| NoPlan::NoDocument(none.scope))?;
    match plan.cost.fault.take() {
        Some(fault) => Err(NoPlan::Broken(Box::new(fault))),
        None => Ok(plan),
    }
}

/// Takes the decisions that the plan is put together from.
pub fn decided<'kb>(kb: &'kb Kb, wanted: &Wanted<'_>) -> Result<Decisions<'kb>, NoPlan> {
    let input = Input {
        profile: wanted.profile,
        request: stated(wanted.request),
        flags: wanted.flags.clone(),
        scope: wanted.scope.to_owned(),
        date: wanted.date.clone(),
    };
    let mut facts = gather(kb, &input);
    let noted = || crate::facts::Origin::Profile("existing_notes".to_owned());
    if !wanted.existing.ids.is_empty() {
        facts.extend("existing", wanted.existing.ids.iter().cloned(), noted());
    }
    for (key, number) in &wanted.existing.counts {
        facts.fill(key, number.clone(), noted());
    }
    if let Some(number) = &wanted.number {
        facts.put(
            "backlog-number",
            number.clone(),
            crate::facts::Origin::Derived("the backlog".to_owned()),
        );
    }
    let decisions = rules::decide(kb, facts).map_err(NoPlan::Undecided)?;
    let longer = kb
        .documents
        .get(wanted.scope)
        .is_some_and(|document| document.sections.iter().any(|section| section.id == PHASES));
    if longer && decisions.program.is_none() {
        return Err(NoPlan::NoProgram(wanted.scope.to_owned()));
    }
    Ok(decisions)
}

/// Capabilities, services and counts that the notes of a profile speak of.
pub fn existing(notes: &Request) -> Existing {
    let ids = notes
        .capabilities
        .iter()
        .chain(&notes.services)
        .map(|found| found.id.clone());
    Existing {
        ids: ids.collect(),
        counts: counted(notes),
    }
}
