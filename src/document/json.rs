//! The plan as JSON, with the origin of every line. `schemas/plan.json` describes it.

use crate::plan::Plan;

/// The plan as JSON.
pub fn json(plan: &Plan) -> String {
    serde_json::to_string_pretty(plan).unwrap_or_default()
}
