//! The whole space of task plans: every capability, verb, provider, tier, posture and framework renders, and says nothing false.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test stops by panicking, and reads its own files"
)]

mod support;

use cloud_plan::cli::planning::{self, NoPlan, Wanted};
use cloud_plan::document::{self, Menu};
use cloud_plan::facts::stated::Existing;
use cloud_plan::kb::Kb;
use cloud_plan::plan::{Detail, Plan};
use cloud_plan::request::Request;
use cloud_plan::rules::Undecided;
use serde_json::{Value, json};
use support::{DATE, Planner, Profile, profile};

/// A plan for facts that no words were read for.
fn plan_of(kb: &Kb, profile: &Profile, capability: &str, verb: &str) -> Result<Plan, NoPlan> {
    let request = Request::default();
    let flags = [
        ("verb", verb),
        ("primary", capability),
        ("capability", capability),
    ];
    let wanted = Wanted {
        profile,
        request: &request,
        existing: Existing::default(),
        flags: flags
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
        scope: "task",
        date: DATE.to_owned(),
        number: None,
        detail: Detail::Traced,
    };
    planning::make(kb, &wanted)
}

/// Verbs that a document knows how to serve.
fn verbs(kb: &Kb) -> Vec<String> {
    kb.documents
        .get("task")
        .map(|document| document.nearest.keys().cloned().collect())
        .unwrap_or_default()
}

/// Capabilities that a provider can do something with.
fn served(kb: &Kb, provider: &str) -> Vec<String> {
    let can = |capability: &&str| {
        kb.services_for(provider, capability)
            .iter()
            .any(|service| !service.operations.is_empty())
    };
    kb.capabilities
        .iter_ids()
        .filter(can)
        .map(str::to_owned)
        .collect()
}

fn faults(kb: &Kb, plan: &Plan, provider: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut need = |holds: bool, what: &str| {
        if !holds {
            faults.push(what.to_owned());
        }
    };
    need(!plan.title.is_empty(), "no title");
    need(!plan.what.is_empty(), "nothing said about what changes");
    need(!plan.steps.is_empty(), "no steps");
    need(plan.steps.len() <= 9, "more than nine steps");
    need(
        (3..=8).contains(&plan.checks.len()),
        "too few or too many checks",
    );
    need(
        !plan.configuration.is_empty() || !plan.assumed.is_empty() || !plan.confirm.is_empty(),
        "no configuration",
    );
    need(!plan.notes.is_empty(), "no security notes");
    need(plan.cost.headline.contains('$'), "no cost");
    need(
        !plan.skills.is_empty() || plan.skill_gap.is_some(),
        "no skills and no word about it",
    );
    let number = |key: &str| {
        plan.cost.summary["shown"][key]
            .as_str()
            .and_then(|text| text.parse::<f64>().ok())
    };
    if let (Some(low), Some(high)) = (number("low"), number("high")) {
        need(low <= high, "the low end is above the high end");
    }
    for skill in &plan.skills {
        let fits = kb.skills.get(&skill.id).is_some_and(|known| {
            known
                .providers
                .0
                .iter()
                .any(|fits| fits == provider || fits == "any")
        });
        need(fits, &format!("the skill {} does not fit", skill.id));
    }
    for citation in &plan.controls {
        let known = support::controls(kb, &citation.framework);
        for control in citation.rows.iter().flat_map(|row| &row.controls) {
            need(
                known.contains(control),
                &format!("{} has no control {control}", citation.framework),
            );
        }
    }
    faults
}

/// Runs the whole space for one set of profile changes and collects what is wrong.
fn sweep(changes: &Value) -> Vec<String> {
    let kb = Planner::new().kb;
    let mut wrong = Vec::new();
    for provider in kb.providers.iter_ids() {
        let profile = profile(&kb, provider, changes);
        for capability in served(&kb, provider) {
            for verb in verbs(&kb) {
                let name = format!("{provider} {capability} {verb} {changes}");
                match plan_of(&kb, &profile, &capability, &verb) {
                    Ok(plan) => {
                        wrong.extend(
                            faults(&kb, &plan, provider)
                                .into_iter()
                                .map(|fault| format!("{name}: {fault}")),
                        );
                        let text = document::markdown(&plan, Menu::Shown);
                        let empty = text.lines().zip(text.lines().skip(1)).any(|(line, next)| {
                            line.starts_with("## ")
                                && next.starts_with("## ")
                                && !line.starts_with("## Estimate")
                        });
                        if empty {
                            wrong.push(format!("{name}: an empty section"));
                        }
                    }
                    // A provider without the operation says so; that is an answer, not a fault.
                    Err(NoPlan::Undecided(Undecided::Lacks { because, .. }))
                        if !because.is_empty() => {}
                    Err(why) => wrong.push(format!("{name}: {why:?}")),
                }
            }
        }
    }
    wrong
}

fn check(changes: &Value) {
    let wrong = sweep(changes);
    assert!(
        wrong.is_empty(),
        "{} faults, the first of them:\n{}",
        wrong.len(),
        wrong
            .iter()
            .take(40)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[test]
fn every_tier_and_posture_renders() {
    let kb = Planner::new().kb;
    for tier in kb.tiers.iter_ids() {
        for posture in kb.postures.iter_ids() {
            check(&json!({ "budget_tier": tier, "security_posture": posture }));
        }
    }
}

#[test]
fn every_framework_renders() {
    let kb = Planner::new().kb;
    for framework in kb
        .frameworks
        .iter()
        .filter(|framework| framework.selectable)
    {
        check(&json!({ "compliance": [framework.id] }));
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let text = || {
        let planner = Planner::new();
        let provider = planner
            .kb
            .providers
            .iter_ids()
            .next()
            .unwrap_or_default()
            .to_owned();
        let profile = profile(
            &planner.kb,
            &provider,
            &json!({ "compliance": ["soc2", "pci-dss"] }),
        );
        let plan = planner
            .plan(&profile, "task", "Create a private bucket for invoices")
            .expect("a bucket can be planned");
        (
            document::markdown(&plan, Menu::Shown),
            document::html(&plan, Menu::Shown),
            document::json::json(&plan),
        )
    };
    assert_eq!(text(), text());
}
