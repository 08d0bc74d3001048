//! `cloud-plan compare`: plans one request under different answers and puts the results side by side.

use super::plan::Bench;
use crate::cli::args::{CompareArgs, Format, KeyValue, PlanArgs};
use crate::cli::{Context, Outcome, Stop, active};
use crate::plan::Plan;
use crate::plan::cost::money;
use crate::project::Vocabulary;
use rust_decimal::Decimal;
use serde::Serialize;
use std::fmt::Write;

/// More columns than this do not fit side by side.
const MOST: usize = 12;

/// One way to answer, and what comes of it.
#[derive(Serialize)]
struct Column {
    answers: String,
    title: String,
    cost: String,
    /// USD a month as shown, low and high; none where nothing is priced.
    month: Option<(Decimal, Decimal)>,
    settings: Vec<String>,
    steps: usize,
    controls: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    effort: Option<String>,
}

/// Runs the command.
pub fn run(context: &Context, args: &CompareArgs) -> Outcome {
    let format = context.format(&[Format::Text, Format::Json])?;
    let kb = context.knowledge()?;
    let vocabulary = crate::cli::vocabulary(&kb)?;
    let stored = active::profile(context, &vocabulary)?;
    active::show(context, &vocabulary, &stored);
    let plan_args = PlanArgs {
        request: args.request.clone(),
        scope: args.scope,
        date: args.date,
        ..PlanArgs::default()
    };
    let bench = Bench::new(context, &plan_args, &kb, &vocabulary, &stored);
    let request = bench.request()?;
    let scope = bench.scope(&request)?;
    let mut columns = Vec::new();
    for answers in combinations(&vocabulary, &args.vary)? {
        let changes: Vec<&KeyValue> = answers.iter().collect();
        let plan = bench.plan(&request, &scope, &changes)?;
        columns.push(column(&answers, &plan));
    }
    if format == Format::Json {
        let text =
            serde_json::to_string_pretty(&columns).map_err(|error| Stop::Bug(error.to_string()))?;
        return context.document(&text);
    }
    context.document(&table(&columns))
}

/// Every combination of the values of the fields.
fn combinations(
    vocabulary: &Vocabulary<'_>,
    fields: &[String],
) -> Result<Vec<Vec<KeyValue>>, Stop> {
    let mut all: Vec<Vec<KeyValue>> = vec![Vec::new()];
    for field in fields {
        let values = values(vocabulary, field.trim())?;
        let key = field.split('=').next().unwrap_or_default().trim();
        all = all
            .iter()
            .flat_map(|known| {
                values.iter().map(move |value| {
                    let mut next = known.clone();
                    next.push(KeyValue {
                        key: key.to_owned(),
                        value: value.clone(),
                    });
                    next
                })
            })
            .collect();
    }
    if all.len() > MOST {
        return Err(Stop::data(format!(
            "{} combinations do not fit side by side; {MOST} do",
            all.len()
        ))
        .help("vary fewer fields, or give values: --vary budget_tier=startup/enterprise"));
    }
    Ok(all)
}

/// The values of a field: those given behind `=`, else all that the question offers.
fn values(vocabulary: &Vocabulary<'_>, field: &str) -> Result<Vec<String>, Stop> {
    if let Some((_, given)) = field.split_once('=') {
        return Ok(given
            .split('/')
            .map(|value| value.trim().to_owned())
            .collect());
    }
    let Some(question) = vocabulary.question(field) else {
        let known: Vec<&str> = vocabulary
            .questions()
            .map(|question| question.id.as_str())
            .collect();
        let stop = Stop::data(format!("the profile has no field `{field}`"));
        return Err(match crate::diag::suggest::help(field, &known) {
            Some(help) => stop.help(help),
            None => stop.help(format!("vary one of {}", known.join(", "))),
        });
    };
    let values: Vec<String> = vocabulary
        .offers(question)
        .iter()
        .map(|offer| offer.value.to_owned())
        .collect();
    if values.is_empty() {
        return Err(Stop::data(format!("`{field}` has no list of answers"))
            .help(format!("give them: --vary {field}=first/second")));
    }
    Ok(values)
}

fn column(answers: &[KeyValue], plan: &Plan) -> Column {
    let named: Vec<String> = answers.iter().map(|answer| answer.value.clone()).collect();
    let settings = plan
        .settings
        .iter()
        .filter(|setting| {
            setting.realized && !(setting.required_by.is_empty() && setting.suggested_by.is_empty())
        })
        .map(|setting| {
            let of = setting.of.rsplit('/').next().unwrap_or_default();
            format!("{of} {}: {}", setting.setting, setting.value)
                .trim()
                .to_owned()
        })
        .collect();
    let controls = plan.controls.iter().flat_map(|citation| &citation.rows);
    let (cost, month, steps) = match &plan.program {
        Some(program) => {
            let monthly = program.money.monthly;
            let steps = program.phases.iter().map(|phase| phase.steps.len()).sum();
            let range = money::signed_range(monthly.low, monthly.high);
            let month = Some((monthly.low, monthly.high));
            (format!("{range}/month"), month, steps)
        }
        None => {
            let line = plan.cost.headline.split("  (").next().unwrap_or_default();
            (line.to_owned(), month_of(plan), plan.steps.len())
        }
    };
    Column {
        answers: named.join(", "),
        title: plan.title.clone(),
        cost,
        month,
        settings,
        steps,
        controls: controls.map(|row| row.controls.len()).sum(),
        effort: plan
            .program
            .as_ref()
            .map(|program| format!("{} person-days", program.money.effort.normalize())),
    }
}

/// The month of a task as shown; below zero where the bill goes down.
fn month_of(plan: &Plan) -> Option<(Decimal, Decimal)> {
    let summary = &plan.cost.summary;
    let end =
        |end: &str| -> Option<Decimal> { summary.get("shown")?.get(end)?.as_str()?.parse().ok() };
    let (low, high) = (end("low")?, end("high")?);
    if summary.get("saved").and_then(serde_json::Value::as_bool) == Some(true) {
        Some((-high, -low))
    } else {
        Some((low, high))
    }
}

/// What the answers of a column add to those of the first, at both ends of the range.
fn difference(first: &Column, column: &Column) -> Option<String> {
    let (from, to) = (first.month?, column.month?);
    let ends = [to.0 - from.0, to.1 - from.1];
    let (low, high) = (ends.iter().min()?, ends.iter().max()?);
    Some(money::signed_range(*low, *high))
}

/// The columns below each other, and for each what is not the same everywhere.
fn table(columns: &[Column]) -> String {
    let common = |setting: &String| {
        columns
            .iter()
            .all(|column| column.settings.contains(setting))
    };
    let mut out = String::new();
    for column in columns {
        let effort = column
            .effort
            .as_ref()
            .map(|effort| format!(", {effort}"))
            .unwrap_or_default();
        let _ = writeln!(
            out,
            "{}\n  {}{effort}, {} steps, {} controls",
            column.answers, column.cost, column.steps, column.controls
        );
        if let Some(more) = columns
            .first()
            .filter(|first| !std::ptr::eq(*first, column))
            .and_then(|first| difference(first, column))
        {
            let _ = writeln!(out, "  against the first: {more}/month");
        }
        for setting in column.settings.iter().filter(|setting| !common(setting)) {
            let _ = writeln!(out, "  {setting}");
        }
    }
    let same = columns.first().map_or(0, |first| {
        first
            .settings
            .iter()
            .filter(|setting| common(setting))
            .count()
    });
    let _ = writeln!(out, "the same everywhere: {same} settings");
    out
}
