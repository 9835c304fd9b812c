//! Times of day.

use crate::arg::{Out, text};
use crate::error::{Fault, bmnn_error};
use crate::guard::guard;
use crate::status::{BMNN_E_DATE, bmnn_status};
use bmnn::date::Time;
use std::ffi::c_char;

/// Reads a time of day in Vietnam as acts write it: `14:05`. `*hour` becomes 0 to
/// 23, `*minute` 0 to 59.
///
/// Ownership: `text` is lent, `text_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*err`.
/// NULL: each of `hour`, `minute` and `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_DATE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; what is asked for is then −1.
/// Since: 1.0
///
/// # Safety
///
/// `text` points to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_time_parse(
    text: *const c_char,
    text_len: usize,
    hour: *mut i32,
    minute: *mut i32,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            // Both are emptied before either is refused.
            let hour = Out::wanted("hour", hour, -1);
            let minute = Out::wanted("minute", minute, -1);
            let (hour, minute) = (hour?, minute?);
            let time: Result<Time, _> = self::text("text", text, text_len)?.parse();
            let time = time.map_err(|_| {
                let en = "a time of day, `00:00` to `23:59`";
                let vi = "một thời điểm trong ngày, từ `00:00` đến `23:59`";
                Fault::argument(BMNN_E_DATE, "text", en, vi)
            })?;
            hour.put(time.hour().into());
            minute.put(time.minute().into());
            Ok(())
        })
    }
}
