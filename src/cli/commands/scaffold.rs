//! `cloud-plan scaffold`: lays out the code of what is to be built, from templates of the knowledge.
//! It never writes over a file that is there, and never writes a secret.

use std::borrow::Cow;
use std::path::{Component, Path};

use crate::cli::args::{PlanArgs, ScaffoldArgs, ScopeArg};
use crate::cli::commands::plan::Bench;
use crate::cli::{Context, Outcome, Stop, active, knowledge};
use crate::kb::Kb;
use crate::model::document::Document;
use crate::model::provider::provider_of;
use crate::model::service::Service;
use crate::plan::Plan;
use crate::project::files::Mode;
use crate::project::profile::Stored;

/// A file: its path and its text.
type File = (String, String);

/// Runs the command.
pub fn run(context: &Context, args: &ScaffoldArgs) -> Outcome {
    let kb = context.knowledge()?;
    let vocabulary = crate::cli::vocabulary(&kb)?;
    let Some(stored) = active::saved_profile(context, &vocabulary)? else {
        return Err(active::no_profile());
    };
    let inside = args
        .dir
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if !inside || args.dir.as_os_str().is_empty() {
        return Err(Stop::usage(format!(
            "`{}` is not a path in the project",
            args.dir.display()
        ))
        .help("name the folder from the root of the project"));
    }
    let asked = PlanArgs {
        request: args.request.clone(),
        scope: Some(ScopeArg::Task),
        ..PlanArgs::default()
    };
    let bench = Bench::new(context, &asked, &kb, &vocabulary, &stored);
    let request = bench.request()?;
    let scope = bench.scope(&request)?;
    let plan = bench.plan(&request, &scope, &[])?;
    let layout = Layout::new(&kb, &stored, args, &plan)?;
    let files = layout.files();
    if args.dry_run {
        let text: Vec<String> = files
            .iter()
            .map(|(path, text)| format!("==> {path}\n{text}"))
            .collect();
        return context.document(&text.join("\n"));
    }
    write(context, &stored, &files)?;
    for note in layout.notes() {
        context.note(&format!("note: {note}"));
    }
    let (count, dir) = (files.len().to_string(), args.dir.display().to_string());
    context.document(
        &layout
            .words
            .say("written", &[("count", &count), ("dir", &dir)]),
    )
}

/// All files or none: one that is there stops everything.
fn write(context: &Context, stored: &Stored, files: &[File]) -> Outcome {
    let root = &stored.project.root;
    let there: Vec<&str> = files
        .iter()
        .map(|(path, _)| path.as_str())
        .filter(|path| root.join(path).symlink_metadata().is_ok())
        .collect();
    if !there.is_empty() {
        return Err(Stop::data(format!(
            "these files exist already:\n  {}",
            there.join("\n  ")
        ))
        .help("nothing was written; choose another folder with --dir"));
    }
    for (path, text) in files {
        stored
            .project
            .write(Path::new(path), text, Mode::New)
            .map_err(active::file_error)?;
        context.note(path);
    }
    Ok(())
}

/// What the templates are filled with.
struct Layout<'a> {
    words: Cow<'a, Document>,
    provider: String,
    dir: String,
    region: String,
    project: String,
    environments: Vec<String>,
    /// In the order of the plan.
    modules: Vec<Module<'a>>,
}

/// One module: a capability and the service that the plan chose for it.
struct Module<'a> {
    name: String,
    service: &'a Service,
    /// The text with its resources; empty if nobody has written one for this service.
    template: String,
}

impl<'a> Module<'a> {
    /// A service has the text of its own name; the preferred one also that of its capability. A service that is called
    /// like a capability has no text of its own, since that one is about the preferred service.
    fn new(
        kb: &Kb,
        words: &Document,
        capability: &str,
        service: &'a Service,
        engines: &[String],
    ) -> Self {
        let provider = provider_of(&service.id);
        let local = service.id.split('/').nth(1).unwrap_or_default();
        let first = kb.service_ids_for(provider, capability).next();
        let preferred = first == Some(service.id.as_str());
        let own = [
            Some(local).filter(|local| !kb.capabilities.contains(local)),
            Some(capability).filter(|_| preferred),
        ];
        let ids = own
            .into_iter()
            .flatten()
            .map(|id| format!("{provider}-{id}"));
        let mut written = ids.filter(|id| words.texts.contains_key(id) && fits(words, id, engines));
        Self {
            name: capability.to_owned(),
            service,
            template: written.next().unwrap_or_default(),
        }
    }
}

impl<'a> Layout<'a> {
    fn new(kb: &'a Kb, stored: &Stored, args: &ScaffoldArgs, plan: &Plan) -> Result<Self, Stop> {
        let words = knowledge::words(kb, "scaffold", "code")?;
        let main = plan
            .components
            .first()
            .map(|part| part.service.as_str())
            .unwrap_or_default();
        let provider = provider_of(main).to_owned();
        if !words.texts.contains_key(&format!("{provider}-backend")) {
            return Err(Stop::data(format!("there is no template for `{provider}`"))
                .help("add its texts to rules/documents/scaffold.yaml"));
        }
        let engines: &[String] = plan
            .facts
            .iter()
            .find(|fact| fact.key == "engine")
            .map_or(&[], |fact| &fact.values);
        let mut modules: Vec<Module<'_>> = Vec::new();
        for part in &plan.components {
            let own = provider_of(&part.service) == provider;
            let frame = words.list("frame").contains(&part.capability);
            let known = modules.iter().any(|module| module.name == part.capability);
            if let Some(service) = kb
                .services
                .get(&part.service)
                .filter(|_| own && !frame && !known)
            {
                modules.push(Module::new(kb, &words, &part.capability, service, engines));
            }
        }
        let networked = modules
            .iter()
            .any(|module| words.list("networked").contains(&module.name));
        let network = kb.services_for(&provider, NETWORK).into_iter().next();
        if let Some(service) =
            network.filter(|_| networked && !modules.iter().any(|module| module.name == NETWORK))
        {
            modules.insert(0, Module::new(kb, &words, NETWORK, service, &[]));
        }
        let org = plan
            .facts
            .iter()
            .find(|fact| fact.key == "org")
            .and_then(|fact| fact.values.first().cloned());
        Ok(Self {
            words,
            provider,
            dir: args.dir.to_string_lossy().replace('\\', "/"),
            region: plan.place.region.clone(),
            project: org.unwrap_or_else(|| "project".to_owned()),
            environments: stored.profile.environments.clone(),
            modules,
        })
    }

    fn files(&self) -> Vec<File> {
        let mut files = self.made("repository", &[]);
        for env in &self.environments {
            files.extend(self.made("environment", &[("env", env)]));
            let main = self.main_of(env);
            files.push((format!("{}/environments/{env}/main.tf", self.dir), main));
        }
        for module in &self.modules {
            let networked = if self.words.list("networked").contains(&module.name) {
                "module-variables-network"
            } else {
                ""
            };
            let types = module.service.iac.join(", ");
            let pairs = [
                ("module", module.name.as_str()),
                ("template", module.template.as_str()),
                ("networked", networked),
                ("service", module.service.title.as_str()),
                ("types", &types),
            ];
            for (path, text) in self.made("module", &pairs) {
                let text = if text.is_empty() {
                    self.text("module-skeleton", &pairs)
                } else {
                    text
                };
                files.push((path, text));
            }
        }
        if let Some(path) = self.words.list("workflow").first() {
            files.push((path.clone(), self.workflow()));
        }
        files.sort();
        files
    }

    /// Files of a list, each from its texts.
    fn made(&self, list: &str, pairs: &[(&str, &str)]) -> Vec<File> {
        let rows = self
            .words
            .list(list)
            .iter()
            .filter_map(|row| row.split_once(" = "));
        rows.map(|(path, texts)| {
            let texts = self.fill(texts, pairs);
            let text: String = texts
                .split(", ")
                .map(|id| self.text(id.trim(), pairs))
                .collect();
            (self.fill(path, pairs), text)
        })
        .collect()
    }

    fn main_of(&self, env: &str) -> String {
        let mut text = self.text("environment-main", &[("env", env)]);
        for module in &self.modules {
            let form = if self.words.list("networked").contains(&module.name) {
                "module-call-network"
            } else {
                "module-call"
            };
            let pairs = [("env", env), ("module", module.name.as_str())];
            text.push_str(&self.text(form, &pairs));
        }
        text
    }

    fn workflow(&self) -> String {
        let mut text = self.text(
            "workflow",
            &[("environments-words", &self.environments.join(" "))],
        );
        let mut needs = "test, scan".to_owned();
        for env in &self.environments {
            text.push_str(&self.text("workflow-environment", &[("env", env), ("needs", &needs)]));
            needs = format!("smoke-{env}");
        }
        text
    }

    fn text(&self, id: &str, pairs: &[(&str, &str)]) -> String {
        self.fill(&self.words.say(id, &[]), pairs)
    }

    fn fill(&self, text: &str, pairs: &[(&str, &str)]) -> String {
        let account: String = self
            .project
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let own = [
            ("dir", self.dir.as_str()),
            ("provider", &self.provider),
            ("region", &self.region),
            ("project", &self.project),
            ("account", &account),
        ];
        let all = pairs.iter().chain(&own);
        all.fold(text.to_owned(), |text, (key, value)| {
            text.replace(&format!("{{{key}}}"), value)
        })
    }

    /// Modules whose resources nobody has described yet.
    fn notes(&self) -> Vec<String> {
        let open = self.modules.iter().filter(|one| one.template.is_empty());
        let said = open.map(|module| {
            let pairs = [
                ("module", module.name.as_str()),
                ("service", &module.service.title),
            ];
            self.words.say("skeleton", &pairs)
        });
        said.collect()
    }
}

/// Whether a text is written for one of the engines that the request names; most are written for any.
fn fits(words: &Document, id: &str, engines: &[String]) -> bool {
    let rows = words.list("engines").iter();
    let mut pairs = rows.filter_map(|row| row.split_once(" = "));
    let own = pairs.find(|(text, _)| *text == id);
    let runs =
        |engine: &String| own.is_none_or(|(_, list)| list.split(", ").any(|one| one == engine));
    engines.is_empty() || engines.iter().any(runs)
}

/// What networked modules stand in.
const NETWORK: &str = "network";
