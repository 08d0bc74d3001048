//! Signals: what speaks for which reading. Never: the request they are held against.

use super::super::reading::role::{FactKind, Measure};
use std::borrow::Cow;

/// What speaks for which reading; what the built-in lexicon looks for is part of the program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signals {
    /// For actions.
    pub actions: Group,
    /// For capabilities.
    pub capabilities: Group,
    /// For scopes.
    pub scopes: Group,
    /// For verdicts.
    pub verdicts: Group,
    /// For questions.
    pub questions: Group,
}

/// Signals that are weighed together, found by the phrases they ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// All of them, in the order in which they were written.
    pub tests: Cow<'static, [Test]>,
    /// A mark and a test that cannot hold without it or another of its kind; sorted.
    pub by_mark: Cow<'static, [(u16, u16)]>,
    /// The tests that ask for no phrase.
    pub free: Cow<'static, [u16]>,
}

impl Group {
    /// The group of some tests.
    pub fn of(tests: Vec<Test>) -> Self {
        let (mut by_mark, mut free) = (Vec::new(), Vec::new());
        for (at, test) in (0_u16..).zip(&tests) {
            match test.marks.needed() {
                Some(marks) => by_mark.extend(marks.iter().map(|mark| (*mark, at))),
                None => free.push(at),
            }
        }
        by_mark.sort_unstable();
        Self {
            tests: tests.into(),
            by_mark: by_mark.into(),
            free: free.into(),
        }
    }

    /// The tests that can hold where these marks were seen, in order.
    pub fn near(&self, seen: &[u16]) -> impl Iterator<Item = &Test> {
        let mut near = self.free.to_vec();
        for mark in seen {
            let start = self.by_mark.partition_point(|(known, _)| known < mark);
            let rows = self.by_mark.get(start..).unwrap_or_default();
            let same = rows.iter().take_while(|(known, _)| known == mark);
            near.extend(same.map(|(_, test)| *test));
        }
        near.sort_unstable();
        near.dedup();
        near.into_iter()
            .filter_map(|at| self.tests.get(usize::from(at)))
    }
}

/// A compiled signal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Test {
    /// The reading it speaks for.
    pub reading: Cow<'static, str>,
    /// How strongly, in hundredths.
    pub weight: i32,
    /// Said to the user.
    pub why: Cow<'static, str>,
    /// Phrases, as marks.
    pub marks: Marks,
    /// Actions of the leading verb.
    pub verb: Cow<'static, [u8]>,
    /// Actions that the leading verb must not have.
    pub not_verb: Cow<'static, [u8]>,
    /// Actions.
    pub action: Cow<'static, [u8]>,
    /// First capability.
    pub primary: Cow<'static, [u16]>,
    /// Any capability.
    pub capability: Cow<'static, [u16]>,
    /// Any qualifier.
    pub qualifier: Cow<'static, [u16]>,
    /// Kinds of facts, one of which is stated.
    pub fact: Cow<'static, [FactKind]>,
    /// Kinds of facts that are not stated.
    pub no_fact: Cow<'static, [FactKind]>,
    /// Counts to reach.
    pub at_least: Cow<'static, [(Measure, u32)]>,
    /// Counts not to pass.
    pub at_most: Cow<'static, [(Measure, u32)]>,
}

/// The phrases of a condition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// One of them anywhere.
    pub any: Cow<'static, [u16]>,
    /// One of them in the title.
    pub title: Cow<'static, [u16]>,
    /// One of them at the start.
    pub starts: Cow<'static, [u16]>,
    /// One of them at the end of the title.
    pub ends: Cow<'static, [u16]>,
    /// One of them in the title, in the plural.
    pub plural: Cow<'static, [u16]>,
    /// One of them anywhere.
    pub also: Cow<'static, [u16]>,
    /// None of them anywhere.
    pub none: Cow<'static, [u16]>,
}

impl Marks {
    /// Phrases one of which must be there; none if no phrase must.
    fn needed(&self) -> Option<&[u16]> {
        [
            &self.title,
            &self.any,
            &self.starts,
            &self.ends,
            &self.plural,
            &self.also,
        ]
        .into_iter()
        .map(AsRef::as_ref)
        .find(|list: &&[u16]| !list.is_empty())
    }
}
