//! Splits a request that asks for several unlike changes. A second verb for the same thing is the same change.

use super::deed::Verb;
use super::fact::Span;
use super::find::Hit;
use super::scene::Scene;
use super::text::Gap;
use crate::model::lexicon::{Meaning, Strength};
use crate::model::reading::role::Role;
use serde::{Deserialize, Serialize};

/// One change of several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// In the words of the request.
    pub text: String,
    /// The capability it is about.
    pub capability: String,
    /// Where.
    pub span: Span,
}

/// A clause of the title.
struct Clause {
    first: usize,
    end: usize,
    families: Vec<u16>,
}

/// The parts of a title that asks for several unlike changes; empty if it asks for one.
pub fn parts(scene: &Scene<'_>, verbs: &[Verb]) -> Vec<Part> {
    let fits = |list: &Vec<Clause>| list.len() > 1 && unlike(scene, list);
    let several = |list: &Vec<Clause>| list.len() > 1;
    let spelled = spells_out(scene, verbs);
    let titled = |list: &Vec<Clause>| !spelled && fits(list);
    let list = Some(clauses(scene, verbs))
        .filter(titled)
        .or_else(|| Some(enumerated(scene, verbs)).filter(|list| apart(scene, list)))
        .or_else(|| Some(changes(scene, verbs)).filter(several))
        .or_else(|| Some(wishes(scene, verbs)).filter(several))
        .or_else(|| Some(nouns(scene, verbs)).filter(titled))
        .or_else(|| Some(additions(scene, verbs)).filter(several));
    let verb = verbs
        .iter()
        .find(|verb| verb.leads)
        .map(|verb| (verb.first, verb.end));
    list.unwrap_or_default()
        .iter()
        .filter_map(|clause| part(scene, clause, verb))
        .collect()
}

/// Whether the title names one change and spells out its steps behind a colon: `Retire it: remove this, remove that`.
fn spells_out(scene: &Scene<'_>, verbs: &[Verb]) -> bool {
    let colon = (scene.words.lead + 1..scene.words.title_end).find(|at| {
        scene
            .words
            .at(*at)
            .is_some_and(|token| token.gap == Gap::Colon)
    });
    let (Some(colon), Some(lead)) = (colon, verbs.iter().find(|verb| verb.leads)) else {
        return false;
    };
    let steps = verbs
        .iter()
        .filter(|verb| scene.words.in_title(verb.first) && verb.strength == Strength::Verb);
    lead.first < colon
        && steps
            .filter(|verb| verb.first >= colon)
            .all(|verb| verb.action == lead.action)
}

/// Clauses behind semicolons, line breaks or numbers that each begin with a verb: `1) add this 2) remove that`.
fn enumerated(scene: &Scene<'_>, verbs: &[Verb]) -> Vec<Clause> {
    let lead = scene.words.lead;
    let strong = |at: usize| {
        verbs
            .iter()
            .any(|verb| verb.first == at && (verb.strength == Strength::Verb || at == lead))
    };
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for at in lead..scene.words.tokens.len() {
        let numbered = numbered(scene, at);
        let begins = at == lead || numbered || listed(scene, at);
        if begins && strong(at) {
            starts.push((at, at - usize::from(numbered)));
        }
    }
    let ends = starts.iter().skip(1).map(|(_, cut)| *cut);
    let ends: Vec<usize> = ends.chain([scene.words.tokens.len()]).collect();
    starts
        .iter()
        .zip(ends)
        .map(|((first, _), end)| clause(scene, *first, end))
        .collect()
}

/// Whether a word stands behind `1)` or `2.`.
fn numbered(scene: &Scene<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| scene.words.at(before)) else {
        return false;
    };
    let number = scene.slice(before.start, before.end);
    let start = scene.words.at(at).map_or(before.end, |token| token.start);
    let sign = scene.slice(before.end, start);
    number.len() == 1
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && sign.trim_end().len() == 1
        && sign.starts_with([')', '.', ':'])
}

/// Whether a word stands behind a semicolon or at the start of a line.
fn listed(scene: &Scene<'_>, at: usize) -> bool {
    let gap = |at: usize| match (
        at.checked_sub(1).and_then(|one| scene.words.at(one)),
        scene.words.at(at),
    ) {
        (Some(left), Some(right)) => scene.slice(left.end, right.start),
        _ => "",
    };
    let joined = at > 0 && scene.word_is(at - 1, Role::Split);
    gap(at).contains([';', '\n']) || (joined && gap(at - 1).contains([';', '\n']))
}

/// Whether clauses that are set apart by signs are changes of their own: unlike, or three and more about different things.
fn apart(scene: &Scene<'_>, list: &[Clause]) -> bool {
    let first = |clause: &Clause| clause.families.first().copied();
    let different = list.iter().enumerate().all(|(at, one)| {
        first(one).is_some()
            && list
                .iter()
                .skip(at + 1)
                .all(|other| first(one) != first(other))
    });
    list.len() > 1 && (unlike(scene, list) || (list.len() > 2 && different))
}

/// Two nouns of unlike doing: `node group split and version update`.
fn changes(scene: &Scene<'_>, verbs: &[Verb]) -> Vec<Clause> {
    let (start, end) = (scene.words.lead, scene.words.title_end);
    let Some(cut) = (start..end).find(|at| scene.word_is(*at, Role::Split)) else {
        return Vec::new();
    };
    let doing = |end: usize| {
        let last = verbs.iter().filter(|verb| verb.end == end);
        last.filter(|verb| verb.first > scene.words.lead)
            .map(|verb| verb.first)
            .max()
    };
    let (Some(left), Some(right)) = (doing(cut), doing(end)) else {
        return Vec::new();
    };
    let same = scene.words.at(left).map(|token| token.hash)
        == scene.words.at(right).map(|token| token.hash);
    let list = vec![clause(scene, start, cut), clause(scene, cut + 1, end)];
    let named = list.iter().all(|clause| !clause.families.is_empty());
    if named && !same { list } else { Vec::new() }
}

/// The fewest changes under one wish that are planned one by one.
const WISHES: usize = 3;

/// A wish such as `reduce the cost`, with a list of changes behind it that each have a verb.
fn wishes(scene: &Scene<'_>, verbs: &[Verb]) -> Vec<Clause> {
    if !scene.word_is(scene.words.lead, Role::Umbrella)
        && !scene
            .leads
            .iter()
            .take(1)
            .any(|lead| scene.word_is(*lead, Role::Umbrella))
    {
        return Vec::new();
    }
    let tokens = &scene.words.tokens;
    let breaks = |at: usize| {
        let gap = tokens.get(at).map(|token| token.gap);
        matches!(gap, Some(Gap::Colon | Gap::Stop))
    };
    let Some(start) = (scene.words.lead + 2..tokens.len()).find(|at| breaks(*at)) else {
        return Vec::new();
    };
    let mut starts = vec![start];
    for at in start + 1..tokens.len() {
        let comma = tokens.get(at).is_some_and(|token| token.gap == Gap::Comma);
        if comma || breaks(at) {
            starts.push(at);
        }
    }
    let ends: Vec<usize> = starts
        .iter()
        .skip(1)
        .copied()
        .chain([tokens.len()])
        .collect();
    let own = |first: usize, end: usize| {
        let reach = end.min(first + 2);
        verbs
            .iter()
            .any(|verb| (first..reach).contains(&verb.first))
    };
    let list: Vec<Clause> = starts
        .into_iter()
        .zip(ends)
        .filter(|(first, end)| own(*first, *end))
        .map(|(first, end)| clause(scene, first, end))
        .collect();
    if list.len() < WISHES {
        return Vec::new();
    }
    let main = clause(scene, scene.words.lead, start).families;
    let known = list
        .iter()
        .find_map(|clause| clause.families.first().copied());
    let usual = main.first().copied().or(known);
    list.into_iter()
        .map(|mut clause| {
            if clause.families.is_empty() {
                clause.families.extend(usual);
            }
            clause
        })
        .collect()
}

/// The title, and sentences that begin with `also` and bring in something new.
fn additions(scene: &Scene<'_>, verbs: &[Verb]) -> Vec<Clause> {
    let main = clause(scene, scene.words.lead, scene.words.title_end);
    let mut list = Vec::new();
    for (at, token) in scene
        .words
        .tokens
        .iter()
        .enumerate()
        .skip(scene.words.title_end)
    {
        let starts = token.gap == Gap::Stop && scene.word_is(at, Role::Split);
        let acts = verbs
            .iter()
            .any(|verb| verb.strength == Strength::Verb && (at + 1..=at + 2).contains(&verb.first));
        if !starts || !acts {
            continue;
        }
        let end = (at + 1..scene.words.tokens.len())
            .find(|next| {
                scene
                    .words
                    .at(*next)
                    .is_some_and(|token| token.gap == Gap::Stop)
            })
            .unwrap_or(scene.words.tokens.len());
        let extra = clause(scene, at + 1, end);
        if extra
            .families
            .iter()
            .any(|family| !main.families.contains(family))
        {
            list.push(extra);
        }
    }
    if !list.is_empty() && !main.families.is_empty() {
        list.insert(0, main);
    }
    list
}

/// How many bytes of what follows close the brackets that a text opens.
fn closing(text: &str, rest: &str) -> usize {
    let count = |sign: char| text.matches(sign).count();
    let open = count('(').saturating_sub(count(')'));
    rest.bytes()
        .take(open)
        .take_while(|byte| *byte == b')')
        .count()
}

fn part(scene: &Scene<'_>, clause: &Clause, verb: Option<(usize, usize)>) -> Option<Part> {
    let start = scene.words.at(clause.first)?.start;
    let end = scene.words.at(clause.end.checked_sub(1)?)?.end;
    let end = end
        + closing(
            scene.slice(start, end),
            scene.slice(end, scene.text().len()),
        );
    let mut text = scene.slice(start, end).to_owned();
    if let Some((first, stop)) =
        verb.filter(|(first, stop)| clause.first > *first && clause.first >= *stop)
    {
        let own = scene.hits.iter().any(|hit| {
            hit.first == clause.first
                && hit
                    .meanings
                    .iter()
                    .any(|m| matches!(m, Meaning::Verb(_, Strength::Verb)))
        });
        if !own {
            let (from, to) = (
                scene.words.at(first)?.start,
                scene.words.at(stop.checked_sub(1)?)?.end,
            );
            text = format!("{} {text}", scene.slice(from, to));
        }
    }
    let capability = scene
        .lexicon
        .names
        .capabilities
        .get(usize::from(*clause.families.first()?))?;
    Some(Part {
        text,
        capability: capability.clone(),
        span: Span { start, end },
    })
}

/// Clauses of the title that each have a verb of their own.
fn clauses(scene: &Scene<'_>, verbs: &[Verb]) -> Vec<Clause> {
    let mut starts: Vec<usize> = verbs
        .iter()
        .filter(|verb| verb.leads)
        .map(|verb| verb.first)
        .take(1)
        .collect();
    for verb in verbs
        .iter()
        .filter(|verb| scene.words.in_title(verb.first) && verb.strength == Strength::Verb)
    {
        let joined = verb.first > 0
            && (scene.word_is(verb.first - 1, Role::Split)
                || scene
                    .words
                    .at(verb.first)
                    .is_some_and(|token| matches!(token.gap, Gap::Comma | Gap::Sign)));
        if joined && starts.last().is_none_or(|last| *last < verb.first) {
            starts.push(verb.first);
        }
    }
    if starts.len() < 2 {
        return Vec::new();
    }
    let ends = starts
        .iter()
        .skip(1)
        .map(|next| next - usize::from(scene.word_is(next - 1, Role::Split)));
    let ends: Vec<usize> = ends.chain([scene.words.title_end]).collect();
    starts
        .into_iter()
        .zip(ends)
        .map(|(first, end)| clause(scene, first, end))
        .collect()
}

fn clause(scene: &Scene<'_>, first: usize, end: usize) -> Clause {
    let mut families = Vec::new();
    for hit in scene.hits.iter().filter(|hit| {
        !hit.covered && hit.whole && !hit.negated && hit.first >= first && hit.end() <= end
    }) {
        families.extend(families_of(scene, hit));
    }
    Clause {
        first,
        end,
        families,
    }
}

/// The main capabilities that a phrase means.
fn families_of(scene: &Scene<'_>, hit: &Hit<'_>) -> Vec<u16> {
    let services = &scene.lexicon.names.services;
    let mut list: Vec<u16> = Vec::new();
    for meaning in hit.meanings {
        let id = match meaning {
            Meaning::Capability(id, weight) if *weight >= 50 => Some(*id),
            Meaning::Product(at, weight) if *weight >= 50 => scene
                .lexicon
                .names
                .products
                .get(usize::from(*at))
                .map(|(_, capability)| *capability),
            Meaning::Service(at, weight) if *weight >= 50 => services
                .get(usize::from(*at))
                .and_then(|service| service.provides.first().copied()),
            _ => None,
        };
        list.extend(id.filter(|id| !list.contains(id)));
    }
    list
}

/// Nouns of unlike kind in the head of the title, joined by `and`: two buckets and a policy.
fn nouns(scene: &Scene<'_>, verbs: &[Verb]) -> Vec<Clause> {
    let lead = verbs
        .iter()
        .find(|verb| verb.leads)
        .map_or(scene.words.lead, |verb| verb.end);
    let stop = (lead..scene.words.title_end)
        .find(|at| scene.word_is(*at, Role::Preposition) && !scene.word_is(*at, Role::Split))
        .unwrap_or(scene.words.title_end);
    let mut list: Vec<Clause> = Vec::new();
    let mut first = lead;
    for at in lead..stop {
        let cut = scene.word_is(at, Role::Split)
            || scene
                .words
                .at(at)
                .is_some_and(|token| matches!(token.gap, Gap::Comma | Gap::Sign) && at > lead);
        if cut {
            list.push(clause(scene, first, at));
            first = at + usize::from(scene.word_is(at, Role::Split));
        }
    }
    list.push(clause(scene, first, stop));
    list
}

/// Whether each clause is about something, and no two are about the same or about companions.
fn unlike(scene: &Scene<'_>, list: &[Clause]) -> bool {
    let companions = &scene.lexicon.units.companions;
    let alike = |a: &Clause, b: &Clause| {
        a.families.iter().any(|one| {
            b.families.iter().any(|other| {
                one == other
                    || companions.contains(&(*one, *other))
                    || companions.contains(&(*other, *one))
            })
        })
    };
    list.iter().all(|clause| !clause.families.is_empty())
        && list
            .iter()
            .enumerate()
            .all(|(at, one)| list.iter().skip(at + 1).all(|other| !alike(one, other)))
}

/// How many items the longest list has: `VPC, IAM, load balancers and security groups`.
pub fn longest_list(scene: &Scene<'_>) -> usize {
    let mut longest = 0;
    let mut items = 1;
    for (at, token) in scene.words.tokens.iter().enumerate() {
        match token.gap {
            Gap::Comma => items += 1,
            Gap::Stop => items = 1,
            _ if scene.word_is(at, Role::Split) && items > 1 => items += 1,
            _ => {}
        }
        longest = longest.max(items);
    }
    longest
}
