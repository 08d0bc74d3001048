//! One phase of a roadmap as a plan of its own: same work, same figures, its own weeks. Never: new decisions.

use super::ast::{Money, MoneyRow};
use super::schedule::{self, Schedule, Slot, WEEK};
use super::{Groundwork, money, packages};
use crate::model::phase::Phase;
use crate::model::text::Text;
use crate::plan::ast::Said;
use crate::plan::desk::Desk;
use crate::rules::Decisions;
use crate::rules::program::{Item, Program};
use jiff::civil::Date;
use std::borrow::Cow;

/// Into how many phases a phase falls at most.
const MOST: usize = 3;

/// A phase with everything that a plan is made from.
pub struct Part<'kb> {
    /// What was decided, with what other phases bring marked as outside.
    pub decisions: Decisions<'kb>,
    /// The work of the phase.
    pub work: Program<'kb>,
    /// Its dates and its money.
    pub ground: Groundwork,
    /// The phase's title.
    pub title: String,
    /// The sentence that leads back to the roadmap.
    pub link: Said,
}

/// Takes a phase out of a roadmap.
pub fn of<'kb>(
    desk: &Desk<'_, 'kb>,
    whole: &Program<'kb>,
    ground: &Groundwork,
    phase: usize,
) -> Part<'kb> {
    let places: Vec<usize> = (0..whole.items.len())
        .filter(|place| {
            whole
                .items
                .get(*place)
                .is_some_and(|item| item.phase == phase)
        })
        .collect();
    let slots = slots(&ground.schedule, &places);
    let groups = groups(&slots);
    let work = work(desk, whole, &places, &groups);
    let from_week = schedule::phase_starts(&ground.schedule.phase_ends)
        .get(phase)
        .copied()
        .unwrap_or(1);
    let start = ground
        .timeline
        .start
        .parse::<Date>()
        .map(|start| schedule::plus_working_days(start, (from_week - 1) * WEEK))
        .unwrap_or_default();
    let weeks = ground
        .schedule
        .phase_ends
        .get(phase)
        .map(|end| end - from_week + 1);
    let title = whole
        .phases
        .get(phase)
        .map(|form| desk.say(&form.title, 0))
        .unwrap_or_default();
    let schedule = schedule::of_slots(slots, &work, weeks);
    let effort = packages::effort(&work);
    let money = share(&ground.money, phase + 1, effort.iter().copied().sum());
    let number = (phase + 1).to_string();
    Part {
        decisions: decisions(desk.decisions, &places),
        link: desk.own(
            "phase-link",
            &[
                ("number", &number),
                ("title", &title),
                ("roadmap", &desk.title()),
            ],
            9,
        ),
        ground: super::laid(desk, schedule, money, effort, start),
        work,
        title,
    }
}

/// The slots of the phase, counted from its own first day.
fn slots(schedule: &Schedule, places: &[usize]) -> Vec<Slot> {
    let own = |place: usize| schedule.slots.get(place);
    let first = places
        .iter()
        .filter_map(|place| own(*place))
        .map(|slot| slot.begin)
        .min()
        .unwrap_or_default();
    places
        .iter()
        .filter_map(|place| own(*place))
        .map(|slot| Slot {
            needs: slot
                .needs
                .iter()
                .filter_map(|need| places.iter().position(|place| place == need))
                .collect(),
            begin: slot.begin - first,
            ..slot.clone()
        })
        .collect()
}

/// Which part of the phase each piece of work falls into, by when it begins.
fn groups(slots: &[Slot]) -> Vec<usize> {
    let days = slots
        .iter()
        .map(Slot::done)
        .max()
        .unwrap_or_default()
        .max(1) as usize;
    let count = MOST.min(slots.len()).max(1);
    let raw: Vec<usize> = slots
        .iter()
        .map(|slot| (slot.begin as usize * count / days).min(count - 1))
        .collect();
    let mut used: Vec<usize> = raw.clone();
    used.sort_unstable();
    used.dedup();
    raw.iter()
        .map(|group| {
            used.iter()
                .position(|known| known == group)
                .unwrap_or_default()
        })
        .collect()
}

fn work<'kb>(
    desk: &Desk<'_, 'kb>,
    whole: &Program<'kb>,
    places: &[usize],
    groups: &[usize],
) -> Program<'kb> {
    let items: Vec<Item<'kb>> = places
        .iter()
        .zip(groups)
        .filter_map(|(place, group)| {
            whole.items.get(*place).map(|item| Item {
                phase: *group,
                ..item.clone()
            })
        })
        .collect();
    let count = groups.iter().max().map_or(1, |last| last + 1);
    let phases = (0..count)
        .map(|group| {
            let titles: Vec<String> = items
                .iter()
                .filter(|item| item.phase == group)
                .map(|item| {
                    let title = item.using.title.as_ref().unwrap_or(&item.work.title);
                    desk.say(title, item.main.unwrap_or_default())
                })
                .collect();
            let title = match titles.as_slice() {
                [] => String::new(),
                [one] => one.clone(),
                [first, .., last] => desk
                    .document
                    .say("phase-titles", &[("first", first), ("last", last)]),
            };
            Cow::Owned(Phase {
                id: format!("part-{}", group + 1),
                title: Text::plain(title),
                ..Phase::default()
            })
        })
        .collect();
    Program { phases, items }
}

/// The decisions in which only the phase's own parts count.
fn decisions<'kb>(whole: &Decisions<'kb>, places: &[usize]) -> Decisions<'kb> {
    let mut own = whole.clone();
    for component in &mut own.components {
        let place = component
            .item
            .and_then(|item| places.iter().position(|place| *place == item));
        component.outside = place.is_none();
        component.item = place;
    }
    own
}

/// The rows of the phase, as they stand in the roadmap.
fn share(whole: &Money, phase: usize, effort: rust_decimal::Decimal) -> Money {
    let own = |rows: &[MoneyRow]| -> Vec<MoneyRow> {
        rows.iter()
            .filter(|row| row.phase == phase)
            .map(|row| MoneyRow {
                phase: 1,
                ..row.clone()
            })
            .collect()
    };
    money::summed(Money {
        rows: own(&whole.rows),
        once: own(&whole.once),
        labour: money::labour(effort, whole.day_rate),
        effort,
        ..whole.clone()
    })
}
