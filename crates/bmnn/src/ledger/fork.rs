//! Evidence that a ledger has two histories, for anyone who has its keys.
//!
//! ```text
//! bmnn/fork/1
//! root <base64>        what the tree of the second checkpoint has as root at
//!                      the size of the first
//! <hash, base64>       consistency from the first size to the second, which
//! …                    proves that root (RFC 9162 §2.1.4.1); none if equal
//!
//! <first checkpoint note>      of smaller or equal size
//! <second checkpoint note>
//! ```
//!
//! It proves, whoever shows it, that the holder of the ledger's key signed two
//! histories of one size: the notes are signed, the path leads from `root` to
//! the second, and `root` is not the first's. A ledger that was rolled back to
//! an older state and went on leaves such a pair behind, once it is as long
//! again as it was when somebody noted it.
//!
//! It does not prove which of the two histories is the true one, nor who did it
//! or why: a thief of the key, a restored backup and a forger leave the same
//! pair. And an old checkpoint alone proves nothing: it takes two that no one
//! history can hold, so that a ledger which is still shorter than what was
//! noted of it cannot be shown to have forked, only asked to show the rest.

use super::checkpoint::CheckpointError;
use super::key::PublicKey;
use super::lines::{Lines, parse_hash, path_text};
use super::note::{Note, NoteError};
use super::proof::ProofFault;
use super::tree::check_consistency;
use crate::id::Bytes32;

const FIRST_LINE: &str = "bmnn/fork/1";

/// Two checkpoints and the way between them; nothing is checked but its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    root: Bytes32,
    path: Vec<Bytes32>,
    first: Note,
    second: Note,
}

/// A ledger that was shown to have two histories of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fork {
    ledger: Bytes32,
    size: u64,
    roots: [Bytes32; 2],
}

/// Why a text is no evidence, or shows no fork.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ForkFault {
    /// Not evidence in its one form.
    #[error(transparent)]
    Malformed(#[from] ProofFault),
    /// One of the notes is none.
    #[error("the {which} checkpoint: {source}")]
    Note {
        /// `first` or `second`.
        which: &'static str,
        /// Why.
        source: NoteError,
    },
    /// The two checkpoints are of two ledgers.
    #[error("the two checkpoints are of two ledgers")]
    TwoLedgers,
    /// The second is smaller than the first.
    #[error("the second checkpoint is smaller than the first")]
    Order,
    /// A checkpoint is not signed with a key that was given.
    #[error("the {which} checkpoint: {source}")]
    Signature {
        /// `first` or `second`.
        which: &'static str,
        /// Why.
        source: CheckpointError,
    },
    /// The path proves no such root.
    #[error("the path does not lead from `root` to the second checkpoint")]
    NotProven,
    /// Both checkpoints are of one history.
    #[error("the two checkpoints are of one history: there is no fork")]
    OneHistory,
}

impl Evidence {
    /// The evidence of these two notes: `root` and `path` say what the tree of
    /// `second` is at the size of `first`.
    ///
    /// # Errors
    ///
    /// [`ForkFault::TwoLedgers`] or [`ForkFault::Order`].
    pub fn new(
        first: Note,
        second: Note,
        root: Bytes32,
        path: Vec<Bytes32>,
    ) -> Result<Self, ForkFault> {
        let (one, other) = (first.checkpoint(), second.checkpoint());
        if one.ledger != other.ledger {
            return Err(ForkFault::TwoLedgers);
        }
        if one.size > other.size {
            return Err(ForkFault::Order);
        }
        Ok(Self {
            root,
            path,
            first,
            second,
        })
    }

    /// Whether `bytes` begin as evidence does.
    #[must_use]
    pub fn begins(bytes: &[u8]) -> bool {
        let behind = bytes.strip_prefix(FIRST_LINE.as_bytes());
        behind.is_some_and(|behind| behind.starts_with(b"\n"))
    }

    /// The note of the smaller checkpoint.
    #[must_use]
    pub fn first(&self) -> &Note {
        &self.first
    }

    /// The note of the larger checkpoint.
    #[must_use]
    pub fn second(&self) -> &Note {
        &self.second
    }

    /// The text; [`parse`](Self::parse) gives the evidence back.
    #[must_use]
    pub fn to_text(&self) -> String {
        let (root, path) = (path_text(&[self.root]), path_text(&self.path));
        let (first, second) = (self.first.to_text(), self.second.to_text());
        format!("{FIRST_LINE}\nroot {root}{path}\n{first}{second}")
    }

    /// The evidence in `text`.
    ///
    /// # Errors
    ///
    /// [`ForkFault`] for anything but the one form.
    pub fn parse(text: &str) -> Result<Self, ForkFault> {
        let mut lines = Lines::new(text);
        let is_first = |line: &str| (line == FIRST_LINE).then_some(());
        lines.next("`bmnn/fork/1`", is_first)?;
        let root = lines.next("`root` and a hash in base64", |line| {
            line.strip_prefix("root ").and_then(parse_hash)
        })?;
        let (path, notes) = (lines.path()?, lines.rest());
        let of = |which| move |source| ForkFault::Note { which, source };
        let (first, rest) = Note::parse_first(notes).map_err(of("first"))?;
        let second = Note::parse(rest).map_err(of("second"))?;
        Self::new(first, second, root, path)
    }

    /// Checks that the ledger whose keys these are has two histories. More
    /// than one key is given where the ledger's key was replaced between the
    /// two checkpoints.
    ///
    /// # Errors
    ///
    /// [`ForkFault`] if a note is not signed with one of `keys`, the path does
    /// not lead there, or there is no fork.
    pub fn check(&self, keys: &[PublicKey]) -> Result<Fork, ForkFault> {
        for (which, note) in [("first", &self.first), ("second", &self.second)] {
            signed(note, keys).map_err(|source| ForkFault::Signature { which, source })?;
        }
        let (first, second) = (self.first.checkpoint(), self.second.checkpoint());
        let (from, to) = ((first.size, &self.root), (second.size, &second.root));
        check_consistency(from, to, &self.path).map_err(|_| ForkFault::NotProven)?;
        if self.root == first.root {
            return Err(ForkFault::OneHistory);
        }
        Ok(Fork {
            ledger: first.ledger,
            size: first.size,
            roots: [first.root, self.root],
        })
    }
}

/// Whether one of `keys` signed; else the fault of the key that comes nearest.
fn signed(note: &Note, keys: &[PublicKey]) -> Result<(), CheckpointError> {
    let mut fault = CheckpointError::OtherKey;
    for key in keys {
        match note.check(key) {
            Ok(()) => return Ok(()),
            Err(CheckpointError::OtherKey) => {}
            Err(nearer) => fault = nearer,
        }
    }
    Err(fault)
}

impl Fork {
    /// The ledger.
    #[must_use]
    pub fn ledger(&self) -> Bytes32 {
        self.ledger
    }

    /// The size of which it has two histories.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The two roots of that size: the first checkpoint's, and that of the
    /// second's history.
    #[must_use]
    pub fn roots(&self) -> [Bytes32; 2] {
        self.roots
    }
}
