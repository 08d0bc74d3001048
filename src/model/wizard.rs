//! The questions that set up a profile, and the texts around them. Never: asking them.

use serde::{Deserialize, Serialize};

/// `rules/documents/wizard.yaml`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Wizard {
    /// Stable id.
    pub id: String,
    /// Printed once, before the first question.
    pub intro: String,
    /// The questions that everybody is asked, in this order.
    pub questions: Vec<Question>,
    /// The questions that an answer leads to.
    #[serde(default)]
    pub follow_ups: Vec<Question>,
    /// Fields that nobody is asked about, but that may be set.
    #[serde(default)]
    pub optional: Vec<Question>,
    /// Printed when the profile was written.
    pub confirmation: Confirmation,
    /// Printed before a plan, with `{summary}`.
    pub active: String,
    /// Printed after the confirmation: what to do now.
    pub next: String,
    /// Asks for a request in a terminal.
    #[serde(default)]
    pub describe: String,
    /// The question for the scope of a plan.
    pub scope: ScopeQuestion,
    /// The names by which a user asks for questions again.
    #[serde(default)]
    pub phrases: Vec<Phrase>,
    /// Words that say that something should change.
    #[serde(default)]
    pub change_words: Vec<String>,
    /// Words around a phrase that do not change what it means.
    #[serde(default)]
    pub noise: Vec<String>,
    /// The question which questions to ask again.
    pub which: String,
}

impl Wizard {
    /// Every question, asked or not.
    pub fn all(&self) -> impl Iterator<Item = &Question> {
        self.questions
            .iter()
            .chain(&self.follow_ups)
            .chain(&self.optional)
    }

    /// The question that fills a field.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.all().find(|question| question.id == id)
    }
}

/// One question, which fills the field of the profile that has its id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Question {
    /// The field of the profile.
    pub id: String,
    /// What is asked.
    pub ask: String,
    /// What an answer looks like.
    pub kind: Answer,
    /// The answers to choose from.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// The answer when none is given. A question without one must be answered.
    #[serde(default)]
    pub default: Option<String>,
    /// Refused when nobody can be asked and no answer was given; otherwise `missing` is said.
    #[serde(default)]
    pub needed: bool,
    /// Shown under the question.
    #[serde(default)]
    pub hint: Option<String>,
    /// What is said about a profile that should hold this field and does not.
    #[serde(default)]
    pub missing: Option<String>,
    /// Why it is asked, for the explanation of a fault.
    #[serde(default)]
    pub why: Option<String>,
}

impl Question {
    /// The choice with a value.
    pub fn choice(&self, value: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.value == value)
    }

    /// The choice that excludes all others: an empty list says the same.
    pub fn alone(&self) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.alone)
    }
}

/// What an answer looks like, and with it the type of the field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// One of the choices.
    One,
    /// Some of the choices, as a list.
    Some,
    /// One provider of the catalog, or one of the choices.
    Provider,
    /// Some providers of the catalog, as a list.
    Providers,
    /// Some regions of the chosen providers, as a list.
    Regions,
    /// Some frameworks of the catalog, or one of the choices, as a list.
    Frameworks,
    /// One budget tier of the catalog.
    Tier,
    /// One security posture of the catalog.
    Posture,
    /// Names in order, as a list; the choices are lists that are ready to take.
    Names,
    /// Any text.
    #[default]
    Text,
    /// Yes or no.
    YesNo,
    /// Yes, or the answer that led here is taken back; the day of the yes is kept.
    Consent,
}

/// One answer to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Choice {
    /// What the profile holds.
    pub value: String,
    /// How people read it.
    #[serde(default)]
    pub label: Option<String>,
    /// Printed behind the label in the confirmation.
    #[serde(default)]
    pub summary: Option<String>,
    /// Shown behind the value in the question.
    #[serde(default)]
    pub hint: Option<String>,
    /// Other ways to say it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Questions that it leads to, in this order.
    #[serde(default)]
    pub then: Vec<String>,
    /// What the first of them asks after this choice.
    #[serde(default)]
    pub then_ask: Option<String>,
    /// Said when it is chosen.
    #[serde(default)]
    pub says: Option<String>,
    /// Not an answer itself: asks this, and the text is the answer.
    #[serde(default)]
    pub specify: Option<String>,
    /// Cannot stand beside other answers.
    #[serde(default)]
    pub alone: bool,
    /// Stands for several providers at once.
    #[serde(default)]
    pub several: bool,
    /// What the chosen regions should be.
    #[serde(default)]
    pub regions: Option<RegionWish>,
}

/// A property that the chosen regions should have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RegionWish {
    /// The property.
    pub tag: String,
    /// Said when all have it, with `{regions}`.
    pub fits: String,
    /// Said of those that do not, with `{regions}`.
    pub lacks: String,
}

/// What is printed when the profile was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Confirmation {
    /// The first line, with `{path}`.
    pub saved: String,
    /// One row for every field that is shown.
    pub rows: Vec<Row>,
}

/// One field as people read it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Row {
    /// The name of the row.
    pub label: String,
    /// The field.
    pub field: String,
    /// What stands between the entries of a list.
    #[serde(default)]
    pub join: Option<String>,
    /// Printed behind it with `{field}` placeholders, if all of them are known.
    #[serde(default)]
    pub also: Option<String>,
}

/// The question for the scope.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScopeQuestion {
    /// What is asked.
    pub ask: String,
    /// The answers.
    pub choices: Vec<ScopeChoice>,
}

/// One scope.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScopeChoice {
    /// The scope.
    pub value: String,
    /// What it is, with how long it takes.
    pub says: String,
    /// Requests of this scope.
    pub examples: String,
    /// What the document holds.
    pub output: String,
}

/// Names for what can be asked again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Phrase {
    /// The names.
    pub say: Vec<String>,
    /// The questions; when there are none, which ones is asked first.
    #[serde(default)]
    pub asks: Vec<String>,
}
