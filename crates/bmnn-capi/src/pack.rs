//! The law as dated data: packs, and what they provide.

use crate::arg::text;
use crate::buf::bmnn_buf;
use crate::date::{self, bmnn_date};
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::{self, Opaque, give, lent};
use crate::status::{BMNN_E_NOT_FOUND, BMNN_E_PACK, bmnn_status};
use bmnn::date::Date;
use bmnn::pack::{Pack, PackError, Packs};
use serde_json::json;
use std::ffi::c_char;

/// Rule packs in the order of their adoption: where several cover a day, the
/// last one decides. It never changes, and may be read on any thread.
pub struct bmnn_packs {
    _opaque: [u8; 0],
}

impl Opaque for bmnn_packs {
    type Inside = Packs;
    const TAG: [u8; 8] = *b"bmnnpack";
    const NAME: &'static str = "packs";
}

/// The pack that decides on a day.
pub(crate) fn on_day(packs: &Packs, on: Date) -> Result<&Pack, Fault> {
    packs.on(on).ok_or_else(|| {
        Fault::new(
            BMNN_E_NOT_FOUND,
            format!("không có bộ quy tắc nào cho ngày {}", on.vi()),
            format!("no rule pack covers {on}"),
        )
    })
}

/// The packs that come with the library, oldest law first.
///
/// Ownership: the caller owns `*out`, freed with bmnn_packs_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `out` can be written to; `err` is NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_built_in(
    out: *mut *mut bmnn_packs,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            Ok(give(Packs::built_in().map_err(|error| unread(&error))?))
        })
    }
}

/// The packs of `packs` and one more, read from its TOML, as the latest. What
/// it extends must be among them. `name` is what its errors call it.
///
/// Ownership: `packs` and the texts are lent; the caller owns `*out`, freed with bmnn_packs_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_PACK with the reason, and `line` in the detail, BMNN_E_HANDLE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `packs` came from this library and was not freed; `name` and `toml` point to
/// so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_with(
    packs: *const bmnn_packs,
    name: *const c_char,
    name_len: usize,
    toml: *const c_char,
    toml_len: usize,
    out: *mut *mut bmnn_packs,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let packs: &Packs = lent(packs)?;
            let (name, toml) = (text("name", name, name_len)?, text("toml", toml, toml_len)?);
            let pack = packs.read(name, toml).map_err(|error| unread(&error))?;
            let mut packs = packs.clone();
            packs.adopt(pack);
            Ok(give(packs))
        })
    }
}

/// What the pack in force on a day provides under an id, `extend.decide-before`:
/// a JSON object with `pack`, `id`, `value`, `vi`, `en`, `article` (`vi`, `en`),
/// `confidence`, and `refuses`, whether an act against it is refused rather than
/// warned of. A value that nobody has found is `{"unknown": true}`.
///
/// Ownership: `packs` and `id` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND if no pack covers the day or it has no such provision, BMNN_E_DATE, BMNN_E_HANDLE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_with.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_provision(
    packs: *const bmnn_packs,
    on: bmnn_date,
    id: *const c_char,
    id_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let packs: &Packs = lent(packs)?;
            let on = date::date("on", on)?;
            let id = text("id", id, id_len)?;
            let pack = on_day(packs, on)?;
            let provision = pack
                .provision(id)
                .filter(|provision| provision.holds_on(on));
            let provision = provision.ok_or_else(|| {
                Fault::new(
                    BMNN_E_NOT_FOUND,
                    format!("bộ quy tắc `{}` không có quy định này", pack.id()),
                    format!("the pack `{}` has no such provision", pack.id()),
                )
                .with("pack", json!(pack.id()))
            })?;
            let mut found = bmnn_json::provision(provision);
            if let Some(fields) = found.as_object_mut() {
                fields.insert("pack".into(), pack.id().into());
            }
            Ok(give(found.to_string().into()))
        })
    }
}

/// The digest of a pack that comes with the library, `vn-2025`: 64 hexadecimal
/// digits, as `pack.adopt` wants them.
///
/// Ownership: `id` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `id` points to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_pack_digest(
    id: *const c_char,
    id_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let found = bmnn_registry::packs::built_in(text("id", id, id_len)?);
            let (_, digest) = found.ok_or_else(|| {
                let vi = "thư viện không có bộ quy tắc này";
                Fault::new(BMNN_E_NOT_FOUND, vi, "the library has no such pack")
            })?;
            Ok(give(digest.to_string().into()))
        })
    }
}

/// What is no pack, and in which line. Columns the core does not tell.
fn unread(error: &PackError) -> Fault {
    let why = error.to_string();
    Fault::new(BMNN_E_PACK, format!("không phải bộ quy tắc: {why}"), why)
        .with("line", json!(error.line))
}

/// Frees packs.
///
/// Ownership: `packs` is taken.
/// NULL: allowed; nothing happens.
/// Thread: any, once nobody reads it.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// `packs` is NULL or came from this library, and is not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_free(packs: *mut bmnn_packs) {
    // SAFETY: the caller's word.
    unsafe { handle::free(packs) }
}
