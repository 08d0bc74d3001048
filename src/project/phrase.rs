//! Understands "change profile", "different cloud" and the like, from the words of the wizard's file.
//! It never takes a request for one: a sentence with any word of its own is left alone.

use crate::model::wizard::Wizard;

/// Longer texts are requests.
const LONGEST: usize = 120;

/// What somebody wants to answer again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meant {
    /// The questions; when there are none, which ones has to be asked.
    pub questions: Vec<String>,
    /// The new answer, if it was said.
    pub answer: Option<String>,
}

/// What a sentence typed at a prompt asks to change; `None` when it is something else.
pub fn spoken(wizard: &Wizard, text: &str) -> Option<Meant> {
    find(wizard, text, true)
}

/// What the arguments of `profile edit` name; here the word of change may be left out.
pub fn named(wizard: &Wizard, text: &str) -> Option<Meant> {
    let id = text.trim();
    if wizard.question(id).is_some() {
        return Some(Meant {
            questions: vec![id.to_owned()],
            answer: None,
        });
    }
    find(wizard, text, false)
}

fn find(wizard: &Wizard, text: &str, needs_change: bool) -> Option<Meant> {
    if text.len() > LONGEST {
        return None;
    }
    let whole = questions(wizard, text, needs_change).map(|questions| Meant {
        questions,
        answer: None,
    });
    whole.or_else(|| {
        let lower = text.to_ascii_lowercase();
        let place = text
            .find(':')
            .map(|place| (place, 1))
            .or_else(|| lower.rfind(" to ").map(|place| (place, 4)))?;
        let (before, after) = text.split_at_checked(place.0)?;
        let answer = after
            .get(place.1..)?
            .trim()
            .trim_end_matches(['.', '!'])
            .to_owned();
        let questions = questions(wizard, before, needs_change)?;
        (questions.len() == 1 && !answer.is_empty()).then_some(Meant {
            questions,
            answer: Some(answer),
        })
    })
}

fn questions(wizard: &Wizard, text: &str, needs_change: bool) -> Option<Vec<String>> {
    let text = text.to_lowercase();
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
    let words: Vec<&str> = words
        .filter(|word| !word.is_empty() && !holds(&wizard.noise, word))
        .collect();
    let (change, rest): (Vec<&str>, Vec<&str>) = words
        .into_iter()
        .partition(|word| holds(&wizard.change_words, word));
    if needs_change && change.is_empty() {
        return None;
    }
    let name = rest.join(" ");
    wizard
        .phrases
        .iter()
        .find(|phrase| holds(&phrase.say, &name))
        .map(|phrase| phrase.asks.clone())
}

fn holds(words: &[String], word: &str) -> bool {
    words.iter().any(|known| known == word)
}
