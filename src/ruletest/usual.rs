//! The profile that examples and cases differ from: the usual answers to the questions of the wizard. Never: a project's profile.

use crate::facts::gather::Answers;
use crate::kb::Kb;
use crate::map::IndexMap;
use crate::model::wizard::{Answer, Question, Wizard};

/// Answers by field.
#[derive(Debug, Clone, Default)]
pub(super) struct Usual(IndexMap<String, Vec<String>>);

impl Answers for Usual {
    fn values(&self, field: &str) -> Vec<String> {
        self.0.get(field).cloned().unwrap_or_default()
    }
}

/// The usual profile with some fields answered otherwise.
pub(super) fn profile(kb: &Kb, changes: impl IntoIterator<Item = (String, Vec<String>)>) -> Usual {
    let mut fields: IndexMap<String, Vec<String>> = kb
        .wizards
        .iter()
        .flat_map(|wizard| answers(kb, wizard))
        .collect();
    fields.extend(changes);
    place(kb, &mut fields);
    Usual(fields)
}

fn answers(kb: &Kb, wizard: &Wizard) -> Vec<(String, Vec<String>)> {
    let answer = |question: &Question| {
        let values = match (&question.default, question.kind) {
            (Some(default), Answer::Names) => default.split('+').map(str::to_owned).collect(),
            (Some(default), _) => vec![default.clone()],
            (None, Answer::Provider) => first(question, |value| kb.providers.contains(value)),
            (None, Answer::Regions) => Vec::new(),
            // Most changes are made to something: the choice that asks what there is.
            (None, Answer::One) => question
                .choices
                .last()
                .map(|choice| vec![choice.value.clone()])
                .unwrap_or_default(),
            (None, _) => first(question, |_| true),
        };
        (question.id.clone(), values)
    };
    wizard.questions.iter().map(answer).collect()
}

fn first(question: &Question, fits: impl Fn(&str) -> bool) -> Vec<String> {
    let found = question.choices.iter().find(|choice| fits(&choice.value));
    found
        .map(|choice| vec![choice.value.clone()])
        .unwrap_or_default()
}

/// Several providers have a primary one; regions that are not answered are the usual one of the provider.
fn place(kb: &Kb, fields: &mut IndexMap<String, Vec<String>>) {
    let of = |fields: &IndexMap<String, Vec<String>>, field: &str| {
        fields
            .get(field)
            .and_then(|values| values.first())
            .filter(|id| kb.providers.contains(id))
            .cloned()
    };
    let known = of(fields, "primary_provider").or_else(|| of(fields, "provider"));
    let provider = known.or_else(|| {
        let usual = kb.wizards.iter().next()?;
        first(usual.question("provider")?, |id| kb.providers.contains(id)).pop()
    });
    let Some(provider) = provider else { return };
    if let Some(found) = kb.providers.get(&provider) {
        let regions = fields.entry("regions".to_owned()).or_default();
        if regions.is_empty() {
            regions.push(found.default_region.clone());
        }
    }
    if of(fields, "provider").is_none() {
        fields.insert("primary_provider".to_owned(), vec![provider]);
    }
}
