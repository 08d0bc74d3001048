//! Documents that are stated block by block: designs and workflows. Never: deciding, printing.

pub mod ast;
pub mod figures;
pub mod paths;
mod rows;
pub mod sheet;
mod volume;

use super::assemble::{Detail, NoDocument, assemble as plan_of};
use super::ast::Plan;
use super::desk::Desk;
use super::program::ast::{Ends, Program};
use crate::facts::Origin;
use crate::kb::Kb;
use crate::map::IndexMap;
use crate::model::design::Workload;
use crate::model::document::{Block as Form, Document, Shape};
use crate::model::text::Text;
use crate::rules::Decisions;
use crate::rules::condition::{holds, holds_or_absent};
use ast::{Block, Marks, Paper, Record};
use figures::Source;
use rows::Rows;
use rust_decimal::Decimal;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::str::FromStr;

/// What a paper is made from, besides the decisions.
pub struct Input<'a, 'kb> {
    /// The kind of application.
    pub workload: &'kb Workload,
    /// What each requirement costs, by its id.
    pub needs: &'a [(String, Ends)],
    /// What is open beyond what the engine asks.
    pub open: &'a [String],
    /// Further facts that texts name: author, sources, state.
    pub said: &'a [(String, String)],
}

/// The availability that is asked for.
pub fn target(decisions: &Decisions<'_>) -> Option<Decimal> {
    let stated = decisions.facts.first("slo-availability")?;
    Decimal::from_str(stated).ok()
}

/// Facts that the cheapest services meeting the target need, and the instances that the load needs.
pub fn options<'kb>(
    kb: &'kb Kb,
    decisions: &Decisions<'kb>,
    workload: &'kb Workload,
) -> IndexMap<String, String> {
    let mut facts = paths::sets(&paths::links(kb, decisions, target(decisions)));
    let scope = decisions.facts.first("scope").unwrap_or_default();
    if let Some(document) = kb.document(scope) {
        let source = Source {
            kb,
            decisions,
            workload,
            document: &document,
        };
        facts.extend(volume::quantities(&source));
    }
    facts
}

/// Requirements of the document that the plan has, each with the facts that take it away.
pub fn requirements(kb: &Kb, decisions: &Decisions<'_>) -> Vec<(String, Vec<(String, String)>)> {
    let scope = decisions.facts.first("scope").unwrap_or_default();
    let Some(document) = kb.document(scope) else {
        return Vec::new();
    };
    let assumed = RefCell::new(BTreeSet::new());
    let view = decisions.view(kb, 0, &assumed);
    let list = document.needs.iter();
    list.filter(|need| holds_or_absent(need.when.as_ref(), &view))
        .map(|need| (need.id.clone(), rows::taken(&need.without)))
        .collect()
}

/// Puts the paper together.
pub fn assemble<'kb>(
    kb: &'kb Kb,
    decisions: &Decisions<'kb>,
    input: &Input<'_, 'kb>,
) -> Result<(Paper, Plan), NoDocument> {
    let scope = decisions.facts.first("scope").unwrap_or_default();
    let none = || NoDocument {
        scope: scope.to_owned(),
    };
    let document = kb.document(scope).ok_or_else(none)?;
    let links = paths::links(kb, decisions, target(decisions));
    let source = Source {
        kb,
        decisions,
        workload: input.workload,
        document: &document,
    };
    let figures = figures::figures(&source, paths::paths(kb, &links, input.workload));
    let mut known = figures::with_figures(decisions, &figures);
    let own = [("scope-title".to_owned(), cited(kb, decisions, &document))];
    for (key, value) in own.iter().chain(input.said) {
        let origin = Origin::Derived("the project".to_owned());
        known.facts.put(key, value.clone(), origin);
    }
    let plan = plan_of(kb, &known, Detail::Page)?;
    let program = plan.program.as_ref().ok_or_else(none)?;
    money(&mut known, program, input.needs);
    taken(kb, &mut known, &document);
    let desk = Desk::new(kb, &known, &document);
    let rows = Rows {
        desk: &desk,
        plan: &plan,
        program,
        figures: &figures,
        needs: input.needs,
        open: input.open,
    };
    let mut writer = Writer {
        rows: &rows,
        workload: input.workload,
        paper: Paper {
            document: document.id.clone(),
            title: format!("{}{}", document.title, plan.title),
            records: records(&desk),
            questions: rows.of("questions").unwrap_or_default(),
            misses: rows.of("misses").unwrap_or_default(),
            figures: figures.named.iter().cloned().collect(),
            hand_offs: document.hand_offs.clone(),
            ..Paper::default()
        },
    };
    writer.write(&document);
    let paper = writer.paper;
    Ok((paper, plan))
}

/// The frameworks as printed.
fn cited(kb: &Kb, decisions: &Decisions<'_>, document: &Document) -> String {
    let frameworks = decisions.facts.values("framework").iter();
    let cited: Vec<&str> = frameworks
        .filter_map(|id| kb.frameworks.get(id))
        .map(|framework| framework.cite.as_str())
        .collect();
    if cited.is_empty() {
        document.say("no-frameworks", &[])
    } else {
        cited.join(", ")
    }
}

/// The decisions that the design takes, for its summary.
fn taken(kb: &Kb, known: &mut Decisions<'_>, document: &Document) {
    let titles: Vec<String> = {
        let desk = Desk::new(kb, known, document);
        let records = records(&desk).into_iter().enumerate();
        records
            .map(|(place, record)| {
                let number = (place + 1).to_string();
                document.say(
                    "decision-item",
                    &[("number", &number), ("title", &record.title)],
                )
            })
            .collect()
    };
    if !titles.is_empty() {
        let origin = || Origin::Derived("the decisions of the design".to_owned());
        known
            .facts
            .put("decision-count", titles.len().to_string(), origin());
        known
            .facts
            .put("decision-list", titles.join("; "), origin());
    }
}

/// What the month costs, for texts.
fn money(known: &mut Decisions<'_>, program: &Program, needs: &[(String, Ends)]) {
    let bill = &program.money;
    let copies: Ends = bill
        .rows
        .iter()
        .filter(|row| row.copy)
        .map(|row| row.shown)
        .sum();
    let own: Ends = bill
        .rows
        .iter()
        .filter(|row| !row.copy)
        .map(|row| row.shown)
        .sum();
    let mut said = vec![
        ("monthly".to_owned(), rows::dollars(bill.monthly)),
        (
            "monthly-high".to_owned(),
            crate::plan::cost::money::whole(bill.monthly.high),
        ),
        ("monthly-main".to_owned(), rows::dollars(own)),
        ("monthly-copies".to_owned(), rows::dollars(copies)),
        (
            "price-month".to_owned(),
            bill.oldest.clone().unwrap_or_default(),
        ),
        ("weeks".to_owned(), program.timeline.weeks.to_string()),
    ];
    for (id, ends) in needs {
        said.push((format!("price.{id}"), rows::dollars(*ends)));
    }
    if let Some((name, _, share)) = bill.drivers.first() {
        said.push(("top-driver".to_owned(), name.clone()));
        said.push(("top-share".to_owned(), share.to_string()));
    }
    for (key, value) in said {
        let origin = Origin::Derived("the cost of the plan".to_owned());
        known.facts.put(&key, value, origin);
    }
}

/// The decisions that this design takes, in their order.
fn records(desk: &Desk<'_, '_>) -> Vec<Record> {
    let mut list: Vec<(u32, Record)> = Vec::new();
    for choice in desk.kb.choices.iter() {
        let place = desk
            .parts()
            .find(|(_, part)| choice.of.is_empty() || part.capability.id == choice.of);
        let Some((at, _)) = place.filter(|(at, _)| holds(&choice.when, &desk.view(*at))) else {
            continue;
        };
        let say = |text: &Text| desk.say(text, at);
        let alternatives = desk.lines(&choice.alternatives.0, at, &desk.at_document("record"));
        list.push((
            choice.order,
            Record {
                id: choice.id.clone(),
                title: say(&choice.title),
                context: say(&choice.context),
                decision: say(&choice.decision),
                positive: say(&choice.positive),
                negative: say(&choice.negative),
                risks: say(&choice.risks),
                alternatives: alternatives.into_iter().map(|said| said.text).collect(),
            },
        ));
    }
    list.sort_by_key(|(order, _)| *order);
    list.into_iter().map(|(_, record)| record).collect()
}

struct Writer<'a, 'kb> {
    rows: &'a Rows<'a, 'kb>,
    workload: &'kb Workload,
    paper: Paper,
}

impl Writer<'_, '_> {
    fn write(&mut self, document: &Document) {
        for form in &document.blocks {
            let desk = self.rows.desk;
            if holds_or_absent(form.when.as_ref(), &desk.view(0)) {
                self.block(form);
            }
        }
    }

    fn block(&mut self, form: &Form) {
        let desk = self.rows.desk;
        let mut lines: Vec<String> = self.stated(&form.lines.0, 0);
        for topic in &form.of {
            lines.extend(self.topic(topic));
        }
        let mut seen = BTreeSet::new();
        lines.retain(|line| seen.insert(line.clone()));
        let empty = desk.say(&form.empty, 0);
        let has_lines = !form.of.is_empty() || !form.lines.0.is_empty();
        if has_lines && lines.is_empty() && empty.is_empty() && form.shape != Shape::Records {
            return;
        }
        let said = desk.say(&form.say, 0);
        if form.level > 0 {
            self.paper.blocks.push(Block::Heading {
                level: form.level,
                text: said,
            });
        } else if !said.is_empty() {
            self.paper
                .blocks
                .push(Block::Paragraph { lines: vec![said] });
        }
        if !form.count.is_empty() {
            let count = match form.shape {
                Shape::Records => self.paper.records.len(),
                _ => lines.len(),
            };
            *self.paper.counts.entry(form.count.clone()).or_default() += count;
        }
        if has_lines && lines.is_empty() && !empty.is_empty() {
            self.paper
                .blocks
                .push(Block::Paragraph { lines: vec![empty] });
            return;
        }
        self.shaped(form, lines);
    }

    fn shaped(&mut self, form: &Form, lines: Vec<String>) {
        let list = |marks, items: Vec<String>| Block::List { marks, items };
        let block = match form.shape {
            Shape::Records => return self.records(),
            Shape::Drawing => Block::Drawing {
                graph: self.rows.program.graph.clone(),
                too_large: self.rows.desk.document.say(
                    "drawing-too-large",
                    &[("count", &self.rows.program.graph.nodes.len().to_string())],
                ),
            },
            _ if lines.is_empty() => return,
            Shape::Paragraphs => {
                let paragraphs = lines
                    .into_iter()
                    .map(|line| Block::Paragraph { lines: vec![line] });
                return self.paper.blocks.extend(paragraphs);
            }
            Shape::Lines => Block::Paragraph { lines },
            Shape::Bullets => list(Marks::Bullets, lines),
            Shape::Numbers => list(Marks::Numbers, lines),
            Shape::Boxes => list(Marks::Boxes, lines),
            Shape::Table => Block::Table {
                head: cells(&self.rows.desk.say(&form.head, 0), 0),
                rows: self.table(form, &lines),
            },
        };
        self.paper.blocks.push(block);
    }

    /// Rows with as many cells as the head.
    fn table(&self, form: &Form, lines: &[String]) -> Vec<Vec<String>> {
        let count = cells(&self.rows.desk.say(&form.head, 0), 0).len();
        lines.iter().map(|line| cells(line, count)).collect()
    }

    fn stated(&self, lines: &[crate::model::text::Line], at: usize) -> Vec<String> {
        let desk = self.rows.desk;
        let said = desk.lines(lines, at, &desk.at_document("blocks"));
        said.into_iter().map(|said| said.text).collect()
    }

    /// The lines of a topic: computed, or stated by blueprint, workload and the services of the plan.
    fn topic(&self, topic: &str) -> Vec<String> {
        let desk = self.rows.desk;
        if let Some(mut rows) = self.rows.of(topic) {
            if topic == "questions" {
                let own = self.workload.topics.get(topic);
                rows.splice(
                    0..0,
                    own.map_or_else(Vec::new, |lines| self.stated(&lines.0, 0)),
                );
                rows.truncate(desk.document.limit(topic));
            }
            return rows;
        }
        let mut list = Vec::new();
        let blueprint = desk.decisions.blueprint;
        if let Some(lines) = blueprint.and_then(|known| known.topics.get(topic)) {
            list.extend(self.stated(&lines.0, 0));
        }
        if let Some(lines) = self.workload.topics.get(topic) {
            list.extend(self.stated(&lines.0, 0));
        }
        let mut seen: Vec<&str> = Vec::new();
        for (at, part) in desk.parts() {
            let id = part.service.id.as_str();
            let design = desk.kb.designs.get(id).filter(|_| !seen.contains(&id));
            if let Some(lines) = design.and_then(|design| design.topics.get(topic)) {
                list.extend(self.stated(&lines.0, at));
            }
            seen.push(id);
        }
        list
    }

    fn records(&mut self) {
        let document = self.rows.desk.document;
        let records = self.paper.records.clone();
        for (place, record) in records.iter().enumerate() {
            if place > 0 {
                self.paper.blocks.push(Block::Rule);
            }
            self.paper
                .blocks
                .extend(record_blocks(document, record, place + 1));
        }
    }
}

/// A decision as blocks of the document.
fn record_blocks(document: &Document, record: &Record, number: usize) -> Vec<Block> {
    let number = number.to_string();
    let pair = [("number", number.as_str()), ("title", &record.title)];
    let paragraph = |id: &str, text: &str| Block::Paragraph {
        lines: vec![document.say(id, &[]), text.to_owned()],
    };
    let ends = [
        ("record-positive", &record.positive),
        ("record-negative", &record.negative),
        ("record-risks", &record.risks),
    ];
    vec![
        Block::Heading {
            level: 3,
            text: document.say("record-heading", &pair),
        },
        Block::Paragraph {
            lines: vec![document.say("record-status", &[])],
        },
        paragraph("record-context", &record.context),
        paragraph("record-decision", &record.decision),
        Block::Paragraph {
            lines: vec![document.say("record-consequences", &[])],
        },
        Block::List {
            marks: Marks::Bullets,
            items: ends
                .iter()
                .map(|(id, text)| document.say(id, &[("text", text)]))
                .collect(),
        },
        Block::Paragraph {
            lines: vec![document.say("record-alternatives", &[])],
        },
        Block::List {
            marks: Marks::Numbers,
            items: record.alternatives.clone(),
        },
    ]
}

/// The cells of a row, apart by ` | `; filled up to a count.
fn cells(line: &str, count: usize) -> Vec<String> {
    let mut cells: Vec<String> = line
        .split(" | ")
        .map(|cell| cell.trim().to_owned())
        .collect();
    if count > 0 {
        cells.resize(count.max(1), String::new());
    }
    cells
}
