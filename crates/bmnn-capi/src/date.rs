//! Days of the calendar, as numbers that read as they are written.

use crate::arg::text;
use crate::buf::bmnn_buf;
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::give;
use crate::status::{BMNN_E_DATE, bmnn_status};
use bmnn::date::Date;
use std::ffi::c_char;

/// A day: year × 10 000 + month × 100 + day, `20260301` for 1 March 2026; 1900
/// to 9999. 0 is no day. Later days are greater numbers.
pub type bmnn_date = i32;

pub(crate) fn number(date: Date) -> bmnn_date {
    date.year() * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day())
}

pub(crate) fn date(name: &str, number: bmnn_date) -> Result<Date, Fault> {
    let part = |number: i32| u8::try_from(number.rem_euclid(100)).unwrap_or(0);
    let (year, month, day) = (
        number.div_euclid(10_000),
        part(number.div_euclid(100)),
        part(number),
    );
    Date::new(year, month, day).map_err(|_| wrong(name))
}

fn wrong(name: &str) -> Fault {
    let en = "a day of 1900 to 9999 that the calendar has";
    let vi = "một ngày có trong lịch, từ năm 1900 đến 9999";
    Fault::argument(BMNN_E_DATE, name, en, vi)
}

/// Reads a day as acts write it: `2026-03-01`.
///
/// Ownership: `text` is lent, `text_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_DATE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then 0.
/// Since: 1.0
///
/// # Safety
///
/// `text` points to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_date_parse(
    text: *const c_char,
    text_len: usize,
    out: *mut bmnn_date,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, 0, err, || {
            let text = self::text("text", text, text_len)?;
            Ok(number(text.parse().map_err(|_| wrong("text"))?))
        })
    }
}

/// The day `days` later; earlier if negative. It stops at the calendar's ends.
///
/// Ownership: the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_DATE if `date` is no day, BMNN_E_NULL; `*out` is then 0.
/// Since: 1.0
///
/// # Safety
///
/// `out` can be written to; `err` is NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_date_plus_days(
    date: bmnn_date,
    days: i64,
    out: *mut bmnn_date,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, 0, err, || {
            Ok(number(self::date("date", date)?.plus_days(days)))
        })
    }
}

/// The last day of a period of `months` that begins with an event on `date`
/// (Civil Code 2015 Art. 147(2), 148): the same day of the month, or the
/// month's last one where there is none. A year is twelve months. It stops at
/// 31 December 9999.
///
/// Ownership: the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_DATE if `date` is no day, BMNN_E_NULL; `*out` is then 0.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_date_plus_days.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_date_plus_months(
    date: bmnn_date,
    months: u32,
    out: *mut bmnn_date,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, 0, err, || {
            Ok(number(self::date("date", date)?.plus_months(months)))
        })
    }
}

/// Days from `from` to `to`; negative if `to` is earlier.
///
/// Ownership: the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_DATE if one is no day, BMNN_E_NULL; `*out` is then 0.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_date_plus_days.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_date_days_until(
    from: bmnn_date,
    to: bmnn_date,
    out: *mut i64,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, 0, err, || {
            let (from, to) = (date("from", from)?, date("to", to)?);
            Ok(from.days_until(to))
        })
    }
}

/// A day as it is written in Vietnamese: `01/03/2026`.
///
/// Ownership: the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_DATE if `date` is no day, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_date_plus_days.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_date_vi(
    date: bmnn_date,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            Ok(give(self::date("date", date)?.vi().into()))
        })
    }
}
