//! `cloud-plan plan`: plans a change.

use crate::cli::args::{Format, PlanArgs};
use crate::cli::{Context, Outcome, Stop};
use crate::diag;
use crate::document::{self, task::Menu};
use crate::facts::gather::{Answers, Input, gather};
use crate::kb::{self, Load};
use crate::{plan, rules};

/// Runs the command.
pub fn run(context: &Context, args: &PlanArgs) -> Outcome {
    let format = context.format(&[Format::Md, Format::Html, Format::Json])?;
    let (kb, findings) = kb::load(&Load {
        base: context.builtin.clone(),
        layers: context.kb.clone(),
    });
    if diag::has_errors(&findings) && context.builtin.is_none() {
        return Err(Stop::data("the knowledge base has errors").help("run `cloud-plan lint`"));
    }
    let profile = Raw::read(context)?;
    let flags = args
        .assume
        .iter()
        .map(|pair| (pair.key.clone(), pair.value.clone()))
        .collect();
    let input = Input {
        profile: &profile,
        request: Vec::new(),
        flags,
        scope: "task".to_owned(),
        date: context.date(args.date)?.to_string(),
    };
    let facts = gather(&kb, &input);
    let decisions = rules::decide(&kb, facts).map_err(|why| Stop::data(format!("{why:?}")))?;
    let plan = plan::assemble(&kb, &decisions)
        .map_err(|none| Stop::data(format!("no document for {}", none.scope)))?;
    context.document(&match format {
        Format::Html => document::html(&plan, Menu::Shown),
        Format::Json => document::json::json(&plan),
        _ => document::markdown(&plan, Menu::Shown),
    })
}

/// The profile as it stands in its file.
struct Raw(serde_json::Value);

impl Raw {
    #[expect(
        clippy::disallowed_methods,
        reason = "reads the profile until the project module does"
    )]
    fn read(context: &Context) -> Result<Self, Stop> {
        let path = context.start().join(".heaptrace/cloud-plan.json");
        let text = std::fs::read_to_string(&path)
            .map_err(|error| Stop::data(format!("{}: {error}", path.display())))?;
        serde_json::from_str(&text)
            .map(Self)
            .map_err(|error| Stop::data(error.to_string()))
    }
}

impl Answers for Raw {
    fn values(&self, field: &str) -> Vec<String> {
        match self.0.get(field) {
            Some(serde_json::Value::String(text)) => vec![text.clone()],
            Some(serde_json::Value::Array(list)) => list
                .iter()
                .filter_map(|one| one.as_str().map(str::to_owned))
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// Says where a line of a saved plan comes from.
pub fn explain_line(_context: &Context, _plan: &str, _line: &str, _format: Format) -> Outcome {
    Err(Stop::not_available("explain"))
}
