//! Risks, decisions and measures of all work in one table each. Never: what is done about them.

use super::ast::{DecisionRow, KpiRow, RiskRow};
use super::packages::role_title;
use crate::model::work::{Decision, Kpi, Risk};
use crate::plan::ast::{Origin, Said};
use crate::plan::desk::Desk;
use crate::rules::condition::holds_or_absent;
use crate::rules::program::Program;

/// Risks, the worst first: likelihood times impact, then impact, then the earlier phase.
pub(super) fn risks(desk: &Desk<'_, '_>, program: &Program<'_>) -> Vec<RiskRow> {
    let mut list: Vec<RiskRow> = Vec::new();
    let mut add = |risk: &Risk, at: usize, phase: usize, origin: Origin| {
        let row = risk_of(desk, risk, at, phase, origin);
        list.extend(row.filter(|row| !list.iter().any(|known| known.risk.text == row.risk.text)));
    };
    if let Some(blueprint) = desk.decisions.blueprint {
        for (index, risk) in blueprint.risks.iter().enumerate() {
            add(risk, 0, 1, desk.at_blueprint(&format!("risks[{index}]")));
        }
    }
    for item in &program.items {
        for (index, risk) in item.work.risks.iter().enumerate() {
            let origin = desk.at_work(item.work, &format!("risks[{index}]"));
            add(risk, item.main.unwrap_or_default(), item.phase + 1, origin);
        }
    }
    list.sort_by_key(|row| {
        let points = row.likelihood.points() * row.impact.points();
        (
            std::cmp::Reverse(points),
            std::cmp::Reverse(row.impact),
            row.phase,
        )
    });
    list.truncate(desk.document.limit("risks"));
    list
}

fn risk_of(
    desk: &Desk<'_, '_>,
    risk: &Risk,
    at: usize,
    phase: usize,
    origin: Origin,
) -> Option<RiskRow> {
    if !holds_or_absent(risk.when.as_ref(), &desk.view(at)) {
        return None;
    }
    let plain = |text: String| text.trim_end_matches('.').to_owned();
    let owner = risk.owner.as_deref().unwrap_or_default();
    Some(RiskRow {
        risk: Said {
            text: plain(desk.say(&risk.say, at)),
            origin,
            weight: 9,
            practices: Vec::new(),
        },
        likelihood: risk.likelihood,
        impact: risk.impact,
        mitigation: plain(desk.say(&risk.mitigation, at)),
        owner: if owner.is_empty() {
            desk.document.say("owner-open", &[])
        } else {
            role_title(desk, owner)
        },
        phase,
    })
}

/// Decisions in the order in which they are due.
pub(super) fn decisions(
    desk: &Desk<'_, '_>,
    program: &Program<'_>,
    ends: &[String],
) -> Vec<DecisionRow> {
    let mut list: Vec<DecisionRow> = Vec::new();
    let mut add = |decision: &Decision, at: usize, phase: usize, origin: Origin| {
        if !holds_or_absent(decision.when.as_ref(), &desk.view(at)) {
            return;
        }
        let text = desk.say(&decision.say, at);
        if list.iter().any(|known| known.question.text == text) {
            return;
        }
        list.push(DecisionRow {
            reference: String::new(),
            question: Said {
                text,
                origin,
                weight: 9,
                practices: Vec::new(),
            },
            default: desk
                .say(&decision.default, at)
                .trim_end_matches('.')
                .to_owned(),
            owner: role_title(desk, &decision.owner),
            phase,
            due: ends.get(phase - 1).cloned().unwrap_or_default(),
        });
    };
    if let Some(blueprint) = desk.decisions.blueprint {
        for (index, decision) in blueprint.decisions.iter().enumerate() {
            add(
                decision,
                0,
                1,
                desk.at_blueprint(&format!("decisions[{index}]")),
            );
        }
    }
    for item in &program.items {
        for (index, decision) in item.work.decisions.iter().enumerate() {
            let origin = desk.at_work(item.work, &format!("decisions[{index}]"));
            add(
                decision,
                item.main.unwrap_or_default(),
                item.phase + 1,
                origin,
            );
        }
    }
    list.sort_by_key(|row| row.phase);
    list.truncate(desk.document.limit("decisions"));
    for (place, row) in list.iter_mut().enumerate() {
        row.reference = format!("D{}", place + 1);
    }
    list
}

/// Measures of the blueprint, then of the work.
pub(super) fn kpis(desk: &Desk<'_, '_>, program: &Program<'_>) -> Vec<KpiRow> {
    let mut list: Vec<KpiRow> = Vec::new();
    let mut add = |kpi: &Kpi, at: usize, origin: Origin| {
        if !holds_or_absent(kpi.when.as_ref(), &desk.view(at)) {
            return;
        }
        let text = desk.say(&kpi.say, at);
        if list.iter().any(|known| known.kpi.text == text) {
            return;
        }
        let baseline = kpi.baseline.as_ref().map(|text| desk.say(text, at));
        list.push(KpiRow {
            kpi: Said {
                text,
                origin,
                weight: 9,
                practices: Vec::new(),
            },
            baseline: baseline.unwrap_or_else(|| desk.document.say("not-measured", &[])),
            target: desk.say(&kpi.target, at).trim_end_matches('.').to_owned(),
        });
    };
    if let Some(blueprint) = desk.decisions.blueprint {
        for (index, kpi) in blueprint.kpis.iter().enumerate() {
            add(kpi, 0, desk.at_blueprint(&format!("kpis[{index}]")));
        }
    }
    for item in &program.items {
        for (index, kpi) in item.work.kpis.iter().enumerate() {
            let origin = desk.at_work(item.work, &format!("kpis[{index}]"));
            add(kpi, item.main.unwrap_or_default(), origin);
        }
    }
    list.truncate(desk.document.limit("kpis"));
    list
}
