//! The ids that a host chooses: of parties, people, documents, books.

use crate::arg::{Out, text};
use crate::error::{Fault, bmnn_error};
use crate::guard::guard;
use crate::status::{BMNN_E_RANGE, bmnn_status};
use bmnn::id::Id;
use std::ffi::c_char;

/// Whether a text can be an id: 1 to 64 of `A-Z a-z 0-9 . _ : -`. `*is_own_agency`
/// becomes 1 if it is `self`, which in every registry is its own agency, else 0.
///
/// Ownership: `id` is lent, `id_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_RANGE if it cannot, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*is_own_agency` is then 0.
/// Since: 1.0
///
/// # Safety
///
/// `id` points to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_id_check(
    id: *const c_char,
    id_len: usize,
    is_own_agency: *mut i32,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            let is_own_agency = Out::emptied("is_own_agency", is_own_agency, 0)?;
            let id: Result<Id, _> = text("id", id, id_len)?.parse();
            let id = id.map_err(|_| {
                let en = "an id: 1 to 64 of `A-Z a-z 0-9 . _ : -`";
                let vi = "một mã: 1 đến 64 ký tự trong `A-Z a-z 0-9 . _ : -`";
                Fault::argument(BMNN_E_RANGE, "id", en, vi)
            })?;
            is_own_agency.put(id.is_own_agency().into());
            Ok(())
        })
    }
}
