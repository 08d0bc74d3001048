//! The sections of a task plan. Never: those of longer documents.

use super::ast::{Check, Origin, Said};
use super::desk::{Desk, capitalized, without_repeats};
use crate::model::operation;
use crate::rules::component::Component as Part;
use crate::rules::condition::holds_or_absent;
use crate::rules::fill::{self, Words as _};
use crate::rules::realize;
use std::collections::BTreeSet;

impl Desk<'_, '_> {
    /// The heading.
    pub(super) fn title(&self) -> String {
        let own = self
            .decisions
            .blueprint
            .and_then(|blueprint| blueprint.title.as_ref());
        let main = self.decisions.components.first();
        let text = own.or_else(|| main.and_then(|part| part.operation.title.as_ref()));
        let title = text
            .map(|text| self.say(text, 0))
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| {
                let noun = main
                    .and_then(|part| part.service.noun.clone())
                    .unwrap_or_default();
                format!(
                    "{} {noun}",
                    self.decisions.facts.first("verb-title").unwrap_or_default()
                )
            });
        capitalized(title.trim().trim_end_matches('.'))
    }

    /// What is done, in a sentence or two.
    pub(super) fn what(&self) -> Vec<Said> {
        let mut list = Vec::new();
        let mut add = |text: String, origin: Origin| {
            if !text.is_empty() {
                list.push(Said {
                    text,
                    origin,
                    weight: 9,
                    practices: Vec::new(),
                });
            }
        };
        match self
            .decisions
            .blueprint
            .and_then(|blueprint| blueprint.what.as_ref())
        {
            Some(what) => add(self.say(what, 0), self.at_blueprint("what")),
            None => {
                if let Some(main) = self.decisions.components.first() {
                    add(
                        self.say(&main.operation.what, 0),
                        self.at_operation(main, "what"),
                    );
                }
            }
        }
        for (rule, at) in &self.decisions.rules {
            for said in self.lines(&rule.then.what.0, *at, &self.at_rule(rule, "what")) {
                add(said.text, said.origin);
            }
        }
        list
    }

    /// How each step is proven.
    pub(super) fn checks(&self) -> Vec<Check> {
        let mut list = Vec::new();
        for (at, part) in self.parts() {
            for (index, check) in part.operation.checks.iter().enumerate() {
                let origin = self.at_operation(part, &format!("checks[{index}]"));
                list.extend(self.check(check, at, origin));
            }
        }
        for (at, part) in self.parts() {
            for setting in &part.realizes {
                let Some(how) = realize::realization(self.kb, part, setting) else {
                    continue;
                };
                let origin = self.at_service(part, &format!("settings.{setting}.check"));
                list.extend(
                    how.check
                        .as_ref()
                        .and_then(|check| self.check(check, at, origin)),
                );
            }
        }
        for (rule, at) in &self.decisions.rules {
            for check in &rule.then.check.0 {
                list.extend(self.check(check, *at, self.at_rule(rule, "check")));
            }
        }
        let mut seen = BTreeSet::new();
        list.retain(|check| seen.insert(check.text.clone()));
        list
    }

    pub(super) fn check(
        &self,
        check: &crate::model::text::Check,
        at: usize,
        origin: Origin,
    ) -> Option<Check> {
        let view = self.view(at);
        if !holds_or_absent(check.when.as_ref(), &view) {
            return None;
        }
        let run = check
            .run
            .as_deref()
            .map(|command| fill::fill(command.trim(), &view));
        let expect = check
            .expect
            .as_ref()
            .map(|text| fill::say(text, &view, &view));
        let text = match (&run, &expect, &check.say) {
            (Some(run), Some(expect), _) => format!("`{run}` → {expect}"),
            (Some(run), None, Some(say)) => format!("`{run}` {}", fill::say(say, &view, &view)),
            (Some(run), None, None) => format!("`{run}`"),
            (None, _, Some(say)) => fill::say(say, &view, &view),
            (None, _, None) => return None,
        };
        Some(Check {
            id: String::new(),
            text,
            run,
            negative: check.negative,
            origin,
            weight: check.weight,
            practices: check.practices.clone(),
        })
    }

    /// The configuration summary.
    pub(super) fn configuration(&self) -> Vec<Said> {
        let mut list = Vec::new();
        for (at, part) in self.parts() {
            list.extend(self.lines(
                &part.operation.config.0,
                at,
                &self.at_operation(part, "config"),
            ));
        }
        if let Some(blueprint) = self.decisions.blueprint {
            list.extend(self.lines(&blueprint.config.0, 0, &self.at_blueprint("config")));
        }
        for (at, part) in self.parts() {
            for setting in &part.realizes {
                let Some(how) = realize::realization(self.kb, part, setting) else {
                    continue;
                };
                list.extend(self.lines(
                    &how.config.0,
                    at,
                    &self.at_service(part, &format!("settings.{setting}.config")),
                ));
            }
            list.extend(part.moved.iter().map(|because| self.moved(part, because)));
            list.extend(self.kept(at, part));
        }
        for (rule, at) in &self.decisions.rules {
            list.extend(self.lines(&rule.then.config.0, *at, &self.at_rule(rule, "config")));
        }
        let excluded = self.decisions.facts.values("excluded").join("; ");
        if !excluded.is_empty() {
            list.insert(0, self.own("excluded", &[("list", &excluded)], 9));
        }
        list.extend(self.infrastructure_code());
        without_repeats(list)
    }

    fn moved(&self, part: &Part<'_>, because: &str) -> Said {
        let by_pairing = part
            .pairing_wishes
            .iter()
            .find(|(_, wish)| wish.by == because);
        let setting = by_pairing
            .map(|(setting, _)| setting.clone())
            .unwrap_or_default();
        let value = part
            .settings
            .get(&setting)
            .map(|resolved| self.worded(&setting, resolved.value()))
            .unwrap_or_default();
        self.own(
            "moved",
            &[
                ("setting", &self.setting_title(&setting)),
                ("value", &value),
                ("why", because),
            ],
            7,
        )
    }

    fn kept(&self, at: usize, part: &Part<'_>) -> Option<Said> {
        let view = self.view(at);
        let list: Vec<String> = part
            .operation
            .keeps
            .iter()
            .filter(|setting| part.settings.contains_key(*setting))
            .filter_map(|setting| view.word(&format!("set.{setting}")))
            .collect();
        let origin = self.at_operation(part, "keeps");
        (!list.is_empty()).then(|| Said {
            origin,
            ..self.own("kept", &[("list", &list.join(", "))], 5)
        })
    }

    fn infrastructure_code(&self) -> Option<Said> {
        let mut types: Vec<String> = Vec::new();
        for (_, part) in self.parts() {
            for name in &part.service.iac {
                let quoted = format!("`{name}`");
                if !types.contains(&quoted) {
                    types.push(quoted);
                }
            }
        }
        types.truncate(self.document.limit("iac-types"));
        let facts = &self.decisions.facts;
        let tool = facts.first("iac-tool-title").unwrap_or_default();
        let own_types = facts.first("iac-tool").is_none_or(|id| {
            let same = self.document.list("tools-with-these-types");
            same.iter().any(|known| known == id)
        });
        let form = if own_types {
            "infrastructure-code"
        } else {
            "infrastructure-code-other"
        };
        (!types.is_empty())
            .then(|| self.own(form, &[("tool", tool), ("list", &types.join(", "))], 6))
    }

    /// Notes on security.
    pub(super) fn notes(&self) -> Vec<Said> {
        let mut list = Vec::new();
        for (at, part) in self.parts() {
            list.extend(self.lines(
                &part.operation.security.0,
                at,
                &self.at_operation(part, "security"),
            ));
        }
        if let Some(blueprint) = self.decisions.blueprint {
            list.extend(self.lines(&blueprint.security.0, 0, &self.at_blueprint("security")));
        }
        for (at, part) in self.parts() {
            for setting in &part.realizes {
                let Some(how) = realize::realization(self.kb, part, setting) else {
                    continue;
                };
                list.extend(self.lines(
                    &how.note.0,
                    at,
                    &self.at_service(part, &format!("settings.{setting}.note")),
                ));
            }
        }
        for (rule, at) in &self.decisions.rules {
            list.extend(self.lines(&rule.then.security.0, *at, &self.at_rule(rule, "security")));
            list.extend(self.lines(&rule.then.decision.0, *at, &self.at_rule(rule, "decision")));
        }
        list.extend(self.limits_of_knowledge());
        list.extend(super::trace::contradictions(self));
        list.extend(super::trace::raised(self));
        without_repeats(list)
    }

    /// What the plan does not rest on: no blueprint, thin knowledge, parts without a service.
    fn limits_of_knowledge(&self) -> Vec<Said> {
        let mut list = super::lifecycle::notices(self);
        list.extend(super::standing_in::notices(self));
        if let (None, Some(main)) = (self.decisions.blueprint, self.decisions.components.first()) {
            list.push(self.own("thin", &[("service", &main.service.title)], 9));
        }
        for (at, part) in self.parts() {
            if let Some(thin) = &part.operation.thin {
                let text = fill::fill(thin, &self.view(at));
                let origin = self.at_operation(part, "thin");
                list.push(Said {
                    text,
                    origin,
                    weight: 8,
                    practices: Vec::new(),
                });
            }
        }
        for capability in &self.decisions.skipped {
            let title = self
                .kb
                .capabilities
                .get(capability)
                .map_or(capability.as_str(), |found| found.title.as_str());
            let provider = &self.decisions.provider.title;
            list.push(self.own(
                "skipped",
                &[
                    ("provider", provider),
                    ("capability", &title.to_lowercase()),
                ],
                7,
            ));
        }
        list
    }

    /// Controls that nothing in the plan answers.
    pub(super) fn gaps(&self) -> Vec<Said> {
        let mut list = super::trace::shortfalls(self);
        for (rule, at) in &self.decisions.rules {
            list.extend(self.lines(&rule.then.gap.0, *at, &self.at_rule(rule, "gap")));
            list.extend(self.lines(&rule.then.risk.0, *at, &self.at_rule(rule, "risk")));
        }
        without_repeats(list)
    }

    /// What the reader should confirm.
    pub(super) fn confirm(&self) -> Vec<Said> {
        let mut list = Vec::new();
        for (at, part) in self.parts() {
            list.extend(self.lines(
                &part.operation.confirm.0,
                at,
                &self.at_operation(part, "confirm"),
            ));
        }
        if let Some(blueprint) = self.decisions.blueprint {
            list.extend(self.lines(&blueprint.confirm.0, 0, &self.at_blueprint("confirm")));
        }
        for (rule, at) in &self.decisions.rules {
            list.extend(self.lines(&rule.then.ask.0, *at, &self.at_rule(rule, "ask")));
        }
        without_repeats(list)
    }

    /// How long it takes.
    pub(super) fn estimate(&self) -> String {
        let mut score = self
            .decisions
            .blueprint
            .map_or(0, |blueprint| blueprint.estimate);
        let effects = || {
            self.decisions
                .components
                .iter()
                .map(|part| &part.operation.effect)
        };
        score += i32::from(effects().any(|effect| effect.outage > operation::Outage::None));
        score += i32::from(effects().any(|effect| effect.reversible > operation::Reversible::True));
        score += i32::from(effects().any(|effect| effect.second_system));
        let letters = self.document.list("estimates");
        let place = usize::try_from(score.max(0))
            .unwrap_or_default()
            .min(letters.len().saturating_sub(1));
        letters.get(place).cloned().unwrap_or_default()
    }
}
