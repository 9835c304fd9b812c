//! Evidence that another agency's ledger has two histories, from what this
//! registry noted of it.

use crate::error::ReadError;
use crate::registry::Registry;
use crate::slip::SlipFailure;
use bmnn::id::Bytes32;
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::consistency::Consistency;
use bmnn::ledger::fork::Evidence;
use bmnn::ledger::note::Note;
use bmnn::ledger::tree::{consistency, root_at, shown_root};

impl Registry {
    /// The evidence that `other`, opened from its folder, is no continuation
    /// of what this registry noted of it, if it is none.
    ///
    /// `None` proves nothing about entries that `other` does not have yet: a
    /// ledger that was cut and is still shorter than what was noted can only
    /// be asked for the rest.
    ///
    /// # Errors
    ///
    /// [`SlipFailure::Read`] if one of them cannot be read.
    pub fn fork_evidence(&self, other: &Self) -> Result<Option<Evidence>, SlipFailure> {
        let present = Note::parse(other.checkpoint()).map_err(|_| SlipFailure::OwnCheckpoint)?;
        for noted in self.notes_of(&other.ledger_id())? {
            let found = other.against(&noted, &present)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// The evidence that `noted` is no beginning of this ledger, whose
    /// checkpoint is `present`.
    fn against(&self, noted: &Note, present: &Note) -> Result<Option<Evidence>, SlipFailure> {
        let (size, last) = (noted.checkpoint().size, present.checkpoint().size);
        if size == 0 || size > last {
            return Ok(None);
        }
        let root = root_at(&self.index, size).map_err(ReadError::from)?;
        if root == noted.checkpoint().root {
            return Ok(None);
        }
        let path = consistency(&self.index, size, last);
        let path = path.map_err(|_| ReadError::NoEntry {
            seq: size,
            size: last,
        })?;
        Ok(Evidence::new(noted.clone(), present.clone(), root, path).ok())
    }

    /// The evidence that a checkpoint with its way from an earlier size is no
    /// continuation of what this registry noted at that size. (If that is a
    /// power of two, the way leaves out the root that it leads from, and only
    /// the other ledger itself shows it.)
    ///
    /// # Errors
    ///
    /// [`SlipFailure::Read`] if this registry cannot be read.
    pub fn fork_evidence_by(&self, way: &Consistency) -> Result<Option<Evidence>, SlipFailure> {
        let ledger: Bytes32 = way.checkpoint().ledger;
        for noted in self.notes_of(&ledger)? {
            let (Ok(present), Checkpoint { size, root, .. }) =
                (Note::parse(way.note()), *noted.checkpoint())
            else {
                continue;
            };
            let last = present.checkpoint();
            if size != way.old() {
                continue;
            }
            let shown = shown_root(size, (last.size, &last.root), way.path());
            if let Some(other) = shown.ok().filter(|shown| *shown != root) {
                return Ok(Evidence::new(noted, present, other, way.path().to_vec()).ok());
            }
        }
        Ok(None)
    }
}
