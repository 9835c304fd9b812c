//! Proofs for outsiders, as a registry makes them.

use crate::buf::bmnn_buf;
use crate::error::bmnn_error;
use crate::read::{asked, known_at};
use crate::registry::bmnn_registry;
use crate::status::bmnn_status;

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
