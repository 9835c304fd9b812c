//! Cosignatures of witnesses on a checkpoint: C2SP tlog-cosignature/v1.
//!
//! ```text
//! cosignature/v1                      signed are these lines
//! time <Unix time in seconds, decimal>
//! bmnn/<ledger-id>
//! <size>
//! <root, base64>
//!
//! — <witness name> <base64 of key hash[4] ‖ time[8, big-endian] ‖ signature[64]>
//! ```
//!
//! A witness says: *at this time this was the largest checkpoint of the ledger
//! that I have seen, and all I cosigned before are its beginnings.* It says
//! nothing about what the entries say. The line stands behind the ledger's own
//! in a [note](super::note).

use super::checkpoint::Checkpoint;
use super::key::{SignError, Signer, sign_checked};
use super::vkey::{KeyType, VerifierKey, is_key_name, key_hash};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// How many bytes stand in base64 behind the name.
const SIGNED: usize = 4 + 8 + 64;

/// One witness's line under a checkpoint; nothing is checked but its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CosignatureLine {
    name: String,
    key_hash: [u8; 4],
    time: u64,
    signature: [u8; 64],
}

/// Why a line is no cosignature, or not this witness's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CosignatureError {
    /// Not a line in its one form.
    #[error("a cosignature is a dash, a name and 76 bytes in base64")]
    Malformed,
    /// The key is a ledger's, or of another witness.
    #[error("the cosignature names another key")]
    OtherKey,
    /// The signature does not verify.
    #[error("the cosignature does not verify")]
    BadSignature,
}

impl CosignatureLine {
    /// Cosigns a checkpoint as the witness `name`, at `time` in Unix seconds.
    /// The caller has seen that the checkpoint is consistent with what it
    /// cosigned before, and has kept it.
    ///
    /// # Errors
    ///
    /// [`CosignError`] if no note can carry the name, or `signer` fails or
    /// gives what does not verify.
    pub fn sign(
        checkpoint: &Checkpoint,
        name: &str,
        time: u64,
        signer: &dyn Signer,
    ) -> Result<Self, CosignError> {
        if !is_key_name(name) {
            return Err(CosignError::Name);
        }
        let message = message(checkpoint, time);
        let signature = sign_checked(signer, message.as_bytes())?;
        Ok(Self {
            name: name.to_owned(),
            key_hash: key_hash(name, KeyType::Witness, &signer.public_key()),
            time,
            signature,
        })
    }

    /// The line, without its line feed.
    ///
    /// # Errors
    ///
    /// [`CosignatureError::Malformed`] for anything but the one form.
    pub fn parse(line: &str) -> Result<Self, CosignatureError> {
        let parse = || {
            let (name, base64) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
            let signed = STANDARD.decode(base64).ok()?;
            let signed: [u8; SIGNED] = signed.try_into().ok()?;
            let (key_hash, rest) = signed.split_first_chunk::<4>()?;
            let (time, signature) = rest.split_first_chunk::<8>()?;
            is_key_name(name).then_some(Self {
                name: name.to_owned(),
                key_hash: *key_hash,
                time: u64::from_be_bytes(*time),
                signature: signature.try_into().ok()?,
            })
        };
        parse().ok_or(CosignatureError::Malformed)
    }

    /// The witness's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key hash.
    #[must_use]
    pub fn key_hash(&self) -> [u8; 4] {
        self.key_hash
    }

    /// When the witness says it cosigned, in Unix seconds.
    #[must_use]
    pub fn time(&self) -> u64 {
        self.time
    }

    /// Whether the line says that it is `key`'s; its signature is not looked
    /// at.
    #[must_use]
    pub fn names(&self, key: &VerifierKey) -> bool {
        key.key_type() == KeyType::Witness && self.name == key.name() && self.key_hash == key.hash()
    }

    /// Checks that the witness `key` cosigned this checkpoint.
    ///
    /// # Errors
    ///
    /// [`CosignatureError`] otherwise.
    pub fn check(
        &self,
        checkpoint: &Checkpoint,
        key: &VerifierKey,
    ) -> Result<(), CosignatureError> {
        if !self.names(key) {
            return Err(CosignatureError::OtherKey);
        }
        let message = message(checkpoint, self.time);
        if key.public().verifies(message.as_bytes(), &self.signature) {
            Ok(())
        } else {
            Err(CosignatureError::BadSignature)
        }
    }
}

impl fmt::Display for CosignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut signed = Vec::with_capacity(SIGNED);
        signed.extend_from_slice(&self.key_hash);
        signed.extend_from_slice(&self.time.to_be_bytes());
        signed.extend_from_slice(&self.signature);
        write!(f, "\u{2014} {} {}", self.name, STANDARD.encode(signed))
    }
}

/// Why there is no cosignature.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CosignError {
    /// The name cannot stand in a note.
    #[error("a witness's name is not empty and has neither spaces nor `+`")]
    Name,
    /// The signer did not sign.
    #[error(transparent)]
    Sign(#[from] SignError),
}

/// What a witness signs.
fn message(checkpoint: &Checkpoint, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{}", checkpoint.text())
}
