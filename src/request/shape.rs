//! Matches a word against a shape: `@` letters, `#` digits, `*` anything, `[name]` a word of a list.
//! Never: which shapes there are.

use crate::map::IndexMap;

/// Whether a word in lower case has a shape.
pub fn fits(shape: &str, word: &str, lists: &IndexMap<String, Vec<String>>) -> bool {
    let Some(sign) = shape.chars().next() else {
        return word.is_empty();
    };
    let rest = shape.get(sign.len_utf8()..).unwrap_or_default();
    match sign {
        '*' => word
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .any(|at| fits(rest, tail(word, at), lists)),
        '@' => runs(word, |c| c.is_ascii_lowercase()).any(|at| fits(rest, tail(word, at), lists)),
        '#' => runs(word, |c| c.is_ascii_digit()).any(|at| fits(rest, tail(word, at), lists)),
        '[' => {
            let Some((name, rest)) = rest.split_once(']') else {
                return false;
            };
            let list = lists.get(name).map_or(&[][..], Vec::as_slice);
            list.iter()
                .filter_map(|item| word.strip_prefix(item.as_str()))
                .any(|left| fits(rest, left, lists))
        }
        sign => word
            .strip_prefix(sign)
            .is_some_and(|left| fits(rest, left, lists)),
    }
}

fn tail(word: &str, at: usize) -> &str {
    word.get(at..).unwrap_or_default()
}

/// The ends of all runs of a kind of character at the start of a word, longest first, at most twelve long.
fn runs(word: &str, kind: impl Fn(char) -> bool) -> impl Iterator<Item = usize> {
    let length = word.chars().take(12).take_while(|c| kind(*c)).count();
    (1..=length).rev()
}
