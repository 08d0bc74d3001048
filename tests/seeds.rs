//! What the seed documents ask of knowledge, one table a theme: requests that must be understood and yield a fitting plan,
//! services that must be known in full, principles that hold in every plan, and guides that say each thing by name.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test stops by panicking"
)]

mod support;

use cloud_plan::document::{self, Menu};
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
    left.map(|wanted| format!("{what}: no `{wanted}`")).collect()
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
            &["private subnet | private", "postgres | rds | cloud sql", "restore", "load test | twice the peak", "alarm | alert"],
        ),
        (
            "feature",
            "Deploy the app to a container service",
            &["task definition | revision | container app", "digest", "health", "rollback", "module"],
        ),
        (
            "feature",
            "Set up a CI/CD pipeline with GitHub Actions",
            &["repo:acme/app", "commit", "scan", "same artifact", "approval", "identit"],
        ),
        (
            "task",
            "Optimize the Docker image of the API",
            &["in stages", ".dockerignore", "trivy image", "--entrypoint id", "digest"],
        ),
        (
            "feature",
            "Migrate the database from SQLite to PostgreSQL with zero downtime",
            &["replicat | copy", "rehears", "switch", "count | checksum", "until"],
        ),
        (
            "task",
            "Set up an SSL certificate for app.acme.com",
            &["caa | authority", "dns | subject", "renew", "expire | daystoexpiry | 30 days"],
        ),
        (
            "feature",
            "Set up monitoring",
            &["metrics, traces", "structured logs", "dashboard", "objective", "page", "runbook"],
        ),
        (
            "feature",
            "Harden the infrastructure",
            &["ranked scan", "log mode", "exception", "identity", "findings reach | finding reaches"],
        ),
        (
            "task",
            "Analyze the cost of last month",
            &["by account | by subscription | by project | split", "driver", "forecast | projected", "saving"],
        ),
        (
            "feature",
            "Set up disaster recovery",
            &["rpo", "rto", "restore", "nobody can delete", "lock"],
        ),
        (
            "task",
            "Tune the performance of the slow PostgreSQL database",
            &["symptom", "pg_stat_statements", "explain (analyze", "lock", "query and index fixes come before size"],
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
            &["in stages", ".dockerignore", "high,critical", "build secrets", "not `0`"],
        ),
        (
            "task",
            "Create a PostgreSQL database for orders in production",
            &["backup", "connection | pool", "multi-zone | zones | standby", "slow | insights | query", "encrypt"],
        ),
        (
            "task",
            "Add a read replica to the orders PostgreSQL database",
            &["lag", "replica", "not a backup | read-only", "promot | reader"],
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
            &["minimum | min", "maximum | max", "60% | concurrency | cpu", "load"],
        ),
        (
            "task",
            "Move the secrets of the API from environment variables to a vault",
            &["rotat", "identity | role", "version"],
        ),
        (
            "feature",
            "Serve the static files from a bucket and a CDN instead of the server",
            &["cdn | cloudfront | front door", "bucket | blob", "cache"],
        ),
    ]);
}

/// Every service that the seeds name has settings, checks, a way back, costs, and what a reader could get wrong.
#[test]
fn every_service_of_the_seeds_is_known_in_full() {
    let planner = Planner::new();
    let named = [
        "aws/ecs", "aws/rds", "aws/s3", "aws/cloudfront", "aws/cloudwatch", "aws/cloudwatch-alarms", "aws/acm",
        "aws/ecr", "aws/vpc", "aws/iam", "aws/route53", "aws/alb", "aws/nlb", "aws/secrets-manager", "aws/lambda",
        "aws/ec2", "aws/eks", "azure/app-service", "azure/aks", "azure/azure-sql", "azure/blob-storage",
        "azure/front-door", "gcp/gke", "gcp/cloud-sql", "gcp/cloud-storage", "gcp/cloud-cdn",
    ];
    let mut faults = Vec::new();
    for id in named {
        let service = planner.kb.services.get(id).unwrap_or_else(|| panic!("there is no service {id}"));
        let mut need = |holds: bool, what: &str| {
            if !holds {
                faults.push(format!("{id}: {what}"));
            }
        };
        need(!service.iac.is_empty(), "no type of infrastructure code");
        need(service.settings.len() >= 2, "fewer than two settings");
        for (name, operation) in &service.operations {
            need(!operation.steps.is_empty(), &format!("{name} has no step"));
            need(!operation.checks.is_empty(), &format!("{name} has no check"));
            need(!operation.costs.is_empty(), &format!("{name} says nothing of cost"));
        }
        let all = || service.operations.values();
        need(
            all().flat_map(|operation| &operation.checks).any(|check| check.negative),
            "no check that must fail",
        );
        need(
            all().any(|operation| operation.costs.iter().any(|cost| cost.driver.is_some())),
            "no driver of cost",
        );
        let warns = all().filter(|operation| operation.config.0.len() + operation.security.0.len() > 0);
        need(warns.count() * 2 > service.operations.len(), "warns of little");
    }
    none(&faults);
}
