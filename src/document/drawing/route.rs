//! Which columns and tracks the lines between two rows take. Never: the characters.

use super::layout::{Layout, Slot};

/// A line between two rows with its columns.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// The segment it stands for.
    pub segment: usize,
    /// Column at the row above.
    pub from: usize,
    /// Column at the row below.
    pub to: usize,
    /// Its own row between the two, counted from 0; none if it runs straight.
    pub track: Option<usize>,
}

/// The lines below a row, with their columns and tracks.
pub fn lines_below(layout: &Layout, row: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = layout
        .segments
        .iter()
        .enumerate()
        .filter(|(_, segment)| segment.row == row)
        .map(|(place, _)| Line {
            segment: place,
            ..Line::default()
        })
        .collect();
    ports(layout, row, &mut lines, true);
    ports(layout, row, &mut lines, false);
    straighten(layout, row, &mut lines);
    apart(layout, row, &mut lines);
    tracks(&mut lines);
    lines
}

fn slot_of<'a>(layout: &'a Layout, line: &Line, above: bool) -> Option<&'a Slot> {
    let segment = layout.segments.get(line.segment)?;
    let (row, slot) = if above {
        (segment.row, segment.from)
    } else {
        (segment.row + 1, segment.to)
    };
    layout.rows.get(row)?.slots.get(slot)
}

/// Spreads the ends of the lines of a box over its edge, in the order of their other ends.
fn ports(layout: &Layout, _row: usize, lines: &mut [Line], above: bool) {
    let key = |line: &Line| slot_of(layout, line, above).map(|slot| slot.x);
    let other = |line: &Line| slot_of(layout, line, !above).map(Slot::middle);
    let starts: Vec<Option<usize>> = lines.iter().map(key).collect();
    for start in starts.iter().flatten() {
        let mut group: Vec<usize> = (0..lines.len())
            .filter(|place| starts.get(*place) == Some(&Some(*start)))
            .collect();
        group.sort_by_key(|place| lines.get(*place).map(|line| (other(line), line.segment)));
        let count = group.len();
        for (rank, place) in group.into_iter().enumerate() {
            let Some(line) = lines.get_mut(place) else {
                continue;
            };
            let Some(slot) = slot_of(layout, line, above) else {
                continue;
            };
            let column = slot.x + (rank + 1) * slot.width / (count + 1);
            if above {
                line.from = column;
            } else {
                line.to = column;
            }
        }
    }
}

/// Lets a line run straight where both of its boxes have the column free.
fn straighten(layout: &Layout, row: usize, lines: &mut [Line]) {
    let _ = row;
    for place in 0..lines.len() {
        let Some(line) = lines.get(place).cloned() else {
            continue;
        };
        if line.from == line.to {
            continue;
        }
        for (column, moves_top) in [(line.to, true), (line.from, false)] {
            let slot = slot_of(layout, &line, moves_top);
            let inside = slot.is_some_and(|slot| {
                slot.width > 1 && column > slot.x && column + 1 < slot.x + slot.width
            });
            let free = lines.iter().enumerate().all(|(other, line)| {
                let taken = if moves_top { line.from } else { line.to };
                other == place || taken.abs_diff(column) > 1
            });
            if inside && free {
                if let Some(line) = lines.get_mut(place) {
                    line.from = column;
                    line.to = column;
                }
                break;
            }
        }
    }
}

/// Keeps ends of different lines out of each other's columns, so that bends never fall together.
fn apart(layout: &Layout, row: usize, lines: &mut [Line]) {
    let _ = row;
    for place in 0..lines.len() {
        let Some(line) = lines.get(place).cloned() else {
            continue;
        };
        if line.from == line.to {
            continue;
        }
        let clash = |column: usize, lines: &[Line]| {
            lines
                .iter()
                .enumerate()
                .any(|(other, line)| other != place && line.to == column)
        };
        let Some(slot) = slot_of(layout, &line, true) else {
            continue;
        };
        if slot.width < 3 || !clash(line.from, lines) {
            continue;
        }
        let taken = |column: usize, lines: &[Line]| {
            clash(column, lines)
                || lines
                    .iter()
                    .enumerate()
                    .any(|(other, line)| other != place && line.from == column)
        };
        let free = (slot.x + 1..slot.x + slot.width - 1)
            .filter(|column| !taken(*column, lines))
            .min_by_key(|column| column.abs_diff(line.from));
        if let (Some(column), Some(line)) = (free, lines.get_mut(place)) {
            line.from = column;
        }
    }
}

/// Gives every bent line a row of its own: those that go far right first turn last.
fn tracks(lines: &mut [Line]) {
    let mut bent: Vec<usize> = (0..lines.len())
        .filter(|place| lines.get(*place).is_some_and(|line| line.from != line.to))
        .collect();
    bent.sort_by_key(|place| {
        lines.get(*place).map(|line| {
            if line.to > line.from {
                (0, usize::MAX - line.from)
            } else {
                (1, line.from)
            }
        })
    });
    for (track, place) in bent.into_iter().enumerate() {
        if let Some(line) = lines.get_mut(place) {
            line.track = Some(track);
        }
    }
}
