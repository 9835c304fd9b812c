//! Proofs that came from elsewhere, checked without a registry.

use crate::arg::{bytes, perhaps};
use crate::buf::bmnn_buf;
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::give;
use crate::json::object;
use crate::status::{BMNN_E_JSON, BMNN_E_PROOF, bmnn_status};
use bmnn::id::Bytes32;
use bmnn_json::check::{Key, Known, check, checkpoint_in};
use serde_json::{Value, json};
use std::ffi::c_char;

/// Whether a proof that came from elsewhere holds, without the ledger: a
/// tlog-proof, a consistency proof, a COSE receipt, a slip, or evidence of a
/// fork, which its beginning tells.
///
/// `known` is a JSON object of what is known by another way, each where there is
/// one: `keys`, an array of the ledger's keys (verifier keys, or 64 hexadecimal
/// digits), of which any may have signed; `ledger`, the ledger-id; `since`, the
/// text of the checkpoint noted earlier, or of a proof that carries it. `entry`
/// is the entry that is proven, as bmnn_registry_entry_bytes gives it.
///
/// `*out` becomes a JSON object: `form`, `holds` (null where that takes what was
/// not given), `why` (null if it holds, else `kind`, `vi`, `en`, and the `line` of
/// the text at fault if there is one), `not-proven` (each with `kind`, `vi`, `en`),
/// and as far as known `ledger`, `size`, `root`, `signed-by`, `since`, `entry`,
/// `leaf`, `act`, `id`, `on`, `standing`; of a slip `report`, what it shows by
/// itself, as bmnn_registry_slip_read gives it. A proof that does not hold is an
/// answer, and no error.
///
/// Ownership: `proof`, `known` and `entry` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `known` and `entry` may be NULL where there is none; `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_PROOF if it is none of these, with `kind` `Malformed` in the detail; BMNN_E_JSON if `known` is not as said, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `proof`, `known` and `entry` point to so many bytes; the others are NULL or
/// can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_proof_check(
    proof: *const u8,
    proof_len: usize,
    known: *const c_char,
    known_len: usize,
    entry: *const u8,
    entry_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let proof = bytes("proof", proof, proof_len)?;
            let mut known = match perhaps("known", known, known_len)? {
                Some(text) => self::known(text)?,
                None => Known::default(),
            };
            if !entry.is_null() {
                known.entry = Some(bytes("entry", entry, entry_len)?.to_vec());
            }
            let found = check(proof, &known).ok_or_else(|| {
                let en = "a proof: tlog-proof, consistency proof, COSE receipt, slip or evidence of a fork";
                let vi = "một bằng chứng: tlog-proof, bằng chứng nhất quán, biên nhận COSE, phiếu chuyển hoặc bằng chứng rẽ nhánh";
                let fault = Fault::argument(BMNN_E_PROOF, "proof", en, vi);
                let fault = fault.with("kind", json!("Malformed"));
                match std::str::from_utf8(proof) {
                    Ok(_) => fault.with("line", json!(1)),
                    Err(_) => fault,
                }
            })?;
            Ok(give(found.document().to_string().into()))
        })
    }
}

/// What a JSON object says to be known.
fn known(text: &str) -> Result<Known, Fault> {
    let mut known = Known::default();
    for (field, value) in object("known", text)? {
        let read = match field.as_str() {
            "keys" => keys(&value).map(|keys| known.keys = keys),
            "ledger" => ledger(&value).map(|ledger| known.ledger = Some(ledger)),
            "since" => since(&value).map(|since| known.since = Some(since)),
            _ => None,
        };
        read.ok_or_else(|| {
            let en = "`keys`, an array of keys; `ledger`, an id; `since`, a checkpoint";
            let vi = "`keys` là mảng khoá; `ledger` là một mã; `since` là một điểm kiểm tra";
            Fault::argument(BMNN_E_JSON, "known", en, vi).with("field", json!(field))
        })?;
    }
    Ok(known)
}

fn keys(value: &Value) -> Option<Vec<Key>> {
    let keys = value.as_array()?.iter();
    keys.map(|key| key.as_str()?.parse().ok()).collect()
}

fn ledger(value: &Value) -> Option<Bytes32> {
    value.as_str()?.parse().ok()
}

fn since(value: &Value) -> Option<bmnn::ledger::checkpoint::Checkpoint> {
    checkpoint_in(value.as_str()?)
}
