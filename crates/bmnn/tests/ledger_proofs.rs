//! Proofs as they travel: one text or one encoding each, and every bit of it
//! counts.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use bmnn::id::Bytes32;
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::consistency::Consistency;
use bmnn::ledger::key::SignError;
use bmnn::ledger::proof::{Proof, ProofFault};
use bmnn::ledger::receipt::{CoseReceipt, Proven, ReceiptFault};
use bmnn::ledger::tree::{Tree, consistency, inclusion, leaf_hash};
use bmnn::ledger::{PlainSigner, PublicKey, Signer};
use coset::{CborSerializable, CoseSign1, TaggedCborSerializable};

fn signer() -> PlainSigner {
    PlainSigner::from_seed(&[3; 32])
}

fn public() -> PublicKey {
    PublicKey::parse(&signer().public_key()).unwrap()
}

fn leaf(n: u64) -> Bytes32 {
    leaf_hash(&n.to_be_bytes())
}

fn tree(size: u64) -> Tree {
    (0..size).map(leaf).collect()
}

fn at(size: u64) -> Checkpoint {
    Checkpoint {
        ledger: leaf(0),
        size,
        root: tree(size).root(),
    }
}

fn proof(index: u64, size: u64) -> Proof {
    let path = inclusion(&tree(size), index, size).unwrap();
    Proof::new(index, path, at(size).sign(&signer()).unwrap()).unwrap()
}

fn grown(old: u64, new: u64) -> Consistency {
    let path = consistency(&tree(new), old, new).unwrap();
    Consistency::new(old, path, at(new).sign(&signer()).unwrap()).unwrap()
}

/// `bytes` with each bit flipped in turn.
fn flips(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len() * 8).map(|bit| {
        let mut bent = bytes.to_vec();
        bent[bit / 8] ^= 1 << (bit % 8);
        bent
    })
}

#[test]
fn every_proof_text_comes_back_and_holds() {
    for new in 1..=40 {
        for old in 1..=new {
            let sent = grown(old, new).to_text();
            let received = Consistency::parse(&sent).unwrap();
            assert_eq!(received, grown(old, new));
            assert_eq!(
                received.check(&at(old), &public()),
                Ok(()),
                "{old} of {new}"
            );
            let sent = proof(old - 1, new).to_text();
            let received = Proof::parse(&sent).unwrap();
            assert_eq!(received.check(&leaf(old - 1), &public()), Ok(()));
        }
    }
}

#[test]
fn a_flipped_bit_of_a_proof_is_refused() {
    for (old, new) in [(1, 1), (1, 2), (4, 7), (5, 7), (6, 8), (7, 13)] {
        let text = grown(old, new).to_text();
        for bent in flips(text.as_bytes()) {
            let Ok(bent) = String::from_utf8(bent) else {
                continue;
            };
            let held = Consistency::parse(&bent).and_then(|bent| bent.check(&at(old), &public()));
            assert!(held.is_err(), "{bent}");
        }
        let text = proof(old - 1, new).to_text();
        for bent in flips(text.as_bytes()) {
            let Ok(bent) = String::from_utf8(bent) else {
                continue;
            };
            let held = Proof::parse(&bent).and_then(|bent| bent.check(&leaf(old - 1), &public()));
            assert!(held.is_err(), "{bent}");
        }
    }
}

#[test]
fn the_line_at_which_a_consistency_proof_is_malformed_is_named() {
    let hash = format!("{}=\n", "A".repeat(43));
    let table = [
        (String::new(), 1),
        ("old 3".to_owned(), 1),
        ("old 0\n".to_owned(), 1),
        ("old 03\n\n".to_owned(), 1),
        ("old +3\n\n".to_owned(), 1),
        ("old -3\n\n".to_owned(), 1),
        ("old 3 \n\n".to_owned(), 1),
        ("old  3\n\n".to_owned(), 1),
        ("old 3\r\n\n".to_owned(), 1),
        ("Old 3\n\n".to_owned(), 1),
        ("\nold 3\n\n".to_owned(), 1),
        ("old 18446744073709551616\n\n".to_owned(), 1),
        ("old 3\n".to_owned(), 2),
        ("old 3\nAAAA\n\n".to_owned(), 2),
        (format!("old 3\n{}\n", hash.replace("A=", "B=")), 2),
        (format!("old 3\n{}\n", hash.replace('=', "")), 2),
        (format!("old 3\n{}\n", hash.replace('\n', "\r\n")), 2),
        (format!("old 3\n {hash}\n"), 2),
        (format!("old 3\n{hash}"), 3),
        (format!("old 3\n{hash}{}", hash.trim_end()), 3),
        (format!("old 3\n{}\n", hash.repeat(65)), 66),
    ];
    for (text, wanted) in table {
        match Consistency::parse(&text) {
            Err(ProofFault::Malformed { line, .. }) => assert_eq!(line, wanted, "{text:?}"),
            other => panic!("{text:?}: {other:?}"),
        }
    }
    let text = grown(3, 5).to_text();
    let extra = [
        format!("{text}\n"),
        format!("{text}x\n"),
        text.replacen("\n\n", "\n\n\n", 1),
        text.trim_end().to_owned(),
    ];
    for text in extra {
        let parsed = Consistency::parse(&text);
        assert!(matches!(parsed, Err(ProofFault::Checkpoint(_))), "{text:?}");
    }
}

#[test]
fn a_consistency_proof_is_between_two_checkpoints_of_one_ledger() {
    let proof = grown(3, 5);
    assert_eq!(proof.check(&at(3), &public()), Ok(()));
    let (proven, given) = (3, 4);
    let other = ProofFault::OtherSize { proven, given };
    assert_eq!(proof.check(&at(4), &public()), Err(other));
    let ledger = Bytes32([9; 32]);
    let elsewhere = Checkpoint { ledger, ..at(3) };
    assert_eq!(
        proof.check(&elsewhere, &public()),
        Err(ProofFault::OtherLedger)
    );
    let root = at(2).root;
    let rewritten = Checkpoint { root, ..at(3) };
    assert_eq!(
        proof.check(&rewritten, &public()),
        Err(ProofFault::NotConsistent)
    );
    let key = PublicKey::parse(&PlainSigner::from_seed(&[4; 32]).public_key()).unwrap();
    assert!(matches!(
        proof.check(&at(3), &key),
        Err(ProofFault::Checkpoint(_))
    ));
}

#[test]
fn a_receipt_has_the_bytes_of_rfc_9942() {
    let receipt = CoseReceipt::of_inclusion(&proof(1, 2), &leaf(1), &signer()).unwrap();
    let bytes = receipt.encode();
    let mut wanted = vec![0xD2, 0x84, 0x51, 0xA3, 0x01, 0x27, 0x04, 0x48];
    wanted.extend(signer().kid().0);
    wanted.extend([0x19, 0x01, 0x8B, 0x01]);
    wanted.extend([0xA1, 0x19, 0x01, 0x8C, 0xA1, 0x20, 0x81, 0x58, 38]);
    wanted.extend([0x83, 0x02, 0x01, 0x81, 0x58, 0x20]);
    wanted.extend(leaf(0).0);
    wanted.extend([0xF6, 0x58, 0x40]);
    assert_eq!(bytes[..bytes.len() - 64], wanted);

    let receipt = CoseReceipt::of_consistency(&grown(1, 2), &at(1), &signer()).unwrap();
    let bytes = receipt.encode();
    assert_eq!(bytes[25..28], [0x21, 0x81, 0x58]);
    assert_eq!(bytes[29..32], [0x83, 0x01, 0x02]);
    let (old, new) = (1, 2);
    assert_eq!(receipt.proven(), Proven::Consistency { old, new });
}

#[test]
fn every_receipt_comes_back_and_holds() {
    for size in 1..=33 {
        for index in 0..size {
            let made = CoseReceipt::of_inclusion(&proof(index, size), &leaf(index), &signer());
            let read = CoseReceipt::decode(&made.clone().unwrap().encode()).unwrap();
            assert_eq!(read, made.unwrap());
            assert_eq!(read.proven(), Proven::Inclusion { size, index });
            let root = read.check_inclusion(&leaf(index), &public());
            assert_eq!(root, Ok(at(size).root));
            assert!(read.check_inclusion(&leaf(size), &public()).is_err());
            let asked = read.check_consistency(&at(1).root, &public());
            assert_eq!(asked, Err(ReceiptFault::OtherKind));

            let old = index + 1;
            let made = CoseReceipt::of_consistency(&grown(old, size), &at(old), &signer());
            let read = CoseReceipt::decode(&made.unwrap().encode()).unwrap();
            let root = read.check_consistency(&at(old).root, &public());
            assert_eq!(root, Ok(at(size).root));
            assert!(read.check_consistency(&leaf(99), &public()).is_err());
            let asked = read.check_inclusion(&leaf(index), &public());
            assert_eq!(asked, Err(ReceiptFault::OtherKind));
        }
    }
}

#[test]
fn a_bent_receipt_is_refused() {
    let included = CoseReceipt::of_inclusion(&proof(2, 7), &leaf(2), &signer()).unwrap();
    let grown = CoseReceipt::of_consistency(&grown(5, 7), &at(5), &signer()).unwrap();
    for (receipt, kind) in [
        (included.encode(), "inclusion"),
        (grown.encode(), "consistency"),
    ] {
        let held = |bytes: &[u8]| {
            let receipt = CoseReceipt::decode(bytes)?;
            match receipt.proven() {
                Proven::Inclusion { .. } => receipt.check_inclusion(&leaf(2), &public()),
                Proven::Consistency { .. } => receipt.check_consistency(&at(5).root, &public()),
            }
        };
        let mut bent_and_refused = 0;
        let root = held(&receipt).unwrap();
        for (bit, bent) in flips(&receipt).enumerate() {
            // The sizes are not signed: 6 and 7 leaves have trees of one shape
            // for leaf 2. The root that is proven is the same, always.
            match held(&bent) {
                Ok(same) => assert_eq!(same, root, "{kind}, bit {bit}"),
                Err(_) => bent_and_refused += 1,
            }
        }
        assert!(bent_and_refused >= receipt.len() * 8 - 3, "{kind}");
        for length in 0..receipt.len() {
            assert!(held(&receipt[..length]).is_err(), "{kind}, {length} bytes");
        }
        let longer = [&receipt[..], &[0]].concat();
        assert!(held(&longer).is_err());
    }
}

#[test]
fn a_receipt_has_one_encoding() {
    let receipt = CoseReceipt::of_inclusion(&proof(2, 7), &leaf(2), &signer()).unwrap();
    let bytes = receipt.encode();
    let replaced = |from: &[u8], to: &[u8]| {
        let place = bytes
            .windows(from.len())
            .position(|window| window == from)
            .unwrap();
        [&bytes[..place], to, &bytes[place + from.len()..]].concat()
    };
    let start = [0x83, 0x07, 0x02, 0x83];
    let long = (0xD2_u8, 0xD8_u8, 18_u8);
    let table = [
        ("no tag", bytes[1..].to_vec()),
        (
            "a tag in two bytes",
            [&[long.1, long.2], &bytes[1..]].concat(),
        ),
        (
            "kid before alg",
            replaced(&[0xA3, 0x01, 0x27, 0x04], &[0xA3, 0x04, 0x27, 0x01]),
        ),
        (
            "another structure",
            replaced(&[0x19, 0x01, 0x8B, 0x01], &[0x19, 0x01, 0x8B, 0x02]),
        ),
        (
            "a size in two bytes",
            replaced(&start, &[0x83, 0x18, 0x07, 0x02, 0x83]),
        ),
        (
            "a negative position",
            replaced(&start, &[0x83, 0x07, 0x21, 0x83]),
        ),
        (
            "an indefinite path",
            replaced(&start, &[0x83, 0x07, 0x02, 0x9F]),
        ),
        (
            "a text for a path",
            replaced(&start, &[0x83, 0x07, 0x02, 0x63]),
        ),
        ("two proofs", replaced(&[0x20, 0x81], &[0x20, 0x82])),
        (
            "another kind of proof",
            replaced(&[0x20, 0x81], &[0x22, 0x81]),
        ),
        (
            "the root attached",
            replaced(&[0xF6, 0x58, 0x40], &[0x40, 0x58, 0x40]),
        ),
    ];
    for (what, bent) in table {
        let read = CoseReceipt::decode(&bent);
        assert!(
            matches!(read, Err(ReceiptFault::Malformed(_))),
            "{what}: {read:?}"
        );
    }
    let es256 = replaced(&[0x01, 0x27], &[0x01, 0x26]);
    assert_eq!(CoseReceipt::decode(&es256), Err(ReceiptFault::Algorithm));
}

/// Signs what it is not asked for.
struct Careless;

impl Signer for Careless {
    fn public_key(&self) -> Bytes32 {
        signer().public_key()
    }

    fn sign(&self, _: &[u8]) -> Result<[u8; 64], SignError> {
        signer().sign(b"something else")
    }
}

#[test]
fn nothing_is_signed_that_was_not_proven_and_nothing_leaves_unchecked() {
    let other = PlainSigner::from_seed(&[4; 32]);
    let made = CoseReceipt::of_inclusion(&proof(2, 7), &leaf(3), &signer());
    assert_eq!(made, Err(ReceiptFault::Proof(ProofFault::NotIncluded)));
    // A key never signs a root that it has not signed as a checkpoint.
    let made = CoseReceipt::of_inclusion(&proof(2, 7), &leaf(2), &other);
    assert!(matches!(
        made,
        Err(ReceiptFault::Proof(ProofFault::Checkpoint(_)))
    ));
    let made = CoseReceipt::of_consistency(&grown(5, 7), &at(4), &signer());
    assert!(matches!(
        made,
        Err(ReceiptFault::Proof(ProofFault::OtherSize { .. }))
    ));
    let made = CoseReceipt::of_inclusion(&proof(2, 7), &leaf(2), &Careless);
    assert_eq!(made, Err(ReceiptFault::Sign(SignError::Invalid)));
}

/// An implementation of COSE that is not ours agrees on what is signed.
#[test]
fn coset_reads_receipts_and_rebuilds_what_is_signed() {
    for size in 1..=20 {
        let index = size / 2;
        let included = CoseReceipt::of_inclusion(&proof(index, size), &leaf(index), &signer());
        let grown = CoseReceipt::of_consistency(&grown(index + 1, size), &at(index + 1), &signer());
        for receipt in [included.unwrap().encode(), grown.unwrap().encode()] {
            let read = CoseSign1::from_tagged_slice(&receipt).unwrap();
            assert_eq!(read.clone().to_tagged_vec().unwrap(), receipt);
            assert_eq!(read.payload, None);
            assert_eq!(read.protected.header.key_id, signer().kid().0);
            let alg = coset::Algorithm::Assigned(coset::iana::Algorithm::EdDSA);
            assert_eq!(read.protected.header.alg, Some(alg));
            let vds = (coset::Label::Int(395), 1.into());
            assert_eq!(read.protected.header.rest, [vds]);
            let verify = |root: &Bytes32| {
                read.verify_detached_signature(&root.0, &[], |signature, message| {
                    let signature = signature.try_into().unwrap();
                    public()
                        .verifies(message, signature)
                        .then_some(())
                        .ok_or(())
                })
            };
            assert!(verify(&at(size).root).is_ok());
            assert!(verify(&at(size + 1).root).is_err());
            assert!(
                CoseSign1::from_slice(&receipt).is_err(),
                "the tag is asked for"
            );
        }
    }
}
