//! Renders a plan: Markdown and HTML through comrak, JSON as it is. Never: the knowledge base, arithmetic.

pub mod csv;
pub mod drawing;
mod feature;
pub mod html;
pub mod json;
mod markdown;
pub mod oscal;
pub mod page;
mod paper;
mod roadmap;
mod task;
mod tree;
mod uuid;

pub use page::{EXECUTIVE, Menu, html, markdown, summary};
pub use paper::{paper_html, paper_markdown};
