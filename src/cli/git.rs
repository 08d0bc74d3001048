//! Asks git for the branch and for who works here, and commits when told to.
//! It never changes a branch, and never commits a file that was not named.

use std::path::Path;
use std::process::{Command, Stdio};

/// One line of what git says; `None` when it fails or says nothing.
fn line(directory: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(directory)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The branch that is checked out.
pub fn branch(directory: &Path) -> Option<String> {
    line(directory, &["symbolic-ref", "--short", "-q", "HEAD"])
}

/// The address that git knows somebody by.
pub fn email(directory: &Path) -> Option<String> {
    line(directory, &["config", "--get", "user.email"])
}

/// Commits these files and no others; the message of git when it refuses.
pub fn commit(directory: &Path, message: &str, files: &[String]) -> Result<(), String> {
    for arguments in [
        vec!["add", "--"],
        vec!["commit", "--quiet", "-m", message, "--"],
    ] {
        let output = Command::new("git")
            .arg("-C")
            .arg(directory)
            .args(&arguments)
            .args(files)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
        }
    }
    Ok(())
}
