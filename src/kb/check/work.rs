//! Checks what pieces of work and phases say of each other: names, circles, order. Never: one text.

use super::walk::Walk;
use crate::diag::{Code, Diagnostic};
use crate::kb::Kb;
use crate::model::work::{Stage, Work};
use crate::yaml::Node;
use std::collections::{BTreeMap, BTreeSet};

/// Names in a piece of work, and whether its needs lead back to it.
pub(super) fn work(walk: &Walk<'_>, id: &str, node: &Node) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for need in node.get("needs").map(Node::items).unwrap_or_default() {
        let name = need.as_str().unwrap_or_default();
        if !walk.kb.works.contains(name) {
            out.push(walk.unknown(need, "work", name, &works(walk.kb)));
        } else if let Some(circle) = circle(walk, id, name) {
            let finding = Diagnostic::error(
                Code::CircularNeeds,
                format!("`{id}` waits for itself: {}", circle.join(" → ")),
            )
            .label(
                walk.source,
                need.span,
                "leads back to this work, so none of it ever starts",
            )
            .help("remove one of these needs: the one that can start without the other");
            out.push(finding);
        }
    }
    roles(walk, node, &mut out);
    out
}

/// Roles that do the work or own a risk or a decision.
fn roles(walk: &Walk<'_>, node: &Node, out: &mut Vec<Diagnostic>) {
    let mut check = |at: &Node| walk.each_known(at, &walk.names.roles, "role", out);
    if let Some(crate::yaml::Value::Map(pairs)) = node.get("effort").map(|found| &found.value) {
        pairs.iter().for_each(|(role, _)| check(role));
    }
    for list in ["risks", "decisions"] {
        for row in node.get(list).map(Node::items).unwrap_or_default() {
            row.get("owner").into_iter().for_each(&mut check);
        }
    }
}

/// The circle that a need closes, if it does.
fn circle<'a>(walk: &'a Walk<'_>, id: &str, need: &str) -> Option<&'a [String]> {
    let key = (id.to_owned(), need.to_owned());
    walk.names.circles.get(&key).map(Vec::as_slice)
}

/// Every circle of needs, by the work and the need that close it. Each piece of work is entered once.
pub(super) fn circles(kb: &Kb) -> BTreeMap<(String, String), Vec<String>> {
    let mut found = BTreeMap::new();
    let mut left: BTreeSet<&str> = BTreeSet::new();
    for start in kb.works.iter_ids() {
        let mut way: Vec<(&str, usize)> = vec![(start, 0)];
        let mut on_way: BTreeSet<&str> = BTreeSet::from([start]);
        while let Some((id, next)) = way.last_mut() {
            let id = *id;
            let needs = kb
                .works
                .get(id)
                .map_or(&[][..], |work| work.needs.as_slice());
            let Some(need) = needs.get(*next).filter(|_| !left.contains(id)) else {
                left.insert(id);
                on_way.remove(id);
                way.pop();
                continue;
            };
            *next += 1;
            if on_way.contains(need.as_str()) {
                let from = way.iter().position(|(step, _)| step == need);
                let round = way.iter().skip(from.unwrap_or_default());
                let mut circle: Vec<String> = round.map(|(step, _)| (*step).to_owned()).collect();
                circle.push(need.clone());
                found.insert((id.to_owned(), need.clone()), circle);
            } else if !left.contains(need.as_str()) {
                on_way.insert(need);
                way.push((need, 0));
            }
        }
    }
    found
}

/// Work and features that phases name, and the order in which they do.
pub(super) fn phases(walk: &Walk<'_>, node: &Node) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    roles(walk, node, &mut out);
    let mut reached = (Stage::Any, String::new());
    for phase in node.get("phases").map(Node::items).unwrap_or_default() {
        let mut highest = reached.clone();
        for entry in phase.get("work").map(Node::items).unwrap_or_default() {
            if let Some(feature) = entry.get("feature") {
                let name = feature.as_str().unwrap_or_default();
                if !walk.kb.blueprints.contains(name) {
                    let known: Vec<&str> = walk.kb.blueprints.iter_ids().collect();
                    out.push(walk.unknown(feature, "blueprint", name, &known));
                }
                continue;
            }
            let Some(at) = entry.get("id").or(Some(entry)) else {
                continue;
            };
            let name = at.as_str().unwrap_or_default();
            let Some(work) = walk.kb.works.get(name) else {
                out.push(walk.unknown(at, "work", name, &works(walk.kb)));
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

fn works(kb: &Kb) -> Vec<&str> {
    kb.works.iter_ids().collect()
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
