//! Three numbers that are not one another: of the ABI, of the library, of the
//! ledger's format.

use crate::arg::text;
use crate::error::{Fault, bmnn_error};
use crate::guard::{guard, look};
use crate::status::{BMNN_E_UNSUPPORTED, bmnn_status};
use serde_json::json;
use std::ffi::{CStr, c_char};

/// The ABI's major version: functions, numbers and structs of one major version
/// are only ever added to.
pub const BMNN_ABI_MAJOR: u32 = 1;
/// The ABI's minor version: what `Since` in this header names.
pub const BMNN_ABI_MINOR: u32 = 0;
/// Both: the major version in the upper sixteen bits.
pub const BMNN_ABI_VERSION: u32 = 65536;
const _: () = assert!(BMNN_ABI_VERSION == BMNN_ABI_MAJOR << 16 | BMNN_ABI_MINOR);

/// What this build can do; later ones add to it.
const FEATURES: &[&str] = match cfg!(feature = "sign") {
    true => &["verify", "registry"],
    false => &["verify"],
};

/// The library's own BMNN_ABI_VERSION.
///
/// Ownership: nothing is given.
/// NULL: takes no pointer.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
#[unsafe(no_mangle)]
pub extern "C" fn bmnn_abi_version() -> u32 {
    BMNN_ABI_VERSION
}

/// Whether a program that was compiled with this header can use this library:
/// call it first, with BMNN_ABI_VERSION.
///
/// Ownership: the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_UNSUPPORTED if the major versions differ, or the library is older than the header.
/// Since: 1.0
///
/// # Safety
///
/// `err` is NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_abi_check(header: u32, err: *mut *mut bmnn_error) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        guard(err, || {
            let (major, minor) = (header >> 16, header & 0xFFFF);
            if major == BMNN_ABI_MAJOR && header <= BMNN_ABI_VERSION {
                return Ok(());
            }
            let ours = format!("{BMNN_ABI_MAJOR}.{BMNN_ABI_MINOR}");
            Err(Fault::new(
                BMNN_E_UNSUPPORTED,
                format!("chương trình cần ABI {major}.{minor} của bmnn, thư viện này có {ours}"),
                format!(
                    "the program wants ABI {major}.{minor} of bmnn, and this library has {ours}"
                ),
            )
            .with("library", json!(ours)))
        })
    }
}

/// The library's version, `"0.1.0"`. It says nothing of the ABI.
///
/// Ownership: the text is static, NUL-terminated ASCII; do not free it.
/// NULL: never returned.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
#[unsafe(no_mangle)]
pub extern "C" fn bmnn_version() -> *const c_char {
    const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    CStr::from_bytes_with_nul(VERSION.as_bytes())
        .unwrap_or_default()
        .as_ptr()
}

/// The version of the ledger's format that the library reads and writes: what
/// the first item of every entry says.
///
/// Ownership: nothing is given.
/// NULL: takes no pointer.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
#[unsafe(no_mangle)]
pub extern "C" fn bmnn_format_version() -> u32 {
    const VERSION: i64 = bmnn::ledger::entry::FORMAT_VERSION;
    const _: () = assert!(VERSION > 0 && VERSION <= u32::MAX as i64);
    VERSION as u32
}

/// 1 if this build can do what `name` says, `"verify"`, and 0 if not, or not
/// yet.
///
/// Ownership: `name` is lent, `name_len` bytes of UTF-8 or BMNN_ZSTR.
/// NULL: `name` may be NULL; the answer is then 0.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// `name` points to so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_has_feature(name: *const c_char, name_len: usize) -> i32 {
    look(0, || {
        // SAFETY: the caller's word.
        let name = unsafe { text("name", name, name_len) }?;
        Ok(i32::from(FEATURES.contains(&name)))
    })
}
