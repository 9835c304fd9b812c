//! Another ledger's checkpoint, cosigned.

use crate::arg::text;
use crate::buf::bmnn_buf;
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::{give, lent};
use crate::signer::{Shared, bmnn_signer};
use crate::status::{
    BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_KEY, BMNN_E_PROOF, BMNN_E_RANGE, BMNN_E_REFUSED, bmnn_status,
};
use ::bmnn_registry::witness::{Shown, Witness, WitnessError};
use bmnn::ledger::cosignature::CosignError;
use bmnn::ledger::vkey::VerifierKey;
use serde_json::json;
use std::ffi::c_char;
use std::path::Path;

/// Cosigns a checkpoint of another ledger as a witness (C2SP tlog-cosignature,
/// v1), if it is the first of that ledger that is shown, or only adds to the one
/// cosigned last, which is kept in `folder`. The folder is made if it is not
/// there; lose it, and two histories of one ledger can be cosigned.
///
/// `shown` is the checkpoint's note, or a consistency proof that leads to it from
/// the one cosigned last. `ledger_key` is that ledger's verifier key, known by
/// another way. `name` is the name that the witness signs under, without spaces
/// and `+`; `unix_seconds` is when it says that it signed.
///
/// `*out` becomes a JSON object: `cosignature`, the line; `note`, the checkpoint
/// with it behind; `ledger`, `size`, `root` and `time`.
///
/// Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; on the same folder from several at once, and from several processes, too.
/// Errors: BMNN_E_REFUSED if it does not add to what was cosigned, or the ledger's key did not sign it. BMNN_E_PROOF if `shown` is neither, BMNN_E_KEY if `ledger_key` is no verifier key of that ledger, or the signer failed, BMNN_E_RANGE if `name` cannot stand in a note, BMNN_E_DAMAGED if what was kept is no checkpoint, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// The texts point to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_witness_cosign(
    folder: *const c_char,
    folder_len: usize,
    name: *const c_char,
    name_len: usize,
    signer: *const bmnn_signer,
    ledger_key: *const c_char,
    ledger_key_len: usize,
    shown: *const c_char,
    shown_len: usize,
    unix_seconds: u64,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let folder = Path::new(text("folder", folder, folder_len)?);
            let name = text("name", name, name_len)?;
            let signer: &Shared = lent(signer)?;
            let shown = Shown::parse(text("shown", shown, shown_len)?).ok_or_else(|| {
                let en = "a checkpoint's note, or a consistency proof";
                let vi = "một điểm kiểm tra, hoặc một bằng chứng nhất quán";
                Fault::argument(BMNN_E_PROOF, "shown", en, vi)
            })?;
            let key = text("ledger_key", ledger_key, ledger_key_len)?;
            let key = key.parse::<VerifierKey>().ok();
            let key = key.filter(|key| key.ledger() == Some(shown.note.checkpoint().ledger));
            let key = key.ok_or_else(|| {
                let en = "a verifier key of the ledger whose checkpoint is shown";
                let vi = "khoá kiểm tra của sổ cái có điểm kiểm tra ấy";
                Fault::argument(BMNN_E_KEY, "ledger_key", en, vi)
            })?;
            let witness = Witness::open(folder, name)?;
            let line = witness.cosign(shown.asked(), key.public(), unix_seconds, signer)?;
            let cosignature = line.to_string();
            let mut note = shown.note;
            note.add(line).map_err(|fault| {
                let vi = "không thêm được chữ ký vào điểm kiểm tra này";
                Fault::new(BMNN_E_PROOF, vi, fault.to_string())
            })?;
            let checkpoint = note.checkpoint();
            let said = json!({
                "cosignature": cosignature, "note": note.to_text(),
                "ledger": checkpoint.ledger.to_string(), "size": checkpoint.size,
                "root": checkpoint.root.to_string(), "time": unix_seconds,
            });
            Ok(give(said.to_string().into()))
        })
    }
}

impl From<WitnessError> for Fault {
    fn from(error: WitnessError) -> Self {
        let status = match &error {
            refusal if refusal.is_refusal() => BMNN_E_REFUSED,
            WitnessError::Cosign(CosignError::Name) => BMNN_E_RANGE,
            WitnessError::Cosign(_) => BMNN_E_KEY,
            WitnessError::State(_) => BMNN_E_DAMAGED,
            _ => BMNN_E_IO,
        };
        Self::new(status, error.vi(), error.to_string())
    }
}
