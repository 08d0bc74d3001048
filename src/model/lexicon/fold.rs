//! Folds words so that spellings of the same word meet: case, plural, apostrophes. Never: knowledge of any word's meaning.

/// Calls for every word of a text: runs of letters and digits, with apostrophes inside.
pub fn words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = chars.find(|(_, c)| c.is_alphanumeric())?;
        let mut end = text.len();
        while let Some((at, c)) = chars.peek().copied() {
            let apostrophe =
                matches!(c, '\'' | '’') && text.get(at + c.len_utf8()..).is_some_and(starts_letter);
            if !c.is_alphanumeric() && !apostrophe {
                end = at;
                break;
            }
            chars.next();
        }
        Some((start, end))
    })
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

/// The hash of one word, folded.
pub fn hash(word: &str) -> u64 {
    if word.len() > 64 {
        return hash_folded(word);
    }
    hash_folded(&fold(word))
}

/// The hash of a word that is folded already.
pub fn hash_folded(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The hash of a phrase and one more word.
pub fn join(phrase: u64, word: u64) -> u64 {
    (phrase.rotate_left(7) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
