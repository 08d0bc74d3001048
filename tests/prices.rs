//! The price book is complete, dated and consistent; its arithmetic is exact; a plan's range holds what it says.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "these tests read facts that nobody here wrote, and may stop at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;
use std::str::FromStr;

use cloud_plan::kb::{Kb, Load, load};
use cloud_plan::model::operation::CostEffect;
use cloud_plan::model::price::GLOBAL;
use cloud_plan::model::quantity::Range;
use cloud_plan::plan::cost::book::{PriceBook, figures};
use cloud_plan::plan::cost::item::{CostItem, Times};
use cloud_plan::plan::cost::quote::{Wanted, listed, quote};
use cloud_plan::plan::cost::summary::{CostSummary, summarize};
use cloud_plan::plan::cost::tariff::Form;
use cloud_plan::plan::cost::{money, words};
use cloud_plan::rules::script::Scripts;
use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};
use rust_decimal::Decimal;
use serde_json::Value;

fn knowledge() -> Kb {
    let (kb, findings) = load(&Load::default());
    assert!(findings.is_empty(), "{findings:#?}");
    kb
}

fn decimal(text: &str) -> Decimal {
    Decimal::from_str(text)
        .or_else(|_| Decimal::from_scientific(text))
        .unwrap()
}

fn range(low: &str, typical: &str, high: &str) -> Range {
    Range {
        low: decimal(low),
        typical: decimal(typical),
        high: decimal(high),
    }
}

/// Public facts that are not part of the package; `None`, with a message, where they are not at hand.
fn facts(name: &str) -> Option<Vec<Value>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/prices")
        .join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return None;
    };
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn number(value: &Value, key: &str) -> Decimal {
    decimal(&value[key].to_string())
}

#[test]
fn the_book_agrees_with_public_price_lists() {
    let Some(facts) = facts("prices-open.jsonl") else {
        return;
    };
    let kb = knowledge();
    let book = PriceBook::new(&kb);
    let listed: BTreeMap<String, _> = listed(&book)
        .into_iter()
        .map(|price| (price.id.clone(), price))
        .collect();
    for fact in facts
        .iter()
        .filter(|fact| fact["check"] != Value::Bool(false))
    {
        let id = text(fact, "id");
        let price = listed
            .get(id)
            .unwrap_or_else(|| panic!("{id} is not in the book"));
        assert_eq!(price.unit, text(fact, "unit"), "{id}");
        let (low, high) = (number(fact, "price_lo"), number(fact, "price_hi"));
        assert!(
            low <= price.price_usd && price.price_usd <= high,
            "{id}: {} is not in {low}-{high}",
            price.price_usd
        );
    }
}

#[test]
fn every_wanted_price_is_there() {
    let Some(facts) = facts("prices-wanted.jsonl") else {
        return;
    };
    let kb = knowledge();
    let book = PriceBook::new(&kb);
    let listed: BTreeMap<String, _> = listed(&book)
        .into_iter()
        .map(|price| (price.id.clone(), price))
        .collect();
    for fact in &facts {
        let id = text(fact, "id");
        let price = listed
            .get(id)
            .unwrap_or_else(|| panic!("{id} is not in the book"));
        assert_eq!(price.unit, text(fact, "unit"), "{id}");
        assert!(!price.price_usd.is_zero(), "{id}");
    }
}

#[test]
fn worked_totals_are_hit_to_the_cent() {
    let Some(stacks) = facts("stacks-open.jsonl") else {
        return;
    };
    let kb = knowledge();
    let book = PriceBook::new(&kb);
    for stack in &stacks {
        let wanted: Vec<Wanted> = stack["components"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| Wanted {
                price: text(part, "price_id").to_owned(),
                quantity: number(part, "qty"),
                region: None,
            })
            .collect();
        let total = quote(&book, &wanted).unwrap().total_usd;
        let expected = number(stack, "total_usd");
        let off = (total - expected).abs();
        assert!(
            off <= decimal("0.02") || off <= expected * decimal("0.001"),
            "{}: {total}, not {expected}",
            text(stack, "id")
        );
    }
}

#[test]
fn every_price_has_a_date_a_source_and_a_known_place() {
    let kb = knowledge();
    let book = PriceBook::new(&kb);
    let mut ids = BTreeSet::new();
    for (meter, entry) in book.meters() {
        let price = entry.price;
        assert!(
            price.id.starts_with(&format!("{}.", entry.provider)),
            "{meter}"
        );
        assert!(!price.unit.is_empty() && !price.item.is_empty(), "{meter}");
        let ways = [
            !price.at.is_empty(),
            !price.sizes.is_empty(),
            !price.parts.is_empty(),
        ];
        assert_eq!(
            ways.iter().filter(|way| **way).count(),
            1,
            "{meter} is priced in one way"
        );
        let regions = kb.regions.get(entry.provider).unwrap();
        for figure in figures(price) {
            let region = regions
                .regions
                .iter()
                .any(|region| region.id == figure.place);
            let scope = regions.scopes.iter().any(|scope| scope.id == figure.place);
            assert!(
                region || scope || figure.place == GLOBAL,
                "{meter}: {}",
                figure.place
            );
            assert!(
                !figure.source.is_empty() && figure.as_of.len() >= 7,
                "{meter}"
            );
            assert!(figure.usd >= Decimal::ZERO, "{meter}");
        }
    }
    for price in listed(&book) {
        assert!(ids.insert(price.id.clone()), "{} is there twice", price.id);
    }
}

#[test]
fn every_family_is_named_after_its_file_and_factors_name_families() {
    let kb = knowledge();
    let mut families: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for id in kb.prices.iter_ids() {
        let (provider, stem) = id.split_once('/').unwrap();
        assert_eq!(kb.prices.get(id).unwrap().family, stem);
        families.entry(provider).or_default().insert(stem);
    }
    for provider in kb.regions.iter_ids() {
        let regions = kb.regions.get(provider).unwrap();
        let known = &families[provider];
        let ids: BTreeSet<&str> = regions
            .regions
            .iter()
            .map(|region| region.id.as_str())
            .collect();
        assert_eq!(ids.len(), regions.regions.len(), "{provider}");
        assert!(ids.len() >= 12, "{provider}");
        for family in &regions.flat {
            assert!(known.contains(family.as_str()), "{provider} flat: {family}");
        }
        for region in &regions.regions {
            for family in region
                .factors
                .measured
                .keys()
                .chain(region.factors.from_memory.keys())
            {
                assert!(known.contains(family.as_str()), "{} {family}", region.id);
            }
            assert!(
                region
                    .pair
                    .as_ref()
                    .is_none_or(|pair| ids.contains(pair.as_str())),
                "{}",
                region.id
            );
            assert!(
                region
                    .scopes
                    .iter()
                    .all(|scope| regions.scopes.iter().any(|known| known.id == *scope))
            );
        }
    }
}

#[test]
fn every_meter_has_a_price_or_a_gap_in_every_region() {
    let kb = knowledge();
    let book = PriceBook::new(&kb);
    let quantity = decimal("10");
    for (meter, entry) in book.meters() {
        for region in &kb.regions.get(entry.provider).unwrap().regions {
            let Ok(tariff) = book.tariff(meter, &region.id) else {
                panic!("{meter} has no price in {}", region.id)
            };
            let amount = tariff.at_place(quantity);
            assert!(
                amount.low <= amount.typical && amount.typical <= amount.high,
                "{meter} {}",
                region.id
            );
            let free = figures(entry.price).all(|figure| figure.usd.is_zero())
                && !entry.price.at.is_empty();
            assert!(
                free || amount.low > Decimal::ZERO,
                "{meter} {} is free",
                region.id
            );
        }
        assert!(
            book.tariff(meter, "atlantis-1").is_err()
                || figures(entry.price).any(|f| f.place == GLOBAL)
                || !entry.price.parts.is_empty()
                || !entry.price.sizes.is_empty()
        );
    }
}

#[test]
fn bands_join_without_a_step_and_more_never_costs_less() {
    let kb = knowledge();
    let book = PriceBook::new(&kb);
    for (meter, entry) in book.meters() {
        let place = figures(entry.price)
            .next()
            .map_or("us-east-1", |figure| figure.place);
        let Ok(tariff) = book.tariff(meter, place) else {
            continue;
        };
        let Form::Bands(bands) = &tariff.form else {
            continue;
        };
        let bounds: Vec<Decimal> = bands.iter().filter_map(|band| band.up_to).collect();
        assert!(bounds.is_sorted(), "{meter}: {bounds:?}");
        for bound in bounds {
            let at = tariff.list(bound);
            let (below, above) = (
                tariff.list(bound - decimal("0.001")),
                tariff.list(bound + decimal("0.001")),
            );
            assert!(below <= at && at <= above, "{meter} at {bound}");
            assert!(
                above - below <= tariff.first_usd() * decimal("0.01"),
                "{meter} steps at {bound}"
            );
        }
        let quantities = ["0", "1", "100", "10240", "51200", "1000000", "99999999999"].map(decimal);
        assert!(
            quantities.map(|quantity| tariff.list(quantity)).is_sorted(),
            "{meter}"
        );
        assert_eq!(tariff.list(Decimal::ZERO), Decimal::ZERO, "{meter}");
    }
}

#[test]
fn bands_sizes_and_parts_add_up() {
    let kb = knowledge();
    let book = PriceBook::new(&kb);
    let check = |meter: &str, place: &str, quantity: &str, expected: &str| {
        let amount = book.tariff(meter, place).unwrap().list(decimal(quantity));
        assert_eq!(
            amount.normalize(),
            decimal(expected).normalize(),
            "{quantity} of {meter} at {place}"
        );
    };
    // A meter without its band begins with the first one.
    check("aws.egress.internet", "us-east-1", "52200", "4473.2");
    // 10,240 GB at 0.09, 40,960 at 0.085, 1,000 at 0.07.
    check("aws.egress.internet.0-10TB", "us-east-1", "52200", "4473.2");
    check("aws.s3.standard.storage", "us-east-1", "51300", "1179.8");
    check("azure.servicebus.ops.13M-100M", "westeurope", "100", "76.1");
    check("azure.disk.premium-ssd", "eastus", "100", "19.71");
    check("azure.disk.premium-ssd", "eastus", "128", "19.71");
    check("azure.disk.premium-ssd", "eastus", "129", "38.01");
    check("azure.functions.premium-ep1", "eastus", "730", "157.7165");
    check("gcp.nat.gateway", "us-central1", "730", "1.022");
    check("gcp.nat.gateway", "us-central1", "30000", "32.12");
    check("gcp.memorystore.basic", "us-central1", "730", "35.77");
    check("gcp.memorystore.basic", "us-central1", "109500", "1752");
    check(
        "gcp.cloudsql.standard-2.regional",
        "us-central1",
        "1",
        "0.2772",
    );
    // One year of hours carries what is paid at the start.
    let effective = listed(&book)
        .into_iter()
        .find(|price| price.id.contains("1yr-partial-upfront"))
        .unwrap();
    assert_eq!(effective.price_usd.round_dp(4), decimal("0.0248"));
}

#[test]
fn what_is_derived_is_wider_and_unverified() {
    let kb = knowledge();
    let book = PriceBook::new(&kb);
    let width = |meter: &str, place: &str| {
        let tariff = book.tariff(meter, place).unwrap();
        let amount = tariff.at_place(Decimal::ONE);
        (
            tariff.verified,
            ((amount.high - amount.low) / amount.typical).round_dp(2),
        )
    };
    let exact = width("aws.ec2.m5.large.linux.od", "us-east-1");
    let elsewhere = width("aws.ec2.m6i.large.linux.od", "eu-west-1");
    let nothing_known = width("aws.redshift.ra3.4xlarge", "eu-west-1");
    let memory = width("aws.backup.cold", "us-east-1");
    assert_eq!(exact, (true, Decimal::ZERO));
    assert_eq!(elsewhere, (false, decimal("0.10")));
    assert_eq!(nothing_known, (false, decimal("0.50")));
    assert_eq!(memory, (false, decimal("0.20")));
    // Families with one price everywhere stay as they are; a place of prices that is no region counts for its regions.
    assert_eq!(width("aws.kms.key", "eu-central-1"), (true, Decimal::ZERO));
    assert_eq!(
        width("aws.cloudfront.egress.0-10TB", "ap-south-1"),
        (true, Decimal::ZERO)
    );
    assert_eq!(
        book.tariff("aws.cloudfront.egress.0-10TB", "ap-south-1")
            .unwrap()
            .first_usd(),
        decimal("0.109")
    );
    assert_eq!(
        book.tariff("aws.cloudfront.egress.0-10TB.us", "eu-west-1")
            .unwrap()
            .first_usd(),
        decimal("0.085")
    );
    assert!(book.tariff("aws.no.such.meter", "us-east-1").is_err());
    assert!(
        book.tariff("aws.ec2.m5.large.linux.od", "atlantis-1")
            .is_err()
    );
}

/// The components of a small image store: the worked example of the README of costs.
fn image_store() -> Vec<CostItem> {
    let item = |meter: &str, label: &str, driver: &str, quantity: Range| CostItem {
        meter: meter.to_owned(),
        label: label.to_owned(),
        driver: driver.to_owned(),
        quantity,
        place: "us-east-1".to_owned(),
        ..CostItem::default()
    };
    vec![
        item(
            "aws.s3.standard.storage",
            "storage {q} GB",
            "S3 storage",
            range("10", "20", "60"),
        ),
        item(
            "aws.s3.standard.put",
            "PUTs {q} thousand",
            "PUTs",
            range("20", "40", "80"),
        ),
        item(
            "aws.cloudfront.egress.0-10TB",
            "egress {q} GB",
            "CloudFront egress",
            range("50", "100", "200"),
        ),
        item(
            "aws.cloudfront.https",
            "HTTPS {q} × 10k",
            "HTTPS requests",
            range("100", "200", "400"),
        ),
        item(
            "aws.cloudwatch.alarm",
            "{q} alarms",
            "alarms",
            range("2", "2", "2"),
        ),
    ]
}

fn summary(kb: &Kb, items: &[CostItem]) -> CostSummary {
    summarize(&PriceBook::new(kb), &Scripts::new(kb), items).unwrap()
}

fn said(kb: &Kb, cost: &CostSummary) -> Vec<String> {
    let forms = kb.documents.get("cost").unwrap();
    let mut lines = vec![words::headline(forms, cost)];
    lines.extend(
        words::sentences(forms, cost)
            .into_iter()
            .map(|sentence| sentence.text),
    );
    lines
}

#[test]
fn a_cost_reads_as_a_range_a_driver_and_its_arithmetic() {
    let kb = knowledge();
    let cost = summary(&kb, &image_store());
    let lines = said(&kb, &cost);
    assert_eq!(
        lines[0],
        "~$5-23/month  (driver: CloudFront egress, 75% of the typical $11)"
    );
    assert_eq!(
        lines[1],
        "Typical month: egress 100 GB × $0.085 = $8.50 (75%); HTTPS 200 × 10k × $0.01 per 10k = $2.00 (18%); \
         storage 20 GB × $0.023 = $0.46 (4%); PUTs and alarms $0.40 (3%)."
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("Free for the account and not deducted: ")),
        "{lines:#?}"
    );
    assert!(
        lines.iter().any(|line| line == "Oldest price: 2024-07-01."),
        "{lines:#?}"
    );
}

/// One priced thing in a government region.
fn thing(meter: &str, label: &str, quantity: &str, effect: CostEffect) -> CostItem {
    CostItem {
        meter: meter.to_owned(),
        label: label.to_owned(),
        quantity: Range::of(decimal(quantity)),
        effect,
        place: "us-gov-west-1".to_owned(),
        ..CostItem::default()
    }
}

#[test]
fn factors_ranges_gaps_and_one_time_costs_are_said() {
    let kb = knowledge();
    let mut endpoint = thing(
        "aws.privatelink.endpoint",
        "interface endpoint",
        "3",
        CostEffect::Add,
    );
    endpoint.times = vec![Times {
        amount: Range::of(decimal("730")),
        unit: "h".to_owned(),
    }];
    let items = [
        endpoint,
        thing("aws.kms.key", "key", "1", CostEffect::Add),
        thing(
            "aws.nothing.like.this",
            "unheard-of {q} GB",
            "5",
            CostEffect::Add,
        ),
        thing("none", "policies carry no charge", "1", CostEffect::Add),
        thing(
            "aws.secretsmanager.secret",
            "spare secret",
            "2",
            CostEffect::OneTime,
        ),
    ];
    let cost = summary(&kb, &items);
    assert_eq!(
        said(&kb, &cost)[..4],
        [
            "~$22-30/month  (driver: interface endpoint, 96%)",
            "3 × interface endpoint × 730 h × $0.010-0.013 = $22-28 (96%); key $1.00 (4%).",
            "Price not known: unheard-of.",
            "One-time: $0-1 for spare secret.",
        ]
    );
    assert_eq!(cost.gaps.len(), 1);
}

#[test]
fn nothing_priced_is_never_said_to_cost_nothing() {
    let kb = knowledge();
    let free = summary(
        &kb,
        &[thing(
            "none",
            "policies carry no charge",
            "1",
            CostEffect::None,
        )],
    );
    assert_eq!(
        said(&kb, &free),
        ["~$0/month  (driver: none; policies carry no charge)"]
    );
    let unknown = summary(
        &kb,
        &[thing(
            "aws.nothing.like.this",
            "a thing",
            "1",
            CostEffect::Add,
        )],
    );
    assert_eq!(
        said(&kb, &unknown)[0],
        "~$0/month and what has no price here: a thing"
    );
    let small = summary(
        &kb,
        &[
            thing(
                "aws.kms.requests",
                "{q} × 10k key requests",
                "1",
                CostEffect::Add,
            ),
            thing("aws.kms.key", "{q} keys", "40", CostEffect::Add),
        ],
    );
    assert!(
        said(&kb, &small)[1].contains("(below 1%)"),
        "{:?}",
        said(&kb, &small)
    );
    assert_eq!(small.lines[0].driver, "key requests");
}

#[test]
fn savings_are_told_as_savings() {
    let kb = knowledge();
    let item = |meter: &str, label: &str, effect: CostEffect| CostItem {
        meter: meter.to_owned(),
        label: label.to_owned(),
        quantity: range("2142", "2248", "2355"),
        effect,
        place: "us-central1".to_owned(),
        ..CostItem::default()
    };
    let cost = summary(
        &kb,
        &[
            item(
                "gcp.gcs.standard",
                "Standard storage {q} GiB",
                CostEffect::Save,
            ),
            item("gcp.gcs.archive", "Archive {q} GiB", CostEffect::Add),
        ],
    );
    assert!(cost.saved);
    let lines = said(&kb, &cost);
    assert_eq!(
        lines[0],
        "~$40-45/month saved  (driver: Standard storage, 100%)"
    );
    assert_eq!(
        lines[1],
        "Typical month: Standard storage 2,248 GiB × $0.02 = $44.96."
    );
    assert_eq!(lines[2], "Against it: Archive $2.57-2.83.");
}

#[test]
fn money_and_quantities_look_right() {
    let usd = |text: &str| money::usd(decimal(text));
    assert_eq!(
        [usd("8.5"), usd("571.6"), usd("1234.4"), usd("0.004")],
        ["$8.50", "$572", "$1,234", "$0.00"]
    );
    let between = |low: &str, high: &str| money::usd_range(decimal(low), decimal(high));
    assert_eq!(
        [
            between("21.9", "28.47"),
            between("0.5", "2.5"),
            between("3", "3")
        ],
        ["$22-28", "$0.50-2.50", "$3.00"]
    );
    let unit = |low: &str, typical: &str, high: &str| money::unit_price(range(low, typical, high));
    assert_eq!(unit("0.085", "0.085", "0.085"), "$0.085");
    assert_eq!(
        unit("0.0000166667", "0.0000166667", "0.0000166667"),
        "$0.0000166667"
    );
    assert_eq!(unit("0.0978", "0.1", "0.107"), "$0.098-0.107");
    assert_eq!(unit("0.9", "1", "1.1"), "$0.90-1.10");
    assert_eq!(unit("2943.55", "2943.55", "2943.55"), "$2,943.55");
    let many = |text: &str| money::quantity(decimal(text));
    assert_eq!(
        [
            many("730"),
            many("1460"),
            many("0.5"),
            many("2000000"),
            many("2.50")
        ],
        ["730", "1,460", "0.5", "2M", "2.5"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever is used and saved: low <= typical <= high, shares add up to 100, more is never cheaper, the shown range holds the exact one.
    #[test]
    fn ranges_hold(quantities in proptest::collection::vec((0u32..5_000, 0u32..5_000, 0u32..5_000), 1..7), region in 0usize..20, saves in 0usize..3) {
        let kb = knowledge();
        let book = PriceBook::new(&kb);
        let scripts = Scripts::new(&kb);
        let meters: Vec<&str> = book.meters().filter(|(_, entry)| entry.provider == "aws").map(|(meter, _)| meter).step_by(17).collect();
        let place = &kb.regions.get("aws").unwrap().regions[region].id;
        let items: Vec<CostItem> = quantities.iter().enumerate().map(|(at, (low, step, top))| CostItem {
            meter: meters[at % meters.len()].to_owned(),
            label: format!("line {at}"),
            quantity: Range { low: Decimal::from(*low), typical: Decimal::from(low + step), high: Decimal::from(low + step + top) },
            place: place.clone(),
            effect: if saves > at { CostEffect::Save } else { CostEffect::Add },
            ..CostItem::default()
        }).collect();
        let cost = summarize(&book, &scripts, &items).unwrap();
        prop_assert!(cost.month.low <= cost.month.typical && cost.month.typical <= cost.month.high);
        prop_assert!(cost.shown.low <= cost.month.low && cost.month.high <= cost.shown.high);
        let shares: u32 = cost.lines.iter().map(|line| u32::from(line.share)).sum();
        prop_assert_eq!(shares, if cost.month.high.is_zero() { 0 } else { 100 });
        let costlier: Vec<CostItem> = items.iter().cloned().map(|mut item| {
            if item.effect == CostEffect::Add { item.quantity.typical += Decimal::TEN; item.quantity.high += Decimal::TEN; }
            item
        }).collect();
        let sign = |cost: &CostSummary| if cost.saved { -cost.month.typical } else { cost.month.typical };
        prop_assert!(sign(&summarize(&book, &scripts, &costlier).unwrap()) >= sign(&cost));
    }
}

fn cloud_plan(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_cloud-plan"))
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap_or(-1),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn the_command_lists_shows_and_quotes() {
    let (code, out, _) = cloud_plan(&["price", "list", "--format", "jsonl"]);
    assert_eq!(code, 0);
    let first: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    for key in [
        "id",
        "provider",
        "region",
        "unit",
        "price_usd",
        "as_of",
        "source",
        "verified",
    ] {
        assert!(first.get(key).is_some(), "{key}");
    }
    let (code, out, _) = cloud_plan(&["price", "show", "aws.s3.standard.storage"]);
    assert!(
        code == 0 && out.contains("$0.023 us-east-1") && out.contains("used by aws/s3"),
        "{out}"
    );
    let (code, _, err) = cloud_plan(&["price", "show", "aws.s3.standrd.storage"]);
    assert!(
        code == 1 && err.contains("did you mean `aws.s3.standard.storage`?"),
        "{err}"
    );

    let list = tempfile::NamedTempFile::new().unwrap();
    let path = list.path().to_str().unwrap();
    std::fs::write(path, r#"[{"price": "aws.eip.us-east-1", "quantity": 730}, {"price": "aws.kms.key", "quantity": 2, "region": "eu-west-1"}]"#).unwrap();
    let (code, out, _) = cloud_plan(&["price", "quote", path, "--format", "json"]);
    let quote: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (code, quote["total_usd"].to_string()),
        (0, "5.65".to_owned())
    );
    std::fs::write(path, r#"[{"price": "aws.eip.mars-1", "quantity": 730}]"#).unwrap();
    let (code, _, err) = cloud_plan(&["price", "quote", path]);
    assert!(code == 1 && err.contains("no price is called"), "{err}");
    std::fs::write(path, "{").unwrap();
    assert_eq!(cloud_plan(&["price", "quote", path]).0, 1);
}

#[test]
fn a_price_file_with_mistakes_is_reported_with_its_lines() {
    let dir = tempfile::tempdir().unwrap();
    let prices = dir.path().join("catalog/providers/aws/prices");
    std::fs::create_dir_all(&prices).unwrap();
    let text = "family: other\nprices:\n  - id: aws.mine.thing\n    unit: hour\n    item: a thing\n    at: { us-eest-1: 1 }\n    up-to: 5\n    then: aws.mine.thng\n    as-of: 2026-11\n    source: a list\n  - id: aws.kms.key\n    unit: month\n    item: a key\n    at: { us-east-1: 1 }\n    as-of: 2026-11\n    source: a list\n";
    std::fs::write(prices.join("mine.yaml"), text).unwrap();
    let (kb, findings) = load(&Load {
        base: None,
        layers: vec![dir.path().to_owned()],
    });
    assert!(findings.is_empty(), "{findings:#?}");
    let said: Vec<String> = cloud_plan::kb::check::check(&kb)
        .into_iter()
        .filter_map(|finding| {
            let label = finding.labels.first()?;
            let line = label.source.position(label.span.start).line;
            label
                .source
                .path
                .ends_with("mine.yaml")
                .then(|| format!("{line}: {}", finding.message))
        })
        .collect();
    assert_eq!(
        said,
        [
            "1: the family is not named after the file",
            "6: no region or scope is called `us-eest-1`",
            "8: no price is called `aws.mine.thng`",
            "11: the price `aws.kms.key` stands in the book twice",
        ]
    );
}
