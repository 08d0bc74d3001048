//! cloud-plan computes plans for changes to cloud infrastructure from a knowledge base in YAML.

pub mod yaml;

pub mod diag;

pub mod facts;
pub mod kb;
pub mod model;
pub mod rules;
pub mod schema;

pub mod plan;

pub mod document;

pub mod project;

#[cfg(feature = "cli")]
pub mod cli;
