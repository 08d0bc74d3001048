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
    let allowed = (word.chars().count() / 3).max(1);
    let distance = |candidate: &'a S| {
        let candidate = candidate.as_ref();
        let edits = strsim::osa_distance(&word.to_lowercase(), &candidate.to_lowercase());
        // `storage` for `object-storage` is far in letters and near in meaning.
        let edits = if shares_words(word, candidate) {
            edits.min(allowed)
        } else {
            edits
        };
        (edits <= allowed && candidate != word).then_some((edits, candidate))
    };
    candidates
        .into_iter()
        .filter_map(distance)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Whether one of the two is a run of whole words of the other.
fn shares_words(word: &str, candidate: &str) -> bool {
    let (short, long) = if word.len() < candidate.len() {
        (word, candidate)
    } else {
        (candidate, word)
    };
    let framed = |text: &str| format!("-{}-", text.to_lowercase().replace(['_', ' ', '/'], "-"));
    short.len() > 2 && framed(long).contains(&framed(short))
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
