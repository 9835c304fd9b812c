//! What a verification found.

use crate::arg::Out;
use crate::buf::bmnn_buf;
use crate::error::{Fault, bmnn_error, c_text};
use crate::guard::{answer, guard, look};
use crate::handle::{self, Opaque, give, lent};
use crate::status::{BMNN_E_NOT_FOUND, bmnn_status};
use bmnn::ledger::{Finding, Position, Severity};
use bmnn_registry::verify::Verification;
use std::ffi::{CString, c_char};

/// The ledger holds; worth knowing.
pub const BMNN_SEVERITY_NOTICE: i32 = 1;
/// The ledger holds, and someone should look.
pub const BMNN_SEVERITY_WARNING: i32 = 2;
/// The ledger does not hold.
pub const BMNN_SEVERITY_ERROR: i32 = 3;

/// A finding about the ledger as a whole.
pub const BMNN_POSITION_LEDGER: i32 = 0;
/// About the entry at a position, from 0.
pub const BMNN_POSITION_ENTRY: i32 = 1;
/// About the checkpoint behind so many entries.
pub const BMNN_POSITION_CHECKPOINT: i32 = 2;
/// About the byte at an offset of the file.
pub const BMNN_POSITION_BYTE: i32 = 3;

/// What bmnn_verify_folder and bmnn_verify_file found. It never changes, and
/// may be read on any thread.
pub struct bmnn_report {
    _opaque: [u8; 0],
}

/// A report as C reads it: texts end in NUL.
pub(crate) struct Report {
    verification: Verification,
    findings: Vec<(CString, CString)>,
}

impl Opaque for bmnn_report {
    type Inside = Report;
    const TAG: [u8; 8] = *b"bmnn-rep";
    const NAME: &'static str = "report";
}

impl From<Verification> for Report {
    fn from(verification: Verification) -> Self {
        let texts = |finding: &Finding| {
            (
                c_text(finding.kind.as_str().to_owned()),
                c_text(finding.detail.clone()),
            )
        };
        let findings = verification.report.findings.iter().map(texts).collect();
        Self {
            verification,
            findings,
        }
    }
}

/// 1 if ledger and acts hold, 0 if not: no finding is an error then. What was
/// not proven is in bmnn_report_json.
///
/// Ownership: `report` is lent.
/// NULL: allowed; the answer is then 0.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// `report` is NULL or came from this library and was not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_report_holds(report: *const bmnn_report) -> i32 {
    // SAFETY: the caller's word.
    look(0, || {
        Ok(i32::from(unsafe { lent(report) }?.verification.holds()))
    })
}

/// How many entries the last checkpoint covers.
///
/// Ownership: `report` is lent.
/// NULL: allowed; the answer is then 0.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_report_holds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_report_size(report: *const bmnn_report) -> u64 {
    // SAFETY: the caller's word.
    look(0, || Ok(unsafe { lent(report) }?.verification.report.size))
}

/// The root over the entries that the last checkpoint covers: 32 bytes.
///
/// Ownership: `report` is lent; the bytes are the report's, and good until it is freed.
/// NULL: allowed; the answer is then NULL.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_report_holds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_report_root(report: *const bmnn_report) -> *const u8 {
    look(std::ptr::null(), || {
        // SAFETY: the caller's word.
        Ok(unsafe { lent(report) }?.verification.report.root.0.as_ptr())
    })
}

/// How many findings are spelled out: a thousand of each kind at most.
///
/// Ownership: `report` is lent.
/// NULL: allowed; the answer is then 0.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_report_holds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_report_findings(report: *const bmnn_report) -> usize {
    // SAFETY: the caller's word.
    look(0, || Ok(unsafe { lent(report) }?.findings.len()))
}

/// One finding, from 0, in the order of the ledger: its kind (`BadSignature`),
/// its severity (BMNN_SEVERITY_…), what it is about (BMNN_POSITION_…) and the
/// position there, and a sentence with the facts. Facts are told in English
/// alone: for a user, translate the kind.
///
/// Ownership: `report` is lent; `*kind` and `*detail` are the report's, UTF-8 that ends in NUL, and good until it is freed. The caller owns `*err`.
/// NULL: each of `kind`, `severity`, `about`, `position`, `detail` and `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND if there are not so many, BMNN_E_HANDLE, BMNN_E_NULL; what is asked for is then NULL or 0.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_report_holds; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_report_finding(
    report: *const bmnn_report,
    index: usize,
    kind: *mut *const c_char,
    severity: *mut i32,
    about: *mut i32,
    position: *mut u64,
    detail: *mut *const c_char,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            // All are emptied before any is refused.
            let kind = Out::wanted("kind", kind, std::ptr::null());
            let severity = Out::wanted("severity", severity, 0);
            let about = Out::wanted("about", about, 0);
            let position = Out::wanted("position", position, 0);
            let detail = Out::wanted("detail", detail, std::ptr::null());
            let (kind, severity, about) = (kind?, severity?, about?);
            let (position, detail) = (position?, detail?);
            let report: &Report = lent(report)?;
            let finding = report
                .verification
                .report
                .findings
                .get(index)
                .zip(report.findings.get(index));
            let (finding, texts) = finding.ok_or_else(|| {
                let count = report.findings.len();
                Fault::new(
                    BMNN_E_NOT_FOUND,
                    format!("chỉ có {count} phát hiện"),
                    format!("there are {count} findings"),
                )
            })?;
            let (what, place) = place(finding.position);
            kind.put(texts.0.as_ptr());
            severity.put(weight(finding.severity));
            about.put(what);
            position.put(place);
            detail.put(texts.1.as_ptr());
            Ok(())
        })
    }
}

fn place(position: Position) -> (i32, u64) {
    match position {
        Position::Ledger => (BMNN_POSITION_LEDGER, 0),
        Position::Entry(seq) => (BMNN_POSITION_ENTRY, seq),
        Position::Checkpoint(size) => (BMNN_POSITION_CHECKPOINT, size),
        Position::Byte(offset) => (BMNN_POSITION_BYTE, offset),
    }
}

fn weight(severity: Severity) -> i32 {
    match severity {
        Severity::Notice => BMNN_SEVERITY_NOTICE,
        Severity::Warning => BMNN_SEVERITY_WARNING,
        Severity::Error => BMNN_SEVERITY_ERROR,
    }
}

/// All that was found, as a JSON object: `holds`, `ledger`, `size`, `root`,
/// `entries`, `checkpoints`, `signatures`, `errors`, `acts`, `hands`, `findings`,
/// `not-proven` (each with `kind`, `vi`, `en`), `not-replayed`.
///
/// Ownership: `report` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_report_holds; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_report_json(
    report: *const bmnn_report,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let report: &Report = lent(report)?;
            Ok(give(
                bmnn_json::verification(&report.verification)
                    .to_string()
                    .into(),
            ))
        })
    }
}

/// Where the next verification can begin: bytes for bmnn_verify_since. There are
/// some if the options asked for them, and ledger and acts hold up to the end.
///
/// Ownership: `report` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND if there is none, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_report_json.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_report_bookmark(
    report: *const bmnn_report,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let report: &Report = lent(report)?;
            let bookmark = report.verification.bookmark.as_ref();
            let bookmark = bookmark.ok_or_else(|| {
                let vi = "không có điểm đánh dấu: không yêu cầu, hoặc sổ cái không đứng vững";
                let en = "there is no bookmark: none was asked for, or the ledger does not hold";
                Fault::new(BMNN_E_NOT_FOUND, vi, en)
            })?;
            Ok(give(bookmark.encode().into()))
        })
    }
}

/// Frees a report.
///
/// Ownership: `report` is taken.
/// NULL: allowed; nothing happens.
/// Thread: any, once nobody reads it.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_report_holds; it is not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_report_free(report: *mut bmnn_report) {
    // SAFETY: the caller's word.
    unsafe { handle::free(report) }
}
