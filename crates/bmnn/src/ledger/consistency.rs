//! A proof that a later checkpoint only adds to an earlier one: that nothing
//! which was in the ledger then was changed or removed since.
//!
//! ```text
//! old <size, decimal, from 1>
//! <hash, base64>                 RFC 9162 §2.1.4.1; none if the sizes are equal
//! …
//!
//! <the later checkpoint's note>
//! ```
//!
//! This is the request body of C2SP tlog-witness `add-checkpoint`, so that any
//! witness takes it as it is. It names the earlier checkpoint by its size
//! alone: whoever checks it holds that checkpoint, which is the point.

use super::checkpoint::{Checkpoint, CheckpointError};
use super::key::PublicKey;
use super::lines::{Lines, parse_decimal, path_text};
use super::proof::ProofFault;
use super::tree;
use crate::id::Bytes32;

/// A consistency proof with the later checkpoint; nothing is checked but its
/// form.
///
/// # Examples
///
/// ```
/// use bmnn::ledger::checkpoint::Checkpoint;
/// use bmnn::ledger::consistency::Consistency;
/// use bmnn::ledger::tree::{Tree, consistency, leaf_hash, root};
/// use bmnn::ledger::{PlainSigner, PublicKey, Signer};
///
/// let leaves: Vec<_> = (0..5_u8).map(|n| leaf_hash(&[n])).collect();
/// let at = |size: usize| Checkpoint {
///     ledger: leaves[0],
///     size: size as u64,
///     root: root(&leaves[..size]),
/// };
/// let signer = PlainSigner::from_seed(&[7; 32]);
/// let key = PublicKey::parse(&signer.public_key())?;
///
/// let tree = Tree::from_iter(leaves.iter().copied());
/// let proof = Consistency::new(3, consistency(&tree, 3, 5)?, at(5).sign(&signer)?)?;
/// let sent = proof.to_text();
///
/// let received = Consistency::parse(&sent)?;
/// received.check(&at(3), &key)?;
/// assert!(received.check(&at(2), &key).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consistency {
    old: u64,
    path: Vec<Bytes32>,
    checkpoint: Checkpoint,
    note: String,
}

impl Consistency {
    /// The proof with this path from the tree of `old` entries to the
    /// checkpoint in `note`.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::Malformed`] if `note` is no checkpoint.
    pub fn new(old: u64, path: Vec<Bytes32>, note: String) -> Result<Self, CheckpointError> {
        let checkpoint = Checkpoint::parse(note.as_bytes())?;
        Ok(Self {
            old,
            path,
            checkpoint,
            note,
        })
    }

    /// The size of the earlier checkpoint.
    #[must_use]
    pub fn old(&self) -> u64 {
        self.old
    }

    /// The hashes that lead from the earlier tree to the later one.
    #[must_use]
    pub fn path(&self) -> &[Bytes32] {
        &self.path
    }

    /// What the later checkpoint says.
    #[must_use]
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The later checkpoint's note.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }

    /// The text; [`parse`](Self::parse) gives the proof back.
    #[must_use]
    pub fn to_text(&self) -> String {
        let path = path_text(&self.path);
        format!("old {}\n{path}\n{}", self.old, self.note)
    }

    /// The proof in `text`.
    ///
    /// # Errors
    ///
    /// [`ProofFault`] for anything but the one form.
    pub fn parse(text: &str) -> Result<Self, ProofFault> {
        let mut lines = Lines::new(text);
        let old = lines.next("`old` and a size from 1", |line| {
            let size = line.strip_prefix("old ").and_then(parse_decimal);
            size.filter(|size| *size > 0)
        })?;
        let path = lines.path()?;
        Ok(Self::new(old, path, lines.rest().to_owned())?)
    }

    /// Checks that the ledger whose key is `key` only added to what it was at
    /// `earlier`, a checkpoint that the caller trusts already.
    ///
    /// # Errors
    ///
    /// [`ProofFault`] if the later checkpoint is not signed with `key`, the
    /// earlier one is not the one that the proof speaks of, or the path does
    /// not lead from one to the other.
    pub fn check(&self, earlier: &Checkpoint, key: &PublicKey) -> Result<(), ProofFault> {
        self.checkpoint.check(self.note.as_bytes(), key)?;
        self.check_path(earlier)
    }

    /// Checks the hashes alone, and not who signed: that the tree of `earlier`
    /// is the beginning of the later checkpoint's.
    ///
    /// # Errors
    ///
    /// [`ProofFault`] otherwise.
    pub fn check_path(&self, earlier: &Checkpoint) -> Result<(), ProofFault> {
        let Checkpoint { size, root, ledger } = &self.checkpoint;
        if earlier.ledger != *ledger {
            return Err(ProofFault::OtherLedger);
        }
        if earlier.size != self.old {
            let (proven, given) = (self.old, earlier.size);
            return Err(ProofFault::OtherSize { proven, given });
        }
        let (old, new) = ((self.old, &earlier.root), (*size, root));
        tree::check_consistency(old, new, &self.path).map_err(|_| ProofFault::NotConsistent)
    }
}
