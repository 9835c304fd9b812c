//! The derived index: `index.db`.
//!
//! Everything in it follows from the ledger (and the texts of the adopted
//! packs, by their digests); delete it and it is rebuilt. It holds what acts
//! hold in clear and commitments, never a sealed value. It answers the few
//! questions that deciding an act asks by point reads, so that performing an
//! act costs the same in a ledger of any size.
//!
//! **Not synced.** In SQLite's WAL mode with `synchronous = NORMAL`, a commit
//! waits for no disk; a power cut may take the last commits, never the order
//! or the soundness of those before. What was lost is applied again from the
//! ledger, which *is* on disk before the index hears of an entry.

mod ledger;
mod records;
mod schema;

pub(crate) use ledger::Indexed;

use bmnn::custody::{Erasure, Key, Recorded};
use bmnn::id::{ActId, Bytes32};
use bmnn::ledger::chain::{Chain, Head, Members};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};
use std::cell::Cell;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The derived state of one registry.
pub(crate) struct Index {
    connection: Connection,
    /// How many entries were applied, those of an open transaction too.
    applied: Cell<u64>,
}

/// How far an index goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// The ledger behind the last entry applied.
    pub(crate) chain: Chain,
    /// The place in the store behind the last commit applied.
    pub(crate) offset: u64,
    /// The note of the last checkpoint.
    pub(crate) note: String,
}

impl Position {
    /// Before the first commit.
    pub(crate) fn beginning() -> Self {
        Self {
            chain: Chain::default(),
            offset: 0,
            note: String::new(),
        }
    }
}

/// Why the index cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// The file is there and is no index, is damaged, or has another layout:
    /// it is to be made anew.
    #[error("the index is not one that this program reads")]
    Unreadable,
    /// A record in it cannot be read.
    #[error("the {} `{}` in the index cannot be read", .key.kind.table(), .key.id)]
    Record {
        /// Which.
        key: Key,
    },
    /// It does not hold what the ledger holds.
    #[error("the index does not go as far as the ledger")]
    Behind,
    /// No space is left.
    #[error("the disk with the index is full")]
    DiskFull,
    /// It may not be written.
    #[error("the index is read-only")]
    ReadOnly,
    /// A file cannot be made or removed.
    #[error("cannot write `{}`: {cause}", .path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// Anything else that SQLite says.
    #[error("the index failed: {0}")]
    Database(rusqlite::Error),
}

impl IndexError {
    /// The same in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Unreadable => "không đọc được tệp chỉ mục".to_owned(),
            Self::Record { key } => format!(
                "không đọc được bản ghi {} `{}` trong chỉ mục",
                key.kind.table(),
                key.id
            ),
            Self::Behind => "chỉ mục chưa theo kịp sổ cái".to_owned(),
            Self::DiskFull => "ổ đĩa chứa chỉ mục đã đầy".to_owned(),
            Self::ReadOnly => "chỉ mục chỉ cho đọc".to_owned(),
            Self::Unwritable { path, cause } => format!(
                "không ghi được `{}`: {}",
                path.display(),
                crate::disk::vi(cause)
            ),
            Self::Database(cause) => format!("chỉ mục gặp lỗi: {cause}"),
        }
    }
}

impl From<rusqlite::Error> for IndexError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Unreadable,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            _ => Self::Database(error),
        }
    }
}

impl Index {
    /// Opens the index at `path`.
    ///
    /// # Errors
    ///
    /// [`IndexError::Unreadable`] if it is to be made anew.
    pub(crate) fn open(path: &Path) -> Result<Self, IndexError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self::of(Connection::open_with_flags(path, flags)?)
    }

    /// Opens the index at `path` to read only.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub(crate) fn open_read_only(path: &Path) -> Result<Self, IndexError> {
        Self::of(crate::disk::open_to_read(path)?)
    }

    fn of(connection: Connection) -> Result<Self, IndexError> {
        let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        if pragma("application_id")? != schema::APPLICATION
            || pragma("user_version")? != schema::VERSION
        {
            return Err(IndexError::Unreadable);
        }
        let there = "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'";
        let there: i64 = connection.query_row(there, [], |row| row.get(0))?;
        if usize::try_from(there) != Ok(schema::statements().matches("CREATE ").count()) {
            return Err(IndexError::Unreadable);
        }
        Self::prepare(connection)
    }

    /// Closes it, with all that stood in its log in its file.
    pub(crate) fn close(self) -> Result<(), IndexError> {
        Ok(crate::disk::close(self.connection)?)
    }

    /// Makes an empty index at `path`, in place of what stands there: the
    /// index is derived, and what cannot be used is made anew.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub(crate) fn create(path: &Path) -> Result<Self, IndexError> {
        for end in ["", "-wal", "-shm", "-journal"] {
            let mut old = path.as_os_str().to_owned();
            old.push(end);
            remove(Path::new(&old))?;
        }
        let made = crate::disk::private()
            .write(true)
            .create_new(true)
            .open(path);
        made.map_err(|cause| IndexError::Unwritable {
            path: path.to_path_buf(),
            cause,
        })?;
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.execute_batch(&schema::statements())?;
        Self::prepare(connection)
    }

    /// Makes an empty index in memory, for a folder that takes no writing.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn in_memory() -> Result<Self, IndexError> {
        let connection = Connection::open_in_memory()?;
        connection.execute_batch(&schema::statements())?;
        Self::prepare(connection)
    }

    /// Makes an empty index that goes when it is dropped, for a replay: in
    /// memory while it is small, then in a file of SQLite's own.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn passing() -> Result<Self, IndexError> {
        let connection = Connection::open("")?;
        connection.pragma_update(None, "journal_mode", "OFF")?;
        connection.execute_batch(&schema::statements())?;
        connection.execute_batch(
            "CREATE TABLE unsealed (seq INTEGER NOT NULL, act TEXT NOT NULL, path TEXT NOT NULL)",
        )?;
        Self::prepare(connection)
    }

    /// Notes in a passing index that the vault has no value for a sealed place.
    pub(crate) fn note_unsealed(
        &self,
        seq: u64,
        act: &ActId,
        path: &str,
    ) -> Result<(), IndexError> {
        let sql = "INSERT INTO unsealed VALUES (?1, ?2, ?3)";
        let mut insert = self.connection.prepare_cached(sql)?;
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        insert.execute(params![seq, act.to_string(), path])?;
        Ok(())
    }

    /// The erasure of this name.
    pub(crate) fn one_erasure(&self, name: &str) -> Result<Option<Erasure>, IndexError> {
        Ok(self.one(&Key::of::<Erasure>(name))?.and_then(Erasure::of))
    }

    /// Shows what was so noted to `see`, in order: the position, the name that
    /// an erasure of it has, and the place.
    pub(crate) fn each_unsealed(
        &self,
        mut see: impl FnMut(u64, &str, &str) -> Result<(), IndexError>,
    ) -> Result<(), IndexError> {
        let sql = "SELECT seq, act || '/' || path, path FROM unsealed ORDER BY rowid";
        let mut select = self.connection.prepare_cached(sql)?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (name, path): (String, String) = (row.get(1)?, row.get(2)?);
            see(row.get::<_, i64>(0)?.unsigned_abs(), &name, &path)?;
        }
        Ok(())
    }

    fn prepare(connection: Connection) -> Result<Self, IndexError> {
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        // 4 MiB: what a batch changes spills into the WAL, memory stays bounded.
        connection.pragma_update(None, "cache_size", -4096)?;
        connection.set_prepared_statement_cache_capacity(128);
        let index = Self {
            connection,
            applied: Cell::new(0),
        };
        index.applied.set(index.count()?);
        Ok(index)
    }

    fn count(&self) -> Result<u64, IndexError> {
        let sql = "SELECT coalesce(max(seq) + 1, 0) FROM entry";
        let count = self
            .connection
            .query_row(sql, [], |row| row.get::<_, i64>(0))?;
        Ok(count.unsigned_abs())
    }

    /// Begins a transaction, in which records and entries are taken in.
    pub(crate) fn begin(&self) -> Result<(), IndexError> {
        Ok(self.connection.execute_batch("BEGIN IMMEDIATE")?)
    }

    /// Says that the next `seq` is being decided: all before were applied.
    pub(crate) fn set_applied(&self, size: u64) {
        self.applied.set(size);
    }

    /// Keeps what was taken in since [`begin`](Self::begin).
    pub(crate) fn commit(&self) -> Result<(), IndexError> {
        Ok(self.connection.execute_batch("COMMIT")?)
    }

    /// Forgets what was taken in since [`begin`](Self::begin).
    pub(crate) fn roll_back(&self) {
        // A failed statement may have rolled back by itself.
        let _ = self.connection.execute_batch("ROLLBACK");
        self.applied.set(self.count().unwrap_or_default());
    }

    /// How far the index goes; `None` while it is empty.
    pub(crate) fn position(&self) -> Result<Option<Position>, IndexError> {
        let (Some(head), Some(members)) = (self.meta("head")?, self.meta("members")?) else {
            return Ok(None);
        };
        let read = || {
            let head: Head = serde_json::from_str(&head).ok()?;
            let members: Members = serde_json::from_str(&members).ok()?;
            let chain = Chain::restore(head, members);
            let offset = self.meta("offset").ok()??.parse().ok()?;
            let note = self.meta("note").ok()??;
            let (size, leaf) = chain.last().map(|(seq, leaf)| (seq + 1, leaf))?;
            // What the file says of itself, for any tool, must agree.
            let same = self.meta("size").ok()?? == size.to_string()
                && self.meta("leaf").ok()?? == leaf.to_string()
                && self.count().ok()? == size;
            same.then_some(Position {
                chain,
                offset,
                note,
            })
        };
        read().map(Some).ok_or(IndexError::Unreadable)
    }

    /// Says how far the index goes now. `before` is where it went: keys and
    /// people that did not change are not written again.
    pub(crate) fn set_position(
        &self,
        position: &Position,
        before: Option<&Chain>,
    ) -> Result<(), IndexError> {
        let chain = &position.chain;
        let json = |text: serde_json::Result<String>| text.map_err(|_| IndexError::Unreadable);
        if !before.is_some_and(|before| chain.shares_members(before)) {
            self.set_meta("members", &json(serde_json::to_string(chain.members()))?)?;
        }
        self.set_meta("head", &json(serde_json::to_string(chain.head()))?)?;
        self.set_meta("offset", &position.offset.to_string())?;
        self.set_meta("note", &position.note)?;
        self.set_meta("size", &chain.size().to_string())?;
        let leaf = chain.last().map_or(Bytes32([0; 32]), |(_, leaf)| leaf);
        self.set_meta("leaf", &leaf.to_string())
    }

    fn meta(&self, key: &str) -> Result<Option<String>, IndexError> {
        let mut select = self
            .connection
            .prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
        Ok(select
            .query_row(params![key], |row| row.get(0))
            .optional()?)
    }

    fn set_meta(&self, key: &str, value: &str) -> Result<(), IndexError> {
        self.connection
            .prepare_cached(
                "INSERT INTO meta (key, value) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            )?
            .execute(params![key, value])?;
        Ok(())
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index")
            .field("applied", &self.applied.get())
            .finish_non_exhaustive()
    }
}

fn remove(path: &Path) -> Result<(), IndexError> {
    match std::fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(IndexError::Unwritable {
            path: path.to_path_buf(),
            cause,
        }),
        _ => Ok(()),
    }
}

/// A count as SQLite holds it; none of ours comes near the limit.
fn int(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
