//! The peer: a table in SQLite whose rows are chained by SHA-256 in a trigger,
//! which is what an office system would build itself. It signs nothing.

use bmnn::ledger::sha256;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, params};
use std::error::Error;
use std::path::Path;

/// The chained table.
pub(crate) struct Chained {
    connection: Connection,
    row: Vec<u8>,
}

impl Chained {
    /// A new database in `folder`, for rows of 256 bytes.
    pub(crate) fn new(folder: &Path) -> rusqlite::Result<Self> {
        Self::of(folder, vec![0x5A; 256])
    }

    /// A new database in `folder`, every row of which holds `row`.
    pub(crate) fn of(folder: &Path, row: Vec<u8>) -> rusqlite::Result<Self> {
        let connection = Connection::open(folder.join("chained.db"))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.create_scalar_function(
            "sha256",
            1,
            FunctionFlags::SQLITE_DETERMINISTIC,
            |context| {
                let bytes: Vec<u8> = context.get(0)?;
                Ok(sha256(&[&bytes]).0.to_vec())
            },
        )?;
        connection.execute_batch(
            "CREATE TABLE chained (seq INTEGER PRIMARY KEY, body BLOB NOT NULL, link BLOB);
             CREATE TRIGGER chain AFTER INSERT ON chained BEGIN
                 UPDATE chained SET link = sha256(CAST(
                     coalesce((SELECT link FROM chained WHERE seq = new.seq - 1), x'00') || new.body AS BLOB))
                 WHERE seq = new.seq;
             END;",
        )?;
        Ok(Self { connection, row })
    }

    /// Inserts `count` rows in one durable transaction.
    pub(crate) fn insert(&mut self, count: u64) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        {
            let mut insert =
                transaction.prepare_cached("INSERT INTO chained (body) VALUES (?1)")?;
            for _ in 0..count {
                insert.execute(params![self.row])?;
            }
        }
        transaction.commit()
    }

    /// Reads every row and hashes it again; tells how many follow from one
    /// another.
    ///
    /// # Errors
    ///
    /// If one does not follow from the row before it.
    pub(crate) fn verify(&self) -> Result<u64, Box<dyn Error>> {
        let mut all = self
            .connection
            .prepare_cached("SELECT body, link FROM chained ORDER BY seq")?;
        let mut rows = all.query([])?;
        let (mut last, mut count) = (vec![0], 0);
        while let Some(row) = rows.next()? {
            let link = row.get_ref(1)?.as_blob()?;
            if sha256(&[&last, row.get_ref(0)?.as_blob()?]).0 != link {
                return Err("the peer's chain does not hold".into());
            }
            last.clear();
            last.extend_from_slice(link);
            count += 1;
        }
        Ok(count)
    }
}
