//! A registry verified with its vault open.

use crate::arg::{fixed, text};
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::inspection::{bmnn_verify_options, inspection};
use crate::report::bmnn_report;
use crate::status::bmnn_status;
use crate::verify::verified;
use bmnn_registry::verify::{UnlockedError, inspect_folder_unlocked};
use bmnn_registry::{ReadError, VaultKey};
use std::ffi::{c_char, c_void};
use std::path::Path;

impl From<UnlockedError> for Fault {
    fn from(error: UnlockedError) -> Self {
        match error {
            UnlockedError::Store(error) => error.into(),
            UnlockedError::Vault(error) => ReadError::from(error).into(),
        }
    }
}

/// Verifies the registry in a folder as bmnn_verify_folder, with the 32 bytes that
/// open its vault (bmnn_host_with_key): each sealed value is compared with its
/// commitment, and not only looked for. Where there is no vault, the report says
/// what that leaves unproven.
///
/// Ownership: `folder` (`folder_len` bytes of UTF-8 or BMNN_ZSTR), `key` (32 bytes) and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
/// NULL: `options`, `progress`, `user` and `err` may be NULL.
/// Thread: any; on the same folder from several at once, too.
/// Errors: BMNN_E_KEY if `key` does not open the vault, and nothing was tried then; BMNN_E_VAULT if no key does any more, or its values are not encrypted yet; BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with ledger or vault is no error, but in the report.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_verify_folder; `key` points to 32 bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_verify_unlocked(
    folder: *const c_char,
    folder_len: usize,
    key: *const u8,
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
            let key = VaultKey::host(fixed("key", key)?);
            let inspection = inspection(options)?;
            verified(progress, user, |watch| {
                inspect_folder_unlocked(inspection, folder, &key, watch)
            })
        })
    }
}

/// As bmnn_verify_unlocked, of a vault that a passphrase opens
/// (bmnn_host_with_passphrase).
///
/// Ownership: `folder`, `passphrase` (so many bytes of UTF-8 or BMNN_ZSTR) and `options` are lent, the passphrase copied into memory that is wiped; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
/// NULL: `options`, `progress`, `user` and `err` may be NULL.
/// Thread: any; on the same folder from several at once, too.
/// Errors: BMNN_E_KEY if it is no passphrase, or does not open the vault, and nothing was tried then; BMNN_E_VAULT if no key does any more, or its values are not encrypted yet; BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with ledger or vault is no error, but in the report.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_verify_folder; `passphrase` points to so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_verify_unlocked_by_passphrase(
    folder: *const c_char,
    folder_len: usize,
    passphrase: *const c_char,
    passphrase_len: usize,
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
            let typed = text("passphrase", passphrase, passphrase_len)?;
            let key = VaultKey::from(crate::passphrase::passphrase(typed)?);
            let inspection = inspection(options)?;
            verified(progress, user, |watch| {
                inspect_folder_unlocked(inspection, folder, &key, watch)
            })
        })
    }
}
