//! The JSON form of acts: what hosts write and what they read.
//!
//! | CBOR | JSON |
//! | --- | --- |
//! | byte string | lower-case hex; the 16 bytes of an act's id also as a UUID |
//! | text | text; put in NFC on the way in |
//! | `{"sealed": bytes}` | `{"sealed": hex}`, and `"value"` beside it while the vault is open |
//! | all else | the same |
//!
//! Out is a view that needs no schema. In goes by the schema: a host gives
//! plain values where the schema says sealed (or a commitment that it knows).

pub use super::json_text::parse;

use super::error::{FieldError, Phrase, Place};
use super::phrase::{expected, nothing};
use super::read;
use super::schema::{ActSchema, Type};
use crate::id::{ActId, Bytes32, from_hex, to_hex};
use crate::value::{Map, Value};
use serde_json::Value as Json;
use unicode_normalization::UnicodeNormalization;

/// Tells the name of an earlier act, since the new values of an
/// `entry.correct` have the forms of the act that it corrects.
pub type Names<'a> = &'a dyn Fn(&ActId) -> Option<String>;

/// Reads the JSON form of an act, by its schema, into data that
/// [`Act::from_map`](super::Act::from_map) accepts.
///
/// # Errors
///
/// [`FieldError`] with the first place that is not as the schema says.
pub fn from_json(json: &Json, names: Names<'_>) -> Result<Map, FieldError> {
    let root = Place::Root;
    let not_a_map = |found| root.error(Phrase::new("một đối tượng JSON", "a JSON object"), found);
    let fields = json.as_object().ok_or_else(|| not_a_map(json_kind(json)))?;
    let name = fields.get("act").map(|name| bare(name, &root.key("act")));
    let head = Map::from_iter(name.transpose()?.map(|name| ("act", name)));
    let schema = read::schema_of(&head)?;
    let mut map = head;
    for (key, value) in fields.iter().filter(|(key, _)| *key != "act") {
        let place = root.key(key);
        let value = match schema.field(key).map(|field| &field.of) {
            // Needs the act that is corrected: below, once that is read.
            Some(Type::Changes) | None => bare(value, &place)?,
            Some(of) => convert(value, of, &place)?,
        };
        map.insert(key.as_str(), value);
    }
    if let (Some(changes), true) = (fields.get("changes"), schema.owns("changes")) {
        let corrected = corrected(&map, names)?;
        let place = root.key("changes");
        let changes = convert_changes(changes, corrected, &place)?;
        if let Value::Map(changes) = &changes {
            read::check_changes(changes, corrected, &place)?;
        }
        map.insert("changes", changes);
    }
    read::check(&map)?;
    Ok(map)
}

/// The JSON form of an act, or of any part of one. `open` gives the value of a
/// commitment at a path, if the vault is open and has it.
#[must_use]
pub fn to_json(map: &Map, open: &dyn Fn(&str, &Bytes32) -> Option<Value>) -> Json {
    map_view(map, &Place::Root, open)
}

/// The JSON form of one value, without a vault.
#[must_use]
pub fn value_to_json(value: &Value) -> Json {
    view(value, &Place::Root, &|_, _| None)
}

/// One value of a form, from its JSON: the parts of a map go by theirs.
pub(crate) fn convert(json: &Json, of: &Type, place: &Place<'_>) -> Result<Value, FieldError> {
    match (of, json) {
        (Type::ActId, Json::String(text)) => Ok(uuid(text)
            .or_else(|| from_hex(text))
            .map_or_else(|| text_value(text), Value::Bytes)),
        (Type::Bytes32 | Type::Kid, Json::String(text)) => {
            Ok(from_hex(text).map_or_else(|| text_value(text), Value::Bytes))
        }
        (Type::Sealed(_), Json::Object(sealed)) => {
            let sealed = sealed.iter().map(|(key, value)| {
                let of = if key == "sealed" {
                    &Type::Bytes32
                } else {
                    &Type::Free
                };
                Ok((key.as_str(), convert(value, of, &place.key(key))?))
            });
            Ok(sealed.collect::<Result<Map, FieldError>>()?.into())
        }
        (Type::Sealed(inner), _) => convert(json, inner, place).map_err(|error| FieldError {
            expected: expected(of),
            ..error
        }),
        (Type::Either(first, second), _) => match convert(json, first, place) {
            Ok(value) if read::check_value(&value, first, place).is_ok() => Ok(value),
            _ => convert(json, second, place),
        },
        (Type::Map(shape), Json::Object(fields)) => {
            let fields = fields.iter().map(|(key, value)| {
                let place = place.key(key);
                let value = match shape.field(key) {
                    Some(field) => convert(value, &field.of, &place),
                    None => bare(value, &place),
                };
                Ok((key.as_str(), value?))
            });
            Ok(fields.collect::<Result<Map, FieldError>>()?.into())
        }
        (Type::Array(list), Json::Array(items)) => {
            let items = items.iter().enumerate();
            let items = items.map(|(index, item)| convert(item, &list.of, &place.index(index)));
            Ok(Value::Array(items.collect::<Result<_, _>>()?))
        }
        (Type::Tuple(forms), Json::Array(items)) if forms.len() == items.len() => {
            let items = items.iter().zip(*forms).enumerate();
            let items = items.map(|(index, (item, of))| convert(item, of, &place.index(index)));
            Ok(Value::Array(items.collect::<Result<_, _>>()?))
        }
        (of, Json::Null | Json::Number(_)) => {
            integer(json).ok_or_else(|| place.error(expected(of), json_kind(json)))
        }
        // Not of this form: the check that follows says so.
        _ => bare(json, place),
    }
}

/// The act that an `entry.correct` corrects.
pub(crate) fn corrected(map: &Map, names: Names<'_>) -> Result<&'static ActSchema, FieldError> {
    let root = Place::Root;
    let place = root.key("corrected");
    let id = map
        .get("corrected")
        .ok_or_else(|| place.error(expected(&Type::ActId), nothing()))?;
    read::check_value(id, &Type::ActId, &place)?;
    let name = id
        .as_bytes()
        .and_then(|bytes| bytes.try_into().ok())
        .and_then(|bytes| names(&ActId(bytes)));
    name.and_then(|name| super::schema::act(&name))
        .ok_or_else(|| {
            place.error(
                Phrase::new("một việc đã ghi trong sổ cái", "an act of this ledger"),
                Phrase::new(
                    "mã không có trong sổ cái",
                    "an id that the ledger does not have",
                ),
            )
        })
}

fn convert_changes(
    json: &Json,
    schema: &ActSchema,
    place: &Place<'_>,
) -> Result<Value, FieldError> {
    let Some(fields) = json.as_object() else {
        return bare(json, place);
    };
    let changes = fields.iter().map(|(key, value)| {
        let place = place.key(key);
        let value = match schema.correctable(key) {
            Some(field) => convert(value, &field.of, &place),
            None => bare(value, &place),
        };
        Ok((key.as_str(), value?))
    });
    Ok(changes.collect::<Result<Map, FieldError>>()?.into())
}

/// JSON taken as it is, where no form says more.
fn bare(json: &Json, place: &Place<'_>) -> Result<Value, FieldError> {
    Ok(match json {
        Json::Bool(bool) => Value::Bool(*bool),
        Json::String(text) => text_value(text),
        Json::Array(items) => {
            let items = items.iter().enumerate();
            let items = items.map(|(index, item)| bare(item, &place.index(index)));
            Value::Array(items.collect::<Result<_, _>>()?)
        }
        Json::Object(fields) => {
            let fields = fields.iter();
            let fields =
                fields.map(|(key, value)| Ok((key.as_str(), bare(value, &place.key(key))?)));
            fields.collect::<Result<Map, FieldError>>()?.into()
        }
        Json::Null | Json::Number(_) => {
            let wanted = Phrase::new("một giá trị", "a value");
            integer(json).ok_or_else(|| place.error(wanted, json_kind(json)))?
        }
    })
}

fn integer(json: &Json) -> Option<Value> {
    json.as_i64().map(Value::Int)
}

/// Writers put text in NFC; readers of the ledger do not check it.
fn text_value(text: &str) -> Value {
    Value::Text(text.nfc().collect())
}

/// The bytes of a UUID in its one spelling here, lower-case with dashes, read
/// left to right.
fn uuid(text: &str) -> Option<Vec<u8>> {
    let lengths = text.split('-').map(str::len);
    if !lengths.eq([8, 4, 4, 4, 12]) {
        return None;
    }
    from_hex(&text.replace('-', ""))
}

fn json_kind(json: &Json) -> Phrase {
    match json {
        Json::Null => Phrase::new("`null`", "`null`"),
        Json::Number(_) => Phrase::new(
            "số không nguyên hoặc quá lớn",
            "a number that is not whole or too large",
        ),
        Json::Bool(_) => Phrase::new("giá trị đúng/sai", "a boolean"),
        Json::String(_) => Phrase::new("văn bản", "a text"),
        Json::Array(_) => Phrase::new("mảng", "an array"),
        Json::Object(_) => Phrase::new("bảng khóa và giá trị", "a map"),
    }
}

fn view(value: &Value, place: &Place<'_>, open: &dyn Fn(&str, &Bytes32) -> Option<Value>) -> Json {
    match value {
        Value::Int(number) => (*number).into(),
        Value::Bool(bool) => (*bool).into(),
        Value::Bytes(bytes) => to_hex(bytes).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items
                .map(|(index, item)| view(item, &place.index(index), open))
                .collect()
        }
        Value::Map(map) => map_view(map, place, open),
    }
}

fn map_view(map: &Map, place: &Place<'_>, open: &dyn Fn(&str, &Bytes32) -> Option<Value>) -> Json {
    let mut fields: serde_json::Map<String, Json> = map
        .iter()
        .map(|(key, value)| (key.to_owned(), view(value, &place.key(key), open)))
        .collect();
    // No other map has the key `sealed`, so a commitment is known without a schema.
    let commitment = super::shared::commitment_of(map);
    if let Some(value) = commitment.and_then(|commitment| open(&place.to_string(), &commitment)) {
        fields.insert("value".to_owned(), value_to_json(&value));
    }
    Json::Object(fields)
}
