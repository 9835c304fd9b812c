//! A checkpoint: the ledger's signed size and root, as a C2SP
//! tlog-checkpoint in a signed note.
//!
//! ```text
//! bmnn/<ledger-id, 64 lower-case hex digits>
//! <size, decimal>
//! <root, base64>
//!
//! — bmnn/<ledger-id> <base64 of key hash[4] ‖ signature[64]>
//! ```
//!
//! Each line ends with a line feed; there are no extension lines and just one
//! signature line. The key hash is the first 4 bytes of SHA-256(origin ‖ 0x0A ‖
//! 0x01 ‖ public key); signed is the text up to and with the line feed of the
//! root. A verifier makes the text from its own size and root and compares
//! bytes; it parses nothing but the signature.

use super::key::{PublicKey, SignError, Signer, sign_checked};
use super::lines::{parse_decimal, parse_hash};
use super::vkey::{KeyType, key_hash};
use crate::id::Bytes32;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// How long a note may be, in bytes.
pub const MAX_NOTE: usize = 64 << 10;

/// What a checkpoint says: so many entries, and this root over them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The ledger-id.
    pub ledger: Bytes32,
    /// How many entries.
    pub size: u64,
    /// The root over them.
    pub root: Bytes32,
}

/// Why a note is no signed checkpoint of this size and root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// It is not the text that this size and root have, with one signature
    /// line.
    #[error("the checkpoint's text is not that of {size} entries and their root")]
    Mismatch {
        /// The size that was expected.
        size: u64,
    },
    /// The signature is not in its one form.
    #[error("the checkpoint's signature is malformed")]
    Malformed,
    /// The signature names another key.
    #[error("the checkpoint is signed with another key than the ledger's")]
    OtherKey,
    /// The signature does not verify.
    #[error("the checkpoint's signature does not verify")]
    BadSignature,
}

impl Checkpoint {
    /// The first line: the name of the ledger among logs.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("bmnn/{}", self.ledger)
    }

    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        let root = STANDARD.encode(self.root.0);
        format!("{}\n{}\n{root}\n", self.origin(), self.size)
    }

    /// How long the note is, whoever signs it.
    #[must_use]
    pub fn note_length(&self) -> usize {
        // "\n— " origin " " base64 of 68 bytes "\n"; the dash is 3 bytes long.
        self.text().len() + 1 + 4 + self.origin().len() + 1 + 92 + 1
    }

    /// The note: text and signature line.
    ///
    /// # Errors
    ///
    /// [`SignError`] if the signer fails or gives what does not verify.
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, SignError> {
        let text = self.text();
        let signature = sign_checked(signer, text.as_bytes())?;
        let mut signed = self.key_hash(&signer.public_key()).to_vec();
        signed.extend_from_slice(&signature);
        let line = STANDARD.encode(signed);
        Ok(format!("{text}\n— {} {line}\n", self.origin()))
    }

    /// Checks that `note` is this checkpoint, signed by `key`.
    ///
    /// # Errors
    ///
    /// [`CheckpointError`] for anything else.
    pub fn check(&self, note: &[u8], key: &PublicKey) -> Result<(), CheckpointError> {
        self.check_by(note, key, |text, signature| key.verifies(text, signature))
    }

    /// As [`check`](Self::check), where `verifies` says whether the signature
    /// over the text is the key's.
    pub(super) fn check_by(
        &self,
        note: &[u8],
        key: &PublicKey,
        verifies: impl FnOnce(&[u8], &[u8; 64]) -> bool,
    ) -> Result<(), CheckpointError> {
        let (text, size) = (self.text(), self.size);
        let start = format!("{text}\n— {} ", self.origin());
        let blob = strip(note, &start).ok_or(CheckpointError::Mismatch { size })?;
        let (key_hash, signature) = parse_signature(blob).ok_or(CheckpointError::Malformed)?;
        if key_hash != self.key_hash(&key.to_bytes()) {
            return Err(CheckpointError::OtherKey);
        }
        if verifies(text.as_bytes(), &signature) {
            Ok(())
        } else {
            Err(CheckpointError::BadSignature)
        }
    }

    /// What a note from elsewhere says. Its signature is not checked: that is
    /// [`check`](Self::check)'s, once its ledger's key is known.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::Malformed`] if it is no note of one checkpoint of a
    /// bmnn ledger in its one form.
    pub fn parse(note: &[u8]) -> Result<Self, CheckpointError> {
        let parse = || {
            let note = std::str::from_utf8(note).ok()?;
            let (origin, rest) = note.split_once('\n')?;
            let (size, rest) = rest.split_once('\n')?;
            let (root, _) = rest.split_once('\n')?;
            let parsed = Self {
                ledger: origin.strip_prefix("bmnn/")?.parse().ok()?,
                size: parse_decimal(size)?,
                root: parse_hash(root)?,
            };
            parse_signature(parsed.strip(note.as_bytes())?)?;
            Some(parsed)
        };
        parse().ok_or(CheckpointError::Malformed)
    }

    /// The signature of a note of which all else is as this checkpoint has it.
    fn strip<'n>(&self, note: &'n [u8]) -> Option<&'n [u8]> {
        strip(note, &format!("{}\n— {} ", self.text(), self.origin()))
    }

    /// The key hash that a signature line of this ledger carries for `public`.
    #[must_use]
    pub fn key_hash(&self, public: &Bytes32) -> [u8; 4] {
        key_hash(&self.origin(), KeyType::Ledger, public)
    }
}

fn strip<'n>(note: &'n [u8], start: &str) -> Option<&'n [u8]> {
    note.strip_prefix(start.as_bytes())?.strip_suffix(b"\n")
}

/// The key hash and the signature that base64 stands for: with padding, and
/// with no bit set that it does not use.
fn parse_signature(base64: &[u8]) -> Option<([u8; 4], [u8; 64])> {
    let signed = STANDARD.decode(base64).ok()?;
    let (key_hash, signature) = signed.split_first_chunk::<4>()?;
    Some((*key_hash, signature.try_into().ok()?))
}
