//! Keeps a tree in few bytes beside the text it was made from, so that a file is parsed once and thousands of files
//! fit into memory between two looks at them. It never holds a text that the file says already.

use super::{Node, Span, Value};

/// A tree in few bytes; it is opened with the text it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed(Box<[u8]>);

/// What a value is, and where its text comes from.
const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const INT: u8 = 3;
const SEQ: u8 = 4;
const MAP: u8 = 5;
const NUMBER: u8 = 6;
const STR: u8 = 7;

/// Added to a text that stands at its place: as it is, or between quotation marks.
const AS_WRITTEN: u8 = 16;
const IN_QUOTES: u8 = 32;

impl Packed {
    /// Packs a tree of this text.
    pub fn of(node: &Node, text: &str) -> Self {
        let mut writer = Writer {
            text,
            bytes: Vec::with_capacity(text.len() / 2),
            last: 0,
        };
        writer.node(node);
        Self(writer.bytes.into_boxed_slice())
    }

    /// The tree; nothing if this is another text than the one it was made from.
    pub fn open(&self, text: &str) -> Option<Node> {
        let mut reader = Reader {
            text,
            bytes: &self.0,
            last: 0,
        };
        reader.node()
    }
}

struct Writer<'a> {
    text: &'a str,
    bytes: Vec<u8>,
    /// Where the value before began: most begin a few bytes later.
    last: usize,
}

impl Writer<'_> {
    fn node(&mut self, node: &Node) {
        match &node.value {
            Value::Null => self.head(NULL, node.span),
            Value::Bool(false) => self.head(FALSE, node.span),
            Value::Bool(true) => self.head(TRUE, node.span),
            Value::Int(value) => {
                self.head(INT, node.span);
                self.signed(*value);
            }
            Value::Number(raw) => self.words(NUMBER, raw, node.span),
            Value::Str(words) => self.words(STR, words, node.span),
            Value::Seq(items) => {
                self.head(SEQ, node.span);
                self.size(items.len());
                items.iter().for_each(|item| self.node(item));
            }
            Value::Map(pairs) => {
                self.head(MAP, node.span);
                self.size(pairs.len());
                for (key, value) in pairs {
                    self.node(key);
                    self.node(value);
                }
            }
        }
    }

    fn head(&mut self, sort: u8, span: Span) {
        self.bytes.push(sort);
        let step = span
            .start
            .cast_signed()
            .wrapping_sub(self.last.cast_signed());
        self.signed(step as i64);
        self.size(span.len());
        self.last = span.start;
    }

    fn words(&mut self, sort: u8, words: &str, span: Span) {
        if written(self.text, span) == Some(words) {
            self.head(sort | AS_WRITTEN, span);
        } else if quoted(self.text, span) == Some(words) {
            self.head(sort | IN_QUOTES, span);
        } else {
            self.head(sort, span);
            self.size(words.len());
            self.bytes.extend_from_slice(words.as_bytes());
        }
    }

    fn signed(&mut self, value: i64) {
        self.number(((value << 1) ^ (value >> 63)).cast_unsigned());
    }

    fn size(&mut self, size: usize) {
        self.number(size as u64);
    }

    /// Seven bits a byte, the lowest first.
    fn number(&mut self, mut value: u64) {
        while value > 0x7f {
            self.bytes.push(value.to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        self.bytes.push(value.to_le_bytes()[0]);
    }
}

fn written(text: &str, span: Span) -> Option<&str> {
    text.get(span.start..span.end)
}

fn quoted(text: &str, span: Span) -> Option<&str> {
    text.get(span.start.checked_add(1)?..span.end.checked_sub(1)?)
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    last: usize,
}

impl<'a> Reader<'a> {
    fn node(&mut self) -> Option<Node> {
        let (sort, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        let step = isize::try_from(self.signed()?).ok()?;
        let start = self.last.checked_add_signed(step)?;
        self.last = start;
        let span = Span::new(start, start.checked_add(self.size()?)?);
        let value = match sort & !(AS_WRITTEN | IN_QUOTES) {
            NULL => Value::Null,
            FALSE => Value::Bool(false),
            TRUE => Value::Bool(true),
            INT => Value::Int(self.signed()?),
            NUMBER => Value::Number(self.words(*sort, span)?.to_owned()),
            STR => Value::Str(self.words(*sort, span)?.to_owned()),
            SEQ => Value::Seq(self.items()?),
            MAP => Value::Map(self.pairs()?),
            _ => return None,
        };
        Some(Node { span, value })
    }

    fn items(&mut self) -> Option<Vec<Node>> {
        let count = self.count()?;
        let mut items = Vec::with_capacity(count);
        for _ in 0..count {
            items.push(self.node()?);
        }
        Some(items)
    }

    fn pairs(&mut self) -> Option<Vec<(Node, Node)>> {
        let count = self.count()?;
        let mut pairs = Vec::with_capacity(count);
        for _ in 0..count {
            pairs.push((self.node()?, self.node()?));
        }
        Some(pairs)
    }

    /// How many values follow; each takes a byte at least.
    fn count(&mut self) -> Option<usize> {
        self.size().filter(|count| *count <= self.bytes.len())
    }

    fn words(&mut self, sort: u8, span: Span) -> Option<&'a str> {
        if sort & AS_WRITTEN != 0 {
            return written(self.text, span);
        }
        if sort & IN_QUOTES != 0 {
            return quoted(self.text, span);
        }
        let length = self.size()?;
        let (words, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        std::str::from_utf8(words).ok()
    }

    fn signed(&mut self) -> Option<i64> {
        let value = self.number()?;
        Some((value >> 1).cast_signed() ^ -((value & 1).cast_signed()))
    }

    fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for place in (0..64).step_by(7) {
            let (byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            value |= u64::from(byte & 0x7f) << place;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, Value, parse};
    use super::Packed;

    #[test]
    fn a_tree_comes_back_with_every_value_and_place() {
        let text = "a: 'it''s'\nb: \"q\\n\"\nc: [1, -7, 2.50, true, false, ~, .5]\nd: >-\n  two\n  lines\n\
                    e: &x { f: plain words, g: \"in quotes\" }\nh: *x\ni: { <<: *x, g: 9 }\nj: é — 日本\n\"k k\": ''\n";
        let tree = parse(text, &Limits::default()).unwrap_or_else(|errors| panic!("{errors:?}"));
        let packed = Packed::of(&tree, text);
        assert_eq!(packed.open(text), Some(tree));
        assert!(packed.0.len() < 200, "{} bytes", packed.0.len());
    }

    #[test]
    fn another_text_gives_no_tree() {
        let text = "a: plain words\nb: \"in quotes\"\n";
        let tree = parse(text, &Limits::default()).unwrap_or_else(|errors| panic!("{errors:?}"));
        let packed = Packed::of(&tree, text);
        assert_eq!(packed.open("a: b\n"), None);
        assert_eq!(Packed(Box::default()).open(text), None);
        let cut = Packed(packed.0.iter().copied().take(7).collect());
        assert_eq!(cut.open(text), None);
        assert!(!matches!(tree.value, Value::Null));
    }
}
