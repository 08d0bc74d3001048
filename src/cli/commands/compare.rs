//! `cloud-plan compare`: plans one request under different answers and puts the results side by side.

use super::plan::Bench;
use crate::cli::args::{CompareArgs, Format, KeyValue, PlanArgs};
use crate::cli::{Context, Outcome, Stop, active};
use crate::plan::Plan;
use crate::project::Vocabulary;
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
        all = all
            .iter()
            .flat_map(|known| {
                values.iter().map(move |value| {
                    let mut next = known.clone();
                    next.push(KeyValue {
                        key: field.trim().to_owned(),
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
        .filter(|setting| setting.realized && !setting.required_by.is_empty())
        .map(|setting| {
            let of = setting.of.rsplit('/').next().unwrap_or_default();
            format!("{of} {}: {}", setting.setting, setting.value)
                .trim()
                .to_owned()
        })
        .collect();
    let controls = plan.controls.iter().flat_map(|citation| &citation.rows);
    let (cost, steps) = match &plan.program {
        Some(program) => {
            let monthly = program.money.monthly;
            let steps = program.phases.iter().map(|phase| phase.steps.len()).sum();
            let range = crate::plan::cost::money::signed_range(monthly.low, monthly.high);
            (format!("{range}/month"), steps)
        }
        None => {
            let line = plan.cost.headline.split("  (").next().unwrap_or_default();
            (line.to_owned(), plan.steps.len())
        }
    };
    Column {
        answers: named.join(", "),
        title: plan.title.clone(),
        cost,
        settings,
        steps,
        controls: controls.map(|row| row.controls.len()).sum(),
        effort: plan
            .program
            .as_ref()
            .map(|program| format!("{} person-days", program.money.effort.normalize())),
    }
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
