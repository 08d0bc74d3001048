//! The typed plan: put together from decisions, complete. Never: deciding, printing.

pub mod assemble;
pub mod ast;
mod compliance;
pub mod cost;
mod menu;
mod page;
pub mod program;
mod skills;
pub mod skills_order;
mod steps;
mod trace;

pub use assemble::{NoDocument, assemble};
pub use ast::Plan;
