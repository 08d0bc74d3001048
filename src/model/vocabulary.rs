//! The facts that conditions and texts may name. Never: their values.

use crate::map::IndexMap;
use serde::{Deserialize, Serialize};

/// `catalog/facts.yaml`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactWords {
    /// Each fact and what it says.
    pub facts: IndexMap<String, String>,
}
