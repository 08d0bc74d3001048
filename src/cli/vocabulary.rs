//! Takes the words of a profile from the knowledge base.
//! It never checks a profile; `project` does.

use super::stop::Stop;
use crate::kb::{Kb, Table};
use crate::model::framework;
use crate::model::grade::Grade;
use crate::model::wizard::Answer;
use crate::project::vocabulary::{Catalog, RegionWords, Regions, Vocabulary, Words};

/// The questions and words of the knowledge base.
pub fn vocabulary(kb: &Kb) -> Result<Vocabulary<'_>, Stop> {
    match kb.wizards.iter().next() {
        Some(wizard) => Ok(Vocabulary::new(wizard, kb)),
        None => Err(
            Stop::data("the knowledge base has no questions for the profile")
                .help("add rules/documents/wizard.yaml, or leave out --builtin"),
        ),
    }
}

impl Catalog for Kb {
    fn ids(&self, kind: Answer) -> Vec<String> {
        let owned = |id: &str| id.to_owned();
        match kind {
            Answer::Provider => self.providers.iter_ids().map(owned).collect(),
            Answer::Frameworks => self.frameworks.iter_ids().map(owned).collect(),
            Answer::Tier => self.tiers.iter_ids().map(owned).collect(),
            Answer::Posture => self.postures.iter_ids().map(owned).collect(),
            _ => Vec::new(),
        }
    }

    fn words(&self, kind: Answer, id: &str) -> Option<Words> {
        let grade = |grades: &Table<Grade>| grades.get(id).map(Words::of_grade);
        match kind {
            Answer::Provider => self.providers.get(id).map(Words::of_provider),
            Answer::Frameworks => {
                let framework = self.frameworks.head(id, framework::Head::of)?;
                framework
                    .selectable
                    .then(|| Words::of_framework(&framework))
            }
            Answer::Tier => grade(&self.tiers),
            Answer::Posture => grade(&self.postures),
            _ => None,
        }
    }

    fn regions(&self, provider: &str) -> Regions {
        self.regions
            .get(provider)
            .map(RegionWords::of_file)
            .unwrap_or_default()
    }
}
