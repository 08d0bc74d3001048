//! Walks the tree of one file and checks every name in it where it stands.

use super::names::Names;
use super::texts;
use crate::diag::{Code, Diagnostic, Source, suggest};
use crate::kb::Kb;
use crate::model::service::Service;
use crate::yaml::{Node, Value};
use std::sync::Arc;

/// One file under inspection.
pub(super) struct Walk<'a> {
    pub kb: &'a Kb,
    pub names: &'a Names,
    pub source: &'a Arc<Source>,
    pub service: Option<&'a Service>,
    pub capability: Option<String>,
}

/// Keys whose texts are for editors or for matching, not for plans.
const NOT_PRINTED: [&str; 9] = [
    "words", "source", "why", "id", "as-of", "request", "meter", "unit", "item",
];

impl<'a> Walk<'a> {
    /// A file that belongs to no service and speaks of no capability.
    pub(super) fn new(kb: &'a Kb, names: &'a Names, source: &'a Arc<Source>) -> Self {
        Self {
            kb,
            names,
            source,
            service: None,
            capability: None,
        }
    }
}

impl Walk<'_> {
    /// Everything wrong in the file.
    pub(super) fn file(&self, node: &Node) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        self.visit("", node, &mut out);
        out
    }

    fn visit(&self, key: &str, node: &Node, out: &mut Vec<Diagnostic>) {
        match key {
            "when" => return self.condition(node, out),
            "practices" => self.each_known(node, &self.names.practices, "practice", out),
            "applies" | "keeps" | "setting" => {
                self.each_known(node, &self.names.settings, "setting", out);
            }
            "cite" => self.citation(node, out),
            "skills" => self.skills(node, out),
            _ => {}
        }
        match &node.value {
            Value::Str(text) if !NOT_PRINTED.contains(&key) => {
                out.extend(texts::check(self, node.span, text));
            }
            Value::Seq(items) => items.iter().for_each(|item| self.visit(key, item, out)),
            Value::Map(pairs) => {
                super::parts::part(self, node, out);
                for (name, value) in pairs {
                    self.visit(name.as_str().unwrap_or_default(), value, out);
                }
            }
            _ => {}
        }
    }

    fn each_known(
        &self,
        node: &Node,
        known: &std::collections::BTreeSet<String>,
        what: &str,
        out: &mut Vec<Diagnostic>,
    ) {
        let items: Vec<&Node> = match &node.value {
            Value::Seq(items) => items.iter().collect(),
            _ => vec![node],
        };
        for item in items {
            if let Some(name) = item.as_str().filter(|name| !known.contains(*name)) {
                let list: Vec<&str> = known.iter().map(String::as_str).collect();
                out.push(self.unknown(item, what, name, &list));
            }
        }
    }

    /// A name that nothing has.
    pub(super) fn unknown(
        &self,
        node: &Node,
        what: &str,
        name: &str,
        known: &[&str],
    ) -> Diagnostic {
        Diagnostic::error(
            Code::UnknownReference,
            format!("no {what} is called `{name}`"),
        )
        .label(self.source, node.span, "points at nothing")
        .maybe_help(suggest::help(name, known))
    }

    fn condition(&self, node: &Node, out: &mut Vec<Diagnostic>) {
        let Value::Map(pairs) = &node.value else {
            return;
        };
        for (key, value) in pairs {
            let name = key.as_str().unwrap_or_default();
            match name {
                "all" | "any" => value
                    .items()
                    .iter()
                    .for_each(|inner| self.condition(inner, out)),
                "not" => self.condition(value, out),
                _ => {
                    let known = self.names.facts.contains(name)
                        || self.names.settings.contains(name)
                        || self.names.service_facts.contains(name);
                    if !known {
                        let list: Vec<&str> = self
                            .names
                            .facts
                            .iter()
                            .chain(&self.names.settings)
                            .map(String::as_str)
                            .collect();
                        out.push(
                            Diagnostic::error(
                                Code::UnknownFact,
                                format!("no fact or setting is called `{name}`"),
                            )
                            .label(self.source, key.span, "this condition never holds")
                            .maybe_help(suggest::help(name, &list)),
                        );
                    }
                }
            }
        }
    }

    fn citation(&self, node: &Node, out: &mut Vec<Diagnostic>) {
        let Some((framework, control)) = node.as_str().and_then(|cite| cite.split_once('/')) else {
            return;
        };
        let Some(known) = self.kb.frameworks.get(framework) else {
            return;
        };
        let base = known
            .extends
            .as_deref()
            .and_then(|id| self.kb.frameworks.get(id));
        let mut controls = known
            .controls
            .iter()
            .chain(base.into_iter().flat_map(|base| base.controls.iter()));
        match controls.find(|listed| listed.id.0 == control) {
            Some(listed) if listed.withdrawn => out.push(
                Diagnostic::error(
                    Code::UnknownControl,
                    format!("{} {control} is withdrawn", known.cite),
                )
                .label(self.source, node.span, "must not be cited"),
            ),
            Some(_) => {}
            None => out.push(
                Diagnostic::error(
                    Code::UnknownControl,
                    format!("{} has no control `{control}`", known.cite),
                )
                .label(self.source, node.span, "is not in the published list"),
            ),
        }
    }

    fn skills(&self, node: &Node, out: &mut Vec<Diagnostic>) {
        for item in node.items() {
            let Some(id) = item.get("id") else { continue };
            let name = id.as_str().unwrap_or_default();
            let Some(skill) = self.kb.skills.get(name) else {
                let known: Vec<&str> = self.kb.skills.iter_ids().collect();
                out.push(self.unknown(id, "skill", name, &known));
                continue;
            };
            let provider = self
                .service
                .and_then(|service| service.id.split_once('/'))
                .map_or("", |(provider, _)| provider);
            let fits = skill
                .providers
                .0
                .iter()
                .any(|fits| fits == provider || fits == "any");
            if !provider.is_empty() && !fits {
                out.push(
                    Diagnostic::error(
                        Code::WrongSkill,
                        format!("`/{name}` is not for `{provider}`"),
                    )
                    .label(
                        self.source,
                        id.span,
                        format!("is written for {}", skill.providers.0.join(", ")),
                    ),
                );
            }
        }
    }
}
