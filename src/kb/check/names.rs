//! Every name that files may refer to, by what it stands for. Never: who refers to it.

use crate::kb::Kb;
use std::collections::{BTreeMap, BTreeSet};

/// Facts about the standing of services under each framework.
const STANDING: [&str; 3] = ["unlisted", "listed-as-of", "authorized"];

/// Names by what they stand for.
pub(super) struct Names {
    pub facts: BTreeSet<String>,
    pub settings: BTreeSet<String>,
    pub practices: BTreeSet<String>,
    pub capabilities: BTreeSet<String>,
    pub roles: BTreeSet<String>,
    pub service_facts: BTreeSet<String>,
    /// Words that a document must not hold.
    pub banned: Vec<String>,
    /// By capability or service: what its services can fill into a text.
    pub fillers: BTreeMap<String, BTreeSet<String>>,
    /// What any service can fill into a text.
    pub any_filler: BTreeSet<String>,
    /// By capability or service: what can be done with it.
    pub operations: BTreeMap<String, BTreeSet<String>>,
    /// By framework: its controls, and whether each was withdrawn.
    pub controls: BTreeMap<String, BTreeMap<String, bool>>,
    /// Settings that some service does something about.
    pub realized: BTreeSet<String>,
    /// By setting: the first rule that requires it, and which of its requirements does.
    pub required: BTreeMap<String, (String, usize)>,
    /// By work and need: the way in a circle that this need closes.
    pub circles: BTreeMap<(String, String), Vec<String>>,
}

impl Names {
    pub(super) fn of(kb: &Kb) -> Self {
        let mut names = Self {
            facts: BTreeSet::new(),
            settings: kb.settings.iter_ids().map(str::to_owned).collect(),
            practices: kb
                .frameworks
                .iter()
                .flat_map(|framework| framework.practices.keys().cloned())
                .collect(),
            capabilities: kb.capabilities.iter_ids().map(str::to_owned).collect(),
            roles: kb
                .roles
                .iter()
                .flat_map(|roles| roles.roles.iter().map(|role| role.id.clone()))
                .collect(),
            service_facts: BTreeSet::new(),
            banned: banned(kb),
            fillers: BTreeMap::new(),
            any_filler: BTreeSet::new(),
            operations: BTreeMap::new(),
            controls: controls(kb),
            realized: BTreeSet::new(),
            required: BTreeMap::new(),
            circles: super::work::circles(kb),
        };
        names.add_facts(kb);
        names.add_rules(kb);
        names.add_services(kb);
        names
    }

    fn add_services(&mut self, kb: &Kb) {
        for service in kb.services.glances() {
            self.service_facts.extend(service.facts.keys().cloned());
            let own = service
                .names
                .keys()
                .chain(service.usage.keys())
                .chain(service.facts.keys());
            let own: Vec<&String> = own.collect();
            self.any_filler.extend(own.iter().map(|key| (*key).clone()));
            for setting in service.settings.keys() {
                if !self.realized.contains(setting) {
                    self.realized.insert(setting.clone());
                }
            }
            for serves in service.provides.iter().chain([&service.id]) {
                let fillers = self.fillers.entry(serves.clone()).or_default();
                fillers.extend(own.iter().map(|key| (*key).clone()));
                let operations = self.operations.entry(serves.clone()).or_default();
                operations.extend(service.operations.keys().cloned());
            }
        }
    }

    fn add_facts(&mut self, kb: &Kb) {
        let facts = &mut self.facts;
        facts.extend(
            kb.facts
                .iter()
                .flat_map(|words| words.facts.keys().cloned()),
        );
        for framework in kb.frameworks.iter() {
            facts.extend(framework.asks.iter().map(|ask| ask.id.clone()));
            let standing = STANDING.iter();
            facts.extend(standing.map(|part| format!("{}-{part}", framework.id)));
        }
        for blueprint in kb.blueprints.glances() {
            facts.extend(blueprint.facts.keys().cloned());
        }
    }

    fn add_rules(&mut self, kb: &Kb) {
        for rule in kb.rules.glances() {
            self.facts.extend(rule.then.facts.keys().cloned());
            if !rule.status.applies() {
                continue;
            }
            for (at, wanted) in rule.then.require.iter().enumerate() {
                if !self.required.contains_key(&wanted.setting) {
                    let first = (rule.id.clone(), at);
                    self.required.insert(wanted.setting.clone(), first);
                }
            }
        }
    }
}

fn banned(kb: &Kb) -> Vec<String> {
    let mut banned: Vec<String> = kb
        .documents
        .iter()
        .flat_map(|document| document.list("banned").iter().cloned())
        .collect();
    banned.sort();
    banned.dedup();
    banned
}

/// The controls of each framework, with those that it takes over.
fn controls(kb: &Kb) -> BTreeMap<String, BTreeMap<String, bool>> {
    let mut all = BTreeMap::new();
    for framework in kb.frameworks.iter() {
        let base = framework
            .extends
            .as_deref()
            .and_then(|id| kb.frameworks.get(id));
        let inherited = base.into_iter().flat_map(|base| &base.controls);
        let listed = inherited.chain(&framework.controls);
        let own: BTreeMap<String, bool> = listed
            .map(|control| (control.id.0.clone(), control.withdrawn))
            .collect();
        all.insert(framework.id.clone(), own);
    }
    all
}
