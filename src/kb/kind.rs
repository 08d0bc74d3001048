//! Which kind of knowledge a file holds, told by where it lies. The build script includes this file.

use serde::{Deserialize, Serialize};

/// The kinds of knowledge files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// `catalog/capabilities/`
    Capability,
    /// `catalog/settings/`
    Setting,
    /// `catalog/providers/<p>/provider.yaml`
    Provider,
    /// `catalog/providers/<p>/regions.yaml`
    Regions,
    /// `catalog/providers/<p>/prices/`
    Prices,
    /// `catalog/providers/<p>/services/`
    Service,
    /// `catalog/providers/<p>/changes/`
    Change,
    /// `catalog/frameworks/`
    Framework,
    /// `catalog/skills/`
    Skill,
    /// `catalog/roles.yaml`
    Roles,
    /// `catalog/facts.yaml`
    Facts,
    /// `catalog/tiers/`
    Tier,
    /// `catalog/postures/`
    Posture,
    /// `rules/blueprints/`
    Blueprint,
    /// `rules/work/`
    Work,
    /// `catalog/relations.yaml`
    Relations,
    /// `rules/request/`
    Request,
    /// `rules/documents/`: the words of one kind of document
    Document,
    /// `rules/documents/wizard.yaml`
    Wizard,
    /// `rules/documents/`: a form of its own
    Form,
    /// `catalog/workloads/`
    Workload,
    /// `catalog/providers/<p>/design/`
    Design,
    /// `catalog/decisions/`
    Choice,
    /// `catalog/targets.yaml`
    Targets,
    /// `catalog/checklists/`, `catalog/runbooks/` and `catalog/guides/`
    Sheet,
    /// `rules/scripts/*.rhai`
    Script,
    /// every other file below `rules/`
    Rule,
}

impl Kind {
    /// The kind of the file at a path relative to the knowledge's root; `None` for files that hold none.
    pub fn of_path(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').collect();
        let yaml = path.ends_with(".yaml");
        match parts.as_slice() {
            ["rules", "scripts", ..] if path.ends_with(".rhai") => Some(Self::Script),
            _ if !yaml || path.ends_with(".test.yaml") => None,
            ["catalog", "capabilities", _] => Some(Self::Capability),
            ["catalog", "settings", _] => Some(Self::Setting),
            ["catalog", "providers", _, "provider.yaml"] => Some(Self::Provider),
            ["catalog", "providers", _, "regions.yaml"] => Some(Self::Regions),
            ["catalog", "providers", _, "prices", _] => Some(Self::Prices),
            ["catalog", "providers", _, "services", _] => Some(Self::Service),
            ["catalog", "providers", _, "changes", _] => Some(Self::Change),
            ["catalog", "providers", _, "design", _] => Some(Self::Design),
            ["catalog", "workloads", _] => Some(Self::Workload),
            ["catalog", "decisions", _] => Some(Self::Choice),
            ["catalog", "targets.yaml"] => Some(Self::Targets),
            ["catalog", "checklists" | "runbooks" | "guides", _] => Some(Self::Sheet),
            ["catalog", "frameworks", _] => Some(Self::Framework),
            ["catalog", "skills", _] => Some(Self::Skill),
            ["catalog", "roles.yaml"] => Some(Self::Roles),
            ["catalog", "facts.yaml"] => Some(Self::Facts),
            ["catalog", "tiers", _] => Some(Self::Tier),
            ["catalog", "postures", _] => Some(Self::Posture),
            ["catalog", "relations.yaml"] => Some(Self::Relations),
            ["rules", "blueprints", ..] => Some(Self::Blueprint),
            ["rules", "work", _] => Some(Self::Work),
            ["rules", "request", _] => Some(Self::Request),
            ["rules", "documents", "wizard.yaml"] => Some(Self::Wizard),
            ["rules", "documents", _] => Some(Self::Document),
            ["rules", "documents", ..] => Some(Self::Form),
            ["rules", _, ..] => Some(Self::Rule),
            _ => None,
        }
    }

    /// The word for it on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Script => "script",
            Self::Wizard => "wizard",
            _ => self.schema().unwrap_or_default(),
        }
    }

    /// The schema of such files, by its name in `schemas/`; scripts have none, forms each have their own.
    pub fn schema(self) -> Option<&'static str> {
        Some(match self {
            Self::Capability => "capability",
            Self::Setting => "setting",
            Self::Provider => "provider",
            Self::Regions => "regions",
            Self::Prices => "prices",
            Self::Service => "service",
            Self::Change => "change",
            Self::Framework => "framework",
            Self::Skill => "skill",
            Self::Roles => "roles",
            Self::Facts => "facts",
            Self::Tier => "tier",
            Self::Posture => "posture",
            Self::Blueprint => "blueprint",
            Self::Work => "work",
            Self::Relations => "relations",
            Self::Request => "request",
            Self::Document => "document",
            Self::Rule => "rule",
            Self::Wizard => "wizard",
            Self::Workload => "workload",
            Self::Design => "design",
            Self::Choice => "decision",
            Self::Targets => "targets",
            Self::Sheet => "sheet",
            Self::Form | Self::Script => return None,
        })
    }

    /// The id that the file's place gives its content.
    pub fn id_of_path(self, path: &str) -> String {
        let stem = path
            .rsplit('/')
            .next()
            .unwrap_or(path)
            .trim_end_matches(".yaml")
            .trim_end_matches(".rhai");
        let provider = path.split('/').nth(2).unwrap_or_default();
        match self {
            Self::Service | Self::Change | Self::Prices | Self::Design => {
                format!("{provider}/{stem}")
            }
            Self::Sheet => {
                let shelf = path.split('/').nth(1).unwrap_or_default();
                format!("{}/{stem}", shelf.trim_end_matches('s'))
            }
            Self::Provider | Self::Regions => provider.to_owned(),
            _ => stem.to_owned(),
        }
    }
}
