//! How a component does the value that a setting got. Never: which value that is.

use super::component::Component;
use crate::kb::Kb;
use crate::model::service::Realization;
use crate::model::setting::{Kind, Setting};
use std::ops::Deref;

/// The key under which a service describes a setting that is not a level.
const NUMBER: &str = "any";
/// The key under which a service describes a flag.
const FLAG: &str = "required";

/// How the component's service does the resolved value: that level, else the next stricter one it has, else the strictest.
pub fn realization<'kb>(
    kb: &'kb Kb,
    component: &Component<'kb>,
    setting: &str,
) -> Option<&'kb Realization> {
    let resolved = component.settings.get(setting)?;
    let declared = kb.settings.get(setting)?;
    let levels = component.service.settings.get(setting)?;
    let realization = match declared.kind {
        Kind::Level => levels.get(nearest(
            declared,
            levels.keys().map(String::as_str),
            resolved.value(),
        )?),
        Kind::AtLeast | Kind::AtMost | Kind::Set => levels.get(NUMBER),
        Kind::Flag => (resolved.value() == "true")
            .then(|| levels.get(FLAG))
            .flatten(),
        Kind::Choice => levels.get(resolved.value()),
    };
    realization.map(Deref::deref)
}

fn nearest<'a>(
    setting: &Setting,
    realized: impl Iterator<Item = &'a str>,
    wanted: &str,
) -> Option<&'a str> {
    let place = |word: &str| setting.levels.iter().position(|level| level == word);
    let wanted = place(wanted)?;
    let mut known: Vec<(usize, &str)> = realized
        .filter_map(|level| place(level).map(|at| (at, level)))
        .collect();
    known.sort_unstable();
    let stricter = known.iter().find(|(at, _)| *at >= wanted).copied();
    stricter
        .or_else(|| known.last().copied())
        .map(|(_, level)| level)
}

/// Whether the service stays short of the value that a level got.
pub fn falls_short(kb: &Kb, component: &Component<'_>, setting: &str) -> bool {
    let (Some(resolved), Some(declared)) =
        (component.settings.get(setting), kb.settings.get(setting))
    else {
        return false;
    };
    let Some(levels) = component.service.settings.get(setting) else {
        return false;
    };
    if declared.kind != Kind::Level {
        return false;
    }
    let place = |word: &str| declared.levels.iter().position(|level| level == word);
    let wanted = place(resolved.value());
    levels.keys().all(|level| place(level) < wanted)
}
