//! Decides: which parts a plan has and which value every setting gets. Never: the user's words, the document's text.

pub mod component;
pub mod condition;
pub mod decide;
pub mod fill;
pub mod lattice;
pub mod program;
pub mod realize;
pub mod script;
pub mod script_check;
pub mod select;
pub mod view;
pub mod wish;

pub use decide::{Decisions, Undecided, decide};
