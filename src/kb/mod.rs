//! The knowledge base: loaded and checked once, then read only. Never: decisions about a request.

pub mod check;
pub mod every;
pub mod file;
pub mod image;
pub mod kind;
pub mod layers;
pub mod lineage;
pub mod overlay;
mod parallel;
pub mod prices;
pub mod snapshot;
mod table;

pub use kind::Kind;
pub use layers::{Layer, Load, load};
pub use prices::PriceList;
pub use table::{Entry, Glance, Table};

use prices::PriceLists;

use crate::model::blueprint::Blueprint;
use crate::model::capability::Capability;
use crate::model::change::Change;
use crate::model::design::{Choice, Design, Targets, Workload};
use crate::model::document::Document;
use crate::model::framework::Framework;
use crate::model::grade::Grade;
use crate::model::phase::Relations;
use crate::model::price::{PriceFile, Regions};
use crate::model::provider::{Provider, provider_of};
use crate::model::reading::Reading;
use crate::model::rule::Rule;
use crate::model::service::{self, Service};
use crate::model::setting::Setting;
use crate::model::sheet::Sheet;
use crate::model::skill::{Roles, Skill};
use crate::model::vocabulary::FactWords;
use crate::model::wizard::Wizard;
use crate::model::work::Work;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// How many documents may share words in a row.
const LONGEST_LIKENESS: usize = 4;

/// By capability: whether it is a side purpose, the rank, the service.
type Served = BTreeMap<String, Vec<(bool, u32, String)>>;

/// Everything that is known about the world and about how plans are made.
#[derive(Debug, Default)]
pub struct Kb {
    /// `catalog/capabilities/`
    pub capabilities: Table<Capability>,
    /// `catalog/settings/`
    pub settings: Table<Setting>,
    /// `catalog/providers/<p>/provider.yaml`
    pub providers: Table<Provider>,
    /// `catalog/providers/<p>/regions.yaml`, by provider
    pub regions: Table<Regions>,
    /// `catalog/providers/<p>/prices/`, by provider and family
    pub prices: Table<PriceFile>,
    /// The same prices by meter
    price_lists: PriceLists,
    /// `catalog/providers/<p>/services/`
    pub services: Table<Service>,
    served: BTreeMap<String, OnceLock<Served>>,
    /// `catalog/providers/<p>/changes/`
    pub changes: Table<Change>,
    /// `catalog/frameworks/`
    pub frameworks: Table<Framework>,
    /// `catalog/skills/`
    pub skills: Table<Skill>,
    /// `catalog/roles.yaml`
    pub roles: Table<Roles>,
    /// `catalog/facts.yaml`
    pub facts: Table<FactWords>,
    /// `catalog/tiers/`
    pub tiers: Table<Grade>,
    /// `catalog/postures/`
    pub postures: Table<Grade>,
    /// `rules/blueprints/`
    pub blueprints: Table<Blueprint>,
    /// `rules/work/`
    pub works: Table<Work>,
    /// `catalog/relations.yaml`
    pub relations: Table<Relations>,
    /// `rules/`
    pub rules: Table<Rule>,
    /// `rules/documents/`
    pub documents: Table<Document>,
    /// `rules/documents/wizard.yaml`, under the id `wizard`
    pub wizards: Table<Wizard>,
    /// `rules/request/`
    pub words: Table<Reading>,
    /// `catalog/workloads/`
    pub workloads: Table<Workload>,
    /// `catalog/providers/<p>/design/`
    pub designs: Table<Design>,
    /// `catalog/decisions/`
    pub choices: Table<Choice>,
    /// `catalog/targets.yaml`
    pub targets: Table<Targets>,
    /// `catalog/checklists/`, `catalog/runbooks/` and `catalog/guides/`, as `checklist/<id>` and so on
    pub sheets: Table<Sheet>,
    /// Whether nothing was added to what is built in.
    pub built_in: bool,
    /// Files that other modules read in their own form: scripts, documents, words.
    pub files: Table<()>,
}

impl Kb {
    /// The prices of a provider by meter.
    pub fn price_list(&self, provider: &str) -> Option<&PriceList> {
        self.price_lists.of(provider, &self.prices)
    }

    /// The providers that have prices.
    pub fn priced_providers(&self) -> impl Iterator<Item = &str> {
        self.price_lists.providers()
    }

    /// The services that provide a capability at a provider, the preferred one first.
    pub fn services_for(&self, provider: &str, capability: &str) -> Vec<&Service> {
        self.service_ids_for(provider, capability)
            .filter_map(|id| self.services.get(id))
            .collect()
    }

    /// Their ids; none of them is decoded.
    pub fn service_ids_for(&self, provider: &str, capability: &str) -> impl Iterator<Item = &str> {
        let served = self
            .served
            .get(provider)
            .map(|served| served.get_or_init(|| self.serving(provider)));
        let found = served.and_then(|served| served.get(capability));
        found.into_iter().flatten().map(|(_, _, id)| id.as_str())
    }

    /// The words of a document, with those that it shares with others.
    pub fn document(&self, scope: &str) -> Option<Cow<'_, Document>> {
        let mut whole = Cow::Borrowed(self.documents.get(scope)?);
        let mut like = whole.like.clone();
        for _ in 0..LONGEST_LIKENESS {
            let Some(shared) = like.as_deref().and_then(|id| self.documents.get(id)) else {
                break;
            };
            whole = Cow::Owned(whole.with(shared));
            like.clone_from(&shared.like);
        }
        Some(whole)
    }

    /// Notes every provider, so that its services can be listed by capability when first asked for.
    fn complete(&mut self) {
        self.price_lists.complete(&self.prices);
        let providers = self.services.iter_ids().map(provider_of);
        self.served = providers
            .map(|provider| (provider.to_owned(), OnceLock::new()))
            .collect();
    }

    fn serving(&self, provider: &str) -> Served {
        let mut served = Served::new();
        let own = |entry: &&Entry<Service>| provider_of(entry.id()) == provider;
        for entry in self.services.entries().filter(own) {
            let key = entry.file.key().map(Cow::Borrowed);
            let key = key.or_else(|| Some(entry.glance()?.key().into()));
            let Some((rank, provides)) = key.as_deref().and_then(service::opened) else {
                continue;
            };
            for (place, capability) in provides.enumerate() {
                let row = (place > 0, rank, entry.id().to_owned());
                served.entry(capability.to_owned()).or_default().push(row);
            }
        }
        served.values_mut().for_each(|rows| {
            rows.sort_unstable();
            rows.dedup_by(|later, earlier| later.2 == earlier.2);
        });
        served
    }

    /// The levels of an ordered fact or setting, weakest first.
    pub fn order(&self, key: &str) -> Vec<String> {
        let grades = match key {
            "tier" => Some(&self.tiers),
            "posture" => Some(&self.postures),
            _ => None,
        };
        if let Some(grades) = grades {
            let mut list: Vec<&Grade> = grades.iter().collect();
            list.sort_by_key(|grade| grade.order);
            return list.into_iter().map(|grade| grade.id.clone()).collect();
        }
        self.settings
            .get(key)
            .map(|setting| setting.levels.clone())
            .unwrap_or_default()
    }
}
