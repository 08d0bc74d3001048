//! Makes a design: requirements to facts, decisions, the cheapest services that meet the targets, the document.
//! It never prints and never saves.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use super::args::DesignArgs;
use super::brief::{Brief, deferred, file, found, parts, slug, sources, titled};
use super::planning::{self, NoPlan, Wanted};
use super::{Context, Stop, input};
use crate::facts::stated::Existing;
use crate::kb::Kb;
use crate::model::design::Workload;
use crate::model::document::Document;
use crate::model::lexicon::Lexicon;
use crate::plan::paper::{self, Input, ast::Paper};
use crate::plan::program::ast::Ends;
use crate::plan::{self, Detail, Plan};
use crate::project::profile::Stored;
use crate::project::{Vocabulary, author};
use crate::request::{self, ProfileFacts, Request, target};
use crate::rules::{Decisions, Undecided};
use rust_decimal::Decimal;

/// A design with everything that the commands say about it.
pub struct Design {
    /// The document.
    pub paper: Paper,
    /// The plan that it rests on.
    pub plan: Plan,
    /// The feature as part of a file name.
    pub slug: String,
    /// Who answers for it.
    pub author: String,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// Where it is saved, relative to the project.
    pub path: PathBuf,
}

/// What designs are made with.
pub struct Studio<'a> {
    /// Where to work.
    pub context: &'a Context,
    /// The knowledge.
    pub kb: &'a Kb,
    /// The profile.
    pub stored: &'a Stored,
    /// The words of the profile.
    pub vocabulary: &'a Vocabulary<'a>,
    /// Which document.
    pub scope: &'a str,
    /// What was typed.
    pub args: &'a DesignArgs,
}

/// What is asked of the planner, whatever the flags.
struct Asked<'a> {
    request: &'a Request,
    existing: Existing,
    date: String,
}

impl Studio<'_> {
    /// Makes the design.
    pub fn design(&self) -> Result<Design, Stop> {
        let document = self.document()?;
        let date = self.context.date(self.args.date)?;
        let brief = self.brief(&document)?;
        self.ask_first(&document)?;
        let author = self.author();
        let lexicon: ManuallyDrop<Lexicon> = ManuallyDrop::new(request::lexicon::of(self.kb));
        let facts = ProfileFacts {
            providers: vec![self.stored.profile.primary_provider().to_owned()],
        };
        let mut request = request::read(&lexicon, Some(&facts), &brief.workload.request);
        let mut flags = brief.flags.clone();
        let mut open = brief.open.clone();
        let read = request::read(&lexicon, None, &self.args.feature.join(" "));
        self.named(&read, &mut flags, &mut open, &document);
        self.with_services(&read, &mut request, &mut open, &document);
        let asked = Asked {
            request: &request,
            existing: Existing::in_notes(&lexicon, &self.stored.profile.existing_notes),
            date: date.to_string(),
        };
        let mut decisions = self.decided(&asked, &flags)?;
        let options = paper::options(self.kb, &decisions, brief.workload);
        if !options.is_empty() {
            flags.extend(options);
            decisions = self.decided(&asked, &flags)?;
        }
        let needs = self.needs(&asked, &flags, &decisions)?;
        let slug = slug(&brief.feature);
        let mut said = self.said(&document, &brief, &author, &slug);
        said.push(("created".to_owned(), date.to_string()));
        said.push(("day".to_owned(), date.strftime("%Y%m%d").to_string()));
        let input = Input {
            workload: brief.workload,
            needs: &needs,
            open: &open,
            said: &said,
        };
        let (mut paper, plan) = paper::assemble(self.kb, &decisions, &input)
            .map_err(|none| self.stopped(NoPlan::NoDocument(none.scope)))?;
        paper.title = format!(
            "{}{}",
            document.title,
            titled(&brief.feature, document.list("small-words"))
        );
        let day = date.strftime("%Y%m%d").to_string();
        let path = document.say("file", &[("feature", &slug), ("day", &day)]);
        Ok(Design {
            paper,
            plan,
            slug,
            author,
            date: date.to_string(),
            path: PathBuf::from(path),
        })
    }

    /// Provider and frameworks that the words name beside those of the profile.
    fn named(
        &self,
        read: &Request,
        flags: &mut Vec<(String, String)>,
        open: &mut Vec<String>,
        document: &Document,
    ) {
        let own = self.stored.profile.primary_provider();
        if let Some(other) = read.provider.as_deref().filter(|named| *named != own) {
            flags.push(("provider".to_owned(), other.to_owned()));
        }
        for framework in &read.frameworks {
            if !self.stored.profile.compliance.contains(&framework.id) {
                open.push(document.say("ask-framework", &[("framework", &framework.id)]));
            }
        }
    }

    /// Services that the words name take the place of those that would be chosen; one that has no place is said.
    fn with_services(
        &self,
        read: &Request,
        request: &mut Request,
        open: &mut Vec<String>,
        document: &Document,
    ) {
        for named in &read.services {
            let Some(service) = self.kb.services.get(&named.id) else {
                continue;
            };
            let fits = |part: &request::fact::Found| service.provides.contains(&part.id);
            if request.capabilities.iter().any(fits) {
                request.services.push(named.clone());
            } else {
                open.push(document.say("ask-service", &[("service", &service.title)]));
            }
        }
    }

    fn document(&self) -> Result<Document, Stop> {
        let known = self.kb.document(self.scope);
        known
            .map(std::borrow::Cow::into_owned)
            .ok_or_else(|| self.stopped(NoPlan::NoDocument(self.scope.to_owned())))
    }

    /// Who answers for it: named, known to git, or open.
    pub fn author(&self) -> String {
        let named = self.args.author.clone();
        named
            .or_else(|| author::author(&self.stored.project))
            .unwrap_or_default()
    }

    /// Reads what is wanted. Without a known workload or a target there is nothing to design for.
    fn brief(&self, document: &Document) -> Result<Brief<'_>, Stop> {
        let Some(words) = input::request_text(&self.args.feature)? else {
            return Err(
                Stop::usage("nothing says what to design").help(document.say("example", &[]))
            );
        };
        let (feature, inline) = parts(&words);
        let project = &self.stored.project;
        let prd = match &self.args.prd {
            Some(path) => Some(path.clone()),
            None => found(
                project,
                &Path::new(super::brief::PLANNING).join("prd"),
                &slug(&feature),
            ),
        };
        let mut text = format!("{feature}\n{inline}");
        let files = [prd.as_ref(), self.args.requirements.as_ref()];
        for path in files.into_iter().flatten() {
            text.push('\n');
            text.push_str(&file(project, path)?);
        }
        let stated = self.stated(&text);
        let workload = target::workload(self.kb.workloads.iter(), &feature)
            .or_else(|| target::workload(self.kb.workloads.iter(), &text));
        let asked = self.asked(&stated, workload);
        let workload = workload.ok_or_else(|| self.unknown(&feature))?;
        if stated.is_empty() && files.iter().all(Option::is_none) {
            return Err(
                Stop::data(format!("no requirement is known for `{feature}`")).help(format!(
                    "answer these in the request or with --requirements FILE:\n  {}",
                    asked.join("\n  ")
                )),
            );
        }
        let mut open = asked;
        open.extend(deferred(document, &text, self.context));
        let flags = self.all_flags(
            &stated,
            workload,
            &titled(&feature, document.list("small-words")),
        )?;
        let sources = sources(project, prd.as_deref(), &slug(&feature));
        if prd.is_none() {
            open.insert(0, document.say("ask-prd", &[]));
        }
        Ok(Brief {
            feature,
            workload,
            flags,
            sources,
            open,
        })
    }

    /// Targets in the words, and what flags say instead.
    fn stated(&self, text: &str) -> Vec<(String, String)> {
        let targets = self.kb.targets.iter().next();
        let mut stated = targets.map_or_else(Vec::new, |known| target::read(known, text));
        for pair in &self.args.assume {
            stated.retain(|(key, _)| *key != pair.key);
            stated.push((pair.key.clone(), pair.value.clone()));
        }
        stated
    }

    /// Questions of targets that nobody stated.
    fn asked(&self, stated: &[(String, String)], workload: Option<&Workload>) -> Vec<String> {
        let targets = self.kb.targets.iter().next();
        let list = targets.map(|known| known.targets.as_slice());
        let list = list.unwrap_or_default().iter();
        list.filter(|target| !target.ask.is_empty())
            .filter(|target| !stated.iter().any(|(key, _)| *key == target.id))
            .filter(|target| workload.is_none_or(|known| !known.facts.contains_key(&target.id)))
            .map(|target| target.ask.clone())
            .collect()
    }

    fn unknown(&self, feature: &str) -> Stop {
        let known = self.kb.workloads.iter().map(|known| known.title.clone());
        let known: Vec<String> = known.collect();
        Stop::data(format!("`{feature}` does not say what runs")).help(format!(
            "name the kind of application: {}",
            known.join(", ")
        ))
    }

    /// What is stated, then what the kind of application takes for granted.
    fn all_flags(
        &self,
        stated: &[(String, String)],
        workload: &Workload,
        title: &str,
    ) -> Result<Vec<(String, String)>, Stop> {
        let mut flags = self.flags(stated)?;
        for (key, value) in &workload.facts {
            if !flags.iter().any(|(known, _)| known == key) {
                flags.push((key.clone(), value.0.clone()));
            }
        }
        flags.push(("design".to_owned(), workload.id.clone()));
        flags.push(("purpose-title".to_owned(), title.to_owned()));
        Ok(flags)
    }

    /// Flags must name a fact or a setting.
    fn flags(&self, stated: &[(String, String)]) -> Result<Vec<(String, String)>, Stop> {
        let facts: Vec<&str> = self
            .kb
            .facts
            .iter()
            .flat_map(|words| words.facts.keys().map(String::as_str))
            .collect();
        for (key, _) in stated {
            if !facts.contains(&key.as_str()) && !self.kb.settings.contains(key) {
                let stop = Stop::data(format!("no fact or setting is called `{key}`"));
                return Err(match crate::diag::suggest::help(key, &facts) {
                    Some(help) => stop.help(help),
                    None => stop.help("see catalog/facts.yaml for what can be stated"),
                });
            }
        }
        Ok(stated.to_vec())
    }

    /// What runs already is only changed when somebody said so.
    fn ask_first(&self, document: &Document) -> Result<(), Stop> {
        let existing = &self.stored.profile.existing_infra;
        let calm = document
            .list("nothing-exists")
            .iter()
            .any(|known| known == existing);
        if calm || self.args.confirm || self.args.print {
            return Ok(());
        }
        Err(
            Stop::data(document.say("ask-existing", &[("existing", existing)]))
                .help("look at it with --print, then go on with --confirm"),
        )
    }

    fn decided(
        &self,
        asked: &Asked<'_>,
        flags: &[(String, String)],
    ) -> Result<Decisions<'_>, Stop> {
        let wanted = Wanted {
            profile: &self.stored.profile,
            request: asked.request,
            existing: asked.existing.clone(),
            flags: flags.to_vec(),
            scope: self.scope,
            date: asked.date.clone(),
            number: None,
            detail: Detail::Page,
        };
        planning::decided(self.kb, &wanted).map_err(|why| self.stopped(why))
    }

    /// The price of each requirement: what the plan costs with it, less what it costs without.
    fn needs(
        &self,
        asked: &Asked<'_>,
        flags: &[(String, String)],
        decisions: &Decisions<'_>,
    ) -> Result<Vec<(String, Ends)>, Stop> {
        let whole = self.monthly(decisions)?;
        let mut list = Vec::new();
        for (id, without) in paper::requirements(self.kb, decisions) {
            let mut fewer: Vec<(String, String)> = flags.to_vec();
            fewer.retain(|(key, _)| !without.iter().any(|(gone, _)| gone == key));
            fewer.extend(without.into_iter().filter(|(_, value)| !value.is_empty()));
            let rest = self.monthly(&self.decided(asked, &fewer)?)?;
            let ends = Ends {
                low: (whole.low - rest.low).max(Decimal::ZERO),
                high: (whole.high - rest.high).max(Decimal::ZERO),
            };
            if ends.high > Decimal::ZERO {
                list.push((id, ends));
            }
        }
        Ok(list)
    }

    fn monthly(&self, decisions: &Decisions<'_>) -> Result<Ends, Stop> {
        let mut plan = plan::assemble(self.kb, decisions, Detail::Page)
            .map_err(|none| self.stopped(NoPlan::NoDocument(none.scope)))?;
        if let Some(fault) = plan.cost.fault.take() {
            return Err(self.context.report(&[fault]));
        }
        Ok(plan
            .program
            .map(|program| program.money.monthly)
            .unwrap_or_default())
    }

    fn said(
        &self,
        document: &Document,
        brief: &Brief<'_>,
        author: &str,
        slug: &str,
    ) -> Vec<(String, String)> {
        let links: Vec<String> = brief
            .sources
            .iter()
            .map(|(name, link)| document.say("source-link", &[("name", name), ("link", link)]))
            .collect();
        let sources = if links.is_empty() {
            document.say("source-none", &[])
        } else {
            links.join(", ")
        };
        let author = if author.is_empty() {
            document.say("author-none", &[])
        } else {
            author.to_owned()
        };
        let said = vec![
            ("feature".to_owned(), slug.to_owned()),
            (
                "feature-title".to_owned(),
                titled(&brief.feature, document.list("small-words")),
            ),
            ("workload-title".to_owned(), brief.workload.title.clone()),
            ("author".to_owned(), author),
            ("sources".to_owned(), sources),
            ("active-profile".to_owned(), self.profile()),
        ];
        said
    }

    fn profile(&self) -> String {
        crate::project::words::summary(self.vocabulary, &self.stored.fields)
    }

    /// Why nothing could be designed.
    fn stopped(&self, why: NoPlan) -> Stop {
        match why {
            NoPlan::NoProgram(scope) => Stop::data(format!(
                "no blueprint for the document `{scope}` covers this application"
            ))
            .help("write one under .heaptrace/kb/rules/blueprints"),
            NoPlan::Undecided(Undecided::NoCapability) => {
                Stop::data("the application names nothing that can be planned")
                    .help("see the files under catalog/workloads")
            }
            why => why.stop(self.context),
        }
    }
}
