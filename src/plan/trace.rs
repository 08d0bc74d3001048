//! Says where a setting was raised, where a service falls short, and where two demands exclude each other.

use super::ast::Said;
use super::desk::{Desk, capitalized};
use crate::rules::fill::Words;
use crate::rules::lattice::{Resolved, Wish};
use crate::rules::realize;

/// Settings that a framework or a posture raised above what another asked for.
pub(super) fn raised(desk: &Desk<'_, '_>) -> Vec<Said> {
    let Some(main) = desk.decisions.components.first() else {
        return Vec::new();
    };
    let shared = desk
        .decisions
        .shared
        .iter()
        .filter(|(setting, _)| main.capability.settings.contains(*setting));
    let own = main
        .settings
        .iter()
        .filter(|(setting, _)| main.realizes.contains(*setting));
    shared
        .chain(own)
        .filter(|(_, resolved)| {
            resolved.winners.iter().any(|wish| wish.cite.is_some()) && !weaker(resolved).is_empty()
        })
        .map(|(setting, resolved)| line(desk, setting, resolved))
        .collect()
}

fn weaker(resolved: &Resolved) -> Vec<&Wish> {
    resolved
        .beaten
        .iter()
        .filter(|wish| wish.values != resolved.values)
        .collect()
}

fn line(desk: &Desk<'_, '_>, setting: &str, resolved: &Resolved) -> Said {
    let why = desk
        .view(0)
        .word(&format!("why.{setting}"))
        .unwrap_or_default();
    let beaten: Vec<String> = weaker(resolved)
        .iter()
        .take(1)
        .map(|wish| {
            format!(
                "{}: {}",
                wish.by,
                desk.worded(setting, wish.values.first().map_or("", String::as_str))
            )
        })
        .collect();
    let value = desk.worded(setting, resolved.value());
    let pairs = [
        ("title", desk.setting_title(setting)),
        ("value", value),
        ("why", why),
        ("beaten", beaten.join(", ")),
    ];
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(key, value)| (*key, value.as_str()))
        .collect();
    let mut said = desk.own("set-by-above", &pairs, 4);
    said.text = capitalized(&said.text);
    said
}

/// Levels that a service of the plan cannot reach.
pub(super) fn shortfalls(desk: &Desk<'_, '_>) -> Vec<Said> {
    let mut list = Vec::new();
    for (at, part) in desk.parts() {
        for setting in part
            .realizes
            .iter()
            .filter(|setting| realize::falls_short(desk.kb, part, setting))
        {
            let Some(resolved) = part.settings.get(setting) else {
                continue;
            };
            let view = desk.view(at);
            let equal = desk
                .decisions
                .provider
                .equivalents
                .iter()
                .any(|row| row.setting == *setting && row.level == resolved.value());
            if equal {
                continue;
            }
            let reached = view.word(&format!("set.{setting}")).unwrap_or_default();
            let why = view.word(&format!("why.{setting}")).unwrap_or_default();
            let wanted = desk.worded(setting, resolved.value());
            let title = desk.setting_title(setting);
            let pairs = [
                ("setting", title.as_str()),
                ("service", part.service.title.as_str()),
                ("reached", reached.as_str()),
                ("wanted", wanted.as_str()),
                ("why", why.as_str()),
            ];
            list.push(desk.own("falls-short", &pairs, 7));
        }
    }
    list
}

/// Two binding values that exclude each other.
pub(super) fn contradictions(desk: &Desk<'_, '_>) -> Vec<Said> {
    let mut list = Vec::new();
    for (_, part) in desk.parts() {
        for setting in &part.realizes {
            let Some(resolved) = part.settings.get(setting) else {
                continue;
            };
            let (Some(winner), Some(loser)) = (resolved.winners.first(), resolved.against.first())
            else {
                continue;
            };
            let title = desk.setting_title(setting);
            let value = desk.worded(setting, resolved.value());
            let other = desk.worded(setting, loser.values.first().map_or("", String::as_str));
            let pairs = [
                ("setting", title.as_str()),
                ("value", value.as_str()),
                ("by", winner.by.as_str()),
                ("other", other.as_str()),
                ("against", loser.by.as_str()),
            ];
            list.push(desk.own("contradiction", &pairs, 9));
        }
    }
    list
}
