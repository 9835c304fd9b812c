//! CBOR, acts in both forms, sealed values.

use super::ask::{Answer, Failure, bytes, failure, field, fixed, parsed, variant};
use bmnn::act::{Act, json as act_json, sealing};
use bmnn::id::{ActId, to_hex};
use bmnn::ledger::cbor;
use bmnn::ledger::sealed::{commitment, is_well_sealed};
use bmnn::value::Map;
use bmnn_json::{marked, unmarked};
use serde_json::{Value as Json, json};

pub(super) fn decode(input: &Json) -> Answer {
    let value = cbor::decode(&bytes(input, "cbor")?).map_err(|error| {
        Failure(json!({"failure": variant(&error.fault), "offset": error.offset}))
    })?;
    Ok(json!({"item": marked(&value)}))
}

pub(super) fn encode(input: &Json) -> Answer {
    let value = unmarked(field(input, "item")?).ok_or_else(|| failure("Question"))?;
    let bytes = cbor::encode(&value).map_err(|error| failure(&variant(&error)))?;
    Ok(json!({"cbor": to_hex(&bytes)}))
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
    let value = unmarked(field(input, "item")?).ok_or_else(|| failure("Question"))?;
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
