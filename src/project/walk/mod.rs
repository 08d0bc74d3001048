//! The walk through the tasks of a ticket: one item, one approval, one change, each step kept in a ledger.
//! It never decides what an item means, and never runs anything.

pub mod change;
pub mod checklist;
pub mod code;
pub mod compare;
pub mod ledger;
pub mod saved_plan;
pub mod state;
pub mod ticket;

pub use change::Change;
pub use checklist::Item;
pub use ledger::{Answer, Ledger, Line};
pub use state::{Current, State};
