//! Finds what is to be run: examples by their entry and number, cases with the file they stand in. Never: running them.

use crate::diag::{self, Diagnostic, Label, Source};
use crate::kb::overlay::Tree;
use crate::kb::{Entry, Kb};
use crate::model::case::{Case, CaseFile};
use crate::schema::{self, builtin};
use crate::yaml::{self, Limits, Node};
use std::rc::Rc;
use std::sync::Arc;

/// One thing to run.
#[derive(Debug)]
pub enum Trial {
    /// An example of a rule, by its place in the list.
    Rule {
        /// The rule.
        id: String,
        /// The place.
        index: usize,
    },
    /// An example of a blueprint, by its place in the list.
    Blueprint {
        /// The blueprint.
        id: String,
        /// The place.
        index: usize,
    },
    /// A case of a test file.
    Case(Box<CaseAt>),
}

/// A case and where it stands.
#[derive(Debug)]
pub struct CaseAt {
    pub(super) source: Arc<Source>,
    pub(super) file: Rc<Node>,
    pub(super) index: usize,
    pub(super) case: Case,
}

/// The examples of all rules and blueprints whose file is wanted.
pub fn examples(kb: &Kb, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    let mut trials = Vec::new();
    for entry in kb.rules.entries().filter(|entry| wanted(entry.file.path())) {
        let rule = entry.value().filter(|rule| rule.status.applies());
        let count = rule.map_or(0, |rule| rule.examples.len());
        let id = entry.id();
        trials.extend((0..count).map(|index| Trial::Rule {
            id: id.to_owned(),
            index,
        }));
    }
    for entry in kb
        .blueprints
        .entries()
        .filter(|entry| wanted(entry.file.path()))
    {
        let blueprint = entry.value().filter(|found| found.status.applies());
        let count = blueprint.map_or(0, |found| found.examples.len());
        let id = entry.id();
        trials.extend((0..count).map(|index| Trial::Blueprint {
            id: id.to_owned(),
            index,
        }));
    }
    trials
}

/// The cases of test files, and what is wrong with their form.
pub fn cases(sources: &[Arc<Source>]) -> (Vec<Trial>, Vec<Diagnostic>) {
    let (mut trials, mut findings) = (Vec::new(), Vec::new());
    for source in sources {
        match read(source) {
            Ok((node, file)) => {
                let node = Rc::new(node);
                let all = file.cases.into_iter().enumerate();
                trials.extend(all.map(|(index, case)| {
                    Trial::Case(Box::new(CaseAt {
                        source: Arc::clone(source),
                        file: Rc::clone(&node),
                        index,
                        case,
                    }))
                }));
            }
            Err(found) => findings.extend(found),
        }
    }
    (trials, findings)
}

fn read(source: &Arc<Source>) -> Result<(Node, CaseFile), Vec<Diagnostic>> {
    let node = diag::parse(source, &Limits::default())?;
    let findings = builtin::load("test")
        .map(|schema| schema::check(&schema, source, &node))
        .unwrap_or_default();
    if !findings.is_empty() {
        return Err(findings);
    }
    let file = diag::decode(source, &node).map_err(|finding| vec![finding])?;
    Ok((node, file))
}

impl CaseAt {
    /// The file.
    pub fn path(&self) -> &str {
        &self.source.path
    }

    /// A place in the case, by the keys that lead to it.
    pub(super) fn label(&self, pointer: &str, text: impl Into<String>) -> Label {
        let route = format!("/cases/{}{pointer}", self.index);
        let found = self.file.pointer(&route);
        Label {
            source: Arc::clone(&self.source),
            span: found.map_or_else(|| self.file.head(), |(value, _)| value.head()),
            text: text.into(),
        }
    }
}

/// A place in the files of an entry, by the keys that lead to it.
pub(super) fn label<T>(entry: &Entry<T>, pointer: &str, text: impl Into<String>) -> Label {
    let source = entry.file.source();
    let tree = Tree::of_entry(entry).or_else(|| {
        let node = yaml::parse(&source.text, &Limits::default()).ok()?;
        Some(Tree::of(&source, node))
    });
    let span = tree.as_ref().map(|tree| {
        let found = tree.node.pointer(pointer);
        found.map_or_else(|| tree.node.head(), |(value, _)| value.head())
    });
    let mut holder = super::failure(String::new());
    let text = text.into();
    holder.labels.push(Label {
        source: Arc::clone(&source),
        span: span.unwrap_or_default(),
        text: text.clone(),
    });
    if let Some(tree) = &tree {
        tree.place(&mut holder);
    }
    holder.labels.pop().unwrap_or(Label {
        source,
        span: diag::Span::default(),
        text,
    })
}
