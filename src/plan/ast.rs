//! The plan as typed data, complete: no text left to fill in, no sum left to do. Never: how it is printed.

use super::matrix::Trace;
use super::program::ast::Program;
use crate::map::IndexMap;
use serde::Serialize;

/// A task plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Plan {
    /// Which document it is.
    pub scope: String,
    /// The blueprint it was made from; none if it was put together from operations alone.
    pub blueprint: Option<String>,
    /// One line.
    pub title: String,
    /// Provider, region and services of the heading.
    pub place: Place,
    /// What changes and why, two or three sentences.
    pub what: Vec<Said>,
    /// In order.
    pub steps: Vec<Step>,
    /// The way back.
    pub rollback: Option<Rollback>,
    /// Settings worth a line.
    pub configuration: Vec<Said>,
    /// What is taken for granted.
    pub assumed: Vec<Said>,
    /// What must be asked first.
    pub confirm: Vec<Said>,
    /// How to see that it worked.
    pub checks: Vec<Check>,
    /// Security and compliance.
    pub notes: Vec<Said>,
    /// Sentences that close a section.
    pub closing: Closing,
    /// Headings and the words before the title.
    #[serde(skip)]
    pub words: Words,
    /// Controls cited, by framework.
    pub controls: Vec<Citation>,
    /// Demands that differ or exclude each other, and which way the plan goes.
    pub conflicts: Vec<Settled>,
    /// Each control with its decision, line, check and evidence.
    pub matrix: Vec<Trace>,
    /// What stays open when the plan is done.
    pub open: Vec<Said>,
    /// Decisions to leave a setting as it is, with their records; the document has their lines among what stays open.
    #[serde(skip)]
    pub exceptions: Vec<Excepted>,
    /// What it does to the bill.
    pub cost: Cost,
    /// What to run next.
    pub skills: Vec<Skill>,
    /// Said when no build skill covers the service.
    pub skill_gap: Option<Said>,
    /// S, M or L.
    pub estimate: String,
    /// What can be done with the plan.
    pub menu: Menu,
    /// Lines that one page had no room for.
    pub left_out: Vec<Said>,
    /// The parts of the plan.
    pub components: Vec<Component>,
    /// Every setting with its value, who won and who lost.
    pub settings: Vec<Setting>,
    /// Warnings for the terminal.
    pub warnings: Vec<String>,
    /// What the request says and what was taken from the profile.
    pub facts: Vec<Fact>,
    /// Phases, schedule and money of a feature plan or a roadmap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<Program>,
}

/// Where a line comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The id of the rule, blueprint or service.
    pub id: String,
    /// The file.
    pub file: String,
    /// The place in the file, as a path of keys.
    pub field: String,
}

/// A line and where it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The words, inline Markdown.
    pub text: String,
    /// Where they come from.
    pub origin: Origin,
    /// 1 (first to go on a full page) to 9.
    #[serde(skip)]
    pub weight: u8,
    /// What an auditor files it under.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub practices: Vec<String>,
}

/// The heading line of a task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// As printed.
    pub provider: String,
    /// The region's id.
    pub region: String,
    /// Services as printed, the main one first.
    pub services: Vec<String>,
}

/// One step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Step {
    /// `S1` and so on.
    pub id: String,
    /// What to do.
    pub text: String,
    /// How to undo it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// What an auditor files it under.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub practices: Vec<String>,
}

/// The way back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Rollback {
    /// Minutes; 0 if no single number holds.
    pub minutes: u32,
    /// What to do.
    pub text: String,
    /// Until when it works; always, if nothing is said.
    pub until: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
}

/// One acceptance check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Check {
    /// `A1` and so on.
    pub id: String,
    /// As printed.
    pub text: String,
    /// The command, if one proves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// Whether it proves a refusal.
    pub negative: bool,
    /// Where it comes from.
    pub origin: Origin,
    /// 1 to 9.
    #[serde(skip)]
    pub weight: u8,
    /// What an auditor files it under.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub practices: Vec<String>,
}

/// A conflict of demands and its resolution.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Settled {
    /// The sides, as cited.
    pub between: Vec<String>,
    /// The resolution.
    #[serde(flatten)]
    pub said: Said,
}

/// Controls of one framework that lines of the plan support.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// The framework.
    pub framework: String,
    /// As cited.
    pub cite: String,
    /// Practice, its words, obligation and control ids.
    pub rows: Vec<ControlRow>,
}

/// A practice and the controls it satisfies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ControlRow {
    /// The practice.
    pub practice: String,
    /// Words in brackets.
    pub label: String,
    /// required, addressable, conditional or supports.
    pub obligation: String,
    /// Control ids.
    pub controls: Vec<String>,
}

/// What it does to the bill.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Cost {
    /// The line with the range and the driver.
    pub headline: String,
    /// Inputs, arithmetic, allowances.
    pub lines: Vec<Said>,
    /// The figures behind it.
    pub summary: serde_json::Value,
    /// Why there are no figures: a script of the knowledge failed, and nothing may rest on this plan.
    #[serde(skip)]
    pub fault: Option<crate::diag::Diagnostic>,
}

/// A decision to leave a setting as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excepted {
    /// The setting.
    pub setting: String,
    /// Who accepted it; empty if nobody is named.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// The last day on which it holds.
    pub until: String,
    /// Whether that day has passed.
    pub over: bool,
    /// The line of the plan.
    pub said: Said,
}

/// A skill to run next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Skill {
    /// Without the slash.
    pub id: String,
    /// What for.
    pub purpose: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// The menu below the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Menu {
    /// Lines between the rules, as printed.
    pub lines: Vec<String>,
    /// Two words for the file name.
    pub suffix: String,
    /// The title as part of a file name.
    pub slug: String,
    /// The skill that B starts, if one applies.
    pub start: Option<String>,
    /// Ideas for C.
    pub refine: Vec<String>,
}

/// One part of the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Component {
    /// Capability.
    pub capability: String,
    /// Service.
    pub service: String,
    /// Operation.
    pub operation: String,
    /// Who asked for it.
    pub wanted_by: String,
    /// Names used in commands.
    pub names: Vec<(String, String)>,
}

/// One setting with its value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// The service, or nothing for the environment.
    pub of: String,
    /// The setting.
    pub setting: String,
    /// The value.
    pub value: String,
    /// Who requires it.
    pub required_by: Vec<String>,
    /// For whom it is a default, an addressable choice or a right: nobody of these requires it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggested_by: Vec<String>,
    /// Who requires less, as `value: who`.
    pub beats: Vec<String>,
    /// Whether the plan puts it into effect.
    pub realized: bool,
}

/// A fact and where it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The fact.
    pub key: String,
    /// Its values.
    pub values: Vec<String>,
    /// Where it comes from.
    pub from: String,
}

/// Sentences that close a section, put together from the parts of the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Closing {
    /// Closes the steps.
    pub rollback: Vec<String>,
    /// What is taken for granted.
    pub assumed: Option<String>,
    /// What must be asked first.
    pub confirm: Option<String>,
}

/// Headings and the words before the title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Before the title.
    pub title: String,
    /// In order.
    pub sections: Vec<Section>,
    /// Sentence forms that the page needs, with placeholders.
    pub texts: IndexMap<String, String>,
    /// Topics of the security section, in order.
    pub topics: Vec<String>,
}

/// One section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// What it holds.
    pub id: String,
    /// As printed.
    pub heading: String,
}

impl Words {
    /// Whether the document has a section.
    pub fn has(&self, id: &str) -> bool {
        self.sections.iter().any(|section| section.id == id)
    }

    /// A sentence form with its placeholders filled from pairs.
    pub fn say(&self, id: &str, pairs: &[(&str, &str)]) -> String {
        let mut text = self.texts.get(id).cloned().unwrap_or_default();
        for (key, value) in pairs {
            text = text.replace(&format!("{{{key}}}"), value);
        }
        text
    }
}
