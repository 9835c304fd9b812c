//! Terms of protection without a registry: how long, until when, and why.

use crate::arg::text;
use crate::buf::bmnn_buf;
use crate::date::{self, bmnn_date, date};
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::{give, lent};
use crate::json::{object, of, read, unread, value};
use crate::law::{asked, by_id};
use crate::level::{bmnn_level, level};
use crate::pack::bmnn_packs;
use crate::status::{BMNN_E_JSON, BMNN_E_NOT_FOUND, bmnn_status};
use bmnn::act::Carrier;
use bmnn::date::PartDate;
use bmnn::pack::Packs;
use bmnn::term::{self, Protection};
use bmnn::until::Until;
use serde_json::json;
use std::ffi::c_char;

/// The last protected day of a document of a level that was determined on a day,
/// with nothing else stated: the level's term under the packs.
///
/// Ownership: `packs` is lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND if the packs give no end, BMNN_E_DATE, BMNN_E_RANGE if `level` is none, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then 0.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_term_end(
    packs: *const bmnn_packs,
    level: bmnn_level,
    determined: bmnn_date,
    out: *mut bmnn_date,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, 0, err, || {
            let packs: &Packs = lent(packs)?;
            let protection = Protection {
                carrier: Carrier::Document,
                level: Some(self::level("level", level)?),
                determined: Some(PartDate::from(date("determined", determined)?)),
                protect: None,
                extended_to: None,
                listed: None,
            };
            let end = term::of(&protection, packs).end.ok_or_else(|| {
                Fault::new(
                    BMNN_E_NOT_FOUND,
                    "các bộ quy tắc không cho biết ngày hết thời hạn",
                    "the packs give no end of the term",
                )
            })?;
            Ok(date::number(end))
        })
    }
}

/// The term of something protected, and why. `protection` is a JSON object:
/// `carrier` (`document`, `object`, `place`…), and as far as known `level`,
/// `determined` (a part-date), `protect` (what was stated: `{"years": 5}`,
/// `{"months": 6}`, `{"on": "2026-03-01"}`, `"unstated"`, `"when"`,
/// `"indefinite"`), `extended-to`, `listed` (whether it is on a list).
///
/// `*out` becomes a JSON object: `end`, the last protected day or null; `unknown`,
/// whether nothing is known that would give one; `undecided`, whether the law
/// wants an act of somebody at the end; `because`, each with `vi`, `en`, `article`.
///
/// Ownership: `packs` and `protection` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_JSON with `field` in the detail, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_term(
    packs: *const bmnn_packs,
    protection: *const c_char,
    protection_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(packs, out, err, |packs| {
            let name = "protection";
            let given = object(name, text(name, protection, protection_len)?)?;
            let known = [
                "carrier",
                "level",
                "determined",
                "protect",
                "extended-to",
                "listed",
            ];
            if let Some(key) = given.keys().find(|key| !known.contains(&key.as_str())) {
                let (en, vi) = ("nothing but the fields named", "chỉ các trường đã nêu");
                let fault = Fault::argument(BMNN_E_JSON, name, en, vi);
                return Err(fault.with("field", json!(key)));
            }
            let carrier: Option<Carrier> = read(name, &given, "carrier")?;
            let protection = Protection {
                carrier: carrier.ok_or_else(|| unread(name, "carrier"))?,
                level: read(name, &given, "level")?,
                determined: read(name, &given, "determined")?,
                protect: read(name, &given, "protect")?,
                extended_to: read(name, &given, "extended-to")?,
                listed: read(name, &given, "listed")?,
            };
            Ok(bmnn_json::term(&term::of(&protection, packs)))
        })
    }
}

/// What a stated protection comes to under one pack: `until` is JSON as `protect`
/// is in bmnn_packs_term. `*out` becomes a JSON object: `end`, the last protected
/// day or null; `at-event`, whether an event may end it before; `cut`, whether more
/// was stated than the level's term allows; `because`, an array of provisions.
///
/// Ownership: `packs` and the texts are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND if there is no such pack, BMNN_E_JSON, BMNN_E_DATE, BMNN_E_RANGE if `level` is none, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_resolve(
    packs: *const bmnn_packs,
    pack: *const c_char,
    pack_len: usize,
    until: *const c_char,
    until_len: usize,
    start: bmnn_date,
    level: bmnn_level,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(packs, out, err, |packs| {
            let pack = by_id(packs, text("pack", pack, pack_len)?)?;
            let until: Until = of("until", value("until", text("until", until, until_len)?)?)?;
            let start = date("start", start)?;
            let resolved = until.resolve(start, self::level("level", level)?, pack);
            Ok(bmnn_json::resolved(&resolved))
        })
    }
}

/// The protection of a whole whose parts have these: never less than any of
/// them. `untils` is a JSON array of at least one, each as `protect` is in
/// bmnn_packs_term, and so is `*out`.
///
/// Ownership: `untils` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_JSON, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_until_latest(
    untils: *const c_char,
    untils_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let name = "untils";
            let all: Vec<Until> = of(name, value(name, text(name, untils, untils_len)?)?)?;
            let latest = all.into_iter().reduce(Until::roll_up);
            let latest = latest.ok_or_else(|| {
                Fault::argument(BMNN_E_JSON, name, "at least one", "ít nhất một mục")
            })?;
            Ok(give(json!(latest).to_string().into()))
        })
    }
}
