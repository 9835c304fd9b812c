//! Commitments to sealed values.

use crate::arg::{fixed, perhaps, text};
use crate::buf::bmnn_buf;
use crate::cbor::item;
use crate::error::{Fault, bmnn_error};
use crate::guard::{answer, guard};
use crate::handle::give;
use crate::json::value;
use crate::status::{BMNN_E_ACT, BMNN_E_PROOF, bmnn_status};
use bmnn::act::json::from_json;
use bmnn::act::sealing::places;
use bmnn::id::{ActId, Bytes32};
use bmnn::ledger::sealed::{commitment, is_well_sealed};
use serde_json::json;
use std::ffi::c_char;

/// The commitment to a value, made of its JSON.
fn committed(salt: &[u8; 32], act: [u8; 16], text: &str) -> Result<Bytes32, Fault> {
    let value = item("value", text)?;
    commitment(salt, &ActId(act), &value).map_err(|error| Fault::no_encoding(&error))
}

/// The commitment that stands in an act in place of a sealed value: 32 bytes into
/// `out`. `salt` is 32 bytes, `act_id` the act's id, 16 bytes; `value` is JSON in
/// the form of bmnn_cbor_json, so that a text is a JSON string.
///
/// Ownership: `salt`, `act_id` and `value` are lent (`value_len` bytes of UTF-8 or BMNN_ZSTR), and `out`, with room for 32 bytes; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_JSON if `value` is not in that form; BMNN_E_ENCODING if it has no encoding, with `kind` in the detail. BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `out` is then zero.
/// Since: 1.0
///
/// # Safety
///
/// `salt` points to 32 bytes, `act_id` to 16, `value` to so many; `out` has room
/// for 32; `err` is NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_sealed_commitment(
    salt: *const u8,
    act_id: *const u8,
    value: *const c_char,
    value_len: usize,
    out: *mut u8,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out.cast::<[u8; 32]>(), [0; 32], err, || {
            let (salt, act) = (fixed("salt", salt)?, fixed("act_id", act_id)?);
            Ok(committed(&salt, act, text("value", value, value_len)?)?.0)
        })
    }
}

/// Checks that a value which was revealed is the one that an act committed to.
/// The arguments are as in bmnn_sealed_commitment; `commitment` is 32 bytes.
///
/// Ownership: `commitment`, `salt`, `act_id` and `value` are lent (`value_len` bytes of UTF-8 or BMNN_ZSTR); the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_PROOF if it is another, with `kind` `SealMismatch` in the detail; BMNN_E_JSON if `value` is not in that form; BMNN_E_ENCODING, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH.
/// Since: 1.0
///
/// # Safety
///
/// `commitment` and `salt` point to 32 bytes, `act_id` to 16, `value` to so many;
/// `err` is NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_sealed_check(
    commitment: *const u8,
    salt: *const u8,
    act_id: *const u8,
    value: *const c_char,
    value_len: usize,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            let known = Bytes32(fixed("commitment", commitment)?);
            let (salt, act) = (fixed("salt", salt)?, fixed("act_id", act_id)?);
            if committed(&salt, act, text("value", value, value_len)?)? == known {
                return Ok(());
            }
            let vi = "giá trị, muối hoặc mã hành vi không phải của cam kết này";
            let en = "value, salt or act's id are not those of the commitment";
            Err(Fault::new(BMNN_E_PROOF, vi, en).with("kind", json!("SealMismatch")))
        })
    }
}

/// Which places of an act are sealed: `*out` becomes a JSON array of paths, such
/// as `decision/paper/volume`, in the order of the ledger. `act` is the act's
/// JSON, with plain values or with commitments there; `corrected` is the name of
/// the act that an `entry.correct` corrects.
///
/// Ownership: `act` and `corrected` are lent, so many bytes of UTF-8 or BMNN_ZSTR; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `corrected` may be NULL where nothing is corrected; `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_ACT with `path` in the detail, or with `kind` `Sealed` if a map with the key `sealed` is no commitment; BMNN_E_JSON, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// The texts are NULL or point to so many bytes; the others are NULL or can be
/// written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_sealed_places(
    act: *const c_char,
    act_len: usize,
    corrected: *const c_char,
    corrected_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let json = value("act", text("act", act, act_len)?)?;
            let corrected = perhaps("corrected", corrected, corrected_len)?;
            let names = |_: &ActId| corrected.map(str::to_owned);
            let map = from_json(&json, &names)?;
            if !is_well_sealed(&map) {
                let vi = "một khóa `sealed` không phải là cam kết";
                let en = "a map with the key `sealed` is no commitment";
                return Err(Fault::new(BMNN_E_ACT, vi, en).with("kind", json!("Sealed")));
            }
            let places = places(&map, &names)?.into_iter();
            let paths: Vec<String> = places.map(|place| place.path).collect();
            Ok(give(json!(paths).to_string().into()))
        })
    }
}
