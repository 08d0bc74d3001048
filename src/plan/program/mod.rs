//! Feature plans and roadmaps: schedule, people, money, drawing and texts of many pieces of work. Never: deciding, printing.

pub mod ast;
mod capacity;
pub mod graph;
mod money;
mod packages;
pub(super) mod phase;
mod phases;
mod registers;
pub mod schedule;
mod sections;

use super::ast::Citation;
use super::cost::money as words;
use super::desk::Desk;
use crate::facts::{Facts, Origin};
use crate::rules::Decisions;
use crate::rules::program::Program as Work;
use ast::{Deadline, Ends, Money, Phase, Program, Timeline};
use jiff::civil::Date;
use rust_decimal::Decimal;
use schedule::Schedule;

/// Weeks of a month, where a request counts in months.
const WEEKS_OF_MONTH: u32 = 4;

/// Everything computed before a sentence quotes it.
pub struct Groundwork {
    schedule: Schedule,
    timeline: Timeline,
    money: Money,
    effort: Vec<Decimal>,
    ends: Vec<String>,
}

/// Weeks that a plan can be asked to take: what lasts longer is how long something is kept or paid for.
const LONGEST: u32 = 26;

/// Computes dates and money.
pub(super) fn groundwork(desk: &Desk<'_, '_>, work: &Work<'_>) -> Groundwork {
    let facts = &desk.decisions.facts;
    let wanted = facts
        .first("duration")
        .and_then(weeks_of)
        .filter(|weeks| *weeks <= LONGEST);
    let planned = wanted.or(desk
        .decisions
        .blueprint
        .and_then(|blueprint| blueprint.weeks));
    let schedule = schedule::schedule(work, planned);
    let effort = packages::effort(work);
    let money = money::money(desk, &effort);
    laid(desk, schedule, money, effort, start_of(facts))
}

/// Lays a schedule on the calendar.
fn laid(
    desk: &Desk<'_, '_>,
    schedule: Schedule,
    mut money: Money,
    effort: Vec<Decimal>,
    start: Date,
) -> Groundwork {
    money.first_year = money::first_year(&money, &schedule.phase_ends);
    let ends = schedule
        .phase_ends
        .iter()
        .map(|week| schedule::end_of_week(start, *week).to_string())
        .collect();
    Groundwork {
        timeline: timeline(&desk.decisions.facts, &schedule, start),
        schedule,
        money,
        effort,
        ends,
    }
}

/// The first day: stated, or the first Monday that is a week away.
fn start_of(facts: &Facts) -> Date {
    let parsed = |key: &str| facts.first(key).and_then(|text| text.parse::<Date>().ok());
    parsed("start").unwrap_or_else(|| {
        schedule::usual_start(parsed("date").unwrap_or(Date::constant(2000, 1, 1)))
    })
}

/// Weeks in `12 weeks`, `3 months` or `90 days`; the first letter of the unit tells.
fn weeks_of(text: &str) -> Option<u32> {
    let number: u32 = text
        .chars()
        .take_while(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .ok()?;
    let unit = text
        .trim_start_matches(|letter: char| letter.is_ascii_digit() || !letter.is_alphanumeric());
    match unit.chars().next()? {
        'w' => Some(number),
        'm' if unit.starts_with("mo") => Some(number * WEEKS_OF_MONTH),
        'd' if number >= 7 => Some(number / 7),
        'q' => Some(number * 3 * WEEKS_OF_MONTH),
        _ => None,
    }
}

fn timeline(facts: &Facts, schedule: &Schedule, start: Date) -> Timeline {
    let weeks = schedule.phase_ends.last().copied().unwrap_or_default();
    let done = schedule::plus_working_days(start, schedule.days.saturating_sub(1));
    let deadline = facts.first("deadline").and_then(|text| {
        let date: Date = text.parse().ok()?;
        Some(Deadline {
            date: date.to_string(),
            late: schedule::working_days_between(date, done),
        })
    });
    Timeline {
        start: start.to_string(),
        end: schedule::end_of_week(start, weeks).to_string(),
        weeks,
        days: schedule.days,
        slack: (weeks * schedule::WEEK).saturating_sub(schedule.days),
        deadline,
    }
}

/// The decisions with what was computed as facts, so that texts can name it.
pub(super) fn with_figures<'kb>(desk: &Desk<'_, 'kb>, ground: &Groundwork) -> Decisions<'kb> {
    let mut decisions = desk.decisions.clone();
    let money = &ground.money;
    let range = |ends: Ends| words::signed_range(ends.low, ends.high);
    let people = people(ground);
    let rates = capacity::rates(desk, ground.timeline.weeks);
    let weeks = ground.timeline.weeks;
    let rows: [(&str, String); 18] = [
        ("weeks-words", weeks_in_words(desk, weeks)),
        ("growth-rate", rates.traffic.normalize().to_string()),
        ("storage-rate", rates.storage.normalize().to_string()),
        ("scope-title", frameworks(desk)),
        ("weeks", ground.timeline.weeks.to_string()),
        ("work-days", ground.timeline.days.to_string()),
        ("slack-days", ground.timeline.slack.to_string()),
        ("start-date", ground.timeline.start.clone()),
        ("end-date", ground.timeline.end.clone()),
        ("phase-count", ground.schedule.phase_ends.len().to_string()),
        ("monthly", range(money.monthly)),
        ("monthly-high", words::whole(money.monthly.high)),
        ("one-time", range(money.one_time)),
        ("labor", range(money.labour)),
        ("effort-days", words::quantity(money.effort)),
        ("day-rate-range", range(money.day_rate)),
        ("first-year", range(money.first_year)),
        ("team-size", people.to_string()),
    ];
    for (key, value) in rows {
        decisions
            .facts
            .put(key, value, Origin::Derived("the schedule".to_owned()));
    }
    decisions
}

/// `1 week` or `3 weeks`.
fn weeks_in_words(desk: &Desk<'_, '_>, weeks: u32) -> String {
    let form = if weeks == 1 { "one-week" } else { "some-weeks" };
    desk.document.say(form, &[("count", &weeks.to_string())])
}

/// The frameworks as printed.
fn frameworks(desk: &Desk<'_, '_>) -> String {
    let names: Vec<String> = desk
        .decisions
        .facts
        .values("framework")
        .iter()
        .filter_map(|id| desk.kb.frameworks.get(id))
        .map(|framework| framework.cite.clone())
        .collect();
    if names.is_empty() {
        desk.document.say("no-frameworks", &[])
    } else {
        names.join(" + ")
    }
}

/// How many people work at the same time on average, rounded up.
fn people(ground: &Groundwork) -> u32 {
    use rust_decimal::prelude::ToPrimitive;
    let days = Decimal::from((ground.timeline.weeks * schedule::WEEK).max(1));
    (ground.money.effort / days)
        .ceil()
        .to_u32()
        .unwrap_or(1)
        .max(1)
}

/// Puts the typed plan together.
pub(super) fn assemble(desk: &Desk<'_, '_>, work: &Work<'_>, ground: Groundwork) -> Program {
    let mut phases = phases::phases(desk, work);
    let risks = registers::risks(desk, work);
    complete(&mut phases, &ground, &risks);
    let practices = all_controls(&phases);
    let sections = sections::sections(
        desk,
        work,
        &sections::Figures {
            money: &ground.money,
            risks: &risks,
            controls: &practices,
            phases: &phases,
        },
    );
    let packages = packages::packages(desk, work, &ground.schedule);
    let critical = ground
        .schedule
        .critical
        .iter()
        .filter_map(|place| packages.get(*place))
        .map(|package| package.reference.clone())
        .collect();
    let rates = capacity::rates(desk, ground.timeline.weeks);
    Program {
        part: None,
        controls: practices,
        phases,
        critical,
        graph: graph::graph(desk),
        team: packages::team(desk, work, &ground.schedule.phase_ends),
        capacity: capacity::capacity(desk, rates),
        decisions: registers::decisions(desk, work, &ground.ends),
        kpis: registers::kpis(desk, work),
        packages,
        risks,
        sections,
        timeline: ground.timeline,
        money: ground.money,
    }
}

/// Weeks, money and risks of every phase.
fn complete(phases: &mut [Phase], ground: &Groundwork, risks: &[ast::RiskRow]) {
    let starts = schedule::phase_starts(&ground.schedule.phase_ends);
    for (place, phase) in phases.iter_mut().enumerate() {
        let ends = &ground.schedule.phase_ends;
        phase.from_week = starts.get(place).copied().unwrap_or(1);
        phase.to_week = ends.get(place).copied().unwrap_or(1);
        phase.end = ground.ends.get(place).cloned().unwrap_or_default();
        phase.effort = ground.effort.get(place).copied().unwrap_or_default();
        let own = |rows: &[ast::MoneyRow]| -> Ends {
            rows.iter()
                .filter(|row| row.phase == phase.number)
                .map(|row| row.shown)
                .sum()
        };
        phase.one_time =
            money::labour(phase.effort, ground.money.day_rate) + own(&ground.money.once);
        phase.monthly = own(&ground.money.rows);
        phase.risks = risks
            .iter()
            .enumerate()
            .filter(|(_, risk)| risk.phase == phase.number)
            .map(|(rank, _)| rank + 1)
            .collect();
    }
}

/// The controls of all phases, framework by framework.
fn all_controls(phases: &[Phase]) -> Vec<Citation> {
    let mut all: Vec<Citation> = Vec::new();
    for citation in phases.iter().flat_map(|phase| &phase.controls) {
        let place = all
            .iter()
            .position(|known| known.framework == citation.framework)
            .unwrap_or_else(|| {
                all.push(Citation {
                    rows: Vec::new(),
                    ..citation.clone()
                });
                all.len() - 1
            });
        if let Some(known) = all.get_mut(place) {
            for row in &citation.rows {
                let cited = |control: &String| {
                    known
                        .rows
                        .iter()
                        .any(|other| other.controls.contains(control))
                };
                if !row.controls.iter().all(cited) {
                    known.rows.push(row.clone());
                }
            }
        }
    }
    all
}

/// The line that closes the plan.
pub(super) fn estimate(desk: &Desk<'_, '_>) -> String {
    let form = desk.document.say("estimate", &[]);
    crate::rules::fill::fill(&form, &desk.view(0))
}
