//! An item of a ticket, and what the ticket says around it: what is meant, where, and by which name.
//! Never: what it would change.

use super::proposal::Proposal;
use super::values::{revised, values};
use super::{Bench, Desk};
use crate::cli::planning::{self, Wanted};
use crate::facts::stated::Existing;
use crate::model::change as known;
use crate::model::provider::provider_of;
use crate::model::reading::role::FactKind;
use crate::plan::{Detail, Plan};
use crate::project::walk::checklist::Item;
use crate::project::walk::state::Draft;
use crate::request::{self, ProfileFacts, Request};

/// The item and what the ticket says around it.
pub struct Around<'a> {
    item: &'a Item,
    pub(super) task: String,
    pub(super) request: Request,
    context: Request,
    pub(super) plan: Option<Plan>,
}

impl<'a> Around<'a> {
    pub(super) fn new(bench: &Bench<'_>, desk: &Desk, item: &'a Item, draft: &Draft) -> Self {
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

    pub(super) fn environment(&self) -> Option<&str> {
        let own = self.request.environments.first();
        own.or_else(|| self.context.environments.first())
            .map(|found| found.id.as_str())
    }

    /// What is not said to be elsewhere is in production.
    pub(super) fn production(&self, bench: &Bench<'_>) -> bool {
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

    pub(super) fn heading(&self, bench: &Bench<'_>, desk: &Desk) -> String {
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

    /// The entry of the catalog that the item means.
    pub(super) fn entry<'kb>(&self, bench: &Bench<'kb>) -> Option<&'kb known::Change> {
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

    pub(super) fn fact_name(&self) -> Option<String> {
        self.request
            .facts_of(FactKind::Names)
            .next()
            .map(|fact| fact.value.clone())
    }

    /// The name that is typed to confirm a change of production.
    pub(super) fn resource(&self, proposal: &Proposal) -> String {
        let address = proposal
            .changes
            .first()
            .map(|change| change.address.clone());
        self.fact_name()
            .or(address)
            .unwrap_or_else(|| proposal.task.clone())
    }
}
