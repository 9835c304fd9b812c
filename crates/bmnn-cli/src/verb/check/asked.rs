//! What a checker brings along: keys, the entry, an earlier checkpoint.

use std::{fs::File, io::Read, path::Path, str::FromStr};

use bmnn::{
    id::{Bytes32, from_hex},
    ledger::{
        PublicKey, checkpoint::Checkpoint, consistency::Consistency, note::Note, proof::Proof,
        vkey::VerifierKey,
    },
};

use super::{Args, found::Found};
use crate::failure::Failure;

/// No file that is checked is longer.
const MOST: u64 = 16 << 20;

/// A key known by another way than the proof.
#[derive(Clone, Debug)]
pub(crate) enum Key {
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

/// What was brought along, read.
pub(super) struct Asked {
    /// The entry's bytes.
    pub(super) entry: Option<Vec<u8>>,
    /// The earlier checkpoint.
    pub(super) since: Option<Checkpoint>,
    /// The keys.
    pub(super) keys: Vec<Key>,
    /// The ledger-id expected.
    pub(super) ledger: Option<Bytes32>,
}

impl Asked {
    /// Reads what the arguments name.
    pub(super) fn of(args: &Args) -> Result<Self, Failure> {
        Ok(Self {
            entry: args.entry.as_deref().map(read).transpose()?,
            since: args.since.as_deref().map(checkpoint).transpose()?,
            keys: args.keys.clone(),
            ledger: args.ledger,
        })
    }

    /// Notes whose ledger a checkpoint is of and who signed it, and what speaks
    /// against it.
    pub(super) fn check_note(&self, checkpoint: &Checkpoint, note: &str, found: &mut Found) {
        let Checkpoint { ledger, size, root } = checkpoint;
        found.fact("ledger", ledger.to_string());
        found.fact("size", *size);
        found.fact("root", root.to_string());
        if let Some(wanted) = self.ledger.filter(|wanted| wanted != ledger) {
            found.breaks(
                format!("điểm kiểm tra là của sổ cái {ledger}, không phải {wanted}"),
                format!("the checkpoint is of the ledger {ledger}, not {wanted}"),
            );
        }
        if self.keys.is_empty() {
            found.lacks_key();
            return;
        }
        let fitting = self.keys.iter().filter(|key| key.may_be_of(ledger));
        let signed = fitting
            .map(Key::public)
            .find(|key| checkpoint.check(note.as_bytes(), key).is_ok());
        match signed {
            Some(key) => found.fact("signed-by", key.kid().to_string()),
            None => found.breaks(
                "không khoá nào đã nêu ký điểm kiểm tra này",
                "none of the keys given signed this checkpoint",
            ),
        }
    }
}

/// The bytes of a file that is not over-long.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let opened = File::open(path);
    let read = opened.and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes));
    let read = read.map_err(|cause| Failure::reading(path, &cause))?;
    if read as u64 > MOST {
        let path = path.display();
        return Err(Failure::new(
            format!("`{path}` dài hơn 16 MiB, không phải là bằng chứng"),
            format!("`{path}` is longer than 16 MiB and no proof"),
        ));
    }
    Ok(bytes)
}

/// The checkpoint in a note, with or without cosignatures, or in a proof.
fn checkpoint(path: &Path) -> Result<Checkpoint, Failure> {
    let bytes = read(path)?;
    let text = std::str::from_utf8(&bytes).ok();
    let found = text.and_then(|text| {
        let note = Note::parse(text).map(|note| *note.checkpoint()).ok();
        let proof = || Proof::parse(text).map(|proof| *proof.checkpoint()).ok();
        let grown = || {
            Consistency::parse(text)
                .map(|proof| *proof.checkpoint())
                .ok()
        };
        note.or_else(proof).or_else(grown)
    });
    found.ok_or_else(|| {
        let path = path.display();
        Failure::new(
            format!("trong `{path}` không có điểm kiểm tra của sổ cái nào"),
            format!("there is no checkpoint of a ledger in `{path}`"),
        )
    })
}
