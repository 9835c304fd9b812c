//! The data model that acts are written in: what both the catalogue of acts
//! and the ledger's CBOR understand, and nothing more.
//!
//! There are no floats, no null and no tags. Map keys are text and stand in
//! the order of RFC 8949 §4.2.1 (bytewise order of their encodings), which for
//! text is shorter first, then bytewise.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The largest magnitude of an integer: 2^53 − 1, so that every reader in
/// every language holds it exactly.
pub const MAX_INT: i64 = (1 << 53) - 1;

/// One item of data.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// An integer of magnitude at most [`MAX_INT`].
    Int(i64),
    /// `true` or `false`.
    Bool(bool),
    /// A byte string.
    Bytes(Vec<u8>),
    /// A text string.
    Text(String),
    /// An array.
    Array(Vec<Value>),
    /// A map with text keys.
    Map(Map),
}

/// A map with text keys, in canonical order, without duplicates.
///
/// # Examples
///
/// ```
/// use bmnn::value::{Map, Value};
/// let map = Map::from_iter([("on", Value::Text("2026-03-01".into())), ("by", Value::Text("p1".into()))]);
/// // Same length: bytewise. A shorter key comes first.
/// assert_eq!(map.keys().collect::<Vec<_>>(), ["by", "on"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Map(BTreeMap<Key, Value>);

/// A map key, ordered as its CBOR encoding is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key(String);

impl Map {
    /// A map without entries.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The value at `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(&Key(key.to_owned()))
    }

    /// The value at `key`, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.0.get_mut(&Key(key.to_owned()))
    }

    /// Whether `key` is there.
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Puts `value` at `key` and gives back what stood there.
    pub fn insert(&mut self, key: impl Into<String>, value: Value) -> Option<Value> {
        self.0.insert(Key(key.into()), value)
    }

    /// Takes `key` away and gives back what stood there.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        self.0.remove(&Key(key.to_owned()))
    }

    /// Keys and values in canonical order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.0.as_str(), value))
    }

    /// The keys in canonical order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(key, _)| key)
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K: Into<String>> FromIterator<(K, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(entries: I) -> Self {
        let mut map = Self::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

impl IntoIterator for Map {
    type Item = (String, Value);
    type IntoIter = std::vec::IntoIter<(String, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        let entries: Vec<_> = self
            .0
            .into_iter()
            .map(|(key, value)| (key.0, value))
            .collect();
        entries.into_iter()
    }
}

impl Value {
    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    /// The integer, if it is one.
    #[must_use]
    pub fn as_int(&self) -> Option<i64> {
        if let Self::Int(int) = self {
            Some(*int)
        } else {
            None
        }
    }

    /// The truth value, if it is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(bool) = self {
            Some(*bool)
        } else {
            None
        }
    }

    /// The bytes, if it is a byte string.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        if let Self::Bytes(bytes) = self {
            Some(bytes)
        } else {
            None
        }
    }

    /// The items, if it is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Value]> {
        if let Self::Array(items) = self {
            Some(items)
        } else {
            None
        }
    }

    /// The map, if it is one.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map> {
        if let Self::Map(map) = self {
            Some(map)
        } else {
            None
        }
    }

    /// What kind of item it is, in words for an error message.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Int(_) => "integer",
            Self::Bool(_) => "boolean",
            Self::Bytes(_) => "byte string",
            Self::Text(_) => "text",
            Self::Array(_) => "array",
            Self::Map(_) => "map",
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<bool> for Value {
    fn from(bool: bool) -> Self {
        Self::Bool(bool)
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

/// Whether `text` may stand in an act: no control characters but the line
/// feed. (Well-formed UTF-8 it is already.)
#[must_use]
pub fn is_clean_text(text: &str) -> bool {
    // U+0080 to U+009F are the bytes C2 80 to C2 9F; nothing else has C2 in
    // front of a byte below A0.
    let mut before = 0;
    text.bytes().all(|byte| {
        let control = match byte {
            b'\n' => false,
            0..=0x1F | 0x7F => true,
            0x80..=0x9F => before == 0xC2,
            _ => false,
        };
        before = byte;
        !control
    })
}

/// The order of two keys' CBOR encodings: the head holds the length, so the
/// shorter comes first.
fn canonical(a: &str, b: &str) -> Ordering {
    a.len()
        .cmp(&b.len())
        .then_with(|| a.as_bytes().cmp(b.as_bytes()))
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        canonical(&self.0, &other.0)
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
