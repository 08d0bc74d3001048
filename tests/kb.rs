//! What the knowledge is does not depend on how it was loaded: built in or from files, in whatever order, by head or whole.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test stops by panicking, and reads its own files"
)]

mod support;

use cloud_plan::document::{self, Menu};
use cloud_plan::kb::{self, Load, Table, layers};
use cloud_plan::model::{blueprint, framework, rule, service};
use cloud_plan::request;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::fmt::{Debug, Write as _};
use std::path::Path;
use support::{Planner, profile};

const REQUESTS: [&str; 6] = [
    "Add an S3 bucket for user-uploaded profile images. Production only for now.",
    "Create a PostgreSQL database for orders in production",
    "Deploy a container service for the orders API in production",
    "Upgrade the orders database from PostgreSQL 13 to 16",
    "Rotate the password of the orders database",
    "Open port 5432 from the app servers to the database servers",
];

/// Every request at two providers, for a loose and for a strict profile, as one text.
fn plans(planner: &Planner) -> String {
    let mut text = String::new();
    for provider in ["aws", "azure", "gcp"] {
        for changes in [
            json!({ "budget_tier": "startup" }),
            json!({ "budget_tier": "enterprise", "security_posture": "maximum", "compliance": ["hipaa", "pci-dss", "soc2"] }),
        ] {
            let profile = profile(&planner.kb, provider, &changes);
            for request in REQUESTS {
                match planner.plan(&profile, "task", request) {
                    Ok(plan) => {
                        text.push_str(&document::markdown(&plan, Menu::Shown));
                        text.push_str(&document::json::json(&plan));
                    }
                    Err(none) => write!(text, "{none:?}").unwrap(),
                }
            }
        }
    }
    text
}

/// A reproducible disorder: no order of files may matter, so any will do.
fn shuffled<T>(mut list: Vec<T>, seed: u64) -> Vec<T> {
    let mut state = seed;
    for at in (1..list.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from(state >> 33).unwrap() % (at + 1);
        list.swap(at, other);
    }
    list
}

#[test]
fn files_in_any_order_make_the_same_plans() {
    let expected = plans(&Planner::new());
    assert!(expected.len() > 100_000, "hardly anything was planned");
    let files = layers::files_below(Path::new(env!("CARGO_MANIFEST_DIR")));
    let backwards = files.iter().rev().cloned().collect();
    for files in [backwards, shuffled(files.clone(), 7), shuffled(files, 2026)] {
        let (kb, findings) = layers::load_listed(&files);
        assert!(findings.is_empty(), "{findings:?}");
        let lexicon = request::lexicon::of(&kb);
        // The root of the knowledge is part of the paths of files, and of nothing else.
        let root = format!("{}/", env!("CARGO_MANIFEST_DIR"));
        let found = plans(&Planner { kb, lexicon }).replace(&root, "");
        assert!(found == expected, "{}", first_difference(&expected, &found));
    }
}

fn first_difference(expected: &str, found: &str) -> String {
    let mut lines = expected.lines().zip(found.lines());
    match lines.find(|(one, other)| one != other) {
        Some((one, other)) => format!("expected: {one}\nfound:    {other}"),
        None => "one of them is longer".to_owned(),
    }
}

fn heads_of<T: DeserializeOwned, H: DeserializeOwned + PartialEq + Debug>(
    table: &Table<T>,
    of: fn(&T) -> H,
) {
    let heads: Vec<H> = table.heads(of).map(|(_, head)| head).collect();
    let wholes: Vec<H> = table.iter().map(of).collect();
    assert!(!heads.is_empty());
    assert_eq!(heads, wholes);
}

#[test]
fn heads_read_what_the_whole_holds() {
    let (kb, _) = kb::load(&Load::default());
    heads_of(&kb.rules, rule::Head::of);
    heads_of(&kb.blueprints, blueprint::Head::of);
    heads_of(&kb.frameworks, framework::Head::of);
}

#[test]
fn keys_of_services_say_what_they_provide() {
    let (kb, _) = kb::load(&Load::default());
    for entry in kb.services.entries() {
        let service = entry.value().unwrap();
        let key = entry.file.key().unwrap();
        assert_eq!(key, service.key());
        let (rank, provides) = service::opened(key).unwrap();
        assert_eq!(rank, service.rank);
        assert!(provides.eq(service.provides.iter()), "{key}");
    }
}

/// A blueprint that is passed over by its key would not have been chosen either.
#[test]
fn keys_of_blueprints_say_what_their_conditions_ask() {
    let (kb, _) = kb::load(&Load::default());
    let keyed = kb.blueprints.entries().filter(|entry| {
        let blueprint = entry.value().unwrap();
        assert_eq!(entry.file.key(), Some(blueprint.key().as_str()));
        blueprint.key().contains(' ')
    });
    assert!(keyed.count() > 300);
    let fits = |key: &str, scope: &str, primary: &str| {
        blueprint::Blueprint::may_fit(key, scope, &[primary.to_owned()])
    };
    assert!(fits("task", "task", "cache") && fits("task cache cdn", "task", "cdn"));
    assert!(!fits("task", "feature", "cache") && !fits("task cache cdn", "task", "queue"));
}

#[test]
fn prices_by_meter_are_those_of_the_files() {
    let (kb, _) = kb::load(&Load::default());
    let mut count = 0;
    for id in kb.prices.iter_ids() {
        let provider = id.split('/').next().unwrap();
        let list = kb.price_list(provider).unwrap();
        for price in &kb.prices.get(id).unwrap().prices {
            assert_eq!(
                list.get(&price.meter()).and_then(|meter| meter.price()),
                Some(price)
            );
            count += 1;
        }
    }
    let stored: usize = kb
        .priced_providers()
        .filter_map(|provider| kb.price_list(provider))
        .map(|list| list.from("").len())
        .sum();
    assert!(count > 500 && stored == count, "{stored} of {count}");
}
