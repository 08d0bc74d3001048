//! Why a command stopped, and the exit code that goes with it.
//! It never prints; `Context::complain` does.

use std::io;

/// What a command returns.
pub type Outcome = Result<(), Stop>;

/// The reasons to stop. There are no other exit codes than theirs.
#[derive(Debug)]
pub enum Stop {
    /// The user's data has errors: a file, a request, an answer. Exit code 1.
    Data {
        /// What is wrong, without a final period; more lines may follow.
        message: String,
        /// What to type instead.
        help: Option<String>,
    },
    /// The report is ready to print as it is, for example rendered diagnostics. Exit code 1.
    Report(String),
    /// The command line is wrong in a way that the parser cannot see. Exit code 2.
    Usage {
        /// What is wrong, without a final period.
        message: String,
        /// What to type instead.
        help: Option<String>,
    },
    /// A state that cannot be. Exit code 3.
    Bug(String),
    /// The user broke off a question. Exit code 1.
    Cancelled(&'static str),
    /// The reader of the output went away, as `head` does: nothing to say. Exit code 0.
    ReaderGone,
}

impl Stop {
    /// The user's data has an error.
    pub fn data(message: impl Into<String>) -> Self {
        Self::Data {
            message: message.into(),
            help: None,
        }
    }

    /// The command line has an error.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage {
            message: message.into(),
            help: None,
        }
    }

    /// The same, with what to type instead.
    pub fn help(self, text: impl Into<String>) -> Self {
        let help = Some(text.into());
        match self {
            Self::Data { message, .. } => Self::Data { message, help },
            Self::Usage { message, .. } => Self::Usage { message, help },
            other => other,
        }
    }

    /// What the process ends with.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::ReaderGone => 0,
            Self::Data { .. } | Self::Report(_) | Self::Cancelled(_) => 1,
            Self::Usage { .. } => 2,
            Self::Bug(_) => 3,
        }
    }
}

/// Only for writing to standard output; reading a file has its own messages.
impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ReaderGone;
        }
        Self::data(format!("cannot write the output: {error}"))
    }
}
