//! Finds text that was written as UTF-8 and read as Windows-1252 or Latin-1: two or three odd letters for one.
//! Never: letters that somebody meant.

use super::Extent;
use crate::diag::{Code, Diagnostic, Source, Span};
use crate::kb::every::{Every, every};
use crate::kb::{Kb, Layer};

/// What Windows-1252 has from 0x80 to 0x9F; a blank place is a control letter in Latin-1 too.
const HIGH: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}',
    '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// Everything that was decoded wrongly.
pub(super) fn check(kb: &Kb, extent: Extent) -> Vec<Diagnostic> {
    let looked_at = |one: &Every<'_>| {
        extent == Extent::All || one.layers.iter().any(|layer| *layer != Layer::BuiltIn)
    };
    let mut findings = Vec::new();
    for one in every(kb).iter().filter(|one| looked_at(one)) {
        if one.text.is_ascii() {
            continue;
        }
        let source = Source::new(one.path, one.text);
        for (span, meant) in wrong(&source.text) {
            let found = source.slice(span).unwrap_or_default();
            let finding = Diagnostic::error(
                Code::MisDecoded,
                format!("`{found}` was `{meant}` before it was read as Windows-1252"),
            );
            let finding = finding.label(&source, span, "printed as it is, in every plan");
            findings.push(finding.help(format!(
                "write `{meant}`, and save the file as UTF-8; with iconv: `iconv -f utf-8 -t cp1252 FILE`"
            )));
        }
    }
    findings
}

/// Each run of odd letters with what it was.
fn wrong(text: &str) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        let Some(first) = byte(letter) else { continue };
        let mut bytes = vec![first];
        let mut end = start + letter.len_utf8();
        while let Some((at, next)) = letters.peek().copied() {
            let Some(more) = byte(next) else { break };
            bytes.push(more);
            end = at + next.len_utf8();
            letters.next();
        }
        if let Ok(meant) = String::from_utf8(bytes) {
            found.push((Span::new(start, end), meant));
        }
    }
    found
}

/// The byte of a letter beyond ASCII in Windows-1252.
fn byte(letter: char) -> Option<u8> {
    if let Some(at) = HIGH.iter().position(|high| *high == letter) {
        return u8::try_from(0x80 + at).ok();
    }
    u8::try_from(u32::from(letter))
        .ok()
        .filter(|byte| *byte >= 0xa0)
}

#[cfg(test)]
mod tests {
    use super::wrong;

    fn check(text: &str, meant: &[&str]) {
        let found: Vec<String> = wrong(text).into_iter().map(|(_, meant)| meant).collect();
        assert_eq!(found, meant, "{text}");
    }

    #[test]
    fn letters_that_were_decoded_wrongly_are_found_and_others_are_not() {
        check("\u{e2}\u{201d}\u{152}\u{e2}\u{201d}\u{20ac} a", &["┌─"]);
        check("caf\u{c3}\u{a9} and \u{e2}\u{2020}\u{2019}", &["é", "→"]);
        check("\u{f0}\u{178}\u{161}\u{20ac}", &["🚀"]);
        check("café, 20 °C, 3 × 2, “quoted” – §§ 4, ┌─┐ → ü ö ñ …", &[]);
    }
}
