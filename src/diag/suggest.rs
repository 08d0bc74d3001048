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
    let lower = word.to_lowercase();
    let length = word.chars().count();
    let allowed = (length / 3).max(1);
    let distance = |candidate: &'a S| {
        let candidate = candidate.as_ref();
        // `storage` for `object-storage` is far in letters and near in meaning.
        let shared = shares_words(word, candidate);
        let too_long = candidate.len().abs_diff(word.len()) > allowed * 4;
        let edits = if too_long {
            allowed + 1
        } else {
            strsim::osa_distance(&lower, &candidate.to_lowercase())
        };
        let edits = if shared { edits.min(allowed) } else { edits };
        (edits <= allowed && candidate != word).then_some((edits, candidate))
    };
    candidates
        .into_iter()
        .filter_map(distance)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Whether the words differ by so little that a machine may put one in the place of the other.
pub fn is_typo(word: &str, meant: &str) -> bool {
    let edits = strsim::osa_distance(&word.to_lowercase(), &meant.to_lowercase());
    edits <= 2 && edits * 4 <= meant.chars().count()
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
    let framed = |text: &str| format!("-{}-", text.to_lowercase().replace(['_', ' ', '/'], "-"));
    framed(long).contains(&framed(short))
}

/// The help line: the nearest word, or the possible words when they are few.
pub fn help<S: AsRef<str>>(word: &str, candidates: &[S]) -> Option<String> {
    if let Some(candidate) = nearest(word, candidates) {
        return Some(format!("did you mean `{candidate}`?"));
    }
    let quoted: Vec<String> = candidates
        .iter()
        .map(|candidate| format!("`{}`", candidate.as_ref()))
        .collect();
    match quoted.as_slice() {
        [] => None,
        [only] => Some(format!("write {only}")),
        many if many.len() <= LISTED => Some(format!("write one of {}", many.join(", "))),
        many => Some(format!(
            "possible here: {}, ...",
            many.iter()
                .take(LISTED)
                .cloned()
                .collect::<Vec<_>>()
                .join(", ")
        )),
    }
}
