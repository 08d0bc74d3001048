//! Says what a request wants done: the action, from its verbs and from what speaks for each action.

use super::evidence::{Evidence, Tally};
use super::fact::Phrase;
use super::find::Hit;
use super::provider;
use super::scene::Scene;
use super::text::Gap;
use crate::model::lexicon::{Meaning, Sort, Strength};
use crate::model::reading::role::Role;

/// A verb of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verb {
    /// The action it stands for.
    pub action: u8,
    /// How much it says.
    pub strength: Strength,
    /// Its first word.
    pub first: usize,
    /// Word after its last.
    pub end: usize,
    /// Whether it leads the title.
    pub leads: bool,
    /// Whether it leads another sentence.
    pub starts: bool,
}

/// All verbs, in order. A verb inside a longer phrase about infrastructure is none, unless it leads.
pub fn verbs(scene: &Scene<'_>) -> Vec<Verb> {
    let mut list: Vec<Verb> = Vec::new();
    let verbs = scene.hits.iter().filter(|hit| hit.holds(Sort::Verb));
    for hit in verbs.filter(|hit| hit.whole) {
        let place = scene.leads.iter().position(|lead| *lead == hit.first);
        let in_title = scene.words.in_title(hit.first);
        let hidden = hit.covered
            || (place.is_none()
                && (inside_phrase(scene, hit.first, hit.end(), hit.count)
                    || describes(scene, hit.first, hit.end())));
        if hidden || hit.negated || longer(scene, hit.first, hit.end()) {
            continue;
        }
        for meaning in hit.meanings {
            if let Meaning::Verb(action, strength) = meaning {
                let leads = place.is_some() && in_title;
                list.push(Verb {
                    action: *action,
                    strength: *strength,
                    first: hit.first,
                    end: hit.end(),
                    leads,
                    starts: place.is_some() && !in_title,
                });
            }
        }
    }
    list
}

/// Whether a word stands between an article and a thing: in `the research cluster` nobody does research.
fn describes(scene: &Scene<'_>, first: usize, end: usize) -> bool {
    let article = first > 0 && scene.word_is(first - 1, Role::Article);
    let spaced = |at: usize| {
        scene
            .words
            .at(at)
            .is_some_and(|token| matches!(token.gap, Gap::Space | Gap::Joined))
    };
    let thing = scene
        .hits
        .iter()
        .any(|hit| hit.first == end && !hit.covered && hit.is_content());
    article && spaced(first) && spaced(end) && thing
}

fn inside_phrase(scene: &Scene<'_>, first: usize, end: usize, count: usize) -> bool {
    scene.hits.iter().any(|other| {
        other.is_content()
            && !other.covered
            && other.count > count
            && other.first <= first
            && end <= other.end()
    })
}

/// Whether a longer verb holds the same words.
fn longer(scene: &Scene<'_>, first: usize, end: usize) -> bool {
    scene.hits.iter().any(|other| {
        other.count > end - first
            && other.first <= first
            && end <= other.end()
            && other.holds(Sort::Verb)
    })
}

/// The action of the leading verb.
pub fn leading(verbs: &[Verb]) -> Option<u8> {
    let strongest = |verbs: &mut dyn Iterator<Item = &Verb>| -> Option<Verb> {
        verbs.fold(None, |best: Option<Verb>, verb| match best {
            Some(best) if best.strength >= verb.strength => Some(best),
            _ => Some(*verb),
        })
    };
    let first_lead = verbs.iter().find(|verb| verb.leads).map(|verb| verb.first);
    let lead = first_lead.and_then(|first| {
        strongest(
            &mut verbs
                .iter()
                .filter(|verb| verb.leads && verb.first == first),
        )
    });
    lead.or_else(|| {
        let first = verbs
            .iter()
            .filter(|verb| verb.strength > Strength::Weak)
            .map(|verb| verb.first)
            .next()?;
        strongest(&mut verbs.iter().filter(|verb| verb.first == first))
    })
    .map(|verb| verb.action)
}

/// The weights of all actions.
pub fn actions<'a>(
    scene: &Scene<'a>,
    verbs: &[Verb],
    object: Option<&Phrase>,
    evidence: &Evidence,
) -> Tally<'a> {
    let lexicon = scene.lexicon;
    let mut tally = Tally::default();
    let mut seen_in_title = 0;
    let mut led = false;
    for verb in verbs {
        let Some(action) = lexicon.names.actions.get(usize::from(verb.action)) else {
            continue;
        };
        let strength = match verb.strength {
            Strength::Verb => lexicon.weight("verb"),
            Strength::Noun => lexicon.weight("noun"),
            Strength::Weak => lexicon.weight("weak-verb"),
        };
        let in_title = scene.words.in_title(verb.first);
        let place = if verb.leads && !led {
            lexicon.weight("leading")
        } else if in_title {
            seen_in_title += 1;
            lexicon.weight("in-title") / seen_in_title.max(1)
        } else if verb.starts {
            lexicon.weight("starting")
        } else {
            lexicon.weight("in-body")
        };
        tally.add(action, strength * place / 100, "");
        led |= verb.leads
            && verbs.iter().all(|other| {
                other.first != verb.first || std::ptr::eq(other, verb) || other.end <= verb.end
            });
    }
    let moving = lexicon.list("moving-actions").first();
    if let Some(action) = moving.filter(|_| provider::names_a_way(scene)) {
        tally.add(action, lexicon.weight("way"), "");
    }
    if let Some(action) =
        making(scene, verbs).filter(|_| object.is_some_and(|it| is_thing(scene, it)))
    {
        tally.add(action, lexicon.weight("made"), "");
    }
    evidence.weigh(&lexicon.signals.actions, &mut tally);
    tally
}

/// The action of the leading verb, if it makes one thing: `create an`.
fn making<'a>(scene: &Scene<'a>, verbs: &[Verb]) -> Option<&'a str> {
    let lead = verbs.iter().find(|verb| verb.leads)?;
    let action = scene.lexicon.names.actions.get(usize::from(lead.action))?;
    let makes = scene.lexicon.listed("making-actions", action);
    let one = makes && lead.strength == Strength::Verb && scene.word_is(lead.end, Role::Article);
    one.then_some(action.as_str())
}

/// Whether a phrase ends in a thing: `an S3 bucket`, not `a lifecycle rule`.
fn is_thing(scene: &Scene<'_>, phrase: &Phrase) -> bool {
    let last = scene.words.index_at(phrase.span.end.saturating_sub(1));
    let ends = |hit: &Hit<'_>| hit.end() == last + 1 && hit.whole && !hit.covered;
    scene.hits.iter().any(|hit| hit.is_content() && ends(hit))
}
