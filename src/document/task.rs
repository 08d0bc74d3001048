//! A task plan as a page: the template's headings in order. Never: the menu.

use super::tree::{Builder, Marks};
use crate::plan::Plan;
use crate::plan::ast::Said;

/// Adds the page to a tree.
pub(super) fn build(build: &Builder<'_>, plan: &Plan) {
    build.heading(1, &format!("{}{}", plan.words.title, plan.title));
    for section in &plan.words.sections {
        match section.id.as_str() {
            "estimate" => build.heading(2, &format!("{}{}", section.heading, plan.estimate)),
            id => {
                build.heading(2, &section.heading);
                body(build, plan, id);
            }
        }
    }
}

fn body(build: &Builder<'_>, plan: &Plan, section: &str) {
    match section {
        "place" => build.paragraph(&[place(plan)]),
        "what" => build.paragraph(&[texts(&plan.what).join(" ")]),
        "steps" => {
            let steps: Vec<String> = plan.steps.iter().map(|step| step.text.clone()).collect();
            build.list(Marks::Numbers, &steps);
            build.paragraph(&plan.closing.rollback);
        }
        "configuration" => {
            let mut lines = texts(&plan.configuration);
            lines.extend(plan.closing.assumed.iter().cloned());
            lines.extend(plan.closing.confirm.iter().cloned());
            build.list(Marks::Bullets, &lines);
        }
        "acceptance" => {
            let checks: Vec<String> = plan.checks.iter().map(|check| check.text.clone()).collect();
            build.list(Marks::Boxes, &checks);
        }
        "notes" => build.list(Marks::Bullets, &texts(&plan.notes)),
        "cost" => {
            build.paragraph(std::slice::from_ref(&plan.cost.headline));
            build.list(Marks::Bullets, &texts(&plan.cost.lines));
        }
        "skills" => {
            let mut lines: Vec<String> = plan
                .skills
                .iter()
                .map(|skill| format!("→ /{} · {}", skill.id, skill.purpose))
                .collect();
            lines.extend(plan.skill_gap.iter().map(|said| said.text.clone()));
            build.paragraph(&lines);
        }
        _ => {}
    }
}

pub(super) fn texts(list: &[Said]) -> Vec<String> {
    list.iter().map(|said| said.text.clone()).collect()
}

fn place(plan: &Plan) -> String {
    format!(
        "{} / {} / {}",
        plan.place.provider,
        plan.place.region,
        plan.place.services.join(", ")
    )
}
