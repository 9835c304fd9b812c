//! Statements and cosignatures: signed acts, by themselves.

use crate::arg::{bytes, fixed};
use crate::buf::bmnn_buf;
use crate::error::{Fault, bmnn_error};
use crate::guard::{answer, guard};
use crate::handle::give;
use crate::key::public_key;
use crate::status::{BMNN_E_ENCODING, bmnn_status};
use bmnn::act::json::to_json;
use bmnn::id::{Bytes32, Kid};
use bmnn::ledger::statement::StatementError;
use bmnn::ledger::{Cosignature, Scope, Statement};
use bmnn::value::Value;
use serde_json::json;

/// The statement in these bytes.
fn statement(bytes: &[u8]) -> Result<Statement, Fault> {
    Statement::decode(bytes).map_err(|error| unread(&error))
}

pub(crate) fn unread(error: &StatementError) -> Fault {
    match error {
        StatementError::Algorithm => {
            let vi = "thuật toán ký không phải Ed25519";
            let fault = Fault::new(BMNN_E_ENCODING, vi, error.to_string());
            fault.with("kind", json!("UnknownAlgorithm"))
        }
        StatementError::Malformed(error) => Fault::bad_encoding(error),
    }
}

/// What a signature is for: a ledger, or the opening of one.
///
/// # Safety
///
/// As [`fixed`].
unsafe fn scope(ledger: *const u8) -> Result<Scope, Fault> {
    if ledger.is_null() {
        return Ok(Scope::Opening);
    }
    // SAFETY: the caller's word.
    let id = unsafe { fixed("ledger", ledger) }?;
    Ok(Scope::Ledger(Bytes32(id)))
}

/// Checks that a statement, an act as it was signed, is of `key` and for this
/// ledger, and reads it. `ledger` is the ledger-id, 32 bytes; NULL for the
/// `ledger.open` with which one begins. Whether that key may sign such an act is
/// the ledger's to say. `*out` becomes a JSON object: `kid`, the id of the key;
/// `name`, the act's name, or null; `act`, its JSON.
///
/// Ownership: `statement`, `ledger` and `key` (32 bytes) are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `ledger` may be NULL, as said, and `err`.
/// Thread: any.
/// Errors: BMNN_E_ENCODING if it is no statement, with `kind` in the detail: `UnknownAlgorithm`, or `BadEncoding`, and then the offset, and `fault`. BMNN_E_KEY with `kind` `UnknownKey` if it names another key, `BadSignature`, or that of bmnn_key_id. BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `statement` points to so many bytes, `ledger` to 32 or is NULL, `key` to 32; the
/// others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_statement_check(
    statement: *const u8,
    statement_len: usize,
    ledger: *const u8,
    key: *const u8,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let statement = self::statement(bytes("statement", statement, statement_len)?)?;
            let (scope, key) = (scope(ledger)?, public_key(key)?);
            if key.kid() != statement.kid() {
                return Err(Fault::other_key("UnknownKey"));
            }
            if !statement.is_signed_by(&key, scope) {
                return Err(Fault::bad_signature());
            }
            let act = statement.act();
            let act = act.map_err(|error| Fault::bad_encoding(&error))?;
            let said = json!({
                "kid": statement.kid().to_string(),
                "name": act.get("act").and_then(Value::as_text),
                "act": to_json(&act, &|_, _| None),
            });
            Ok(give(said.to_string().into()))
        })
    }
}

/// Checks that a cosignature is of `key`, which has the id `kid`, over the act of
/// a statement and for this ledger. `ledger` is as in bmnn_statement_check.
///
/// Ownership: `statement`, `ledger`, `kid` (8 bytes), `signature` (64 bytes) and `key` (32 bytes) are lent; the caller owns `*err`.
/// NULL: `ledger` may be NULL, as said there, and `err`.
/// Thread: any.
/// Errors: BMNN_E_ENCODING if it is no statement, with the `kind` of bmnn_statement_check; BMNN_E_KEY with `kind` in the detail: `UnknownKey` if `kid` is another key's, `BadSignature`, or that of bmnn_key_id. BMNN_E_NULL, BMNN_E_LENGTH.
/// Since: 1.0
///
/// # Safety
///
/// `statement` points to so many bytes, `ledger` to 32 or is NULL, `kid` to 8,
/// `signature` to 64, `key` to 32; `err` is NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_cosignature_check(
    statement: *const u8,
    statement_len: usize,
    ledger: *const u8,
    kid: *const u8,
    signature: *const u8,
    key: *const u8,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            let statement = self::statement(bytes("statement", statement, statement_len)?)?;
            let cosignature = Cosignature {
                kid: Kid(fixed("kid", kid)?),
                signature: fixed("signature", signature)?,
            };
            let (scope, key) = (scope(ledger)?, public_key(key)?);
            if key.kid() != cosignature.kid {
                return Err(Fault::other_key("UnknownKey"));
            }
            match cosignature.is_signed_by(&key, scope, statement.payload()) {
                true => Ok(()),
                false => Err(Fault::bad_signature()),
            }
        })
    }
}
