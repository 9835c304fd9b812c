//! The text of a verifier key, as C2SP signed-note writes it.
//!
//! ```text
//! <name>+<key hash, 8 lower-case hex digits>+<base64 of type ‖ public key[32]>
//! ```
//!
//! | type | whose | name |
//! | --- | --- | --- |
//! | 0x01 | a ledger's, that signs its checkpoints | `bmnn/` and the ledger-id |
//! | 0x04 | a witness's, that cosigns them (cosignature/v1) | the C2SP key name it is enrolled with |
//!
//! The key hash is the first 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public
//! key): it tells lines of a note apart, and proves nothing.

use super::key::{KeyError, PublicKey};
use super::sha256;
use crate::id::{Bytes32, to_hex};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;
use std::str::FromStr;

/// What a verifier key verifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyType {
    /// A ledger's signature under its checkpoint: plain Ed25519.
    Ledger,
    /// A witness's cosignature: Ed25519 with the time (cosignature/v1).
    Witness,
}

impl KeyType {
    /// The byte that stands for it.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Ledger => 0x01,
            Self::Witness => 0x04,
        }
    }

    fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0x01 => Some(Self::Ledger),
            0x04 => Some(Self::Witness),
            _ => None,
        }
    }
}

/// A public key with the name under which it signs notes.
///
/// `key.to_string().parse()` gives the key back, and no other text does.
///
/// # Examples
///
/// ```
/// use bmnn::ledger::vkey::VerifierKey;
/// use bmnn::ledger::{PlainSigner, PublicKey, Signer};
/// let public = PublicKey::parse(&PlainSigner::from_seed(&[9; 32]).public_key())?;
/// let key = VerifierKey::of_witness("van-thu.so-y-te.example", public)?;
/// assert_eq!(key.to_string().parse(), Ok(key));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    of: KeyType,
    public: PublicKey,
}

/// Why a text is no verifier key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifierKeyError {
    /// The parts are not a name, a hash and a key.
    #[error("a verifier key is a name, 8 hex digits and a key in base64, joined by `+`")]
    Malformed,
    /// The name cannot stand in a note.
    #[error("a key name is not empty and has neither spaces nor `+`")]
    Name,
    /// A type that is neither a ledger's nor a witness's.
    #[error("key type {0:#04x} is neither a ledger's (0x01) nor a witness's (0x04)")]
    Type(u8),
    /// A ledger's key whose name is no ledger's.
    #[error("the name of a ledger's key is `bmnn/` and the ledger-id in hex")]
    NotLedger,
    /// The hash is not that of name and key: a slip of the pen in one of them.
    #[error("the hash in the verifier key is not that of its name and key")]
    Hash,
    /// The key itself is unfit.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl VerifierKey {
    /// The key with which a ledger signs its checkpoints.
    #[must_use]
    pub fn of_ledger(ledger: &Bytes32, public: PublicKey) -> Self {
        Self {
            name: format!("bmnn/{ledger}"),
            of: KeyType::Ledger,
            public,
        }
    }

    /// The key with which a witness cosigns under this name.
    ///
    /// # Errors
    ///
    /// [`VerifierKeyError::Name`] if no note can carry the name.
    pub fn of_witness(name: &str, public: PublicKey) -> Result<Self, VerifierKeyError> {
        if !is_key_name(name) {
            return Err(VerifierKeyError::Name);
        }
        Ok(Self {
            name: name.to_owned(),
            of: KeyType::Witness,
            public,
        })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it verifies.
    #[must_use]
    pub fn key_type(&self) -> KeyType {
        self.of
    }

    /// The public key.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The ledger whose key it is, if it is a ledger's.
    #[must_use]
    pub fn ledger(&self) -> Option<Bytes32> {
        match self.of {
            KeyType::Ledger => self.name.strip_prefix("bmnn/")?.parse().ok(),
            KeyType::Witness => None,
        }
    }

    /// The key hash that lines of this key carry.
    #[must_use]
    pub fn hash(&self) -> [u8; 4] {
        key_hash(&self.name, self.of, &self.public.to_bytes())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![self.of.byte()];
        key.extend_from_slice(&self.public.to_bytes().0);
        let (hash, key) = (to_hex(&self.hash()), STANDARD.encode(key));
        write!(f, "{}+{hash}+{key}", self.name)
    }
}

impl FromStr for VerifierKey {
    type Err = VerifierKeyError;

    fn from_str(text: &str) -> Result<Self, VerifierKeyError> {
        let malformed = VerifierKeyError::Malformed;
        // Base64 may hold a `+`, a name and a hash cannot.
        let (name, rest) = text.split_once('+').ok_or(malformed)?;
        let (hash, key) = rest.split_once('+').ok_or(malformed)?;
        if !is_key_name(name) {
            return Err(VerifierKeyError::Name);
        }
        let key = STANDARD.decode(key).map_err(|_| malformed)?;
        let (of, public) = key.split_first().ok_or(malformed)?;
        let of = KeyType::from_byte(*of).ok_or(VerifierKeyError::Type(*of))?;
        let public = Bytes32(public.try_into().map_err(|_| malformed)?);
        let key = Self {
            name: name.to_owned(),
            of,
            public: PublicKey::parse(&public)?,
        };
        if to_hex(&key.hash()) != hash {
            return Err(VerifierKeyError::Hash);
        }
        if of == KeyType::Ledger && key.ledger().is_none() {
            return Err(VerifierKeyError::NotLedger);
        }
        Ok(key)
    }
}

/// The first 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key).
pub(super) fn key_hash(name: &str, of: KeyType, public: &Bytes32) -> [u8; 4] {
    let Bytes32([a, b, c, d, ..]) = sha256(&[name.as_bytes(), b"\n", &[of.byte()], &public.0]);
    [a, b, c, d]
}

/// Whether a note can carry the name (C2SP signed-note): it is not empty and
/// has neither spaces nor `+`, nor what no text of ours holds.
#[must_use]
pub fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+')
}
