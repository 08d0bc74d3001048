//! When each piece of work starts and ends, and which of them decide the end. Never: what the work is.

use crate::model::work::WorkKind;
use crate::rules::program::Program;
use jiff::Span;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeMap;

/// Working days of a week.
pub const WEEK: u32 = 5;

/// The place of every piece of work in time, in working days from the start.
#[derive(Debug, Clone, Default)]
pub struct Schedule {
    /// In the order of the work.
    pub slots: Vec<Slot>,
    /// Last week of each phase.
    pub phase_ends: Vec<u32>,
    /// Working days that the longest chain takes.
    pub days: u32,
    /// The longest chain, by place.
    pub critical: Vec<usize>,
}

/// One piece of work in time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slot {
    /// Work before it, by place.
    pub needs: Vec<usize>,
    /// Working days.
    pub days: u32,
    /// Working days before it begins.
    pub begin: u32,
    /// Days by which it may slip.
    pub float: u32,
}

impl Slot {
    /// Working days until it is done.
    pub fn done(&self) -> u32 {
        self.begin + self.days
    }
}

/// Schedules as early as the needs allow; `weeks` is how long the calendar is where the work is shorter.
pub fn schedule(program: &Program<'_>, weeks: Option<u32>) -> Schedule {
    let needs = needs_of(program);
    let mut slots: Vec<Slot> = program
        .items
        .iter()
        .zip(needs)
        .map(|(item, needs)| Slot {
            needs,
            days: match item.work.kind {
                WorkKind::Gate => 0,
                _ => item.using.days.unwrap_or(item.work.days),
            },
            ..Slot::default()
        })
        .collect();
    forward(&mut slots);
    of_slots(slots, program, weeks)
}

/// The schedule of pieces of work whose first days are known.
pub fn of_slots(mut slots: Vec<Slot>, program: &Program<'_>, weeks: Option<u32>) -> Schedule {
    let days = slots.iter().map(Slot::done).max().unwrap_or_default();
    backward(&mut slots, days);
    let critical = chain(&slots, days);
    let phases: Vec<usize> = program.items.iter().map(|item| item.phase).collect();
    let phase_ends = phase_ends(&slots, &phases, program.phases.len(), weeks);
    Schedule {
        slots,
        phase_ends,
        days,
        critical,
    }
}

/// What each piece of work waits for: what it names, as far as it is part of the plan.
/// A need that would close a circle, or that stands in a later phase, holds nothing up; lint names it.
fn needs_of(program: &Program<'_>) -> Vec<Vec<usize>> {
    let mut by_work: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, item) in program.items.iter().enumerate() {
        by_work.entry(&item.work.id).or_default().push(place);
    }
    let mut all: Vec<Vec<usize>> = Vec::with_capacity(program.items.len());
    for (place, item) in program.items.iter().enumerate() {
        let mut list: Vec<usize> = item
            .work
            .needs
            .iter()
            .chain(&item.using.needs)
            .filter_map(|id| by_work.get(id.as_str()))
            .flatten()
            .copied()
            .filter(|other| {
                *other != place
                    && program
                        .items
                        .get(*other)
                        .is_some_and(|other| other.phase <= item.phase)
            })
            .collect();
        list.sort_unstable();
        list.dedup();
        all.push(list);
    }
    without_circles(all)
}

/// Leaves out every need that leads back to where it starts.
fn without_circles(all: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut kept: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
    for (place, needs) in all.into_iter().enumerate() {
        for need in needs {
            if !reaches(&kept, need, place)
                && let Some(list) = kept.get_mut(place)
            {
                list.push(need);
            }
        }
    }
    kept
}

fn reaches(needs: &[Vec<usize>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; needs.len()];
    let mut open = vec![from];
    while let Some(place) = open.pop() {
        if place == to {
            return true;
        }
        if let Some(mark) = seen.get_mut(place)
            && std::mem::replace(mark, true)
        {
            continue;
        }
        open.extend(needs.get(place).into_iter().flatten().copied());
    }
    false
}

fn forward(slots: &mut [Slot]) {
    // Without circles, as many rounds as there are slots settle every chain.
    for _ in 0..slots.len() {
        let mut moved = false;
        for place in 0..slots.len() {
            let begin = slots
                .get(place)
                .into_iter()
                .flat_map(|slot| &slot.needs)
                .filter_map(|need| slots.get(*need).map(Slot::done))
                .max()
                .unwrap_or_default();
            if let Some(slot) = slots.get_mut(place).filter(|slot| slot.begin != begin) {
                slot.begin = begin;
                moved = true;
            }
        }
        if !moved {
            return;
        }
    }
}

fn backward(slots: &mut [Slot], days: u32) {
    let mut latest: Vec<u32> = vec![days; slots.len()];
    for _ in 0..slots.len() {
        let mut moved = false;
        for slot in slots.iter().enumerate() {
            let (place, slot) = slot;
            let start = latest
                .get(place)
                .map_or(0, |end| end.saturating_sub(slot.days));
            for need in &slot.needs {
                if let Some(end) = latest.get_mut(*need).filter(|end| **end > start) {
                    *end = start;
                    moved = true;
                }
            }
        }
        if !moved {
            break;
        }
    }
    for (slot, end) in slots.iter_mut().zip(latest) {
        slot.float = end.saturating_sub(slot.done());
    }
}

/// The longest chain from its first to its last piece of work.
fn chain(slots: &[Slot], days: u32) -> Vec<usize> {
    let ends_at = |place: &usize, day: u32| {
        slots
            .get(*place)
            .is_some_and(|slot| slot.float == 0 && slot.done() == day)
    };
    let mut list: Vec<usize> = Vec::new();
    let mut next = (0..slots.len()).rev().find(|place| ends_at(place, days));
    while let Some(place) = next {
        list.push(place);
        next = slots.get(place).and_then(|slot| {
            slot.needs
                .iter()
                .copied()
                .find(|need| ends_at(need, slot.begin))
        });
    }
    list.reverse();
    list
}

/// The last week of each phase: the week in which its work is done, stretched where the calendar is longer than the work.
/// Phases follow each other where there is room, and share a week where there is none.
fn phase_ends(slots: &[Slot], phases: &[usize], count: usize, weeks: Option<u32>) -> Vec<u32> {
    let days = slots.iter().map(Slot::done).max().unwrap_or_default();
    let needed = days.div_ceil(WEEK).max(1);
    let all = weeks.unwrap_or_default().max(needed);
    let mut ends: Vec<u32> = Vec::with_capacity(count);
    for phase in 0..count {
        let done = slots
            .iter()
            .zip(phases)
            .filter(|(_, of)| **of <= phase)
            .map(|(slot, _)| slot.done())
            .max()
            .unwrap_or_default();
        let stretched = (done * all).div_ceil(days.max(1));
        let before = ends.last().copied().unwrap_or_default();
        let last = phase + 1 == count;
        let end = if last { all } else { stretched.max(before + 1) };
        ends.push(end.min(all));
    }
    ends
}

/// The first week of each phase, from its last weeks.
pub fn phase_starts(ends: &[u32]) -> Vec<u32> {
    let mut before = 0;
    ends.iter()
        .map(|end| {
            let start = (before + 1).min(*end);
            before = *end;
            start
        })
        .collect()
}

/// The first Monday that is at least a working week away.
pub fn usual_start(today: Date) -> Date {
    let mut day = plus_working_days(today, WEEK);
    while day.weekday() != Weekday::Monday {
        day = tomorrow(day);
    }
    day
}

/// The day after so many further working days.
pub fn plus_working_days(from: Date, days: u32) -> Date {
    let mut day = from;
    let mut left = days;
    while left > 0 {
        day = tomorrow(day);
        if works(day) {
            left -= 1;
        }
    }
    day
}

/// Working days after one day up to another; none if it lies before.
pub fn working_days_between(from: Date, to: Date) -> u32 {
    let mut day = from;
    let mut count = 0;
    while day < to {
        day = tomorrow(day);
        count += u32::from(works(day));
    }
    count
}

/// The last working day of a week, counted from the week of the start.
pub fn end_of_week(start: Date, week: u32) -> Date {
    plus_working_days(start, (week * WEEK).saturating_sub(1))
}

fn works(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn tomorrow(day: Date) -> Date {
    day.saturating_add(Span::new().days(1))
}
