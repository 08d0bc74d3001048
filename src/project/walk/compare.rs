//! Compares a saved plan with what was approved: equal, or every difference.
//! It never shows a value that must not be shown, and never lets pass what it does not know.

use std::fmt;

use serde_json::Value;

use super::change::{self, Kind, SENSITIVE};
use super::saved_plan::{self, ResourceChange, SavedPlan};

/// What stands for a value that is only known when it is applied.
const UNKNOWN: &str = "(known after apply)";

/// How an output is addressed.
const OUTPUT: &str = "output.";

/// A plan that is equal to what was approved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Equal {
    /// How many resources are made.
    pub add: usize,
    /// How many change.
    pub change: usize,
    /// How many are destroyed.
    pub destroy: usize,
    /// What a reader has to know, and nobody has to approve.
    pub notes: Vec<String>,
}

/// Something in the plan that was not approved, or the other way around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference(pub String);

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// One attribute that differs.
struct Moved {
    path: String,
    from: String,
    to: String,
    unknown: bool,
}

/// Compares.
pub fn compare(approved: &[change::Change], plan: &SavedPlan) -> Result<Equal, Vec<Difference>> {
    let mut found = whole(plan);
    let mut equal = Equal::default();
    let mut seen: Vec<&str> = Vec::new();
    for resource in &plan.resource_changes {
        let own: Vec<&change::Change> = approved
            .iter()
            .filter(|change| change.address == resource.address)
            .collect();
        seen.push(&resource.address);
        match one(plan, resource, &own) {
            Ok(notes) => {
                equal.notes.extend(notes);
                count(&mut equal, &resource.change.actions);
            }
            Err(differences) => found.extend(differences),
        }
    }
    for (name, output) in &plan.output_changes {
        let address = format!("{OUTPUT}{name}");
        let is_approved = approved.iter().any(|change| change.address == address);
        if output.actions != ["no-op"] && !is_approved {
            found.push(Difference(format!(
                "`{address}` changes, and nobody approved that"
            )));
        }
    }
    for change in approved {
        let output = change
            .address
            .strip_prefix(OUTPUT)
            .is_some_and(|name| plan.output_changes.contains_key(name));
        if !seen.contains(&change.address.as_str()) && !output {
            found.push(Difference(format!(
                "`{change}` was approved, and the plan does not do it"
            )));
        }
    }
    let drift = plan
        .resource_drift
        .iter()
        .map(|drift| format!("`{}` was changed outside of the code", drift.address));
    equal.notes.extend(drift);
    if found.is_empty() {
        Ok(equal)
    } else {
        Err(found)
    }
}

/// What makes a plan unfit as a whole.
fn whole(plan: &SavedPlan) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut say = |text: String| found.push(Difference(text));
    if plan.errored == Some(true) {
        say("the plan broke off with an error".to_owned());
    }
    if plan.complete == Some(false) {
        say("the plan is not complete: something in it is put off".to_owned());
    }
    for deferred in &plan.deferred_changes {
        let address = deferred
            .pointer("/resource_change/address")
            .and_then(Value::as_str)
            .unwrap_or("a resource");
        say(format!(
            "`{address}` is deferred: it changes later, and nobody sees how"
        ));
    }
    for action in plan
        .action_invocations
        .iter()
        .chain(&plan.deferred_action_invocations)
    {
        let address = action
            .get("address")
            .and_then(Value::as_str)
            .unwrap_or("an action");
        say(format!(
            "`{address}` is run beside the changes, and nobody approved that"
        ));
    }
    for check in plan
        .checks
        .iter()
        .filter(|check| matches!(check.status.as_str(), "fail" | "error"))
    {
        let address = check
            .address
            .get("to_display")
            .and_then(Value::as_str)
            .unwrap_or("a condition of the code");
        say(format!("`{address}` does not hold"));
    }
    found
}

fn count(equal: &mut Equal, actions: &[String]) {
    for action in actions {
        match action.as_str() {
            "create" => equal.add += 1,
            "update" => equal.change += 1,
            "delete" => equal.destroy += 1,
            _ => {}
        }
    }
}

/// One resource against the approved changes of its address.
fn one(
    plan: &SavedPlan,
    resource: &ResourceChange,
    own: &[&change::Change],
) -> Result<Vec<String>, Vec<Difference>> {
    let address = &resource.address;
    let refuse = |text: String| Err(vec![Difference(text)]);
    if let Some(before) = resource
        .previous_address
        .as_ref()
        .filter(|before| *before != address)
    {
        return refuse(format!(
            "`{before}` becomes `{address}`: a renamed resource is another resource"
        ));
    }
    if resource.change.importing.is_some() {
        return refuse(format!("`{address}` is imported, and nobody approved that"));
    }
    if resource.deposed.is_some() {
        return refuse(format!(
            "an older object of `{address}` is destroyed, and nobody approved that"
        ));
    }
    let actions: Vec<&str> = resource.change.actions.iter().map(String::as_str).collect();
    let kind = match actions.as_slice() {
        ["no-op"] if own.is_empty() => return Ok(Vec::new()),
        ["no-op"] => {
            return refuse(format!(
                "`{}` was approved, and the plan does not do it",
                text_of(own)
            ));
        }
        ["read"] if resource.mode.as_deref() == Some("data") && own.is_empty() => {
            return Ok(vec![format!("`{address}` is read")]);
        }
        ["create"] => Kind::Create,
        ["update"] => Kind::Update,
        ["delete"] => Kind::Destroy,
        ["delete", "create"] | ["create", "delete"] => Kind::Replace,
        other => {
            return refuse(format!(
                "`{address}`: `{}` is not an action that can be approved",
                other.join(", ")
            ));
        }
    };
    if own.is_empty() {
        return refuse(format!(
            "`{address}` {}, and nobody approved that",
            words(kind)
        ));
    }
    if own.iter().any(|change| change.kind != kind) {
        return refuse(format!(
            "`{address}` {}; approved was `{}`",
            words(kind),
            text_of(own)
        ));
    }
    if kind == Kind::Update {
        update(plan, resource, own)
    } else {
        Ok(Vec::new())
    }
}

fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Create => "is created",
        Kind::Update => "is changed",
        Kind::Destroy => "is destroyed",
        Kind::Replace => "is destroyed and created again",
    }
}

fn text_of(own: &[&change::Change]) -> String {
    own.iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("`, `")
}

/// Exactly the approved attributes differ, from and to the approved values.
fn update(
    plan: &SavedPlan,
    resource: &ResourceChange,
    own: &[&change::Change],
) -> Result<Vec<String>, Vec<Difference>> {
    let configured = plan.configured(resource);
    let (mut found, mut notes) = (Vec::new(), Vec::new());
    let moved = moved(&resource.change);
    for one in &moved {
        let approved = own
            .iter()
            .find(|change| change.attribute.as_deref() == Some(one.path.as_str()));
        let fits = approved.is_some_and(|change| {
            change.from.as_deref() == Some(one.from.as_str())
                && change.to.as_deref() == Some(one.to.as_str())
        });
        let top = one.path.split(['.', '[']).next().unwrap_or_default();
        // What no line of the code sets is the provider's to compute.
        let computed = one.unknown
            && configured
                .as_ref()
                .is_some_and(|names| !names.contains(&top));
        if fits {
        } else if approved.is_none() && computed {
            notes.push(format!(
                "`{}.{}` is computed when the plan is applied",
                resource.address, one.path
            ));
        } else {
            found.push(Difference(format!(
                "`{}`: {} {} -> {}{}",
                resource.address,
                one.path,
                one.from,
                one.to,
                approved.map_or_else(
                    || ", and nobody approved that".to_owned(),
                    |change| format!("; approved was `{change}`")
                )
            )));
        }
    }
    for change in own {
        let there = moved
            .iter()
            .any(|one| change.attribute.as_deref() == Some(one.path.as_str()));
        if !there {
            found.push(Difference(format!(
                "`{change}` was approved, and the plan does not do it"
            )));
        }
    }
    if found.is_empty() {
        Ok(notes)
    } else {
        Err(found)
    }
}

/// The attributes that differ, as paths.
fn moved(change: &saved_plan::Change) -> Vec<Moved> {
    let mut found = Vec::new();
    let none = Value::Null;
    let sides = Sides {
        before: &change.before,
        after: &change.after,
        unknown: &change.after_unknown,
        hidden: [&change.before_sensitive, &change.after_sensitive],
    };
    walk(sides, &none, String::new(), &mut found);
    found
}

#[derive(Clone, Copy)]
struct Sides<'a> {
    before: &'a Value,
    after: &'a Value,
    unknown: &'a Value,
    hidden: [&'a Value; 2],
}

impl<'a> Sides<'a> {
    /// The same one step deeper. A mark that covers everything covers what is below.
    fn step(self, none: &'a Value, get: impl Fn(&'a Value) -> Option<&'a Value>) -> Self {
        let mark = |value: &'a Value| {
            if value.is_boolean() {
                value
            } else {
                get(value).unwrap_or(none)
            }
        };
        Self {
            before: get(self.before).unwrap_or(none),
            after: get(self.after).unwrap_or(none),
            unknown: mark(self.unknown),
            hidden: self.hidden.map(mark),
        }
    }
}

fn walk<'a>(sides: Sides<'a>, none: &'a Value, path: String, found: &mut Vec<Moved>) {
    let is_unknown = sides.unknown == &Value::Bool(true);
    if let (Value::Object(before), Value::Object(after), false) =
        (sides.before, sides.after, is_unknown)
    {
        let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
        if let Value::Object(unknown) = sides.unknown {
            keys.extend(unknown.keys());
        }
        keys.sort();
        keys.dedup();
        for key in keys {
            let deeper = sides.step(none, |value| value.get(key));
            let at = if path.is_empty() {
                key.clone()
            } else {
                format!("{path}.{key}")
            };
            walk(deeper, none, at, found);
        }
        return;
    }
    if let (Value::Array(before), Value::Array(after), false) =
        (sides.before, sides.after, is_unknown)
        && before.len() == after.len()
    {
        for index in 0..before.len() {
            let deeper = sides.step(none, |value| value.get(index));
            walk(deeper, none, format!("{path}[{index}]"), found);
        }
        return;
    }
    let partly = !is_unknown && has_unknown(sides.unknown);
    if is_unknown || partly || sides.before != sides.after {
        let hidden = sides.hidden.iter().any(|mark| has_unknown(mark));
        let shown = |value: &Value| {
            if hidden {
                SENSITIVE.to_owned()
            } else {
                plain(value)
            }
        };
        let to = if is_unknown || partly {
            UNKNOWN.to_owned()
        } else {
            shown(sides.after)
        };
        found.push(Moved {
            path,
            from: shown(sides.before),
            to,
            unknown: is_unknown || partly,
        });
    }
}

/// Whether a mark stands anywhere below.
fn has_unknown(value: &Value) -> bool {
    match value {
        Value::Bool(mark) => *mark,
        Value::Array(items) => items.iter().any(has_unknown),
        Value::Object(map) => map.values().any(has_unknown),
        _ => false,
    }
}

/// A value as it is typed in an approval.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
