//! Comments that take a finding back: `# lint: ignore CODE because REASON`, on its line or on the lines above it.
//! Never: a finding that keeps a file from being read.

use super::job::File;
use crate::diag::{Code, Diagnostic, Source, Span};
use std::str::FromStr;
use std::sync::Arc;

/// How such a comment begins.
pub(super) const MARK: &str = "lint: ignore";

/// What stands between the code and the reason.
const BECAUSE: &str = "because";

/// A comment that takes findings of a code on a line back.
struct Ignore {
    code: Code,
    span: Span,
    /// The line that it speaks of, from 0.
    line: usize,
    used: bool,
}

/// The findings of a file without those that comments take back, and what is wrong with the comments.
pub(super) fn apply(file: &File, findings: &mut Vec<Diagnostic>) {
    let source = &file.source;
    if !source.text.contains(MARK) {
        return;
    }
    let (mut ignores, wrong) = read(source);
    findings.retain(|finding| {
        let Some(label) = finding.labels.first() else {
            return true;
        };
        if label.source.path != source.path {
            return true;
        }
        let line = source.position(label.span.start).line - 1;
        let mut kept = true;
        for ignore in &mut ignores {
            if ignore.code == finding.code && ignore.line == line {
                ignore.used = true;
                kept = false;
            }
        }
        kept
    });
    findings.extend(wrong);
    let useless = ignores.iter().filter(|ignore| !ignore.used);
    findings.extend(useless.map(|ignore| useless_ignore(source, ignore)));
}

fn useless_ignore(source: &Arc<Source>, ignore: &Ignore) -> Diagnostic {
    Diagnostic::warning(
        Code::UselessIgnore,
        format!("there is no `{}` to ignore here", ignore.code),
    )
    .label(source, ignore.span, "would hide the next mistake")
    .help("remove the comment; it speaks of its own line, or of the next line that is no comment")
}

/// All comments of a file, and what is wrong with those that cannot be understood.
fn read(source: &Arc<Source>) -> (Vec<Ignore>, Vec<Diagnostic>) {
    let (mut ignores, mut wrong) = (Vec::new(), Vec::new());
    let lines: Vec<&str> = source.text.split('\n').collect();
    let mut start = 0;
    for (number, line) in lines.iter().enumerate() {
        if let Some((at, said)) = comment(line) {
            let span = Span::new(start + at, start + line.trim_end().len());
            let (code, complaint) = understood(said);
            ignores.extend(code.map(|code| Ignore {
                code,
                span,
                line: meant(&lines, number),
                used: complaint.is_some(),
            }));
            wrong.extend(complaint.map(|(message, label, help)| {
                Diagnostic::error(Code::BadIgnore, message)
                    .label(source, span, label)
                    .help(help)
            }));
        }
        start += line.len() + 1;
    }
    (ignores, wrong)
}

/// Where the comment begins, and what follows its mark.
fn comment(line: &str) -> Option<(usize, &str)> {
    let at = line.find(MARK)?;
    let before = line.get(..at)?;
    let sign = before.trim_end().strip_suffix('#')?;
    let is_comment = sign.is_empty() || sign.ends_with(' ');
    is_comment.then(|| (sign.len(), line.get(at + MARK.len()..).unwrap_or_default()))
}

/// The line that a comment speaks of: its own, or the next one that is no comment.
fn meant(lines: &[&str], number: usize) -> usize {
    let is_comment = |line: &&str| line.trim_start().starts_with('#') || line.trim().is_empty();
    let rest = lines.iter().enumerate().skip(number);
    rest.clone()
        .find(|(_, line)| !is_comment(line))
        .map_or(number, |(at, _)| at)
}

/// What is wrong with a comment: message, label and help.
type Complaint = (String, &'static str, String);

/// The code that a comment names, and what is wrong with it. A finding without a reason is taken back all the same:
/// one mistake is told once.
fn understood(said: &str) -> (Option<Code>, Option<Complaint>) {
    let mut words = said.trim().splitn(2, char::is_whitespace);
    let name = words.next().unwrap_or_default();
    let reason = words.next().unwrap_or_default().trim();
    let form = || format!("write `# {MARK} CODE {BECAUSE} REASON`");
    let Ok(code) = Code::from_str(name) else {
        let known: Vec<&str> = Code::all().iter().map(|code| code.as_str()).collect();
        let near = crate::diag::suggest::nearest(name, known.iter().copied());
        let help = near.map_or_else(form, |near| format!("did you mean `{near}`?"));
        let message = format!("no finding has the code `{name}`");
        return (None, Some((message, "ignores nothing", help)));
    };
    let reason = reason.strip_prefix(BECAUSE).map(str::trim);
    let complaint = reason.is_none_or(str::is_empty).then(|| {
        let message = format!("this does not say why `{name}` is ignored");
        (message, "the next reader cannot judge it", form())
    });
    (Some(code), complaint)
}
