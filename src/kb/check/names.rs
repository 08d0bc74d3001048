//! Every name that files may refer to.

use crate::kb::Kb;
use std::collections::BTreeSet;

/// Facts about the standing of services under each framework.
const STANDING: [&str; 3] = ["unlisted", "listed-as-of", "authorized"];

/// Names by what they stand for.
pub(super) struct Names {
    pub facts: BTreeSet<String>,
    pub settings: BTreeSet<String>,
    pub practices: BTreeSet<String>,
    pub capabilities: BTreeSet<String>,
    pub service_facts: BTreeSet<String>,
    /// Words that a document must not hold.
    pub banned: BTreeSet<String>,
}

impl Names {
    pub(super) fn of(kb: &Kb) -> Self {
        let mut facts: BTreeSet<String> = kb
            .facts
            .iter()
            .flat_map(|words| words.facts.keys().cloned())
            .collect();
        let mut practices = BTreeSet::new();
        for framework in kb.frameworks.iter() {
            practices.extend(framework.practices.keys().cloned());
            facts.extend(framework.asks.iter().map(|ask| ask.id.clone()));
            facts.extend(
                STANDING
                    .iter()
                    .map(|part| format!("{}-{part}", framework.id)),
            );
        }
        let settings: BTreeSet<String> = kb.settings.iter_ids().map(str::to_owned).collect();
        let mut service_facts = BTreeSet::new();
        for service in kb.services.iter() {
            service_facts.extend(service.facts.keys().cloned());
        }
        for rule in kb.rules.iter() {
            facts.extend(rule.then.facts.keys().cloned());
        }
        for blueprint in kb.blueprints.iter() {
            facts.extend(blueprint.facts.keys().cloned());
        }
        let capabilities = kb.capabilities.iter_ids().map(str::to_owned).collect();
        let banned = kb
            .documents
            .iter()
            .flat_map(|document| document.list("banned").iter().cloned())
            .collect();
        Self {
            facts,
            settings,
            practices,
            capabilities,
            service_facts,
            banned,
        }
    }
}
