//! A ledger and its acts, checked.

use crate::arg::{Out, begun, bytes, given, text};
use crate::buf::bmnn_buf;
use crate::callback::{Failure, Who};
use crate::error::{Fault, bmnn_error, c_text};
use crate::guard::{answer, guard, look};
use crate::handle::{self, Opaque, give, lent};
use crate::json::object;
use crate::status::{BMNN_E_JSON, BMNN_E_NOT_FOUND, BMNN_E_PROOF, BMNN_E_RANGE, bmnn_status};
use bmnn::id::Bytes32;
use bmnn::ledger::verify::{Bookmark, Checking, Expect};
use bmnn::ledger::{Finding, Position, Severity};
use bmnn_registry::verify::{
    Inspection, Progress, Verification, inspect_file_or_export, inspect_folder,
};
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::ffi::{CString, c_char, c_void};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;

/// Signatures are checked many together; where these do not hold, singly.
pub const BMNN_CHECKING_TOGETHER: u32 = 0;
/// Each signature is checked singly.
pub const BMNN_CHECKING_SINGLY: u32 = 1;
/// Both ways, and where they disagree is a finding.
pub const BMNN_CHECKING_BOTH: u32 = 2;

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

/// How a verification is done. Begin with BMNN_VERIFY_OPTIONS_INIT, or with
/// bmnn_verify_options_init: what is zero is left to the library. The layout is
/// the same on every machine.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct bmnn_verify_options {
    /// sizeof(bmnn_verify_options), as the program was compiled.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// BMNN_CHECKING_….
    pub checking: u32,
    /// How many threads at most; 0 for as many as the machine has. What is
    /// reported does not depend on it.
    pub threads: u32,
    /// 1 if the file is an export, in which entries may be withheld; else 0.
    pub is_export: u32,
    /// 1 if a bookmark is to be made, with which bmnn_verify_since goes on; else
    /// 0.
    pub keeps_bookmark: u32,
    /// 1 if `ledger_id` is what the ledger must be; 0 if that is not known, and
    /// then the report says that it was not proven.
    pub has_ledger_id: u32,
    /// The id of the ledger that is expected.
    pub ledger_id: [u8; 32],
}

/// What options are that say nothing.
const DEFAULT: bmnn_verify_options = bmnn_verify_options {
    struct_size: 0,
    reserved: 0,
    checking: 0,
    threads: 0,
    is_export: 0,
    keeps_bookmark: 0,
    has_ledger_id: 0,
    ledger_id: [0; 32],
};

/// Sets options to their beginning: `struct_size` to `size`, which is
/// sizeof(bmnn_verify_options), and all else to zero. For languages that have
/// no BMNN_VERIFY_OPTIONS_INIT.
///
/// Ownership: `options` is lent, with room for `size` bytes; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_RANGE if `size` is no size of theirs, BMNN_E_HANDLE, BMNN_E_NULL; nothing is written then.
/// Since: 1.0
///
/// # Safety
///
/// `options` has room for `size` bytes; `err` is NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_verify_options_init(
    options: *mut bmnn_verify_options,
    size: usize,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe { guard(err, || begun("options", options.cast(), size)) }
}

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

/// Verifies the registry in a folder: ledger, `tip`, and the acts replayed from
/// nothing under the packs that they adopted. No lock is taken, and nothing is
/// written.
///
/// `progress`, unless it is NULL, is called now and then on the calling thread
/// with `user`, how many bytes of how many were read, and how many entries:
/// answer 0 to go on, BMNN_E_CANCELLED to break off, or another number not 0,
/// which becomes BMNN_E_CALLBACK with that number as `host` in its detail. `done`
/// may step back, where signatures are checked once more; the last word of a
/// verification that was not broken off is that all of it is done. It must not
/// throw, nor jump out of the call.
///
/// Ownership: `folder` (`folder_len` bytes of UTF-8 or BMNN_ZSTR) and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
/// NULL: `options`, `progress`, `user` and `err` may be NULL.
/// Thread: any; on the same folder from several at once, too.
/// Errors: BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with the ledger is no error, but in the report.
/// Since: 1.0
///
/// # Safety
///
/// `folder` points to so many bytes, `options` to `struct_size` of them; the
/// others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_verify_folder(
    folder: *const c_char,
    folder_len: usize,
    options: *const bmnn_verify_options,
    progress: Option<
        unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64, entries: u64) -> i32,
    >,
    user: *mut c_void,
    out: *mut *mut bmnn_report,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let folder = Path::new(text("folder", folder, folder_len)?);
            let inspection = inspection(options)?;
            verified(progress, user, |watch| {
                inspect_folder(inspection, folder, watch)
            })
        })
    }
}

/// Verifies a ledger's file by itself, with the texts of adopted packs that lie
/// in `packs` beside it, if there are any; or an export (bmnn_registry_export),
/// with the packs and the sealed values that are in it, in place. What only a
/// whole folder could show, the report says that it was not proven.
///
/// Ownership: `file` (`file_len` bytes of UTF-8 or BMNN_ZSTR) and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
/// NULL: `options`, `progress`, `user` and `err` may be NULL.
/// Thread: any; on the same file from several at once, too.
/// Errors: BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with the ledger is no error, but in the report.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_verify_folder.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_verify_file(
    file: *const c_char,
    file_len: usize,
    options: *const bmnn_verify_options,
    progress: Option<
        unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64, entries: u64) -> i32,
    >,
    user: *mut c_void,
    out: *mut *mut bmnn_report,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let file = Path::new(text("file", file, file_len)?);
            let inspection = inspection(options)?;
            verified(progress, user, |watch| {
                inspect_file_or_export(inspection, file, watch)
            })
        })
    }
}

/// Verifies the registry in a folder from where an earlier verification ended
/// that held and kept a bookmark (`keeps_bookmark`, bmnn_report_bookmark). What
/// stands before it is believed, and its acts are not replayed: the report says
/// so. If the ledger has not just that checkpoint in that place any more, the
/// verification begins at the start, and says what became of it.
///
/// A bookmark is one's own: keep it where nobody else writes.
///
/// Ownership: `folder` (`folder_len` bytes of UTF-8 or BMNN_ZSTR), `bookmark` and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
/// NULL: `options`, `progress`, `user` and `err` may be NULL.
/// Thread: any; on the same folder from several at once, too.
/// Errors: BMNN_E_PROOF if it is no bookmark, or a damaged one; BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with the ledger is no error, but in the report.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_verify_folder; `bookmark` points to so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_verify_since(
    folder: *const c_char,
    folder_len: usize,
    bookmark: *const u8,
    bookmark_len: usize,
    options: *const bmnn_verify_options,
    progress: Option<
        unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64, entries: u64) -> i32,
    >,
    user: *mut c_void,
    out: *mut *mut bmnn_report,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let folder = Path::new(text("folder", folder, folder_len)?);
            let bookmark = Bookmark::decode(bytes("bookmark", bookmark, bookmark_len)?);
            let bookmark = bookmark.map_err(|_| {
                let vi = "một điểm đánh dấu còn nguyên vẹn";
                Fault::argument(BMNN_E_PROOF, "bookmark", "a bookmark that is whole", vi)
            })?;
            let mut inspection = inspection(options)?;
            inspection.since = Some(bookmark);
            verified(progress, user, |watch| {
                inspect_folder(inspection, folder, watch)
            })
        })
    }
}

/// Verifies the registry in a folder against what others hold of it. `held` is a
/// JSON object with, each where there is one: `checkpoints`, an array of notes
/// that were kept elsewhere; `receipts`, an array of tlog-proofs; `roots`, an
/// array of the public keys (64 hexadecimal digits) of all the roots that opened
/// it. Whatever does not fit is a finding: that the ledger was cut or rewritten
/// since.
///
/// Ownership: `folder` (`folder_len` bytes of UTF-8 or BMNN_ZSTR), `held` and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
/// NULL: `options`, `progress`, `user` and `err` may be NULL.
/// Thread: any; on the same folder from several at once, too.
/// Errors: BMNN_E_JSON if `held` is not as said; BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with the ledger is no error, but in the report.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_verify_folder; `held` points to so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_verify_against(
    folder: *const c_char,
    folder_len: usize,
    held: *const c_char,
    held_len: usize,
    options: *const bmnn_verify_options,
    progress: Option<
        unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64, entries: u64) -> i32,
    >,
    user: *mut c_void,
    out: *mut *mut bmnn_report,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let folder = Path::new(text("folder", folder, folder_len)?);
            let held = text("held", held, held_len)?;
            let mut inspection = inspection(options)?;
            hold(&mut inspection.expect, held)?;
            verified(progress, user, |watch| {
                inspect_folder(inspection, folder, watch)
            })
        })
    }
}

/// Adds what others hold of a ledger to what is expected of it.
pub(crate) fn hold(expect: &mut Expect, held: &str) -> Result<(), Fault> {
    fn texts(value: &Value) -> Option<Vec<String>> {
        let all = value.as_array()?.iter();
        all.map(|one| one.as_str().map(str::to_owned)).collect()
    }
    fn roots(value: &Value) -> Option<BTreeSet<Bytes32>> {
        let all = value.as_array()?.iter();
        all.map(|one| one.as_str()?.parse().ok()).collect()
    }
    for (field, value) in object("held", held)? {
        let read = match field.as_str() {
            "checkpoints" => texts(&value).map(|all| expect.checkpoints = all),
            "receipts" => texts(&value).map(|all| expect.receipts = all),
            "roots" => roots(&value).map(|all| expect.roots = Some(all)),
            _ => None,
        };
        read.ok_or_else(|| {
            let en = "`checkpoints` and `receipts`, arrays of texts; `roots`, an array of keys";
            let vi = "`checkpoints` và `receipts` là mảng văn bản; `roots` là mảng khoá";
            Fault::argument(BMNN_E_JSON, "held", en, vi).with("field", json!(field))
        })?;
    }
    Ok(())
}

/// The inspection that the options say.
///
/// # Safety
///
/// As [`given`].
pub(crate) unsafe fn inspection(options: *const bmnn_verify_options) -> Result<Inspection, Fault> {
    if options.is_null() {
        return Ok(Inspection::default());
    }
    // SAFETY: the caller's word.
    let given = unsafe { given("options", options, size_of::<u32>(), DEFAULT) }?;
    let full = given.known;
    given.understood("options", full.reserved)?;
    let wrong = |en: &str, vi: &str| Fault::argument(BMNN_E_RANGE, "options", en, vi);
    let checking = match full.checking {
        BMNN_CHECKING_TOGETHER => Checking::Together,
        BMNN_CHECKING_SINGLY => Checking::Singly,
        BMNN_CHECKING_BOTH => Checking::Both,
        _ => return Err(wrong("`checking` from 0 to 2", "`checking` từ 0 đến 2")),
    };
    let yes = |name: &str, value: u32| match value {
        0 | 1 => Ok(value == 1),
        _ => Err(wrong(
            &format!("`{name}` 0 or 1"),
            &format!("`{name}` là 0 hoặc 1"),
        )),
    };
    let ledger = yes("has_ledger_id", full.has_ledger_id)?.then_some(Bytes32(full.ledger_id));
    let threads = usize::try_from(full.threads).ok();
    Ok(Inspection {
        expect: Expect {
            ledger,
            export: yes("is_export", full.is_export)?,
            ..Expect::default()
        },
        checking,
        threads: threads.and_then(NonZeroUsize::new),
        keep: yes("keeps_bookmark", full.keeps_bookmark)?,
        ..Inspection::default()
    })
}

/// The caller's function, which is told how far a verification is.
pub(crate) type Told =
    Option<unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64, entries: u64) -> i32>;

/// Runs a verification under the caller's eyes.
pub(crate) fn verified<E>(
    progress: Told,
    user: *mut c_void,
    run: impl FnOnce(&mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<Option<Verification>, E>,
) -> Result<*mut bmnn_report, Fault>
where
    Fault: From<E>,
{
    let mut answer = 0;
    let last = Cell::new(None);
    let mut watch = |now: Progress| {
        if let Some(progress) = progress {
            // SAFETY: the caller's function, with the caller's pointer.
            answer = unsafe { progress(user, now.done, now.total, now.entries) };
        }
        last.set(Some(now));
        match answer {
            0 => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    };
    let mut done = run(&mut watch)?;
    // The last word is that all of it is done, whatever was read last.
    if let Some(verification) = &done {
        let total = last.get().map_or(0, |last: Progress| last.total);
        let entries = verification.report.entries;
        let whole = Progress {
            done: total,
            total,
            entries,
        };
        if last.get() != Some(whole) && watch(whole).is_break() {
            done = None;
        }
    }
    match done {
        Some(verification) => Ok(give(verification.into())),
        None => Err(Failure::new(Who::Progress, answer).into()),
    }
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
