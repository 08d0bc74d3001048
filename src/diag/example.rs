//! One example of wrong and right for each code about knowledge: what `explain` shows. Never: how a finding is found.

use super::Code;
use crate::yaml::{self, Limits, Node};

/// The examples; a test puts each into a file and sees that the wrong one is reported and the right one is not.
const EXAMPLES: &str = include_str!("../../schemas/findings.yaml");

/// A piece of a file that raises a code, and the same piece mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What raises it.
    pub wrong: String,
    /// What stands there instead.
    pub right: String,
}

/// The example of a code; `None` for codes about other files than knowledge.
pub fn example(code: Code) -> Option<Example> {
    let all = yaml::parse(EXAMPLES, &Limits::default()).ok()?;
    let found = all.get(code.as_str())?;
    let text = |key: &str| found.get(key).and_then(Node::as_str).map(str::to_owned);
    Some(Example {
        wrong: text("wrong")?,
        right: text("right")?,
    })
}
