//! What a checker brings along: keys, the entry, an earlier checkpoint.

use std::str::FromStr;

use bmnn::{
    id::{Bytes32, from_hex},
    ledger::{
        PublicKey,
        checkpoint::{Checkpoint, CheckpointError},
        consistency::Consistency,
        note::Note,
        proof::Proof,
        vkey::VerifierKey,
    },
};

use super::found::{Broken, Found};
use super::words::checkpoint_vi;
use crate::variant;

/// A key known by another way than the proof.
#[derive(Clone, Debug)]
pub enum Key {
    /// With the name under which it signs.
    Named(VerifierKey),
    /// By itself.
    Bare(PublicKey),
}

impl Key {
    /// The key itself.
    pub(super) fn public(&self) -> &PublicKey {
        match self {
            Self::Named(key) => key.public(),
            Self::Bare(key) => key,
        }
    }

    /// Whether it may be a key of this ledger.
    pub(super) fn may_be_of(&self, ledger: &Bytes32) -> bool {
        match self {
            Self::Named(key) => key.ledger() == Some(*ledger),
            Self::Bare(_) => true,
        }
    }
}

impl FromStr for Key {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(key) = from_hex(text).and_then(|key| key.try_into().ok()) {
            let key = PublicKey::parse(&Bytes32(key)).map_err(|fault| fault.to_string())?;
            return Ok(Self::Bare(key));
        }
        let key = text.parse().map_err(|fault| format!("{fault}"))?;
        Ok(Self::Named(key))
    }
}

/// What is known of a proof by another way.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The bytes of the entry that is proven.
    pub entry: Option<Vec<u8>>,
    /// The checkpoint noted earlier.
    pub since: Option<Checkpoint>,
    /// The ledger's keys; of several, any may have signed.
    pub keys: Vec<Key>,
    /// The ledger-id expected.
    pub ledger: Option<Bytes32>,
}

impl Known {
    /// Notes whose ledger a checkpoint is of and who signed it, and what speaks
    /// against it.
    pub(super) fn check_note(&self, checkpoint: &Checkpoint, note: &str, found: &mut Found) {
        let Checkpoint { ledger, size, root } = checkpoint;
        found.fact("ledger", ledger.to_string());
        found.fact("size", *size);
        found.fact("root", root.to_string());
        if let Some(wanted) = self.ledger.filter(|wanted| wanted != ledger) {
            found.breaks(Broken::new(
                "OtherLedger",
                format!("điểm kiểm tra là của sổ cái {ledger}, không phải {wanted}"),
                format!("the checkpoint is of the ledger {ledger}, not {wanted}"),
            ));
        }
        if self.keys.is_empty() {
            found.lacks_key();
            return;
        }
        // Of several keys the fault of the one that comes nearest is told.
        let mut fault = CheckpointError::OtherKey;
        let fitting = self.keys.iter().filter(|key| key.may_be_of(ledger));
        for key in fitting.map(Key::public) {
            match checkpoint.check(note.as_bytes(), key) {
                Ok(()) => {
                    found.fact("signed-by", key.kid().to_string());
                    return;
                }
                Err(CheckpointError::OtherKey) => {}
                Err(nearer) => fault = nearer,
            }
        }
        found.breaks(match fault {
            CheckpointError::OtherKey => Broken::new(
                "OtherKey",
                "không khoá nào đã nêu ký điểm kiểm tra này",
                "none of the keys given signed this checkpoint",
            ),
            nearer => Broken::new(variant(&nearer), checkpoint_vi(&nearer), nearer.to_string()),
        });
    }
}

/// The checkpoint in a note, with or without cosignatures, or in a proof.
#[must_use]
pub fn checkpoint_in(text: &str) -> Option<Checkpoint> {
    let note = Note::parse(text).map(|note| *note.checkpoint()).ok();
    let proof = || Proof::parse(text).map(|proof| *proof.checkpoint()).ok();
    let grown = || {
        Consistency::parse(text)
            .map(|proof| *proof.checkpoint())
            .ok()
    };
    note.or_else(proof).or_else(grown)
}
