//! Turns what the validator finds into diagnostics: a sentence for each keyword, at the right place.
//! It never repeats the validator's own sentences.

use std::sync::Arc;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::explain::{self, Place};
use crate::diag::{Code, Diagnostic, Source, Span, suggest};
use crate::yaml::{self, Node};

pub(super) struct Translator<'a> {
    pub(super) schema: &'a Value,
    pub(super) source: &'a Arc<Source>,
    pub(super) node: &'a Node,
}

/// The value that does not fit, its key, and what the schema says about it.
struct Spot<'a> {
    node: &'a Node,
    key: Option<&'a Node>,
    place: Place<'a>,
}

impl Spot<'_> {
    /// Where to point when the value as a whole is meant: at its key, if it has one.
    fn name_span(&self) -> Span {
        self.key.map_or_else(|| self.node.head(), |key| key.span)
    }

    /// "`tier`" for the value of a key, "this" otherwise.
    fn name(&self) -> String {
        self.key
            .and_then(Node::as_str)
            .map_or_else(|| "this".to_owned(), |key| format!("`{key}`"))
    }
}

impl<'a> Translator<'a> {
    pub(super) fn diagnostics(&self, error: &ValidationError<'_>) -> Vec<Diagnostic> {
        let spot = self.spot(error);
        match error.kind() {
            Kind::AdditionalProperties { unexpected }
            | Kind::UnevaluatedProperties { unexpected } => unexpected
                .iter()
                .map(|key| self.unknown_key(&spot, key))
                .collect(),
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                self.no_form_fits(&spot, error, context)
            }
            Kind::Enum { options } => vec![self.unknown_value(&spot, options)],
            Kind::Constant { expected_value } => {
                vec![self.unknown_value(&spot, &Value::from(vec![(**expected_value).clone()]))]
            }
            Kind::Required { property } => {
                vec![self.missing_key(&spot, property.as_str().unwrap_or_default())]
            }
            Kind::PropertyNames { error } => vec![self.wrong_name(&spot, error)],
            Kind::Type { .. } => vec![self.wrong_type(&spot, spot.place.called())],
            Kind::UniqueItems => vec![self.repeated_item(&spot)],
            Kind::FalseSchema => vec![self.forbidden_key(&spot)],
            kind => vec![
                self.limit(&spot, kind)
                    .unwrap_or_else(|| self.not_as_described(&spot)),
            ],
        }
    }

    fn spot(&self, error: &ValidationError<'_>) -> Spot<'a> {
        let (node, key) = self
            .node
            .pointer(error.instance_path().as_str())
            .unwrap_or((self.node, None));
        Spot {
            node,
            key,
            place: Place::find(self.schema, error.evaluation_path().as_str()),
        }
    }

    fn report(&self, code: Code, message: String, span: Span, label: &str) -> Diagnostic {
        Diagnostic::error(code, message).label(self.source, span, label)
    }

    fn unknown_key(&self, spot: &Spot<'_>, key: &str) -> Diagnostic {
        let span = spot
            .node
            .pair(key)
            .map_or_else(|| spot.node.head(), |(key, _)| key.span);
        let known = spot.place.keys();
        let unused: Vec<&str> = known
            .iter()
            .copied()
            .filter(|known| spot.node.get(known).is_none())
            .collect();
        let message = match spot.key.and_then(Node::as_str) {
            Some(parent) => format!("the key `{key}` has no meaning in `{parent}`"),
            None => format!("the key `{key}` has no meaning here"),
        };
        let words = if unused.is_empty() { known } else { unused };
        self.report(Code::UnknownKey, message, span, "it would be ignored")
            .suggest(key, &words)
    }

    fn missing_key(&self, spot: &Spot<'_>, key: &str) -> Diagnostic {
        let message = match spot.key.and_then(Node::as_str) {
            Some(parent) => format!("the key `{key}` is missing in `{parent}`"),
            None => format!("the key `{key}` is missing"),
        };
        // The value of a key starts on its line or the next; the key says more than its first child.
        let label = if spot.key.is_some() {
            "it belongs in here"
        } else {
            "it belongs beside this"
        };
        let help = spot.place.property(self.schema, key).help();
        self.report(Code::MissingKey, message, spot.name_span(), label)
            .maybe_help(help)
    }

    fn unknown_value(&self, spot: &Spot<'_>, options: &Value) -> Diagnostic {
        let words: Vec<String> = options
            .as_array()
            .into_iter()
            .flatten()
            .map(plain)
            .collect();
        let Some(found) = written(spot.node) else {
            return self
                .wrong_type(spot, Some("one of the known words".to_owned()))
                .maybe_help(suggest::help("", &words));
        };
        let message = match spot.key {
            Some(_) => format!("`{found}` is not a value of {}", spot.name()),
            None => format!("`{found}` is not possible here"),
        };
        let label = spot
            .place
            .called()
            .filter(|_| words.len() > 1)
            .map(|_| "not one of the possible words");
        self.report(
            Code::UnknownValue,
            message,
            spot.node.span,
            label.unwrap_or("has no meaning here"),
        )
        .suggest(&found, &words)
    }

    fn wrong_name(&self, spot: &Spot<'_>, error: &ValidationError<'_>) -> Diagnostic {
        let name = error.instance().as_str().unwrap_or_default();
        let span = spot
            .node
            .pair(name)
            .map_or_else(|| spot.node.head(), |(key, _)| key.span);
        let inner = Place::find(self.schema, error.evaluation_path().as_str());
        if let Kind::Enum { options } = error.kind() {
            let words: Vec<String> = options
                .as_array()
                .into_iter()
                .flatten()
                .map(plain)
                .collect();
            return self
                .report(
                    Code::UnknownKey,
                    format!("the key `{name}` has no meaning here"),
                    span,
                    "it would be ignored",
                )
                .suggest(name, &words);
        }
        self.report(
            Code::WrongFormat,
            format!("the key `{name}` is not written as a key must be here"),
            span,
            "",
        )
        .maybe_help(inner.help())
    }

    fn wrong_type(&self, spot: &Spot<'_>, expected: Option<String>) -> Diagnostic {
        let expected = expected.unwrap_or_else(|| "another kind of value".to_owned());
        let found = spot.node.describe();
        let message = match spot.key {
            Some(_) => format!("{} is {found}, and {expected} is expected", spot.name()),
            None => format!("{found} stands where {expected} is expected"),
        };
        let is_bare = matches!(
            spot.node.value,
            yaml::Value::Int(_) | yaml::Value::Number(_) | yaml::Value::Bool(_)
        );
        let quotes =
            (is_bare && expected == "text").then(|| "put it in quotes to make it text".to_owned());
        self.report(
            Code::WrongType,
            message,
            spot.node.head(),
            &format!("expected {expected}"),
        )
        .maybe_help(quotes.or_else(|| spot.place.help()))
    }

    fn repeated_item(&self, spot: &Spot<'_>) -> Diagnostic {
        let items = spot.node.items();
        let values: Vec<Value> = items.iter().map(yaml::to_json).collect();
        let repeated = values.iter().enumerate().find_map(|(later, value)| {
            let first = values
                .iter()
                .take(later)
                .position(|earlier| earlier == value)?;
            Some((items.get(first)?, items.get(later)?))
        });
        let message = format!("the list {} says the same twice", spot.name());
        let Some((first, later)) = repeated else {
            return self.report(Code::WrongShape, message, spot.name_span(), "");
        };
        self.report(Code::WrongShape, message, later.head(), "it is here again")
            .label(self.source, first.head(), "it is here already")
            .help("remove one of them")
    }

    fn forbidden_key(&self, spot: &Spot<'_>) -> Diagnostic {
        let message = format!("{} cannot be used here", spot.name());
        self.report(Code::UnknownKey, message, spot.name_span(), "")
            .maybe_help(spot.place.help())
    }

    fn not_as_described(&self, spot: &Spot<'_>) -> Diagnostic {
        let message = format!("{} is not as it is described", spot.name());
        self.report(Code::WrongShape, message, spot.name_span(), "")
            .maybe_help(spot.place.help())
    }

    /// Numbers, lengths and patterns.
    fn limit(&self, spot: &Spot<'_>, kind: &Kind) -> Option<Diagnostic> {
        let found = written(spot.node).unwrap_or_default();
        let name = spot.name();
        let range = |message: String| (Code::OutOfRange, message);
        let format = |message: String| (Code::WrongFormat, message);
        let shape = |message: String| (Code::WrongShape, message);
        let (code, message) = match kind {
            Kind::Minimum { limit } => {
                range(format!("{name} is {found}, and the least is {limit}"))
            }
            Kind::Maximum { limit } => range(format!("{name} is {found}, and the most is {limit}")),
            Kind::ExclusiveMinimum { limit } => range(format!(
                "{name} is {found}, and it must be more than {limit}"
            )),
            Kind::ExclusiveMaximum { limit } => range(format!(
                "{name} is {found}, and it must be less than {limit}"
            )),
            Kind::MultipleOf { multiple_of } => range(format!(
                "{name} is {found}, and it must be a multiple of {multiple_of}"
            )),
            Kind::MinLength { limit: 1 } => range(format!("{name} is empty")),
            Kind::MinLength { limit } => range(format!(
                "{name} is too short: it has fewer than {limit} characters"
            )),
            Kind::MaxLength { limit } => range(format!(
                "{name} is too long: it has more than {limit} characters"
            )),
            Kind::MinItems { limit: 1 } | Kind::MinProperties { limit: 1 } => {
                range(format!("{name} is empty"))
            }
            Kind::MinItems { limit } => range(format!("{name} has fewer than {limit} items")),
            Kind::MaxItems { limit } => range(format!("{name} has more than {limit} items")),
            Kind::AdditionalItems { limit } => range(format!("{name} has more than {limit} items")),
            Kind::MinProperties { limit } => range(format!("{name} has fewer than {limit} keys")),
            Kind::MaxProperties { limit } => range(format!(
                "{name} has more than {limit} {}",
                plural(*limit, "key")
            )),
            Kind::Pattern { .. } => format(format!("`{found}` is not written as {name} must be")),
            Kind::Format { format: word } => format(format!("`{found}` is not a {word}")),
            Kind::Contains => shape(format!("{name} lacks an item that it needs")),
            Kind::Not { .. } => shape(format!("{name} cannot be written like this")),
            Kind::OneOfMultipleValid { .. } => shape(format!("{name} can be read in two ways")),
            _ => return None,
        };
        let is_single = written(spot.node).is_some();
        let span = if is_single {
            spot.node.span
        } else {
            spot.name_span()
        };
        let label = match code {
            Code::OutOfRange => "outside the limits of its description",
            Code::WrongFormat => "cannot be compared or found like this",
            _ => "",
        };
        Some(
            self.report(code, message, span, label)
                .maybe_help(spot.place.help()),
        )
    }

    /// None of several forms fits: tells what is wrong with the form that was probably meant.
    fn no_form_fits(
        &self,
        spot: &Spot<'_>,
        error: &ValidationError<'_>,
        forms: &[Vec<ValidationError<'static>>],
    ) -> Vec<Diagnostic> {
        let path = error.instance_path().as_str();
        let is_other_kind = |form: &&Vec<ValidationError<'static>>| {
            form.iter().any(|error| {
                error.instance_path().as_str() == path && matches!(error.kind(), Kind::Type { .. })
            })
        };
        let meant: Vec<&Vec<ValidationError<'static>>> =
            forms.iter().filter(|form| !is_other_kind(form)).collect();
        if let Some(best) = meant.iter().min_by_key(|form| distance(form, path)) {
            return best
                .iter()
                .flat_map(|error| self.diagnostics(error))
                .collect();
        }
        let called = |form: &Vec<ValidationError<'static>>| {
            form.iter()
                .find_map(|error| self.spot(error).place.called())
        };
        vec![self.wrong_type(
            spot,
            explain::either(forms.iter().filter_map(called).collect()),
        )]
    }
}

/// How far a value is from a form: a mistake further inside is a smaller one, and a word that
/// marks another form a greater one.
fn distance(form: &[ValidationError<'static>], path: &str) -> usize {
    let one = |error: &ValidationError<'static>| {
        let is_outside = error.instance_path().as_str() == path;
        match error.kind() {
            Kind::Constant { .. } => 100,
            Kind::Required { .. } => 12,
            Kind::AdditionalProperties { unexpected } if is_outside => 10 * unexpected.len(),
            _ if is_outside => 10,
            _ => 1,
        }
    };
    form.iter().map(one).sum()
}

fn plural(count: u64, word: &str) -> String {
    if count == 1 {
        word.to_owned()
    } else {
        format!("{word}s")
    }
}

/// A single value as it was written; nothing for lists, maps and missing values.
fn written(node: &Node) -> Option<String> {
    match &node.value {
        yaml::Value::Str(text) | yaml::Value::Number(text) => Some(text.clone()),
        yaml::Value::Int(value) => Some(value.to_string()),
        yaml::Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
