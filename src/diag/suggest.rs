//! Finds the word that was probably meant.
//! It never changes anything: the user decides.

/// How many possible words are worth listing when none is near.
const LISTED: usize = 8;

/// The candidate nearest to the word, if one is near enough to be what was meant.
pub fn nearest<'a, I, S>(word: &str, candidates: I) -> Option<&'a str>
where
    I: IntoIterator<Item = &'a S>,
    S: AsRef<str> + ?Sized + 'a,
{
    let wanted = Wanted::of(word);
    candidates
        .into_iter()
        .map(AsRef::as_ref)
        .filter_map(|candidate| wanted.edits(candidate).map(|edits| (edits, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Whether the words differ by so little that a machine may put one in the place of the other.
pub fn is_typo(word: &str, meant: &str) -> bool {
    let edits = strsim::osa_distance(&word.to_lowercase(), &meant.to_lowercase());
    edits <= 2 && edits * 4 <= meant.chars().count()
}

/// A word in the form that candidates are compared with: a file may name thousands of things, each among thousands.
struct Wanted<'a> {
    word: &'a str,
    lower: String,
    letters: usize,
    /// How many edits a candidate may be away.
    allowed: usize,
}

impl<'a> Wanted<'a> {
    fn of(word: &'a str) -> Self {
        let letters = word.chars().count();
        Self {
            word,
            lower: word.to_lowercase(),
            letters,
            allowed: (letters / 3).max(1),
        }
    }

    /// How far away a candidate is, if it is near enough.
    fn edits(&self, candidate: &str) -> Option<usize> {
        if candidate == self.word {
            return None;
        }
        let edits = self
            .distance(candidate)
            .filter(|edits| *edits <= self.allowed);
        // `storage` for `object-storage` is far in letters and near in meaning.
        edits.or_else(|| shares_words(self.word, candidate).then_some(self.allowed))
    }

    fn distance(&self, candidate: &str) -> Option<usize> {
        if !(candidate.is_ascii() && self.lower.is_ascii()) {
            let near = candidate.chars().count().abs_diff(self.letters) <= self.allowed;
            return near.then(|| strsim::osa_distance(&self.lower, &candidate.to_lowercase()));
        }
        if candidate.len().abs_diff(self.lower.len()) > self.allowed {
            return None;
        }
        // What both begin or end with changes no distance, and names of one catalog begin alike.
        let same = |(one, other): &(&u8, &u8)| one.eq_ignore_ascii_case(other);
        let (one, other) = (self.lower.as_bytes(), candidate.as_bytes());
        let before = one.iter().zip(other).take_while(same).count();
        let (one, other) = (one.get(before..)?, other.get(before..)?);
        let after = one
            .iter()
            .rev()
            .zip(other.iter().rev())
            .take_while(same)
            .count();
        let middle = |text: &str| {
            let part = text.get(before..text.len() - after)?;
            Some(part.to_ascii_lowercase())
        };
        let (one, other) = (middle(&self.lower)?, middle(candidate)?);
        Some(strsim::osa_distance(&one, &other))
    }
}

/// Whether one of the two is a run of whole words of the other.
fn shares_words(word: &str, candidate: &str) -> bool {
    let (short, long) = if word.len() < candidate.len() {
        (word, candidate)
    } else {
        (candidate, word)
    };
    if short.len() < 3 || short.len() == long.len() {
        return false;
    }
    let plain = |byte: u8| match byte {
        b'_' | b' ' | b'/' => b'-',
        other => other.to_ascii_lowercase(),
    };
    let (short, long) = (short.as_bytes(), long.as_bytes());
    let ends = |at: usize| long.get(at).is_none_or(|byte| plain(*byte) == b'-');
    let begins = |at: usize| at.checked_sub(1).is_none_or(ends);
    long.windows(short.len()).enumerate().any(|(at, part)| {
        begins(at)
            && ends(at + short.len())
            && part
                .iter()
                .zip(short)
                .all(|(one, other)| plain(*one) == plain(*other))
    })
}

/// The help line: the nearest word, or the possible words when they are few.
pub fn help<S: AsRef<str>>(word: &str, candidates: &[S]) -> Option<String> {
    help_with(nearest(word, candidates), candidates)
}

/// The help line when the nearest word is known already.
pub(super) fn help_with<S: AsRef<str>>(near: Option<&str>, candidates: &[S]) -> Option<String> {
    if let Some(candidate) = near {
        return Some(format!("did you mean `{candidate}`?"));
    }
    let listed = candidates.iter().take(LISTED);
    let quoted: Vec<String> = listed
        .map(|candidate| format!("`{}`", candidate.as_ref()))
        .collect();
    match quoted.as_slice() {
        [] => None,
        [only] => Some(format!("write {only}")),
        many if candidates.len() <= LISTED => Some(format!("write one of {}", many.join(", "))),
        many => Some(format!("possible here: {}, ...", many.join(", "))),
    }
}
