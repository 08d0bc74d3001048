//! Applies the changes that diagnostics propose to a text. Never: the file itself, or a change that no longer fits.

use super::{Diagnostic, Fix};

/// The text with the changes of the diagnostics about it, and how many were made.
///
/// Small changes go first; one that touches a place that was changed already waits for the next round.
pub fn apply(text: &str, path: &str, diagnostics: &[Diagnostic]) -> (String, usize) {
    let of_file = diagnostics.iter().filter(|diagnostic| {
        let first = diagnostic.labels.first();
        first.is_some_and(|label| label.source.path == path)
    });
    let mut changes: Vec<(usize, usize, &str)> = of_file
        .filter_map(|diagnostic| diagnostic.fix.as_deref())
        .filter_map(|fix| place(text, fix).map(|(start, end)| (start, end, fix.new.as_str())))
        .collect();
    changes.sort_by_key(|(start, end, _)| (end - start, *start));
    let mut chosen: Vec<(usize, usize, &str)> = Vec::new();
    for change in changes {
        let free = |other: &(usize, usize, &str)| change.1 <= other.0 || change.0 >= other.1;
        let same = chosen.contains(&change);
        if !same && chosen.iter().all(free) {
            chosen.push(change);
        }
    }
    chosen.sort_by_key(|(start, end, _)| (*start, *end));
    let mut fixed = text.to_owned();
    for (start, end, new) in chosen.iter().rev() {
        fixed.replace_range(*start..*end, new);
    }
    (fixed, chosen.len())
}

/// Where the text to replace stands, if it is still there; quotation marks around it stay.
fn place(text: &str, fix: &Fix) -> Option<(usize, usize)> {
    let (start, end) = (fix.span.start, fix.span.end);
    let found = text.get(start..end)?;
    if found == fix.old {
        return Some((start, end));
    }
    let inner = text.get(start + 1..end.checked_sub(1)?)?;
    let quoted = found.starts_with(['"', '\'']) && inner == fix.old;
    quoted.then_some((start + 1, end - 1))
}

#[cfg(test)]
mod tests {
    use super::super::{Code, Diagnostic, Fix, Source, Span};
    use super::apply;

    fn finding(start: usize, end: usize, old: &str, new: &str) -> Diagnostic {
        let source = Source::new("a.yaml", "");
        let mut finding =
            Diagnostic::error(Code::UnknownKey, "x").label(&source, Span::new(start, end), "");
        finding.fix = Some(Box::new(Fix {
            span: Span::new(start, end),
            old: old.to_owned(),
            new: new.to_owned(),
        }));
        finding
    }

    #[test]
    fn changes_keep_quotes_and_leave_alone_what_moved() {
        let text = "idd: \"queu\"\n";
        let changes = [
            finding(0, 3, "idd", "id"),
            finding(5, 11, "queu", "queue"),
            finding(1, 2, "x", "y"),
        ];
        assert_eq!(
            apply(text, "a.yaml", &changes),
            ("id: \"queue\"\n".to_owned(), 2)
        );
        assert_eq!(apply(text, "b.yaml", &changes), (text.to_owned(), 0));
    }
}
