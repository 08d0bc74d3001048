//! The files of the user's project: the profile with its questions, the backlog of saved plans, and the walk through a ticket.
//! It never knows what the knowledge base holds; the words that may be used come in as a `Vocabulary`.

pub mod answer;
pub mod author;
pub mod backlog;
mod catalog;
pub mod check;
pub mod digest;
pub mod fault;
pub mod files;
mod flow;
pub mod journal;
pub mod json;
pub mod number;
pub mod phrase;
pub mod profile;
pub mod records;
pub mod region;
pub mod tasks;
pub mod value;
pub mod vocabulary;
pub mod walk;
pub mod wizard;
pub mod words;

pub use answer::Given;
pub use check::Fields;
pub use fault::Fault;
pub use files::{FileError, Project};
pub use vocabulary::Vocabulary;
