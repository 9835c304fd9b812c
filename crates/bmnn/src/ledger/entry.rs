//! An entry: a statement given its place in the ledger.
//!
//! ```text
//! [ 1,            format version
//!   seq,          position, from 0
//!   prev,         leaf hash of the entry before; 32 zero bytes in the first
//!   received,     Unix time in milliseconds, as the registry's clock said
//!   statement,    the statement's bytes, as a byte string
//!   cosigned ]    [[kid, signature], …] by ascending kid, none twice, none the
//!                 statement's own, at most 64
//! ```
//!
//! The leaf hash, SHA-256(0x00 ‖ entry bytes), is the link that the next entry
//! carries as `prev` and the leaf of the Merkle tree. At most 1 MiB.

use super::cbor::{CborError, CborFault, Reader, major, write_bytes, write_head, write_int};
use super::statement::{Cosignature, Stated, Statement, StatementError};
use crate::id::{Bytes32, Kid};

/// The version that an entry's first item names.
pub const FORMAT_VERSION: i64 = 1;
/// How long an entry may be, in bytes.
pub const MAX_ENTRY: usize = 1 << 20;
/// How many cosignatures an entry may have: each one hashes the payload again,
/// so that without a bound an entry of 1 MiB could cost seconds to check.
pub const MAX_COSIGNED: u64 = 64;

/// A statement with its place, time and cosignatures; nothing about it is
/// checked but its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The position in the ledger, from 0.
    pub seq: u64,
    /// The leaf hash of the entry before; zeroes in the first.
    pub prev: Bytes32,
    /// Unix time in milliseconds.
    pub received: i64,
    /// The statement's bytes.
    pub statement: Vec<u8>,
    /// Further signatures over the same act, by ascending kid.
    pub cosigned: Vec<Cosignature>,
}

/// Why bytes are no entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The entry is longer than [`MAX_ENTRY`].
    #[error("the entry is longer than 1 MiB")]
    TooLong,
    /// Another format version.
    #[error("the entry is of format version {0}, and this program reads version 1")]
    Version(i64),
    /// Not the one form of an entry.
    #[error("the entry is malformed")]
    Malformed(#[from] CborError),
    /// More than [`MAX_COSIGNED`] cosignatures.
    #[error("the entry has {0} cosignatures, more than {MAX_COSIGNED}")]
    TooManyCosigned(u64),
    /// The cosignatures are not in their one order.
    #[error("the cosignatures are not in ascending order of their keys, each once")]
    CosignatureOrder,
    /// A cosignature by the statement's own key.
    #[error("a cosignature is by the statement's own key")]
    CosignedByItself,
    /// The statement has no one form.
    #[error(transparent)]
    Statement(#[from] StatementError),
}

impl Entry {
    /// The entry's bytes; [`decode`](Self::decode) gives the entry back.
    ///
    /// Integers are taken as they are: a position or time beyond ±(2^53 − 1)
    /// gives bytes that no reader takes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.statement.len() + 64 + 76 * self.cosigned.len());
        write_head(&mut out, major::ARRAY, 6);
        write_int(&mut out, FORMAT_VERSION);
        write_head(&mut out, major::UNSIGNED, self.seq);
        write_bytes(&mut out, &self.prev.0);
        write_int(&mut out, self.received);
        write_bytes(&mut out, &self.statement);
        write_head(&mut out, major::ARRAY, self.cosigned.len() as u64);
        for cosignature in &self.cosigned {
            write_head(&mut out, major::ARRAY, 2);
            write_bytes(&mut out, &cosignature.kid.0);
            write_bytes(&mut out, &cosignature.signature);
        }
        out
    }

    /// The entry in `bytes`, whose statement has its one form too.
    ///
    /// # Errors
    ///
    /// [`EntryError`] for anything but the one form.
    pub fn decode(bytes: &[u8]) -> Result<(Self, Statement), EntryError> {
        let placed = Placed::read(bytes)?;
        let statement = Statement::decode(placed.statement)?;
        let entry = Self {
            seq: placed.seq,
            prev: placed.prev,
            received: placed.received,
            statement: placed.statement.to_vec(),
            cosigned: placed.cosigned,
        };
        Ok((entry, statement))
    }
}

/// An entry in the bytes that it lies in.
pub(super) struct Placed<'a> {
    pub(super) seq: u64,
    pub(super) prev: Bytes32,
    pub(super) received: i64,
    pub(super) statement: &'a [u8],
    pub(super) stated: Stated<'a>,
    pub(super) cosigned: Vec<Cosignature>,
}

impl<'a> Placed<'a> {
    /// As [`Entry::decode`].
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, EntryError> {
        if bytes.len() > MAX_ENTRY {
            return Err(EntryError::TooLong);
        }
        let mut reader = Reader::new(bytes);
        reader.array_of(6, "an array of 6")?;
        let version = reader.int("the format version")?;
        if version != FORMAT_VERSION {
            return Err(EntryError::Version(version));
        }
        let offset = reader.at();
        let seq = u64::try_from(reader.int("the position")?).map_err(|_| CborError {
            offset,
            fault: CborFault::Expected("a position, which is not negative"),
        })?;
        let prev = Bytes32(reader.bytes_of("a leaf hash of 32 bytes")?);
        let received = reader.int("a time in milliseconds")?;
        let statement = reader.bytes("the statement")?;
        let mut cosigned = Vec::new();
        let count = reader.array("the cosignatures")?;
        if count > MAX_COSIGNED {
            return Err(EntryError::TooManyCosigned(count));
        }
        for _ in 0..count {
            reader.array_of(2, "a kid and a signature")?;
            let kid = Kid(reader.bytes_of("a kid of 8 bytes")?);
            let signature = reader.bytes_of("a signature of 64 bytes")?;
            cosigned.push(Cosignature { kid, signature });
        }
        reader.end()?;
        let stated = Stated::read(statement)?;
        if !cosigned.is_sorted_by(|a, b| a.kid < b.kid) {
            return Err(EntryError::CosignatureOrder);
        }
        if cosigned.iter().any(|c| c.kid == stated.kid) {
            return Err(EntryError::CosignedByItself);
        }
        Ok(Self {
            seq,
            prev,
            received,
            statement,
            stated,
            cosigned,
        })
    }
}
