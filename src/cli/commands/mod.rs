//! One file for every command, each with one function `run`.

pub mod adr;
pub mod architecture;
pub mod backlog;
pub mod compare;
pub mod completions;
pub mod explain;
pub mod framework;
pub mod init;
pub mod kb;
pub mod line;
pub mod lint;
pub mod man;
pub mod new;
pub mod plan;
pub mod price;
pub mod profile;
pub mod read;
pub mod scaffold;
pub mod sheet;
pub mod tasks;
pub mod test;
pub mod work;
pub mod workflow;
