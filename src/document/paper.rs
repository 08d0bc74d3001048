//! A document that is stated block by block, as a page. Never: what it says.

use super::drawing;
use super::tree::{self, Builder};
use super::{html as writer_html, markdown as writer};
use crate::plan::paper::ast::{Block, Marks, Paper};
use comrak::Arena;
use comrak::nodes::Node;

/// The paper as Markdown.
pub fn paper_markdown(paper: &Paper) -> String {
    let arena = Arena::new();
    writer::write(tree(&arena, paper))
}

/// The paper as one HTML page.
pub fn paper_html(paper: &Paper) -> String {
    let arena = Arena::new();
    writer_html::page(&paper.title, tree(&arena, paper))
}

fn tree<'a>(arena: &'a Arena<'a>, paper: &Paper) -> Node<'a> {
    let build = Builder::new(arena);
    build.heading(1, &paper.title);
    for block in &paper.blocks {
        match block {
            Block::Heading { level, text } => build.heading(*level, text),
            Block::Paragraph { lines } => build.paragraph(lines),
            Block::List { marks, items } => build.list(mark(*marks), items),
            Block::Table { head, rows } => build.table(head, rows),
            Block::Rule => build.rule(),
            Block::Drawing { graph, too_large } => {
                match drawing::ascii(graph) {
                    Ok(text) => build.fence("", &text),
                    Err(_) => build.paragraph(std::slice::from_ref(too_large)),
                }
                build.fence("mermaid", &drawing::mermaid(graph));
            }
        }
    }
    build.finish()
}

fn mark(marks: Marks) -> tree::Marks {
    match marks {
        Marks::Bullets => tree::Marks::Bullets,
        Marks::Numbers => tree::Marks::Numbers,
        Marks::Boxes => tree::Marks::Boxes,
    }
}
