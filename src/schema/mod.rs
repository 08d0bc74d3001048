//! Checks a tree against a JSON Schema (draft 2020-12) and says what is wrong in the words of the
//! schema's own descriptions. It never shows a message of the validator, and never touches the network.

pub mod builtin;
mod bundle;
mod explain;
mod translate;

use std::sync::Arc;

use serde_json::Value;

use crate::diag::{Diagnostic, Source};
use crate::yaml::{self, Node};

/// A schema that is ready to check with.
#[derive(Debug)]
pub struct Schema {
    /// The schema with everything it refers to inside it.
    root: Value,
    validator: jsonschema::Validator,
}

/// Why a schema itself cannot be used; whoever ships the schema has to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// There is no schema of this name.
    #[error("there is no schema `{0}`")]
    Missing(String),
    /// The text is no JSON.
    #[error("the schema `{0}` is not JSON: {1}")]
    NotJson(String, String),
    /// The JSON is no schema.
    #[error("the schema `{0}` is no JSON Schema: {1}")]
    NotSchema(String, String),
}

impl Schema {
    /// Reads the schema with this file name; `read` gives the text of it and of those it refers to.
    pub fn load<'a>(
        name: &str,
        read: impl Fn(&str) -> Option<&'a str>,
    ) -> Result<Self, SchemaError> {
        let root = bundle::bundle(name, &read)?;
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .offline()
            .build(&root)
            .map_err(|error| SchemaError::NotSchema(name.to_owned(), error.to_string()))?;
        Ok(Self { root, validator })
    }

    /// The schema as JSON, with everything it refers to inside it.
    pub fn json(&self) -> &Value {
        &self.root
    }
}

/// Everything in the tree that does not fit the schema.
pub fn check(schema: &Schema, source: &Arc<Source>, node: &Node) -> Vec<Diagnostic> {
    let instance = yaml::to_json(node);
    // Nearly every file fits, and saying so is much cheaper than looking for what does not.
    if schema.validator.is_valid(&instance) {
        return Vec::new();
    }
    let translator = translate::Translator {
        schema: &schema.root,
        source,
        node,
    };
    let mut found: Vec<Diagnostic> = schema
        .validator
        .iter_errors(&instance)
        .flat_map(|error| translator.diagnostics(&error))
        .collect();
    crate::diag::sort(&mut found);
    found
}

#[cfg(test)]
mod tests;
