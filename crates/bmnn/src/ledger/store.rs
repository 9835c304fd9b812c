//! Where a ledger's bytes live: bytes and order, nothing else.

use super::commit::Commit;

/// A record: one entry or checkpoint, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its place, by which it can be read again.
    pub place: u64,
    /// The place behind it.
    pub next: u64,
    /// What it is.
    pub kind: RecordKind,
    /// Its bytes, without the framing.
    pub bytes: Vec<u8>,
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordKind {
    /// An entry.
    Entry,
    /// A checkpoint's note.
    Checkpoint,
    /// The leaf hash of an entry that an export leaves out.
    Withheld,
    /// Something that this format version does not know.
    Unknown(u8),
}

impl RecordKind {
    /// The number that stands in the file.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Entry => 1,
            Self::Checkpoint => 2,
            Self::Withheld => 4,
            Self::Unknown(number) => number,
        }
    }

    /// The kind that a number stands for.
    #[must_use]
    pub fn from_number(number: u8) -> Self {
        match number {
            1 => Self::Entry,
            2 => Self::Checkpoint,
            4 => Self::Withheld,
            other => Self::Unknown(other),
        }
    }
}

/// A store of commits, in order, that never changes or removes one.
pub trait Store {
    /// Why something cannot be read or written.
    type Error: std::error::Error + 'static;

    /// The place behind the last commit.
    fn end(&self) -> u64;

    /// The record at `place`.
    ///
    /// # Errors
    ///
    /// If no good record is there, or it cannot be read.
    fn read(&self, place: u64) -> Result<Record, Self::Error>;

    /// The committed records from `place` on, in order.
    ///
    /// # Errors
    ///
    /// If they cannot be read at all; each may fail for itself as well.
    fn records(
        &self,
        place: u64,
    ) -> Result<impl Iterator<Item = Result<Record, Self::Error>>, Self::Error>;

    /// Makes a commit durable, all of it or nothing, and gives the places of
    /// its entries.
    ///
    /// # Errors
    ///
    /// If it is not known to be durable. Nothing may then be built on it.
    fn commit(&mut self, commit: &Commit) -> Result<Vec<u64>, Self::Error>;
}
