//! A value of CBOR as JSON that says what it is: what an act's own JSON leaves
//! to its schema.

use bmnn::id::{from_hex, to_hex};
use bmnn::value::{Map, Value};
use serde_json::{Value as Json, json};

/// Integers, texts and truth values as themselves, a byte string as
/// `{"bytes": hex}`, a map as `{"map": [[key, value], …]}` in its own order.
#[must_use]
pub fn marked(value: &Value) -> Json {
    match value {
        Value::Int(int) => json!(int),
        Value::Bool(bool) => json!(bool),
        Value::Text(text) => json!(text),
        Value::Bytes(bytes) => json!({"bytes": to_hex(bytes)}),
        Value::Array(items) => items.iter().map(marked).collect(),
        Value::Map(map) => {
            let pairs = map.iter().map(|(key, value)| json!([key, marked(value)]));
            json!({"map": pairs.collect::<Vec<_>>()})
        }
    }
}

/// What [`marked`] writes, read back; `None` for anything else. The pairs of a
/// map come in any order, and no key twice.
#[must_use]
pub fn unmarked(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Number(number) => Value::Int(number.as_i64()?),
        Json::Bool(bool) => Value::Bool(*bool),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::Array(items.iter().map(unmarked).collect::<Option<_>>()?),
        Json::Object(mark) if mark.len() == 1 => match (mark.get("bytes"), mark.get("map")) {
            (Some(bytes), None) => Value::Bytes(from_hex(bytes.as_str()?)?),
            (None, Some(pairs)) => Value::Map(map(pairs.as_array()?)?),
            _ => return None,
        },
        Json::Object(_) | Json::Null => return None,
    })
}

fn map(pairs: &[Json]) -> Option<Map> {
    let mut map = Map::new();
    for pair in pairs {
        let [key, value] = pair.as_array()?.as_slice() else {
            return None;
        };
        if map.insert(key.as_str()?, unmarked(value)?).is_some() {
            return None;
        }
    }
    Some(map)
}

#[cfg(test)]
mod tests {
    use super::{marked, unmarked};
    use serde_json::json;

    #[test]
    fn what_is_marked_is_read_back() {
        for json in [
            json!(0),
            json!(-7),
            json!("chữ"),
            json!(true),
            json!([]),
            json!({"bytes": "00ff"}),
            json!({"map": []}),
            json!({"map": [["a", {"bytes": ""}], ["b", [1, {"map": [["c", 2]]}]]]}),
        ] {
            let value = unmarked(&json).unwrap();
            assert_eq!(marked(&value), json);
        }
    }

    #[test]
    fn what_no_value_is_marked_as() {
        for json in [
            json!(null),
            json!(1.5),
            json!(u64::MAX),
            json!({}),
            json!({"bytes": "0"}),
            json!({"bytes": 1}),
            json!({"bytes": "", "map": []}),
            json!({"bytes": "", "more": 1}),
            json!({"map": {}}),
            json!({"map": [["a"]]}),
            json!({"map": [[1, 2]]}),
            json!({"map": [["a", 1], ["a", 2]]}),
            json!([null]),
        ] {
            assert_eq!(unmarked(&json), None, "{json}");
        }
    }
}
