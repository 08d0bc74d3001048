//! From a control to the line, the check and the command; as a table, and as OSCAL that NIST's schemas accept.

use crate::support::{Planner, profile, shared, skipped};
use crate::{own, read};
use cloud_plan::document;
use cloud_plan::plan::Plan;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Scope, request and frameworks of the plans that are exported.
const PLANS: [(&str, &str, &[&str]); 5] = [
    (
        "task",
        "Add a bucket for invoice PDFs in production",
        &["fedramp"],
    ),
    (
        "task",
        "Create a PostgreSQL database for card numbers in production",
        &["pci-dss", "gdpr"],
    ),
    (
        "task",
        "Create a PostgreSQL database for patient records in production",
        &["hipaa", "soc2", "iso27001"],
    ),
    (
        "feature",
        "Build a payments API with PostgreSQL for card orders",
        &["pci-dss", "fedramp"],
    ),
    (
        "roadmap",
        "Move the whole platform to the cloud over six months",
        &["hipaa", "soc2"],
    ),
];

fn plans(date: &str) -> Vec<Plan> {
    let planner = Planner::new();
    PLANS
        .iter()
        .map(|(scope, request, frameworks)| {
            let changes = json!({ "compliance": frameworks, "exceptions": ["human-mfa"] });
            let profile = profile(&planner.kb, "aws", &changes);
            planner
                .plan_on(&profile, scope, request, &[], date)
                .unwrap_or_else(|why| panic!("{request}: {why:?}"))
        })
        .collect()
}

fn schema(name: &str) -> jsonschema::Validator {
    let text = read(&own(&format!("oscal/oscal_{name}_schema.json")));
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::validator_for(&schema).expect("the schema is a schema")
}

fn exports(plan: &Plan) -> [(Value, &'static str); 2] {
    let parse = |text: &str| serde_json::from_str(text).expect("the export is JSON");
    let actions = document::oscal::actions(plan).expect("something stays open");
    [
        (parse(&document::oscal::components(plan)), "component"),
        (parse(&actions), "poam"),
    ]
}

#[test]
fn exports_validate_against_the_schemas_of_nist() {
    for plan in plans("2026-11-20") {
        for (value, name) in exports(&plan) {
            let found: Vec<String> = schema(name)
                .iter_errors(&value)
                .map(|error| format!("{} at {}", error, error.instance_path()))
                .collect();
            assert!(
                found.is_empty(),
                "{} {name}: {}",
                plan.title,
                found.join("\n")
            );
        }
    }
}

/// The schemas refuse what they must, or the test above shows nothing.
#[test]
fn the_schemas_refuse_empty_lists_labels_and_chance() {
    let plan = plans("2026-11-20").remove(0);
    let [(good, _), _] = exports(&plan);
    let validator = schema("component");
    assert!(validator.is_valid(&good));
    let requirement =
        "/component-definition/components/0/control-implementations/0/implemented-requirements/0";
    for (place, bad) in [
        ("/component-definition/components", json!([])),
        ("/component-definition/uuid", json!("not-a-uuid")),
        (
            "/component-definition/metadata/last-modified",
            json!("2026-11-20"),
        ),
        (&format!("{requirement}/control-id"), json!("SC-28(1)")),
    ] {
        let mut value = good.clone();
        *value.pointer_mut(place).expect(place) = bad;
        assert!(!validator.is_valid(&value), "{place} may be wrong");
    }
}

/// Every value of a key, at whatever depth.
fn all<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, field)| match field.as_str() {
                Some(text) if name == key => found.push(text),
                _ => all(field, key, found),
            }),
        Value::Array(list) => list.iter().for_each(|one| all(one, key, found)),
        _ => {}
    }
}

fn values<'a>(value: &'a Value, key: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    all(value, key, &mut found);
    found
}

/// What no schema checks: ids that are unique, references that lead somewhere.
#[test]
fn references_of_exports_hold() {
    for plan in plans("2026-11-20") {
        for (value, name) in exports(&plan) {
            let uuids = values(&value, "uuid");
            let unique: BTreeSet<&&str> = uuids.iter().collect();
            assert_eq!(uuids.len(), unique.len(), "{name}: a uuid stands twice");
            for uuid in &uuids {
                assert_eq!(&uuid[14..15], "5", "{uuid} is not made from a name");
            }
            for source in values(&value, "source") {
                let known = source
                    .strip_prefix('#')
                    .is_none_or(|uuid| uuids.contains(&uuid));
                assert!(known, "{name}: {source} leads nowhere");
            }
            assert!(!value.to_string().to_lowercase().contains("compliant"));
        }
    }
}

#[test]
fn control_ids_of_published_catalogs_are_published() {
    let Some(shared) = shared() else {
        return skipped("the published lists are not there");
    };
    let file: Value =
        serde_json::from_str(&read(&shared.join("data/compliance/ids/nist-800-53.json"))).unwrap();
    let known: BTreeSet<&str> = values(&file, "oscal_id").into_iter().collect();
    let mut seen = 0;
    for plan in plans("2026-11-20") {
        for trace in plan.matrix.iter().filter(|trace| trace.catalog.is_some()) {
            let id = document::oscal::control_id(trace);
            assert!(known.contains(id.as_str()), "{}: {id}", trace.id);
            seen += 1;
        }
    }
    assert!(seen > 10, "only {seen} controls of a published catalog");
}

/// Another day changes the day, and no id of anything that stayed.
#[test]
fn exports_are_made_from_content() {
    let (one, again, later) = (
        plans("2026-11-20"),
        plans("2026-11-20"),
        plans("2026-11-21"),
    );
    for ((one, again), later) in one.iter().zip(&again).zip(&later) {
        assert_eq!(document::csv::csv(one), document::csv::csv(again));
        let [(first, _), (actions, _)] = exports(one);
        let [(same, _), (same_actions, _)] = exports(again);
        assert_eq!((&first, &actions), (&same, &same_actions));
        let [(next, _), _] = exports(later);
        assert_eq!(values(&first, "uuid"), values(&next, "uuid"));
        assert_eq!(values(&next, "last-modified"), ["2026-11-21T00:00:00Z"]);
    }
}

/// The rows of a table, as RFC 4180 has them.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut letters = text.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    assert!(cell.is_empty() && row.is_empty(), "the last line ends");
    rows
}

#[test]
fn the_matrix_follows_every_control_that_the_plan_cites() {
    for plan in plans("2026-11-20") {
        let rows = rows(&document::csv::csv(&plan));
        let head = rows[0].clone();
        let column = |name: &str| head.iter().position(|one| one == name).expect(name);
        assert!(rows.iter().all(|row| row.len() == head.len()));
        let cited: usize = plan
            .controls
            .iter()
            .flat_map(|citation| &citation.rows)
            .map(|row| row.controls.len())
            .sum();
        assert!(cited > 0, "{}: nothing is cited", plan.title);
        for citation in &plan.controls {
            for row in &citation.rows {
                for control in &row.controls {
                    let id = format!("{}/{control}/{}", citation.framework, row.practice);
                    assert!(
                        rows.iter().any(|row| row[0] == id),
                        "{}: no row {id}",
                        plan.title
                    );
                }
            }
        }
        let traced: Vec<&Vec<String>> = rows[1..]
            .iter()
            .filter(|row| row[column("obligation")] != "conflict")
            .collect();
        let with_line = traced
            .iter()
            .filter(|row| !row[column("lines")].is_empty())
            .count();
        assert!(
            with_line * 2 > traced.len(),
            "{}: {with_line} of {} rows have a line",
            plan.title,
            traced.len()
        );
        let proved = traced
            .iter()
            .filter(|row| !row[column("evidence_command")].is_empty())
            .count();
        // A roadmap proves nothing yet: its plan of action says so, phase by phase.
        assert!(
            proved > 0 || plan.scope == "roadmap",
            "{}: nothing is proved",
            plan.title
        );
    }
}

/// The ids in the matrix are those on the page.
#[test]
fn links_lead_to_lines_of_the_plan() {
    for plan in plans("2026-11-20")
        .iter()
        .filter(|plan| plan.program.is_none())
    {
        let mut lines: BTreeMap<String, &str> = BTreeMap::new();
        for step in &plan.steps {
            lines.insert(step.id.clone(), &step.text);
        }
        for check in &plan.checks {
            lines.insert(check.id.clone(), &check.text);
            if let Some(run) = &check.run {
                lines.insert(check.id.replace('A', "E"), run);
            }
        }
        let mut met = 0;
        for link in plan.matrix.iter().flat_map(|trace| {
            trace
                .lines
                .iter()
                .chain(&trace.checks)
                .chain(&trace.evidence)
        }) {
            if let Some(text) = lines.get(&link.id) {
                assert_eq!(*text, link.text, "{}", link.id);
                met += 1;
            }
        }
        assert!(met > 5, "{}: only {met} links lead to the page", plan.title);
    }
}

/// A plan of a profile with an exception until 31 March 2027.
fn excepted(planner: &Planner, date: &str) -> Plan {
    let record = "human-mfa | the CISO | break-glass accounts | 2027-03-31";
    let changes = json!({ "compliance": ["soc2"], "exceptions": [record] });
    let profile = profile(&planner.kb, "aws", &changes);
    let request = "Create a Postgres database for claims in production";
    let plan = planner.plan_on(&profile, "task", request, &[], date);
    plan.unwrap_or_else(|why| panic!("{why:?}"))
}

/// A service may stand on several lists, by source, partition and level: what the plan's own partition says counts.
#[test]
fn a_service_outside_of_the_boundary_is_named() {
    let planner = Planner::new();
    let notes = |provider: &str, region: &str, request: &str| {
        let changes =
            json!({ "compliance": ["fedramp"], "fedramp_level": "high", "regions": [region] });
        let profile = profile(&planner.kb, provider, &changes);
        let plan = planner.plan_on(
            &profile,
            "task",
            request,
            &[("fedramp-level", "high")],
            "2026-11-20",
        );
        let plan = plan.unwrap_or_else(|why| panic!("{why:?}"));
        let lines = plan.notes.iter().map(|said| said.text.clone());
        lines.collect::<Vec<String>>().join("\n")
    };
    let app = "Create a container app for the claims API in production";
    let inside = notes("azure", "eastus", app);
    assert!(
        !inside.contains("Not on the recorded FedRAMP list"),
        "{inside}"
    );
    let outside = notes("azure", "usgovvirginia", app);
    assert!(outside.contains("Container Apps"), "{outside}");
    assert!(
        outside.contains("Not on the recorded FedRAMP list"),
        "{outside}"
    );
    let edge = "Create a CloudFront distribution for the claims site in production";
    let outside = notes("aws", "us-gov-west-1", edge);
    assert!(
        outside.contains("Not on the recorded FedRAMP list"),
        "{outside}"
    );
}

#[test]
fn an_exception_is_a_record_that_ends() {
    let planner = Planner::new();
    let open = |date: &str| {
        let plan = excepted(&planner, date);
        let lines = plan.open.iter().map(|said| said.text.clone());
        lines.collect::<Vec<String>>().join("\n")
    };
    let holding = open("2026-11-20");
    for part in ["the CISO", "2027-03-31", "break-glass accounts"] {
        assert!(holding.contains(part), "{holding}");
    }
    let over = open("2027-04-01");
    assert!(over.contains("ended on 2027-03-31"), "{over}");
}

/// The record of an exception goes to whoever audits: in the matrix, and in the plan of action.
#[test]
fn an_exception_names_its_owner_and_its_end_in_the_files_of_auditors() {
    let planner = Planner::new();
    for (date, obligation, kind) in [
        ("2026-11-20", "exception", "exception"),
        ("2027-04-01", "exception over", "exception-over"),
    ] {
        let plan = excepted(&planner, date);
        let text = document::csv::csv(&plan);
        let mut lines = text.lines();
        let head: Vec<&str> = lines.next().unwrap().split(',').collect();
        let row = lines.find(|line| line.starts_with("exception/human-mfa,"));
        let row = row.unwrap_or_else(|| panic!("{text}"));
        assert!(row.contains(&format!(",{obligation},")), "{row}");
        assert!(
            row.ends_with(",the CISO,break-glass accounts,2027-03-31"),
            "{row}"
        );
        let last = ["exception_owner", "exception_reason", "exception_until"];
        assert!(head.ends_with(&last), "{head:?}");
        let actions = document::oscal::actions(&plan).unwrap();
        let actions: Value = serde_json::from_str(&actions).unwrap();
        let items = actions["plan-of-action-and-milestones"]["poam-items"]
            .as_array()
            .unwrap();
        let found: Vec<&Value> = items
            .iter()
            .filter(|item| item["title"] == "exception/human-mfa")
            .collect();
        let [item] = found.as_slice() else {
            panic!("{items:#?}");
        };
        let prop = |name: &str| {
            let props = item["props"].as_array().unwrap();
            let found = props.iter().find(|prop| prop["name"] == name);
            found.map(|prop| prop["value"].as_str().unwrap().to_owned())
        };
        assert_eq!(prop("kind").as_deref(), Some(kind));
        assert_eq!(prop("owner").as_deref(), Some("the CISO"));
        assert_eq!(prop("until").as_deref(), Some("2027-03-31"));
        assert_eq!(prop("setting").as_deref(), Some("human-mfa"));
    }
}
