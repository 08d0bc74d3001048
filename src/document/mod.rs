//! Renders a plan: Markdown and HTML through comrak, JSON as it is. Never: the knowledge base, arithmetic.

pub mod html;
pub mod json;
mod markdown;
pub mod task;
mod tree;

pub use task::{html, markdown};
