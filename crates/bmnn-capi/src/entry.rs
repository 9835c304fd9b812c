//! Entries, by themselves.

use crate::arg::bytes;
use crate::buf::bmnn_buf;
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::give;
use crate::statement;
use crate::status::{BMNN_E_ENCODING, bmnn_status};
use bmnn::act::json::to_json;
use bmnn::id::to_hex;
use bmnn::ledger::entry::{Entry, EntryError};
use bmnn::ledger::tree::leaf_hash;
use bmnn_json::variant;
use serde_json::json;

fn unread(error: &EntryError) -> Fault {
    match error {
        EntryError::Statement(error) => statement::unread(error),
        EntryError::Malformed(error) => Fault::bad_encoding(error),
        other => {
            let vi = "không phải là một mục của sổ cái theo định dạng 1";
            let fault = Fault::new(BMNN_E_ENCODING, vi, other.to_string());
            fault.with("kind", variant(other).into())
        }
    }
}

/// Reads an entry as it stands in a ledger, without the ledger: its form is
/// checked, and no signature. `*out` becomes a JSON object: `seq`, the position;
/// `prev`, the leaf hash of the entry before; `leaf`, its own; `received`, Unix
/// time in milliseconds; `signer`, the id of the key that signed; `cosigners`,
/// those that cosigned, and `cosignatures`, what they signed it with, in the same
/// order; `statement`, its bytes in hexadecimal, for bmnn_statement_check; `act`,
/// the act's JSON, or null if it is not in the ledger's encoding.
///
/// Ownership: `entry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_ENCODING if it is no entry, with `kind` in the detail: `Version`, `TooLong`, `TooManyCosigned`, `CosignatureOrder`, `CosignedByItself`, `UnknownAlgorithm`, or `BadEncoding`, and then the offset, and `fault`. BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `entry` points to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_entry_json(
    entry: *const u8,
    entry_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let bytes = bytes("entry", entry, entry_len)?;
            let (entry, statement) = Entry::decode(bytes).map_err(|error| unread(&error))?;
            let cosigners = entry.cosigned.iter().map(|one| one.kid.to_string());
            let cosignatures = entry.cosigned.iter().map(|one| to_hex(&one.signature));
            let act = statement.act().ok();
            let said = json!({
                "seq": entry.seq,
                "prev": entry.prev.to_string(),
                "leaf": leaf_hash(bytes).to_string(),
                "received": entry.received,
                "signer": statement.kid().to_string(),
                "cosigners": cosigners.collect::<Vec<_>>(),
                "cosignatures": cosignatures.collect::<Vec<_>>(),
                "statement": to_hex(&statement.encode()),
                "act": act.map(|act| to_json(&act, &|_, _| None)),
            });
            Ok(give(said.to_string().into()))
        })
    }
}
