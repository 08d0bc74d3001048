//! A page of characters on which lines join where they meet. Never: what the lines mean.

/// Directions in which a line leaves a cell.
pub const UP: u8 = 1;
/// See [`UP`].
pub const DOWN: u8 = 2;
/// See [`UP`].
pub const LEFT: u8 = 4;
/// See [`UP`].
pub const RIGHT: u8 = 8;

#[derive(Clone, Copy, Default)]
struct Cell {
    lines: u8,
    dashed: bool,
    letter: Option<char>,
}

/// A page of characters.
pub struct Canvas {
    width: usize,
    rows: Vec<Vec<Cell>>,
}

impl Canvas {
    /// An empty page.
    pub fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            rows: vec![vec![Cell::default(); width]; height],
        }
    }

    fn cell(&mut self, x: usize, y: usize) -> Option<&mut Cell> {
        self.rows.get_mut(y)?.get_mut(x)
    }

    /// Adds line ends to a cell.
    pub fn line(&mut self, x: usize, y: usize, ends: u8, dashed: bool) {
        if let Some(cell) = self.cell(x, y) {
            cell.dashed = if cell.lines == 0 {
                dashed
            } else {
                cell.dashed && dashed
            };
            cell.lines |= ends;
        }
    }

    /// A line down from one row to another, both included.
    pub fn down(&mut self, x: usize, from: usize, to: usize, dashed: bool) {
        for y in from..=to {
            self.line(x, y, UP | DOWN, dashed);
        }
    }

    /// Writes over whatever is there.
    pub fn text(&mut self, x: usize, y: usize, text: &str) {
        for (place, letter) in text.chars().enumerate() {
            if let Some(cell) = self.cell(x + place, y) {
                cell.letter = Some(letter);
            }
        }
    }

    /// Whether cells hold nothing at all.
    pub fn is_free(&self, x: usize, y: usize, length: usize) -> bool {
        x + length <= self.width
            && self
                .rows
                .get(y)
                .and_then(|row| row.get(x..x + length))
                .is_some_and(|cells| {
                    cells
                        .iter()
                        .all(|cell| cell.lines == 0 && cell.letter.is_none())
                })
    }

    /// Whether cells hold nothing but a line across.
    pub fn is_across(&self, x: usize, y: usize, length: usize) -> bool {
        x + length <= self.width
            && self
                .rows
                .get(y)
                .and_then(|row| row.get(x..x + length))
                .is_some_and(|cells| {
                    cells
                        .iter()
                        .all(|cell| cell.lines & !(LEFT | RIGHT) == 0 && cell.letter.is_none())
                })
    }

    /// A frame with a title in its upper edge.
    pub fn frame(&mut self, x: usize, y: usize, width: usize, height: usize, title: &str) {
        let (right, bottom) = (x + width - 1, y + height - 1);
        for at in x + 1..right {
            self.line(at, y, LEFT | RIGHT, false);
            self.line(at, bottom, LEFT | RIGHT, false);
        }
        for at in y + 1..bottom {
            self.line(x, at, UP | DOWN, false);
            self.line(right, at, UP | DOWN, false);
        }
        self.line(x, y, RIGHT | DOWN, false);
        self.line(right, y, LEFT | DOWN, false);
        self.line(x, bottom, RIGHT | UP, false);
        self.line(right, bottom, LEFT | UP, false);
        if !title.is_empty() {
            self.text(x + 2, y, &format!(" {title} "));
        }
    }

    /// The page, without blanks at the ends of lines.
    pub fn print(&self) -> String {
        let mut out = String::new();
        for row in &self.rows {
            let line: String = row.iter().copied().map(letter).collect();
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

fn letter(cell: Cell) -> char {
    if let Some(letter) = cell.letter {
        return letter;
    }
    let (straight_down, straight_across) = if cell.dashed {
        ('╎', '╌')
    } else {
        ('│', '─')
    };
    match cell.lines {
        0 => ' ',
        lines if lines & (LEFT | RIGHT) == 0 => straight_down,
        lines if lines & (UP | DOWN) == 0 => straight_across,
        lines => match (
            lines & UP != 0,
            lines & DOWN != 0,
            lines & LEFT != 0,
            lines & RIGHT != 0,
        ) {
            (false, true, false, true) => '┌',
            (false, true, true, false) => '┐',
            (true, false, false, true) => '└',
            (true, false, true, false) => '┘',
            (true, true, false, true) => '├',
            (true, true, true, false) => '┤',
            (false, true, true, true) => '┬',
            (true, false, true, true) => '┴',
            _ => '┼',
        },
    }
}
