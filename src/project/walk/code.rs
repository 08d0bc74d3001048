//! Finds resources and attributes in infrastructure code, line by line.
//! It never understands the code beyond its blocks, and never changes it.

use std::path::{Path, PathBuf};

use crate::project::digest::sha256;
use crate::project::files::{FileError, Project};

/// A resource in the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as a path in the project.
    pub path: String,
    /// `TYPE.NAME`
    pub address: String,
    /// The lines of the block, from 1.
    pub lines: (usize, usize),
    /// The attribute that was looked for: its line and its value, without quotation marks.
    pub attribute: Option<(usize, String)>,
}

/// A file and its text.
type Source = (String, String);

/// The files with this ending below the project, without what tools keep there.
pub fn files(project: &Project, endings: &[String]) -> Result<Vec<Source>, FileError> {
    let mut paths: Vec<PathBuf> = ignore::WalkBuilder::new(&project.root)
        .follow_links(false)
        .max_depth(Some(12))
        .build()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
        .filter(|path| {
            let ending = path
                .extension()
                .map(|ending| ending.to_string_lossy().into_owned());
            ending.is_some_and(|ending| endings.contains(&ending))
        })
        .filter_map(|path| path.strip_prefix(&project.root).ok().map(Path::to_path_buf))
        .collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if let Some(text) = project.read(&path)? {
            found.push((path.to_string_lossy().replace('\\', "/"), text));
        }
    }
    Ok(found)
}

/// The resources of a type that are named so, by one of these attributes or by their own name.
pub fn resources(
    files: &[Source],
    kind: &str,
    named_by: &[String],
    name: &str,
    attribute: &str,
) -> Vec<Place> {
    let mut found = Vec::new();
    for (path, text) in files {
        for block in blocks(text, kind) {
            let is_named = named_by
                .iter()
                .any(|key| block.value(key).is_some_and(|(_, value)| value == name));
            if is_named || block.label == name || block.label == name.replace('-', "_") {
                found.push(Place {
                    path: path.clone(),
                    address: format!("{kind}.{}", block.label),
                    lines: (
                        block.first,
                        block.first + block.lines.len().saturating_sub(1),
                    ),
                    attribute: block.value(attribute),
                });
            }
        }
    }
    found
}

/// One block of a file.
struct Block<'a> {
    label: String,
    first: usize,
    lines: Vec<&'a str>,
}

impl Block<'_> {
    /// The line and the value of an attribute anywhere in the block.
    fn value(&self, key: &str) -> Option<(usize, String)> {
        self.lines.iter().enumerate().find_map(|(index, line)| {
            let rest = line
                .trim()
                .strip_prefix(key)?
                .trim_start()
                .strip_prefix('=')?;
            let value = without_comment(rest).trim();
            let bare = value
                .strip_prefix('"')
                .and_then(|value| value.strip_suffix('"'))
                .unwrap_or(value);
            Some((self.first + index, bare.to_owned()))
        })
    }
}

fn without_comment(text: &str) -> &str {
    let mut quoted = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '#' if !quoted => return text.get(..at).unwrap_or(text),
            '/' if !quoted && text.get(at..).is_some_and(|rest| rest.starts_with("//")) => {
                return text.get(..at).unwrap_or(text);
            }
            _ => {}
        }
    }
    text
}

/// The blocks of a type.
fn blocks<'a>(text: &'a str, kind: &str) -> Vec<Block<'a>> {
    let head = format!("resource \"{kind}\" \"");
    let mut found: Vec<Block<'a>> = Vec::new();
    let mut depth = 0_usize;
    for (index, line) in text.lines().enumerate() {
        let code = without_comment(line);
        if depth == 0 {
            let Some(label) = code
                .trim_start()
                .strip_prefix(&head)
                .and_then(|rest| rest.split('"').next())
            else {
                continue;
            };
            found.push(Block {
                label: label.to_owned(),
                first: index + 1,
                lines: Vec::new(),
            });
        }
        if let Some(block) = found.last_mut() {
            block.lines.push(line);
        }
        depth = balance(code, depth);
    }
    found
}

/// How many braces are open behind a line.
fn balance(code: &str, mut depth: usize) -> usize {
    let mut quoted = false;
    for letter in code.chars() {
        match letter {
            '"' => quoted = !quoted,
            '{' if !quoted => depth += 1,
            '}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth
}

/// A line with another value of its attribute.
pub fn edited(line: &str, from: &str, to: &str) -> Option<String> {
    let (key, rest) = line.split_once('=')?;
    let at = rest.find(from)?;
    let (before, behind) = (rest.get(..at)?, rest.get(at + from.len()..)?);
    Some(format!("{key}={before}{to}{behind}"))
}

/// The digest of a text without the spaces at the ends of its lines, with one line replaced.
pub fn digest(text: &str, replaced: Option<(usize, &str)>) -> String {
    let mut whole = String::with_capacity(text.len());
    for (index, line) in text.lines().enumerate() {
        let line = match replaced {
            Some((number, other)) if number == index + 1 => other,
            _ => line,
        };
        let words: Vec<&str> = line.split_whitespace().collect();
        whole.push_str(&words.join(" "));
        whole.push('\n');
    }
    sha256(&whole)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "a test may stop")]

    use super::{digest, edited, resources};

    const CODE: &str = "resource \"aws_db_instance\" \"orders\" {\n  identifier = \"orders-prod\" # the one\n  tags = {\n    a = \"}\"\n  }\n  backup_retention_period = 7 // days\n}\n\nresource \"aws_db_instance\" \"other\" {\n  identifier              = \"other-prod\"\n  backup_retention_period = 5\n}\n";

    #[test]
    fn a_resource_is_found_by_its_name_with_the_line_of_its_attribute() {
        let files = vec![("infra/main.tf".to_owned(), CODE.to_owned())];
        let named = vec!["identifier".to_owned()];
        let check = |name: &str, address: &str, line: usize, value: &str| {
            let found = resources(
                &files,
                "aws_db_instance",
                &named,
                name,
                "backup_retention_period",
            );
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].address, address);
            assert_eq!(found[0].attribute, Some((line, value.to_owned())));
        };
        check("orders-prod", "aws_db_instance.orders", 6, "7");
        check("other-prod", "aws_db_instance.other", 11, "5");
        assert!(resources(&files, "aws_db_instance", &named, "none", "x").is_empty());
        assert!(resources(&files, "aws_s3_bucket", &named, "orders-prod", "x").is_empty());
    }

    #[test]
    fn an_edit_keeps_the_rest_of_its_line_and_the_digest_ignores_spaces() {
        assert_eq!(
            edited("  a_7 = 7 // 7 days", "7", "30").as_deref(),
            Some("  a_7 = 30 // 7 days")
        );
        assert_eq!(
            digest("a = 1\nb  = 2", None),
            digest("a =   1\n  b = 2\n", None)
        );
        assert_eq!(
            digest("a = 1\nb = 2\n", Some((2, "b = 3"))),
            digest("a = 1\nb = 3\n", None)
        );
        assert_ne!(digest("a = 1\n", None), digest("a = 2\n", None));
    }
}
