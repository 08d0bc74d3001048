//! How long a plan takes as a whole process, and how many requests one batch reads in a second.
//! `cargo bench` prints both; it needs no tool and compares with nothing.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench stops by panicking and prints what it measured"
)]

use cloud_plan::kb::{self, Load};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_cloud-plan");
const PROJECT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/acme");

/// Tasks of one, a few and many parts, features and roadmaps.
const PLANS: [(&str, &str); 7] = [
    (
        "task",
        "Add an S3 bucket for user-uploaded profile images. Production only for now.",
    ),
    ("task", "Rotate the password of the orders database"),
    ("task", "Create a VPC with two private subnets in us-east-1"),
    (
        "feature",
        "Move the self-managed PostgreSQL database to Aurora with less than 10 minutes of downtime",
    ),
    (
        "feature",
        "Create a private Kubernetes cluster for the checkout team",
    ),
    ("roadmap", "SOC 2 readiness in the next two quarters"),
    (
        "roadmap",
        "Expand to the EU with a second cell in eu-central-1",
    ),
];

/// How often each of them is planned.
const RUNS: usize = 61;

/// How many lines the batch has.
const LINES: u16 = 40_000;

fn main() {
    for (scope, request) in PLANS {
        let mut times: Vec<Duration> = (0..RUNS).map(|_| plan(scope, request)).collect();
        times.sort_unstable();
        let at = |part: usize| {
            times
                .get((times.len() - 1) * part / 100)
                .map_or(0.0, |time| time.as_secs_f64() * 1000.0)
        };
        println!(
            "{scope}: median {:.1} ms, best {:.1} ms, 90 % within {:.1} ms   {request}",
            at(50),
            at(0),
            at(90)
        );
    }
    let seconds = read().as_secs_f64();
    println!(
        "read: {:.0} requests a second ({LINES} in {seconds:.2} s)",
        f64::from(LINES) / seconds
    );
}

fn plan(scope: &str, request: &str) -> Duration {
    let mut command = Command::new(PROGRAM);
    command
        .args(["plan", "--quiet", "--scope", scope, "--date", "2026-11-20"])
        .args(["--project", PROJECT, request])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("the program starts");
    let time = start.elapsed();
    assert!(status.success(), "no plan for: {request}");
    time
}

/// Reads the examples of all blueprints over and over, as one batch.
fn read() -> Duration {
    let (kb, _) = kb::load(&Load::default());
    let examples = kb
        .blueprints
        .iter()
        .flat_map(|blueprint| &blueprint.examples);
    let mut requests: Vec<&str> = examples.map(|example| example.request.as_str()).collect();
    requests.sort_unstable();
    requests.dedup();
    let mut batch = String::new();
    for request in requests.iter().cycle().take(LINES.into()) {
        writeln!(batch, "{}", serde_json::json!({ "text": request })).expect("a text takes text");
    }
    let mut file = tempfile::NamedTempFile::new().expect("there is a temporary directory");
    file.write_all(batch.as_bytes()).expect("there is room");
    let mut command = Command::new(PROGRAM);
    command
        .args(["read", "--format", "jsonl", "--batch"])
        .arg(file.path())
        .stdout(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("the program starts");
    assert!(status.success(), "the batch has faults");
    start.elapsed()
}
