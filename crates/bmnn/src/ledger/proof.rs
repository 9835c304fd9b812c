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
use super::tree::{self, NotProven};
use crate::id::Bytes32;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

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
    NotProven(#[from] NotProven),
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

    /// The text; [`parse`](Self::parse) gives the proof back.
    #[must_use]
    pub fn to_text(&self) -> String {
        let hashes: String = self
            .path
            .iter()
            .map(|hash| STANDARD.encode(hash.0) + "\n")
            .collect();
        format!(
            "{FIRST_LINE}\nindex {}\n{hashes}\n{}",
            self.index, self.note
        )
    }

    /// The proof in `text`.
    ///
    /// # Errors
    ///
    /// [`ProofFault`] for anything but the one form.
    pub fn parse(text: &str) -> Result<Self, ProofFault> {
        let malformed = |line, expected| ProofFault::Malformed { line, expected };
        let rest = text
            .strip_prefix(FIRST_LINE)
            .and_then(|rest| rest.strip_prefix('\n'))
            .ok_or(malformed(1, "`c2sp.org/tlog-proof@v1`"))?;
        let (line, mut rest) = rest.split_once('\n').unwrap_or((rest, ""));
        let index = line
            .strip_prefix("index ")
            .and_then(parse_decimal)
            .ok_or(malformed(2, "`index` and a position"))?;
        let mut path = Vec::new();
        let note = loop {
            let number = path.len() + 3;
            let wanted = malformed(number, "a hash in base64, or empty");
            let (line, behind) = rest.split_once('\n').ok_or(wanted.clone())?;
            if line.is_empty() {
                break behind;
            }
            let hash = STANDARD.decode(line).ok().and_then(|h| h.try_into().ok());
            path.push(Bytes32(hash.ok_or(wanted)?));
            // A tree has at most 64 levels.
            if path.len() > 64 {
                return Err(malformed(number, "the end of a path of at most 64 hashes"));
            }
            rest = behind;
        };
        Ok(Self::new(index, path, note.to_owned())?)
    }

    /// Checks that the entry with this leaf hash is in the ledger whose key is
    /// `key`.
    ///
    /// # Errors
    ///
    /// [`ProofFault`] if the checkpoint is not signed with `key`, or the path
    /// does not lead there.
    pub fn check(&self, leaf: &Bytes32, key: &PublicKey) -> Result<(), ProofFault> {
        let Checkpoint { size, root, .. } = self.checkpoint;
        self.checkpoint.check(self.note.as_bytes(), key)?;
        Ok(tree::check_inclusion(
            leaf, self.index, size, &self.path, &root,
        )?)
    }
}

/// A decimal number in its one spelling.
fn parse_decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}
