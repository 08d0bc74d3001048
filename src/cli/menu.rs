//! The menu below a plan in a terminal, and the question for the scope. It never decides what a plan holds.

use super::args::{KeyValue, ScopeArg, key_value};
use super::commands::plan::{Bench, rendered};
use super::{Context, Outcome, args::Format};
use crate::plan::Plan;
use crate::project::{Vocabulary, words};
use crate::request::Request;
use clap::ValueEnum;
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
        let Ok(answer) = Text::new("A, B or C?").prompt() else { return Ok(()) };
        match answer.trim().to_lowercase().as_str() {
            "a" => return bench.save(&plan, request, scope),
            "b" => return bench.context.document(&start(&plan)),
            "c" => {
                let Ok(change) = Text::new("KEY=VALUE:").prompt() else { return Ok(()) };
                match key_value(&change) {
                    Ok(pair) => changes.push(pair),
                    Err(message) => bench.context.note(&format!("error: {message}")),
                }
                plan = bench.plan(request, scope, &changes.iter().collect::<Vec<_>>())?;
                bench.context.document(&rendered(&plan, Format::Md))?;
            }
            _ => return Ok(()),
        }
    }
}

/// Asks for the scope in a terminal: a letter or the word.
pub fn ask_scope(context: &Context, vocabulary: &Vocabulary<'_>) -> Option<ScopeArg> {
    if !context.interactive() {
        return None;
    }
    context.note(&words::scope_question(vocabulary));
    let answer = Text::new("Scope:").prompt().ok()?.trim().to_lowercase();
    let starts = |scope: &&ScopeArg| {
        scope.to_possible_value().is_some_and(|value| !answer.is_empty() && value.get_name().starts_with(&answer))
    };
    ScopeArg::value_variants().iter().find(starts).copied()
}
