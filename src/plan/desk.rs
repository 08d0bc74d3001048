//! What every stage of the assembly sees, and how a text reads there. Never: sections of a document.

use super::ast::{Origin, Said};
use crate::kb::{Kb, Table};
use crate::model::document::Document;
use crate::model::rule::Rule;
use crate::model::text::{Line, Text};
use crate::model::work::Work;
use crate::rules::Decisions;
use crate::rules::component::Component as Part;
use crate::rules::condition::holds_or_absent;
use crate::rules::fill;
use crate::rules::lattice::in_words;
use crate::rules::view::View;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What every stage of the assembly sees.
pub(super) struct Desk<'a, 'kb> {
    /// The knowledge base.
    pub kb: &'kb Kb,
    /// The decisions.
    pub decisions: &'a Decisions<'kb>,
    /// The fixed words of the document.
    pub document: &'a Document,
    /// Names taken from a template because nothing was stated.
    pub assumed: RefCell<BTreeSet<(usize, String)>>,
}

impl<'a, 'kb> Desk<'a, 'kb> {
    /// A desk on which no name is assumed yet.
    pub(super) fn new(kb: &'kb Kb, decisions: &'a Decisions<'kb>, document: &'a Document) -> Self {
        Self {
            kb,
            decisions,
            document,
            assumed: RefCell::default(),
        }
    }
}

impl<'kb> Desk<'_, 'kb> {
    /// The plan as seen from one of its parts.
    pub(super) fn view(&self, at: usize) -> View<'_, 'kb> {
        self.decisions.view(self.kb, at, &self.assumed)
    }

    /// A text as it reads from one of the parts.
    pub(super) fn say(&self, text: &Text, at: usize) -> String {
        let view = self.view(at);
        fill::say(text, &view, &view)
    }

    /// A line as it reads from one of the parts, if it applies.
    pub(super) fn line(&self, line: &Line, at: usize, origin: &Origin) -> Option<Said> {
        if !holds_or_absent(line.when.as_ref(), &self.view(at)) {
            return None;
        }
        let text = self.say(&line.say, at);
        (!text.is_empty()).then(|| Said {
            text,
            origin: origin.clone(),
            weight: line.weight,
            practices: line.practices.clone(),
        })
    }

    /// All lines of a list that apply.
    pub(super) fn lines(&self, lines: &[Line], at: usize, origin: &Origin) -> Vec<Said> {
        lines
            .iter()
            .enumerate()
            .filter_map(|(index, line)| {
                let place = Origin {
                    field: format!("{}[{index}]", origin.field),
                    ..origin.clone()
                };
                self.line(line, at, &place)
            })
            .collect()
    }

    /// The parts with their place, the main one first.
    pub(super) fn parts(&self) -> impl Iterator<Item = (usize, &Part<'kb>)> {
        self.decisions
            .components
            .iter()
            .enumerate()
            .filter(|(_, part)| !part.outside)
    }

    /// Where something in a service's operation stands.
    pub(super) fn at_operation(&self, part: &Part<'_>, field: &str) -> Origin {
        self.at_service(part, &format!("operations.{}.{field}", part.operation_id))
    }

    /// Where something in a service stands.
    pub(super) fn at_service(&self, part: &Part<'_>, field: &str) -> Origin {
        origin(&self.kb.services, &part.service.id, field)
    }

    /// Where something in a rule stands.
    pub(super) fn at_rule(&self, rule: &Rule, field: &str) -> Origin {
        origin(&self.kb.rules, &rule.id, format!("then.{field}"))
    }

    /// Where something in a piece of work stands.
    pub(super) fn at_work(&self, work: &Work, field: &str) -> Origin {
        origin(&self.kb.works, &work.id, field)
    }

    /// Where something in the blueprint stands.
    pub(super) fn at_blueprint(&self, field: &str) -> Origin {
        match self.decisions.blueprint {
            Some(blueprint) => origin(&self.kb.blueprints, &blueprint.id, field),
            None => self.at_document(field),
        }
    }

    /// Where something in the document's words stands.
    pub(super) fn at_document(&self, field: &str) -> Origin {
        let field = format!("texts.{field}");
        origin(&self.kb.documents, &self.document.id, field)
    }

    /// A line of the document's own words.
    pub(super) fn own(&self, id: &str, pairs: &[(&str, &str)], weight: u8) -> Said {
        Said {
            text: self.document.say(id, pairs),
            origin: self.at_document(id),
            weight,
            practices: Vec::new(),
        }
    }

    /// A setting's name as it begins a line.
    pub(super) fn setting_title(&self, setting: &str) -> String {
        self.kb
            .settings
            .get(setting)
            .map_or_else(|| setting.to_owned(), |declared| declared.title.clone())
    }

    /// A value in the words that the setting declares for it.
    pub(super) fn worded(&self, setting: &str, value: &str) -> String {
        let declared = self.kb.settings.get(setting);
        declared
            .and_then(|declared| declared.says.get(value).cloned())
            .unwrap_or_else(|| in_words(value))
    }
}

/// The text with its first letter in upper case, unless it begins with code.
pub(crate) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The text with a final period.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '?', '!', ':']) || text.is_empty() {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// The lines without those that say the same again.
pub(super) fn without_repeats(list: Vec<Said>) -> Vec<Said> {
    let mut seen = BTreeSet::new();
    list.into_iter()
        .filter(|said| seen.insert(said.text.clone()))
        .collect()
}

fn origin<T>(table: &Table<T>, id: &str, field: impl Into<String>) -> Origin {
    Origin {
        id: id.to_owned(),
        file: table.path_of(id).to_owned(),
        field: field.into(),
    }
}
