//! The knowledge base: loaded and checked once, then read only. Never: decisions about a request.

pub mod check;
pub mod image;
pub mod kind;
pub mod layers;
mod table;

pub use kind::Kind;
pub use layers::{Layer, Load, load};
pub use table::{Entry, Table};

use crate::model::blueprint::Blueprint;
use crate::model::capability::Capability;
use crate::model::document::Document;
use crate::model::framework::Framework;
use crate::model::grade::Grade;
use crate::model::phase::Relations;
use crate::model::price::{PriceFile, Regions};
use crate::model::provider::Provider;
use crate::model::reading::Reading;
use crate::model::rule::Rule;
use crate::model::service::Service;
use crate::model::setting::Setting;
use crate::model::skill::{Roles, Skill};
use crate::model::vocabulary::FactWords;
use crate::model::wizard::Wizard;
use crate::model::work::Work;
use std::borrow::Cow;

/// How many documents may share words in a row.
const LONGEST_LIKENESS: usize = 4;

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
    /// `catalog/providers/<p>/services/`
    pub services: Table<Service>,
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
    /// Whether nothing was added to what is built in.
    pub built_in: bool,
    /// Files that other modules read in their own form: scripts, documents, words.
    pub files: Table<()>,
}

impl Kb {
    /// The services that provide a capability at a provider, the preferred one first.
    pub fn services_for(&self, provider: &str, capability: &str) -> Vec<&Service> {
        let prefix = format!("{provider}/");
        let mut found: Vec<(bool, u32, &str)> = Vec::new();
        for id in self
            .services
            .iter_ids()
            .filter(|id| id.starts_with(&prefix))
        {
            let Some(head) = self.services.head(id, ServiceHead::of) else {
                continue;
            };
            if let Some(place) = head
                .provides
                .iter()
                .position(|provided| provided == capability)
            {
                found.push((place > 0, head.rank, id));
            }
        }
        found.sort_unstable();
        found
            .into_iter()
            .filter_map(|(_, _, id)| self.services.get(id))
            .collect()
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

/// The first fields of a service, in the order in which it is stored: enough to choose by, and cheap to decode.
#[derive(serde::Deserialize)]
struct ServiceHead {
    #[serde(rename = "id")]
    _id: String,
    #[serde(rename = "title")]
    _title: String,
    provides: Vec<String>,
    rank: u32,
}

impl ServiceHead {
    fn of(service: &Service) -> Self {
        Self {
            _id: service.id.clone(),
            _title: service.title.clone(),
            provides: service.provides.clone(),
            rank: service.rank,
        }
    }
}
