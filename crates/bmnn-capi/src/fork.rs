//! That another agency's ledger has two histories.

use crate::arg::text;
use crate::buf::bmnn_buf;
use crate::error::{Fault, bmnn_error};
use crate::fault;
use crate::guard::answer;
use crate::handle::{give, lent};
use crate::registry::bmnn_registry;
use crate::status::{BMNN_E_NOT_FOUND, BMNN_E_PROOF, bmnn_status};
use ::bmnn_registry::{Registry, SlipFailure};
use bmnn::ledger::consistency::Consistency;
use bmnn::ledger::fork::Evidence;
use std::ffi::c_char;
use std::path::Path;

/// The evidence that another ledger, in its folder, is no continuation of what
/// this registry noted of it (`witness.note`): a text that bmnn_proof_check
/// checks with that ledger's keys alone.
///
/// That there is none proves nothing of entries that the other has not got yet: a
/// ledger that was cut, and is still shorter than what was noted, can only be
/// asked for the rest.
///
/// Ownership: `registry` and `other` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NOT_FOUND if nothing contradicts what was noted. BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_DAMAGED, BMNN_E_PACK, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `other` points to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_fork_evidence(
    registry: *const bmnn_registry,
    other: *const c_char,
    other_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let desk = lent(registry)?;
            let other = Registry::read(Path::new(text("other", other, other_len)?))?;
            desk.work(|registry| found(registry.fork_evidence(&other)))
        })
    }
}

/// The same, where not the other ledger is at hand, but a consistency proof of it
/// from the size that was noted: a text, as bmnn_registry_consistency gives it.
/// (If that size is a power of two, the proof leaves out the root that it leads
/// from, and only the ledger itself shows a fork.)
///
/// Ownership: `registry` and `way` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_PROOF if `way` is no consistency proof, BMNN_E_NOT_FOUND if nothing contradicts what was noted. BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_fork_evidence.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_fork_evidence_by(
    registry: *const bmnn_registry,
    way: *const c_char,
    way_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let desk = lent(registry)?;
            let way = Consistency::parse(text("way", way, way_len)?).map_err(|_| {
                let vi = "một bằng chứng nhất quán";
                Fault::argument(BMNN_E_PROOF, "way", "a consistency proof", vi)
            })?;
            desk.work(|registry| found(registry.fork_evidence_by(&way)))
        })
    }
}

fn found(found: Result<Option<Evidence>, SlipFailure>) -> Result<*mut bmnn_buf, Fault> {
    let found = found
        .map_err(|failure| Fault::new(fault::slip(&failure), failure.vi(), failure.to_string()))?;
    let evidence = found.ok_or_else(|| {
        let vi = "không có gì trái với những điểm kiểm tra đã ghi nhận";
        let en = "nothing contradicts the checkpoints that were noted";
        Fault::new(BMNN_E_NOT_FOUND, vi, en)
    })?;
    Ok(give(evidence.to_text().into()))
}
