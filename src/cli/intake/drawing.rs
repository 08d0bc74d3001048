//! What is built and what flows between the parts, drawn twice. Never: how a drawing is laid out.

use std::fmt::Write as _;

use super::{Bench, Requirement, Sorted};
use crate::document::drawing;
use crate::model::phase::NodeState;
use crate::plan::program::ast::{Edge, Graph, Node};
use crate::plan::program::graph::related;

/// Fewer parts than this need no drawing.
const LEAST: usize = 2;

/// The node of the people and programs outside.
pub const OUTSIDE: &str = "outside";

/// Both drawings; nothing where a list says as much.
pub fn text(bench: &Bench<'_>, sorted: &Sorted) -> String {
    let graph = graph(bench, sorted.requirements.iter());
    if graph.nodes.len() <= LEAST {
        return String::new();
    }
    let mut page = String::new();
    if let Ok(drawn) = drawing::ascii(&graph) {
        let _ = write!(page, "```text\n{}\n```\n\n", drawn.trim_end());
    }
    let drawn = drawing::mermaid(&graph);
    let _ = write!(page, "```mermaid\n{}\n```\n\n", drawn.trim_end());
    page
}

/// The parts and what flows between them; a part that nothing flows to or from is left out.
pub fn graph<'a>(bench: &Bench<'_>, parts: impl Iterator<Item = &'a Requirement>) -> Graph {
    let mut graph = Graph {
        nodes: vec![Node {
            id: OUTSIDE.to_owned(),
            label: bench.words.say("outside", &[]),
            state: NodeState::Outside,
            ..Node::default()
        }],
        edges: Vec::new(),
    };
    for requirement in parts {
        let id = &requirement.capability;
        if graph.nodes.iter().any(|node| node.id == *id) {
            continue;
        }
        let known = bench.kb.capabilities.get(id);
        graph.nodes.push(Node {
            id: id.clone(),
            label: requirement.service().to_owned(),
            note: requirement.label.clone(),
            state: NodeState::New,
            store: known.is_some_and(|known| known.holds_data),
            ..Node::default()
        });
    }
    if let Some(relations) = bench.kb.relations.iter().next() {
        related(relations, &mut graph);
    }
    let entries = entries(bench, &graph);
    graph.edges.extend(entries);
    let Graph { nodes, edges } = &mut graph;
    nodes.retain(|node| {
        let touches = |edge: &Edge| edge.from == node.id || edge.to == node.id;
        edges.iter().any(touches)
    });
    graph
}

/// From outside to every part that takes requests and that no other part stands before; a filter stands before them all.
fn entries(bench: &Bench<'_>, graph: &Graph) -> Vec<Edge> {
    let edge = |from: &str, to: &str| Edge {
        from: from.to_owned(),
        to: to.to_owned(),
        label: bench.words.say("entry", &[]),
        dashed: false,
    };
    let there = |id: &String| graph.nodes.iter().any(|node| node.id == *id);
    let filter = bench.words.list("filters").iter().find(|id| there(id));
    let open = bench.words.list("entries").iter().filter(|id| there(id));
    let open = open.filter(|id| !graph.edges.iter().any(|edge| edge.to == **id));
    let front = filter.map_or(OUTSIDE, String::as_str);
    let mut edges: Vec<Edge> = open.map(|id| edge(front, id)).collect();
    edges.extend(filter.map(|id| edge(OUTSIDE, id)));
    edges
}
