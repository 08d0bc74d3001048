//! Reads a saved plan of infrastructure code in its JSON form, version 1.
//! It never guesses: what it does not know is refused, since it could be a change.

use crate::map::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

/// The major version of the format.
const MAJOR: &str = "1.";

/// A saved plan. Fields that stand twice are an error.
#[derive(Debug, Clone, Deserialize)]
pub struct SavedPlan {
    /// The version of the format.
    pub format_version: String,
    planned_values: Option<IgnoredAny>,
    /// What happens to resources.
    #[serde(default)]
    pub resource_changes: Vec<ResourceChange>,
    /// What is put off.
    #[serde(default)]
    pub deferred_changes: Vec<Value>,
    /// What happens to outputs.
    #[serde(default)]
    pub output_changes: IndexMap<String, Change>,
    /// What changed outside of the code.
    #[serde(default)]
    pub resource_drift: Vec<ResourceChange>,
    /// What is run beside the changes.
    #[serde(default)]
    pub action_invocations: Vec<Value>,
    /// The same, put off.
    #[serde(default)]
    pub deferred_action_invocations: Vec<Value>,
    /// Conditions of the code.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// Did the plan break off?
    pub errored: Option<bool>,
    /// Does it hold everything?
    pub complete: Option<bool>,
    /// The code.
    #[serde(default)]
    pub configuration: Value,
}

/// What happens to one resource.
#[derive(Debug, Clone, Deserialize)]
pub struct ResourceChange {
    /// Its address.
    pub address: String,
    /// Its address before, if that was another.
    pub previous_address: Option<String>,
    /// The module that it stands in.
    pub module_address: Option<String>,
    /// `managed` or `data`.
    pub mode: Option<String>,
    /// Its type.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// An older object that is left over.
    pub deposed: Option<String>,
    /// What happens.
    pub change: Change,
    /// Why.
    pub action_reason: Option<String>,
}

/// Before and after.
#[derive(Debug, Clone, Deserialize)]
pub struct Change {
    /// What is done, in order.
    pub actions: Vec<String>,
    /// The values before.
    #[serde(default)]
    pub before: Value,
    /// The values after.
    #[serde(default)]
    pub after: Value,
    /// Which of them are only known then.
    #[serde(default)]
    pub after_unknown: Value,
    /// Which must not be shown.
    #[serde(default)]
    pub before_sensitive: Value,
    /// Which must not be shown after.
    #[serde(default)]
    pub after_sensitive: Value,
    /// An object that is taken over.
    pub importing: Option<Value>,
}

/// A condition of the code.
#[derive(Debug, Clone, Deserialize)]
pub struct Check {
    /// What came of it.
    #[serde(default)]
    pub status: String,
    /// What it is about.
    #[serde(default)]
    pub address: Value,
}

/// Why a file is no saved plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAPlan {
    /// Another encoding.
    #[error("the file is UTF-16 text, and a plan is UTF-8")]
    Utf16,
    /// No text at all.
    #[error("the file is not text: it is the plan itself, not its JSON form")]
    Binary,
    /// No JSON, or not of this form.
    #[error("the file is not the JSON form of a plan: {0}")]
    Form(String),
    /// Another format.
    #[error("the plan has format version {0}, and version 1 is read")]
    Version(String),
    /// The JSON form of a state.
    #[error("the file is the JSON form of a state, not of a plan")]
    State,
}

impl NotAPlan {
    /// What to do.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Utf16 => "write the file with a shell that writes UTF-8, or convert it",
            Self::Binary | Self::Form(_) | Self::State => {
                "write it with `show -json` of the plan file; `cloud-plan work status` prints the command"
            }
            Self::Version(_) => "use a newer cloud-plan",
        }
    }
}

/// Reads the bytes of a file.
pub fn read(bytes: &[u8]) -> Result<SavedPlan, NotAPlan> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(NotAPlan::Utf16);
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| NotAPlan::Binary)?;
    let plan: SavedPlan =
        serde_json::from_str(text).map_err(|error| NotAPlan::Form(error.to_string()))?;
    if !plan.format_version.starts_with(MAJOR) {
        return Err(NotAPlan::Version(plan.format_version));
    }
    if plan.planned_values.is_none() {
        return Err(NotAPlan::State);
    }
    Ok(plan)
}

impl SavedPlan {
    /// The attributes that the code gives a value; `None` when the code of the resource is not in the plan.
    pub fn configured(&self, resource: &ResourceChange) -> Option<Vec<&str>> {
        let mut module = self.configuration.get("root_module")?;
        for name in module_names(resource.module_address.as_deref().unwrap_or_default()) {
            module = module.get("module_calls")?.get(name)?.get("module")?;
        }
        let own = |value: &&Value| {
            let is = |key: &str, text: &str| value.get(key).and_then(Value::as_str) == Some(text);
            is("type", &resource.kind)
                && is("name", &resource.name)
                && resource.mode.as_deref().is_none_or(|mode| is("mode", mode))
        };
        let found = module.get("resources")?.as_array()?.iter().find(own)?;
        let expressions = found.get("expressions").and_then(Value::as_object);
        Some(
            expressions
                .map(|map| map.keys().map(String::as_str).collect())
                .unwrap_or_default(),
        )
    }
}

/// The names in the address of a module, without the keys of its instances.
fn module_names(address: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = address;
    while let Some(after) = rest.strip_prefix("module.") {
        let end = after.find(['.', '[']).unwrap_or(after.len());
        let (name, tail) = after.split_at(end);
        names.push(name);
        rest = behind_key(tail);
    }
    names
}

/// What follows the key of an instance; a key may hold dots and brackets between quotation marks.
fn behind_key(text: &str) -> &str {
    let mut quoted = false;
    let mut escaped = false;
    if !text.starts_with('[') {
        return text.strip_prefix('.').unwrap_or(text);
    }
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ']' if !quoted => {
                let rest = text.get(at + 1..).unwrap_or_default();
                return rest.strip_prefix('.').unwrap_or(rest);
            }
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::{NotAPlan, module_names, read};

    #[test]
    fn modules_are_named_without_keys() {
        assert_eq!(module_names("module.a.module.b"), ["a", "b"]);
        assert_eq!(
            module_names("module.a[0].module.b[\"x].y\"].module.c"),
            ["a", "b", "c"]
        );
        assert!(module_names("").is_empty());
    }

    #[test]
    fn only_the_json_form_of_a_plan_is_read() {
        let check = |bytes: &[u8], wanted: fn(&NotAPlan) -> bool| {
            let error = read(bytes).expect_err("it is none");
            assert!(wanted(&error), "{error}");
        };
        check(b"\xff\xfe{\0", |error| *error == NotAPlan::Utf16);
        check(b"PK\x03\x04\xff", |error| *error == NotAPlan::Binary);
        check(b"", |error| matches!(error, NotAPlan::Form(_)));
        check(
            b"{\"format_version\":\"2.0\",\"planned_values\":{}}",
            |error| matches!(error, NotAPlan::Version(_)),
        );
        check(b"{\"format_version\":\"1.0\",\"values\":{}}", |error| {
            *error == NotAPlan::State
        });
        let twice = b"{\"format_version\":\"1.2\",\"planned_values\":{},\"resource_changes\":[],\"resource_changes\":[]}";
        check(twice, |error| matches!(error, NotAPlan::Form(_)));
        assert!(read(b"{\"format_version\":\"1.2\",\"planned_values\":{}}").is_ok());
    }
}
