//! The map of the whole program. It keeps the order of its keys, so its hash is free to be a fast one.

use rustc_hash::FxBuildHasher;

/// A map in the order in which its keys came.
pub type IndexMap<K, V> = indexmap::IndexMap<K, V, FxBuildHasher>;
