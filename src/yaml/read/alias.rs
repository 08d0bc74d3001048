//! What aliases and merge keys bring into a map, and what a copy costs.
//! It never decides how much may be copied.

use std::collections::BTreeSet;

use super::tree::{Node, Value};
use super::{Error, ErrorKind};

/// The size of a value, for the limits that copies count against.
#[derive(Clone, Copy, Default)]
pub(super) struct Weight {
    pub(super) nodes: usize,
    pub(super) text: usize,
    pub(super) height: usize,
}

/// The maps that a merge key brings in.
pub(super) fn mergeable(node: Node) -> Result<Vec<Node>, Error> {
    let span = node.span;
    let maps = match node.value {
        Value::Seq(items) => items,
        value => vec![Node { span, value }],
    };
    match maps.iter().find(|map| !matches!(map.value, Value::Map(_))) {
        None => Ok(maps),
        Some(other) => {
            let message = format!("`<<` merges maps, and this is {}", other.describe());
            Err(Error::new(ErrorKind::Unsupported, message).at(span))
        }
    }
}

/// Adds the merged keys: own keys win, then those of the first map.
pub(super) fn merge(pairs: &mut Vec<(Node, Node)>, merges: Vec<Node>) {
    if merges.is_empty() {
        return;
    }
    let mut known: BTreeSet<String> = pairs
        .iter()
        .filter_map(|(key, _)| key.as_str().map(str::to_owned))
        .collect();
    for map in merges {
        let Value::Map(additions) = map.value else {
            continue;
        };
        for (key, value) in additions {
            if key
                .as_str()
                .is_some_and(|name| known.insert(name.to_owned()))
            {
                pairs.push((key, value));
            }
        }
    }
}

/// What a copy of the value costs; never deeper than the depth limit allows a value to be.
pub(super) fn weigh(node: &Node) -> Weight {
    let leaf = |text: usize| Weight {
        nodes: 1,
        text,
        height: 0,
    };
    let sum = |left: Weight, right: Weight| Weight {
        nodes: left.nodes + right.nodes,
        text: left.text + right.text,
        height: left.height.max(right.height + 1),
    };
    match &node.value {
        Value::Str(text) | Value::Number(text) => leaf(text.len()),
        Value::Seq(items) => items.iter().map(weigh).fold(leaf(0), sum),
        Value::Map(pairs) => pairs
            .iter()
            .flat_map(|(key, value)| [weigh(key), weigh(value)])
            .fold(leaf(0), sum),
        Value::Null | Value::Bool(_) | Value::Int(_) => leaf(0),
    }
}
