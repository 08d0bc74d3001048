//! The file formats of the knowledge base as plain types. Never: behavior, files, rendering.
//!
//! The same types are read from YAML (people) and from the snapshot made at build time (machines),
//! so forms that people may shorten are read by hand where the input is human readable.

pub mod blueprint;
pub mod capability;
pub mod case;
pub mod change;
pub mod condition;
pub mod design;
pub mod document;
pub mod framework;
pub mod grade;
pub mod later;
pub mod lexicon;
pub mod operation;
pub mod phase;
pub mod price;
pub mod profile;
pub mod provider;
pub mod quantity;
pub mod reading;
pub mod rule;
pub mod service;
pub mod setting;
pub mod sheet;
pub mod skill;
pub mod text;
pub mod vocabulary;
pub mod wizard;
pub mod work;
