//! A proof that an entry is in the ledger, checkable without the ledger:
//! C2SP `tlog-proof@v1`. This is the receipt.
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! index <position, decimal>
//! <hash, base64>                 the leaf's sibling first, the root's child last
//! …
//!
//! <checkpoint note>
//! ```
//!
//! An `extra` line, which the format allows before `index`, is neither written
//! nor read: nothing signs it.

use super::checkpoint::{Checkpoint, CheckpointError};
use super::key::PublicKey;
use super::lines::{Lines, parse_decimal, path_text};
use super::tree;
use crate::id::Bytes32;

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// An inclusion proof with the checkpoint that it leads to; nothing is checked
/// but its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    index: u64,
    path: Vec<Bytes32>,
    checkpoint: Checkpoint,
    note: String,
}

/// Why a text is no proof, or proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// Not a proof in its one form.
    #[error("line {line} of the proof is not {expected}")]
    Malformed {
        /// The line, from 1.
        line: usize,
        /// What belongs there.
        expected: &'static str,
    },
    /// The checkpoint does not hold.
    #[error("the proof's checkpoint does not hold")]
    Checkpoint(#[from] CheckpointError),
    /// The hashes do not lead from the entry to the checkpoint's root.
    #[error("the proof does not lead from the entry to the checkpoint")]
    NotIncluded,
    /// The hashes do not lead from the earlier root to the later one.
    #[error("the earlier checkpoint is not the beginning of the later one")]
    NotConsistent,
    /// The earlier checkpoint has another size than the proof speaks of.
    #[error("the proof is from {proven} entries, and the earlier checkpoint has {given}")]
    OtherSize {
        /// The size that the proof speaks of.
        proven: u64,
        /// The size of the checkpoint given.
        given: u64,
    },
    /// The two checkpoints are of different ledgers.
    #[error("the earlier checkpoint is of another ledger")]
    OtherLedger,
}

impl Proof {
    /// The proof with this path to the checkpoint in `note`.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::Malformed`] if `note` is no checkpoint.
    pub fn new(index: u64, path: Vec<Bytes32>, note: String) -> Result<Self, CheckpointError> {
        let checkpoint = Checkpoint::parse(note.as_bytes())?;
        Ok(Self {
            index,
            path,
            checkpoint,
            note,
        })
    }

    /// The position of the entry.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }

    /// What the proof's checkpoint says.
    #[must_use]
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The hashes that lead from the entry to the root.
    #[must_use]
    pub fn path(&self) -> &[Bytes32] {
        &self.path
    }

    /// The checkpoint's note.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }

    /// The text; [`parse`](Self::parse) gives the proof back.
    #[must_use]
    pub fn to_text(&self) -> String {
        let (index, path, note) = (self.index, path_text(&self.path), &self.note);
        format!("{FIRST_LINE}\nindex {index}\n{path}\n{note}")
    }

    /// The proof in `text`.
    ///
    /// # Errors
    ///
    /// [`ProofFault`] for anything but the one form.
    pub fn parse(text: &str) -> Result<Self, ProofFault> {
        let mut lines = Lines::new(text);
        lines.next("`c2sp.org/tlog-proof@v1`", |line| {
            (line == FIRST_LINE).then_some(())
        })?;
        let index = lines.next("`index` and a position", |line| {
            line.strip_prefix("index ").and_then(parse_decimal)
        })?;
        let path = lines.path()?;
        Ok(Self::new(index, path, lines.rest().to_owned())?)
    }

    /// Checks that the entry with this leaf hash is in the ledger whose key is
    /// `key`.
    ///
    /// # Errors
    ///
    /// [`ProofFault`] if the checkpoint is not signed with `key`, or the path
    /// does not lead there.
    pub fn check(&self, leaf: &Bytes32, key: &PublicKey) -> Result<(), ProofFault> {
        self.checkpoint.check(self.note.as_bytes(), key)?;
        self.check_path(leaf)
    }

    /// Checks the hashes alone, and not who signed: that they lead from this
    /// leaf hash to the checkpoint's root.
    ///
    /// # Errors
    ///
    /// [`ProofFault::NotIncluded`] otherwise.
    pub fn check_path(&self, leaf: &Bytes32) -> Result<(), ProofFault> {
        let Checkpoint { size, root, .. } = self.checkpoint;
        tree::check_inclusion(leaf, self.index, size, &self.path, &root)
            .map_err(|_| ProofFault::NotIncluded)
    }
}
