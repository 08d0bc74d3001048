//! The typed plan: put together from decisions, complete. Never: deciding, printing.

pub mod assemble;
pub mod ast;
mod compliance;
mod conflicts;
pub mod cost;
pub(crate) mod desk;
mod evidence;
mod lifecycle;
pub mod matrix;
mod menu;
mod page;
pub mod paper;
pub mod program;
mod record;
mod sections;
mod skills;
pub mod skills_order;
mod standing_in;
mod steps;
mod trace;
mod undo;

pub use assemble::{Detail, NoDocument, assemble};
pub use ast::Plan;
