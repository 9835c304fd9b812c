//! Rings of keys: a folder, and a passphrase that opens every key in it.

use crate::arg::text;
use crate::buf::bmnn_buf;
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::{self, Opaque, give, lent};
use crate::passphrase::passphrase;
use crate::signer::{bmnn_signer, in_memory};
use crate::status::{
    BMNN_E_DAMAGED, BMNN_E_EXISTS, BMNN_E_IO, BMNN_E_KEY, BMNN_E_NOT_FOUND, BMNN_E_RANDOM,
    bmnn_status,
};
use bmnn::id::Bytes32;
use bmnn::ledger::key::kid;
use bmnn_registry::keys::{KeyError, KeyName, Keyring};
use serde_json::{Value, json};
use std::ffi::c_char;
use std::path::Path;

/// A folder of keys, each in a file of its own (PKCS #8, encrypted), which one
/// passphrase opens. By custom it is `keys` beside the ledger.
pub struct bmnn_ring {
    _opaque: [u8; 0],
}

impl Opaque for bmnn_ring {
    type Inside = Keyring;
    const TAG: [u8; 8] = *b"bmnnring";
    const NAME: &'static str = "ring";
}

const _: () = {
    const fn is_for_any_thread<T: Send + Sync>() {}
    is_for_any_thread::<Keyring>();
};

/// Makes the folder of a new ring, or takes an empty one.
///
/// Ownership: the texts are lent (so many bytes of UTF-8, or BMNN_ZSTR), the passphrase copied into memory that is wiped; the caller owns `*out`, freed with bmnn_ring_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_EXISTS if there are keys in the folder, BMNN_E_KEY if it is no passphrase, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// The texts point to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_ring_create(
    folder: *const c_char,
    folder_len: usize,
    passphrase: *const c_char,
    passphrase_len: usize,
    out: *mut *mut bmnn_ring,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let folder = Path::new(text("folder", folder, folder_len)?);
            let typed = text("passphrase", passphrase, passphrase_len)?;
            let passphrase = self::passphrase(typed)?;
            Ok(give(Keyring::create(folder, passphrase)?))
        })
    }
}

/// Opens the ring in a folder. The passphrase is tried when the first key is
/// asked for.
///
/// Ownership: the texts are lent (so many bytes of UTF-8, or BMNN_ZSTR), the passphrase copied into memory that is wiped; the caller owns `*out`, freed with bmnn_ring_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND if there is no such folder, BMNN_E_KEY if it is no passphrase, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// The texts point to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_ring_open(
    folder: *const c_char,
    folder_len: usize,
    passphrase: *const c_char,
    passphrase_len: usize,
    out: *mut *mut bmnn_ring,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let folder = Path::new(text("folder", folder, folder_len)?);
            let typed = text("passphrase", passphrase, passphrase_len)?;
            let passphrase = self::passphrase(typed)?;
            Ok(give(Keyring::open(folder, passphrase)?))
        })
    }
}

/// Makes a new key from the system's random bytes, and keeps it: on the disk
/// when this returns. `name` is `ledger`, `root-1`, `actor-` and a person's id, or
/// `witness`. `*out` becomes a JSON object with `name`, `kid` and `public-key`.
/// It signs nothing before it is enrolled.
///
/// Ownership: `ring` and `name` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any. It takes as long as the ring's passphrase makes it, a second or so.
/// Errors: BMNN_E_EXISTS if there is a key of that name, BMNN_E_KEY if it is no name of a key or the passphrase does not open the keys that are there, BMNN_E_DAMAGED if one of these is damaged, BMNN_E_RANDOM, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `ring` came from this library and was not freed; `name` points to so many
/// bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_ring_generate(
    ring: *const bmnn_ring,
    name: *const c_char,
    name_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let ring: &Keyring = lent(ring)?;
            let name = key_name(text("name", name, name_len)?)?;
            let key = ring.generate(&name)?;
            let public = Bytes32(key.verifying_key().to_bytes());
            let made = json!({
                "name": name.to_string(),
                "kid": kid(&public).to_string(),
                "public-key": public.to_string(),
            });
            Ok(give(made.to_string().into()))
        })
    }
}

/// The keys that are there, by name: a JSON array of objects with `name` and
/// `kid` (null where the file does not say it). No passphrase is tried.
///
/// Ownership: `ring` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND if the folder is gone, BMNN_E_IO, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_ring_generate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_ring_list(
    ring: *const bmnn_ring,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let ring: &Keyring = lent(ring)?;
            let keys = ring.list()?.into_iter().map(|listed| {
                let kid = listed.kid.map(|kid| kid.to_string());
                json!({"name": listed.name.to_string(), "kid": kid})
            });
            Ok(give(Value::Array(keys.collect()).to_string().into()))
        })
    }
}

/// Opens a key of the ring.
///
/// Ownership: `ring` and `name` are lent; the caller owns `*out`, freed with bmnn_signer_free, and `*err`. The signer outlives the ring.
/// NULL: `err` may be NULL.
/// Thread: any. It takes as long as the ring's passphrase makes it, a second or so.
/// Errors: BMNN_E_KEY if it is no name of a key, there is none of that name, or the passphrase is another; BMNN_E_DAMAGED, BMNN_E_NOT_FOUND if the folder is gone, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_ring_generate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_ring_signer(
    ring: *const bmnn_ring,
    name: *const c_char,
    name_len: usize,
    out: *mut *mut bmnn_signer,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let ring: &Keyring = lent(ring)?;
            let name = key_name(text("name", name, name_len)?)?;
            Ok(in_memory(ring.key(&name)?))
        })
    }
}

/// Frees a ring, and wipes its passphrase. Signers that came out of it go on.
///
/// Ownership: `ring` is taken.
/// NULL: allowed; nothing happens.
/// Thread: any, once nobody uses it.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// `ring` is NULL or came from this library, and is not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_ring_free(ring: *mut bmnn_ring) {
    // SAFETY: the caller's word.
    unsafe { handle::free(ring) }
}

pub(crate) fn key_name(text: &str) -> Result<KeyName, Fault> {
    text.parse().map_err(|_| {
        let en = "the name of a key: ledger, root-1, actor-…, witness";
        let vi = "tên một khoá: ledger, root-1, actor-…, witness";
        Fault::argument(BMNN_E_KEY, "name", en, vi)
    })
}

impl From<KeyError> for Fault {
    fn from(error: KeyError) -> Self {
        let status = match &error {
            KeyError::Exists { .. } => BMNN_E_EXISTS,
            KeyError::NoRing { .. } => BMNN_E_NOT_FOUND,
            KeyError::Damaged { .. } | KeyError::Unsupported { .. } => BMNN_E_DAMAGED,
            KeyError::Unreadable { .. } | KeyError::Unwritable { .. } => BMNN_E_IO,
            KeyError::NoRandomness(_) => BMNN_E_RANDOM,
            _ => BMNN_E_KEY,
        };
        let en = error.to_string();
        Self::new(status, error.vi(), en)
    }
}
