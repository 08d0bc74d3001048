//! Draws the graph of a plan: with characters for a terminal, as Mermaid for a browser. Never: choosing what is drawn.

mod ascii;
mod canvas;
mod layout;
mod mermaid;
mod route;

pub use ascii::{Unreadable, ascii};
pub use mermaid::mermaid;
