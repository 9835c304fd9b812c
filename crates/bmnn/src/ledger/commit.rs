//! A commit: entries that a chain has admitted, and the checkpoint over them.
//!
//! A [`Batch`] takes statements one by one, so that each act can be decided on
//! the state after the one before. Sealing it makes a [`Commit`], which cannot
//! exist otherwise: every entry was examined, every signature verified, our
//! own included, before a byte is handed to a store.

use super::chain::{Chain, Examined, Signatures};
use super::checkpoint::CheckpointError;
use super::entry::Entry;
use super::finding::Finding;
use super::key::{SignError, Signer};
use super::proof::Proof;
use super::statement::{Cosignature, Statement};
use super::tree::{Frontier, Grown, NotKept, ProofError, inclusion};
use super::window::History;
use crate::id::{ActId, Bytes32};
use crate::value::MAX_INT;
use std::collections::BTreeMap;

/// Entries on their way into a ledger.
#[derive(Debug)]
pub struct Batch<H> {
    chain: Chain,
    history: H,
    before: Frontier,
    entries: Vec<Vec<u8>>,
    leaves: Vec<Bytes32>,
    positions: BTreeMap<ActId, u64>,
}

/// Entries and the checkpoint over them, checked and ready to be stored.
#[derive(Clone, Debug)]
pub struct Commit {
    chain: Chain,
    before: Frontier,
    entries: Vec<Vec<u8>>,
    leaves: Vec<Bytes32>,
    note: String,
}

/// Why a statement does not become an entry.
#[derive(Debug, thiserror::Error)]
pub enum AppendError<E> {
    /// The ledger would not hold with it.
    #[error("the ledger does not take the statement: {}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Refused(Vec<Finding>),
    /// The time is beyond what an entry can say.
    #[error("the time {0} is beyond what an entry can say")]
    Time(i64),
    /// The past cannot be looked up.
    #[error("earlier entries cannot be looked up")]
    History(#[source] E),
}

/// Why a batch does not become a commit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// There is no entry in it.
    #[error("a commit has at least one entry")]
    Empty,
    /// The signer is not the ledger key in force after the last entry.
    #[error("the signer does not hold the ledger key in force")]
    OtherKey,
    /// The signer did not sign.
    #[error(transparent)]
    Sign(#[from] SignError),
}

impl<H: History> Batch<H> {
    /// An empty batch behind `chain`, of whose entries `history` knows.
    pub fn new(chain: &Chain, history: H) -> Self {
        Self {
            chain: chain.clone(),
            history,
            before: chain.frontier().clone(),
            entries: Vec::new(),
            leaves: Vec::new(),
            positions: BTreeMap::new(),
        }
    }

    /// The chain behind the last statement taken.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// How many statements were taken.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no statement was taken yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Gives a statement its place, and says what there is to say about it:
    /// notices, since an error refuses it.
    ///
    /// # Errors
    ///
    /// [`AppendError`]; the batch is then as it was.
    pub fn push(
        &mut self,
        statement: &Statement,
        mut cosigned: Vec<Cosignature>,
        received: i64,
    ) -> Result<Examined, AppendError<H::Error>> {
        if received.unsigned_abs() > MAX_INT.unsigned_abs() {
            return Err(AppendError::Time(received));
        }
        cosigned.sort_by_key(|cosignature| cosignature.kid);
        let entry = Entry {
            seq: self.chain.size(),
            prev: self.chain.head.last_leaf.unwrap_or(Bytes32([0; 32])),
            received,
            statement: statement.encode(),
            cosigned,
        };
        let bytes = entry.encode();
        let overlay = Overlay {
            first: self.before.size(),
            leaves: &self.leaves,
            positions: &self.positions,
            history: &self.history,
        };
        let examined = self.chain.examine(&bytes, &overlay, Signatures::Check);
        let examined = examined.map_err(AppendError::History)?;
        if examined.has_error() {
            return Err(AppendError::Refused(examined.findings().to_vec()));
        }
        self.chain.advance(&examined);
        self.leaves.push(examined.leaf());
        if let Some(id) = examined.id() {
            self.positions.insert(id, examined.seq());
        }
        self.entries.push(bytes);
        Ok(examined)
    }

    /// Signs the checkpoint over everything taken.
    ///
    /// # Errors
    ///
    /// [`SealError`] if there is nothing to seal or `signer` cannot.
    pub fn seal(mut self, signer: &dyn Signer) -> Result<Commit, SealError> {
        let checkpoint = self.chain.checkpoint().ok_or(SealError::Empty)?;
        if self.entries.is_empty() {
            return Err(SealError::Empty);
        }
        let in_force = self.chain.ledger_key().map(|key| key.public());
        if in_force != Some(signer.public_key()) {
            return Err(SealError::OtherKey);
        }
        let note = checkpoint.sign(signer)?;
        self.chain.head.committed = self.chain.size();
        Ok(Commit {
            chain: self.chain,
            before: self.before,
            entries: self.entries,
            leaves: self.leaves,
            note,
        })
    }
}

/// The past as the caller knows it, and the batch's own entries behind it.
struct Overlay<'a, H> {
    first: u64,
    leaves: &'a [Bytes32],
    positions: &'a BTreeMap<ActId, u64>,
    history: &'a H,
}

impl<H: History> History for Overlay<'_, H> {
    type Error = H::Error;

    fn leaf(&self, seq: u64) -> Result<Option<Bytes32>, H::Error> {
        let Some(place) = seq.checked_sub(self.first) else {
            return self.history.leaf(seq);
        };
        let place = usize::try_from(place).ok();
        Ok(place.and_then(|place| self.leaves.get(place)).copied())
    }

    fn position(&self, id: &ActId) -> Result<Option<u64>, H::Error> {
        match self.positions.get(id) {
            Some(position) => Ok(Some(*position)),
            None => self.history.position(id),
        }
    }
}

impl Commit {
    /// The chain behind the commit.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The tree before the commit.
    #[must_use]
    pub fn before(&self) -> &Frontier {
        &self.before
    }

    /// The position of the first entry.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.before.size()
    }

    /// How many entries the ledger has with it.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.chain.size()
    }

    /// The root over all entries with it.
    #[must_use]
    pub fn root(&self) -> Bytes32 {
        self.chain.root()
    }

    /// The entries' bytes, in order.
    #[must_use]
    pub fn entries(&self) -> &[Vec<u8>] {
        &self.entries
    }

    /// The leaf hashes, in order.
    #[must_use]
    pub fn leaves(&self) -> &[Bytes32] {
        &self.leaves
    }

    /// The checkpoint's note.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }

    /// The receipt of one of the commit's entries.
    ///
    /// # Errors
    ///
    /// [`ReceiptError`] if `seq` is not among them.
    pub fn receipt(&self, seq: u64) -> Result<Proof, ReceiptError> {
        let nodes = Grown {
            before: &self.before,
            leaves: &self.leaves,
        };
        let path = inclusion(&nodes, seq, self.size())?;
        Ok(Proof::new(seq, path, self.note.clone())?)
    }
}

/// Why there is no receipt.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// The entry is not of this commit.
    #[error("the entry is not of this commit")]
    Elsewhere(#[from] ProofError<NotKept>),
    /// The checkpoint is malformed, which a commit's is not.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}
