//! Turns a tree into Rust values through serde; the innermost value that fails gives the place.
//! It never converts silently: a number is not text, a word is not `true`.

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};

use super::Error;
use super::tree::{Node, Value};

/// Reads a value of any type that serde can build, apart from borrowed ones.
///
/// Numbers with a fraction reach types that ask for a string slice (decimals do) and custom visitors
/// as their text, so that no digit passes through floating point.
pub fn from_node<T: DeserializeOwned>(node: &Node) -> Result<T, Error> {
    T::deserialize(Decoder(node)).map_err(|error| error.at(node.head()))
}

struct Decoder<'a>(&'a Node);

impl Decoder<'_> {
    fn mismatch(&self, expected: &dyn Expected) -> Error {
        Error::invalid_type(Unexpected::Other(&self.0.describe()), expected).at(self.0.head())
    }
}

/// Methods for types that only one sort of value can build.
macro_rules! whole_numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let Value::Int(value) = self.0.value else { return Err(self.mismatch(&visitor)) };
            visitor.visit_i64(value).map_err(|error: Error| error.at(self.0.span))
        }
    )*};
}

impl<'de> Deserializer<'de> for Decoder<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let node = self.0;
        match &node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Int(value) => visitor.visit_i64(*value),
            Value::Number(text) | Value::Str(text) => visitor.visit_borrowed_str(text),
            Value::Seq(_) => return self.deserialize_seq(visitor),
            Value::Map(_) => return self.deserialize_map(visitor),
        }
        .map_err(|error: Error| error.at(node.span))
    }

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Value::Bool(value) = self.0.value else {
            return Err(self.mismatch(&visitor));
        };
        visitor
            .visit_bool(value)
            .map_err(|error: Error| error.at(self.0.span))
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.0.value {
            Value::Int(value) => visitor.visit_i64(*value),
            Value::Number(raw) => match raw.parse::<f64>() {
                Ok(value) if value.is_finite() => visitor.visit_f64(value),
                _ => Err(self.mismatch(&visitor)),
            },
            _ => Err(self.mismatch(&visitor)),
        }
        .map_err(|error: Error| error.at(self.0.span))
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    /// Asked for by decimals, which take numbers as text; owned text asks for a string instead.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.0.value {
            Value::Int(value) => visitor.visit_i64(*value),
            Value::Number(text) | Value::Str(text) => visitor.visit_borrowed_str(text),
            _ => Err(self.mismatch(&visitor)),
        }
        .map_err(|error: Error| error.at(self.0.span))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.0.value {
            Value::Str(text) => visitor
                .visit_borrowed_str(text)
                .map_err(|error: Error| error.at(self.0.span)),
            Value::Bool(_) | Value::Int(_) | Value::Number(_) => Err(self
                .mismatch(&visitor)
                .help("put it in quotes to make it text")),
            _ => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(Decoder(self.0)),
        }
        .map_err(|error: Error| error.at(self.0.head()))
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Value::Null = self.0.value else {
            return Err(self.mismatch(&visitor));
        };
        visitor
            .visit_unit()
            .map_err(|error: Error| error.at(self.0.span))
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let head = self.0.head();
        visitor
            .visit_newtype_struct(self)
            .map_err(|error: Error| error.at(head))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Value::Seq(nodes) = &self.0.value else {
            return Err(self.mismatch(&visitor));
        };
        let mut items = Items(nodes.iter());
        let value = visitor
            .visit_seq(&mut items)
            .map_err(|error: Error| error.at(self.0.head()))?;
        match items.0.next() {
            None => Ok(value),
            Some(extra) => Err(
                Error::custom("the list has more items than are expected here").at(extra.head()),
            ),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Value::Map(pairs) = &self.0.value else {
            return Err(self.mismatch(&visitor));
        };
        let entries = Entries {
            pairs: pairs.iter(),
            value: None,
        };
        visitor
            .visit_map(entries)
            .map_err(|error: Error| error.at(self.0.head()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        options: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let head = self.0.head();
        match &self.0.value {
            Value::Str(_) => visitor.visit_enum(Variant {
                name: self.0,
                content: None,
            }),
            Value::Map(pairs) => match pairs.as_slice() {
                [(name, content)] => visitor.visit_enum(Variant {
                    name,
                    content: Some(content),
                }),
                _ => Err(Error::custom(format!(
                    "one key is expected here, and there are {}",
                    pairs.len()
                ))),
            },
            _ => Err(self
                .mismatch(&"one of the known words")
                .choice(String::new(), options)),
        }
        .map_err(|error: Error| error.at(head))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! { char bytes byte_buf }
}

struct Items<'de>(std::slice::Iter<'de, Node>);

impl<'de> SeqAccess<'de> for &mut Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(node) = self.0.next() else {
            return Ok(None);
        };
        seed.deserialize(Decoder(node))
            .map(Some)
            .map_err(|error| error.at(node.head()))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Entries<'de> {
    pairs: std::slice::Iter<'de, (Node, Node)>,
    value: Option<&'de Node>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.pairs.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(Decoder(key))
            .map(Some)
            .map_err(|error| error.at(key.span))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let Some(node) = self.value.take() else {
            return Err(Error::custom("a value was asked for before its key"));
        };
        seed.deserialize(Decoder(node))
            .map_err(|error| error.at(node.head()))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.pairs.len())
    }
}

/// A word, or a map of one key whose value belongs to the word.
struct Variant<'de> {
    name: &'de Node,
    content: Option<&'de Node>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let name = StrDeserializer::new(self.name.as_str().unwrap_or_default());
        let value = seed
            .deserialize(name)
            .map_err(|error: Error| error.at(self.name.span))?;
        Ok((value, self))
    }
}

impl<'de> Variant<'de> {
    fn content(&self) -> Result<Decoder<'de>, Error> {
        let name = self.name.as_str().unwrap_or_default();
        self.content
            .map(Decoder)
            .ok_or_else(|| Error::custom(format!("`{name}` needs a value")).at(self.name.span))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        let name = self.name.as_str().unwrap_or_default();
        match self.content {
            None => Ok(()),
            Some(content) => {
                Err(Error::custom(format!("`{name}` takes no value")).at(content.head()))
            }
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        let content = self.content()?;
        let head = content.0.head();
        seed.deserialize(content).map_err(|error| error.at(head))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.content()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.content()?.deserialize_map(visitor)
    }
}
