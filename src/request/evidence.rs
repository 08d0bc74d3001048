//! Weighs the signals of the lexicon against what was found in a request.

use super::scene::Scene;
use crate::model::lexicon::signal::{Group, Test};
use crate::model::lexicon::{Meaning, Sort};
use crate::model::reading::role::{FactKind, Measure};

const ANYWHERE: u8 = 1;
const TITLE: u8 = 2;
const START: u8 = 4;
const END: u8 = 8;
const PLURAL: u8 = 16;

/// What signals are weighed against.
#[derive(Debug, Default)]
pub struct Evidence {
    /// Where each mark was seen.
    marks: Vec<u8>,
    /// The marks that were seen anywhere.
    found: Vec<u16>,
    /// The action of the leading verb.
    pub verb: Option<u8>,
    /// The action, once it is known.
    pub action: Option<u8>,
    /// Capabilities, the first one first.
    pub capabilities: Vec<u16>,
    /// Qualifiers.
    pub qualifiers: Vec<u16>,
    /// Kinds of facts that are stated.
    pub facts: Vec<FactKind>,
    /// How many there are of things.
    pub counts: Vec<(Measure, u32)>,
}

impl Evidence {
    /// Notes where the phrases stand that signals look for.
    pub fn new(scene: &Scene<'_>) -> Self {
        let mut marks = vec![0_u8; scene.lexicon.marks.into()];
        let mut found = Vec::new();
        let marked = scene.hits.iter().filter(|hit| hit.holds(Sort::Mark));
        for hit in marked.filter(|hit| hit.whole) {
            let mut place = ANYWHERE;
            if scene.words.in_title(hit.first) {
                place |= TITLE;
            }
            if scene
                .leads
                .iter()
                .take_while(|lead| scene.words.in_title(**lead))
                .any(|lead| *lead == hit.first)
                || hit.first == scene.words.lead
            {
                place |= START;
            }
            if hit.end() == scene.words.title_end {
                place |= END;
            }
            let last = scene.words.text(scene.text(), hit.end() - 1);
            if scene.words.in_title(hit.first) && last.ends_with('s') && !hit.covered {
                place |= PLURAL;
            }
            for meaning in hit.meanings {
                if let Meaning::Mark(mark) = meaning
                    && let Some(seen) = marks.get_mut(usize::from(*mark))
                {
                    *seen |= place;
                    found.push(*mark);
                }
            }
        }
        Self {
            marks,
            found,
            ..Self::default()
        }
    }

    fn seen(&self, marks: &[u16], place: u8) -> bool {
        marks.iter().any(|mark| {
            self.marks
                .get(usize::from(*mark))
                .is_some_and(|seen| seen & place != 0)
        })
    }

    fn wanted(&self, marks: &[u16], place: u8) -> bool {
        marks.is_empty() || self.seen(marks, place)
    }

    fn count(&self, measure: Measure) -> u32 {
        self.counts
            .iter()
            .find(|(known, _)| *known == measure)
            .map_or(0, |(_, count)| *count)
    }

    /// Whether a signal holds.
    fn holds(&self, test: &Test) -> bool {
        let marks = &test.marks;
        among(&test.verb, self.verb)
            && (test.not_verb.is_empty()
                || !self.verb.is_some_and(|verb| test.not_verb.contains(&verb)))
            && among(&test.action, self.action)
            && (test.primary.is_empty()
                || self
                    .capabilities
                    .first()
                    .is_some_and(|first| test.primary.contains(first)))
            && (test.capability.is_empty()
                || self
                    .capabilities
                    .iter()
                    .any(|one| test.capability.contains(one)))
            && (test.qualifier.is_empty()
                || self
                    .qualifiers
                    .iter()
                    .any(|one| test.qualifier.contains(one)))
            && (test.fact.is_empty() || self.facts.iter().any(|one| test.fact.contains(one)))
            && !self.facts.iter().any(|one| test.no_fact.contains(one))
            && test
                .at_least
                .iter()
                .all(|(measure, least)| self.count(*measure) >= *least)
            && test
                .at_most
                .iter()
                .all(|(measure, most)| self.count(*measure) <= *most)
            && self.wanted(&marks.any, ANYWHERE)
            && self.wanted(&marks.title, TITLE)
            && self.wanted(&marks.starts, START)
            && self.wanted(&marks.ends, END)
            && self.wanted(&marks.plural, PLURAL)
            && self.wanted(&marks.also, ANYWHERE)
            && !self.seen(&marks.none, ANYWHERE)
    }

    /// The signals that hold, in order.
    pub fn holding<'t>(&self, group: &'t Group) -> impl Iterator<Item = &'t Test> {
        group.near(&self.found).filter(|test| self.holds(test))
    }

    /// Adds up the weights of the signals that hold, by reading, with their reasons.
    pub fn weigh<'t>(&self, group: &'t Group, tally: &mut Tally<'t>) {
        for test in self.holding(group) {
            tally.add(&test.reading, test.weight, &test.why);
        }
    }
}

fn among(list: &[u8], value: Option<u8>) -> bool {
    list.is_empty() || value.is_some_and(|value| list.contains(&value))
}

/// What speaks for each reading.
#[derive(Debug, Default)]
pub struct Tally<'t> {
    /// Reading, weight in hundredths, reasons.
    pub rows: Vec<(&'t str, i32, Vec<&'t str>)>,
}

impl<'t> Tally<'t> {
    /// Adds weight to a reading.
    pub fn add(&mut self, reading: &'t str, weight: i32, why: &'t str) {
        let at = self
            .rows
            .iter()
            .position(|(known, ..)| *known == reading)
            .unwrap_or_else(|| {
                self.rows.push((reading, 0, Vec::new()));
                self.rows.len() - 1
            });
        if let Some((_, total, reasons)) = self.rows.get_mut(at) {
            *total += weight;
            if !why.is_empty() && weight > 0 {
                reasons.push(why);
            }
        }
    }

    /// The weight of a reading.
    pub fn weight(&self, reading: &str) -> i32 {
        self.rows
            .iter()
            .find(|(known, ..)| *known == reading)
            .map_or(0, |(_, weight, _)| *weight)
    }

    /// The strongest reading; the first one among equals.
    pub fn best(&self) -> Option<&(&'t str, i32, Vec<&'t str>)> {
        self.rows
            .iter()
            .reduce(|best, row| if row.1 > best.1 { row } else { best })
    }
}
