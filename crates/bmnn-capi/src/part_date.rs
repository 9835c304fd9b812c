//! Dates of which a part may be unknown.

use crate::arg::{Out, text};
use crate::date::{bmnn_date, number};
use crate::error::{Fault, bmnn_error};
use crate::guard::guard;
use crate::status::{BMNN_E_DATE, bmnn_status};
use bmnn::date::PartDate;
use std::ffi::c_char;

/// Reads a date as old papers have it: `2014-05-31`, `2014-05` or `2014`.
/// `*earliest` and `*latest` become the days between which it lies; a term
/// reckoned from the latest one protects no less than the true one.
///
/// Ownership: `text` is lent, `text_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*err`.
/// NULL: each of `earliest`, `latest` and `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_DATE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; what is asked for is then 0.
/// Since: 1.0
///
/// # Safety
///
/// `text` points to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_part_date_parse(
    text: *const c_char,
    text_len: usize,
    earliest: *mut bmnn_date,
    latest: *mut bmnn_date,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            // Both are emptied before either is refused.
            let earliest = Out::wanted("earliest", earliest, 0);
            let latest = Out::wanted("latest", latest, 0);
            let (earliest, latest) = (earliest?, latest?);
            let part: Result<PartDate, _> = self::text("text", text, text_len)?.parse();
            let part = part.map_err(|_| {
                let en = "a date, a month or a year: `2014-05-31`, `2014-05` or `2014`";
                let vi = "một ngày, tháng hoặc năm: `2014-05-31`, `2014-05` hoặc `2014`";
                Fault::argument(BMNN_E_DATE, "text", en, vi)
            })?;
            earliest.put(number(part.earliest()));
            latest.put(number(part.latest()));
            Ok(())
        })
    }
}
