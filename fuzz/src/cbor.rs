//! One encoding: what is read is written again as the same bytes.

use bmnn::ledger::cbor::{self, CborError, MAX_DEPTH};
use bmnn::value::{MAX_INT, Value, is_clean_text};

/// Reading bytes as CBOR: what is taken is its own encoding and keeps within
/// the profile; what is refused says where, at a place within the bytes.
///
/// # Panics
///
/// If that does not hold.
pub fn law(data: &[u8]) {
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
