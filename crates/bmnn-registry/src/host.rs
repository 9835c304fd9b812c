//! What the host supplies: the time, randomness, and the key of the vault.
//!
//! Neither the core nor the registry has a clock or a source of chance of its
//! own, so that a walkthrough with a fixed clock and a seed gives the same
//! ledger on every machine.

use crate::vault::VaultKey;
use bmnn::date::{Date, Time};
use bmnn::ledger::sha256;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Vietnam is seven hours ahead of UTC, all year.
const UTC_PLUS_7: i64 = 7 * 3_600_000;
const DAY: i64 = 86_400_000;

/// Says what time it is.
pub trait Clock: Send {
    /// Unix time in milliseconds.
    fn now(&self) -> i64;
}

/// Gives ids and salts.
pub trait Randomness: Send {
    /// Fills `bytes` with what nobody can guess.
    ///
    /// # Errors
    ///
    /// [`NoRandomness`] if there is none to be had.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoRandomness>;

    /// As [`fill`](Self::fill), for the keys and nonces of the vault alone: a
    /// source whose bytes are known beforehand keeps a stream apart for them,
    /// so that what a vault draws moves no id and no salt.
    ///
    /// # Errors
    ///
    /// As [`fill`](Self::fill).
    fn fill_for_vault(&mut self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        self.fill(bytes)
    }
}

/// No random bytes could be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random bytes")]
pub struct NoRandomness;

/// The clock, the randomness and the vault's key that a registry works with.
///
/// There is no default: without a key of its own a vault would hold its values
/// as good as in clear.
pub struct Host {
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) randomness: Box<dyn Randomness>,
    pub(crate) vault: VaultKey,
}

impl Host {
    /// The system's clock and randomness, and what opens the vault.
    ///
    /// # Examples
    ///
    /// ```
    /// use bmnn_registry::{Host, VaultKey, keys::Passphrase};
    /// let by_passphrase = Host::system(Passphrase::new("bốn từ khó đoán nhé")?);
    /// # let from_the_key_store = [7; 32];
    /// let by_key = Host::system(VaultKey::host(from_the_key_store));
    /// # let _ = (by_passphrase, by_key);
    /// # Ok::<(), bmnn_registry::keys::KeyError>(())
    /// ```
    #[must_use]
    pub fn system(vault: impl Into<VaultKey>) -> Self {
        Self::new(SystemClock, SystemRandomness, vault)
    }

    /// A clock that stands where it is set, bytes that follow from `seed`, and
    /// a vault whose key everybody knows: for tests and walkthroughs. Salts
    /// that follow from a known seed seal nothing, and this key locks nothing.
    #[must_use]
    pub fn fixed(clock: SetClock, seed: [u8; 32]) -> Self {
        Self::new(clock, SeededRandomness::new(seed), VaultKey::known())
    }

    /// A clock and randomness of the host's own, and what opens the vault.
    #[must_use]
    pub fn new(
        clock: impl Clock + 'static,
        randomness: impl Randomness + 'static,
        vault: impl Into<VaultKey>,
    ) -> Self {
        Self {
            clock: Box::new(clock),
            randomness: Box::new(randomness),
            vault: vault.into(),
        }
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host").finish_non_exhaustive()
    }
}

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        let millis = |d: std::time::Duration| i64::try_from(d.as_millis()).unwrap_or(i64::MAX);
        // A clock before 1970 is wrong, and says so by a negative time.
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(after) => millis(after),
            Err(before) => -millis(before.duration()),
        }
    }
}

/// The system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(bytes).map_err(|_| NoRandomness)
    }
}

/// A clock that stands still until it is set. Clones show the same time.
///
/// # Examples
///
/// ```
/// use bmnn_registry::host::{Clock, SetClock};
/// let clock = SetClock::at("2026-03-01".parse()?, "08:30".parse()?);
/// let same = clock.clone();
/// clock.advance(1_500);
/// assert_eq!(same.now(), clock.now());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct SetClock(Arc<AtomicI64>);

impl SetClock {
    /// A clock that shows this time of this day in Vietnam.
    #[must_use]
    pub fn at(day: Date, time: Time) -> Self {
        let clock = Self::default();
        clock.set_to(day, time);
        clock
    }

    /// A clock that shows `millis` since 1970 (UTC).
    #[must_use]
    pub fn at_millis(millis: i64) -> Self {
        Self(Arc::new(AtomicI64::new(millis)))
    }

    /// Sets it to this time of this day in Vietnam.
    pub fn set_to(&self, day: Date, time: Time) {
        let minutes = i64::from(time.hour()) * 60 + i64::from(time.minute());
        let since_midnight = minutes * 60_000;
        // 1 January 1970 is a day of every calendar.
        let days = Date::of_unix_millis(0).map_or(0, |epoch| epoch.days_until(day));
        self.0
            .store(days * DAY - UTC_PLUS_7 + since_midnight, Ordering::Relaxed);
    }

    /// Moves it on.
    pub fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::Relaxed);
    }
}

impl Clock for SetClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Bytes that follow from a seed, for tests and walkthroughs alone:
/// SHA-256(seed ‖ counter), and for the vault SHA-256(seed ‖ "vault" ‖ counter).
#[derive(Clone, Debug)]
pub struct SeededRandomness {
    seed: [u8; 32],
    drawn: u64,
    drawn_for_vault: u64,
}

impl SeededRandomness {
    /// The bytes that follow from `seed`.
    #[must_use]
    pub fn new(seed: [u8; 32]) -> Self {
        Self {
            seed,
            drawn: 0,
            drawn_for_vault: 0,
        }
    }
}

impl Randomness for SeededRandomness {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        fill_from(&[&self.seed], &mut self.drawn, bytes);
        Ok(())
    }

    fn fill_for_vault(&mut self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        fill_from(&[&self.seed, b"vault"], &mut self.drawn_for_vault, bytes);
        Ok(())
    }
}

fn fill_from(stream: &[&[u8]], drawn: &mut u64, bytes: &mut [u8]) {
    for chunk in bytes.chunks_mut(32) {
        let block = sha256(&[stream, &[&drawn.to_be_bytes()]].concat());
        *drawn += 1;
        let fill = chunk.iter_mut().zip(block.0);
        fill.for_each(|(to, byte)| *to = byte);
    }
}
