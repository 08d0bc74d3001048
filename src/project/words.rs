//! A profile as people read it: the confirmation, the summary before a plan.
//! It never prints; it gives back text.

use super::check::{Fields, texts};
use super::vocabulary::Vocabulary;
use crate::model::wizard::{Answer, Row};

/// What is printed when the profile was set up: where it is, what it says, and what to do now.
pub fn confirmation(vocabulary: &Vocabulary<'_>, fields: &Fields, path: &str) -> String {
    format!(
        "{}\n\n{}",
        saved(vocabulary, fields, path),
        vocabulary.wizard.next.trim_end()
    )
}

/// What is printed when the profile was changed.
pub fn saved(vocabulary: &Vocabulary<'_>, fields: &Fields, path: &str) -> String {
    let saved = vocabulary.wizard.confirmation.saved.replace("{path}", path);
    format!("{saved}\n{}", table(vocabulary, fields))
}

/// One line for every field that is shown, in words.
pub fn table(vocabulary: &Vocabulary<'_>, fields: &Fields) -> String {
    let rows = &vocabulary.wizard.confirmation.rows;
    let widest = rows
        .iter()
        .map(|row| row.label.chars().count())
        .max()
        .unwrap_or_default()
        + 1;
    let line = |row: &Row| {
        let label = format!("{}:", row.label);
        format!("  {label:<widest$} {}", long(vocabulary, fields, row))
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The same on one line, as it is printed before every plan.
pub fn summary(vocabulary: &Vocabulary<'_>, fields: &Fields) -> String {
    let rows = vocabulary.wizard.confirmation.rows.iter();
    rows.map(|row| short(vocabulary, fields, row))
        .collect::<Vec<_>>()
        .join(" · ")
}

/// The summary with its heading.
pub fn active(vocabulary: &Vocabulary<'_>, fields: &Fields) -> String {
    vocabulary
        .wizard
        .active
        .trim_end()
        .replace("{summary}", &summary(vocabulary, fields))
}

/// The question for the scope, with what each one is, examples, and what comes out.
pub fn scope_question(vocabulary: &Vocabulary<'_>) -> String {
    let question = &vocabulary.wizard.scope;
    let lines = question.choices.iter().map(|choice| {
        let name = choice.value.to_uppercase();
        format!(
            "  {name} — {}\n    Examples: {}\n    Output: {}",
            choice.says, choice.examples, choice.output
        )
    });
    std::iter::once(question.ask.clone())
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The labels of a field.
fn short(vocabulary: &Vocabulary<'_>, fields: &Fields, row: &Row) -> String {
    labels(
        vocabulary,
        fields,
        &row.field,
        row.join.as_deref().unwrap_or(", "),
    )
}

/// The labels of a field with what explains them.
fn long(vocabulary: &Vocabulary<'_>, fields: &Fields, row: &Row) -> String {
    let mut text = short(vocabulary, fields, row);
    let question = vocabulary.question(&row.field);
    let value = texts(fields.get(&row.field)).into_iter().next();
    let summary = question
        .zip(value)
        .and_then(|(question, value)| question.choice(value)?.summary.as_deref());
    if let Some(summary) = summary {
        text = format!("{text} ({summary})");
    }
    if let Some(also) = row
        .also
        .as_deref()
        .and_then(|also| fill(vocabulary, fields, also))
    {
        text.push_str(&also);
    }
    text
}

fn labels(vocabulary: &Vocabulary<'_>, fields: &Fields, field: &str, join: &str) -> String {
    let values = texts(fields.get(field));
    let is_text = vocabulary
        .question(field)
        .is_some_and(|question| question.kind == Answer::Text);
    let label = |value: &str| {
        if is_text {
            value.to_owned()
        } else {
            vocabulary.label(field, value).to_owned()
        }
    };
    values.into_iter().map(label).collect::<Vec<_>>().join(join)
}

/// The template with its `{field}` places filled; `None` when one of the fields is not known.
fn fill(vocabulary: &Vocabulary<'_>, fields: &Fields, template: &str) -> Option<String> {
    let mut parts = template.split('{');
    let mut text = parts.next()?.to_owned();
    for part in parts {
        let (field, rest) = part.split_once('}')?;
        let value = labels(vocabulary, fields, field, ", ");
        if value.is_empty() {
            return None;
        }
        text.push_str(&value);
        text.push_str(rest);
    }
    Some(text)
}
