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
use crate::value::Value;

/// The commitment to `value` in the act `act_id`.
///
/// # Errors
///
/// [`EncodeError`] if the value has no encoding.
pub fn commitment(salt: &[u8; 32], act_id: &ActId, value: &Value) -> Result<Bytes32, EncodeError> {
    let pair = Value::Array(vec![Value::Bytes(act_id.0.to_vec()), value.clone()]);
    Ok(sha256(&[b"bmnn/sealed/1", salt, &cbor::encode(&pair)?]))
}
