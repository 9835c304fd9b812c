//! Proofs: made by a registry for outsiders, and checked without one.

use crate::arg::{bytes, perhaps};
use crate::buf::bmnn_buf;
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::give;
use crate::read::{asked, known_at};
use crate::registry::{bmnn_registry, object};
use crate::status::{BMNN_E_JSON, BMNN_E_PROOF, bmnn_status};
use bmnn::id::Bytes32;
use bmnn_json::check::{Key, Known, check, checkpoint_in};
use serde_json::{Value, json};
use std::ffi::c_char;

/// The proof that the entry at a position is in the ledger, under the checkpoint
/// over the first `size` entries, or BMNN_NOW for the last one: a text (C2SP
/// tlog-proof).
///
/// Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_prove(
    registry: *const bmnn_registry,
    seq: u64,
    size: u64,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            Ok(Some(registry.prove(seq, known_at(size))?.to_text().into()))
        })
    }
}

/// The proof that the checkpoint over the first `size` entries, or BMNN_NOW for
/// the last one, only adds to the one over the first `old`: a text (C2SP
/// tlog-witness).
///
/// Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_consistency(
    registry: *const bmnn_registry,
    old: u64,
    size: u64,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let proof = registry.consistency(old, known_at(size))?;
            Ok(Some(proof.to_text().into()))
        })
    }
}

/// The receipt of an entry for those who read COSE (RFC 9942): bytes. It is a new
/// signature by the ledger key over the last root.
///
/// Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_STATE in a registry opened to read, BMNN_E_KEY if the ledger key does not sign, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_cose_receipt(
    registry: *const bmnn_registry,
    seq: u64,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            Ok(Some(registry.cose_receipt(seq)?.encode().into()))
        })
    }
}

/// The COSE receipt (RFC 9942) that the last checkpoint only adds to the one over
/// the first `old` entries: bytes, newly signed by the ledger key.
///
/// Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_STATE in a registry opened to read, BMNN_E_KEY if the ledger key does not sign, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_cose_consistency(
    registry: *const bmnn_registry,
    old: u64,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            Ok(Some(registry.cose_consistency(old)?.encode().into()))
        })
    }
}

/// The checkpoint over the first `size` entries, as it was signed: a note (C2SP).
/// There is one behind each commit, not behind each entry.
///
/// Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_checkpoint_at(
    registry: *const bmnn_registry,
    size: u64,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            Ok(Some(registry.checkpoint_at(size)?.into()))
        })
    }
}

/// The bytes of an entry as they stand in the ledger: what whoever checks a proof
/// of it needs. Sealed values are not in them.
///
/// Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_entry_bytes(
    registry: *const bmnn_registry,
    seq: u64,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            Ok(Some(registry.entry_bytes(seq)?.into()))
        })
    }
}

/// The key that signed the checkpoint over the first `size` entries, or BMNN_NOW
/// for the last one: a text with name and key (C2SP signed-note). Give it to those
/// who check proofs by another way than the proofs.
///
/// Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_verifier_key(
    registry: *const bmnn_registry,
    size: u64,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let size = known_at(size).unwrap_or(registry.size());
            Ok(Some(registry.verifier_key(size)?.to_string().into()))
        })
    }
}

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
/// not given), `why`, `not-proven` (each with `kind`, `vi`, `en`), and as far as
/// known `ledger`, `size`, `root`, `signed-by`, `since`, `entry`, `leaf`, `act`,
/// `id`, `on`, `standing`. A proof that does not hold is an answer, and no error.
///
/// Ownership: `proof`, `known` and `entry` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `known` and `entry` may be NULL where there is none; `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_PROOF if it is none of these, BMNN_E_JSON if `known` is not as said, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_NULL; `*out` is then NULL.
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
                Fault::argument(BMNN_E_PROOF, "proof", en, vi)
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
