//! Proofs for outsiders: that an entry is in the ledger, and that the ledger
//! only grew.
//!
//! The hashes come from the index, which keeps each fourth level of the tree:
//! a proof costs so many lookups as the tree is high, whatever its size. The
//! entry and the checkpoint's note come from the ledger itself: the note over
//! the first n entries is the one record behind entry n − 1, whose place the
//! index knows. Nothing of the index is believed. A proof is checked, with the
//! entry as it stands in the ledger and the key that was in force, before it
//! is handed out; an index that was bent makes an error and no false proof.

use crate::careful::Careful;
use crate::error::ReadError;
use crate::index::Indexed;
use crate::registry::Registry;
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::consistency::Consistency;
use bmnn::ledger::proof::{Proof, ProofFault};
use bmnn::ledger::receipt::{CoseReceipt, ReceiptFault};
use bmnn::ledger::tree::{ProofError, consistency, inclusion, leaf_hash};
use bmnn::ledger::vkey::VerifierKey;
use bmnn::ledger::{PublicKey, RecordKind, Role, Store};

impl Registry {
    /// The bytes of the entry at `seq`, of which its leaf hash is made: what a
    /// stranger needs beside a proof.
    ///
    /// # Errors
    ///
    /// [`ReadError::NoEntry`] if there is none.
    pub fn entry_bytes(&self, seq: u64) -> Result<Vec<u8>, ReadError> {
        let record = self.store.read(self.indexed(seq)?.place)?;
        if record.kind == RecordKind::Entry {
            Ok(record.bytes)
        } else {
            Err(ReadError::Entry(seq))
        }
    }

    /// The note of the checkpoint over the first `size` entries.
    ///
    /// # Errors
    ///
    /// [`ReadError::NoCheckpoint`] if none was signed at that size, with the
    /// next size at which one was.
    pub fn checkpoint_at(&self, size: u64) -> Result<String, ReadError> {
        if size == self.size() {
            return Ok(self.checkpoint().to_owned());
        }
        let none = |next| ReadError::NoCheckpoint { size, next };
        let last = size.checked_sub(1).ok_or(none(None))?;
        let mut next = self.store.read(self.indexed(last)?.place)?.next;
        loop {
            let record = self.store.read(next)?;
            next = record.next;
            match record.kind {
                RecordKind::Checkpoint => {
                    let found = Checkpoint::parse(&record.bytes).ok();
                    let note = String::from_utf8(record.bytes).ok();
                    let right = found.is_some_and(|found| {
                        (found.size, found.ledger) == (size, self.ledger_id())
                    });
                    return note.filter(|_| right).ok_or(none(None));
                }
                RecordKind::Unknown(0x80..) => {}
                _ => return Err(none(self.checkpoint_behind(next)?)),
            }
        }
    }

    /// The size of the first checkpoint behind a place of the ledger.
    fn checkpoint_behind(&self, place: u64) -> Result<Option<u64>, ReadError> {
        for record in self.store.records(place)? {
            let record = record?;
            if record.kind == RecordKind::Checkpoint {
                let found = Checkpoint::parse(&record.bytes).ok();
                return Ok(found.map(|found| found.size));
            }
        }
        Ok(None)
    }

    /// The proof that the entry at `seq` is in the ledger, under the last
    /// checkpoint or the one over the first `at` entries.
    ///
    /// # Errors
    ///
    /// [`ReadError::NoEntry`] if there is no such entry under that checkpoint,
    /// [`ReadError::NoCheckpoint`] if there is no checkpoint of that size, and
    /// [`ReadError::Unproven`] if the index gives no proof that holds.
    pub fn prove(&self, seq: u64, at: Option<u64>) -> Result<Proof, ReadError> {
        let size = at.unwrap_or(self.size());
        if seq >= size {
            return Err(ReadError::NoEntry { seq, size });
        }
        let note = self.checkpoint_at(size)?;
        let leaf = leaf_hash(&self.entry_bytes(seq)?);
        let path = inclusion(&self.index, seq, size).map_err(unread)?;
        let proof = Proof::new(seq, path, note).map_err(ProofFault::from)?;
        proof.check(&leaf, &self.ledger_key_at(size)?)?;
        Ok(proof)
    }

    /// The proof that the last checkpoint, or the one over the first `new`
    /// entries, only adds to the one over the first `old`.
    ///
    /// # Errors
    ///
    /// [`ReadError::NoCheckpoint`] if one of the two is not there, and
    /// [`ReadError::Unproven`] if the index gives no proof that holds.
    pub fn consistency(&self, old: u64, new: Option<u64>) -> Result<Consistency, ReadError> {
        let size = new.unwrap_or(self.size());
        let earlier = self.signed_at(old)?;
        let note = self.checkpoint_at(size)?;
        let path = consistency(&self.index, old, size).map_err(unread)?;
        let proof = Consistency::new(old, path, note).map_err(ProofFault::from)?;
        proof.check(&earlier, &self.ledger_key_at(size)?)?;
        Ok(proof)
    }

    /// The receipt of the entry at `seq`, under the last checkpoint.
    ///
    /// # Errors
    ///
    /// As [`prove`](Self::prove).
    pub fn receipt(&self, seq: u64) -> Result<String, ReadError> {
        Ok(self.prove(seq, None)?.to_text())
    }

    /// The same for verifiers that read COSE: a new signature by the ledger
    /// key over the last root.
    ///
    /// # Errors
    ///
    /// As [`prove`](Self::prove); [`ReadError::NoLedgerKey`] in a registry
    /// opened for reading, and [`ReadError::Receipt`] if the key does not sign.
    pub fn cose_receipt(&self, seq: u64) -> Result<CoseReceipt, ReadError> {
        let signer = self.ledger_signer()?;
        let proof = self.prove(seq, None)?;
        let leaf = leaf_hash(&self.entry_bytes(seq)?);
        Ok(CoseReceipt::of_inclusion(&proof, &leaf, &signer)?)
    }

    /// The COSE receipt that the last checkpoint only adds to the one over the
    /// first `old` entries.
    ///
    /// # Errors
    ///
    /// As [`consistency`](Self::consistency) and
    /// [`cose_receipt`](Self::cose_receipt).
    pub fn cose_consistency(&self, old: u64) -> Result<CoseReceipt, ReadError> {
        let signer = self.ledger_signer()?;
        let proof = self.consistency(old, None)?;
        let earlier = self.signed_at(old)?;
        Ok(CoseReceipt::of_consistency(&proof, &earlier, &signer)?)
    }

    /// The key that signs the checkpoint over the first `size` entries, as the
    /// text that verifiers take.
    ///
    /// # Errors
    ///
    /// [`ReadError::NoCheckpoint`] if the ledger has not so many entries.
    pub fn verifier_key(&self, size: u64) -> Result<VerifierKey, ReadError> {
        let key = self.ledger_key_at(size)?;
        Ok(VerifierKey::of_ledger(&self.ledger_id(), key))
    }

    /// What the checkpoint over the first `size` entries says, its signature
    /// checked.
    fn signed_at(&self, size: u64) -> Result<Checkpoint, ReadError> {
        let note = self.checkpoint_at(size)?;
        let key = self.ledger_key_at(size)?;
        let checkpoint = Checkpoint::parse(note.as_bytes()).map_err(ProofFault::from)?;
        let checked = checkpoint.check(note.as_bytes(), &key);
        checked.map_err(ProofFault::from)?;
        Ok(checkpoint)
    }

    /// The ledger key in force behind entry `size` − 1.
    fn ledger_key_at(&self, size: u64) -> Result<PublicKey, ReadError> {
        let mut keys = self.chain().keys().iter().map(|(_, key)| key);
        let in_force = keys.find(|key| key.role() == Role::Ledger && key.is_valid_at(size));
        let parsed = in_force.filter(|_| (1..=self.size()).contains(&size));
        let parsed = parsed.and_then(|key| key.parsed().ok().cloned());
        parsed.ok_or(ReadError::NoCheckpoint { size, next: None })
    }

    fn ledger_signer(&self) -> Result<Careful<'_>, ReadError> {
        let writer = self.writer.as_ref().ok_or(ReadError::NoLedgerKey)?;
        let signer = Careful::new(&*writer.ledger_key);
        Ok(signer.map_err(ReceiptFault::from)?)
    }

    fn indexed(&self, seq: u64) -> Result<Indexed, ReadError> {
        let size = self.size();
        let found = self.index.entry(seq)?.filter(|_| seq < size);
        found.ok_or(ReadError::NoEntry { seq, size })
    }
}

fn unread(error: ProofError<crate::IndexError>) -> ReadError {
    match error {
        ProofError::Beyond { asked, size } => ReadError::NoEntry { seq: asked, size },
        ProofError::Nodes(error) => ReadError::Index(error),
    }
}
