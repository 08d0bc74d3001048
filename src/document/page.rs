//! A plan as a whole page, by its scope: the document, then the menu. Never: what stands in a section.

use super::tree::Builder;
use super::{feature, html as writer_html, markdown as writer, roadmap, task};
use crate::plan::Plan;
use comrak::Arena;
use comrak::nodes::Node;

/// The section that only documents with a summary for everybody have.
pub const EXECUTIVE: &str = "executive";

/// How wide the rules around the menu are.
const RULE: usize = 57;

/// Whether the menu is part of the document; a saved file has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Menu {
    /// As the last block.
    Shown,
    /// Left away.
    Hidden,
}

/// The plan as Markdown, with or without its menu.
pub fn markdown(plan: &Plan, menu: Menu) -> String {
    let arena = Arena::new();
    writer::write(tree(&arena, plan, menu))
}

/// The plan as one HTML page.
pub fn html(plan: &Plan, menu: Menu) -> String {
    let arena = Arena::new();
    let title = format!("{}{}", plan.words.title, plan.title);
    writer_html::page(&title, tree(&arena, plan, menu))
}

/// A text in Markdown as one HTML page.
pub fn of_markdown(title: &str, text: &str) -> String {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, text, &super::tree::options());
    writer_html::page(title, root)
}

/// The executive summary alone, as Markdown and as one HTML page; none if the plan has none.
pub fn summary(plan: &Plan) -> Option<(String, String)> {
    let program = plan
        .program
        .as_ref()
        .filter(|_| plan.words.has(EXECUTIVE))?;
    let title = format!("{}{}", plan.words.title, plan.title);
    let arena = Arena::new();
    let text = Builder::new(&arena);
    roadmap::executive(&text, plan, program);
    let markdown = writer::write(text.finish());
    let page = Builder::new(&arena);
    roadmap::executive(&page, plan, program);
    Some((markdown, writer_html::page(&title, page.finish())))
}

fn tree<'a>(arena: &'a Arena<'a>, plan: &Plan, menu: Menu) -> Node<'a> {
    let build = Builder::new(arena);
    match &plan.program {
        None => task::build(&build, plan),
        Some(program) if plan.words.has(EXECUTIVE) => roadmap::build(&build, plan, program),
        Some(program) => feature::build(&build, plan, program),
    }
    if menu == Menu::Shown {
        build.fence("text", &menu_text(plan));
    }
    build.finish()
}

fn menu_text(plan: &Plan) -> String {
    let rule = "─".repeat(RULE);
    format!("{rule}\n{}\n{rule}\n", plan.menu.lines.join("\n"))
}
