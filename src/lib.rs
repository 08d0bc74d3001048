//! cloud-plan computes plans for changes to cloud infrastructure from a knowledge base in YAML.

pub mod yaml;

pub mod diag;

pub mod model;

#[cfg(feature = "cli")]
pub mod cli;
