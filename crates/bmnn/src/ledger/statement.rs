//! A statement: an act, signed by whoever records it (COSE_Sign1, RFC 9052
//! §4.2).
//!
//! ```text
//! D2                                  tag 18
//!    84                               array of 4
//!       4D A2 01 27 04 48 kid[8]      protected {1: -8, 4: kid}, 13 bytes
//!       A0                            unprotected {}
//!       bstr                          payload: the act's bytes
//!       58 40 signature[64]
//!
//! signed are the bytes of
//!    ["Signature1", protected, external_aad, payload]
//! external_aad = "bmnn/statement/1" ‖ ledger-id, or "bmnn/cosign/1" ‖ ledger-id;
//!                for `ledger.open`, which makes the ledger-id, the prefix alone
//! ```

use super::cbor::{self, CborError, CborFault, Reader, major, write_bytes, write_head};
use super::key::{PublicKey, SignError, Signer};
use crate::id::{Bytes32, Kid};
use crate::value::Map;

/// The protected header up to the kid: `{1: -8, 4: h'…'}`.
const HEADER: [u8; 5] = [0xA2, 0x01, 0x27, 0x04, 0x48];
/// The place of the algorithm in the protected header.
const ALGORITHM: usize = 2;

/// Which ledger a signature is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The ledger that is about to be opened by the statement itself.
    Opening,
    /// The ledger with this id.
    Ledger(Bytes32),
}

/// What a signature says.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Statement,
    Cosignature,
}

/// An act and a signature over it, not yet checked against a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    kid: Kid,
    payload: Vec<u8>,
    signature: [u8; 64],
}

/// A further signature over a statement's payload, not yet checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cosignature {
    /// The cosigner's key.
    pub kid: Kid,
    /// The signature.
    pub signature: [u8; 64],
}

/// Why bytes are no statement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// Another algorithm than Ed25519.
    #[error("the statement names an algorithm other than Ed25519")]
    Algorithm,
    /// Not the one form of a statement.
    #[error("the statement is malformed")]
    Malformed(#[from] CborError),
}

impl Statement {
    /// Signs `act` for a ledger. Whether the signature is good is found out
    /// when the ledger takes the statement.
    ///
    /// # Errors
    ///
    /// [`SignError`] if the act has no encoding, or the signer fails.
    pub fn sign(act: &Map, scope: Scope, signer: &dyn Signer) -> Result<Self, SignError> {
        let payload = cbor::encode_map(act)?;
        let kid = signer.kid();
        let message = to_be_signed(Purpose::Statement, &kid, scope, &payload);
        let signature = signer.sign(&message)?;
        Ok(Self {
            kid,
            payload,
            signature,
        })
    }

    /// The statement in `bytes`.
    ///
    /// # Errors
    ///
    /// [`StatementError`] for anything but the one form; the payload is not
    /// looked at.
    pub fn decode(bytes: &[u8]) -> Result<Self, StatementError> {
        let Stated {
            kid,
            payload,
            signature,
        } = Stated::read(bytes)?;
        Ok(Self {
            kid,
            payload: payload.to_vec(),
            signature,
        })
    }

    /// The statement's bytes; [`decode`](Self::decode) gives the statement
    /// back.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.payload.len() + 96);
        write_head(&mut out, major::TAG, 18);
        write_head(&mut out, major::ARRAY, 4);
        write_bytes(&mut out, &protected(&self.kid));
        write_head(&mut out, major::MAP, 0);
        write_bytes(&mut out, &self.payload);
        write_bytes(&mut out, &self.signature);
        out
    }

    /// The key that the statement says it is signed with.
    #[must_use]
    pub fn kid(&self) -> Kid {
        self.kid
    }

    /// The act's bytes, as signed.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The act.
    ///
    /// # Errors
    ///
    /// [`CborError`] if the payload is no map in the one encoding; the offset
    /// counts from the payload's start.
    pub fn act(&self) -> Result<Map, CborError> {
        cbor::decode_map(&self.payload)
    }

    /// Whether the signature is `key`'s, for this ledger.
    #[must_use]
    pub fn is_signed_by(&self, key: &PublicKey, scope: Scope) -> bool {
        let message = to_be_signed(Purpose::Statement, &self.kid, scope, &self.payload);
        self.kid == key.kid() && key.verifies(&message, &self.signature)
    }

    /// Signs the same act beside the statement's own signer.
    ///
    /// # Errors
    ///
    /// As [`sign`](Self::sign).
    pub fn cosign(&self, scope: Scope, signer: &dyn Signer) -> Result<Cosignature, SignError> {
        let kid = signer.kid();
        let message = to_be_signed(Purpose::Cosignature, &kid, scope, &self.payload);
        let signature = signer.sign(&message)?;
        Ok(Cosignature { kid, signature })
    }
}

impl Cosignature {
    /// Whether this is `key`'s signature over `payload`, for this ledger.
    #[must_use]
    pub fn is_signed_by(&self, key: &PublicKey, scope: Scope, payload: &[u8]) -> bool {
        let message = to_be_signed(Purpose::Cosignature, &self.kid, scope, payload);
        self.kid == key.kid() && key.verifies(&message, &self.signature)
    }
}

/// A statement in the bytes that it lies in.
#[derive(Clone, Copy)]
pub(super) struct Stated<'a> {
    pub(super) kid: Kid,
    pub(super) payload: &'a [u8],
    pub(super) signature: [u8; 64],
}

impl<'a> Stated<'a> {
    /// As [`Statement::decode`].
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, StatementError> {
        let mut reader = Reader::new(bytes);
        reader.exactly(&[0xD2, 0x84], "tag 18 and an array of 4")?;
        let offset = reader.at();
        let protected: [u8; 13] = reader.bytes_of("a protected header of 13 bytes")?;
        let ([a, b, alg, c, d], kid) = split_header(protected);
        if [a, b, HEADER[ALGORITHM], c, d] != HEADER {
            let fault = CborFault::Expected("the protected header {1: -8, 4: kid}");
            return Err(CborError { offset, fault }.into());
        }
        if alg != HEADER[ALGORITHM] {
            return Err(StatementError::Algorithm);
        }
        reader.exactly(&[0xA0], "an empty unprotected header")?;
        let payload = reader.bytes("the payload")?;
        let signature = reader.bytes_of("a signature of 64 bytes")?;
        reader.end()?;
        Ok(Self {
            kid,
            payload,
            signature,
        })
    }
}

fn protected(kid: &Kid) -> [u8; 13] {
    let [a, b, c, d, e] = HEADER;
    let [k0, k1, k2, k3, k4, k5, k6, k7] = kid.0;
    [a, b, c, d, e, k0, k1, k2, k3, k4, k5, k6, k7]
}

fn split_header([a, b, c, d, e, kid @ ..]: [u8; 13]) -> ([u8; 5], Kid) {
    ([a, b, c, d, e], Kid(kid))
}

/// The bytes of the Sig_structure (RFC 9052 §4.4).
fn to_be_signed(purpose: Purpose, kid: &Kid, scope: Scope, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(payload.len() + 96);
    write_to_be_signed(&mut out, purpose, kid, scope, payload);
    out
}

/// Appends the bytes of the Sig_structure.
pub(super) fn write_to_be_signed(
    out: &mut Vec<u8>,
    purpose: Purpose,
    kid: &Kid,
    scope: Scope,
    payload: &[u8],
) {
    let prefix: &[u8] = match purpose {
        Purpose::Statement => b"bmnn/statement/1",
        Purpose::Cosignature => b"bmnn/cosign/1",
    };
    let ledger = match &scope {
        Scope::Ledger(id) => id.0.as_slice(),
        Scope::Opening => &[],
    };
    out.extend_from_slice(b"\x84\x6ASignature1");
    write_bytes(out, &protected(kid));
    write_head(out, major::BYTES, (prefix.len() + ledger.len()) as u64);
    out.extend_from_slice(prefix);
    out.extend_from_slice(ledger);
    write_bytes(out, payload);
}
