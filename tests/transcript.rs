//! The transcript of `catalog/README.md` does what it says, in an empty folder.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test stops by panicking, and reads its own files"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

/// Where the transcript begins.
const HEADING: &str = "## A provider from an empty folder";

/// The fences behind the heading: what stands behind the backticks, and the lines inside.
fn fences(text: &str) -> Vec<(String, Vec<String>)> {
    let from = text.find(HEADING).expect("the transcript is there");
    let mut fences: Vec<(String, Vec<String>)> = Vec::new();
    let mut open = false;
    for line in text[from..].lines() {
        match line.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(info) => {
                fences.push((info.to_owned(), Vec::new()));
                open = true;
            }
            None if open => fences.last_mut().unwrap().1.push(line.to_owned()),
            None => {}
        }
    }
    fences
}

/// Writes the file of a fence, or adds to it.
fn write(folder: &Path, info: &str, lines: &[String]) {
    let name = info.strip_prefix("yaml file=").unwrap();
    let (name, append) = match name.strip_suffix(" append") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let before = if append {
        std::fs::read_to_string(&path).unwrap()
    } else {
        String::new()
    };
    std::fs::write(&path, format!("{before}{}\n", lines.join("\n"))).unwrap();
}

fn run(folder: &Path, command: &str) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_cloud-plan"));
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap_or_default()
    );
    Command::new("sh")
        .args(["-c", command])
        .env("PATH", path)
        .env("XDG_CONFIG_HOME", folder.join("no-config"))
        .current_dir(folder)
        .output()
        .expect("a shell is there")
}

/// What a command does otherwise than its lines say.
fn compare(command: &str, output: &Output, lines: &[&str]) -> String {
    let mut faults = String::new();
    let code = lines.iter().find_map(|line| {
        let code = line.strip_prefix("[exit ")?;
        code.trim_end_matches(']').parse::<i32>().ok()
    });
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    if output.status.code() != Some(code.unwrap_or(0)) {
        let _ = writeln!(faults, "`{command}` ends with {}:\n{text}", output.status);
    }
    let mut rest = text.as_str();
    for line in lines {
        if line.trim() == "..." || line.starts_with("[exit ") {
            continue;
        }
        match rest.split_once(line.trim()) {
            Some((_, behind)) => rest = behind,
            None => {
                let _ = writeln!(faults, "`{command}` does not print `{line}`:\n{text}");
            }
        }
    }
    faults
}

#[test]
fn a_provider_grows_from_an_empty_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog/README.md");
    let fences = fences(&std::fs::read_to_string(root).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let (mut commands, mut faults) = (0, String::new());
    for (info, lines) in &fences {
        if info.starts_with("yaml file=") {
            write(folder.path(), info, lines);
        } else if info == "console" {
            let mut left = lines.as_slice();
            while let Some((first, behind)) = left.split_first() {
                let command = first.strip_prefix("$ ").expect("a command stands first");
                let end = behind.iter().position(|line| line.starts_with("$ "));
                let (shown, next) = behind.split_at(end.unwrap_or(behind.len()));
                let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
                faults.push_str(&compare(command, &run(folder.path(), command), &shown));
                commands += 1;
                left = next;
            }
        }
    }
    assert!(commands >= 4, "the transcript has commands");
    assert!(faults.is_empty(), "{faults}");
}
