//! Checks the form of every file against the schema of its kind. Never: what files say of each other.

use super::source_of;
use crate::diag::{Code, Diagnostic};
use crate::kb::{Kb, Kind, Table};
use crate::schema::{self, Schema, builtin};
use crate::yaml::{self, Limits};

/// Everything that does not fit its schema.
pub(super) fn check(kb: &Kb) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    table(&kb.capabilities, Kind::Capability, &mut findings);
    table(&kb.settings, Kind::Setting, &mut findings);
    table(&kb.providers, Kind::Provider, &mut findings);
    table(&kb.regions, Kind::Regions, &mut findings);
    table(&kb.prices, Kind::Prices, &mut findings);
    table(&kb.services, Kind::Service, &mut findings);
    table(&kb.frameworks, Kind::Framework, &mut findings);
    table(&kb.skills, Kind::Skill, &mut findings);
    table(&kb.roles, Kind::Roles, &mut findings);
    table(&kb.facts, Kind::Facts, &mut findings);
    table(&kb.tiers, Kind::Tier, &mut findings);
    table(&kb.postures, Kind::Posture, &mut findings);
    table(&kb.blueprints, Kind::Blueprint, &mut findings);
    table(&kb.works, Kind::Work, &mut findings);
    table(&kb.relations, Kind::Relations, &mut findings);
    table(&kb.rules, Kind::Rule, &mut findings);
    table(&kb.documents, Kind::Document, &mut findings);
    table(&kb.words, Kind::Request, &mut findings);
    findings
}

fn table<T>(table: &Table<T>, kind: Kind, findings: &mut Vec<Diagnostic>) {
    let Some(schema) = kind.schema().and_then(|name| builtin::load(name).ok()) else {
        return;
    };
    for id in table.iter_ids() {
        if let Some(entry) = table.entry(id) {
            file(entry, &schema, findings);
        }
    }
}

/// An overlay holds only what differs, so what it leaves away is not missing.
fn file<T>(entry: &crate::kb::Entry<T>, schema: &Schema, findings: &mut Vec<Diagnostic>) {
    let source = source_of(entry);
    let Ok(node) = yaml::parse(&source.text, &Limits::default()) else {
        return;
    };
    let overlay = node.get("overrides").is_some();
    let found = schema::check(schema, &source, &node);
    findings.extend(
        found
            .into_iter()
            .filter(|finding| !overlay || finding.code != Code::MissingKey),
    );
}
