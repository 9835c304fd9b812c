//! What stands around every call.

use crate::arg::{Out, misaligned};
use crate::callback::heard;
use crate::error::{Fault, bmnn_error};
use crate::handle::give;
use crate::status::{BMNN_OK, bmnn_status};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs a call: a panic becomes `BMNN_E_PANIC`, and what went wrong is given to
/// `err` where the caller wants it.
///
/// An `err` that is not aligned is refused like any other argument, before the
/// call does anything: its program would wait for errors in vain.
///
/// # Safety
///
/// `err` is NULL, or can be written to until the call ends.
pub(crate) unsafe fn guard(
    err: *mut *mut bmnn_error,
    call: impl FnOnce() -> Result<(), Fault>,
) -> bmnn_status {
    let wanted = !err.is_null();
    if !err.is_aligned() {
        return misaligned("err").status;
    }
    if wanted {
        // SAFETY: checked above; the rest is the caller's word.
        unsafe { err.write(std::ptr::null_mut()) };
    }
    // What a call lends is not used after it panicked: objects here cannot be
    // changed.
    let outcome =
        heard(|| catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| Err(Fault::panicked())));
    let Err(fault) = outcome else {
        return BMNN_OK;
    };
    let status = fault.status;
    if wanted {
        // SAFETY: as above.
        unsafe { err.write(give::<bmnn_error>(fault.into())) };
    }
    status
}

/// As [`guard`], for a call that answers with one thing: `out` is emptied first,
/// and gets the answer.
///
/// # Safety
///
/// As [`guard`], and if it is not NULL and aligned, `out` can be written to.
pub(crate) unsafe fn answer<T>(
    out: *mut T,
    empty: T,
    err: *mut *mut bmnn_error,
    call: impl FnOnce() -> Result<T, Fault>,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        guard(err, || {
            let out = Out::emptied("out", out, empty)?;
            out.put(call()?);
            Ok(())
        })
    }
}

/// Runs a look at an object that cannot fail: what is no such object, and a
/// panic, give `otherwise`.
pub(crate) fn look<T>(otherwise: T, look: impl FnOnce() -> Result<T, Fault>) -> T {
    match catch_unwind(AssertUnwindSafe(look)) {
        Ok(Ok(seen)) => seen,
        _ => otherwise,
    }
}
