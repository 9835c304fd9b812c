//! Sealed fields: an act carries a commitment, the vault keeps value and salt.
//!
//! ```text
//! {"sealed": SHA-256( "bmnn/sealed/1" ‖ salt[32] ‖ CBOR([act's id, value]) )}
//! ```
//!
//! The salt keeps a guess from being confirmed, and its loss from being
//! undone: without it the commitment says nothing. The act's id keeps a
//! commitment from being carried over into another act.

use super::cbor::{self, EncodeError};
use super::sha256;
use crate::id::{ActId, Bytes32};
use crate::value::{Map, Value};

/// The commitment to `value` in the act `act_id`.
///
/// # Errors
///
/// [`EncodeError`] if the value has no encoding.
pub fn commitment(salt: &[u8; 32], act_id: &ActId, value: &Value) -> Result<Bytes32, EncodeError> {
    let pair = Value::Array(vec![Value::Bytes(act_id.0.to_vec()), value.clone()]);
    Ok(sha256(&[b"bmnn/sealed/1", salt, &cbor::encode(&pair)?]))
}

/// Whether each map in `act` that has the key `sealed` has it alone, with 32
/// bytes: no other map bears that key (design §4, "Act").
#[must_use]
pub fn is_well_sealed(act: &Map) -> bool {
    let own = match act.get("sealed") {
        None => true,
        Some(Value::Bytes(bytes)) => bytes.len() == 32 && act.len() == 1,
        Some(_) => false,
    };
    own && act.iter().all(|(_, value)| holds_well_sealed(value))
}

fn holds_well_sealed(value: &Value) -> bool {
    match value {
        Value::Map(map) => is_well_sealed(map),
        Value::Array(items) => items.iter().all(holds_well_sealed),
        _ => true,
    }
}
