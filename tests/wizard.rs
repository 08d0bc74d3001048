//! The questions of the wizard: their order, their texts, what each answer leads to.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

mod knowledge;

use std::fmt::Write;

use cloud_plan::cli::vocabulary;
use cloud_plan::project::answer::Given;
use cloud_plan::project::wizard::{self, Asker, Cancelled, Prompt, Stopped};
use cloud_plan::project::{Fault, Fields, Vocabulary, json, phrase, words};
use jiff::civil::{Date, date};

const DAY: Date = date(2026, 4, 24);

/// Answers from a list and writes down everything that is said. An empty answer is the Enter key.
struct Script<'a> {
    answers: Vec<&'a str>,
    transcript: String,
    /// What the Enter key would have meant, question by question.
    defaults: Vec<Option<String>>,
}

impl Asker for Script<'_> {
    fn ask(&mut self, prompt: &Prompt<'_>) -> Result<Option<Given>, Cancelled> {
        if prompt.ask.is_empty() {
            return Ok(None);
        }
        self.defaults.push(prompt.default.clone());
        let number = prompt
            .number
            .map(|number| format!("{number}. "))
            .unwrap_or_default();
        let answer = if self.answers.is_empty() {
            return Err(Cancelled);
        } else {
            self.answers.remove(0)
        };
        writeln!(self.transcript, "{number}{} > {answer}", prompt.ask).unwrap();
        Ok(Some(answer)
            .filter(|answer| !answer.is_empty())
            .map(|answer| Given::Text(answer.to_owned())))
    }

    fn say(&mut self, text: &str) {
        writeln!(self.transcript, "{text}").unwrap();
    }

    fn refused(&mut self, _prompt: &Prompt<'_>, faults: &[Fault]) -> bool {
        for fault in faults {
            writeln!(
                self.transcript,
                "! {} [{}]",
                fault.message,
                fault.help.as_deref().unwrap_or_default()
            )
            .unwrap();
        }
        true
    }
}

fn with<T>(check: impl FnOnce(&Vocabulary<'_>) -> T) -> T {
    let kb = knowledge::kb();
    check(&vocabulary(&kb).unwrap())
}

fn set_up(answers: &[&str]) -> (Result<Fields, Stopped>, String) {
    with(|vocabulary| {
        let mut script = Script {
            answers: answers.to_vec(),
            transcript: String::new(),
            defaults: Vec::new(),
        };
        let fields = wizard::set_up(vocabulary, &mut script, DAY);
        (fields, script.transcript)
    })
}

/// The fields after these answers.
fn fields(answers: &[&str]) -> Fields {
    let (fields, transcript) = set_up(answers);
    fields.unwrap_or_else(|why| panic!("{why:?}\n{transcript}"))
}

/// Answers to the seven questions with one of them replaced and others put behind it.
fn seven(place: usize, replaced: &[&'static str]) -> Vec<&'static str> {
    let mut answers = vec!["aws", "us-east-1", "none", "", "", "", "greenfield"];
    answers.splice(place - 1..place, replaced.iter().copied());
    answers
}

fn change(before: &Fields, questions: &[&str], answers: &[&str]) -> (Fields, String) {
    with(|vocabulary| {
        let mut script = Script {
            answers: answers.to_vec(),
            transcript: String::new(),
            defaults: Vec::new(),
        };
        let questions: Vec<String> = questions.iter().map(ToString::to_string).collect();
        let fields = wizard::change(vocabulary, &mut script, before, &questions, DAY);
        (
            fields.unwrap_or_else(|why| panic!("{why:?}\n{}", script.transcript)),
            script.transcript,
        )
    })
}

#[test]
fn the_seven_questions_come_in_order_and_enter_takes_the_defaults() {
    let answers = [
        "aws",
        "us-east-1, eu-west-1",
        "hipaa + soc2",
        "security",
        "",
        "",
        "",
        "extending-existing",
        "ECS + RDS in us-east-1, ~30 services",
    ];
    let (fields, transcript) = set_up(&answers);
    assert_eq!(
        transcript,
        "Setting up cloud-plan for this project. Seven quick questions:\n\
         1. Cloud provider(s)? > aws\n\
         2. Default region(s)? > us-east-1, eu-west-1\n\
         3. Compliance scope? > hipaa + soc2\n\
         Which categories are in the report? > security\n\
         4. Budget tier? > \n\
         5. Security posture? > \n\
         6. Environment count? > \n\
         7. Existing infrastructure? > extending-existing\n\
         What is there already? > ECS + RDS in us-east-1, ~30 services\n"
    );
    assert_eq!(
        json::render(&fields.unwrap()),
        r#"{
  "provider": "aws",
  "regions": ["us-east-1", "eu-west-1"],
  "compliance": ["hipaa", "soc2"],
  "budget_tier": "mid-market",
  "security_posture": "balanced",
  "environments": ["dev", "staging", "prod"],
  "existing_infra": "extending-existing",
  "existing_notes": "ECS + RDS in us-east-1, ~30 services",
  "set_up_at": "2026-04-24",
  "soc2_categories": ["security"]
}
"#
    );
}

#[test]
fn the_confirmation_and_the_summary_are_in_words() {
    let answers = [
        "aws",
        "us-east-1, eu-west-1",
        "hipaa + soc2",
        "",
        "",
        "",
        "",
        "extending-existing",
        "ECS + RDS in us-east-1",
    ];
    let fields = fields(&answers);
    with(|vocabulary| {
        let text = words::confirmation(vocabulary, &fields, ".heaptrace/cloud-plan.json");
        assert_eq!(
            text,
            "Profile saved to .heaptrace/cloud-plan.json\n\
             \x20 Provider:     AWS\n\
             \x20 Regions:      us-east-1, eu-west-1\n\
             \x20 Compliance:   HIPAA + SOC 2\n\
             \x20 Budget:       Mid-market (balanced cost + reliability)\n\
             \x20 Security:     Balanced (vault, encryption, least-privilege)\n\
             \x20 Environments: dev / staging / prod\n\
             \x20 Existing:     Extending — ECS + RDS in us-east-1\n\
             \n\
             Now describe what you want to plan — and tell me the scope:\n\
             \x20 TASK    — single change (<1 day)\n\
             \x20 FEATURE — substantial infra work (1-3 weeks)\n\
             \x20 ROADMAP — strategic plan (1-3 months)\n\
             (Reply \"change profile\" anytime to update.)"
        );
        assert_eq!(
            words::active(vocabulary, &fields),
            "Profile (saved):\n  AWS · us-east-1, eu-west-1 · HIPAA + SOC 2 · Mid-market · Balanced · dev / staging / prod · Extending"
        );
    });
}

#[test]
fn the_scope_question_lists_the_three_with_examples_and_output() {
    with(|vocabulary| {
        let text = words::scope_question(vocabulary);
        for part in [
            "What scope is this plan?",
            "TASK — Single change",
            "add S3 bucket",
            "ROADMAP",
            "Output: 1-page plan",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    });
}

#[test]
fn several_providers_need_a_primary_one_and_keep_the_list() {
    let answers = [
        "multi-cloud",
        "aws",
        "aws, gcp",
        "eu-west-1, europe-west1",
        "gdpr",
        "",
        "",
        "",
        "greenfield",
    ];
    let fields = fields(&answers);
    assert_eq!(fields["provider"], "multi-cloud");
    assert_eq!(fields["primary_provider"], "aws");
    assert_eq!(fields["providers"], serde_json::json!(["aws", "gcp"]));
    with(|vocabulary| {
        assert!(words::table(vocabulary, &fields).contains("Multi-cloud (AWS primary; AWS, GCP)"));
    });
}

#[test]
fn every_framework_is_accepted_and_lists_can_be_written_in_many_ways() {
    let check = |text: &'static str, more: &[&'static str], expected: &[&str]| {
        let mut replaced = vec![text];
        replaced.extend(more);
        assert_eq!(
            fields(&seven(3, &replaced))["compliance"],
            serde_json::json!(expected),
            "{text}"
        );
    };
    check("none", &[], &["none"]);
    check("hipaa", &[], &["hipaa"]);
    check("gdpr", &[], &["gdpr"]);
    check("pci-dss", &["no"], &["pci-dss"]);
    check("soc2", &[""], &["soc2"]);
    check("iso27001", &[], &["iso27001"]);
    check("fedramp", &["moderate"], &["fedramp"]);
    for text in [
        "hipaa + soc2",
        "hipaa,soc2",
        "hipaa and soc2",
        "HIPAA & SOC 2",
        "hipaa soc2",
        "hipaa / soc 2; hipaa",
    ] {
        check(text, &[""], &["hipaa", "soc2"]);
    }
    check(
        "hipaa, pci dss and ISO 27001",
        &["yes"],
        &["hipaa", "pci-dss", "iso27001"],
    );
}

#[test]
fn the_frameworks_answers_are_kept_in_fields_of_their_own() {
    let fields = fields(&seven(
        3,
        &[
            "pci-dss + soc2 + fedramp",
            "yes",
            "security and availability",
            "Moderate",
        ],
    ));
    assert_eq!(fields["stores_pan"], true);
    assert_eq!(
        fields["soc2_categories"],
        serde_json::json!(["security", "availability"])
    );
    assert_eq!(fields["fedramp_level"], "moderate");
}

#[test]
fn none_excludes_every_framework() {
    let (_, transcript) = set_up(&seven(3, &["none and hipaa", "hipaa"]));
    assert!(
        transcript.contains("! `none` stands beside other values of `compliance`"),
        "{transcript}"
    );
}

#[test]
fn startup_asks_for_the_acknowledgement_and_a_no_takes_it_back() {
    let accepted = fields(&seven(4, &["startup", "yes"]));
    assert_eq!(accepted["startup_acknowledged"], "2026-04-24");
    let (fields, transcript) = set_up(&seven(4, &["startup", "no", "mid-market"]));
    let fields = fields.unwrap();
    assert_eq!(fields["budget_tier"], "mid-market");
    assert!(!fields.contains_key("startup_acknowledged"));
    assert_eq!(
        transcript.matches("4. Budget tier?").count(),
        2,
        "{transcript}"
    );
}

#[test]
fn enterprise_asks_for_its_reason() {
    let fields = fields(&seven(4, &["enterprise", "revenue: $12M ARR"]));
    assert_eq!(fields["enterprise_reason"], "revenue: $12M ARR");
}

#[test]
fn maximum_reports_whether_the_regions_are_sovereign() {
    let (_, transcript) = set_up(&seven(5, &["maximum"]));
    assert!(
        transcript.contains("us-east-1 is not a sovereign region"),
        "{transcript}"
    );
    let mut answers = seven(5, &["max"]);
    answers[1] = "us-gov-west-1";
    let (_, transcript) = set_up(&answers);
    assert!(
        transcript.contains("us-gov-west-1 is fit for the maximum posture"),
        "{transcript}"
    );
}

#[test]
fn environments_become_an_ordered_list() {
    let check = |given: &[&'static str], expected: &[&str]| {
        let (fields, transcript) = set_up(&seven(6, given));
        assert_eq!(
            fields.unwrap()["environments"],
            serde_json::json!(expected),
            "{transcript}"
        );
        transcript
    };
    check(&[""], &["dev", "staging", "prod"]);
    check(
        &["dev+staging+uat+prod"],
        &["dev", "staging", "uat", "prod"],
    );
    let transcript = check(&["dev+prod"], &["dev", "prod"]);
    assert!(
        transcript.contains("We prefer a staging environment"),
        "{transcript}"
    );
    let transcript = check(&["other", "sandbox, prod"], &["sandbox", "prod"]);
    assert!(transcript.contains("Which environments"), "{transcript}");
    check(&["Dev, QA / Prod"], &["dev", "qa", "prod"]);
}

#[test]
fn existing_infrastructure_asks_for_notes_where_they_matter() {
    for (kind, question) in [
        ("migrating-from-cloud", "Which cloud do you come from"),
        ("extending-existing", "What is there"),
    ] {
        let (fields, transcript) = set_up(&seven(7, &[kind, "GCP: GKE"]));
        assert_eq!(fields.unwrap()["existing_notes"], "GCP: GKE");
        assert!(transcript.contains(question), "{transcript}");
    }
    for kind in ["greenfield", "migrating-from-onprem"] {
        assert_eq!(fields(&seven(7, &[kind]))["existing_notes"], "");
    }
}

#[test]
fn a_wrong_region_is_told_with_the_nearest_and_asked_again() {
    let (fields, transcript) = set_up(&seven(
        2,
        &["us-eest-1", "eastus", "multiple", "eu-west-1, Frankfurt"],
    ));
    assert!(
        transcript.contains("! `us-eest-1` is not a region of AWS [did you mean `us-east-1`?]"),
        "{transcript}"
    );
    assert!(
        transcript.contains("! `eastus` is a region of Azure; the profile says `aws`"),
        "{transcript}"
    );
    assert!(
        transcript.contains("2. Which regions, separated by commas?"),
        "{transcript}"
    );
    assert_eq!(
        fields.unwrap()["regions"],
        serde_json::json!(["eu-west-1", "eu-central-1"])
    );
}

#[test]
fn breaking_off_leaves_nothing() {
    assert_eq!(set_up(&["aws", "us-east-1"]).0, Err(Stopped::Cancelled));
}

#[test]
fn another_provider_asks_again_for_regions_that_no_longer_fit() {
    let before = fields(&["aws", "us-east-1", "hipaa", "", "high", "", "greenfield"]);
    let (after, transcript) = change(&before, &["provider"], &["azure", "westeurope"]);
    assert_eq!(
        transcript,
        "Cloud provider(s)? > azure\n`us-east-1` is a region of AWS; the profile says `azure`\nDefault region(s)? > westeurope\n"
    );
    assert_eq!(after["regions"], serde_json::json!(["westeurope"]));
    for field in [
        "compliance",
        "budget_tier",
        "security_posture",
        "environments",
        "existing_infra",
        "set_up_at",
    ] {
        assert_eq!(before[field], after[field]);
    }
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
}

#[test]
fn enter_keeps_an_answer_that_fits_and_no_other() {
    let before = fields(&["aws", "us-east-1", "none", "", "", "dev+prod", "greenfield"]);
    let defaults = |questions: &[&str], answers: &[&str]| {
        with(|vocabulary| {
            let mut script = Script {
                answers: answers.to_vec(),
                transcript: String::new(),
                defaults: Vec::new(),
            };
            let questions: Vec<String> = questions.iter().map(ToString::to_string).collect();
            wizard::change(vocabulary, &mut script, &before, &questions, DAY).unwrap();
            script.defaults
        })
    };
    let current = |text: &str| Some(text.to_owned());
    let found = defaults(
        &["regions", "environments"],
        &["us-west-2", "dev+staging+prod"],
    );
    assert_eq!(found, [current("us-east-1"), current("dev, prod")]);
    let found = defaults(&["provider"], &["gcp", "europe-west1"]);
    assert_eq!(found, [current("aws"), None]);
}

#[test]
fn a_changed_answer_forgets_what_it_had_led_to() {
    let before = fields(&seven(4, &["startup", "yes"]));
    let (after, _) = change(&before, &["budget_tier"], &["enterprise", "scale"]);
    assert!(!after.contains_key("startup_acknowledged"));
    assert_eq!(after["enterprise_reason"], "scale");
    let (after, transcript) = change(&after, &["budget_tier"], &["enterprise"]);
    assert_eq!(after["enterprise_reason"], "scale", "{transcript}");
}

#[test]
fn fields_can_be_set_directly_and_every_fault_is_told() {
    let before = fields(&seven(1, &["aws"]));
    with(|vocabulary| {
        let pairs = [("regions", "westeurope"), ("provider", "azure")];
        let after = wizard::set(vocabulary, &before, &pairs, DAY).unwrap();
        assert_eq!(after["regions"], serde_json::json!(["westeurope"]));
        let faults = wizard::set(
            vocabulary,
            &before,
            &[
                ("provider", "azure"),
                ("budget_tier", "cheapest"),
                ("x", "y"),
            ],
            DAY,
        );
        let messages: Vec<String> = faults
            .unwrap_err()
            .into_iter()
            .map(|fault| fault.message)
            .collect();
        assert_eq!(
            messages,
            [
                "the profile has no field `x`",
                "`cheapest` is not a value of `budget_tier`"
            ]
        );
        let faults = wizard::set(vocabulary, &before, &[("provider", "azure")], DAY).unwrap_err();
        assert!(
            faults[0].message.contains("`us-east-1` is a region of AWS"),
            "{faults:?}"
        );
    });
}

#[test]
fn phrases_ask_for_the_questions_that_are_meant() {
    let check = |text: &str, expected: Option<(&[&str], Option<&str>)>| {
        with(|vocabulary| {
            let meant = phrase::spoken(vocabulary.wizard, text);
            let found = meant
                .as_ref()
                .map(|meant| (meant.questions.as_slice(), meant.answer.as_deref()));
            let expected = expected.map(|(questions, answer)| {
                (
                    questions
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>(),
                    answer,
                )
            });
            assert_eq!(
                found.map(|(questions, answer)| (questions.to_vec(), answer)),
                expected,
                "{text}"
            );
        });
    };
    check("change profile", Some((&[], None)));
    check("Update profile!", Some((&[], None)));
    check("different cloud", Some((&["provider"], None)));
    check(
        "please use another cloud provider",
        Some((&["provider"], None)),
    );
    check("I want to change the region", Some((&["regions"], None)));
    check(
        "change the region to eu-west-1",
        Some((&["regions"], Some("eu-west-1"))),
    );
    check(
        "different cloud: azure",
        Some((&["provider"], Some("azure"))),
    );
    check("change the budget tier", Some((&["budget_tier"], None)));
    check(
        "switch security posture",
        Some((&["security_posture"], None)),
    );
    check("change profile images bucket to private", None);
    check("update IAM policy", None);
    check("add a new region", None);
    check("switch the database to another region", None);
    check("profile", None);
    check("", None);
}
