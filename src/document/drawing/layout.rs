//! Where boxes stand: rows from callers to called, boxes of a container together. Never: lines.

use crate::plan::program::ast::{Graph, Node};

/// Columns of a drawing.
pub const WIDTH: usize = 100;
/// How wide the text of a box may be.
const TEXT: usize = 40;
/// Between two boxes.
const GAP: usize = 3;
/// Between a frame and what stands in it.
pub const MARGIN: usize = 3;
/// How often rows are put in order by what they are joined to.
const SWEEPS: usize = 6;

/// A box, or the place where a line passes through a row.
#[derive(Debug, Clone, Default)]
pub struct Slot {
    /// Which node; none for a line that passes.
    pub node: Option<usize>,
    /// What is written in it.
    pub lines: Vec<String>,
    /// First column.
    pub x: usize,
    /// Columns.
    pub width: usize,
}

impl Slot {
    /// The column in the middle.
    pub fn middle(&self) -> usize {
        self.x + self.width / 2
    }
}

/// Boxes that stand side by side.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// From left to right.
    pub slots: Vec<Slot>,
    /// The container that the row belongs to; empty for none.
    pub within: String,
}

/// A line between two rows that follow each other.
#[derive(Debug, Clone, Default)]
pub struct Segment {
    /// The edge that it is part of.
    pub edge: usize,
    /// The row above.
    pub row: usize,
    /// The slot in the row above.
    pub from: usize,
    /// The slot in the row below.
    pub to: usize,
    /// Whether the edge runs up.
    pub upward: bool,
}

/// Where everything stands.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// Lines between rows.
    pub segments: Vec<Segment>,
}

/// Puts the boxes of a graph into rows.
pub fn layout(graph: &Graph) -> Layout {
    let ends: Vec<(usize, usize)> = graph
        .edges
        .iter()
        .filter_map(|edge| {
            let place = |id: &str| graph.nodes.iter().position(|node| node.id == id);
            Some((place(&edge.from)?, place(&edge.to)?))
        })
        .collect();
    let bands = bands(graph, &ends);
    let (rows, level) = rows(graph, &ends, &bands);
    let mut layout = Layout {
        rows,
        segments: Vec::new(),
    };
    join(&mut layout, &ends, &level);
    order(&mut layout);
    place(&mut layout);
    layout
}

/// The container of each node in the order in which containers are drawn: nodes outside of all stand above those
/// that they lead to, or below those that lead to them.
fn bands(graph: &Graph, ends: &[(usize, usize)]) -> Vec<usize> {
    let mut names: Vec<&str> = Vec::new();
    for node in &graph.nodes {
        if !node.within.is_empty() && !names.contains(&node.within.as_str()) {
            names.push(&node.within);
        }
    }
    let inside = |place: usize| {
        graph
            .nodes
            .get(place)
            .is_some_and(|node| !node.within.is_empty())
    };
    graph
        .nodes
        .iter()
        .enumerate()
        .map(|(place, node)| {
            if let Some(at) = names.iter().position(|name| *name == node.within) {
                return at + 1;
            }
            let called_from_inside = ends.iter().any(|(from, to)| *to == place && inside(*from));
            let calls_inside = ends.iter().any(|(from, to)| *from == place && inside(*to));
            if called_from_inside && !calls_inside {
                names.len() + 1
            } else {
                0
            }
        })
        .collect()
}

/// Levels within each band by the longest way from its first node, then rows that are narrow enough.
fn rows(
    graph: &Graph,
    ends: &[(usize, usize)],
    bands: &[usize],
) -> (Vec<Row>, Vec<(usize, usize)>) {
    let count = graph.nodes.len();
    let mut level = vec![0_usize; count];
    let same = |from: usize, to: usize| bands.get(from) == bands.get(to);
    let kept = without_circles(count, ends);
    for _ in 0..count {
        let mut moved = false;
        for (from, to) in kept.iter().filter(|(from, to)| same(*from, *to)) {
            let least = level.get(*from).copied().unwrap_or_default() + 1;
            if let Some(own) = level.get_mut(*to).filter(|own| **own < least) {
                *own = least;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut places = vec![(0, 0); count];
    let last_band = bands.iter().copied().max().unwrap_or_default();
    for band in 0..=last_band {
        let members: Vec<usize> = (0..count)
            .filter(|place| bands.get(*place) == Some(&band))
            .collect();
        let deepest = members
            .iter()
            .filter_map(|place| level.get(*place))
            .copied()
            .max();
        for depth in 0..=deepest.unwrap_or_default() {
            let on: Vec<usize> = members
                .iter()
                .copied()
                .filter(|place| level.get(*place) == Some(&depth))
                .collect();
            for chunk in narrow(graph, &on) {
                let row = rows.len();
                let mut slots = Vec::new();
                for place in chunk {
                    let Some(node) = graph.nodes.get(place) else {
                        continue;
                    };
                    if let Some(spot) = places.get_mut(place) {
                        *spot = (row, slots.len());
                    }
                    slots.push(slot(place, node));
                }
                let within = slots
                    .first()
                    .and_then(|slot| graph.nodes.get(slot.node?))
                    .map(|node| node.within.clone())
                    .unwrap_or_default();
                rows.push(Row { slots, within });
            }
        }
    }
    (rows, places)
}

fn without_circles(count: usize, ends: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for (from, to) in ends {
        let mut open = vec![*to];
        let mut seen = vec![false; count];
        let mut circle = from == to;
        while let Some(place) = open.pop() {
            circle |= place == *from;
            if seen.get(place).copied().unwrap_or(true) {
                continue;
            }
            if let Some(mark) = seen.get_mut(place) {
                *mark = true;
            }
            open.extend(
                kept.iter()
                    .filter(|(start, _)| *start == place)
                    .map(|(_, end)| *end),
            );
        }
        if !circle {
            kept.push((*from, *to));
        }
    }
    kept
}

/// Groups of boxes that fit side by side, with room for lines that pass.
fn narrow(graph: &Graph, places: &[usize]) -> Vec<Vec<usize>> {
    let room = WIDTH - 2 * MARGIN - 6;
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut used = 0;
    for place in places {
        let width = graph
            .nodes
            .get(*place)
            .map_or(0, |node| slot(*place, node).width)
            + GAP;
        match groups.last_mut() {
            Some(group) if used + width <= room => {
                group.push(*place);
                used += width;
            }
            _ => {
                groups.push(vec![*place]);
                used = width;
            }
        }
    }
    groups
}

fn slot(place: usize, node: &Node) -> Slot {
    let mut lines = wrapped(&node.label);
    let second: Vec<&str> = [node.state_word.as_str(), node.note.as_str()]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
    if !second.is_empty() {
        lines.extend(wrapped(&second.join(" · ")));
    }
    let text = lines.iter().map(|line| line.chars().count()).max();
    Slot {
        node: Some(place),
        width: text.unwrap_or_default() + 4,
        lines,
        x: 0,
    }
}

fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= TEXT => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.chars().take(WIDTH - 20).collect()),
        }
    }
    lines
}

/// Cuts every edge into lines from row to row.
fn join(layout: &mut Layout, ends: &[(usize, usize)], places: &[(usize, usize)]) {
    for (edge, (from, to)) in ends.iter().enumerate() {
        let (Some(start), Some(end)) = (places.get(*from), places.get(*to)) else {
            continue;
        };
        if start.0 == end.0 {
            continue;
        }
        let upward = start.0 > end.0;
        let (above, below) = if upward { (end, start) } else { (start, end) };
        let mut slot = above.1;
        for row in above.0..below.0 {
            let next = if row + 1 == below.0 {
                below.1
            } else {
                let Some(passed) = layout.rows.get_mut(row + 1) else {
                    break;
                };
                passed.slots.push(Slot {
                    width: 1,
                    ..Slot::default()
                });
                passed.slots.len() - 1
            };
            layout.segments.push(Segment {
                edge,
                row,
                from: slot,
                to: next,
                upward,
            });
            slot = next;
        }
    }
}

/// Puts the slots of each row into the order of what they are joined to.
fn order(layout: &mut Layout) {
    for sweep in 0..SWEEPS {
        let down = sweep % 2 == 0;
        let count = layout.rows.len();
        for step in 1..count {
            let row = if down { step } else { count - 1 - step };
            reorder(layout, row, down);
        }
    }
}

fn reorder(layout: &mut Layout, row: usize, from_above: bool) {
    let Some(slots) = layout.rows.get(row).map(|row| row.slots.len()) else {
        return;
    };
    let weight = |slot: usize| {
        let joined: Vec<usize> = layout
            .segments
            .iter()
            .filter_map(|segment| {
                if from_above && segment.row + 1 == row && segment.to == slot {
                    Some(segment.from)
                } else if !from_above && segment.row == row && segment.from == slot {
                    Some(segment.to)
                } else {
                    None
                }
            })
            .collect();
        let sum: usize = joined.iter().sum();
        (!joined.is_empty()).then(|| sum * 1_000 / joined.len())
    };
    let mut order: Vec<(usize, usize)> = (0..slots)
        .map(|slot| (weight(slot).unwrap_or(slot * 1_000), slot))
        .collect();
    order.sort_unstable();
    let mut new_place = vec![0; slots];
    for (place, (_, slot)) in order.iter().enumerate() {
        if let Some(spot) = new_place.get_mut(*slot) {
            *spot = place;
        }
    }
    if let Some(row) = layout.rows.get_mut(row) {
        let old = std::mem::take(&mut row.slots);
        let mut sorted: Vec<(usize, Slot)> = old
            .into_iter()
            .enumerate()
            .map(|(slot, content)| (new_place.get(slot).copied().unwrap_or(slot), content))
            .collect();
        sorted.sort_by_key(|(place, _)| *place);
        row.slots = sorted.into_iter().map(|(_, slot)| slot).collect();
    }
    for segment in &mut layout.segments {
        if segment.row + 1 == row {
            segment.to = new_place.get(segment.to).copied().unwrap_or(segment.to);
        }
        if segment.row == row {
            segment.from = new_place.get(segment.from).copied().unwrap_or(segment.from);
        }
    }
}

/// Gives every slot its columns: near what it is joined to, and never over another.
fn place(layout: &mut Layout) {
    for row in 0..layout.rows.len() {
        spread(layout, row);
    }
    for sweep in 0..SWEEPS {
        let count = layout.rows.len();
        for step in 0..count {
            let row = if sweep % 2 == 0 {
                step
            } else {
                count - 1 - step
            };
            pull(layout, row);
        }
    }
}

fn bounds(row: &Row) -> (usize, usize) {
    if row.within.is_empty() {
        (0, WIDTH)
    } else {
        (MARGIN, WIDTH - MARGIN)
    }
}

/// Spreads the slots evenly over the page.
fn spread(layout: &mut Layout, row: usize) {
    let Some(row) = layout.rows.get_mut(row) else {
        return;
    };
    let (left, right) = bounds(row);
    let used: usize = row.slots.iter().map(|slot| slot.width).sum();
    let free = (right - left).saturating_sub(used);
    let gap = free / (row.slots.len() + 1);
    let mut x = left + gap;
    for slot in &mut row.slots {
        slot.x = x;
        x += slot.width + gap;
    }
}

/// Moves slots toward what they are joined to, as far as their neighbors let them.
fn pull(layout: &mut Layout, at: usize) {
    let middle_of = |row: usize, slot: usize| {
        layout
            .rows
            .get(row)
            .and_then(|row| row.slots.get(slot))
            .map(Slot::middle)
    };
    let wishes: Vec<Option<usize>> = layout.rows.get(at).map_or_else(Vec::new, |row| {
        (0..row.slots.len())
            .map(|slot| {
                let joined: Vec<usize> = layout
                    .segments
                    .iter()
                    .filter_map(|segment| {
                        if segment.row + 1 == at && segment.to == slot {
                            middle_of(segment.row, segment.from)
                        } else if segment.row == at && segment.from == slot {
                            middle_of(at + 1, segment.to)
                        } else {
                            None
                        }
                    })
                    .collect();
                let sum: usize = joined.iter().sum();
                (!joined.is_empty()).then(|| sum / joined.len())
            })
            .collect()
    });
    let Some(row) = layout.rows.get_mut(at) else {
        return;
    };
    let (left, right) = bounds(row);
    for (slot, wish) in row.slots.iter_mut().zip(wishes) {
        if let Some(middle) = wish {
            slot.x = middle.saturating_sub(slot.width / 2);
        }
    }
    let mut least = left;
    for slot in &mut row.slots {
        slot.x = slot.x.max(least);
        least = slot.x + slot.width + GAP;
    }
    let mut most = right;
    for slot in row.slots.iter_mut().rev() {
        slot.x = slot.x.min(most.saturating_sub(slot.width));
        most = slot.x.saturating_sub(GAP);
    }
}
