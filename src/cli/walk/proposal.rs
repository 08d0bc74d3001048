//! What doing one item would mean: the change of the code, its risk, its cost, its proof and the way back.
//! It never takes a change for granted: what is not known is said, and cannot be approved.

use super::values::{edit, limits, minutes, revised, snake, values};
use super::{Bench, Desk};
use crate::cli::planning::{self, Wanted};
use crate::cli::{Stop, active};
use crate::facts::stated::Existing;
use crate::model::change as known;
use crate::model::provider::provider_of;
use crate::model::reading::role::FactKind;
use crate::plan::{Detail, Plan};
use crate::project::walk::change::{Change, Kind};
use crate::project::walk::checklist::Item;
use crate::project::walk::code::{self, Place};
use crate::project::walk::state::Draft;
use crate::request::{self, ProfileFacts, Request};

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

/// The item and what the ticket says around it.
pub struct Around<'a> {
    item: &'a Item,
    task: String,
    request: Request,
    context: Request,
    pub(super) plan: Option<Plan>,
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

impl<'a> Around<'a> {
    fn new(bench: &Bench<'_>, desk: &Desk, item: &'a Item, draft: &Draft) -> Self {
        let facts = ProfileFacts {
            providers: vec![bench.stored.profile.primary_provider().to_owned()],
        };
        let first = desk.items.first().map_or(desk.text.len(), |item| item.mark);
        let head = desk.text.get(..first).unwrap_or_default();
        let context = request::read(&bench.lexicon, None, head);
        let task = draft
            .revisions
            .iter()
            .fold(item.text.clone(), |task, text| revised(bench, &task, text));
        let request = request::read(&bench.lexicon, Some(&facts), &task);
        let mut around = Self {
            item,
            task,
            request,
            context,
            plan: None,
        };
        if let Some(asked) = around.asked(bench) {
            around.request = request::read(&bench.lexicon, Some(&facts), &asked);
        }
        around.plan = around.make(bench);
        around
    }

    /// The one sentence that the planner reads: what the ticket says around the item belongs to it.
    fn asked(&self, bench: &Bench<'_>) -> Option<String> {
        let name = self.fact_name().unwrap_or_default();
        let env = self.environment().unwrap_or_default();
        let fill = |text: &str, pairs: &[(&str, &str)]| {
            let own = [("name", name.as_str()), ("env", env)];
            let pairs = own.iter().chain(pairs);
            pairs.fold(text.to_owned(), |text, (key, value)| {
                text.replace(&format!("{{{key}}}"), value)
            })
        };
        if let Some(entry) = self.entry(bench) {
            let (from, to) = values(bench, &self.task, entry)?;
            return entry
                .request
                .as_ref()
                .map(|text| fill(text, &[("from", &from), ("to", &to)]));
        }
        let first = |found: &&crate::request::fact::Found| {
            found.spans.first().map_or(usize::MAX, |span| span.start)
        };
        let service = self.context.services.iter().min_by_key(first)?;
        let title = &bench.kb.services.get(&service.id)?.title;
        let task = self.task.to_lowercase();
        let says = |list: &str| {
            bench
                .words
                .list(list)
                .iter()
                .any(|word| task.contains(word.as_str()))
        };
        if says("exercises") && says("restores") {
            return Some(fill(
                &bench.words.say("restore-request", &[]),
                &[("service", title)],
            ));
        }
        self.request
            .services
            .is_empty()
            .then(|| format!("{} ({title})", self.task))
    }

    /// The plan of the change as the planner sees it; none when it cannot be planned.
    fn make(&self, bench: &Bench<'_>) -> Option<Plan> {
        let scope = bench.lexicon.list("scopes").first()?.clone();
        let mut request = self.request.clone();
        if request.environments.is_empty() {
            request.environments.clone_from(&self.context.environments);
        }
        let wanted = Wanted {
            profile: &bench.stored.profile,
            request: &request,
            existing: Existing::in_notes(&bench.lexicon, &bench.stored.profile.existing_notes),
            flags: Vec::new(),
            scope: &scope,
            date: bench.context.date(None).ok()?.to_string(),
            number: None,
            detail: Detail::Page,
        };
        planning::make(bench.kb, &wanted).ok()
    }

    fn environment(&self) -> Option<&str> {
        let own = self.request.environments.first();
        own.or_else(|| self.context.environments.first())
            .map(|found| found.id.as_str())
    }

    /// What is not said to be elsewhere is in production.
    fn production(&self, bench: &Bench<'_>) -> bool {
        self.environment().is_none_or(|id| {
            bench
                .words
                .list("production")
                .iter()
                .any(|known| known == id)
        })
    }

    pub(super) fn fact(&self, kind: FactKind) -> Option<String> {
        let own = self.request.facts_of(kind).next();
        own.or_else(|| self.context.facts_of(kind).next())
            .map(|fact| fact.value.clone())
    }

    fn heading(&self, bench: &Bench<'_>, desk: &Desk) -> String {
        let open = || {
            self.environment()
                .map_or_else(|| "environment not stated".to_owned(), str::to_owned)
        };
        let region = self.fact(FactKind::Regions);
        let region = region.or_else(|| self.plan.as_ref().map(|plan| plan.place.region.clone()));
        let services = self
            .plan
            .as_ref()
            .map(|plan| plan.place.services.join(", "));
        let place: Vec<String> = [Some(open()), region, services]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
        let number = desk
            .items
            .iter()
            .position(|item| item.line == self.item.line)
            .unwrap_or_default()
            + 1;
        bench.words.say(
            "heading",
            &[
                ("ticket", &bench.ticket),
                ("number", &number.to_string()),
                ("count", &desk.items.len().to_string()),
                ("place", &place.join(" · ")),
            ],
        )
    }

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

    /// The entry of the catalog that the item means.
    fn entry<'kb>(&self, bench: &Bench<'kb>) -> Option<&'kb known::Change> {
        let task = self.task.to_lowercase();
        let provider = self.request.provider.as_deref().unwrap_or_default();
        let fits: Vec<&known::Change> = bench
            .kb
            .changes
            .iter()
            .filter(|change| provider_of(&change.id) == provider)
            .filter(|change| {
                change
                    .words
                    .iter()
                    .any(|words| task.contains(words.as_str()))
            })
            .filter(|change| values(bench, &self.task, change).is_some())
            .collect();
        let spoken: Vec<&str> = self
            .request
            .services
            .iter()
            .chain(&self.context.services)
            .map(|found| found.id.as_str())
            .collect();
        let named: Vec<&&known::Change> = fits
            .iter()
            .filter(|change| spoken.contains(&change.service.as_str()))
            .collect();
        match (named.as_slice(), fits.as_slice()) {
            ([one], _) => Some(one),
            ([], [one]) if spoken.is_empty() => Some(one),
            _ => None,
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

    fn fact_name(&self) -> Option<String> {
        self.request
            .facts_of(FactKind::Names)
            .next()
            .map(|fact| fact.value.clone())
    }

    /// The name that is typed to confirm a change of production.
    fn resource(&self, proposal: &Proposal) -> String {
        let address = proposal
            .changes
            .first()
            .map(|change| change.address.clone());
        self.fact_name()
            .or(address)
            .unwrap_or_else(|| proposal.task.clone())
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
