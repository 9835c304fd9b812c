//! A ledger and its acts, checked.

use crate::arg::{bytes, text};
use crate::callback::{Failure, Who};
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::give;
use crate::inspection::{bmnn_verify_options, inspection};
use crate::json::object;
use crate::report::bmnn_report;
use crate::status::{BMNN_E_JSON, BMNN_E_PROOF, bmnn_status};
use bmnn::id::Bytes32;
use bmnn::ledger::verify::{Bookmark, Expect};
use bmnn_registry::verify::{Progress, Verification, inspect_file_or_export, inspect_folder};
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::ffi::{c_char, c_void};
use std::ops::ControlFlow;
use std::path::Path;

/// Verifies the registry in a folder: ledger, `tip`, and the acts replayed from
/// nothing under the packs that they adopted. No lock is taken, and nothing is
/// written.
///
/// `progress`, unless it is NULL, is called now and then on the calling thread
/// with `user`, how many bytes of how many were read, and how many entries:
/// answer 0 to go on, BMNN_E_CANCELLED to break off, or another number not 0,
/// which becomes BMNN_E_CALLBACK with that number as `host` in its detail. `done`
/// may step back, where signatures are checked once more; the last word of a
/// verification that was not broken off is that all of it is done. It must not
/// throw, nor jump out of the call.
///
/// Ownership: `folder` (`folder_len` bytes of UTF-8 or BMNN_ZSTR) and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
/// NULL: `options`, `progress`, `user` and `err` may be NULL.
/// Thread: any; on the same folder from several at once, too.
/// Errors: BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with the ledger is no error, but in the report.
/// Since: 1.0
///
/// # Safety
///
/// `folder` points to so many bytes, `options` to `struct_size` of them; the
/// others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_verify_folder(
    folder: *const c_char,
    folder_len: usize,
    options: *const bmnn_verify_options,
    progress: Option<
        unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64, entries: u64) -> i32,
    >,
    user: *mut c_void,
    out: *mut *mut bmnn_report,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let folder = Path::new(text("folder", folder, folder_len)?);
            let inspection = inspection(options)?;
            verified(progress, user, |watch| {
                inspect_folder(inspection, folder, watch)
            })
        })
    }
}

/// Verifies a ledger's file by itself, with the texts of adopted packs that lie
/// in `packs` beside it, if there are any; or an export (bmnn_registry_export),
/// with the packs and the sealed values that are in it, in place. What only a
/// whole folder could show, the report says that it was not proven.
///
/// Ownership: `file` (`file_len` bytes of UTF-8 or BMNN_ZSTR) and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
/// NULL: `options`, `progress`, `user` and `err` may be NULL.
/// Thread: any; on the same file from several at once, too.
/// Errors: BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with the ledger is no error, but in the report.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_verify_folder.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_verify_file(
    file: *const c_char,
    file_len: usize,
    options: *const bmnn_verify_options,
    progress: Option<
        unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64, entries: u64) -> i32,
    >,
    user: *mut c_void,
    out: *mut *mut bmnn_report,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let file = Path::new(text("file", file, file_len)?);
            let inspection = inspection(options)?;
            verified(progress, user, |watch| {
                inspect_file_or_export(inspection, file, watch)
            })
        })
    }
}

/// Verifies the registry in a folder from where an earlier verification ended
/// that held and kept a bookmark (`keeps_bookmark`, bmnn_report_bookmark). What
/// stands before it is believed, and its acts are not replayed: the report says
/// so. If the ledger has not just that checkpoint in that place any more, the
/// verification begins at the start, and says what became of it.
///
/// A bookmark is one's own: keep it where nobody else writes.
///
/// Ownership: `folder` (`folder_len` bytes of UTF-8 or BMNN_ZSTR), `bookmark` and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
/// NULL: `options`, `progress`, `user` and `err` may be NULL.
/// Thread: any; on the same folder from several at once, too.
/// Errors: BMNN_E_PROOF if it is no bookmark, or a damaged one; BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with the ledger is no error, but in the report.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_verify_folder; `bookmark` points to so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_verify_since(
    folder: *const c_char,
    folder_len: usize,
    bookmark: *const u8,
    bookmark_len: usize,
    options: *const bmnn_verify_options,
    progress: Option<
        unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64, entries: u64) -> i32,
    >,
    user: *mut c_void,
    out: *mut *mut bmnn_report,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let folder = Path::new(text("folder", folder, folder_len)?);
            let bookmark = Bookmark::decode(bytes("bookmark", bookmark, bookmark_len)?);
            let bookmark = bookmark.map_err(|_| {
                let vi = "một điểm đánh dấu còn nguyên vẹn";
                Fault::argument(BMNN_E_PROOF, "bookmark", "a bookmark that is whole", vi)
            })?;
            let mut inspection = inspection(options)?;
            inspection.since = Some(bookmark);
            verified(progress, user, |watch| {
                inspect_folder(inspection, folder, watch)
            })
        })
    }
}

/// Verifies the registry in a folder against what others hold of it. `held` is a
/// JSON object with, each where there is one: `checkpoints`, an array of notes
/// that were kept elsewhere; `receipts`, an array of tlog-proofs; `roots`, an
/// array of the public keys (64 hexadecimal digits) of all the roots that opened
/// it. Whatever does not fit is a finding: that the ledger was cut or rewritten
/// since.
///
/// Ownership: `folder` (`folder_len` bytes of UTF-8 or BMNN_ZSTR), `held` and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
/// NULL: `options`, `progress`, `user` and `err` may be NULL.
/// Thread: any; on the same folder from several at once, too.
/// Errors: BMNN_E_JSON if `held` is not as said; BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with the ledger is no error, but in the report.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_verify_folder; `held` points to so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_verify_against(
    folder: *const c_char,
    folder_len: usize,
    held: *const c_char,
    held_len: usize,
    options: *const bmnn_verify_options,
    progress: Option<
        unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64, entries: u64) -> i32,
    >,
    user: *mut c_void,
    out: *mut *mut bmnn_report,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let folder = Path::new(text("folder", folder, folder_len)?);
            let held = text("held", held, held_len)?;
            let mut inspection = inspection(options)?;
            hold(&mut inspection.expect, held)?;
            verified(progress, user, |watch| {
                inspect_folder(inspection, folder, watch)
            })
        })
    }
}

/// Adds what others hold of a ledger to what is expected of it.
pub(crate) fn hold(expect: &mut Expect, held: &str) -> Result<(), Fault> {
    fn texts(value: &Value) -> Option<Vec<String>> {
        let all = value.as_array()?.iter();
        all.map(|one| one.as_str().map(str::to_owned)).collect()
    }
    fn roots(value: &Value) -> Option<BTreeSet<Bytes32>> {
        let all = value.as_array()?.iter();
        all.map(|one| one.as_str()?.parse().ok()).collect()
    }
    for (field, value) in object("held", held)? {
        let read = match field.as_str() {
            "checkpoints" => texts(&value).map(|all| expect.checkpoints = all),
            "receipts" => texts(&value).map(|all| expect.receipts = all),
            "roots" => roots(&value).map(|all| expect.roots = Some(all)),
            _ => None,
        };
        read.ok_or_else(|| {
            let en = "`checkpoints` and `receipts`, arrays of texts; `roots`, an array of keys";
            let vi = "`checkpoints` và `receipts` là mảng văn bản; `roots` là mảng khoá";
            Fault::argument(BMNN_E_JSON, "held", en, vi).with("field", json!(field))
        })?;
    }
    Ok(())
}

/// The caller's function, which is told how far a verification is.
pub(crate) type Told =
    Option<unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64, entries: u64) -> i32>;

/// Runs a verification under the caller's eyes.
pub(crate) fn verified<E>(
    progress: Told,
    user: *mut c_void,
    run: impl FnOnce(&mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<Option<Verification>, E>,
) -> Result<*mut bmnn_report, Fault>
where
    Fault: From<E>,
{
    let mut answer = 0;
    let last = Cell::new(None);
    let mut watch = |now: Progress| {
        if let Some(progress) = progress {
            // SAFETY: the caller's function, with the caller's pointer.
            answer = unsafe { progress(user, now.done, now.total, now.entries) };
        }
        last.set(Some(now));
        match answer {
            0 => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    };
    let mut done = run(&mut watch)?;
    // The last word is that all of it is done, whatever was read last.
    if let Some(verification) = &done {
        let total = last.get().map_or(0, |last: Progress| last.total);
        let entries = verification.report.entries;
        let whole = Progress {
            done: total,
            total,
            entries,
        };
        if last.get() != Some(whole) && watch(whole).is_break() {
            done = None;
        }
    }
    match done {
        Some(verification) => Ok(give(verification.into())),
        None => Err(Failure::new(Who::Progress, answer).into()),
    }
}
