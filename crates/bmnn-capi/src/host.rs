//! What a registry works with beside its folder: a clock, randomness, and what
//! opens the vault.

use crate::arg::{text, thirty_two};
use crate::error::{Fault, bmnn_error};
use crate::guard::{answer, guard};
use crate::handle::{self, Opaque, give, lent};
use crate::status::{BMNN_E_KEY, BMNN_E_STATE, bmnn_status};
use bmnn_registry::host::{SeededRandomness, SetClock, SystemClock, SystemRandomness};
use bmnn_registry::keys::Passphrase;
use bmnn_registry::{Host, VaultKey};
use std::ffi::c_char;

/// A clock, randomness, and what opens a registry's vault. It may be used for
/// several registries, and freed while they are open.
pub struct bmnn_host {
    _opaque: [u8; 0],
}

/// What a [`Host`] is made of, as often as one is wanted.
pub(crate) enum Settings {
    System(VaultKey),
    /// For tests: a clock that is set, bytes that follow from a seed.
    Fixed(SetClock, [u8; 32]),
}

impl Settings {
    pub(crate) fn host(&self) -> Host {
        match self {
            Self::System(vault) => Host::new(SystemClock, SystemRandomness, vault.clone()),
            Self::Fixed(clock, seed) => {
                let randomness = SeededRandomness::new(*seed);
                Host::new(clock.clone(), randomness, VaultKey::known())
            }
        }
    }
}

impl Opaque for bmnn_host {
    type Inside = Settings;
    const TAG: [u8; 8] = *b"bmnnhost";
    const NAME: &'static str = "host";
}

/// The passphrase as it was typed: any form of Unicode.
pub(crate) fn passphrase(typed: &str) -> Result<Passphrase, Fault> {
    Passphrase::new(typed).map_err(|error| {
        let en = error.to_string();
        Fault::new(BMNN_E_KEY, error.vi(), en)
    })
}

/// The system's clock and randomness, and a vault that a passphrase opens.
///
/// Ownership: `passphrase` is lent (`passphrase_len` bytes of UTF-8 or BMNN_ZSTR), and copied into memory that is wiped; the caller owns `*out`, freed with bmnn_host_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_KEY if it is no passphrase, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `passphrase` points to so many bytes; the others are NULL or can be written
/// to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_host_with_passphrase(
    passphrase: *const c_char,
    passphrase_len: usize,
    out: *mut *mut bmnn_host,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let typed = text("passphrase", passphrase, passphrase_len)?;
            Ok(give(Settings::System(self::passphrase(typed)?.into())))
        })
    }
}

/// The system's clock and randomness, and a vault that 32 bytes open which the
/// host keeps: in the system's key store, in a card.
///
/// Ownership: `key` is lent, 32 bytes, and copied into memory that is wiped; the caller owns `*out`, freed with bmnn_host_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `key` points to 32 bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_host_with_key(
    key: *const u8,
    out: *mut *mut bmnn_host,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            Ok(give(Settings::System(VaultKey::host(thirty_two(
                "key", key,
            )?))))
        })
    }
}

/// For tests alone: a clock that shows `unix_millis` until it is set, bytes that
/// follow from a seed, and a vault whose key everybody knows. It opens no
/// registry that was made with another host. Each opening begins the bytes
/// anew: open a registry again with another seed.
///
/// Ownership: `seed` is lent, 32 bytes; the caller owns `*out`, freed with bmnn_host_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `seed` points to 32 bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_host_for_tests(
    unix_millis: i64,
    seed: *const u8,
    out: *mut *mut bmnn_host,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let clock = SetClock::at_millis(unix_millis);
            Ok(give(Settings::Fixed(clock, thirty_two("seed", seed)?)))
        })
    }
}

/// Moves the clock of a host for tests, and with it that of every registry that
/// was opened with it.
///
/// Ownership: `host` is lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_STATE if the host has the system's clock, BMNN_E_HANDLE, BMNN_E_NULL.
/// Since: 1.0
///
/// # Safety
///
/// `host` came from this library and was not freed; `err` is NULL or can be
/// written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_host_advance(
    host: *const bmnn_host,
    millis: i64,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || match lent(host)? {
            Settings::Fixed(clock, _) => {
                clock.advance(millis);
                Ok(())
            }
            Settings::System(_) => Err(Fault::new(
                BMNN_E_STATE,
                "đồng hồ của hệ thống không chỉnh được ở đây",
                "the system's clock is not moved here",
            )),
        })
    }
}

/// Frees a host. Registries that were opened with it go on.
///
/// Ownership: `host` is taken.
/// NULL: allowed; nothing happens.
/// Thread: any, once nobody uses it.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// `host` is NULL or came from this library, and is not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_host_free(host: *mut bmnn_host) {
    // SAFETY: the caller's word.
    unsafe { handle::free(host) }
}
