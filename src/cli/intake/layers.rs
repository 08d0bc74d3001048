//! The layers of the work in an order that is safe, each with its tasks and its days.
//! It never puts a task before what it needs.

use jiff::civil::{Date, Weekday};

use super::{Bench, Requirement, Sorted};
use crate::cli::intake::page;

/// One layer.
pub struct Layer {
    /// Its heading.
    pub title: String,
    /// What it delivers.
    pub delivers: String,
    /// Its tasks.
    pub tasks: Vec<String>,
    /// Working days.
    pub days: i64,
    /// The first and the last of them.
    pub dates: Option<(Date, Date)>,
}

/// The layers of the requirements.
pub fn of(bench: &Bench<'_>, sorted: &Sorted) -> Vec<Layer> {
    let mut day = bench.wanted.start.map(working);
    let words = &bench.words;
    let mut layers = Vec::new();
    for section in &words.sections {
        let own: Vec<&Requirement> = sorted
            .requirements
            .iter()
            .filter(|requirement| words.list(&section.id).contains(&requirement.capability))
            .collect();
        let tasks = tasks_of(bench, sorted, &section.id, &own);
        if tasks.is_empty() {
            continue;
        }
        let base = days(bench, &format!("{}-days", section.id));
        let more = own.len().saturating_sub(1);
        let count = base + days(bench, "more-days") * i64::try_from(more).unwrap_or_default();
        let dates = day.map(|from| (from, after(from, count - 1)));
        day = dates.map(|(_, to)| after(to, 1));
        let delivers = delivered(bench, sorted, &section.id, &own);
        layers.push(Layer {
            title: section.heading.clone(),
            delivers,
            tasks,
            days: count,
            dates,
        });
    }
    layers
}

/// What is always done in a layer, then its parts.
fn tasks_of(bench: &Bench<'_>, sorted: &Sorted, layer: &str, own: &[&Requirement]) -> Vec<String> {
    let words = &bench.words;
    let standing = words.list(&format!("{layer}-tasks")).iter();
    let standing = standing.map(|task| page::fill(bench, sorted, task));
    let needs = page::fill(bench, sorted, &words.say(&format!("{layer}-needs"), &[]));
    let built = own.iter().map(|requirement| {
        let pairs = [
            ("label", requirement.label.as_str()),
            ("title", &requirement.plan.title),
            ("needs", &needs),
        ];
        words.say("component-task", &pairs)
    });
    standing.chain(built).collect()
}

/// What a layer delivers: what it always does, and the services of its parts.
fn delivered(bench: &Bench<'_>, sorted: &Sorted, layer: &str, own: &[&Requirement]) -> String {
    let fixed = bench.words.say(&format!("{layer}-delivers"), &[]);
    let services = own
        .iter()
        .filter_map(|requirement| requirement.plan.place.services.first().cloned());
    let parts = std::iter::once(page::fill(bench, sorted, &fixed)).chain(services);
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn days(bench: &Bench<'_>, limit: &str) -> i64 {
    match bench.words.limit(limit) {
        usize::MAX => 1,
        days => i64::try_from(days).unwrap_or(1),
    }
}

/// The day itself, or the Monday after it.
fn working(day: Date) -> Date {
    match day.weekday() {
        Weekday::Saturday | Weekday::Sunday => day.tomorrow().map_or(day, working),
        _ => day,
    }
}

/// So many working days later.
pub fn after(day: Date, count: i64) -> Date {
    (0..count.max(0)).fold(working(day), |day, _| day.tomorrow().map_or(day, working))
}

/// The working days from one day to another, without the first.
pub fn between(from: Date, to: Date) -> i64 {
    let mut day = from;
    let mut count = 0;
    while day < to && count < 10_000 {
        day = after(day, 1);
        count += i64::from(day <= to);
    }
    count
}

/// All tasks in order.
pub fn tasks(layers: &[Layer]) -> Vec<String> {
    layers
        .iter()
        .flat_map(|layer| layer.tasks.iter().cloned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{after, between, working};
    use jiff::civil::date;

    #[test]
    fn work_rests_on_weekends() {
        assert_eq!(working(date(2026, 8, 29)), date(2026, 8, 31));
        assert_eq!(after(date(2026, 9, 3), 3), date(2026, 9, 8));
        assert_eq!(after(date(2026, 9, 4), 0), date(2026, 9, 4));
        assert_eq!(between(date(2026, 10, 16), date(2026, 11, 2)), 11);
    }
}
