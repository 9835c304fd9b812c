//! The lock of a vault: its data key, wrapped by what the host knows.
//!
//! ```text
//! lock(one, kdf, memory, passes, lanes, salt, nonce, wrapped, mark)
//!
//! kdf       "argon2id": the wrapping key is Argon2id (RFC 9106, version 0x13) of the
//!           passphrase in NFC, with salt[16] and the costs beside it (memory in KiB)
//!           "host": the host's 32 bytes are the wrapping key; no salt, costs 0
//! wrapped   XChaCha20-Poly1305(wrapping key, nonce[24], data key[32],
//!           "bmnn/vault/key/1" ‖ u8 length ‖ kdf ‖ memory ‖ passes ‖ lanes, u32 big-endian each ‖ salt)
//! mark      first 8 bytes of SHA-256("bmnn/vault/lock/1" ‖ what is bound above ‖ nonce ‖ wrapped)
//! ```
//!
//! The mark tells damage, after which no passphrase would fit, from a wrong
//! passphrase. It is made of what anyone can read, and tells nothing of a key.

use super::cipher::{Nonce, Secret};
use crate::host::{NoRandomness, Randomness};
use crate::keys::Passphrase;
use argon2::{Algorithm, Argon2, Params, Version};
use bmnn::ledger::sha256;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rusqlite::{Connection, OptionalExtension, params};
use std::fmt;
use zeroize::Zeroizing;

const PURPOSE: &[u8] = b"bmnn/vault/key/1";
const MARK: &[u8] = b"bmnn/vault/lock/1";
const ARGON2ID: &str = "argon2id";
const HOST: &str = "host";

/// What Argon2id may take of a file's own choosing.
const MOST_MEMORY: u32 = 512 * 1024;
const MOST_PASSES: u32 = 32;
const MOST_LANES: u32 = 16;

pub(super) const SCHEMA: &str = "
    CREATE TABLE lock (
        one     INTEGER PRIMARY KEY CHECK (one = 1),
        kdf     TEXT NOT NULL,
        memory  INTEGER NOT NULL,
        passes  INTEGER NOT NULL,
        lanes   INTEGER NOT NULL,
        salt    BLOB NOT NULL,
        nonce   BLOB NOT NULL,
        wrapped BLOB NOT NULL,
        mark    BLOB NOT NULL
    ) STRICT;
";

/// What opens a vault: a passphrase, or 32 bytes that the host keeps.
///
/// Wiped when it is dropped; shown as neither.
#[derive(Clone)]
pub struct VaultKey(Kind);

#[derive(Clone)]
enum Kind {
    Passphrase(Passphrase, Cost),
    Host(Secret),
}

/// What Argon2id takes for each try of a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// How often it goes over the memory.
    pub passes: u32,
    /// Lanes; filled one after the other here.
    pub lanes: u32,
}

impl Cost {
    /// For an office computer: 64 MiB, three passes, one lane — the second
    /// recommendation of RFC 9106 §4, in one lane. Some tenths of a second.
    pub const OFFICE: Self = Self {
        memory: 64 * 1024,
        passes: 3,
        lanes: 1,
    };

    fn is_affordable(self) -> bool {
        self.memory <= MOST_MEMORY && self.passes <= MOST_PASSES && self.lanes <= MOST_LANES
    }

    fn derive(self, passphrase: &Passphrase, salt: &[u8]) -> Result<Secret, Fault> {
        let params = Params::new(self.memory, self.passes, self.lanes, Some(32));
        let params = params.map_err(|_| Fault::Cost)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut key = Zeroizing::new([0; 32]);
        argon2
            .hash_password_into(passphrase.as_bytes(), salt, key.as_mut())
            .map_err(|_| Fault::Cost)?;
        Ok(key)
    }
}

impl VaultKey {
    /// A passphrase; a lock made with it costs [`Cost::OFFICE`].
    #[must_use]
    pub fn passphrase(passphrase: Passphrase) -> Self {
        Self::passphrase_at(passphrase, Cost::OFFICE)
    }

    /// A passphrase, and what a lock made with it costs. A lock that is there
    /// has its own costs; beyond 512 MiB, 32 passes or 16 lanes none is tried.
    #[must_use]
    pub fn passphrase_at(passphrase: Passphrase, cost: Cost) -> Self {
        Self(Kind::Passphrase(passphrase, cost))
    }

    /// 32 bytes that nobody can guess, which the host keeps: in the system's
    /// key store, in a card.
    #[must_use]
    pub fn host(key: [u8; 32]) -> Self {
        Self(Kind::Host(Zeroizing::new(key)))
    }

    /// A key that everybody knows, for tests and walkthroughs: it locks
    /// nothing.
    #[must_use]
    pub fn known() -> Self {
        Self::host(sha256(&[b"bmnn: a key that everybody knows"]).0)
    }
}

impl From<Passphrase> for VaultKey {
    fn from(passphrase: Passphrase) -> Self {
        Self::passphrase(passphrase)
    }
}

impl fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultKey(…)")
    }
}

/// What opens a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockKind {
    /// A passphrase.
    Passphrase,
    /// A key of the host's.
    Host,
}

/// Why a lock does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not as it was written.
    Damaged,
    /// It asks for more than is given to a file.
    Cost,
    /// The cipher did not wrap the data key.
    NotMade,
    /// The passphrase, or the host's key, is another.
    WrongKey(LockKind),
    /// It wants the other kind of key.
    OtherKind(LockKind),
}

/// The row of a lock.
pub(super) struct Lock {
    kdf: String,
    cost: Cost,
    salt: Vec<u8>,
    nonce: Nonce,
    wrapped: Vec<u8>,
    mark: Vec<u8>,
}

impl Lock {
    /// Wraps `data` by `key`.
    pub(super) fn make(
        key: &VaultKey,
        data: &Secret,
        randomness: &mut dyn Randomness,
    ) -> Result<Result<Self, Fault>, NoRandomness> {
        let mut salt = vec![0; 16];
        let mut nonce = [0; 24];
        let none = Cost {
            memory: 0,
            passes: 0,
            lanes: 0,
        };
        let (kdf, cost) = match &key.0 {
            Kind::Passphrase(_, cost) => {
                randomness.fill_for_vault(&mut salt)?;
                (ARGON2ID, *cost)
            }
            Kind::Host(_) => {
                salt.clear();
                (HOST, none)
            }
        };
        randomness.fill_for_vault(&mut nonce)?;
        let mut lock = Self {
            kdf: kdf.to_owned(),
            cost,
            salt,
            nonce,
            wrapped: Vec::new(),
            mark: Vec::new(),
        };
        let wrapping = match lock.wrapping_key(key) {
            Ok(wrapping) => wrapping,
            Err(fault) => return Ok(Err(fault)),
        };
        let bound = lock.bound();
        let payload = Payload {
            msg: data.as_slice(),
            aad: &bound,
        };
        let cipher = XChaCha20Poly1305::new((&*wrapping).into());
        // 32 bytes are never too many; an empty box in place of the data key
        // would lock the vault for good.
        match cipher.encrypt(&XNonce::from(lock.nonce), payload) {
            Ok(wrapped) => lock.wrapped = wrapped,
            Err(_) => return Ok(Err(Fault::NotMade)),
        }
        lock.mark = lock.marked();
        Ok(Ok(lock))
    }

    /// The data key.
    pub(super) fn open(&self, key: &VaultKey) -> Result<Secret, Fault> {
        // Damage first: after it, no passphrase would fit.
        if self.mark != self.marked() {
            return Err(Fault::Damaged);
        }
        let kind = match self.kdf.as_str() {
            ARGON2ID => LockKind::Passphrase,
            HOST => LockKind::Host,
            _ => return Err(Fault::Damaged),
        };
        let wrapping = match (&key.0, kind) {
            (Kind::Passphrase(..), LockKind::Host) | (Kind::Host(_), LockKind::Passphrase) => {
                return Err(Fault::OtherKind(kind));
            }
            _ => self.wrapping_key(key)?,
        };
        let bound = self.bound();
        let payload = Payload {
            msg: &self.wrapped,
            aad: &bound,
        };
        let cipher = XChaCha20Poly1305::new((&*wrapping).into());
        let data = cipher.decrypt(&XNonce::from(self.nonce), payload);
        let data = Zeroizing::new(data.map_err(|_| Fault::WrongKey(kind))?);
        let data = <[u8; 32]>::try_from(data.as_slice()).map_err(|_| Fault::Damaged)?;
        Ok(Zeroizing::new(data))
    }

    fn wrapping_key(&self, key: &VaultKey) -> Result<Secret, Fault> {
        match &key.0 {
            Kind::Host(key) => Ok(key.clone()),
            Kind::Passphrase(..) if !self.cost.is_affordable() => Err(Fault::Cost),
            Kind::Passphrase(passphrase, _) => self.cost.derive(passphrase, &self.salt),
        }
    }

    fn bound(&self) -> Vec<u8> {
        let Cost {
            memory,
            passes,
            lanes,
        } = self.cost;
        let kdf = self.kdf.as_bytes();
        // The names are eight letters at most.
        let mut bound = [PURPOSE, &[kdf.len() as u8], kdf].concat();
        for cost in [memory, passes, lanes] {
            bound.extend_from_slice(&cost.to_be_bytes());
        }
        bound.extend_from_slice(&self.salt);
        bound
    }

    fn marked(&self) -> Vec<u8> {
        let whole = sha256(&[MARK, &self.bound(), &self.nonce, &self.wrapped]);
        whole.0.into_iter().take(8).collect()
    }

    /// The lock of a vault; `None` where the row is gone or is no such row.
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Option<Self>> {
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Self {
                kdf: row.get(0)?,
                cost: Cost {
                    memory: row.get(1)?,
                    passes: row.get(2)?,
                    lanes: row.get(3)?,
                },
                salt: row.get(4)?,
                nonce: row.get(5)?,
                wrapped: row.get(6)?,
                mark: row.get(7)?,
            })
        };
        let columns = "kdf, memory, passes, lanes, salt, nonce, wrapped, mark";
        let sql = format!("SELECT {columns} FROM lock WHERE one = 1");
        connection.query_row(&sql, [], read).optional()
    }

    /// Takes the place of the lock that is there.
    pub(super) fn write(&self, connection: &Connection) -> rusqlite::Result<()> {
        let sql = "INSERT OR REPLACE INTO lock VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let Cost {
            memory,
            passes,
            lanes,
        } = self.cost;
        let row = params![
            self.kdf,
            memory,
            passes,
            lanes,
            self.salt,
            self.nonce,
            self.wrapped,
            self.mark
        ];
        connection.execute(sql, row).map(drop)
    }
}
