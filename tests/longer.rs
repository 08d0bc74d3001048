//! The flags of feature plans and roadmaps through the command line: time, phases, the summary, a second look.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test stops by panicking, and writes its own files"
)]

use assert_cmd::Command;
use std::path::{Path, PathBuf};

const PROFILE: &str = r#"{
  "provider": "aws", "regions": ["us-east-1"], "compliance": ["soc2"], "soc2_categories": ["security"],
  "budget_tier": "mid-market", "security_posture": "balanced", "environments": ["dev", "staging", "prod"],
  "existing_infra": "extending-existing", "existing_notes": "ECS and RDS in us-east-1", "set_up_at": "2026-04-24"
}"#;
const FEATURE: &str = "Private EKS cluster for the orders API";
const ROADMAP: &str = "Move all services to Kubernetes";

fn project(name: &str) -> PathBuf {
    let root =
        std::env::temp_dir().join(format!("cloud-plan-longer-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&root);
    std::fs::create_dir_all(root.join(".heaptrace")).unwrap();
    std::fs::write(root.join(".heaptrace/cloud-plan.json"), PROFILE).unwrap();
    root
}

/// Exit code, standard output, standard error.
fn run(project: &Path, args: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("cloud-plan")
        .unwrap()
        .env("XDG_CONFIG_HOME", project.join("no-config"))
        .args(["plan", "--date", "2026-11-20", "--project"])
        .arg(project)
        .args(args)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code().unwrap_or(-1),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn impossible_times_and_growth_are_refused_with_a_reason() {
    let root = project("refused");
    for (flags, said) in [
        (
            ["--deadline", "2020-01-01"],
            "does not lie after the day of the plan",
        ),
        (
            ["--start=2020-01-01", "--quiet"],
            "lies before the day of the plan",
        ),
        (
            ["--assume", "growth=-200"],
            "growth of -200 is not possible",
        ),
        (
            ["--assume", "day-rate=-1"],
            "day-rate of -1 is not possible",
        ),
        (["--assume", "growth=fast"], "`fast` is not a number"),
        (["--phase", "9"], "there is no phase 9"),
    ] {
        let mut args = vec!["--scope", "roadmap"];
        args.extend(flags);
        args.push(ROADMAP);
        let (code, out, err) = run(&root, &args);
        assert_eq!(code, 1, "{flags:?}: {err}");
        assert!(out.is_empty(), "{flags:?} printed a document");
        assert!(err.contains(said), "{flags:?}: {err}");
        assert!(err.contains("help:"), "{flags:?}: {err}");
    }
}

#[test]
fn a_deadline_is_met_or_says_what_decides_it() {
    let root = project("deadline");
    let plan = |deadline: &str| {
        run(
            &root,
            &[
                "--scope",
                "roadmap",
                "--start=2026-11-30",
                "--deadline",
                deadline,
                ROADMAP,
            ],
        )
        .1
    };
    let early = plan("2026-12-24");
    assert!(early.contains("2026-12-24 is missed by"), "{early}");
    assert!(early.contains("the work that decides it: W1.1"), "{early}");
    assert!(plan("2027-12-24").contains("2027-12-24 is met"));
}

#[test]
fn the_three_exits_of_a_roadmap_work() {
    let root = project("exits");
    let (code, saved, err) = run(&root, &["--scope", "roadmap", "--save", ROADMAP]);
    assert_eq!(code, 0, "{err}");
    assert!(saved.contains("CLOUD-ROADMAP-"), "{saved}");
    let (code, feature, err) = run(&root, &["--scope", "roadmap", "--phase", "1", ROADMAP]);
    assert_eq!(code, 0, "{err}");
    assert!(feature.starts_with("# Cloud Feature Plan: "), "{feature}");
    assert!(feature.contains("This is Phase 1"), "{feature}");
    let (code, summary, _) = run(&root, &["--scope", "roadmap", "--summary", ROADMAP]);
    assert_eq!(code, 0);
    assert!(summary.contains("**Investment:**") && !summary.contains("## Risk Register"));
    let (code, html, _) = run(
        &root,
        &[
            "--scope",
            "roadmap",
            "--summary",
            "--format",
            "html",
            ROADMAP,
        ],
    );
    assert_eq!(code, 0);
    assert!(html.contains("<html") && !html.contains("http-equiv=\"refresh\""));
}

#[test]
fn a_saved_plan_is_planned_again_and_only_changes_are_told() {
    let root = project("again");
    let (code, _, err) = run(&root, &["--scope", "feature", "--save", FEATURE]);
    assert_eq!(code, 0, "{err}");
    let (code, same, _) = run(&root, &["--against", "CLOUD-001"]);
    assert_eq!(code, 0);
    assert!(same.contains("nothing changed"), "{same}");
    let (code, other, _) = run(
        &root,
        &[
            "--against",
            "CLOUD-001",
            "--set",
            "security_posture=high-security",
        ],
    );
    assert_eq!(code, 0);
    assert!(other.contains("\n- ") && other.contains("\n+ "), "{other}");
    let (code, _, err) = run(&root, &["--against", "CLOUD-777"]);
    assert_eq!(code, 1);
    assert!(err.contains("no saved plan"), "{err}");
}

#[test]
fn plans_are_compared_side_by_side() {
    let root = project("compare");
    let output = Command::cargo_bin("cloud-plan")
        .unwrap()
        .args([
            "compare",
            "--scope",
            "task",
            "--date",
            "2026-11-20",
            "--project",
        ])
        .arg(&root)
        .args([
            "--vary",
            "security_posture",
            "Create a PostgreSQL database for orders in production",
        ])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for posture in ["balanced\n", "high-security\n", "maximum\n"] {
        assert!(text.contains(posture), "{text}");
    }
    assert!(
        text.contains("encryption-at-rest: customer-managed"),
        "{text}"
    );
}

#[test]
fn a_very_large_graph_is_drawn_in_mermaid_alone() {
    use cloud_plan::document::drawing;
    use cloud_plan::plan::program::ast::{Edge, Graph, Node};
    let nodes: Vec<Node> = (0..200)
        .map(|number| Node {
            id: format!("n{number}"),
            label: format!("Service {number}"),
            ..Node::default()
        })
        .collect();
    let edges = (1..200)
        .map(|number| Edge {
            from: format!("n{}", number / 2),
            to: format!("n{number}"),
            ..Edge::default()
        })
        .collect();
    let graph = Graph { nodes, edges };
    let why = drawing::ascii(&graph).unwrap_err();
    assert_eq!(why.nodes, 200);
    assert!(drawing::mermaid(&graph).contains("Service 199"));
}
