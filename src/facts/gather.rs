//! Joins request, profile and catalog into facts: the last stage that sees the user's words.

use super::Facts;

/// Gathers.
pub fn gather() -> Facts {
    Facts::default()
}
