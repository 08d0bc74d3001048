//! The five stages in a row: request, facts, rules, plan. It never prints and never touches a file.

use super::{Context, Stop};
use crate::diag::Diagnostic;
use crate::facts::Origin;
use crate::facts::gather::{Answers, Input, Stated, gather};
use crate::facts::stated::{Existing, stated};
use crate::kb::Kb;
use crate::plan::{self, Detail, Plan};
use crate::request::{Request, target};
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
    /// How far its controls are followed.
    pub detail: Detail,
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

impl NoPlan {
    /// The reason as the commands print it.
    pub fn stop(self, context: &Context) -> Stop {
        match self {
            Self::Broken(fault) => context.report(&[*fault]),
            Self::NoDocument(scope) => {
                Stop::data(format!("no document is described for the scope `{scope}`"))
            }
            Self::NoProgram(scope) => Stop::data(format!(
                "no blueprint for a {scope} covers this change"
            ))
            .help("name the resources that are to change, or write a blueprint under .heaptrace/kb/rules/blueprints"),
            Self::Undecided(Undecided::NoProvider) => {
                Stop::data("neither the request nor the profile names a provider")
                    .help("cloud-plan profile set provider=...")
            }
            Self::Undecided(Undecided::NoCapability) => {
                Stop::data("the request names nothing that can be planned")
                    .help("say which resource is to change, and how")
            }
            Self::Undecided(Undecided::Lacks { because, .. }) => Stop::data(because),
        }
    }
}

/// The section that only longer documents have.
const PHASES: &str = "phases";

/// Makes the plan.
pub fn make(kb: &Kb, wanted: &Wanted<'_>) -> Result<Plan, NoPlan> {
    assembled(kb, &decided(kb, wanted)?, wanted.detail)
}

/// Puts the plan together.
pub fn assembled(kb: &Kb, decisions: &Decisions<'_>, detail: Detail) -> Result<Plan, NoPlan> {
    let mut plan =
        plan::assemble(kb, decisions, detail).map_err(|none| NoPlan::NoDocument(none.scope))?;
    match plan.cost.fault.take() {
        Some(fault) => Err(NoPlan::Broken(Box::new(fault))),
        None => Ok(plan),
    }
}

/// What the request says of its load.
fn loads(kb: &Kb, request: &Request) -> Vec<Stated> {
    let targets = kb.targets.iter().next();
    let found = targets.map_or_else(Vec::new, |known| target::loads(known, &request.cleaned));
    let stated = found.into_iter().map(|(key, value)| Stated {
        key,
        values: vec![value],
        span: (0, 0),
    });
    stated.collect()
}

/// Takes the decisions that the plan is put together from.
pub fn decided<'kb>(kb: &'kb Kb, wanted: &Wanted<'_>) -> Result<Decisions<'kb>, NoPlan> {
    let mut request = stated(wanted.request);
    request.extend(loads(kb, wanted.request));
    let input = Input {
        profile: wanted.profile,
        request,
        existing: wanted.existing.clone(),
        flags: wanted.flags.clone(),
        scope: wanted.scope.to_owned(),
        date: wanted.date.clone(),
    };
    let mut facts = gather(kb, &input);
    if let Some(number) = &wanted.number {
        facts.put(
            "backlog-number",
            number.clone(),
            Origin::Derived("the backlog".to_owned()),
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
