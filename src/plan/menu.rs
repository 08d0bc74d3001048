//! The menu below a plan: save, start, refine. Never: doing any of them.

use super::ast::{Menu, Plan};
use super::desk::Desk;
use super::skills;
use crate::model::text::Line;
use crate::rules::condition::holds_or_absent;

/// How many words of the title a file name takes.
const SLUG_WORDS: usize = 6;

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
    let slug = slug(&plan.title);
    let pairs = [
        ("number", number.as_str()),
        ("suffix", suffix.as_str()),
        ("slug", slug.as_str()),
        ("start", begin.as_str()),
        ("refine", &refine.join(", ")),
    ];
    let forms = ["menu-save", "menu-path", "menu-start", "menu-refine"];
    let mut lines = vec![document.say("menu-question", &[])];
    for form in forms {
        let text = document.say(form, &pairs);
        lines.extend(
            text.lines()
                .filter(|line| !line.trim().is_empty())
                .map(|line| format!("  {line}")),
        );
    }
    Menu {
        lines,
        suffix,
        slug,
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

/// The title as part of a file name.
fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(SLUG_WORDS)
        .collect();
    words.join("-")
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
