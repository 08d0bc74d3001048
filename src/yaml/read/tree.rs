//! The tree itself: values, their places, and ways to walk to one of them.
//! It never interprets what it holds.

/// A stretch of a text, in bytes; always on character boundaries of the text it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// The stretch from `start` to `end`; an end before the start counts as empty.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// The number of bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds no text, like the value of a key that has none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where the value stands; for an alias, where the alias stands.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// What a YAML text can say, by the core schema of YAML 1.2: `yes`, `no`, `on` and `off` are text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that fits.
    Int(i64),
    /// Any other number, as it was written, so that amounts of money keep their digits.
    Number(String),
    /// Text.
    Str(String),
    /// A list.
    Seq(Vec<Node>),
    /// A map, in the order of the text; keys are always [`Value::Str`] and never repeat.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; empty for anything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Seq(items) => items,
            _ => &[],
        }
    }

    /// The keys and values of a map; empty for anything else.
    pub fn pairs(&self) -> &[(Node, Node)] {
        match &self.value {
            Value::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.pair(key).map(|(_, value)| value)
    }

    /// A key with its value.
    pub fn pair(&self, key: &str) -> Option<&(Node, Node)> {
        self.pairs()
            .iter()
            .find(|(name, _)| name.as_str() == Some(key))
    }

    /// The value that a JSON pointer (`/steps/0/say`) leads to, and its key if it stands in a map.
    pub fn pointer(&self, pointer: &str) -> Option<(&Node, Option<&Node>)> {
        if pointer.is_empty() {
            return Some((self, None));
        }
        let mut found = (self, None);
        for part in pointer.strip_prefix('/')?.split('/') {
            let name = part.replace("~1", "/").replace("~0", "~");
            found = match &found.0.value {
                Value::Map(_) => found.0.pair(&name).map(|(key, value)| (value, Some(key)))?,
                Value::Seq(items) => (items.get(name.parse::<usize>().ok()?)?, None),
                _ => return None,
            };
        }
        Some(found)
    }

    /// The place to point at when the whole value is meant: the first key of a map, the first item
    /// of a list. Marking all the lines of a map would hide what is wrong.
    pub fn head(&self) -> Span {
        match &self.value {
            Value::Map(pairs) => pairs.first().map_or(self.span, |(key, _)| key.span),
            Value::Seq(items) => items.first().map_or(self.span, Node::head),
            _ => self.span,
        }
    }

    /// What the value is, in words: "a list", "the text `eu-west-1`".
    pub fn describe(&self) -> String {
        match &self.value {
            Value::Null => "nothing".to_owned(),
            Value::Bool(value) => format!("`{value}`"),
            Value::Int(value) => format!("the number `{value}`"),
            Value::Number(raw) => format!("the number `{raw}`"),
            Value::Str(text) => super::wording::quote_text(text),
            Value::Seq(_) => "a list".to_owned(),
            Value::Map(_) => "a map".to_owned(),
        }
    }
}
