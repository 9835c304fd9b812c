//! What a registry knows: documents, copies, books, people; each as it stands
//! now.

use crate::arg::text;
use crate::buf::{Bytes, bmnn_buf};
use crate::error::{Fault, bmnn_error};
use crate::guard::guard;
use crate::handle::lent;
use crate::read::{asked, id};
use crate::registry::bmnn_registry;
use crate::status::{BMNN_E_RANGE, bmnn_status};
use serde_json::Value;
use std::ffi::c_char;

fn list(items: Vec<Value>) -> Option<Bytes> {
    Some(Value::Array(items).to_string().into())
}

/// A document: a JSON object with `document`, its record; `subject`, its subject
/// line while the vault is open; `subject-erased-by`; and its `copies` and open
/// `duties`. Keys as in crates/bmnn-cli/JSON.md, here and below.
///
/// Ownership: `registry` and `document` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_RANGE if `document` is no id, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `registry` came from this library and was not freed; the texts point to so
/// many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_document(
    registry: *const bmnn_registry,
    document: *const c_char,
    document_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let sheet = registry.document(&id("document", document, document_len)?)?;
            let json = sheet.map(|sheet| bmnn_json::sheet(registry, &sheet));
            Ok(json.transpose()?.map(|json| json.to_string().into()))
        })
    }
}

/// A copy, `doc-17#3`: a JSON object with its `state`, `holder`, `person`,
/// `addressee`, `to`, `return-by`.
///
/// Ownership: `registry` and `copy` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_RANGE if `copy` is no copy's name, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_copy(
    registry: *const bmnn_registry,
    copy: *const c_char,
    copy_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let copy = crate::copy::copy("copy", copy, copy_len)?;
            let found = registry.copy(&copy)?;
            Ok(found.map(|copy| bmnn_json::copy(&copy).to_string().into()))
        })
    }
}

/// The books: a JSON array of objects with `book`, `kind`, `year`, `volume`,
/// `party`, `next`, `last-date`, `kept`, `closed`.
///
/// Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_books(
    registry: *const bmnn_registry,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let books = registry.books()?;
            Ok(list(books.iter().map(bmnn_json::book).collect()))
        })
    }
}

/// The rows of a book, in the order of their numbers: a JSON array of objects
/// with `book`, `number`, `act`, `document`, `on`, `state`. Voided and cancelled
/// rows are among them.
///
/// Ownership: `registry` and `book` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NOT_FOUND if there is no such book, BMNN_E_RANGE if `book` is no id, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_rows(
    registry: *const bmnn_registry,
    book: *const c_char,
    book_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let book = id("book", book, book_len)?;
            if !registry.books()?.iter().any(|one| one.id == book) {
                return Ok(None);
            }
            let rows = registry.rows(&book)?;
            Ok(list(rows.iter().map(bmnn_json::row).collect()))
        })
    }
}

/// Everything of a kind, as it stands now: a JSON array. `kind` is one of
/// `party`, `person`, `position`, `delegation`, `pack`, `list`, `book`, `row`,
/// `document`, `copy`, `duty` (closed ones too), `incident`, `notice`, `noted`
/// (checkpoints of other ledgers), `erasure`; later versions know more.
///
/// Ownership: `registry` and `kind` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_RANGE for a kind that is none, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_all(
    registry: *const bmnn_registry,
    kind: *const c_char,
    kind_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let name = text("kind", kind, kind_len)?;
            let kind = bmnn_json::KINDS.iter().find(|kind| kind.table() == name);
            let records = match kind {
                Some(kind) => bmnn_json::all(registry, *kind)?,
                None => None,
            };
            let records = records.ok_or_else(|| {
                let names = bmnn_json::KINDS.map(bmnn::custody::Kind::table);
                let names = format!("`{}`", names.join("` `"));
                let (en, vi) = (format!("one of {names}"), format!("một trong {names}"));
                Fault::argument(BMNN_E_RANGE, "kind", &en, &vi)
            })?;
            Ok(list(records))
        })
    }
}

/// The subject lines that hold every word of `words`, case and diacritics aside:
/// a JSON array of objects with `act`, `entry`, `document`, `field`, `text`. They
/// are compared in memory, through the open vault.
///
/// Ownership: `registry` and `words` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_VAULT if the vault is not open, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_search(
    registry: *const bmnn_registry,
    words: *const c_char,
    words_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(registry, out, err, |registry| {
            let found = registry.search(text("words", words, words_len)?)?;
            Ok(list(found.iter().map(bmnn_json::found).collect()))
        })
    }
}

/// Looks for what other processes have put on record since: a registry that is
/// only read stays as it was until then.
///
/// Ownership: `registry` is lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_DAMAGED, BMNN_E_LOCKED, BMNN_E_KEY, BMNN_E_PACK, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_NULL, BMNN_E_HANDLE.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_refresh(
    registry: *mut bmnn_registry,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            lent(registry.cast_const())?.work(|registry| Ok(registry.refresh()?))
        })
    }
}
