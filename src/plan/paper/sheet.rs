//! Checklists, runbooks and guides in the words of one provider. Never: choosing which.

use super::ast::{Block, Marks, Paper};
use crate::facts::Facts;
use crate::kb::Kb;
use crate::map::IndexMap;
use crate::model::document::Document;
use crate::model::sheet::{Item, Sheet};
use crate::rules::condition::holds_or_absent;
use crate::rules::fill;
use crate::rules::view::View;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// The sheet for the provider that the facts name.
pub fn sheet(kb: &Kb, facts: &Facts, document: &Document, id: &str, sheet: &Sheet) -> Paper {
    let kind = id.split('/').next().unwrap_or_default();
    let (shared, assumed) = (IndexMap::default(), RefCell::new(BTreeSet::new()));
    let view = View {
        kb,
        facts,
        components: &[],
        shared: &shared,
        provider: facts.first("provider").and_then(|id| kb.providers.get(id)),
        at: 0,
        assumed: &assumed,
        depth: Cell::new(0),
    };
    let boxes = document.list("box-kinds").iter().any(|known| known == kind);
    let mut writer = Writer {
        view: &view,
        document,
        marks: if boxes { Marks::Boxes } else { Marks::Numbers },
        items: Vec::new(),
        legacy: Vec::new(),
        paper: Paper {
            document: kind.to_owned(),
            title: document.say(&format!("title-{kind}"), &[("title", &sheet.title)]),
            ..Paper::default()
        },
    };
    let place = [facts.first("provider-title"), facts.first("region")];
    let place: Vec<&str> = place.into_iter().flatten().collect();
    writer.paragraph(document.say(
        "place",
        &[("place", &place.join(" · ")), ("as-of", &sheet.as_of)],
    ));
    writer.paragraph(sheet.why.clone());
    for item in &sheet.items {
        if holds_or_absent(item.when.as_ref(), &view) {
            writer.item(item);
        }
    }
    writer.close(sheet);
    writer.paper
}

struct Writer<'a, 'kb> {
    view: &'a View<'a, 'kb>,
    document: &'a Document,
    marks: Marks,
    items: Vec<String>,
    legacy: Vec<String>,
    paper: Paper,
}

impl Writer<'_, '_> {
    fn say(&self, text: &crate::model::text::Text) -> String {
        fill::say(text, self.view, self.view)
    }

    fn paragraph(&mut self, text: String) {
        self.paper
            .blocks
            .push(Block::Paragraph { lines: vec![text] });
    }

    fn item(&mut self, item: &Item) {
        if !item.part.is_empty() {
            self.flush();
            self.paper.blocks.push(Block::Heading {
                level: 2,
                text: item.part.clone(),
            });
        }
        let say = self.say(&item.say);
        let (run, expect, then) = (
            self.say(&item.run),
            self.say(&item.expect),
            self.say(&item.then),
        );
        let form = match (run.is_empty(), expect.is_empty()) {
            (true, _) => "item",
            (false, true) => "item-run",
            (false, false) => "item-expect",
        };
        let pairs = [("say", say.as_str()), ("run", &run), ("expect", &expect)];
        let mut text = self.document.say(form, &pairs);
        if !then.is_empty() {
            text.push_str(&self.document.say("item-then", &[("then", &then)]));
        }
        if !item.replaces.is_empty() {
            self.legacy.push(self.document.say(
                "item-replaces",
                &[("old", &item.replaces), ("new", say.trim_end_matches('.'))],
            ));
        }
        if !text.is_empty() {
            self.items.push(text);
        }
    }

    fn flush(&mut self) {
        let items = std::mem::take(&mut self.items);
        if !items.is_empty() {
            let count = self.paper.counts.entry("items".to_owned()).or_default();
            *count += items.len();
            self.paper.blocks.push(Block::List {
                marks: self.marks,
                items,
            });
        }
    }

    fn close(&mut self, sheet: &Sheet) {
        self.flush();
        let legacy = std::mem::take(&mut self.legacy);
        if !legacy.is_empty() {
            self.paper.blocks.push(Block::Heading {
                level: 2,
                text: self.document.say("legacy", &[]),
            });
            self.paper.blocks.push(Block::List {
                marks: Marks::Bullets,
                items: legacy,
            });
        }
        let see: Vec<String> = sheet
            .see
            .iter()
            .map(|id| format!("`cloud-plan {}`", id.replace('/', " ")))
            .collect();
        if !see.is_empty() {
            let text = self.document.say("see", &[("list", &see.join(", "))]);
            self.paragraph(text);
        }
    }
}
