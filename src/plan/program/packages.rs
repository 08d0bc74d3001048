//! The pieces of work as rows: references, dates, effort, and who is needed how much. Never: sentences.

use super::ast::{Load, Package};
use super::schedule::{Schedule, WEEK, phase_starts};
use crate::model::work::WorkKind;
use crate::plan::desk::Desk;
use crate::rules::program::{Item, Program};
use rust_decimal::Decimal;

/// The rows in reading order.
pub(super) fn packages(
    desk: &Desk<'_, '_>,
    program: &Program<'_>,
    schedule: &Schedule,
) -> Vec<Package> {
    let references = references(program);
    let at = |list: &[usize]| -> Vec<String> {
        list.iter()
            .filter_map(|place| references.get(*place).cloned())
            .collect()
    };
    program
        .items
        .iter()
        .enumerate()
        .zip(&schedule.slots)
        .map(|((place, item), slot)| {
            let title = item.using.title.as_ref().unwrap_or(&item.work.title);
            Package {
                reference: references.get(place).cloned().unwrap_or_default(),
                id: item.id.clone(),
                title: desk.say(title, item.main.unwrap_or_default()),
                phase: item.phase + 1,
                kind: item.work.kind,
                stage: item.work.stage,
                days: slot.days,
                needs: at(&slot.needs),
                effort: effort_of(item),
                start: slot.begin + u32::from(slot.days > 0),
                end: slot.done(),
                float: slot.float,
            }
        })
        .collect()
}

/// `W<phase>.<number>`, and `G<number>` for gates.
fn references(program: &Program<'_>) -> Vec<String> {
    let mut gates = 0;
    let mut numbers: Vec<usize> = vec![0; program.phases.len()];
    program
        .items
        .iter()
        .map(|item| {
            if item.work.kind == WorkKind::Gate {
                gates += 1;
                return format!("G{gates}");
            }
            let number = numbers.get_mut(item.phase).map_or(0, |number| {
                *number += 1;
                *number
            });
            format!("W{}.{number}", item.phase + 1)
        })
        .collect()
}

/// Person-days by role: those of the work, in proportion where it takes more or fewer days here; in half days.
fn effort_of(item: &Item<'_>) -> Vec<(String, Decimal)> {
    let usual = Decimal::from(item.work.days.max(1));
    let here = Decimal::from(item.using.days.unwrap_or(item.work.days).max(1));
    let scaled = |days: Decimal| {
        let halves = (days * here / usual * Decimal::TWO).round();
        (halves / Decimal::TWO).max(Decimal::new(5, 1)).normalize()
    };
    item.work
        .effort
        .iter()
        .map(|(role, days)| (role.clone(), scaled(*days)))
        .collect()
}

/// Person-days by phase.
pub(super) fn effort(program: &Program<'_>) -> Vec<Decimal> {
    let mut days = vec![Decimal::ZERO; program.phases.len()];
    for item in &program.items {
        if let Some(sum) = days.get_mut(item.phase) {
            *sum += effort_of(item)
                .iter()
                .map(|(_, days)| *days)
                .sum::<Decimal>();
        }
    }
    days
}

/// Who is needed how much, the busiest first.
pub(super) fn team(desk: &Desk<'_, '_>, program: &Program<'_>, phase_ends: &[u32]) -> Vec<Load> {
    let mut loads: Vec<Load> = Vec::new();
    let count = program.phases.len();
    for item in &program.items {
        for (role, days) in &effort_of(item) {
            let place = loads
                .iter()
                .position(|load| load.role == *role)
                .unwrap_or_else(|| {
                    loads.push(Load {
                        role: role.clone(),
                        title: role_title(desk, role),
                        by_phase: vec![Decimal::ZERO; count],
                        days: Decimal::ZERO,
                    });
                    loads.len() - 1
                });
            if let Some(load) = loads.get_mut(place) {
                load.days += days;
                if let Some(sum) = load.by_phase.get_mut(item.phase) {
                    *sum += days;
                }
            }
        }
    }
    let starts = phase_starts(phase_ends);
    for load in &mut loads {
        for ((days, start), end) in load.by_phase.iter_mut().zip(&starts).zip(phase_ends) {
            let length = Decimal::from((end - start + 1) * WEEK);
            *days = (*days / length).round_dp(2).normalize();
        }
    }
    loads.sort_by(|left, right| right.days.cmp(&left.days).then(left.role.cmp(&right.role)));
    loads
}

/// A role as in a table.
pub(super) fn role_title(desk: &Desk<'_, '_>, role: &str) -> String {
    desk.kb
        .roles
        .iter()
        .flat_map(|roles| &roles.roles)
        .find(|known| known.id == role)
        .map_or_else(|| role.to_owned(), |known| known.title.clone())
}
