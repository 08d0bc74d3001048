//! Takes out of a request what is not text: control characters, terminal escapes, invisible characters.
//! Never: words.

/// Longest request that is read, in bytes.
pub const LONGEST: usize = 16 * 1024;

/// A request fit for reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clean {
    /// The text.
    pub text: String,
    /// For every byte of the text its place in the original; empty if nothing was taken out.
    places: Vec<u32>,
    /// How many control characters and escapes were taken out.
    pub controls: usize,
    /// How many invisible characters were taken out.
    pub invisible: usize,
    /// How many characters stand for bytes that were no text.
    pub broken: usize,
    /// Whether the request was longer than what is read.
    pub cut: bool,
}

impl Clean {
    /// The place in the original of a place in the text.
    pub fn original(&self, at: usize) -> usize {
        if self.places.is_empty() {
            return at;
        }
        match self.places.get(at) {
            Some(place) => *place as usize,
            None => self.places.last().map_or(0, |place| *place as usize + 1),
        }
    }

    fn keep(&mut self, c: char, at: usize) {
        self.text.push(c);
        self.places
            .resize(self.text.len(), u32::try_from(at).unwrap_or(u32::MAX));
    }
}

/// Cleans.
pub fn clean(raw: &str) -> Clean {
    let (raw, cut) = shorten(raw);
    if raw.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return Clean {
            text: raw.to_owned(),
            cut,
            ..Clean::default()
        };
    }
    let mut clean = Clean {
        cut,
        ..Clean::default()
    };
    let mut chars = raw.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\u{1b}' | '\u{9b}' => {
                clean.controls += 1;
                skip_escape(c, &mut chars);
            }
            '\n' => clean.keep(c, at),
            '\t'
            | '\r'
            | '\u{a0}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{3000}'
            | '\u{2002}'..='\u{200a}' => {
                clean.keep(' ', at);
            }
            c if c.is_control() => clean.controls += 1,
            c if invisible(c) => clean.invisible += 1,
            '\u{fffd}' => {
                clean.broken += 1;
                clean.keep(' ', at);
            }
            c => clean.keep(c, at),
        }
    }
    clean
}

fn shorten(raw: &str) -> (&str, bool) {
    if raw.len() <= LONGEST {
        return (raw, false);
    }
    let end = (0..=LONGEST)
        .rev()
        .find(|at| raw.is_char_boundary(*at))
        .unwrap_or(0);
    (raw.get(..end).unwrap_or_default(), true)
}

fn invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Skips what belongs to an escape: `ESC [ … letter`, `ESC ] … BEL`, or the character after it.
fn skip_escape(c: char, chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>) {
    let kind = if c == '\u{9b}' {
        Some('[')
    } else {
        chars.next().map(|(_, kind)| kind)
    };
    match kind {
        Some('[') => {
            while let Some((_, c)) = chars.next_if(|(_, c)| matches!(c, '\u{20}'..='\u{7e}')) {
                if matches!(c, '@'..='~') {
                    break;
                }
            }
        }
        Some(']' | 'P' | '_' | '^' | 'X') => {
            while let Some((_, c)) = chars.next_if(|(_, c)| *c != '\n') {
                if c == '\u{7}' || c == '\u{9c}' {
                    break;
                }
                if c == '\u{1b}' {
                    chars.next_if(|(_, c)| *c == '\\');
                    break;
                }
            }
        }
        _ => {}
    }
}

/// A form that is safe in a shell and in Markdown: letters, digits and `-`, in lower case.
pub fn safe(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(63);
    slug.trim_end_matches('-').to_owned()
}
