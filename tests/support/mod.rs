//! What the tests of whole plans share: the built-in knowledge, a profile from JSON, one call from request to plan.
#![allow(
    dead_code,
    clippy::print_stderr,
    clippy::pedantic,
    missing_docs,
    reason = "every test file uses another part of it"
)]

use cloud_plan::cli::planning::{self, NoPlan, Wanted};
use cloud_plan::facts::gather::Answers;
use cloud_plan::facts::stated::Existing;
use cloud_plan::kb::{self, Kb, Load};
use cloud_plan::model::lexicon::Lexicon;
use cloud_plan::plan::{Detail, Plan};
use cloud_plan::request::{self, ProfileFacts, Request};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The day of all plans in tests.
pub const DATE: &str = "2026-11-20";

/// The built-in knowledge and its words.
pub struct Planner {
    pub kb: Kb,
    pub lexicon: Lexicon,
}

/// A profile as JSON.
pub struct Profile(pub Value);

impl Answers for Profile {
    fn values(&self, field: &str) -> Vec<String> {
        match self.0.get(field) {
            Some(Value::String(text)) if text.is_empty() => Vec::new(),
            Some(Value::String(text)) => vec![text.clone()],
            Some(Value::Bool(flag)) => vec![flag.to_string()],
            Some(Value::Array(list)) => list
                .iter()
                .filter_map(|one| one.as_str().map(str::to_owned))
                .collect(),
            _ => Vec::new(),
        }
    }
}

impl Planner {
    pub fn new() -> Self {
        let (kb, findings) = kb::load(&Load::default());
        assert!(
            !cloud_plan::diag::has_errors(&findings),
            "the built-in knowledge has errors: {findings:?}"
        );
        let lexicon = request::lexicon::of(&kb);
        Self { kb, lexicon }
    }

    pub fn read(&self, profile: &Profile, text: &str) -> Request {
        let own = profile
            .first("primary_provider")
            .or_else(|| profile.first("provider"))
            .unwrap_or_default();
        request::read(
            &self.lexicon,
            Some(&ProfileFacts {
                providers: vec![own],
            }),
            text,
        )
    }

    pub fn plan(&self, profile: &Profile, scope: &str, text: &str) -> Result<Plan, NoPlan> {
        self.plan_with(profile, scope, text, &[])
    }

    pub fn plan_with(
        &self,
        profile: &Profile,
        scope: &str,
        text: &str,
        flags: &[(&str, &str)],
    ) -> Result<Plan, NoPlan> {
        self.plan_on(profile, scope, text, flags, DATE)
    }

    pub fn plan_on(
        &self,
        profile: &Profile,
        scope: &str,
        text: &str,
        flags: &[(&str, &str)],
        date: &str,
    ) -> Result<Plan, NoPlan> {
        let request = self.read(profile, text);
        let notes = profile.first("existing_notes").unwrap_or_default();
        let flags = flags
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        let wanted = Wanted {
            profile,
            request: &request,
            existing: Existing::in_notes(&self.lexicon, &notes),
            flags,
            scope,
            date: date.to_owned(),
            number: None,
            detail: Detail::Traced,
        };
        planning::make(&self.kb, &wanted)
    }
}

/// A usual profile for a provider; fields given override it.
pub fn profile(kb: &Kb, provider: &str, changes: &Value) -> Profile {
    let region = kb
        .providers
        .get(provider)
        .map(|found| found.default_region.clone())
        .unwrap_or_default();
    let mut fields = json!({
        "provider": provider,
        "regions": [region],
        "compliance": ["none"],
        "budget_tier": "mid-market",
        "security_posture": "balanced",
        "environments": ["dev", "staging", "prod"],
        "existing_infra": "extending-existing",
        "existing_notes": "",
        "set_up_at": "2026-04-24",
        "startup_acknowledged": "yes",
        "enterprise_reason": "regulated industry",
    });
    if let (Some(fields), Some(changes)) = (fields.as_object_mut(), changes.as_object()) {
        fields.extend(changes.clone());
    }
    Profile(fields)
}

/// Every control of a framework that may be cited.
pub fn controls(kb: &Kb, framework: &str) -> BTreeSet<String> {
    let Some(found) = kb.frameworks.get(framework) else {
        return BTreeSet::new();
    };
    let base = found
        .extends
        .as_deref()
        .and_then(|id| kb.frameworks.get(id));
    let all = found
        .controls
        .iter()
        .chain(base.into_iter().flat_map(|base| base.controls.iter()));
    all.filter(|control| !control.withdrawn)
        .map(|control| control.id.0.clone())
        .collect()
}

/// The folder with public test data beside the repository, if it is there.
pub fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    path.join("data").is_dir().then_some(path)
}

/// Says that a test was not run.
pub fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}
