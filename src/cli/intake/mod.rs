//! Reads the infrastructure requirements of a document and plans their work in layers.
//! It never drops a bullet: one that is not understood becomes a question.

mod alert;
mod approach;
mod bill;
mod bullet;
mod drawing;
mod firewall;
mod layers;
mod load;
mod page;
mod requirement;
mod sizing;
mod topic;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::mem::ManuallyDrop;
use std::path::Path;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::args::KeyValue;
use super::{Context, Stop, active, knowledge};
use crate::kb::Kb;
use crate::model::document::Document;
use crate::model::lexicon::Lexicon;
use crate::plan::Plan;
use crate::plan::ast::Setting;
use crate::project::profile::Stored;
use crate::project::tasks;
use crate::request::{self, ProfileFacts};

/// What was typed.
pub struct Wanted<'a> {
    /// The document.
    pub file: &'a Path,
    /// The first working day.
    pub start: Option<Date>,
    /// The day of the plan.
    pub date: Option<Date>,
    /// Answers.
    pub assume: &'a [KeyValue],
    /// Where the task list is.
    pub list: &'a Path,
}

/// What came of it.
pub struct Read {
    /// The execution plan.
    pub page: String,
    /// The tasks, in an order that is safe.
    pub tasks: Vec<String>,
}

/// Everything that the plan is made with.
pub struct Bench<'a> {
    kb: &'a Kb,
    stored: &'a Stored,
    words: Cow<'a, Document>,
    lexicon: ManuallyDrop<Lexicon>,
    wanted: &'a Wanted<'a>,
    date: Date,
    /// A word of the title, for names of what no bullet names.
    purpose: String,
}

impl Bench<'_> {
    /// A text in the form of a provider, where it has one of its own.
    fn said_at(&self, provider: &str, form: &str, pairs: &[(&str, &str)]) -> String {
        let own = format!("{form}-{provider}");
        let known = self.words.texts.contains_key(&own);
        self.words.say(if known { &own } else { form }, pairs)
    }

    /// The rows `one = other` of a list.
    fn pairs<'b>(&'b self, list: &str) -> impl Iterator<Item = (&'b str, &'b str)> {
        let rows = self.words.list(list).iter();
        rows.filter_map(|row| row.split_once(" = "))
    }

    /// Whether a list holds a word.
    fn lists(&self, list: &str, word: &str) -> bool {
        self.words.list(list).iter().any(|known| known == word)
    }

    /// A figure of the knowledge.
    fn limit(&self, name: &str) -> Decimal {
        Decimal::from(self.words.limit(name))
    }

    /// What the profile answers before a bullet is read.
    fn answers(&self) -> ProfileFacts {
        ProfileFacts {
            providers: vec![self.stored.profile.primary_provider().to_owned()],
        }
    }
}

/// One bullet that asks for something that can be built.
#[derive(Default)]
pub struct Requirement {
    /// What stands before the colon, or the first words.
    label: String,
    /// The bullet.
    text: String,
    /// What it is in the catalog.
    capability: String,
    /// The plan of it.
    plan: Plan,
    /// How its service does each setting, in the words of the service.
    spoken: BTreeMap<String, String>,
    /// What the design of its service says, by topic.
    topics: BTreeMap<String, Vec<String>>,
    /// What it has to carry.
    load: load::Load,
    /// Bullets that say more about it than figures.
    unread: Vec<String>,
    /// Whether the plan of another part counts its price.
    counted: bool,
}

impl Requirement {
    /// The words of the bullet.
    fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split([' ', ',', ';'])
    }

    /// Whether a setting or a fact of its plan has this value.
    fn holds(&self, key: &str, value: &str) -> bool {
        let set = self.set(key).is_some_and(|one| one.value == value);
        set || self.fact(key).iter().any(|known| known == value)
    }

    /// A setting of its main part, as decided.
    fn set(&self, setting: &str) -> Option<&Setting> {
        let main = self.plan.components.first()?;
        let mut own = self.plan.settings.iter();
        own.find(|known| known.setting == setting && known.of == main.service)
    }

    /// The values of a fact of its plan.
    fn fact(&self, key: &str) -> &[String] {
        let mut facts = self.plan.facts.iter();
        let found = facts.find(|fact| fact.key == key);
        found.map_or(&[], |fact| fact.values.as_slice())
    }

    /// Whether this service answers it.
    fn is(&self, service: &str) -> bool {
        let main = self.plan.components.first();
        main.is_some_and(|main| main.service == service)
    }

    /// The service that answers it, as printed.
    fn service(&self) -> &str {
        let services = &self.plan.place.services;
        services.first().map_or("", String::as_str)
    }
}

/// All bullets, sorted.
#[derive(Default)]
pub struct Sorted {
    requirements: Vec<Requirement>,
    /// Parts that no bullet names and that the others stand on.
    implied: Vec<Requirement>,
    /// Bullets that state something about everything: label and words.
    stated: Vec<(String, String)>,
    /// Bullets that nothing was made of.
    open: Vec<(usize, String)>,
    /// How many there are.
    count: usize,
    /// What a month costs.
    month: bill::Month,
}

impl Sorted {
    /// Everything that is built.
    fn parts(&self) -> impl Iterator<Item = &Requirement> {
        self.requirements.iter().chain(&self.implied)
    }
}

/// Reads a document.
pub fn read(
    context: &Context,
    kb: &Kb,
    stored: &Stored,
    wanted: &Wanted<'_>,
) -> Result<Read, Stop> {
    let words = knowledge::words(kb, "intake", "requirements")?;
    let text = stored
        .project
        .read(wanted.file)
        .map_err(active::file_error)?;
    let Some(text) = text else {
        return Err(
            Stop::data(format!("there is no `{}`", wanted.file.display()))
                .help("name the document from the root of the project"),
        );
    };
    let headings = words.list("headings").to_vec();
    let Some(bullets) = tasks::bullets(&text, &headings) else {
        return Err(Stop::data(format!(
            "`{}` has no section `{}`",
            wanted.file.display(),
            headings.join("` or `")
        ))
        .help("put the requirements below a heading of this name, a bullet each"));
    };
    if bullets.is_empty() {
        return Err(Stop::data(format!(
            "the section `{}` has no bullets",
            headings.join("` or `")
        ))
        .help("write each requirement as a line that begins with `- `"));
    }
    let date = context.date(wanted.date)?;
    let lexicon = ManuallyDrop::new(request::lexicon::of(kb));
    let bench = Bench {
        kb,
        stored,
        words,
        lexicon,
        wanted,
        date,
        purpose: purpose(page::title_of(&text)),
    };
    let mut sorted = requirement::sort(&bench, &bullets);
    sorted.month = bill::month(&bench, &sorted);
    let layers = layers::of(&bench, &sorted);
    Ok(Read {
        page: page::text(&bench, &text, &sorted, &layers),
        tasks: layers::tasks(&layers),
    })
}

/// The first word of a title that can be part of a name.
fn purpose(title: &str) -> String {
    let words = title.split(|letter: char| !letter.is_ascii_alphanumeric());
    let named =
        |word: &&str| word.len() > 2 && word.starts_with(|one: char| one.is_ascii_alphabetic());
    let mut words = words.filter(named);
    words.next().unwrap_or_default().to_lowercase()
}
