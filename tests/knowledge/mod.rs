//! A small knowledge base for tests of the profile: three providers with a few regions, all frameworks,
//! and the real questions, tiers and postures.
#![allow(dead_code, reason = "no test uses all of it")]
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use cloud_plan::kb::{Kb, Load, load};

static DIRECTORY: LazyLock<PathBuf> = LazyLock::new(|| {
    let name = format!("{}-{}", env!("CARGO_CRATE_NAME"), std::process::id());
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&root.join("tests/knowledge/small"), &directory);
    for part in ["catalog/tiers", "catalog/postures"] {
        copy(&root.join(part), &directory.join(part));
    }
    fs::create_dir_all(directory.join("rules/documents")).unwrap();
    let wizard = "rules/documents/wizard.yaml";
    fs::copy(root.join(wizard), directory.join(wizard)).unwrap();
    directory
});

/// Where it is, for `--builtin`.
pub fn directory() -> PathBuf {
    DIRECTORY.clone()
}

/// The same, loaded.
pub fn kb() -> Kb {
    let (kb, findings) = load(&Load {
        base: Some(directory()),
        layers: Vec::new(),
    });
    assert!(findings.is_empty(), "{findings:?}");
    kb
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
