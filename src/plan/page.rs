//! Keeps a plan to one page: the least weighty lines go first. Never: a step, a blocker, a citation.

use super::ast::{Check, Plan, Said};
use super::desk::Desk;

/// Cuts every list to its limit, then the least weighty lines until the page holds.
pub(super) fn fit(desk: &Desk<'_, '_>, plan: &mut Plan) {
    let document = desk.document;
    fill_up_checks(desk, plan);
    keep_checks(&mut plan.checks, document.limit("checks"));
    let mut left_out = Vec::new();
    cut(
        &mut plan.configuration,
        document.limit("configuration"),
        &mut left_out,
    );
    cut(&mut plan.notes, document.limit("notes"), &mut left_out);
    cut(&mut plan.confirm, document.limit("confirm"), &mut left_out);
    cut(&mut plan.assumed, document.limit("assumed"), &mut left_out);
    cut(
        &mut plan.cost.lines,
        document.limit("cost-lines"),
        &mut left_out,
    );
    let most = document.limit("words");
    while words(plan) > most && drop_lightest(plan, &mut left_out) {}
    plan.left_out = left_out;
    for (index, check) in plan.checks.iter_mut().enumerate() {
        check.id = format!("A{}", index + 1);
    }
    close(desk, plan);
}

/// Puts the closing sentences together from what is left.
fn close(desk: &Desk<'_, '_>, plan: &mut Plan) {
    let document = desk.document;
    let joined = |list: &[Said], with: &str| {
        list.iter()
            .map(|said| said.text.clone())
            .collect::<Vec<_>>()
            .join(with)
    };
    plan.closing.rollback = plan
        .rollback
        .iter()
        .map(|back| {
            let until = back.until.as_deref().unwrap_or_default();
            match back.minutes {
                0 => document.say("rollback-untimed", &[("until", until), ("say", &back.text)]),
                minutes => document.say(
                    "rollback",
                    &[
                        ("minutes", &minutes.to_string()),
                        ("until", until),
                        ("say", &back.text),
                    ],
                ),
            }
        })
        .collect();
    let list = joined(&plan.assumed, "; ");
    plan.closing.assumed = (!list.is_empty()).then(|| document.say("assumed", &[("list", &list)]));
    let list = joined(&plan.confirm, " ");
    plan.closing.confirm = (!list.is_empty()).then(|| document.say("confirm", &[("list", &list)]));
}

fn fill_up_checks(desk: &Desk<'_, '_>, plan: &mut Plan) {
    let document = desk.document;
    if plan.checks.len() < document.limit("fewest-checks") {
        let run = document.say("drift-run", &[]);
        let text = format!("`{run}` → {}", document.say("drift-expect", &[]));
        plan.checks.push(Check {
            text,
            run: Some(run),
            origin: desk.at_document("drift-run"),
            weight: 4,
            ..Check::default()
        });
    }
    for id in ["health", "cost-in-bill"] {
        if plan.checks.len() < document.limit("fewest-checks") {
            plan.checks.push(Check {
                text: document.say(id, &[]),
                origin: desk.at_document(id),
                weight: 3,
                ..Check::default()
            });
        }
    }
}

/// Keeps the weightiest checks in their order, at least one refusal among them if there is any.
fn keep_checks(checks: &mut Vec<Check>, limit: usize) {
    if let Some(refusal) = checks
        .iter_mut()
        .filter(|check| check.negative)
        .max_by_key(|check| check.weight)
    {
        refusal.weight = 9;
    }
    while checks.len() > limit {
        let lightest = checks
            .iter()
            .enumerate()
            .rev()
            .min_by_key(|(_, check)| check.weight)
            .map(|(index, _)| index);
        let Some(index) = lightest else { return };
        checks.remove(index);
    }
}

fn cut(list: &mut Vec<Said>, limit: usize, left_out: &mut Vec<Said>) {
    while list.len() > limit {
        let Some(index) = lightest(list) else { return };
        left_out.push(list.remove(index));
    }
}

fn lightest(list: &[Said]) -> Option<usize> {
    list.iter()
        .enumerate()
        .rev()
        .min_by_key(|(_, said)| said.weight)
        .map(|(index, _)| index)
}

fn words(plan: &Plan) -> usize {
    let count = |text: &str| text.split_whitespace().count();
    let said = [
        &plan.what,
        &plan.configuration,
        &plan.assumed,
        &plan.confirm,
        &plan.notes,
        &plan.cost.lines,
    ];
    let lines: usize = said
        .into_iter()
        .flatten()
        .map(|line| count(&line.text) + 1)
        .sum();
    let steps: usize = plan.steps.iter().map(|step| count(&step.text) + 1).sum();
    let checks: usize = plan.checks.iter().map(|check| count(&check.text) + 3).sum();
    let rest = plan
        .rollback
        .as_ref()
        .map_or(0, |back| count(&back.text) + 3)
        + count(&plan.cost.headline)
        + plan
            .skills
            .iter()
            .map(|skill| count(&skill.purpose) + 3)
            .sum::<usize>()
        + plan
            .menu
            .lines
            .iter()
            .map(|line| count(line))
            .sum::<usize>();
    // Headings and the rules around the menu.
    lines + steps + checks + rest + 45
}

/// Takes the lightest line away, wherever it stands; a check only while enough are left.
fn drop_lightest(plan: &mut Plan, left_out: &mut Vec<Said>) -> bool {
    const STAYS: u8 = 8;
    const CHECKS_LEFT: usize = 6;
    let weight = |list: &[Said], fewest: usize| {
        (list.len() > fewest)
            .then(|| list.iter().map(|said| said.weight).min())
            .flatten()
            .filter(|weight| *weight < STAYS)
    };
    let lists = [
        (weight(&plan.configuration, 2), 0),
        (weight(&plan.notes, 2), 1),
        (weight(&plan.confirm, 1), 2),
        (weight(&plan.assumed, 1), 3),
        (weight(&plan.cost.lines, 1), 4),
    ];
    let Some((_, which)) = lists
        .into_iter()
        .filter_map(|(weight, which)| weight.map(|weight| (weight, which)))
        .min()
    else {
        if plan.checks.len() > CHECKS_LEFT {
            let fewer = plan.checks.len() - 1;
            keep_checks(&mut plan.checks, fewer);
            return true;
        }
        return false;
    };
    let list = match which {
        0 => &mut plan.configuration,
        1 => &mut plan.notes,
        2 => &mut plan.confirm,
        3 => &mut plan.assumed,
        _ => &mut plan.cost.lines,
    };
    let fewer = list.len() - 1;
    cut(list, fewer, left_out);
    true
}
