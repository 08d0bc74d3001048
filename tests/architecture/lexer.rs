//! Splits Rust text into code and string literals; comments belong to neither.

/// A Rust file taken apart.
pub struct Parts {
    /// The code, with every comment and literal replaced by a space.
    pub code: String,
    /// The text between the quotes of each string literal, with its line.
    pub strings: Vec<(usize, String)>,
}

/// Takes Rust text apart, without the modules that are only compiled for tests.
pub fn take_apart(text: &str) -> Parts {
    let mut lexer = Lexer {
        rest: text,
        line: 1,
        parts: Parts {
            code: String::new(),
            strings: Vec::new(),
        },
    };
    while lexer.step() {}
    lexer.parts
}

/// The text without `#[cfg(test)] mod name { ... }`, which ends the file by convention.
pub fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text)
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    parts: Parts,
}

impl<'a> Lexer<'a> {
    fn step(&mut self) -> bool {
        let hashes = self.raw_string_hashes();
        if self.rest.starts_with("//") {
            self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.take(block_comment(self.rest));
            self.parts.code.push(' ');
        } else if let Some(hashes) = hashes {
            let open = self.rest.find('"').map_or(0, |at| at + 1);
            self.take(open);
            let close = format!("\"{}", "#".repeat(hashes));
            let end = self.rest.find(&close).unwrap_or(self.rest.len());
            self.literal(end, close.len());
        } else if self.rest.starts_with('"') {
            self.take(1);
            let end = string_end(self.rest);
            self.literal(end, 1);
        } else if let Some(length) = char_literal(self.rest) {
            self.take(length);
            self.parts.code.push(' ');
        } else if let Some(letter) = self.rest.chars().next() {
            self.parts.code.push(letter);
            self.take(letter.len_utf8());
        } else {
            return false;
        }
        true
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }

    fn literal(&mut self, length: usize, quote: usize) {
        let line = self.line;
        let text = self.take(length).to_owned();
        self.take(quote);
        self.parts.strings.push((line, text));
        self.parts.code.push(' ');
    }

    /// The number of `#` if a raw string starts here; `r` must not be the end of a name.
    fn raw_string_hashes(&self) -> Option<usize> {
        if self
            .parts
            .code
            .ends_with(|last: char| last.is_alphanumeric() && last != 'b')
        {
            return None;
        }
        let rest = self.rest.strip_prefix('r')?;
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        rest.get(hashes..)?.starts_with('"').then_some(hashes)
    }
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (change, length) = match rest {
            _ if rest.starts_with("/*") => (1, 2),
            _ if rest.starts_with("*/") => (-1, 2),
            _ => (0, rest.chars().next().map_or(1, char::len_utf8)),
        };
        depth = depth.saturating_add_signed(change);
        at += length;
        if depth == 0 {
            break;
        }
    }
    at
}

fn string_end(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().find(|(_, letter)| {
        let ends = *letter == '"' && !escaped;
        escaped = *letter == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at)
}

/// The length of a character literal; a lifetime is none.
fn char_literal(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('\'')?;
    let inner = match rest.strip_prefix('\\') {
        Some(escape) => 1 + escape.chars().next()?.len_utf8() + escape.get(1..)?.find('\'')?,
        None => rest.chars().next()?.len_utf8(),
    };
    rest.get(inner..)?.starts_with('\'').then_some(inner + 2)
}

#[test]
fn comments_and_literals_are_no_code() {
    let text = "let a = \"x \\\" y\"; // \"z\"\n/* /* \"n\" */ */ 'q' '\"' '\\'' &'a b r#\"raw \" t\"# br\"b\" '\\u{1b}'";
    let parts = take_apart(text);
    let strings: Vec<&str> = parts
        .strings
        .iter()
        .map(|(_, text)| text.as_str())
        .collect();
    assert_eq!(strings, ["x \\\" y", "raw \" t", "b"]);
    assert!(
        parts.code.contains("&'a b") && !parts.code.contains('q'),
        "{}",
        parts.code
    );
    assert_eq!(without_tests("a\n#[cfg(test)]\nmod tests {\n b }"), "a\n");
}
