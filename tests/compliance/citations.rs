//! No control is named anywhere that its framework did not publish.

use crate::read;
use crate::support::{self, Planner, profile, shared, skipped};
use cloud_plan::document::{self, Menu};
use cloud_plan::kb::Kb;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Everything published, by the form of its ids.
struct Published {
    hipaa: BTreeSet<String>,
    gdpr: BTreeSet<String>,
    soc2: BTreeSet<String>,
    iso: BTreeSet<String>,
    nist: BTreeSet<String>,
    pci: BTreeSet<String>,
}

impl Published {
    fn of(kb: &Kb) -> Self {
        Self {
            hipaa: support::controls(kb, "hipaa"),
            gdpr: support::controls(kb, "gdpr"),
            soc2: support::controls(kb, "soc2"),
            iso: support::controls(kb, "iso27001"),
            nist: support::controls(kb, "nist-800-53"),
            pci: support::controls(kb, "pci-dss"),
        }
    }

    /// Ids in a text that nobody published.
    fn strangers(&self, text: &str) -> Vec<String> {
        let tokens: Vec<&str> = text
            .split(|letter: char| !(letter.is_ascii_alphanumeric() || ".()-".contains(letter)))
            .filter(|token| !token.is_empty())
            .collect();
        let mut found = Vec::new();
        for (place, token) in tokens.iter().enumerate() {
            let bare = trimmed(token);
            let before = place
                .checked_sub(1)
                .map_or("", |place| tokens[place].trim_start_matches('('));
            let list = if bare.starts_with("164.") {
                &self.hipaa
            } else if before == "Art." && starts_with_digit(bare) {
                &self.gdpr
            } else if is_nist(bare) {
                &self.nist
            } else if is_iso(bare) {
                &self.iso
            } else if is_soc2(bare) {
                &self.soc2
            } else {
                continue;
            };
            let id = if before == "Art." {
                format!("Art. {bare}")
            } else {
                bare.to_owned()
            };
            if !holds(list, &id) {
                found.push(id);
            }
        }
        found
    }
}

/// A section of the law stands for its parts; nothing else does.
fn holds(list: &BTreeSet<String>, id: &str) -> bool {
    let below = format!("{id}(");
    list.contains(id)
        || id.starts_with("164.") && list.iter().any(|known| known.starts_with(&below))
}

/// Without the punctuation of the sentence around it.
fn trimmed(token: &str) -> &str {
    let mut bare = token.trim_end_matches(['.', '-']);
    loop {
        let open = bare.matches('(').count();
        let close = bare.matches(')').count();
        bare = match open.cmp(&close) {
            std::cmp::Ordering::Less if bare.ends_with(')') => &bare[..bare.len() - 1],
            std::cmp::Ordering::Greater if bare.starts_with('(') => &bare[1..],
            std::cmp::Ordering::Equal if bare.starts_with('(') && bare.ends_with(')') => {
                &bare[1..bare.len() - 1]
            }
            _ => return bare.trim_end_matches(['.', '-']),
        };
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
}

const FAMILIES: [&str; 20] = [
    "AC", "AT", "AU", "CA", "CM", "CP", "IA", "IR", "MA", "MP", "PE", "PL", "PM", "PS", "PT", "RA",
    "SA", "SC", "SI", "SR",
];

fn is_nist(token: &str) -> bool {
    token.split_once('-').is_some_and(|(family, number)| {
        let plain = number.split('(').next().unwrap_or_default();
        FAMILIES.contains(&family)
            && !plain.is_empty()
            && plain.len() <= 2
            && plain.chars().all(|digit| digit.is_ascii_digit())
    })
}

fn is_iso(token: &str) -> bool {
    token.strip_prefix("A.").is_some_and(|rest| {
        rest.split_once('.')
            .is_some_and(|(one, two)| starts_with_digit(one) && starts_with_digit(two))
    })
}

fn is_soc2(token: &str) -> bool {
    ["CC", "PI", "A", "C"].iter().any(|series| {
        token.strip_prefix(series).is_some_and(|rest| {
            let (one, two) = rest.split_once('.').unwrap_or_default();
            one.len() == 1 && starts_with_digit(one) && two.len() == 1 && starts_with_digit(two)
        })
    })
}

fn files(folder: &Path, list: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, list);
        } else if path
            .extension()
            .is_some_and(|end| end == "yaml" || end == "rhai")
        {
            list.push(path);
        }
    }
}

#[test]
fn the_scanner_sees_what_is_not_published() {
    let published = Published::of(&Planner::new().kb);
    let text = "See 164.312(z)(9), Art. 5(1)(z), AC-99, SC-7(2), A.9.99 and CC9.9 (CC6.1, AC-2(3), Art. 32(1)(a)).";
    assert_eq!(
        published.strangers(text),
        [
            "164.312(z)(9)",
            "Art. 5(1)(z)",
            "AC-99",
            "SC-7(2)",
            "A.9.99",
            "CC9.9"
        ]
    );
}

#[test]
fn no_file_of_the_knowledge_names_a_control_that_is_not_published() {
    let published = Published::of(&Planner::new().kb);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut list = Vec::new();
    for folder in ["rules", "catalog"] {
        files(&root.join(folder), &mut list);
    }
    let mut wrong = Vec::new();
    for path in list {
        // The list itself names what was withdrawn, and says so.
        if path
            .parent()
            .is_some_and(|folder| folder.ends_with("catalog/frameworks"))
        {
            continue;
        }
        for id in published.strangers(&read(&path)) {
            wrong.push(format!("{}: {id}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_citation_and_practice_names_published_controls() {
    let kb = Planner::new().kb;
    let mut wrong = Vec::new();
    for rule in kb.rules.iter() {
        for one in &rule.then.require {
            let Some((framework, control)) =
                one.cite.as_deref().and_then(|cite| cite.split_once('/'))
            else {
                continue;
            };
            let known = support::controls(&kb, framework);
            if kb.frameworks.get(framework).is_some() && !known.contains(control) {
                wrong.push(format!("{}: {framework}/{control}", rule.id));
            }
        }
    }
    for framework in kb.frameworks.iter() {
        let known = support::controls(&kb, &framework.id);
        for (name, practice) in &framework.practices {
            for control in practice
                .controls
                .iter()
                .filter(|one| !known.contains(&one.0))
            {
                wrong.push(format!("{} {name}: {}", framework.id, control.0));
            }
            if practice.obligation == "none" && !practice.controls.is_empty() {
                wrong.push(format!(
                    "{} {name}: silent, and cites controls",
                    framework.id
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The lists here are the published ones: nothing added, nothing withdrawn that counts.
#[test]
fn the_lists_are_the_published_ones() {
    let Some(shared) = shared() else {
        return skipped("the published lists are not there");
    };
    let kb = Planner::new().kb;
    for framework in [
        "hipaa",
        "gdpr",
        "soc2",
        "iso27001",
        "pci-dss",
        "nist-800-53",
    ] {
        let path = shared.join(format!("data/compliance/ids/{framework}.json"));
        let file: Value = serde_json::from_str(&read(&path)).unwrap();
        let mut ids = BTreeSet::new();
        collect(&file, &mut ids);
        let strange: Vec<String> = support::controls(&kb, framework)
            .into_iter()
            .filter(|id| !ids.contains(id))
            .collect();
        assert!(strange.is_empty(), "{framework}: {strange:?}");
    }
}

/// Every id of a published list, at whatever depth.
fn collect(value: &Value, ids: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            let withdrawn = fields
                .get("withdrawn")
                .is_some_and(|flag| *flag != json!(false));
            if let (Some(id), false) = (fields.get("id").and_then(Value::as_str), withdrawn) {
                ids.insert(id.to_owned());
            }
            fields.values().for_each(|field| collect(field, ids));
        }
        Value::Array(list) => list.iter().for_each(|one| collect(one, ids)),
        Value::String(text) => {
            ids.insert(text.clone());
        }
        _ => {}
    }
}

const REQUESTS: [(&str, &str); 7] = [
    ("task", "Add a bucket for invoice PDFs in production"),
    (
        "task",
        "Create a PostgreSQL database for patient records in production",
    ),
    (
        "task",
        "Create a PostgreSQL database for card numbers in production",
    ),
    (
        "task",
        "Add a load balancer in front of the public checkout page in production",
    ),
    (
        "task",
        "Give the reporting team read access to the billing bucket",
    ),
    (
        "feature",
        "Build a payments API with PostgreSQL for card orders",
    ),
    (
        "roadmap",
        "Move the whole platform to the cloud over six months",
    ),
];

#[test]
fn no_plan_names_a_control_that_is_not_published() {
    let planner = Planner::new();
    let published = Published::of(&planner.kb);
    let mut wrong = Vec::new();
    let mut plans = 0;
    for provider in ["aws", "azure", "gcp"] {
        for framework in planner.kb.frameworks.iter().filter(|one| one.selectable) {
            for posture in ["balanced", "maximum"] {
                let changes = json!({ "compliance": [framework.id], "security_posture": posture });
                let profile = profile(&planner.kb, provider, &changes);
                for (scope, request) in REQUESTS {
                    let Ok(plan) = planner.plan(&profile, scope, request) else {
                        continue;
                    };
                    plans += 1;
                    let text = [
                        document::markdown(&plan, Menu::Shown),
                        document::json::json(&plan),
                        document::csv::csv(&plan),
                    ]
                    .join("\n");
                    let mut strangers = published.strangers(&text);
                    strangers.extend(card_strangers(&published, &text));
                    strangers.sort();
                    strangers.dedup();
                    wrong.extend(
                        strangers
                            .into_iter()
                            .map(|id| format!("{provider} {} {request}: {id}", framework.id)),
                    );
                    assert!(
                        !text.to_lowercase().contains("is compliant"),
                        "{request}: a plan never says compliant"
                    );
                }
            }
        }
    }
    assert!(plans > 150, "only {plans} plans were made");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Requirements of the card standard are bare numbers, so only those behind its name are seen.
fn card_strangers(published: &Published, text: &str) -> Vec<String> {
    text.split("PCI DSS 4.0.1 ")
        .skip(1)
        .filter_map(|rest| {
            let end = rest.find(|letter: char| !(letter.is_ascii_digit() || letter == '.'));
            let id = rest[..end.unwrap_or(rest.len())].trim_end_matches('.');
            (starts_with_digit(id) && !published.pci.contains(id)).then(|| id.to_owned())
        })
        .collect()
}
