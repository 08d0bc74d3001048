//! Removes one required value after the other and looks whether a test notices. Never: what the values should be.

use super::collect::label;
use super::watch::{Derived, Watched};
use super::{Bench, Trial, settings, wishes};
use crate::diag::{Code, Diagnostic};
use crate::kb::Kb;
use crate::model::lexicon::Lexicon;
use std::collections::BTreeMap;

/// What came of removing rows.
#[derive(Debug, Default)]
pub struct Score {
    /// Rows that were removed, one at a time.
    pub rows: usize,
    /// Those whose loss made a test fail.
    pub noticed: usize,
    /// The others, each with its line.
    pub missed: Vec<Diagnostic>,
}

impl Score {
    /// In whole percent, rounded down; everything is noticed where nothing is required.
    pub fn percent(&self) -> usize {
        if self.rows == 0 {
            return 100;
        }
        self.noticed * 100 / self.rows
    }

    /// In one line.
    pub fn summary(&self) -> String {
        format!(
            "{} of {} required values are noticed when they are lost: {} %",
            self.noticed,
            self.rows,
            self.percent()
        )
    }
}

/// By rule and setting: the trials in which the rule asks for the setting.
type Reached = BTreeMap<(String, String), Vec<usize>>;

/// Removes every row of the wanted rules in turn; the knowledge is the same afterwards.
pub fn mutate(
    kb: &mut Kb,
    lexicon: &Lexicon,
    date: &str,
    trials: &[Trial],
    wanted: &dyn Fn(&str) -> bool,
) -> Score {
    let watched: Vec<Watched> = trials.iter().map(|trial| Watched::by(kb, trial)).collect();
    let reached = reached(Bench { kb, lexicon, date }, trials, &watched);
    let derived = Derived::of(kb);
    let mut score = Score::default();
    let rules: Vec<(String, usize)> = kb
        .rules
        .entries()
        .filter(|entry| wanted(entry.file.path()))
        .filter_map(|entry| {
            let rule = entry.value().filter(|rule| rule.status.applies())?;
            Some((rule.id.clone(), rule.then.require.len()))
        })
        .collect();
    for (id, rows) in rules {
        for row in 0..rows {
            score.rows += 1;
            let Some(setting) = setting_of(kb, &id, row) else {
                continue;
            };
            let touched = reached.get(&(id.clone(), setting.clone()));
            let touched = touched.map_or(&[][..], Vec::as_slice);
            let lost = derived.from(&setting);
            let able = touched.iter().copied();
            let able: Vec<usize> = able
                .filter(|index| watched.get(*index).is_some_and(|one| one.any_of(&lost)))
                .collect();
            if is_noticed(kb, lexicon, date, (&id, row), trials, &able) {
                score.noticed += 1;
            } else {
                score
                    .missed
                    .extend(missed(kb, (&id, row), &setting, touched.len()));
            }
        }
    }
    score
}

fn setting_of(kb: &Kb, rule: &str, row: usize) -> Option<String> {
    let row = kb.rules.get(rule)?.then.require.get(row)?;
    Some(row.setting.clone())
}

/// Only trials that watch a setting and pass can notice anything; cases come first, since they name values.
fn reached(bench: Bench<'_>, trials: &[Trial], watched: &[Watched]) -> Reached {
    let mut reached = Reached::new();
    let is_case = |trial: &&(usize, &Trial)| matches!(trial.1, Trial::Case(_));
    let (cases, examples): (Vec<_>, Vec<_>) = trials
        .iter()
        .enumerate()
        .partition(|numbered| is_case(&numbered));
    for (index, trial) in cases.into_iter().chain(examples) {
        let blind = watched.get(index).is_none_or(Watched::is_nothing);
        if blind || !trial.run(bench).is_empty() {
            continue;
        }
        let Some(decisions) = trial.decided(bench) else {
            continue;
        };
        for (_, setting, resolved) in settings(&decisions) {
            for wish in wishes(resolved).filter(|wish| !wish.rule.is_empty()) {
                let key = (wish.rule.clone(), setting.to_owned());
                let list = reached.entry(key).or_default();
                if list.last() != Some(&index) {
                    list.push(index);
                }
            }
        }
    }
    reached
}

fn is_noticed(
    kb: &mut Kb,
    lexicon: &Lexicon,
    date: &str,
    (id, row): (&str, usize),
    trials: &[Trial],
    touched: &[usize],
) -> bool {
    let Some(whole) = kb.rules.get(id).cloned() else {
        return false;
    };
    let mut weaker = whole.clone();
    weaker.then.require.remove(row);
    kb.rules.replace(id, weaker);
    let bench = Bench { kb, lexicon, date };
    let noticed = touched
        .iter()
        .filter_map(|index| trials.get(*index))
        .any(|trial| !trial.run(bench).is_empty());
    kb.rules.replace(id, whole);
    noticed
}

fn missed(kb: &Kb, (id, row): (&str, usize), setting: &str, reached: usize) -> Option<Diagnostic> {
    let entry = kb.rules.entry(id)?;
    let text = match reached {
        0 => "no example and no case comes this far".to_owned(),
        1 => "one test comes this far and does not ask for the value".to_owned(),
        more => format!("{more} tests come this far, and none asks for the value"),
    };
    let message = format!("no test notices when `{id}` no longer requires `{setting}`");
    let mut finding = Diagnostic::warning(Code::UntestedValue, message)
        .help("add a case to a `.test.yaml` file beside the rule: `expect: { settings: [{ setting: ..., value: ..., cite: ... }] }`");
    finding
        .labels
        .push(label(entry, &format!("/then/require/{row}"), text));
    Some(finding)
}
