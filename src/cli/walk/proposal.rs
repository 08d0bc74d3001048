//! What doing one item would mean: the change of the code, its risk, its cost, its proof and the way back.
//! It never takes a change for granted: what is not known is said, and cannot be approved.

use super::around::Around;
use super::values::{edit, limits, minutes, snake, values};
use super::{Bench, Desk};
use crate::cli::{Stop, active};
use crate::model::change as known;
use crate::project::walk::change::{Change, Kind};
use crate::project::walk::checklist::Item;
use crate::project::walk::code::{self, Place};
use crate::project::walk::state::Draft;

/// A plan for one item.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    /// The item, with new words after a revision.
    pub task: String,
    /// Ticket, number, place.
    pub heading: String,
    /// What changes in the code.
    pub changes: Vec<Change>,
    /// Nothing is known of the change, so that it cannot be approved.
    pub unknown: bool,
    /// The files of the change.
    pub files: Vec<Code>,
    /// low, medium or high.
    pub impact: String,
    /// What it touches.
    pub impact_says: String,
    /// What a reader could get wrong.
    pub impact_detail: Option<String>,
    /// What has to be moved.
    pub migrations: Option<String>,
    /// How long it takes.
    pub time: String,
    /// What it costs.
    pub cost: String,
    /// Why it is done.
    pub reason: String,
    /// How to see that it worked.
    pub checks: Vec<String>,
    /// The way back in a sentence.
    pub undo: String,
    /// The way back step by step.
    pub rollback: Vec<String>,
    /// Risky work with no known way back, so that it cannot be approved.
    pub no_way_back: bool,
    /// Does it touch production?
    pub production: bool,
    /// What has to be typed to confirm that.
    pub resource: String,
}

/// A file of the change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Code {
    /// Its path.
    pub path: String,
    /// The line that changes.
    pub line: Option<usize>,
    /// The digest of the file with the change in it.
    pub approved: Option<String>,
}

/// Makes the plan of an item.
pub fn make(bench: &Bench<'_>, desk: &Desk, item: &Item, draft: &Draft) -> Result<Proposal, Stop> {
    let around = Around::new(bench, desk, item, draft);
    let mut proposal = Proposal {
        task: around.task.clone(),
        heading: around.heading(bench, desk),
        production: around.production(bench),
        reason: bench.words.say("reason-ticket", &[]),
        ..Proposal::default()
    };
    around.planned(bench, &mut proposal);
    if let Some(entry) = around.entry(bench) {
        around.known(bench, entry, &mut proposal)?;
    } else {
        around.unknown(bench, &mut proposal)?;
    }
    named(bench, draft, &mut proposal)?;
    way_back(draft, &mut proposal);
    proposal.resource = around.resource(&proposal);
    proposal.unknown |= !proposal.changes.is_empty() && proposal.files.is_empty();
    if let Some(text) = draft.revisions.last() {
        let words = bench.words.say("reason-words", &[("text", text)]);
        proposal.reason = format!("{words}. {}", proposal.reason);
    }
    around.risky(bench, &mut proposal);
    Ok(proposal)
}

/// A way back that was named takes the place of what was found.
fn way_back(draft: &Draft, proposal: &mut Proposal) {
    if !draft.rollback.is_empty() {
        proposal.undo = draft.rollback.join("; ");
        proposal.rollback.clone_from(&draft.rollback);
    }
}

/// Changes and files that were named take the place of what was found.
fn named(bench: &Bench<'_>, draft: &Draft, proposal: &mut Proposal) -> Result<(), Stop> {
    if !draft.changes.is_empty() {
        let changes: Result<Vec<Change>, String> = draft
            .changes
            .iter()
            .map(|text| Change::parse(text))
            .collect();
        proposal.changes = changes.map_err(Stop::usage)?;
        proposal.unknown = false;
    }
    if !draft.files.is_empty() {
        proposal.files.clear();
        for path in &draft.files {
            let found = bench
                .stored
                .project
                .read(std::path::Path::new(path))
                .map_err(active::file_error)?;
            if found.is_none() {
                bench
                    .context
                    .note(&format!("note: `{path}` does not exist yet"));
            }
            proposal.files.push(Code {
                path: path.clone(),
                ..Code::default()
            });
        }
    }
    Ok(())
}

impl Around<'_> {
    /// What the planner says of it.
    fn planned(&self, bench: &Bench<'_>, proposal: &mut Proposal) {
        let words = &bench.words;
        let Some(plan) = &self.plan else {
            proposal.time = words.say("estimate", &[("estimate", "?")]);
            proposal.cost = words.say("cost-open", &[("why", "the task is not understood")]);
            return;
        };
        proposal.checks = plan.checks.iter().map(|check| check.text.clone()).collect();
        proposal.cost = words.say("cost-plan", &[("headline", &plan.cost.headline)]);
        proposal.time = words.say("estimate", &[("estimate", &plan.estimate)]);
        if let Some(rollback) = &plan.rollback {
            proposal.undo.clone_from(&rollback.text);
            proposal.rollback = vec![rollback.text.clone()];
        }
    }

    /// A change that the catalog knows.
    fn known(
        &self,
        bench: &Bench<'_>,
        entry: &known::Change,
        proposal: &mut Proposal,
    ) -> Result<(), Stop> {
        let Some((from, to)) = values(bench, &self.task, entry) else {
            return Ok(());
        };
        limits(entry, &to)?;
        let name = self.fact_name().unwrap_or_default();
        let fill = |text: &str| {
            let pairs = [("name", name.as_str()), ("from", &from), ("to", &to)];
            pairs.iter().fold(text.to_owned(), |text, (key, value)| {
                text.replace(&format!("{{{key}}}"), value)
            })
        };
        let files = code::files(&bench.stored.project, bench.words.list("code"))
            .map_err(active::file_error)?;
        let places = code::resources(
            &files,
            &entry.resource,
            &entry.named_by,
            &name,
            &entry.attribute,
        );
        let place = one_place(&places, entry, &name)?;
        proposal.unknown = place.is_none();
        if let Some(place) = place {
            let text = files
                .iter()
                .find(|(path, _)| *path == place.path)
                .map(|(_, text)| text.as_str());
            let file = edit(place, text.unwrap_or_default(), (&from, &to))?;
            proposal.changes = vec![Change::update(&place.address, &entry.attribute, &from, &to)];
            proposal.files = vec![file];
        }
        let impact = if proposal.production {
            &entry.impact.production
        } else {
            &entry.impact.elsewhere
        };
        proposal.impact.clone_from(impact);
        proposal.impact_says = if proposal.production {
            bench
                .words
                .say("impact-production", &[("say", &entry.impact.say)])
        } else {
            entry.impact.say.clone()
        };
        proposal.impact_detail.clone_from(&entry.impact.detail);
        proposal.migrations = entry.migrations.as_deref().map(fill);
        proposal.time = minutes(bench, entry);
        proposal.cost = self.cost(bench, entry, &from, &to);
        if let Some(reason) = self.setting(bench, entry, &to)? {
            proposal.reason = reason;
        }
        proposal.checks = entry
            .checks
            .iter()
            .map(|proof| fill(&format!("`{}` → {}", proof.run, proof.expect)))
            .collect();
        proposal.undo = fill(&entry.undo);
        proposal.rollback = entry.rollback.iter().map(|text| fill(text)).collect();
        Ok(())
    }

    /// A change that the catalog has no entry for: what the planner knows of it.
    fn unknown(&self, bench: &Bench<'_>, proposal: &mut Proposal) -> Result<(), Stop> {
        let words = &bench.words;
        let task = self.task.to_lowercase();
        let says = |list: &str| {
            words
                .list(list)
                .iter()
                .any(|word| task.contains(word.as_str()))
        };
        let action = self.request.action.as_deref().unwrap_or_default();
        let acts = |list: &str| words.list(list).iter().any(|word| word == action);
        let what = self
            .plan
            .as_ref()
            .map(|plan| plan.place.services.join(", "))
            .unwrap_or_default();
        let (impact, form) = if says("exercises") {
            ("low", "impact-none")
        } else if acts("creating") {
            self.addition(bench, proposal)?;
            ("low", "impact-new")
        } else {
            proposal.unknown = true;
            let heavy = acts("removing");
            let level = if heavy && proposal.production {
                "high"
            } else {
                "medium"
            };
            (level, if heavy { "impact-gone" } else { "impact-other" })
        };
        impact.clone_into(&mut proposal.impact);
        proposal.impact_says = words.say(form, &[("what", &what)]);
        Ok(())
    }

    /// A resource that is made: an address from the types of its service and the names of the item.
    fn addition(&self, bench: &Bench<'_>, proposal: &mut Proposal) -> Result<(), Stop> {
        let main = self.plan.as_ref().and_then(|plan| plan.components.first());
        let service = main.and_then(|part| bench.kb.services.get(&part.service));
        let Some(kind) = service.and_then(|service| service.iac.first()) else {
            proposal.unknown = true;
            return Ok(());
        };
        let purpose = self
            .request
            .purpose
            .as_ref()
            .map(|purpose| purpose.slug.clone());
        let name = [self.fact_name(), purpose]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("_");
        let label = snake(&name);
        if label.is_empty() {
            proposal.unknown = true;
            return Ok(());
        }
        proposal.changes = vec![Change::whole(Kind::Create, &format!("{kind}.{label}"))];
        let files = code::files(&bench.stored.project, bench.words.list("code"))
            .map_err(active::file_error)?;
        let named = self.fact_name().unwrap_or_default();
        let env = self.environment().unwrap_or_default();
        let near = files
            .iter()
            .find(|(_, text)| !named.is_empty() && text.contains(&format!("\"{named}\"")));
        let main_file = |(path, _): &&(String, String)| {
            let folder = path
                .rsplit_once('/')
                .map(|(folder, _)| folder)
                .unwrap_or_default();
            !env.is_empty()
                && folder.split('/').any(|part| part.starts_with(env))
                && path.ends_with("/main.tf")
        };
        let file = near.or_else(|| files.iter().find(main_file));
        proposal.files = file
            .map(|(path, _)| Code {
                path: path.clone(),
                ..Code::default()
            })
            .into_iter()
            .collect();
        Ok(())
    }

    /// Risky work weighs more, and is not approved without a way back.
    fn risky(&self, bench: &Bench<'_>, proposal: &mut Proposal) {
        let task = self.task.to_lowercase();
        let said = bench
            .words
            .list("risky")
            .iter()
            .any(|word| task.contains(word.as_str()));
        let takes = |change: &Change| matches!(change.kind, Kind::Destroy | Kind::Replace);
        let risky = said || proposal.changes.iter().any(takes);
        if risky && !proposal.changes.is_empty() {
            let known = |step: &String| !step.trim().is_empty();
            proposal.no_way_back = !proposal.rollback.iter().any(known);
            let level = if proposal.production {
                "high"
            } else {
                "medium"
            };
            level.clone_into(&mut proposal.impact);
        }
    }
}

/// The one resource of that name; several of it are for a person to tell apart.
fn one_place<'p>(
    places: &'p [Place],
    entry: &known::Change,
    name: &str,
) -> Result<Option<&'p Place>, Stop> {
    match places {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        several => {
            let list: Vec<String> = several
                .iter()
                .map(|place| format!("`{}` in {}:{}", place.address, place.path, place.lines.0))
                .collect();
            Err(Stop::data(format!(
                "several resources `{}` are named `{name}`: {}",
                entry.resource,
                list.join(", ")
            ))
            .help("say which one with --change and --file"))
        }
    }
}
