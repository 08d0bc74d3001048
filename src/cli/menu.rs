//! The menu below a plan in a terminal. It never decides what a plan holds.

use super::args::{KeyValue, key_value};
use super::commands::plan::{Bench, rendered};
use super::{Outcome, args::Format, change, commands};
use crate::plan::Plan;
use crate::request::Request;
use inquire::Text;

/// What to type to begin with the plan.
pub fn start(plan: &Plan) -> String {
    match (&plan.menu.start, plan.steps.first()) {
        (Some(skill), _) => format!("/{skill}"),
        (None, Some(step)) => format!("1. {}", step.text),
        (None, None) => String::new(),
    }
}

/// Offers to save, start or refine; anything else does nothing.
pub fn offer(bench: &Bench<'_>, plan: Plan, request: &Request, scope: &str) -> Outcome {
    let mut plan = plan;
    let mut changes: Vec<KeyValue> = Vec::new();
    loop {
        let Ok(answer) = Text::new("A, B or C?").prompt() else {
            return Ok(());
        };
        match answer.trim().to_lowercase().as_str() {
            "a" => return bench.save(&plan, request, scope),
            "b" => return bench.context.document(&start(&plan)),
            "c" => {
                let Ok(change) = Text::new("KEY=VALUE:").prompt() else {
                    return Ok(());
                };
                match key_value(&change) {
                    Ok(pair) => changes.push(pair),
                    Err(message) => bench.context.note(&format!("error: {message}")),
                }
                plan = bench.plan(request, scope, &changes.iter().collect::<Vec<_>>())?;
                bench.context.document(&rendered(&plan, Format::Md))?;
            }
            other => {
                let (context, vocabulary) = (bench.context, bench.vocabulary);
                let changed = change::on_phrase(context, vocabulary, bench.stored, other)?;
                // Another profile makes another plan.
                return changed.map_or(Ok(()), |_| commands::plan::run(context, bench.args));
            }
        }
    }
}
