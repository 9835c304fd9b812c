//! What can go wrong with a ledger's folder.

use crate::condition::Condition;
use std::io;
use std::path::{Path, PathBuf};

/// Why a ledger's file cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The operating system refuses.
    #[error("{} `{}`", if is_full(source) { "the disk is full: cannot write" } else { doing }, path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A new ledger would stand where something is.
    #[error("`{}` is there already, and a new ledger replaces nothing", .0.display())]
    Exists(PathBuf),
    /// The folder holds no ledger.
    #[error("there is no ledger in `{}`", .0.display())]
    Absent(PathBuf),
    /// The file is not a ledger.
    #[error("`{}` is not a bmnn ledger", .0.display())]
    Foreign(PathBuf),
    /// The file is of a later format version.
    #[error("`{}` is of ledger format version {version}, and this program reads version 1", path.display())]
    FutureVersion {
        /// The file.
        path: PathBuf,
        /// The version that its first 8 bytes name.
        version: char,
    },
    /// Another process, or another part of this one, is writing.
    #[error("the ledger is locked by another writer")]
    Locked,
    /// The lock is not held.
    #[error("the ledger is not locked for writing")]
    NotLocked,
    /// The file is not as a writer or a crash leaves it: reading only.
    #[error("the ledger can only be read: {0}")]
    ReadOnly(Condition),
    /// Fewer bytes were written than asked for; they were taken away again.
    #[error(
        "only {wrote} of {wanted} bytes could be written, and were taken away again: the disk may be full"
    )]
    ShortWrite {
        /// How many were written.
        wrote: usize,
        /// How many there were to write.
        wanted: usize,
    },
    /// A write or sync failed before; what the disk holds is not known.
    #[error("an earlier write failed: open the ledger anew before writing")]
    Poisoned,
    /// The file gave back other bytes than were written.
    #[error("the ledger gave back other bytes than were written")]
    ReadBack,
    /// The commit does not follow the ledger's last one.
    #[error("the commit begins at entry {first}, and the ledger holds {size}, or other ones")]
    Stale {
        /// Where the commit begins.
        first: u64,
        /// How many entries the ledger holds.
        size: u64,
    },
    /// No good record is at the place.
    #[error("no good record begins at byte {place}: {why}")]
    NoRecord {
        /// The place.
        place: u64,
        /// What is wrong.
        why: &'static str,
    },
}

fn is_full(source: &io::Error) -> bool {
    matches!(
        source.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

/// Gives a system error its place.
pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| StoreError::Io {
        doing,
        path,
        source,
    }
}
