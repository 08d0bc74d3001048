//! Walks the tree of one file and checks every name in it where it stands.

use super::conditions;
use super::names::Names;
use super::texts;
use crate::diag::{Code, Diagnostic, Source};
use crate::kb::Kb;
use crate::model::provider::provider_of;
use crate::yaml::{Node, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One file under inspection.
pub(super) struct Walk<'a> {
    pub kb: &'a Kb,
    pub names: &'a Names,
    pub source: &'a Arc<Source>,
    pub service: Option<&'a str>,
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
            "when" => return conditions::check(self, node, out),
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
                texts::check(self, node.span, text, out);
            }
            Value::Seq(items) => items.iter().for_each(|item| self.visit(key, item, out)),
            Value::Map(pairs) => {
                super::parts::part(self, node, out);
                conditions::requirement(self, node, out);
                for (name, value) in pairs {
                    self.visit(name.as_str().unwrap_or_default(), value, out);
                }
            }
            _ => {}
        }
    }

    /// A word or a list of words, each of which must be known.
    pub(super) fn each_known(
        &self,
        node: &Node,
        known: &BTreeSet<String>,
        what: &str,
        out: &mut Vec<Diagnostic>,
    ) {
        let items = match &node.value {
            Value::Seq(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
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
        .suggest(name, known)
    }

    fn citation(&self, node: &Node, out: &mut Vec<Diagnostic>) {
        if let Some((framework, control)) = node.as_str().and_then(|cite| cite.split_once('/')) {
            self.control(framework, control, node, out);
        }
    }

    /// A control that is cited; citations of what is no framework are titles of documents.
    pub(super) fn control(
        &self,
        framework: &str,
        control: &str,
        node: &Node,
        out: &mut Vec<Diagnostic>,
    ) {
        let (Some(known), Some(controls)) = (
            self.kb.frameworks.get(framework),
            self.names.controls.get(framework),
        ) else {
            return;
        };
        let message = match controls.get(control) {
            Some(false) => return,
            Some(true) => format!("{} {control} is withdrawn", known.cite),
            None => format!("{} has no control `{control}`", known.cite),
        };
        let ids: Vec<&str> = controls
            .iter()
            .filter(|(_, withdrawn)| !**withdrawn)
            .map(|(id, _)| id.as_str())
            .collect();
        let help = crate::diag::suggest::nearest(control, ids.iter().copied());
        let help = help.map(|near| format!("did you mean `{near}`?"));
        let finding = Diagnostic::error(Code::UnknownControl, message)
            .label(
                self.source,
                node.span,
                "an auditor would look for it in vain",
            )
            .help("cite a control that the framework's file lists as in force")
            .maybe_help(help);
        out.push(finding);
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
            let provider = self.service.map_or("", provider_of);
            let fits = skill
                .providers
                .0
                .iter()
                .any(|fits| fits == provider || fits == "any");
            if !provider.is_empty() && !fits {
                let providers = skill.providers.0.join(", ");
                let finding = Diagnostic::error(
                    Code::WrongSkill,
                    format!("the skill `{name}` is not written for `{provider}`"),
                )
                .label(self.source, id.span, format!("is written for {providers}"))
                .help("name a skill whose `providers:` lists this provider, or remove the entry");
                out.push(finding);
            }
        }
    }
}
