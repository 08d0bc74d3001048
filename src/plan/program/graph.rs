//! The graph of a plan: its parts, what stands around them, what flows between them. Never: where anything is drawn.

use super::ast::{Edge, Graph, Node};
use crate::model::phase::{Drawing, NodeState, Relations};
use crate::plan::desk::Desk;
use crate::rules::component::Component;
use crate::rules::condition::holds_or_absent;

/// How long the words of a node's second line may be together.
const NOTE: usize = 40;

/// How many things make a drawing.
const LEAST: usize = 3;

/// The graph of the plan.
pub(super) fn graph(desk: &Desk<'_, '_>) -> Graph {
    let usual = Drawing {
        usual: true,
        ..Drawing::default()
    };
    let drawing = desk
        .decisions
        .blueprint
        .map_or(&usual, |blueprint| &blueprint.drawing);
    let none = Relations::default();
    let relations = desk.kb.relations.iter().next().unwrap_or(&none);
    let mut graph = Graph {
        nodes: parts(desk, drawing, &relations.hidden),
        edges: Vec::new(),
    };
    stated(desk, drawing, &mut graph);
    if graph.nodes.len() < LEAST {
        // What is too small for other drawings is all that this plan has.
        graph.nodes = parts(desk, drawing, &[]);
        stated(desk, drawing, &mut graph);
    }
    edges(desk, drawing, &mut graph);
    if drawing.usual {
        related(relations, &mut graph);
    }
    thin_out(desk, &mut graph);
    graph
}

/// A node for every part that is worth drawing.
fn parts(desk: &Desk<'_, '_>, drawing: &Drawing, hidden: &[String]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for (at, part) in desk.parts() {
        let capability = &part.capability.id;
        let hidden = hidden.contains(capability) || drawing.hide.contains(capability);
        if hidden || nodes.iter().any(|node| node.label == part.service.title) {
            continue;
        }
        let taken = nodes.iter().any(|node| node.id == *capability);
        let id = if taken {
            format!("{capability}-{at}")
        } else {
            capability.clone()
        };
        let state = state_of(desk, part);
        nodes.push(Node {
            id,
            label: part.service.title.clone(),
            note: note(desk, part),
            state,
            state_word: word(desk, state),
            within: String::new(),
            store: part.capability.holds_data,
        });
    }
    nodes
}

/// What the plan does with a part: the list that its operation's verb stands in.
fn state_of(desk: &Desk<'_, '_>, part: &Component<'_>) -> NodeState {
    let named = |list: &str| {
        desk.document.list(list).iter().any(|verb| {
            part.operation_id == verb || part.operation_id.starts_with(&format!("{verb}-"))
        })
    };
    if named("removing-verbs") {
        NodeState::Removed
    } else if named("making-verbs") {
        NodeState::New
    } else if named("changing-verbs") {
        NodeState::Changed
    } else {
        NodeState::New
    }
}

/// The state as it is printed.
fn word(desk: &Desk<'_, '_>, state: NodeState) -> String {
    let id = match state {
        NodeState::Outside => "state-outside",
        NodeState::Existing => "state-existing",
        NodeState::New => "state-new",
        NodeState::Changed => "state-changed",
        NodeState::Removed => "state-removed",
    };
    desk.document.say(id, &[])
}

/// The settings that a reader of a drawing looks for, in short words.
fn note(desk: &Desk<'_, '_>, part: &Component<'_>) -> String {
    let mut words: Vec<String> = Vec::new();
    for setting in desk.document.list("drawing-settings") {
        if !part.realizes.contains(setting) {
            continue;
        }
        let Some(resolved) = part.settings.get(setting) else {
            continue;
        };
        let levels = desk
            .kb
            .settings
            .get(setting)
            .map(|declared| &declared.levels);
        if levels.and_then(|levels| levels.first()).map(String::as_str) == Some(resolved.value()) {
            continue;
        }
        let text = desk.worded(setting, resolved.value());
        let length: usize = words.iter().map(|word| word.len() + 3).sum();
        if !text.is_empty() && length + text.len() <= NOTE {
            words.push(text);
        }
    }
    words.join(" · ")
}

/// What the blueprint draws beyond the parts, and how it words them.
fn stated(desk: &Desk<'_, '_>, drawing: &Drawing, graph: &mut Graph) {
    for form in &drawing.nodes {
        if !holds_or_absent(form.when.as_ref(), &desk.view(0)) {
            continue;
        }
        let at = desk
            .parts()
            .find(|(_, part)| part.capability.id == form.id)
            .map_or(0, |(at, _)| at);
        let label = desk.say(&form.label, at);
        let note = form.note.as_ref().map(|note| desk.say(note, at));
        let within = form.within.as_ref().map(|within| desk.say(within, at));
        if let Some(node) = graph.nodes.iter_mut().find(|node| node.id == form.id) {
            node.label = label;
            node.note = note.unwrap_or_else(|| std::mem::take(&mut node.note));
            node.within = within.unwrap_or_default();
            if let Some(state) = form.state {
                node.state = state;
                node.state_word = word(desk, state);
            }
            continue;
        }
        let state = form.state.unwrap_or(NodeState::Outside);
        let known = desk.kb.capabilities.get(&form.id);
        graph.nodes.push(Node {
            id: form.id.clone(),
            label,
            note: note.unwrap_or_default(),
            state,
            state_word: word(desk, state),
            within: within.unwrap_or_default(),
            store: known.is_some_and(|known| known.holds_data),
        });
    }
}

fn edges(desk: &Desk<'_, '_>, drawing: &Drawing, graph: &mut Graph) {
    for form in &drawing.edges {
        if !holds_or_absent(form.when.as_ref(), &desk.view(0)) {
            continue;
        }
        let known = |id: &str| graph.nodes.iter().any(|node| node.id == id);
        if !known(&form.from) || !known(&form.to) || form.from == form.to {
            continue;
        }
        let at = desk
            .parts()
            .find(|(_, part)| part.capability.id == form.to)
            .map_or(0, |(at, _)| at);
        graph.edges.push(Edge {
            from: form.from.clone(),
            to: form.to.clone(),
            label: desk.say(&form.label, at),
            dashed: form.dashed,
        });
    }
}

/// What usually flows between the parts, where nothing is said about a pair.
pub fn related(relations: &Relations, graph: &mut Graph) {
    let ids: Vec<String> = graph.nodes.iter().map(|node| node.id.clone()).collect();
    for relation in &relations.relations {
        for from in relation.from.iter().filter(|id| ids.contains(id)) {
            for to in relation.to.iter().filter(|id| ids.contains(id)) {
                let joined = graph.edges.iter().any(|edge| {
                    (edge.from == *from && edge.to == *to) || (edge.from == *to && edge.to == *from)
                });
                if from != to && !joined {
                    graph.edges.push(Edge {
                        from: from.clone(),
                        to: to.clone(),
                        label: relation.label.clone(),
                        dashed: false,
                    });
                }
            }
        }
    }
}

/// Leaves out what nothing flows to or from, and the least joined parts of a crowded drawing.
fn thin_out(desk: &Desk<'_, '_>, graph: &mut Graph) {
    let most = desk.document.limit("drawing-nodes");
    let joined = |graph: &Graph, id: &str| {
        graph
            .edges
            .iter()
            .filter(|edge| edge.from == id || edge.to == id)
            .count()
    };
    let stated: Vec<String> = desk
        .decisions
        .blueprint
        .map(|blueprint| &blueprint.drawing.nodes)
        .into_iter()
        .flatten()
        .map(|form| form.id.clone())
        .collect();
    while graph.nodes.len() > LEAST {
        let loose = graph
            .nodes
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(_, node)| !stated.contains(&node.id))
            .map(|(place, node)| (joined(graph, &node.id), place))
            .min_by_key(|(count, place)| (*count, usize::MAX - place));
        let Some((count, place)) = loose else { return };
        if count > 0 && graph.nodes.len() <= most {
            return;
        }
        let gone = graph.nodes.remove(place);
        graph
            .edges
            .retain(|edge| edge.from != gone.id && edge.to != gone.id);
    }
}
