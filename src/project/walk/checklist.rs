//! Reads the checklist of a ticket and toggles one mark of it. Every other byte stays as it is.
//! It never changes a word of an item, except one that was approved under new words.

use std::ops::Range;

/// One item of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its line, from 1.
    pub line: usize,
    /// Is it done?
    pub done: bool,
    /// What it says, without its mark; lines that go on are joined by a space.
    pub text: String,
    /// How far it is indented, in columns.
    pub indent: usize,
    /// Where the letter between the brackets stands.
    pub mark: usize,
    /// Where the words of its first line stand.
    pub words: Range<usize>,
    /// Does it go on in further lines?
    pub several_lines: bool,
}

/// What a line means for the list.
#[derive(Debug, Default)]
struct Reader {
    /// The fence of the block of code that the line is in.
    fence: Option<(char, usize)>,
    /// Is it inside a comment?
    comment: bool,
    /// The level of the heading of the section that is being read.
    section: Option<usize>,
    /// Did the section appear at all?
    seen: bool,
    items: Vec<Item>,
    /// May the next line go on with the last item?
    goes_on: bool,
}

/// The items below the headings; `None` when there is no such heading.
pub fn items(text: &str, headings: &[String]) -> Option<Vec<Item>> {
    let mut reader = Reader::default();
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let mark = usize::from(index == 0) * line.len().min('\u{feff}'.len_utf8());
        let skip = if line.starts_with('\u{feff}') {
            mark
        } else {
            0
        };
        let bare = line.get(skip..).unwrap_or_default();
        reader.line(
            bare.trim_end_matches(['\n', '\r']),
            index + 1,
            start + skip,
            headings,
        );
        start += line.len();
    }
    reader.seen.then_some(reader.items)
}

impl Reader {
    fn line(&mut self, line: &str, number: usize, start: usize, headings: &[String]) {
        let goes_on = std::mem::take(&mut self.goes_on);
        if self.is_code(line) || self.is_comment(line) {
            return;
        }
        if let Some((level, heading)) = heading(line) {
            let wanted = headings
                .iter()
                .any(|known| known.eq_ignore_ascii_case(heading));
            if wanted {
                self.section = Some(level);
                self.seen = true;
            } else if self.section.is_some_and(|own| level <= own) {
                self.section = None;
            }
            return;
        }
        if self.section.is_none() {
            return;
        }
        if let Some(item) = item(line, number, start) {
            self.items.push(item);
            self.goes_on = true;
            return;
        }
        let more = line.trim();
        if let Some(last) = self.items.last_mut().filter(|_| goes_on) {
            let deeper = columns(line) > last.indent;
            if deeper && !more.is_empty() && bullet(more).is_none() {
                last.text = format!("{} {more}", last.text);
                last.several_lines = true;
                self.goes_on = true;
            }
        }
    }

    /// A line of a block of code, or one that opens or closes it.
    fn is_code(&mut self, line: &str) -> bool {
        let trimmed = line.trim_start();
        let letter = trimmed
            .chars()
            .next()
            .filter(|letter| matches!(letter, '`' | '~'));
        let run = letter.map_or(0, |letter| {
            trimmed.chars().take_while(|next| *next == letter).count()
        });
        match self.fence {
            Some((own, length)) => {
                let closes = letter == Some(own)
                    && run >= length
                    && trimmed.trim_end().chars().count() == run;
                if closes {
                    self.fence = None;
                }
                true
            }
            None if run >= 3 => {
                self.fence = letter.map(|letter| (letter, run));
                true
            }
            None => false,
        }
    }

    /// A line inside of a comment.
    fn is_comment(&mut self, line: &str) -> bool {
        if self.comment {
            self.comment = !line.contains("-->");
            return true;
        }
        if let Some((_, rest)) = line
            .trim_start()
            .split_once("<!--")
            .filter(|(before, _)| before.is_empty())
        {
            self.comment = !rest.contains("-->");
            return true;
        }
        false
    }
}

/// The level and the words of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    let trimmed = line.trim();
    let level = trimmed.len() - trimmed.trim_start_matches('#').len();
    let words = trimmed.get(level..)?;
    let is_heading =
        (1..=6).contains(&level) && (words.is_empty() || words.starts_with([' ', '\t']));
    is_heading.then(|| (level, words.trim().trim_end_matches('#').trim()))
}

/// What follows the bullet of a list.
fn bullet(trimmed: &str) -> Option<&str> {
    if let Some(rest) = trimmed.strip_prefix(['-', '*', '+']) {
        return rest.starts_with([' ', '\t']).then_some(rest);
    }
    let rest = trimmed.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let rest = (rest.len() < trimmed.len())
        .then_some(rest)?
        .strip_prefix(['.', ')'])?;
    rest.starts_with([' ', '\t']).then_some(rest)
}

fn item(line: &str, number: usize, start: usize) -> Option<Item> {
    let rest = bullet(line.trim_start())?;
    let boxed = rest.trim_start();
    let mut letters = boxed.strip_prefix('[')?.chars();
    let mark = letters.next()?;
    let after = letters.as_str().strip_prefix(']')?;
    let known = matches!(mark, ' ' | 'x' | 'X');
    let words = after.trim();
    if !known || words.is_empty() || !after.starts_with([' ', '\t']) {
        return None;
    }
    let first = start + line.len() - after.trim_start().len();
    Some(Item {
        line: number,
        done: mark != ' ',
        text: words.to_owned(),
        indent: columns(line),
        mark: start + line.len() - boxed.len() + 1,
        words: first..first + words.len(),
        several_lines: false,
    })
}

/// How far a line is indented; a tab goes to the next multiple of four.
fn columns(line: &str) -> usize {
    let mut column = 0;
    for letter in line.chars() {
        match letter {
            ' ' => column += 1,
            '\t' => column = (column / 4 + 1) * 4,
            _ => break,
        }
    }
    column
}

/// The first open item that has no open items below it.
pub fn next_open<'a>(items: &'a [Item], skipped: &[usize]) -> Option<&'a Item> {
    let open = |item: &&Item| !item.done && !skipped.contains(&item.line);
    let mut found: Option<&Item> = None;
    for item in items {
        match found {
            None if open(&item) => found = Some(item),
            None => {}
            Some(parent) if item.indent <= parent.indent => break,
            Some(_) if open(&item) => found = Some(item),
            Some(_) => {}
        }
    }
    found
}

/// The text with one item done and, if it was approved under new words, with those; `None` when the item is not there
/// as it was read.
pub fn toggled(text: &str, item: &Item, words: Option<&str>) -> Option<String> {
    let is_open = text.get(item.mark..=item.mark) == Some(" ");
    let same = text
        .get(item.words.clone())
        .is_some_and(|words| item.text.starts_with(words));
    if !is_open || !same {
        return None;
    }
    let mut changed = String::with_capacity(text.len());
    changed.push_str(text.get(..item.mark)?);
    changed.push('x');
    changed.push_str(text.get(item.mark + 1..item.words.start)?);
    changed.push_str(words.unwrap_or_else(|| text.get(item.words.clone()).unwrap_or_default()));
    changed.push_str(text.get(item.words.end..)?);
    Some(changed)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "a test may stop")]

    use super::{items, next_open, toggled};

    fn headings() -> Vec<String> {
        vec!["Implementation Steps".to_owned()]
    }

    /// Toggles the next open item and tells which bytes changed.
    fn check(text: &str, line: usize, words: &str) {
        let list = items(text, &headings()).expect("the heading is there");
        let item = next_open(&list, &[]).expect("something is open");
        assert_eq!((item.line, item.text.as_str()), (line, words), "{text:?}");
        let after = toggled(text, item, None).expect("the item is as it was read");
        let changed: Vec<usize> = (0..text.len())
            .filter(|at| text.as_bytes()[*at] != after.as_bytes()[*at])
            .collect();
        assert_eq!(
            (after.len(), changed),
            (text.len(), vec![item.mark]),
            "{text:?}"
        );
    }

    #[test]
    fn the_first_open_item_of_the_section_is_found_and_one_byte_changes() {
        check(
            "## Implementation Steps\n- [x] a\n- [ ] b\n- [ ] c\n",
            3,
            "b",
        );
        check("\u{feff}# Implementation Steps\r\n* [ ] b\r\n", 2, "b");
        check("## Implementation Steps ##\n\n1.\t[ ]\tb\t", 3, "b");
        check(
            "## Other\n- [ ] z\n### Implementation Steps\n- [ ] b",
            4,
            "b",
        );
        check(
            "## implementation steps\n- [ ] a\n  - [x] b\n\t- [ ] c\n- [ ] d",
            4,
            "c",
        );
        check(
            "## Implementation Steps\n- [ ] a goes\n  on here\n\n  not here\n",
            2,
            "a goes on here",
        );
        check(
            "## Implementation Steps\n```\n- [ ] z\n```\n<!--\n- [ ] y\n-->\n- [ ] b",
            8,
            "b",
        );
        check(
            "## Implementation Steps\n~~~~\n- [ ] z\n~~~\n- [ ] y\n~~~~\n- [ ] ä `ö`",
            7,
            "ä `ö`",
        );
        check(
            "# Implementation Steps\n## Part\n- [ ] b\n# Notes\n- [ ] z",
            3,
            "b",
        );
    }

    #[test]
    fn what_is_no_item_is_left_alone() {
        let none = |text: &str| {
            let list = items(text, &headings());
            assert!(
                list.as_ref()
                    .is_none_or(|list| next_open(list, &[]).is_none()),
                "{text:?}: {list:?}"
            );
        };
        none("# Tasks\n- [ ] a\n");
        none("## Implementation Steps\n- [-] a\n- [ ]\n- [ ]a\n-[ ] a\n[ ] a\n");
        none("## Implementation Steps\n- [X] a\n## Next\n- [ ] b\n");
    }

    #[test]
    fn an_item_that_moved_is_not_toggled() {
        let text = "## Implementation Steps\n- [ ] a\n- [ ] b\n";
        let list = items(text, &headings()).expect("the heading is there");
        let moved = text.replace("- [ ] a", "- [ ]  a");
        assert_eq!(toggled(&moved, &list[1], None), None);
        let reworded = toggled(text, &list[0], Some("c, longer")).expect("the item is there");
        assert_eq!(
            reworded,
            "## Implementation Steps\n- [x] c, longer\n- [ ] b\n"
        );
    }
}
