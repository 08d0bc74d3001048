//! The layout of code for every capability that has templates, on every provider that has them: formatted, filled in,
//! and each name that one file uses is declared by another.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests may stop at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use cloud_plan::kb::{self, Kb, Load};
use tempfile::TempDir;

mod support;

const PROVIDERS: [(&str, &str); 3] = [
    ("aws", "us-east-1"),
    ("azure", "westeurope"),
    ("gcp", "europe-west1"),
];

/// A capability and words that ask for nothing else.
const REQUESTS: [(&str, &str); 16] = [
    (
        "object-storage",
        "Create an object storage bucket for invoices",
    ),
    (
        "relational-db",
        "Create a managed PostgreSQL database for orders",
    ),
    ("network", "Create a virtual network for the shop"),
    (
        "container-service",
        "Deploy a containerized API service for orders",
    ),
    ("queue", "Create a message queue for orders"),
    ("event-bus", "Create an event bus for orders"),
    (
        "function",
        "Create a serverless function that resizes images",
    ),
    ("cache", "Create a Redis cache for sessions"),
    ("kubernetes", "Create a Kubernetes cluster for the shop"),
    ("nosql-db", "Create a NoSQL database for the cart"),
    (
        "secrets",
        "Store the API key of the payment service in a secrets manager",
    ),
    ("load-balancer", "Create a load balancer for the API"),
    ("kms", "Create an encryption key for the invoices"),
    ("monitoring", "Set up monitoring for the orders service"),
    ("dns", "Create a DNS zone for example.com"),
    ("registry", "Create a container image registry for the shop"),
];

/// A service that is not the one its capability is usually built with, or an engine that its text is not written for,
/// and words that name it.
const OTHERS: [(&str, &str, &str); 13] = [
    ("aws", "aurora", "Create an Aurora cluster for orders"),
    ("aws", "nlb", "Create a Network Load Balancer for orders"),
    (
        "aws",
        "documentdb",
        "Create a DocumentDB cluster for orders",
    ),
    (
        "azure",
        "mysql-flexible",
        "Create a Database for MySQL flexible server for orders",
    ),
    (
        "azure",
        "managed-hsm",
        "Create a Managed HSM for the keys of orders",
    ),
    (
        "azure",
        "storage-queues",
        "Create a Queue Storage queue for orders",
    ),
    ("gcp", "alloydb", "Create an AlloyDB cluster for orders"),
    ("gcp", "bigtable", "Create a Bigtable instance for orders"),
    (
        "gcp",
        "cloud-tasks",
        "Create a Cloud Tasks queue for orders",
    ),
    ("aws", "rds", "Create a MySQL RDS database for orders"),
    ("gcp", "cloud-sql", "Create a MySQL database for orders"),
    (
        "azure",
        "azure-sql",
        "Create a SQL Server database for orders",
    ),
    (
        "azure",
        "cosmos-db",
        "Create a Cosmos DB for MongoDB account for orders",
    ),
];

/// Arguments that every module of a kind takes, whether its resources can use them or not.
const GIVEN: [&str; 4] = ["name", "tags", "vpc_id", "subnet_ids"];

/// One project of a provider, with a layout in a folder of its own for each request.
struct Project(TempDir);

impl Project {
    fn new(provider: &str, region: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let profile = format!(
            r#"{{"provider":"{provider}","regions":["{region}"],"compliance":["none"],"budget_tier":"mid-market","security_posture":"balanced","environments":["dev","prod"],"existing_infra":"greenfield","existing_notes":"","set_up_at":"2026-04-24"}}"#
        );
        fs::create_dir(directory.path().join(".heaptrace")).unwrap();
        fs::write(directory.path().join(".heaptrace/cloud-plan.json"), profile).unwrap();
        Self(directory)
    }

    /// The files of a layout by their path below its folder, and what was said while they were written.
    fn layout(&self, name: &str, request: &str) -> (BTreeMap<String, String>, String) {
        let folder = format!("layouts/{name}");
        let output = Command::new(cargo_bin("cloud-plan"))
            .args(["scaffold", "--dir", &folder, request])
            .current_dir(self.0.path())
            .env("HOME", self.0.path())
            .env("XDG_CONFIG_HOME", self.0.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{request}: {said}");
        let workflow = self.0.path().join(".github/workflows/infrastructure.yml");
        let mut files = BTreeMap::new();
        collect(&self.0.path().join(folder), "", &mut files);
        let pipeline = fs::read_to_string(&workflow).unwrap();
        files.insert("infrastructure.yml".to_owned(), pipeline);
        fs::remove_file(workflow).unwrap();
        (files, said)
    }
}

fn collect(folder: &Path, below: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let below = format!("{below}{name}");
        if path.is_dir() {
            collect(&path, &format!("{below}/"), files);
        } else {
            files.insert(below, fs::read_to_string(&path).unwrap());
        }
    }
}

/// The code of one folder: what it declares and what it uses.
#[derive(Default)]
struct Code {
    variables: BTreeSet<String>,
    /// Variables that a call must give.
    needed: BTreeSet<String>,
    outputs: BTreeSet<String>,
    /// `type.name` of each resource, and `data.type.name` of each lookup.
    resources: BTreeSet<String>,
    locals: BTreeSet<String>,
    /// Providers that are pinned.
    pinned: BTreeSet<String>,
    /// Arguments of each module that is called.
    calls: BTreeMap<String, BTreeSet<String>>,
    /// Every word with a dot that stands outside of comments.
    used: BTreeSet<String>,
}

impl Code {
    fn of(files: &BTreeMap<String, String>, folder: &str) -> Self {
        let mut code = Self::default();
        for text in files
            .iter()
            .filter(|(path, _)| {
                path.strip_prefix(folder)
                    .is_some_and(|rest| !rest.contains('/'))
                    && path.ends_with(".tf")
            })
            .map(|(_, text)| text)
        {
            code.read(text);
        }
        code
    }

    fn read(&mut self, text: &str) {
        let mut block: Vec<&str> = Vec::new();
        for line in text.lines().filter(|line| !line.trim().starts_with('#')) {
            if !line.starts_with([' ', '}']) && line.trim_end_matches('}').ends_with('{') {
                block = line
                    .split([' ', '"'])
                    .filter(|word| !word.is_empty())
                    .collect();
                self.declare(&block);
            } else if let Some(rest) = line
                .strip_prefix("  ")
                .filter(|rest| !rest.starts_with(' '))
            {
                self.inside(&block, rest);
            } else if block.first() == Some(&"terraform")
                && line.starts_with("    ")
                && line.ends_with("= {")
            {
                self.pinned.insert(first_word(line));
            }
            let words = line
                .split(|letter: char| !(letter.is_ascii_alphanumeric() || "_.-".contains(letter)));
            self.used
                .extend(words.filter(|word| word.contains('.')).map(str::to_owned));
        }
    }

    fn declare(&mut self, block: &[&str]) {
        match *block {
            ["variable", name, ..] => {
                self.variables.insert(name.to_owned());
                self.needed.insert(name.to_owned());
            }
            ["output", name, ..] => {
                self.outputs.insert(name.to_owned());
            }
            ["resource", kind, name, ..] => {
                self.resources.insert(format!("{kind}.{name}"));
            }
            ["data", kind, name, ..] => {
                self.resources.insert(format!("data.{kind}.{name}"));
            }
            ["module", name, ..] => {
                self.calls.insert(name.to_owned(), BTreeSet::new());
            }
            _ => {}
        }
    }

    fn inside(&mut self, block: &[&str], line: &str) {
        let name = first_word(line);
        match *block {
            ["variable", variable, ..] if name == "default" => {
                self.needed.remove(variable);
            }
            ["locals", ..] => {
                self.locals.insert(name);
            }
            ["module", module, ..] if name != "source" => {
                self.calls.get_mut(module).unwrap().insert(name);
            }
            _ => {}
        }
    }

    /// Names after a prefix, such as the variables that are used.
    fn names(&self, prefix: &str) -> BTreeSet<String> {
        let found = self
            .used
            .iter()
            .filter_map(|word| word.strip_prefix(prefix));
        found
            .map(|rest| rest.split('.').next().unwrap().to_owned())
            .collect()
    }

    /// What is used and not declared, or declared and not used.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let used = self.names("var.");
        for name in used.difference(&self.variables) {
            faults.push(format!("var.{name} is not declared"));
        }
        for name in self
            .variables
            .difference(&used)
            .filter(|name| !GIVEN.contains(&name.as_str()))
        {
            faults.push(format!("variable {name} is not used"));
        }
        for name in self.names("local.").difference(&self.locals) {
            faults.push(format!("local.{name} is not declared"));
        }
        let kinds: BTreeSet<&str> = self.resources.iter().map(|one| provider_of(one)).collect();
        for kind in kinds.iter().filter(|kind| !self.pinned.contains(**kind)) {
            faults.push(format!("the provider {kind} is not pinned"));
        }
        for word in self
            .used
            .iter()
            .filter(|word| kinds.contains(provider_of(word)) && word.contains('_'))
        {
            let length = if word.starts_with("data.") { 3 } else { 2 };
            let address: Vec<&str> = word.split('.').take(length).collect();
            if address.len() == length && !self.resources.contains(&address.join(".")) {
                faults.push(format!("{word} is not declared"));
            }
        }
        faults
    }
}

fn first_word(line: &str) -> String {
    line.split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The provider that a resource type belongs to: what stands before the first underscore.
fn provider_of(address: &str) -> &str {
    let kind = address.strip_prefix("data.").unwrap_or(address);
    kind.split(['_', '.']).next().unwrap_or_default()
}

/// Blanks that nobody filled in: one lowercase word in braces that is no reference of the language.
fn blanks(text: &str) -> Vec<String> {
    let words = text.match_indices('{').filter_map(|(at, _)| {
        let (word, _) = text[at + 1..].split_once('}')?;
        let blank = !word.is_empty()
            && word
                .chars()
                .all(|one| one.is_ascii_lowercase() || one == '-');
        (blank && !text[..at].ends_with('$')).then(|| word.to_owned())
    });
    words.collect()
}

/// Everything that is wrong with how the files of a layout fit together.
fn faults(files: &BTreeMap<String, String>) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, text) in files {
        faults.extend(
            blanks(text)
                .iter()
                .map(|blank| format!("{path}: {{{blank}}} is left")),
        );
    }
    let folders = |under: &str| -> BTreeSet<String> {
        let below = files.keys().filter_map(|path| path.strip_prefix(under));
        below
            .map(|rest| rest.split('/').next().unwrap().to_owned())
            .collect()
    };
    let code = |folder: String| Code::of(files, &folder);
    let modules: BTreeMap<String, Code> = folders("modules/")
        .into_iter()
        .map(|name| (name.clone(), code(format!("modules/{name}/"))))
        .collect();
    for (name, module) in &modules {
        faults.extend(
            module
                .faults()
                .iter()
                .map(|fault| format!("modules/{name}: {fault}")),
        );
    }
    for name in folders("environments/") {
        let environment = code(format!("environments/{name}/"));
        faults.extend(environment.faults());
        faults.extend(wiring(&environment, &modules));
    }
    faults
}

/// What an environment and its modules disagree about.
fn wiring(environment: &Code, modules: &BTreeMap<String, Code>) -> Vec<String> {
    let mut faults = Vec::new();
    let called: BTreeSet<&String> = environment.calls.keys().collect();
    if called != modules.keys().collect() {
        faults.push(format!("it calls {called:?} and not each module"));
    }
    for (name, arguments) in &environment.calls {
        let module = &modules[name];
        for one in arguments.difference(&module.variables) {
            faults.push(format!("{name} has no variable {one}"));
        }
        for one in module.needed.difference(arguments) {
            faults.push(format!("{name} is not given {one}"));
        }
    }
    for word in environment
        .used
        .iter()
        .filter_map(|word| word.strip_prefix("module."))
    {
        let (module, output) = word.split_once('.').unwrap_or((word, ""));
        if !modules
            .get(module)
            .is_some_and(|code| code.outputs.contains(output))
        {
            faults.push(format!("there is no output module.{word}"));
        }
    }
    faults
}

fn knowledge() -> Kb {
    kb::load(&Load::default()).0
}

#[test]
fn every_layout_is_wired_filled_in_and_formatted() {
    let terraform = Command::new("terraform").arg("version").output();
    let terraform = terraform.is_ok_and(|output| output.status.success());
    let mut count = 0;
    for (provider, region) in PROVIDERS {
        let project = Project::new(provider, region);
        for (capability, request) in REQUESTS {
            let (files, said) = project.layout(capability, request);
            let main = files.get(&format!("modules/{capability}/main.tf"));
            let main =
                main.unwrap_or_else(|| panic!("{provider} {capability}: {:?}", files.keys()));
            assert!(
                main.contains("\nresource \""),
                "{provider} {capability}: {said}{main}"
            );
            assert_eq!(
                faults(&files),
                Vec::<String>::new(),
                "{provider} {capability}"
            );
            count += 1;
        }
        if terraform {
            let output = Command::new("terraform")
                .args(["fmt", "-check", "-recursive", "-diff", "layouts"])
                .current_dir(project.0.path())
                .output()
                .unwrap();
            let told = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(
                output.status.success(),
                "{provider}: {told}{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }
    assert_eq!(count, 48);
    if !terraform {
        support::skipped("terraform is not installed");
    }
}

/// The templates and the capabilities of this file are the same: a new template is tried by the test above.
#[test]
fn every_template_is_tried() {
    let kb = knowledge();
    for (provider, _) in PROVIDERS {
        let texts = &kb
            .documents
            .get(&format!("scaffold-{provider}"))
            .unwrap()
            .texts;
        let tried: BTreeSet<String> = REQUESTS
            .iter()
            .map(|(capability, _)| format!("{provider}-{capability}"))
            .collect();
        let frame = ["backend", "provider", "versions"].map(|part| format!("{provider}-{part}"));
        let parts = |id: &&String| {
            !id.ends_with("-variables") && !id.ends_with("-outputs") && !frame.contains(id)
        };
        let written: BTreeSet<String> = texts.keys().filter(parts).cloned().collect();
        assert_eq!(written, tried);
    }
}

/// A service without a text of its own gets its resource types, and never the resources of the usual one.
#[test]
fn another_service_gets_a_skeleton_and_no_foreign_resources() {
    let kb = knowledge();
    for (provider, region) in PROVIDERS {
        let project = Project::new(provider, region);
        for (_, id, request) in OTHERS.iter().filter(|(of, _, _)| *of == provider) {
            let service = kb.services.get(&format!("{provider}/{id}")).unwrap();
            let (files, said) = project.layout(id, request);
            let head = format!(
                "# {}: the resource types of this module are\n# ",
                service.title
            );
            let own = files.iter().find(|(_, text)| text.starts_with(&head));
            let (path, text) = own.unwrap_or_else(|| panic!("{id}: {:?}", files.keys()));
            assert!(!text.contains("resource \""), "{id}: {text}");
            assert!(
                service.iac.iter().all(|kind| text.contains(kind.as_str())),
                "{id}: {text}"
            );
            let module = path.split('/').nth(1).unwrap();
            assert!(
                said.contains(&format!(
                    "note: modules/{module} lists the resource types of {}",
                    service.title
                )),
                "{said}"
            );
            assert_eq!(faults(&files), Vec::<String>::new(), "{id}");
        }
    }
}

/// A file of the layout of a cache, what is changed in it, and what is found then.
const BROKEN: [(&str, &str, &str, &str); 9] = [
    (
        ENVIRONMENT,
        "network.subnet_ids",
        "network.none",
        "no output module.network.none",
    ),
    (
        ENVIRONMENT,
        "  vpc_id ",
        "  vpc_of ",
        "cache has no variable vpc_of",
    ),
    (
        ENVIRONMENT,
        "  vpc_id ",
        "  vpc_of ",
        "cache is not given vpc_id",
    ),
    (
        ENVIRONMENT,
        "local.tags",
        "local.labels",
        "local.labels is not declared",
    ),
    (
        "modules/network/outputs.tf",
        "output \"vpc_id\"",
        "output \"id\"",
        "no output module.network.vpc_id",
    ),
    (
        CACHE,
        "var.vpc_id",
        "var.network",
        "var.network is not declared",
    ),
    (
        CACHE,
        "aws_security_group.this",
        "aws_security_group.that",
        "aws_security_group.that",
    ),
    (CACHE, "var.name", "{service}", "{service} is left"),
    (
        "modules/cache/versions.tf",
        "aws = {",
        "other = {",
        "the provider aws is not pinned",
    ),
];

const ENVIRONMENT: &str = "environments/prod/main.tf";
const CACHE: &str = "modules/cache/main.tf";

/// The reader of these tests finds what is wrong; otherwise the tests above prove nothing.
#[test]
fn what_does_not_fit_is_found() {
    let project = Project::new("aws", "us-east-1");
    let (files, _) = project.layout("cache", "Create a Redis cache for sessions");
    for (path, from, to, says) in BROKEN {
        let mut files = files.clone();
        let text = files.get_mut(path).unwrap();
        assert!(text.contains(from), "{path}: {from}");
        *text = text.replace(from, to);
        let found = faults(&files);
        assert!(
            found.iter().any(|fault| fault.contains(says)),
            "{says}: {found:?}"
        );
    }
}
