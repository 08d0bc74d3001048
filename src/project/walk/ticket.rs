//! The ticket of a branch. It never guesses: a branch with two tickets or none names none.

use regex::Regex;

/// Why no ticket is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoTicket {
    /// There is no branch.
    #[error("no branch is checked out, so no ticket is known")]
    NoBranch,
    /// The branch names none.
    #[error("the branch `{0}` names no ticket")]
    NotNamed(String),
    /// It names several.
    #[error("the branch `{0}` names several tickets: {1}")]
    Several(String, String),
    /// What was typed is none.
    #[error("`{0}` is not the name of a ticket")]
    NotOne(String),
    /// The pattern of the knowledge base cannot be used.
    #[error("the pattern of tickets cannot be read: {0}")]
    Pattern(String),
}

/// The ticket in the name of a branch; the first group of the pattern is the ticket.
pub fn of_branch(branch: Option<&str>, pattern: &str) -> Result<String, NoTicket> {
    let branch = branch.ok_or(NoTicket::NoBranch)?;
    let mut found = found(branch, pattern)?;
    found.dedup();
    match found.as_slice() {
        [ticket] => Ok(ticket.clone()),
        [] => Err(NoTicket::NotNamed(branch.to_owned())),
        several => Err(NoTicket::Several(branch.to_owned(), several.join(", "))),
    }
}

/// A ticket as it was typed: it becomes the name of a folder, so nothing else may stand in it.
pub fn typed(text: &str, pattern: &str) -> Result<String, NoTicket> {
    match found(text.trim(), pattern)?.as_slice() {
        [ticket] if ticket == text.trim() => Ok(ticket.clone()),
        _ => Err(NoTicket::NotOne(text.to_owned())),
    }
}

fn found(text: &str, pattern: &str) -> Result<Vec<String>, NoTicket> {
    let pattern = Regex::new(pattern).map_err(|error| NoTicket::Pattern(error.to_string()))?;
    let mut list = Vec::new();
    let mut from = 0;
    // A mark between two tickets ends one and begins the next.
    while let Some(groups) = text.get(from..).and_then(|rest| pattern.captures(rest)) {
        let Some(ticket) = groups.get(1).filter(|ticket| !ticket.is_empty()) else {
            break;
        };
        list.push(ticket.as_str().to_owned());
        from += ticket.end();
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::{NoTicket, of_branch, typed};

    const PATTERN: &str = "(?:^|[/_-])([A-Z][A-Z0-9]+-[0-9]+)(?:$|[/_-])";

    #[test]
    fn a_branch_names_one_ticket_or_none() {
        let check = |branch: &str, ticket: &str| {
            assert_eq!(of_branch(Some(branch), PATTERN).as_deref(), Ok(ticket));
        };
        check("feature/OPS-42-orders-db-recovery", "OPS-42");
        check("OPS-42", "OPS-42");
        check("fix_AB2-7_x", "AB2-7");
        check("OPS-42/OPS-42-again", "OPS-42");
        assert_eq!(of_branch(None, PATTERN), Err(NoTicket::NoBranch));
        for branch in ["main", "ops-42", "feature/OPS-42x", "OPS-"] {
            assert!(
                matches!(of_branch(Some(branch), PATTERN), Err(NoTicket::NotNamed(_))),
                "{branch}"
            );
        }
        assert!(matches!(
            of_branch(Some("OPS-1-OPS-2"), PATTERN),
            Err(NoTicket::Several(..))
        ));
    }

    #[test]
    fn a_typed_ticket_cannot_leave_its_folder() {
        assert_eq!(typed(" OPS-42 ", PATTERN).as_deref(), Ok("OPS-42"));
        for text in ["../OPS-42", "OPS-42/..", "", "OPS-42-x", "/OPS-42"] {
            assert!(typed(text, PATTERN).is_err(), "{text}");
        }
    }
}
