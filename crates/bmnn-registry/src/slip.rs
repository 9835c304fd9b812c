//! Slips: what goes with a copy from one agency to another, and comes back.
//!
//! ```text
//! sender                                   receiver
//! copy.transfer ── slip ─────────────────► read_slip, accept_slip
//!                                          witness.note, document.receive
//! read_slip, accept_slip ◄────── slip ──── (of document.receive)
//! witness.note, copy.accept: delivered
//! ```
//!
//! Each side notes the other's checkpoint in its own ledger, so that each is a
//! witness of the other: from then on neither can forget an entry unseen.
//! Files are all that goes from one to the other.
//!
//! The words of sealed fields do not travel in a slip: the receiver has them on
//! the document itself, and types what its own register wants (subject line,
//! level, symbol) from there.

mod error;
mod follow;

pub use error::SlipFailure;
pub use follow::Follows;

use crate::error::ReadError;
use crate::registry::Registry;
use bmnn::custody::{Kind, Noted, Party};
use bmnn::id::{Bytes32, Id};
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::note::Note;
use bmnn::ledger::slip::{Expect, Slip, SlipReport};
use bmnn::ledger::vkey::VerifierKey;
use bmnn::ledger::{RecordKind, Store, sha256};
use std::path::PathBuf;

/// The folder in a registry's folder where slips are kept by their digests:
/// those given out, so that an answer can be told to be one, and those taken.
pub const SLIPS: &str = "slips";

/// A slip from another agency, held against what this registry knows.
#[derive(Clone, Debug)]
pub struct ReadSlip {
    /// The slip.
    pub slip: Slip,
    /// SHA-256 of its bytes, by which acts name it.
    pub digest: Bytes32,
    /// The party whose ledger it is from.
    pub party: Option<Id>,
    /// The checkpoint of that ledger that was noted last, before this one.
    pub noted: Option<Checkpoint>,
    /// What it proves, and what it does not.
    pub report: SlipReport,
}

impl Registry {
    /// The slip of the entry at `about` under the last checkpoint, for a
    /// receiver who noted `since` entries of this ledger last, if any.
    ///
    /// # Errors
    ///
    /// [`SlipFailure::Compose`] if there is no such entry or size, and
    /// [`SlipFailure::Read`] if index or ledger cannot be read.
    pub fn slip(&self, about: u64, since: Option<u64>) -> Result<Slip, SlipFailure> {
        let note = Note::parse(self.checkpoint()).map_err(|_| SlipFailure::OwnCheckpoint)?;
        let read = |seq: u64| self.bytes_at(seq);
        let keys = self.chain().keys();
        let slip = Slip::compose(about, since, note, keys, &self.index, read);
        slip.map_err(|error| SlipFailure::Compose(Box::new(error)))
    }

    /// Reads a slip that came in a file, from the party `from` or, if none is
    /// named, from whichever has the ledger that it is of.
    ///
    /// # Errors
    ///
    /// [`SlipFailure::Malformed`] if it is no slip. What speaks against it is
    /// in the report.
    pub fn read_slip(&self, bytes: &[u8], from: Option<&Id>) -> Result<ReadSlip, SlipFailure> {
        self.read_slip_witnessed(bytes, from, Vec::new())
    }

    /// As [`read_slip`](Self::read_slip), checking the cosignatures of
    /// `witnesses` as well.
    ///
    /// # Errors
    ///
    /// As [`read_slip`](Self::read_slip).
    pub fn read_slip_witnessed(
        &self,
        bytes: &[u8],
        from: Option<&Id>,
        witnesses: Vec<VerifierKey>,
    ) -> Result<ReadSlip, SlipFailure> {
        let slip = Slip::decode(bytes)?;
        let ledger = slip.note().checkpoint().ledger;
        if ledger == self.ledger_id() {
            return Err(SlipFailure::Own);
        }
        let parties: Vec<Party> = self.all(Kind::Party)?;
        let party = match from {
            Some(id) => {
                let found = parties.into_iter().find(|party| party.id == *id);
                Some(found.ok_or_else(|| SlipFailure::UnknownParty(id.clone()))?)
            }
            None => parties
                .into_iter()
                .find(|party| party.ledger == Some(ledger)),
        };
        let noted = self.noted(&ledger)?;
        let report = slip.verify(&Expect {
            ledger: party.as_ref().and_then(|party| party.ledger),
            noted,
            witnesses,
        });
        Ok(ReadSlip {
            slip,
            digest: sha256(&[bytes]),
            party: party.map(|party| party.id),
            noted,
            report,
        })
    }

    /// The checkpoint of another ledger that this registry noted last.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if the index cannot be read.
    pub fn noted(&self, ledger: &Bytes32) -> Result<Option<Checkpoint>, ReadError> {
        Ok(self.noted_note(ledger)?.map(|note| *note.checkpoint()))
    }

    /// The note of the checkpoint of another ledger that was noted last.
    ///
    /// # Errors
    ///
    /// As [`noted`](Self::noted).
    pub fn noted_note(&self, ledger: &Bytes32) -> Result<Option<Note>, ReadError> {
        let noted = self.state().find::<Noted>(ledger)?;
        // What a program without these rules put on record may be no note.
        Ok(noted.and_then(|noted| Note::parse(&noted.checkpoint).ok()))
    }

    /// Every checkpoint of another ledger that acts of this one noted, in
    /// their order.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if index or ledger cannot be read.
    pub fn notes_of(&self, ledger: &Bytes32) -> Result<Vec<Note>, ReadError> {
        let entries = self.history(&ledger.to_string(), None)?;
        let notes = entries
            .iter()
            .filter(|entered| entered.name == "witness.note");
        Ok(notes
            .filter_map(|entered| Note::parse(entered.text("checkpoint")?).ok())
            .collect())
    }

    /// Keeps a slip in the registry's folder, by the digest that is given
    /// back. A slip that is there already stays.
    ///
    /// # Errors
    ///
    /// [`SlipFailure::Disk`] if the disk does not take it.
    pub fn keep_slip(&self, bytes: &[u8]) -> Result<Bytes32, SlipFailure> {
        let digest = sha256(&[bytes]);
        let path = self.slip_path(&digest);
        let folder = self.folder().join(SLIPS);
        let disk = |path: PathBuf| move |cause| SlipFailure::Disk { path, cause };
        std::fs::create_dir_all(&folder).map_err(disk(folder.clone()))?;
        // Nothing is lost with it that could not be asked for again.
        std::fs::write(&path, bytes).map_err(disk(path.clone()))?;
        Ok(digest)
    }

    /// The slip with this digest, if it was kept here.
    pub(crate) fn kept_slip(&self, digest: &Bytes32) -> Option<Slip> {
        let bytes = std::fs::read(self.slip_path(digest)).ok()?;
        let same = sha256(&[&bytes]) == *digest;
        Slip::decode(&bytes).ok().filter(|_| same)
    }

    fn slip_path(&self, digest: &Bytes32) -> PathBuf {
        self.folder().join(SLIPS).join(format!("{digest}.slip"))
    }

    fn bytes_at(&self, seq: u64) -> Result<Vec<u8>, ReadError> {
        let size = self.size();
        let indexed = self.index.entry(seq)?;
        let indexed = indexed.ok_or(ReadError::NoEntry { seq, size })?;
        let record = self.store.read(indexed.place)?;
        if record.kind == RecordKind::Entry {
            Ok(record.bytes)
        } else {
            Err(ReadError::Entry(seq))
        }
    }
}
