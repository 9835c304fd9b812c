//! Verifier keys, and what witnesses cosigned.

use crate::arg::{Out, text};
use crate::buf::bmnn_buf;
use crate::checkpoint;
use crate::error::{Fault, bmnn_error};
use crate::guard::{answer, guard};
use crate::handle::give;
use crate::status::{BMNN_E_ENCODING, BMNN_E_KEY, BMNN_E_NOT_FOUND, bmnn_status};
use bmnn::ledger::note::{Note, NoteError};
use bmnn::ledger::vkey::{VerifierKey, VerifierKeyError};
use bmnn_json::variant;
use serde_json::json;
use std::ffi::c_char;

/// The verifier key in a text.
fn verifier(name: &str, text: &str) -> Result<VerifierKey, Fault> {
    text.parse().map_err(|error: VerifierKeyError| {
        let (status, kind) = match &error {
            VerifierKeyError::Key(error) => (BMNN_E_KEY, variant(error)),
            other => (BMNN_E_ENCODING, variant(other)),
        };
        let en = format!("a verifier key: {error}");
        let vi = "một khóa kiểm tra: tên, 8 chữ số thập lục phân và khóa, nối bằng `+`";
        Fault::argument(status, name, &en, vi).with("kind", kind.into())
    })
}

fn note(text: &str) -> Result<Note, Fault> {
    let other = |error: &NoteError, kind| {
        let vi = "không phải là điểm kiểm tra có chữ ký của người làm chứng";
        Fault::new(BMNN_E_ENCODING, vi, error.to_string()).with("kind", json!(kind))
    };
    Note::parse(text).map_err(|error| match &error {
        NoteError::Checkpoint(source) => checkpoint::fault(source),
        NoteError::Cosignature { source, .. } => other(&error, variant(source)),
        NoteError::TooLong | NoteError::Twice => other(&error, variant(&error)),
    })
}

/// What a verifier key says, the text by which those who check are told a key:
/// bmnn_registry_verifier_key gives a ledger's. `*out` becomes a JSON object:
/// `name`, under which it signs; `type`, 1 for a ledger's key and 4 for a
/// witness's; `key`, its 32 bytes in hexadecimal; `ledger`, the ledger-id that the
/// name holds, or null.
///
/// Ownership: `text` is lent, `text_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_ENCODING if it is none, with `kind` in the detail: `Malformed`, `Name`, `Type`, `NotLedger` or `Hash`; BMNN_E_KEY if no ledger takes such a key, with the `kind` of bmnn_key_id. BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `text` points to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_verifier_key_json(
    text: *const c_char,
    text_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let key = verifier("text", self::text("text", text, text_len)?)?;
            let said = json!({
                "name": key.name(),
                "type": key.key_type().byte(),
                "key": key.public().to_bytes().to_string(),
                "ledger": key.ledger().map(|ledger| ledger.to_string()),
            });
            Ok(give(said.to_string().into()))
        })
    }
}

/// Checks that a witness cosigned the checkpoint in a note. `witness` is the
/// witness's verifier key. `*size` becomes the checkpoint's size, `*time` the time
/// at which the witness says that he cosigned, in Unix seconds. The ledger's own
/// signature is not checked: that is bmnn_checkpoint_check.
///
/// Ownership: `note` and `witness` are lent, so many bytes of UTF-8 or BMNN_ZSTR; the caller owns `*err`.
/// NULL: each of `size`, `time` and `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND if no line of the note is of this witness, with `kind` `NotWitnessed` in the detail; BMNN_E_KEY if its signature is wrong, with `kind` `BadSignature`; BMNN_E_ENCODING if the note is none, with its `kind`, or `witness` is no verifier key, as bmnn_verifier_key_json. BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; what is asked for is then 0.
/// Since: 1.0
///
/// # Safety
///
/// The texts point to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_note_check_witness(
    note: *const c_char,
    note_len: usize,
    witness: *const c_char,
    witness_len: usize,
    size: *mut u64,
    time: *mut u64,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            // Both are emptied before either is refused.
            let size = Out::wanted("size", size, 0);
            let time = Out::wanted("time", time, 0);
            let (size, time) = (size?, time?);
            let note = self::note(text("note", note, note_len)?)?;
            let witness = verifier("witness", text("witness", witness, witness_len)?)?;
            let mut lines = note.cosignatures().iter();
            let line = lines.find(|line| line.names(&witness)).ok_or_else(|| {
                let vi = "người làm chứng này chưa ký điểm kiểm tra";
                let en = "this witness has not cosigned the checkpoint";
                Fault::new(BMNN_E_NOT_FOUND, vi, en).with("kind", json!("NotWitnessed"))
            })?;
            let checked = line.check(note.checkpoint(), &witness);
            checked.map_err(|_| Fault::bad_signature())?;
            size.put(note.checkpoint().size);
            time.put(line.time());
            Ok(())
        })
    }
}
