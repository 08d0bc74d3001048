//! The menu below a plan: save, start, refine. Never: doing any of them.

use super::assemble::Desk;
use super::ast::{Menu, Plan};
use super::skills;
use crate::model::text::Line;
use crate::rules::condition::holds_or_absent;

/// How many ideas the menu has room for.
const IDEAS: usize = 3;

/// The menu.
pub(super) fn menu(desk: &Desk<'_, '_>, plan: &Plan) -> Menu {
    let document = desk.document;
    let start = skills::start(&plan.skills, desk);
    let refine = ideas(desk);
    let suffix = suffix(desk, &plan.title);
    let number = desk
        .decisions
        .facts
        .first("backlog-number")
        .unwrap_or("001")
        .to_owned();
    let begin = match &start {
        Some(skill) => document.say("start-with", &[("skill", skill)]),
        None => document.say("start-without", &[]),
    };
    let lines = vec![
        document.say("menu-question", &[]),
        format!("  {}", document.say("menu-save", &[])),
        format!(
            "  {}",
            document.say("menu-path", &[("number", &number), ("suffix", &suffix)])
        ),
        format!("  {}", document.say("menu-start", &[("start", &begin)])),
        format!(
            "  {}",
            document.say("menu-refine", &[("refine", &refine.join(", "))])
        ),
    ];
    Menu {
        lines,
        suffix,
        start,
        refine,
    }
}

fn ideas(desk: &Desk<'_, '_>) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    let mut add = |lines: &[Line], at: usize| {
        for line in lines {
            let idea = desk.say(&line.say, at);
            if holds_or_absent(line.when.as_ref(), &desk.view(at))
                && !idea.is_empty()
                && !list.contains(&idea)
            {
                list.push(idea);
            }
        }
    };
    if let Some(blueprint) = desk.decisions.blueprint {
        add(&blueprint.refine, 0);
    }
    for (at, part) in desk.parts() {
        add(&part.operation.refine, at);
    }
    list.extend(desk.document.list("refine").iter().cloned());
    list.truncate(IDEAS);
    list
}

/// The first two telling words of the title, for the file name.
fn suffix(desk: &Desk<'_, '_>, title: &str) -> String {
    let stop = desk.document.list("title-stop-words");
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| word.len() > 1 && !stop.iter().any(|stop| stop == word))
        .take(2)
        .collect();
    if words.is_empty() {
        "plan".to_owned()
    } else {
        words.join("-")
    }
}
