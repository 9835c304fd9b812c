//! One file for an inspector.

use crate::arg::{perhaps, text};
use crate::buf::bmnn_buf;
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::{give, lent};
use crate::json::object;
use crate::registry::bmnn_registry;
use crate::status::{BMNN_E_JSON, bmnn_status};
use ::bmnn_registry::export::{Selection, Values};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ffi::c_char;
use std::path::Path;

/// Makes one file for an inspector: a ZIP with the ledger, the texts of the packs
/// that were adopted, and the sealed values chosen. bmnn_verify_file verifies it
/// as it is. A file that is there already is not overwritten, and where it fails
/// none is left.
///
/// `selection` is a JSON object with, each where there is one: `withheld`, an
/// array of positions, of which only the hashes go with it; `values`, whose
/// sealed values go with it: `"none"`, `"all"`, or an array of positions. What
/// the law wants withheld, and from whom, is for the person who exports to know:
/// nothing is chosen here. A file with values is as secret as the registry.
///
/// `*out` becomes a JSON object: `ledger`, `root`, `entries`, `withheld` and
/// `values`, how many of each.
///
/// Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `selection` may be NULL, for everything and no values; `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_EXISTS, BMNN_E_NOT_FOUND if there is no such entry, BMNN_E_STATE if one may not be withheld (`ledger.…`, `key.…`: no signature could be checked without them), BMNN_E_VAULT if values are wanted and the host has no key to them, BMNN_E_JSON if `selection` is not as said, BMNN_E_PACK, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `file` and `selection` point to so many bytes; the others are NULL or can be
/// written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_export(
    registry: *const bmnn_registry,
    file: *const c_char,
    file_len: usize,
    selection: *const c_char,
    selection_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let file = Path::new(text("file", file, file_len)?);
            let selection = match perhaps("selection", selection, selection_len)? {
                Some(text) => self::selection(text)?,
                None => Selection::default(),
            };
            let said = lent(registry)?.work(|registry| {
                let exported = registry.export_file(&selection, file)?;
                Ok(json!({
                    "ledger": registry.ledger_id().to_string(), "root": registry.root().to_string(),
                    "entries": exported.entries, "withheld": exported.withheld,
                    "values": exported.values,
                }))
            });
            Ok(give(said?.to_string().into()))
        })
    }
}

/// What a JSON object says to be chosen.
fn selection(text: &str) -> Result<Selection, Fault> {
    fn entries(value: &Value) -> Option<BTreeSet<u64>> {
        value.as_array()?.iter().map(Value::as_u64).collect()
    }
    fn values(value: &Value) -> Option<Values> {
        match value.as_str() {
            Some("none") => Some(Values::None),
            Some("all") => Some(Values::All),
            _ => entries(value).map(Values::Of),
        }
    }
    let mut selection = Selection::default();
    for (field, value) in object("selection", text)? {
        let read = match field.as_str() {
            "withheld" => entries(&value).map(|seqs| selection.withheld = seqs),
            "values" => values(&value).map(|values| selection.values = values),
            _ => None,
        };
        read.ok_or_else(|| {
            let en = "`withheld`, an array of positions; `values`, \"none\", \"all\" or an array of positions";
            let vi = "`withheld` là mảng số mục; `values` là \"none\", \"all\" hoặc mảng số mục";
            Fault::argument(BMNN_E_JSON, "selection", en, vi).with("field", json!(field))
        })?;
    }
    Ok(selection)
}
