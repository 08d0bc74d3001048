//! Takes the words of a profile out of the files of the catalog.
//! It never reads the files themselves.

use super::vocabulary::{RegionWords, Regions, Words};
use crate::model::framework::{self, Ask};
use crate::model::grade::{Grade, Needs};
use crate::model::price::{self as model, Region};
use crate::model::provider::Provider;
use crate::model::wizard::{Answer, Choice, Question};

/// What is said of a region that is run apart from the rest.
const SOVEREIGN: &str = "sovereign";

impl RegionWords {
    /// From the entry of a region.
    pub fn of(region: &Region) -> Self {
        let names = [&region.title, &region.place]
            .into_iter()
            .chain(&region.aliases);
        let tags = region
            .sovereign
            .then(|| SOVEREIGN.to_owned())
            .into_iter()
            .chain([region.jurisdiction.clone()]);
        Self {
            aliases: names.cloned().collect(),
            tags: tags.collect(),
        }
    }

    /// The regions of a provider, from their file.
    pub fn of_file(file: &model::Regions) -> Regions {
        file.regions
            .iter()
            .map(|region| (region.id.clone(), Self::of(region)))
            .collect()
    }
}

impl Words {
    /// From the file of a provider.
    pub fn of_provider(provider: &Provider) -> Self {
        let (label, aliases) = (provider.title.clone(), provider.words.clone());
        Self {
            label,
            order: provider.order,
            aliases,
            asks: Vec::new(),
        }
    }

    /// From the file of a framework: it asks for its level, its categories and the like.
    pub fn of_framework(framework: &framework::Head) -> Self {
        let asks = framework
            .asks
            .iter()
            .map(|ask| question_of(ask, &framework.title))
            .collect();
        let (label, aliases) = (framework.title.clone(), framework.words.clone());
        Self {
            label,
            order: framework.order,
            aliases,
            asks,
        }
    }

    /// From the file of a tier or posture: it may ask for an acknowledgement or a reason.
    pub fn of_grade(grade: &Grade) -> Self {
        let field = |what: &str| format!("{}_{what}", grade.id.replace('-', "_"));
        let asks = match grade.needs {
            Needs::None => Vec::new(),
            Needs::Acknowledgement => vec![question_of_grade(
                grade,
                field("acknowledged"),
                Answer::Consent,
            )],
            Needs::Reason => vec![question_of_grade(grade, field("reason"), Answer::Text)],
        };
        let (label, aliases) = (grade.title.clone(), grade.words.clone());
        Self {
            label,
            order: grade.order,
            aliases,
            asks,
        }
    }
}

/// An acknowledgement is needed: nobody may get a tier that takes something away without having said yes.
fn question_of_grade(grade: &Grade, id: String, kind: Answer) -> Question {
    let one_line = |text: &String| text.trim().to_owned();
    Question {
        id,
        ask: grade.asks.as_ref().map(one_line).unwrap_or_default(),
        kind,
        needed: kind == Answer::Consent,
        missing: grade
            .warns
            .as_ref()
            .map(|text| one_line(text).trim_end_matches('.').to_owned()),
        ..Question::default()
    }
}

/// A framework's question in the form of the wizard's.
fn question_of(ask: &Ask, framework: &str) -> Question {
    // A default that is no answer, such as "unknown", says what is assumed and not what is offered.
    let default = ask.default.as_ref().map(|default| &default.0);
    let offered = |list: &&Vec<String>| {
        list.iter().all(|value| {
            ask.options.iter().any(|option| option.0 == *value) || value.parse::<bool>().is_ok()
        })
    };
    let choice = |value: &String| Choice {
        value: value.clone(),
        ..Choice::default()
    };
    Question {
        id: ask.field.clone(),
        ask: ask.question.clone(),
        kind: match ask.kind.as_str() {
            "choice" => Answer::One,
            "set" => Answer::Some,
            "flag" => Answer::YesNo,
            _ => Answer::Text,
        },
        choices: ask.options.iter().map(|option| choice(&option.0)).collect(),
        default: default.filter(offered).map(|list| list.join(", ")),
        missing: Some(match &ask.assume {
            Some(assume) => format!(
                "{framework}: `{}` is not answered; plans assume: {assume}",
                ask.field
            ),
            None => format!("{framework}: `{}` is not answered", ask.field),
        }),
        ..Question::default()
    }
}
