//! A value whose short form is decoded when it is first looked at. Never: what the value means.

use serde::de::{DeserializeOwned, Visitor};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::OnceLock;

/// One of many values of which a plan reads few: an operation of a service, one way to do a setting.
#[derive(Debug, Clone, Default)]
pub struct Later<T> {
    stored: Box<[u8]>,
    value: OnceLock<T>,
}

impl<T: DeserializeOwned + Default> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // What is stored was read back when it was written, so the empty value is never taken.
        self.value
            .get_or_init(|| postcard::from_bytes(&self.stored).unwrap_or_default())
    }
}

impl<T> From<T> for Later<T> {
    fn from(value: T) -> Self {
        Self {
            stored: Box::default(),
            value: OnceLock::from(value),
        }
    }
}

impl<T: DeserializeOwned + Default + PartialEq> PartialEq for Later<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: DeserializeOwned + Default + Eq> Eq for Later<T> {}

impl<T: DeserializeOwned + Default + Serialize> Serialize for Later<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return (**self).serialize(serializer);
        }
        let stored = postcard::to_allocvec(&**self).map_err(S::Error::custom)?;
        // A short form that cannot be read back must not be written.
        postcard::from_bytes::<T>(&stored).map_err(S::Error::custom)?;
        serializer.serialize_bytes(&stored)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Later<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return T::deserialize(deserializer).map(Self::from);
        }
        deserializer.deserialize_bytes(Bytes(PhantomData))
    }
}

/// Takes the short form as it is.
struct Bytes<T>(PhantomData<T>);

impl<T> Visitor<'_> for Bytes<T> {
    type Value = Later<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the short form of a value")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Later<T>, E> {
        Ok(Later {
            stored: bytes.into(),
            value: OnceLock::new(),
        })
    }
}
