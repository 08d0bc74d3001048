//! Long lists of a lexicon as bytes of fixed width, so that the stored one is read at once. Never: what they mean.

use super::Meaning;
use serde::de::value::U32Deserializer;
use serde::de::{Deserialize, Error, IntoDeserializer, Visitor};
use serde::{Deserializer, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// Something of a fixed width.
pub trait Fixed<const WIDTH: usize>: Sized {
    /// As bytes.
    fn bytes(&self) -> [u8; WIDTH];
    /// From bytes.
    fn of(bytes: [u8; WIDTH]) -> Option<Self>;
}

impl Fixed<8> for u64 {
    fn bytes(&self) -> [u8; 8] {
        self.to_le_bytes()
    }
    fn of(bytes: [u8; 8]) -> Option<Self> {
        Some(Self::from_le_bytes(bytes))
    }
}

impl Fixed<4> for u32 {
    fn bytes(&self) -> [u8; 4] {
        self.to_le_bytes()
    }
    fn of(bytes: [u8; 4]) -> Option<Self> {
        Some(Self::from_le_bytes(bytes))
    }
}

impl Fixed<8> for Meaning {
    fn bytes(&self) -> [u8; 8] {
        let (tag, extra, number) = match *self {
            Self::Capability(id, weight) => (0, weight, id.into()),
            Self::Service(id, weight) => (1, weight, id.into()),
            Self::Product(id, weight) => (2, weight, id.into()),
            Self::Provider(id) => (3, 0, id.into()),
            Self::Verb(id, strength) => (4, strength as u8, id.into()),
            Self::Environment(id, standing) => (5, standing as u8, id.into()),
            Self::Framework(id) => (6, 0, id.into()),
            Self::Qualifier(id) => (7, 0, id.into()),
            Self::Engine(id) => (8, 0, id.into()),
            Self::Data(id) => (9, 0, id.into()),
            Self::Region(id) => (10, 0, id.into()),
            Self::Size(id) => (11, 0, id.into()),
            Self::Duration(id) => (12, 0, id.into()),
            Self::Number(number) => (13, 0, number),
            Self::Month(month) => (14, 0, month.into()),
            Self::Role(role) => (15, role as u8, 0),
            Self::Mark(mark) => (16, 0, mark.into()),
        };
        let [a, b, c, d] = number.to_le_bytes();
        [tag, extra, 0, 0, a, b, c, d]
    }

    fn of(bytes: [u8; 8]) -> Option<Self> {
        let [tag, extra, _, _, a, b, c, d] = bytes;
        let number = u32::from_le_bytes([a, b, c, d]);
        let id = u16::try_from(number);
        let small = u8::try_from(number);
        Some(match tag {
            0 => Self::Capability(id.ok()?, extra),
            1 => Self::Service(id.ok()?, extra),
            2 => Self::Product(id.ok()?, extra),
            3 => Self::Provider(id.ok()?),
            4 => Self::Verb(small.ok()?, word(extra)?),
            5 => Self::Environment(small.ok()?, word(extra)?),
            6 => Self::Framework(id.ok()?),
            7 => Self::Qualifier(id.ok()?),
            8 => Self::Engine(id.ok()?),
            9 => Self::Data(small.ok()?),
            10 => Self::Region(id.ok()?),
            11 => Self::Size(small.ok()?),
            12 => Self::Duration(small.ok()?),
            13 => Self::Number(number),
            14 => Self::Month(small.ok()?),
            15 => Self::Role(word(extra)?),
            16 => Self::Mark(id.ok()?),
            _ => return None,
        })
    }
}

/// The word of a plain list of words at a place.
fn word<'de, T: Deserialize<'de>>(place: u8) -> Option<T> {
    let place: U32Deserializer<serde::de::value::Error> = u32::from(place).into_deserializer();
    T::deserialize(place).ok()
}

/// Writes a list.
pub fn serialize<S: Serializer, T: Fixed<WIDTH>, const WIDTH: usize>(
    list: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let bytes: Vec<u8> = list.iter().flat_map(T::bytes).collect();
    serializer.serialize_bytes(&bytes)
}

/// Reads a list.
pub fn deserialize<'de, D: Deserializer<'de>, T: Fixed<WIDTH>, const WIDTH: usize>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    struct BytesVisitor<T, const WIDTH: usize>(PhantomData<T>);
    impl<T: Fixed<WIDTH>, const WIDTH: usize> Visitor<'_> for BytesVisitor<T, WIDTH> {
        type Value = Vec<T>;
        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("bytes")
        }
        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<T>, E> {
            let (chunks, rest) = bytes.as_chunks::<WIDTH>();
            let mut list = Vec::with_capacity(chunks.len());
            list.extend(chunks.iter().filter_map(|chunk| T::of(*chunk)));
            if list.len() == chunks.len() && rest.is_empty() {
                Ok(list)
            } else {
                Err(E::custom("the list is broken"))
            }
        }
    }
    deserializer.deserialize_bytes(BytesVisitor(PhantomData))
}
