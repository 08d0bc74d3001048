//! Finds entries that nothing refers to. A name counts as used wherever it stands as a whole word of a value, as a key,
//! or in a placeholder, outside of the place that defines it. Never: whether the use is right.

use super::job::File;
use super::names::Names;
use super::{Extent, locate};
use crate::diag::{Code, Diagnostic};
use crate::kb::{Entry, Kb, Kind};
use crate::model::service::Service;
use crate::model::setting::Per;
use crate::model::text::placeholders;
use crate::yaml::{Node, Value};
use indexmap::IndexSet;
use std::collections::BTreeSet;

/// Keys of a service under which names are defined, not used.
const DEFINED: [&str; 3] = ["names", "usage", "facts"];

/// Names that somebody should refer to, each with a number.
pub(super) struct Wanted {
    names: IndexSet<String>,
}

/// What a file refers to.
#[derive(Default)]
pub(super) struct Used {
    names: BTreeSet<usize>,
}

impl Wanted {
    /// Every name that can go unused.
    pub(super) fn of(kb: &Kb, known: &Names) -> Self {
        let mut names: IndexSet<String> = kb.settings.iter_ids().map(str::to_owned).collect();
        names.extend(kb.works.iter_ids().map(str::to_owned));
        names.extend(known.any_filler.iter().cloned());
        let roles = kb.roles.iter().flat_map(|roles| &roles.roles);
        names.extend(roles.map(|role| role.id.clone()));
        Self { names }
    }

    /// What a file refers to. An id does not refer to itself.
    pub(super) fn used(&self, kind: Kind, id: &str, file: &File) -> Used {
        let mut used = Used::default();
        for (key, value) in file.node().pairs() {
            match key.as_str() {
                Some("id") => {}
                Some(name) if kind == Kind::Service && DEFINED.contains(&name) => {
                    for (_, inner) in value.pairs() {
                        self.visit(inner, &mut used);
                    }
                }
                _ => {
                    self.word(key, &mut used);
                    self.visit(value, &mut used);
                }
            }
        }
        if !matches!(kind, Kind::Service) {
            let own = self
                .names
                .get_index_of(id)
                .filter(|_| matches!(kind, Kind::Setting | Kind::Work));
            own.map(|own| used.names.remove(&own));
        }
        used
    }

    fn visit(&self, node: &Node, used: &mut Used) {
        match &node.value {
            Value::Str(text) => {
                self.note(text, used);
                if text.contains('{') {
                    for key in placeholders(text) {
                        key.split('.').for_each(|part| self.note(part, used));
                    }
                }
            }
            Value::Seq(items) => items.iter().for_each(|item| self.visit(item, used)),
            Value::Map(pairs) => {
                for (key, value) in pairs {
                    // The roles file defines each role by an id inside a list.
                    if key.as_str() == Some("id") && node.get("does").is_some() {
                        continue;
                    }
                    self.word(key, used);
                    self.visit(value, used);
                }
            }
            _ => {}
        }
    }

    fn word(&self, key: &Node, used: &mut Used) {
        if let Some(word) = key.as_str() {
            self.note(word, used);
        }
    }

    fn note(&self, word: &str, used: &mut Used) {
        if let Some(number) = self.names.get_index_of(word) {
            used.names.insert(number);
        }
    }

    fn is_used(&self, used: &BTreeSet<usize>, name: &str) -> bool {
        self.names
            .get_index_of(name)
            .is_none_or(|number| used.contains(&number))
    }
}

impl Used {
    /// Adds what another file refers to.
    pub(super) fn add(&mut self, other: Self) {
        self.names.extend(other.names);
    }
}

/// Everything that no file refers to.
pub(super) fn check(kb: &Kb, extent: Extent, wanted: &Wanted, used: &Used) -> Vec<Diagnostic> {
    let free = |name: &str| !wanted.is_used(&used.names, name);
    let mut out = Vec::new();
    let silent = "changes no plan";
    let settings = kb.settings.entries().filter(|one| extent.holds(one));
    for entry in settings.filter(|entry| free(entry.id())) {
        let spot = locate::spot(Kind::Setting, entry, "/id");
        out.extend(spot.map(|spot| unused("setting", entry.id(), silent, &spot)));
    }
    let works = kb.works.entries().filter(|one| extent.holds(one));
    for entry in works.filter(|entry| free(entry.id())) {
        let spot = locate::spot(Kind::Work, entry, "/id");
        out.extend(spot.map(|spot| unused("work", entry.id(), silent, &spot)));
    }
    for entry in kb.roles.entries().filter(|one| extent.holds(one)) {
        let roles = entry.value().map(|roles| roles.roles.as_slice());
        let roles = roles.unwrap_or_default().iter().enumerate();
        for (at, role) in roles.filter(|(_, role)| free(&role.id)) {
            let spot = locate::spot(Kind::Roles, entry, &format!("/roles/{at}/id"));
            out.extend(spot.map(|spot| unused("role", &role.id, silent, &spot)));
        }
    }
    for entry in kb.services.entries().filter(|one| extent.holds(one)) {
        out.extend(in_service(entry, &free));
    }
    out
}

fn unused(what: &str, name: &str, why: &str, spot: &locate::Spot) -> Diagnostic {
    Diagnostic::warning(
        Code::UnusedEntry,
        format!("nothing refers to the {what} `{name}`"),
    )
    .label(&spot.0, spot.1, why)
    .help("refer to it where it was meant to count, or remove it")
}

/// Names, quantities and facts of a service that no text asks for.
fn in_service(entry: &Entry<Service>, free: &dyn Fn(&str) -> bool) -> Vec<Diagnostic> {
    let Some(service) = entry.glance() else {
        return Vec::new();
    };
    let lists = [
        ("name", "names", service.names.keys().collect::<Vec<_>>()),
        ("quantity", "usage", service.usage.keys().collect()),
        ("fact", "facts", service.facts.keys().collect()),
    ];
    let mut out = Vec::new();
    for (what, list, keys) in lists {
        for key in keys.into_iter().filter(|key| free(key)) {
            let spot = locate::spot(Kind::Service, entry, &format!("/{list}/{key}"));
            let why = "no text and no quantity of any file asks for it";
            out.extend(spot.map(|spot| unused(what, key, why, &spot)));
        }
    }
    out
}

/// Settings that a rule requires and that no service, sentence or condition does anything with.
pub(super) fn unrealized(kb: &Kb, extent: Extent, names: &Names) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let required = names.required.iter();
    for (setting, (rule, at)) in required.filter(|(one, _)| !names.realized.contains(*one)) {
        let (Some(declared), Some(rule)) = (kb.settings.entry(setting), kb.rules.entry(rule))
        else {
            continue;
        };
        // What is decided once for a plan stands in its sentences, not in a service.
        let per_plan = declared
            .value()
            .is_none_or(|setting| setting.per != Per::Component);
        if per_plan || !(extent.holds(declared) || extent.holds(rule)) {
            continue;
        }
        let place = locate::spot(Kind::Rule, rule, &format!("/then/require/{at}/setting"));
        let declared = locate::spot(Kind::Setting, declared, "/id");
        if let (Some(place), Some(declared)) = (place, declared) {
            let finding = Diagnostic::warning(
                Code::UnrealizedSetting,
                format!("no service says how `{setting}` is done"),
            )
            .label(&place.0, place.1, "is required here, and no plan shows it")
            .label(&declared.0, declared.1, "is declared here")
            .help("describe it under `settings:` of the services that can do it");
            out.push(finding);
        }
    }
    out
}
