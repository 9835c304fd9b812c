//! The ledger's encoding: bytes into JSON that says what each value is, and back.

use crate::arg::{bytes, text};
use crate::buf::bmnn_buf;
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::give;
use crate::json::value;
use crate::status::{BMNN_E_ENCODING, BMNN_E_JSON, bmnn_status};
use bmnn::ledger::cbor::{self, CborError, EncodeError};
use bmnn::value::Value;
use bmnn_json::{marked, unmarked, variant};
use std::ffi::c_char;

impl Fault {
    /// Bytes that are not in the ledger's encoding.
    pub(crate) fn encoding(error: &CborError) -> Self {
        let vi = format!(
            "tại byte {}: không phải cách mã hóa của sổ cái",
            error.offset
        );
        Self::new(BMNN_E_ENCODING, vi, error.to_string())
            .at(error.offset)
            .with("kind", variant(&error.fault).into())
    }

    /// The same fault within something that the vectors have one word for.
    pub(crate) fn bad_encoding(error: &CborError) -> Self {
        Self::encoding(error)
            .with("kind", "BadEncoding".into())
            .with("fault", variant(&error.fault).into())
    }

    /// A value that has no encoding.
    pub(crate) fn no_encoding(error: &EncodeError) -> Self {
        let vi = "giá trị này không ghi được theo định dạng của sổ cái";
        Self::new(BMNN_E_ENCODING, vi, error.to_string()).with("kind", variant(error).into())
    }
}

/// The value that a JSON text in the marked form stands for.
pub(crate) fn item(name: &str, text: &str) -> Result<Value, Fault> {
    unmarked(&value(name, text)?).ok_or_else(|| {
        let en = "a value in the form of bmnn_cbor_json";
        let vi = "một giá trị ở dạng của bmnn_cbor_json";
        Fault::argument(BMNN_E_JSON, name, en, vi)
    })
}

/// What bytes in the ledger's encoding say: deterministic CBOR with nothing but
/// integers, texts, byte strings, arrays, maps with text keys and truth values.
/// `*out` becomes JSON: integers, texts and truth values as themselves, a byte
/// string `{"bytes": hex}`, a map `{"map": [[key, value], …]}`.
///
/// Ownership: `cbor` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_ENCODING with the offset and, in the detail, `kind`: `Truncated`, `Trailing`, `NotShortest`, `Indefinite`, `Reserved`, `Unsupported`, `Tag`, `IntRange`, `KeyNotText`, `KeyOrder`, `KeyTwice`, `TooDeep`, `NotUtf8`, `ControlCharacter`. BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `cbor` points to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_cbor_json(
    cbor: *const u8,
    cbor_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let value = cbor::decode(bytes("cbor", cbor, cbor_len)?);
            let value = value.map_err(|error| Fault::encoding(&error))?;
            Ok(give(marked(&value).to_string().into()))
        })
    }
}

/// The bytes of a value: the other way of bmnn_cbor_json. The pairs of a map may
/// stand in any order; `*out` has them in the one that the encoding wants.
///
/// Ownership: `item` is lent, `item_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_JSON if it is not in that form; BMNN_E_ENCODING if the value has no encoding, with `kind` in the detail: `IntRange`, `ControlCharacter` or `TooDeep`. BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `item` points to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_cbor_from_json(
    item: *const c_char,
    item_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let value = self::item("item", text("item", item, item_len)?)?;
            let bytes = cbor::encode(&value).map_err(|error| Fault::no_encoding(&error))?;
            Ok(give(bytes.into()))
        })
    }
}
