//! Every check of the work and the parts of a phase, also those that its page has no room for. Never: which control a check proves.

use super::ast::Check;
use super::desk::Desk;
use crate::rules::component::Component;
use crate::rules::program::Program;
use crate::rules::realize;

/// The checks of a phase, by its place: of its work, of its parts, of their settings, of the rules about them.
pub(super) fn of_phase(desk: &Desk<'_, '_>, program: &Program<'_>, place: usize) -> Vec<Check> {
    let phase_of = |part: &Component<'_>| {
        let item = part.item.and_then(|item| program.items.get(item));
        item.map_or(0, |item| item.phase)
    };
    let mut list = of_work(desk, program, place);
    for (at, part) in desk.parts().filter(|(_, part)| phase_of(part) == place) {
        for (index, check) in part.operation.checks.iter().enumerate() {
            let origin = desk.at_operation(part, &format!("checks[{index}]"));
            list.extend(desk.check(check, at, origin));
        }
        for setting in &part.realizes {
            list.extend(of_setting(desk, at, part, setting));
        }
    }
    for (rule, at) in &desk.decisions.rules {
        // A rule about the whole plan speaks of its first part.
        let part = desk.decisions.components.get(*at);
        if part.map_or(0, phase_of) == place {
            let checks = rule.then.check.0.iter();
            let checks = checks.map(|check| desk.check(check, *at, desk.at_rule(rule, "check")));
            list.extend(checks.flatten());
        }
    }
    merged(list)
}

/// Checks that say the same are one, which proves what each of them proves.
fn merged(list: Vec<Check>) -> Vec<Check> {
    let mut known: Vec<Check> = Vec::new();
    for check in list {
        match known.iter_mut().find(|other| other.text == check.text) {
            Some(other) => other.practices.extend(check.practices),
            None => known.push(check),
        }
    }
    known
}

fn of_work(desk: &Desk<'_, '_>, program: &Program<'_>, place: usize) -> Vec<Check> {
    let mut list = Vec::new();
    for item in program.items.iter().filter(|item| item.phase == place) {
        for (index, check) in item.work.checks.0.iter().enumerate() {
            let origin = desk.at_work(item.work, &format!("checks[{index}]"));
            list.extend(desk.check(check, item.main.unwrap_or_default(), origin));
        }
    }
    list
}

/// The check of a setting proves what the way it is done is filed under.
fn of_setting(
    desk: &Desk<'_, '_>,
    at: usize,
    part: &Component<'_>,
    setting: &str,
) -> Option<Check> {
    let how = realize::realization(desk.kb, part, setting)?;
    let origin = desk.at_service(part, &format!("settings.{setting}.check"));
    let mut check = desk.check(how.check.as_ref()?, at, origin)?;
    if check.practices.is_empty() {
        check.practices.clone_from(&how.practices);
    }
    Some(check)
}
