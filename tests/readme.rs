//! Every command of the README runs, and the plan in it is the plan that the command prints.
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

use std::path::Path;
use std::process::{Command, Output};

const CARGO: &str = "cargo run --release -- ";

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"))
        .expect("the README is there")
}

/// The commands of all shell blocks, except the one that runs these tests.
fn commands(text: &str) -> Vec<String> {
    let blocks = text
        .split("```sh\n")
        .skip(1)
        .filter_map(|block| block.split("```").next());
    blocks
        .flat_map(str::lines)
        .filter(|line| line.starts_with(CARGO))
        .map(str::to_owned)
        .collect()
}

/// Runs a command of the README with the program that was built for the tests.
fn run(command: &str, more: &str) -> Output {
    let line = format!(
        "'{}' {} {more}",
        env!("CARGO_BIN_EXE_cloud-plan"),
        command.trim_start_matches(CARGO)
    );
    let shell = Command::new("sh")
        .arg("-c")
        .arg(line)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    shell.expect("a shell is there")
}

#[test]
fn every_command_runs() {
    let commands = commands(&readme());
    assert!(
        commands.len() > 5,
        "the README shows how to use the program"
    );
    for command in commands {
        let output = run(&command, "");
        assert!(
            output.status.success(),
            "{command}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(
            !output.stdout.is_empty() || command.ends_with(" lint"),
            "{command} prints nothing"
        );
    }
}

#[test]
fn the_plan_is_what_the_command_prints() {
    let text = readme();
    let shown = text
        .split("<!-- plan: examples/acme -->")
        .nth(1)
        .and_then(|rest| rest.split("<!-- end of plan -->").next());
    let command = commands(&text)
        .into_iter()
        .next()
        .expect("the first command makes a plan");
    let output = run(&command, "--date 2026-11-20");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let quoted: String = printed
        .lines()
        .map(|line| format!("{}\n", format!("> {line}").trim_end()))
        .collect();
    if std::env::var_os("UPDATE").is_some() {
        let new = text.replace(shown.unwrap_or_default(), &format!("\n{quoted}"));
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"), new)
            .expect("the README is writable");
        return;
    }
    assert_eq!(
        shown.unwrap_or_default().trim(),
        quoted.trim(),
        "run the tests with UPDATE=1 and read the change"
    );
}
