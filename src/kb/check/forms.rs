//! Checks the form of every file against the schema of its kind. Never: what files say of each other.

use super::{Extent, source_of};
use crate::diag::{Code, Diagnostic};
use crate::kb::{Kb, Kind, Table};
use crate::schema::{self, Schema, builtin};
use crate::yaml::{self, Limits};

/// Everything that does not fit its schema.
pub(super) fn check(kb: &Kb, extent: Extent) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    table(&kb.capabilities, (Kind::Capability, extent), &mut findings);
    table(&kb.settings, (Kind::Setting, extent), &mut findings);
    table(&kb.providers, (Kind::Provider, extent), &mut findings);
    table(&kb.regions, (Kind::Regions, extent), &mut findings);
    table(&kb.prices, (Kind::Prices, extent), &mut findings);
    table(&kb.services, (Kind::Service, extent), &mut findings);
    table(&kb.changes, (Kind::Change, extent), &mut findings);
    table(&kb.frameworks, (Kind::Framework, extent), &mut findings);
    table(&kb.skills, (Kind::Skill, extent), &mut findings);
    table(&kb.roles, (Kind::Roles, extent), &mut findings);
    table(&kb.facts, (Kind::Facts, extent), &mut findings);
    table(&kb.tiers, (Kind::Tier, extent), &mut findings);
    table(&kb.postures, (Kind::Posture, extent), &mut findings);
    table(&kb.blueprints, (Kind::Blueprint, extent), &mut findings);
    table(&kb.works, (Kind::Work, extent), &mut findings);
    table(&kb.relations, (Kind::Relations, extent), &mut findings);
    table(&kb.rules, (Kind::Rule, extent), &mut findings);
    table(&kb.documents, (Kind::Document, extent), &mut findings);
    table(&kb.words, (Kind::Request, extent), &mut findings);
    table(&kb.workloads, (Kind::Workload, extent), &mut findings);
    table(&kb.designs, (Kind::Design, extent), &mut findings);
    table(&kb.choices, (Kind::Choice, extent), &mut findings);
    table(&kb.targets, (Kind::Targets, extent), &mut findings);
    table(&kb.sheets, (Kind::Sheet, extent), &mut findings);
    findings
}

fn table<T>(table: &Table<T>, what: (Kind, Extent), findings: &mut Vec<Diagnostic>) {
    let (kind, extent) = what;
    let mut entries = table
        .entries()
        .filter(|entry| extent.holds(entry))
        .peekable();
    if entries.peek().is_none() {
        return;
    }
    let Some(schema) = kind.schema().and_then(|name| builtin::load(name).ok()) else {
        return;
    };
    for entry in entries {
        file(entry, &schema, findings);
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
