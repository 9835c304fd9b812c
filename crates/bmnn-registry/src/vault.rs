//! The vault: sealed values, in `vault.db`.
//!
//! An act carries a commitment in place of each free text, personal name and
//! digest of secret content; value and salt stand here alone. What the vault
//! loses, the ledger does not: the commitment stays and opens no more.
//!
//! ```text
//! sealed(row, commitment, act, path, salt, value)     value in CBOR
//! progress(settled)                                   rows up to here are named by entries
//! ```
//!
//! - **Order.** Values are on disk before the ledger is written, so that no
//!   entry ever names a value that a crash took. What a crash leaves over, a
//!   value that no entry names, is dropped at the next opening.
//! - **Not encrypted.** Values stand in clear on disk, guarded by the mode of
//!   the file (0600) and by who enters the folder. Encryption comes with the
//!   proofs.
//! - **Erasure.** Freed pages are overwritten (`secure_delete`); what the disk
//!   itself or a backup keeps is beyond a program.
//! - **Copies.** While the vault is open, recent values stand in
//!   `vault.db-wal`: a backup copies both, or takes [`Vault::copy_to`].

mod error;
mod search;

pub use error::VaultError;

use crate::disk;
use bmnn::id::{ActId, Bytes32};
use bmnn::ledger::cbor::{self, EncodeError};
use bmnn::ledger::sealed;
use bmnn::value::Value;
use error::At;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, params};
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// `BMNV`, which tells a vault from any other SQLite file.
const APPLICATION: i32 = 0x424D_4E56;
/// The layout of the tables.
const VERSION: i32 = 1;

const SCHEMA: &str = "
    CREATE TABLE sealed (
        row        INTEGER PRIMARY KEY AUTOINCREMENT,
        commitment BLOB NOT NULL UNIQUE,
        act        BLOB NOT NULL,
        path       TEXT NOT NULL,
        salt       BLOB NOT NULL,
        value      BLOB NOT NULL
    ) STRICT;
    CREATE INDEX sealed_by_act ON sealed (act);
    CREATE TABLE progress (settled INTEGER NOT NULL) STRICT;
    INSERT INTO progress VALUES (0);
";

const COLUMNS: &str = "commitment, act, path, salt, value";

/// The sealed values of one registry.
pub struct Vault {
    path: PathBuf,
    connection: Connection,
}

/// A value that was sealed, with all that its commitment commits to.
///
/// Every one that exists satisfies *commitment = SHA-256("bmnn/sealed/1" ‖
/// salt ‖ CBOR([act, value]))*; what does not is a [`VaultError::Mismatch`].
#[derive(Clone, PartialEq, Eq)]
pub struct SealedValue {
    commitment: Bytes32,
    act: ActId,
    path: String,
    salt: Bytes32,
    value: Value,
}

impl SealedValue {
    /// Seals `value`, the field at `path` of the act `act`.
    ///
    /// # Errors
    ///
    /// [`EncodeError`] if the value has no encoding.
    pub fn seal(
        act: ActId,
        path: impl Into<String>,
        salt: Bytes32,
        value: Value,
    ) -> Result<Self, EncodeError> {
        Ok(Self {
            commitment: sealed::commitment(&salt.0, &act, &value)?,
            act,
            path: path.into(),
            salt,
            value,
        })
    }

    /// What the act carries in its place.
    #[must_use]
    pub fn commitment(&self) -> Bytes32 {
        self.commitment
    }

    /// The act that it belongs to.
    #[must_use]
    pub fn act(&self) -> ActId {
        self.act
    }

    /// The field, such as `subject` or `decision/paper/volume`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What keeps a guess from being confirmed.
    #[must_use]
    pub fn salt(&self) -> Bytes32 {
        self.salt
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }
}

/// Shows where the value belongs, never the value.
impl fmt::Debug for SealedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedValue")
            .field("commitment", &self.commitment)
            .field("act", &self.act)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Vault {
    /// Makes an empty vault at `path`, with mode 0600.
    ///
    /// # Errors
    ///
    /// [`VaultError::Exists`] if there is a file; otherwise what the disk says.
    pub fn create(path: impl Into<PathBuf>) -> Result<Self, VaultError> {
        let path = path.into();
        create_private(&path)?;
        let connection = Connection::open(&path).at(&path)?;
        connection
            .pragma_update(None, "journal_mode", "WAL")
            .at(&path)?;
        prepare(&connection).at(&path)?;
        let began = format!(
            "BEGIN; {SCHEMA} PRAGMA application_id = {APPLICATION}; \
             PRAGMA user_version = {VERSION}; COMMIT"
        );
        connection.execute_batch(&began).at(&path)?;
        disk::sync_folder_of(&path).map_err(|cause| VaultError::unwritable(&path, cause))?;
        Ok(Self { path, connection })
    }

    /// Opens the vault at `path`, to read and to write.
    ///
    /// # Errors
    ///
    /// [`VaultError::Missing`], [`VaultError::Foreign`] (another file),
    /// [`VaultError::Later`] (of a later version), [`VaultError::Damaged`], or
    /// what the disk says.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, VaultError> {
        let path = path.into();
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self::open_as(&path, |path| disk::connect(path, flags))
    }

    /// Opens the vault at `path` to read only, also from a disk that takes no
    /// writing.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
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
        if version != VERSION {
            return Err(VaultError::Later {
                path: path.into(),
                version,
            });
        }
        prepare(&connection).at(path)?;
        Ok(Self {
            path: path.into(),
            connection,
        })
    }

    /// Keeps `values`, all or none; they are on disk when this returns. One
    /// that is there already stays as it is.
    ///
    /// # Errors
    ///
    /// [`VaultError::ReadOnly`], [`VaultError::DiskFull`] and what else the
    /// disk says; then none was kept.
    pub fn put(&mut self, values: &[SealedValue]) -> Result<(), VaultError> {
        if values.is_empty() {
            return Ok(());
        }
        let encoded: Vec<Vec<u8>> = values
            .iter()
            .map(|sealed| cbor::encode(&sealed.value))
            .collect::<Result<_, _>>()?;
        let mut put = || -> rusqlite::Result<()> {
            let transaction = self.connection.transaction()?;
            let mut insert = transaction.prepare_cached(
                "INSERT INTO sealed (commitment, act, path, salt, value)
                 VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (commitment) DO NOTHING",
            )?;
            for (sealed, value) in values.iter().zip(&encoded) {
                insert.execute(params![
                    sealed.commitment.0,
                    sealed.act.0,
                    sealed.path,
                    sealed.salt.0,
                    value
                ])?;
            }
            drop(insert);
            transaction.commit()
        };
        put().at(&self.path)
    }

    /// The value behind `commitment`, or `None` where it was never kept here
    /// or was erased.
    ///
    /// # Errors
    ///
    /// [`VaultError::Mismatch`] if what is kept is not what was sealed.
    pub fn get(&self, commitment: &Bytes32) -> Result<Option<SealedValue>, VaultError> {
        self.connection
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM sealed WHERE commitment = ?1"
            ))
            .and_then(|mut found| {
                found
                    .query_row(params![commitment.0], Stored::of_row)
                    .optional()
            })
            .at(&self.path)?
            .map(|stored| stored.check(&self.path))
            .transpose()
    }

    /// The values of one act, in the order of their keeping.
    ///
    /// # Errors
    ///
    /// [`VaultError::Mismatch`] if one is not what was sealed.
    pub fn of_act(&self, act: &ActId) -> Result<Vec<SealedValue>, VaultError> {
        let mut values = Vec::new();
        self.each_of("WHERE act = ?1", params![act.0], |value| {
            values.push(value?);
            Ok(())
        })?;
        Ok(values)
    }

    /// Shows every value to `see`, in the order of their keeping, without
    /// holding more than one. A value that is not what was sealed comes as
    /// [`VaultError::Mismatch`]; an error that `see` returns ends the walk.
    ///
    /// # Errors
    ///
    /// What `see` returned, or what the disk says.
    pub fn each(
        &self,
        see: impl FnMut(Result<SealedValue, VaultError>) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        self.each_of("", params![], see)
    }

    fn each_of(
        &self,
        which: &str,
        parameters: &[&dyn rusqlite::ToSql],
        mut see: impl FnMut(Result<SealedValue, VaultError>) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        let query = format!("SELECT {COLUMNS} FROM sealed {which} ORDER BY row");
        let mut rows = self.connection.prepare_cached(&query).at(&self.path)?;
        let mut rows = rows.query(parameters).at(&self.path)?;
        while let Some(row) = rows.next().at(&self.path)? {
            let stored = Stored::of_row(row).at(&self.path)?;
            see(stored.check(&self.path))?;
        }
        Ok(())
    }

    /// The values of `field` whose text holds every word of `query`, in the
    /// order of their keeping. Case and diacritics do not count: `toi mat`
    /// finds *Tối mật*. A corrected field (`changes/subject`) counts too.
    ///
    /// Values are read and compared in memory; no word of them is written.
    ///
    /// # Errors
    ///
    /// As [`each`](Self::each).
    pub fn search(&self, field: &str, query: &str) -> Result<Vec<SealedValue>, VaultError> {
        let query = search::Query::new(query);
        let mut found = Vec::new();
        let which = "WHERE path = ?1 OR substr(path, -length(?1) - 1) = '/' || ?1";
        self.each_of(which, params![field], |value| {
            let value = value?;
            if value.value.as_text().is_some_and(|text| query.fits(text)) {
                found.push(value);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Drops what no entry of the ledger names, and gives the number dropped.
    ///
    /// Only values kept since the last such call are shown to `is_named`, with
    /// their act and commitment: all before were named then. Not to be called
    /// on a ledger that is damaged or cut: its lost entries may name them.
    ///
    /// # Errors
    ///
    /// What the disk says; then none was dropped.
    pub fn drop_unnamed(
        &mut self,
        mut is_named: impl FnMut(&ActId, &Bytes32) -> bool,
    ) -> Result<usize, VaultError> {
        let mut drop_unnamed = || -> rusqlite::Result<usize> {
            let transaction = self.connection.transaction()?;
            let mut unnamed = Vec::new();
            let mut last: Option<i64> = None;
            {
                let mut recent = transaction.prepare_cached(
                    "SELECT row, act, commitment FROM sealed
                     WHERE row > (SELECT settled FROM progress) ORDER BY row",
                )?;
                let mut rows = recent.query([])?;
                while let Some(row) = rows.next()? {
                    let at = row.get(0)?;
                    if is_named(&ActId(row.get(1)?), &Bytes32(row.get(2)?)) {
                        last = Some(at);
                    } else {
                        unnamed.push(at);
                    }
                }
            }
            for row in &unnamed {
                transaction.execute("DELETE FROM sealed WHERE row = ?1", [row])?;
            }
            if let Some(last) = last {
                transaction.execute("UPDATE progress SET settled = ?1", [last])?;
            }
            transaction.commit()?;
            Ok(unnamed.len())
        };
        drop_unnamed().at(&self.path)
    }

    /// Has the next [`drop_unnamed`](Self::drop_unnamed) look at every value:
    /// wanted after a ledger came back from a backup older than the vault.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn unsettle(&mut self) -> Result<(), VaultError> {
        self.connection
            .execute("UPDATE progress SET settled = 0", [])
            .map(drop)
            .at(&self.path)
    }

    /// How many values are kept.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn count(&self) -> Result<u64, VaultError> {
        self.connection
            .query_row("SELECT count(*) FROM sealed", [], |row| {
                row.get::<_, i64>(0)
            })
            .map(i64::cast_unsigned)
            .at(&self.path)
    }

    /// Writes a copy of the whole vault to a new file of mode 0600, while it
    /// is in use.
    ///
    /// # Errors
    ///
    /// [`VaultError::Exists`] if there is a file; otherwise what the disk says.
    pub fn copy_to(&self, path: &Path) -> Result<(), VaultError> {
        create_private(path)?;
        let copy = path.to_string_lossy();
        self.connection
            .execute("VACUUM INTO ?1", [copy])
            .map(drop)
            .at(path)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// Makes an empty file of mode 0600, which SQLite then takes as its own.
fn create_private(path: &Path) -> Result<(), VaultError> {
    let made = disk::private().write(true).create_new(true).open(path);
    made.map(drop).map_err(|cause| match cause.kind() {
        std::io::ErrorKind::AlreadyExists => VaultError::Exists { path: path.into() },
        _ => VaultError::unwritable(path, cause),
    })
}

/// What every connection wants.
fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    // A commit is on disk when it returns.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // What is dropped is overwritten, and no value goes to a temporary file.
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "temp_store", "MEMORY")
}

/// A row as it is kept, not yet compared with its commitment.
struct Stored {
    commitment: [u8; 32],
    act: [u8; 16],
    path: String,
    salt: [u8; 32],
    value: Vec<u8>,
}

impl Stored {
    fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            commitment: row.get(0)?,
            act: row.get(1)?,
            path: row.get(2)?,
            salt: row.get(3)?,
            value: row.get(4)?,
        })
    }

    fn check(self, vault: &Path) -> Result<SealedValue, VaultError> {
        let act = ActId(self.act);
        let sealed = cbor::decode(&self.value).ok().and_then(|value| {
            SealedValue::seal(act, self.path.clone(), Bytes32(self.salt), value).ok()
        });
        match sealed {
            Some(sealed) if sealed.commitment.0 == self.commitment => Ok(sealed),
            _ => Err(VaultError::Mismatch {
                vault: vault.into(),
                act,
                field: self.path,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(number: u8) -> SealedValue {
        let text = Value::from("Báo cáo");
        SealedValue::seal(ActId([number; 16]), "subject", Bytes32([number; 32]), text).unwrap()
    }

    /// SQLite's own limits stand in for a disk that is full or read-only,
    /// which a test cannot have without rights over the machine.
    #[test]
    fn a_refusing_disk_is_named_and_nothing_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut vault = Vault::create(folder.path().join("vault.db")).unwrap();
        vault.put(&[value(1)]).unwrap();
        let many: Vec<_> = (2..200).map(value).collect();

        vault
            .connection
            .pragma_update(None, "max_page_count", 1)
            .unwrap();
        let full = vault.put(&many).unwrap_err();
        assert!(matches!(full, VaultError::DiskFull { .. }), "{full}");
        assert_eq!(vault.count().unwrap(), 1);
        vault
            .connection
            .pragma_update(None, "max_page_count", i32::MAX)
            .unwrap();

        vault
            .connection
            .pragma_update(None, "query_only", true)
            .unwrap();
        let read_only = vault.put(&many).unwrap_err();
        assert!(
            matches!(read_only, VaultError::ReadOnly { .. }),
            "{read_only}"
        );
        assert_eq!(vault.count().unwrap(), 1);
        for error in [full, read_only] {
            assert_ne!(error.vi(), error.to_string());
        }
    }

    /// As on a disk that takes no writing, whatever the folder is called.
    #[test]
    fn a_vault_that_cannot_change_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("văn thư 100%?#&");
        std::fs::create_dir(&folder).unwrap();
        let path = folder.join("vault.db");
        let mut vault = Vault::create(&path).unwrap();
        vault.put(&[value(1)]).unwrap();
        assert!(disk::has_log(&path));
        drop(vault);
        assert!(!disk::has_log(&path));
        let connection = disk::connect_unchanging(&path).unwrap();
        let vault = Vault { path, connection };
        assert_eq!(vault.get(&value(1).commitment()).unwrap(), Some(value(1)));
    }

    #[test]
    fn an_altered_value_is_not_given_out() {
        let folder = tempfile::tempdir().unwrap();
        let mut vault = Vault::create(folder.path().join("vault.db")).unwrap();
        let altered = [
            "UPDATE sealed SET value = x'626869'",
            "UPDATE sealed SET value = x'ff'",
            "UPDATE sealed SET salt = zeroblob(32)",
            "UPDATE sealed SET act = zeroblob(16)",
        ];
        for (number, alteration) in (1..).zip(altered) {
            vault.put(&[value(number)]).unwrap();
            let commitment = value(number).commitment();
            assert_eq!(vault.get(&commitment).unwrap(), Some(value(number)));
            vault.connection.execute(alteration, []).unwrap();
            let found = vault.get(&commitment).unwrap_err();
            assert!(matches!(found, VaultError::Mismatch { .. }), "{found}");
            // The error names the field and not a word of it.
            assert!(!found.to_string().contains("Báo"), "{found}");
        }
        let mut mismatches = 0;
        vault
            .each(|value| {
                mismatches += usize::from(value.is_err());
                Ok(())
            })
            .unwrap();
        assert_eq!(mismatches, altered.len());
    }
}
