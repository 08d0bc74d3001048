//! Forms of English verbs. Never: which verbs there are.

/// The forms of a verb phrase whose first word is the verb; plural and third person fold together anyway.
pub fn forms(phrase: &str) -> Vec<String> {
    let (verb, rest) = phrase
        .split_once(' ')
        .map_or((phrase, ""), |(verb, rest)| (verb, rest));
    let mut stems = vec![format!("{verb}ed"), format!("{verb}ing")];
    if let Some(stem) = verb.strip_suffix('e') {
        stems.extend([format!("{verb}d"), format!("{stem}ing")]);
    } else if let Some(stem) = verb.strip_suffix('y') {
        stems.push(format!("{stem}ied"));
    } else if let Some(last) = doubled(verb) {
        stems.extend([format!("{verb}{last}ed"), format!("{verb}{last}ing")]);
    }
    let mut list = vec![phrase.to_owned()];
    list.extend(stems.into_iter().map(|stem| {
        if rest.is_empty() {
            stem
        } else {
            format!("{stem} {rest}")
        }
    }));
    list
}

/// The last letter, if it is a consonant after a single vowel.
fn doubled(verb: &str) -> Option<char> {
    let mut back = verb.chars().rev();
    let (last, middle, first) = (back.next()?, back.next()?, back.next()?);
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    (!vowel(last) && !matches!(last, 'w' | 'x' | 'y') && vowel(middle) && !vowel(first))
        .then_some(last)
}
