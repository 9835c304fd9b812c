//! JSON that comes from C.

use crate::error::Fault;
use crate::status::BMNN_E_JSON;
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
