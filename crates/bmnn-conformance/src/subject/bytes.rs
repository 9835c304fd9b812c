//! CBOR, acts in both forms, sealed values.

use super::ask::{Answer, Failure, bytes, failure, field, fixed, parsed, variant};
use bmnn::act::{Act, json as act_json, sealing};
use bmnn::id::{ActId, from_hex, to_hex};
use bmnn::ledger::cbor;
use bmnn::ledger::sealed::{commitment, is_well_sealed};
use bmnn::value::{Map, Value};
use serde_json::{Value as Json, json};

pub(super) fn decode(input: &Json) -> Answer {
    let value = cbor::decode(&bytes(input, "cbor")?).map_err(|error| {
        Failure(json!({"failure": variant(&error.fault), "offset": error.offset}))
    })?;
    Ok(json!({"item": item(&value)}))
}

pub(super) fn encode(input: &Json) -> Answer {
    let value = value(field(input, "item")?).ok_or_else(|| failure("Question"))?;
    let bytes = cbor::encode(&value).map_err(|error| failure(&variant(&error)))?;
    Ok(json!({"cbor": to_hex(&bytes)}))
}

/// A value as the vectors write it: byte strings and maps are marked as such.
fn item(value: &Value) -> Json {
    match value {
        Value::Int(int) => json!(int),
        Value::Bool(bool) => json!(bool),
        Value::Text(text) => json!(text),
        Value::Bytes(bytes) => json!({"bytes": to_hex(bytes)}),
        Value::Array(items) => items.iter().map(item).collect(),
        Value::Map(map) => {
            let pairs = map.iter().map(|(key, value)| json!([key, item(value)]));
            json!({"map": pairs.collect::<Vec<_>>()})
        }
    }
}

/// What [`item`] writes, read back.
fn value(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Number(number) => Value::Int(number.as_i64()?),
        Json::Bool(bool) => Value::Bool(*bool),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::Array(items.iter().map(value).collect::<Option<_>>()?),
        Json::Object(marked) => match (marked.get("bytes"), marked.get("map")) {
            (Some(bytes), None) => Value::Bytes(from_hex(bytes.as_str()?)?),
            (None, Some(pairs)) => {
                let mut map = Map::new();
                for pair in pairs.as_array()? {
                    let [key, value] = pair.as_array()?.as_slice() else {
                        return None;
                    };
                    map.insert(key.as_str()?, self::value(value)?);
                }
                Value::Map(map)
            }
            _ => return None,
        },
        Json::Null => return None,
    })
}

/// The act that a correction corrects is the one that the vectors name.
fn act_map(input: &Json) -> Result<Map, Failure> {
    let corrected = input.get("corrected").and_then(Json::as_str);
    let names = |_: &ActId| corrected.map(str::to_owned);
    let map = act_json::from_json(field(input, "act")?, &names);
    map.map_err(|error| Failure(json!({"failure": "Field", "path": error.path})))
}

pub(super) fn act_to_cbor(input: &Json) -> Answer {
    let map = act_map(input)?;
    let bytes = cbor::encode_map(&map).map_err(|error| failure(&variant(&error)))?;
    Ok(json!({"cbor": to_hex(&bytes)}))
}

pub(super) fn act_to_json(input: &Json) -> Answer {
    let map = cbor::decode_map(&bytes(input, "cbor")?).map_err(|error| {
        Failure(json!({"failure": variant(&error.fault), "offset": error.offset}))
    })?;
    let act = Act::from_map(&map);
    act.map_err(|error| Failure(json!({"failure": "Field", "path": error.path})))?;
    Ok(json!({"act": act_json::to_json(&map, &|_, _| None)}))
}

pub(super) fn commit(input: &Json) -> Answer {
    let value = value(field(input, "item")?).ok_or_else(|| failure("Question"))?;
    let made = commitment(&fixed(input, "salt")?, &parsed(input, "act-id")?, &value);
    let made = made.map_err(|error| failure(&variant(&error)))?;
    let known = input.get("commitment").and_then(Json::as_str);
    if known.is_some_and(|known| known != made.to_string()) {
        return Err(failure("SealMismatch"));
    }
    Ok(json!({"commitment": made.to_string()}))
}

/// Which places of an act are sealed, and whether each map with the key
/// `sealed` is a commitment.
pub(super) fn sealed_places(input: &Json) -> Answer {
    let map = act_map(input)?;
    if !is_well_sealed(&map) {
        return Err(failure("Sealed"));
    }
    let places = sealing::places(&map, &|_| None);
    let places =
        places.map_err(|error| Failure(json!({"failure": "Field", "path": error.path})))?;
    let places: Vec<String> = places.into_iter().map(|place| place.path).collect();
    Ok(json!({"places": places}))
}
