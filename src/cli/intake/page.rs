//! The execution plan as a page: what is built with which service, in which order, at what price, and what is open.
//! It never says what no plan and no bullet says.

use std::fmt::Write as _;

use super::layers::{Layer, between};
use super::{Bench, Requirement, Sorted, bill, drawing, firewall, load};
use crate::plan::ast::Said;
use crate::project::words;

/// The whole page.
pub fn text(bench: &Bench<'_>, document: &str, sorted: &Sorted, layers: &[Layer]) -> String {
    let mut page = head(bench, document, sorted);
    page.push_str(&services(bench, sorted));
    page.push_str(&drawing::text(bench, sorted));
    for (topic, heading) in topics(bench) {
        page.push_str(&topic_text(bench, sorted, &topic, &heading));
    }
    page.push_str(&approach(bench, sorted, layers));
    page.push_str(&teams(bench, layers));
    page.push_str(&bill::text(bench, sorted));
    page.push_str(&questions(bench, sorted));
    page.push_str(&skills(bench, sorted));
    page
}

/// A text of the knowledge with what the requirements and the profile say.
pub fn fill(bench: &Bench<'_>, sorted: &Sorted, text: &str) -> String {
    let profile = &bench.stored.profile;
    let provider = profile.primary_provider();
    let environments: Vec<String> = profile.environments.clone();
    let mut filled = text.replace("{environments}", &environments.join(", "));
    filled = filled.replace("{region}", &region(sorted));
    while let Some((before, rest)) = filled.clone().split_once("{service:") {
        let Some((capability, behind)) = rest.split_once('}') else {
            break;
        };
        let title = bench
            .kb
            .services_for(provider, capability)
            .first()
            .map(|service| service.title.clone());
        filled = format!(
            "{before}{}{behind}",
            title.unwrap_or_else(|| capability.to_owned())
        );
    }
    filled
}

fn region(sorted: &Sorted) -> String {
    sorted
        .requirements
        .first()
        .map(|requirement| requirement.plan.place.region.clone())
        .unwrap_or_default()
}

fn head(bench: &Bench<'_>, document: &str, sorted: &Sorted) -> String {
    let words = &bench.words;
    let title = document
        .trim_start_matches('\u{feff}')
        .lines()
        .find_map(|line| line.strip_prefix("# "))
        .unwrap_or_default();
    let title = title.split_once(':').map_or(title, |(_, rest)| rest).trim();
    let section = words.list("headings").first().cloned().unwrap_or_default();
    let used = (sorted.count - sorted.open.len()).to_string();
    let (file, list) = (
        bench.wanted.file.display().to_string(),
        bench.wanted.list.display().to_string(),
    );
    let count = sorted.count.to_string();
    let pairs = [
        ("file", file.as_str()),
        ("section", &section),
        ("count", &count),
        ("used", &used),
        ("list", &list),
    ];
    let mut page = format!("# {}{title}\n\n", words.title);
    if let Ok(vocabulary) = crate::cli::vocabulary(bench.kb) {
        let summary = words::summary(&vocabulary, &bench.stored.fields);
        let _ = writeln!(page, "{}", words.say("profile", &[("summary", &summary)]));
    }
    let _ = writeln!(
        page,
        "{}\n{}\n",
        words.say("source", &pairs),
        words.say("list", &pairs)
    );
    page
}

fn services(bench: &Bench<'_>, sorted: &Sorted) -> String {
    let words = &bench.words;
    let mut page = format!("## {}\n\n", words.say("heading-services", &[]));
    let _ = writeln!(
        page,
        "| {} |\n|---|---|---|",
        words.say("service-columns", &[])
    );
    for requirement in &sorted.requirements {
        let setting = lines(&requirement.plan.configuration, 1).join(" ");
        let services = requirement.plan.place.services.join(", ");
        let _ = writeln!(
            page,
            "| {} | {services} | {} |",
            requirement.label,
            cell(&setting)
        );
    }
    let more = sorted
        .requirements
        .iter()
        .flat_map(|requirement| &requirement.more);
    for text in more {
        let _ = write!(page, "\n- {text}");
    }
    for (label, text) in &sorted.stated {
        let _ = write!(page, "\n- {label}: {text}");
    }
    page.push_str("\n\n");
    page
}

/// A text in a table stays in its cell.
pub fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// The topics of the plan with their headings, in the order of the knowledge.
fn topics(bench: &Bench<'_>) -> Vec<(String, String)> {
    let pair = |row: &String| {
        row.split_once(" = ")
            .map(|(topic, heading)| (topic.to_owned(), heading.to_owned()))
    };
    bench.words.list("topics").iter().filter_map(pair).collect()
}

/// What the plans say on a topic: the settings that belong to it, by requirement.
fn topic_text(bench: &Bench<'_>, sorted: &Sorted, topic: &str, heading: &str) -> String {
    let settings = bench.words.list(&format!("{topic}-settings"));
    let mut page = format!("## {heading}\n\n");
    let standing = bench.words.list(&format!("{topic}-lines"));
    for line in standing {
        let _ = writeln!(page, "- {}", fill(bench, sorted, line));
    }
    for line in counted(bench, sorted, topic) {
        let _ = writeln!(page, "- {line}");
    }
    for requirement in &sorted.requirements {
        let values: Vec<String> = settings
            .iter()
            .filter_map(|setting| value(bench, requirement, setting))
            .collect();
        if !values.is_empty() {
            let service = requirement.service();
            let _ = writeln!(
                page,
                "- {} ({service}): {}.",
                requirement.label,
                values.join("; ")
            );
        }
    }
    page.push('\n');
    if bench
        .words
        .list("firewall-in")
        .iter()
        .any(|known| known == topic)
    {
        page.push_str(&firewall::text(bench, sorted));
    }
    page
}

/// What a topic reckons from the stated load.
fn counted(bench: &Bench<'_>, sorted: &Sorted, topic: &str) -> Vec<String> {
    let reckons = |name: &str| bench.words.list(name).iter().any(|known| known == topic);
    let sizes = sorted
        .requirements
        .iter()
        .filter(|_| reckons("sizes-in"))
        .filter_map(|requirement| load::line(bench, requirement));
    let mut list: Vec<String> = sizes.collect();
    if reckons("availability-in") {
        list.extend(load::availability(bench, sorted));
    }
    list
}

/// One setting of a part in words.
fn value(bench: &Bench<'_>, requirement: &Requirement, setting: &str) -> Option<String> {
    if let Some(stated) = stated(bench, requirement, setting) {
        return Some(stated);
    }
    let main = requirement.plan.components.first()?;
    let found = requirement
        .plan
        .settings
        .iter()
        .find(|known| known.setting == setting && known.of == main.service)?;
    let service = bench.kb.services.get(&main.service)?;
    // Only what the service can do is said of it.
    service.settings.get(setting)?;
    let text = requirement.spoken.get(setting)?;
    let who = found.required_by.join(", ");
    Some(if who.is_empty() {
        text.clone()
    } else {
        format!("{text} ({who})")
    })
}

/// A value that the bullet states by the name of its setting, such as `RPO 15 minutes`: it comes before any default.
fn stated(bench: &Bench<'_>, requirement: &Requirement, setting: &str) -> Option<String> {
    bench
        .words
        .list("by-name")
        .iter()
        .find(|known| *known == setting)?;
    let words: Vec<&str> = requirement
        .words()
        .filter(|word| !word.is_empty())
        .collect();
    let at = words
        .iter()
        .position(|word| word.eq_ignore_ascii_case(setting))?;
    let (number, unit) = (words.get(at + 1)?, words.get(at + 2)?);
    number.chars().next().filter(char::is_ascii_digit)?;
    let value = format!("{number} {unit}");
    Some(bench.words.say(
        "stated",
        &[("setting", &setting.to_uppercase()), ("value", &value)],
    ))
}

fn approach(bench: &Bench<'_>, sorted: &Sorted, layers: &[Layer]) -> String {
    let words = &bench.words;
    let mut page = format!(
        "## {}\n\n| {} |\n|---|---|---|---|---|\n",
        words.say("heading-approach", &[]),
        words.say("approach-columns", &[])
    );
    for (index, layer) in layers.iter().enumerate() {
        let dates = layer.dates.map_or_else(String::new, |(from, to)| {
            if from == to {
                from.to_string()
            } else {
                format!("{from} to {to}")
            }
        });
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {dates} |",
            index + 1,
            layer.title,
            cell(&layer.delivers),
            layer.days
        );
    }
    page.push_str(&duration(bench, sorted, layers));
    let modules = modules(sorted);
    let layout = fill(
        bench,
        sorted,
        &words.say("layout", &[("modules", &modules.join(", "))]),
    );
    let _ = write!(page, " {layout}\n\n");
    page
}

/// How long it takes, and what is left until everything has to stand.
fn duration(bench: &Bench<'_>, sorted: &Sorted, layers: &[Layer]) -> String {
    let words = &bench.words;
    let mut page = String::new();
    let days = layers
        .iter()
        .map(|layer| layer.days)
        .sum::<i64>()
        .to_string();
    let end = layers
        .last()
        .and_then(|layer| layer.dates)
        .map(|(_, to)| to);
    let start = layers
        .first()
        .and_then(|layer| layer.dates)
        .map(|(from, _)| from);
    let (from, to) = (
        start.map(|day| day.to_string()).unwrap_or_default(),
        end.map(|day| day.to_string()).unwrap_or_default(),
    );
    let form = if end.is_some() {
        "approach-dated"
    } else {
        "approach-undated"
    };
    let _ = write!(
        page,
        "\n{}",
        words.say(form, &[("days", &days), ("from", &from), ("to", &to)])
    );
    if let (Some(end), Some(live)) = (end, go_live(bench, sorted)) {
        let left = between(end, live) - 1;
        let (left, live, late) = (left.to_string(), live.to_string(), left < 0);
        let form = if late { "late" } else { "slack" };
        let _ = write!(
            page,
            " {}",
            words.say(form, &[("left", &left), ("live", &live)])
        );
    }
    page
}

/// The modules of the code: the network, then each kind of part once.
fn modules(sorted: &Sorted) -> Vec<String> {
    let mut modules = vec!["network".to_owned()];
    for requirement in &sorted.requirements {
        if !modules.contains(&requirement.capability) {
            modules.push(requirement.capability.clone());
        }
    }
    modules
}

/// The day on which everything has to stand, if a bullet says so.
fn go_live(bench: &Bench<'_>, sorted: &Sorted) -> Option<jiff::civil::Date> {
    let names = bench.words.list("go-live");
    let own =
        |(label, _): &&(String, String)| names.iter().any(|name| name.eq_ignore_ascii_case(label));
    sorted
        .stated
        .iter()
        .find(own)
        .and_then(|(_, text)| text.split_whitespace().find_map(|word| word.parse().ok()))
}

fn teams(bench: &Bench<'_>, layers: &[Layer]) -> String {
    let words = &bench.words;
    let mut page = format!(
        "## {}\n\n| {} |\n|---|---|---|\n",
        words.say("heading-teams", &[]),
        words.say("team-columns", &[])
    );
    for row in words.list("teams") {
        let parts: Vec<&str> = row.split(" = ").collect();
        let [team, needed, step] = parts.as_slice() else {
            continue;
        };
        let due = layers
            .iter()
            .find(|layer| layer.title == *step)
            .and_then(|layer| layer.dates)
            .map(|(from, _)| format!(", {from}"));
        let number = layers
            .iter()
            .position(|layer| layer.title == *step)
            .map(|at| at + 1);
        let Some(number) = number else { continue };
        let due = words.say(
            "team-due",
            &[
                ("number", &number.to_string()),
                ("date", &due.unwrap_or_default()),
            ],
        );
        let _ = writeln!(page, "| {team} | {needed} | {due} |");
    }
    let _ = write!(page, "\n{}\n\n", words.say("boundary", &[]));
    page
}

fn lines(list: &[Said], count: usize) -> Vec<String> {
    list.iter()
        .take(count)
        .map(|said| said.text.clone())
        .collect()
}

/// What no bullet says, and what no bullet could be made of.
pub fn asked(bench: &Bench<'_>, sorted: &Sorted) -> Vec<String> {
    let mut list: Vec<String> = sorted
        .open
        .iter()
        .map(|(line, text)| {
            bench
                .words
                .say("open", &[("line", &line.to_string()), ("text", text)])
        })
        .collect();
    let assumed = sorted.requirements.iter();
    list.extend(assumed.filter_map(|requirement| load::assumed(bench, requirement)));
    for requirement in &sorted.requirements {
        for said in &requirement.plan.confirm {
            let text = bench.words.say(
                "question",
                &[("label", &requirement.label), ("text", &said.text)],
            );
            if !list.contains(&text) {
                list.push(text);
            }
        }
    }
    list
}

fn questions(bench: &Bench<'_>, sorted: &Sorted) -> String {
    let asked = asked(bench, sorted);
    let mut page = format!("## {}\n\n", bench.words.say("heading-questions", &[]));
    if asked.is_empty() {
        let _ = writeln!(page, "{}", bench.words.say("no-questions", &[]));
    }
    for (index, text) in asked.iter().enumerate() {
        let _ = writeln!(page, "- [ ] {}. {text}", index + 1);
    }
    page.push('\n');
    page
}

fn skills(bench: &Bench<'_>, sorted: &Sorted) -> String {
    let mut page = format!("## {}\n\n", bench.words.say("heading-skills", &[]));
    let mut seen: Vec<&str> = Vec::new();
    for skill in sorted
        .requirements
        .iter()
        .flat_map(|requirement| &requirement.plan.skills)
    {
        if !seen.contains(&skill.id.as_str()) {
            seen.push(&skill.id);
            let _ = writeln!(page, "→ /{} · {}", skill.id, skill.purpose);
        }
    }
    if seen.is_empty() {
        let _ = writeln!(page, "{}", bench.words.say("no-skills", &[]));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_keeps_its_bounds() {
        assert_eq!(cell("a | b\nc"), "a \\| b c");
    }
}
