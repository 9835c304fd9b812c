//! What others kept of a ledger: checkpoints, and receipts with theirs.

use super::Expect;
use crate::id::Bytes32;
use crate::ledger::checkpoint::Checkpoint;
use crate::ledger::finding::{Finding, Kind, Position};
use crate::ledger::key::PublicKey;
use crate::ledger::proof::Proof;
use crate::ledger::short::ShortCheckpoint;

/// Everything that was kept elsewhere, in the order in which the ledger comes
/// to it.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// By size.
    kept: Vec<Kept>,
    /// Positions of receipts' entries, ascending, and whose they are.
    wanted: Vec<(u64, usize)>,
    /// The leaf hash of each receipt's entry, once it was passed.
    leaves: Vec<Option<Bytes32>>,
}

/// How far the ledger has come along a [`Shelf`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reached {
    kept: usize,
    wanted: usize,
}

#[derive(Debug)]
pub(super) struct Kept {
    pub(super) checkpoint: Checkpoint,
    note: String,
    receipt: Option<Receipt>,
    /// As a paper book has it, which nobody signed.
    written: Option<ShortCheckpoint>,
}

#[derive(Debug)]
struct Receipt {
    number: usize,
    proof: Proof,
}

impl Shelf {
    /// What the caller kept; what cannot be read is told to `fault`.
    pub(super) fn new(expect: &Expect, mut fault: impl FnMut(Finding)) -> Self {
        let mut shelf = Self::default();
        let mut unread = |what: &str, why: String| {
            let detail = format!("a {what} kept elsewhere: {why}");
            fault(Finding::error(Kind::BadEncoding, Position::Ledger, detail));
        };
        for note in &expect.checkpoints {
            if ShortCheckpoint::begins(note) {
                match note.parse() {
                    Ok(written) => shelf.kept.push(Kept::written(written)),
                    Err(why) => unread("checkpoint", ToString::to_string(&why)),
                }
                continue;
            }
            match Checkpoint::parse(note.as_bytes()) {
                Ok(checkpoint) => shelf.kept.push(Kept {
                    checkpoint,
                    note: note.clone(),
                    receipt: None,
                    written: None,
                }),
                Err(why) => unread("checkpoint", why.to_string()),
            }
        }
        for text in &expect.receipts {
            match Proof::parse(text) {
                Ok(proof) => {
                    let number = shelf.leaves.len();
                    shelf.leaves.push(None);
                    shelf.wanted.push((proof.index(), number));
                    shelf.kept.push(Kept {
                        checkpoint: *proof.checkpoint(),
                        note: proof.note().to_owned(),
                        receipt: Some(Receipt { number, proof }),
                        written: None,
                    });
                }
                Err(why) => unread("receipt", why.to_string()),
            }
        }
        shelf.kept.sort_by_key(|kept| kept.checkpoint.size);
        shelf.wanted.sort_unstable();
        shelf
    }

    /// Where a verification stands that begins behind `size` entries.
    pub(super) fn behind(&self, size: u64) -> Reached {
        Reached {
            kept: self
                .kept
                .partition_point(|kept| kept.checkpoint.size <= size),
            wanted: self.wanted.partition_point(|(index, _)| *index < size),
        }
    }

    /// Notes the leaf hash of the entry at `seq`, where a receipt is for it.
    pub(super) fn pass(&mut self, reached: &mut Reached, seq: u64, leaf: Bytes32) {
        while let Some((_, number)) = self.wanted.get(reached.wanted).filter(|w| w.0 == seq) {
            if let Some(slot) = self.leaves.get_mut(*number) {
                *slot = Some(leaf);
            }
            reached.wanted += 1;
        }
    }

    /// The next one of this size.
    pub(super) fn next(&self, reached: &mut Reached, size: u64) -> Option<&Kept> {
        let kept = self.kept.get(reached.kept)?;
        (kept.checkpoint.size <= size).then(|| {
            reached.kept += 1;
            kept
        })
    }

    /// Those that the ledger did not come to.
    pub(super) fn left(&self, reached: Reached) -> &[Kept] {
        self.kept.get(reached.kept..).unwrap_or_default()
    }

    /// Compares what was kept with the ledger where it has that size, if
    /// anything speaks against it.
    pub(super) fn compare(
        &self,
        kept: &Kept,
        key: &PublicKey,
        there: &Checkpoint,
    ) -> Option<Finding> {
        let Checkpoint { ledger, size, root } = kept.checkpoint;
        let position = Position::Checkpoint(size);
        let what = kept.what();
        let error = |kind, detail| Some(Finding::error(kind, position, detail));
        if let Some(written) = kept.written {
            return if !written.is_of(&there.ledger) {
                let detail = "the paper book tells of another ledger".to_owned();
                error(Kind::WrongHistory, detail)
            } else if root != there.root {
                let detail = "the paper book has another root for so many entries";
                error(Kind::CheckpointMismatch, detail.to_owned())
            } else {
                None
            };
        }
        if ledger != there.ledger {
            let detail = format!("the {what} kept elsewhere is of another ledger");
            error(Kind::WrongHistory, detail)
        } else if let Err(fault) = kept.checkpoint.check(kept.note.as_bytes(), key) {
            let detail = format!("the {what} kept elsewhere: {fault}");
            error(Kind::BadSignature, detail)
        } else if root != there.root {
            let detail = "the ledger's key signed another history of this size";
            error(Kind::Fork, detail.to_owned())
        } else {
            self.lead(kept, key)
        }
    }

    /// Whether a receipt leads from the entry that is there to its root.
    fn lead(&self, kept: &Kept, key: &PublicKey) -> Option<Finding> {
        let Receipt { number, proof } = kept.receipt.as_ref()?;
        let leaf = (*self.leaves.get(*number)?)?;
        let fault = proof.check(&leaf, key).err()?;
        let position = Position::Entry(proof.index());
        let detail = format!("the receipt kept elsewhere is of another entry than this: {fault}");
        Some(Finding::error(Kind::Fork, position, detail))
    }
}

impl Kept {
    /// What a paper book tells of; the ledger-id, of which it has a part, is
    /// compared apart.
    fn written(written: ShortCheckpoint) -> Self {
        Self {
            checkpoint: Checkpoint {
                ledger: Bytes32([0; 32]),
                size: written.size(),
                root: written.root(),
            },
            note: String::new(),
            receipt: None,
            written: Some(written),
        }
    }

    pub(super) fn what(&self) -> &'static str {
        match self.receipt {
            Some(_) => "receipt",
            None => "checkpoint",
        }
    }
}
