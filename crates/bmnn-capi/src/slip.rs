//! Slips: what goes with a copy from one agency to another, and comes back.

use crate::arg::{bytes, perhaps};
use crate::buf::bmnn_buf;
use crate::date::{self, bmnn_date};
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::{give, lent};
use crate::json::value;
use crate::read::asked;
use crate::registry::bmnn_registry;
use crate::status::{BMNN_E_JSON, BMNN_E_RANGE, bmnn_status};
use ::bmnn_registry::slip::ReadSlip;
use ::bmnn_registry::{Registry, SlipFailure};
use bmnn::id::Id;
use bmnn::ledger::vkey::VerifierKey;
use serde_json::Value;
use std::ffi::c_char;

/// The slip of an entry under the last checkpoint, for a receiver who noted the
/// first `since` entries of this ledger last, or 0 if none: bytes, which a file
/// takes as they are. It is kept in the registry's folder, so that the answer is
/// known for one.
///
/// What is sealed does not travel in it.
///
/// Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_STATE for an entry that is of no use outside, BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_slip(
    registry: *const bmnn_registry,
    seq: u64,
    since: u64,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let slip = registry.slip(seq, Some(since).filter(|since| *since > 0))?;
            let slip = slip.encode();
            registry.keep_slip(&slip)?;
            Ok(Some(slip.into()))
        })
    }
}

/// What a slip from another agency proves, held against what this registry knows:
/// a JSON object with `holds`, `slip` (its digest), `party`, `ledger`, `size`,
/// `root`, `about`, `standing`, `noted`, `signatures`, `findings` and `not-proven`.
/// A slip that does not hold is an answer, and no error. Nothing is recorded.
///
/// `from` is the party who sent it, or NULL for whichever has that ledger;
/// `witnesses` a JSON array of the verifier keys of witnesses whose cosignatures
/// are to be checked.
///
/// Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `from` and `witnesses` may be NULL where there is none; `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_PROOF if it is no slip, BMNN_E_STATE if it is of this registry itself, BMNN_E_NOT_FOUND if there is no such party, BMNN_E_RANGE if `from` is no id, BMNN_E_JSON if `witnesses` is no array of keys, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size; the texts and `slip` point to so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_slip_read(
    registry: *const bmnn_registry,
    slip: *const u8,
    slip_len: usize,
    from: *const c_char,
    from_len: usize,
    witnesses: *const c_char,
    witnesses_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let slip = bytes("slip", slip, slip_len)?;
            let from = perhaps("from", from, from_len)?;
            let witnesses = perhaps("witnesses", witnesses, witnesses_len)?;
            let read = read(registry, slip, from, witnesses)?;
            Ok(Some(bmnn_json::read_slip(&read).to_string().into()))
        })
    }
}

/// What follows from a slip that holds, on a legal date: a JSON object with `note`,
/// the draft of `witness.note`, null if its checkpoint was noted before; `act`,
/// the draft of `document.receive` or `copy.accept`, null if the slip tells of
/// something else; and `wanted`, the fields of `act` that the slip does not say in
/// clear and that the clerk reads off the document.
///
/// Lay these over `act`, and put both on record with bmnn_registry_perform_all,
/// `note` first. A checkpoint is noted only if its slip went through here, with the
/// registry open since. The slip is kept in the registry's folder.
///
/// Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `from` and `witnesses` may be NULL where there is none; `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_REFUSED if it does not hold, does not lead from what was noted, or answers nothing; BMNN_E_STATE if nobody enrolled has that ledger; BMNN_E_DATE, BMNN_E_PROOF if it is no slip, BMNN_E_STATE if it is of this registry itself, BMNN_E_NOT_FOUND if there is no such party, BMNN_E_RANGE if `from` is no id, BMNN_E_JSON if `witnesses` is no array of keys, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_slip_read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_slip_accept(
    registry: *mut bmnn_registry,
    slip: *const u8,
    slip_len: usize,
    from: *const c_char,
    from_len: usize,
    witnesses: *const c_char,
    witnesses_len: usize,
    on: bmnn_date,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            lent(registry.cast_const())?.work(|registry| {
                let slip = bytes("slip", slip, slip_len)?;
                let from = perhaps("from", from, from_len)?;
                let witnesses = perhaps("witnesses", witnesses, witnesses_len)?;
                let on = date::date("on", on)?;
                let read = read(registry, slip, from, witnesses)?;
                let follows = registry.accept_slip(&read, on)?;
                registry.keep_slip(slip)?;
                Ok(give(bmnn_json::follows(&follows).to_string().into()))
            })
        })
    }
}

/// The slip, read by the registry.
fn read(
    registry: &Registry,
    slip: &[u8],
    from: Option<&str>,
    witnesses: Option<&str>,
) -> Result<ReadSlip, Fault> {
    let from: Option<Id> = from.map(str::parse).transpose().map_err(|_| {
        let en = "an id: small letters, digits and hyphens";
        let vi = "một mã: chữ thường, chữ số và dấu gạch nối";
        Fault::argument(BMNN_E_RANGE, "from", en, vi)
    })?;
    let witnesses = witnesses.map_or(Ok(Vec::new()), self::witnesses)?;
    Ok(registry.read_slip_witnessed(slip, from.as_ref(), witnesses)?)
}

fn witnesses(text: &str) -> Result<Vec<VerifierKey>, Fault> {
    let keys = match value("witnesses", text)? {
        Value::Array(keys) => keys
            .iter()
            .map(|key| key.as_str()?.parse().ok())
            .collect::<Option<_>>(),
        _ => None,
    };
    keys.ok_or_else(|| {
        let (en, vi) = ("an array of verifier keys", "một mảng khoá kiểm tra");
        Fault::argument(BMNN_E_JSON, "witnesses", en, vi)
    })
}

impl From<SlipFailure> for Fault {
    fn from(failure: SlipFailure) -> Self {
        let status = crate::fault::slip(&failure);
        let en = failure.to_string();
        Self::new(status, failure.vi(), en)
    }
}
