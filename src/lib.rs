//! cloud-plan computes plans for changes to cloud infrastructure from a knowledge base in YAML.

// In reading order, which a formatter keeps only across blank lines.

pub mod map;

pub mod yaml;

pub mod diag;

pub mod model;

pub mod schema;

pub mod kb;

pub mod request;

pub mod facts;

pub mod rules;

pub mod plan;

pub mod document;

pub mod project;

pub mod ruletest;

#[cfg(feature = "cli")]
pub mod cli;
