//! What is done in each phase: steps, checks, deliverables, way back, skills. Never: dates, sums.

use super::ast::Phase;
use crate::model::operation::{self, Order};
use crate::model::text;
use crate::model::work::WorkKind;
use crate::plan::ast::{Check, Origin, Rollback, Said, Skill, Step};
use crate::plan::compliance;
use crate::plan::desk::{Desk, sentence};
use crate::rules::component::Component;
use crate::rules::condition::holds_or_absent;
use crate::rules::fill;
use crate::rules::program::{Item, Program};
use crate::rules::realize;
use std::collections::BTreeSet;

/// How many steps of a part are printed where its work does not say.
const USUAL_SHOWN: u32 = 2;

/// The phases without weeks and money.
pub(super) fn phases(desk: &Desk<'_, '_>, program: &Program<'_>) -> Vec<Phase> {
    let mut named: BTreeSet<String> = BTreeSet::new();
    let mut cited: Vec<String> = Vec::new();
    program
        .phases
        .iter()
        .enumerate()
        .map(|(place, form)| {
            let items: Vec<(usize, &Item<'_>)> = program
                .items
                .iter()
                .enumerate()
                .filter(|(_, item)| item.phase == place)
                .collect();
            let practices: Vec<String> = practices(desk, &items)
                .into_iter()
                .filter(|practice| !cited.contains(practice))
                .collect();
            cited.extend(practices.iter().cloned());
            Phase {
                number: place + 1,
                title: desk.say(&form.title, 0),
                goal: sentence(&desk.say(&form.goal, 0)),
                steps: steps(desk, &items),
                checks: checks(desk, &items),
                deliverables: deliverables(desk, &items),
                rollback: rollback(desk, &items),
                skills: skills(desk, &items, &mut named),
                controls: compliance::of_practices(desk, &practices),
                ..Phase::default()
            }
        })
        .collect()
}

/// The parts that belong to a piece of work.
fn parts_of<'a, 'kb>(
    desk: &'a Desk<'_, 'kb>,
    place: usize,
) -> impl Iterator<Item = (usize, &'a Component<'kb>)> {
    desk.parts()
        .filter(move |(_, part)| part.item == Some(place))
}

/// What to do, in order; of a full phase the lightest steps go first, and every part keeps one.
fn steps(desk: &Desk<'_, '_>, items: &[(usize, &Item<'_>)]) -> Vec<Step> {
    let mut list: Vec<Draft> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut group = 0;
    for (place, item) in items {
        let at = item.main.unwrap_or_default();
        group += 1;
        for (index, step) in item.work.steps.0.iter().enumerate() {
            let origin = desk.at_work(item.work, &format!("steps[{index}]"));
            list.extend(step_of(desk, step, at, origin).map(|text| Draft {
                step: text,
                weight: step.weight,
                group,
            }));
        }
        let shown = item.work.shows.unwrap_or(USUAL_SHOWN) as usize;
        for (at, part) in parts_of(desk, *place) {
            group += 1;
            let steps = steps_of_part(desk, at, part, shown);
            list.extend(steps.into_iter().map(|(step, weight)| Draft {
                step,
                weight,
                group,
            }));
        }
    }
    list.retain(|draft| seen.insert(draft.step.text.clone()));
    while list.len() > desk.document.limit("phase-steps") {
        let alone = |draft: &Draft| {
            list.iter()
                .filter(|other| other.group == draft.group)
                .count()
                == 1
        };
        let lightest = list
            .iter()
            .enumerate()
            .rev()
            .min_by_key(|(_, draft)| (alone(draft), draft.weight))
            .map(|(place, _)| place);
        match lightest {
            Some(place) => list.remove(place),
            None => break,
        };
    }
    list.into_iter().map(|draft| draft.step).collect()
}

/// A step before it is settled which ones the page has room for.
struct Draft {
    step: Step,
    weight: u8,
    /// Steps of the same work or part.
    group: usize,
}

/// The steps of a part that say most about it: what it makes, not how it is watched or proved.
fn steps_of_part(
    desk: &Desk<'_, '_>,
    at: usize,
    part: &Component<'_>,
    shown: usize,
) -> Vec<(Step, u8)> {
    let mut list: Vec<(usize, (Step, u8))> = Vec::new();
    for (index, step) in part.operation.steps.iter().enumerate() {
        let origin = desk.at_operation(part, &format!("steps.{}", step.id));
        let telling = match step.order {
            Order::Build | Order::Blocker | Order::Cutover | Order::Irreversible => 2,
            Order::Connect | Order::Prepare => 1,
            Order::Observe | Order::Verify | Order::Cleanup => 0,
        };
        let weight = step.weight.min(6) + telling;
        list.extend(step_of(desk, step, at, origin).map(|step| (index, (step, weight))));
    }
    list.sort_by_key(|(index, (_, weight))| (std::cmp::Reverse(*weight), *index));
    list.truncate(shown);
    list.sort_by_key(|(index, _)| *index);
    list.into_iter().map(|(_, step)| step).collect()
}

fn step_of(desk: &Desk<'_, '_>, step: &operation::Step, at: usize, origin: Origin) -> Option<Step> {
    let view = desk.view(at);
    if !holds_or_absent(step.when.as_ref(), &view) {
        return None;
    }
    let text = without_references(&fill::say(&step.say, &view, &view));
    (!text.is_empty()).then(|| Step {
        id: String::new(),
        text: text.trim_end_matches('.').to_owned(),
        undo: step.undo.as_ref().map(|undo| fill::say(undo, &view, &view)),
        origin,
        practices: step.practices.clone(),
    })
}

/// Steps of a phase have no numbers, so sentences that name one lose it.
fn without_references(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some((before, rest)) = text.split_once("<step ") {
        let Some((name, after)) = rest.split_once('>') else {
            break;
        };
        text = format!("{before}\"{}\"{after}", name.replace('-', " "));
    }
    text
}

fn checks(desk: &Desk<'_, '_>, items: &[(usize, &Item<'_>)]) -> Vec<Check> {
    let mut list: Vec<Check> = Vec::new();
    for (place, item) in items {
        let at = item.main.unwrap_or_default();
        for (index, check) in item.work.checks.0.iter().enumerate() {
            let origin = desk.at_work(item.work, &format!("checks[{index}]"));
            list.extend(desk.check(check, at, origin));
        }
        for (at, part) in parts_of(desk, *place) {
            list.extend(best_check(desk, at, part));
        }
    }
    let mut seen = BTreeSet::new();
    list.retain(|check| seen.insert(check.text.clone()));
    list.sort_by_key(|check| {
        std::cmp::Reverse((check.weight, check.run.is_some(), check.negative))
    });
    list.truncate(desk.document.limit("phase-checks"));
    list
}

/// The weightiest check of a part that a command proves.
fn best_check(desk: &Desk<'_, '_>, at: usize, part: &Component<'_>) -> Option<Check> {
    let usable = |check: &&text::Check| {
        check.run.is_some() && holds_or_absent(check.when.as_ref(), &desk.view(at))
    };
    let mut best: Option<&text::Check> = None;
    for check in part.operation.checks.iter().filter(usable) {
        if best.is_none_or(|known| check.weight > known.weight) {
            best = Some(check);
        }
    }
    let check = best?;
    desk.check(check, at, desk.at_operation(part, "checks"))
}

fn deliverables(desk: &Desk<'_, '_>, items: &[(usize, &Item<'_>)]) -> Vec<Said> {
    let mut list = Vec::new();
    for (place, item) in items {
        if item.work.kind == WorkKind::Gate {
            continue;
        }
        let at = item.main.unwrap_or_default();
        let origin = desk.at_work(item.work, "deliverable");
        let own = item
            .work
            .deliverable
            .as_ref()
            .map(|text| desk.say(text, at))
            .filter(|text| !text.is_empty());
        let title = item.using.title.as_ref().unwrap_or(&item.work.title);
        let mut text = own.unwrap_or_else(|| built(desk, &desk.say(title, at), *place));
        if let Some((at, part)) = parts_of(desk, *place).next()
            && let Some(check) = best_check(desk, at, part)
        {
            text = format!(
                "{} {}",
                sentence(&text),
                desk.document
                    .say("deliverable-check", &[("check", &check.text)])
            );
        }
        list.push(Said {
            text: sentence(&text),
            origin,
            weight: 6,
            practices: Vec::new(),
        });
    }
    list
}

/// What was made, with the settings that it got.
fn built(desk: &Desk<'_, '_>, title: &str, place: usize) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (at, part) in parts_of(desk, place) {
        let view = desk.view(at);
        let mut settings: Vec<String> = Vec::new();
        for setting in desk.document.list("deliverable-settings") {
            if !part.realizes.contains(setting) {
                continue;
            }
            let said = realize::realization(desk.kb, part, setting)
                .map(|how| fill::say(&how.say, &view, &view))
                .filter(|said| !said.is_empty());
            settings.extend(said);
        }
        settings.truncate(5);
        if settings.is_empty() {
            parts.push(part.service.title.clone());
        } else {
            parts.push(format!("{}: {}", part.service.title, settings.join(", ")));
        }
    }
    if parts.is_empty() {
        title.to_owned()
    } else {
        format!("{title} — {}", parts.join("; "))
    }
}

fn rollback(desk: &Desk<'_, '_>, items: &[(usize, &Item<'_>)]) -> Vec<Rollback> {
    let mut list: Vec<Rollback> = Vec::new();
    for (place, item) in items.iter().rev() {
        let at = item.main.unwrap_or_default();
        let own = item
            .work
            .rollback
            .as_ref()
            .map(|back| rollback_of(desk, back, at, desk.at_work(item.work, "rollback")));
        let by_part = || {
            parts_of(desk, *place).find_map(|(at, part)| {
                let back = part.operation.rollback.as_ref()?;
                Some(rollback_of(
                    desk,
                    back,
                    at,
                    desk.at_operation(part, "rollback"),
                ))
            })
        };
        if let Some(back) = own.or_else(by_part)
            && !list.iter().any(|known| known.text == back.text)
        {
            list.push(back);
        }
    }
    list.truncate(desk.document.limit("phase-rollbacks"));
    list
}

fn rollback_of(
    desk: &Desk<'_, '_>,
    back: &operation::Rollback,
    at: usize,
    origin: Origin,
) -> Rollback {
    let mut text = without_references(&desk.say(&back.say, at));
    if let Some(until) = &back.until {
        let until = fill::fill(until, &desk.view(at));
        text = format!(
            "{} ({})",
            text.trim_end_matches('.'),
            desk.document
                .say("until", &[("until", until.trim_end_matches('.'))])
        );
    }
    Rollback {
        minutes: back.minutes,
        text: text.trim_end_matches('.').to_owned(),
        until: super::super::undo::until(desk, back, at),
        origin,
    }
}

fn skills(
    desk: &Desk<'_, '_>,
    items: &[(usize, &Item<'_>)],
    named: &mut BTreeSet<String>,
) -> Vec<Skill> {
    let mut list: Vec<Skill> = Vec::new();
    let mut add = |used: &operation::SkillUse, at: usize, origin: Origin| {
        let fits = desk.kb.skills.get(&used.id).is_some_and(|known| {
            let provider = &desk.decisions.provider.id;
            known
                .providers
                .0
                .iter()
                .any(|id| id == provider || id == crate::plan::skills::EVERY)
        });
        if fits
            && holds_or_absent(used.when.as_ref(), &desk.view(at))
            && !named.contains(&used.id)
            && !list.iter().any(|skill| skill.id == used.id)
        {
            list.push(Skill {
                id: used.id.clone(),
                purpose: fill::fill(&used.purpose, &desk.view(at)),
                origin,
            });
        }
    };
    for (_, item) in items {
        for used in &item.work.skills {
            add(
                used,
                item.main.unwrap_or_default(),
                desk.at_work(item.work, "skills"),
            );
        }
    }
    for (place, _) in items {
        for (at, part) in parts_of(desk, *place) {
            for used in &part.operation.skills {
                add(used, at, desk.at_operation(part, "skills"));
            }
        }
    }
    list.truncate(desk.document.limit("phase-skills"));
    named.extend(list.iter().map(|skill| skill.id.clone()));
    list
}

/// What an auditor files the work of a phase under.
fn practices(desk: &Desk<'_, '_>, items: &[(usize, &Item<'_>)]) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    let mut add = |names: &[String]| {
        for name in names {
            if !list.contains(name) {
                list.push(name.clone());
            }
        }
    };
    for (place, item) in items {
        add(&item.work.practices);
        item.work
            .steps
            .0
            .iter()
            .for_each(|step| add(&step.practices));
        item.work
            .checks
            .0
            .iter()
            .for_each(|check| add(&check.practices));
        for (_, part) in parts_of(desk, *place) {
            add(&part.operation.practices);
            for setting in &part.realizes {
                if let Some(how) = realize::realization(desk.kb, part, setting) {
                    add(&how.practices);
                }
            }
        }
    }
    list
}
