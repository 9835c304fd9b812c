//! COSE receipts (RFC 9942): what a proof says, signed once more by the ledger
//! key, for verifiers that read COSE and no text.
//!
//! ```text
//! D2                                           tag 18, COSE_Sign1 (RFC 9052 §4.2)
//!    84                                        array of 4
//!       51 A3 01 27                            protected: alg (1) -8, Ed25519
//!             04 48 kid[8]                                kid (4)
//!             19 018B 01                                  vds (395) 1, RFC9162_SHA256 (RFC 9942 §5)
//!       A1 19 018C A1 20 81 bstr               unprotected: vdp (396) {-1: [inclusion proof]}
//!       A1 19 018C A1 21 81 bstr               or                     {-2: [consistency proof]}
//!       F6                                     payload: nil; the root is computed
//!       58 40 signature[64]
//!
//! inclusion proof   = CBOR of [tree size, leaf index, [* hash]]      RFC 9942 §5.2
//! consistency proof = CBOR of [old size, new size, [* hash]]         RFC 9942 §5.3
//! signed are the bytes of
//!    ["Signature1", protected, h'', root]      of the later tree in a consistency receipt
//! ```
//!
//! Keys here are integers and the payload is nil, which the CBOR of the ledger
//! does not know: these bytes stand in no entry. They have one encoding all the
//! same, sizes up to 2^53 − 1 as everywhere.
//!
//! Signed is the root and nothing else (RFC 9942 puts the proof among the
//! unprotected headers): sizes and position are known as far as the path
//! depends on them. What a receipt proves is that *these bytes* are in the tree
//! with the root; the position stands in the entry's bytes themselves. A
//! checkpoint signs its size.
//!
//! A receipt names no ledger either. Whoever checks it knows from the key whose tree
//! this is, and a ledger key is enrolled in one ledger only. Each receipt is a
//! new signature; the receipt that anyone with the file can make is the text of
//! [`proof`](super::proof).

use super::cbor::{CborError, CborFault, Reader, major, write_bytes, write_head};
use super::checkpoint::Checkpoint;
use super::consistency::Consistency;
use super::key::{PublicKey, SignError, Signer, sign_checked};
use super::lines::MAX_PATH;
use super::proof::{Proof, ProofFault};
use super::tree::{NotProven, grown_root, included_root};
use crate::id::{Bytes32, Kid};

/// The protected header up to the kid.
const HEADER: [u8; 5] = [0xA3, 0x01, 0x27, 0x04, 0x48];
/// The place of the algorithm in it.
const ALGORITHM: usize = 2;
/// The protected header behind the kid.
const VDS: [u8; 4] = [0x19, 0x01, 0x8B, 0x01];
/// The unprotected header up to the kind of proof.
const VDP: [u8; 5] = [0xA1, 0x19, 0x01, 0x8C, 0xA1];
const NIL: u8 = 0xF6;

/// What a receipt proves of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proven {
    /// That an entry is in it.
    Inclusion {
        /// How many entries the tree has.
        size: u64,
        /// The position of the entry.
        index: u64,
    },
    /// That it only adds to an earlier one.
    Consistency {
        /// How many entries the earlier tree has.
        old: u64,
        /// How many entries the later tree has.
        new: u64,
    },
}

/// A COSE receipt; nothing is checked but its form.
///
/// # Examples
///
/// ```
/// use bmnn::ledger::checkpoint::Checkpoint;
/// use bmnn::ledger::proof::Proof;
/// use bmnn::ledger::receipt::CoseReceipt;
/// use bmnn::ledger::tree::{Tree, inclusion, leaf_hash};
/// use bmnn::ledger::{PlainSigner, PublicKey, Signer};
///
/// let leaves: Vec<_> = (0..5_u8).map(|n| leaf_hash(&[n])).collect();
/// let tree = Tree::from_iter(leaves.iter().copied());
/// let checkpoint = Checkpoint { ledger: leaves[0], size: 5, root: tree.root() };
/// let signer = PlainSigner::from_seed(&[7; 32]);
/// let proof = Proof::new(3, inclusion(&tree, 3, 5)?, checkpoint.sign(&signer)?)?;
///
/// let sent = CoseReceipt::of_inclusion(&proof, &leaves[3], &signer)?.encode();
///
/// let key = PublicKey::parse(&signer.public_key())?;
/// let received = CoseReceipt::decode(&sent)?;
/// assert_eq!(received.check_inclusion(&leaves[3], &key)?, tree.root());
/// assert!(received.check_inclusion(&leaves[2], &key).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoseReceipt {
    kid: Kid,
    proven: Proven,
    path: Vec<Bytes32>,
    signature: [u8; 64],
}

/// Why there is no receipt, or it proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReceiptFault {
    /// Another algorithm than Ed25519.
    #[error("the receipt names an algorithm other than Ed25519")]
    Algorithm,
    /// Not the one form of a receipt.
    #[error("the receipt is malformed")]
    Malformed(#[from] CborError),
    /// It proves inclusion where consistency is asked for, or the reverse.
    #[error("the receipt proves something else than what is asked")]
    OtherKind,
    /// The receipt names another key.
    #[error("the receipt is signed with another key than the ledger's")]
    OtherKey,
    /// The signature is not over the root that entry and path lead to: one of
    /// the three is not what was signed.
    #[error("the receipt's signature is not over the root that its proof leads to")]
    BadSignature,
    /// The path leads to no root.
    #[error("the receipt's proof does not lead to a root")]
    NotProven(#[from] NotProven),
    /// What was to be signed is not proven.
    #[error("what the receipt would say is not proven")]
    Proof(#[from] ProofFault),
    /// The signer did not sign.
    #[error(transparent)]
    Sign(#[from] SignError),
}

impl CoseReceipt {
    /// Signs what `proof` says of the entry with this leaf hash: that it is in
    /// the tree of a checkpoint which the same key has signed already.
    ///
    /// # Errors
    ///
    /// [`ReceiptFault::Proof`] if the proof does not hold, so that nothing is
    /// signed; [`ReceiptFault::Sign`] if the signer fails or gives what does
    /// not verify.
    pub fn of_inclusion(
        proof: &Proof,
        leaf: &Bytes32,
        signer: &dyn Signer,
    ) -> Result<Self, ReceiptFault> {
        proof.check(leaf, &public_key(signer)?)?;
        let Checkpoint { size, root, .. } = *proof.checkpoint();
        let index = proof.index();
        Self::sign(
            Proven::Inclusion { size, index },
            proof.path(),
            &root,
            signer,
        )
    }

    /// Signs what `proof` says: that a checkpoint which the same key has signed
    /// already only adds to the `earlier` one.
    ///
    /// # Errors
    ///
    /// As [`of_inclusion`](Self::of_inclusion).
    pub fn of_consistency(
        proof: &Consistency,
        earlier: &Checkpoint,
        signer: &dyn Signer,
    ) -> Result<Self, ReceiptFault> {
        proof.check(earlier, &public_key(signer)?)?;
        let Checkpoint { size, root, .. } = *proof.checkpoint();
        let (old, new) = (proof.old(), size);
        Self::sign(
            Proven::Consistency { old, new },
            proof.path(),
            &root,
            signer,
        )
    }

    fn sign(
        proven: Proven,
        path: &[Bytes32],
        root: &Bytes32,
        signer: &dyn Signer,
    ) -> Result<Self, ReceiptFault> {
        let kid = signer.kid();
        let receipt = Self {
            kid,
            proven,
            path: path.to_vec(),
            signature: sign_checked(signer, &to_be_signed(&kid, root))?,
        };
        // Nothing leaves that the reader would not take.
        Self::decode(&receipt.encode())
    }

    /// The receipt in `bytes`.
    ///
    /// # Errors
    ///
    /// [`ReceiptFault`] for anything but the one form.
    pub fn decode(bytes: &[u8]) -> Result<Self, ReceiptFault> {
        let mut reader = Reader::new(bytes);
        reader.exactly(&[0xD2, 0x84], "tag 18 and an array of 4")?;
        let offset = reader.at();
        let protected = reader.bytes_of("a protected header of 17 bytes")?;
        let (start, kid, end) = split_header(protected);
        let [a, b, algorithm, c, d] = start;
        if ([a, b, HEADER[ALGORITHM], c, d], end) != (HEADER, VDS) {
            let fault = CborFault::Expected("the protected header {1: -8, 4: kid, 395: 1}");
            return Err(CborError { offset, fault }.into());
        }
        if algorithm != HEADER[ALGORITHM] {
            return Err(ReceiptFault::Algorithm);
        }
        reader.exactly(&VDP, "the unprotected header {396: {…}}")?;
        let label = reader.int("-1, inclusion, or -2, consistency")?;
        reader.array_of(1, "an array of one proof")?;
        let proof = reader.bytes("a proof in a byte string")?;
        let begins = reader.at() - proof.len();
        reader.exactly(&[NIL], "nil as payload")?;
        let signature = reader.bytes_of("a signature of 64 bytes")?;
        reader.end()?;
        let (proven, path) = decode_proof(label, proof).map_err(|error| CborError {
            offset: error.offset + begins,
            ..error
        })?;
        Ok(Self {
            kid,
            proven,
            path,
            signature,
        })
    }

    /// The receipt's bytes; [`decode`](Self::decode) gives the receipt back.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let (label, [first, second]) = match self.proven {
            Proven::Inclusion { size, index } => (0, [size, index]),
            Proven::Consistency { old, new } => (1, [old, new]),
        };
        let mut proof = Vec::new();
        write_head(&mut proof, major::ARRAY, 3);
        write_head(&mut proof, major::UNSIGNED, first);
        write_head(&mut proof, major::UNSIGNED, second);
        write_head(&mut proof, major::ARRAY, self.path.len() as u64);
        for hash in &self.path {
            write_bytes(&mut proof, &hash.0);
        }
        let mut out = Vec::with_capacity(proof.len() + 128);
        write_head(&mut out, major::TAG, 18);
        write_head(&mut out, major::ARRAY, 4);
        write_bytes(&mut out, &protected(&self.kid));
        out.extend_from_slice(&VDP);
        // A negative integer n is written as -1 - n.
        write_head(&mut out, major::NEGATIVE, label);
        write_head(&mut out, major::ARRAY, 1);
        write_bytes(&mut out, &proof);
        out.push(NIL);
        write_bytes(&mut out, &self.signature);
        out
    }

    /// The key that the receipt says it is signed with.
    #[must_use]
    pub fn kid(&self) -> Kid {
        self.kid
    }

    /// What it proves.
    #[must_use]
    pub fn proven(&self) -> Proven {
        self.proven
    }

    /// Checks that the entry with this leaf hash is in a tree that `key`
    /// signed, and gives the tree's root.
    ///
    /// # Errors
    ///
    /// [`ReceiptFault`] otherwise, or if the receipt is one of consistency.
    pub fn check_inclusion(
        &self,
        leaf: &Bytes32,
        key: &PublicKey,
    ) -> Result<Bytes32, ReceiptFault> {
        let Proven::Inclusion { size, index } = self.proven else {
            return Err(ReceiptFault::OtherKind);
        };
        self.check_root(included_root(leaf, index, size, &self.path)?, key)
    }

    /// Checks that a tree which `key` signed only adds to the earlier one with
    /// this root, and gives the later root.
    ///
    /// # Errors
    ///
    /// [`ReceiptFault`] otherwise, or if the receipt is one of inclusion.
    pub fn check_consistency(
        &self,
        old_root: &Bytes32,
        key: &PublicKey,
    ) -> Result<Bytes32, ReceiptFault> {
        let Proven::Consistency { old, new } = self.proven else {
            return Err(ReceiptFault::OtherKind);
        };
        self.check_root(grown_root((old, old_root), new, &self.path)?, key)
    }

    fn check_root(&self, root: Bytes32, key: &PublicKey) -> Result<Bytes32, ReceiptFault> {
        if self.kid != key.kid() {
            return Err(ReceiptFault::OtherKey);
        }
        if key.verifies(&to_be_signed(&self.kid, &root), &self.signature) {
            Ok(root)
        } else {
            Err(ReceiptFault::BadSignature)
        }
    }
}

fn public_key(signer: &dyn Signer) -> Result<PublicKey, SignError> {
    Ok(PublicKey::parse(&signer.public_key())?)
}

fn decode_proof(label: i64, bytes: &[u8]) -> Result<(Proven, Vec<Bytes32>), CborError> {
    let mut reader = Reader::new(bytes);
    reader.array_of(3, "an array of two sizes and a path")?;
    let mut size = || {
        let offset = reader.at();
        let size = reader.int("a size or position")?;
        u64::try_from(size).map_err(|_| CborError {
            offset,
            fault: CborFault::Expected("a size or position, which is not negative"),
        })
    };
    let (first, second) = (size()?, size()?);
    let offset = reader.at();
    let fault = |what| CborError {
        offset,
        fault: CborFault::Expected(what),
    };
    let count = reader.array("a path of hashes")?;
    if count > MAX_PATH as u64 {
        return Err(fault("a path of at most 64 hashes"));
    }
    let hashes = (0..count).map(|_| reader.bytes_of("a hash of 32 bytes").map(Bytes32));
    let path = hashes.collect::<Result<_, _>>()?;
    reader.end()?;
    let proven = match label {
        -1 => Proven::Inclusion {
            size: first,
            index: second,
        },
        -2 => Proven::Consistency {
            old: first,
            new: second,
        },
        _ => return Err(fault("a proof of inclusion, -1, or of consistency, -2")),
    };
    Ok((proven, path))
}

fn protected(kid: &Kid) -> [u8; 17] {
    let [a, b, c, d, e] = HEADER;
    let [k0, k1, k2, k3, k4, k5, k6, k7] = kid.0;
    let [w, x, y, z] = VDS;
    [a, b, c, d, e, k0, k1, k2, k3, k4, k5, k6, k7, w, x, y, z]
}

fn split_header([a, b, c, d, e, kid @ .., w, x, y, z]: [u8; 17]) -> ([u8; 5], Kid, [u8; 4]) {
    ([a, b, c, d, e], Kid(kid), [w, x, y, z])
}

/// The bytes of the Sig_structure (RFC 9052 §4.4).
fn to_be_signed(kid: &Kid, root: &Bytes32) -> Vec<u8> {
    let mut out = b"\x84\x6ASignature1".to_vec();
    write_bytes(&mut out, &protected(kid));
    write_bytes(&mut out, &[]);
    write_bytes(&mut out, &root.0);
    out
}
