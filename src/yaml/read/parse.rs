//! Builds the tree from the parser's events and stops whatever would grow without bound.
//! It never recovers from broken syntax: the first such place is reported and reading ends there.

use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, StructureStyle, Tag};

use super::alias::{Weight, merge, mergeable, weigh};
use super::tree::{Node, Span, Value};
use super::{Error, ErrorKind, Limits, scalar, wording};

/// How many mistakes of one file are worth telling at once.
const MAX_ERRORS: usize = 100;

/// Reads one document; every duplicate key is reported, any other mistake ends the reading.
pub fn parse(text: &str, limits: &Limits) -> Result<Node, Vec<Error>> {
    let mut builder = Builder::new(text, limits);
    match builder.run() {
        Err(error) => builder.errors.push(error),
        Ok(()) if builder.errors.is_empty() => {
            return Ok(builder.root.unwrap_or(Node {
                span: Span::default(),
                value: Value::Null,
            }));
        }
        Ok(()) => {}
    }
    Err(builder.errors)
}

struct Builder<'a> {
    text: &'a str,
    limits: &'a Limits,
    frames: Vec<Frame>,
    anchors: BTreeMap<usize, Anchor>,
    root: Option<Node>,
    errors: Vec<Error>,
    documents: usize,
    nodes: usize,
    copied: Weight,
}

/// A map or list whose end has not been read yet.
struct Frame {
    start: Span,
    anchor: usize,
    style: StructureStyle,
    shape: Shape,
}

enum Shape {
    Seq(Vec<Node>),
    Map {
        pairs: Vec<(Node, Node)>,
        key: Option<Node>,
        merges: Vec<Node>,
    },
}

/// A value that aliases may copy, with what one copy costs.
struct Anchor {
    node: Node,
    weight: Weight,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, limits: &'a Limits) -> Self {
        let (frames, anchors, copied) = (Vec::new(), BTreeMap::new(), Weight::default());
        Self {
            text,
            limits,
            frames,
            anchors,
            root: None,
            errors: Vec::new(),
            documents: 0,
            nodes: 0,
            copied,
        }
    }

    fn run(&mut self) -> Result<(), Error> {
        if self.text.len() > self.limits.max_text {
            let message = format!("the text is longer than {} bytes", self.limits.max_text);
            return Err(Error::new(ErrorKind::TooLarge, message).at(Span::default()));
        }
        let options = granit_parser::options! {
            emit_comments: false,
            flow_nesting_limit: self.limits.max_depth,
            block_nesting_limit: self.limits.max_depth,
        };
        for next in Parser::new_from_str_with_options(self.text, options) {
            let (event, span) = next.map_err(|error| self.syntax_error(&error))?;
            self.event(event, self.span(&span))?;
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Error> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(
                        Error::new(ErrorKind::Unsupported, "a file holds one document")
                            .at(span)
                            .label("a second one starts here")
                            .help("split the file, or remove the line `---`"),
                    );
                }
            }
            Event::Alias(id) => {
                let node = self.copy(id, span)?;
                self.add(node, 0, false)?;
            }
            Event::Scalar(text, style, anchor, tag) => {
                let merge = matches!(style, ScalarStyle::Plain) && text == "<<";
                let node = self.scalar(&text, style, tag.as_deref(), span)?;
                self.add(node, anchor, merge)?;
            }
            Event::SequenceStart(style, anchor, tag) => {
                let shape = Shape::Seq(Vec::new());
                self.open(
                    Frame {
                        start: span,
                        anchor,
                        style,
                        shape,
                    },
                    tag.as_deref(),
                )?;
            }
            Event::MappingStart(style, anchor, tag) => {
                let shape = Shape::Map {
                    pairs: Vec::new(),
                    key: None,
                    merges: Vec::new(),
                };
                self.open(
                    Frame {
                        start: span,
                        anchor,
                        style,
                        shape,
                    },
                    tag.as_deref(),
                )?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, frame: Frame, tag: Option<&Tag>) -> Result<(), Error> {
        refuse_tag(tag, frame.start)?;
        if self.frames.len() >= self.limits.max_depth {
            return Err(self.too_deep(frame.start));
        }
        self.frames.push(frame);
        Ok(())
    }

    fn close(&mut self, end: Span) -> Result<(), Error> {
        let Some(frame) = self.frames.pop() else {
            return Ok(());
        };
        let last = match &frame.shape {
            Shape::Seq(items) => items.last().map(|item| item.span.end),
            Shape::Map { pairs, .. } => pairs.last().map(|(_, value)| value.span.end),
        };
        // The end of a block is only known to lie somewhere before the next token.
        let end = match frame.style {
            StructureStyle::Flow => end.end,
            StructureStyle::Block => last.unwrap_or(frame.start.end),
        };
        let span = Span::new(frame.start.start, end);
        let value = match frame.shape {
            Shape::Seq(items) => Value::Seq(items),
            Shape::Map {
                mut pairs, merges, ..
            } => {
                self.report_duplicates(&pairs);
                merge(&mut pairs, merges);
                Value::Map(pairs)
            }
        };
        self.add(Node { span, value }, frame.anchor, false)
    }

    /// Puts a finished value where it belongs.
    fn add(&mut self, node: Node, anchor: usize, is_merge_key: bool) -> Result<(), Error> {
        self.nodes += 1;
        if self.nodes > self.limits.max_nodes {
            let message = format!("the file holds more than {} values", self.limits.max_nodes);
            return Err(Error::new(ErrorKind::TooLarge, message).at(node.head()));
        }
        if anchor != 0 {
            self.remember(anchor, &node)?;
        }
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut frame.shape {
            Shape::Seq(items) => items.push(node),
            Shape::Map { pairs, key, merges } => match key.take() {
                None if is_merge_key => {
                    *key = Some(Node {
                        span: node.span,
                        value: Value::Null,
                    });
                }
                None => *key = Some(text_key(node)?),
                Some(name) if matches!(name.value, Value::Null) => merges.extend(mergeable(node)?),
                Some(name) => pairs.push((name, node)),
            },
        }
        Ok(())
    }

    fn scalar(
        &self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<Node, Error> {
        let is_text = refuse_tag(tag, span)?;
        if !matches!(style, ScalarStyle::Plain) {
            let span = match style {
                ScalarStyle::Literal | ScalarStyle::Folded => self.trimmed(span),
                _ => span,
            };
            return Ok(Node {
                span,
                value: Value::Str(text.to_owned()),
            });
        }
        if is_text {
            return Ok(Node {
                span,
                value: Value::Str(text.to_owned()),
            });
        }
        let value = scalar::resolve(text).ok_or_else(|| {
            let message = format!("`{text}` is not a number to compute with");
            Error::new(ErrorKind::Unsupported, message)
                .at(span)
                .help("write a number, or put the text in quotes")
        })?;
        Ok(Node { span, value })
    }

    /// Keeps what an alias may copy later; keeping is a copy too, so it is paid for.
    fn remember(&mut self, anchor: usize, node: &Node) -> Result<(), Error> {
        let weight = weigh(node);
        self.pay(weight, node.head())?;
        self.anchors.insert(
            anchor,
            Anchor {
                node: node.clone(),
                weight,
            },
        );
        Ok(())
    }

    fn copy(&mut self, id: usize, span: Span) -> Result<Node, Error> {
        let Some(weight) = self.anchors.get(&id).map(|anchor| anchor.weight) else {
            return Err(Error::new(
                ErrorKind::Unsupported,
                "an alias refers to the value it stands in",
            )
            .at(span));
        };
        self.pay(weight, span)?;
        if self.frames.len() + weight.height > self.limits.max_depth {
            return Err(self.too_deep(span));
        }
        let value = self
            .anchors
            .get(&id)
            .map_or(Value::Null, |anchor| anchor.node.value.clone());
        Ok(Node { span, value })
    }

    fn pay(&mut self, weight: Weight, span: Span) -> Result<(), Error> {
        self.copied.nodes = self.copied.nodes.saturating_add(weight.nodes);
        self.copied.text = self.copied.text.saturating_add(weight.text);
        let too_many = self.copied.nodes > self.limits.max_copied
            || self.nodes.saturating_add(self.copied.nodes) > self.limits.max_nodes
            || self.text.len().saturating_add(self.copied.text) > self.limits.max_text;
        if too_many {
            return Err(Error::new(ErrorKind::TooLarge, "aliases copy too much")
                .at(span)
                .label("the limit is reached here")
                .help("write the values out, or split the file"));
        }
        Ok(())
    }

    fn too_deep(&self, span: Span) -> Error {
        let message = format!(
            "maps and lists nest deeper than {} levels",
            self.limits.max_depth
        );
        Error::new(ErrorKind::TooLarge, message)
            .at(span)
            .label("the limit is reached here")
            .help("close brackets that were left open, or write the value flatter")
    }

    fn report_duplicates(&mut self, pairs: &[(Node, Node)]) {
        if pairs.len() < 2 {
            return;
        }
        // Sorting keeps a map of 100,000 keys fast without copying the keys; it is stable.
        let mut keys: Vec<&Node> = pairs.iter().map(|(key, _)| key).collect();
        keys.sort_by_key(|key| key.as_str());
        for (first, second) in keys.iter().zip(keys.iter().skip(1)) {
            if first.as_str() == second.as_str() && self.errors.len() < MAX_ERRORS {
                let message = format!(
                    "the key `{}` is written twice",
                    first.as_str().unwrap_or_default()
                );
                self.errors.push(
                    Error::new(ErrorKind::DuplicateKey, message)
                        .at(second.span)
                        .label("only one of the two could count")
                        .other(first.span, "it is here already")
                        .help("remove one of them, or rename it"),
                );
            }
        }
    }

    fn syntax_error(&self, error: &ScanError) -> Error {
        if matches!(
            error.kind(),
            granit_parser::ErrorKind::RecursionLimitExceeded
        ) {
            return self.too_deep(self.letter_at(error));
        }
        let (message, help) = wording::syntax(error.kind());
        let error = Error::new(ErrorKind::Syntax, message)
            .at(self.letter_at(error))
            .label("reading stops here");
        help.into_iter().fold(error, Error::help)
    }

    /// The letter at which the parser gave up, or nothing at the end of the text.
    fn letter_at(&self, error: &ScanError) -> Span {
        let offset = error.marker().byte_offset().unwrap_or_default();
        let mut start = self.text.floor_char_boundary(offset.min(self.text.len()));
        if wording::is_about_tabs(error.kind()) {
            // The parser stops after the indentation; the tab in it is what has to go.
            let before = self.text.get(..start).unwrap_or_default();
            let line = before.rfind('\n').map_or(0, |index| index + 1);
            start = before
                .rfind('\t')
                .filter(|tab| *tab >= line)
                .unwrap_or(start);
        }
        let rest = self.text.get(start..).unwrap_or_default();
        Span::new(start, start + rest.chars().next().map_or(0, char::len_utf8))
    }

    fn span(&self, span: &granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or_default();
        let bound = |offset: usize| self.text.floor_char_boundary(offset.min(self.text.len()));
        Span::new(bound(range.start), bound(range.end))
    }

    /// Without the blank lines that the parser counts as part of a block of text.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.text.get(span.start..span.end).unwrap_or_default();
        Span::new(span.start, span.start + text.trim_end().len())
    }
}

/// Whether the tag says "this is text"; any tag that could change a meaning is refused.
fn refuse_tag(tag: Option<&Tag>, span: Span) -> Result<bool, Error> {
    let Some(tag) = tag else { return Ok(false) };
    let is_text = tag.is_yaml_core_schema_tag("str") || tag.original() == "!";
    if !is_text && !tag.is_yaml_core_schema() {
        let message = format!("the tag `{}` has no meaning here", tag.original());
        return Err(Error::new(ErrorKind::Unsupported, message)
            .at(span)
            .label("readers disagree about what this value is")
            .help("remove the tag; put the value in quotes to make it text"));
    }
    Ok(is_text)
}

fn text_key(node: Node) -> Result<Node, Error> {
    if node.as_str().is_some() {
        return Ok(node);
    }
    let message = format!("a key is text, and this is {}", node.describe());
    Err(Error::new(ErrorKind::Unsupported, message)
        .at(node.head())
        .help("put the key in quotes"))
}
