//! Who answers for a document: the name that git knows. Never: the name of a tool.

use super::files::Project;
use std::process::Command;

/// The name that git would put under a commit of the project; none if git does not know one.
pub fn author(project: &Project) -> Option<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(&project.root)
        .args(["config", "user.name"])
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let name = String::from_utf8(output.stdout).ok()?;
    let name = name.trim();
    (!name.is_empty() && !name.contains('\n')).then(|| name.to_owned())
}
