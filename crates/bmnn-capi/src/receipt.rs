//! COSE receipts, by what they prove.

use crate::arg::{bytes, fixed};
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::key::public_key;
use crate::status::{BMNN_E_ENCODING, BMNN_E_KEY, BMNN_E_PROOF, bmnn_status};
use bmnn::id::Bytes32;
use bmnn::ledger::receipt::{CoseReceipt, ReceiptFault};
use bmnn::ledger::tree::leaf_hash;
use bmnn_json::variant;

fn fault(error: &ReceiptFault) -> Fault {
    let (status, vi) = match error {
        ReceiptFault::OtherKind => (BMNN_E_PROOF, "biên nhận này chứng minh điều khác"),
        ReceiptFault::NotProven(_) => (BMNN_E_PROOF, "bằng chứng không dẫn tới gốc nào"),
        ReceiptFault::OtherKey => (BMNN_E_KEY, "biên nhận do khóa khác ký"),
        ReceiptFault::BadSignature => (
            BMNN_E_KEY,
            "chữ ký không phải trên gốc mà bằng chứng dẫn tới",
        ),
        ReceiptFault::Algorithm => (BMNN_E_ENCODING, "thuật toán ký không phải Ed25519"),
        _ => (BMNN_E_ENCODING, "không phải là biên nhận COSE của sổ cái"),
    };
    let fault = Fault::new(status, vi, error.to_string()).with("kind", variant(error).into());
    match error {
        ReceiptFault::Malformed(error) => fault.at(error.offset),
        _ => fault,
    }
}

fn receipt(bytes: &[u8]) -> Result<CoseReceipt, Fault> {
    CoseReceipt::decode(bytes).map_err(|error| fault(&error))
}

/// Checks that a COSE receipt (RFC 9942) proves of an entry that it is in a tree
/// whose root `key` signed, and gives that root: 32 bytes into `out`. Neither size
/// nor position are signed in such a receipt, nor a ledger named.
///
/// Ownership: `receipt`, `entry` and `key` (32 bytes) are lent, and `out`, with room for 32 bytes; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: with `kind` in the detail: BMNN_E_ENCODING if it is no receipt, `Malformed`, and then the offset, or `Algorithm`; BMNN_E_PROOF if it proves something else, `OtherKind` or `NotProven`; BMNN_E_KEY if that key did not sign, `OtherKey`, `BadSignature`, or that of bmnn_key_id. BMNN_E_NULL, BMNN_E_LENGTH; `out` is then zero.
/// Since: 1.0
///
/// # Safety
///
/// `receipt` and `entry` point to so many bytes, `key` to 32; `out` has room for
/// 32; `err` is NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_receipt_check_inclusion(
    receipt: *const u8,
    receipt_len: usize,
    entry: *const u8,
    entry_len: usize,
    key: *const u8,
    out: *mut u8,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out.cast::<[u8; 32]>(), [0; 32], err, || {
            let receipt = self::receipt(bytes("receipt", receipt, receipt_len)?)?;
            let leaf = leaf_hash(bytes("entry", entry, entry_len)?);
            let root = receipt.check_inclusion(&leaf, &public_key(key)?);
            Ok(root.map_err(|error| fault(&error))?.0)
        })
    }
}

/// Checks that a COSE receipt proves of a tree whose root `key` signed that it
/// only adds to the one with the root `old_root`, and gives the later root: 32
/// bytes into `out`.
///
/// Ownership: `receipt`, `old_root` (32 bytes) and `key` (32 bytes) are lent, and `out`, with room for 32 bytes; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_ENCODING, BMNN_E_PROOF or BMNN_E_KEY, with the `kind` of bmnn_receipt_check_inclusion in the detail; BMNN_E_NULL, BMNN_E_LENGTH; `out` is then zero.
/// Since: 1.0
///
/// # Safety
///
/// `receipt` points to so many bytes, `old_root` and `key` to 32; `out` has room
/// for 32; `err` is NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_receipt_check_consistency(
    receipt: *const u8,
    receipt_len: usize,
    old_root: *const u8,
    key: *const u8,
    out: *mut u8,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out.cast::<[u8; 32]>(), [0; 32], err, || {
            let receipt = self::receipt(bytes("receipt", receipt, receipt_len)?)?;
            let old_root = Bytes32(fixed("old_root", old_root)?);
            let root = receipt.check_consistency(&old_root, &public_key(key)?);
            Ok(root.map_err(|error| fault(&error))?.0)
        })
    }
}
