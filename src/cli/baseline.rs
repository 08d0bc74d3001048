//! A baseline: the findings that are known, so that only new ones count. Lines are not part of it: they move.
//! It never decides what is wrong.

use super::Stop;
use crate::diag::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The form of the file.
const VERSION: u32 = 1;

/// The findings that are known.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    findings: Vec<Known>,
}

/// One known finding, and how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    file: String,
    code: String,
    message: String,
    count: usize,
}

impl Baseline {
    /// Of today's findings.
    pub fn of(findings: &[Diagnostic]) -> Self {
        let mut counts: BTreeMap<(String, String, String), usize> = BTreeMap::new();
        for finding in findings {
            *counts.entry(key(finding)).or_default() += 1;
        }
        let known = counts
            .into_iter()
            .map(|((file, code, message), count)| Known {
                file,
                code,
                message,
                count,
            });
        Self {
            version: VERSION,
            findings: known.collect(),
        }
    }

    /// From the text of a file.
    pub fn read(path: &Path, text: &str) -> Result<Self, Stop> {
        let help = "write it again with `cloud-plan lint --write-baseline FILE`";
        let read: Result<Self, _> = serde_json::from_str(text);
        match read {
            Ok(baseline) if baseline.version == VERSION => Ok(baseline),
            Ok(baseline) => Err(Stop::data(format!(
                "the baseline {} has version {}, and {VERSION} is expected",
                path.display(),
                baseline.version
            ))
            .help(help)),
            Err(error) => Err(Stop::data(format!(
                "{} is no baseline: line {}, column {}",
                path.display(),
                error.line(),
                error.column()
            ))
            .help(help)),
        }
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Takes the known findings away; gives how many, and how many entries match nothing any more.
    pub fn subtract(&self, findings: &mut Vec<Diagnostic>) -> (usize, usize) {
        let known = self.findings.iter().map(|known| {
            let key = (
                known.file.clone(),
                known.code.clone(),
                known.message.clone(),
            );
            (key, known.count)
        });
        let mut left: BTreeMap<_, usize> = known.collect();
        let before = findings.len();
        findings.retain(|finding| match left.get_mut(&key(finding)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        let mended = left.values().filter(|count| **count > 0).count();
        (before - findings.len(), mended)
    }
}

fn key(finding: &Diagnostic) -> (String, String, String) {
    let file = finding.labels.first().map(|label| &label.source.path);
    (
        file.map(|path| path.replace('\\', "/")).unwrap_or_default(),
        finding.code.to_string(),
        finding.message.clone(),
    )
}
