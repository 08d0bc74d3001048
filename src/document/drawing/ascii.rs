//! Draws a graph with characters, at most a page wide. Never: where boxes stand.

use super::canvas::{Canvas, DOWN, LEFT, RIGHT, UP};
use super::layout::{Layout, Row, WIDTH, layout};
use super::route::{Line, lines_below};
use crate::plan::program::ast::{Edge, Graph};

/// More boxes than this do not make a drawing that anybody reads.
const MOST_NODES: usize = 40;
/// More rows of characters than this do not fit on two pages.
const MOST_ROWS: usize = 160;

/// Why there is no drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable {
    /// How many things it would show.
    pub nodes: usize,
}

/// The drawing, or why there is none.
pub fn ascii(graph: &Graph) -> Result<String, Unreadable> {
    let unreadable = Unreadable {
        nodes: graph.nodes.len(),
    };
    if graph.nodes.len() > MOST_NODES {
        return Err(unreadable);
    }
    let layout = layout(graph);
    let channels: Vec<Channel> = (0..layout.rows.len())
        .map(|row| channel(graph, &layout, row))
        .collect();
    let tops = tops(&layout, &channels);
    let height = tops.last().copied().unwrap_or_default();
    if height > MOST_ROWS {
        return Err(unreadable);
    }
    let mut canvas = Canvas::new(WIDTH, height);
    frames(&mut canvas, &layout, &tops, &channels);
    for (row, content) in layout.rows.iter().enumerate() {
        let top = tops.get(row).copied().unwrap_or_default();
        boxes(&mut canvas, content, top);
    }
    let mut legend: Vec<String> = Vec::new();
    for (row, channel) in channels.iter().enumerate() {
        let below = tops.get(row).copied().unwrap_or_default() + height_of(&layout, row);
        draw(&mut canvas, graph, &layout, channel, below, &mut legend);
    }
    let mut text = canvas.print();
    for line in legend {
        text.push_str(&line);
        text.push('\n');
    }
    Ok(text)
}

/// The space between a row and the next.
struct Channel {
    lines: Vec<Line>,
    /// Rows for the words of straight lines.
    words: usize,
    /// Rows for lines that bend.
    tracks: usize,
    /// Rows for frames that end or begin here.
    frames: usize,
}

impl Channel {
    fn height(&self) -> usize {
        if self.lines.is_empty() {
            return self.frames.max(1);
        }
        self.words + self.tracks + self.frames + 1
    }
}

fn channel(graph: &Graph, layout: &Layout, row: usize) -> Channel {
    let lines = lines_below(layout, row);
    let worded = |line: &&Line| {
        line.track.is_none() && label_of(graph, layout, line).is_some_and(|text| !text.is_empty())
    };
    let words = lines.iter().filter(worded).count();
    let tracks = lines.iter().filter(|line| line.track.is_some()).count();
    let within = |row: usize| layout.rows.get(row).map(|row| row.within.as_str());
    let next = within(row + 1);
    let ends = within(row).is_some_and(|name| !name.is_empty() && next != Some(name));
    let begins = next.is_some_and(|name| !name.is_empty() && within(row) != Some(name));
    Channel {
        lines,
        words: words.min(2),
        tracks,
        frames: usize::from(ends) * 2 + usize::from(begins) * 2,
    }
}

/// The words of an edge, on the first of its lines.
fn label_of<'a>(graph: &'a Graph, layout: &Layout, line: &Line) -> Option<&'a str> {
    let segment = layout.segments.get(line.segment)?;
    let first = layout
        .segments
        .iter()
        .position(|other| other.edge == segment.edge)?;
    let edge: &Edge = graph.edges.get(segment.edge)?;
    (first == line.segment).then_some(edge.label.as_str())
}

fn height_of(layout: &Layout, row: usize) -> usize {
    let Some(row) = layout.rows.get(row) else {
        return 0;
    };
    row.slots
        .iter()
        .map(|slot| slot.lines.len())
        .max()
        .unwrap_or_default()
        + 2
}

/// The first row of characters of every row of boxes, and where the drawing ends.
fn tops(layout: &Layout, channels: &[Channel]) -> Vec<usize> {
    let mut tops = Vec::with_capacity(layout.rows.len() + 1);
    let framed = layout
        .rows
        .first()
        .is_some_and(|row| !row.within.is_empty());
    let mut at = usize::from(framed) * 2;
    for row in 0..layout.rows.len() {
        tops.push(at);
        at += height_of(layout, row);
        let last = row + 1 == layout.rows.len();
        let channel = channels.get(row);
        at += match (last, channel) {
            (true, Some(channel)) => channel.frames,
            (true, None) => 0,
            (false, channel) => channel.map_or(1, Channel::height),
        };
    }
    tops.push(at);
    tops
}

fn frames(canvas: &mut Canvas, layout: &Layout, tops: &[usize], channels: &[Channel]) {
    let mut row = 0;
    while let Some(first) = layout.rows.get(row) {
        let name = first.within.clone();
        let mut last = row;
        while layout
            .rows
            .get(last + 1)
            .is_some_and(|next| next.within == name)
        {
            last += 1;
        }
        if !name.is_empty() {
            let top = tops.get(row).copied().unwrap_or_default().saturating_sub(2);
            let bottom = tops.get(last).copied().unwrap_or_default() + height_of(layout, last) + 1;
            let lines = channels.get(last).map_or(0, |channel| {
                if channel.lines.is_empty() {
                    0
                } else {
                    channel.words + channel.tracks
                }
            });
            let _ = lines;
            canvas.frame(0, top, WIDTH, bottom - top + 1, &name);
        }
        row = last + 1;
    }
}

fn boxes(canvas: &mut Canvas, row: &Row, top: usize) {
    let height = row
        .slots
        .iter()
        .map(|slot| slot.lines.len())
        .max()
        .unwrap_or_default()
        + 2;
    for slot in &row.slots {
        if slot.node.is_none() {
            continue;
        }
        let edge = "─".repeat(slot.width.saturating_sub(2));
        canvas.text(slot.x, top, &format!("┌{edge}┐"));
        for line in 0..height - 2 {
            let text = slot.lines.get(line).map_or("", String::as_str);
            let pad = (slot.width - 4).saturating_sub(text.chars().count());
            let inner = format!("│ {text}{} │", " ".repeat(pad));
            canvas.text(slot.x, top + 1 + line, &inner);
        }
        canvas.text(slot.x, top + height - 1, &format!("└{edge}┘"));
    }
}

fn draw(
    canvas: &mut Canvas,
    graph: &Graph,
    layout: &Layout,
    channel: &Channel,
    below: usize,
    legend: &mut Vec<String>,
) {
    if channel.lines.is_empty() {
        return;
    }
    let last = below + channel.height() - 1;
    let first_track = below + channel.words + channel.frames.min(2);
    for line in &channel.lines {
        let Some(segment) = layout.segments.get(line.segment) else {
            continue;
        };
        let dashed = graph
            .edges
            .get(segment.edge)
            .is_some_and(|edge| edge.dashed);
        match line.track {
            None => canvas.down(line.from, below, last, dashed),
            Some(track) => {
                let y = first_track + track;
                if y > below {
                    canvas.down(line.from, below, y - 1, dashed);
                }
                canvas.down(line.to, y + 1, last, dashed);
                let (left, right) = (line.from.min(line.to), line.from.max(line.to));
                for x in left + 1..right {
                    canvas.line(x, y, LEFT | RIGHT, dashed);
                }
                let (toward, back) = if line.to > line.from {
                    (RIGHT, LEFT)
                } else {
                    (LEFT, RIGHT)
                };
                canvas.line(line.from, y, UP | toward, dashed);
                canvas.line(line.to, y, DOWN | back, dashed);
            }
        }
        pass(canvas, layout, line, last, dashed);
        heads(canvas, layout, line, below, last);
    }
    for line in &channel.lines {
        words(
            canvas,
            graph,
            layout,
            line,
            (below, first_track, last),
            legend,
        );
    }
}

/// Carries a line through the boxes of the row below, where it only passes.
fn pass(canvas: &mut Canvas, layout: &Layout, line: &Line, last: usize, dashed: bool) {
    let Some(segment) = layout.segments.get(line.segment) else {
        return;
    };
    let row = segment.row + 1;
    let Some(slot) = layout
        .rows
        .get(row)
        .and_then(|row| row.slots.get(segment.to))
    else {
        return;
    };
    if slot.node.is_none() {
        canvas.down(slot.x, last + 1, last + height_of(layout, row), dashed);
    }
}

/// The arrow where the line reaches its box.
fn heads(canvas: &mut Canvas, layout: &Layout, line: &Line, below: usize, last: usize) {
    let Some(segment) = layout.segments.get(line.segment) else {
        return;
    };
    let box_at = |row: usize, slot: usize| {
        layout
            .rows
            .get(row)
            .and_then(|row| row.slots.get(slot))
            .is_some_and(|slot| slot.node.is_some())
    };
    let (above, under) = (
        box_at(segment.row, segment.from),
        box_at(segment.row + 1, segment.to),
    );
    if above {
        let mark = if segment.upward { "▲" } else { "┬" };
        let y = if segment.upward { below } else { below - 1 };
        canvas.text(line.from, y, mark);
    }
    if under {
        let mark = if segment.upward { "┴" } else { "▼" };
        let y = if segment.upward { last + 1 } else { last };
        canvas.text(line.to, y, mark);
    }
}

/// Writes the words of a line where nothing else stands; where no place is free, a number with its words below.
fn words(
    canvas: &mut Canvas,
    graph: &Graph,
    layout: &Layout,
    line: &Line,
    (below, first_track, last): (usize, usize, usize),
    legend: &mut Vec<String>,
) {
    let Some(text) = label_of(graph, layout, line).filter(|text| !text.is_empty()) else {
        return;
    };
    let length = text.chars().count();
    if let Some(track) = line.track {
        let (left, right) = (line.from.min(line.to), line.from.max(line.to));
        if right - left > length + 4 {
            let y = first_track + track;
            let spare = right - left - length - 2;
            for shift in 0..=spare {
                let x = left + 1 + (spare / 2 + shift) % (spare + 1);
                if canvas.is_across(x, y, length + 2) {
                    canvas.text(x, y, &format!(" {text} "));
                    return;
                }
            }
        }
    }
    for y in below..=last {
        let x = match line.track {
            Some(track) if y > first_track + track => line.to,
            Some(track) if y == first_track + track => continue,
            _ => line.from,
        };
        if canvas.is_free(x + 1, y, length + 2) {
            canvas.text(x + 2, y, text);
            return;
        }
        if x > length + 2 && canvas.is_free(x - length - 2, y, length + 2) {
            canvas.text(x - length - 1, y, text);
            return;
        }
    }
    let number = format!("({})", legend.len() + 1);
    for y in below..=last {
        let x = match line.track {
            Some(track) if y > first_track + track => line.to,
            Some(track) if y == first_track + track => continue,
            _ => line.from,
        };
        if canvas.is_free(x + 1, y, number.len()) {
            canvas.text(x + 1, y, &number);
            legend.push(format!("{number} {text}"));
            return;
        }
    }
    legend.push(format!(
        "{} {text}",
        ends_of(graph, layout, line).unwrap_or_default()
    ));
}

fn ends_of(graph: &Graph, layout: &Layout, line: &Line) -> Option<String> {
    let edge = graph.edges.get(layout.segments.get(line.segment)?.edge)?;
    let label = |id: &str| {
        graph
            .nodes
            .iter()
            .find(|node| node.id == id)
            .map(|node| node.label.clone())
    };
    Some(format!("{} → {}:", label(&edge.from)?, label(&edge.to)?))
}
