//! Which part may be reached by which other one, and on which port. Never: how the parts are drawn.

use std::fmt::Write as _;

use super::drawing::{OUTSIDE, graph};
use super::{Bench, Requirement, Sorted};
use crate::model::provider::provider_of;
use crate::plan::program::ast::Graph;

/// A part that has a group of rules of its own.
struct Guarded<'a> {
    capability: &'a str,
    group: String,
    port: String,
    /// Whether members of the group may reach each other.
    itself: bool,
}

/// The table; nothing where no part has rules of its own.
pub fn text(bench: &Bench<'_>, sorted: &Sorted) -> String {
    let guarded = guarded(bench, sorted);
    let graph = graph(bench, sorted.parts());
    let rows: Vec<String> = guarded
        .iter()
        .filter_map(|part| row(bench, part, &guarded, &graph))
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let head = columns(bench);
    let mut page = format!("| {head} |\n|---|---|---|\n");
    for row in rows {
        let _ = writeln!(page, "{row}");
    }
    page.push('\n');
    page
}

/// The head of the table, in the words of the provider where rules go by another name there.
fn columns(bench: &Bench<'_>) -> String {
    let provider = bench.stored.profile.primary_provider();
    bench.said_at(provider, "firewall-columns", &[])
}

/// The parts of the list, in its order: `capability = tier = port`, and whether members reach each other.
fn guarded<'a>(bench: &'a Bench<'_>, sorted: &'a Sorted) -> Vec<Guarded<'a>> {
    let mut list = Vec::new();
    for row in bench.words.list("reachable") {
        let cells: Vec<&str> = row.split(" = ").collect();
        let [capability, tier, port, rest @ ..] = cells.as_slice() else {
            continue;
        };
        let Some(part) = sorted.parts().find(|part| part.capability == *capability) else {
            continue;
        };
        list.push(Guarded {
            capability,
            group: group(bench, part, tier),
            port: port_of(bench, part).unwrap_or_else(|| (*port).to_owned()),
            itself: !rest.is_empty(),
        });
    }
    list
}

fn group(bench: &Bench<'_>, part: &Requirement, tier: &str) -> String {
    let service = part.plan.components.first();
    let id = service.map_or("", |service| service.service.as_str());
    let role = id.split('/').nth(1).unwrap_or(&part.capability);
    let env = bench.stored.profile.environments.last();
    let env = env.map_or("", String::as_str);
    let pairs = [("env", env), ("tier", tier), ("role", role)];
    bench.said_at(provider_of(id), "firewall-name", &pairs)
}

/// The port of the engine that the bullet names: `engine = port`.
fn port_of(bench: &Bench<'_>, part: &Requirement) -> Option<String> {
    part.fact("engine").iter().find_map(|engine| {
        let mut ports = bench.pairs("engine-ports");
        let (_, port) = ports.find(|(known, _)| known == engine)?;
        Some(port.to_owned())
    })
}

/// A part with everybody that may reach it; none where nobody does.
fn row(
    bench: &Bench<'_>,
    part: &Guarded<'_>,
    all: &[Guarded<'_>],
    graph: &Graph,
) -> Option<String> {
    let mut from: Vec<String> = Vec::new();
    for edge in graph.edges.iter().filter(|edge| edge.to == part.capability) {
        let known = all.iter().find(|one| one.capability == edge.from);
        let open = edge.from == OUTSIDE || bench.words.list("filters").contains(&edge.from);
        let name = match known {
            Some(one) => one.group.clone(),
            None if open => bench.words.say("firewall-outside", &[]),
            None => continue,
        };
        if !from.contains(&name) {
            from.push(name);
        }
    }
    if part.itself && !from.is_empty() {
        from.push(bench.words.say("firewall-itself", &[]));
    }
    (!from.is_empty()).then(|| format!("| {} | {} | {} |", part.group, part.port, from.join(", ")))
}
