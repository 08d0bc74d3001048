//! Checks what pieces of work and phases say of each other: names, circles, order. Never: one text.

use super::walk::Walk;
use crate::diag::{Code, Diagnostic};
use crate::kb::Kb;
use crate::model::work::{Stage, Work};
use crate::yaml::Node;
use std::collections::BTreeMap;

/// Names in a piece of work, and whether its needs lead back to it.
pub(super) fn work(walk: &Walk<'_>, id: &str, node: &Node) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let known: Vec<&str> = walk.kb.works.iter_ids().collect();
    for need in node.get("needs").map(Node::items).unwrap_or_default() {
        let name = need.as_str().unwrap_or_default();
        if !walk.kb.works.contains(name) {
            out.push(walk.unknown(need, "work", name, &known));
        } else if let Some(circle) = circle(walk.kb, id, name) {
            out.push(
                Diagnostic::error(
                    Code::CircularNeeds,
                    format!("`{id}` waits for itself: {}", circle.join(" → ")),
                )
                .label(walk.source, need.span, "leads back to this work")
                .help("remove one of these needs; the plan would never start"),
            );
        }
    }
    roles(walk, node, &mut out);
    out
}

/// Roles that do the work or own a risk or a decision.
fn roles(walk: &Walk<'_>, node: &Node, out: &mut Vec<Diagnostic>) {
    let roles: Vec<&str> = walk
        .kb
        .roles
        .iter()
        .flat_map(|roles| &roles.roles)
        .map(|role| role.id.as_str())
        .collect();
    let mut check = |at: &Node| {
        let name = at.as_str().unwrap_or_default();
        if !roles.contains(&name) {
            out.push(walk.unknown(at, "role", name, &roles));
        }
    };
    if let Some(crate::yaml::Value::Map(pairs)) = node.get("effort").map(|found| &found.value) {
        pairs.iter().for_each(|(role, _)| check(role));
    }
    for list in ["risks", "decisions"] {
        for row in node.get(list).map(Node::items).unwrap_or_default() {
            row.get("owner").into_iter().for_each(&mut check);
        }
    }
}

/// The way from a need back to the work, if there is one.
fn circle(kb: &Kb, start: &str, need: &str) -> Option<Vec<String>> {
    let mut came_from: BTreeMap<String, String> = BTreeMap::new();
    let mut open = vec![need.to_owned()];
    while let Some(id) = open.pop() {
        if id == start {
            let mut way = vec![start.to_owned()];
            let mut at = came_from.get(start).cloned();
            while let Some(id) = at.filter(|id| way.len() <= kb.works.len() && id != start) {
                at = came_from.get(&id).cloned();
                way.push(id);
            }
            way.push(start.to_owned());
            way.reverse();
            return Some(way);
        }
        for next in kb.works.get(&id).into_iter().flat_map(|work| &work.needs) {
            if !came_from.contains_key(next) {
                came_from.insert(next.clone(), id.clone());
                open.push(next.clone());
            }
        }
    }
    None
}

/// Work and features that phases name, and the order in which they do.
pub(super) fn phases(walk: &Walk<'_>, node: &Node) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    roles(walk, node, &mut out);
    let known: Vec<&str> = walk.kb.works.iter_ids().collect();
    let features: Vec<&str> = walk.kb.blueprints.iter_ids().collect();
    let mut reached = (Stage::Any, String::new());
    for phase in node.get("phases").map(Node::items).unwrap_or_default() {
        let mut highest = reached.clone();
        for entry in phase.get("work").map(Node::items).unwrap_or_default() {
            if let Some(feature) = entry.get("feature") {
                let name = feature.as_str().unwrap_or_default();
                if !walk.kb.blueprints.contains(name) {
                    out.push(walk.unknown(feature, "blueprint", name, &features));
                }
                continue;
            }
            let Some(at) = entry.get("id").or(Some(entry)) else {
                continue;
            };
            let name = at.as_str().unwrap_or_default();
            let Some(work) = walk.kb.works.get(name) else {
                out.push(walk.unknown(at, "work", name, &known));
                continue;
            };
            out.extend(out_of_order(walk, at, work, &reached));
            if work.stage > highest.0 {
                highest = (work.stage, work.id.clone());
            }
        }
        reached = highest;
    }
    out
}

/// Work of an early stage in a phase after work of a late one.
fn out_of_order(
    walk: &Walk<'_>,
    at: &Node,
    work: &Work,
    reached: &(Stage, String),
) -> Option<Diagnostic> {
    (work.stage != Stage::Any && work.stage < reached.0 && reached.0 > Stage::Proof).then(|| {
        Diagnostic::error(
            Code::StageOrder,
            format!("`{}` comes in a later phase than `{}`", work.id, reached.1),
        )
        .label(walk.source, at.span, "belongs before it by law or audit")
        .help("move it to an earlier phase, or correct the `stage` of one of the two")
    })
}
