//! Feature plans and roadmaps over the space of blueprints, providers, tiers, postures and frameworks: sums, schedules,
//! orders and drawings agree, whatever is planned.
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
use cloud_plan::document::{self, Menu, drawing};
use cloud_plan::plan::Plan;
use cloud_plan::plan::program::ast::{Ends, Program, Stage, WorkKind};
use cloud_plan::request::Verdict;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use support::{Planner, profile, shared, skipped};

/// Percent of the public feature and roadmap requests that have a blueprint of their own. It only ever goes up.
const LEAST_OWN: usize = 85;

/// Percent of the applying examples whose blueprint is the one that is chosen. It only ever goes up.
const LEAST_CHOSEN: usize = 70;

fn sum(ends: impl Iterator<Item = Ends>) -> (Decimal, Decimal) {
    let all: Ends = ends.sum();
    (all.low, all.high)
}

/// Everything that does not add up or is out of order.
fn faults(planner: &Planner, plan: &Plan, provider: &str) -> Vec<String> {
    let mut faults: Vec<String> = Vec::new();
    let program = plan.program.as_ref().expect("a longer plan has a program");
    let mut need = |holds: bool, what: &str| {
        if !holds {
            faults.push(what.to_owned());
        }
    };
    money(program, &mut need);
    schedule(program, &mut need);
    people(program, &mut need);
    stages(program, &mut need);
    phases(planner, program, provider, &mut need);
    drawings(program, &mut need);
    for citation in &program.controls {
        let known = support::controls(&planner.kb, &citation.framework);
        for control in citation.rows.iter().flat_map(|row| &row.controls) {
            need(
                known.contains(control),
                &format!("{} has no control {control}", citation.framework),
            );
        }
    }
    faults
}

fn money(program: &Program, need: &mut impl FnMut(bool, &str)) {
    let bill = &program.money;
    let total = |ends: Ends| (ends.low, ends.high);
    need(
        sum(bill.rows.iter().map(|row| row.shown)) == total(bill.monthly),
        "the rows do not add up to the month",
    );
    need(
        sum(program.phases.iter().map(|phase| phase.monthly)) == total(bill.monthly),
        "the phases do not add up to the month",
    );
    need(
        sum(program.phases.iter().map(|phase| phase.one_time)) == total(bill.one_time),
        "the phases do not add up to what is paid once",
    );
    for row in bill.rows.iter().chain(&bill.once) {
        need(
            row.shown.low <= row.exact.low && row.exact.high <= row.shown.high,
            &format!("{} is not rounded outward", row.title),
        );
        need(
            row.shown.low <= row.shown.high,
            "a low end lies above its high end",
        );
    }
    let shares: u32 = bill
        .drivers
        .iter()
        .map(|(_, _, share)| u32::from(*share))
        .sum();
    need(shares <= 100, "shares add up to more than everything");
}

fn schedule(program: &Program, need: &mut impl FnMut(bool, &str)) {
    let by_reference: BTreeMap<&str, _> = program
        .packages
        .iter()
        .map(|package| (package.reference.as_str(), package))
        .collect();
    need(
        by_reference.len() == program.packages.len(),
        "two pieces of work have one reference",
    );
    for package in &program.packages {
        for before in &package.needs {
            let ends = by_reference[before.as_str()].end;
            let starts = package.start.saturating_sub(u32::from(package.days > 0));
            need(
                ends <= starts,
                &format!("{} starts before {before} ends", package.reference),
            );
        }
        need(
            package.end <= program.timeline.days,
            "work ends after the critical path",
        );
    }
    let length: u32 = program
        .critical
        .iter()
        .map(|reference| by_reference[reference.as_str()].days)
        .sum();
    need(
        length == program.timeline.days,
        "the critical path is not the longest",
    );
    for pair in program.critical.windows(2) {
        need(
            by_reference[pair[1].as_str()].needs.contains(&pair[0]),
            "the critical path is no path",
        );
    }
    let weeks = program.phases.last().map_or(0, |phase| phase.to_week);
    need(
        weeks == program.timeline.weeks,
        "the phases do not fill the weeks",
    );
    need(
        weeks * 5 >= program.timeline.days,
        "the work does not fit into its weeks",
    );
}

fn people(program: &Program, need: &mut impl FnMut(bool, &str)) {
    let by_package: Decimal = program
        .packages
        .iter()
        .flat_map(|package| package.effort.iter().map(|(_, days)| *days))
        .sum();
    need(by_package == program.money.effort, "effort does not add up");
    for load in &program.team {
        let days: Decimal = load
            .by_phase
            .iter()
            .zip(&program.phases)
            .map(|(share, phase)| share * Decimal::from((phase.to_week - phase.from_week + 1) * 5))
            .sum();
        let weeks = Decimal::from(program.timeline.weeks);
        // Shares are printed with two digits.
        need(
            (days - load.days).abs() <= weeks * Decimal::new(5, 2) + Decimal::new(5, 2),
            &format!(
                "the shares of {} do not come to {} days",
                load.title, load.days
            ),
        );
    }
}

fn stages(program: &Program, need: &mut impl FnMut(bool, &str)) {
    for package in &program.packages {
        for other in &program.packages {
            let late = other.stage > Stage::Proof && other.phase < package.phase;
            need(
                !(late && package.stage != Stage::Any && package.stage < other.stage),
                &format!(
                    "{} comes after {} against the legal order",
                    package.id, other.id
                ),
            );
        }
    }
}

fn phases(planner: &Planner, program: &Program, provider: &str, need: &mut impl FnMut(bool, &str)) {
    for phase in &program.phases {
        let works = program
            .packages
            .iter()
            .any(|package| package.phase == phase.number && package.kind == WorkKind::Work);
        need(works, "a phase without work");
        need(!phase.steps.is_empty(), "a phase without steps");
        need(!phase.checks.is_empty(), "a phase without a check");
        need(
            !phase.deliverables.is_empty(),
            "a phase without deliverables",
        );
        need(phase.effort > Decimal::ZERO, "a phase without effort");
        for skill in &phase.skills {
            let fits = planner.kb.skills.get(&skill.id).is_some_and(|known| {
                let any = |id: &String| id == provider || id == "any";
                known.providers.0.iter().any(any)
            });
            need(fits, &format!("the skill {} does not fit", skill.id));
        }
    }
    need(!program.risks.is_empty(), "no risk");
    for (section, lines) in &program.sections {
        need(
            !lines.is_empty()
                || ["architecture", "confirm", "assumed", "left-out", "optimize"]
                    .contains(&section.as_str()),
            &format!("the section {section} is empty"),
        );
    }
}

fn drawings(program: &Program, need: &mut impl FnMut(bool, &str)) {
    need(
        program.graph.nodes.len() >= 3,
        "fewer than three things are drawn",
    );
    let mermaid = drawing::mermaid(&program.graph);
    match drawing::ascii(&program.graph) {
        Err(_) => need(program.graph.nodes.len() > 12, "a small graph is not drawn"),
        Ok(text) => {
            let widest = text.lines().map(|line| line.chars().count()).max();
            need(widest.unwrap_or_default() <= 100, "the drawing is too wide");
            let flat: String = text
                .chars()
                .filter(|letter| letter.is_alphanumeric())
                .collect();
            for node in &program.graph.nodes {
                let word = node.label.split_whitespace().next().unwrap_or_default();
                let bare: String = word
                    .chars()
                    .filter(|letter| letter.is_alphanumeric())
                    .collect();
                need(
                    flat.contains(&bare) && mermaid.contains(word),
                    &format!("{} is not in both drawings", node.label),
                );
            }
        }
    }
    let nodes: BTreeSet<&str> = program
        .graph
        .nodes
        .iter()
        .map(|node| node.id.as_str())
        .collect();
    for edge in &program.graph.edges {
        need(
            nodes.contains(edge.from.as_str()) && nodes.contains(edge.to.as_str()),
            "an edge ends at nothing",
        );
    }
}

/// Requests that a blueprint says it applies to, with the blueprint and its scope.
fn examples(planner: &Planner) -> Vec<(String, String, String, Value)> {
    let mut list = Vec::new();
    for blueprint in planner.kb.blueprints.iter() {
        // Designs are chosen by a fact that no request states.
        let planned = matches!(blueprint.scope.as_str(), "feature" | "roadmap");
        if !planned || blueprint.phases.is_empty() || !blueprint.status.applies() {
            continue;
        }
        for example in blueprint.examples.iter().filter(|example| example.applies) {
            let fields: serde_json::Map<String, Value> = example
                .profile
                .iter()
                .map(|(key, value)| (key.clone(), json!(value.0)))
                .collect();
            list.push((
                blueprint.id.clone(),
                blueprint.scope.clone(),
                example.request.clone(),
                Value::Object(fields),
            ));
        }
    }
    list
}

#[test]
fn blueprints_are_chosen_by_their_examples() {
    let planner = Planner::new();
    let all = examples(&planner);
    let mut missed = String::new();
    let mut chosen = 0;
    for (id, scope, request, fields) in &all {
        let profile = profile(&planner.kb, "aws", fields);
        match planner.plan(&profile, scope, request) {
            Ok(plan) if plan.blueprint.as_deref() == Some(id) => chosen += 1,
            other => {
                let _ = writeln!(
                    missed,
                    "{id}: {:?} for `{request}`",
                    other.map(|plan| plan.blueprint)
                );
            }
        }
    }
    eprintln!(
        "{chosen} of {} examples choose their blueprint\n{missed}",
        all.len()
    );
    assert!(chosen * 100 >= all.len() * LEAST_CHOSEN, "{missed}");
}

#[test]
fn everything_adds_up_everywhere() {
    let planner = Planner::new();
    let mut wrong = String::new();
    let mut count = 0;
    let variants = [
        json!({}),
        json!({"budget_tier": "startup", "compliance": ["gdpr"]}),
        json!({"budget_tier": "enterprise", "security_posture": "high-security", "compliance": ["hipaa", "soc2"]}),
        json!({"budget_tier": "enterprise", "security_posture": "maximum", "compliance": ["pci-dss", "iso27001"]}),
    ];
    let mut seen = BTreeSet::new();
    for (id, scope, request, fields) in examples(&planner) {
        if !seen.insert(id.clone()) {
            continue;
        }
        for provider in ["aws", "azure", "gcp"] {
            for variant in &variants {
                let mut answers = fields.clone();
                if let (Some(all), Some(more)) = (answers.as_object_mut(), variant.as_object()) {
                    all.extend(more.clone());
                }
                let profile = profile(&planner.kb, provider, &answers);
                let Ok(plan) = planner.plan(&profile, &scope, &request) else {
                    continue;
                };
                count += 1;
                let own = plan.place.provider.clone();
                let served = planner
                    .kb
                    .providers
                    .iter()
                    .find(|known| own.starts_with(&known.title))
                    .map_or(provider, |known| known.id.as_str())
                    .to_owned();
                for fault in faults(&planner, &plan, &served) {
                    let _ = writeln!(wrong, "{id} at {provider} {variant}: {fault}");
                }
                let text = document::markdown(&plan, Menu::Shown);
                let again = planner
                    .plan(&profile, &scope, &request)
                    .expect("planned before");
                if text != document::markdown(&again, Menu::Shown) {
                    let _ = writeln!(wrong, "{id} at {provider}: other bytes the second time");
                }
            }
        }
    }
    eprintln!("{count} plans");
    assert!(count > 200, "only {count} plans");
    assert!(wrong.is_empty(), "{wrong}");
}

/// A phase of a roadmap, as a plan of its own, costs and takes what the roadmap says.
#[test]
fn a_phase_alone_has_the_sums_of_its_phase() {
    let planner = Planner::new();
    let mut seen = BTreeSet::new();
    let mut count = 0;
    for (id, scope, request, fields) in examples(&planner) {
        let profile = profile(&planner.kb, "aws", &fields);
        let Ok(whole) = planner.plan(&profile, &scope, &request) else {
            continue;
        };
        let Some(program) = whole.program.filter(|_| seen.insert(id.clone())) else {
            continue;
        };
        if !whole.words.has(document::EXECUTIVE) {
            continue;
        }
        for phase in &program.phases {
            let number = phase.number.to_string();
            let flags = [(cloud_plan::plan::assemble::PHASE, number.as_str())];
            let alone = planner
                .plan_with(&profile, &scope, &request, &flags)
                .expect("a phase can be planned");
            let part = alone.program.expect("a phase is a longer plan");
            assert_eq!(part.part, Some(phase.number), "{id}");
            assert_eq!(part.money.monthly, phase.monthly, "{id} phase {number}");
            assert_eq!(part.money.one_time, phase.one_time, "{id} phase {number}");
            assert_eq!(part.money.effort, phase.effort, "{id} phase {number}");
            count += 1;
        }
    }
    assert!(count > 20, "only {count} phases");
}

/// No section reads the same for two blueprints that have nothing to do with each other.
#[test]
fn sections_speak_of_their_own_plan() {
    let planner = Planner::new();
    let mut by_text: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (id, scope, request, fields) in examples(&planner) {
        let profile = profile(&planner.kb, "aws", &fields);
        let Ok(plan) = planner.plan(&profile, &scope, &request) else {
            continue;
        };
        let Some(chosen) = plan.blueprint.clone().filter(|_| seen.insert(id)) else {
            continue;
        };
        let Some(program) = plan.program else {
            continue;
        };
        for section in ["what", "goals", "summary"] {
            let text: Vec<String> = program
                .sections
                .get(section)
                .into_iter()
                .flatten()
                .map(|said| said.text.clone())
                .collect();
            let bare: String = text
                .join(" ")
                .chars()
                .filter(|letter| letter.is_alphabetic() || *letter == ' ')
                .collect();
            let known = by_text.entry(format!("{section}: {bare}")).or_default();
            if !known.contains(&chosen) {
                known.push(chosen.clone());
            }
        }
    }
    let same: Vec<String> = by_text
        .iter()
        .filter(|(_, blueprints)| blueprints.len() > 1)
        .map(|(text, blueprints)| format!("{blueprints:?} say {text}"))
        .collect();
    assert!(same.is_empty(), "{}", same.join("\n"));
}

#[test]
fn public_features_and_roadmaps_get_plans_of_their_own() {
    let Some(shared) = shared() else {
        return skipped("the public requests are not there");
    };
    let planner = Planner::new();
    let text = std::fs::read_to_string(shared.join("data/requests/requests-open.jsonl"))
        .unwrap_or_default();
    let directory =
        std::env::temp_dir().join(format!("cloud-plan-programs-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("the temporary directory is writable");
    let (mut all, mut own, mut asked) = (0, 0, 0);
    let mut wrong = String::new();
    for row in text
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
    {
        let field = |key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default();
        let scope = field("scope");
        if !["feature", "roadmap"].contains(&scope) {
            continue;
        }
        all += 1;
        let named = field("provider");
        let provider = if planner.kb.providers.contains(named) {
            named
        } else {
            "aws"
        };
        let profile = profile(&planner.kb, provider, &Value::Null);
        let request = planner.read(&profile, field("text"));
        match planner.plan(&profile, scope, field("text")) {
            Ok(plan) => {
                own += 1;
                let path = directory.join(format!("{}.md", field("id")));
                std::fs::write(&path, document::markdown(&plan, Menu::Shown))
                    .expect("plans are written");
                let profile_path = directory.join(format!("{}.json", field("id")));
                std::fs::write(&profile_path, profile.0.to_string()).expect("profiles are written");
                let frameworks: Vec<String> = request
                    .frameworks
                    .iter()
                    .map(|found| found.id.clone())
                    .collect();
                wrong.push_str(&check(&shared, &path, &profile_path, &frameworks));
            }
            Err(NoPlan::NoProgram(_) | NoPlan::Undecided(_)) => asked += 1,
            Err(_) if request.verdict != Verdict::Plan => asked += 1,
            Err(why) => {
                let _ = writeln!(wrong, "{}: {why:?}", field("id"));
            }
        }
    }
    eprintln!("{all} requests: {own} from a blueprint of their own, {asked} asked back\n{wrong}");
    assert!(own * 100 >= all * LEAST_OWN, "{own} of {all}");
    assert!(wrong.is_empty(), "{wrong}");
}

/// What the public checker says of a plan; nothing if it cannot be run.
fn check(shared: &Path, plan: &Path, profile: &Path, frameworks: &[String]) -> String {
    let mut command = Command::new("python3");
    command
        .arg(shared.join("tools/check-plan"))
        .arg(plan)
        .arg("--profile")
        .arg(profile)
        .arg("--quiet");
    for framework in frameworks {
        command.arg("--framework").arg(framework);
    }
    command
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default()
}
