//! The names of copies.

use crate::arg::text;
use crate::buf::bmnn_buf;
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::give;
use crate::status::{BMNN_E_RANGE, bmnn_status};
use bmnn::copy::{CopyRef, CopyRefError};
use serde_json::json;
use std::ffi::c_char;

/// The copy that a text names.
///
/// # Safety
///
/// As [`text`].
pub(crate) unsafe fn copy(
    name: &'static str,
    copy: *const c_char,
    length: usize,
) -> Result<CopyRef, Fault> {
    // SAFETY: the caller's word.
    let text = unsafe { text(name, copy, length) }?;
    text.parse().map_err(|error| wrong(name, error))
}

fn wrong(name: &str, error: CopyRefError) -> Fault {
    let (kind, en, vi) = match error {
        CopyRefError::Malformed => (
            "Malformed",
            "a copy, such as `doc-17#3`, `doc-17#u1` or `doc-17#3/2.1`",
            "một bản, như `doc-17#3`, `doc-17#u1` hoặc `doc-17#3/2.1`",
        ),
        CopyRefError::Zero => ("Zero", "numbers from 1", "các số từ 1"),
        CopyRefError::TooDeep => (
            "TooDeep",
            "at most 8 reproductions, one from the other",
            "tối đa 8 lần sao từ bản sao",
        ),
    };
    Fault::argument(BMNN_E_RANGE, name, en, vi).with("kind", json!(kind))
}

/// Reads a copy's name: `doc-17#3` is the copy numbered 3, `doc-17#u1` one
/// without a number, `doc-17#3/2.1` duplicate 1 of occasion 2 made from copy 3.
/// `*out` becomes a JSON object: `copy`, the name; `document`; `number`, or null;
/// `root`, the copy that it goes back to; and of a duplicate `parent`, `occasion`,
/// `duplicate-number`, else null.
///
/// Ownership: `copy` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_RANGE if it is no name, with `kind` in the detail: `Malformed`, `Zero` or `TooDeep`. BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `copy` points to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_copy_parse(
    copy: *const c_char,
    copy_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let copy = self::copy("copy", copy, copy_len)?;
            Ok(give(bmnn_json::copy_name(&copy).to_string().into()))
        })
    }
}

/// The name of a duplicate: number `number` of those that were made from `copy`
/// on its occasion `occasion`, each from 1. `*out` becomes the name.
///
/// Ownership: `copy` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_RANGE if `copy` is no name, a number is 0, or it goes back through too many reproductions, with `kind` in the detail: `Malformed`, `Zero` or `TooDeep`. BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_copy_parse.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_copy_duplicate(
    copy: *const c_char,
    copy_len: usize,
    occasion: u32,
    number: u32,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let copy = self::copy("copy", copy, copy_len)?;
            let made = copy.duplicate(occasion, number);
            let made = made.map_err(|error| wrong("occasion", error))?;
            Ok(give(made.to_string().into()))
        })
    }
}
