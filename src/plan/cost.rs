//! What a plan does to the bill: prices, arithmetic, range, driver, sentences. Never: how much a plan uses.

pub mod book;
pub mod item;
pub mod money;
pub mod quote;
pub mod show;
pub mod summary;
pub mod tariff;
pub mod words;

use super::assemble::Desk;
use super::ast::Cost;

/// The cost of a plan.
pub(super) fn of_plan(_desk: &Desk<'_, '_>) -> Cost {
    Cost::default()
}
