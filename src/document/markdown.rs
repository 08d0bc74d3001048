//! Writes a comrak tree as Markdown that people can read: no escape that changes nothing.

use super::tree::options;
use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, format_commonmark, format_html, parse_document};

/// The document as Markdown.
pub(super) fn write(root: Node<'_>) -> String {
    let mut out = String::new();
    let mut after_heading = false;
    for block in root.children() {
        let heading = matches!(block.data.borrow().value, NodeValue::Heading(_));
        let fence = matches!(block.data.borrow().value, NodeValue::CodeBlock(_));
        // The template puts a section's text right below its heading.
        if !out.is_empty() && (heading || fence || !after_heading) {
            out.push('\n');
        }
        out.push_str(&plain(&formatted(block)));
        after_heading = heading;
    }
    out
}

fn formatted(block: Node<'_>) -> String {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = format_commonmark(block, &options(), &mut text);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// The block without escapes, where it still means the same; line by line where the whole does not.
fn plain(block: &str) -> String {
    if !block.contains('\\') || block.starts_with("```") {
        return block.to_owned();
    }
    let bare = without_escapes(block);
    if meaning(&bare) == meaning(block) {
        return bare;
    }
    let lines: Vec<String> = block
        .lines()
        .map(|line| {
            let bare = without_escapes(line);
            if line.contains('\\') && meaning(&bare) != meaning(line) {
                line.to_owned()
            } else {
                bare
            }
        })
        .collect();
    let joined = format!("{}\n", lines.join("\n"));
    if meaning(&joined) == meaning(block) {
        joined
    } else {
        block.to_owned()
    }
}

/// The text without backslashes in front of punctuation, outside of code.
fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut fence: Option<usize> = None;
    while let Some(letter) = letters.next() {
        if letter == '`' {
            let mut run = 1;
            while letters.next_if_eq(&'`').is_some() {
                run += 1;
            }
            out.extend(std::iter::repeat_n('`', run));
            fence = match fence {
                Some(open) if open == run => None,
                Some(open) => Some(open),
                None => Some(run),
            };
        } else if letter == '\\'
            && fence.is_none()
            && letters.peek().is_some_and(char::is_ascii_punctuation)
        {
            out.extend(letters.next());
        } else {
            out.push(letter);
        }
    }
    out
}

fn meaning(text: &str) -> String {
    let arena = Arena::new();
    let options = options();
    let root = parse_document(&arena, text, &options);
    let mut html = String::new();
    let _ = format_html(root, &options, &mut html);
    html
}
