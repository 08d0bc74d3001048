//! An approved change of infrastructure code, as text and as data. It never knows what a resource is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What stands for a value that must not be shown.
pub const SENSITIVE: &str = "(sensitive)";

/// What happens to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It is made.
    Create,
    /// It stays, and attributes of it change.
    Update,
    /// It is destroyed.
    Destroy,
    /// It is destroyed and made again.
    Replace,
}

/// One change: an address and what happens to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What happens.
    pub kind: Kind,
    /// The whole address in the code.
    pub address: String,
    /// The attribute that changes, for an update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    /// Its value before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Its value after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl Change {
    /// A change of a whole resource.
    pub fn whole(kind: Kind, address: &str) -> Self {
        Self {
            kind,
            address: address.to_owned(),
            attribute: None,
            from: None,
            to: None,
        }
    }

    /// A change of one attribute.
    pub fn update(address: &str, attribute: &str, from: &str, to: &str) -> Self {
        Self {
            kind: Kind::Update,
            address: address.to_owned(),
            attribute: Some(attribute.to_owned()),
            from: Some(from.to_owned()),
            to: Some(to.to_owned()),
        }
    }

    /// Reads what is typed: `+ ADDRESS`, `- ADDRESS`, `-/+ ADDRESS`, or `ADDRESS: ATTRIBUTE OLD -> NEW`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let signs = [
            ("-/+ ", Kind::Replace),
            ("+/- ", Kind::Replace),
            ("+ ", Kind::Create),
            ("- ", Kind::Destroy),
        ];
        for (sign, kind) in signs {
            if let Some(address) = text.strip_prefix(sign) {
                return address_of(address).map(|address| Self::whole(kind, address));
            }
        }
        let text = text.strip_prefix("~ ").unwrap_or(text);
        let parts = text.split_once(": ").and_then(|(address, rest)| {
            let (left, to) = rest.split_once(" -> ")?;
            let (attribute, from) = left.trim().split_once(' ')?;
            Some((address, attribute, from.trim(), to.trim()))
        });
        match parts {
            Some((address, attribute, from, to)) if !from.is_empty() && !to.is_empty() => {
                Ok(Self::update(address_of(address)?, attribute, from, to))
            }
            _ => Err("write it as `+ ADDRESS`, `- ADDRESS`, `-/+ ADDRESS` or `ADDRESS: ATTRIBUTE OLD -> NEW`".to_owned()),
        }
    }
}

/// An address is one word with a dot in it; a key in brackets may hold spaces.
fn address_of(text: &str) -> Result<&str, String> {
    let text = text.trim();
    let outside = text.split('[').next().unwrap_or_default();
    if outside.contains('.')
        && !outside.contains(char::is_whitespace)
        && !text.contains(char::is_control)
    {
        Ok(text)
    } else {
        Err(format!(
            "`{text}` is not the address of a resource; write it as TYPE.NAME"
        ))
    }
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, &self.attribute, &self.from, &self.to) {
            (Kind::Update, Some(attribute), Some(from), Some(to)) => {
                write!(formatter, "{}: {attribute} {from} -> {to}", self.address)
            }
            (Kind::Update, ..) => write!(formatter, "~ {}", self.address),
            (Kind::Create, ..) => write!(formatter, "+ {}", self.address),
            (Kind::Destroy, ..) => write!(formatter, "- {}", self.address),
            (Kind::Replace, ..) => write!(formatter, "-/+ {}", self.address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Change;

    #[test]
    fn a_change_reads_as_it_is_written() {
        for text in [
            "+ aws_s3_bucket.logs",
            "- module.a[\"x y\"].aws_s3_bucket.logs[0]",
            "-/+ terraform_data.a",
            "aws_db_instance.orders: backup_retention_period 7 -> 30",
            "a.b: tags.env null -> \"a -> b\"",
        ] {
            assert_eq!(
                Change::parse(text).map(|change| change.to_string()),
                Ok(text.to_owned())
            );
        }
        for text in [
            "",
            "a.b",
            "+ bucket",
            "+ a b.c",
            "a.b: x 1",
            "a.b: x 1 -> ",
            "a.b: 1 -> 2",
            "+ a.b\u{7}",
        ] {
            assert!(Change::parse(text).is_err(), "{text}");
        }
    }
}
