//! Names the skills to run next. Never: one that the provider or the scope does not fit.

use super::ast::{Said, Skill};
use super::desk::{Desk, capitalized};
use crate::model::operation::SkillUse;
use crate::model::skill::Skill as Known;
use crate::rules::component::Component;
use crate::rules::condition::holds_or_absent;

/// The word for a skill that fits every provider.
pub(super) const EVERY: &str = "any";

/// The skills of the operations that fit, in an order that keeps what runs first first.
pub(super) fn next(desk: &Desk<'_, '_>) -> Vec<Skill> {
    let mut list: Vec<(Skill, &Known)> = Vec::new();
    for (at, part) in desk.parts() {
        for (index, used) in part.operation.skills.iter().enumerate() {
            if let Some(known) = fitting(desk, used, at)
                && !list.iter().any(|(skill, _)| skill.id == known.id)
            {
                list.push((named(desk, used, at, part, index), known));
            }
        }
    }
    list.truncate(desk.document.limit("skills"));
    let mut ordered: Vec<(Skill, &Known)> = Vec::new();
    for (skill, known) in list {
        let before = ordered
            .iter()
            .position(|(_, other)| comes_first(known, other));
        ordered.insert(before.unwrap_or(ordered.len()), (skill, known));
    }
    ordered.into_iter().map(|(skill, _)| skill).collect()
}

fn comes_first(skill: &Known, other: &Known) -> bool {
    skill.runs_before.contains(&other.id) || other.runs_after.contains(&skill.id)
}

fn fitting<'kb>(desk: &Desk<'_, 'kb>, used: &SkillUse, at: usize) -> Option<&'kb Known> {
    let known = desk.kb.skills.get(&used.id)?;
    let provider = &desk.decisions.provider.id;
    let fits = known
        .providers
        .0
        .iter()
        .any(|id| id == provider || id == EVERY);
    (fits && known.scope_limit.task && holds_or_absent(used.when.as_ref(), &desk.view(at)))
        .then_some(known)
}

fn named(
    desk: &Desk<'_, '_>,
    used: &SkillUse,
    at: usize,
    part: &Component<'_>,
    index: usize,
) -> Skill {
    Skill {
        id: used.id.clone(),
        purpose: crate::rules::fill::fill(&used.purpose, &desk.view(at)),
        origin: desk.at_operation(part, &format!("skills[{index}]")),
    }
}

/// What to say when none of the skills builds the main service.
pub(super) fn gap(desk: &Desk<'_, '_>, skills: &[Skill]) -> Option<Said> {
    let main = desk.decisions.components.first()?;
    let covered = skills
        .iter()
        .filter_map(|skill| desk.kb.skills.get(&skill.id))
        .any(|known| known.covers.contains(&main.capability.id));
    if covered {
        return None;
    }
    let roles = desk.kb.roles.iter().next()?;
    let title = format!("{} {}", desk.decisions.provider.title, main.service.title);
    let text = roles
        .gap
        .replace("{service}", &main.service.title)
        .replace("{provider-title}", &desk.decisions.provider.title);
    let text = if text.is_empty() { title } else { text };
    Some(Said {
        text: capitalized(&text),
        weight: 9,
        ..Said::default()
    })
}

/// The first skill that a person can start with.
pub(super) fn start(skills: &[Skill], desk: &Desk<'_, '_>) -> Option<String> {
    let builds = |skill: &&Skill| {
        desk.kb
            .skills
            .get(&skill.id)
            .is_some_and(|known| matches!(known.stage.as_str(), "setup" | "build" | "operate"))
    };
    skills.iter().find(builds).map(|skill| skill.id.clone())
}
