//! What we sign and prove, before judges that others wrote: Go's checksum
//! database, pymerkle, scitt-cose, OpenSSL and coset. The ledgers are made anew
//! in each run, of random sizes; a failure prints the seed, and `BMNN_SEED`
//! brings it back.
//!
//! Each judge sees what is good and what is bent, and has to say of every case
//! what we say of it ourselves.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "helpers of tests are tests"
)]

#[path = "judges/bends.rs"]
mod bends;
mod common;
#[path = "judges/court.rs"]
mod court;
#[path = "judges/record.rs"]
mod record;

use bmnn::id::to_hex;
use bmnn::ledger::receipt::CoseReceipt;
use bmnn::ledger::{PublicKey, Scope, Signer, Statement};
use coset::{CoseSign1, TaggedCborSerializable};
use court::{Case, agree, openssl};
use record::Record;
use serde_json::json;

/// So many different bends of a good case are refused at least.
const BENDS: usize = 12;

#[test]
fn go_opens_our_checkpoints() {
    let mut record = Record::random();
    let mut cases = Vec::new();
    for place in record.some(12) {
        let (checkpoint, note, key) = record.checkpoint(place);
        cases.push(Case::note("good", &checkpoint, &note, &key));
        cases.extend(bends::notes(&mut record, place));
    }
    agree(&court::go(), &cases, BENDS, record.seed);
}

#[test]
fn go_and_pymerkle_make_our_roots_from_the_leaves() {
    let mut record = Record::random();
    let mut cases = Vec::new();
    for place in record.some(6) {
        cases.push(record.root_case("good", place, |_| {}));
        cases.extend(bends::roots(&mut record, place));
    }
    agree(&court::go(), &cases, BENDS, record.seed);
    agree(&court::python("trees.py"), &cases, BENDS, record.seed);
}

#[test]
fn go_and_pymerkle_check_our_inclusion_proofs() {
    let mut record = Record::random();
    let mut cases = Vec::new();
    for place in record.some(12) {
        let index = record.below(record.sizes[place]);
        cases.push(record.inclusion_case("good", index, place));
        cases.extend(bends::inclusions(&mut record, index, place));
    }
    agree(&court::go(), &cases, BENDS, record.seed);
    agree(&court::python("trees.py"), &cases, BENDS, record.seed);
}

#[test]
fn go_checks_our_consistency_proofs() {
    let mut record = Record::random();
    let mut cases = Vec::new();
    for place in record.some(12) {
        let old = 1 + record.below(record.sizes[place]);
        cases.push(record.consistency_case("good", old, place));
        cases.extend(bends::consistencies(&mut record, old, place));
    }
    agree(&court::go(), &cases, BENDS, record.seed);
}

#[test]
fn pymerkle_finds_our_earlier_trees_in_the_later_ones() {
    let mut record = Record::random();
    let mut cases = Vec::new();
    for place in record.some(6) {
        let old = 1 + record.below(record.sizes[place]);
        cases.extend(bends::grown(&mut record, old, place));
    }
    agree(&court::python("trees.py"), &cases, BENDS - 6, record.seed);
}

#[test]
fn scitt_cose_verifies_our_receipts() {
    let mut record = Record::random();
    let mut cases = Vec::new();
    for place in record.some(10) {
        let index = record.below(record.sizes[place]);
        let receipt = record.receipt(index, place).encode();
        cases.push(record.receipt_case("good", &receipt, index, place));
        cases.extend(bends::receipts(&mut record, index, place));
        let old = 1 + record.below(record.sizes[place]);
        let receipt = record.grown_receipt(old, place).encode();
        cases.push(record.grown_receipt_case("good", &receipt, old, place));
        cases.extend(bends::grown_receipts(&mut record, old, place));
    }
    agree(&court::python("receipts.py"), &cases, BENDS, record.seed);
}

#[test]
fn openssl_verifies_our_raw_signatures() {
    let mut record = Record::random();
    let seed = record.seed;
    for place in record.some(4) {
        let (checkpoint, note, key) = record.checkpoint(place);
        let line = note.lines().next_back().unwrap();
        let base64 = line.rsplit(' ').next().unwrap();
        let signed = court::from_base64(base64);
        let (text, signature) = (checkpoint.text(), &signed[4..]);
        let public = key.public().to_bytes().0;
        assert!(openssl(&public, text.as_bytes(), signature), "seed {seed}");
        assert!(!openssl(&public, note.as_bytes(), signature), "seed {seed}");
        assert!(
            !openssl(&public, &text.as_bytes()[1..], signature),
            "seed {seed}"
        );
    }
    for index in [0, 1, 2, record.below(record.size()), record.size() - 1] {
        let (read, signer, aad) = statement(&record, index);
        let signed = read.tbs_data(&aad);
        assert!(
            openssl(&signer, &signed, &read.signature),
            "{index}, seed {seed}"
        );
        // Another ledger, another act, another key, another signature.
        assert!(!openssl(
            &signer,
            &read.tbs_data(b"bmnn/statement/1 "),
            &read.signature
        ));
        for bit in [0, 255, 256, 511] {
            let mut bent = read.signature.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            assert!(!openssl(&signer, &signed, &bent), "{index}, seed {seed}");
        }
        for byte in [0, signed.len() / 2, signed.len() - 1] {
            let mut bent = signed.clone();
            bent[byte] ^= 1;
            assert!(
                !openssl(&signer, &bent, &read.signature),
                "{index}, seed {seed}"
            );
        }
        let other = common::signer(99).public_key().0;
        assert!(
            !openssl(&other, &signed, &read.signature),
            "{index}, seed {seed}"
        );
    }
}

/// coset, the statement's own reader and OpenSSL's curve agree: what coset makes
/// of a statement is what was signed.
#[test]
fn coset_rebuilds_what_our_statements_sign() {
    let record = Record::random();
    let seed = record.seed;
    for index in 0..record.size() {
        let (read, signer, aad) = statement(&record, index);
        let key = PublicKey::parse(&bmnn::id::Bytes32(signer)).unwrap();
        let verify = |aad: &[u8]| {
            read.verify_signature(aad, |signature, message| {
                let signature = signature.try_into().unwrap();
                key.verifies(message, signature).then_some(()).ok_or(())
            })
        };
        assert!(verify(&aad).is_ok(), "{index}, seed {seed}");
        assert!(verify(b"").is_err(), "{index}, seed {seed}");
        assert_eq!(read.protected.header.key_id, key.kid().0);
        assert!(read.unprotected.is_empty());
        let ours = Statement::decode(&read.clone().to_tagged_vec().unwrap()).unwrap();
        let scope = if index == 0 {
            Scope::Opening
        } else {
            Scope::Ledger(record.leaves[0])
        };
        assert!(ours.is_signed_by(&key, scope), "{index}, seed {seed}");
    }
}

/// The statement of an entry as coset reads it, the key that it must be of, and
/// what is signed beside it.
fn statement(record: &Record, index: u64) -> (CoseSign1, [u8; 32], Vec<u8>) {
    let (entry, _) = bmnn::ledger::Entry::decode(&record.entries[index as usize]).unwrap();
    let read = CoseSign1::from_tagged_slice(&entry.statement).unwrap();
    let kid = read.protected.header.key_id.clone();
    let signer = record
        .keys
        .iter()
        .find(|key| kid[..] == bmnn::ledger::key::kid(key).0);
    let mut aad = b"bmnn/statement/1".to_vec();
    if index > 0 {
        aad.extend(record.leaves[0].0);
    }
    (read, signer.unwrap().0, aad)
}

/// The receipts of the same entry differ in nothing but the signature's bytes,
/// and Ed25519 makes those the same too.
#[test]
fn a_receipt_is_the_same_each_time() {
    let mut record = Record::random();
    for place in record.some(3) {
        let index = record.below(record.sizes[place]);
        let receipt = record.receipt(index, place);
        assert_eq!(receipt, record.receipt(index, place));
        let again = CoseReceipt::decode(&receipt.encode()).unwrap();
        assert_eq!(
            json!(to_hex(&again.encode())),
            json!(to_hex(&receipt.encode()))
        );
    }
}
