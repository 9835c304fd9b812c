//! One encoding: what is read is written again as the same bytes.

use bmnn::id::Bytes32;
use bmnn::ledger::cbor::{self, CborError, MAX_DEPTH, Seen};
use bmnn::ledger::sealed::is_well_sealed;
use bmnn::value::{MAX_INT, Value, is_clean_text};

/// Reading bytes as CBOR: what is taken is its own encoding and keeps within
/// the profile; what is refused says where, at a place within the bytes.
///
/// # Panics
///
/// If that does not hold.
pub fn law(data: &[u8]) {
    readers_agree(data);
    match cbor::decode(data) {
        Ok(value) => {
            assert_eq!(cbor::encode(&value).as_deref(), Ok(data), "one encoding");
            within_profile(&value, 0);
            assert!(size(&value) <= data.len(), "nothing comes out of nothing");
            // One byte more or less is another thing, or nothing.
            let longer = [data, &[0]].concat();
            assert!(cbor::decode(&longer).is_err());
            if let Some((_, shorter)) = data.split_last() {
                assert!(cbor::decode(shorter).is_err());
            }
            assert_eq!(
                cbor::decode_map(data).is_ok(),
                matches!(value, Value::Map(_))
            );
        }
        Err(CborError { offset, .. }) => {
            assert!(offset <= data.len(), "the fault is within the bytes");
            assert!(cbor::decode_map(data).is_err());
        }
    }
}

/// The reader that builds nothing takes what the other one takes, finds the
/// same in it, and refuses the rest for the same reason.
fn readers_agree(data: &[u8]) {
    let (skimmed, map) = match (cbor::skim(data), cbor::decode_map(data)) {
        (Ok(skimmed), Ok(map)) => (skimmed, map),
        (skimmed, map) => return assert_eq!(skimmed.err(), map.err()),
    };
    let text = |key: &str| map.get(key).and_then(Value::as_text);
    assert_eq!(skimmed.act, text("act"));
    assert_eq!(skimmed.on, text("on"));
    assert_eq!(skimmed.by, map.contains("by").then(|| text("by")));
    assert_eq!(skimmed.id, map.get("id").and_then(Value::as_bytes));
    assert_eq!(skimmed.is_well_sealed, is_well_sealed(&map));
    let seen = match map.get("seen") {
        None => Seen::Absent,
        Some(Value::Array(pair)) => match pair.as_slice() {
            [Value::Int(seq), Value::Bytes(leaf)] => {
                let leaf = leaf.as_slice().try_into().map(Bytes32);
                match (u64::try_from(*seq), leaf) {
                    (Ok(seq), Ok(leaf)) => Seen::Entry(seq, leaf),
                    _ => Seen::Malformed,
                }
            }
            _ => Seen::Malformed,
        },
        Some(_) => Seen::Malformed,
    };
    assert_eq!(skimmed.seen, seen);
}

/// Integers, text and depth keep to the limits of the profile.
fn within_profile(value: &Value, depth: usize) {
    assert!(depth <= MAX_DEPTH, "at most {MAX_DEPTH} around an item");
    match value {
        Value::Int(int) => assert!(int.unsigned_abs() <= MAX_INT.unsigned_abs()),
        Value::Text(text) => assert!(is_clean_text(text)),
        Value::Array(items) => items
            .iter()
            .for_each(|item| within_profile(item, depth + 1)),
        Value::Map(map) => {
            let mut last: Option<Vec<u8>> = None;
            for (key, value) in map.iter() {
                let encoded = cbor::encode(&key.into()).ok();
                assert!(last < encoded, "keys ascend by their encodings");
                last = encoded;
                within_profile(value, depth + 1);
            }
        }
        Value::Bool(_) | Value::Bytes(_) => {}
    }
}

/// How many bytes a value takes at the least.
fn size(value: &Value) -> usize {
    match value {
        Value::Int(_) | Value::Bool(_) => 1,
        Value::Bytes(bytes) => 1 + bytes.len(),
        Value::Text(text) => 1 + text.len(),
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Map(map) => {
            let items = map.iter();
            1 + items.map(|(k, v)| 1 + k.len() + size(v)).sum::<usize>()
        }
    }
}
