//! Joins request, profile and catalog into facts: the last stage that sees the user's words. Never: decisions.

use super::regions::regions;
use super::stated::Existing;
use super::{Facts, Origin};
use crate::kb::Kb;
use crate::model::framework::Framework;
use crate::model::profile::Exception;
use crate::model::provider::Provider;
use crate::model::quantity::comparable;
use crate::model::setting::Kind;

/// The answers of a profile, by field.
pub trait Answers {
    /// All values of a field; empty if it is not answered.
    fn values(&self, field: &str) -> Vec<String>;

    /// The first value of a field.
    fn first(&self, field: &str) -> Option<String> {
        self.values(field).into_iter().next()
    }
}

/// One thing that the request states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// The fact.
    pub key: String,
    /// Its values.
    pub values: Vec<String>,
    /// Where it stands in the request, in bytes.
    pub span: (usize, usize),
}

/// Everything that facts are made from.
pub struct Input<'a> {
    /// The profile.
    pub profile: &'a dyn Answers,
    /// What the request states.
    pub request: Vec<Stated>,
    /// What exists already, read from the notes of the profile.
    pub existing: Existing,
    /// Facts set by flags; they win.
    pub flags: Vec<(String, String)>,
    /// Which document is wanted.
    pub scope: String,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
}

/// The field of a profile that says what exists.
const NOTES: &str = "existing_notes";

/// Profile fields that become facts of the same meaning.
const FROM_PROFILE: [(&str, &str); 7] = [
    ("budget_tier", "tier"),
    ("security_posture", "posture"),
    ("existing_infra", "existing-infra"),
    ("iac_tool", "iac-tool"),
    ("org", "org"),
    ("domain", "org-domain"),
    (NOTES, "existing-notes"),
];

/// Gathers.
pub fn gather(kb: &Kb, input: &Input<'_>) -> Facts {
    let mut facts = Facts::default();
    facts.put(
        "scope",
        input.scope.clone(),
        Origin::Flag("--scope".to_owned()),
    );
    facts.put(
        "date",
        input.date.clone(),
        Origin::Flag("--date".to_owned()),
    );
    for (key, value) in &input.flags {
        facts.extend(
            key,
            value.split(',').map(|one| one.trim().to_owned()),
            Origin::Flag(format!("--assume {key}")),
        );
    }
    for stated in &input.request {
        if facts.get(&stated.key).is_none() {
            let (start, end) = stated.span;
            facts.set(
                &stated.key,
                stated.values.clone(),
                Origin::Request { start, end },
            );
        }
    }
    stated_settings(kb, &mut facts, &input.request);
    unprintable(kb, &mut facts, &input.scope);
    from_profile(&mut facts, input.profile);
    frameworks(kb, &mut facts, input.profile);
    environments(&mut facts, input.profile);
    if let Some(provider) = provider(kb, &mut facts, input.profile) {
        regions(kb, &mut facts, provider, input.profile);
    }
    words_of_the_document(kb, &mut facts);
    organization(&mut facts);
    tool(kb, &mut facts);
    grades(kb, &mut facts);
    exceptions(&mut facts, input);
    existing(&mut facts, &input.existing);
    facts
}

/// Settings that stay as they are, as long as the decision about them holds; the records of all such decisions.
fn exceptions(facts: &mut Facts, input: &Input<'_>) {
    let records: Vec<Exception> = input
        .profile
        .values("exceptions")
        .iter()
        .map(|text| Exception::read(text))
        .collect();
    let holding = records.iter().filter(|record| !record.is_over(&input.date));
    let settings: Vec<String> = holding.map(|record| record.setting.clone()).collect();
    let lines: Vec<String> = records.iter().map(Exception::line).collect();
    for (key, values) in [("exception", settings), ("exception-record", lines)] {
        if !values.is_empty() {
            facts.set(key, values, profile_origin("exceptions"));
        }
    }
}

/// What is there already and how many of it, where nothing stated says otherwise.
fn existing(facts: &mut Facts, noted: &Existing) {
    let origin = || profile_origin(NOTES);
    if !noted.ids.is_empty() {
        facts.extend("existing", noted.ids.iter().cloned(), origin());
    }
    for (key, number) in &noted.counts {
        facts.fill(key, number.clone(), origin());
    }
}

/// What the thing is for, in words that end up in titles.
const PRINTED: [&str; 5] = [
    "purpose",
    "purpose-words",
    "purpose-title",
    "object",
    "request-object",
];

/// Forgets words of the request that no document may carry: a bucket for `TODO` is for nothing yet.
fn unprintable(kb: &Kb, facts: &mut Facts, scope: &str) {
    let Some(document) = kb.document(scope) else {
        return;
    };
    let spaced = |text: &str| {
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        format!(" {} ", words.join(" ").to_lowercase())
    };
    // `<name>` forbids a form and not the word.
    let plain = |one: &&String| one.chars().all(|c| c.is_alphanumeric() || c == ' ');
    let banned: Vec<String> = document
        .list("banned")
        .iter()
        .filter(plain)
        .map(|one| spaced(one))
        .collect();
    for key in PRINTED {
        let bad = facts.values(key).iter().any(|value| {
            let value = spaced(value);
            banned.iter().any(|one| value.contains(one.as_str()))
        });
        if bad {
            facts.forget(key);
        }
    }
}

/// The tool of the code as its question prints it.
fn tool(kb: &Kb, facts: &mut Facts) {
    let label = kb.wizards.iter().next().and_then(|wizard| {
        let choice = wizard
            .question("iac_tool")?
            .choice(facts.first("iac-tool")?)?;
        choice.label.clone()
    });
    if let Some(label) = label {
        facts.fill(
            "iac-tool-title",
            label,
            Origin::Derived("iac-tool".to_owned()),
        );
    }
}

/// Limits that are settings: `RTO 15 minutes` states the setting `rto`.
fn stated_settings(kb: &Kb, facts: &mut Facts, request: &[Stated]) {
    for stated in request.iter().filter(|stated| stated.key == "threshold") {
        for value in &stated.values {
            let Some((word, limit)) = value.split_once(' ') else {
                continue;
            };
            let id = word.to_lowercase();
            let ordered = kb
                .settings
                .get(&id)
                .is_some_and(|setting| matches!(setting.kind, Kind::AtLeast | Kind::AtMost));
            if ordered && comparable(limit).is_some() {
                let (start, end) = stated.span;
                facts.fill(&id, limit, Origin::Request { start, end });
            }
        }
    }
}

/// The printed names of tier and posture.
fn grades(kb: &Kb, facts: &mut Facts) {
    for (key, title, table) in [
        ("tier", "tier-title", &kb.tiers),
        ("posture", "posture-title", &kb.postures),
    ] {
        if let Some(grade) = facts.first(key).and_then(|id| table.get(id)) {
            facts.fill(
                title,
                grade.title.clone(),
                Origin::Knowledge(grade.id.clone()),
            );
        }
    }
}

pub(super) fn profile_origin(field: &str) -> Origin {
    Origin::Profile(field.to_owned())
}

fn from_profile(facts: &mut Facts, profile: &dyn Answers) {
    for (field, key) in FROM_PROFILE {
        if let Some(value) = profile.first(field).filter(|value| !value.is_empty()) {
            facts.fill(key, value, profile_origin(field));
        }
    }
}

/// Frameworks of the profile, and the one more answer that some of them need.
fn frameworks(kb: &Kb, facts: &mut Facts, profile: &dyn Answers) {
    let named: Vec<String> = profile
        .values("compliance")
        .into_iter()
        .filter(|id| kb.frameworks.contains(id))
        .collect();
    if !named.is_empty() {
        facts.extend("framework", named.clone(), profile_origin("compliance"));
    }
    let asked: Vec<String> = facts
        .values("stated-framework")
        .iter()
        .filter(|id| kb.frameworks.contains(id) && !named.contains(id))
        .cloned()
        .collect();
    if !asked.is_empty() {
        let origin = || Origin::Derived("frameworks that the request names".to_owned());
        facts.extend("framework", asked.clone(), origin());
        let titles = asked.iter().filter_map(|id| kb.frameworks.get(id));
        let titles = titles.map(|framework| framework.cite.clone()).collect();
        facts.set("framework-beyond-profile", titles, origin());
    }
    let named: Vec<String> = named.into_iter().chain(asked).collect();
    for framework in named.iter().filter_map(|id| kb.frameworks.get(id)) {
        answers(facts, framework, profile);
    }
}

/// The word for an answer that stays open.
const UNKNOWN: &str = "unknown";

fn answers(facts: &mut Facts, framework: &Framework, profile: &dyn Answers) {
    for ask in &framework.asks {
        let answered = profile.values(&ask.field);
        if !answered.is_empty() {
            facts.extend(&ask.id, answered, profile_origin(&ask.field));
            continue;
        }
        let usual: Vec<String> = ask
            .default
            .iter()
            .flat_map(|list| list.0.clone())
            .filter(|value| value != UNKNOWN)
            .collect();
        if !usual.is_empty() {
            facts.extend(&ask.id, usual, Origin::Knowledge(framework.id.clone()));
        }
        if let Some(assume) = &ask.assume {
            facts.extend(
                "open-answers",
                [assume.clone()],
                Origin::Knowledge(framework.id.clone()),
            );
        }
    }
}

/// The environments of the profile in the order in which a change reaches them, and the one this change is for.
fn environments(facts: &mut Facts, profile: &dyn Answers) {
    let all = profile.values("environments");
    let stated: Vec<String> = facts.values("environment").to_vec();
    let last_of = |list: &[String]| {
        list.iter()
            .max_by_key(|env| all.iter().position(|known| known == *env))
            .cloned()
    };
    let env = last_of(&stated).or_else(|| all.last().cloned());
    if let Some(env) = env {
        let place = all.iter().position(|known| *known == env);
        let lower = place
            .and_then(|place| place.checked_sub(1))
            .and_then(|below| all.get(below).cloned());
        let origin = || {
            if stated.is_empty() {
                profile_origin("environments")
            } else {
                Origin::Derived("environments of the request".to_owned())
            }
        };
        facts.fill("env", env.clone(), origin());
        facts.fill("low-env", lower.unwrap_or_else(|| env.clone()), origin());
        if stated.is_empty() {
            facts.fill("environment", env, origin());
        } else {
            facts.put("environment-stated", "true", origin());
            let others: Vec<String> = all
                .iter()
                .filter(|known| !stated.contains(known))
                .cloned()
                .collect();
            if !others.is_empty() {
                facts.put(
                    "other-environments",
                    others.join(", "),
                    profile_origin("environments"),
                );
            }
        }
    }
    facts.fill(
        "environment-total",
        all.len().to_string(),
        profile_origin("environments"),
    );
    facts.fill("envs", all.join(", "), profile_origin("environments"));
    facts.fill(
        "profile-environments",
        all.join(", "),
        profile_origin("environments"),
    );
}

fn provider<'kb>(kb: &'kb Kb, facts: &mut Facts, profile: &dyn Answers) -> Option<&'kb Provider> {
    let own = profile.first("provider").unwrap_or_default();
    if !own.is_empty() && !kb.providers.contains(&own) {
        facts.put("multi-provider", "true", profile_origin("provider"));
    }
    let primary = profile.first("primary_provider").unwrap_or(own);
    if !facts
        .first("provider")
        .is_some_and(|id| kb.providers.contains(id))
    {
        facts.put("provider", primary, profile_origin("provider"));
    }
    facts.first("provider").and_then(|id| kb.providers.get(id))
}

/// Lists of the document that decisions need.
fn words_of_the_document(kb: &Kb, facts: &mut Facts) {
    let scope = facts.first("scope").unwrap_or_default().to_owned();
    let Some(document) = kb.document(&scope) else {
        return;
    };
    let origin = || Origin::Knowledge(document.id.clone());
    for list in ["making-verbs", "changing-verbs"] {
        facts.set(list, document.list(list).to_vec(), origin());
    }
    let verb = facts.first("verb").unwrap_or_default().to_owned();
    facts.set(
        "nearest-verbs",
        document.nearest.get(&verb).cloned().unwrap_or_default(),
        origin(),
    );
}

fn organization(facts: &mut Facts) {
    if facts.first("org-domain").is_none()
        && let Some(org) = facts.first("org").map(str::to_owned)
    {
        facts.put(
            "org-domain",
            format!("{org}.com"),
            Origin::Derived("org".to_owned()),
        );
    }
    for (key, title) in [("env", "env-title"), ("verb", "verb-title")] {
        if let Some(word) = facts.first(key) {
            let mut letters = word.chars();
            let capital: String = letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect())
                .unwrap_or_default();
            facts.fill(title, capital, Origin::Derived(key.to_owned()));
        }
    }
}
