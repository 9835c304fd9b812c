//! Acts put together key by key, for callers without JSON.
//!
//! A path is keys and indexes joined by `/`, as errors print them:
//! `decision/person`, `copies/0/to`. Maps on the way come into being; an array
//! grows by one when the index after its last is set.

use super::error::{FieldError, Phrase, Place};
use super::json::{convert, corrected};
use super::phrase::{expected, key_of, nothing};
use super::read;
use super::schema::{ActSchema, Shape, Type};
use crate::value::{Map, Value};
use serde_json::Value as Json;

/// An act in the making. Each value is checked when it is set, the whole in
/// [`Draft::finish`].
///
/// # Examples
///
/// ```
/// use bmnn::act::builder::Draft;
/// let mut draft = Draft::new("copy.transfer")?;
/// draft.set_text("on", "2026-03-01")?;
/// draft.set_text("copies/0", "doc-17#3")?;
/// draft.set_text("to", "unit-2")?;
/// assert!(draft.set_int("to", 2).is_err());
/// assert!(draft.set_text("too", "unit-2").is_err());
/// let map = draft.finish(&|_| None)?;
/// assert_eq!(map.len(), 4);
/// # Ok::<(), bmnn::act::FieldError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Draft {
    schema: &'static ActSchema,
    corrected: Option<&'static ActSchema>,
    map: Map,
}

impl Draft {
    /// An empty act of this name.
    ///
    /// # Errors
    ///
    /// [`FieldError`] if there is no such act.
    pub fn new(name: &str) -> Result<Self, FieldError> {
        let map = Map::from_iter([("act", Value::from(name))]);
        Ok(Self {
            schema: read::schema_of(&map)?,
            corrected: None,
            map,
        })
    }

    /// An empty `entry.correct` of an act named `corrected`; its new values are
    /// set below `changes/`.
    ///
    /// # Errors
    ///
    /// [`FieldError`] if there is no such act.
    pub fn correction(corrected: &str) -> Result<Self, FieldError> {
        let other = Self::new(corrected)?.schema;
        Ok(Self {
            corrected: Some(other),
            ..Self::new("entry.correct")?
        })
    }

    /// An act that is whole already, in its JSON form, to be changed or written
    /// otherwise. `corrected` is the name of the act that an `entry.correct`
    /// corrects; no other act looks at it.
    ///
    /// # Errors
    ///
    /// [`FieldError`] with the first place that is not as the schema says.
    pub fn from_json(json: &Json, corrected: Option<&str>) -> Result<Self, FieldError> {
        let map = super::json::from_json(json, &|_| corrected.map(str::to_owned))?;
        let schema = read::schema_of(&map)?;
        let other = corrected.filter(|_| schema.owns("changes"));
        Ok(Self {
            schema,
            corrected: other.and_then(super::schema::act),
            map,
        })
    }

    /// The dotted name of the act.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.schema.name
    }

    /// Sets a text, or any value that JSON writes as text: ids, dates, words,
    /// byte strings in hex.
    ///
    /// # Errors
    ///
    /// [`FieldError`] if the path is unknown or the text has not its form.
    pub fn set_text(&mut self, path: &str, text: &str) -> Result<(), FieldError> {
        self.set(path, |of, place| convert(&text.into(), of, place))
    }

    /// Sets a number.
    ///
    /// # Errors
    ///
    /// [`FieldError`] if the path is unknown or takes no such number.
    pub fn set_int(&mut self, path: &str, number: i64) -> Result<(), FieldError> {
        self.set(path, |_, _| Ok(Value::Int(number)))
    }

    /// Sets `true` or `false`.
    ///
    /// # Errors
    ///
    /// [`FieldError`] if the path is unknown or takes no boolean.
    pub fn set_bool(&mut self, path: &str, bool: bool) -> Result<(), FieldError> {
        self.set(path, |_, _| Ok(Value::Bool(bool)))
    }

    /// Sets a byte string.
    ///
    /// # Errors
    ///
    /// [`FieldError`] if the path is unknown or takes no such bytes.
    pub fn set_bytes(&mut self, path: &str, bytes: &[u8]) -> Result<(), FieldError> {
        self.set(path, |_, _| Ok(Value::Bytes(bytes.to_vec())))
    }

    /// Sets an array or a map without anything in it, which setting its parts
    /// cannot say: no copies, or a copy of which nothing is known.
    ///
    /// # Errors
    ///
    /// [`FieldError`] if the path is unknown or takes neither.
    pub fn set_empty(&mut self, path: &str) -> Result<(), FieldError> {
        let of = self.form(path)?;
        let empty = match of {
            Type::Map(_) => Value::Map(Map::new()),
            Type::Array(_) => Value::Array(Vec::new()),
            _ => return Err(Place::Path(path).error(expected(&of), nothing())),
        };
        put(&mut self.map, path, empty).ok_or_else(|| beyond(path))
    }

    /// The value at a path, if one was set.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Value> {
        get(&self.map, path)
    }

    /// The whole act. `names` is asked for the act that a correction corrects.
    ///
    /// # Errors
    ///
    /// [`FieldError`] with the first place that is missing or does not fit.
    pub fn finish(self, names: super::json::Names<'_>) -> Result<Map, FieldError> {
        read::check(&self.map)?;
        if let (true, Some(Value::Map(changes))) =
            (self.schema.owns("changes"), self.map.get("changes"))
        {
            let other = match self.corrected {
                Some(other) => other,
                None => corrected(&self.map, names)?,
            };
            read::check_changes(changes, other, &Place::Root.key("changes"))?;
        }
        Ok(self.map)
    }

    fn set(
        &mut self,
        path: &str,
        value: impl FnOnce(&Type, &Place<'_>) -> Result<Value, FieldError>,
    ) -> Result<(), FieldError> {
        let of = self.form(path)?;
        let place = Place::Path(path);
        let value = value(&of, &place)?;
        read::check_value(&value, &of, &place)?;
        put(&mut self.map, path, value).ok_or_else(|| beyond(path))
    }

    /// The form at a path.
    fn form(&self, path: &str) -> Result<Type, FieldError> {
        let unknown = |expected| unknown(path, expected);
        let shape = self.schema.shape;
        let mut keys = path.split('/');
        let first = keys.next().unwrap_or_default();
        let field = self.schema.field(first);
        let mut of = field.ok_or_else(|| unknown(key_of(shape, first)))?.of;
        if of == Type::Changes {
            let other = self.corrected.ok_or_else(|| unknown(correction()))?;
            let key = keys.next().unwrap_or_default();
            let field = other.correctable(key);
            of = field.ok_or_else(|| unknown(key_of(other.shape, key)))?.of;
        }
        for key in keys {
            of = match inside(&of, key) {
                Ok(of) => of,
                Err(shape) => return Err(unknown(shape.map_or_else(index, |s| key_of(s, key)))),
            };
        }
        Ok(of)
    }
}

/// The value at a path, if there is one.
#[must_use]
pub fn get<'a>(map: &'a Map, path: &str) -> Option<&'a Value> {
    let mut keys = path.split('/');
    let first = map.get(keys.next()?)?;
    keys.try_fold(first, |value, key| match value {
        Value::Map(map) => map.get(key),
        Value::Array(items) => items.get(position(key)?),
        _ => None,
    })
}

/// The form at one step into a form, or the keys that could have been meant.
fn inside(of: &Type, key: &str) -> Result<Type, Option<&'static Shape>> {
    match of {
        Type::Map(shape) => shape.field(key).map(|field| field.of).ok_or(Some(shape)),
        Type::Array(list) => position(key).map(|_| list.of).ok_or(None),
        Type::Tuple(forms) => {
            let form = position(key).and_then(|index| forms.get(index));
            form.copied().ok_or(None)
        }
        _ => Err(None),
    }
}

/// Puts a value at a path; `None` if an index lies beyond the next one.
fn put(map: &mut Map, path: &str, value: Value) -> Option<()> {
    let Some((key, rest)) = path.split_once('/') else {
        map.insert(path, value);
        return Some(());
    };
    if !map.contains(key) {
        map.insert(key, empty(rest)?);
    }
    put_inside(map.get_mut(key)?, rest, value)
}

fn put_inside(within: &mut Value, path: &str, value: Value) -> Option<()> {
    let items = match within {
        Value::Map(map) => return put(map, path, value),
        Value::Array(items) => items,
        _ => return None,
    };
    let (key, rest) = match path.split_once('/') {
        Some((key, rest)) => (key, Some(rest)),
        None => (path, None),
    };
    let index = position(key).filter(|index| *index <= items.len())?;
    if index == items.len() {
        items.push(rest.map_or(Some(Value::Bool(false)), empty)?);
    }
    let item = items.get_mut(index)?;
    match rest {
        Some(rest) => put_inside(item, rest, value),
        None => {
            *item = value;
            Some(())
        }
    }
}

/// What a path begins in: an array before an index, else a map. Keys never
/// begin with a digit, and in an empty array only the index 0 can be set: seen
/// to here, so that a refused path leaves nothing behind.
fn empty(rest: &str) -> Option<Value> {
    let is_index = |key: &&str| key.starts_with(|c: char| c.is_ascii_digit());
    if rest.split('/').filter(is_index).any(|index| index != "0") {
        return None;
    }
    Some(match rest.split('/').next().filter(is_index) {
        Some(_) => Value::Array(Vec::new()),
        None => Value::Map(Map::new()),
    })
}

/// An index in its one spelling.
fn position(key: &str) -> Option<usize> {
    let index = key.parse::<u64>().ok()?;
    let spelled = index.to_string() == key;
    // One that no memory has room for is beyond what is there, on 32 bits too.
    spelled.then(|| usize::try_from(index).unwrap_or(usize::MAX))
}

/// Whoever mistakes a value for a path must not find it quoted.
fn unknown(path: &str, expected: Phrase) -> FieldError {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_/".contains(&b);
    if path.len() <= 120 && path.bytes().all(plain) {
        let found = Phrase::new("đường dẫn lạ", "an unknown path");
        return Place::Path(path).error(expected, found);
    }
    let found = Phrase::new(
        format!("đường dẫn lạ dài {} byte", path.len()),
        format!("an unknown path of {} bytes", path.len()),
    );
    Place::Root.error(expected, found)
}

fn beyond(path: &str) -> FieldError {
    Place::Path(path).error(
        Phrase::new(
            "chỉ số không quá số mục đang có",
            "an index not beyond the items that are there",
        ),
        Phrase::new("chỉ số lớn hơn", "a greater one"),
    )
}

fn index() -> Phrase {
    Phrase::new("chỉ số của mảng", "the index of an array")
}

fn correction() -> Phrase {
    Phrase::new(
        "bản nháp đính chính biết việc được đính chính",
        "a draft that knows the act that it corrects",
    )
}
