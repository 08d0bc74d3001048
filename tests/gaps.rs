//! What a task plan must say beyond its steps: support that ends, the whole way back, a service that could not be used, each allowance once.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a test stops by panicking"
)]

mod support;

use cloud_plan::document::{self, Menu};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::{Planner, profile};

/// Whether the task plan for a request at a provider says something.
fn check(at: &str, fields: &Value, request: &str, says: &[&str], hides: &[&str]) {
    let planner = Planner::new();
    let plan = planner
        .plan(&profile(&planner.kb, at, fields), "task", request)
        .unwrap_or_else(|none| panic!("{request}: {none:?}"));
    let text = document::markdown(&plan, Menu::Shown);
    for said in says {
        assert!(text.contains(said), "{request}: no `{said}` in\n{text}");
    }
    for hidden in hides {
        assert!(!text.contains(hidden), "{request}: `{hidden}` in\n{text}");
    }
}

#[test]
fn a_named_version_that_leaves_support_is_told() {
    let usual = json!({});
    check(
        "aws",
        &usual,
        "Upgrade the orders database from PostgreSQL 13 to 14",
        &[
            "Support: RDS for PostgreSQL 13 left standard support on 28 February 2026",
            "Support: RDS for PostgreSQL 14 leaves standard support on 28 February 2027",
        ],
        &[],
    );
    check(
        "aws",
        &usual,
        "Create a Redis 6 cache for sessions in production",
        &["Support: ElastiCache for Redis OSS 6 leaves standard support on 31 January 2027"],
        &[],
    );
    // Nothing is named, or what is named is supported for longer than a year.
    for request in [
        "Create a PostgreSQL database for orders in production",
        "Create a PostgreSQL 17 database for orders in production",
    ] {
        check("aws", &usual, request, &[], &["Support: "]);
    }
}

#[test]
fn the_way_back_has_an_end_and_covers_companions() {
    check(
        "aws",
        &json!({ "security_posture": "high-security" }),
        "Create a PostgreSQL database for orders in production",
        &[
            "**Rollback (25 min, until the first production write):**",
            "KMS: once nothing is encrypted with it, `aws kms schedule-key-deletion",
        ],
        &[],
    );
    check(
        "aws",
        &json!({}),
        "Create a PostgreSQL database for orders in production",
        &["**Rollback (20 min, until the first production write):**"],
        &["schedule-key-deletion"],
    );
}

#[test]
fn what_stands_in_for_the_named_is_told() {
    check(
        "aws",
        &json!({}),
        "Scale our Amplify app to 4 instances",
        &[
            "Amplify Hosting was named, but cannot do this: the edge network scales by itself. This plan uses ",
        ],
        &[],
    );
    check(
        "aws",
        &json!({}),
        "Upgrade the DynamoDB orders table to version 5",
        &["DynamoDB: DynamoDB has no engine versions; newer SDKs or table settings."],
        &["was named, but"],
    );
    check(
        "aws",
        &json!({}),
        "Create an S3 bucket for invoices",
        &[],
        &["was named, but", "comes nearest"],
    );
}

/// Notes of services speak of allowances too; none may repeat what the price book says.
#[test]
fn no_allowance_is_told_twice() {
    let planner = Planner::new();
    let mut repeated: BTreeSet<String> = BTreeSet::new();
    for blueprint in planner
        .kb
        .blueprints
        .iter()
        .filter(|one| one.scope == "task")
    {
        let example = blueprint.examples.iter().find(|example| example.applies);
        let Some(example) = example else { continue };
        for provider in ["aws", "azure", "gcp"] {
            let usual = profile(&planner.kb, provider, &json!({}));
            let Ok(plan) = planner.plan(&usual, "task", &example.request) else {
                continue;
            };
            let said: Vec<_> = plan
                .cost
                .lines
                .iter()
                .filter(|said| said.text.contains("not deducted"))
                .collect();
            if said.len() > 1 {
                let notes = said.iter().filter(|said| said.origin.id != "cost");
                repeated.extend(notes.map(|said| {
                    format!("{} {}: {}", said.origin.file, said.origin.field, said.text)
                }));
            }
        }
    }
    let list: Vec<String> = repeated.into_iter().collect();
    assert!(list.is_empty(), "{}", list.join("\n"));
}
