//! Runs the body of a fuzz target on mutations of the knowledge for a while, without a fuzzer:
//!
//!     cargo run --release --no-default-features --bin seeded -- TARGET SECONDS [SEED]
//!
//! The same seed draws the same inputs. An input that panics is written to `artifacts/TARGET-SEED`.

#[path = "../../../tests/support/dice.rs"]
mod dice;

use dice::Dice;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The input that is tried, for whoever writes it down.
static TRIED: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// An input that takes longer hangs.
const LONGEST: Duration = Duration::from_secs(5);

/// Texts that readers trip over.
const SPECIALS: [&str; 24] = [
    "\u{feff}", "\0", "\t", "\r\n", "\u{85}", "\u{2028}", "---\n", "...\n", "&a ", "*a",
    "<<: *a\n", "!!str ", "| \n", ">-\n", "'", "\"", "{", "}", "[", "]", "1e999", "日本",
    "{set.x}", "\u{202e}",
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Some(target), Some(seconds)) = (
        arguments.first(),
        arguments.get(1).and_then(|text| text.parse().ok()),
    ) else {
        eprintln!("usage: seeded yaml|request|rule SECONDS [SEED]");
        return ExitCode::from(2);
    };
    let seed = arguments
        .get(2)
        .and_then(|text| text.parse().ok())
        .unwrap_or(1);
    let body: fn(&[u8]) = match target.as_str() {
        "yaml" => cloud_plan_fuzz::yaml,
        "request" => cloud_plan_fuzz::request,
        "rule" => cloud_plan_fuzz::rule,
        _ => {
            eprintln!("there is no target {target}");
            return ExitCode::from(2);
        }
    };
    keep_what_panics(format!("{target}-{seed}"));
    let (mut dice, starts) = (Dice(seed), starts(target));
    let (begin, mut tries, mut slowest) = (Instant::now(), 0_u64, Duration::ZERO);
    while begin.elapsed() < Duration::from_secs(seconds) {
        let input = input(&mut dice, &starts, target);
        TRIED
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone_from(&input);
        let start = Instant::now();
        body(&input);
        slowest = slowest.max(start.elapsed());
        assert!(slowest < LONGEST, "an input took {slowest:?}");
        tries += 1;
    }
    println!(
        "{target}: {tries} inputs in {seconds} s from seed {seed}, the slowest took {slowest:?}, no crash"
    );
    ExitCode::SUCCESS
}

fn keep_what_panics(name: String) {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts");
        let input = TRIED.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = fs::create_dir_all(&folder)
            .and_then(|()| fs::write(folder.join(&name), input.as_slice()));
        told(panic);
    }));
}

/// What inputs are made of: the shipped files, or for requests the lines that ask for something.
fn starts(target: &str) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found: Vec<PathBuf> = Vec::new();
    let mut open = vec![root.join("catalog"), root.join("rules")];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path
                .extension()
                .is_some_and(|end| end == "yaml" || end == "rhai")
            {
                found.push(path);
            }
        }
    }
    found.sort();
    let texts = found
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok());
    if target != "request" {
        return texts.map(String::into_bytes).collect();
    }
    let lines: Vec<String> = texts
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let asked = lines.iter().filter_map(|line| line.split_once("request: "));
    asked
        .map(|(_, request)| request.as_bytes().to_vec())
        .collect()
}

fn input(dice: &mut Dice, starts: &[Vec<u8>], target: &str) -> Vec<u8> {
    let mut bytes = dice.one(starts).clone();
    // A window of a long file: most mistakes show in few lines.
    if dice.below(2) == 0 && bytes.len() > 800 {
        let start = dice.below(bytes.len() - 800);
        bytes = bytes[start..start + 800].to_vec();
    }
    for _ in 0..dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        match dice.below(6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.splice(at..at, dice.one(&SPECIALS).bytes())),
            2 => drop(bytes.splice(at..(at + dice.below(20)).min(bytes.len()), [])),
            3 => bytes
                .iter_mut()
                .skip(at)
                .take(1)
                .for_each(|byte| *byte = dice.byte()),
            4 => {
                let other = dice.one(starts);
                let from = dice.below(other.len());
                let part = other[from..(from + dice.below(120)).min(other.len())].to_vec();
                drop(bytes.splice(at..at, part));
            }
            _ => {
                let end = (at + dice.below(60)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                drop(bytes.splice(at..at, part));
            }
        }
    }
    if target == "rule" {
        bytes.insert(0, dice.byte());
    }
    bytes
}
