//! Keys: what a good public key is, how a key is named, what it is for, and
//! who signs with it.

use super::sha256;
use crate::id::{Bytes32, Kid};
use curve25519_dalek::edwards::EdwardsPoint;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a key is enrolled for: one thing, ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Signs `ledger.open`, `ledger.close` and `key.*`, with as many others as
    /// the threshold asks for.
    Root,
    /// Signs checkpoints and `ledger.recover`.
    Ledger,
    /// A person's: signs everything else, as `by`.
    Actor,
    /// Signs checkpoints of ledgers not its own, and no statement.
    Witness,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Root, Self::Ledger, Self::Actor, Self::Witness];

    /// The word that `key.enrol` carries.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Ledger => "ledger",
            Self::Actor => "actor",
            Self::Witness => "witness",
        }
    }

    /// The role that a word of `key.enrol` names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The name of a public key: the first 8 bytes of its SHA-256.
#[must_use]
pub fn kid(public: &Bytes32) -> Kid {
    let Bytes32(digest) = sha256(&[&public.0]);
    let [a, b, c, d, e, f, g, h, ..] = digest;
    Kid([a, b, c, d, e, f, g, h])
}

/// Why 32 bytes are no public key of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not the encoding of a point of the curve.
    #[error("the key is no point of the curve")]
    NoPoint,
    /// A second spelling of a point.
    #[error("the key is not in its canonical encoding")]
    NotCanonical,
    /// A point of order 8 or less, for which anyone can make signatures.
    #[error("the key is of small order")]
    SmallOrder,
    /// A point outside the prime-order group, about whose signatures
    /// verifiers disagree.
    #[error("the key is of mixed order")]
    MixedOrder,
}

/// An Ed25519 public key that was found good: the canonical encoding of a
/// point of the prime-order group, and not its neutral element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// The key that `bytes` encode.
    ///
    /// # Errors
    ///
    /// [`KeyError`] if they encode none, or one for which "a valid signature"
    /// would not mean the same to everyone.
    pub fn parse(bytes: &Bytes32) -> Result<Self, KeyError> {
        let key = VerifyingKey::from_bytes(&bytes.0).map_err(|_| KeyError::NoPoint)?;
        let point = key.to_edwards();
        if point.compress().to_bytes() != bytes.0 {
            return Err(KeyError::NotCanonical);
        }
        if point.is_small_order() {
            return Err(KeyError::SmallOrder);
        }
        if !point.is_torsion_free() {
            return Err(KeyError::MixedOrder);
        }
        Ok(Self(key))
    }

    /// The key's 32 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes32 {
        Bytes32(self.0.to_bytes())
    }

    /// The point that the key is.
    pub(super) fn point(&self) -> EdwardsPoint {
        self.0.to_edwards()
    }

    /// The key's name.
    #[must_use]
    pub fn kid(&self) -> Kid {
        kid(&self.to_bytes())
    }

    /// Whether `signature` is this key's over `message`, as RFC 8032 §5.1.7
    /// says without the cofactor: S < L, and R, made anew, gives the same
    /// bytes.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        // dalek's plain `verify` is that equation; `verify_strict` refuses the
        // neutral R as well, which the format does not.
        use ed25519_dalek::Verifier;
        self.0
            .verify(message, &Signature::from_bytes(signature))
            .is_ok()
    }
}

/// Whoever holds a secret key: memory, a card, a host's callback.
pub trait Signer {
    /// The public key of the signatures.
    fn public_key(&self) -> Bytes32;

    /// The Ed25519 signature over `message`.
    ///
    /// What comes back is checked before anything is written: a checkpoint's
    /// at once, a statement's when a ledger takes it.
    ///
    /// # Errors
    ///
    /// [`SignError`] in the signer's own words, without a secret.
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignError>;

    /// The name of the key.
    fn kid(&self) -> Kid {
        kid(&self.public_key())
    }
}

/// Why there is no signature.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The signer could or would not sign.
    #[error("the signer did not sign: {0}")]
    Failed(String),
    /// What the signer gave does not verify under its public key.
    #[error("the signer's signature does not verify under its key")]
    Invalid,
    /// The signer's public key is unfit.
    #[error("the signer's key is unfit")]
    Key(#[from] KeyError),
    /// The act cannot be encoded.
    #[error("the act cannot be encoded")]
    Act(#[from] super::cbor::EncodeError),
}

/// Signs and checks what came back.
pub(super) fn sign_checked(signer: &dyn Signer, message: &[u8]) -> Result<[u8; 64], SignError> {
    use ed25519_dalek::Verifier;
    let signature = signer.sign(message)?;
    let key = VerifyingKey::from_bytes(&signer.public_key().0).map_err(|_| KeyError::NoPoint)?;
    key.verify(message, &Signature::from_bytes(&signature))
        .map_err(|_| SignError::Invalid)?;
    Ok(signature)
}

/// A key in memory, wiped when dropped.
pub struct PlainSigner(SigningKey);

impl PlainSigner {
    /// The signer with this secret key (the 32-byte seed of RFC 8032).
    ///
    /// # Examples
    ///
    /// ```
    /// use bmnn::ledger::key::{PlainSigner, PublicKey, Signer};
    /// let signer = PlainSigner::from_seed(&[7; 32]);
    /// let key = PublicKey::parse(&signer.public_key())?;
    /// assert!(key.verifies(b"message", &signer.sign(b"message")?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }
}

impl From<SigningKey> for PlainSigner {
    fn from(key: SigningKey) -> Self {
        Self(key)
    }
}

impl fmt::Debug for PlainSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlainSigner({})", self.kid())
    }
}

impl Signer for PlainSigner {
    fn public_key(&self) -> Bytes32 {
        Bytes32(self.0.verifying_key().to_bytes())
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignError> {
        Ok(self.0.sign(message).to_bytes())
    }
}
