//! The vault: sealed values, in `vault.db`, encrypted at rest.
//!
//! An act carries a commitment in place of each free text, personal name and
//! digest of secret content; value and salt stand here alone. What the vault
//! loses, the ledger does not: the commitment stays and opens no more.
//!
//! Layout 2, in SQLite (`application_id` `BMNV`, `user_version` 2):
//!
//! ```text
//! sealed(row, commitment, act, path, nonce, box)      box: salt and value, encrypted
//! lock(kdf, memory, passes, lanes, salt, nonce, wrapped, mark)
//!                                                     the data key, wrapped
//! progress(settled, unclean)                          rows up to here are named by entries;
//!                                                     whether removed bytes are still to be
//!                                                     written over
//!
//! box      XChaCha20-Poly1305(data key, nonce[24], salt[32] ‖ u32 length ‖ value in CBOR ‖ zeros),
//!          bound to "bmnn/vault/value/1" ‖ commitment ‖ act ‖ path
//! wrapped  XChaCha20-Poly1305(wrapping key, nonce[24], data key[32]), bound to the kdf and its costs;
//!          the wrapping key is Argon2id of the passphrase, or the host's own 32 bytes
//! ```
//!
//! - **Clear.** Commitment, act and path stand in clear: the ledger beside the
//!   vault tells them to anyone. How many values there are, and roughly how
//!   long, is seen too; salt and value are not. The data key is drawn once and
//!   never changes; a new passphrase wraps it anew and touches no value.
//! - **Length.** A value of more than 1 MiB in CBOR is refused
//!   ([`VaultError::TooLong`]) before anything is written.
//! - **Bound.** A row moved to another place, or altered in any column, is not
//!   given out: it is a [`VaultError::Mismatch`].
//! - **Order.** Values are on disk before the ledger is written, so that no
//!   entry ever names a value that a crash took. What a crash leaves over, a
//!   value that no entry names, is dropped at the next opening.
//! - **Erasure.** What is erased is deleted, the file written anew without it
//!   (`VACUUM`) and the log emptied; where that is cut short, it is done at the
//!   next opening. What the disk itself or a backup keeps is beyond a program.
//! - **Layout 1** kept values in clear. Opened for writing, it is brought over
//!   in one transaction, and the clear pages are written over; opened to read,
//!   it stays locked ([`VaultError::Clear`]).
//! - **Copies.** While the vault is open, recent rows stand in `vault.db-wal`:
//!   a backup copies both, or takes [`Vault::copy_to`]. A copy is encrypted as
//!   the vault is, and opened by the key that the vault had then.

mod cipher;
mod error;
mod layout;
mod lock;
mod search;
mod value;
mod values;

pub use error::VaultError;
pub use lock::{Cost, LockKind, VaultKey};
pub use value::SealedValue;
pub use values::ToErase;

use crate::disk;
use crate::host::Randomness;
use cipher::{Cipher, Secret};
use error::At;
use lock::{Fault, Lock};
use rusqlite::{Connection, OpenFlags};
use std::fmt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// `BMNV`, which tells a vault from any other SQLite file.
const APPLICATION: i32 = 0x424D_4E56;

/// The sealed values of one registry.
///
/// A locked vault tells which values it has, and not what they are.
pub struct Vault {
    path: PathBuf,
    connection: Connection,
    /// `None` while it is locked.
    open: Option<Open>,
}

/// What an open vault works with. The key is kept to be wrapped anew.
struct Open {
    key: Secret,
    cipher: Cipher,
}

impl Open {
    fn by(key: Secret) -> Self {
        let cipher = Cipher::new(&key);
        Self { key, cipher }
    }
}

impl Vault {
    /// Makes an empty vault at `path`, with mode 0600, and draws its data key.
    ///
    /// # Errors
    ///
    /// [`VaultError::Exists`] if there is a file; otherwise what the disk says.
    pub fn create(
        path: impl Into<PathBuf>,
        key: &VaultKey,
        randomness: &mut dyn Randomness,
    ) -> Result<Self, VaultError> {
        let path = path.into();
        let data = draw(randomness)?;
        let lock = Lock::make(key, &data, randomness)?.map_err(|fault| fault.at(&path))?;
        create_private(&path)?;
        let mut connection = Connection::open(&path).at(&path)?;
        layout::make(&mut connection, &lock).at(&path)?;
        disk::sync_folder_of(&path).map_err(|cause| VaultError::unwritable(&path, cause))?;
        let open = Some(Open::by(data));
        Ok(Self {
            path,
            connection,
            open,
        })
    }

    /// Closes it, with all that stood in its log in its file.
    pub(crate) fn close(self) -> Result<(), VaultError> {
        disk::close(self.connection).at(&self.path)
    }

    /// Opens the vault at `path`, to read and to write; one of layout 1 is
    /// brought over, and what was left unclean is cleaned.
    ///
    /// # Errors
    ///
    /// [`VaultError::Missing`], [`VaultError::Foreign`] (another file),
    /// [`VaultError::Later`] (of a later version), [`VaultError::Damaged`],
    /// [`VaultError::WrongKey`] or another of the lock's, or what the disk says.
    pub fn open(
        path: impl Into<PathBuf>,
        key: &VaultKey,
        randomness: &mut dyn Randomness,
    ) -> Result<Self, VaultError> {
        let path = path.into();
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut vault = Self::open_as(&path, |path| disk::connect(path, flags))?;
        if layout::version(&vault.connection).at(&path)? == layout::CLEAR {
            let data = draw(randomness)?;
            let lock = Lock::make(key, &data, randomness)?.map_err(|fault| fault.at(&path))?;
            let cipher = Cipher::new(&data);
            layout::migrate(&mut vault.connection, &path, &cipher, &lock, randomness)?;
        }
        vault.unlock(key)?;
        if layout::is_unclean(&vault.connection).at(&path)? {
            layout::clean(&vault.connection, &path)?;
        }
        Ok(vault)
    }

    /// Opens the vault at `path` to read only, also from a disk that takes no
    /// writing. It is locked until [`unlock`](Self::unlock).
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), but for the lock.
    pub fn open_read_only(path: impl Into<PathBuf>) -> Result<Self, VaultError> {
        let path = path.into();
        Self::open_as(&path, disk::open_to_read)
    }

    fn open_as(
        path: &Path,
        open: impl FnOnce(&Path) -> rusqlite::Result<Connection>,
    ) -> Result<Self, VaultError> {
        match path.metadata() {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                return Err(VaultError::Missing { path: path.into() });
            }
            Err(cause) => return Err(VaultError::unreadable(path, cause)),
            Ok(found) if !found.is_file() => {
                return Err(VaultError::Foreign { path: path.into() });
            }
            Ok(_) => {}
        }
        let connection = open(path).at(path)?;
        let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        if pragma("application_id").at(path)? != APPLICATION {
            return Err(VaultError::Foreign { path: path.into() });
        }
        let version = pragma("user_version").at(path)?;
        if ![layout::CLEAR, layout::VERSION].contains(&version) {
            return Err(VaultError::Later {
                path: path.into(),
                version,
            });
        }
        layout::prepare(&connection).at(path)?;
        Ok(Self {
            path: path.into(),
            connection,
            open: None,
        })
    }

    // ---- the lock

    /// Opens the lock: from here on values can be read.
    ///
    /// # Errors
    ///
    /// [`VaultError::WrongKey`]; [`VaultError::OtherLock`] if it wants a
    /// passphrase and was given a key, or the other way;
    /// [`VaultError::DamagedLock`], which no key opens any more;
    /// [`VaultError::Cost`] if the file asks for more than is tried;
    /// [`VaultError::Clear`] in a vault of layout 1; or what the disk says.
    pub fn unlock(&mut self, key: &VaultKey) -> Result<(), VaultError> {
        let path = &self.path;
        if layout::version(&self.connection).at(path)? == layout::CLEAR {
            return Err(VaultError::Clear { path: path.clone() });
        }
        let lock = match Lock::read(&self.connection) {
            Ok(Some(lock)) => lock,
            // A column of another type or length: not written by us.
            Ok(None)
            | Err(
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..),
            ) => return Err(Fault::Damaged.at(path)),
            Err(error) => return Err(error).at(path),
        };
        let data = lock.open(key).map_err(|fault| fault.at(path))?;
        self.open = Some(Open::by(data));
        Ok(())
    }

    /// Whether values can be read.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Wraps the data key by `key`, in place of the one that opened it. No
    /// value is touched. The lock that was is written over, here; a backup made
    /// before still opens by the old one.
    ///
    /// # Errors
    ///
    /// [`VaultError::Locked`], or what the disk says; then the old one holds,
    /// unless only the writing over failed: then the new one does, and the next
    /// opening writes over.
    pub fn rewrap(
        &mut self,
        key: &VaultKey,
        randomness: &mut dyn Randomness,
    ) -> Result<(), VaultError> {
        let path = &self.path;
        let open = self.open.as_ref().ok_or_else(|| locked(path))?;
        let lock = Lock::make(key, &open.key, randomness)?.map_err(|fault| fault.at(path))?;
        let mut write = || -> rusqlite::Result<()> {
            let transaction = self.connection.transaction()?;
            lock.write(&transaction)?;
            transaction.execute("UPDATE progress SET unclean = 1", [])?;
            transaction.commit()
        };
        write().at(path)?;
        layout::clean(&self.connection, path)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

fn locked(path: &Path) -> VaultError {
    VaultError::Locked { path: path.into() }
}

/// A new data key.
fn draw(randomness: &mut dyn Randomness) -> Result<Secret, VaultError> {
    let mut key = Zeroizing::new([0; 32]);
    randomness.fill_for_vault(key.as_mut())?;
    Ok(key)
}

/// Makes an empty file of mode 0600, which SQLite then takes as its own.
fn create_private(path: &Path) -> Result<(), VaultError> {
    let made = disk::private().write(true).create_new(true).open(path);
    made.map(drop).map_err(|cause| match cause.kind() {
        std::io::ErrorKind::AlreadyExists => VaultError::Exists { path: path.into() },
        _ => VaultError::unwritable(path, cause),
    })
}

#[cfg(test)]
mod tests;
