//! Public keys, and what they signed.

use crate::arg::{bytes, fixed};
use crate::error::{Fault, bmnn_error};
use crate::guard::{answer, guard};
use crate::status::{BMNN_E_KEY, bmnn_status};
use bmnn::id::Bytes32;
use bmnn::ledger::PublicKey;
use bmnn_json::variant;
use serde_json::json;

/// The public key at `key`, 32 bytes.
///
/// # Safety
///
/// As [`fixed`].
pub(crate) unsafe fn public_key(key: *const u8) -> Result<PublicKey, Fault> {
    // SAFETY: the caller's word.
    let bytes = Bytes32(unsafe { fixed("key", key) }?);
    PublicKey::parse(&bytes).map_err(|error| {
        let en = format!("a public key of Ed25519: {error}");
        let vi = "một khóa công khai Ed25519 dùng được";
        Fault::argument(BMNN_E_KEY, "key", &en, vi).with("kind", variant(&error).into())
    })
}

impl Fault {
    /// A signature that is not this key's over this.
    pub(crate) fn bad_signature() -> Self {
        let vi = "chữ ký không phải của khóa này trên nội dung này";
        let en = "the signature is not this key's over this";
        Self::new(BMNN_E_KEY, vi, en).with("kind", json!("BadSignature"))
    }

    /// Something that names another key than the one given.
    pub(crate) fn other_key(kind: &str) -> Self {
        let vi = "khóa được nêu không phải là khóa này";
        let en = "another key is named than this one";
        Self::new(BMNN_E_KEY, vi, en).with("kind", json!(kind))
    }
}

/// The id by which statements name a public key, its kid: 8 bytes into `out`, the
/// first of its SHA-256.
///
/// Ownership: `key` is lent, 32 bytes, and `out`, with room for 8; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_KEY if no ledger takes such a key, with `kind` in the detail: `NoPoint`, `NotCanonical`, `SmallOrder` or `MixedOrder`. BMNN_E_NULL; `out` is then zero.
/// Since: 1.0
///
/// # Safety
///
/// `key` points to 32 bytes; `out` has room for 8; `err` is NULL or can be
/// written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_key_id(
    key: *const u8,
    out: *mut u8,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe { answer(out.cast(), [0; 8], err, || Ok(public_key(key)?.kid().0)) }
}

/// Checks an Ed25519 signature as a ledger's are checked: RFC 8032 §5.1.7 without
/// the cofactor, in canonical form alone.
///
/// Ownership: `key` (32 bytes), `message` and `signature` (64 bytes) are lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_KEY if it is not that key's over this message, with `kind` `BadSignature` in the detail, or if no ledger takes such a key, with the `kind` of bmnn_key_id. BMNN_E_NULL, BMNN_E_LENGTH.
/// Since: 1.0
///
/// # Safety
///
/// `key` points to 32 bytes, `message` to so many, `signature` to 64; `err` is
/// NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_key_check(
    key: *const u8,
    message: *const u8,
    message_len: usize,
    signature: *const u8,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            let message = bytes("message", message, message_len)?;
            let signature = fixed("signature", signature)?;
            match public_key(key)?.verifies(message, &signature) {
                true => Ok(()),
                false => Err(Fault::bad_signature()),
            }
        })
    }
}
