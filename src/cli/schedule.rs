//! Flags about time and phases of a longer plan, checked before anything is planned. Never: the schedule itself.

use super::Stop;
use super::args::PlanArgs;
use crate::plan::Plan;
use crate::plan::assemble::PHASE;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::str::FromStr;

/// Facts that are rates in percent, and must leave something over.
const RATES: [&str; 2] = ["growth", "storage-growth"];
/// Facts that are amounts, and cannot be below zero.
const AMOUNTS: [&str; 4] = ["day-rate", "users", "storage-tb", "egress-tb"];

/// Facts from the flags about time.
pub fn flags(args: &PlanArgs, today: Date) -> Result<Vec<(String, String)>, Stop> {
    let mut list = Vec::new();
    if let Some(Some(start)) = args.start {
        if start < today {
            return Err(Stop::data(format!(
                "the start {start} lies before the day of the plan, {today}"
            ))
            .help("name a later day, or plan as of an earlier one with --date"));
        }
        list.push(("start".to_owned(), start.to_string()));
    }
    if let Some(deadline) = args.deadline {
        if deadline <= today {
            return Err(Stop::data(format!(
                "the deadline {deadline} does not lie after the day of the plan, {today}"
            ))
            .help("name a later day, or plan as of an earlier one with --date"));
        }
        list.push(("deadline".to_owned(), deadline.to_string()));
    }
    if let Some(phase) = args.phase {
        list.push((PHASE.to_owned(), phase.to_string()));
    }
    Ok(list)
}

/// Growth and amounts that make no sense stop here.
pub fn check(flags: &[(String, String)]) -> Result<(), Stop> {
    for (key, value) in flags {
        let least = match key.as_str() {
            key if RATES.contains(&key) => Decimal::NEGATIVE_ONE * Decimal::ONE_HUNDRED,
            key if AMOUNTS.contains(&key) => Decimal::ZERO,
            _ => continue,
        };
        let number = Decimal::from_str(value.trim_end_matches('%').trim()).map_err(|_| {
            Stop::data(format!("`{value}` is not a number")).help(format!("write --assume {key}=4"))
        })?;
        if number <= least {
            return Err(Stop::data(format!("{key} of {value} is not possible"))
                .help(format!("it must be above {least}")));
        }
    }
    Ok(())
}

/// A phase that was asked for must exist.
pub fn fits(args: &PlanArgs, plan: &Plan) -> Result<(), Stop> {
    let Some(wanted) = args.phase else {
        return Ok(());
    };
    let Some(program) = &plan.program else {
        return Err(Stop::data("a task has no phases")
            .help("plan it with --scope roadmap to break one of its phases out"));
    };
    if program.part == Some(wanted) {
        return Ok(());
    }
    let count = program.phases.len();
    Err(
        Stop::data(format!("there is no phase {wanted}: the plan has {count}"))
            .help(format!("name one of 1 to {count}")),
    )
}
