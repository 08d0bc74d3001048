//! The execution plan as a page: what is built with which service, in which order, at what price, and what is open.
//! It never says what no plan and no bullet says.

use std::fmt::Write as _;

use super::layers::Layer;
use super::{Bench, Sorted, approach, bill, drawing, sizing, topic};
use crate::project::words;

/// The whole page.
pub fn text(bench: &Bench<'_>, document: &str, sorted: &Sorted, layers: &[Layer]) -> String {
    let mut page = head(bench, document, sorted);
    page.push_str(&services(bench, sorted));
    page.push_str(&drawing::text(bench, sorted));
    for (topic, heading) in topic::all(bench) {
        page.push_str(&topic::text(bench, sorted, &topic, &heading));
    }
    page.push_str(&approach::text(bench, sorted, layers));
    page.push_str(&approach::teams(bench, layers));
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

/// What a document is about: its first heading, without the kind of document before a colon.
pub fn title_of(document: &str) -> &str {
    let text = document.trim_start_matches('\u{feff}');
    let heading = text.lines().find_map(|line| line.strip_prefix("# "));
    let title = heading.unwrap_or_default();
    title.split_once(':').map_or(title, |(_, rest)| rest).trim()
}

fn head(bench: &Bench<'_>, document: &str, sorted: &Sorted) -> String {
    let words = &bench.words;
    let title = title_of(document);
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
    let count = words.limit("setting-count");
    for requirement in &sorted.requirements {
        let own = format!("service-settings-{}", requirement.capability);
        let own = words.lists.get(&own);
        let own = own.map_or_else(|| words.list("service-settings"), Vec::as_slice);
        let said = own.iter();
        let said = said.filter_map(|setting| topic::setting(bench, requirement, setting));
        let said: Vec<String> = said.take(count).collect();
        let _ = writeln!(
            page,
            "| {} | {} | {} |",
            requirement.label,
            topic::services(bench, requirement),
            cell(&said.join("; "))
        );
    }
    for text in sorted.parts().flat_map(|part| &part.unread) {
        let _ = write!(page, "\n- {text}");
    }
    let stated = sorted.stated.iter();
    let stated = stated.filter(|(label, _)| topic::home(bench, label).is_none());
    for (label, text) in stated {
        let _ = write!(page, "\n- {label}: {text}");
    }
    page.push_str("\n\n");
    page
}

/// A text in a table stays in its cell.
pub fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
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
    let standing = bench.words.list("standing-questions").iter();
    list.extend(standing.map(|text| fill(bench, sorted, text)));
    let assumed = sorted.requirements.iter();
    list.extend(assumed.filter_map(|requirement| sizing::assumed(bench, requirement)));
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
