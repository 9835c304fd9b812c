//! What a registry works with beside its folder: a clock, randomness, and what
//! opens the vault.

use crate::arg::{fixed, text};
use crate::error::{Fault, bmnn_error};
use crate::guard::{answer, guard};
use crate::handle::{self, Opaque, give, lent};
use crate::hosted::{Functions, Hosted};
use crate::passphrase::passphrase;
use crate::service::{
    HostClock, HostRandomness, Log, bmnn_clock_functions, bmnn_log_functions,
    bmnn_randomness_functions,
};
use crate::status::{BMNN_E_STATE, bmnn_status};
use bmnn_registry::host::{Clock, SeededRandomness, SetClock, SystemClock, SystemRandomness};
use bmnn_registry::{Host, VaultKey};
use std::ffi::c_char;
use std::sync::Arc;

/// A clock, randomness, and what opens a registry's vault. It may be used for
/// several registries, and freed while they are open.
pub struct bmnn_host {
    _opaque: [u8; 0],
}

/// What a [`Host`] is made of, as often as one is wanted.
pub(crate) struct Settings {
    vault: VaultKey,
    time: Time,
    chance: Chance,
    pub(crate) log: Log,
    /// Its vault's key is known to everybody.
    pub(crate) is_for_tests: bool,
}

/// Where the time comes from.
#[derive(Clone)]
enum Time {
    System,
    Set(SetClock),
    Host(HostClock),
}

/// Where random bytes come from.
#[derive(Clone)]
enum Chance {
    System,
    Seeded([u8; 32]),
    Host(HostRandomness),
}

impl Settings {
    fn system(vault: VaultKey) -> Self {
        Self {
            vault,
            time: Time::System,
            chance: Chance::System,
            log: Log::default(),
            is_for_tests: false,
        }
    }

    pub(crate) fn host(&self) -> Host {
        let vault = self.vault.clone();
        match self.time.clone() {
            Time::System => self.with(SystemClock, vault),
            Time::Set(clock) => self.with(clock, vault),
            Time::Host(clock) => self.with(clock, vault),
        }
    }

    fn with(&self, clock: impl Clock + 'static, vault: VaultKey) -> Host {
        match self.chance.clone() {
            Chance::System => Host::new(clock, SystemRandomness, vault),
            Chance::Seeded(seed) => Host::new(clock, SeededRandomness::new(seed), vault),
            Chance::Host(randomness) => Host::new(clock, randomness, vault),
        }
    }
}

impl Opaque for bmnn_host {
    type Inside = Settings;
    const TAG: [u8; 8] = *b"bmnnhost";
    const NAME: &'static str = "host";
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
            Ok(give(Settings::system(self::passphrase(typed)?.into())))
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
            let key = fixed("key", key)?;
            Ok(give(Settings::system(VaultKey::host(key))))
        })
    }
}

/// For tests alone: a clock that shows `unix_millis` until it is set, bytes that
/// follow from a seed, and a vault whose key everybody knows. Nobody is to take
/// what it makes for an agency's records: it makes registries of the agency
/// BMNN_AGENCY_FOR_TESTS alone, and opens no registry that was made with another
/// host (BMNN_E_STATE). Each opening begins the bytes anew: open a registry again
/// with another seed.
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
            Ok(give(Settings {
                vault: VaultKey::known(),
                time: Time::Set(SetClock::at_millis(unix_millis)),
                chance: Chance::Seeded(fixed("seed", seed)?),
                log: Log::default(),
                is_for_tests: true,
            }))
        })
    }
}

/// A host like another, with services of the program's own in place of those
/// whose functions are given. They are called on the thread that uses the
/// registry, one call at a time for each registry; must not use that registry
/// (BMNN_E_REENTRANT); and must not throw, nor jump out of the call.
///
/// What clock or randomness fail with comes back as BMNN_E_CALLBACK, with the
/// number as `host` in the detail, and `callback`. A clock that says no time is
/// BMNN_E_CLOCK, and too few random bytes are BMNN_E_RANDOM. Nothing is written
/// then, and nothing else is asked in their place.
///
/// `destroy` of each is called once, when this host and every registry that uses
/// it are freed, and also when this call fails, for each whose `struct_size` was
/// found to be right.
///
/// Ownership: `host` and the functions are lent; the functions are copied, their `user` is the library's until `destroy`. The caller owns `*out`, freed with bmnn_host_free, and `*err`.
/// NULL: `clock`, `randomness`, `log` and `err` may be NULL, and so may the members `user` and `destroy`.
/// Thread: any.
/// Errors: BMNN_E_RANGE if a `struct_size` is no size of theirs, BMNN_E_UNSUPPORTED, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `host` came from this library and was not freed; the functions point to
/// their `struct_size` bytes and can be called until `destroy` was; the others
/// are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_host_with_services(
    host: *const bmnn_host,
    clock: *const bmnn_clock_functions,
    randomness: *const bmnn_randomness_functions,
    log: *const bmnn_log_functions,
    out: *mut *mut bmnn_host,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below. Whatever happens from here on,
    // each `destroy` is called once.
    unsafe {
        let clock = Hosted::wanted(bmnn_clock_functions::NAME, clock);
        let randomness = Hosted::wanted(bmnn_randomness_functions::NAME, randomness);
        let log = Hosted::wanted(bmnn_log_functions::NAME, log);
        answer(out, std::ptr::null_mut(), err, move || {
            let base: &Settings = lent(host)?;
            let clock = clock?.map(|clock| Time::Host(HostClock(Arc::new(clock))));
            let chance = randomness?.map(|one| Chance::Host(HostRandomness(Arc::new(one))));
            let log = log?.map(|log| Log(Some(Arc::new(log))));
            Ok(give(Settings {
                vault: base.vault.clone(),
                time: clock.unwrap_or_else(|| base.time.clone()),
                chance: chance.unwrap_or_else(|| base.chance.clone()),
                log: log.unwrap_or_else(|| base.log.clone()),
                is_for_tests: base.is_for_tests,
            }))
        })
    }
}

/// Moves the clock of a host for tests, and with it that of every registry that
/// was opened with it.
///
/// Ownership: `host` is lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_STATE if the host has another clock, BMNN_E_HANDLE, BMNN_E_NULL.
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
        guard(err, || match &lent(host)?.time {
            Time::Set(clock) => {
                clock.advance(millis);
                Ok(())
            }
            _ => Err(Fault::new(
                BMNN_E_STATE,
                "chỉ đồng hồ dùng để thử mới chỉnh được ở đây",
                "only a clock for tests is moved here",
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
