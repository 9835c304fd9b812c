//! JSON that comes from C.

use crate::error::Fault;
use crate::status::BMNN_E_JSON;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The JSON object in a text.
pub(crate) fn object(name: &str, text: &str) -> Result<serde_json::Map<String, Value>, Fault> {
    match value(name, text)? {
        Value::Object(fields) => Ok(fields),
        _ => Err(Fault::argument(
            BMNN_E_JSON,
            name,
            "a JSON object",
            "một đối tượng JSON",
        )),
    }
}

/// The JSON in a text. Where it is none, the place is told, and nothing of the
/// text.
pub(crate) fn value(name: &str, text: &str) -> Result<Value, Fault> {
    serde_json::from_str(text).map_err(|error| {
        Fault::argument(BMNN_E_JSON, name, "JSON", "JSON")
            .with("line", json!(error.line()))
            .with("column", json!(error.column()))
    })
}

/// The items of the JSON array in a text.
pub(crate) fn array(name: &str, text: &str) -> Result<Vec<Value>, Fault> {
    match value(name, text)? {
        Value::Array(items) => Ok(items),
        _ => Err(Fault::argument(
            BMNN_E_JSON,
            name,
            "a JSON array",
            "một mảng JSON",
        )),
    }
}

/// A value of a form.
pub(crate) fn of<T: DeserializeOwned>(name: &str, json: Value) -> Result<T, Fault> {
    serde_json::from_value(json).map_err(|_| {
        let (en, vi) = ("the JSON that is described", "JSON như mô tả");
        Fault::argument(BMNN_E_JSON, name, en, vi)
    })
}

/// A field, if it is there.
pub(crate) fn read<T: DeserializeOwned>(
    name: &str,
    given: &serde_json::Map<String, Value>,
    field: &str,
) -> Result<Option<T>, Fault> {
    let json = given.get(field).filter(|json| !json.is_null());
    json.map(|json| serde_json::from_value(json.clone()).map_err(|_| unread(name, field)))
        .transpose()
}

/// A field that has not the form described.
pub(crate) fn unread(name: &str, field: &str) -> Fault {
    let en = format!("a value of `{field}` that is described");
    let vi = format!("`{field}` như mô tả");
    Fault::argument(BMNN_E_JSON, name, &en, &vi).with("field", json!(field))
}
