//! A checkpoint on its way between agencies: the ledger's note, and behind its
//! one signature line the cosignatures of witnesses.
//!
//! ```text
//! bmnn/<ledger-id>
//! <size>
//! <root, base64>
//!
//! — bmnn/<ledger-id> <base64>         the ledger's line, always the first
//! — <witness> <base64>                any number of cosignatures
//! ```
//!
//! The ledger's own file takes just the one line; slips, `witness.note` acts
//! and evidence of a fork take this. No two cosignatures are of one key, and
//! lines of any other kind are refused, so that a note has one form:
//! `Note::parse(&note.to_text()) == Ok(note)`, and the other way round.

use super::checkpoint::{Checkpoint, CheckpointError, MAX_NOTE};
use super::cosignature::{CosignatureError, CosignatureLine};
use super::key::PublicKey;

/// How a line of signature begins.
const DASH: &str = "\u{2014} ";

/// A checkpoint's note with cosignatures; nothing is checked but its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    checkpoint: Checkpoint,
    /// The ledger's text and line.
    own: String,
    cosignatures: Vec<CosignatureLine>,
}

/// Why a text is no note of a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Longer than a note may be.
    #[error("the note is longer than 64 KiB")]
    TooLong,
    /// No checkpoint of a ledger with its one signature.
    #[error("the note is no checkpoint of a bmnn ledger")]
    Checkpoint(#[from] CheckpointError),
    /// A line behind the ledger's is no cosignature.
    #[error("signature line {line} of the note is no cosignature")]
    Cosignature {
        /// The line among the signatures, from 1; the ledger's is the first.
        line: usize,
        /// Why not.
        source: CosignatureError,
    },
    /// Two lines of one witness's key.
    #[error("two signature lines of the note are of one witness's key")]
    Twice,
}

impl Note {
    /// The note in `text`.
    ///
    /// # Errors
    ///
    /// [`NoteError`] for anything but the one form.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let (note, rest) = Self::parse_first(text)?;
        if rest.is_empty() {
            Ok(note)
        } else {
            Err(CheckpointError::Malformed.into())
        }
    }

    /// The note at the beginning of `text`, and what stands behind its last
    /// signature line.
    pub(super) fn parse_first(text: &str) -> Result<(Self, &str), NoteError> {
        let malformed = NoteError::Checkpoint(CheckpointError::Malformed);
        let (body, lines) = text.split_once("\n\n").ok_or(malformed)?;
        let own_line = lines.split_inclusive('\n').next().ok_or(malformed)?;
        let own_length = body.len() + 2 + own_line.len();
        if own_length > MAX_NOTE {
            return Err(NoteError::TooLong);
        }
        let (own, mut rest) = text.split_at_checked(own_length).ok_or(malformed)?;
        let mut note = Self {
            checkpoint: Checkpoint::parse(own.as_bytes())?,
            own: own.to_owned(),
            cosignatures: Vec::new(),
        };
        let mut length = own_length;
        while rest.starts_with(DASH) {
            let number = note.cosignatures.len() + 2;
            let wrong = |source| NoteError::Cosignature {
                line: number,
                source,
            };
            let (line, behind) = rest
                .split_once('\n')
                .ok_or(wrong(CosignatureError::Malformed))?;
            length += line.len() + 1;
            if length > MAX_NOTE {
                return Err(NoteError::TooLong);
            }
            note.add(CosignatureLine::parse(line).map_err(wrong)?)?;
            rest = behind;
        }
        Ok((note, rest))
    }

    /// Adds a witness's line behind the others.
    ///
    /// # Errors
    ///
    /// [`NoteError::Twice`] if there is one of the same key; then it is not
    /// added. [`NoteError::TooLong`] if there is no room for it.
    pub fn add(&mut self, line: CosignatureLine) -> Result<(), NoteError> {
        let same = |other: &CosignatureLine| {
            (other.name(), other.key_hash()) == (line.name(), line.key_hash())
        };
        if self.cosignatures.iter().any(same) {
            return Err(NoteError::Twice);
        }
        if self.to_text().len() + line.to_string().len() + 1 > MAX_NOTE {
            return Err(NoteError::TooLong);
        }
        self.cosignatures.push(line);
        Ok(())
    }

    /// What the checkpoint says.
    #[must_use]
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note as the ledger itself signed it, without cosignatures.
    #[must_use]
    pub fn own(&self) -> &str {
        &self.own
    }

    /// The cosignatures, in their order.
    #[must_use]
    pub fn cosignatures(&self) -> &[CosignatureLine] {
        &self.cosignatures
    }

    /// The text; [`parse`](Self::parse) gives the note back.
    #[must_use]
    pub fn to_text(&self) -> String {
        let lines = self.cosignatures.iter().map(|line| format!("{line}\n"));
        self.own.clone() + &lines.collect::<String>()
    }

    /// Checks that the ledger's line is signed with `key`.
    ///
    /// # Errors
    ///
    /// [`CheckpointError`] otherwise.
    pub fn check(&self, key: &PublicKey) -> Result<(), CheckpointError> {
        self.checkpoint.check(self.own.as_bytes(), key)
    }
}
