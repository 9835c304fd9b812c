//! The tables of `vault.db`, and how a vault of layout 1 becomes one of 2.

use super::cipher::{Boxed, Cipher, Place};
use super::error::At;
use super::lock::{self, Lock};
use super::{APPLICATION, VaultError};
use crate::host::Randomness;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::path::Path;
use std::time::Duration;
use zeroize::Zeroizing;

/// Values in clear.
pub(super) const CLEAR: i32 = 1;
/// Values in boxes.
pub(super) const VERSION: i32 = 2;

const SEALED: &str = "
    CREATE TABLE sealed (
        row        INTEGER PRIMARY KEY AUTOINCREMENT,
        commitment BLOB NOT NULL UNIQUE,
        act        BLOB NOT NULL,
        path       TEXT NOT NULL,
        nonce      BLOB NOT NULL,
        box        BLOB NOT NULL
    ) STRICT;
    CREATE INDEX sealed_by_act ON sealed (act);
";

const PROGRESS: &str = "
    CREATE TABLE progress (settled INTEGER NOT NULL, unclean INTEGER NOT NULL) STRICT;
    INSERT INTO progress VALUES (0, 0);
";

pub(super) const INSERT: &str = "INSERT INTO sealed (commitment, act, path, nonce, box)
     VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (commitment) DO NOTHING";

/// What every connection wants.
pub(super) fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    // A commit is on disk when it returns.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // What is dropped is overwritten, and nothing goes to a temporary file.
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "temp_store", "MEMORY")
}

/// Makes the tables of an empty vault.
pub(super) fn make(connection: &mut Connection, lock: &Lock) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    prepare(connection)?;
    let transaction = connection.transaction()?;
    let tables = [SEALED, PROGRESS, lock::SCHEMA].concat();
    transaction.execute_batch(&format!(
        "{tables} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};"
    ))?;
    lock.write(&transaction)?;
    transaction.commit()
}

/// The layout of the file.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Puts the values of a vault of layout 1 into boxes, in one transaction, and
/// marks the file as unclean: pages with clear values are still to be written
/// over. A vault that another process brought over meanwhile stays as it is.
///
/// Values are taken as they are: one that is not what was sealed is not found
/// out here, and not mended.
pub(super) fn migrate(
    connection: &mut Connection,
    path: &Path,
    cipher: &Cipher,
    lock: &Lock,
    randomness: &mut dyn Randomness,
) -> Result<(), VaultError> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .at(path)?;
    if version(&transaction).at(path)? != CLEAR {
        return Ok(());
    }
    let tables = [
        "ALTER TABLE sealed RENAME TO clear; DROP INDEX sealed_by_act; DROP TABLE progress;",
        SEALED,
        PROGRESS,
        lock::SCHEMA,
    ];
    transaction.execute_batch(&tables.concat()).at(path)?;
    lock.write(&transaction).at(path)?;
    box_all(&transaction, path, cipher, randomness)?;
    let end = format!(
        "DROP TABLE clear; UPDATE progress SET unclean = 1; PRAGMA user_version = {VERSION};"
    );
    transaction.execute_batch(&end).at(path)?;
    transaction.commit().at(path)
}

fn box_all(
    transaction: &Transaction<'_>,
    path: &Path,
    cipher: &Cipher,
    randomness: &mut dyn Randomness,
) -> Result<(), VaultError> {
    let mut clear = transaction
        .prepare("SELECT commitment, act, path, salt, value FROM clear ORDER BY row")
        .at(path)?;
    let mut insert = transaction.prepare(INSERT).at(path)?;
    let mut rows = clear.query([]).at(path)?;
    while let Some(row) = rows.next().at(path)? {
        let commitment: Vec<u8> = row.get(0).at(path)?;
        let act: Vec<u8> = row.get(1).at(path)?;
        let field: String = row.get(2).at(path)?;
        let salt: Zeroizing<Vec<u8>> = Zeroizing::new(row.get(3).at(path)?);
        let value: Zeroizing<Vec<u8>> = Zeroizing::new(row.get(4).at(path)?);
        let place = Place {
            commitment: &commitment,
            act: &act,
            path: &field,
        };
        let Boxed { nonce, sealed } = cipher.seal(place, &salt, &value, randomness)?;
        insert
            .execute(params![commitment, act, field, nonce, sealed])
            .at(path)?;
    }
    Ok(())
}

/// Writes the file anew without what was removed, and empties the log, so that
/// neither holds a trace of it.
pub(super) fn clean(connection: &Connection, path: &Path) -> Result<(), VaultError> {
    connection.execute_batch("VACUUM").at(path)?;
    empty_log(connection, path)?;
    connection
        .execute("UPDATE progress SET unclean = 0", [])
        .at(path)?;
    Ok(())
}

fn empty_log(connection: &Connection, path: &Path) -> Result<(), VaultError> {
    let busy: i64 = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .at(path)?;
    if busy != 0 {
        return Err(VaultError::Busy { path: path.into() });
    }
    Ok(())
}

/// Whether [`clean`] is still to be done.
pub(super) fn is_unclean(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT unclean FROM progress", [], |row| row.get(0))
}
