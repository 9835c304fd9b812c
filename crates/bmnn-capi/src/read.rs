//! A registry asked: entries, documents, copies, status, duties, proofs.

use crate::arg::{bytes, text};
use crate::buf::{Bytes, bmnn_buf};
use crate::date::{self, bmnn_date};
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::{give, lent};
use crate::registry::bmnn_registry;
use crate::status::{BMNN_E_NOT_FOUND, BMNN_E_RANGE, bmnn_status};
use ::bmnn_registry::Registry;
use bmnn::id::{ActId, Id};
use serde_json::{Value, json};
use std::ffi::c_char;

/// Everything that is known now, where a function asks behind which entry.
pub const BMNN_NOW: u64 = u64::MAX;
/// How many entries bmnn_registry_since gives at most in one answer.
pub const BMNN_MOST_ENTRIES: u32 = 10_000;

/// Answers a question with JSON, or a text.
///
/// # Safety
///
/// As the functions below: their pointers are the caller's word.
pub(crate) unsafe fn asked(
    registry: *const bmnn_registry,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
    ask: impl FnOnce(&Registry) -> Result<Option<Bytes>, Fault>,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let nothing = || {
                let vi = "không có gì như vậy trong sổ";
                Fault::new(
                    BMNN_E_NOT_FOUND,
                    vi,
                    "there is no such thing in the registry",
                )
            };
            let answer = lent(registry)?.work(|registry| ask(registry)?.ok_or_else(nothing));
            Ok(give(answer?))
        })
    }
}

/// An id in a text.
///
/// # Safety
///
/// As [`text`].
pub(crate) unsafe fn id(name: &'static str, id: *const c_char, length: usize) -> Result<Id, Fault> {
    // SAFETY: the caller's word.
    unsafe { text(name, id, length) }?.parse().map_err(|_| {
        let en = "an id: small letters, digits and hyphens";
        let vi = "một mã: chữ thường, chữ số và dấu gạch nối";
        Fault::argument(BMNN_E_RANGE, name, en, vi)
    })
}

pub(crate) fn known_at(known_at: u64) -> Option<u64> {
    (known_at != BMNN_NOW).then_some(known_at)
}

/// How many entries the ledger has.
///
/// Ownership: `registry` is lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then 0.
/// Since: 1.0
///
/// # Safety
///
/// `registry` came from this library and was not freed; the others are NULL or
/// can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_size(
    registry: *const bmnn_registry,
    out: *mut u64,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, 0, err, || {
            lent(registry)?.work(|registry| Ok(registry.size()))
        })
    }
}

/// The ledger-id: 32 bytes into `out`.
///
/// Ownership: `registry` is lent, and `out` with room for 32 bytes; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; the bytes are then 0, if there are any.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size; `out` has room for 32 bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_ledger_id(
    registry: *const bmnn_registry,
    out: *mut u8,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out.cast::<[u8; 32]>(), [0; 32], err, || {
            lent(registry)?.work(|registry| Ok(registry.ledger_id().0))
        })
    }
}

/// The entry at a position, from 0: a JSON object with `seq`, `leaf`,
/// `received`, `signer`, `cosigners`, `act`. Going on from the last position
/// known is how a host keeps tables of its own up to date.
///
/// Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_entry(
    registry: *const bmnn_registry,
    seq: u64,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let entered = registry.entry(seq)?;
            let json = entered.map(|entered| bmnn_json::entry(registry, &entered));
            Ok(json.transpose()?.map(|json| json.to_string().into()))
        })
    }
}

/// The entries from a position on, at most `most` of them (1 to
/// BMNN_MOST_ENTRIES): a JSON object with `entries`, an array of what
/// bmnn_registry_entry gives; `next`, the position to ask from next; and `size`,
/// how many entries there are. Where `next` is `size`, there is nothing more yet.
/// So a host keeps tables of its own up to date.
///
/// Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_RANGE if `most` is out of its range, or `from` beyond the entries, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_since(
    registry: *const bmnn_registry,
    from: u64,
    most: u32,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let most = usize::try_from(most).unwrap_or(usize::MAX);
            if !(1..=BMNN_MOST_ENTRIES as usize).contains(&most) {
                let en = format!("1 to {BMNN_MOST_ENTRIES} entries");
                let vi = format!("từ 1 đến {BMNN_MOST_ENTRIES} mục");
                return Err(Fault::argument(BMNN_E_RANGE, "most", &en, &vi));
            }
            let size = registry.size();
            if from > size {
                let en = format!("a position up to {size}");
                let vi = format!("một vị trí đến {size}");
                return Err(Fault::argument(BMNN_E_RANGE, "from", &en, &vi));
            }
            let entries = registry.since(from).take(most);
            let entries: Vec<Value> = entries
                .map(|entered| bmnn_json::entry(registry, &entered?))
                .collect::<Result<_, _>>()?;
            let next = from + entries.len() as u64;
            let page = json!({"entries": entries, "next": next, "size": size});
            Ok(Some(page.to_string().into()))
        })
    }
}

/// What became of the act with an id of 16 bytes: its entry, as
/// bmnn_registry_entry gives it. A host that crashed while it waited asks so
/// before it tries again.
///
/// Ownership: `registry` and `id` are lent, `id` 16 bytes; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size; `id` points to 16 bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_by_id(
    registry: *const bmnn_registry,
    id: *const u8,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let id = bytes("id", id, 16)?;
            let id = ActId(id.try_into().map_err(|_| Fault::null("id"))?);
            let entered = registry.by_id(&id)?;
            let json = entered.map(|entered| bmnn_json::entry(registry, &entered));
            Ok(json.transpose()?.map(|json| json.to_string().into()))
        })
    }
}

/// The acts on something, in order: a JSON array of entries. `about` is the id
/// of a document (with its copies), or of a copy, person, party, position, book
/// or incident; `known_at` the last entry to look at, or BMNN_NOW.
///
/// Ownership: `registry` and `about` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL, BMNN_E_UTF8, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size; `about` points to so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_history(
    registry: *const bmnn_registry,
    about: *const c_char,
    about_len: usize,
    known_at: u64,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let about = text("about", about, about_len)?;
            let entries = registry.history(about, self::known_at(known_at))?;
            let entries = entries
                .iter()
                .map(|entered| bmnn_json::entry(registry, entered));
            let entries: Vec<Value> = entries.collect::<Result<_, _>>()?;
            Ok(Some(Value::Array(entries).to_string().into()))
        })
    }
}

/// What a document's secrecy is on a day, and why: a JSON object with `standing`,
/// `level`, `ends`, `pack`, `because` with articles, `unverified`, and its
/// `copies` and `duties`. `known_at` is the last entry to look at, or BMNN_NOW.
///
/// Ownership: `registry` and `document` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL, BMNN_E_DATE, BMNN_E_RANGE if `document` is no id, BMNN_E_UTF8, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size; `document` points to so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_status(
    registry: *const bmnn_registry,
    document: *const c_char,
    document_len: usize,
    on: bmnn_date,
    known_at: u64,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let document = id("document", document, document_len)?;
            let (on, known_at) = (date::date("on", on)?, self::known_at(known_at));
            let Some(status) = registry.status(&document, on, known_at)? else {
                return Ok(None);
            };
            let sheet = registry.document(&document)?;
            let json = bmnn_json::status(&document, &status, known_at, sheet.as_ref());
            Ok(Some(json.to_string().into()))
        })
    }
}

/// The open duties, the most urgent first, seen from a day: a JSON array of
/// objects with `kind`, `about`, `due`, `days-left`, `overdue`, `provision`.
///
/// Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL, BMNN_E_DATE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_duties(
    registry: *const bmnn_registry,
    on: bmnn_date,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let duties = registry.duties(date::date("on", on)?)?;
            let duties: Vec<Value> = duties.iter().map(bmnn_json::open_duty).collect();
            Ok(Some(Value::Array(duties).to_string().into()))
        })
    }
}

/// The receipt of an entry: a text (C2SP tlog-proof) that proves to anyone,
/// without the ledger, that the entry is in it.
///
/// Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_receipt(
    registry: *const bmnn_registry,
    seq: u64,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            Ok(Some(registry.receipt(seq)?.into()))
        })
    }
}

/// The last checkpoint: a signed note (C2SP) that fixes every entry so far.
/// Whoever keeps it elsewhere can prove later that the ledger was cut back or
/// rewritten.
///
/// Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_checkpoint(
    registry: *const bmnn_registry,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            Ok(Some(registry.checkpoint().to_owned().into()))
        })
    }
}
