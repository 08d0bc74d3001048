//! When something applies: structure over facts and settings. Never: evaluation.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A condition; an empty `All` always holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Condition {
    /// Every one must hold.
    All(Vec<Condition>),
    /// At least one must hold.
    Any(Vec<Condition>),
    /// Must not hold.
    Not(Box<Condition>),
    /// A fact or a setting has a value.
    Test(Test),
}

/// A question about one fact or setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Test {
    /// The fact or setting asked about.
    pub key: String,
    /// What must be true of it.
    pub is: Operator,
}

/// What a test asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operator {
    /// Equal to, or containing, any of these.
    AnyOf(Vec<String>),
    /// Containing all of these.
    AllOf(Vec<String>),
    /// Containing none of these.
    NoneOf(Vec<String>),
    /// The value or a stricter one.
    AtLeast(String),
    /// The value or a weaker one.
    AtMost(String),
    /// Strictly above.
    MoreThan(String),
    /// Strictly below.
    LessThan(String),
    /// Whether anything is known about it.
    Known(bool),
}

impl Condition {
    /// How many single questions it asks: the more, the more specific.
    pub fn weight(&self) -> usize {
        match self {
            Self::All(list) => list.iter().map(Self::weight).sum(),
            Self::Any(list) => list.iter().map(Self::weight).min().unwrap_or(0),
            Self::Not(_) | Self::Test(_) => 1,
        }
    }
}

impl Default for Condition {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

/// A scalar as written, whatever YAML type it has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Scalar(pub String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ScalarVisitor;
        impl Visitor<'_> for ScalarVisitor {
            type Value = Scalar;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a single value")
            }
            fn visit_str<E: Error>(self, value: &str) -> Result<Scalar, E> {
                Ok(Scalar(value.to_owned()))
            }
            fn visit_bool<E: Error>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
        }
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(ScalarVisitor)
        } else {
            String::deserialize(deserializer).map(Scalar)
        }
    }
}

/// The right-hand side of a test as people write it.
struct Operand(Operator);

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct OperatorForm {
    at_least: Option<Scalar>,
    at_most: Option<Scalar>,
    more_than: Option<Scalar>,
    less_than: Option<Scalar>,
    known: Option<bool>,
    any_of: Option<Vec<Scalar>>,
    all_of: Option<Vec<Scalar>>,
    none_of: Option<Vec<Scalar>>,
}

fn texts(list: Vec<Scalar>) -> Vec<String> {
    list.into_iter().map(|scalar| scalar.0).collect()
}

impl OperatorForm {
    fn single(self) -> Option<Operator> {
        let mut all = vec![
            self.at_least.map(|value| Operator::AtLeast(value.0)),
            self.at_most.map(|value| Operator::AtMost(value.0)),
            self.more_than.map(|value| Operator::MoreThan(value.0)),
            self.less_than.map(|value| Operator::LessThan(value.0)),
            self.known.map(Operator::Known),
            self.any_of.map(|list| Operator::AnyOf(texts(list))),
            self.all_of.map(|list| Operator::AllOf(texts(list))),
            self.none_of.map(|list| Operator::NoneOf(texts(list))),
        ];
        all.retain(Option::is_some);
        if all.len() == 1 {
            all.pop().flatten()
        } else {
            None
        }
    }
}

impl<'de> Deserialize<'de> for Operand {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OperandVisitor;
        impl<'de> Visitor<'de> for OperandVisitor {
            type Value = Operand;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a value, a list of values, or one of at-least, at-most, more-than, less-than, known, any-of, all-of, none-of")
            }
            fn visit_str<E: Error>(self, value: &str) -> Result<Operand, E> {
                Ok(Operand(Operator::AnyOf(vec![value.to_owned()])))
            }
            fn visit_bool<E: Error>(self, value: bool) -> Result<Operand, E> {
                self.visit_str(&value.to_string())
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<Operand, E> {
                self.visit_str(&value.to_string())
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<Operand, E> {
                self.visit_str(&value.to_string())
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Operand, E> {
                self.visit_str(&value.to_string())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Operand, A::Error> {
                let mut list = Vec::new();
                while let Some(Scalar(value)) = seq.next_element()? {
                    list.push(value);
                }
                Ok(Operand(Operator::AnyOf(list)))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Operand, A::Error> {
                let form = OperatorForm::deserialize(MapAccessDeserializer::new(map))?;
                form.single().map(Operand).ok_or_else(|| {
                    A::Error::custom("a test holds exactly one of at-least, at-most, more-than, less-than, known, any-of, all-of, none-of")
                })
            }
        }
        deserializer.deserialize_any(OperandVisitor)
    }
}

struct ConditionVisitor;

impl<'de> Visitor<'de> for ConditionVisitor {
    type Value = Condition;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a map of facts and settings to values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Condition, A::Error> {
        let mut list = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            list.push(match key.as_str() {
                "all" => Condition::All(map.next_value()?),
                "any" => Condition::Any(map.next_value()?),
                "not" => Condition::Not(Box::new(map.next_value()?)),
                _ => Condition::Test(Test {
                    key,
                    is: map.next_value::<Operand>()?.0,
                }),
            });
        }
        match list.pop() {
            Some(only) if list.is_empty() => Ok(only),
            Some(last) => {
                list.push(last);
                Ok(Condition::All(list))
            }
            None => Ok(Condition::All(list)),
        }
    }
}

/// The condition as the snapshot stores it.
#[derive(Deserialize)]
enum Stored {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Test(Test),
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(ConditionVisitor);
        }
        Ok(match Stored::deserialize(deserializer)? {
            Stored::All(list) => Self::All(list),
            Stored::Any(list) => Self::Any(list),
            Stored::Not(inner) => Self::Not(inner),
            Stored::Test(test) => Self::Test(test),
        })
    }
}
