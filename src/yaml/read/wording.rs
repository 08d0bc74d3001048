//! Turns what the parser and serde say into words for the person who wrote the file.
//! It never shows a Rust type.

use granit_parser::ErrorKind as Scan;
use serde::de::{Expected, Unexpected};

use super::{Error, ErrorKind};

/// What is wrong with the text, and what to do about it where that is known.
pub(super) fn syntax(kind: &Scan) -> (String, Option<&'static str>) {
    let (message, help) = match kind {
        Scan::UnclosedFlowCollection { open } => {
            return (
                format!("`{open}` is never closed"),
                Some("close the bracket, or quote the text if it is not one"),
            );
        }
        Scan::MismatchedFlowCollectionEnd { open, close } => {
            return (format!("`{open}` is closed by `{close}`"), None);
        }
        Scan::UnexpectedCharacter { character } => {
            let shown = character.escape_default();
            return (
                format!("`{shown}` cannot stand here"),
                Some("put the text in quotes"),
            );
        }
        Scan::UnclosedQuotedScalar => (
            "a quotation mark is never closed",
            Some("add the closing quotation mark"),
        ),
        tabs if is_about_tabs(tabs) => ("a tab cannot indent", Some("use two spaces")),
        Scan::InvalidIndentation
        | Scan::InvalidBlockScalarIndent
        | Scan::InvalidQuotedScalarIndent => (
            "the indentation does not fit the lines above",
            Some("align it with the key or item it belongs to"),
        ),
        Scan::UnknownAnchor => (
            "an alias refers to an anchor that does not exist",
            Some("define `&name` before `*name`, or quote the text"),
        ),
        Scan::SimpleKeyExpected | Scan::ExpectedBlockMappingKey | Scan::InvalidSimpleKey => (
            "a key with a colon is missing here",
            Some("write `key: value`; quote a text that holds a colon and a space"),
        ),
        Scan::ExpectedFlowMappingSeparator => ("a comma or `}` is missing here", None),
        Scan::ExpectedFlowSequenceSeparator => ("a comma or `]` is missing here", None),
        Scan::UnexpectedEofFlowMapping | Scan::UnexpectedEofImplicitFlowMapping => {
            ("the text ends inside `{`", Some("add the missing `}`"))
        }
        Scan::UnexpectedEofFlowSequence => {
            ("the text ends inside `[`", Some("add the missing `]`"))
        }
        Scan::UnknownQuotedScalarEscape => (
            "this escape has no meaning",
            Some("write `\\\\` for a backslash, or use single quotes"),
        ),
        Scan::InvalidTrailingDoubleQuotedScalar | Scan::InvalidTrailingSingleQuotedScalar => (
            "text follows a closing quotation mark",
            Some("quote the whole text; double a single quote inside single quotes"),
        ),
        Scan::CommentNotSeparated => ("a comment needs a space before its `#`", None),
        other => return rare(other),
    };
    (message.to_owned(), help)
}

/// The rest: mostly in the parser's own words.
fn rare(kind: &Scan) -> (String, Option<&'static str>) {
    match kind {
        Scan::MappingValueNotAllowed => (
            "a second key begins inside a value".to_owned(),
            Some(
                "put the value in quotes if the colon is part of its text, else begin a new line before the key",
            ),
        ),
        other => (plain(&other.to_string()), None),
    }
}

/// Whether the parser met a tab where only spaces count.
pub(super) fn is_about_tabs(kind: &Scan) -> bool {
    matches!(
        kind,
        Scan::TabNotAllowed
            | Scan::TabInBlockIndentation
            | Scan::TabInIndentation
            | Scan::TabAtBlockScalarStart
    )
}

/// The parser's own words, made to look like ours: one line, lower case first, no final period.
fn plain(message: &str) -> String {
    let line = message
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    let mut letters = line.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_lowercase().to_string())
        .unwrap_or_default();
    format!("the text is not valid YAML: {first}{}", letters.as_str())
}

impl serde::de::Error for Error {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Error::new(ErrorKind::WrongType, message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let expected = in_words(expected);
        Error::custom(format!(
            "{} stands where {expected} is expected",
            unexpected(found)
        ))
        .label(format!("expected {expected}"))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        match found {
            Unexpected::Signed(value) => Error::custom(format!(
                "the number `{value}` is too large or too small here"
            )),
            _ => Error::invalid_type(found, expected),
        }
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        let expected = in_words(expected);
        Error::custom(format!("{length} items do not make {expected}"))
    }

    fn unknown_variant(variant: &str, options: &'static [&'static str]) -> Self {
        Error::new(
            ErrorKind::UnknownValue,
            format!("`{variant}` is not a word that is known here"),
        )
        .choice(variant, options)
    }

    fn unknown_field(field: &str, options: &'static [&'static str]) -> Self {
        Error::new(
            ErrorKind::UnknownKey,
            format!("the key `{field}` has no meaning here"),
        )
        .choice(field, options)
    }

    fn missing_field(field: &'static str) -> Self {
        Error::new(
            ErrorKind::MissingKey,
            format!("the key `{field}` is missing"),
        )
        .label("it belongs beside this one")
    }

    fn duplicate_field(field: &'static str) -> Self {
        Error::new(
            ErrorKind::DuplicateKey,
            format!("the key `{field}` is written twice"),
        )
    }
}

/// What serde expected, in the words of a person who writes YAML.
fn in_words(expected: &dyn Expected) -> String {
    let words = expected.to_string();
    let plain = match words.as_str() {
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => "a whole number",
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => "a whole number that is not negative",
        "f32" | "f64" | "a Decimal type representing a fixed-point number" => "a number",
        "a boolean" => "`true` or `false`",
        "a string" | "string" | "a str" | "str" | "a borrowed string" => "text",
        "a sequence" => "a list",
        "unit" => "nothing",
        "option" => "a value or nothing",
        _ if words.starts_with("struct ") || words.starts_with("map") => "a map",
        _ if words.starts_with("enum ") => "one of the known words",
        _ if words.starts_with("a tuple") || words.starts_with("tuple ") => "a list",
        _ => &words,
    };
    plain.to_owned()
}

/// What serde found, in the words of a person who writes YAML.
fn unexpected(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => format!("`{value}`"),
        Unexpected::Unsigned(value) => format!("the number `{value}`"),
        Unexpected::Signed(value) => format!("the number `{value}`"),
        Unexpected::Float(value) => format!("the number `{value}`"),
        Unexpected::Char(value) => format!("the text `{value}`"),
        Unexpected::Str(text) => quote_text(text),
        Unexpected::Seq | Unexpected::TupleVariant => "a list".to_owned(),
        Unexpected::Map | Unexpected::StructVariant => "a map".to_owned(),
        Unexpected::Unit | Unexpected::Option | Unexpected::UnitVariant => "nothing".to_owned(),
        Unexpected::Other(words) => words.to_owned(),
        Unexpected::Bytes(_)
        | Unexpected::NewtypeStruct
        | Unexpected::Enum
        | Unexpected::NewtypeVariant => "another kind of value".to_owned(),
    }
}

/// A text as it can stand inside a one-line message.
pub(super) fn quote_text(text: &str) -> String {
    const SHOWN: usize = 40;
    if text.is_empty() {
        return "an empty text".to_owned();
    }
    let line: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    if line.chars().count() <= SHOWN {
        return format!("the text `{line}`");
    }
    let start: String = line.chars().take(SHOWN).collect();
    format!("the text `{}...`", start.trim_end())
}
