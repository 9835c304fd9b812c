//! How a value is encrypted.
//!
//! ```text
//! plain   salt[32] ‖ u32 length, little-endian ‖ value in CBOR ‖ zeros, up to a multiple of 64
//! bound   "bmnn/vault/value/1" ‖ commitment[32] ‖ act[16] ‖ path in UTF-8
//! box     XChaCha20-Poly1305(data key, nonce[24], plain, bound as associated data)
//! ```
//!
//! What is bound keeps a row from standing in another's place; the zeros keep
//! the length of a name from telling the name.

use super::VaultError;
use crate::host::Randomness;
use bmnn::ledger::cbor;
use bmnn::ledger::entry::MAX_ENTRY;
use bmnn::value::Value;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

const PURPOSE: &[u8] = b"bmnn/vault/value/1";
/// The plain text's length is a multiple of this.
const GRAIN: usize = 64;
const SALT: usize = 32;
const LENGTH: usize = 4;
/// No value is longer, in CBOR: what stood in clear could not be either.
pub(super) const LONGEST: usize = MAX_ENTRY;

/// 24 bytes that no two boxes under one key share.
pub(crate) type Nonce = [u8; 24];

/// A secret key, wiped when it is dropped.
pub(super) type Secret = Zeroizing<[u8; 32]>;

/// Where a value belongs: the columns in clear.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) commitment: &'a [u8],
    pub(super) act: &'a [u8],
    pub(super) path: &'a str,
}

impl Place<'_> {
    /// Lengths are those of the table's columns: 32 and 16, then the rest.
    fn bound(&self) -> Vec<u8> {
        [PURPOSE, self.commitment, self.act, self.path.as_bytes()].concat()
    }
}

/// A value as it is kept: a nonce and a box.
pub(crate) struct Boxed {
    pub(super) nonce: Nonce,
    pub(super) sealed: Vec<u8>,
}

/// What came out of a box.
pub(super) struct Opened {
    pub(super) salt: [u8; SALT],
    pub(super) value: Value,
}

/// Encrypts and decrypts under the data key of one vault.
pub(super) struct Cipher(XChaCha20Poly1305);

impl Cipher {
    pub(super) fn new(key: &Secret) -> Self {
        Self(XChaCha20Poly1305::new((&**key).into()))
    }

    /// Puts salt and value, which is in CBOR, into a box.
    ///
    /// # Errors
    ///
    /// [`VaultError::TooLong`] beyond [`LONGEST`], and
    /// [`VaultError::Randomness`].
    pub(super) fn seal(
        &self,
        place: Place<'_>,
        salt: &[u8],
        value: &[u8],
        randomness: &mut dyn Randomness,
    ) -> Result<Boxed, VaultError> {
        let too_long = || VaultError::TooLong {
            field: place.path.to_owned(),
            length: value.len(),
        };
        let plain = pack(salt, value).ok_or_else(too_long)?;
        let mut nonce = [0; 24];
        randomness.fill_for_vault(&mut nonce)?;
        let bound = place.bound();
        let payload = Payload {
            msg: &plain,
            aad: &bound,
        };
        // The cipher itself refuses only what is too long for its counter. An
        // empty box in its place would lose the value and say nothing.
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| too_long())?;
        Ok(Boxed { nonce, sealed })
    }

    /// What is in the box, if it was made for this place and is unaltered.
    pub(super) fn open(&self, place: Place<'_>, nonce: Nonce, sealed: &[u8]) -> Option<Opened> {
        let bound = place.bound();
        let payload = Payload {
            msg: sealed,
            aad: &bound,
        };
        let plain = self.0.decrypt(&XNonce::from(nonce), payload).ok()?;
        unpack(&Zeroizing::new(plain))
    }
}

fn pack(salt: &[u8], value: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let said = u32::try_from(value.len()).ok();
    let said = said.filter(|_| value.len() <= LONGEST)?;
    let length = (SALT + LENGTH + value.len()).next_multiple_of(GRAIN);
    // Never grown, so that no copy stays behind unwiped.
    let mut plain = Zeroizing::new(Vec::with_capacity(length));
    plain.extend_from_slice(salt);
    plain.extend_from_slice(&said.to_le_bytes());
    plain.extend_from_slice(value);
    plain.resize(length, 0);
    Some(plain)
}

fn unpack(plain: &[u8]) -> Option<Opened> {
    let (salt, rest) = plain.split_first_chunk::<SALT>()?;
    let (length, rest) = rest.split_first_chunk::<LENGTH>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    Some(Opened {
        salt: *salt,
        value: cbor::decode(rest.get(..length)?).ok()?,
    })
}
