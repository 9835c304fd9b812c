//! Acts put together key by key, for hosts without JSON.

use crate::arg::{bytes, perhaps, text};
use crate::buf::bmnn_buf;
use crate::error::{Fault, bmnn_error};
use crate::guard::{answer, guard};
use crate::handle::{self, Opaque, give, lent};
use crate::json::value;
use crate::registry::{bmnn_registry, perform, signers};
use crate::signer::{Shared, bmnn_signer};
use crate::status::{BMNN_E_ACT, BMNN_E_POISONED, BMNN_E_RANGE, bmnn_status};
use bmnn::act::builder::Draft;
use bmnn::act::json::to_json;
use bmnn::act::{Act, schema};
use bmnn::id::ActId;
use bmnn::ledger::cbor;
use bmnn::value::Map;
use bmnn_json::variant;
use std::ffi::c_char;
use std::sync::{Mutex, MutexGuard};

/// An act in the making. Each value is checked when it is set, by the act's
/// schema; the whole when it is taken out. A path is keys and indexes joined by
/// `/`: `decision/person`, `copies/0/to`. Maps on the way come into being; an
/// array grows by one when the index behind its last is set. What is set again
/// is replaced, and what is refused changes nothing.
///
/// New acts and fields are new names and paths, never new functions.
pub struct bmnn_act {
    _opaque: [u8; 0],
}

impl Opaque for bmnn_act {
    type Inside = Bench;
    const TAG: [u8; 8] = *b"bmnn-act";
    const NAME: &'static str = "act";
}

/// A draft that callers who forget themselves cannot break: one at a time.
pub(crate) struct Bench(Mutex<Draft>);

impl Bench {
    fn draft(&self) -> Result<MutexGuard<'_, Draft>, Fault> {
        self.0.lock().map_err(|_| {
            Fault::new(
                BMNN_E_POISONED,
                "thư viện đã gặp lỗi bên trong khi soạn việc này; hãy soạn lại",
                "the library failed inside while it made this act: begin it anew",
            )
        })
    }

    /// The whole act, as far as it is there now.
    fn whole(&self) -> Result<Map, Fault> {
        Ok(self.draft()?.clone().finish(&unknown)?)
    }
}

/// A draft that corrects knows what it corrects.
fn unknown(_: &ActId) -> Option<String> {
    None
}

/// Begins an act: `name` is its dotted name, `copy.transfer`.
///
/// Ownership: `name` is lent; the caller owns `*out`, freed with bmnn_act_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_ACT if there is no such act, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `name` points to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_act_new(
    name: *const c_char,
    name_len: usize,
    out: *mut *mut bmnn_act,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let draft = Draft::new(text("name", name, name_len)?)?;
            Ok(give(Bench(Mutex::new(draft))))
        })
    }
}

/// Begins an `entry.correct` of an act named `corrected`; the new values are set
/// below `changes/`, by the schema of that act.
///
/// Ownership: `corrected` is lent; the caller owns `*out`, freed with bmnn_act_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_ACT if there is no such act, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_act_new.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_act_correction(
    corrected: *const c_char,
    corrected_len: usize,
    out: *mut *mut bmnn_act,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let draft = Draft::correction(text("corrected", corrected, corrected_len)?)?;
            Ok(give(Bench(Mutex::new(draft))))
        })
    }
}

/// Takes an act that is whole in its JSON form, checked by its schema: to go on
/// with it, or to see whether it is one. `corrected` is the name of the act that
/// an `entry.correct` corrects; no other act looks at it.
///
/// Ownership: the texts are lent; the caller owns `*out`, freed with bmnn_act_free, and `*err`.
/// NULL: `corrected` and `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_ACT with the place and what was expected there, BMNN_E_JSON, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// The texts are NULL or point to so many bytes; the others are NULL or can be
/// written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_act_from_json(
    json: *const c_char,
    json_len: usize,
    corrected: *const c_char,
    corrected_len: usize,
    out: *mut *mut bmnn_act,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let json = value("json", text("json", json, json_len)?)?;
            let corrected = perhaps("corrected", corrected, corrected_len)?;
            let draft = Draft::from_json(&json, corrected)?;
            Ok(give(Bench(Mutex::new(draft))))
        })
    }
}

/// Sets the value at a path.
///
/// # Safety
///
/// As the functions below: their pointers are the caller's word.
unsafe fn set(
    act: *const bmnn_act,
    path: *const c_char,
    path_len: usize,
    err: *mut *mut bmnn_error,
    set: impl FnOnce(&mut Draft, &str) -> Result<(), Fault>,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            let mut draft = lent(act)?.draft()?;
            set(&mut draft, text("path", path, path_len)?)
        })
    }
}

/// Sets a text, or any value that JSON writes as text: ids, dates
/// (`2026-03-01`), levels (`ToiMat`), words of a list, byte strings in hex.
///
/// Ownership: everything given is lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any, one at a time for each act.
/// Errors: BMNN_E_ACT if the act has no such path, or the value there is another; `path`, `expected` and `found` in the detail, each of the two with `vi` and `en`. BMNN_E_POISONED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. The act is then as it was.
/// Since: 1.0
///
/// # Safety
///
/// `act` came from this library and was not freed; the texts point to so many
/// bytes; `err` is NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_act_set_text(
    act: *mut bmnn_act,
    path: *const c_char,
    path_len: usize,
    text: *const c_char,
    text_len: usize,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        set(act, path, path_len, err, |draft, path| {
            let text = self::text("text", text, text_len)?;
            Ok(draft.set_text(path, text)?)
        })
    }
}

/// Sets a whole number.
///
/// Ownership: everything given is lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any, one at a time for each act.
/// Errors: BMNN_E_ACT if the act has no such path, or the value there is another; `path`, `expected` and `found` in the detail, each of the two with `vi` and `en`. BMNN_E_POISONED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. The act is then as it was.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_act_set_text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_act_set_int(
    act: *mut bmnn_act,
    path: *const c_char,
    path_len: usize,
    number: i64,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        set(act, path, path_len, err, |draft, path| {
            Ok(draft.set_int(path, number)?)
        })
    }
}

/// Sets a truth value: `truth` is 1 or 0.
///
/// Ownership: everything given is lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any, one at a time for each act.
/// Errors: BMNN_E_ACT if the act has no such path, or the value there is another; `path`, `expected` and `found` in the detail, each of the two with `vi` and `en`. BMNN_E_RANGE if `truth` is another number. BMNN_E_POISONED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. The act is then as it was.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_act_set_text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_act_set_bool(
    act: *mut bmnn_act,
    path: *const c_char,
    path_len: usize,
    truth: i32,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        set(act, path, path_len, err, |draft, path| {
            let truth = match truth {
                0 => false,
                1 => true,
                _ => {
                    let (en, vi) = ("0 or 1", "0 hoặc 1");
                    return Err(Fault::argument(BMNN_E_RANGE, "truth", en, vi));
                }
            };
            Ok(draft.set_bool(path, truth)?)
        })
    }
}

/// Sets a byte string: a digest, a public key, an act's id.
///
/// Ownership: everything given is lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any, one at a time for each act.
/// Errors: BMNN_E_ACT if the act has no such path, or the value there is another; `path`, `expected` and `found` in the detail, each of the two with `vi` and `en`. BMNN_E_POISONED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. The act is then as it was.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_act_set_text; `bytes` points to so many.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_act_set_bytes(
    act: *mut bmnn_act,
    path: *const c_char,
    path_len: usize,
    bytes: *const u8,
    bytes_len: usize,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        set(act, path, path_len, err, |draft, path| {
            let bytes = self::bytes("bytes", bytes, bytes_len)?;
            Ok(draft.set_bytes(path, bytes)?)
        })
    }
}

/// Sets an array or a map without anything in it, which setting its parts cannot
/// say: no copies, or a copy of which nothing is known.
///
/// Ownership: everything given is lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any, one at a time for each act.
/// Errors: BMNN_E_ACT if the act has no such path, or the value there is another; `path`, `expected` and `found` in the detail, each of the two with `vi` and `en`. BMNN_E_POISONED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. The act is then as it was.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_act_set_text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_act_set_empty(
    act: *mut bmnn_act,
    path: *const c_char,
    path_len: usize,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        set(act, path, path_len, err, |draft, path| {
            Ok(draft.set_empty(path)?)
        })
    }
}

/// The whole act in its JSON form, as bmnn_registry_perform takes it.
///
/// Ownership: `act` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any, one at a time for each act.
/// Errors: BMNN_E_ACT with the first place that is missing or does not fit; BMNN_E_POISONED, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_act_set_text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_act_json(
    act: *const bmnn_act,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let whole = lent(act)?.whole()?;
            Ok(give(to_json(&whole, &|_, _| None).to_string().into()))
        })
    }
}

/// The whole act as the ledger writes it, before anything is sealed: CBOR in the
/// profile of the ledger format.
///
/// Ownership: `act` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any, one at a time for each act.
/// Errors: BMNN_E_ACT with the first place that is missing or does not fit; BMNN_E_POISONED, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_act_set_text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_act_cbor(
    act: *const bmnn_act,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let encoded = cbor::encode_map(&lent(act)?.whole()?);
            let bytes = encoded.map_err(|error| {
                let vi = "việc này không ghi được theo định dạng của sổ cái";
                Fault::new(BMNN_E_ACT, vi, error.to_string()).with("kind", variant(&error).into())
            })?;
            Ok(give(bytes.into()))
        })
    }
}

/// What the bytes of an act say, in the JSON form: one that is signed, or that
/// bmnn_act_cbor wrote. Bytes in another encoding than the ledger's one are
/// refused.
///
/// Ownership: `cbor` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_ACT: with the offset and, in the detail, `kind`, the kind of fault, if it is no such encoding; with `path` if it is no act. BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `cbor` points to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_act_json_from_cbor(
    cbor: *const u8,
    cbor_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let map = cbor::decode_map(bytes("cbor", cbor, cbor_len)?).map_err(|error| {
                let vi = format!(
                    "tại byte {}: không phải cách mã hóa của sổ cái",
                    error.offset
                );
                Fault::new(BMNN_E_ACT, vi, error.to_string())
                    .at(error.offset)
                    .with("kind", variant(&error.fault).into())
            })?;
            Act::from_map(&map)?;
            Ok(give(to_json(&map, &|_, _| None).to_string().into()))
        })
    }
}

/// The schema of all acts that this library knows: JSON Schema (2020-12), one
/// definition for each act, with titles in English and Vietnamese, and the
/// articles behind it.
///
/// Ownership: the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `out` can be written to; `err` is NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_act_schema(
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            Ok(give(schema::json_schema().into()))
        })
    }
}

/// Puts an act on record, as bmnn_registry_perform does; the act can be set and
/// put on record again.
///
/// Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `cosigners` may be NULL if there are none; `err` may be NULL.
/// Thread: any; calls on one registry come one after the other, and so do those on one act.
/// Errors: BMNN_E_REFUSED with article and reasons; BMNN_E_ACT, BMNN_E_JSON, BMNN_E_OTHER_CONTENT, BMNN_E_CLOCK, BMNN_E_CLOSED, BMNN_E_KEY, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_STATE, BMNN_E_LOCKED, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_PACK, BMNN_E_VAULT, BMNN_E_RANDOM, BMNN_E_IO, BMNN_E_DAMAGED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. Nothing was written then, and `*out` is NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_perform and bmnn_act_json.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_perform_act(
    registry: *mut bmnn_registry,
    act: *const bmnn_act,
    signer: *const bmnn_signer,
    cosigners: *const *const bmnn_signer,
    cosigner_count: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let desk = lent(registry.cast_const())?;
            let act = lent(act)?.whole()?;
            let signer: &Shared = lent(signer)?;
            let cosigners = signers("cosigners", cosigners, cosigner_count)?;
            desk.work(|registry| perform(registry, act, signer, &cosigners))
        })
    }
}

/// Frees an act.
///
/// Ownership: `act` is taken.
/// NULL: allowed; nothing happens.
/// Thread: any, once nobody uses it.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// `act` is NULL or came from this library, and is not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_act_free(act: *mut bmnn_act) {
    // SAFETY: the caller's word.
    unsafe { handle::free(act) }
}
