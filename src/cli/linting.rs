//! Finds everything wrong with knowledge: loads it, checks it, and keeps what the user asked about. Never: printing.

use crate::diag::{self, Diagnostic};
use crate::kb::check::{Extent, Options};
use crate::kb::{self, Load, check, layers};
use crate::rules::script_check;
use std::path::{Path, PathBuf};

/// The file that only the root of whole knowledge has.
const WHOLE: &str = "catalog/facts.yaml";

/// What to look at.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// The layers to load.
    pub load: Load,
    /// How far to check.
    pub options: Options,
    /// Only findings at or below this path.
    pub below: Option<PathBuf>,
}

impl Target {
    /// Everything that is loaded, or what a path names: whole knowledge, a layer of it, or a part of one.
    pub fn of(mut load: Load, path: Option<&Path>, date: Option<String>) -> Self {
        let mut options = Options {
            extent: Extent::All,
            date,
        };
        let Some(path) = path else {
            return Self {
                load,
                options,
                below: None,
            };
        };
        let root = root_of(path);
        let same = |known: &PathBuf| {
            let (one, other) = (known.canonicalize(), root.canonicalize());
            matches!((one, other), (Ok(one), Ok(other)) if one == other)
        };
        let loaded = load.base.iter().chain(&load.layers).any(same);
        if root.join(WHOLE).is_file() && !loaded {
            load.base = Some(root.clone());
        } else if !loaded {
            options.extent = Extent::Added;
            load.layers.push(root.clone());
        } else if load.base.is_none() {
            options.extent = Extent::Added;
        }
        let whole = path == root && load.base.is_some();
        Self {
            load,
            options,
            below: (!whole).then(|| path.to_owned()),
        }
    }

    /// Every directory whose files are read.
    pub fn roots(&self) -> Vec<PathBuf> {
        let roots = self.load.base.iter().chain(&self.load.layers);
        roots.cloned().collect()
    }

    /// Everything that is wrong.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let (kb, mut findings) = kb::load(&self.load);
        findings.extend(check::check_with(&kb, &self.options));
        findings.extend(script_check::check(&kb, self.options.extent));
        if let Some(below) = &self.below {
            let wanted = below.canonicalize().unwrap_or_else(|_| below.clone());
            findings.retain(|finding| {
                finding.labels.iter().any(|label| {
                    let path = Path::new(&label.source.path);
                    path.starts_with(below)
                        || path
                            .canonicalize()
                            .is_ok_and(|path| path.starts_with(&wanted))
                })
            });
        }
        diag::sort(&mut findings);
        findings
    }

    /// What tells whether a file was changed, added or removed: name, size and time of each.
    pub fn stamp(&self) -> Vec<(PathBuf, u64, Option<std::time::SystemTime>)> {
        let files = self.roots().into_iter().flat_map(|root| {
            let listed = layers::files_below(&root);
            listed.into_iter().map(|(_, path)| path)
        });
        let stamped = files.filter_map(|path| {
            let data = path.metadata().ok()?;
            Some((path, data.len(), data.modified().ok()))
        });
        stamped.collect()
    }
}

/// The directory that holds `catalog/` or `rules/` above a path; the path itself if there is none.
fn root_of(path: &Path) -> PathBuf {
    let is_root = |path: &Path| path.join("catalog").is_dir() || path.join("rules").is_dir();
    let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if is_root(path) {
        return path.to_owned();
    }
    let above = full.ancestors().skip(1).find(|above| is_root(above));
    above.map_or_else(|| path.to_owned(), Path::to_owned)
}
