//! Designs, decisions, workflows and sheets: whole documents, figures that add up, boundaries that hold.
//! `UPDATE=1 cargo test --test designs` rewrites the documents; the difference is the review.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "tests may stop at the first surprise"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use cloud_plan::kb::{self, Kb, Load};
use serde_json::Value;
use tempfile::TempDir;

const DESIGN: &str = "docs/planning/architecture/infrastructure/user-authentication-infrastructure-architecture-20260824.md";

/// A project with the files of a scenario.
fn project(scenario: &str) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let from = root().join("tests/designs").join(scenario);
    fs::create_dir(directory.path().join(".heaptrace")).unwrap();
    let profile = directory.path().join(".heaptrace/cloud-plan.json");
    fs::copy(from.join("profile.json"), profile).unwrap();
    let requirements = from.join("requirements.md");
    if requirements.exists() {
        fs::copy(requirements, directory.path().join("requirements.md")).unwrap();
    }
    directory
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn run(directory: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(cargo_bin("cloud-plan"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    command.args(arguments).current_dir(directory);
    command.env_clear().env("PATH", path);
    command.output().unwrap()
}

fn printed(directory: &Path, arguments: &[&str]) -> String {
    let output = run(directory, arguments);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// The command fails with data, and says why.
fn refused(directory: &Path, arguments: &[&str], says: &str) {
    let output = run(directory, arguments);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    let code = output.status.code();
    assert!(
        matches!(code, Some(1 | 2)),
        "{arguments:?}: {code:?} {error}"
    );
    assert!(error.contains(says), "{arguments:?}: {error}");
}

fn command_of(scenario: &str) -> Vec<String> {
    let path = root()
        .join("tests/designs")
        .join(scenario)
        .join("command.txt");
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn document(scenario: &str) -> String {
    let directory = project(scenario);
    let command = command_of(scenario);
    let arguments: Vec<&str> = command.iter().map(String::as_str).collect();
    printed(directory.path(), &arguments)
}

#[test]
fn documents_are_those_that_were_read() {
    for scenario in ["user-authentication", "public-api-azure", "web-shop-aws"] {
        let text = document(scenario);
        let golden = root()
            .join("tests/designs")
            .join(scenario)
            .join("document.md");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&golden, &text).unwrap();
        }
        let known = fs::read_to_string(&golden).unwrap();
        assert!(
            known == text,
            "{scenario}: run with UPDATE=1 and read the difference"
        );
    }
}

fn knowledge() -> Kb {
    let (kb, findings) = kb::load(&Load::default());
    assert!(!cloud_plan::diag::has_errors(&findings), "{findings:?}");
    kb
}

const SECTIONS: [&str; 14] = [
    "1. Executive Summary",
    "2. Context & Requirements",
    "3. Infrastructure Architecture Overview",
    "4. Deployment Architecture",
    "5. Scaling Strategy",
    "6. High Availability & Disaster Recovery",
    "7. Security Infrastructure",
    "8. Observability",
    "9. Cost Optimization",
    "10. Architecture Decision Records",
    "11. Migration & Rollout",
    "12. Operational Runbooks",
    "13. Compliance & Governance",
    "14. Open Questions & Risks",
];

/// Every workload at every provider, with the targets that make everything appear.
fn every_design() -> Vec<(String, String)> {
    let mut list = Vec::new();
    for provider in ["aws", "azure", "gcp"] {
        for feature in ["user-authentication", "partner-api", "customer-portal"] {
            let directory = project("user-authentication");
            let profile = directory.path().join(".heaptrace/cloud-plan.json");
            let region = match provider {
                "aws" => "eu-west-1",
                "azure" => "westeurope",
                _ => "europe-west4",
            };
            let text = fs::read_to_string(&profile).unwrap();
            let text = text.replace("\"gcp\"", &format!("\"{provider}\""));
            fs::write(&profile, text.replace("europe-west4", region)).unwrap();
            let little = directory.path().join("little.md");
            fs::write(little, "- p95 < 400 ms").unwrap();
            for requirements in ["requirements.md", "little.md"] {
                let arguments = [
                    "architecture",
                    feature,
                    "--requirements",
                    requirements,
                    "--date",
                    "2026-08-24",
                    "--author",
                    "A B",
                    "--print",
                ];
                list.push((
                    format!("{provider} {feature} {requirements}"),
                    printed(directory.path(), &arguments),
                ));
            }
        }
    }
    list
}

#[test]
fn every_design_has_its_sections_and_nothing_left_to_fill_in() {
    for (name, text) in every_design() {
        let headings: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        assert_eq!(headings, SECTIONS, "{name}");
        for (line, shown) in text.lines().enumerate() {
            let left = [
                "\\<",
                "<slo ",
                "<peak ",
                "<mean ",
                "<composite",
                "<path ",
                "{set.",
            ];
            let placeholder = left.iter().any(|left| shown.contains(left));
            assert!(!placeholder, "{name}:{}: {shown}", line + 1);
        }
        assert!(
            text.matches("### ADR-").count() >= 2,
            "{name}: too few decisions"
        );
        assert!(text.contains("```mermaid"), "{name}");
        assert!(
            text.is_char_boundary(text.len()) && !text.contains("â”"),
            "{name}: broken letters"
        );
        let records = text.split("### ADR-").skip(1);
        for record in records {
            let options = record.split("**Alternatives Considered:**").nth(1).unwrap();
            let options = options.split("\n##").next().unwrap();
            assert!(
                options.contains("\n2. "),
                "{name}: a decision with fewer than two options: {record}"
            );
        }
    }
}

/// Numbers of the last column of the table behind a line.
fn column(text: &str, after: &str) -> Vec<(String, f64)> {
    let rest = text.split_once(after).unwrap().1;
    let rows = rest.lines().skip_while(|line| !line.starts_with('|'));
    rows.take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            let value = cells.last().unwrap().replace(['*', ','], "");
            (cells[0].to_owned(), value.parse().unwrap())
        })
        .collect()
}

#[test]
fn budgets_add_up() {
    let text = document("user-authentication");
    let recovery = column(&text, "**Failover Procedures:**");
    let (total, steps) = recovery.split_last().unwrap();
    let sum: f64 = steps.iter().map(|(_, minutes)| minutes).sum();
    assert!(
        (sum - total.1).abs() < 0.01 && total.1 <= 60.0,
        "{recovery:?}"
    );
    let rows: Vec<Vec<&str>> = text
        .split_once("Latency, from which the alert is set:")
        .unwrap()
        .1
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|row| row.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let number = |text: &str| text.replace('*', "").parse::<f64>().unwrap();
    for call in [1, 2] {
        let end = rows.iter().position(|row| row[0].contains("Sum")).unwrap();
        let sum: f64 = rows[..end].iter().map(|row| number(row[call])).sum();
        assert!((sum - number(rows[end][call])).abs() < 0.01, "{rows:?}");
        assert!(
            (sum + number(rows[end + 1][call]) - 200.0).abs() < 0.01,
            "{rows:?}"
        );
    }
    assert!(text.contains("99.93%"), "0.9999 x 0.9995 x 0.9999");
    assert!(text.contains("30.7 of the 43.8 minutes"));
    assert!(text.contains("Cloud SQL Enterprise 99.95 | misses 99.9%"));
}

#[test]
fn costs_add_up() {
    let text = document("user-authentication");
    let rest = text.split_once("### 9.1 Cost Analysis").unwrap().1;
    let mut sums = [0.0, 0.0];
    let mut total = None;
    for row in rest.lines().filter(|line| line.starts_with("| ")).skip(2) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let ends = cells[1].replace(['$', ',', '*'], "");
        let (low, high) = ends.split_once('-').unwrap();
        let ends: [f64; 2] = [low.parse().unwrap(), high.parse().unwrap()];
        if cells[0].contains("Total") {
            total = Some(ends);
            break;
        }
        sums[0] += ends[0];
        sums[1] += ends[1];
    }
    assert_eq!(total, Some(sums));
}

/// A service that the words name is the one that is designed with; one without a place is asked about, not dropped.
#[test]
fn named_services_are_designed_with_or_asked_about() {
    let directory = project("public-api-azure");
    let design = |words: &str| {
        let words = format!("{words}, 99.95%, p95 300 ms, 2k rps, small team");
        let arguments = ["workflow", &words, "--date", "2026-08-24", "--print"];
        printed(directory.path(), &arguments)
    };
    let path = |database: &str| format!("App Service zone redundant 99.99 x {database}");
    let usual = design("public REST API");
    assert!(
        usual.contains(&path("PostgreSQL flexible server")),
        "{usual}"
    );
    assert!(usual.contains("PostgreSQL is assumed"), "{usual}");
    let named = design("public REST API with Azure SQL and Event Hubs");
    assert!(named.contains(&path("SQL Database 99.99")), "{named}");
    assert!(named.contains("| SQL Database | 4-8 vCores"), "{named}");
    assert!(!named.contains("PostgreSQL"), "{named}");
    assert!(
        named.contains("Event Hubs is named, and this kind of design has no place for it"),
        "{named}"
    );
}

#[test]
fn a_target_that_fails_on_paper_is_said() {
    let directory = project("public-api-azure");
    let arguments = [
        "workflow",
        "REST API, 99.999%, p95 50 ms, 100 rps",
        "--date",
        "2026-08-24",
    ];
    let output = run(directory.path(), &arguments);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("fails on paper"), "{text}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("The target of 99.999%"));
    let fine = document("public-api-azure");
    assert!(!fine.contains("fails on paper"));
    assert!(fine.contains("the same behind Application Gateway 99.95"));
    assert!(fine.contains("over by 8.8"));
    for number in 1..=7 {
        assert!(fine.contains(&format!("\n## {number}. ")), "step {number}");
    }
    assert!(fine.matches("Decided: ").count() >= 7 && fine.matches("Open: ").count() >= 5);
}

#[test]
fn nothing_is_designed_without_requirements() {
    let directory = project("user-authentication");
    let place = directory.path();
    refused(place, &["architecture"], "nothing says what to design");
    refused(
        place,
        &["architecture", "user-authentication"],
        "no requirement is known",
    );
    fs::write(place.join("other.md"), "availability 99.9%").unwrap();
    refused(
        place,
        &[
            "architecture",
            "quarterly newsletter",
            "--requirements",
            "other.md",
        ],
        "does not say what runs",
    );
    refused(
        place,
        &[
            "architecture",
            "user-authentication",
            "--requirements",
            "none.md",
        ],
        "there is no file",
    );
    refused(
        place,
        &[
            "architecture",
            "user-authentication, 99.9%",
            "--assume",
            "no-such=1",
        ],
        "no fact or setting",
    );
    assert!(!place.join("docs").exists());
}

#[test]
fn what_runs_is_only_changed_with_somebodys_word() {
    let directory = project("user-authentication");
    let profile = directory.path().join(".heaptrace/cloud-plan.json");
    let text = fs::read_to_string(&profile).unwrap();
    fs::write(&profile, text.replace("greenfield", "extending-existing")).unwrap();
    let arguments = [
        "architecture",
        "user-authentication",
        "--requirements",
        "requirements.md",
        "--date",
        "2026-08-24",
    ];
    refused(directory.path(), &arguments, "needs somebody's word");
    let mut confirmed = arguments.to_vec();
    confirmed.push("--confirm");
    printed(directory.path(), &confirmed);
}

const NEW: [&str; 8] = [
    "architecture",
    "user-authentication",
    "--requirements",
    "requirements.md",
    "--date",
    "2026-08-24",
    "--author",
    "A B",
];

#[test]
fn a_design_is_saved_once_approved_once_and_revised_before() {
    let directory = project("user-authentication");
    let place = directory.path();
    let said = printed(place, &NEW);
    assert!(said.contains(DESIGN), "{said}");
    for line in [
        "- Environments: 3",
        "- Scaling Rules: 3",
        "- ADRs: 4",
        "`/approve`",
        "What would you like to do?",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    refused(place, &NEW, "never written over");
    let path = place.join(DESIGN);
    let first = fs::read_to_string(&path).unwrap();
    printed(
        place,
        &[
            "architecture",
            "revise",
            "user-authentication",
            "RTO 2 h",
            "--date",
            "2026-08-24",
            "--author",
            "A B",
        ],
    );
    let revised = fs::read_to_string(&path).unwrap();
    assert!(
        revised.contains("**Status:** In Review") && revised.contains("RTO 120 min"),
        "{revised}"
    );
    assert_ne!(first, revised);
    fs::write(&path, format!("{revised}\nmine\n")).unwrap();
    refused(
        place,
        &[
            "architecture",
            "revise",
            "user-authentication",
            "RTO 3 h",
            "--author",
            "A B",
        ],
        "was edited",
    );
    fs::write(&path, &revised).unwrap();
    printed(
        place,
        &[
            "architecture",
            "skip",
            "user-authentication",
            "--author",
            "A B",
            "--date",
            "2026-08-25",
        ],
    );
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        revised,
        "skipping changes nothing"
    );
    printed(
        place,
        &[
            "architecture",
            "approve",
            "user-authentication",
            "--author",
            "A B",
            "--date",
            "2026-08-25",
        ],
    );
    let approved = fs::read_to_string(&path).unwrap();
    assert_eq!(
        approved,
        revised.replace("**Status:** In Review", "**Status:** Approved")
    );
    refused(
        place,
        &[
            "architecture",
            "approve",
            "user-authentication",
            "--author",
            "A B",
        ],
        "is approved since",
    );
    refused(
        place,
        &[
            "architecture",
            "revise",
            "user-authentication",
            "RTO 4 h",
            "--author",
            "A B",
        ],
        "is approved since",
    );
    let journal = fs::read_to_string(place.join(".heaptrace/documents.jsonl")).unwrap();
    let actions: Vec<String> = journal
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["action"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(actions, ["drafted", "revised", "skipped", "approved"]);
}

#[test]
fn sources_are_linked_and_other_peoples_work_is_handed_on() {
    let directory = project("user-authentication");
    let prd = directory.path().join("docs/planning/prd");
    fs::create_dir_all(&prd).unwrap();
    fs::write(
        prd.join("user-authentication-prd.md"),
        "Availability 99.5%, p95 300 ms. The data model is described here.",
    )
    .unwrap();
    let output = run(
        directory.path(),
        &[
            "architecture",
            "user-authentication",
            "--date",
            "2026-08-24",
            "--print",
            "--format",
            "json",
        ],
    );
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("data-architecture"), "{error}");
    let paper: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = paper.to_string();
    assert!(
        text.contains("[user-authentication-prd](../../prd/user-authentication-prd.md)"),
        "{text}"
    );
    assert!(text.contains("99.5% a month"));
    let targets: Vec<&str> = paper["hand_offs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hand| hand["target"].as_str().unwrap())
        .collect();
    assert_eq!(
        targets,
        [
            "application-architecture",
            "data-architecture",
            "devops",
            "orchestrator"
        ]
    );
}

const ADR: [&str; 20] = [
    "adr",
    "new",
    "Use one region",
    "--context",
    "Two cost more",
    "--decision",
    "One region",
    "--positive",
    "cheap",
    "--negative",
    "a lost region is an outage",
    "--risk",
    "loss",
    "--option",
    "two regions - dearer",
    "--option",
    "none - no service",
    "--author",
    "A B",
    "--date=2026-08-24",
];

fn adr(place: &Path, title: &str) -> String {
    let mut arguments = ADR.to_vec();
    arguments[2] = title;
    printed(place, &arguments)
}

#[test]
fn accepted_decisions_are_superseded_and_never_edited() {
    let directory = project("user-authentication");
    let place = directory.path();
    assert!(adr(place, "Use one region").contains("ADR-001-use-one-region.md"));
    adr(place, "Use two regions");
    refused(
        place,
        &["adr", "supersede", "1", "2", "--author", "A B"],
        "only an accepted record",
    );
    printed(
        place,
        &[
            "adr",
            "accept",
            "1",
            "--author",
            "A B",
            "--date",
            "2026-08-24",
        ],
    );
    refused(
        place,
        &["adr", "accept", "1", "--author", "A B"],
        "is accepted already",
    );
    printed(place, &["adr", "list"]);
    let file = place.join("docs/planning/architecture/decisions/ADR-001-use-one-region.md");
    let accepted = fs::read_to_string(&file).unwrap();
    fs::write(&file, accepted.replace("Two cost more", "Two cost less")).unwrap();
    refused(place, &["adr", "list"], "was changed after it was accepted");
    refused(
        place,
        &["adr", "supersede", "1", "2", "--author", "A B"],
        "was changed",
    );
    fs::write(&file, &accepted).unwrap();
    printed(
        place,
        &[
            "adr",
            "supersede",
            "ADR-001",
            "2",
            "--author",
            "A B",
            "--date",
            "2026-08-25",
        ],
    );
    let old = fs::read_to_string(&file).unwrap();
    let new = fs::read_to_string(
        place.join("docs/planning/architecture/decisions/ADR-002-use-two-regions.md"),
    )
    .unwrap();
    assert!(
        old.contains(
            "**Status:** Superseded\n**Superseded by:** [ADR-002](ADR-002-use-two-regions.md)"
        ),
        "{old}"
    );
    assert!(
        new.contains("**Supersedes:** [ADR-001](ADR-001-use-one-region.md)"),
        "{new}"
    );
    printed(place, &["adr", "list"]);
    let path = place.join("docs/planning/architecture/decisions/ADR-002-use-two-regions.md");
    fs::write(
        &path,
        new.replace("**Supersedes:** [ADR-001](ADR-001-use-one-region.md)\n", ""),
    )
    .unwrap();
    refused(place, &["adr", "list"], "which does not name it");
}

#[test]
fn a_record_is_one_decision_with_reasons() {
    let directory = project("user-authentication");
    let place = directory.path();
    let mut two = ADR.to_vec();
    two[2] = "Use one region and adopt a cache";
    refused(place, &two, "is 2 decisions");
    let few: Vec<&str> = ADR
        .iter()
        .copied()
        .filter(|word| *word != "none - no service")
        .collect();
    let few: Vec<&str> = few
        .iter()
        .copied()
        .enumerate()
        .filter(|(place, word)| !(*word == "--option" && *place > 14))
        .map(|(_, word)| word)
        .collect();
    refused(place, &few, "2 are needed");
    refused(
        place,
        &["adr", "new", "Use one region"],
        "the record lacks --context",
    );
    printed(
        place,
        &[
            "adr",
            "new",
            "--feature",
            "user-authentication",
            "--requirements",
            "requirements.md",
            "--author",
            "A B",
            "--date",
            "2026-08-24",
        ],
    );
    let list = printed(place, &["adr", "list"]);
    assert_eq!(list.lines().count(), 4, "{list}");
}

#[test]
fn sheets_speak_the_words_of_their_provider() {
    let directory = project("user-authentication");
    let kb = knowledge();
    let mut count = 0;
    for id in kb.sheets.iter_ids() {
        let (kind, topic) = id.split_once('/').unwrap();
        let mut all = Vec::new();
        for provider in ["aws", "azure", "gcp"] {
            let text = printed(directory.path(), &[kind, topic, "--provider", provider]);
            assert!(
                !["{org", "{env", "{region", "{low", "<org", "<env"]
                    .iter()
                    .any(|left| text.contains(left)),
                "{id} {provider}: {text}"
            );
            let commands: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
            let foreign: &[&str] = match provider {
                "aws" => &["az ", "gcloud "],
                "azure" => &["aws ", "gcloud "],
                _ => &["aws ", "az "],
            };
            for command in commands {
                assert!(
                    !foreign.iter().any(|word| command.starts_with(word)),
                    "{id} {provider}: {command}"
                );
            }
            assert!(
                text.lines()
                    .filter(|line| line.starts_with("- ") || line.starts_with("1."))
                    .count()
                    > 0,
                "{id} {provider}"
            );
            all.push(text);
            count += 1;
        }
        let sheet = kb.sheets.get(id).unwrap();
        for see in &sheet.see {
            assert!(kb.sheets.contains(see), "{id}: {see} is not there");
        }
    }
    assert!(count >= 60, "{count}");
    let text = printed(
        directory.path(),
        &["guide", "static-assets", "--provider", "aws"],
    );
    assert!(
        text.contains("Origin Access Control")
            && text.contains("Origin Access Identity (OAI): no SSE-KMS")
    );
    let text = printed(
        directory.path(),
        &["guide", "terraform", "--provider", "aws"],
    );
    assert!(text.contains("DynamoDB table for state locking") && text.contains("use_lockfile"));
    let text = printed(directory.path(), &["runbook", "security incident response"]);
    for step in [
        "Identify",
        "Contain",
        "Investigate",
        "Remediate",
        "Document",
        "Prevent",
    ] {
        assert!(text.contains(&format!("## {step}")), "{step}");
    }
    assert!(
        text.contains("72 hours"),
        "the profile has a framework with a clock"
    );
    refused(
        directory.path(),
        &["checklist", "securty"],
        "did you mean `security`",
    );
    refused(
        directory.path(),
        &["checklist", "security", "--provider", "acme"],
        "there is no provider",
    );
}

#[test]
fn checklists_have_the_five_of_them() {
    let directory = project("user-authentication");
    for (topic, fewest) in [
        ("pre-deployment", 6),
        ("security", 7),
        ("monitoring", 6),
        ("high-availability", 6),
        ("cost", 6),
    ] {
        let text = printed(directory.path(), &["checklist", topic]);
        let boxes = text
            .lines()
            .filter(|line| line.starts_with("- [ ] "))
            .count();
        assert!(boxes >= fewest, "{topic}: {boxes}");
    }
    for topic in [
        "tasks-not-starting",
        "database-connection",
        "high-costs",
        "deployment-failures",
    ] {
        let text = printed(directory.path(), &["runbook", topic]);
        assert!(text.contains("\n5. "), "{topic}: {text}");
    }
}

#[test]
fn project_knowledge_is_used_where_it_is_stated() {
    let directory = project("user-authentication");
    let base = [
        "architecture",
        "user-authentication",
        "--requirements",
        "requirements.md",
        "--date",
        "2026-08-24",
        "--print",
    ];
    let plain = printed(directory.path(), &base);
    assert!(!plain.contains("Django") && !plain.contains("tech-stack"));
    let mut more = base.to_vec();
    for pair in [
        "tech-stack=Django 5",
        "architecture-pattern=a monolith",
        "source-dirs=backend/",
        "deployment-platform=Docker Compose",
    ] {
        more.extend(["--assume", pair]);
    }
    let text = printed(directory.path(), &more);
    assert!(text.contains("Technical: Django 5, a monolith."), "{text}");
    assert!(text.contains("the code lies in `backend/` and is deployed on Docker Compose today"));
}

#[test]
fn the_workflow_answers_to_its_other_names() {
    let directory = project("public-api-azure");
    let words = [
        "REST API, 99.9%, p95 300 ms, 100 rps",
        "--date",
        "2026-08-24",
    ];
    let of = |name: &str| {
        let mut arguments = vec![name];
        arguments.extend(words);
        printed(directory.path(), &arguments)
    };
    let text = of("workflow");
    for name in [
        "infra",
        "infrastructure",
        "devops",
        "platform",
        "provisioning",
        "provisioned",
        "scaling",
        "containerising",
        "containerizing",
    ] {
        assert_eq!(of(name), text, "{name}");
    }
}

/// What a service agrees to stands in its own file too: both must say the same.
#[test]
fn commitments_agree_with_what_services_say() {
    let kb = knowledge();
    let mut compared = 0;
    for design in kb.designs.iter() {
        let service = kb.services.get(&design.id).unwrap();
        // Where requests pass another thing than the service agrees on, the file says both.
        let facts = ["request-sla", "sla"];
        let Some(stated) = facts.iter().find_map(|key| service.facts.get(*key)) else {
            continue;
        };
        let stated = stated.is.0.trim_end_matches('%').to_owned();
        let known = design
            .options
            .iter()
            .any(|option| option.percent.normalize().to_string() == stated);
        assert!(
            design.options.is_empty() || known,
            "{}: {stated}",
            design.id
        );
        compared += usize::from(!design.options.is_empty());
    }
    assert!(compared >= 8, "{compared}");
}
