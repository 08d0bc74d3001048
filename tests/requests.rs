//! Public requests, planned: every infrastructure task gets a plan or a question, and nothing is wrong with any plan.
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

use cloud_plan::cli::planning::NoPlan;
use cloud_plan::document::{self, Menu};
use cloud_plan::request::Verdict;
use cloud_plan::rules::Undecided;
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use support::{Planner, profile, shared, skipped};

/// Percent of the tasks that have a blueprint of their own. It only ever goes up: raise it when knowledge is added.
const LEAST_OWN: usize = 90;

/// The requests labelled as one task, with the provider that the label names.
fn tasks(shared: &Path) -> Vec<(String, String, String)> {
    let text = std::fs::read_to_string(shared.join("data/requests/requests-open.jsonl"))
        .unwrap_or_default();
    let field = |row: &Value, key: &str| {
        row.get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    text.lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|row| field(row, "scope") == "task")
        .map(|row| {
            (
                field(&row, "id"),
                field(&row, "provider"),
                field(&row, "text"),
            )
        })
        .collect()
}

#[test]
fn public_tasks_get_plans_of_their_own() {
    let Some(shared) = shared() else {
        return skipped("the public requests are not there");
    };
    let planner = Planner::new();
    let tasks = tasks(&shared);
    let directory =
        std::env::temp_dir().join(format!("cloud-plan-requests-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("the temporary directory is writable");
    let (mut own, mut composed, mut asked, mut failed) = (0, 0, 0, String::new());
    let mut lacking: Vec<String> = Vec::new();
    let mut wrong = String::new();
    for (id, provider, text) in &tasks {
        let provider = if planner.kb.providers.contains(provider) {
            provider.as_str()
        } else {
            "aws"
        };
        let profile = profile(&planner.kb, provider, &Value::Null);
        let request = planner.read(&profile, text);
        match planner.plan(&profile, "task", text) {
            Ok(plan) => {
                if plan.blueprint.is_some() {
                    own += 1;
                } else {
                    composed += 1;
                }
                let path = directory.join(format!("{id}.md"));
                std::fs::write(&path, document::markdown(&plan, Menu::Shown))
                    .expect("plans are written");
                let profile_path = directory.join(format!("{id}.json"));
                std::fs::write(&profile_path, profile.0.to_string()).expect("profiles are written");
                wrong.push_str(&check(&shared, &path, &profile_path));
            }
            Err(_) if request.verdict != Verdict::Plan => asked += 1,
            // The command line answers this with a question for the resource.
            Err(NoPlan::Undecided(Undecided::NoCapability)) => asked += 1,
            Err(NoPlan::Undecided(Undecided::Lacks { capability, .. })) => lacking.push(capability),
            Err(why) => {
                let _ = writeln!(failed, "{id}: {why:?}");
            }
        }
    }
    eprintln!(
        "{} tasks: {own} from a blueprint of their own, {composed} composed, {asked} asked back, {} without a described service {lacking:?}\n{failed}{wrong}",
        tasks.len(),
        lacking.len()
    );
    assert!(
        failed.is_empty(),
        "neither a plan nor a question:\n{failed}"
    );
    assert!(
        own * 100 >= tasks.len() * LEAST_OWN,
        "{own} of {} tasks have a blueprint of their own",
        tasks.len()
    );
    assert!(wrong.is_empty(), "{wrong}");
}

/// What the public checker says of a plan; nothing if it cannot be run.
fn check(shared: &Path, plan: &Path, profile: &Path) -> String {
    let run = Command::new("python3")
        .arg(shared.join("tools/check-plan"))
        .arg(plan)
        .arg("--profile")
        .arg(profile)
        .arg("--quiet")
        .output();
    run.map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default()
}
