//! The schemas that are part of the program: one for each kind of file that users write.
//! They are the same files that editors read.

use super::{Schema, SchemaError};

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
