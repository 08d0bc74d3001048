//! Builds a comrak tree from plan texts. Never: choosing what is said.

use comrak::nodes::{
    AstNode, ListDelimType, ListType, Node, NodeCodeBlock, NodeHeading, NodeList, NodeTable,
    NodeTaskItem, NodeValue, TableAlignment,
};
use comrak::{Arena, Options, parse_document};

/// Where nodes live, and how inline Markdown is read.
pub(super) struct Builder<'a> {
    arena: &'a Arena<'a>,
    options: Options<'static>,
    root: Node<'a>,
}

/// What marks the items of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    /// `1.`
    Numbers,
    /// `-`
    Bullets,
    /// `- [ ]`
    Boxes,
}

impl<'a> Builder<'a> {
    /// An empty document.
    pub(super) fn new(arena: &'a Arena<'a>) -> Self {
        let root = arena.alloc(AstNode::from(NodeValue::Document));
        Self {
            arena,
            options: options(),
            root,
        }
    }

    /// The document.
    pub(super) fn finish(self) -> Node<'a> {
        self.root
    }

    fn node(&self, value: NodeValue) -> Node<'a> {
        self.arena.alloc(AstNode::from(value))
    }

    /// Adds a heading.
    pub(super) fn heading(&self, level: u8, text: &str) {
        let node = self.node(NodeValue::Heading(NodeHeading {
            level,
            setext: false,
            closed: false,
        }));
        node.append(self.node(NodeValue::Text(text.to_owned().into())));
        self.root.append(node);
    }

    /// Adds a paragraph of inline Markdown; each entry begins a new line.
    pub(super) fn paragraph(&self, lines: &[String]) {
        let node = self.node(NodeValue::Paragraph);
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                node.append(self.node(NodeValue::SoftBreak));
            }
            self.inline(node, line);
        }
        if node.first_child().is_some() {
            self.root.append(node);
        }
    }

    /// Adds a list of inline Markdown.
    pub(super) fn list(&self, marks: Marks, items: &[String]) {
        if items.is_empty() {
            return;
        }
        let shape = NodeList {
            list_type: if marks == Marks::Numbers {
                ListType::Ordered
            } else {
                ListType::Bullet
            },
            marker_offset: 0,
            padding: if marks == Marks::Numbers { 3 } else { 2 },
            start: 1,
            delimiter: ListDelimType::Period,
            bullet_char: b'-',
            tight: true,
            is_task_list: marks == Marks::Boxes,
        };
        let list = self.node(NodeValue::List(shape));
        for (index, text) in items.iter().enumerate() {
            let item = match marks {
                Marks::Boxes => self.node(NodeValue::TaskItem(NodeTaskItem {
                    symbol: None,
                    symbol_sourcepos: (0, 0, 0, 0).into(),
                })),
                Marks::Numbers | Marks::Bullets => self.node(NodeValue::Item(NodeList {
                    start: index + 1,
                    ..shape
                })),
            };
            let paragraph = self.node(NodeValue::Paragraph);
            self.inline(paragraph, text);
            item.append(paragraph);
            list.append(item);
        }
        self.root.append(list);
    }

    /// Adds a fenced block.
    pub(super) fn fence(&self, info: &str, literal: &str) {
        let node = self.node(NodeValue::CodeBlock(Box::new(NodeCodeBlock {
            fenced: true,
            fence_char: b'`',
            fence_length: 3,
            fence_offset: 0,
            info: info.to_owned(),
            literal: literal.to_owned(),
            closed: true,
        })));
        self.root.append(node);
    }

    /// Adds a line between two parts.
    pub(super) fn rule(&self) {
        self.root.append(self.node(NodeValue::ThematicBreak));
    }

    /// Adds a table of inline Markdown.
    pub(super) fn table(&self, head: &[String], rows: &[Vec<String>]) {
        let shape = NodeTable {
            alignments: vec![TableAlignment::None; head.len()],
            num_columns: head.len(),
            num_rows: rows.len(),
            num_nonempty_cells: 0,
        };
        let table = self.node(NodeValue::Table(Box::new(shape)));
        table.append(self.row(head, true));
        for row in rows {
            table.append(self.row(row, false));
        }
        self.root.append(table);
    }

    fn row(&self, cells: &[String], head: bool) -> Node<'a> {
        let row = self.node(NodeValue::TableRow(head));
        for text in cells {
            let cell = self.node(NodeValue::TableCell);
            self.inline(cell, text);
            row.append(cell);
        }
        row
    }

    /// Adds inline Markdown to a block; text that would start a block of its own is added as it is.
    fn inline(&self, block: Node<'a>, text: &str) {
        let parsed = parse_document(self.arena, text, &self.options);
        let mut blocks = parsed.children();
        let only = blocks
            .next()
            .filter(|first| matches!(first.data.borrow().value, NodeValue::Paragraph));
        match (only, blocks.next()) {
            (Some(paragraph), None) => {
                let children: Vec<Node<'a>> = paragraph.children().collect();
                for child in children {
                    child.detach();
                    block.append(child);
                }
            }
            _ => block.append(self.node(NodeValue::Text(text.to_owned().into()))),
        }
    }
}

/// How Markdown is read and written.
pub(super) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.tasklist = true;
    options.render.list_style = comrak::options::ListStyleType::Dash;
    options.render.prefer_fenced = true;
    options
}
