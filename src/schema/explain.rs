//! Finds what a schema says about the place where something does not fit: description, example, keys.
//! It never validates.

use serde_json::Value;

/// The part of a schema that a failing keyword stands in, reached by following references.
pub(super) struct Place<'a> {
    /// The innermost part.
    pub(super) part: &'a Value,
    /// The description nearest to it: its own, or that of the key that refers to it.
    described: Option<&'a Value>,
}

impl<'a> Place<'a> {
    /// Walks from the root of the schema along an evaluation path, whose last part is the keyword.
    pub(super) fn find(root: &'a Value, path: &str) -> Self {
        let mut place = Self {
            part: root,
            described: None,
        };
        let mut names: Vec<String> = path.split('/').skip(1).map(unescape).collect();
        names.pop();
        for name in names {
            place = place.step(root, &name);
        }
        place
    }

    fn step(self, root: &'a Value, name: &str) -> Self {
        let next = if name == "$ref" {
            resolve(root, self.part)
        } else {
            child(self.part, name)
        };
        let part = next.unwrap_or(&Value::Null);
        // A reference is described where it stands, by what the key is for; the definition that it
        // leads to only says how such a value is written.
        let described = match self.described {
            Some(known) if name == "$ref" && known.get("description").is_some() => Some(known),
            known => {
                if part.get("description").is_some() {
                    Some(part)
                } else {
                    known.filter(|_| is_applicator(name))
                }
            }
        };
        Self { part, described }
    }

    /// The schema of a key of this part.
    pub(super) fn property(&self, root: &'a Value, name: &str) -> Self {
        let part = self
            .part
            .get("properties")
            .and_then(|all| all.get(name))
            .unwrap_or(&Value::Null);
        let described = Some(part).filter(|part| part.get("description").is_some());
        let place = Self { part, described };
        if part.get("$ref").is_some() {
            place.step(root, "$ref")
        } else {
            place
        }
    }

    /// The keys that this part knows.
    pub(super) fn keys(&self) -> Vec<&'a str> {
        let properties = self.part.get("properties").and_then(Value::as_object);
        properties
            .into_iter()
            .flat_map(|all| all.keys().map(String::as_str))
            .collect()
    }

    /// The description and an example, as a help line.
    pub(super) fn help(&self) -> Option<String> {
        let described = self.described?;
        let text = described.get("description")?.as_str()?;
        let line = text.lines().next()?.trim_end_matches('.');
        // Another place's example would mislead, so one that does not fit on a line is left out.
        let example = match described.get("examples") {
            Some(_) => example(described),
            None => example(self.part),
        };
        Some(match example {
            Some(example) => format!("{line}; for example `{example}`"),
            None => line.to_owned(),
        })
    }

    /// What a value here is called: the title, or the kinds of value that are possible.
    pub(super) fn called(&self) -> Option<String> {
        if let Some(title) = self.part.get("title").and_then(Value::as_str) {
            return Some(title.to_owned());
        }
        types(self.part.get("type")?)
    }
}

/// Steps that stay with the same value.
fn is_applicator(name: &str) -> bool {
    matches!(
        name,
        "anyOf" | "oneOf" | "allOf" | "then" | "else" | "if" | "not" | "$ref"
    ) || name.bytes().all(|byte| byte.is_ascii_digit())
}

fn child<'a>(part: &'a Value, name: &str) -> Option<&'a Value> {
    match part {
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        _ => part.get(name),
    }
}

fn resolve<'a>(root: &'a Value, part: &Value) -> Option<&'a Value> {
    root.pointer(part.get("$ref")?.as_str()?.strip_prefix('#')?)
}

fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// The first example, if it fits on a line.
fn example(part: &Value) -> Option<String> {
    let text = match part.get("examples")?.get(0)? {
        Value::String(text) => text.clone(),
        other => flow(other),
    };
    (text.chars().count() <= 70 && !text.contains('\n') && !text.contains('`')).then_some(text)
}

/// A value as it would be written on one line of YAML.
fn flow(value: &Value) -> String {
    match value {
        Value::String(text) if text.contains([',', ':', '{', '[', '#']) => format!("\"{text}\""),
        Value::String(text) => text.clone(),
        Value::Array(items) => format!(
            "[{}]",
            items.iter().map(flow).collect::<Vec<_>>().join(", ")
        ),
        Value::Object(map) => {
            let pairs: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{key}: {}", flow(value)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}

/// The kinds of value that a `type` allows, in words.
pub(super) fn types(kinds: &Value) -> Option<String> {
    let word = |kind: &Value| {
        Some(match kind.as_str()? {
            "string" => "text",
            "number" => "a number",
            "integer" => "a whole number",
            "boolean" => "`true` or `false`",
            "array" => "a list",
            "object" => "a map",
            _ => "nothing",
        })
    };
    match kinds {
        Value::Array(kinds) => either(kinds.iter().filter_map(word).map(str::to_owned).collect()),
        kind => word(kind).map(str::to_owned),
    }
}

/// "a, b or c"; nothing for an empty list.
pub(super) fn either(mut words: Vec<String>) -> Option<String> {
    let mut known = std::collections::BTreeSet::new();
    words.retain(|word| known.insert(word.clone()));
    let last = words.pop()?;
    Some(if words.is_empty() {
        last
    } else {
        format!("{} or {last}", words.join(", "))
    })
}
