//! Diagnostics for people: the message, the lines it is about with the place underlined, and the help.
//! It never lets the user's text reach a terminal uncleaned.

use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles,
};

use super::super::source::harmless_line;
use super::super::{Code, Diagnostic, Label, Severity, Source};
use super::ordered;

/// Stand for a hyphen and a slash while text is wrapped; sources are shown without these letters.
const HYPHEN: char = '\u{e000}';
const SLASH: char = '\u{e001}';

/// Whether to colour the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// Text only: for files, pipes and tests.
    Plain,
    /// With ANSI escapes: for terminals.
    Ansi,
}

/// All diagnostics, sorted, with a line between them and a count at the end.
pub fn render_human(diagnostics: &[Diagnostic], width: usize, color: Color) -> String {
    let styles = match color {
        Color::Plain => ThemeStyles::none(),
        Color::Ansi => ThemeStyles::ansi(),
    };
    let theme = GraphicalTheme {
        characters: ThemeCharacters::unicode(),
        styles,
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_width(width.max(40))
        .without_syntax_highlighting();
    let mut text = String::new();
    for diagnostic in ordered(diagnostics) {
        // Writing to a string cannot fail; a report that could is better short than lost.
        if handler
            .render_report(&mut text, &Report::new(&diagnostic))
            .is_err()
        {
            text.push_str(&harmless_line(&diagnostic.message));
        }
        text.push('\n');
    }
    text.push_str(&count(diagnostics));
    finish(&text)
}

/// "2 errors, 1 warning", or nothing when there is nothing to tell.
fn count(diagnostics: &[Diagnostic]) -> String {
    let ordered = ordered(diagnostics);
    let of = |severity: Severity, word: &str| match ordered
        .iter()
        .filter(|diagnostic| diagnostic.severity == severity)
        .count()
    {
        0 => None,
        1 => Some(format!("1 {word}")),
        many => Some(format!("{many} {word}s")),
    };
    let counts: Vec<String> = [
        of(Severity::Error, "error"),
        of(Severity::Warning, "warning"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if counts.is_empty() {
        String::new()
    } else {
        counts.join(", ") + "\n"
    }
}

/// A text in one line that wraps between words only: ids and paths are copied from reports.
fn unbreakable(text: &str) -> String {
    harmless_line(text)
        .replace('-', HYPHEN.encode_utf8(&mut [0; 4]))
        .replace('/', SLASH.encode_utf8(&mut [0; 4]))
}

/// Undoes `unbreakable`, and drops the blanks that the drawing leaves at line ends: reports are
/// kept in files and compared.
fn finish(text: &str) -> String {
    let mut trimmed = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim_end();
        trimmed.extend(line.chars().map(|letter| match letter {
            HYPHEN => '-',
            SLASH => '/',
            other => other,
        }));
        trimmed.push('\n');
    }
    trimmed
}

/// One diagnostic in the shape that miette draws.
#[derive(Debug)]
struct Report {
    code: Option<Code>,
    severity: Severity,
    is_note: bool,
    message: String,
    labels: Vec<Label>,
    help: Option<String>,
    /// Places in other files, each drawn as a note of its own.
    notes: Vec<Report>,
}

impl Report {
    fn new(diagnostic: &Diagnostic) -> Self {
        let first = diagnostic.labels.first().map(|label| label.source.clone());
        let (labels, others): (Vec<Label>, Vec<Label>) = diagnostic
            .labels
            .iter()
            .cloned()
            .partition(|label| first.as_ref() == Some(&label.source));
        Self {
            code: Some(diagnostic.code),
            severity: diagnostic.severity,
            is_note: false,
            message: unbreakable(&diagnostic.message),
            labels,
            help: diagnostic.help.as_deref().map(|help| {
                let lines: Vec<String> = help.lines().map(unbreakable).collect();
                lines.join("\n")
            }),
            notes: others
                .into_iter()
                .map(|label| Self::note(label, diagnostic.severity))
                .collect(),
        }
    }

    fn note(label: Label, severity: Severity) -> Self {
        let message = if label.text.is_empty() {
            "see also".to_owned()
        } else {
            unbreakable(&label.text)
        };
        let labels = vec![Label {
            text: String::new(),
            ..label
        }];
        Self {
            code: None,
            severity,
            is_note: true,
            message,
            labels,
            help: None,
            notes: Vec::new(),
        }
    }

    fn source(&self) -> Option<&Source> {
        self.labels.first().map(|label| label.source.as_ref())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Report {}

impl miette::Diagnostic for Report {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code
            .map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code
            .map(|code| Box::new(format!("cloud-plan explain {code}")) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match (self.is_note, self.severity) {
            (true, _) => miette::Severity::Advice,
            (false, Severity::Error) => miette::Severity::Error,
            (false, Severity::Warning) => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help
            .as_ref()
            .map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let source = self.source()?;
        Some(Box::new(self.labels.iter().enumerate().map(
            |(index, label)| {
                let span = source.mark(label.span);
                let text = (!label.text.is_empty()).then(|| unbreakable(&label.text));
                let place = (span.start, span.len());
                if index == 0 {
                    LabeledSpan::new_primary_with_span(text, place)
                } else {
                    LabeledSpan::new_with_span(text, place)
                }
            },
        )))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        if self.notes.is_empty() {
            return None;
        }
        Some(Box::new(
            self.notes
                .iter()
                .map(|note| note as &dyn miette::Diagnostic),
        ))
    }
}
