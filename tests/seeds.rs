//! What the seed documents ask of knowledge, one table a theme: requests that must be understood and yield a fitting plan,
//! services that must be known in full, principles that hold in every plan, and guides that say each thing by name.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test stops by panicking, holds its table, and writes its own files"
)]

mod support;

use cloud_plan::document::{self, Menu, drawing};
use cloud_plan::plan::program::ast::{Edge, Graph, Node};
use serde_json::{Value, json};
use support::{Planner, profile};

const PROVIDERS: [&str; 3] = ["aws", "azure", "gcp"];

fn planned(planner: &Planner, at: &str, fields: &Value, scope: &str, request: &str) -> String {
    let plan = planner
        .plan(&profile(&planner.kb, at, fields), scope, request)
        .unwrap_or_else(|none| panic!("{at}, {scope}, {request}: {none:?}"));
    document::markdown(&plan, Menu::Shown)
}

/// What a text does not say, of all that it has to; alternatives of providers and spellings are separated by ` | `.
fn missing(text: &str, says: &[&str], what: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let said = |wanted: &&&str| {
        wanted
            .split(" | ")
            .any(|one| lower.contains(&one.to_lowercase()))
    };
    let left = says.iter().filter(|wanted| !said(wanted));
    left.map(|wanted| format!("{what}: no `{wanted}`"))
        .collect()
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Whether the plan of each request says what it has to, at each provider.
fn check_plans(table: &[(&str, &str, &[&str])]) {
    let planner = Planner::new();
    let mut faults = Vec::new();
    for at in PROVIDERS {
        for (scope, request, says) in table {
            let text = planned(&planner, at, &json!({}), scope, request);
            faults.extend(missing(&text, says, &format!("{at}, {request}")));
        }
    }
    none(&faults);
}

/// The eleven usual scenarios, as somebody would type them.
#[test]
fn usual_scenarios_are_understood_and_get_a_fitting_plan() {
    check_plans(&[
        (
            "feature",
            "Set up cloud infrastructure with a network, a PostgreSQL database, a bucket and a container service",
            &[
                "private subnet | private",
                "postgres | rds | cloud sql",
                "restore",
                "load test | twice the peak",
                "alarm | alert",
            ],
        ),
        (
            "feature",
            "Deploy the app to a container service",
            &["digest", "health", "rollback", "module"],
        ),
        (
            "feature",
            "Set up a CI/CD pipeline with GitHub Actions",
            &[
                "acme/app",
                "commit",
                "scan",
                "same artifact",
                "approval",
                "identit",
            ],
        ),
        (
            "task",
            "Optimize the Docker image of the API",
            &[
                "in stages",
                ".dockerignore",
                "trivy image",
                "--entrypoint id",
                "digest",
            ],
        ),
        (
            "feature",
            "Migrate the database from SQLite to PostgreSQL with zero downtime",
            &[
                "replicat | copy",
                "rehears",
                "switch",
                "count | checksum",
                "until",
            ],
        ),
        (
            "task",
            "Set up an SSL certificate for app.acme.com",
            &[
                "caa | authority",
                "dns | subject",
                "renew",
                "expire | daystoexpiry | 30 days",
            ],
        ),
        (
            "feature",
            "Set up monitoring",
            &[
                "metrics, traces",
                "structured logs",
                "dashboard",
                "objective",
                "page",
                "runbook",
            ],
        ),
        (
            "feature",
            "Harden the infrastructure",
            &[
                "ranked scan",
                "log mode",
                "exception",
                "identity",
                "findings reach | finding reaches",
            ],
        ),
        (
            "task",
            "Analyze the cost of last month",
            &[
                "by account | by subscription | by project | split",
                "driver",
                "forecast | projected",
                "saving",
            ],
        ),
        (
            "feature",
            "Set up disaster recovery",
            &["rpo", "rto", "restore", "nobody can delete", "lock"],
        ),
        (
            "task",
            "Tune the performance of the slow PostgreSQL database",
            &[
                "symptom",
                "pg_stat_statements | query_store | query insights",
                "explain (analyze",
                "lock | wait",
                "come before size | before a larger",
            ],
        ),
    ]);
}

/// Building, delivering, data, files and certificates: what a specialist would not leave out.
#[test]
fn areas_of_expertise_are_in_the_plans() {
    check_plans(&[
        (
            "task",
            "Containerize the app",
            &[
                "in stages",
                ".dockerignore",
                "high,critical",
                "build secrets",
                "not `0`",
            ],
        ),
        (
            "task",
            "Create a PostgreSQL database for orders in production",
            &[
                "backup",
                "connection | pool",
                "multi-zone | zones | standby",
                "slow | insights | query",
                "encrypt",
            ],
        ),
        (
            "task",
            "Add a read replica to the orders PostgreSQL database",
            &[
                "lag",
                "replica",
                "not a backup | read-only",
                "promot | reader",
            ],
        ),
        (
            "task",
            "Host our public marketing site from a bucket behind a CDN",
            &["index.html", "cache", "origin | backend", "https"],
        ),
        (
            "task",
            "Create a load balancer for the API with HTTPS",
            &["health", "tls", "301 | redirect", "http"],
        ),
        (
            "feature",
            "Set up a network with private subnets for the application",
            &["subnet", "nat | egress", "overlap", "flow log"],
        ),
        (
            "task",
            "Add autoscaling to the container service of the API",
            &[
                "minimum | min",
                "maximum | max",
                "60% | concurrency | cpu",
                "load",
            ],
        ),
        (
            "task",
            "Move the secrets of the API from environment variables to a vault",
            &["rotat", "identity | role", "version"],
        ),
        (
            "feature",
            "Move the static files of the app to a bucket behind a CDN",
            &[
                "cdn | cloudfront | front door",
                "bucket | blob | container",
                "copy",
                "difference",
                "switch",
            ],
        ),
    ]);
}

/// Every service that the seeds name has settings, checks, a way back, costs, and what a reader could get wrong.
#[test]
fn every_service_of_the_seeds_is_known_in_full() {
    let planner = Planner::new();
    let named = [
        "aws/ecs",
        "aws/rds",
        "aws/s3",
        "aws/cloudfront",
        "aws/cloudwatch",
        "aws/cloudwatch-alarms",
        "aws/acm",
        "aws/ecr",
        "aws/vpc",
        "aws/iam",
        "aws/route53",
        "aws/alb",
        "aws/nlb",
        "aws/secrets-manager",
        "aws/lambda",
        "aws/ec2",
        "aws/eks",
        "azure/app-service",
        "azure/aks",
        "azure/azure-sql",
        "azure/blob-storage",
        "azure/front-door",
        "gcp/gke",
        "gcp/cloud-sql",
        "gcp/cloud-storage",
        "gcp/cloud-cdn",
    ];
    let mut faults = Vec::new();
    for id in named {
        let service = planner
            .kb
            .services
            .get(id)
            .unwrap_or_else(|| panic!("there is no service {id}"));
        let mut need = |holds: bool, what: &str| {
            if !holds {
                faults.push(format!("{id}: {what}"));
            }
        };
        need(!service.iac.is_empty(), "no type of infrastructure code");
        need(service.settings.len() >= 2, "fewer than two settings");
        for (name, operation) in &service.operations {
            need(!operation.steps.is_empty(), &format!("{name} has no step"));
            need(
                !operation.checks.is_empty(),
                &format!("{name} has no check"),
            );
            need(
                !operation.costs.is_empty(),
                &format!("{name} says nothing of cost"),
            );
        }
        let all = || service.operations.values();
        need(
            all()
                .flat_map(|operation| &operation.checks)
                .any(|check| check.negative),
            "no check that must fail",
        );
        need(
            all().any(|operation| operation.costs.iter().any(|cost| cost.driver.is_some())),
            "no driver of cost",
        );
        let warns =
            all().filter(|operation| operation.config.0.len() + operation.security.0.len() > 0);
        need(warns.count() > 0, "warns of nothing");
    }
    none(&faults);
}

/// Every feature plan stands on the same principles: code and review, defaults that are safe, one environment like the
/// other, a budget, a recovery that was tried, an end of what is replaced.
#[test]
fn principles_hold_in_every_feature_plan() {
    let planner = Planner::new();
    let says: &[&str] = &[
        "terraform plan -detailed-exitcode | in terraform | through terraform | terraform",
        "staging",
        "the same parts, smaller | the only difference | staging first | staging, then",
        "encrypt | tls",
        "role | identity",
        "costs at most | monthly cost",
        "optimization:",
        "rollback",
        "alarm | alert",
        "approval | reviewed | commit",
    ];
    let mut faults = Vec::new();
    for at in PROVIDERS {
        for request in [
            "Build a container service with a PostgreSQL database for the orders team",
            "Build an event-driven module with a queue and functions for invoices",
            "Create a Kubernetes platform for three teams",
            "Add a Redis cache tier to the shop",
        ] {
            let what = format!("{at}, {request}");
            let text = planned(&planner, at, &json!({}), "feature", request);
            faults.extend(missing(&text, says, &what));
            for other in ["cloudformation", "pulumi", "bicep", "opentofu"] {
                if text.to_lowercase().contains(other) {
                    faults.push(format!(
                        "{what}: names {other}, and the profile fixes no such tool"
                    ));
                }
            }
            let plan = planner
                .plan(&profile(&planner.kb, at, &json!({})), "feature", request)
                .unwrap();
            let program = plan.program.as_ref().unwrap();
            let of = |id: &str| program.packages.iter().find(|package| package.id == id);
            match (of("observability"), of("go-live")) {
                (Some(watched), Some(live)) if watched.end <= live.start => {}
                found => faults.push(format!(
                    "{what}: it goes live before it is watched: {found:?}"
                )),
            }
            if !program
                .packages
                .iter()
                .any(|package| ["load-test", "restore-test"].contains(&package.id.as_str()))
            {
                faults.push(format!("{what}: neither load nor restore is tried"));
            }
        }
    }
    none(&faults);
}

/// A release replaces what runs by a digest that passed its health check, and goes back by itself.
#[test]
fn releases_replace_and_never_change_what_runs() {
    check_plans(&[
        (
            "task",
            "Deploy a new image of the API to the container service",
            &["digest", "health", "traffic | circuit breaker | rollout"],
        ),
        (
            "feature",
            "Set up a CI/CD pipeline with GitHub Actions",
            &[
                "the same artifact through",
                "take it back with one command",
                "5% of the requests",
                "no build for prod alone",
            ],
        ),
    ]);
}

/// The tool of the code is that of the profile; where its types have other names, the plan says so.
#[test]
fn the_tool_of_the_code_is_that_of_the_profile() {
    let planner = Planner::new();
    let request = "Create a bucket for invoices";
    for (tool, title) in [
        ("terraform", "Terraform"),
        ("opentofu", "OpenTofu"),
        ("cloudformation", "CloudFormation"),
        ("pulumi", "Pulumi"),
    ] {
        let text = planned(
            &planner,
            "aws",
            &json!({ "iac_tool": tool }),
            "task",
            request,
        );
        let types = text
            .lines()
            .find(|line| line.contains("`aws_s3_bucket`"))
            .unwrap();
        let own = format!("- {title}: `aws_s3_bucket`");
        assert_eq!(
            types.starts_with(&own),
            ["terraform", "opentofu"].contains(&tool),
            "{types}"
        );
        assert!(types.contains(title), "{types}");
    }
}

/// What a guide, a checklist or a runbook has to name, in the words of each provider.
const SHEETS: &[(&str, &[&str])] = &[
    (
        "guide/security",
        &[
            "## 1. Network",
            "## 2. Identity",
            "## 3. Data",
            "## 4. Application",
            "## 5. Detection",
            "mfa",
            "encrypted",
            "vault",
            "inputs are validated",
            "every quarter",
        ],
    ),
    (
        "guide/monitoring",
        &[
            "5xx",
            "4xx",
            "p95",
            "healthy",
            "cpu",
            "memory",
            "connections",
            "iops | storage | disk",
            "business",
            "traces",
            "dashboard",
            "json with trace id",
        ],
    ),
    (
        "guide/cost",
        &[
            "two weeks of use",
            "spot | preemptible",
            "stopped at night",
            "scale with demand",
            "lifecycle | tiering | autoclass",
            "budget for each environment",
            "80%",
            "commitments",
            "by tag | by label | tag",
            "cost explorer | cost analysis | cost management | billing",
        ],
    ),
    (
        "guide/container-service",
        &[
            "health check | probe",
            "secret",
            "scale",
            "role | identity",
            "rollback | traffic",
            "spot | scale to zero | minimum",
            "logged | log",
        ],
    ),
    (
        "guide/database",
        &[
            "7 to 30 days",
            "multi-az | zone | regional",
            "pool",
            "slow quer",
            "restore every quarter | every quarter",
            "sqlite",
            "read replica | replica",
            "insights | query store",
        ],
    ),
    (
        "guide/static-assets",
        &[
            "public access | anonymous",
            "origin access control | private link | backend bucket | signed | managed identity",
            "versions",
            "lifecycle",
            "cors",
            "immutable",
            "invalidate | purge",
        ],
    ),
    (
        "guide/tls",
        &["renew", "redirect", "tls 1.2", "hsts", "30 days"],
    ),
    (
        "guide/disaster-recovery",
        &[
            "rto",
            "rpo",
            "7 to 30 days | backups",
            "another region | replication | dual region",
            "in git",
            "automate",
            "restore every quarter",
        ],
    ),
    (
        "guide/pipeline",
        &[
            "oidc | federat",
            "matrix",
            "cache",
            "scan before the push",
            "approval",
            "smoke",
            "digest",
        ],
    ),
    (
        "guide/containers",
        &[
            "several stages",
            "scan",
            "pin the base image",
            "without root",
            ".dockerignore",
            "health",
        ],
    ),
    (
        "guide/terraform",
        &[
            "modules",
            "environments/dev",
            "state",
            "lock",
            "pin",
            "owner",
            "drift",
            "secrets out of",
        ],
    ),
    (
        "guide/well-architected",
        &[
            "operational excellence",
            "security",
            "reliability",
            "performance",
            "cost optimization",
            "architecture",
            "checklist",
        ],
    ),
    (
        "checklist/cost",
        &["budget", "tag | label", "unused | unattached | idle"],
    ),
];

#[test]
fn guides_name_what_the_seeds_name() {
    let directory = tempfile::tempdir().unwrap();
    let mut faults = Vec::new();
    for at in PROVIDERS {
        for (sheet, says) in SHEETS {
            let (kind, topic) = sheet.split_once('/').unwrap();
            let output = std::process::Command::new(assert_cmd::cargo::cargo_bin("cloud-plan"))
                .args([kind, topic, "--provider", at])
                .current_dir(directory.path())
                .env_clear()
                .output()
                .unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            faults.extend(missing(&text, says, &format!("{sheet}, {at}")));
        }
    }
    none(&faults);
}

/// Code of an application is no infrastructure: it is asked about or refused, while what it runs on is planned.
#[test]
fn application_work_is_not_planned_as_infrastructure() {
    let planner = Planner::new();
    let usual = profile(&planner.kb, "aws", &json!({}));
    for request in [
        "Implement the login page in Angular",
        "Train a model that predicts churn",
        "Fix the sorting of the order list",
        "Add a unit test for the price calculator",
    ] {
        let read = planner.read(&usual, request);
        assert_ne!(
            format!("{:?}", read.verdict).to_lowercase(),
            "plan",
            "{request}"
        );
    }
    let text = planned(
        &planner,
        "aws",
        &json!({}),
        "task",
        "Create a GPU endpoint for the churn model",
    );
    none(&missing(&text, &["endpoint", "gpu | ml.g"], "GPU endpoint"));
}

/// With ASCII asked for, a drawing has no other letter, and stays as wide as it was.
#[test]
fn drawings_can_be_had_in_ascii() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir(directory.path().join(".heaptrace")).unwrap();
    let planner = Planner::new();
    let fields = profile(&planner.kb, "aws", &json!({})).0.to_string();
    std::fs::write(directory.path().join(".heaptrace/cloud-plan.json"), fields).unwrap();
    let run = |more: &[&str]| {
        let arguments = [
            "plan",
            "--scope",
            "feature",
            "Create a container service with a PostgreSQL database",
            "--date",
            "2026-11-20",
            "-q",
        ];
        let output = std::process::Command::new(assert_cmd::cargo::cargo_bin("cloud-plan"))
            .args(arguments)
            .args(more)
            .current_dir(directory.path())
            .env_clear()
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let drawing = text.split("```").nth(1).unwrap().to_owned();
        (text, drawing)
    };
    let ((usual, drawn), (text, plain)) = (run(&[]), run(&["--ascii"]));
    assert!(
        !drawn.is_ascii() && plain.is_ascii() && text.is_ascii(),
        "{plain}"
    );
    assert_eq!(usual.lines().count(), text.lines().count());
    let widths = |drawing: &str| {
        drawing
            .lines()
            .map(|line| line.chars().count())
            .collect::<Vec<_>>()
    };
    assert_eq!(widths(&drawn), widths(&plain));
}

/// What a project notes of itself is where its plans begin, and each step of its way has a plan.
#[test]
fn a_project_on_one_machine_gets_its_way_to_the_cloud() {
    let planner = Planner::new();
    let notes = "Docker Compose, SQLite, secrets in environment variables, static files on the local disk, no SSL";
    let fields = json!({ "existing_infra": "migrating-from-onprem", "existing_notes": notes });
    let steps: [(&str, &[&str]); 6] = [
        (
            "Set up a CI/CD pipeline with GitHub Actions",
            &["same artifact", "approval"],
        ),
        (
            "Set up a network, a PostgreSQL database, a bucket, a load balancer and a container service",
            &[
                "private subnet",
                "security group | firewall",
                "replicat | database",
                "bucket | blob",
                "health | listener",
                "container | task",
            ],
        ),
        (
            "Move the secrets from environment variables to a vault",
            &["rotat", "value"],
        ),
        (
            "Move the static files to a bucket behind a CDN",
            &["cdn | cloudfront | front door", "difference"],
        ),
        (
            "Migrate the database from SQLite to PostgreSQL",
            &["rehears", "count | checksum"],
        ),
        ("Set up monitoring", &["dashboard", "page"]),
    ];
    let mut faults = Vec::new();
    for at in PROVIDERS {
        for (request, says) in steps {
            let text = planned(&planner, at, &fields, "feature", request);
            let what = format!("{at}, {request}");
            faults.extend(missing(&text, &[notes], &what));
            faults.extend(missing(&text, says, &what));
        }
        let image = planned(
            &planner,
            at,
            &fields,
            "task",
            "Containerize the application",
        );
        faults.extend(missing(
            &image,
            &["in stages", "without root | not `0`"],
            at,
        ));
    }
    none(&faults);
}

/// The stack of eight parts, from the pipeline to DNS: nested in its cluster, with ports, nothing lost and nothing crossed out.
#[test]
fn the_stack_of_the_seeds_is_drawn() {
    let node = |id: &str, label: &str, within: &str| Node {
        id: id.to_owned(),
        label: label.to_owned(),
        within: within.to_owned(),
        ..Node::default()
    };
    let edge = |from: &str, to: &str, label: &str| Edge {
        from: from.to_owned(),
        to: to.to_owned(),
        label: label.to_owned(),
        dashed: false,
    };
    let labels = [
        "GitHub Actions",
        "ECR",
        "Django backend :8000",
        "Angular frontend :4200",
        "RDS",
        "S3",
        "CloudWatch",
        "ALB / CloudFront",
        "Route 53 + ACM",
    ];
    let cluster = "ECS Fargate";
    let nodes: Vec<Node> = labels
        .iter()
        .enumerate()
        .map(|(at, label)| {
            node(
                &format!("n{at}"),
                label,
                if at == 2 || at == 3 { cluster } else { "" },
            )
        })
        .collect();
    let edges = vec![
        edge("n0", "n1", "push"),
        edge("n1", "n2", "image"),
        edge("n1", "n3", "image"),
        edge("n8", "n7", "HTTPS 443"),
        edge("n7", "n2", ":8000"),
        edge("n7", "n3", ":4200"),
        edge("n2", "n4", "5432"),
        edge("n2", "n5", "files"),
        edge("n2", "n6", "logs"),
    ];
    let graph = Graph { nodes, edges };
    let drawn = drawing::ascii(&graph).unwrap();
    let mermaid = drawing::mermaid(&graph);
    for label in labels {
        assert_eq!(drawn.matches(label).count(), 1, "{label}:\n{drawn}");
        assert!(mermaid.contains(label), "{label}:\n{mermaid}");
    }
    let lines: Vec<&str> = drawn.lines().collect();
    let top = lines
        .iter()
        .position(|line| line.contains(cluster))
        .unwrap();
    let line = lines[top];
    let from = line[..line.find(cluster).unwrap()].chars().count();
    let end = |line: &str| {
        line.chars()
            .skip(from)
            .position(|letter| letter == '┐')
            .map(|at| at + from)
    };
    let right = end(line).unwrap();
    let bottom = (top + 1..lines.len())
        .find(|at| lines[*at].chars().nth(right) == Some('┘'))
        .unwrap();
    for label in [labels[2], labels[3]] {
        let row = lines.iter().position(|line| line.contains(label)).unwrap();
        let column = lines[row][..lines[row].find(label).unwrap()]
            .chars()
            .count();
        assert!(
            (top..bottom).contains(&row) && column < right,
            "{label} is outside:\n{drawn}"
        );
    }
    for label in [labels[4], labels[5], labels[6]] {
        let row = lines.iter().position(|line| line.contains(label)).unwrap();
        assert!(row > bottom || row < top, "{label} is inside:\n{drawn}");
    }
    for port in ["HTTPS 443", ":8000", ":4200", "5432"] {
        assert!(drawn.contains(port), "{port}:\n{drawn}");
    }
}

/// The seven phases from one machine to production; those that are finished are named and not planned again.
#[test]
fn the_path_to_production_has_seven_phases_and_finished_ones_are_not_planned_again() {
    let planner = Planner::new();
    let phases = [
        "Containerization",
        "CI/CD pipeline",
        "Infrastructure",
        "Deployment automation",
        "Monitoring and observability",
        "Security hardening",
        "Optimization",
    ];
    let request = "Path from development to production for the Docker Compose application";
    for at in PROVIDERS {
        let path = |done: &[&str]| {
            let flags: Vec<(&str, &str)> = done.iter().map(|phase| ("done", *phase)).collect();
            let profile = profile(&planner.kb, at, &json!({}));
            let plan = planner.plan_on(&profile, "roadmap", request, &flags, support::DATE);
            let plan = plan.unwrap_or_else(|none| panic!("{at}: {none:?}"));
            let titles: Vec<String> = plan
                .program
                .iter()
                .flat_map(|program| program.phases.iter().map(|phase| phase.title.clone()))
                .collect();
            (titles, document::markdown(&plan, Menu::Shown))
        };
        let (titles, text) = path(&[]);
        assert_eq!(titles, phases, "{at}");
        assert!(!text.contains("Finished already"), "{at}");
        let (titles, text) = path(&["containers", "pipeline"]);
        assert_eq!(titles, phases[2..], "{at}");
        let said = "**Finished already.** Containerization stands. The CI/CD pipeline stands.";
        assert!(text.contains(said), "{at}: {text}");
        assert!(!text.contains("Images of the application"), "{at}");
    }
}

/// A request that names an engine gets a service that runs it, also where another service is the usual one.
#[test]
fn the_service_runs_the_engine_that_is_named() {
    let planner = Planner::new();
    for (at, request, service) in [
        (
            "azure",
            "Create a MySQL database for orders",
            "azure/mysql-flexible",
        ),
        (
            "azure",
            "Create a SQL Server database for orders",
            "azure/azure-sql",
        ),
        (
            "azure",
            "Create a PostgreSQL database for orders",
            "azure/postgres-flexible",
        ),
        (
            "azure",
            "Create a database for orders",
            "azure/postgres-flexible",
        ),
        ("aws", "Create a MySQL database for orders", "aws/rds"),
        (
            "aws",
            "Create a MongoDB database for the cart",
            "aws/documentdb",
        ),
        (
            "aws",
            "Create a NoSQL database for the cart",
            "aws/dynamodb",
        ),
        (
            "gcp",
            "Create a MongoDB database for the cart",
            "gcp/firestore",
        ),
    ] {
        let plan = planner.plan(&profile(&planner.kb, at, &json!({})), "task", request);
        let plan = plan.unwrap_or_else(|none| panic!("{at}, {request}: {none:?}"));
        let main = plan.components.first().map(|part| part.service.as_str());
        assert_eq!(main, Some(service), "{at}, {request}");
    }
}

/// A type of machine that the request states is the one that is priced, also what it takes the place of.
#[test]
fn a_stated_type_of_machine_is_priced() {
    let planner = Planner::new();
    let mut faults = Vec::new();
    for (at, request, says, usual) in [
        (
            "aws",
            "Add a node group with 3 m6i.2xlarge to the EKS cluster",
            &["3 m6i.2xlarge nodes × 730 h"][..],
            "m7i.xlarge nodes",
        ),
        (
            "aws",
            "Scale prod RDS from db.m7g.large to db.r6g.2xlarge",
            &[
                "db.r6g.2xlarge Multi-AZ after",
                "db.m7g.large Multi-AZ before",
            ],
            "db.m7g.xlarge",
        ),
        (
            "azure",
            "Resize VM web-01 from D2s_v5 to D4s_v5",
            &["1 × D4s_v5 in place of", "D2s_v5 today"],
            "1 × D2s_v5 in place of",
        ),
        (
            "gcp",
            "Create an n2-standard-8 VM for the batch worker",
            &["× n2-standard-8 × 730 h"],
            "n2-standard-2",
        ),
    ] {
        let text = planned(&planner, at, &json!({}), "task", request);
        faults.extend(missing(&text, says, request));
        if text.contains(usual) {
            faults.push(format!("{request}: prices {usual}"));
        }
    }
    none(&faults);
}
