//! How requests are read: what is found, what is said back, and that nothing breaks the reader.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test stops by panicking"
)]

use cloud_plan::facts;
use cloud_plan::kb::{self, Load};
use cloud_plan::model::lexicon::{Lexicon, fold};
use cloud_plan::model::reading::role::FactKind;
use cloud_plan::request::{self, ProfileFacts, Request, Verdict};
use proptest::prelude::*;
use std::sync::OnceLock;

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| request::lexicon::built_in().expect("the lexicon is built in"))
}

fn read(text: &str) -> Request {
    request::read(lexicon(), None, text)
}

fn values(request: &Request, kind: FactKind) -> Vec<&str> {
    request
        .facts_of(kind)
        .map(|fact| fact.value.as_str())
        .collect()
}

fn ids(list: &[request::fact::Found]) -> Vec<&str> {
    list.iter().map(|found| found.id.as_str()).collect()
}

#[test]
fn the_compiled_lexicon_is_the_one_of_the_knowledge_base() {
    let (mut kb, findings) = kb::load(&Load::default());
    assert!(findings.is_empty(), "{findings:?}");
    let stored = request::lexicon::of(&kb);
    kb.built_in = false;
    assert!(
        stored == request::lexicon::of(&kb),
        "build.rs and the program compile differently"
    );
}

#[test]
fn a_bucket_for_uploads() {
    let request =
        read("Add an S3 bucket for user-uploaded profile images. Production only for now.");
    assert_eq!(request.verdict, Verdict::Plan);
    assert_eq!(request.provider.as_deref(), Some("aws"));
    assert_eq!(request.capability_ids(), ["object-storage"]);
    assert_eq!(request.action.as_deref(), Some("create"));
    assert_eq!(request.scope.as_deref(), Some("task"));
    assert_eq!(ids(&request.environments), ["prod"]);
    assert!(ids(&request.qualifiers).contains(&"user-upload"));
    assert_eq!(
        request.data_class.map(|found| found.id),
        Some("personal".to_owned())
    );
    let purpose = request.purpose.expect("it says what for");
    assert_eq!(
        (
            purpose.words.as_str(),
            purpose.slug.as_str(),
            purpose.title.as_str()
        ),
        ("profile images", "profile-images", "Profile image")
    );
    assert!(request.unread.is_empty(), "{:?}", request.unread);
}

#[test]
fn changes_keep_both_values() {
    let sizes = read("Increase the orders database from 128G to 256GiB");
    let fact = sizes.facts_of(FactKind::Sizes).next().expect("a size");
    assert_eq!(
        (fact.from.as_deref(), fact.to.as_deref()),
        (Some("128 GB"), Some("256 GiB"))
    );
    assert_eq!(
        fact.number.map(|gb| gb.to_string()).as_deref(),
        Some("274.877906944")
    );
    let cores = read("Resize the Postgres flexible server from 4 to 8 vCores");
    assert_eq!(values(&cores, FactKind::Sizes), ["4->8 vCores"]);
    let versions = read("Upgrade EKS from 1.31 to 1.34");
    assert_eq!(values(&versions, FactKind::Versions), ["1.31->1.34"]);
    let arrows = read("bump azurerm 3.47.0..3.56.0 and redis C1->C2");
    assert_eq!(values(&arrows, FactKind::Versions), ["3.47.0->3.56.0"]);
    assert_eq!(values(&arrows, FactKind::Sizes), ["C1->C2"]);
}

#[test]
fn addresses_know_their_class() {
    let request = read(
        "Allow 10.0.0.0/8, 203.0.113.0/24, 0.0.0.0/0, 127.0.0.1, 8.8.8.8 and 2001:db8::/32 on port 443",
    );
    let classes: Vec<&str> = request
        .facts_of(FactKind::Cidrs)
        .filter_map(|fact| fact.class.as_deref())
        .collect();
    assert_eq!(
        classes,
        [
            "private",
            "documentation",
            "any",
            "loopback",
            "public",
            "documentation"
        ]
    );
    assert_eq!(values(&request, FactKind::Ports), ["443"]);
}

#[test]
fn numbers_get_their_meaning() {
    let request = read(
        "Alert when latency > 300ms for 5 minutes, keep logs for 90 days, budget $500 per month, 80% CPU, 3 replicas in eu-west-1a by 2026-12-31",
    );
    assert!(
        values(&request, FactKind::Thresholds)
            .iter()
            .any(|text| text.contains("> 300ms"))
    );
    assert_eq!(values(&request, FactKind::RetentionDays), ["90"]);
    assert_eq!(values(&request, FactKind::Cost), ["$500 per month"]);
    assert_eq!(values(&request, FactKind::Percent), ["80%"]);
    assert_eq!(values(&request, FactKind::Counts), ["3 replicas"]);
    assert_eq!(values(&request, FactKind::Regions), ["eu-west-1"]);
    assert_eq!(values(&request, FactKind::Deadline), ["2026-12-31"]);
}

#[test]
fn environments_and_their_traps() {
    let envs = |text: &str| ids(&read(text).environments).join(" ");
    assert_eq!(
        envs("Increase RDS storage in Production, Test and pre-prod"),
        "prod test preprod"
    );
    assert_eq!(envs("test the restore of the database"), "");
    assert_eq!(envs("get SES out of the sandbox"), "");
    assert_eq!(envs("Cut development time of the pipeline"), "");
    assert_eq!(
        envs("Add a queue to the payments-production cluster"),
        "prod"
    );
    assert_eq!(envs("Create a new account for non production"), "nonprod");
}

#[test]
fn the_profile_fills_a_missing_provider() {
    let profile = ProfileFacts {
        providers: vec!["gcp".to_owned()],
    };
    let text = "Add an alert for slow database queries";
    assert_eq!(read(text).provider, None);
    let filled = request::read(lexicon(), Some(&profile), text);
    assert_eq!(filled.provider.as_deref(), Some("gcp"));
    assert_eq!(filled.provider_from, request::KnownFrom::Profile);
    let named = request::read(lexicon(), Some(&profile), "Add an alert to Azure Monitor");
    assert_eq!(named.provider.as_deref(), Some("azure"));
}

#[test]
fn a_profile_outweighs_words_that_providers_share() {
    let profile = ProfileFacts {
        providers: vec!["azure".to_owned()],
    };
    let provider = |text: &str| request::read(lexicon(), Some(&profile), text).provider;
    assert_eq!(
        provider("Add an IAM role for the pipeline").as_deref(),
        Some("azure")
    );
    assert_eq!(provider("Add an RDS database").as_deref(), Some("aws"));
    assert_eq!(
        read("Add an IAM role for the pipeline").provider.as_deref(),
        Some("aws")
    );
    assert_eq!(read("Create a log bucket").provider, None);
}

#[test]
fn the_thing_and_the_details_outrank_the_verb() {
    let action = |text: &str| read(text).action.unwrap_or_default();
    for (text, expected) in [
        ("Add a node pool to the GKE cluster", "create"),
        ("Add GPU nodes to the research cluster", "create"),
        ("Add two more nodes to the AKS cluster", "scale"),
        ("Keep RDS backups for 35 days", "modify"),
        ("Purge old log groups", "delete"),
        ("Why did the database fail over last night?", "investigate"),
        ("Roll out the WAF to staging", "expand"),
        ("Close public access on the uploads bucket", "harden"),
        ("Remove the public IP from the bastion", "harden"),
        ("Remove the quota of the team", "modify"),
        ("Set work_mem to 64MB on the Postgres database", "modify"),
        ("Change the instance from r6g.large to r6g.xlarge", "scale"),
        ("Move objects to Glacier after 30 days", "modify"),
        ("Migrate the cluster to workload identity", "harden"),
    ] {
        assert_eq!(action(text), expected, "{text}");
    }
}

#[test]
fn accounts_are_things_to_remove() {
    for text in [
        "Delete the AWS account training-7",
        "Close the unused Azure subscription",
        "Delete the GCP project old-reports",
    ] {
        assert_eq!(read(text).capability_ids(), ["landing-zone"], "{text}");
    }
    assert_eq!(
        read("Delete the storage account old-reports").capability_ids(),
        ["object-storage"]
    );
}

#[test]
fn numbers_and_runtimes_are_no_purpose_and_settings_no_name() {
    let purpose = |text: &str| read(text).purpose.map(|purpose| purpose.words);
    assert_eq!(
        purpose("Alert when the database is above 80% for 5 minutes"),
        None
    );
    let runtime = read("Update the Lambda function for nodejs24.x");
    assert_eq!(runtime.purpose, None);
    assert_eq!(values(&runtime, FactKind::Versions), ["24.x"]);
    assert_eq!(
        purpose("Add a bucket for invoices").as_deref(),
        Some("invoices")
    );
    for text in [
        "Alarm on 5xx errors of the load balancer",
        "Rotate the RDS creds",
        "Set work_mem to 64MB",
        "Set my_own_flag to 5",
    ] {
        assert_eq!(read(text).facts_of(FactKind::Names).count(), 0, "{text}");
    }
}

#[test]
fn facts_for_plans_are_stated_once() {
    let fact = |text: &str, key: &str| {
        let stated = facts::stated::stated(&read(text));
        let found = stated.into_iter().find(|stated| stated.key == key);
        found
            .map(|stated| stated.values.join(", "))
            .unwrap_or_default()
    };
    assert_eq!(fact("Scale Redis from C1 to C2", "from"), "C1");
    assert_eq!(fact("Scale Redis from C1 to C2", "to"), "C2");
    let cores = "Scale the Cloud SQL instance from 4 to 8 vCPUs";
    assert_eq!(fact(cores, "vcores"), "8");
    assert_eq!(fact(cores, "from-vcores"), "4");
    assert_eq!(
        fact("Change log retention from 30 to 90 days", "retention-days"),
        "90"
    );
    let two = "Keep logs 30 days in the cluster and retain them for 365 days in the archive";
    assert_eq!(fact(two, "retention-days"), "365");
    assert_eq!(
        fact("Remove the customer Hosted Zones", "object"),
        "customer hosted zones, customer hosted zone, hosted zones, hosted zone, zones, zone"
    );
}

#[test]
fn several_providers_only_when_the_change_needs_them() {
    let provider = |text: &str| read(text).provider.unwrap_or_default();
    assert_eq!(
        provider("Move the images from S3 to Cloud Storage"),
        "multi"
    );
    assert_eq!(provider("Label the EKS and GKE clusters"), "multi");
    assert_eq!(provider("Add labels to s3://one-a and gs://one-b"), "multi");
    assert_eq!(
        provider("Move the VMs back to Azure. Keep the S3 bucket"),
        "azure"
    );
    assert_eq!(
        provider("Migrate the wiki to AWS, sign-on stays with Azure AD"),
        "aws"
    );
    assert_eq!(provider("Add a budget report on GCP, not Azure"), "gcp");
}

#[test]
fn two_unlike_changes_are_split_and_one_is_not() {
    let two = read("Add two S3 buckets and an IAM policy");
    assert_eq!(two.verdict, Verdict::Split);
    let parts: Vec<&str> = two.parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(parts, ["Add two S3 buckets", "Add an IAM policy"]);
    let refusal = request::fits(lexicon(), "feature", &two).expect_err("it does not fit");
    assert!(
        refusal.firm
            && refusal
                .reason
                .starts_with("That looks like 2 tasks, not a feature")
    );
    assert_eq!(refusal.instead.len(), 2);
    assert_eq!(
        read("Rotate and move the database password").verdict,
        Verdict::Plan
    );
    assert_eq!(
        read("Put a CDN and a certificate in front of the static site").verdict,
        Verdict::Plan
    );
}

#[test]
fn programs_are_planned_without_a_resource() {
    for (text, qualifier) in [
        ("ISO 27001 readiness for the platform", "readiness"),
        ("Adopt zero trust for all internal apps", "zero-trust"),
        ("Quarterly infrastructure plan", "quarter"),
        ("Add EU region support", "new-region"),
        (
            "Disaster recovery program for the shop",
            "disaster-recovery",
        ),
        ("FedRAMP readiness for the survey application", "readiness"),
    ] {
        let request = read(text);
        assert_eq!(request.verdict, Verdict::Plan, "{text}");
        assert_eq!(request.scope.as_deref(), Some("roadmap"), "{text}");
        assert!(ids(&request.qualifiers).contains(&qualifier), "{text}");
    }
    let training = read("Create a SageMaker training job for churn models");
    assert_eq!(training.verdict, Verdict::Plan);
    assert_eq!(
        read("Migrate the web app to App Service").scope.as_deref(),
        Some("feature")
    );
}

#[test]
fn cities_and_common_words_give_way_to_the_profile() {
    let with = |provider: &str, text: &str| {
        let providers = vec![provider.to_owned()];
        request::read(lexicon(), Some(&ProfileFacts { providers }), text)
    };
    for (provider, text) in [
        ("azure", "Add a database in Berlin"),
        ("gcp", "Create a VPC for the data team"),
        ("aws", "Add a private endpoint for the database"),
        ("gcp", "Add a VPN gateway to the office"),
        ("azure", "Add an api gateway for partners"),
        ("aws", "Put the password into the secret manager"),
    ] {
        let request = with(provider, text);
        assert_eq!(request.provider.as_deref(), Some(provider), "{text}");
        assert!(
            request
                .services
                .iter()
                .all(|service| service.id.starts_with(provider)),
            "{text}: {:?}",
            request.services
        );
    }
    let frankfurt = with("gcp", "Add a bucket in Frankfurt");
    assert_eq!(values(&frankfurt, FactKind::Regions), ["europe-west3"]);
    let nowhere = with("aws", "Add a bucket in Berlin");
    assert_eq!(nowhere.notes.len(), 1);
    assert!(
        facts::stated::stated(&nowhere)
            .iter()
            .all(|stated| stated.key != "region")
    );
    assert_eq!(
        with("aws", "Add a bucket in europe-west10")
            .provider
            .as_deref(),
        Some("gcp")
    );
}

#[test]
fn a_move_is_planned_for_where_it_goes() {
    let providers = vec!["gcp".to_owned()];
    let profile = ProfileFacts { providers };
    for (text, target) in [
        ("GCP to AWS", "aws"),
        ("Migrate the wiki from GCP to AWS", "aws"),
        ("Migrate the wiki from AWS", "gcp"),
    ] {
        let request = request::read(lexicon(), Some(&profile), text);
        let stated = facts::stated::stated(&request);
        let fact = |key: &str| {
            let found = stated.iter().find(|stated| stated.key == key);
            found.map(|stated| stated.values.join(","))
        };
        assert_eq!(fact("provider").as_deref(), Some(target), "{text}");
        let from = if target == "aws" { "gcp" } else { "aws" };
        assert_eq!(fact("from-provider").as_deref(), Some(from), "{text}");
    }
    assert_eq!(
        read("Move from EFS to EBS").capability_ids().first(),
        Some(&"block-storage")
    );
}

#[test]
fn small_words_are_what_they_are() {
    let first = |text: &str| {
        let request = read(text);
        request.capability_ids().first().map(|id| (*id).to_owned())
    };
    for (text, capability) in [
        ("Add a function for thumbnails", "function"),
        ("Give the app access to a model", "gpu-ml"),
        ("Add a billing database", "relational-db"),
        ("Add a billing alarm", "budget"),
        ("Change it to cache.r6g.large", "cache"),
        ("Resize to db.r6g.xlarge", "relational-db"),
    ] {
        assert_eq!(first(text).as_deref(), Some(capability), "{text}");
    }
    assert_eq!(
        read("Upgrade the Lambda runtime to node 22").capability_ids(),
        ["function"]
    );
    let image = read("Upgrade Composer to composer-3-airflow-2.10.5-build.4");
    assert_eq!(
        values(&image, FactKind::Versions),
        ["composer-3-airflow-2.10.5-build.4"]
    );
    assert!(
        read("Swap the staging slot of the web app")
            .environments
            .is_empty()
    );
    for text in [
        "Alert when the health check flaps",
        "Add a database for the clinical API with backups",
        "Block traffic from Russia",
        "Invalidate the CDN cache",
    ] {
        assert_eq!(read(text).facts_of(FactKind::Names).count(), 0, "{text}");
    }
    let purpose = |text: &str| read(text).purpose.map(|purpose| purpose.words);
    assert_eq!(
        purpose("Add a database for the clinical API").as_deref(),
        Some("clinical API")
    );
    assert_eq!(purpose("Move the database with minimal downtime"), None);
    assert_eq!(purpose("Protect the database with RPO 24 h"), None);
}

#[test]
fn counts_and_memory_are_numbers() {
    let fact = |text: &str, key: &str| {
        let stated = facts::stated::stated(&read(text));
        let found = stated.into_iter().find(|stated| stated.key == key);
        found
            .map(|stated| stated.values.join(", "))
            .unwrap_or_default()
    };
    assert_eq!(fact("Scale the EKS node group to 4 nodes", "count"), "4");
    assert_eq!(fact("Scale from 2 nodes to 5 nodes", "count"), "5");
    assert_eq!(fact("Scale from 2 nodes to 5 nodes", "from-count"), "2");
    assert_eq!(fact("Increase the stream's shards to 8", "count"), "8");
    assert_eq!(fact("Increase the shards from 4 to 8", "count"), "8");
    assert_eq!(fact("Create a VM with 16 GB RAM", "memory-gb"), "16");
    assert_eq!(fact("Create a VM with 16 GB RAM", "size-gb"), "");
    assert_eq!(fact("Raise the memory to 4 GB", "memory-gb"), "4");
}

#[test]
fn a_wish_with_a_list_of_changes_is_split() {
    let wish = read(
        "Reduce the cost of the lab: switch the nodes to n2-standard-2, shrink the file share, delete the old snapshots",
    );
    assert_eq!(wish.verdict, Verdict::Split);
    assert_eq!(wish.parts.len(), 3);
    let steps = read("Decommission the wiki: remove the DNS records, remove the database");
    assert_eq!(steps.verdict, Verdict::Plan);
}

#[test]
fn scopes_far_apart_are_refused_with_the_reason() {
    let bucket = read("Add an S3 bucket for invoices");
    assert!(request::fits(lexicon(), "task", &bucket).is_ok());
    let refusal = request::fits(lexicon(), "roadmap", &bucket).expect_err("a bucket is no roadmap");
    assert!(
        refusal.firm && refusal.reason.contains("task"),
        "{}",
        refusal.reason
    );
    let estate = read("Migrate all workloads from our data center to AWS");
    assert_eq!(estate.scope.as_deref(), Some("roadmap"));
    assert!(request::fits(lexicon(), "task", &estate).is_err());
}

#[test]
fn a_thing_is_named_by_what_stands_around_it() {
    let purpose = |text: &str| read(text).purpose.map(|purpose| purpose.slug);
    for (text, wanted) in [
        (
            "Add a dead letter queue to the payments SQS queue",
            "payments",
        ),
        (
            "Resize the Cloud SQL orders instance to db-custom-4-16384",
            "orders",
        ),
        (
            "Raise the visibility timeout of queue payments to 5 minutes",
            "payments",
        ),
        (
            "Scale Cloud Run service checkout to 20 instances",
            "checkout",
        ),
        (
            "Keep backups of the orders RDS database for 35 days",
            "orders",
        ),
        (
            "Create a Redis cache for session storage",
            "session-storage",
        ),
    ] {
        assert_eq!(purpose(text).as_deref(), Some(wanted), "{text}");
    }
    for text in [
        "Add a read replica to the primary database",
        "Move the self-managed PostgreSQL database to Aurora",
        "Replace our self-hosted Redis cluster",
    ] {
        assert_eq!(purpose(text), None, "{text}");
    }
}

#[test]
fn counts_have_ends_and_rates_are_none() {
    let stated = |text: &str, key: &str| {
        let facts = cloud_plan::facts::stated::stated(&read(text));
        let found = facts.into_iter().find(|stated| stated.key == key);
        found.and_then(|stated| stated.values.into_iter().next())
    };
    for text in [
        "Scale the checkout ECS service between 3 and 10 tasks at 60% CPU",
        "Scale the checkout ECS service to at least 3 and at most 10 tasks",
        "Autoscale the checkout ECS service, min 3, max 10 tasks",
    ] {
        assert_eq!(stated(text, "from-count").as_deref(), Some("3"), "{text}");
        assert_eq!(stated(text, "count").as_deref(), Some("10"), "{text}");
        assert!(stated(text, "count-bounded").is_some(), "{text}");
    }
    let text = "Change desired count of the checkout ECS service from 4 to 8";
    assert_eq!(stated(text, "count").as_deref(), Some("8"));
    assert_eq!(stated(text, "from-count").as_deref(), Some("4"));
    assert_eq!(stated(text, "count-bounded"), None);
    let text = "Set up an API Gateway that handles 200 requests per second";
    assert_eq!(stated(text, "count"), None);
    let text =
        "Keep the automated backups of our main production database in Frankfurt for 35 days";
    assert_eq!(stated(text, "retention-days").as_deref(), Some("35"));
    let text = "Stop the VMs from 7pm to 8am";
    assert_eq!(stated(text, "name"), None);
}

#[test]
fn what_is_no_change_is_declined() {
    for text in [
        "Exam 3 - Question 7. Which service sends email, SES or SNS?",
        "fix: broken link on the S3 page",
        "Add docs for the GKE upgrade",
        "Buy verified AWS accounts, guaranteed limits, contact on Telegram",
    ] {
        assert_eq!(read(text).verdict, Verdict::NotInfrastructure, "{text}");
    }
}

#[test]
fn exclusions_order_and_hedges_are_kept() {
    let request = read(
        "Decommission the old load balancers, but don't touch the RDS instances yet. Take a snapshot before.",
    );
    assert_eq!(request.exclusions.len(), 1);
    assert!(request.exclusions[0].text.contains("RDS instances"));
    assert!(!request.order.is_empty());
    let hedged = read("Upgrade Redis to 7 or 8 (TBD)");
    assert!(!hedged.questions.is_empty());
}

#[test]
fn bad_input_is_said_and_cleaned() {
    let request = read(
        "Add a \u{1b}[31mbucket\u{1b}[0m\u{202e} for\u{200b} in\u{7}voices \u{1b}]0;title\u{7}now",
    );
    assert_eq!(request.cleaned, "Add a bucket for invoices now");
    assert_eq!(request.notes.len(), 2);
    assert_eq!(read("").verdict, Verdict::Ask);
    assert_eq!(read("  \n\t ").verdict, Verdict::Ask);
    let long = read(&"add a bucket ".repeat(80_000));
    assert_eq!(long.verdict, Verdict::Ask);
    assert!(long.reason.contains("longer than"));
}

#[test]
fn names_are_data_and_have_a_safe_form() {
    let request = read("Create a bucket named `$(rm -rf ~)` and `my_bucket**`");
    let names: Vec<_> = request.facts_of(FactKind::Names).collect();
    assert!(names.iter().any(|fact| fact.text.contains("my_bucket")));
    for name in names {
        let safe = name.safe.clone().unwrap_or_else(|| name.text.clone());
        assert!(
            safe.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
            "{safe}"
        );
    }
}

#[test]
fn spans_point_into_the_original() {
    let text = "\u{200b}Add an\u{a0}S3 bucket in \u{1b}[1mFrankfurt\u{1b}[0m for café données";
    let request = read(text);
    let region = request
        .facts_of(FactKind::Regions)
        .next()
        .expect("a region");
    assert_eq!(
        text.get(region.span.start..region.span.end),
        Some("Frankfurt")
    );
    let service = request.services.first().expect("a service");
    let span = service.spans.first().expect("a place");
    assert_eq!(
        text.get(span.start..span.end)
            .map(|text| text.replace('\u{a0}', " ")),
        Some("S3 bucket".to_owned())
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn words_fold_alike_with_and_without_a_string(word in "[a-zA-Z0-9'’é]{1,12}(s|es|ies|sses|S)?") {
        prop_assert_eq!(fold::hash(&word), fold::hash_folded(&fold::fold(&word)));
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        let request = read(&text);
        prop_assert_eq!(&request.text, &text);
    }

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let request = read(&text);
        prop_assert!(!request.cleaned.chars().any(|c| c.is_control() && c != '\n'));
    }

    #[test]
    fn words_numbers_and_signs_are_read(
        words in proptest::collection::vec(
            prop_oneof![
                "(Add|move|rds|S3|gke|1\\.2\\.3|v2|from|to|->|\\.\\.|10\\.0\\.0\\.0/8|80%|\\$5|128G|5 d|`x`|prod|é|,|\\.|:|-|/)",
                "[a-zA-Z0-9._/:@-]{0,12}",
            ],
            0..30,
        )
    ) {
        let text = words.join(" ");
        let request = read(&text);
        for fact in &request.facts {
            prop_assert!(text.get(fact.span.start..fact.span.end).is_some());
        }
    }
}

#[test]
fn numbers_before_plurals_are_counts_and_names_of_services_are_not() {
    let counts = |text: &str| {
        let request = read(text);
        let list = values(&request, FactKind::Counts);
        list.iter()
            .map(|value| (*value).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        counts("Ingest from 14 vendors into the bucket"),
        ["14 vendors"]
    );
    assert!(counts("Create Route 53 records for shop.example.org").is_empty());
    assert!(counts("Plan phase 2 migrations of the bucket").is_empty());
    assert_eq!(counts("Set replicas 2 -> 5 on the cluster"), ["2->5"]);
}

#[test]
fn versions_need_no_word_before_them() {
    let versions = |text: &str| {
        let request = read(text);
        let list = values(&request, FactKind::Versions);
        list.iter()
            .any(|value| *value == "14.2->16.1" || *value == "1.30->1.33")
    };
    assert!(versions(
        "Upgrade the Aurora cluster from 14.2 to 16.1 in production"
    ));
    assert!(versions(
        "The cluster runs Kubernetes 1.30, upgrade to 1.33 including add-ons"
    ));
}

#[test]
fn a_time_of_day_is_no_port_and_no_size() {
    let request = read("Move the backup window of the database to 03:30 UTC");
    assert_eq!(values(&request, FactKind::Times), ["03:30"]);
    assert!(values(&request, FactKind::Ports).is_empty());
    assert!(values(&request, FactKind::Sizes).is_empty());
}

#[test]
fn what_a_setting_is_set_to_is_no_name() {
    let request = read("Set maxmemory-policy to volatile-lfu on the cache cart-sessions");
    assert_eq!(values(&request, FactKind::Names), ["cart-sessions"]);
}

#[test]
fn a_numbered_list_is_several_changes() {
    let text = "1) add a waf rule for the login 2) encrypt the kafka topics 3) rotate the database password";
    assert_eq!(read(text).verdict, Verdict::Split);
    assert_eq!(read(text).parts.len(), 3);
}

#[test]
fn a_link_between_two_clouds_is_about_both() {
    let request = read("VPN between our Azure network and the AWS network in Ohio");
    assert_eq!(request.provider.as_deref(), Some("multi"));
}

#[test]
fn a_whole_environment_can_be_asked_for() {
    let request = read("Stand up a demo environment for the sales people");
    assert_eq!(request.verdict, Verdict::Plan);
    assert_eq!(ids(&request.environments), ["demo"]);
}

/// What a request states under a key.
fn said(text: &str, key: &str) -> Option<String> {
    let list = facts::stated::stated(&read(text));
    let fact = list.iter().find(|fact| fact.key == key)?;
    fact.values.first().cloned()
}

#[test]
fn a_bare_number_behind_an_engine_is_its_version_and_more_of_a_thing_is_no_total() {
    let upgrade = "Move the ledger MariaDB from 10 to 11";
    assert_eq!(values(&read(upgrade), FactKind::Versions), ["10->11"]);
    let brokers = "Add 2 more brokers to the Kafka cluster";
    assert_eq!(said(brokers, "count"), None);
    assert_eq!(said(brokers, "more-count").as_deref(), Some("2"));
    let three = "Add 3 brokers to the Kafka cluster";
    assert_eq!(said(three, "count").as_deref(), Some("3"));
}

#[test]
fn a_name_may_become_another_and_people_are_no_resource() {
    let rename = "Rename the bucket acme-papers to acme-records";
    assert_eq!(said(rename, "name").as_deref(), Some("acme-papers"));
    assert_eq!(said(rename, "to").as_deref(), Some("acme-records"));
    let account = "Turn on versioning for storage account acmepapersprod";
    assert_eq!(said(account, "name").as_deref(), Some("acmepapersprod"));
    let grant = "Give the research team access to the storage account acmepapersprod";
    assert_eq!(said(grant, "name").as_deref(), Some("acmepapersprod"));
}

#[test]
fn what_the_leading_verb_makes_decides_the_action() {
    let action = |text: &str| read(text).action;
    let database = "Create a Cloud SQL database for the library with a copy in a second region";
    assert_eq!(action(database).as_deref(), Some("create"));
    let copy = "Copy the Cloud SQL database to a second region";
    assert_ne!(action(copy).as_deref(), Some("create"));
}

#[test]
fn a_number_before_a_type_of_machine_counts_machines() {
    for (text, count) in [
        (
            "Add a node group with 3 m6i.2xlarge to the EKS cluster",
            "3",
        ),
        ("Launch 2 x m7i.2xlarge for the batch jobs", "2"),
    ] {
        let request = read(text);
        let counted = request.facts_of(FactKind::Counts).next().expect(text);
        assert_eq!(
            counted.number.map(|number| number.to_string()).as_deref(),
            Some(count)
        );
    }
    let request = read("Resize the RDS instance from db.r6g.large to db.r6g.2xlarge");
    assert!(request.facts_of(FactKind::Counts).next().is_none());
}

#[test]
fn a_speed_is_no_amount() {
    let link = read("Order a 1 Gbps Direct Connect to Frankfurt");
    assert!(link.facts_of(FactKind::Cost).next().is_none());
    assert_eq!(values(&link, FactKind::Sizes).len(), 1);
    let money = read("Keep the Redis cache below 500 GBP a month");
    assert!(money.facts_of(FactKind::Cost).next().is_some());
}

#[test]
fn a_thing_with_its_age_is_a_name() {
    for (text, name) in [
        ("Delete queue orders-old in prod", Some("orders-old")),
        ("Delete the reports-old bucket", Some("reports-old")),
        ("Delete year-old snapshots", None),
        ("Create a brand-new bucket for uploads", None),
    ] {
        let request = read(text);
        let names = values(&request, FactKind::Names);
        assert_eq!(names.first().copied(), name, "{text}");
    }
}

#[test]
fn versions_time_zones_and_moves_are_told_apart() {
    let version = read("Upgrade PostgreSQL 13 on RDS to 16");
    let change = version.facts_of(FactKind::Versions).next().expect("one");
    assert_eq!(
        (change.from.as_deref(), change.to.as_deref()),
        (Some("13"), Some("16"))
    );
    let scaled = read("Scale PostgreSQL 13 on RDS to 3 replicas");
    assert!(
        scaled
            .facts_of(FactKind::Versions)
            .all(|fact| fact.to.is_none())
    );
    let zone = read("Stop the GKE dev cluster at 20:00 Europe/Berlin");
    assert!(values(&zone, FactKind::Regions).is_empty());
    let key = read("Create a Cloud KMS key for the invoices bucket");
    assert_eq!(key.provider.as_deref(), Some("gcp"));
    let moves =
        read("Migrate 40 VMware VMs and 2 SQL Server databases (1.5 TB) to Azure in 3 months");
    assert!(request::fit::fits(lexicon(), "roadmap", &moves).is_ok());
    assert!(request::fit::fits(lexicon(), "task", &moves).is_err());
    let tasks = read("Add a bucket for uploads and rotate the database password");
    assert!(request::fit::fits(lexicon(), "feature", &tasks).is_err());
}

#[test]
fn terse_lines_keep_their_numbers() {
    let bounds = "Autoscale the ledger service, 2-12 tasks at 60% CPU";
    assert_eq!(said(bounds, "from-count").as_deref(), Some("2"));
    assert_eq!(said(bounds, "to-count").as_deref(), Some("12"));
    assert_eq!(said(bounds, "count-bounded").as_deref(), Some("true"));
    let sizes = "Resize the ledger task 2 vCPU 8 GB -> 4 vCPU 16 GB";
    assert_eq!(
        values(&read(sizes), FactKind::Sizes)[..1],
        ["2 vCPU->4 vCPU"]
    );
    let opened = "allow 8080 from 10.9.0.0/16 on sg-ledger";
    assert_eq!(said(opened, "port").as_deref(), Some("8080"));
    let counted = "allow 3 addresses from the office";
    assert_eq!(said(counted, "port"), None);
    let calls = "API Gateway for the ledger, 20 million requests a month";
    let calls = read(calls);
    let count = calls.facts_of(FactKind::Counts).next();
    let count = count.and_then(|fact| fact.number).unwrap();
    assert_eq!(count.to_string(), "20000000");
}

#[test]
fn a_version_that_changes_is_an_upgrade_and_a_page_has_a_host() {
    let versions = read("redis ledger-cache 6.2 -> 7.1");
    assert_eq!(versions.action.as_deref(), Some("upgrade"));
    let name = "ledger-db enable point-in-time recovery";
    assert_eq!(said(name, "name").as_deref(), Some("ledger-db"));
    let page = "Uptime check for https://shop.acme-papers.com/health";
    assert_eq!(
        said(page, "domain").as_deref(),
        Some("shop.acme-papers.com")
    );
}
