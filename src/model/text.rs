//! Texts, lines and checks: what people read. Never: filling in placeholders.

use super::condition::Condition;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A word that is stored where nobody needs it: passed over without being kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Skipped;

impl<'de> Deserialize<'de> for Skipped {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SkippedVisitor;
        impl Visitor<'_> for SkippedVisitor {
            type Value = Skipped;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a word")
            }
            fn visit_str<E: Error>(self, _: &str) -> Result<Skipped, E> {
                Ok(Skipped)
            }
        }
        deserializer.deserialize_str(SkippedVisitor)
    }
}

/// A sentence with placeholders, in parts that may each have a condition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Text(pub Vec<TextPart>);

/// One part of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextPart {
    /// When it is said; always, if absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The words, with `{placeholders}`.
    pub say: String,
}

impl Text {
    /// A text of one unconditional part.
    pub fn plain(say: impl Into<String>) -> Self {
        Self(vec![TextPart {
            when: None,
            say: say.into(),
        }])
    }

    /// Whether there is nothing to say under any condition.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|part| part.say.is_empty())
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a sentence, or a list of sentences and `{when, say}` entries")
    }

    fn visit_str<E: Error>(self, say: &str) -> Result<Text, E> {
        Ok(Text::plain(say.trim_end()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Text, A::Error> {
        let mut parts = Vec::new();
        while let Some(Loose(part)) = seq.next_element()? {
            parts.push(part);
        }
        Ok(Text(parts))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Text, A::Error> {
        TextPart::deserialize(MapAccessDeserializer::new(map)).map(|part| Text(vec![part]))
    }
}

/// A part that may be written as a bare string.
struct Loose(TextPart);

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PartVisitor;
        impl<'de> Visitor<'de> for PartVisitor {
            type Value = Loose;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a sentence or `{when, say}`")
            }
            fn visit_str<E: Error>(self, say: &str) -> Result<Loose, E> {
                Ok(Loose(TextPart {
                    when: None,
                    say: say.trim_end().to_owned(),
                }))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Loose, A::Error> {
                TextPart::deserialize(MapAccessDeserializer::new(map)).map(Loose)
            }
        }
        deserializer.deserialize_any(PartVisitor)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(TextVisitor)
        } else {
            Vec::deserialize(deserializer).map(Text)
        }
    }
}

/// One line of a plan: a text, when it applies, and how much it matters on a full page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What it says.
    pub say: Text,
    /// When it is said; always, if absent.
    pub when: Option<Condition>,
    /// 1 (goes first) to 9 (stays); 5 is usual.
    pub weight: u8,
    /// What an auditor files it under.
    pub practices: Vec<String>,
}

/// The weight of a line that does not state one.
pub const USUAL_WEIGHT: u8 = 5;

fn usual_weight() -> u8 {
    USUAL_WEIGHT
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineForm {
    say: Text,
    #[serde(default)]
    when: Option<Condition>,
    #[serde(default = "usual_weight")]
    weight: u8,
    #[serde(default)]
    practices: Vec<String>,
}

impl From<LineForm> for Line {
    fn from(form: LineForm) -> Self {
        Self {
            say: form.say,
            when: form.when,
            weight: form.weight,
            practices: form.practices,
        }
    }
}

struct LineVisitor;

impl<'de> Visitor<'de> for LineVisitor {
    type Value = Line;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a sentence or `{say, when, weight, practices}`")
    }

    fn visit_str<E: Error>(self, say: &str) -> Result<Line, E> {
        Ok(Line {
            say: Text::plain(say.trim_end()),
            weight: USUAL_WEIGHT,
            ..Line::default()
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Line, A::Error> {
        LineForm::deserialize(MapAccessDeserializer::new(map)).map(Line::from)
    }
}

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(LineVisitor)
        } else {
            LineForm::deserialize(deserializer).map(Line::from)
        }
    }
}

/// Lines that people may write as one line or as a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Lines(pub Vec<Line>);

struct LinesVisitor;

impl<'de> Visitor<'de> for LinesVisitor {
    type Value = Lines;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a line or a list of lines")
    }

    fn visit_str<E: Error>(self, say: &str) -> Result<Lines, E> {
        LineVisitor.visit_str(say).map(|line| Lines(vec![line]))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Lines, A::Error> {
        LineVisitor.visit_map(map).map(|line| Lines(vec![line]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Lines, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Lines)
    }
}

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(LinesVisitor)
        } else {
            Vec::deserialize(deserializer).map(Lines)
        }
    }
}

/// An acceptance check: a command with what it must print, or an observable fact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The command, with placeholders.
    #[serde(default)]
    pub run: Option<String>,
    /// What the command must show.
    #[serde(default)]
    pub expect: Option<Text>,
    /// The whole check, where no single command proves it.
    #[serde(default)]
    pub say: Option<Text>,
    /// When it applies.
    #[serde(default)]
    pub when: Option<Condition>,
    /// 1 to 9.
    #[serde(default = "usual_weight")]
    pub weight: u8,
    /// What an auditor files it under.
    #[serde(default)]
    pub practices: Vec<String>,
    /// Whether it proves a refusal.
    #[serde(default)]
    pub negative: bool,
}

/// The key of the placeholder at the start of a text, if there is one. Braces around anything else are the text's own.
pub fn placeholder(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('{')?;
    let (key, _) = inner.split_once('}')?;
    let part_ok = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let starts_ok = key
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_lowercase());
    (starts_ok && key.split('.').all(part_ok)).then_some(key)
}

/// All placeholders of a template, in order.
pub fn placeholders(template: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let from = rest.get(start..).unwrap_or_default();
        found.extend(placeholder(from));
        rest = from.get(1..).unwrap_or_default();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    #[test]
    fn braces_of_commands_are_not_placeholders() {
        let command = "--query '{sku:sku.name,state:state}' ${HOME} {bucket} {set.tls-min.value}";
        assert_eq!(placeholders(command), ["bucket", "set.tls-min.value"]);
    }
}
