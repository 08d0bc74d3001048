//! A text with its name, its lines, and the view of it that is safe to show.
//! It never reads the file itself.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::Span;

/// Lines longer than this are shown only around the place that is meant.
const LONGEST_LINE: usize = 400;

/// How much of a long line is shown before and after the place.
const AROUND: usize = 60;

/// A text that diagnostics point into.
#[derive(Debug)]
pub struct Source {
    /// The name as the user should see it.
    pub path: String,
    /// The text, as it was read.
    pub text: Arc<str>,
    /// Where each line starts; found once, since a report looks lines up many times.
    lines: OnceLock<Vec<usize>>,
    /// The text as it may be shown, where that differs.
    shown: OnceLock<Option<String>>,
}

/// A place as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Source {
    /// A text under the name that the user knows it by.
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>) -> Arc<Self> {
        Arc::new(Self {
            path: path.into(),
            text: text.into(),
            lines: OnceLock::new(),
            shown: OnceLock::new(),
        })
    }

    /// The line and column of a byte; a byte past the end counts as the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let index = self.line_index(offset);
        let start = self.line_start(index);
        let before = self.text.get(start..offset).unwrap_or_default();
        Position {
            line: index + 1,
            column: before.chars().count() + 1,
        }
    }

    /// The text of a span, if it lies inside.
    pub fn slice(&self, span: Span) -> Option<&str> {
        self.text.get(span.start..span.end)
    }

    /// The span with both ends moved inside the text and onto characters.
    pub fn clamp(&self, span: Span) -> Span {
        let bound = |offset: usize| self.text.floor_char_boundary(offset.min(self.text.len()));
        Span::new(bound(span.start), bound(span.end))
    }

    /// The part to underline: one line of the span, and at least one character where there is one.
    pub(super) fn mark(&self, span: Span) -> Span {
        let span = self.clamp(span);
        let text = self.slice(span).unwrap_or_default();
        let line = text.lines().next().unwrap_or_default().trim_end();
        let end = span.start + line.len();
        if end > span.start {
            return Span::new(span.start, end);
        }
        let is_break = |letter: &char| matches!(letter, '\n' | '\r');
        let rest = self.text.get(span.start..).unwrap_or_default();
        if let Some(letter) = rest.chars().next().filter(|letter| !is_break(letter)) {
            return Span::new(span.start, span.start + letter.len_utf8());
        }
        // Nothing follows on the line: the character before it, since an empty mark is not drawn.
        let before = self.text.get(..span.start).unwrap_or_default();
        match before
            .chars()
            .next_back()
            .filter(|letter| !is_break(letter))
        {
            Some(letter) => Span::new(span.start - letter.len_utf8(), span.start),
            None => Span::new(span.start, span.start),
        }
    }

    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let breaks = self
                .text
                .bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0)
                .chain(breaks.map(|(index, _)| index + 1))
                .collect()
        })
    }

    /// The line, from 0, that holds the byte.
    fn line_index(&self, offset: usize) -> usize {
        self.lines()
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    /// The first byte of a line; the end of the text for a line past the last one.
    fn line_start(&self, index: usize) -> usize {
        self.lines().get(index).copied().unwrap_or(self.text.len())
    }

    /// The text without anything that could move the cursor, colour the screen or turn the reading
    /// direction; every character keeps its length, so that spans stay true.
    fn shown(&self) -> &str {
        let shown = self.shown.get_or_init(|| {
            let is_unsafe = |letter: char| harmless(letter) != letter;
            self.text
                .contains(is_unsafe)
                .then(|| self.text.chars().map(harmless).collect())
        });
        shown.as_deref().unwrap_or(&self.text)
    }

    /// The bytes to show for a span with so many lines around it.
    fn window(&self, span: Span, before: usize, after: usize) -> Range<usize> {
        let first = self.line_index(span.start).saturating_sub(before);
        let last = self
            .line_index(span.end.saturating_sub(1).max(span.start))
            .saturating_add(after);
        let (start, end) = (
            self.line_start(first),
            self.line_start(last.saturating_add(1)),
        );
        let too_long = (first..=last.min(self.lines().len()))
            .any(|index| self.line_start(index + 1) - self.line_start(index) > LONGEST_LINE);
        if !too_long {
            return start..end;
        }
        // Long lines are written by machines; their neighbours explain nothing.
        let line = self.line_index(span.start);
        let (line_start, line_end) = (self.line_start(line), self.line_start(line + 1));
        let start = self
            .text
            .floor_char_boundary(span.start.saturating_sub(AROUND))
            .max(line_start);
        let end = self
            .text
            .ceil_char_boundary((span.end + AROUND).min(self.text.len()))
            .min(line_end);
        start
            ..end
                .min(self.text.ceil_char_boundary(start + LONGEST_LINE))
                .max(span.end)
    }
}

fn harmless(letter: char) -> char {
    match letter {
        '\n' | '\t' => letter,
        '\r' => ' ',
        // The private letters are used while text is wrapped.
        // One, two and three bytes: the replacement has to be as long as what it replaces.
        '\u{0}'..='\u{1f}' | '\u{7f}' => '?',
        '\u{80}'..='\u{9f}' => '\u{bf}',
        '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{e000}'
        | '\u{e001}' => '\u{fffd}',
        _ => letter,
    }
}

/// A line of text that cannot disturb a terminal; for messages that quote the user.
pub(super) fn harmless_line(text: &str) -> String {
    text.chars()
        .map(|letter| {
            if matches!(letter, '\n' | '\t') {
                ' '
            } else {
                harmless(letter)
            }
        })
        .collect()
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.text == other.text
    }
}

impl Eq for Source {}

impl SourceCode for Source {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let span = self.clamp(Span::new(
            span.offset(),
            span.offset().saturating_add(span.len()),
        ));
        let window = self.window(span, context_lines_before, context_lines_after);
        let text = self
            .shown()
            .get(window.clone())
            .ok_or(MietteError::OutOfBounds)?;
        let text = text.strip_suffix('\n').unwrap_or(text);
        let position = self.position(if context_lines_before == 0 {
            span.start
        } else {
            window.start
        });
        let place = SourceSpan::new(window.start.into(), text.len());
        let (line, column) = (position.line - 1, position.column - 1);
        let lines = text.lines().count();
        let contents = MietteSpanContents::new_named(
            self.path.clone(),
            text.as_bytes(),
            place,
            line,
            column,
            lines,
        );
        Ok(Box::new(contents))
    }
}
