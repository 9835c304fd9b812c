//! How a verification is done.

use crate::arg::{begun, given};
use crate::error::{Fault, bmnn_error};
use crate::guard::guard;
use crate::status::{BMNN_E_RANGE, bmnn_status};
use bmnn::id::Bytes32;
use bmnn::ledger::verify::{Checking, Expect};
use bmnn_registry::verify::Inspection;
use std::num::NonZeroUsize;

/// Signatures are checked many together; where these do not hold, singly.
pub const BMNN_CHECKING_TOGETHER: u32 = 0;
/// Each signature is checked singly.
pub const BMNN_CHECKING_SINGLY: u32 = 1;
/// Both ways, and where they disagree is a finding.
pub const BMNN_CHECKING_BOTH: u32 = 2;

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
