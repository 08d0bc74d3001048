//! The parts of a feature plan or a roadmap that a task has not, complete: every date, sum and order computed.

use crate::map::IndexMap;
use crate::model::phase::NodeState;
use crate::model::quantity::Range;
pub use crate::model::work::{Degree, Stage, WorkKind};
use crate::plan::ast::{Check, Citation, Rollback, Said, Skill, Step};
use rust_decimal::Decimal;
use serde::Serialize;

/// A feature plan or a roadmap, beyond what it has in common with a task.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Program {
    /// The phase of a roadmap that this plan is, if it is one; from 1 on.
    pub part: Option<usize>,
    /// Dates and weeks.
    pub timeline: Timeline,
    /// In order.
    pub phases: Vec<Phase>,
    /// Controls that the whole plan supports.
    pub controls: Vec<Citation>,
    /// Every piece of work, in reading order.
    pub packages: Vec<Package>,
    /// References of the work that decides the end, in order.
    pub critical: Vec<String>,
    /// What the drawings show.
    pub graph: Graph,
    /// One-time and monthly.
    pub money: Money,
    /// Who is needed how much.
    pub team: Vec<Load>,
    /// How much is needed, and when it is too little.
    pub capacity: Vec<CapacityRow>,
    /// The worst first.
    pub risks: Vec<RiskRow>,
    /// What leadership must decide.
    pub decisions: Vec<DecisionRow>,
    /// How success is measured.
    pub kpis: Vec<KpiRow>,
    /// Paragraphs and lists by section.
    pub sections: IndexMap<String, Vec<Said>>,
}

/// Dates and weeks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// First working day, `YYYY-MM-DD`.
    pub start: String,
    /// Last working day of the last phase.
    pub end: String,
    /// Weeks that the phases take together.
    pub weeks: u32,
    /// Working days that the critical path takes.
    pub days: u32,
    /// Working days that are left.
    pub slack: u32,
    /// A date that was asked for.
    pub deadline: Option<Deadline>,
}

/// A date that was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// `YYYY-MM-DD`
    pub date: String,
    /// Working days by which the work ends too late; 0 if it is met.
    pub late: u32,
}

/// A phase.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Phase {
    /// From 1 on.
    pub number: usize,
    /// As in the heading.
    pub title: String,
    /// What it reaches.
    pub goal: String,
    /// First week, from 1 on.
    pub from_week: u32,
    /// Last week.
    pub to_week: u32,
    /// Last day, `YYYY-MM-DD`.
    pub end: String,
    /// What to do.
    pub steps: Vec<Step>,
    /// How to see that it is done.
    pub checks: Vec<Check>,
    /// What exists when it is done.
    pub deliverables: Vec<Said>,
    /// The way back, the latest work first.
    pub rollback: Vec<Rollback>,
    /// What to run.
    pub skills: Vec<Skill>,
    /// Person-days.
    pub effort: Decimal,
    /// Paid once, USD, rounded outward.
    pub one_time: Ends,
    /// Added to the month, USD, rounded outward.
    pub monthly: Ends,
    /// Risks by their number.
    pub risks: Vec<usize>,
    /// Controls that its work supports and no earlier phase did.
    pub controls: Vec<Citation>,
}

/// The two ends of a rounded amount, in USD.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Ends {
    /// The low end.
    pub low: Decimal,
    /// The high end.
    pub high: Decimal,
}

impl std::ops::Add for Ends {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            low: self.low + other.low,
            high: self.high + other.high,
        }
    }
}

impl std::iter::Sum for Ends {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| sum + one)
    }
}

/// A piece of work with its place in time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Package {
    /// `W1.2`, or `G1` for a gate.
    pub reference: String,
    /// The id of the work.
    pub id: String,
    /// As in a table.
    pub title: String,
    /// Phase, from 1 on.
    pub phase: usize,
    /// Work, wait or gate.
    pub kind: WorkKind,
    /// Where it stands in the legal order.
    pub stage: Stage,
    /// Working days.
    pub days: u32,
    /// References of the work before it.
    pub needs: Vec<String>,
    /// Person-days by role.
    pub effort: Vec<(String, Decimal)>,
    /// First day, from 1 on.
    pub start: u32,
    /// Last day.
    pub end: u32,
    /// Days by which it may slip.
    pub float: u32,
}

/// What the drawings show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Graph {
    /// Things.
    pub nodes: Vec<Node>,
    /// What flows between them.
    pub edges: Vec<Edge>,
}

/// A thing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Node {
    /// Unique within the drawing.
    pub id: String,
    /// First line.
    pub label: String,
    /// Second line, without the state.
    pub note: String,
    /// What the plan does with it.
    pub state: NodeState,
    /// The state as printed.
    pub state_word: String,
    /// What it stands in.
    pub within: String,
    /// Whether it keeps data.
    pub store: bool,
}

/// What flows from one thing to another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Edge {
    /// Where it starts.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// What flows.
    pub label: String,
    /// Whether it holds for a time only.
    pub dashed: bool,
}

/// One-time and monthly, in USD.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Money {
    /// What runs, a row a part; each rounded outward before it is summed.
    pub rows: Vec<MoneyRow>,
    /// What is paid once to the provider.
    pub once: Vec<MoneyRow>,
    /// Labour, all phases.
    pub labour: Ends,
    /// Person-days.
    pub effort: Decimal,
    /// What a day costs.
    pub day_rate: Ends,
    /// Labour and purchases.
    pub one_time: Ends,
    /// All rows.
    pub monthly: Ends,
    /// The month to expect.
    pub typical: Decimal,
    /// One-time and what runs within twelve months of the start.
    pub first_year: Ends,
    /// The rows that the month hangs on, with their share in percent.
    pub drivers: Vec<(String, Ends, u8)>,
    /// What has no price.
    pub gaps: Vec<String>,
    /// What is free, in words.
    pub free: Vec<String>,
    /// The day of the oldest price.
    pub oldest: Option<String>,
    /// Whether a price was not read in a source.
    pub unverified: bool,
    /// The regions that prices are of, the plan's own first.
    #[serde(skip)]
    pub places: Vec<String>,
    /// Dollars that rows are rounded to.
    #[serde(skip)]
    pub step: Decimal,
    /// How many drivers are named.
    #[serde(skip)]
    pub most_drivers: usize,
}

/// A row of the bill.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct MoneyRow {
    /// `C01`
    pub reference: String,
    /// Phase, from 1 on.
    pub phase: usize,
    /// What runs.
    pub title: String,
    /// How much of it.
    pub quantity: String,
    /// Exact.
    pub exact: Range,
    /// Rounded outward.
    pub shown: Ends,
    /// Whether it makes the bill smaller.
    pub saves: bool,
    /// Whether it stands for the same parts in other environments.
    pub copy: bool,
}

/// Who is needed how much.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Load {
    /// The role.
    pub role: String,
    /// As in a table.
    pub title: String,
    /// Full-time equivalents by phase.
    pub by_phase: Vec<Decimal>,
    /// Person-days.
    pub days: Decimal,
}

/// A row of the capacity table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CapacityRow {
    /// As in the table, with its unit.
    pub resource: String,
    /// Today, in 6, 12 and 24 months, as printed.
    pub values: Vec<String>,
    /// What happens when, in words.
    pub note: String,
}

/// A risk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RiskRow {
    /// What happens.
    pub risk: Said,
    /// How likely.
    pub likelihood: Degree,
    /// How bad.
    pub impact: Degree,
    /// What is done.
    pub mitigation: String,
    /// Who watches it.
    pub owner: String,
    /// Phase, from 1 on.
    pub phase: usize,
}

/// A decision.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DecisionRow {
    /// `D1`
    pub reference: String,
    /// The question.
    pub question: Said,
    /// What holds otherwise.
    pub default: String,
    /// Who decides.
    pub owner: String,
    /// Phase at whose end it is due.
    pub phase: usize,
    /// `YYYY-MM-DD`
    pub due: String,
}

/// A measure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct KpiRow {
    /// What is measured.
    pub kpi: Said,
    /// Today.
    pub baseline: String,
    /// In the end.
    pub target: String,
}
