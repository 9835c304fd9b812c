//! The ledger's tree (RFC 9162 §2.1), hash by hash.

use crate::arg::{bytes, fixed, hashes};
use crate::error::{Fault, bmnn_error};
use crate::guard::{answer, guard};
use crate::status::{BMNN_E_PROOF, bmnn_status};
use bmnn::id::Bytes32;
use bmnn::ledger::tree::{self, NotProven};
use serde_json::json;

fn not_proven(_: NotProven) -> Fault {
    let vi = "các mã băm không dẫn tới gốc này";
    let en = "the hashes do not lead to this root";
    Fault::new(BMNN_E_PROOF, vi, en).with("kind", json!("NotProven"))
}

/// The leaf hash of an entry, as bmnn_registry_entry_bytes gives it: 32 bytes into
/// `out`. The next entry begins with it as its link.
///
/// Ownership: `entry` is lent, and `out`, with room for 32 bytes; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NULL, BMNN_E_LENGTH; `out` is then zero.
/// Since: 1.0
///
/// # Safety
///
/// `entry` points to so many bytes; `out` has room for 32; `err` is NULL or can
/// be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_tree_leaf(
    entry: *const u8,
    entry_len: usize,
    out: *mut u8,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out.cast::<[u8; 32]>(), [0; 32], err, || {
            Ok(tree::leaf_hash(bytes("entry", entry, entry_len)?).0)
        })
    }
}

/// The root over leaf hashes, `leaves_count` of 32 bytes each, one behind the
/// other: 32 bytes into `out`. Over none it is the hash of nothing.
///
/// Ownership: `leaves` is lent, and `out`, with room for 32 bytes; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NULL, BMNN_E_LENGTH; `out` is then zero.
/// Since: 1.0
///
/// # Safety
///
/// `leaves` points to so many hashes; `out` has room for 32 bytes; `err` is NULL
/// or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_tree_root(
    leaves: *const u8,
    leaves_count: usize,
    out: *mut u8,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out.cast::<[u8; 32]>(), [0; 32], err, || {
            Ok(tree::root(&hashes("leaves", leaves, leaves_count)?).0)
        })
    }
}

/// Checks that `leaf` is the leaf hash at position `index`, from 0, of the tree
/// of `size` leaves with the root `root`. `path` are `path_count` hashes of 32
/// bytes each, from the leaf up.
///
/// Ownership: `leaf`, `path` and `root` are lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_PROOF if the hashes do not lead there, with `kind` `NotProven` in the detail; BMNN_E_NULL, BMNN_E_LENGTH.
/// Since: 1.0
///
/// # Safety
///
/// `leaf` and `root` point to 32 bytes, `path` to so many hashes; `err` is NULL or
/// can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_tree_check_inclusion(
    leaf: *const u8,
    index: u64,
    size: u64,
    path: *const u8,
    path_count: usize,
    root: *const u8,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            let leaf = Bytes32(fixed("leaf", leaf)?);
            let path = hashes("path", path, path_count)?;
            let root = Bytes32(fixed("root", root)?);
            tree::check_inclusion(&leaf, index, size, &path, &root).map_err(not_proven)
        })
    }
}

/// Checks that the tree of `old_size` leaves with the root `old_root` is the
/// beginning of the tree of `new_size` leaves with the root `new_root`. `path` are
/// `path_count` hashes of 32 bytes each.
///
/// Ownership: `old_root`, `new_root` and `path` are lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_PROOF if the hashes do not lead there, with `kind` `NotProven` in the detail; BMNN_E_NULL, BMNN_E_LENGTH.
/// Since: 1.0
///
/// # Safety
///
/// `old_root` and `new_root` point to 32 bytes, `path` to so many hashes; `err` is
/// NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_tree_check_consistency(
    old_size: u64,
    old_root: *const u8,
    new_size: u64,
    new_root: *const u8,
    path: *const u8,
    path_count: usize,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            let old_root = Bytes32(fixed("old_root", old_root)?);
            let new_root = Bytes32(fixed("new_root", new_root)?);
            let path = hashes("path", path, path_count)?;
            let (old, new) = ((old_size, &old_root), (new_size, &new_root));
            tree::check_consistency(old, new, &path).map_err(not_proven)
        })
    }
}
