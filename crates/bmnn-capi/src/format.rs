//! A ledger checked by its format alone.

use crate::arg::{perhaps, text};
use crate::error::bmnn_error;
use crate::guard::answer;
use crate::inspection::{bmnn_verify_options, inspection};
use crate::report::bmnn_report;
use crate::status::bmnn_status;
use crate::verify::{hold, verified};
use bmnn::ledger::verify::Report;
use bmnn_registry::verify::{Hands, Verification};
use std::collections::BTreeMap;
use std::ffi::{c_char, c_void};
use std::path::Path;

/// Verifies the ledger in a folder, or a ledger's file by itself, by its format
/// alone: links, signatures, keys and checkpoints. The acts are not replayed under
/// the law, and the report says so. `held` is what others hold of it, as in
/// bmnn_verify_against.
///
/// Ownership: `place`, `held` and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
/// NULL: `held`, `options`, `progress`, `user` and `err` may be NULL.
/// Thread: any; on the same place from several at once, too.
/// Errors: BMNN_E_JSON if `held` is not as said, BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with the ledger is no error, but in the report.
/// Since: 1.0
///
/// # Safety
///
/// The texts are NULL or point to so many bytes, `options` to `struct_size` of
/// them; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_verify_format(
    place: *const c_char,
    place_len: usize,
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
            let place = Path::new(text("place", place, place_len)?);
            let mut inspection = inspection(options)?;
            if let Some(held) = perhaps("held", held, held_len)? {
                hold(&mut inspection.expect, held)?;
            }
            verified(progress, user, |mut watch| {
                let inspected = if place.is_dir() {
                    inspection.folder(place, &mut watch)
                } else {
                    inspection.file(place, &mut watch)
                };
                inspected.map(|inspected| inspected.map(|one| alone(one.report)))
            })
        })
    }
}

/// What the format alone shows.
fn alone(report: Report) -> Verification {
    Verification {
        report,
        acts: BTreeMap::new(),
        hands: Hands::default(),
        erased: 0,
        not_replayed: Some("only the format was to be checked".to_owned()),
        bookmark: None,
    }
}
