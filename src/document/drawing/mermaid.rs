//! Writes a graph for Mermaid. Never: choosing what is drawn.

use crate::plan::program::ast::{Graph, Node};
use std::fmt::Write;

/// The graph in the language of Mermaid.
pub fn mermaid(graph: &Graph) -> String {
    let mut out = String::from("graph TD\n");
    let mut names: Vec<&str> = Vec::new();
    for node in &graph.nodes {
        if node.within.is_empty() {
            let _ = writeln!(out, "    {}", shape(node));
        } else if !names.contains(&node.within.as_str()) {
            names.push(&node.within);
        }
    }
    for (place, name) in names.iter().enumerate() {
        let _ = writeln!(out, "    subgraph group{}[\"{}\"]", place + 1, quoted(name));
        for node in graph.nodes.iter().filter(|node| node.within == **name) {
            let _ = writeln!(out, "        {}", shape(node));
        }
        out.push_str("    end\n");
    }
    for edge in &graph.edges {
        let arrow = if edge.dashed { "-.->" } else { "-->" };
        let label = if edge.label.is_empty() {
            String::new()
        } else {
            format!("|\"{}\"|", quoted(&edge.label))
        };
        let _ = writeln!(
            out,
            "    {} {arrow}{label} {}",
            name(&edge.from),
            name(&edge.to)
        );
    }
    out
}

fn shape(node: &Node) -> String {
    let words: Vec<&str> = [
        node.label.as_str(),
        node.state_word.as_str(),
        node.note.as_str(),
    ]
    .into_iter()
    .filter(|words| !words.is_empty())
    .collect();
    let text = quoted(&words.join(" · "));
    let id = name(&node.id);
    if node.store {
        format!("{id}[(\"{text}\")]")
    } else {
        format!("{id}[\"{text}\"]")
    }
}

/// A name that no word of the language begins.
fn name(id: &str) -> String {
    format!("n_{}", id.replace(['-', '/'], "_"))
}

/// A text that ends no string and starts no markup.
fn quoted(text: &str) -> String {
    text.replace('"', "#quot;")
        .replace('<', "#lt;")
        .replace('>', "#gt;")
        .replace('`', "")
}
