//! Folds words so that spellings of the same word meet: case, plural, apostrophes. Never: knowledge of any word's meaning.

/// The words of a text with their bytes: runs of letters and digits, with apostrophes inside.
pub fn words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.find(is_part)?;
        let mut end = start;
        while let Some(c) = next(text, end) {
            let apostrophe = matches!(c, '\'' | '’')
                && text.get(end + c.len_utf8()..).is_some_and(starts_letter);
            if !is_part(c) && !apostrophe {
                break;
            }
            end += c.len_utf8();
        }
        at = end;
        Some((start, end))
    })
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric())
}

fn next(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at)? {
        byte if byte.is_ascii() => Some(char::from(*byte)),
        _ => text.get(at..)?.chars().next(),
    }
}

fn starts_letter(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_alphabetic)
}

/// The folded form of a word.
pub fn fold(word: &str) -> String {
    let mut text: String = word.chars().filter(|c| !matches!(c, '\'' | '’')).collect();
    if let Some(stem) = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")) {
        text = stem.chars().filter(|c| !matches!(c, '\'' | '’')).collect();
    } else if acronym_plural(word) {
        text.pop();
    }
    let mut folded = text.to_lowercase();
    singular(&mut folded);
    folded
}

/// Whether a word is capitals with a small s: VMs.
fn acronym_plural(word: &str) -> bool {
    word.strip_suffix('s')
        .is_some_and(|stem| stem.len() >= 2 && stem.chars().all(|c| c.is_ascii_uppercase()))
}

fn singular(word: &mut String) {
    let length = word.len();
    if length < 4
        || !word.ends_with('s')
        || ["ss", "us", "is", "https"]
            .iter()
            .any(|end| word.ends_with(end))
    {
        return;
    }
    if length > 4 && word.ends_with("ies") {
        word.truncate(length - 3);
        word.push('y');
    } else if length > 4
        && ["sses", "shes", "xes", "tches", "nches", "zes"]
            .iter()
            .any(|end| word.ends_with(end))
    {
        word.truncate(length - 2);
    } else {
        word.truncate(length - 1);
    }
}

/// A phrase with its last word in the singular.
pub fn last(phrase: &str) -> String {
    match phrase.rsplit_once(' ') {
        Some((head, last)) => format!("{head} {}", fold(last)),
        None => fold(phrase),
    }
}

/// The hash of one word, folded.
pub fn hash(word: &str) -> u64 {
    if word.len() > LONGEST {
        return hash_folded(word);
    }
    match plain(word) {
        Some((letters, length)) => hash_bytes(letters.into_iter().take(length)),
        None => hash_folded(&fold(word)),
    }
}

/// Longest word that is folded, in bytes.
const LONGEST: usize = 64;

/// The folded form of a word of plain letters and digits, without a string; none for other words.
fn plain(word: &str) -> Option<([u8; LONGEST], usize)> {
    if !word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let mut letters = [0; LONGEST];
    let length = word.len() - usize::from(acronym_plural(word));
    for (letter, byte) in letters.iter_mut().zip(word.bytes().take(length)) {
        *letter = byte.to_ascii_lowercase();
    }
    let folded = letters.get(..length)?;
    if length < 4 || folded.last() != Some(&b's') {
        return Some((letters, length));
    }
    let ends = |list: &[&str]| list.iter().any(|end| folded.ends_with(end.as_bytes()));
    if ends(&["ss", "us", "is", "https"]) {
        return Some((letters, length));
    }
    if length > 4 && ends(&["ies"]) {
        *letters.get_mut(length - 3)? = b'y';
        return Some((letters, length - 2));
    }
    let long = length > 4 && ends(&["sses", "shes", "xes", "tches", "nches", "zes"]);
    Some((letters, length - if long { 2 } else { 1 }))
}

/// The hash of a phrase, folded word by word; 0 if it has no words.
pub fn phrase(phrase: &str) -> u64 {
    let hash_of = |(start, end): (usize, usize)| hash(phrase.get(start..end).unwrap_or_default());
    words(phrase).map(hash_of).reduce(join).unwrap_or(0)
}

/// The hash of a phrase as it is spelled, apart from case; it differs from all hashes of folded phrases.
pub fn exact(phrase: &str) -> u64 {
    let spelled = |(start, end): (usize, usize)| {
        hash_folded(&phrase.get(start..end).unwrap_or_default().to_lowercase())
    };
    join(words(phrase).map(spelled).fold(0, join), u64::MAX)
}

/// The hash of a word that is folded already.
pub fn hash_folded(word: &str) -> u64 {
    hash_bytes(word.bytes())
}

fn hash_bytes(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The hash of a phrase and one more word.
pub fn join(phrase: u64, word: u64) -> u64 {
    (phrase.rotate_left(7) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
