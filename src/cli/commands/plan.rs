//! `cloud-plan plan`: plans a change, then saves, starts or refines it.

use crate::cli::args::{Format, KeyValue, PlanArgs, ScopeArg};
use crate::cli::planning::{self, Wanted};
use crate::cli::{Context, Outcome, Stop, active, input, menu, prompt, revisit, schedule};
use crate::diag::Diagnostic;
use crate::document::{self, EXECUTIVE, Menu};
use crate::facts::stated::Existing;
use crate::kb::Kb;
use crate::model::lexicon::Lexicon;
use crate::model::profile::Profile;
use crate::plan::{Detail, Plan};
use crate::project::backlog::{self, Draft, Name};
use crate::project::profile::Stored;
use crate::project::{Fault, Vocabulary, number, words};
use crate::request::{self, ProfileFacts, Request, Verdict};
use clap::ValueEnum;
use std::mem::ManuallyDrop;

/// What a plan can be printed as.
const FORMATS: [Format; 6] = [
    Format::Md,
    Format::Html,
    Format::Json,
    Format::Csv,
    Format::Oscal,
    Format::OscalPoam,
];

/// Runs the command.
pub fn run(context: &Context, args: &PlanArgs) -> Outcome {
    let format = context.format(&FORMATS)?;
    let kb = context.knowledge()?;
    let vocabulary = crate::cli::vocabulary(&kb)?;
    let mut stored = active::profile(context, &vocabulary)?;
    active::show(context, &vocabulary, &stored);
    let again = match &args.against {
        Some(wanted) => Some(revisit::saved(&stored, wanted)?),
        None => None,
    };
    let args = match &again {
        Some(entry) => &revisit::args(args, entry)?,
        None => &prompt::complete(context, &vocabulary, &mut stored, args)?,
    };
    let bench = Bench::new(context, args, &kb, &vocabulary, &stored);
    let request = bench.request()?;
    let scope = bench.scope(&request)?;
    let changes: Vec<&KeyValue> = args.set.iter().chain(&args.refine).collect();
    let plan = bench.plan(&request, &scope, &changes)?;
    if let Some(entry) = &again {
        let date = context.date(args.date)?.to_string();
        let new = document::markdown(&plan, Menu::Hidden);
        return context.document(&revisit::changes(entry, &new, &date));
    }
    if args.save {
        return bench.save(&plan, &request, &scope);
    }
    if args.start == Some(None) {
        return context.document(&menu::start(&plan));
    }
    if args.summary {
        return context.document(&summary(&plan, format)?);
    }
    if format == Format::OscalPoam {
        return context.document(&actions(&plan)?);
    }
    context.document(&rendered(&plan, format))?;
    if format == Format::Md && context.interactive() {
        return menu::offer(&bench, plan, &request, &scope);
    }
    Ok(())
}

/// The plan in a form of output.
pub fn rendered(plan: &Plan, format: Format) -> String {
    match format {
        Format::Html => document::html(plan, Menu::Shown),
        Format::Json => document::json::json(plan),
        Format::Csv => document::csv::csv(plan),
        Format::Oscal => document::oscal::components(plan),
        _ => document::markdown(plan, Menu::Shown),
    }
}

/// The plan of action, which OSCAL allows only with an item in it.
fn actions(plan: &Plan) -> Result<String, Stop> {
    document::oscal::actions(plan).ok_or_else(|| {
        Stop::data("this plan leaves nothing open, so there is no plan of action")
            .help("print the controls with --format oscal")
    })
}

/// What to say when a request does not tell what is wanted.
fn unclear(request: &Request) -> Stop {
    let questions = request.questions.join("\n  ");
    Stop::data(request.reason.clone()).help(if questions.is_empty() {
        "say what is to change, and on which resource".to_owned()
    } else {
        questions
    })
}

/// The executive summary in a form of output.
fn summary(plan: &Plan, format: Format) -> Result<String, Stop> {
    match (document::summary(plan), format) {
        (Some((_, html)), Format::Html) => Ok(html),
        (Some((markdown, _)), _) => Ok(markdown),
        (None, _) => Err(
            Stop::data("only a roadmap has an executive summary of its own")
                .help("plan it with --scope roadmap"),
        ),
    }
}

/// Everything that a plan is made with.
pub struct Bench<'a> {
    /// Where to work.
    pub context: &'a Context,
    /// What was typed.
    pub args: &'a PlanArgs,
    kb: &'a Kb,
    /// The words of the profile.
    pub vocabulary: &'a Vocabulary<'a>,
    /// It lives as long as the process, like the knowledge base.
    lexicon: ManuallyDrop<Lexicon>,
    /// The profile.
    pub stored: &'a Stored,
}

impl<'a> Bench<'a> {
    /// Everything at its place.
    pub fn new(
        context: &'a Context,
        args: &'a PlanArgs,
        kb: &'a Kb,
        vocabulary: &'a Vocabulary<'a>,
        stored: &'a Stored,
    ) -> Self {
        Self {
            context,
            args,
            kb,
            vocabulary,
            lexicon: ManuallyDrop::new(request::lexicon::of(kb)),
            stored,
        }
    }
}

impl Bench<'_> {
    /// The request as it was understood; one that cannot be planned stops here.
    pub fn request(&self) -> Result<Request, Stop> {
        let Some(text) = input::request_text(&self.args.request)? else {
            return Err(Stop::usage("there is no request").help(
                "describe the change: cloud-plan plan --scope task \"Add a bucket for invoices\"",
            ));
        };
        let own = self.stored.profile.primary_provider().to_owned();
        let facts = ProfileFacts {
            providers: vec![own],
        };
        let request = request::read(&self.lexicon, Some(&facts), &text);
        for note in &request.notes {
            self.context.note(&format!("note: {note}"));
        }
        match request.verdict {
            Verdict::NotInfrastructure => Err(Stop::data(request.reason)),
            // A longer plan may be about more than a resource that can be named.
            Verdict::Ask if self.is_longer() && request.action.is_some() => Ok(request),
            Verdict::Ask => Err(unclear(&request)),
            Verdict::Plan | Verdict::Split => Ok(request),
        }
    }

    /// Whether more than the smallest scope was named.
    fn is_longer(&self) -> bool {
        let scopes = self.lexicon.list("scopes");
        self.args
            .scope
            .map(name_of)
            .is_some_and(|scope| scopes.iter().skip(1).any(|larger| *larger == scope))
    }

    /// The scope that was named; a request that does not fit it goes no further.
    pub fn scope(&self, request: &Request) -> Result<String, Stop> {
        let Some(scope) = self.args.scope else {
            return Err(Stop::data(words::scope_question(self.vocabulary))
                .help("name it with --scope task, --scope feature or --scope roadmap"));
        };
        let scope = name_of(scope);
        if let Err(refusal) = request::fits(&self.lexicon, &scope, request) {
            let commands: Vec<String> = refusal
                .instead
                .iter()
                .map(|(scope, text)| format!("cloud-plan plan --scope {scope} {}", quoted(text)))
                .collect();
            if refusal.firm {
                return Err(
                    Stop::data(refusal.reason).help(format!("run\n  {}", commands.join("\n  ")))
                );
            }
            self.context.note(&format!("warning: {}", refusal.reason));
        }
        Ok(scope)
    }

    /// Makes the plan with some answers or facts replaced.
    pub fn plan(
        &self,
        request: &Request,
        scope: &str,
        changes: &[&KeyValue],
    ) -> Result<Plan, Stop> {
        let is_answer = |pair: &&&KeyValue| self.vocabulary.question(&pair.key).is_some();
        let (answers, facts): (Vec<&KeyValue>, Vec<&KeyValue>) =
            changes.iter().partition(is_answer);
        let changed = self.changed(&answers)?;
        let profile = changed.as_ref().unwrap_or(&self.stored.profile);
        let flags: Vec<(String, String)> = self
            .args
            .assume
            .iter()
            .chain(facts)
            .map(|pair| (pair.key.clone(), pair.value.clone()))
            .collect();
        self.known(&flags)?;
        schedule::check(&flags)?;
        let flags: Vec<(String, String)> = flags
            .into_iter()
            .chain(schedule::flags(
                self.args,
                self.context.date(self.args.date)?,
            )?)
            .collect();
        let page = matches!(self.context.format(&FORMATS), Ok(Format::Md | Format::Html));
        let wanted = Wanted {
            profile,
            request,
            existing: Existing::in_notes(&self.lexicon, &self.stored.profile.existing_notes),
            flags,
            scope,
            date: self.context.date(self.args.date)?.to_string(),
            number: Some(
                number::id(number::next_on_disk(&self.stored.project))
                    .trim_start_matches(number::PREFIX)
                    .to_owned(),
            ),
            detail: if page { Detail::Page } else { Detail::Traced },
        };
        let plan = planning::make(self.kb, &wanted).map_err(|why| match request.verdict {
            Verdict::Ask => unclear(request),
            _ => why.stop(self.context),
        })?;
        if request.verdict == Verdict::Ask {
            self.context.note(&format!("warning: {}", request.reason));
        }
        schedule::fits(self.args, &plan)?;
        for warning in &plan.warnings {
            self.context.note(&format!("warning: {warning}"));
        }
        Ok(plan)
    }

    /// The profile with other answers for this plan, checked as if they stood in its file.
    fn changed(&self, answers: &[&KeyValue]) -> Result<Option<Profile>, Stop> {
        if answers.is_empty() {
            return Ok(None);
        }
        let pairs: Vec<(&str, &str)> = answers
            .iter()
            .map(|pair| (pair.key.as_str(), pair.value.as_str()))
            .collect();
        let date = self.context.date(self.args.date)?;
        let changed = self.stored.with(self.vocabulary, &pairs, date);
        let changed = changed.map_err(|faults| {
            let faults: Vec<_> = faults.into_iter().map(Fault::without_file).collect();
            self.context.report(&faults)
        })?;
        let known = |fault: &Diagnostic| {
            let same = |old: &Diagnostic| old.message == fault.message;
            self.stored.warnings.iter().any(same)
        };
        let new: Vec<Diagnostic> = changed
            .warnings
            .into_iter()
            .filter(|fault| !known(fault))
            .collect();
        self.context.warn(&new);
        Ok(Some(changed.profile))
    }

    /// Flags must name a fact or a setting.
    fn known(&self, flags: &[(String, String)]) -> Result<(), Stop> {
        if flags.is_empty() {
            return Ok(());
        }
        let facts: Vec<&str> = self
            .kb
            .facts
            .iter()
            .flat_map(|words| words.facts.keys().map(String::as_str))
            .collect();
        for (key, _) in flags {
            let own =
                self.kb.services.iter_ids().next().is_some() && self.kb.settings.contains(key);
            let asked = self
                .kb
                .frameworks
                .iter()
                .any(|framework| framework.asks.iter().any(|ask| ask.id == *key));
            if !own && !asked && !facts.contains(&key.as_str()) {
                let known: Vec<&str> = facts
                    .iter()
                    .copied()
                    .chain(self.kb.settings.iter_ids())
                    .collect();
                let stop = Stop::data(format!("no fact or setting is called `{key}`"));
                return Err(match crate::diag::suggest::help(key, &known) {
                    Some(help) => stop.help(help),
                    None => stop.help("see catalog/facts.yaml for what can be stated"),
                });
            }
        }
        Ok(())
    }

    /// Saves the plan and prints its path.
    pub fn save(&self, plan: &Plan, request: &Request, scope: &str) -> Outcome {
        let text = document::markdown(plan, Menu::Hidden);
        let date = self.context.date(self.args.date)?.to_string();
        let draft = Draft {
            title: &plan.title,
            scope,
            request: &request.cleaned,
            date: &date,
            profile: &words::summary(self.vocabulary, &self.stored.fields),
            text: &text,
            name: match &plan.program {
                Some(_) if plan.words.has(EXECUTIVE) => Name::Roadmap(&plan.menu.slug),
                _ => Name::Numbered(&plan.menu.suffix),
            },
        };
        let entry = backlog::save(&self.stored.project, &draft).map_err(active::file_error)?;
        self.context
            .document(&format!("✓ Saved to {}", entry.path.display()))
    }
}

fn name_of(scope: ScopeArg) -> String {
    scope
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}

/// A text as one argument of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
