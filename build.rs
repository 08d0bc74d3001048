//! Makes the snapshot of the built-in knowledge: every file decoded once, here, so that a plan reads only what it needs.
#![allow(
    missing_docs,
    dead_code,
    unused_imports,
    clippy::pedantic,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a build script stops the build by panicking, and uses a part of what it includes"
)]

#[path = "src/kb/image.rs"]
mod image;
#[path = "src/kb/kind.rs"]
mod kind;
#[path = "src/map.rs"]
mod map;
#[path = "src/model/mod.rs"]
mod model;
#[path = "src/yaml/read/mod.rs"]
mod yaml;

use kind::Kind;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets it"));
    for watched in [
        "catalog",
        "rules",
        "src/map.rs",
        "src/model",
        "src/kb/kind.rs",
        "src/kb/image.rs",
        "src/yaml",
        "build.rs",
    ] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let mut files = Vec::new();
    for top in ["catalog", "rules"] {
        walk(&root, &root.join(top), &mut files);
    }
    files.sort();
    let mut entries: Vec<Packed> = files.iter().filter_map(|path| pack(&root, path)).collect();
    entries.sort_by(|one, other| {
        (one.kind, &one.id, &one.path).cmp(&(other.kind, &other.id, &other.path))
    });
    let texts: String = entries.iter().map(|entry| entry.source.as_str()).collect();
    let lexicon = lexicon_of(&entries);
    let mut body: Vec<u8> = Vec::new();
    let mut code = heads_of(&entries, &mut body);
    code += &shelves_of(&entries, &body);
    code += &phrases_of(&lexicon.phrases);
    code += &signals_of(&lexicon.signals);
    let lexicon = postcard::to_allocvec(&lexicon).expect("a lexicon is plain data");
    for (name, bytes) in [
        ("knowledge.image", body.as_slice()),
        ("knowledge.txt", texts.as_bytes()),
        ("lexicon.image", lexicon.as_slice()),
        ("snapshot.rs", code.as_bytes()),
    ] {
        fs::write(out.join(name), bytes).expect("the output directory is writable");
    }
    place_at_link_time();
}

/// Gives the program a fixed place in memory: the tables are full of references, and putting each of them right
/// would take a tenth of the time that a plan takes.
fn place_at_link_time() {
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

/// The words of all files, compiled.
fn lexicon_of(entries: &[Packed]) -> model::lexicon::Lexicon {
    let capabilities: Vec<model::capability::Capability> = all(entries, Kind::Capability);
    let services: Vec<model::service::Service> = all(entries, Kind::Service);
    let providers: Vec<model::provider::Provider> = all(entries, Kind::Provider);
    let frameworks: Vec<model::framework::Framework> = all(entries, Kind::Framework);
    let reading = all(entries, Kind::Request);
    let inputs = model::lexicon::compile::Inputs::new(
        &capabilities,
        &services,
        &providers,
        &frameworks,
        reading,
    );
    model::lexicon::compile::compile(&inputs)
}

fn all<T: DeserializeOwned>(entries: &[Packed], kind: Kind) -> Vec<T> {
    entries
        .iter()
        .filter(|entry| entry.kind == kind)
        .filter_map(|entry| postcard::from_bytes(&entry.blob).ok())
        .collect()
}

struct Packed {
    kind: Kind,
    id: String,
    path: String,
    blob: Vec<u8>,
    key: String,
    source: String,
}

fn walk(root: &Path, dir: &Path, files: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            walk(root, &path, files);
        } else if let Ok(relative) = path.strip_prefix(root) {
            files.push(relative.to_string_lossy().replace('\\', "/"));
        }
    }
}

fn pack(root: &Path, path: &str) -> Option<Packed> {
    let kind = Kind::of_path(path)?;
    let source = fs::read_to_string(root.join(path)).ok()?;
    let blob = blob_of(kind, &source).unwrap_or_else(|message| {
        println!("cargo::warning={path}: {message}");
        Vec::new()
    });
    let key = match kind {
        Kind::Blueprint => postcard::from_bytes::<model::blueprint::Blueprint>(&blob)
            .map(|blueprint| blueprint.key())
            .unwrap_or_default(),
        Kind::Service => postcard::from_bytes::<model::service::Service>(&blob)
            .map(|service| service.key())
            .unwrap_or_default(),
        _ => String::new(),
    };
    Some(Packed {
        kind,
        id: kind.id_of_path(path),
        path: path.to_owned(),
        blob,
        key,
        source,
    })
}

fn blob_of(kind: Kind, source: &str) -> Result<Vec<u8>, String> {
    match kind {
        Kind::Capability => decoded::<model::capability::Capability>(source),
        Kind::Setting => decoded::<model::setting::Setting>(source),
        Kind::Provider => decoded::<model::provider::Provider>(source),
        Kind::Service => decoded::<model::service::Service>(source),
        Kind::Change => decoded::<model::change::Change>(source),
        Kind::Framework => decoded::<model::framework::Framework>(source),
        Kind::Skill => decoded::<model::skill::Skill>(source),
        Kind::Roles => decoded::<model::skill::Roles>(source),
        Kind::Facts => decoded::<model::vocabulary::FactWords>(source),
        Kind::Tier | Kind::Posture => decoded::<model::grade::Grade>(source),
        Kind::Blueprint => decoded::<model::blueprint::Blueprint>(source),
        Kind::Work => decoded::<model::work::Work>(source),
        Kind::Relations => decoded::<model::phase::Relations>(source),
        Kind::Rule => decoded::<model::rule::Rule>(source),
        Kind::Document => decoded::<model::document::Document>(source),
        Kind::Wizard => decoded::<model::wizard::Wizard>(source),
        Kind::Regions => decoded::<model::price::Regions>(source),
        Kind::Prices => decoded::<model::price::PriceFile>(source),
        Kind::Request => decoded::<model::reading::Reading>(source),
        Kind::Workload => decoded::<model::design::Workload>(source),
        Kind::Design => decoded::<model::design::Design>(source),
        Kind::Choice => decoded::<model::design::Choice>(source),
        Kind::Targets => decoded::<model::design::Targets>(source),
        Kind::Sheet => decoded::<model::sheet::Sheet>(source),
        Kind::Script | Kind::Form => Ok(Vec::new()),
    }
}

fn decoded<T: DeserializeOwned + Serialize>(source: &str) -> Result<Vec<u8>, String> {
    let node = yaml::parse(source, &yaml::Limits::default()).map_err(|errors| {
        errors
            .first()
            .map(|error| error.message.clone())
            .unwrap_or_default()
    })?;
    let value: T = yaml::from_node(&node).map_err(|error| error.message)?;
    postcard::to_allocvec(&value).map_err(|error| error.to_string())
}

/// The rows of all files; their decoded forms go to the body.
fn heads_of(entries: &[Packed], body: &mut Vec<u8>) -> String {
    let (mut rows, mut end) = (Vec::new(), 0);
    for entry in entries {
        let (start, at) = (end, offset(body.len()));
        body.extend_from_slice(&entry.blob);
        end += offset(entry.source.len());
        rows.push(format!(
            "Head {{ kind: Kind::{:?}, id: {:?}, path: {:?}, key: {:?}, blob: ({at}, {}), source: ({start}, {end}) }}",
            entry.kind,
            entry.id,
            entry.path,
            entry.key,
            offset(body.len()),
        ));
    }
    table("HEADS", "Head", &rows)
}

/// A table of the program.
fn table<T: AsRef<str>>(name: &str, of: &str, rows: &[T]) -> String {
    let mut code = format!("static {name}: [{of}; {}] = [\n", rows.len());
    for row in rows {
        code += row.as_ref();
        code += ",\n";
    }
    code + "];\n"
}

fn offset(length: usize) -> u32 {
    u32::try_from(length).expect("the knowledge is below 4 GiB")
}

/// The phrases of the lexicon.
fn phrases_of(phrases: &model::lexicon::Phrases) -> String {
    fn plain<T: ToString>(name: &str, of: &str, list: &[T]) -> String {
        let rows: Vec<String> = list.iter().map(ToString::to_string).collect();
        table(name, of, &rows)
    }
    let meanings: Vec<String> = phrases.meanings.iter().map(meaning).collect();
    plain("HASHES", "u64", &phrases.hashes)
        + &plain("STARTS", "u32", &phrases.starts)
        + &table("MEANINGS", "Meaning", &meanings)
        + &plain("FIRSTS", "u64", &phrases.firsts)
        + &plain("REACHES", "u8", &phrases.reaches)
}

fn meaning(meaning: &model::lexicon::Meaning) -> String {
    use model::lexicon::Meaning;
    match meaning {
        Meaning::Verb(id, strength) => format!("Meaning::Verb({id}, Strength::{strength:?})"),
        Meaning::Environment(id, standing) => {
            format!("Meaning::Environment({id}, Standing::{standing:?})")
        }
        Meaning::Role(role) => format!("Meaning::Role(Role::{role:?})"),
        plain => format!("Meaning::{plain:?}"),
    }
}

/// What the lexicon looks for in a request.
fn signals_of(signals: &model::lexicon::signal::Signals) -> String {
    let of = |name: &str, group: &model::lexicon::signal::Group| {
        let rows: Vec<String> = group.tests.iter().map(test).collect();
        let by_mark: Vec<String> = group.by_mark.iter().map(|row| format!("{row:?}")).collect();
        let free: Vec<String> = group.free.iter().map(ToString::to_string).collect();
        table(name, "Test", &rows)
            + &table(&format!("{name}_BY_MARK"), "(u16, u16)", &by_mark)
            + &table(&format!("{name}_FREE"), "u16", &free)
    };
    of("ACTIONS", &signals.actions)
        + &of("CAPABILITIES", &signals.capabilities)
        + &of("SCOPES", &signals.scopes)
        + &of("VERDICTS", &signals.verdicts)
        + &of("QUESTIONS", &signals.questions)
}

fn test(test: &model::lexicon::signal::Test) -> String {
    let counts = |list: &[(model::reading::role::Measure, u32)]| {
        let rows = list
            .iter()
            .map(|(measure, count)| format!("(Measure::{measure:?}, {count})"));
        borrowed(rows)
    };
    let kinds = |list: &[model::reading::role::FactKind]| {
        borrowed(list.iter().map(|kind| format!("FactKind::{kind:?}")))
    };
    let marks = &test.marks;
    let marks: Vec<String> = [
        ("any", &marks.any),
        ("title", &marks.title),
        ("starts", &marks.starts),
        ("ends", &marks.ends),
        ("plural", &marks.plural),
        ("also", &marks.also),
        ("none", &marks.none),
    ]
    .map(|(field, list)| format!("{field}: {}", slice(list)))
    .to_vec();
    let fields = [
        format!("reading: Cow::Borrowed({:?})", test.reading),
        format!("weight: {}", test.weight),
        format!("why: Cow::Borrowed({:?})", test.why),
        format!("marks: Marks {{ {} }}", marks.join(", ")),
        format!("verb: {}", slice(&test.verb)),
        format!("not_verb: {}", slice(&test.not_verb)),
        format!("action: {}", slice(&test.action)),
        format!("primary: {}", slice(&test.primary)),
        format!("capability: {}", slice(&test.capability)),
        format!("qualifier: {}", slice(&test.qualifier)),
        format!("fact: {}", kinds(&test.fact)),
        format!("no_fact: {}", kinds(&test.no_fact)),
        format!("at_least: {}", counts(&test.at_least)),
        format!("at_most: {}", counts(&test.at_most)),
    ];
    format!("Test {{ {} }}", fields.join(", "))
}

fn slice<T: ToString>(list: &[T]) -> String {
    borrowed(list.iter().map(ToString::to_string))
}

fn borrowed(rows: impl Iterator<Item = String>) -> String {
    format!("Cow::Borrowed(&[{}])", rows.collect::<Vec<_>>().join(", "))
}

/// The prices of each provider by meter: where each lies within the blob of its file.
fn shelves_of(entries: &[Packed], body: &[u8]) -> String {
    let mut found: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    let mut end = 0;
    for entry in entries {
        end += offset(entry.blob.len());
        if entry.kind != Kind::Prices {
            continue;
        }
        let Ok(file) = postcard::from_bytes::<model::price::PriceFile>(&entry.blob) else {
            continue;
        };
        let provider = entry.id.split('/').next().unwrap_or_default();
        let rows = found.entry(provider).or_default();
        let blobs = file
            .prices
            .iter()
            .map(|price| postcard::to_allocvec(price).expect("a price is plain data"));
        let blobs: Vec<Vec<u8>> = blobs.collect();
        // The prices are the end of the file's blob, one behind the other.
        let mut start = end - offset(blobs.iter().map(Vec::len).sum());
        for (price, blob) in file.prices.iter().zip(&blobs) {
            let stop = start + offset(blob.len());
            assert_eq!(
                body.get(start as usize..stop as usize),
                Some(blob.as_slice()),
                "the prices of {} are not the end of its blob",
                entry.path
            );
            let (id, family) = (price.meter(), &file.family);
            let row = format!(
                "Meter {{ id: {id:?}, family: {family:?}, path: {:?}, blob: ({start}, {stop}) }}",
                entry.path
            );
            // Of two prices with the same meter the later one counts, as in the files.
            rows.insert(id, row);
            start = stop;
        }
    }
    let mut code = String::new();
    let mut shelves = Vec::new();
    for (number, (provider, rows)) in found.iter().enumerate() {
        let rows: Vec<&str> = rows.values().map(String::as_str).collect();
        code += &table(&format!("METERS_{number}"), "Meter", &rows);
        shelves.push(format!(
            "Shelf {{ provider: {provider:?}, meters: &METERS_{number} }}"
        ));
    }
    code + &table("SHELVES", "Shelf", &shelves)
}
