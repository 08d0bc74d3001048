//! Fills the words of a profile from the knowledge base.
//! It never checks a profile; `project` does.

use super::stop::Stop;
use crate::kb::Kb;
use crate::model::grade::Grade;
use crate::project::vocabulary::{ProviderWords, Vocabulary, Words};

/// The questions and words of the knowledge base.
pub fn vocabulary(kb: &Kb) -> Result<Vocabulary<'_>, Stop> {
    let Some(wizard) = kb.wizards.iter().next() else {
        return Err(
            Stop::data("the knowledge base has no questions for the profile")
                .help("add rules/documents/wizard.yaml, or leave out --builtin"),
        );
    };
    let mut vocabulary = Vocabulary::new(wizard);
    let mut providers: Vec<_> = kb.providers.iter().collect();
    providers.sort_by_key(|provider| provider.order);
    for provider in providers {
        let words = ProviderWords::of(provider, kb.regions.get(&provider.id));
        vocabulary.providers.insert(provider.id.clone(), words);
    }
    let mut frameworks: Vec<_> = kb
        .frameworks
        .iter()
        .filter(|framework| framework.selectable)
        .collect();
    frameworks.sort_by_key(|framework| framework.order);
    for framework in frameworks {
        vocabulary
            .frameworks
            .insert(framework.id.clone(), Words::of_framework(framework));
    }
    let graded = |grades: &mut Vec<&Grade>| {
        grades.sort_by_key(|grade| grade.order);
        grades
            .iter()
            .map(|grade| (grade.id.clone(), Words::of_grade(grade)))
            .collect()
    };
    vocabulary.tiers = graded(&mut kb.tiers.iter().collect());
    vocabulary.postures = graded(&mut kb.postures.iter().collect());
    Ok(vocabulary)
}
