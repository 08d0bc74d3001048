//! The published hard rules: each is a requirement on a setting, with its value, citation and standing.

use crate::support::{self, Planner, shared, skipped};
use crate::{own, profile_of, read, words, yaml_file};
use cloud_plan::kb::Kb;
use cloud_plan::model::quantity::comparable;
use cloud_plan::model::rule::{Requirement, Rule, Status, Strength};
use cloud_plan::rules::wish::cited;
use serde_json::{Value, json};
use std::path::Path;

fn published(shared: &Path) -> Vec<Value> {
    let path = shared.join("data/compliance/hard-rules.json");
    let file: Value = serde_json::from_str(&read(&path)).unwrap();
    file["rules"].as_array().unwrap().clone()
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_default()
}

/// The id under which the rule stands here: one row serves all levels that ask for the same.
fn names(row: &Value) -> [&str; 2] {
    let id = text(row, "id");
    let plain = ["-L", "-M", "-H"]
        .iter()
        .find_map(|level| id.strip_suffix(level));
    [id, plain.unwrap_or(id)]
}

/// The requirements that carry a published rule.
fn carriers<'kb>(kb: &'kb Kb, row: &Value) -> Vec<(&'kb Rule, &'kb Requirement)> {
    let all = || {
        kb.rules
            .iter()
            .flat_map(|rule| rule.then.require.iter().map(move |one| (rule, one)))
    };
    let called = |name: &str| {
        all()
            .filter(|(_, one)| one.id.as_deref() == Some(name))
            .collect::<Vec<_>>()
    };
    let [own, plain] = names(row);
    let found = called(own);
    if found.is_empty() {
        called(plain)
    } else {
        found
    }
}

/// A number of the published unit as it is written here.
fn number(row: &Value) -> Option<String> {
    let unit = match text(row, "unit").trim() {
        "day" | "days" => "d",
        "hour" | "hours" => "h",
        "minute" => "min",
        "month" => "mo",
        "year" => "y",
        "attempt" | "char" | "copy" => "",
        // A business day is at most one day of the clock here; the stricter reading.
        "bizdays" => "d",
        _ => return None,
    };
    row["value"]
        .is_number()
        .then(|| format!("{} {unit}", row["value"]).trim().to_owned())
}

fn same(published: &str, here: &str) -> bool {
    published == here
        || comparable(published).is_some_and(|number| comparable(here) == Some(number))
}

/// What is wrong with the values that a published rule has here.
fn wrong_value(row: &Value, parameter: &Value, found: &[(&Rule, &Requirement)]) -> Option<String> {
    let settings = words(&parameter["setting"]);
    let mine: Vec<&(&Rule, &Requirement)> = found
        .iter()
        .filter(|(_, one)| settings.contains(&one.setting))
        .collect();
    if mine.is_empty() {
        return Some(format!("nothing is required of {settings:?}"));
    }
    let expected = words(&parameter["is"]);
    let values: Vec<&String> = mine.iter().flat_map(|(_, one)| &one.value.0).collect();
    let fits = match number(row) {
        Some(number) if expected.is_empty() => values.iter().all(|value| same(&number, value)),
        _ => values.iter().all(|value| expected.contains(value)),
    };
    let stated = number(row).unwrap_or_else(|| row["value"].to_string());
    (!fits).then(|| format!("{values:?} is not {stated} {expected:?}"))
}

/// The ids of a citation that stand in the framework's published list.
fn listed(kb: &Kb, row: &Value) -> Vec<String> {
    let known = support::controls(kb, text(row, "framework"));
    let parts = text(row, "citation").split([',', ' ']);
    let mut list: Vec<String> = Vec::new();
    for part in parts {
        // "Art. 33(1)" falls apart at its space.
        for id in [part.to_owned(), format!("Art. {part}")] {
            if known.contains(&id) && !list.contains(&id) {
                list.push(id);
            }
        }
    }
    list
}

fn wrong_citation(kb: &Kb, row: &Value, found: &[(&Rule, &Requirement)]) -> Option<String> {
    let cites: Vec<&str> = found
        .iter()
        .filter_map(|(_, one)| one.cite.as_deref())
        .collect();
    let known = support::controls(kb, text(row, "framework"));
    let bare = |cite: &str| cite.split_once('/').map(|(_, id)| id.to_owned());
    let strange = cites
        .iter()
        .filter_map(|cite| bare(cite))
        .find(|id| !known.contains(id));
    if let Some(id) = strange {
        return Some(format!("{id} is not published"));
    }
    let wanted = listed(kb, row);
    // A part of a control is a narrower citation of it.
    let cites_it = |id: &&String| {
        cites.iter().filter_map(|cite| bare(cite)).any(|cited| {
            cited
                .strip_prefix(id.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('('))
        })
    };
    let missed: Vec<&String> = wanted.iter().filter(|id| !cites_it(id)).collect();
    (cites.is_empty() || !missed.is_empty())
        .then(|| format!("{cites:?} says nothing of {missed:?}"))
}

fn wrong_standing(row: &Value, found: &[(&Rule, &Requirement)]) -> Option<String> {
    let stated = text(row, "status");
    let fits = |status: Status| match stated {
        _ if stated.starts_with("in force") => status.applies(),
        "superseded" | "legacy procedure" => status == Status::Superseded,
        "proposed, not law" => status == Status::Proposed,
        _ => false,
    };
    let strength = |strength: Strength| match text(row, "strength") {
        "addressable" => strength == Strength::Addressable,
        "should" => strength == Strength::Should,
        "may" => strength == Strength::May,
        // A rule without a number gets one from us, and ours never binds.
        _ => strength != Strength::Addressable,
    };
    let wrong = found
        .iter()
        .find(|(rule, one)| !fits(rule.status) || !strength(one.strength));
    wrong.map(|(rule, one)| {
        format!(
            "{} is {:?} and {:?}, published as {stated} {}",
            rule.id,
            rule.status,
            one.strength,
            text(row, "strength")
        )
    })
}

#[test]
fn every_hard_rule_is_a_requirement() {
    let Some(shared) = shared() else {
        return skipped("the public hard rules are not there");
    };
    let kb = Planner::new().kb;
    let parameters = yaml_file(&own("parameters.yaml"));
    let rows = published(&shared);
    assert_eq!(rows.len(), 201);
    let mut wrong = Vec::new();
    for row in &rows {
        let found = carriers(&kb, row);
        let parameter = &parameters[text(row, "parameter")];
        let complaints = if found.is_empty() || parameter.is_null() {
            vec![Some("no rule carries it".to_owned())]
        } else {
            vec![
                wrong_value(row, parameter, &found),
                wrong_citation(&kb, row, &found),
                wrong_standing(row, &found),
            ]
        };
        wrong.extend(
            complaints
                .into_iter()
                .flatten()
                .map(|why| format!("{}: {why}", text(row, "id"))),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The profile fields that put a published rule into its level or class.
fn level(row: &Value) -> Value {
    let level = text(row, "baseline").to_lowercase();
    match (level.as_str(), text(row, "cls")) {
        ("", "") => json!({}),
        ("", class) => json!({ "fedramp_class": class }),
        (level, _) => json!({ "fedramp_level": level }),
    }
}

/// A requirement that binds shows in the plan of the rule's own example; one that is not in force does not.
fn effect(planner: &Planner, row: &Value) -> Option<String> {
    let kb = &planner.kb;
    let found = carriers(kb, row);
    let applies = found.iter().any(|(rule, _)| rule.status.applies());
    let mut tried = Vec::new();
    for (rule, _) in &found {
        for example in rule.examples.iter().filter(|example| example.applies) {
            let profile = profile_of(kb, example, &level(row));
            for scope in ["task", "feature"] {
                let Ok(plan) =
                    planner.plan_on(&profile, scope, &example.request, &[], "2027-01-15")
                else {
                    continue;
                };
                let shows = found.iter().any(|(_, one)| {
                    let by = cited(kb, one.cite.as_deref().unwrap_or_default());
                    let value = one.value.0.join(", ");
                    plan.settings.iter().any(|setting| {
                        let beaten = format!("{value}: {by}");
                        setting.setting == one.setting
                            && (setting.required_by.contains(&by)
                                || setting.suggested_by.contains(&by)
                                || setting.beats.contains(&beaten))
                    })
                });
                tried.push(shows);
            }
        }
    }
    match (applies, tried.iter().any(|shows| *shows)) {
        _ if tried.is_empty() => Some("no example makes a plan".to_owned()),
        (true, false) => Some("in force, and no plan shows it".to_owned()),
        (false, true) => Some("not in force, and a plan applies it".to_owned()),
        _ => None,
    }
}

#[test]
fn every_hard_rule_in_force_moves_a_plan_and_no_other_does() {
    let Some(shared) = shared() else {
        return skipped("the public hard rules are not there");
    };
    let planner = Planner::new();
    let wrong: Vec<String> = published(&shared)
        .iter()
        .filter_map(|row| effect(&planner, row).map(|why| format!("{}: {why}", text(row, "id"))))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
