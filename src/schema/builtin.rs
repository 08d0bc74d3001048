//! The schemas that are part of the program: one for each kind of file that users write.
//! They are the same files that editors read.

use super::{Schema, SchemaError};
use std::sync::OnceLock;

/// Lists the files of `schemas/`, so that none can be forgotten in one of the two lookups.
macro_rules! schemas {
    ($($name:literal)*) => {
        /// The names of all schemas, without the one that only holds shared definitions.
        pub const NAMES: &[&str] = &[$($name),*];

        /// The text of a schema by its file name.
        pub fn text(file: &str) -> Option<&'static str> {
            match file {
                "common.json" => Some(include_str!("../../schemas/common.json")),
                $(concat!($name, ".json") => Some(include_str!(concat!("../../schemas/", $name, ".json"))),)*
                _ => None,
            }
        }

        /// A schema that is compiled once and then shared.
        pub fn shared(name: &str) -> Option<&'static Schema> {
            match name {
                $($name => {
                    static SCHEMA: OnceLock<Option<Schema>> = OnceLock::new();
                    SCHEMA.get_or_init(|| load($name).ok()).as_ref()
                })*
                _ => None,
            }
        }
    };
}

schemas! {
    "capability" "change" "setting" "tier" "posture" "provider" "service" "prices" "regions" "framework" "skill" "roles"
    "facts" "rule" "blueprint" "work" "relations" "document" "wizard" "request" "test"
    "workload" "design" "decision" "targets" "sheet"
}

/// The schema of a kind of file: `rule`, `service`, ...
pub fn load(name: &str) -> Result<Schema, SchemaError> {
    Schema::load(&format!("{name}.json"), text)
}
