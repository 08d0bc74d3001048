//! The rows that are computed: parts, paths, times, costs, risks, questions. Never: the order of the document.

use super::figures::{Figures, percent, tenths};
use super::paths;
use crate::model::condition::Scalar;
use crate::plan::ast::Plan;
use crate::plan::cost::money;
use crate::plan::desk::Desk;
use crate::plan::program::ast::{Degree, Ends, MoneyRow, Program};
use crate::rules::fill;
use rust_decimal::Decimal;
use std::str::FromStr;

/// What rows are made from.
pub(super) struct Rows<'a, 'kb> {
    pub desk: &'a Desk<'a, 'kb>,
    pub plan: &'a Plan,
    pub program: &'a Program,
    pub figures: &'a Figures<'kb>,
    /// What each requirement costs, with its id.
    pub needs: &'a [(String, Ends)],
    /// What is open beyond what the engine asks.
    pub open: &'a [String],
}

/// A range of dollars as printed.
pub(super) fn dollars(ends: Ends) -> String {
    money::signed_range(ends.low, ends.high)
}

impl Rows<'_, '_> {
    /// The rows of a computed topic; none if it is a topic of the knowledge.
    pub(super) fn of(&self, topic: &str) -> Option<Vec<String>> {
        Some(match topic {
            "parts" => self.parts(),
            "environments" => self.environments(),
            "paths" => self.paths(),
            "not-in-path" => self.not_in_path(),
            "delays" => self.delays(),
            "recovery" => self.recovery(),
            "growth" => self.growth(),
            "costs" => self.costs(),
            "drivers" => self.drivers(),
            "needs" => self.needs(),
            "risk-rows" => self.risks(),
            "phases" => self.phases(),
            "rollback-rows" => self.rollback(),
            "check-rows" => self.checks(),
            "controls" => self.controls(),
            "questions" => self.questions(),
            "misses" => self.misses(),
            "assumptions" => self.said("assumed"),
            "optimize" => self.said("optimize"),
            "left-out" => self.said("left-out"),
            "skill-rows" => self.skills(),
            "skill-gap" => self
                .plan
                .skill_gap
                .iter()
                .map(|said| said.text.clone())
                .collect(),
            _ => return None,
        })
    }

    /// A form of the document, filled from pairs and then from the plan.
    fn form(&self, id: &str, pairs: &[(&str, &str)], at: usize) -> String {
        let form = self.desk.document.say(id, pairs);
        fill::fill(&form, &self.desk.view(at))
    }

    fn said(&self, section: &str) -> Vec<String> {
        let list = self.program.sections.get(section);
        list.map_or_else(Vec::new, |list| {
            list.iter().map(|said| said.text.clone()).collect()
        })
    }

    /// What runs: in the words of its design, else by its settings.
    fn parts(&self) -> Vec<String> {
        let mut rows: Vec<String> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for (at, part) in self.desk.parts() {
            let id = part.service.id.as_str();
            if seen.contains(&id)
                || self
                    .desk
                    .document
                    .list("unlisted-parts")
                    .contains(&part.capability.id)
            {
                continue;
            }
            seen.push(id);
            let design = self.desk.kb.designs.get(id);
            let own = design.and_then(|design| design.topics.get("part"));
            if let Some(lines) = own {
                let origin = self.desk.at_document("part");
                rows.extend(
                    self.desk
                        .lines(&lines.0, at, &origin)
                        .into_iter()
                        .map(|said| said.text),
                );
                continue;
            }
            let words: Vec<String> = self
                .desk
                .document
                .list("part-settings")
                .iter()
                .filter(|setting| part.realizes.contains(*setting))
                .filter_map(|setting| {
                    let value = part.settings.get(setting)?.value();
                    Some(self.desk.worded(setting, value)).filter(|text| !text.is_empty())
                })
                .collect();
            let words = if words.is_empty() {
                self.desk.document.say("part-plain", &[])
            } else {
                words.join(", ")
            };
            let pairs = [
                ("capability", part.capability.title.as_str()),
                ("title", part.service.title.as_str()),
                ("settings", words.as_str()),
                ("why", part.capability.noun.as_str()),
            ];
            rows.push(self.form("part-row", &pairs, at));
        }
        rows
    }

    fn environments(&self) -> Vec<String> {
        let facts = &self.desk.decisions.facts;
        let main = facts.first("env").unwrap_or_default();
        let all = facts.first("profile-environments").unwrap_or(main);
        all.split(", ")
            .map(|each| {
                let own = format!("environment-{each}");
                let known = self.desk.document.texts.contains_key(&own);
                let form = if known {
                    own.as_str()
                } else if each == main {
                    "environment-main"
                } else {
                    "environment-other"
                };
                self.form(form, &[("each", each)], 0)
            })
            .collect()
    }

    fn target(&self, key: &str) -> Option<Decimal> {
        let stated = self.desk.decisions.facts.first(key)?;
        Decimal::from_str(stated).ok()
    }

    fn paths(&self) -> Vec<String> {
        let target = self.target("slo-availability");
        let chosen: Vec<&str> = self
            .figures
            .paths
            .first()
            .map(|path| path.links.iter().map(|link| link.id.as_str()).collect())
            .unwrap_or_default();
        let row = |path: &paths::Path<'_>| {
            let full = |link: &&crate::model::design::Commitment| {
                format!("{} {}", link.title, link.percent.normalize())
            };
            let words: Vec<String> = path.links.iter().map(full).collect();
            let factors: Vec<String> = path
                .links
                .iter()
                .map(|link| {
                    (link.percent / Decimal::ONE_HUNDRED)
                        .normalize()
                        .to_string()
                })
                .collect();
            let new = path
                .links
                .iter()
                .find(|link| !chosen.contains(&link.id.as_str()));
            let words = match new.map(full) {
                Some(new) if path.links.len() > chosen.len() => {
                    self.desk.document.say("path-beside", &[("new", &new)])
                }
                Some(new) => self.desk.document.say("path-with", &[("new", &new)]),
                None => words.join(" x "),
            };
            let left = target.map(|target| paths::minutes(target) - path.minutes());
            let verdict = match left {
                None => "path-no-target",
                Some(left) if left < Decimal::ZERO => "path-misses",
                Some(_) if path.id.is_empty() => "path-chosen",
                Some(_) => "path-meets",
            };
            let gap = tenths(left.unwrap_or_default().abs());
            let verdict = self.form(verdict, &[("gap", &gap)], 0);
            self.form(
                "path-row",
                &[
                    ("path", &words),
                    ("product", &factors.join(" x ")),
                    ("verdict", &verdict),
                    ("value", &percent(path.percent())),
                    ("down", &tenths(path.minutes())),
                ],
                0,
            )
        };
        self.figures.paths.iter().map(row).collect()
    }

    /// Services beside the path, each with the reason why it does not multiply.
    fn not_in_path(&self) -> Vec<String> {
        let mut list: Vec<String> = Vec::new();
        for (at, part) in self.desk.parts() {
            let design = self.desk.kb.designs.get(&part.service.id);
            let why = design.map(|design| self.desk.say(&design.role_why, at));
            if let Some(why) = why.filter(|why| !why.is_empty()) {
                let row = self.form(
                    "not-in-path-row",
                    &[("title", &part.service.title), ("why", &why)],
                    at,
                );
                if !list.contains(&row) {
                    list.push(row);
                }
            }
        }
        list
    }

    fn delays(&self) -> Vec<String> {
        let count = self.figures.calls.len();
        let mut rows: Vec<String> = Vec::new();
        let mut sums = vec![Decimal::ZERO; count];
        for (words, times) in &self.figures.delays {
            for (sum, time) in sums.iter_mut().zip(times) {
                *sum += time;
            }
            let cells: Vec<String> = times.iter().map(|time| money::quantity(*time)).collect();
            rows.push(format!("{words} | {}", cells.join(" | ")));
        }
        let bold: Vec<String> = sums
            .iter()
            .map(|sum| format!("**{}**", money::quantity(*sum)))
            .collect();
        rows.push(format!(
            "{} | {}",
            self.desk.document.say("sum", &[]),
            bold.join(" | ")
        ));
        if let Some(target) = self.target("slo-latency") {
            let left: Vec<String> = sums
                .iter()
                .map(|sum| money::quantity(target - sum))
                .collect();
            rows.push(format!(
                "{} | {}",
                self.form("latency-left-row", &[], 0),
                left.join(" | ")
            ));
        }
        rows
    }

    fn recovery(&self) -> Vec<String> {
        let sum: u32 = self
            .figures
            .recovery
            .iter()
            .map(|(_, minutes)| minutes)
            .sum();
        let mut rows: Vec<String> = self
            .figures
            .recovery
            .iter()
            .map(|(words, minutes)| format!("{words} | {minutes}"))
            .collect();
        rows.push(format!(
            "{} | **{sum}**",
            self.desk.document.say("total", &[])
        ));
        rows
    }

    fn growth(&self) -> Vec<String> {
        let row = |[peak, run, size, used, most]: &[String; 5]| {
            let pairs = [
                ("peak", peak.as_str()),
                ("run", run),
                ("size", size),
                ("used", used),
                ("most", most),
            ];
            self.form("growth-row", &pairs, 0)
        };
        self.figures.growth.iter().map(row).collect()
    }

    fn costs(&self) -> Vec<String> {
        let document = self.desk.document;
        let row = |row: &MoneyRow| {
            let chance = self
                .desk
                .parts()
                .filter(|(_, part)| part.service.title == row.title)
                .find_map(|(at, part)| {
                    let design = self.desk.kb.designs.get(&part.service.id)?;
                    let line = design.topics.get("saving")?.0.first()?;
                    Some(self.desk.say(&line.say, at))
                })
                .unwrap_or_else(|| {
                    document.say(
                        if row.copy {
                            "saving-copy"
                        } else {
                            "saving-none"
                        },
                        &[],
                    )
                });
            let pairs = [
                ("title", row.title.as_str()),
                ("quantity", &row.quantity),
                ("range", &dollars(row.shown)),
                ("saving", &chance),
            ];
            document.say("cost-row", &pairs)
        };
        let mut rows: Vec<String> = self.program.money.rows.iter().map(row).collect();
        let total = dollars(self.program.money.monthly);
        rows.push(document.say("cost-total", &[("range", &total)]));
        rows
    }

    fn drivers(&self) -> Vec<String> {
        let list = &self.program.money.drivers;
        list.iter()
            .map(|(name, ends, share)| {
                let pairs = [
                    ("name", name.as_str()),
                    ("range", &dollars(*ends)),
                    ("share", &share.to_string()),
                ];
                self.desk.document.say("driver-row", &pairs)
            })
            .collect()
    }

    fn needs(&self) -> Vec<String> {
        let known = |id: &str| self.desk.document.needs.iter().find(|need| need.id == id);
        self.needs
            .iter()
            .filter_map(|(id, ends)| {
                let need = known(id)?;
                let (say, buys) = (self.desk.say(&need.say, 0), self.desk.say(&need.buys, 0));
                Some(format!("{say} | {buys} | {}", dollars(*ends)))
            })
            .collect()
    }

    fn risks(&self) -> Vec<String> {
        let degree = |degree: Degree| {
            let id = match degree {
                Degree::Low => "degree-low",
                Degree::Medium => "degree-medium",
                Degree::High => "degree-high",
            };
            self.desk.document.say(id, &[])
        };
        self.program
            .risks
            .iter()
            .map(|row| {
                let pairs = [
                    ("risk", row.risk.text.as_str()),
                    ("likelihood", &degree(row.likelihood)),
                    ("impact", &degree(row.impact)),
                    ("mitigation", &row.mitigation),
                ];
                self.desk.document.say("risk-row", &pairs)
            })
            .collect()
    }

    fn phases(&self) -> Vec<String> {
        self.program
            .phases
            .iter()
            .map(|phase| {
                let first = phase.checks.first().map_or("", |check| check.text.as_str());
                let pairs = [
                    ("title", phase.title.as_str()),
                    ("goal", phase.goal.trim_end_matches('.')),
                    ("from", &phase.from_week.to_string()),
                    ("to", &phase.to_week.to_string()),
                    ("check", first.trim_end_matches('.')),
                ];
                let form = if phase.from_week == phase.to_week {
                    "phase-week"
                } else {
                    "phase-weeks"
                };
                self.desk.document.say(form, &pairs)
            })
            .collect()
    }

    fn rollback(&self) -> Vec<String> {
        let mut rows: Vec<String> = Vec::new();
        for phase in &self.program.phases {
            for back in &phase.rollback {
                let pairs = [
                    ("number", phase.number.to_string()),
                    ("say", back.text.trim_end_matches('.').to_owned()),
                    ("minutes", back.minutes.to_string()),
                ];
                let pairs: Vec<(&str, &str)> = pairs
                    .iter()
                    .map(|(key, value)| (*key, value.as_str()))
                    .collect();
                rows.push(self.desk.document.say("back-row", &pairs));
            }
        }
        rows
    }

    fn checks(&self) -> Vec<String> {
        let phases = self.program.phases.iter();
        let list = phases
            .flat_map(|phase| &phase.checks)
            .map(|check| check.text.clone());
        list.take(self.desk.document.limit("check-rows")).collect()
    }

    fn controls(&self) -> Vec<String> {
        self.plan
            .controls
            .iter()
            .flat_map(|citation| {
                citation.rows.iter().map(|row| {
                    let pairs = [
                        ("cite", citation.cite.as_str()),
                        ("controls", &row.controls.join(", ")),
                        ("label", &row.label),
                    ];
                    self.desk.document.say("control-row", &pairs)
                })
            })
            .collect()
    }

    /// Everything that nobody has answered yet.
    fn questions(&self) -> Vec<String> {
        let mut list: Vec<String> = self.misses();
        list.extend(self.open.iter().cloned());
        list.extend(self.said("confirm"));
        list.dedup();
        list.truncate(self.desk.document.limit("questions"));
        list
    }

    fn misses(&self) -> Vec<String> {
        let misses = self.figures.misses.iter();
        misses
            .map(|(id, gap)| self.form(id, &[("gap", gap)], 0))
            .collect()
    }

    fn skills(&self) -> Vec<String> {
        let mut seen: Vec<&str> = Vec::new();
        let mut rows = Vec::new();
        for skill in &self.plan.skills {
            if !seen.contains(&skill.id.as_str()) {
                seen.push(&skill.id);
                rows.push(format!("→ /{} · {}", skill.id, skill.purpose));
            }
        }
        rows.truncate(self.desk.document.limit("skill-rows"));
        rows
    }
}

/// Facts of a requirement, taken away.
pub(super) fn taken(without: &crate::map::IndexMap<String, Scalar>) -> Vec<(String, String)> {
    let pair = |(key, value): (&String, &Scalar)| (key.clone(), value.0.clone());
    without.iter().map(pair).collect()
}
