//! The arguments of `init` and `profile`: one flag for every field of the profile, and the ways to change one.
//! It never knows which values a field may have; that is data.

use std::path::PathBuf;

use clap::Subcommand;
use jiff::civil::Date;

use super::args::{KeyValue, date, key_value};

/// `init`: the answers that are known already.
#[derive(Debug, Default, clap::Args)]
pub struct InitArgs {
    /// The answers
    #[command(flatten)]
    pub answers: AnswerArgs,
    /// Take what a file of conventions says of provider, regions, frameworks and environments; may be repeated
    #[arg(long, value_name = "FILE")]
    pub hints: Vec<PathBuf>,
    /// Replace the profile if there is one
    #[arg(long)]
    pub force: bool,
    /// The day of the set-up; today when not given
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
    /// Also write the skill, the slash command and the agents that call this program; with a profile, only those
    #[arg(long)]
    pub with_skill: bool,
}

/// The answers to the seven questions, by flag or from a file.
#[derive(Debug, Default, clap::Args)]
pub struct AnswerArgs {
    /// The answers as a YAML or JSON file with the fields of the profile; `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// The cloud provider, or that there are several
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
    /// The default regions, separated by commas
    #[arg(long, value_name = "LIST", alias = "region")]
    pub regions: Option<String>,
    /// The compliance frameworks, separated by commas or `+`
    #[arg(long, value_name = "LIST")]
    pub compliance: Option<String>,
    /// The budget tier
    #[arg(long, value_name = "TIER", alias = "budget")]
    pub budget_tier: Option<String>,
    /// The security posture
    #[arg(long, value_name = "POSTURE", alias = "security")]
    pub security_posture: Option<String>,
    /// The environments in order, separated by `+` or commas
    #[arg(long, value_name = "LIST")]
    pub environments: Option<String>,
    /// What exists already
    #[arg(long, value_name = "KIND", alias = "existing")]
    pub existing_infra: Option<String>,
    /// What exists already, in words
    #[arg(long, value_name = "TEXT", alias = "notes")]
    pub existing_notes: Option<String>,
    /// Any other field of the profile, such as a follow-up answer; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_value)]
    pub more: Vec<KeyValue>,
}

impl AnswerArgs {
    /// The answers that came as flags, as pairs of profile field and text.
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        let named = [
            ("provider", &self.provider),
            ("regions", &self.regions),
            ("compliance", &self.compliance),
            ("budget_tier", &self.budget_tier),
            ("security_posture", &self.security_posture),
            ("environments", &self.environments),
            ("existing_infra", &self.existing_infra),
            ("existing_notes", &self.existing_notes),
        ];
        let named = named
            .into_iter()
            .filter_map(|(key, value)| Some((key, value.as_deref()?)));
        let more = self
            .more
            .iter()
            .map(|pair| (pair.key.as_str(), pair.value.as_str()));
        named.chain(more).collect()
    }
}

/// `profile`: what to do with it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text (default), json")]
pub struct ProfileArgs {
    /// What to do; `show` when nothing is said
    #[command(subcommand)]
    pub command: Option<ProfileCommand>,
}

/// What `profile` can do.
#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// Print the profile, or what is wrong with it
    Show,
    /// Answer some questions again; the other fields stay as they are
    Edit(Box<EditArgs>),
    /// Change fields directly
    Set {
        /// The fields and their new values
        #[arg(value_name = "KEY=VALUE", required = true, value_parser = key_value)]
        pairs: Vec<KeyValue>,
    },
}

/// `profile edit`: which questions to ask again.
#[derive(Debug, Default, clap::Args)]
pub struct EditArgs {
    /// The questions by field, or in words, such as `different cloud`; asks which ones when not given
    #[arg(value_name = "QUESTION")]
    pub questions: Vec<String>,
    /// The answers that are known already
    #[command(flatten)]
    pub answers: AnswerArgs,
}
