//! Which keys are good, and which signatures.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use bmnn::id::{Bytes32, from_hex};
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::commit::AppendError;
use bmnn::ledger::key::{KeyError, SignError};
use bmnn::ledger::{Batch, Chain, Kind, PlainSigner, PublicKey, Scope, Signer, Statement, Window};
use bmnn::value::{Map, Value};

fn key(hex: &str) -> Bytes32 {
    hex.parse().unwrap()
}

#[test]
fn unfit_keys_are_told_apart() {
    use KeyError::*;
    let table = [
        // The eight points of small order.
        (
            "0100000000000000000000000000000000000000000000000000000000000000",
            SmallOrder,
        ),
        (
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            SmallOrder,
        ),
        (
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            SmallOrder,
        ),
        (
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            SmallOrder,
        ),
        (
            "0000000000000000000000000000000000000000000000000000000000000000",
            SmallOrder,
        ),
        (
            "0000000000000000000000000000000000000000000000000000000000000080",
            SmallOrder,
        ),
        (
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            SmallOrder,
        ),
        (
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            SmallOrder,
        ),
        // One good point, with each of seven torsion points added to it.
        (
            "feaf9d07b868cc52786305312c376563c622b0386a10d105e3c1501b28d65f7e",
            MixedOrder,
        ),
        (
            "cdbc161be64c4302f56443ff29ccf36a2075be1a1fa67ff126b56315f5681c38",
            MixedOrder,
        ),
        (
            "40a4cf5c611d737a2f1c6fcca84d9cabfed80987f186a5a6c57e629bff1af27f",
            MixedOrder,
        ),
        (
            "3e91719c07a826f40e504f2d3278ac5ea1012d69b5237dc3db07af7ddf81f8c1",
            MixedOrder,
        ),
        (
            "af6e8e63f857d90bf1afb0d2cd8753a15efed2964adc823c24f85082207e073e",
            MixedOrder,
        ),
        (
            "ad5b30a39ee28c85d0e3903357b263540127f6780e795a593a819d6400e50d80",
            MixedOrder,
        ),
        (
            "2043e9e419b3bcfd0a9bbc00d6330c95df8a41e5e059800ed94a9cea0a97e3c7",
            MixedOrder,
        ),
        // y beyond the field, and a negative zero.
        (
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            NotCanonical,
        ),
        (
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            NotCanonical,
        ),
        (
            "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            NotCanonical,
        ),
        (
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            NotCanonical,
        ),
        (
            "0100000000000000000000000000000000000000000000000000000000000080",
            NotCanonical,
        ),
        (
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            NotCanonical,
        ),
        // No point at all.
        (
            "0200000000000000000000000000000000000000000000000000000000000000",
            NoPoint,
        ),
    ];
    for (hex, fault) in table {
        let found = PublicKey::parse(&key(hex)).unwrap_err();
        // A negative zero is no point to some decoders, a second spelling to others.
        let same = found == fault || (fault == NotCanonical && found == NoPoint);
        assert!(same, "{hex}: {found:?}");
    }
    let good = key("ef4f62f8479733ad879cfaced3c89a9c39dd4fc795ef2efa1c3eafe4d729a081");
    assert_eq!(PublicKey::parse(&good).unwrap().to_bytes(), good);
}

/// RFC 8032 §7.1, test 3.
#[test]
fn a_signature_is_rfc_8032_s() {
    let seed = key("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
    let signer = PlainSigner::from_seed(&seed.0);
    let public = key("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
    assert_eq!(signer.public_key(), public);
    let signature = from_hex(
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac\
         18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    );
    let made = signer.sign(&[0xAF, 0x82]).unwrap();
    assert_eq!(Some(made.to_vec()), signature);
    assert!(
        PublicKey::parse(&public)
            .unwrap()
            .verifies(&[0xAF, 0x82], &made)
    );
}

#[test]
fn a_signature_has_one_form() {
    let signer = PlainSigner::from_seed(&[7; 32]);
    let public = PublicKey::parse(&signer.public_key()).unwrap();
    let good = signer.sign(b"act").unwrap();
    assert!(public.verifies(b"act", &good));
    assert!(!public.verifies(b"acts", &good));
    // S + L is the same number to whoever does not look.
    let order = from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    let mut bent = good;
    let mut carry = 0;
    for (byte, add) in bent[32..].iter_mut().zip(order.unwrap()) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
    assert!(!public.verifies(b"act", &bent));
    for bit in 0..512 {
        let mut bent = good;
        bent[bit / 8] ^= 1 << (bit % 8);
        assert!(!public.verifies(b"act", &bent), "bit {bit}");
    }
}

/// A card that signs something else.
struct Broken(PlainSigner);

impl Signer for Broken {
    fn public_key(&self) -> Bytes32 {
        self.0.public_key()
    }

    fn sign(&self, _: &[u8]) -> Result<[u8; 64], SignError> {
        self.0.sign(b"something else")
    }
}

#[test]
fn a_signer_s_bad_signature_is_caught() {
    let broken = Broken(PlainSigner::from_seed(&[7; 32]));
    let checkpoint = Checkpoint {
        ledger: Bytes32([0; 32]),
        size: 1,
        root: Bytes32([0; 32]),
    };
    assert_eq!(checkpoint.sign(&broken), Err(SignError::Invalid));

    let root = bytes(&broken.public_key().0);
    let open = Map::from_iter([
        ("act", "ledger.open".into()),
        ("id", bytes(&[0; 16])),
        ("on", "2026-03-02".into()),
        ("agency", "A".into()),
        ("roots", Value::Array(vec![root])),
        ("threshold", Value::Int(1)),
        (
            "ledger-key",
            bytes(&PlainSigner::from_seed(&[8; 32]).public_key().0),
        ),
    ]);
    let statement = Statement::sign(&open, Scope::Opening, &broken).unwrap();
    let mut batch = Batch::new(&Chain::default(), Window::default());
    let Err(AppendError::Refused(findings)) = batch.push(&statement, vec![], 0) else {
        panic!("it was taken");
    };
    assert_eq!(findings[0].kind, Kind::BadSignature);
}

fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}
