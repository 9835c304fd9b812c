//! Checkpoints, by themselves: notes that a ledger's key signed.

use crate::arg::{fixed, text};
use crate::buf::bmnn_buf;
use crate::error::{Fault, bmnn_error};
use crate::guard::{answer, guard};
use crate::handle::give;
use crate::key::public_key;
use crate::status::{BMNN_E_ENCODING, BMNN_E_KEY, BMNN_E_PROOF, bmnn_status};
use bmnn::id::Bytes32;
use bmnn::ledger::checkpoint::{Checkpoint, CheckpointError};
use bmnn_json::variant;
use serde_json::json;
use std::ffi::c_char;

/// What is wrong with a checkpoint.
pub(crate) fn fault(error: &CheckpointError) -> Fault {
    let (status, vi) = match error {
        CheckpointError::Malformed => (
            BMNN_E_ENCODING,
            "không phải là điểm kiểm tra của một sổ cái",
        ),
        CheckpointError::Mismatch { .. } => (
            BMNN_E_PROOF,
            "điểm kiểm tra không nói về sổ cái, số mục và gốc này",
        ),
        CheckpointError::OtherKey => (BMNN_E_KEY, "điểm kiểm tra do khóa khác ký"),
        CheckpointError::BadSignature => (BMNN_E_KEY, "chữ ký của điểm kiểm tra không đúng"),
    };
    Fault::new(status, vi, error.to_string()).with("kind", variant(error).into())
}

/// What a checkpoint says; its signature is not checked. `*out` becomes a JSON
/// object: `ledger`, the ledger-id; `size`; `root`.
///
/// Ownership: `note` is lent, `note_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_ENCODING if it is no checkpoint of a ledger, with `kind` `Malformed` in the detail; BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `note` points to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_checkpoint_json(
    note: *const c_char,
    note_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let note = text("note", note, note_len)?;
            let checkpoint = Checkpoint::parse(note.as_bytes()).map_err(|error| fault(&error))?;
            let Checkpoint { ledger, size, root } = checkpoint;
            let said = json!({
                "ledger": ledger.to_string(), "size": size, "root": root.to_string(),
            });
            Ok(give(said.to_string().into()))
        })
    }
}

/// Checks that a note is the checkpoint of just this ledger-id, size and root, and
/// that `key` signed it: each 32 bytes. The note's text is made anew from them and
/// compared byte by byte.
///
/// Ownership: `note` (`note_len` bytes of UTF-8 or BMNN_ZSTR), `ledger`, `root` and `key` are lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_ENCODING, BMNN_E_PROOF or BMNN_E_KEY, with `kind` in the detail: `Malformed`; `Mismatch`; `OtherKey`, `BadSignature`, or that of bmnn_key_id. BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH.
/// Since: 1.0
///
/// # Safety
///
/// `note` points to so many bytes, `ledger`, `root` and `key` to 32 each; `err` is
/// NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_checkpoint_check(
    note: *const c_char,
    note_len: usize,
    ledger: *const u8,
    size: u64,
    root: *const u8,
    key: *const u8,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            let note = text("note", note, note_len)?;
            let (ledger, root) = (fixed("ledger", ledger)?, fixed("root", root)?);
            let (ledger, root) = (Bytes32(ledger), Bytes32(root));
            let checkpoint = Checkpoint { ledger, size, root };
            let checked = checkpoint.check(note.as_bytes(), &public_key(key)?);
            checked.map_err(|error| fault(&error))
        })
    }
}
