//! What every command gets: where to work, which knowledge, which form of output, and the two streams.
//! It never reads knowledge or a profile itself.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::args::{Format, Global};
use super::plain;
use super::stop::{Outcome, Stop};
use crate::diag::render::{Color, render_human};
use crate::diag::{self, Diagnostic};
use crate::kb::{self, Kb, Load, check};
use crate::project::profile;

/// How wide reports are.
const WIDTH: usize = 100;

/// Where a project keeps knowledge of its own.
const PROJECT_KNOWLEDGE: &str = ".heaptrace/kb";

/// The surroundings of one run.
#[derive(Debug)]
pub struct Context {
    /// Where the search for the project starts; the current directory when `None`.
    pub project: Option<PathBuf>,
    /// Directories of knowledge on top of the others, weakest first.
    pub kb: Vec<PathBuf>,
    /// Knowledge that replaces what is built in.
    pub builtin: Option<PathBuf>,
    /// The form that was asked for.
    format: Option<Format>,
    /// Whether drawings are printed in ASCII.
    ascii: bool,
    /// No messages, only documents and errors.
    pub quiet: bool,
}

impl Context {
    /// From the flags that every command understands.
    pub fn new(global: Global) -> Self {
        let Global {
            format,
            project,
            kb,
            builtin,
            ascii,
            quiet,
        } = global;
        Self {
            project,
            kb,
            builtin,
            format,
            ascii,
            quiet,
        }
    }

    /// Where the search for the project starts.
    pub fn start(&self) -> &Path {
        self.project.as_deref().unwrap_or(Path::new("."))
    }

    /// The knowledge to load: what is built in, then the user's own, that of the project, and what the flags name.
    pub fn load(&self) -> Load {
        let user = std::env::var_os("XDG_CONFIG_HOME")
            .map(PathBuf::from)
            .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".config")))
            .map(|config| config.join("cloud-plan/kb"));
        let project = self.project_knowledge();
        let own = user.into_iter().chain(project).filter(|path| path.is_dir());
        Load {
            base: self.builtin.clone(),
            layers: own.chain(self.kb.iter().cloned()).collect(),
        }
    }

    /// The knowledge of the project; before it has a profile, the nearest one on the way up, so that `init` knows it.
    fn project_knowledge(&self) -> Option<PathBuf> {
        let start = self.start();
        let root = profile::find(start)
            .ok()
            .flatten()
            .map(|project| project.root);
        let nearest = || {
            let start = start.canonicalize().ok()?;
            let mut above = start.ancestors();
            above
                .find(|directory| directory.join(PROJECT_KNOWLEDGE).is_dir())
                .map(Path::to_path_buf)
        };
        Some(root.or_else(nearest)?.join(PROJECT_KNOWLEDGE))
    }

    /// Where new knowledge is written: the last directory of the flags, else that of the project.
    pub fn own_knowledge(&self) -> Result<PathBuf, Stop> {
        if let Some(directory) = self.kb.last() {
            return Ok(directory.clone());
        }
        let project = profile::find(self.start()).ok().flatten();
        project
            .map(|project| project.root.join(PROJECT_KNOWLEDGE))
            .ok_or_else(|| {
                Stop::data("there is no project here to write into").help(
                    "name a directory with `--kb DIR`, or set a project up with `cloud-plan init`",
                )
            })
    }

    /// The knowledge base. One with errors never plans: it is reported.
    /// It lives as long as the process: taking it apart entry by entry would be a tenth of a plan's time.
    pub fn knowledge(&self) -> Result<ManuallyDrop<Kb>, Stop> {
        let (kb, mut findings) = kb::load(&self.load());
        if !kb.built_in && self.builtin.is_none() && !diag::has_errors(&findings) {
            findings.extend(check::check_added(&kb));
        }
        if diag::has_errors(&findings) {
            Err(self.report(&findings))
        } else {
            Ok(ManuallyDrop::new(kb))
        }
    }

    /// The form of output: the first of `known` when none was asked for, an error when it is not among them.
    pub fn format(&self, known: &[Format]) -> Result<Format, Stop> {
        let Some(asked) = self.format.or_else(|| known.first().copied()) else {
            return Err(Stop::Bug("a command without a form of output".to_owned()));
        };
        if known.contains(&asked) {
            return Ok(asked);
        }
        let names: Vec<_> = known
            .iter()
            .map(|format| format!("`{}`", name(*format)))
            .collect();
        Err(
            Stop::usage(format!("this command does not print `{}`", name(asked)))
                .help(format!("it prints {}", names.join(", "))),
        )
    }

    /// Can a question be asked and an answer be typed?
    pub fn interactive(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// The day: what was given, else today (UTC). The rest of the program gets it as an input.
    pub fn date(&self, given: Option<Date>) -> Result<Date, Stop> {
        match given {
            Some(date) => Ok(date),
            None => Ok(TimeZone::UTC.to_datetime(self.now()?).date()),
        }
    }

    /// The moment, in whole seconds.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that looks at the clock"
    )]
    pub fn now(&self) -> Result<Timestamp, Stop> {
        let wrong =
            |error: jiff::Error| Stop::data(format!("the clock of this machine is wrong: {error}"));
        let now = Timestamp::try_from(std::time::SystemTime::now()).map_err(wrong)?;
        Timestamp::from_second(now.as_second()).map_err(wrong)
    }

    /// Whether a report on standard output may be colored.
    pub fn color(&self) -> Color {
        if io::stdout().is_terminal() && !no_color() {
            Color::Ansi
        } else {
            Color::Plain
        }
    }

    /// Prints a document to standard output. It ends in a line break, whatever `text` ends in.
    pub fn document(&self, text: &str) -> Outcome {
        let plain = self.ascii.then(|| plain::plain(text));
        let text = plain.as_deref().unwrap_or(text);
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        if !text.ends_with('\n') {
            out.write_all(b"\n")?;
        }
        out.flush()?;
        Ok(())
    }

    /// Prints a message to standard error, unless `--quiet` was given.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            print_error(&printable(text));
        }
    }

    /// Stops a command with all that is wrong, each with its line.
    pub fn report(&self, diagnostics: &[Diagnostic]) -> Stop {
        let plain = self.format == Some(Format::Json) || !io::stderr().is_terminal() || no_color();
        let color = if plain { Color::Plain } else { Color::Ansi };
        Stop::Report(render_human(diagnostics, WIDTH, color))
    }

    /// Tells what is worth mending, a line each: nothing stops for it.
    pub fn warn(&self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            let place = diagnostic.labels.first().map(|label| {
                let line = label.source.position(label.span.start).line;
                format!(" ({}:{line})", label.source.path)
            });
            self.note(&format!(
                "warning: {}{}",
                diagnostic.message,
                place.unwrap_or_default()
            ));
            if let Some(help) = &diagnostic.help {
                self.note(&format!("  help: {help}"));
            }
        }
    }

    /// Prints why a command stopped. `--quiet` does not silence errors.
    pub fn complain(&self, stop: &Stop) {
        match stop {
            Stop::Data { message, help } | Stop::Usage { message, help } => {
                print_error(&printable(&format!("error: {message}")));
                if let Some(help) = help {
                    print_error(&printable(&format!("  help: {help}")));
                }
            }
            Stop::Report(report) => print_error(report.trim_end_matches('\n')),
            Stop::Bug(message) => {
                print_error(&format!(
                    "this is a bug in cloud-plan: {}",
                    printable(message)
                ));
            }
            Stop::Cancelled(message) => print_error(message),
            Stop::ReaderGone => {}
        }
    }
}

/// Prints a line to standard error; when that fails there is nobody to tell.
pub(super) fn print_error(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// The text with control characters made visible, so that a request cannot drive the terminal.
fn printable(text: &str) -> Cow<'_, str> {
    let harmless = |letter: char| letter == '\n' || letter == '\t' || !letter.is_control();
    if text.chars().all(harmless) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    for letter in text.chars() {
        if harmless(letter) {
            clean.push(letter);
        } else {
            clean.extend(letter.escape_unicode());
        }
    }
    Cow::Owned(clean)
}

/// How a format is typed.
fn name(format: Format) -> String {
    format
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}

/// The convention of no-color.org.
fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}
