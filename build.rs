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
    fs::write(out.join("knowledge.image"), image_of(&entries))
        .expect("the output directory is writable");
    let texts: String = entries.iter().map(|entry| entry.source.as_str()).collect();
    fs::write(out.join("knowledge.txt"), texts).expect("the output directory is writable");
    fs::write(out.join("lexicon.image"), lexicon_of(&entries))
        .expect("the output directory is writable");
}

/// The words of all files, compiled.
fn lexicon_of(entries: &[Packed]) -> Vec<u8> {
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
    let lexicon = model::lexicon::compile::compile(&inputs);
    postcard::to_allocvec(&lexicon).expect("a lexicon is plain data")
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

fn image_of(entries: &[Packed]) -> Vec<u8> {
    let mut body: Vec<u8> = Vec::new();
    let blobs: Vec<(u32, u32)> = entries
        .iter()
        .map(|entry| add(&mut body, &entry.blob))
        .collect();
    let mut end = 0;
    let heads = entries.iter().zip(&blobs).map(|(entry, blob)| {
        let start = end;
        end += offset(entry.source.len());
        image::Head {
            kind: entry.kind,
            id: &entry.id,
            path: &entry.path,
            key: &entry.key,
            blob: *blob,
            source: (start, end),
        }
    });
    let heads: Vec<image::Head<'_>> = heads.collect();
    let shelves = shelves_of(entries, &blobs, &mut body);
    let shelves = shelves
        .iter()
        .map(|(provider, meters)| image::Shelf {
            provider,
            meters: *meters,
        })
        .collect();
    let index = image::Index { heads, shelves };
    let index = postcard::to_allocvec(&index).expect("an index is plain data");
    let mut image = offset(index.len()).to_le_bytes().to_vec();
    image.extend_from_slice(&index);
    image.extend_from_slice(&body);
    image
}

fn add(body: &mut Vec<u8>, bytes: &[u8]) -> (u32, u32) {
    let start = offset(body.len());
    body.extend_from_slice(bytes);
    (start, offset(body.len()))
}

fn offset(length: usize) -> u32 {
    u32::try_from(length).expect("the knowledge is below 4 GiB")
}

/// Family and path of price files.
type Files<'a> = Vec<(String, &'a str)>;

/// Meter, file and place of prices.
type Rows = Vec<(String, u16, (u32, u32))>;

/// The prices of each provider by meter: where each lies within the blob of its file.
fn shelves_of(
    entries: &[Packed],
    blobs: &[(u32, u32)],
    body: &mut Vec<u8>,
) -> Vec<(String, (u32, u32))> {
    let mut found: BTreeMap<String, (Files<'_>, Rows)> = BTreeMap::new();
    for (entry, blob) in entries.iter().zip(blobs) {
        if entry.kind != Kind::Prices {
            continue;
        }
        let Ok(file) = postcard::from_bytes::<model::price::PriceFile>(&entry.blob) else {
            continue;
        };
        let provider = entry.id.split('/').next().unwrap_or_default();
        let (files, list) = found.entry(provider.to_owned()).or_default();
        let number = u16::try_from(files.len()).expect("a provider has few price files");
        files.push((file.family.clone(), entry.path.as_str()));
        let sizes: Vec<u32> = file
            .prices
            .iter()
            .map(|price| {
                offset(
                    postcard::to_allocvec(price)
                        .expect("a price is plain data")
                        .len(),
                )
            })
            .collect();
        // The prices are the end of the file's blob, one behind the other.
        let mut at = blob.1 - sizes.iter().sum::<u32>();
        for (price, size) in file.prices.iter().zip(sizes) {
            list.push((price.meter(), number, (at, at + size)));
            at += size;
        }
    }
    let shelves = found.into_iter().map(|(provider, (files, mut list))| {
        list.sort();
        // Of two prices with the same meter the later one counts, as in the files.
        list.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0;
            if same {
                earlier.clone_from(later);
            }
            same
        });
        let meters = image::Meters {
            files: files
                .iter()
                .map(|(family, path)| (family.as_str(), *path))
                .collect(),
            list: list
                .iter()
                .map(|(id, file, blob)| image::Meter {
                    id,
                    file: *file,
                    blob: *blob,
                })
                .collect(),
        };
        let bytes = postcard::to_allocvec(&meters).expect("an index is plain data");
        (provider, add(body, &bytes))
    });
    shelves.collect()
}
