//! What the law says without a registry: packs and marks as they stand.

use crate::arg::text;
use crate::buf::bmnn_buf;
use crate::date::{bmnn_date, date};
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::{give, lent};
use crate::pack::{bmnn_packs, on_day};
use crate::status::{BMNN_E_NOT_FOUND, bmnn_status};
use bmnn::pack::{Pack, Packs};
use serde_json::{Value, json};
use std::ffi::c_char;

/// Answers a question about packs with JSON.
///
/// # Safety
///
/// As bmnn_packs_list: the pointers are the caller's word.
pub(crate) unsafe fn asked(
    packs: *const bmnn_packs,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
    ask: impl FnOnce(&Packs) -> Result<Value, Fault>,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            Ok(give(ask(lent(packs)?)?.to_string().into()))
        })
    }
}

pub(crate) fn by_id<'p>(packs: &'p Packs, id: &str) -> Result<&'p Pack, Fault> {
    packs.by_id(id).ok_or_else(|| {
        Fault::new(
            BMNN_E_NOT_FOUND,
            "không có bộ quy tắc này",
            "there is no such pack",
        )
    })
}

/// The packs, in the order of their adoption: a JSON array of objects with `id`,
/// `vi`, `en`, `starts`, `ends`, `extends`, `note`.
///
/// Ownership: `packs` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `packs` came from this library and was not freed; the texts point to so many
/// bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_list(
    packs: *const bmnn_packs,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(packs, out, err, |packs| {
            Ok(packs.iter().map(bmnn_json::pack_head).collect())
        })
    }
}

/// The pack in force on a day: what bmnn_packs_list says of it.
///
/// Ownership: `packs` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND if none covers the day, BMNN_E_DATE, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_on(
    packs: *const bmnn_packs,
    on: bmnn_date,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(packs, out, err, |packs| {
            Ok(bmnn_json::pack_head(on_day(packs, date("on", on)?)?))
        })
    }
}

/// A whole pack, by its id: what bmnn_packs_list says of it, and arrays of its
/// `provisions` (as bmnn_packs_provision gives them), `posts` and `marks` (as
/// bmnn_packs_mark gives them).
///
/// Ownership: `packs` and `id` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_pack(
    packs: *const bmnn_packs,
    id: *const c_char,
    id_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(packs, out, err, |packs| {
            Ok(bmnn_json::pack(by_id(packs, text("id", id, id_len)?)?))
        })
    }
}

/// A mark of the pack in force on a day, `toi-mat`: a JSON object with
/// `id`, `kind`, `level`, `vi`, `en`, `rows` (each with its `text`, what `fill` is
/// written in, and `lettering`), and as far as its form was found `frame` and
/// `border` (in hundredths of a millimetre), `ink`, `placement`, each with its
/// `confidence`; `article`, `confidence`, and `can-be-drawn`, whether all that a
/// drawing needs is known. What is null was not found: it is not to be guessed.
///
/// Ownership: `packs` and `id` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND if no pack covers the day or it has no such mark, BMNN_E_DATE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_mark(
    packs: *const bmnn_packs,
    on: bmnn_date,
    id: *const c_char,
    id_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(packs, out, err, |packs| {
            let on = date("on", on)?;
            let id = text("id", id, id_len)?;
            let pack = on_day(packs, on)?;
            let mark = pack.mark(id).ok_or_else(|| {
                Fault::new(
                    BMNN_E_NOT_FOUND,
                    format!("bộ quy tắc `{}` không có dấu này", pack.id()),
                    format!("the pack `{}` has no such mark", pack.id()),
                )
                .with("pack", json!(pack.id()))
            })?;
            let mut found = bmnn_json::mark(mark);
            if let Some(fields) = found.as_object_mut() {
                fields.insert("pack".into(), pack.id().into());
            }
            Ok(found)
        })
    }
}
