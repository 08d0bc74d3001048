//! Asks in a terminal for what a plan cannot do without: the request, the scope, the consent to an unusual tier.
//! It never asks when nobody is there, and never guesses instead.

use clap::ValueEnum;
use inquire::{Confirm, Text};

use super::args::{PlanArgs, ScopeArg};
use super::{Context, Stop, active, change};
use crate::project::check::{follow_ups, is_answered};
use crate::project::profile::Stored;
use crate::project::{Vocabulary, words};

/// Completes what was typed on the command line. The profile may change on the way: "different cloud" is an answer.
pub fn complete(
    context: &Context,
    vocabulary: &Vocabulary<'_>,
    stored: &mut Stored,
    args: &PlanArgs,
) -> Result<PlanArgs, Stop> {
    let mut args = args.clone();
    if !context.interactive() {
        return Ok(args);
    }
    if args.request.is_empty() {
        let (scope, request) = request(context, vocabulary, stored)?;
        args.scope = args.scope.or(scope);
        args.request = vec![request];
    }
    if args.scope.is_none() {
        args.scope = Some(scope(context, vocabulary, stored)?);
    }
    if !args.accept_tier {
        accept(context, vocabulary, stored)?;
    }
    Ok(args)
}

fn request(
    context: &Context,
    vocabulary: &Vocabulary<'_>,
    stored: &mut Stored,
) -> Result<(Option<ScopeArg>, String), Stop> {
    loop {
        let typed = typed(&vocabulary.wizard.describe)?;
        if typed.trim().is_empty() {
            continue;
        }
        match change::on_phrase(context, vocabulary, stored, &typed)? {
            Some(changed) => replace(context, vocabulary, stored, changed),
            None => return Ok(with_scope(&typed)),
        }
    }
}

fn scope(
    context: &Context,
    vocabulary: &Vocabulary<'_>,
    stored: &mut Stored,
) -> Result<ScopeArg, Stop> {
    context.note(&words::scope_question(vocabulary));
    loop {
        let typed = typed("TASK / FEATURE / ROADMAP:")?;
        if let Some(scope) = scope_of(&typed) {
            return Ok(scope);
        }
        if let Some(changed) = change::on_phrase(context, vocabulary, stored, &typed)? {
            replace(context, vocabulary, stored, changed);
        }
    }
}

/// Asks for what the tier needs and nobody has said yet. A plan is not made against the answer.
fn accept(context: &Context, vocabulary: &Vocabulary<'_>, stored: &mut Stored) -> Result<(), Stop> {
    let open = follow_ups(vocabulary, &stored.fields)
        .into_iter()
        .find(|(question, from)| {
            from == "budget_tier" && !is_answered(question, stored.fields.get(&question.id))
        });
    let Some((question, _)) = open else {
        return Ok(());
    };
    let field = question.id.clone();
    if question.needed {
        let agreed = Confirm::new(&question.ask).prompt().unwrap_or(false);
        if !agreed {
            return Err(Stop::data("no plan without the acknowledgement")
                .help("choose another tier: `cloud-plan profile edit budget_tier`"));
        }
        let known = [(field.clone(), crate::project::Given::Flag(true))]
            .into_iter()
            .collect();
        change::ask(context, vocabulary, stored, &[field], known)?;
    } else {
        change::ask(
            context,
            vocabulary,
            stored,
            &[field],
            crate::map::IndexMap::default(),
        )?;
    }
    if let Some(changed) = active::saved_profile(context, vocabulary)? {
        *stored = changed;
    }
    Ok(())
}

fn replace(context: &Context, vocabulary: &Vocabulary<'_>, stored: &mut Stored, changed: Stored) {
    *stored = changed;
    active::show(context, vocabulary, stored);
}

fn typed(question: &str) -> Result<String, Stop> {
    Text::new(question)
        .prompt()
        .map_err(|_| Stop::Cancelled("nothing was planned"))
}

/// The scope that a line begins with, as in `TASK: add a bucket`, and the rest.
pub fn with_scope(line: &str) -> (Option<ScopeArg>, String) {
    let line = line.trim();
    let end = line
        .find(|letter: char| !letter.is_ascii_alphabetic())
        .unwrap_or(line.len());
    let (word, rest) = line.split_at_checked(end).unwrap_or((line, ""));
    let told = rest.trim_start().strip_prefix([':', '-', '—']);
    // "Task queue for mails" is a request; "TASK queue for mails" names the scope.
    let shouted = word.len() > 1 && word.chars().all(|letter| letter.is_ascii_uppercase());
    match (scope_of(word).filter(|_| word.len() > 1), told) {
        (Some(scope), Some(rest)) => (Some(scope), rest.trim().to_owned()),
        (Some(scope), None) if shouted && !rest.trim().is_empty() => {
            (Some(scope), rest.trim().to_owned())
        }
        _ => (None, line.to_owned()),
    }
}

/// A scope by its name or first letter.
fn scope_of(text: &str) -> Option<ScopeArg> {
    ScopeArg::from_str(text.trim(), true).ok()
}

#[cfg(test)]
mod tests {
    use super::{ScopeArg, with_scope};

    fn check(line: &str, scope: Option<ScopeArg>, request: &str) {
        assert_eq!(with_scope(line), (scope, request.to_owned()), "{line}");
    }

    #[test]
    fn a_line_may_begin_with_its_scope() {
        check("TASK: add a bucket", Some(ScopeArg::Task), "add a bucket");
        check("task - add a bucket", Some(ScopeArg::Task), "add a bucket");
        check(
            "FEATURE add a region",
            Some(ScopeArg::Feature),
            "add a region",
        );
        check("Roadmap: EU region", Some(ScopeArg::Roadmap), "EU region");
        check("Task queue for mails", None, "Task queue for mails");
        check("R53 zone for mails", None, "R53 zone for mails");
        check("F: drive", None, "F: drive");
        check("TASK", None, "TASK");
    }
}
