//! Signatures that wait to be checked together: three times as many a second
//! as one by one.
//!
//! The batch equation (ZIP 215) multiplies by the cofactor. A batch that holds
//! therefore says of each signature what [`PublicKey::verifies`] says, but for
//! one kind: the owner of a key can bend a signature of his own by a point of
//! small order, so that the batch takes it and the single check does not. It is
//! his signature either way. A batch that does not hold says only that: which
//! signature it is, single checks tell.
//!
//! The coefficients come from ChaCha20, whose key is SHA-256 over the tree's root
//! behind everything queued, which fixes every entry, and over the checkpoints'
//! signatures: who chooses a signature cannot know its coefficient.

mod equation;

use super::key::{KeyError, PublicKey, kid};
use super::keyring::EnrolledKey;
use crate::id::{Bytes32, Kid};
use equation::Equation;
use sha2::{Digest, Sha256};
use std::fmt;

/// Signatures, taken over from a [`Verifier`](super::Verifier), to be checked
/// together, on whatever thread.
#[must_use = "signatures that were queued are not checked until `holds` is asked"]
#[derive(Default)]
pub struct Bulk {
    equation: Equation,
    /// What the root does not fix.
    transcript: Sha256,
}

impl fmt::Debug for Bulk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bulk({} signatures)", self.len())
    }
}

impl Bulk {
    /// How many signatures wait.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.equation.len() as u64
    }

    /// Whether none waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether all signatures hold.
    #[must_use]
    pub fn holds(self) -> bool {
        self.equation.holds(self.transcript.finalize().into())
    }

    /// Fixes what was queued: `root` is that of the tree over all entries whose
    /// signatures were.
    pub(super) fn seal(&mut self, ledger: Option<Bytes32>, root: &Bytes32) {
        self.transcript.update(b"bmnn/batch/1");
        self.transcript.update(ledger.unwrap_or(Bytes32([0; 32])).0);
        self.transcript.update(root.0);
    }

    /// Fixes a signature that no entry holds.
    fn fix(&mut self, signature: &[u8; 64]) {
        self.transcript.update(signature);
    }

    /// Room for the next signatures, with what this one has allocated.
    pub(super) fn next(&mut self) -> Self {
        let next = Self {
            equation: self.equation.next(),
            ..Self::default()
        };
        std::mem::replace(self, next)
    }
}

/// How the signatures of a record are checked.
pub(super) enum Checker<'b> {
    /// Not at all.
    Trust,
    /// Each one singly.
    Singly,
    /// Later, together.
    Queue(&'b mut Bulk),
    /// Each one singly, and those that hold once more together.
    Both(&'b mut Bulk),
}

/// What a check of one signature says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It holds, or is queued.
    Good,
    /// It does not hold.
    Bad,
    /// It does not hold, though a batch takes it.
    Bent,
}

impl Checker<'_> {
    /// Checks the signature of the key with this kid over `message`, which an
    /// entry holds.
    pub(super) fn check(
        &mut self,
        kid_of: &Kid,
        enrolled: &EnrolledKey,
        signature: &[u8; 64],
        message: impl FnOnce(&mut Vec<u8>),
    ) -> Result<Verdict, KeyError> {
        match self {
            Self::Trust => Ok(Verdict::Good),
            Self::Queue(bulk) if is_plain(signature) => {
                bulk.equation.add(enrolled.parsed()?, signature, message);
                Ok(Verdict::Good)
            }
            Self::Queue(_) | Self::Singly => {
                let mut text = Vec::new();
                message(&mut text);
                let key = enrolled.parsed()?;
                Ok(singly(kid_of, key, signature, &text))
            }
            Self::Both(bulk) => {
                let mut text = Vec::new();
                message(&mut text);
                let key = enrolled.parsed()?;
                let verdict = singly(kid_of, key, signature, &text);
                if verdict == Verdict::Good {
                    bulk.equation
                        .add(key, signature, |out| out.extend_from_slice(&text));
                } else if batch_takes(key, signature, &text) {
                    return Ok(Verdict::Bent);
                }
                Ok(verdict)
            }
        }
    }

    /// As [`check`](Self::check), for a signature that stands beside the
    /// entries.
    pub(super) fn check_beside(
        &mut self,
        kid: &Kid,
        enrolled: &EnrolledKey,
        signature: &[u8; 64],
        message: &[u8],
    ) -> Result<Verdict, KeyError> {
        if let Self::Queue(bulk) | Self::Both(bulk) = self {
            bulk.fix(signature);
        }
        self.check(kid, enrolled, signature, |out| {
            out.extend_from_slice(message);
        })
    }

    /// Whether any signature is looked at.
    pub(super) fn looks(&self) -> bool {
        !matches!(self, Self::Trust)
    }
}

fn singly(kid_of: &Kid, key: &PublicKey, signature: &[u8; 64], message: &[u8]) -> Verdict {
    // A ring that was stored is believed no further than its keys' names.
    if *kid_of == kid(&key.to_bytes()) && key.verifies(message, signature) {
        Verdict::Good
    } else {
        Verdict::Bad
    }
}

/// Whether the batch equation holds for this signature alone: any weight tells.
fn batch_takes(key: &PublicKey, signature: &[u8; 64], message: &[u8]) -> bool {
    let mut equation = Equation::default();
    equation.add(key, signature, |out| out.extend_from_slice(message));
    equation.holds([0; 32])
}

/// Whether a signature is of the ordinary form: S < 2^252, so below L; R below
/// 2^255 − 2^8 and neither of the two points whose sign says nothing. What is
/// not, one signature in 2^124 of those made honestly, is checked singly: it
/// may be another spelling, which the batch does not tell apart.
fn is_plain(signature: &[u8; 64]) -> bool {
    let [_, r @ .., _] = signature.first_chunk::<32>().unwrap_or(&[0; 32]);
    let s_is_small = signature.last().is_some_and(|high| *high < 0x10);
    s_is_small && !r.iter().all(|byte| *byte == 0xFF) && !r.iter().all(|byte| *byte == 0)
}
