//! cloud-plan computes plans for changes to cloud infrastructure from a knowledge base in YAML.

#[cfg(feature = "cli")]
pub mod cli;
