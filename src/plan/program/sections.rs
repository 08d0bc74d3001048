//! The paragraphs and lists of a longer plan, by section. Never: figures (they are computed before), tables.

use super::ast::{Money, Phase, RiskRow};
use crate::map::IndexMap;
use crate::model::text::Lines;
use crate::plan::ast::{Citation, Said};
use crate::plan::cost::money;
use crate::plan::desk::{Desk, capitalized, sentence, without_repeats};
use crate::rules::fill;
use crate::rules::lattice::in_words;
use crate::rules::program::Program;
use crate::rules::realize;
use rust_decimal::Decimal;

/// Everything that sections quote.
pub(super) struct Figures<'a> {
    /// Money.
    pub money: &'a Money,
    /// Risks, the worst first.
    pub risks: &'a [RiskRow],
    /// Controls of the whole plan.
    pub controls: &'a [Citation],
    /// Phases.
    pub phases: &'a [Phase],
}

/// All sections.
pub(super) fn sections(
    desk: &Desk<'_, '_>,
    program: &Program<'_>,
    figures: &Figures<'_>,
) -> IndexMap<String, Vec<Said>> {
    let mut all: IndexMap<String, Vec<Said>> = IndexMap::default();
    let mut put = |id: &str, list: Vec<Said>| {
        all.insert(id.to_owned(), list);
    };
    put("summary", summary(desk, figures));
    put(
        "what",
        of_blueprint(desk, "summary", |blueprint| &blueprint.summary),
    );
    put("reason", reason(desk));
    put("goals", goals(desk, figures.money));
    put("current", current(desk));
    put("confirm", confirm(desk, program));
    put("assumed", assumed(desk, program));
    put(
        "architecture",
        of_blueprint(desk, "architecture", |blueprint| &blueprint.architecture),
    );
    put("left-out", left_out(desk));
    put("optimize", optimize(desk, figures.money));
    put("out-of-scope", out_of_scope(desk));
    for topic in desk.document.list("security-topics") {
        put(topic, topic_lines(desk, program, topic));
    }
    put("compliance", compliance(desk, figures.controls));
    let settled = crate::plan::conflicts::settled(desk);
    put("resolved", crate::plan::conflicts::lines(desk, &settled));
    put("growth", vec![said_by_document(desk, "growth")]);
    put("milestones", milestones(desk, figures));
    all
}

/// The lines of the blueprint for a section.
fn of_blueprint(
    desk: &Desk<'_, '_>,
    field: &str,
    lines: fn(&crate::model::blueprint::Blueprint) -> &Lines,
) -> Vec<Said> {
    desk.decisions.blueprint.map_or_else(Vec::new, |blueprint| {
        desk.lines(&lines(blueprint).0, 0, &desk.at_blueprint(field))
    })
}

/// Three to five sentences: what, why now, how long and how much, the largest risk.
fn summary(desk: &Desk<'_, '_>, figures: &Figures<'_>) -> Vec<Said> {
    let mut list = of_blueprint(desk, "summary", |blueprint| &blueprint.summary);
    list.truncate(2);
    list.extend(reason(desk).into_iter().take(1));
    list.push(said_by_document(desk, "summary-money"));
    if let Some(worst) = figures.risks.first() {
        list.push(desk.own(
            "summary-risk",
            &[
                ("risk", &worst.risk.text),
                ("mitigation", &worst.mitigation),
            ],
            9,
        ));
    }
    for said in &mut list {
        said.text = sentence(&said.text);
    }
    list
}

/// A sentence form of the document, filled from what is known.
fn said_by_document(desk: &Desk<'_, '_>, id: &str) -> Said {
    let form = desk.document.say(id, &[]);
    Said {
        text: fill::fill(&form, &desk.view(0)),
        origin: desk.at_document(id),
        weight: 9,
        practices: Vec::new(),
    }
}

/// Why it is done now, or that the request does not say.
fn reason(desk: &Desk<'_, '_>) -> Vec<Said> {
    let list = of_blueprint(desk, "reason", |blueprint| &blueprint.reason);
    if list.is_empty() {
        vec![said_by_document(desk, "reason-open")]
    } else {
        list
    }
}

fn goals(desk: &Desk<'_, '_>, money: &Money) -> Vec<Said> {
    let mut list = of_blueprint(desk, "goals", |blueprint| &blueprint.goals);
    // Where the bill goes down, the blueprint has a goal of its own for it.
    if money.monthly.high > Decimal::ZERO {
        list.push(said_by_document(desk, "goal-money"));
    }
    list
}

/// What exists, by the profile and by the blueprint; what applies.
fn current(desk: &Desk<'_, '_>) -> Vec<Said> {
    let facts = &desk.decisions.facts;
    let notes = facts.first("existing-notes").unwrap_or_default();
    let kind = facts.first("existing-infra").unwrap_or_default();
    let id = match (kind, notes.is_empty()) {
        (kind, _)
            if !desk
                .document
                .say(&format!("current-{kind}"), &[])
                .is_empty() =>
        {
            if notes.is_empty() {
                format!("current-{kind}-unknown")
            } else {
                format!("current-{kind}")
            }
        }
        (_, false) => "current-noted".to_owned(),
        _ => "current-unknown".to_owned(),
    };
    let mut list = vec![said_by_document(desk, &id)];
    list.extend(of_blueprint(desk, "current", |blueprint| {
        &blueprint.current
    }));
    let frameworks: Vec<String> = facts
        .values("framework")
        .iter()
        .filter_map(|id| desk.kb.frameworks.get(id))
        .map(|framework| framework.cite.clone())
        .collect();
    let id = if frameworks.is_empty() {
        "current-no-framework"
    } else {
        "current-frameworks"
    };
    let named = frameworks.join(", ");
    let form = desk.document.say(id, &[("frameworks", &named)]);
    list.push(Said {
        text: fill::fill(&form, &desk.view(0)),
        origin: desk.at_document(id),
        weight: 6,
        practices: Vec::new(),
    });
    list
}

/// Open questions: of the blueprint, the work, the parts and the rules, the weightiest first kept.
fn confirm(desk: &Desk<'_, '_>, program: &Program<'_>) -> Vec<Said> {
    let mut list = of_blueprint(desk, "confirm", |blueprint| &blueprint.confirm);
    for item in &program.items {
        let origin = desk.at_work(item.work, "confirm");
        list.extend(desk.lines(&item.work.confirm.0, item.main.unwrap_or_default(), &origin));
    }
    for (rule, at) in &desk.decisions.rules {
        list.extend(desk.lines(&rule.then.ask.0, *at, &desk.at_rule(rule, "ask")));
    }
    for (at, part) in desk.parts() {
        let origin = desk.at_operation(part, "confirm");
        list.extend(desk.lines(&part.operation.confirm.0, at, &origin));
    }
    let mut list = without_repeats(list);
    keep(&mut list, desk.document.limit("confirm"));
    for said in &mut list {
        said.text = capitalized(&said.text);
    }
    list
}

fn assumed(desk: &Desk<'_, '_>, program: &Program<'_>) -> Vec<Said> {
    let mut list = of_blueprint(desk, "assume", |blueprint| &blueprint.assume);
    for item in &program.items {
        let origin = desk.at_work(item.work, "assume");
        list.extend(desk.lines(&item.work.assume.0, item.main.unwrap_or_default(), &origin));
    }
    for (rule, at) in &desk.decisions.rules {
        list.extend(desk.lines(&rule.then.assume.0, *at, &desk.at_rule(rule, "assume")));
    }
    for (at, part) in desk.parts() {
        let origin = desk.at_operation(part, "assume");
        list.extend(desk.lines(&part.operation.assume.0, at, &origin));
    }
    for said in &mut list {
        said.text = said.text.trim_end_matches('.').to_owned();
    }
    let mut list = without_repeats(list);
    keep(&mut list, desk.document.limit("assumed"));
    list
}

/// Keeps the weightiest lines in their order.
fn keep(list: &mut Vec<Said>, limit: usize) {
    while list.len() > limit {
        let lightest = list
            .iter()
            .enumerate()
            .rev()
            .min_by_key(|(_, said)| said.weight)
            .map(|(place, _)| place);
        let Some(place) = lightest else { return };
        list.remove(place);
    }
}

/// What is not bought: what the blueprint says, and the next level of settings that cost.
fn left_out(desk: &Desk<'_, '_>) -> Vec<Said> {
    let mut list = of_blueprint(desk, "left-out", |blueprint| &blueprint.left_out);
    let most = desk.document.limit("left-out");
    for setting in desk.document.list("priced-settings") {
        if list.len() >= most {
            break;
        }
        let Some(declared) = desk.kb.settings.get(setting) else {
            continue;
        };
        let held = desk.parts().find(|(_, part)| {
            part.realizes.contains(setting) && part.settings.contains_key(setting)
        });
        let Some((_, part)) = held else { continue };
        let value = part
            .settings
            .get(setting)
            .map(|resolved| resolved.value().to_owned())
            .unwrap_or_default();
        let next = declared
            .levels
            .iter()
            .position(|level| *level == value)
            .and_then(|place| declared.levels.get(place + 1));
        if let Some(next) = next.filter(|next| {
            part.service
                .settings
                .get(setting)
                .is_some_and(|levels| levels.contains_key(*next))
        }) {
            list.push(desk.own(
                "left-out-setting",
                &[
                    ("setting", &desk.setting_title(setting)),
                    ("next", &desk.worded(setting, next)),
                    ("value", &desk.worded(setting, &value)),
                    ("service", &part.service.title),
                ],
                5,
            ));
        }
    }
    list
}

fn optimize(desk: &Desk<'_, '_>, bill: &Money) -> Vec<Said> {
    let mut list = of_blueprint(desk, "optimize", |blueprint| &blueprint.optimize);
    if let Some((name, ends, share)) = bill.drivers.first().filter(|(_, _, share)| *share < 100) {
        list.push(desk.own(
            "optimize-driver",
            &[
                ("driver", name),
                ("range", &money::whole_range(ends.low, ends.high)),
                ("share", &share.to_string()),
            ],
            6,
        ));
    }
    list
}

fn out_of_scope(desk: &Desk<'_, '_>) -> Vec<Said> {
    let mut list = of_blueprint(desk, "out-of-scope", |blueprint| &blueprint.out_of_scope);
    let excluded = desk.decisions.facts.values("excluded");
    if !excluded.is_empty() {
        list.insert(
            0,
            desk.own("excluded", &[("list", &excluded.join("; "))], 9),
        );
    }
    list.push(said_by_document(desk, "out-of-scope-usual"));
    list
}

/// What the settings of a topic come to, part by part; what everybody shares where no part says it.
fn topic_lines(desk: &Desk<'_, '_>, program: &Program<'_>, topic: &str) -> Vec<Said> {
    let mut list: Vec<Said> = stated_by_topic(desk, program, topic);
    let mut by_text: Vec<(String, Vec<String>)> = Vec::new();
    let settings = desk.document.list(topic);
    for setting in settings {
        for (at, part) in desk.parts() {
            if !part.realizes.contains(setting) {
                continue;
            }
            let view = desk.view(at);
            let said = realize::realization(desk.kb, part, setting)
                .map(|how| fill::say(&how.say, &view, &view))
                .filter(|said| !said.is_empty());
            let Some(said) = said else { continue };
            match by_text.iter_mut().find(|(text, _)| *text == said) {
                Some((_, services)) => {
                    if !services.contains(&part.service.title) {
                        services.push(part.service.title.clone());
                    }
                }
                None => by_text.push((said, vec![part.service.title.clone()])),
            }
        }
    }
    by_text.truncate(desk.document.limit("topic-lines"));
    for (text, services) in by_text {
        list.push(Said {
            text: desk.document.say(
                "topic-line",
                &[("services", &services.join(", ")), ("say", &text)],
            ),
            origin: desk.at_document("topic-line"),
            weight: 7,
            practices: Vec::new(),
        });
    }
    for setting in settings {
        if list.len() >= 5 {
            break;
        }
        if let Some(resolved) = desk.decisions.shared.get(setting) {
            list.push(desk.own(
                "topic-shared",
                &[
                    ("setting", &lowered(&desk.setting_title(setting))),
                    ("value", &shared_words(desk, setting, resolved.value())),
                ],
                6,
            ));
        }
    }
    if list.is_empty() {
        list.push(said_by_document(desk, &format!("{topic}-none")));
    }
    list
}

/// What blueprint and work say under a topic.
fn stated_by_topic(desk: &Desk<'_, '_>, program: &Program<'_>, topic: &str) -> Vec<Said> {
    let mut list = Vec::new();
    if let Some(lines) = desk
        .decisions
        .blueprint
        .and_then(|blueprint| blueprint.topics.get(topic))
    {
        list.extend(desk.lines(&lines.0, 0, &desk.at_blueprint("topics")));
    }
    for item in &program.items {
        if let Some(lines) = item.work.topics.get(topic) {
            let origin = desk.at_work(item.work, "topics");
            list.extend(desk.lines(&lines.0, item.main.unwrap_or_default(), &origin));
        }
    }
    let mut list = without_repeats(list);
    keep(&mut list, desk.document.limit("topic-lines"));
    list
}

fn shared_words(desk: &Desk<'_, '_>, setting: &str, value: &str) -> String {
    let worded = desk.worded(setting, value);
    if worded.is_empty() {
        in_words(value)
    } else {
        worded
    }
}

fn compliance(desk: &Desk<'_, '_>, controls: &[Citation]) -> Vec<Said> {
    let mut list = crate::plan::compliance::lines(desk, controls);
    for (rule, at) in &desk.decisions.rules {
        list.extend(desk.lines(&rule.then.security.0, *at, &desk.at_rule(rule, "security")));
        list.extend(desk.lines(&rule.then.decision.0, *at, &desk.at_rule(rule, "decision")));
        list.extend(desk.lines(&rule.then.gap.0, *at, &desk.at_rule(rule, "gap")));
    }
    list.extend(crate::plan::trace::contradictions(desk));
    list.extend(crate::plan::trace::shortfalls(desk));
    let mut list = without_repeats(list);
    keep(&mut list, desk.document.limit("compliance"));
    list
}

/// The order that law and auditors ask for, and what counts only under a condition.
fn milestones(desk: &Desk<'_, '_>, figures: &Figures<'_>) -> Vec<Said> {
    let cited = figures.phases.iter().any(|phase| {
        phase
            .controls
            .iter()
            .any(|citation| !citation.rows.is_empty())
    });
    let id = if cited {
        "milestone-order"
    } else {
        "milestone-none"
    };
    let mut list = vec![said_by_document(desk, id)];
    for (rule, at) in &desk.decisions.rules {
        for milestone in &rule.then.milestone.0 {
            if !crate::rules::condition::holds_or_absent(milestone.when.as_ref(), &desk.view(*at)) {
                continue;
            }
            let text = desk.say(&milestone.say, *at);
            if !text.is_empty() && list.len() < desk.document.limit("milestones") {
                list.push(Said {
                    text: sentence(&text),
                    origin: desk.at_rule(rule, "milestone"),
                    weight: 6,
                    practices: milestone.practices.clone(),
                });
            }
        }
    }
    without_repeats(list)
}

/// The text as it goes on within a sentence: its first letter small, unless it begins a name or code.
pub(super) fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    let (first, second) = (letters.next(), letters.next());
    match (first, second) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            let rest: String = text.chars().skip(1).collect();
            format!("{}{rest}", first.to_lowercase())
        }
        (Some('A'), Some(' ')) => {
            format!("a{}", text.chars().skip(1).collect::<String>())
        }
        _ => text.to_owned(),
    }
}
