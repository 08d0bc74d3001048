//! The codes of all diagnostics: one table with the word, a title and why it matters.
//! It never knows where a code is raised.

use std::fmt;
use std::str::FromStr;

/// Writes the enum and its lookups, so that a code cannot be without its texts.
macro_rules! codes {
    ($($variant:ident $word:literal $title:literal $explanation:literal)*) => {
        /// What a diagnostic is about; the word is what users see, search for and `explain`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $variant,)*
        }

        impl Code {
            const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// The word, in kebab case.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $word,)* }
            }

            /// What is wrong, as a statement.
            pub fn title(self) -> &'static str {
                match self { $(Code::$variant => $title,)* }
            }

            /// Why it matters and what to do about it.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => $explanation,)* }
            }
        }
    };
}

codes! {
    UnreadableFile "unreadable-file"
        "A file cannot be read"
        "The file is missing, is not UTF-8 text, or may not be read by you. Nothing in it counts until it can be read."

    YamlSyntax "yaml-syntax"
        "A file is not valid YAML"
        "The text breaks off or has a character where none can stand, so nothing after that place has a meaning. Common causes are a tab in the indentation, a colon inside an unquoted text, and a missing quotation mark."

    YamlUnsupported "yaml-unsupported"
        "A file uses YAML that means nothing here"
        "Several documents in one file, tags of your own, keys that are not text and endless numbers are valid YAML, but readers disagree about them. They are refused, so that a file means the same everywhere."

    YamlTooLarge "yaml-too-large"
        "A file exceeds a limit"
        "Depth, number of values, length and what aliases copy are limited, so that a small file cannot take all of the memory. Real knowledge files stay far below these limits."

    DuplicateId "duplicate-id"
        "Two files define the same id"
        "An id stands for one thing. A file that changes what a lower layer says states `overrides:` with the id, so that nothing is replaced by accident."

    UnknownReference "unknown-reference"
        "A name points at nothing"
        "Files refer to each other by id. A name that nothing has means that the part of the plan behind it can never appear, and nobody would notice."

    UnknownFact "unknown-fact"
        "A condition asks about a fact that does not exist"
        "Conditions ask about facts of `catalog/facts.yaml` and about settings. A condition on a name that is neither never holds."

    UnfilledPlaceholder "unfilled-placeholder"
        "Nothing fills a placeholder"
        "A placeholder stands for a name or a quantity of the service, a fact, or a setting. One that nothing fills is printed as `<words>`, for the reader to find out."

    UnknownControl "unknown-control"
        "A control is cited that the framework does not have"
        "An auditor looks citations up. One that is not in the published list, or was withdrawn, costs the whole plan its credit."

    WrongSkill "wrong-skill"
        "A skill does not fit the provider"
        "Most skills are written for one provider. Naming one for another sends the reader the wrong way."

    NoUndo "no-undo"
        "A step changes something and says nothing about the way back"
        "Whoever carries out a step has to know how to leave it again before starting. Say `undo:`, or give the step an `order` that says that it only reads or that there is no way back."

    NoCheck "no-check"
        "An operation has too few checks"
        "A change is done when somebody can see that it worked. An operation needs checks whose result is observable."

    NoService "no-service"
        "A capability has no service at a provider"
        "A request for it could not be planned there. Describe a service, or declare under `lacks:` in provider.yaml why there is none and what to do instead."

    NoExample "no-example"
        "A rule or blueprint has no example of both kinds"
        "Examples show when it applies and when it does not, and `cloud-plan test` runs them. Without one of each nobody notices when the condition breaks."

    CircularNeeds "circular-needs"
        "Pieces of work wait for each other in a circle"
        "Work starts when everything it needs is done. In a circle nothing is ever done first, so no schedule exists. The report shows the circle: one of the needs in it is wrong."

    StageOrder "stage-order"
        "Work stands in the wrong order for law or audit"
        "Agreements and risk analysis come before data, controls before their proof, proof before an evaluation, an evaluation before anything goes live. A plan in another order cannot be defended before an auditor."

    BannedWords "banned-words"
        "A text uses words that say nothing"
        "Praise and filler take the place of a fact, and clicking in a console cannot be repeated or reviewed. Say the setting, the number or the command."

    MisDecoded "mis-decoded"
        "Letters were read in the wrong encoding"
        "A file that was written as UTF-8 and read as Windows-1252 shows two or three odd letters where one was meant: lines of drawings, dashes, accents. They would be printed in every plan. Write what was meant, and save the file as UTF-8."

    NoPrice "no-price"
        "A cost refers to a price that is not in the book"
        "The plan would show a gap where the amount should be. Add the price with source and date, or correct the id."

    DuplicateKey "duplicate-key"
        "A map has the same key twice"
        "Only one of the two values could count, and which one depends on the reader. The report shows both places: remove one, or rename it."

    WrongType "wrong-type"
        "A value is of the wrong type"
        "A list, a map, a number or a text stands where another of these is expected. Texts that look like numbers or like `true` need quotes."

    UnknownKey "unknown-key"
        "A key has no meaning there"
        "A key that is not understood would be ignored, and what you meant by it would not happen. Mostly it is a spelling mistake or stands one level too deep."

    MissingKey "missing-key"
        "A required key is missing"
        "The value cannot be used without this key. The schema of the file kind describes it, with an example."

    UnknownValue "unknown-value"
        "A value is not one of the possible ones"
        "Only a fixed list of words has a meaning at this place. The report names the nearest one."

    OutOfRange "out-of-range"
        "A value is too small, too large, too short or too long"
        "The value is of the right type, but outside the limits that its description gives."

    WrongFormat "wrong-format"
        "A text does not have the required form"
        "Ids, dates, durations and references have a fixed spelling, so that they can be compared and found. The help shows the form."

    WrongShape "wrong-shape"
        "A value fits none of the forms that are possible there"
        "Some places take several forms, such as a text or a list of texts. The value is none of them, or mixes two."

    JsonSyntax "json-syntax"
        "A file is not valid JSON"
        "The text breaks off or has a character where none can stand. Common causes are a comma after the last value, a missing comma between two, a comment, and single quotation marks: JSON knows only double ones."

    ProfileVersion "profile-version"
        "A profile has a form that is not known"
        "The profile names a version of its form that this program does not read. Reading it anyway could turn an answer into another one."

    RegionOfAnotherProvider "region-of-another-provider"
        "A region does not belong to the provider of the profile"
        "Every region belongs to one provider. A plan for a region that its provider does not have could not be carried out."

    ConflictingValues "conflicting-values"
        "Two values cannot both hold"
        "The values contradict each other, or say the same thing twice. Which one was meant only you know, so neither is used."

    ScriptFailed "script-failed"
        "A script could not be run to its end"
        "Scripts of the knowledge base only compute: they have no files, no clock and no network, and the work that one call may do is limited. The report shows the place in the script."

    NeverApplies "never-applies"
        "A condition can never hold"
        "Two of its tests exclude each other, so what depends on it is never done and nobody notices. The report shows both tests."

    ContradictingRules "contradicting-rules"
        "Two rules require what cannot both hold"
        "A choice has one value. Where both rules apply, the plan could only print the conflict and leave the decision to its reader. The report shows both rules."

    ShadowedRule "shadowed-rule"
        "A rule or blueprint changes nothing"
        "Another one with the same condition does the same already, or is always tried first. Whoever edits this one would wait in vain for the effect."

    UnrealizedSetting "unrealized-setting"
        "A setting is required and no service says how it is done"
        "A rule can ask for it, and no plan would show a step, a value or a check for it. The requirement looks met and is not."

    StaleSource "stale-source"
        "A price or a fact was looked up more than a year ago"
        "Providers change prices, limits and dates within a year. A plan repeats the old figure with its old date, and its reader has to look it up. Reported with `--date`, since lint never looks at a clock."

    PastDate "past-date"
        "A date has passed"
        "Something ended on that day: a version that plans still take by default, or a requirement that changes nothing any more. Reported with `--date`, since lint never looks at a clock."

    ClaimedTwice "claimed-twice"
        "Two entries claim the same word"
        "A request with this word could mean either, so the reader of the request has to guess. The report shows both places."

    UnusedEntry "unused-entry"
        "Nothing refers to an entry"
        "It changes no plan. Mostly it was renamed in one of two places, or was left behind."

    MissingModeline "missing-modeline"
        "The first line does not name the schema"
        "Editors take the schema from this line: with it they complete keys and mark mistakes while the file is typed. `cloud-plan lint --fix` writes it."

    KeyOrder "key-order"
        "Keys stand in another order than in other files of the kind"
        "Files that begin alike can be compared at a glance, and changes of two people meet in the same place. `cloud-plan lint --fix` puts the keys in the order of the schema."

    BadIgnore "bad-ignore"
        "A comment that ignores a finding is incomplete"
        "It names the code of the finding and says why it is right to ignore it, so that the next reader can judge."

    UselessIgnore "useless-ignore"
        "A comment ignores a finding that does not exist"
        "What it was written for is mended. Left in place it would hide the next mistake on that line."

    UnknownFunction "unknown-function"
        "A script calls a function that does not exist"
        "The call would stop the plan in which the script is needed, and in no other: nobody would notice before."

    UnusedFunction "unused-function"
        "Nothing calls a function or a script"
        "The program calls the function that has the name of its script; every other function must be called from there."

    UnansweredQuestion "unanswered-question"
        "A question that a choice leads to has no answer"
        "Some choices need one more answer: a budget tier its reason, a framework its level. A plan can be made without, and says that the answer is missing."

    TestFailed "test-failed"
        "An example or a case does not come out as it says"
        "Examples and cases say what a rule is for. When one fails, either the knowledge has changed its meaning, or the example was wrong. The report shows what was decided instead, and where."

    ToDo "to-do"
        "Something is still to be written"
        "A text that begins with TODO stands where `cloud-plan new` left a place for it. Replace it by what the help line asks for. A new rule or blueprint is `status: proposed` and applies to no plan until that says `stable`."

    UntestedValue "untested-value"
        "No test notices when a required value is lost"
        "A value that no test names can be deleted or mistyped, and everything still passes. Add a case that expects the setting, with the citation that asks for it."
}

impl Code {
    /// Every code, in the order of the table.
    pub fn all() -> &'static [Code] {
        Self::ALL
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A word that is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no diagnostic has this code")]
pub struct UnknownCode;

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(word: &str) -> Result<Self, UnknownCode> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.as_str() == word)
            .ok_or(UnknownCode)
    }
}
